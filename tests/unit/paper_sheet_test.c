/* The .xlsx list: what a cell becomes, what is refused, the same bytes every time. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "office/archive.h"
#include "paper/sheet.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static const cm_sheet_column columns[] = {
    {{"案号", 6}, CM_SHEET_TEXT, 20},
    {{"月数", 6}, CM_SHEET_NUMBER, 0},
    {{"日期", 6}, CM_SHEET_DATE, 0},
};

static cm_sheet_head head_of(uint64_t rows)
{
    return (cm_sheet_head){
        .title = CM_SV("线索台账"),
        .note = CM_SV("筛选：全部；时间：2026-11-22；行数：1"),
        .author = CM_SV("甲"),
        .made_at = CM_SV("2026-11-22T07:40:00Z"),
        .columns = columns,
        .column_count = CM_COUNT(columns),
        .row_count = rows,
    };
}

static cm_sv path_of(cm_arena *mem, const char *name)
{
    return cm_arena_format(mem, "%s/%s", test_temp_dir(), name);
}

static cm_status write_list(cm_sv path, const cm_sv *cells, cm_err *err)
{
    cm_sheet_head head = head_of(1);
    cm_sheet *sheet = NULL;
    cm_status status = cm_sheet_open(path, &head, &sheet, err);
    if (status == CM_OK) {
        status = cm_sheet_row(sheet, cells, err);
        if (status != CM_OK) {
            cm_sheet_drop(sheet);
        }
    }
    return status == CM_OK ? cm_sheet_close(sheet, err) : status;
}

static cm_sv part_of(cm_arena *mem, cm_sv path, const char *name)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF part;
    cm_buf_init(&part, CM_MAX_PAPER);
    cm_archive *a = NULL;
    assert_int_equal(cm_archive_open(path, &a, &err), CM_OK);
    assert_int_equal(cm_archive_read(a, cm_archive_find(a, name), &part, &err), CM_OK);
    cm_archive_close(a);
    return cm_arena_sv(mem, cm_buf_view(&part));
}

/* The cells of the row, and what the sheet must say about one of them. */
static const struct {
    const char *title, *text, *number, *date, *want;
} rows[] = {
    {"text", "（2026）甲刑初1号", "", "", "t=\"inlineStr\"><is><t>（2026）甲刑初1号</t></is>"},
    {"no formula from =", "=1+1", "", "", "t=\"inlineStr\"><is><t>=1+1</t></is>"},
    {"nor from +", "+1", "", "", "<is><t>+1</t></is>"},
    {"nor from -", "-1", "", "", "<is><t>-1</t></is>"},
    {"nor from @", "@sum(a1)", "", "", "<is><t>@sum(a1)</t></is>"},
    {"an address is no link", "http://a.example", "", "", "<is><t>http://a.example</t></is>"},
    {"an identity number stays text", "110101199001011234", "", "",
     "<is><t>110101199001011234</t></is>"},
    {"markup", "<f>1</f>", "", "", "<is><t>&lt;f&gt;1&lt;/f&gt;</t></is>"},
    {"number", "a", "12", "", "><v>12</v></c>"},
    {"negative with a fraction", "a", "-0.5", "", "<v>-0.5</v>"},
    {"a leading zero stays text", "a", "007", "", "<is><t>007</t></is>"},
    {"sixteen digits stay text", "a", "1234567890123456", "", "<is><t>1234567890123456</t></is>"},
    {"fifteen are a number", "a", "123456789012345", "", "<v>123456789012345</v>"},
    {"no number", "a", "不详", "", "<is><t>不详</t></is>"},
    {"two points", "a", "1.2.3", "", "<is><t>1.2.3</t></is>"},
    {"day", "a", "", "2026-11-22", "<v>46348</v>"},
    {"first day that is counted rightly", "a", "", "1900-03-01", "<v>61</v>"},
    {"the day before stays text", "a", "", "1900-02-28", "<is><t>1900-02-28</t></is>"},
    {"a month stays text", "a", "", "2026-11", "<is><t>2026-11</t></is>"},
    {"no such day", "a", "", "2026-02-30", "<is><t>2026-02-30</t></is>"},
};

static void test_cells(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ERR err = {0};
        cm_sv cells[] = {cm_sv_from(rows[i].text), cm_sv_from(rows[i].number),
                         cm_sv_from(rows[i].date)};
        cm_sv path = path_of(&mem, "cells.xlsx");
        assert_int_equal(write_list(path, cells, &err), CM_OK);
        cm_sv sheet = part_of(&mem, path, "xl/worksheets/sheet1.xml");
        if (cm_sv_find(sheet, cm_sv_from(rows[i].want), 0) == SIZE_MAX) {
            print_error("%s\n", sheet.ptr);
        }
        assert_true(cm_sv_find(sheet, cm_sv_from(rows[i].want), 0) != SIZE_MAX);
        assert_true(cm_sv_find(sheet, CM_SV("<f>"), 0) == SIZE_MAX);
    }
}

static void test_head(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "<t>线索台账</t>",
        "<t>筛选：全部；时间：2026-11-22；行数：1</t>",
        "<autoFilter ref=\"A3:C4\"/>",
        "topLeftCell=\"A4\" activePane=\"bottomLeft\" state=\"frozen\"",
        "<col min=\"1\" max=\"1\" width=\"20.7109375\"",
    };
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_sv cells[] = {{"a", 1}, {"1", 1}, {"", 0}};
    cm_sv path = path_of(&mem, "head.xlsx");
    assert_int_equal(write_list(path, cells, &err), CM_OK);
    cm_sv sheet = part_of(&mem, path, "xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < TEST_ROWS(wanted); i++) {
        test_row(wanted[i]);
        assert_true(cm_sv_find(sheet, cm_sv_from(wanted[i]), 0) != SIZE_MAX);
    }
    cm_sv core = part_of(&mem, path, "docProps/core.xml");
    assert_true(cm_sv_find(core, CM_SV("2026-11-22T07:40:00Z"), 0) != SIZE_MAX);
}

