#include "base/base.h"

#include "base/buf.h"
#include "base/limits.h"
#include "harness.h"
#include "text/pattern.h"

/* Matches as "expression@begin-end". */
static const struct {
    const char *title, *expressions[3], *text, *want;
} rows[] = {
    {"none", {"甲乙", "丙"}, "丁丁", ""},
    {"by place, then the longer", {"乙", "甲乙"}, "丙甲乙乙", "1@3-9 0@6-9 0@9-12"},
    {"the leftmost and longest of one expression",
     {"第[一二]+条"},
     "第一二条第二条",
     "0@0-12 0@12-21"},
    {"of one expression no two overlap", {"甲[^。]*乙"}, "甲甲乙乙。甲乙", "0@0-12 0@15-21"},
    {"two expressions may overlap", {"甲乙", "乙丙"}, "甲乙丙", "0@0-6 1@3-9"},
    {"empty text", {"甲"}, "", ""},
};

static void test_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_ERR err = {0};
        cm_svs expressions = {0};
        for (size_t k = 0; k < 3 && rows[i].expressions[k] != NULL; k++) {
            *cm_vec_push(&mem, &expressions) = cm_sv_from(rows[i].expressions[k]);
        }
        cm_patterns *patterns = NULL;
        size_t bad = 0;
        assert_int_equal(cm_patterns_new(&mem, &expressions, &patterns, &bad, &err), CM_OK);
        cm_pattern_scratch *scratch = cm_pattern_scratch_new(patterns);
        cm_matches m = cm_patterns_match(&mem, patterns, scratch, cm_sv_from(rows[i].text));
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        for (size_t k = 0; k < m.count; k++) {
            (void)cm_buf_addf(&out, "%s%u@%u-%u", k > 0 ? " " : "", m.items[k].phrase,
                              m.items[k].begin, m.items[k].end);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
        cm_pattern_scratch_free(scratch);
        cm_patterns_free(patterns);
    }
}

static void test_fault(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_svs expressions = {0};
    *cm_vec_push(&mem, &expressions) = CM_SV("甲");
    *cm_vec_push(&mem, &expressions) = CM_SV("(乙");
    cm_patterns *patterns = NULL;
    size_t bad = 0;
    assert_int_equal(cm_patterns_new(&mem, &expressions, &patterns, &bad, &err), CM_E_SCHEMA);
    assert_int_equal(bad, 1);
    assert_true(patterns == NULL && err.message != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matches),
                                       cmocka_unit_test(test_fault)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
