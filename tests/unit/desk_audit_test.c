/* The audit of the desk: every change has its line, and whatever is altered behind the program's
 * back is found and named. The forger here has the file and all of SQLite. */
#include "base/base.h"

#include "base/file.h"
#include "desk/audit.h"
#include "desk/suppression.h"
#include "harness.h"

#include <sqlite3.h>
#include <unistd.h>

enum { LINES = 8 }; /* the first one makes the layout */

static char path[] = "audit-test-XXXXXX";

#define DEED                                                                                       \
    ((cm_deed){.by = CM_SV("who"),                                                                 \
               .at = CM_SV("2020-01-10T08:00:00Z"),                                                \
               .action = CM_SV("suppress.add"),                                                    \
               .reason = CM_SV("why")})

static cm_desk *open_desk(void)
{
    CM_AUTO_ERR err = {0};
    cm_desk *desk = NULL;
    assert_int_equal(cm_desk_open(cm_sv_from(path), DEED.at, &desk, &err), CM_OK);
    return desk;
}

static void add_one(cm_desk *desk)
{
    CM_AUTO_ERR err = {0};
    int64_t no = 0;
    const cm_suppression s = {.model = CM_SV("a/b"),
                              .court = CM_SV("court"),
                              .reason = CM_SV("why"),
                              .by = CM_SV("who"),
                              .made_on = {2020, 1, 10},
                              .expires_on = {2020, 2, 10}};
    assert_int_equal(cm_change_begin(desk, &err), CM_OK);
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_OK);
    assert_int_equal(cm_change_commit(desk, &(DEED), &no, &err), CM_OK);
}

static void make_desk(void)
{
    (void)unlink(path);
    cm_desk *desk = open_desk();
    for (int i = 1; i < LINES; i++) {
        add_one(desk);
    }
    cm_desk_close(desk);
}

static void forge(const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int code = sqlite3_exec(db, sql, NULL, NULL, &message);
    if (code != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static cm_audit_report verify(cm_arena *mem, const cm_audit_points *points)
{
    CM_AUTO_ERR err = {0};
    cm_audit_report report;
    cm_desk *desk = open_desk();
    assert_int_equal(cm_audit_verify(desk, points, mem, &report, &err), CM_OK);
    cm_desk_close(desk);
    return report;
}

#define OPEN "DROP TRIGGER audit_line_is_kept; DROP TRIGGER audit_line_stays; "
#define SHUT                                                                                       \
    "; CREATE TRIGGER audit_line_is_kept BEFORE UPDATE ON audit "                                  \
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never changed'); END"                       \
    "; CREATE TRIGGER audit_line_stays BEFORE DELETE ON audit "                                    \
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never deleted'); END"

static const struct {
    const char *sql;
    cm_audit_fault_kind kind;
    const char *table;
    int64_t row; /* of the first fault */
} FORGERIES[] = {
    {"UPDATE suppression SET reason = 'other' WHERE no = 3", CM_AUDIT_ROW_ALTERED, "suppression",
     3},
    {"UPDATE suppression SET ended_on = '2020-01-11' WHERE no = 1", CM_AUDIT_ROW_ALTERED,
     "suppression", 1},
    {"UPDATE suppression SET by = 'who ' WHERE no = 7", CM_AUDIT_ROW_ALTERED, "suppression", 7},
    {"DELETE FROM suppression WHERE no = 2", CM_AUDIT_ROW_MISSING, "suppression", 2},
    {"INSERT INTO suppression (no, model, court, reason, by, made_on, expires_on) VALUES "
     "(90, 'a', 'b', 'c', 'd', '2020-01-01', '2020-01-01')",
     CM_AUDIT_ROW_UNTOLD, "suppression", 90},
    {"UPDATE suppression SET no = 40 WHERE no = 4", CM_AUDIT_ROW_UNTOLD, "suppression", 40},
    {OPEN "UPDATE audit SET by = 'other' WHERE no = 3" SHUT, CM_AUDIT_LINE_ALTERED, "audit", 3},
    {OPEN "UPDATE audit SET at = '2020-01-10T08:00:01Z' WHERE no = 8" SHUT, CM_AUDIT_LINE_ALTERED,
     "audit", 8},
    {OPEN "UPDATE audit SET rows = '' WHERE no = 5" SHUT, CM_AUDIT_LINE_ALTERED, "audit", 5},
    {OPEN "UPDATE audit SET reason = '', object = reason WHERE no = 5" SHUT, CM_AUDIT_LINE_ALTERED,
     "audit", 5},
    {OPEN "UPDATE audit SET digest = previous WHERE no = 6" SHUT, CM_AUDIT_LINE_ALTERED, "audit",
     6},
    {OPEN "DELETE FROM audit WHERE no = 4" SHUT, CM_AUDIT_LINE_MISSING, "audit", 4},
    {OPEN "DELETE FROM audit WHERE no = 1" SHUT, CM_AUDIT_LINE_MISSING, "audit", 1},
    {OPEN "DELETE FROM audit WHERE no = 8" SHUT, CM_AUDIT_ROW_UNTOLD, "suppression", 7},
    {OPEN "UPDATE audit SET no = -1 WHERE no = 3; UPDATE audit SET no = 3 WHERE no = 4; "
          "UPDATE audit SET no = 4 WHERE no = -1" SHUT,
     CM_AUDIT_LINE_ALTERED, "audit", 3},
    {"DROP TRIGGER audit_line_stays", CM_AUDIT_LAYOUT, "audit_line_stays", 0},
    {"CREATE TRIGGER quiet AFTER INSERT ON suppression BEGIN UPDATE suppression SET reason = ''; "
     "END",
     CM_AUDIT_LAYOUT, "quiet", 0},
    {"CREATE TABLE more (no INTEGER PRIMARY KEY) STRICT", CM_AUDIT_LAYOUT, "more", 0},
};

static void test_forgeries(void **state)
{
    (void)state;
    for (size_t i = 0; i < CM_COUNT(FORGERIES); i++) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        const cm_audit_points none = {0};
        test_row(FORGERIES[i].sql);
        make_desk();
        cm_audit_report before = verify(&mem, &none);
        assert_int_equal(before.fault_count, 0);
        assert_int_equal(before.lines, LINES);
        assert_int_equal(before.rows, LINES - 1);
        forge(FORGERIES[i].sql);
        cm_audit_report report = verify(&mem, &none);
        assert_true(report.fault_count > 0);
        const cm_audit_fault *f = &report.faults.items[0];
        assert_int_equal(f->kind, FORGERIES[i].kind);
        assert_true(cm_sv_equal(f->table, cm_sv_from(FORGERIES[i].table)));
        assert_int_equal(f->row, FORGERIES[i].row);
    }
}

