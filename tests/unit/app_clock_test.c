/* Clocks of clues over the real tables of law: started, stopped, extended, met and undone; and the
 * day that the clue shows follows them. */
#include "base/base.h"

#include "app/clock.h"
#include "base/file.h"
#include "base/tsv.h"
#include "desk/change.h"
#include "desk/clue.h"
#include "desk/step.h"
#include "law_fixture.h"

#include <unistd.h>

typedef struct {
    law_fixture *law;
    cm_desk *desk;
    cm_arena mem;
    cm_course course;
    int64_t clue;
} fixture;

static char path[] = "clock-test-XXXXXX";

#define DEED ((cm_deed){.at = CM_SV("2024-09-21T08:00:00Z"), .action = CM_SV("test")})

static cm_clock_use use_of(fixture *f)
{
    return (cm_clock_use){f->desk, f->law->law, &f->mem, CM_SV("who")};
}

static void begin(fixture *f)
{
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
}

/* Commit what went well, undo what did not. */
static cm_status ended(fixture *f, cm_status status)
{
    CM_AUTO_ERR err = {0};
    cm_status last = cm_change_end(f->desk, status, &DEED, &err);
    if (status == CM_OK && last != CM_OK) {
        print_error("%s\n", err.message);
    }
    return last;
}

static int open_all(void **state)
{
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    CM_AUTO_ERR err = {0};
    void *law = NULL;
    cm_arena_init(&f->mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    bool good = law_fixture_load(&law) == 0;
    f->law = law;
    int file = mkstemp(path);
    good = good && file >= 0 && close(file) == 0 && unlink(path) == 0 &&
           cm_desk_open(cm_sv_from(path), DEED.at, &f->desk, &err) == CM_OK &&
           cm_course_load(&f->mem, cm_file_join(&f->mem, data, CM_SV("desk")), &f->course, &err) ==
               CM_OK;
    *state = f;
    return good ? 0 : -1;
}

static int close_all(void **state)
{
    fixture *f = *state;
    void *law = f->law;
    cm_desk_close(f->desk);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return law_fixture_free(&law) + unlink(path);
}

/* Each test has a clue of its own. */
static int64_t new_clue(fixture *f, const char *id)
{
    CM_AUTO_ERR err = {0};
    cm_merge_effect effect;
    cm_desk_clue clue = {.id = cm_sv_from(id),
                         .model = CM_SV("a/b"),
                         .court = CM_SV("court"),
                         .facts_digest = CM_SV("d")};
    const cm_merge_by by = {
        .course = &f->course, .by = CM_SV("who"), .at = DEED.at, .reopen = CM_SV("reopen")};
    begin(f);
    assert_int_equal(ended(f, cm_desk_clue_merge(f->desk, &by, &clue, &effect, &err)), CM_OK);
    assert_int_equal(cm_desk_clue_find(f->desk, &f->mem, clue.id, &clue, &err), CM_OK);
    return clue.no;
}

static int32_t shown(fixture *f, int64_t clue)
{
    CM_AUTO_ERR err = {0};
    cm_desk_clue c;
    assert_int_equal(cm_desk_clue_get(f->desk, &f->mem, clue, &c, &err), CM_OK);
    return cm_date_exists(c.due_on) ? cm_date_to_days(c.due_on) : 0;
}

static cm_clocks clocks(fixture *f, int64_t clue, const char *on, bool with_ended)
{
    CM_AUTO_ERR err = {0};
    cm_clocks list;
    cm_clock_use use = use_of(f);
    const cm_deadline_filter filter = {.clue = clue, .ended = with_ended};
    assert_int_equal(cm_clocks_list(&use, &filter, test_date(on), &list, &err), CM_OK);
    return list;
}

static cm_clock_event event_of(fixture *f, int64_t clue, const char *limit, const char *on)
{
    cm_clock_event event = {.clue = clue, .on = test_date(on)};
    *cm_vec_push(&f->mem, &event.limits) = cm_sv_from(limit);
    return event;
}

static cm_status start(fixture *f, const cm_clock_event *event)
{
    CM_AUTO_ERR err = {0};
    cm_clock_use use = use_of(f);
    begin(f);
    return ended(f, cm_clock_start(&use, event, &err));
}

static void test_start_and_meet(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t clue = new_clue(f, "c1");
    cm_clock_use use = use_of(f);
    cm_clock_event event = event_of(f, clue, "protest_judgment", "2024-09-21");
    *cm_vec_push(&f->mem, &event.limits) = CM_SV("suggestion_reply");
    assert_int_equal(start(f, &event), CM_OK);
    assert_int_equal(start(f, &event), CM_OK); /* a second time: nothing */
    cm_clocks list = clocks(f, clue, "2024-10-01", false);
    assert_int_equal(list.count, 2);
    assert_int_equal(cm_date_to_days(list.items[0].row.due), test_day("2024-10-08"));
    assert_int_equal(list.items[0].standing.state, CM_CLOCK_WARNED);
    assert_int_equal(shown(f, clue), test_day("2024-10-08"));
    assert_int_equal(clocks(f, clue, "2024-10-09", false).items[0].standing.state,
                     CM_CLOCK_OVERDUE);
    cm_clock_event met = event_of(f, clue, "protest_judgment", "2024-10-08");
    begin(f);
    assert_int_equal(ended(f, cm_clock_meet(&use, &met, &err)), CM_OK);
    assert_int_equal(clocks(f, clue, "2024-10-09", false).count, 1);
    assert_int_equal(shown(f, clue), test_day("2024-11-21"));
    list = clocks(f, clue, "2024-10-09", true);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[1].standing.state, CM_CLOCK_MET);
    begin(f);
    assert_int_equal(ended(f, cm_clock_void(&use, &met, CM_SV(" "), &err)), CM_E_ARG);
    met.limits = (cm_svs){0};
    begin(f);
    assert_int_equal(ended(f, cm_clock_void(&use, &met, CM_SV("closed"), &err)), CM_OK);
    assert_int_equal(clocks(f, clue, "2024-10-09", false).count, 0);
    assert_int_equal(shown(f, clue), 0);
    assert_int_equal(clocks(f, clue, "2025-10-09", true).items[1].standing.state, CM_CLOCK_ENDED);
}