static void test_same_bytes(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF one;
    CM_AUTO_BUF two;
    CM_AUTO_ERR err = {0};
    cm_buf_init(&one, CM_MAX_PAPER);
    cm_buf_init(&two, CM_MAX_PAPER);
    cm_sv cells[] = {{"a", 1}, {"1", 1}, {"2026-11-22", 10}};
    cm_sv path = path_of(&mem, "same.xlsx");
    assert_int_equal(write_list(path, cells, &err), CM_OK);
    assert_int_equal(cm_file_read(path, &one, &err), CM_OK);
    assert_int_equal(write_list(path, cells, &err), CM_OK);
    assert_int_equal(cm_file_read(path, &two, &err), CM_OK);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
}

static void test_too_many_rows(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);

    static const struct {
        const char *title;
        uint64_t rows;
        cm_status status;
    } cases[] = {
        {"as many as a sheet holds", 1048573, CM_OK},
        {"one more", 1048574, CM_E_LIMIT},
    };

    for (size_t i = 0; i < TEST_ROWS(cases); i++) {
        test_row(cases[i].title);
        CM_AUTO_ERR err = {0};
        cm_sheet_head head = head_of(cases[i].rows);
        cm_sheet *sheet = NULL;
        cm_status status = cm_sheet_open(path_of(&mem, "many.xlsx"), &head, &sheet, &err);
        assert_int_equal(status, cases[i].status);
        if (status != CM_OK) {
            assert_true(strstr(err.message, "1048574") != NULL);
        }
        cm_sheet_drop(sheet);
    }
    assert_true(!cm_file_exists(path_of(&mem, "many.xlsx")));
}

static void test_incomplete_is_no_list(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_sv path = path_of(&mem, "short.xlsx");
    cm_sv cells[] = {{"a", 1}, {"1", 1}, {"", 0}};
    cm_sheet_head head = head_of(2);
    cm_sheet *sheet = NULL;
    assert_int_equal(cm_sheet_open(path, &head, &sheet, &err), CM_OK);
    assert_int_equal(cm_sheet_row(sheet, cells, &err), CM_OK);
    assert_int_equal(cm_sheet_close(sheet, &err), CM_E_CONFLICT);
    assert_true(!cm_file_exists(path));
    head = head_of(0);
    assert_int_equal(cm_sheet_open(path, &head, &sheet, &err), CM_OK);
    assert_int_equal(cm_sheet_row(sheet, cells, &err), CM_E_LIMIT);
    cm_sheet_drop(sheet);
}

static void test_long_text(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF text;
    cm_buf_init(&text, 200000);
    for (size_t i = 0; i < 32767; i++) {
        (void)cm_buf_add(&text, CM_SV("字"));
    }
    cm_sv path = path_of(&mem, "long.xlsx");
    for (size_t more = 0; more < 2; more++) {
        CM_AUTO_ERR err = {0};
        cm_sv cells[] = {cm_buf_view(&text), {"", 0}, {"", 0}};
        assert_int_equal(write_list(path, cells, &err), more == 0 ? CM_OK : CM_E_LIMIT);
        (void)cm_buf_add(&text, CM_SV("a"));
    }
}

static void test_where_nothing_can_be_written(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    cm_sv cells[] = {{"a", 1}, {"1", 1}, {"", 0}};
    assert_int_equal(write_list(CM_SV("/nowhere/at/all.xlsx"), cells, &err), CM_E_NOTFOUND);
    assert_true(err.message != NULL);
}

/* The rows go to a file of the library first, which is longer than the list itself: when only that
 * one finds no room, nothing tells but the list. */
static void test_no_room_for_the_rows(void **state)
{
    (void)state;

    static const struct {
        const char *title;
        rlim_t room;
        cm_status status;
    } cases[] = {
        {"room enough", (rlim_t)16 << 20, CM_OK},
        {"room for the list, not for its rows", (rlim_t)64 << 10, CM_E_IO},
        {"no room for the list", (rlim_t)1 << 10, CM_E_IO},
    };

    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv path = path_of(&mem, "room.xlsx");
    cm_sv cells[] = {{"（2026）甲刑初1号", 22}, {"12", 2}, {"2026-11-22", 10}};
    (void)signal(SIGXFSZ, SIG_IGN);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    for (size_t i = 0; i < TEST_ROWS(cases); i++) {
        test_row(cases[i].title);
        CM_AUTO_ERR err = {0};
        cm_sheet_head head = head_of(2000);
        cm_sheet *sheet = NULL;
        struct rlimit now = {.rlim_cur = cases[i].room, .rlim_max = before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
        assert_int_equal(cm_sheet_open(path, &head, &sheet, &err), CM_OK);
        for (uint64_t row = 0; row < head.row_count; row++) {
            assert_int_equal(cm_sheet_row(sheet, cells, &err), CM_OK);
        }
        cm_status status = cm_sheet_close(sheet, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, cases[i].status);
        assert_int_equal(cm_file_exists(path), status == CM_OK);
        if (status == CM_OK) {
            assert_int_equal(cm_file_remove(path, &err), CM_OK);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_too_many_rows),
        cmocka_unit_test(test_incomplete_is_no_list),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_where_nothing_can_be_written),
        cmocka_unit_test(test_no_room_for_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
