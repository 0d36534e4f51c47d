/* Which penalty rows apply: the 99 checks written by reading the statute, and the choice of
 * versions, candidates and lowest fines. */
#include "base/base.h"

#include "law/tier.h"
#include "law/verify.h"
#include "law_fixture.h"

static void test_statute_checks(void **state)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    law_fixture *f = *state;
    cm_law_report report;

    cm_arena_init(&mem);
    assert_int_equal(cm_law_verify(f->law, &mem, &report, &err), CM_OK);
    for (size_t i = 0; i < report.faults.count; i++) {
        print_error("%d %.*s\n", (int)report.faults.items[i].check,
                    CM_SV_ARG(report.faults.items[i].where));
    }
    assert_int_equal(report.faults.count, 0);
    assert_int_equal(report.done[CM_CHECK_STATUTE], 99);
    assert_true(report.done[CM_CHECK_QUOTE] > 1000);
}

typedef struct {
    const char *title;
    const char *charge, *first_act, *last_act, *decided;
    cm_penalty_kind kind;
    int months, days;
    bool mitigated, unit;
    const char *want; /* paragraph:tier, f = fits, c = candidate, l = lighter, s = staff */
} match_case;

static const match_case MATCHES[] = {
    {"one version", "盗窃罪", "", "2014-05-01", "2014-10-01", CM_PENALTY_FIXED_TERM, 8, 0, false,
     false, "264:1@2011fc 264:2@2011l 264:3@2011l"},
    {"boundary month belongs to both tiers", "盗窃罪", "", "2014-05-01", "2014-10-01",
     CM_PENALTY_FIXED_TERM, 36, 0, false, false, "264:1@2011fc 264:2@2011fc 264:3@2011l"},
    {"a day above the boundary does not", "盗窃罪", "", "2014-05-01", "2014-10-01",
     CM_PENALTY_FIXED_TERM, 36, 1, false, false, "264:1@2011 264:2@2011fc 264:3@2011l"},
    {"mitigated: one tier above", "盗窃罪", "", "2014-05-01", "2014-10-01", CM_PENALTY_FIXED_TERM,
     8, 0, true, false, "264:1@2011fc 264:2@2011cl 264:3@2011l"},
    {"mitigated before 2011: any tier above", "盗窃罪", "", "2010-05-01", "2010-10-01",
     CM_PENALTY_FIXED_TERM, 8, 0, true, false,
     "264:1@1997fc 264:2@1997cl 264:3@1997cl 264:4@1997cl"},
    {"mitigated, act on the day of the change", "盗窃罪", "", "2011-05-01", "2011-10-01",
     CM_PENALTY_FIXED_TERM, 8, 0, true, false, "264:1@2011fc 264:2@2011cl 264:3@2011l"},
    {"text changed between act and decision", "敲诈勒索罪", "", "2011-01-01", "2011-08-01",
     CM_PENALTY_DETENTION, 5, 0, false, false,
     "274:1@1997fc 274:2@1997l 274:1@2011fc 274:2@2011l 274:3@2011l"},
    {"text did not change", "敲诈勒索罪", "", "2011-05-01", "2011-08-01", CM_PENALTY_DETENTION, 5,
     0, false, false, "274:1@2011fc 274:2@2011l 274:3@2011l"},
    {"act year only: both ends of the year", "敲诈勒索罪", "", "2011", "2012-01-05",
     CM_PENALTY_DETENTION, 5, 0, false, false,
     "274:1@1997fc 274:2@1997l 274:1@2011fc 274:2@2011l 274:3@2011l"},
    {"act unknown: every version so far", "敲诈勒索罪", "", "", "2019-01-05", CM_PENALTY_DETENTION,
     5, 0, false, false, "274:1@1997fc 274:2@1997l 274:1@2011fc 274:2@2011l 274:3@2011l"},
    {"acts on both sides of the change", "敲诈勒索罪", "2010-12-01", "2012-01-01", "2012-05-01",
     CM_PENALTY_DETENTION, 5, 0, false, false,
     "274:1@1997fc 274:2@1997l 274:1@2011fc 274:2@2011l 274:3@2011l"},
    {"no principal penalty of this kind", "危险驾驶罪", "", "2018-01-01", "2018-03-01",
     CM_PENALTY_FIXED_TERM, 3, 0, false, false, "133-1:1@2015"},
    {"lighter than the lightest tier", "抢劫罪", "", "2018-01-01", "2018-03-01",
     CM_PENALTY_DETENTION, 5, 0, true, false, "263:1@1997cl 263:2@1997l"},
    {"the same without mitigation", "抢劫罪", "", "2018-01-01", "2018-03-01", CM_PENALTY_DETENTION,
     5, 0, false, false, "263:1@1997l 263:2@1997l"},
    {"a fine alone", "盗窃罪", "", "2018-01-01", "2018-03-01", CM_PENALTY_FINE_ONLY, 0, 0, false,
     false, "264:1@2011fc 264:2@2011 264:3@2011"},
    {"staff rows stand beside the others", "走私普通货物、物品罪", "", "2018-01-01", "2018-03-01",
     CM_PENALTY_FIXED_TERM, 24, 0, false, false,
     "153:1@2011fc 153:2@2011l 153:3@2011l 153:1@2011fcs 153:2@2011ls 153:3@2011ls"},
    {"a unit has no rows", "走私普通货物、物品罪", "", "2018-01-01", "2018-03-01", CM_PENALTY_NONE,
     0, 0, false, true, ""},
    {"renamed: the old name, decided under the new", "生产、销售假药罪", "", "2020-05-01",
     "2021-06-01", CM_PENALTY_FIXED_TERM, 6, 0, false, false,
     "141:1@2011fc 141:2@2011l 141:3@2011l 141:1@2021fc 141:2@2021l 141:3@2021l"},
    {"crime younger than the act: rows of its former name", "袭警罪", "", "2020-12-20",
     "2021-05-06", CM_PENALTY_FIXED_TERM, 6, 0, false, false,
     "277:1@1997fc 277:1@2021fc 277:2@2021l"},
    {"act unknown: former names only before the charge had rows", "强奸罪", "", "", "2014-03-01",
     CM_PENALTY_FIXED_TERM, 60, 0, false, false, "236:1@1997fc 236:2@1997l"},
    {"act unknown, young crime: its former name before", "袭警罪", "", "", "2021-05-06",
     CM_PENALTY_FIXED_TERM, 6, 0, false, false, "277:1@2021fc 277:2@2021l 277:1@1997fc"},
    {"part of a selective name", "贩卖毒品罪", "", "2018-01-01", "2018-03-01",
     CM_PENALTY_FIXED_TERM, 84, 0, false, false,
     "347:1@1997 347:2@1997fc 347:3@1997fc 347:4@1997l"},
};