static void test_by_document(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t clue = new_clue(f, "c2");
    cm_clock_use use = use_of(f);
    cm_clock_event first = event_of(f, clue, "correction_reply", "2024-09-02");
    first.document = 1;
    assert_int_equal(start(f, &first), CM_E_ARG); /* the notice sets the day */
    first.stated = test_date("2024-09-20");
    assert_int_equal(start(f, &first), CM_OK);
    cm_clock_event second = first;
    second.document = 2;
    second.stated = test_date("2024-10-02");
    assert_int_equal(start(f, &second), CM_OK);
    assert_int_equal(clocks(f, clue, "2024-09-03", false).count, 2);
    begin(f);
    assert_int_equal(ended(f, cm_clock_meet(&use, &first, &err)), CM_OK);
    cm_clocks list = clocks(f, clue, "2024-09-03", false);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].row.document, 2);
    assert_int_equal(cm_date_to_days(list.items[0].row.due), test_day("2024-10-08"));
}

static void test_pause_and_extend(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t clue = new_clue(f, "c3");
    cm_clock_use use = use_of(f);
    cm_clock_event event = event_of(f, clue, "investigation_custody", "2024-01-10");
    assert_int_equal(start(f, &event), CM_OK);
    int64_t no = clocks(f, clue, "2024-01-20", false).items[0].row.no;
    cm_deadline_pause pause = {
        .reason = CM_SV("appraisal"), .why = CM_SV("w"), .from = test_date("2024-02-01")};
    cm_deadline_pause wrong = pause;
    wrong.reason = CM_SV("reading");
    begin(f);
    assert_int_equal(ended(f, cm_clock_pause(&use, no, &wrong, &err)), CM_E_ARG);
    begin(f);
    assert_int_equal(ended(f, cm_clock_pause(&use, no, &pause, &err)), CM_OK);
    begin(f);
    assert_int_equal(ended(f, cm_clock_pause(&use, no, &pause, &err)), CM_E_CONFLICT);
    assert_int_equal(clocks(f, clue, "2024-05-20", false).items[0].standing.state, CM_CLOCK_PAUSED);
    begin(f);
    assert_int_equal(ended(f, cm_clock_resume(&use, no, test_date("2024-02-20"), &err)), CM_OK);
    assert_int_equal(shown(f, clue), test_day("2024-03-30"));
    begin(f);
    assert_int_equal(ended(f, cm_clock_resume(&use, no, test_date("2024-02-20"), &err)),
                     CM_E_NOTFOUND);
    begin(f);
    assert_int_equal(ended(f, cm_clock_extend(&use, no, 1, 0, CM_SV("w"), &err)), CM_OK);
    assert_int_equal(shown(f, clue), test_day("2024-04-30"));
    begin(f);
    assert_int_equal(ended(f, cm_clock_extend(&use, no, 5, 0, CM_SV("w"), &err)), CM_E_ARG);
    assert_int_equal(shown(f, clue), test_day("2024-04-30"));
    begin(f);
    assert_int_equal(ended(f, cm_clock_end(&use, no, test_date("2024-05-02"), CM_SV(""), &err)),
                     CM_OK);
    assert_int_equal(clocks(f, clue, "2024-05-20", true).items[0].standing.state,
                     CM_CLOCK_MET_LATE);
    begin(f);
    assert_int_equal(ended(f, cm_clock_end(&use, no, test_date("2024-05-02"), CM_SV(""), &err)),
                     CM_E_CONFLICT);
}

