/* The functions that models call. */
#include "base/base.h"

#include "law/function.h"
#include "law_fixture.h"

#define D(text)                                                                                    \
    {                                                                                              \
        text, 0                                                                                    \
    }
#define N(number)                                                                                  \
    {                                                                                              \
        NULL, number                                                                               \
    }

static const struct {
    const char *title, *name;

    struct {
        const char *date;
        int64_t number;
    } args[6];

    bool known;
    int64_t want;
} CALLS[] = {
    {"held a year too long",
     "term_gap",
     {D("2014-05-23"), D("2019-05-22"), N(48), N(0), D("2014-06-30"), N(0)},
     true,
     365},
    {"credit",
     "term_gap",
     {D("2014-12-25"), D("2015-08-07"), N(8), N(0), D("2015-03-01"), N(17)},
     true,
     0},
    {"no term",
     "term_gap",
     {D("2014-12-25"), D("2015-08-07"), N(0), N(0), D("2015-03-01"), N(0)},
     false,
     0},
    {"negative credit",
     "term_gap",
     {D("2014-12-25"), D("2015-08-07"), N(8), N(0), D("2015-03-01"), N(-1)},
     false,
     0},
    {"absurd months",
     "term_gap",
     {D("2014-12-25"), D("2015-08-07"), N(INT64_MAX), N(0), D("2015-03-01"), N(0)},
     false,
     0},
    {"absurd day",
     "term_gap",
     {N(INT64_MAX), D("2015-08-07"), N(8), N(0), D("2015-03-01"), N(0)},
     false,
     0},
    {"counted from the decision",
     "exact_credit_gap",
     {D("2014-01-01"), D("2014-07-06"), N(6), N(0), D("2014-03-31")},
     true,
     3},
    {"months back", "months_after", {D("2020-03-31"), N(-1)}, true, 18321},
    {"months on", "months_after", {D("2020-01-31"), N(13)}, true, 18686},
    {"months out of the calendar", "months_after", {D("2020-01-31"), N(INT64_MIN)}, false, 0},
    {"first end", "first_term_end", {D("2019-09-30"), N(6), N(0), D("2019-12-01")}, true, 18350},
    {"last end", "last_term_end", {D("2019-09-30"), N(6), N(0), D("2019-12-01")}, true, 18351},
    {"end of no term", "last_term_end", {D("2019-09-30"), N(0), N(0), D("2019-12-01")}, false, 0},
    {"shortest half year", "shortest_days", {N(6), N(0)}, true, 181},
    {"longest half year and a day", "longest_days", {N(6), N(1)}, true, 185},
    {"no length", "longest_days", {N(-6), N(1)}, false, 0},
    {"months left", "span_months", {D("2019-09-30"), D("2020-04-10")}, true, 6},
    {"days beyond them", "span_days", {D("2019-09-30"), D("2020-04-10")}, true, 12},
    {"nothing left", "span_days", {D("2019-09-30"), D("2019-09-29")}, false, 0},
    {"below thirty-five years", "fixed_term_cap", {N(419), D("2014-01-01")}, true, 240},
    {"from thirty-five years", "fixed_term_cap", {N(420), D("2014-01-01")}, true, 300},
    {"the same before 2011-05-01", "fixed_term_cap", {N(420), D("2011-04-30")}, true, 240},
    {"remitted as it should be",
     "commuted_gap",
     {D("2020-07-14"), D("2019-11-14"), N(8), N(0)},
     true,
     0},
    {"a month too few", "commuted_gap", {D("2020-07-14"), D("2019-12-14"), N(8), N(0)}, true, 30},
    {"a month's end, the other way",
     "commuted_gap",
     {D("2020-02-29"), D("2020-01-31"), N(1), N(0)},
     true,
     0},
    {"later is positive", "days_between", {D("2014-01-01"), D("2014-01-31")}, true, 30},
    {"earlier is negative", "days_between", {D("2014-01-31"), D("2014-01-01")}, true, -30},
    {"on the eighteenth birthday", "age_on", {D("1996-03-10"), D("2014-03-10")}, true, 17},
    {"on the day after", "age_on", {D("1996-03-10"), D("2014-03-11")}, true, 18},
    {"born on 29 February, common year", "age_on", {D("1996-02-29"), D("2014-02-28")}, true, 17},
    {"born on 29 February, the day after", "age_on", {D("1996-02-29"), D("2014-03-01")}, true, 18},
    {"born on 29 February, leap year", "age_on", {D("1996-02-29"), D("2016-02-29")}, true, 19},
    {"on the day of birth", "age_on", {D("1996-03-10"), D("1996-03-10")}, true, 0},
    {"the same day five years later", "months_after", {D("2010-01-26"), N(60)}, true, 16461},
    {"no such day in that month", "months_after", {D("2012-01-31"), N(1)}, true, 15399},
    {"months back over the year", "months_after", {D("2012-01-15"), N(-2)}, true, 15293},
    {"before all dates", "months_after", {D("0001-01-01"), N(-1)}, false, 0},
    {"more months than a term has", "months_after", {D("2012-01-15"), N(20000)}, false, 0},
    {"before birth", "age_on", {D("1996-03-10"), D("1996-03-09")}, false, 0},
};

static void test_calls(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CALLS); i++) {
        const cm_law_function *fn = cm_law_function_find(cm_sv_from(CALLS[i].name));
        int64_t args[6];

        test_row(CALLS[i].title);
        assert_true(fn != NULL);
        for (size_t k = 0; k < fn->arg_count; k++) {
            bool is_date = CALLS[i].args[k].date != NULL;

            assert_true(!is_date || fn->args[k] == CM_LAW_DATE);
            args[k] = is_date ? test_day(CALLS[i].args[k].date) : CALLS[i].args[k].number;
        }
        cm_value_int got = fn->eval(f->law, args, fn->arg_count);
        assert_int_equal(got.known, CALLS[i].known);
        if (got.known) {
            assert_int_equal(got.value, CALLS[i].want);
        }
    }
}

static void test_table(void **state)
{
    size_t count = 0;
    const cm_law_function *all = cm_law_functions(&count);

    (void)state;
    assert_int_equal(count, 13);
    for (size_t i = 0; i < count; i++) {
        assert_true(cm_law_function_find(cm_sv_from(all[i].name)) == &all[i]);
        assert_true(all[i].arg_count > 0 && all[i].help[0] != '\0');
    }
    assert_true(cm_law_function_find(CM_SV("term")) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
