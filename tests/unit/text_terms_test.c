#include "base/base.h"

#include "base/file.h"
#include "harness.h"
#include "text/terms.h"

static cm_status load(cm_arena *mem, const char *rows, cm_terms *ret_terms, cm_err *err)
{
    cm_sv path = cm_file_join(mem, cm_sv_from(test_temp_dir()), CM_SV("terms.tsv"));
    cm_sv table = cm_arena_format(mem, "list\tid\tzh\ten\n%s", rows);
    assert_int_equal(cm_file_write(path, table, err), CM_OK);
    return cm_terms_load(mem, path, ret_terms, err);
}

static void test_bind(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_terms terms;
    const char *rows =
        "sex\tmale\t男\tmale\nsex\tfemale\t女\tfemale\nparty\tperson\t自然人\tperson\n";
    assert_int_equal(load(&mem, rows, &terms, &err), CM_OK);
    const cm_term_list *sex = NULL;
    assert_int_equal(cm_terms_bind(&terms, CM_SV("sex"), 2, &sex, &err), CM_OK);
    assert_true(cm_sv_equal(cm_term_zh(sex, 1), CM_SV("女")));
    assert_int_equal(cm_term_find(sex, CM_SV("女")), 1);
    assert_int_equal(cm_term_find(sex, CM_SV("未知")), -1);
    const cm_term_list *untouched = sex;
    assert_int_equal(cm_terms_bind(&terms, CM_SV("sex"), 3, &untouched, &err), CM_E_SCHEMA);
    assert_int_equal(err.line, 2);
    assert_int_equal(cm_terms_bind(&terms, CM_SV("court"), 1, &untouched, &err), CM_E_SCHEMA);
    assert_true(untouched == sex);
}

static const struct {
    const char *title, *rows;
    cm_status want;
    uint32_t line;
} faults[] = {
    {"repeated id", "sex\tmale\t男\tmale\nsex\tmale\t女\tfemale\n", CM_E_SCHEMA, 3},
    {"a list in two pieces", "sex\tmale\t男\tmale\nparty\tperson\t人\tp\nsex\tfemale\t女\tf\n",
     CM_E_SCHEMA, 4},
    {"a missing cell", "sex\tmale\t男\n", CM_E_SYNTAX, 2},
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(faults); i++) {
        test_row(faults[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_ERR err = {0};
        cm_terms terms;
        assert_int_equal(load(&mem, faults[i].rows, &terms, &err), faults[i].want);
        assert_int_equal(err.line, faults[i].line);
    }
}

/* The same id may stand in two lists. */
static void test_real_terms(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_terms terms;
    cm_sv path = cm_arena_format(&mem, "%s/terms/terms.tsv", getenv("CHAMING_DATA"));
    assert_int_equal(cm_terms_load(&mem, path, &terms, &err), CM_OK);
    assert_true(terms.lists.entries.count >= 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bind),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_real_terms),
    };
    return cmocka_run_group_tests_name("text_terms", tests, NULL, NULL);
}
