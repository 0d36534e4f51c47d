/* Intervals of Wilson that are printed in textbooks: Newcombe, Statistics in Medicine 17 (1998)
 * 857, table I, method 3, and Agresti and Coull, The American Statistician 52 (1998) 119. */
#include "base/base.h"

#include "base/proportion.h"
#include "harness.h"

static const struct {
    const char *title;
    uint64_t part, whole;
    int32_t share, low, high;
} rows[] = {
    {"Newcombe: 81 of 263, 0.2553 to 0.3662", 81, 263, 308, 255, 366},
    {"Newcombe: 15 of 148, 0.0624 to 0.1605 (0.16048)", 15, 148, 101, 62, 160},
    {"Newcombe: 0 of 20, 0.0000 to 0.1611", 0, 20, 0, 0, 161},
    {"Newcombe: 1 of 29, 0.0061 to 0.1718", 1, 29, 34, 6, 172},
    {"9 of 10, 0.5958 to 0.9821", 9, 10, 900, 596, 982},
    {"5 of 10, 0.2366 to 0.7634", 5, 10, 500, 237, 763},
    {"10 of 10, 0.7225 to 1", 10, 10, 1000, 722, 1000},
    {"1 of 1, 0.2065 to 1", 1, 1, 1000, 207, 1000},
    {"0 of 1, 0 to 0.7935", 0, 1, 0, 0, 793},
    {"nothing is known of nothing", 0, 0, 0, 0, 1000},
    {"half of a million, 0.49902 to 0.50098", 500000, 1000000, 500, 499, 501},
    {"more than 64 bits hold", 3000000000U, 4000000000U, 750, 749, 751},
};

static void test_textbook(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_proportion p = cm_proportion_of(rows[i].part, rows[i].whole);
        assert_int_equal(p.share, rows[i].share);
        assert_int_equal(p.low, rows[i].low);
        assert_int_equal(p.high, rows[i].high);
    }
}

/* Of the complement it is the mirror image but for rounding, it holds the share, and more of the
 * same narrows it. */
static void test_properties(void **state)
{
    (void)state;
    for (uint64_t whole = 1; whole <= 200; whole++) {
        for (uint64_t part = 0; part <= whole; part++) {
            cm_proportion p = cm_proportion_of(part, whole);
            cm_proportion q = cm_proportion_of(whole - part, whole);
            cm_proportion more = cm_proportion_of(4 * part, 4 * whole);
            assert_true(0 <= p.low && p.low <= p.share && p.share <= p.high && p.high <= 1000);
            assert_in_range(p.low + q.high, 999, 1001);
            assert_true(more.low >= p.low && more.high <= p.high);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_textbook),
        cmocka_unit_test(test_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
