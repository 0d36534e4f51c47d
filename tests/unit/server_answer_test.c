/* Pages of a list that was loaded whole, and what a step asks for by name. */
#include "base/base.h"

#include "harness.h"
#include "server/answer.h"

/* Keys of a list of seven, two of which are taken away while somebody pages. */
static void test_pages(void **state)
{
    static const int64_t KEYS[] = {-9, -7, -5, 2, 3, 8, 11};
    static const int64_t WANTED[] = {-9, -7, -5, 3, 8, 11}; /* 2 went before its page came */
    size_t seen = 0;
    int64_t after = INT64_MIN;
    bool more = true;
    (void)state;
    while (more) {
        cm_answer_page page = {.after = after, .limit = 3};
        for (size_t i = 0; i < CM_COUNT(KEYS); i++) {
            bool gone = after != INT64_MIN && (KEYS[i] == 2 || KEYS[i] == -5);
            if (!gone && cm_answer_page_has(&page, KEYS[i])) {
                assert_true(seen < CM_COUNT(WANTED));
                assert_int_equal(KEYS[i], WANTED[seen]);
                seen++;
            }
        }
        assert_true(page.count > 0);
        after = page.last;
        more = page.more;
    }
    assert_int_equal(seen, CM_COUNT(WANTED));
}

static void test_last_page_is_full(void **state)
{
    cm_answer_page page = {.after = INT64_MIN, .limit = 2};
    (void)state;
    assert_true(cm_answer_page_has(&page, 1));
    assert_true(cm_answer_page_has(&page, 2));
    assert_false(page.more);
    assert_false(cm_answer_page_has(&page, 3));
    assert_true(page.more);
    assert_int_equal(page.last, 2);
}

static void test_members(void **state)
{
    (void)state;
    cm_sv office = cm_docket_member(CM_SV("office")), check = cm_docket_member(CM_SV("check"));
    assert_true(cm_sv_equal(office, CM_SV("to_office")));
    assert_int_equal(check.len, 0);
    assert_int_equal(cm_docket_member(CM_SV("nothing")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages),
                                       cmocka_unit_test(test_last_page_is_full),
                                       cmocka_unit_test(test_members)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