/* Stored by a table that said something else: told, and stored anew on request. */
static void test_differs(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t clue = new_clue(f, "c4"), no = 0;
    cm_clock_use use = use_of(f);
    cm_deadline_row row = {.clue = clue,
                           .limit = CM_SV("protest_judgment"),
                           .start = test_date("2024-09-21"),
                           .due = test_date("2024-10-01")};
    begin(f);
    assert_int_equal(ended(f, cm_deadline_start(f->desk, &row, &no, &err)), CM_OK);
    cm_clock found = clocks(f, clue, "2024-09-22", false).items[0];
    assert_true(found.differs);
    assert_int_equal(cm_date_to_days(found.end.due), test_day("2024-10-08"));
    begin(f);
    assert_int_equal(ended(f, cm_clock_adopt(&use, &found, &err)), CM_OK);
    assert_false(clocks(f, clue, "2024-09-22", false).items[0].differs);
    begin(f); /* looked at before that */
    assert_int_equal(ended(f, cm_clock_adopt(&use, &found, &err)), CM_E_CONFLICT);
    assert_int_equal(start(f, &(cm_clock_event){.clue = clue}), CM_OK); /* no limits: nothing */
    cm_clock_event none = event_of(f, clue, "no_such", "2024-09-22");
    assert_int_equal(start(f, &none), CM_E_NOTFOUND);
}

static int64_t take_step(fixture *f, const char *clue, const char *step)
{
    CM_AUTO_ERR err = {0};
    const cm_caller owner = {.owner = true, .at = DEED.at};
    const cm_rights *rights = NULL;
    cm_sv folder = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    assert_int_equal(cm_rights_load(&f->mem, folder, &rights, &err), CM_OK);
    const cm_step_by by = {.course = &f->course, .rights = rights, .caller = &owner};
    const cm_step_request request = {.step = cm_sv_from(step)};
    cm_step_done done = {0};
    begin(f);
    assert_int_equal(
        ended(f, cm_desk_step(f->desk, &by, cm_sv_from(clue), &request, &f->mem, &done, &err)),
        CM_OK);
    return done.event;
}

