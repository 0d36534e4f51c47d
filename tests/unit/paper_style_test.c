/* The tables of data/templates/paper/: what they give, and what a wrong row says. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "paper/style.h"

#include <string.h>

static const char *const files[] = {"page.tsv", "styles.tsv", "fonts.tsv"};

static cm_sv shipped(cm_arena *mem)
{
    return cm_arena_format(mem, "%s/../data/templates/paper", test_source_dir());
}

static void test_shipped(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_paper_style *style = NULL;
    assert_int_equal(cm_paper_style_load(&mem, shipped(&mem), &style, &err), CM_OK);

    const struct {
        const char *title;
        int64_t found, want;
    } rows[] = {
        {"width of the text", style->text_width, 8844},
        {"right margin: 26 mm", style->right, 1474},
        {"lower margin: 35 mm", style->bottom, 1985},
        {"22 lines", style->line_pitch * 22 <= 12756 && style->line_pitch * 22 > 12700, 1},
        {"28 characters", (320 + style->char_spacing) * 28 <= 8844, 1},
        {"not 29", (320 + style->char_spacing) * 29 > 8844, 1},
        {"dashes 7 mm below", style->footer, 1985 - 396 - 160},
    };

    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        assert_in_range(rows[i].found, rows[i].want - 1, rows[i].want + 1);
    }
    assert_true(cm_sv_equal(style->number_before, CM_SV("— ")));
}

/* Words of one of the files, what stands in their place, and a part of the complaint. */
static const struct {
    const char *title, *file, *from, *to, *want;
} rows[] = {
    {"a row is missing", "page.tsv", "top\t37 mm", "up\t37 mm", "no row for \"top\""},
    {"a unit is missing", "page.tsv", "top\t37 mm", "top\t37", "\"37\" is not a length"},
    {"an unknown unit", "page.tsv", "top\t37 mm", "top\t37 km", "\"37 km\" is not a length"},
    {"no lines on a page", "page.tsv", "lines\t22", "lines\t0", "\"0\" is not a count"},
    {"neither yes nor no", "page.tsv", "kinsoku\tyes", "kinsoku\tmaybe", "\"maybe\" is not yes"},
    {"a number without its place", "page.tsv", "{page}", "page", "does not hold \"{page}\""},
    {"an unknown block", "styles.tsv", "addressee\t", "addressed\t",
     "\"addressed\" is not a known"},
    {"a block is missing", "styles.tsv", "addressee\t", "#addressee\t", "no row for \"addressee\""},
    {"an unknown place", "styles.tsv", "\tcenter\t", "\tmiddle\t", "\"middle\" is not left"},
    {"a rule without a colour", "styles.tsv", "1.5 pt FF0000 11", "1.5 pt", "is not a rule like"},
    {"no distance of lines", "styles.tsv", "0.5 line", "0 line", "is not a distance from line"},
    {"a font that is not listed", "fonts.tsv", "黑体\t", "黑变体\t",
     "\"黑体\" is not in fonts.tsv"},
};

/* A copy of the shipped tables with one change. */
static cm_sv changed_copy(cm_arena *mem, size_t row)
{
    CM_AUTO_ERR err = {0};
    cm_sv folder = cm_arena_format(mem, "%s/style%zu", test_temp_dir(), row);
    assert_int_equal(cm_file_make_folder(folder, &err), CM_OK);
    for (size_t i = 0; i < CM_COUNT(files); i++) {
        CM_AUTO_BUF in;
        CM_AUTO_BUF out;
        cm_buf_init(&in, CM_MAX_DATA_FILE);
        cm_buf_init(&out, CM_MAX_DATA_FILE);
        cm_sv name = cm_sv_from(files[i]);
        assert_int_equal(cm_file_read(cm_file_join(mem, shipped(mem), name), &in, &err), CM_OK);
        cm_sv text = cm_buf_view(&in);
        cm_sv from = cm_sv_from(rows[row].from);
        size_t at =
            cm_sv_equal(name, cm_sv_from(rows[row].file)) ? cm_sv_find(text, from, 0) : text.len;
        assert_true(at != SIZE_MAX);
        (void)cm_buf_add(&out, cm_sv_slice(text, 0, at));
        if (at != text.len) {
            (void)cm_buf_add(&out, cm_sv_from(rows[row].to));
            (void)cm_buf_add(&out, cm_sv_slice(text, at + from.len, text.len));
        }
        assert_int_equal(cm_file_write(cm_file_join(mem, folder, name), cm_buf_view(&out), &err),
                         CM_OK);
    }
    return folder;
}

static void test_wrong_rows(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ERR err = {0};
        cm_paper_style *style = NULL;
        cm_status status = cm_paper_style_load(&mem, changed_copy(&mem, i), &style, &err);
        assert_int_equal(status, CM_E_SCHEMA);
        if (strstr(err.message, rows[i].want) == NULL) {
            print_error("%s\n", err.message);
        }
        assert_true(strstr(err.message, rows[i].want) != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_wrong_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
