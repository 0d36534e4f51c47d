/* The models that come with the program: each loads, and its row cases come out as it says. */
#include "base/base.h"

#include "model/test.h"
#include "model_fixture.h"

static model_fixture fixture;

static int open_all(void **state)
{
    (void)state;
    fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static cm_models load_library(void)
{
    CM_AUTO_ERR err = {0};
    cm_models models = {0};
    cm_problems problems = {0};
    const cm_model_context context = fixture_context(&fixture);
    cm_sv folder = fixture_path(&fixture, "CHAMING_TESTS", "../models");
    cm_status status = cm_models_load(&fixture.mem, &context, folder, &models, &problems, &err);
    cm_sv all = fixture_problems(&fixture, &fixture.words, &problems);
    if (status != CM_OK) {
        fail_msg("%.*s%s", CM_SV_ARG(all), err.message);
    }
    return models;
}

static void test_cases(void **state)
{
    (void)state;
    cm_models models = load_library();
    assert_true(models.count >= 8);
    for (size_t i = 0; i < models.count; i++) {
        const cm_model *model = models.items[i];
        cm_problems problems = {0};
        size_t rows = 0;
        test_row(model->id.ptr);
        for (size_t k = 0; k < model->cases.count; k++) {
            rows += model->cases.items[k].texts.count == 0;
        }
        size_t passed = cm_model_test(&fixture.mem, model, &fixture.chinese, &problems);
        cm_sv all = fixture_problems(&fixture, &fixture.words, &problems);
        if (problems.count != 0) {
            fail_msg("%.*s", CM_SV_ARG(all));
        }
        assert_int_equal(passed, rows);
    }
}

/* Every model says where its law stands, and the evidence behind it has a place in the text. */
static void test_frame(void **state)
{
    (void)state;
    cm_models models = load_library();
    for (size_t i = 0; i < models.count; i++) {
        const cm_model *model = models.items[i];
        test_row(model->id.ptr);
        assert_true(model->basis.count > 0);
        assert_true(model->measure.count > 0);
        const cm_evidence *all = cm_model_evidence(model, CM_SV(""));
        assert_true(all->columns.count >= all->names.count - 1);
        assert_true(i == 0 || cm_sv_compare(models.items[i - 1]->id, model->id) < 0);
    }
}

static void test_plans(void **state)
{
    (void)state;
    cm_models models = load_library();
    for (size_t i = 0; i < models.count; i++) {
        CM_AUTO_ERR err = {0};
        const cm_plan *plan = NULL;
        size_t marks = 0;
        test_row(models.items[i]->id.ptr);
        assert_int_equal(cm_model_plan(&fixture.mem, models.items[i], &plan, &err), CM_OK);
        for (size_t k = 0; k < plan->sql.len; k++) {
            marks += plan->sql.ptr[k] == '?';
        }
        assert_int_equal(marks, plan->parameters.count);
        assert_true(cm_sv_find(plan->sql, CM_SV(" ORDER BY s.doc_key, s.defendant_no, s.count_no"),
                               0) != SIZE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_plans),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