/* A step of the clue that is taken back takes its clocks with it. */
static void test_undo(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t clue = new_clue(f, "c6");
    cm_clock_use use = use_of(f);
    cm_clock_event before = event_of(f, clue, "filing_reason", "2024-09-02");
    assert_int_equal(start(f, &before), CM_OK);
    cm_clock_event after = event_of(f, clue, "filing_order", "2024-09-05");
    int64_t event = take_step(f, "c6", "screen");
    after.event = event;
    before.event = event;
    assert_int_equal(start(f, &after), CM_OK);
    begin(f);
    assert_int_equal(ended(f, cm_clock_meet(&use, &before, &err)), CM_OK);
    cm_clocks list = clocks(f, clue, "2024-09-06", false);
    assert_int_equal(list.count, 1);
    assert_true(cm_sv_equal(list.items[0].row.limit, CM_SV("filing_order")));
    begin(f);
    assert_int_equal(ended(f, cm_clock_undo(&use, clue, event, CM_SV("undone"), &err)), CM_OK);
    list = clocks(f, clue, "2024-09-06", false);
    assert_int_equal(list.count, 1);
    assert_true(cm_sv_equal(list.items[0].row.limit, CM_SV("filing_reason")));
    assert_int_equal(shown(f, clue), test_day("2024-09-09"));
}

static void test_scope(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_clock_use use = use_of(f);
    int64_t clue = new_clue(f, "c5");
    cm_clock_event event = event_of(f, clue, "custody_clue", "2024-10-01");
    const cm_scope nothing = {0};
    assert_int_equal(start(f, &event), CM_OK);
    assert_int_equal(shown(f, clue), test_day("2024-10-01")); /* a holiday: due all the same */
    cm_clocks list;
    cm_deadline_filter filter = {.clue_id = CM_SV("c5"), .until = test_date("2024-10-01")};
    assert_int_equal(cm_clocks_list(&use, &filter, test_date("2024-10-01"), &list, &err), CM_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].standing.state, CM_CLOCK_DUE_TODAY);
    filter.until = test_date("2024-09-30");
    assert_int_equal(cm_clocks_list(&use, &filter, test_date("2024-10-01"), &list, &err), CM_OK);
    assert_int_equal(list.count, 0);
    filter = (cm_deadline_filter){.clue_id = CM_SV("c5"), .scope = &nothing};
    assert_int_equal(cm_clocks_list(&use, &filter, test_date("2024-10-01"), &list, &err), CM_OK);
    assert_int_equal(list.count, 0);
}

static const struct {
    const char *file, *column;
} NAMED[] = {{"desk/steps.tsv", "starts"},    {"desk/steps.tsv", "meets"},
             {"desk/urgent.tsv", "starts"},   {"desk/documents.tsv", "limit"},
             {"desk/documents.tsv", "meets"}, {"desk/documents.tsv", "stated_limit"}};

/* Every limit that the data of the desk name is in the table of limits. */
static void test_named(void **state)
{
    fixture *f = *state;
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    for (size_t i = 0; i < TEST_ROWS(NAMED); i++) {
        CM_AUTO_ERR err = {0};
        cm_tsv t;
        size_t column = 0;
        cm_sv file = cm_file_join(&f->mem, data, cm_sv_from(NAMED[i].file));
        test_row(NAMED[i].file);
        assert_int_equal(cm_tsv_load(&f->mem, file, &t, &err), CM_OK);
        assert_int_equal(cm_tsv_column(&t, cm_sv_from(NAMED[i].column), &column, &err), CM_OK);
        for (size_t k = 0; k < t.rows.count; k++) {
            cm_sv rest = t.rows.items[k].cells[column], id;
            while (rest.len != 0 && cm_sv_split(&rest, ';', &id)) {
                assert_non_null(cm_limit_find(f->law->law, id, test_date("2026-11-22")));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_and_meet),
        cmocka_unit_test(test_by_document),
        cmocka_unit_test(test_pause_and_extend),
        cmocka_unit_test(test_differs),
        cmocka_unit_test(test_undo),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_named),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
