/* The reference tables themselves: order in time, quotes that stand in the statute, names. What a
 * single row can get wrong is checked when it is loaded, and here by loading broken tables. */
#include "base/base.h"

#include "base/file.h"
#include "law/data.h"
#include "law_fixture.h"

/* 483 names are in force since the eighth supplement to the rules on names of crimes (2024-03-01).
 */
static void test_names_in_force(void **state)
{
    law_fixture *f = *state;
    size_t current = 0;

    for (size_t i = 0; i < f->law->charges.count; i++) {
        current += f->law->charges.items[i]->public.current;
        assert_true(f->law->charges.items[i]->tiers.count != 0);
    }
    assert_int_equal(current, 483);
}

static const struct {
    const char *title, *file, *from, *to; /* the file with `from` replaced by `to`, once */
    const char *message;
} BROKEN[] = {
    {"an unknown fine mode", "law/penalties.tsv", "\talone_or_with\t", "\talone_and_with\t",
     "fine 'alone_and_with': not one of the values known here"},
    {"a day that does not exist", "law/penalties.tsv", "1997-10-01", "1997-02-30",
     "valid_from '1997-02-30': not a day of the calendar"},
    {"a charge without a row", "law/charges.tsv", "盗窃罪", "盗窃贼",
     "charge '盗窃罪': is not in charges.tsv"},
    {"a former name that is none", "law/charges.tsv", "\t投毒罪\t", "\t投独罪\t",
     "former_names '投独罪': names a charge that is not in the table"},
    {"a paragraph out of order", "law/articles.tsv", "刑法\t73\t0\t2", "刑法\t73\t0\t4",
     "paragraph '4': out of order, or without text or source"},
    {"an article of an unknown law", "law/articles.tsv", "刑法\t73\t0\t2", "民法\t73\t0\t2",
     "law '民法': is not in sources.tsv"},
    {"an unknown circumstance", "law/mitigation.tsv", "\tsurrender\t", "\tserenade\t",
     "id 'serenade': is not in list circumstance"},
    {"an unknown measure", "law/custody.tsv", "\narrest\t", "\narest\t",
     "measure 'arest': is not in list measure"},
    {"a rule of counting renamed", "law/term-counting.tsv", "month_end_rule", "month_and_rule",
     "unknown id 'month_and_rule'"},
    {"a row cut short", "law/periods.tsv", "\tdays\t", "\t", "9 cells, expected 10"},
};

static const char *const FILES[] = {
    "terms/terms.tsv",       "law/charge-writing.tsv",      "law/charges.tsv",    "law/sources.tsv",
    "law/articles.tsv",      "law/penalties.tsv",           "law/mitigation.tsv", "law/custody.tsv",
    "law/term-counting.tsv", "law/judicial_fine_rules.tsv", "law/periods.tsv",
};

static void write_broken(cm_arena *mem, cm_sv folder, const char *name, size_t row)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF in;
    CM_AUTO_BUF out;
    cm_sv from = cm_file_join(mem, cm_sv_from(getenv("CHAMING_DATA")), cm_sv_from(name));
    cm_sv to = cm_file_join(mem, folder, cm_sv_from(name));

    cm_buf_init(&in, 4 << 20);
    cm_buf_init(&out, 4 << 20);
    assert_int_equal(cm_file_read(from, &in, &err), CM_OK);
    cm_sv text = cm_buf_view(&in);
    if (cm_sv_equal(cm_sv_from(name), cm_sv_from(BROKEN[row].file))) {
        cm_sv target = cm_sv_from(BROKEN[row].from);
        size_t at = cm_sv_find(text, target, 0);

        assert_true(at != SIZE_MAX);
        cm_buf_add(&out, cm_sv_slice(text, 0, at));
        cm_buf_add(&out, cm_sv_from(BROKEN[row].to));
        text = cm_sv_slice(text, at + target.len, text.len);
    }
    cm_buf_add(&out, text);
    assert_int_equal(cm_file_write(to, cm_buf_view(&out), &err), CM_OK);
}

static void test_broken_tables_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(BROKEN); i++) {
        CM_AUTO_ERR err = {0};
        CM_AUTO_ARENA mem;
        const cm_law *law = NULL;

        test_row(BROKEN[i].title);
        cm_arena_init(&mem);
        cm_sv folder =
            cm_file_join(&mem, cm_sv_from(test_temp_dir()), cm_arena_format(&mem, "data-%zu", i));
        cm_sv law_folder = cm_file_join(&mem, folder, CM_SV("law"));
        cm_sv terms_folder = cm_file_join(&mem, folder, CM_SV("terms"));
        assert_int_equal(cm_file_make_folder(law_folder, &err), CM_OK);
        assert_int_equal(cm_file_make_folder(terms_folder, &err), CM_OK);
        for (size_t k = 0; k < TEST_ROWS(FILES); k++) {
            write_broken(&mem, folder, FILES[k], i);
        }
        cm_status status = cm_law_load(&mem, folder, &law, &err);
        assert_true(status == CM_E_SCHEMA || status == CM_E_SYNTAX);
        assert_true(law == NULL);
        if (strstr(err.message, BROKEN[i].message) == NULL) {
            assert_string_equal(err.message, BROKEN[i].message);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_in_force),
        cmocka_unit_test(test_broken_tables_are_refused),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
