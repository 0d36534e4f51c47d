/* What a clue proposes: by kind of error, stage, direction and time. */
#include "base/base.h"

#include "law/measure.h"
#include "law_fixture.h"

typedef struct {
    const char *title, *error_class, *direction;
    bool final, ruling;
    const char *decided, *received, *today;
    cm_stage stage;
    const char *first; /* the proposal that stands first */
} row;

static const row ROWS[] = {
    {"the last day of the ten, a Sunday moved", "substance", "不利", false, false, "2020-03-01",
     "2020-03-05", "2020-03-16", CM_STAGE_OPEN, "二审抗诉"},
    {"ten days that end on a holiday", "substance", "不利", false, false, "2024-09-01",
     "2024-09-21", "2024-10-08", CM_STAGE_OPEN, "二审抗诉"},
    {"and the day after it", "substance", "不利", false, false, "2024-09-01", "2024-09-21",
     "2024-10-09", CM_STAGE_EFFECTIVE, "提请再审抗诉"},
    {"the day after", "substance", "不利", false, false, "2020-03-01", "2020-03-05", "2020-03-17",
     CM_STAGE_EFFECTIVE, "提请再审抗诉"},
    {"a ruling has five days", "substance", "不利", false, true, "2020-03-01", "2020-03-05",
     "2020-03-11", CM_STAGE_EFFECTIVE, "提请再审抗诉"},
    {"half a year later, against the accused", "substance", "不利", false, false, "2020-03-01",
     "2020-03-05", "2020-12-01", CM_STAGE_EFFECTIVE, "再审检察建议"},
    {"for the accused there is no limit", "substance", "有利", false, false, "2010-03-01",
     "2010-03-05", "2020-12-01", CM_STAGE_EFFECTIVE, "再审检察建议"},
    {"second instance is effective at once", "substance", "不利", true, false, "2020-03-01", NULL,
     "2020-03-02", CM_STAGE_EFFECTIVE, "提请再审抗诉"},
    {"no day of receipt, recent", "substance", "不利", false, false, "2020-03-01", NULL,
     "2020-04-01", CM_STAGE_UNKNOWN, "二审抗诉"},
    {"no day of receipt, years ago", "substance", "不利", false, false, "2015-03-01", NULL,
     "2020-04-01", CM_STAGE_EFFECTIVE, "再审检察建议"},
    {"no day at all", "substance", "中性", false, false, NULL, NULL, NULL, CM_STAGE_UNKNOWN,
     "二审抗诉"},
    {"held too long", "custody", "有利", false, false, "2020-03-01", NULL, "2020-04-01",
     CM_STAGE_UNKNOWN, "书面纠正意见"},
    {"property after effect", "property", "中性", true, false, "2020-03-01", NULL, "2020-04-01",
     CM_STAGE_EFFECTIVE, "检察建议"},
    {"a commutation", "commutation", "不利", true, true, "2020-03-01", NULL, "2020-04-01",
     CM_STAGE_EFFECTIVE, "书面纠正意见"},
};

static cm_measure_query query_of(const row *r)
{
    return (cm_measure_query){.error_class = cm_sv_from(r->error_class),
                              .direction = cm_sv_from(r->direction),
                              .final = r->final,
                              .ruling = r->ruling,
                              .decided_on = test_date(r->decided),
                              .received_on = test_date(r->received),
                              .today = test_date(r->today)};
}

static void test_proposals(void **state)
{
    const law_fixture *f = *state;
    for (size_t i = 0; i < CM_COUNT(ROWS); i++) {
        test_row(ROWS[i].title);
        cm_measure_query query = query_of(&ROWS[i]);
        cm_measure_answer answer;
        assert_true(cm_law_measure(f->law, &query, &answer));
        assert_int_equal(answer.stage, ROWS[i].stage);
        assert_true(cm_sv_equal(answer.proposals.items[0], cm_sv_from(ROWS[i].first)));
    }
}

/* Whatever is known or not, every class proposes something. */
static void test_every_class(void **state)
{
    const law_fixture *f = *state;
    static const char *const CLASSES[] = {"substance", "custody",    "clerical", "property",
                                          "procedure", "trial",      "group",    "police",
                                          "execution", "commutation"};
    static const char *const DIRECTIONS[] = {"有利", "不利", "中性"};
    for (size_t i = 0; i < CM_COUNT(CLASSES) * CM_COUNT(DIRECTIONS) * CM_COUNT(ROWS); i++) {
        cm_measure_query query = query_of(&ROWS[i % CM_COUNT(ROWS)]);
        size_t rest = i / CM_COUNT(ROWS);
        query.direction = cm_sv_from(DIRECTIONS[rest % CM_COUNT(DIRECTIONS)]);
        query.error_class = cm_sv_from(CLASSES[rest / CM_COUNT(DIRECTIONS)]);
        cm_measure_answer answer;
        test_row(CLASSES[rest / CM_COUNT(DIRECTIONS)]);
        assert_true(cm_law_measure(f->law, &query, &answer));
        assert_true(answer.proposals.count > 0);
    }
    cm_measure_query none = {.error_class = CM_SV("no such class")};
    cm_measure_answer answer;
    assert_false(cm_law_measure(f->law, &none, &answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proposals),
        cmocka_unit_test(test_every_class),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