static void describe(cm_buf *out, const cm_tier_matches *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const cm_tier_match *m = &rows->items[i];

        cm_buf_addf(out, "%s%.*s:%d@%d%s%s%s%s", i == 0 ? "" : " ", CM_SV_ARG(m->tier->article),
                    m->tier->tier, m->tier->valid_from.year, m->fits ? "f" : "",
                    m->candidate ? "c" : "", m->lighter ? "l" : "",
                    m->tier->subject == CM_SUBJECT_PERSON ? "" : "s");
    }
}

static void test_matches(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(MATCHES); i++) {
        const match_case *m = &MATCHES[i];
        CM_AUTO_ARENA mem;
        CM_AUTO_BUF got;
        cm_tier_matches rows = {0};
        cm_tier_query q = {
            .charge = cm_sv_from(m->charge),
            .unit = m->unit,
            .first_act = test_date(m->first_act),
            .last_act = test_date(m->last_act),
            .decided_on = test_date(m->decided),
            .kind = m->kind,
            .months = m->months,
            .days = m->days,
            .mitigated = m->mitigated,
        };

        test_row(m->title);
        cm_arena_init(&mem);
        cm_buf_init(&got, 10000);
        assert_true(cm_law_tiers(f->law, &mem, &q, &rows));
        describe(&got, &rows);
        assert_string_equal(cm_buf_z(&got), m->want);
    }
}

