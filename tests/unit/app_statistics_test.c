/* Precision is counted and a sudden drop is kept as one notice: counted again there is no second,
 * and in the next period there may be another. */
#include "base/base.h"

#include "app/statistics.h"
#include "harness.h"

#include <sqlite3.h>
#include <stdlib.h>

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_desk *desk;
    sqlite3 *db;
    cm_caller caller;
    cm_statistics statistics;
} fixture;

static int setup(void **state)
{
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    f->caller = (cm_caller){.owner = true, .at = CM_SV("2026-07-01T04:00:00Z")};
    cm_sv path = cm_arena_format(&f->mem, "%s/desk.sqlite", test_temp_dir());
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    if (cm_home_open(data, CM_SV("zh"), &f->home, &err) != CM_OK ||
        cm_desk_open(path, f->caller.at, &f->desk, &err) != CM_OK ||
        cm_statistics_open(f->desk, f->home, &f->caller, &f->mem, &f->statistics, &err) != CM_OK ||
        sqlite3_open(path.ptr, &f->db) != SQLITE_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    (void)sqlite3_close(f->db);
    cm_desk_close(f->desk);
    cm_home_close(f->home);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* So many clues of a model that were judged on a day: confirmed, or rejected as misread. */
static void judge(fixture *f, const char *model, const char *day, int count, bool held)
{
    cm_sv text = cm_arena_format(
        &f->mem,
        "INSERT INTO clue (id, model, model_version, content, facts_digest, urgent, own, gone, "
        "state, rung, reason, amount, persons, version, made_at, changed_at, changed_by) SELECT "
        "'%s %s %d ' || value, '%s', 1, 'c', 'd', 0, 0, 0, '%s', %d, %s, 0, 0, 2, "
        "'2026-01-01T00:00:00Z', '%sT04:00:00Z', 'b' FROM (WITH RECURSIVE n (value) AS (SELECT 1 "
        "UNION ALL SELECT value + 1 FROM n WHERE value < %d) SELECT value FROM n);"
        "INSERT INTO clue_event (clue, version, at, by, step, from_state, to_state, reason, was) "
        "SELECT no, 2, changed_at, 'b', iif(reason IS NULL, 'confirm', 'reject'), 'verifying', "
        "state, reason, json_object('content', content, 'model_version', model_version) FROM clue "
        "WHERE no NOT IN (SELECT clue FROM clue_event)",
        model, day, held, model, held ? "verified" : "rejected", held ? 2 : 0,
        held ? "NULL" : "'misread'", day, count);
    char *why = NULL;
    if (sqlite3_exec(f->db, text.ptr, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s", why);
    }
}

static size_t watch(fixture *f)
{
    CM_AUTO_ERR err = {0};
    size_t added = 99;
    assert_int_equal(cm_statistics_watch(&f->statistics, &added, &err), CM_OK);
    return added;
}

static void test_drop(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_alerts alerts = {0};
    judge(f, "m/steady", "2026-02-03", 18, true);
    judge(f, "m/steady", "2026-02-04", 4, false);
    judge(f, "m/drops", "2026-02-03", 19, true);
    judge(f, "m/drops", "2026-03-04", 2, false);
    assert_int_equal(watch(f), 0);
    judge(f, "m/steady", "2026-05-03", 9, true);
    judge(f, "m/steady", "2026-05-03", 1, false);
    judge(f, "m/drops", "2026-05-03", 3, true);
    judge(f, "m/drops", "2026-05-04", 9, false);
    assert_int_equal(watch(f), 1);
    assert_int_equal(watch(f), 0);
    judge(f, "m/drops", "2026-05-05", 5, false);
    assert_int_equal(watch(f), 0); /* the same period */
    assert_int_equal(cm_alerts_load(f->desk, false, &f->mem, &alerts, &err), CM_OK);
    assert_int_equal(alerts.count, 1);
    assert_true(cm_sv_equal(alerts.items[0].kind, CM_SV("fallen")));
    assert_true(cm_sv_equal(alerts.items[0].model, CM_SV("m/drops")));
    assert_true(cm_sv_equal(alerts.items[0].period, CM_SV("2026Q2")));
    cm_alert_counts counts = {0};
    assert_int_equal(cm_alert_read(&alerts.items[0], &counts, &err), CM_OK);
    assert_int_equal(counts.held_before, 19);
    assert_int_equal(counts.wrong_before, 2);
    assert_int_equal(counts.held, 3);
    assert_int_equal(counts.wrong, 9);
    assert_int_equal(cm_statistics_see(&f->statistics, alerts.items[0].no, &err), CM_OK);
    assert_int_equal(cm_alerts_load(f->desk, false, &f->mem, &alerts, &err), CM_OK);
    assert_int_equal(alerts.count, 0);
    judge(f, "m/drops", "2026-08-01", 40, true); /* it is mended, and more */
    assert_int_equal(watch(f), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_drop, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