/* Whoever makes the whole chain anew leaves nothing for the chain itself to find: the check point
 * that somebody else holds does. */
static void test_check_point(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    make_desk();
    cm_desk *desk = open_desk();
    cm_audit_points points = {0};
    assert_int_equal(cm_audit_last(desk, &mem, cm_vec_push(&mem, &points), &err), CM_OK);
    assert_int_equal(points.items[0].no, LINES);
    add_one(desk);
    cm_desk_close(desk);
    cm_audit_report report = verify(&mem, &points);
    assert_int_equal(report.fault_count, 0);
    assert_int_equal(report.sealed, LINES);
    assert_int_equal(report.lines, LINES + 1);

    (void)unlink(path);
    desk = open_desk(); /* the same number of lines, and another story */
    for (int i = 1; i < LINES; i++) {
        const cm_deed other = {.by = CM_SV("other"), .at = DEED.at, .action = DEED.action};
        assert_int_equal(cm_change_log(desk, &other, &err), CM_OK);
    }
    cm_desk_close(desk);
    report = verify(&mem, &points);
    assert_int_equal(report.fault_count, 1);
    assert_int_equal(report.faults.items[0].kind, CM_AUDIT_CHECK_POINT);

    (void)unlink(path);
    report = verify(&mem, &points); /* or a shorter one */
    assert_int_equal(report.fault_count, 1);
    assert_int_equal(report.faults.items[0].kind, CM_AUDIT_LINE_MISSING);
    assert_int_equal(report.faults.items[0].row, LINES);
}

/* What was undone left neither rows nor a line. */
static void test_undone(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    const cm_audit_points none = {0};
    int64_t no = 0;
    make_desk();
    cm_desk *desk = open_desk();
    const cm_suppression s = {.model = CM_SV("a/b"),
                              .court = CM_SV("court"),
                              .reason = CM_SV("why"),
                              .by = CM_SV("who"),
                              .made_on = {2020, 1, 10},
                              .expires_on = {2020, 2, 10}};
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_E_DB); /* outside of a change */
    assert_int_equal(cm_change_begin(desk, &err), CM_OK);
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_OK);
    cm_change_undo(desk);
    add_one(desk);
    cm_desk_close(desk);
    cm_audit_report report = verify(&mem, &none);
    assert_int_equal(report.fault_count, 0);
    assert_int_equal(report.lines, LINES + 1);
    assert_int_equal(report.rows, LINES);
}

/* What is of the moment: no line tells of it, and no copy has it. */
static void test_moment(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    const cm_audit_points none = {0};
    make_desk();
    forge("INSERT INTO session (digest, person, address, made_at, seen_at) VALUES "
          "('remember-me', 'who', '', '', '')");
    cm_audit_report report = verify(&mem, &none);
    assert_int_equal(report.fault_count, 0);
    assert_int_equal(report.rows, LINES - 1);

    cm_desk *desk = open_desk();
    cm_sv copy = cm_arena_format(&mem, "%s.copy", path);
    assert_int_equal(cm_desk_copy(desk, copy, &err), CM_OK);
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, SIZE_MAX);
    assert_int_equal(cm_file_read(copy, &bytes, &err), CM_OK);
    assert_true(cm_sv_find(cm_buf_view(&bytes), CM_SV("suppress.add"), 0) != SIZE_MAX);
    assert_true(cm_sv_find(cm_buf_view(&bytes), CM_SV("remember-me"), 0) == SIZE_MAX);
    cm_desk_close(desk);
    (void)unlink(copy.ptr);
}

static int make_path(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file) + unlink(path);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forgeries), cmocka_unit_test(test_check_point),
        cmocka_unit_test(test_undone), cmocka_unit_test(test_moment)};
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
