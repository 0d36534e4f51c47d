/* Documents in the desk: what is written is read, no version is lost, nobody overwrites another,
 * and a number is used once. */
#include "base/base.h"

#include "desk/change.h"
#include "desk/clue.h"
#include "desk/letter.h"
#include "harness.h"

#include "base/file.h"

#include <stdlib.h>

static const cm_deed DEED = {.at = {"2026-11-22T07:40:00Z", 20}, .action = {"document.draft", 14}};

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    int64_t clue;
} fixture;

static int setup(void **state)
{
    static int turn = 0;
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_course course;
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    cm_sv path = cm_arena_format(&f->mem, "%s/letters-%d.sqlite", test_temp_dir(), ++turn);
    assert_int_equal(cm_course_load(&f->mem, data, &course, &err), CM_OK);
    assert_int_equal(cm_desk_open(path, DEED.at, &f->desk, &err), CM_OK);
    const cm_merge_by by = {.course = &course, .at = DEED.at, .reopen = CM_SV("changed")};
    const cm_desk_clue clue = {
        .id = CM_SV("one"), .model = CM_SV("m/one"), .facts_digest = CM_SV("x")};
    cm_merge_effect effect;
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_desk_clue_merge(f->desk, &by, &clue, &effect, &err);
    assert_int_equal(cm_change_end(f->desk, status, &DEED, &err), CM_OK);
    cm_desk_clue found;
    assert_int_equal(cm_desk_clue_find(f->desk, &f->mem, CM_SV("one"), &found, &err), CM_OK);
    f->clue = found.no;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

static cm_letter add(fixture *f, const char *kind)
{
    CM_AUTO_ERR err = {0};
    cm_letter row = {.clue = f->clue,
                     .kind = cm_sv_from(kind),
                     .state = CM_SV("draft"),
                     .office = CM_SV("office"),
                     .drafter = CM_SV("who"),
                     .made_at = DEED.at};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    cm_status status = cm_letter_add(f->desk, &row, &row.no, &err);
    assert_int_equal(cm_change_end(f->desk, status, &DEED, &err), CM_OK);
    assert_int_equal(cm_letter_find(f->desk, &f->mem, row.no, &row, &err), CM_OK);
    return row;
}

static cm_status update(fixture *f, const cm_letter *row, cm_err *err)
{
    cm_status status = cm_change_begin(f->desk, err);
    assert_int_equal(status, CM_OK);
    return cm_change_end(f->desk, cm_letter_update(f->desk, row, err), &DEED, err);
}

static void test_kept(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_letter row = add(f, "notice"), back;
    row.state = CM_SV("replied");
    row.approver = CM_SV("chief");
    row.number = CM_SV("1/2026");
    row.year = 2026;
    row.n = 7;
    row.seq = 3;
    row.approved_seq = 2;
    row.issued_on = (cm_date){2026, 11, 20};
    row.delivered_on = (cm_date){2026, 11, 21};
    row.reply_due_on = (cm_date){2026, 12, 21};
    row.replied_on = (cm_date){2026, 11, 22};
    row.reply = CM_SV("accepted");
    row.reply_text = CM_SV("mended");
    row.attachment = CM_SV("a.pdf");
    row.attachment_digest = CM_SV("ab");
    row.reason = CM_SV("why");
    row.changed_at = DEED.at;
    row.changed_by = CM_SV("chief");
    assert_int_equal(update(f, &row, &err), CM_OK);
    assert_int_equal(cm_letter_find(f->desk, &f->mem, row.no, &back, &err), CM_OK);
    const cm_sv pairs[][2] = {{row.state, back.state},
                              {row.approver, back.approver},
                              {row.number, back.number},
                              {row.reply, back.reply},
                              {row.reply_text, back.reply_text},
                              {row.attachment, back.attachment},
                              {row.attachment_digest, back.attachment_digest},
                              {row.reason, back.reason},
                              {row.changed_by, back.changed_by},
                              {CM_SV("who"), back.drafter},
                              {CM_SV("one"), back.clue_id}};
    for (size_t i = 0; i < CM_COUNT(pairs); i++) {
        assert_true(cm_sv_equal(pairs[i][0], pairs[i][1]));
    }
    assert_int_equal(back.n, 7);
    assert_int_equal(back.seq, 3);
    assert_int_equal(back.approved_seq, 2);
    assert_int_equal(back.version, row.version + 1);
    assert_true(cm_date_equal(back.issued_on, row.issued_on));
    assert_true(cm_date_equal(back.delivered_on, row.delivered_on));
    assert_true(cm_date_equal(back.reply_due_on, row.reply_due_on));
    assert_true(cm_date_equal(back.replied_on, row.replied_on));
}

static void test_nobody_overwrites(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_letter first = add(f, "notice"), second = first;
    first.changed_at = second.changed_at = DEED.at;
    first.changed_by = CM_SV("first");
    second.changed_by = CM_SV("second");
    assert_int_equal(update(f, &first, &err), CM_OK);
    assert_int_equal(update(f, &second, &err), CM_E_CONFLICT);
    assert_non_null(strstr(err.message, "first"));
    cm_letter back;
    assert_int_equal(cm_letter_find(f->desk, &f->mem, first.no, &back, &err), CM_OK);
    assert_true(cm_sv_equal(back.changed_by, CM_SV("first")));
    second.no = 99;
    assert_int_equal(update(f, &second, &err), CM_E_NOTFOUND);
}

static void test_number_once(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_letter a = add(f, "notice"), b = add(f, "notice");
    int64_t last = -1;
    a.changed_at = b.changed_at = DEED.at;
    a.year = b.year = 2026;
    assert_int_equal(cm_letter_last_number(f->desk, &a, &last, &err), CM_OK);
    assert_int_equal(last, 0);
    a.number = b.number = CM_SV("4/2026");
    a.n = 4;
    assert_int_equal(update(f, &a, &err), CM_OK);
    assert_int_equal(cm_letter_last_number(f->desk, &b, &last, &err), CM_OK);
    assert_int_equal(last, 4);
    assert_int_equal(update(f, &b, &err), CM_E_DB);
    b.kind = CM_SV("other");
    assert_int_equal(cm_letter_last_number(f->desk, &b, &last, &err), CM_OK);
    assert_int_equal(last, 0);
}

static void test_versions(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_letter row = add(f, "notice");
    for (int64_t seq = 1; seq <= 3; seq++) {
        const cm_letter_version v = {.seq = seq,
                                     .content = cm_arena_format(&f->mem, "{\"v\":%d}", (int)seq),
                                     .digest = CM_SV("d"),
                                     .at = DEED.at};
        assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
        cm_status status = cm_letter_add_version(f->desk, row.no, &v, &err);
        assert_int_equal(cm_change_end(f->desk, status, &DEED, &err), CM_OK);
    }
    cm_letter_version v;
    cm_letter_versions all;
    assert_int_equal(cm_letter_version_find(f->desk, &f->mem, row.no, 2, &v, &err), CM_OK);
    assert_true(cm_sv_equal(v.content, CM_SV("{\"v\":2}")));
    assert_int_equal(cm_letter_version_find(f->desk, &f->mem, row.no, 4, &v, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_letter_versions_of(f->desk, &f->mem, row.no, &all, &err), CM_OK);
    assert_int_equal(all.count, 3);
    /* the same version twice is refused */
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    v.seq = 3;
    cm_status status = cm_letter_add_version(f->desk, row.no, &v, &err);
    assert_int_equal(cm_change_end(f->desk, status, &DEED, &err), CM_E_DB);
}

static void test_lists(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    (void)add(f, "notice");
    (void)add(f, "letter");
    (void)add(f, "letter");

    static const struct {
        const char *title, *clue, *kind, *state;
        size_t count;
    } ROWS[] = {
        {"all", "", "", "", 3},
        {"of a kind", "", "letter", "", 2},
        {"of a clue", "one", "", "", 3},
        {"of another clue", "two", "", "", 0},
        {"in a state", "", "", "draft", 3},
        {"in another state", "", "letter", "issued", 0},
    };

    for (size_t i = 0; i < CM_COUNT(ROWS); i++) {
        test_row(ROWS[i].title);
        const cm_letter_filter filter = {cm_sv_from(ROWS[i].clue), cm_sv_from(ROWS[i].kind),
                                         cm_sv_from(ROWS[i].state)};
        cm_letters list;
        assert_int_equal(cm_letters_load(f->desk, &f->mem, &filter, &list, &err), CM_OK);
        assert_int_equal(list.count, ROWS[i].count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nobody_overwrites, setup, teardown),
        cmocka_unit_test_setup_teardown(test_number_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_versions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
