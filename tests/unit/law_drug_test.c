#include "base/base.h"

#include "law/data.h"
#include "law/drug.h"
#include "law_fixture.h"

static const struct {
    const char *title, *drug, *on;
    int64_t milligrams, want; /* want -1: no line */
} drug_rows[] = {
    {"heroin is itself", "heroin", "2010-05-01", 12345, 12345},
    {"a gram of ketamine is a tenth", "ketamine", "2019-05-01", 1000, 100},
    {"a kilogram of opium is fifty grams", "opium", "2019-05-01", 1000000, 50000},
    {"ten grams of morphine are five", "morphine", "2016-04-11", 10000, 5000},
    {"before the interpretation", "morphine", "2016-04-10", 10000, -1},
    {"cannabis has a line for each form", "cannabis", "2019-05-01", 1000, -1},
    {"no day of decision", "heroin", "", 1000, -1},
    {"more than can be counted", "heroin", "2019-05-01", INT64_MAX, -1},
};

static void test_drug_equivalent(void **state)
{
    law_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(drug_rows); i++) {
        test_row(drug_rows[i].title);
        int drug = cm_law_term(f->law, CM_SV("drug"), cm_sv_from(drug_rows[i].drug));
        int64_t got = -1;
        assert_true(drug >= 0);
        (void)cm_law_drug_equivalent(f->law, drug, drug_rows[i].milligrams,
                                     test_date(drug_rows[i].on), &got);
        assert_int_equal(got, drug_rows[i].want);
    }
}

static const struct {
    const char *title, *tier, *reason;
    bool named;
} word_rows[] = {
    {"in the condition", "盗窃罪/264/1/t2@2011-05-01", "amount_huge", true},
    {"the other words of the condition", "盗窃罪/264/1/t2@2011-05-01", "serious", true},
    {"of another range", "盗窃罪/264/1/t1@2011-05-01", "amount_huge", false},
    {"the longer word covers the shorter", "盗窃罪/264/1/t3@2011-05-01", "serious", false},
    {"an item of a list", "聚众斗殴罪/292/1/t2@1997-10-01", "armed", true},
    {"not of the range before", "聚众斗殴罪/292/1/t1@1997-10-01", "armed", false},
    {"what is said not to be", "放火罪/114/1/t1@2001-12-29", "grave", false},
};

static void test_words_of_ranges(void **state)
{
    law_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(word_rows); i++) {
        test_row(word_rows[i].title);
        const cm_tier *tier = cm_law_tier(f->law, cm_sv_from(word_rows[i].tier));
        assert_non_null(tier);
        int reason = cm_law_term(f->law, CM_SV("reason"), cm_sv_from(word_rows[i].reason));
        assert_true(reason >= 0);
        assert_int_equal((tier->words & cm_law_reason_bit(reason)) != 0, word_rows[i].named);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_drug_equivalent),
                                       cmocka_unit_test(test_words_of_ranges)};
    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
