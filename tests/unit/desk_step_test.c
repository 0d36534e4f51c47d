/* Every state with every step, with all that it needs and with each need left out: a clue goes only
 * where data/desk/steps.tsv says, and only so. Then the lock, own interest, what a run may do, and
 * undoing. */
#include "base/base.h"

#include "desk/change.h"
#include "desk/record.h"
#include "desk/suppression.h"
#include "harness.h"

#include "base/file.h"

#include <sqlite3.h>
#include <stdlib.h>

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    sqlite3 *db; /* the same file, for putting a clue anywhere */
    cm_course course;
    const cm_rights *rights;
    cm_caller owner;
} fixture;

static const cm_merge_by RUN = {.by = {"", 0}, .at = {"2026-11-02T01:00:00Z", 20}};

static void sql(fixture *f, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(f->db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
}

static void merge(fixture *f, const char *id, bool urgent, const char *facts, cm_merge_effect *ret)
{
    CM_AUTO_ERR err = {0};
    cm_merge_by by = RUN;
    const cm_deed deed = {.at = RUN.at, .action = CM_SV("clue.intake")};
    const cm_desk_clue clue = {.id = cm_sv_from(id),
                               .model = CM_SV("m/one"),
                               .severity = CM_SV("S1"),
                               .direction = CM_SV("favours"),
                               .finding = cm_sv_from(facts),
                               .facts_digest = cm_sv_from(facts),
                               .doc = CM_SV("d"),
                               .urgent = urgent};
    by.course = &f->course;
    by.reopen = CM_SV("changed");
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_clue_merge(f->desk, &by, &clue, ret, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
}

static cm_desk_clue clue_of(fixture *f, const char *id)
{
    CM_AUTO_ERR err = {0};
    cm_desk_clue clue = {0};
    assert_int_equal(cm_desk_clue_find(f->desk, &f->mem, cm_sv_from(id), &clue, &err), CM_OK);
    return clue;
}

static int setup(void **state)
{
    static int turn = 0; /* a file for each test */
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    cm_sv path = cm_arena_format(&f->mem, "%s/desk-%d.sqlite", test_temp_dir(), ++turn);
    cm_merge_effect effect = CM_MERGE_SAME;
    f->owner = (cm_caller){.owner = true, .at = CM_SV("2026-11-03T01:00:00Z")};
    if (cm_course_load(&f->mem, data, &f->course, &err) != CM_OK ||
        cm_rights_load(&f->mem, data, &f->rights, &err) != CM_OK ||
        cm_desk_open(path, f->owner.at, &f->desk, &err) != CM_OK ||
        sqlite3_open(path.ptr, &f->db) != SQLITE_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    sql(f,
        "CREATE TABLE IF NOT EXISTS document (no INTEGER PRIMARY KEY, clue, kind, state, office, "
        "drafter, version, made_at, changed_at, changed_by)");
    merge(f, "one", false, "said", &effect);
    merge(f, "class", false, "said", &effect);
    merge(f, "held", true, "said", &effect);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    (void)sqlite3_close(f->db);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* ---- everything with everything ---- */

static cm_sv code_of(fixture *f, cm_sv list)
{
    for (size_t i = 0; i < f->course.codes.count; i++) {
        if (cm_sv_equal(f->course.codes.items[i].list, list)) {
            return f->course.codes.items[i].id;
        }
    }
    return CM_SV("");
}

/* All that the step needs but the need at `without`. */
static cm_step_request request_of(fixture *f, const cm_course_step *step, size_t without)
{
    cm_step_request r = {.step = step->id};
    sql(f, "DELETE FROM verification; DELETE FROM document;");
    for (size_t i = 0; i < step->needs.count; i++) {
        const cm_need *need = &step->needs.items[i];
        bool any = cm_sv_equal(need->of, CM_SV("*"));
        if (i == without) {
            continue;
        }
        switch (need->kind) {
        case CM_NEED_WHY:
            r.why = CM_SV("because");
            break;
        case CM_NEED_REASON:
            r.reason = code_of(f, need->of);
            break;
        case CM_NEED_OFFICE:
            r.to_office = CM_SV("there");
            break;
        case CM_NEED_ORGAN:
            r.organ = code_of(f, CM_SV("organ"));
            break;
        case CM_NEED_PERSON:
            r.to_person = CM_SV("somebody");
            break;
        case CM_NEED_DAY:
            r.day = (cm_date){2027, 1, 2};
            break;
        case CM_NEED_NUMBER:
            r.number = CM_SV("No. 1");
            break;
        case CM_NEED_INTO:
            r.into = CM_SV("class");
            break;
        case CM_NEED_OUTCOME:
            r.outcome = code_of(f, CM_SV("outcome"));
            break;
        case CM_NEED_CHECK:
        case CM_NEED_TOLD:
            sql(f, cm_arena_format(&f->mem,
                                   "INSERT INTO verification (clue, at, by, kind, what, result, "
                                   "done) VALUES (1, 't', 'b', '%.*s', 'w', 'r', %d)",
                                   CM_SV_ARG(any ? CM_SV("site") : need->of),
                                   need->kind == CM_NEED_CHECK)
                       .ptr);
            break;
        case CM_NEED_DOCUMENT:
            sql(f, cm_arena_format(&f->mem,
                                   "INSERT INTO document (clue, kind, state, office, drafter, "
                                   "version, made_at, changed_at, changed_by) VALUES (1, 'k', "
                                   "'%.*s', 'o', 'd', 1, 't', 't', 'b')",
                                   CM_SV_ARG(any ? CM_SV("draft") : need->of))
                       .ptr);
            break;
        case CM_NEED_COUNT:
            break;
        }
    }
    return r;
}

static cm_status try(fixture *f, const cm_step_request *r, bool program, cm_step_refusal *refusal,
                     cm_desk_clue *ret_after)
{
    CM_AUTO_ERR err = {0};
    cm_step_done done = {0};
    const cm_step_by by = {.course = &f->course,
                           .rights = f->rights,
                           .caller = &f->owner,
                           .program = program,
                           .refusal = refusal};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_step(f->desk, &by, CM_SV("one"), r, &f->mem, &done, &err);
    *ret_after = clue_of(f, "one");
    cm_change_undo(f->desk);
    return status;
}

static void check_pair(fixture *f, const cm_course_state *from, const cm_course_step *step)
{
    test_row(cm_arena_format(&f->mem, "%.*s: %.*s", CM_SV_ARG(from->id), CM_SV_ARG(step->id)).ptr);
    for (size_t without = 0; without <= step->needs.count; without++) {
        bool all = without == step->needs.count, program = step->by == CM_BY_PROGRAM;
        cm_step_refusal refusal = {0};
        cm_desk_clue before = clue_of(f, "one"), after = {0};
        cm_step_request r = request_of(f, step, without);
        bool taken = try(f, &r, program, &refusal, &after) == CM_OK;
        assert_int_equal(taken, all && cm_course_leaves(step, from->id));
        assert_true(cm_sv_equal(after.state, taken ? step->to : from->id));
        assert_int_equal(after.version, before.version + taken);
        if (!taken && !cm_course_leaves(step, from->id)) {
            assert_true(cm_sv_equal(refusal.id, CM_SV("state")));
        } else if (!taken) {
            cm_sv want = cm_course_need_name(step->needs.items[without].kind);
            assert_true(cm_sv_ends(refusal.id, want));
        }
        if (step->by != CM_BY_ANY) {
            assert_int_not_equal(try(f, &r, !program, &refusal, &after), CM_OK);
        }
    }
}

/* What a step does not ask for is refused: a screening that carries an office would move the clue
 * there, and words where a code is asked for would stand in the audit. */
static void check_extras(fixture *f, const cm_course_step *step)
{
    const struct {
        cm_need_kind kind;
        cm_step_request r;
    } extras[] = {
        {CM_NEED_REASON, {.reason = {"words", 5}}},     {CM_NEED_OFFICE, {.to_office = {"x", 1}}},
        {CM_NEED_PERSON, {.to_person = {"x", 1}}},      {CM_NEED_ORGAN, {.organ = {"x", 1}}},
        {CM_NEED_NUMBER, {.number = {"x", 1}}},         {CM_NEED_INTO, {.into = {"class", 5}}},
        {CM_NEED_OUTCOME, {.outcome = {"nothing", 7}}}, {CM_NEED_OUTCOME, {.persons = 3}},
        {CM_NEED_DAY, {.day = {2026, 11, 2}}},
    };

    for (size_t i = 0; i < CM_COUNT(extras); i++) {
        cm_step_refusal refusal = {0};
        cm_desk_clue after = {0};
        cm_step_request r = request_of(f, step, step->needs.count);
        const cm_step_request *x = &extras[i].r;
        r.reason = x->reason.len != 0 ? x->reason : r.reason;
        r.to_office = x->to_office.len != 0 ? x->to_office : r.to_office;
        r.to_person = x->to_person.len != 0 ? x->to_person : r.to_person;
        r.organ = x->organ.len != 0 ? x->organ : r.organ;
        r.number = x->number.len != 0 ? x->number : r.number;
        r.into = x->into.len != 0 ? x->into : r.into;
        r.outcome = x->outcome.len != 0 ? x->outcome : r.outcome;
        r.persons = x->persons != 0 ? x->persons : r.persons;
        r.day = cm_date_exists(x->day) ? x->day : r.day;
        if (cm_course_need(step, extras[i].kind) == NULL) {
            test_row(cm_arena_format(&f->mem, "%.*s: %zu", CM_SV_ARG(step->id), i).ptr);
            assert_int_equal(try(f, &r, step->by == CM_BY_PROGRAM, &refusal, &after), CM_E_ARG);
            assert_true(cm_sv_equal(refusal.id, CM_SV("extra")));
        }
    }
}

static void test_nothing_else(void **state)
{
    fixture *f = *state;
    for (size_t k = 0; k < f->course.steps.count; k++) {
        const cm_course_step *step = &f->course.steps.items[k];
        sql(f, cm_arena_format(&f->mem, "UPDATE clue SET state = '%.*s' WHERE id = 'one'",
                               CM_SV_ARG(step->from.items[0]))
                   .ptr);
        check_extras(f, step);
    }
}

static void test_everything(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < f->course.states.count; i++) {
        const cm_course_state *from = &f->course.states.items[i];
        sql(f, cm_arena_format(&f->mem, "UPDATE clue SET state = '%.*s' WHERE id = 'one'",
                               CM_SV_ARG(from->id))
                   .ptr);
        for (size_t k = 0; k < f->course.steps.count; k++) {
            check_pair(f, from, &f->course.steps.items[k]);
        }
    }
}

/* ---- what is left behind ---- */

static cm_status take(fixture *f, const char *id, const cm_step_request *r, int64_t batch,
                      cm_step_refusal *refusal)
{
    CM_AUTO_ERR err = {0};
    cm_step_done done = {0};
    const cm_deed deed = {.at = f->owner.at, .action = CM_SV("clue.step")};
    const cm_step_by by = {.course = &f->course,
                           .rights = f->rights,
                           .caller = &f->owner,
                           .batch = batch,
                           .many = batch != 0,
                           .refusal = refusal};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_step(f->desk, &by, cm_sv_from(id), r, &f->mem, &done, &err);
    return cm_change_end(f->desk, status, &deed, &err);
}

static void test_lock(void **state)
{
    fixture *f = *state;
    cm_step_refusal refusal = {0};
    cm_step_request r = {.step = CM_SV("screen"), .version = 1};
    assert_int_equal(take(f, "one", &r, 0, &refusal), CM_OK);
    r.step = CM_SV("assess");
    r.why = CM_SV("it holds");
    assert_int_equal(take(f, "one", &r, 0, &refusal), CM_E_CONFLICT);
    assert_true(cm_sv_equal(refusal.id, CM_SV("version")));
    assert_true(cm_sv_equal(refusal.at, f->owner.at));
    r.version = 2;
    assert_int_equal(take(f, "one", &r, 0, &refusal), CM_OK);
    cm_desk_clue c = clue_of(f, "one");
    assert_int_equal(c.version, 3);
    assert_int_equal(c.rung, 1);
}

static const cm_step_request REJECT = {
    .step = {"reject", 6}, .reason = {"misread", 7}, .why = {"no", 2}};

static size_t held_back(fixture *f)
{
    CM_AUTO_ERR err = {0};
    cm_suppressions all;
    size_t holding = 0;
    assert_int_equal(cm_suppressions_load(f->desk, &f->mem, &all, &err), CM_OK);
    for (size_t i = 0; i < all.count; i++) {
        holding += cm_suppression_holds(&all.items[i], (cm_date){2026, 12, 1});
    }
    return holding;
}

/* Rejecting keeps the finding away; when its facts change it comes back, with the difference. */
static void test_rejected_comes_back(void **state)
{
    fixture *f = *state;
    cm_merge_effect effect = CM_MERGE_NEW;
    assert_int_equal(take(f, "one", &REJECT, 0, NULL), CM_OK);
    assert_int_equal(held_back(f), 1);
    merge(f, "one", false, "said", &effect);
    assert_int_equal(effect, CM_MERGE_SAME);
    assert_true(cm_sv_equal(clue_of(f, "one").state, CM_SV("rejected")));
    merge(f, "one", false, "says more", &effect);
    assert_int_equal(effect, CM_MERGE_REOPENED);
    cm_desk_clue c = clue_of(f, "one");
    assert_true(cm_sv_equal(c.state, CM_SV("new")));
    assert_true(cm_sv_equal(c.finding, CM_SV("says more")));
    CM_AUTO_ERR err = {0};
    cm_clue_events events = {0};
    assert_int_equal(cm_desk_events(f->desk, c.no, &f->mem, &events, &err), CM_OK);
    assert_int_equal(events.count, 2);
    assert_true(cm_sv_equal(events.items[1].from, CM_SV("rejected")));
    assert_true(cm_sv_equal(events.items[1].finding_was, CM_SV("said")));
    assert_true(cm_sv_equal(events.items[1].finding, CM_SV("says more")));
}

/* A clue that people work on keeps its state whatever a run says. */
static void test_run_does_not_move(void **state)
{
    fixture *f = *state;
    cm_merge_effect effect = CM_MERGE_NEW;
    const cm_step_request r = {.step = CM_SV("screen")};
    assert_int_equal(take(f, "one", &r, 0, NULL), CM_OK);
    merge(f, "one", false, "says more", &effect);
    assert_int_equal(effect, CM_MERGE_UPDATED);
    assert_true(cm_sv_equal(clue_of(f, "one").state, CM_SV("screened")));
    assert_int_equal(clue_of(f, "one").version, 3);
}

static int64_t new_batch(fixture *f)
{
    CM_AUTO_ERR err = {0};
    int64_t batch = 0;
    const cm_deed deed = {.at = f->owner.at, .action = CM_SV("clue.reject")};
    const cm_step_by by = {.course = &f->course, .rights = f->rights, .caller = &f->owner};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_batch_add(f->desk, &by, CM_SV("reject"), CM_SV("all"), &batch, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    return batch;
}

/* One who may be held too long tops the list, is due the same day, is not rejected in bulk. */
static void test_urgent(void **state)
{
    fixture *f = *state;
    cm_step_refusal refusal = {0};
    int64_t batch = new_batch(f);
    cm_desk_clue held = clue_of(f, "held");
    assert_true(cm_date_equal(held.due_on, (cm_date){2026, 11, 2}));
    assert_int_equal(take(f, "held", &REJECT, batch, &refusal), CM_E_DENIED);
    assert_true(cm_sv_equal(refusal.id, CM_SV("calm")));
    assert_int_equal(take(f, "one", &REJECT, batch, &refusal), CM_OK);
    assert_int_equal(take(f, "held", &REJECT, 0, &refusal), CM_OK);
}

static void test_undo(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t batch = new_batch(f);
    cm_batch_undone undone = {0};
    const cm_step_by by = {.course = &f->course, .rights = f->rights, .caller = &f->owner};
    const cm_deed deed = {.at = f->owner.at, .action = CM_SV("clue.undo")};
    const cm_step_request again = {.step = CM_SV("reopen"), .why = CM_SV("after all")};
    assert_int_equal(take(f, "one", &REJECT, batch, NULL), CM_OK);
    assert_int_equal(take(f, "class", &REJECT, batch, NULL), CM_OK);
    assert_int_equal(take(f, "class", &again, 0, NULL), CM_OK);
    assert_int_equal(held_back(f), 1);
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_batch_undo(f->desk, &by, batch, &f->mem, &undone, &err);
    assert_int_equal(cm_change_end(f->desk, status, &deed, &err), CM_OK);
    assert_int_equal(undone.restored.count, 1);
    assert_int_equal(undone.left_alone.count, 1);
    assert_true(cm_sv_equal(undone.left_alone.items[0], CM_SV("class")));
    cm_desk_clue c = clue_of(f, "one");
    assert_true(cm_sv_equal(c.state, CM_SV("new")));
    assert_int_equal(c.reason.len, 0);
    assert_int_equal(c.version, 3);
    assert_int_equal(held_back(f), 0);
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    assert_int_equal(cm_desk_batch_undo(f->desk, &by, batch, &f->mem, &undone, &err),
                     CM_E_CONFLICT);
    cm_change_undo(f->desk);
}

/* Where the error stands in our own work, another person takes it. */
static void test_own(void **state)
{
    fixture *f = *state;
    cm_step_refusal refusal = {0};
    cm_step_request r = {.step = CM_SV("assign"), .to_person = CM_SV("A")};
    sql(f, "UPDATE clue SET state = 'dispatched', own = 1, own_handler = 'A' WHERE id = 'one'");
    assert_int_equal(take(f, "one", &r, 0, &refusal), CM_E_DENIED);
    assert_true(cm_sv_equal(refusal.id, CM_SV("same_person")));
    r.to_person = CM_SV("B");
    assert_int_equal(take(f, "one", &r, 0, &refusal), CM_OK);
    assert_true(cm_sv_equal(clue_of(f, "one").handler, CM_SV("B")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_everything, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_else, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lock, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rejected_comes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_run_does_not_move, setup, teardown),
        cmocka_unit_test_setup_teardown(test_urgent, setup, teardown),
        cmocka_unit_test_setup_teardown(test_undo, setup, teardown),
        cmocka_unit_test_setup_teardown(test_own, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
