#include "base/base.h"

#include "app/table_rows.h"
#include "base/limits.h"
#include "harness.h"

#define SCHEMA                                                                                     \
    "table: t\ntitle: t\ncolumns:\n"                                                               \
    "  - {name: id, title: 编号, type: text, key: true}\n"                                       \
    "  - {name: on_day, title: 日期, header: [day], type: date}\n"                               \
    "  - {name: months, title: 月数, type: \"integer:个月\", empty: absent}\n"                 \
    "  - {name: paid, title: 金额, type: money}\n"                                               \
    "  - {name: minor, title: 未成年, type: boolean}\n"                                         \
    "  - {name: kind, title: 种类, type: \"text:甲|乙\"}\n"                                    \
    "sealed: {column: 封存, open: [否], sealed: [是]}\n"

#define HEADER "编号,day,月数,金额,未成年,种类,封存\n"

/* Cells as date in days, integer, fen, 0 or 1; "-" absent, "?" unread. */
static const struct {
    const char *title, *line, *cause, *column, *cells, *sealed;
} rows[] = {
    {"whole", "1,2016-05-03,6,120.5,是,甲,否\n", "none", "", "1 16924 6 12050 1 甲", "open"},
    {"days in other forms", "2,2016/5/3,,,,,是\n", "none", "", "2 16924 - ? ? ?", "sealed"},
    {"eight digits", "3,20160503,0,0,否,乙,\n", "none", "", "3 16924 0 0 0 乙", "unknown"},
    {"dots", "4,2016.05.03,1,1,true,乙,?\n", "none", "", "4 16924 1 100 1 乙", "unknown"},
    {"blanks around", " 5 , 2016-05-03 , 1 , 1 , 0 , 乙 , 否 \n", "none", "", "5 16924 1 100 0 乙",
     "open"},
    {"no such day", "6,2016-02-30,1,1,0,乙,否\n", "bad_value", "日期", "", ""},
    {"a year alone", "7,2016,1,1,0,乙,否\n", "bad_value", "日期", "", ""},
    {"nine digits", "8,201605031,1,1,0,乙,否\n", "bad_value", "日期", "", ""},
    {"a number with letters", "9,2016-05-03,1个,1,0,乙,否\n", "bad_value", "月数", "", ""},
    {"three decimals", "10,2016-05-03,1,1.001,0,乙,否\n", "bad_value", "金额", "", ""},
    {"neither yes nor no", "11,2016-05-03,1,1,也许,乙,否\n", "bad_value", "未成年", "", ""},
    {"not in the list", "12,2016-05-03,1,1,0,丙,否\n", "bad_value", "种类", "", ""},
    {"no key", ",2016-05-03,1,1,0,乙,否\n", "empty_cell", "编号", "", ""},
    {"the same key", "1,2016-05-04,1,1,0,乙,否\n", "repeated_row", "", "", ""},
    {"a cell too few", "13,2016-05-03,1,1,0,乙\n", "bad_row", "", "", ""},
    {"not UTF-8", "14,2016-05-03,1,1,0,\xd2\xd2,否\n", "invalid_utf8", "", "", ""},
    {"quotes", "\"15\",\"2016-05-03\",\"1\",1,0,\"乙\",否\n", "none", "", "15 16924 1 100 0 乙",
     "open"},
};

static void write_cells(cm_buf *out, const cm_schema *schema, const cm_table_row *row)
{
    for (size_t i = 0; i < schema->columns.count; i++) {
        const cm_cell *c = &row->cells[i];
        bool unread = false;
        for (size_t k = 0; k < row->unread_count; k++) {
            unread = unread || cm_sv_equal(row->unread[k], schema->columns.items[i].column->name);
        }
        (void)cm_buf_add(out, i > 0 ? CM_SV(" ") : CM_SV(""));
        if (c->type == CM_CELL_NULL) {
            (void)cm_buf_add(out, unread ? CM_SV("?") : CM_SV("-"));
        } else if (c->type == CM_CELL_TEXT) {
            (void)cm_buf_add(out, c->text);
        } else {
            (void)cm_buf_add_int(out, c->number);
        }
    }
}

static void test_rows(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_home *home = NULL;
    const cm_source text = {CM_SV("t.yaml"), CM_SV(SCHEMA)};
    const cm_schema *schema = NULL;
    cm_problems problems = {0};
    bool complete = false;
    assert_int_equal(cm_home_open(CM_SV(""), CM_SV("zh"), &home, &err), CM_OK);
    assert_int_equal(cm_schema_parse(&mem, &home->terms, &text, &schema, &problems, &err), CM_OK);
    cm_table_rows *r = cm_table_rows_new(home, schema);
    assert_int_equal(cm_table_rows_feed(r, CM_SV(HEADER), &complete, &err), CM_OK);
    assert_true(!complete);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        assert_int_equal(cm_table_rows_feed(r, cm_sv_from(rows[i].line), &complete, &err), CM_OK);
        assert_true(complete);
        const cm_table_row *row = cm_table_rows_row(r);
        assert_int_equal(row->number, i + 2);
        assert_string_equal(cm_cause_name(row->cause).ptr, rows[i].cause);
        assert_string_equal(cm_arena_sv(&mem, row->column).ptr, rows[i].column);
        if (row->cause == CM_CAUSE_NONE) {
            CM_AUTO_BUF cells;
            cm_buf_init(&cells, CM_MAX_MESSAGE);
            write_cells(&cells, schema, row);
            assert_string_equal(cm_buf_z(&cells), rows[i].cells);
            assert_string_equal(cm_sealed_id(row->sealed).ptr, rows[i].sealed);
        }
    }
    assert_int_equal(cm_table_rows_end(r, &complete, &err), CM_OK);
    assert_true(!complete);
    cm_table_rows_free(r);
    cm_home_close(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests_name("app_table_rows", tests, NULL, NULL);
}
