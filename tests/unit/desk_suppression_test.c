/* Suppressions: what they cover, when they hold, that they last, and what is refused. */
#include "base/base.h"

#include "desk/change.h"
#include "desk/suppression.h"
#include "harness.h"

#include <sqlite3.h>
#include <unistd.h>

static char path[] = "desk-test-XXXXXX";

#define DEED                                                                                       \
    ((cm_deed){.by = CM_SV("who"), .at = CM_SV("2020-01-10T08:00:00Z"), .action = CM_SV("t.t")})

static cm_date day(const char *text)
{
    cm_date d = CM_NO_DATE;
    assert_true(cm_date_parse(cm_sv_from(text), &d));
    return d;
}

static cm_suppression some(void)
{
    return (cm_suppression){.model = CM_SV("a/b"),
                            .court = CM_SV("court"),
                            .reason = CM_SV("why"),
                            .by = CM_SV("who"),
                            .made_on = day("2020-01-10"),
                            .expires_on = day("2020-02-10")};
}

static const struct {
    const char *title;
    const char *model, *clue, *finding, *court, *charge, *sub; /* of the suppression */
    const char *on;
    bool covers; /* clue c1 of model m, finding f1, court k, charge h, sub s */
} ROWS[] = {
    {"by clue and what it said", "m", "c1", "f1", "", "", "", "2020-01-20", true},
    {"the clue says something else now", "m", "c1", "f2", "", "", "", "2020-01-20", false},
    {"another clue", "m", "c2", "f1", "", "", "", "2020-01-20", false},
    {"by court", "m", "", "", "k", "", "", "2020-01-20", true},
    {"another model", "n", "", "", "k", "", "", "2020-01-20", false},
    {"court and charge", "m", "", "", "k", "h", "", "2020-01-20", true},
    {"court and another charge", "m", "", "", "k", "x", "", "2020-01-20", false},
    {"by sub-code", "m", "", "", "", "", "s", "2020-01-20", true},
    {"on its first day", "m", "", "", "k", "", "", "2020-01-10", true},
    {"on its last day", "m", "", "", "k", "", "", "2020-02-10", true},
    {"the day before", "m", "", "", "k", "", "", "2020-01-09", false},
    {"the day after", "m", "", "", "k", "", "", "2020-02-11", false},
};

static void test_covers(void **state)
{
    (void)state;
    const cm_suppressible clue = {CM_SV("m"), CM_SV("c1"), CM_SV("f1"),
                                  CM_SV("k"), CM_SV("h"),  CM_SV("s")};
    for (size_t i = 0; i < CM_COUNT(ROWS); i++) {
        cm_suppression s = some();
        test_row(ROWS[i].title);
        s.model = cm_sv_from(ROWS[i].model);
        s.clue = cm_sv_from(ROWS[i].clue);
        s.finding = cm_sv_from(ROWS[i].finding);
        s.court = cm_sv_from(ROWS[i].court);
        s.charge = cm_sv_from(ROWS[i].charge);
        s.sub = cm_sv_from(ROWS[i].sub);
        const cm_suppressions all = {&s, 1, 1};
        assert_int_equal(cm_suppression_of(&all, &clue, day(ROWS[i].on)) != NULL, ROWS[i].covers);
    }
}

static void test_lasts(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_suppression s = some();
    int64_t no = 0;
    s.reason = CM_SV("O'Neil; DROP TABLE suppression; --");
    assert_int_equal(cm_desk_open(cm_sv_from(path), DEED.at, &desk, &err), CM_OK);
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_E_DB); /* no line tells of it */
    assert_int_equal(cm_change_begin(desk, &err), CM_OK);
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_OK);
    assert_int_equal(no, 1);
    assert_int_equal(cm_change_commit(desk, &(DEED), NULL, &err), CM_OK);
    cm_desk_close(desk);
    assert_int_equal(cm_desk_open(cm_sv_from(path), DEED.at, &desk, &err), CM_OK);
    cm_suppressions all;
    assert_int_equal(cm_suppressions_load(desk, &mem, &all, &err), CM_OK);
    assert_int_equal(all.count, 1);
    assert_true(cm_sv_equal(all.items[0].reason, s.reason));
    assert_int_equal(all.items[0].clue.len, 0);
    assert_true(cm_suppression_holds(&all.items[0], day("2020-01-15")));
    const cm_suppression_ending ending = {1, CM_SV("b"), CM_SV("w"), day("2020-01-12")};
    assert_int_equal(cm_change_begin(desk, &err), CM_OK);
    assert_int_equal(cm_suppression_end(desk, &ending, &err), CM_OK);
    assert_int_equal(cm_suppression_end(desk, &ending, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_change_commit(desk, &(DEED), NULL, &err), CM_OK);
    assert_int_equal(cm_suppressions_load(desk, &mem, &all, &err), CM_OK);
    assert_true(cm_suppression_holds(&all.items[0], day("2020-01-11")));
    assert_false(cm_suppression_holds(&all.items[0], day("2020-01-12")));
    cm_desk_close(desk);
}

static void test_refused(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    cm_desk *desk = NULL;
    int64_t no = 0;
    assert_int_equal(cm_desk_open(cm_sv_from(path), DEED.at, &desk, &err), CM_OK);
    cm_suppression s = some();
    s.court = CM_SV("");
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_E_ARG);
    s = some();
    s.reason = CM_SV(" ");
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_E_ARG);
    s = some();
    s.expires_on = day("2020-01-09");
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_E_ARG);
    cm_desk_close(desk);
}

/* A file of a later program is left alone. */
static void test_later_layout(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    sqlite3 *db = NULL;
    cm_desk *desk = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 999", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(cm_desk_open(cm_sv_from(path), DEED.at, &desk, &err), CM_E_SCHEMA);
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
        cmocka_unit_test(test_covers),
        cmocka_unit_test(test_lasts),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_later_layout),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