static const struct {
    const char *title, *charge, *act, *decided;
    int tier, floor_yuan;
    bool by_interpretation;
} FLOORS[] = {
    {"interpretation, theft", "盗窃罪", "2013-04-04", "2013-06-01", 1, 1000, true},
    {"act before the interpretation", "盗窃罪", "2013-04-03", "2013-06-01", 1, 0, false},
    {"act unknown", "盗窃罪", "", "2013-06-01", 1, 0, false},
    {"extortion", "敲诈勒索罪", "2014-01-01", "2014-06-01", 2, 2000, true},
    {"bribe taking by tier", "受贿罪", "2017-01-01", "2018-06-01", 1, 100000, true},
    {"bribe taking, second tier", "受贿罪", "2017-01-01", "2018-06-01", 2, 200000, true},
    {"set by the statute", "信用卡诈骗罪", "2017-01-01", "2018-06-01", 1, 20000, false},
    {"deposits: statute until 2021", "非法吸收公众存款罪", "2019-01-01", "2020-06-01", 2, 50000,
     false},
    {"deposits: interpretation since 2022", "非法吸收公众存款罪", "2022-04-01", "2022-09-01", 2,
     100000, true},
    {"no amount anywhere", "诈骗罪", "2017-01-01", "2018-06-01", 1, 0, false},
    {"no fine, no floor", "故意伤害罪", "2017-01-01", "2018-06-01", 1, 0, false},
};

static void test_fine_floors(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(FLOORS); i++) {
        CM_AUTO_ARENA mem;
        cm_tier_matches rows = {0};
        cm_tier_query q = {.charge = cm_sv_from(FLOORS[i].charge),
                           .last_act = test_date(FLOORS[i].act),
                           .decided_on = test_date(FLOORS[i].decided)};
        int found = 0;

        test_row(FLOORS[i].title);
        cm_arena_init(&mem);
        assert_true(cm_law_tiers(f->law, &mem, &q, &rows));
        for (size_t k = 0; k < rows.count; k++) {
            const cm_tier_match *m = &rows.items[k];

            if (m->tier->tier == FLOORS[i].tier && m->tier->subject == CM_SUBJECT_PERSON &&
                m->at_decision) {
                assert_int_equal(m->fine_floor, (int64_t)FLOORS[i].floor_yuan * 100);
                assert_int_equal(m->fine_floor_source.len != 0, FLOORS[i].by_interpretation);
                found++;
            }
        }
        assert_int_equal(found, 1);
    }
}

static void test_unknown_charge_has_no_rows(void **state)
{
    law_fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_tier_matches rows = {0};
    cm_tier_query q = {.charge = CM_SV("生产、销售不符合安全生产标准的食品罪")};

    cm_arena_init(&mem);
    assert_false(cm_law_tiers(f->law, &mem, &q, &rows));
    assert_int_equal(rows.count, 0);
}

static void test_row_by_id(void **state)
{
    law_fixture *f = *state;
    const cm_tier *t = cm_law_tier(f->law, CM_SV("盗窃罪/264/1/t2@2011-05-01"));

    assert_non_null(t);
    assert_int_equal(t->min_months, 36);
    assert_int_equal(t->max_months, 120);
    assert_int_equal(t->fine, CM_FINE_MUST);
    assert_null(cm_law_tier(f->law, CM_SV("盗窃罪/264/1/t9@2011-05-01")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statute_checks), cmocka_unit_test(test_matches),
        cmocka_unit_test(test_fine_floors),    cmocka_unit_test(test_unknown_charge_has_no_rows),
        cmocka_unit_test(test_row_by_id),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
