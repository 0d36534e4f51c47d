/* Clues taken through their life day by day: what is counted at the end of each day is what a count
 * as of that day says later, whatever came after. Then the parts of a count, what the scope hides,
 * undoing, the version of a model that was judged, and the notice of a sudden change. */
#include "base/base.h"

#include "desk/alert.h"
#include "desk/census.h"
#include "desk/change.h"
#include "desk/count.h"
#include "desk/step.h"
#include "desk/tally.h"
#include "harness.h"

#include "base/file.h"

#include <sqlite3.h>
#include <stdlib.h>

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    sqlite3 *db; /* the same file, for verifications and suppressions */
    cm_course course;
    cm_verdicts verdicts;
    const cm_rights *rights;
    cm_caller caller;
    int64_t batch;   /* of the steps that are taken */
    cm_census *kept; /* from the first count on */
} fixture;

static void sql(fixture *f, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(f->db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
}

static int setup(void **state)
{
    static int turn = 0; /* a file for each test */
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    cm_sv path = cm_arena_format(&f->mem, "%s/desk-%d.sqlite", test_temp_dir(), ++turn);
    f->caller = (cm_caller){.owner = true, .at = CM_SV("2026-01-01T04:00:00Z")};
    if (cm_course_load(&f->mem, data, &f->course, &err) != CM_OK ||
        cm_verdicts_load(&f->mem, data, &f->course, &f->verdicts, &err) != CM_OK ||
        cm_rights_load(&f->mem, data, &f->rights, &err) != CM_OK ||
        cm_desk_open(path, f->caller.at, &f->desk, &err) != CM_OK ||
        sqlite3_open(path.ptr, &f->db) != SQLITE_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    f->kept = cm_census_new(&f->verdicts);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    cm_census_free(f->kept);
    (void)sqlite3_close(f->db);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* ---- what people and runs do ---- */

static void on_day(fixture *f, cm_date day)
{
    f->caller.at = cm_arena_format(&f->mem, "%04d-%02d-%02dT04:00:00Z", (int)day.year,
                                   (int)day.month, (int)day.day);
}

static void bring(fixture *f, const char *id, const char *facts, int64_t version)
{
    CM_AUTO_ERR err = {0};
    cm_merge_effect effect = CM_MERGE_SAME;
    const cm_merge_by by = {&f->course, CM_SV(""), f->caller.at, CM_SV("changed")};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("clue.intake")};
    const cm_desk_clue clue = {
        .id = cm_sv_from(id),
        .model = id[0] == 'a' ? CM_SV("m/a") : CM_SV("m/b"),
        .model_version = version,
        .content = cm_arena_format(&f->mem, "content %lld", (long long)version),
        .court = id[1] % 2 == 0 ? CM_SV("even") : CM_SV("odd"),
        .direction = CM_SV("favours"),
        .finding = cm_sv_from(facts),
        .facts_digest = cm_sv_from(facts),
        .decided_on = (cm_date){2020, 2, 3},
    };
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_clue_merge(f->desk, &by, &clue, &effect, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
}

static void take(fixture *f, const char *id, cm_step_request r)
{
    CM_AUTO_ERR err = {0};
    cm_step_done done = {0};
    cm_step_refusal refusal = {0};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("clue.step")};
    const cm_step_by by = {.course = &f->course,
                           .rights = f->rights,
                           .caller = &f->caller,
                           .batch = f->batch,
                           .refusal = &refusal};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_step(f->desk, &by, cm_sv_from(id), &r, &f->mem, &done, &err);
    status = cm_change_end(f->desk, status, &deed, &err);
    if (status != CM_OK) {
        fail_msg("%s: %s", id, err.message);
    }
}

static void step(fixture *f, const char *id, const char *name)
{
    const cm_course_step *known = cm_course_step_of(&f->course, cm_sv_from(name));
    cm_step_request r = {.step = cm_sv_from(name), .why = CM_SV("because")};
    if (cm_course_need(known, CM_NEED_DAY) != NULL) {
        r.day = (cm_date){2026, 12, 1};
    }
    if (cm_course_need(known, CM_NEED_NUMBER) != NULL) {
        r.number = CM_SV("No. 1");
    }
    if (cm_course_need(known, CM_NEED_OFFICE) != NULL) {
        r.to_office = CM_SV("there");
    }
    if (cm_course_need(known, CM_NEED_PERSON) != NULL) {
        r.to_person = CM_SV("somebody");
    }
    if (cm_course_need(known, CM_NEED_OUTCOME) != NULL) {
        r.outcome = CM_SV("recovered");
        r.amount = 1200;
        r.persons = 2;
    }
    take(f, id, r);
}

static void reject(fixture *f, const char *id, const char *reason)
{
    const cm_step_request r = {
        .step = CM_SV("reject"), .reason = cm_sv_from(reason), .why = CM_SV("because")};
    take(f, id, r);
}

static void confirm(fixture *f, const char *id)
{
    static const char *const STEPS[] = {"screen", "assess", "dispatch", "assign", "confirm"};
    sql(f, cm_arena_format(&f->mem,
                           "INSERT INTO verification (clue, at, by, kind, what, result, done) "
                           "SELECT no, 't', 'b', column1, 'w', 'r', 1 FROM clue, (VALUES "
                           "('file_consulted'), ('correction_sought'), ('explanation')) WHERE id "
                           "= '%s'",
                           id)
               .ptr);
    for (size_t i = 0; i < CM_COUNT(STEPS); i++) {
        step(f, id, STEPS[i]);
    }
}

static int64_t begin_batch(fixture *f)
{
    CM_AUTO_ERR err = {0};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("clue.step")};
    const cm_step_by by = {.course = &f->course, .rights = f->rights, .caller = &f->caller};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status =
        cm_desk_batch_add(f->desk, &by, CM_SV("screen"), CM_SV("{}"), &f->batch, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    return f->batch;
}

static void undo(fixture *f, int64_t batch)
{
    CM_AUTO_ERR err = {0};
    cm_batch_undone undone = {0};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("clue.undo")};
    const cm_step_by by = {.course = &f->course, .rights = f->rights, .caller = &f->caller};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_batch_undo(f->desk, &by, batch, &f->mem, &undone, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    f->batch = 0;
}

/* ---- counts ---- */

static void assert_same_group(const fixture *f, const cm_ladder_group *a, const cm_ladder_group *b)
{
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->left_out, b->left_out);
    for (size_t i = 0; i < CM_VERDICT_COUNT; i++) {
        assert_int_equal(a->verdicts[i], b->verdicts[i]);
    }
    for (size_t i = 0; i < f->course.rungs.count; i++) {
        assert_int_equal(a->at[i], b->at[i]);
    }
    for (size_t i = 0; i < f->course.states.count; i++) {
        assert_int_equal(a->states[i], b->states[i]);
    }
}

static cm_ladder count_by(fixture *f, cm_census *census, const cm_standing_filter *filter,
                          cm_dim dim)
{
    CM_AUTO_ERR err = {0};
    cm_ladder ret = {0};
    cm_desk_take_census(f->desk, census);
    assert_int_equal(cm_count_ladder(f->desk, &f->verdicts, filter, dim, &f->mem, &ret, &err),
                     CM_OK);
    cm_desk_take_census(f->desk, NULL);
    return ret;
}

static void assert_same_ladder(const fixture *f, const cm_ladder *a, const cm_ladder *b)
{
    assert_same_group(f, &a->whole, &b->whole);
    assert_int_equal(a->groups.count, b->groups.count);
    for (size_t i = 0; i < a->groups.count; i++) {
        assert_true(cm_sv_equal(a->groups.items[i].value, b->groups.items[i].value));
        assert_same_group(f, &a->groups.items[i], &b->groups.items[i]);
    }
}

/* A census that is made for it, and one that was kept up to date, count the same as the events.
 * Tests write suppressions past the audit: those the kept one cannot know. */
static cm_ladder ladder(fixture *f, cm_standing_filter filter, cm_dim dim)
{
    filter.today = (cm_date){2026, 12, 31};
    cm_ladder ret = count_by(f, NULL, &filter, dim);
    cm_census *fresh = cm_census_new(&f->verdicts);
    cm_ladder other = count_by(f, fresh, &filter, dim);
    assert_same_ladder(f, &ret, &other);
    cm_census_free(fresh);
    other = count_by(f, f->kept, &filter, dim);
    assert_int_equal(other.whole.total, ret.whole.total);
    for (size_t i = 0; i < CM_VERDICT_COUNT; i++) {
        assert_int_equal(other.whole.verdicts[i], ret.whole.verdicts[i]);
    }
    assert_int_equal(other.groups.count, ret.groups.count);
    return ret;
}

/* The whole is the sum of its parts, by each dimension, rung and state. */
static void check_sums(fixture *f, cm_standing_filter filter)
{
    for (size_t dim = 0; dim < CM_DIM_COUNT; dim++) {
        cm_ladder l = ladder(f, filter, (cm_dim)dim);
        cm_ladder_group sum = {
            .at = cm_arena_array(&f->mem, int64_t, f->course.rungs.count),
            .states = cm_arena_array(&f->mem, int64_t, f->course.states.count),
        };
        for (size_t g = 0; g < l.groups.count; g++) {
            const cm_ladder_group *group = &l.groups.items[g];
            sum.total += group->total;
            sum.left_out += group->left_out;
            for (size_t i = 0; i < CM_VERDICT_COUNT; i++) {
                sum.verdicts[i] += group->verdicts[i];
            }
            for (size_t i = 0; i < f->course.rungs.count; i++) {
                sum.at[i] += group->at[i];
            }
            for (size_t i = 0; i < f->course.states.count; i++) {
                sum.states[i] += group->states[i];
            }
        }
        assert_same_group(f, &sum, &l.whole);
        assert_int_equal(cm_ladder_reached(&l.whole, 0, f->course.rungs.count), l.whole.total);
    }
}

static int64_t state_count(const fixture *f, const cm_ladder_group *g, const char *state)
{
    return g->states[cm_course_state_of(&f->course, cm_sv_from(state)) - f->course.states.items];
}

enum { HIT, SCREENED, VERIFIED, FILED };

/* One line of a life: what is done on a day. */
static void live(fixture *f, int day)
{
    static int64_t batch; /* of the day before */
    switch (day) {
    case 1:
        bring(f, "a1", "said", 1);
        bring(f, "a2", "said", 1);
        bring(f, "b3", "said", 1);
        bring(f, "b4", "said", 1);
        break;
    case 2:
        batch = begin_batch(f);
        step(f, "a1", "screen");
        step(f, "a2", "screen");
        f->batch = 0;
        break;
    case 3:
        undo(f, batch);
        break;
    case 4:
        confirm(f, "a1");
        reject(f, "b3", "misread");
        break;
    case 5:
        step(f, "a1", "file");
        reject(f, "b4", "trivial");
        bring(f, "a5", "said", 1);
        break;
    case 6:
        step(f, "a1", "close");
        step(f, "b3", "reopen");
        break;
    case 7:
        step(f, "a1", "reopen"); /* what it reached is not lost */
        reject(f, "b3", "law_misapplied");
        break;
    case 8:
        bring(f, "b3", "says otherwise", 2); /* comes back by itself */
        sql(f, "INSERT INTO suppression (model, court, reason, by, made_on, expires_on) VALUES "
               "('m/a', 'even', 'known', 'b', '2026-03-08', '2026-12-31')");
        break;
    default:
        reject(f, "a1", "not_an_error"); /* a verdict that was taken back counts as the last one */
        break;
    }
}

static void test_as_of(void **state)
{
    fixture *f = *state;

    enum { DAYS = 9 };

    cm_ladder then[DAYS + 1];
    const cm_standing_filter now = {0};
    for (int day = 1; day <= DAYS; day++) {
        on_day(f, (cm_date){2026, 3, (uint8_t)day});
        live(f, day);
        cm_standing_filter f_now = now;
        then[day] = ladder(f, f_now, CM_DIM_ALL);
        check_sums(f, now);
    }
    for (int day = 1; day <= DAYS; day++) {
        test_row(cm_arena_format(&f->mem, "day %d", day).ptr);
        const cm_standing_filter back = {.as_of = {2026, 3, (uint8_t)day}};
        cm_ladder l = ladder(f, back, CM_DIM_MODEL);
        cm_ladder_group want = then[day].whole;
        want.left_out = day >= 8; /* counted with today's suppressions in `then` */
        assert_same_group(f, &l.whole, &want);
        check_sums(f, back);
    }
    const cm_standing_filter before = {.as_of = {2026, 2, 28}};
    assert_int_equal(ladder(f, before, CM_DIM_ALL).whole.total, 0);
}

static void test_ladder(void **state)
{
    fixture *f = *state;
    const cm_standing_filter all = {0};
    for (int day = 1; day <= 8; day++) {
        on_day(f, (cm_date){2026, 3, (uint8_t)day});
        live(f, day);
    }
    cm_ladder l = ladder(f, all, CM_DIM_MODEL);
    size_t rungs = f->course.rungs.count;
    assert_int_equal(l.whole.total, 5);
    assert_int_equal(cm_ladder_reached(&l.whole, SCREENED, rungs), 2); /* a1; b3 when reopened */
    assert_int_equal(cm_ladder_reached(&l.whole, FILED, rungs), 1);
    assert_int_equal(l.whole.verdicts[CM_VERDICT_HELD], 1);
    assert_int_equal(l.whole.verdicts[CM_VERDICT_FALSE], 0); /* b3 says otherwise now */
    assert_int_equal(l.whole.verdicts[CM_VERDICT_REJECTED], 1);
    assert_int_equal(l.whole.verdicts[CM_VERDICT_OPEN], 3);
    assert_int_equal(l.whole.left_out, 1);
    assert_int_equal(l.groups.count, 2);
    assert_true(cm_sv_equal(l.groups.items[0].value, CM_SV("m/a")));
    assert_int_equal(l.groups.items[0].total, 3);
    assert_int_equal(state_count(f, &l.whole, "rejected"), 1);
    assert_int_equal(state_count(f, &l.whole, "screened"), 1);

    const cm_standing_filter even = {.court = CM_SV("even"), .from = {2026, 3, 1}};
    assert_int_equal(ladder(f, even, CM_DIM_ALL).whole.total, 2);
    const cm_standing_filter late = {.from = {2026, 3, 5}, .to = {2026, 3, 5}};
    assert_int_equal(ladder(f, late, CM_DIM_ALL).whole.total, 1);
    const cm_standing_filter nobody = {.office = CM_SV("")};
    assert_int_equal(ladder(f, nobody, CM_DIM_ALL).whole.total, 4);
}

static void test_scope(void **state)
{
    fixture *f = *state;
    for (int day = 1; day <= 5; day++) {
        on_day(f, (cm_date){2026, 3, (uint8_t)day});
        live(f, day);
    }
    cm_sv there[] = {CM_SV("there")};
    const cm_scope none = {0}, one = {.offices = {there, 1, 1}},
                   own = {.own = true, .name = CM_SV("somebody")};
    const cm_standing_filter blind = {.scope = &none}, office = {.scope = &one},
                             handler = {.scope = &own};
    assert_int_equal(ladder(f, blind, CM_DIM_ALL).whole.total, 0);
    assert_int_equal(ladder(f, office, CM_DIM_ALL).whole.total, 1);
    assert_int_equal(ladder(f, handler, CM_DIM_ALL).whole.total, 1);
    CM_AUTO_ERR err = {0};
    cm_verdict_groups groups = {0};
    assert_int_equal(
        cm_count_verdicts(f->desk, &f->verdicts, &blind, CM_DIM_ALL, &f->mem, &groups, &err),
        CM_OK);
    assert_int_equal(groups.count, 0);
}

/* A verdict that was undone was never given, but for who looks back to when it stood. */
static void test_undone(void **state)
{
    fixture *f = *state;
    const cm_standing_filter all = {0}, back = {.as_of = {2026, 3, 1}};
    on_day(f, (cm_date){2026, 3, 1});
    bring(f, "a1", "said", 1);
    int64_t batch = begin_batch(f);
    reject(f, "a1", "misread");
    f->batch = 0;
    assert_int_equal(ladder(f, all, CM_DIM_ALL).whole.verdicts[CM_VERDICT_FALSE], 1);
    on_day(f, (cm_date){2026, 3, 2});
    undo(f, batch);
    assert_int_equal(ladder(f, all, CM_DIM_ALL).whole.verdicts[CM_VERDICT_FALSE], 0);
    assert_int_equal(ladder(f, all, CM_DIM_ALL).whole.verdicts[CM_VERDICT_OPEN], 1);
    assert_int_equal(ladder(f, back, CM_DIM_ALL).whole.verdicts[CM_VERDICT_FALSE], 1);
}

static void test_sealed(void **state)
{
    fixture *f = *state;
    const cm_standing_filter all = {0}, back = {.as_of = {2026, 3, 1}};
    on_day(f, (cm_date){2026, 3, 1});
    bring(f, "a1", "said", 1);
    bring(f, "a2", "said", 1);
    sql(f, "UPDATE clue SET doc = id");
    sql(f, "INSERT INTO seal (doc, ground, why, by, at) VALUES ('a1', 'g', 'w', 'b', "
           "'2026-03-02T00:00:00Z')");
    assert_int_equal(ladder(f, all, CM_DIM_ALL).whole.total, 1);
    assert_int_equal(ladder(f, back, CM_DIM_ALL).whole.total, 1);
    sql(f, "UPDATE seal SET ended_at = '2026-03-03T00:00:00Z'");
    assert_int_equal(ladder(f, all, CM_DIM_ALL).whole.total, 2);
}

/* ---- verdicts and what came of it ---- */

static void test_versions(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_standing_filter all = {0};
    cm_verdict_groups groups = {0};
    on_day(f, (cm_date){2026, 3, 30});
    bring(f, "a1", "said", 1);
    bring(f, "a2", "said", 1);
    bring(f, "a3", "said", 1);
    reject(f, "a1", "misread");
    bring(f, "a1", "said", 2);
    bring(f, "a2", "said", 2);
    bring(f, "a3", "said", 2);
    on_day(f, (cm_date){2026, 4, 2});
    confirm(f, "a2");
    assert_int_equal(
        cm_count_verdicts(f->desk, &f->verdicts, &all, CM_DIM_QUARTER, &f->mem, &groups, &err),
        CM_OK);
    assert_int_equal(groups.count, 3);
    assert_int_equal(groups.items[0].version, 1);
    assert_true(cm_sv_equal(groups.items[0].content, CM_SV("content 1")));
    assert_true(cm_sv_equal(groups.items[0].value, CM_SV("2026Q1")));
    assert_int_equal(groups.items[0].verdicts[CM_VERDICT_FALSE], 1);
    assert_int_equal(groups.items[1].version, 2); /* not judged yet: by the version that has it */
    assert_true(cm_sv_equal(groups.items[1].value, CM_SV("")));
    assert_int_equal(groups.items[1].verdicts[CM_VERDICT_OPEN], 1);
    assert_true(cm_sv_equal(groups.items[2].value, CM_SV("2026Q2")));
    assert_int_equal(groups.items[2].verdicts[CM_VERDICT_HELD], 1);
    const cm_standing_filter april = {.from = {2026, 4, 1}};
    assert_int_equal(
        cm_count_verdicts(f->desk, &f->verdicts, &april, CM_DIM_MONTH, &f->mem, &groups, &err),
        CM_OK);
    assert_int_equal(groups.count, 1);
    assert_true(cm_sv_equal(groups.items[0].value, CM_SV("2026-04")));
}

static void test_outcomes(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_outcome_groups groups = {0};
    on_day(f, (cm_date){2026, 3, 1});
    bring(f, "a1", "said", 1);
    bring(f, "b2", "said", 1);
    confirm(f, "a1");
    confirm(f, "b2");
    step(f, "a1", "file");
    step(f, "b2", "file");
    on_day(f, (cm_date){2026, 3, 5});
    step(f, "a1", "close");
    on_day(f, (cm_date){2026, 3, 9});
    step(f, "b2", "close");
    const cm_standing_filter all = {0}, early = {.to = {2026, 3, 5}},
                             then = {.as_of = {2026, 3, 5}};
    assert_int_equal(
        cm_count_outcomes(f->desk, &f->verdicts, &all, CM_DIM_ALL, &f->mem, &groups, &err), CM_OK);
    assert_int_equal(groups.count, 1);
    assert_int_equal(groups.items[0].clues, 2);
    assert_int_equal(groups.items[0].amount, 2400);
    assert_int_equal(groups.items[0].persons, 4);
    const cm_standing_filter *const narrow[] = {&early, &then};
    for (size_t i = 0; i < CM_COUNT(narrow); i++) {
        assert_int_equal(cm_count_outcomes(f->desk, &f->verdicts, narrow[i], CM_DIM_MODEL, &f->mem,
                                           &groups, &err),
                         CM_OK);
        assert_int_equal(groups.count, 1);
        assert_int_equal(groups.items[0].clues, 1);
        assert_true(cm_sv_equal(groups.items[0].value, CM_SV("m/a")));
    }
    on_day(f, (cm_date){2026, 3, 10});
    step(f, "a1", "reopen"); /* what came of it is open again */
    assert_int_equal(
        cm_count_outcomes(f->desk, &f->verdicts, &all, CM_DIM_MODEL, &f->mem, &groups, &err),
        CM_OK);
    assert_int_equal(groups.count, 1);
    assert_true(cm_sv_equal(groups.items[0].value, CM_SV("m/b")));
}

/* ---- a sudden change ---- */

static const struct {
    const char *title;
    int64_t before[2], latest[2]; /* held, false positive */
    const char *want;             /* kind, or none */
} changes[] = {
    {"a drop", {19, 1}, {3, 7}, "fallen"},    {"a rise", {4, 16}, {10, 0}, "risen"},
    {"the same", {16, 4}, {8, 2}, ""},        {"less, but it may be chance", {16, 4}, {6, 4}, ""},
    {"too few before", {18, 1}, {0, 10}, ""}, {"too few of late", {19, 1}, {0, 9}, ""},
};

static void test_notices(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_alert_rules rules = {0};
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    assert_int_equal(cm_alert_rules_load(&f->mem, data, &rules, &err), CM_OK);
    for (size_t i = 0; i < TEST_ROWS(changes); i++) {
        test_row(changes[i].title);
        cm_alerts notices = {0};
        cm_verdict_group list[] = {
            {.model = CM_SV("m/a"), .content = CM_SV("c"), .value = CM_SV("2026Q1"), .version = 1},
            {.model = CM_SV("m/a"), .content = CM_SV("c"), .value = CM_SV("2026Q2"), .version = 1},
            {.model = CM_SV("m/b"), .content = CM_SV("c"), .value = CM_SV("2026Q2"), .version = 1},
        };
        for (size_t k = 0; k < 2; k++) {
            size_t verdict = k == 0 ? CM_VERDICT_HELD : CM_VERDICT_FALSE;
            list[0].verdicts[verdict] = changes[i].before[k];
            list[1].verdicts[verdict] = changes[i].latest[k];
            list[2].verdicts[verdict] = 50; /* of another model */
        }
        const cm_verdict_groups groups = {list, 3, 3};
        for (size_t r = 0; r < rules.count; r++) {
            cm_alerts_find(&rules.items[r], &groups, &f->mem, &notices);
        }
        assert_int_equal(notices.count, changes[i].want[0] != '\0');
        if (notices.count != 0) {
            assert_true(cm_sv_equal(notices.items[0].kind, cm_sv_from(changes[i].want)));
            assert_true(cm_sv_equal(notices.items[0].period, CM_SV("2026Q2")));
            cm_alert_counts counts = {0};
            assert_int_equal(cm_alert_read(&notices.items[0], &counts, &err), CM_OK);
            assert_int_equal(counts.held_before, changes[i].before[0]);
            assert_int_equal(counts.wrong_before, changes[i].before[1]);
            assert_int_equal(counts.held, changes[i].latest[0]);
            assert_int_equal(counts.wrong, changes[i].latest[1]);
        }
    }
}

static void test_notice_once(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_alert n = {.kind = CM_SV("fallen"),
                  .model = CM_SV("m/a"),
                  .content = CM_SV("c"),
                  .period = CM_SV("2026Q2"),
                  .model_version = 1,
                  .at = f->caller.at,
                  .detail = CM_SV("{}")};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("stats.read")};
    cm_alerts list = {0};
    bool fresh = false;
    for (int turn = 0; turn < 3; turn++) {
        n.period = turn < 2 ? CM_SV("2026Q2") : CM_SV("2026Q3");
        assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
        cm_status status = cm_alert_add(f->desk, &n, &fresh, &err);
        assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
        assert_int_equal(fresh, turn != 1);
    }
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_alert_see(f->desk, 1, CM_SV("somebody"), f->caller.at, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    status = cm_alert_see(f->desk, 1, CM_SV("another"), f->caller.at, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_alerts_load(f->desk, false, &f->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(cm_alerts_load(f->desk, true, &f->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 2);
    assert_true(cm_sv_equal(list.items[1].seen_by, CM_SV("somebody")));
}

static void test_tallies(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_deed deed = {.at = f->caller.at, .action = CM_SV("model.run")};
    cm_tallies list = {0};
    for (int day = 1; day <= 3; day++) {
        on_day(f, (cm_date){2026, 3, (uint8_t)day});
        const cm_tally t = {.at = f->caller.at,
                            .model = day == 2 ? CM_SV("m/b") : CM_SV("m/a"),
                            .content = CM_SV("c"),
                            .undecidable = day};
        assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
        cm_status status = cm_tally_add(f->desk, &t, &err);
        assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    }
    assert_int_equal(cm_tallies_load(f->desk, CM_NO_DATE, &f->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].undecidable, 3);
    const cm_date second = {2026, 3, 2};
    assert_int_equal(cm_tallies_load(f->desk, second, &f->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].undecidable, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_as_of, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ladder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scope, setup, teardown),
        cmocka_unit_test_setup_teardown(test_undone, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sealed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_versions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_outcomes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_notices, setup, teardown),
        cmocka_unit_test_setup_teardown(test_notice_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tallies, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
