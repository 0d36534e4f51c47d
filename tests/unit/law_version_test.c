/* Which version of the law applied, which is lighter, and the gates of rules. */
#include "base/base.h"

#include "law/version.h"
#include "law_fixture.h"

static const struct {
    const char *title, *charge, *act, *last_act, *decided_on;
    cm_penalty_kind kind;
    int64_t months;
    const char *at_act, *at_decision; /* "": not known */
    bool changed;
    cm_lighter lighter;
} CASES[] = {
    {"the same version", "盗窃罪", "2014-01-01", "2014-02-01", "2014-06-01", CM_PENALTY_FIXED_TERM,
     8, "2011-05-01", "2011-05-01", false, CM_LIGHTER_UNKNOWN},
    {"lighter since", "职务侵占罪", "2020-01-01", "2020-02-01", "2021-06-01", CM_PENALTY_FIXED_TERM,
     8, "1997-10-01", "2021-03-01", true, CM_LIGHTER_DECISION},
    {"graver since", "非法吸收公众存款罪", "2020-01-01", "2020-02-01", "2021-06-01",
     CM_PENALTY_FIXED_TERM, 24, "1997-10-01", "2021-03-01", true, CM_LIGHTER_SAME},
    {"no detention since: graver at its lower end", "强制猥亵、侮辱罪", "2016-01-01", "2016-02-01",
     "2017-06-01", CM_PENALTY_FIXED_TERM, 24, "2015-11-01", "2015-11-01", false,
     CM_LIGHTER_UNKNOWN},
    {"acts over the change", "职务侵占罪", "2020-01-01", "2021-04-01", "2021-06-01",
     CM_PENALTY_FIXED_TERM, 8, "", "2021-03-01", false, CM_LIGHTER_UNKNOWN},
    {"day of the acts not known", "职务侵占罪", "", "", "2021-06-01", CM_PENALTY_FIXED_TERM, 8, "",
     "2021-03-01", false, CM_LIGHTER_UNKNOWN},
    {"the first day of the newer", "行贿罪", "2024-02-29", "2024-02-29", "2024-03-01",
     CM_PENALTY_FIXED_TERM, 24, "2015-11-01", "2024-03-01", true, CM_LIGHTER_DECISION},
};

static void test_versions(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CASES); i++) {
        CM_AUTO_ARENA mem;
        cm_tier_matches rows = {0};
        cm_law_versions got;
        const cm_tier_query query = {
            .charge = cm_sv_from(CASES[i].charge),
            .first_act = test_date(CASES[i].act),
            .last_act = test_date(CASES[i].last_act),
            .decided_on = test_date(CASES[i].decided_on),
            .kind = CASES[i].kind,
            .months = CASES[i].months,
        };

        test_row(CASES[i].title);
        cm_arena_init(&mem);
        assert_true(cm_law_tiers(f->law, &mem, &query, &rows));
        cm_law_versions_of(&rows, &got);
        assert_int_equal(got.is_known, CASES[i].at_act[0] != '\0');
        if (got.is_known) {
            assert_true(cm_date_equal(got.at_act, test_date(CASES[i].at_act)));
        }
        assert_true(cm_date_equal(got.at_decision, test_date(CASES[i].at_decision)));
        assert_int_equal(got.changed, CASES[i].changed);
        assert_int_equal(got.lighter, CASES[i].lighter);
    }
}

static void test_gates(void **state)
{
    law_fixture *f = *state;
    cm_date day = CM_NO_DATE;

    assert_true(cm_law_gate(f->law, CM_SV("amendment_8"), &day));
    assert_true(cm_date_equal(day, test_date("2011-05-01")));
    assert_false(cm_law_gate(f->law, CM_SV("amendment_99"), &day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_gates),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
