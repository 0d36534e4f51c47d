/* Model in, plan or list of mistakes out, compared with the files of tests/golden/model. With
 * CHAMING_ACCEPT_GOLDEN set the files are written instead; their diff is then to be read. */
#include "base/base.h"

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

static cm_sv read_all(cm_sv path)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_DATA_FILE);
    if (cm_file_read(path, &content, &err) != CM_OK) {
        fail_msg("%s", err.message);
    }
    return cm_arena_sv(&fixture.mem, cm_buf_view(&content));
}

/* x.yaml is compared with x.expected. */
static void compare(cm_sv path, cm_sv got)
{
    CM_AUTO_ERR err = {0};
    cm_sv stem = cm_sv_slice(path, 0, path.len - strlen(".yaml"));
    cm_sv expected = cm_arena_format(&fixture.mem, "%.*s.expected", CM_SV_ARG(stem));
    if (getenv("CHAMING_ACCEPT_GOLDEN") != NULL) {
        assert_int_equal(cm_file_write(expected, got, &err), CM_OK);
        return;
    }
    cm_sv want = read_all(expected);
    if (!cm_sv_equal(got, want)) {
        print_error("%.*s is now:\n%.*s", CM_SV_ARG(expected), CM_SV_ARG(got));
    }
    assert_true(cm_sv_equal(got, want));
}

static void write_parameter(cm_buf *out, const cm_parameter *p)
{
    cm_buf_add(out, CM_SV("  ? "));
    if (p->type == CM_TYPE_TEXT) {
        cm_buf_add(out, p->text);
    } else {
        cm_buf_add_int(out, p->number);
    }
    cm_buf_add_byte(out, '\n');
}

static cm_sv describe(const cm_plan *plan)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DATA_FILE);
    for (size_t i = 0; i < plan->steps.count; i++) {
        const cm_plan_step *step = &plan->steps.items[i];
        cm_buf_addf(&out, "%.*s\n%.*s\n", CM_SV_ARG(step->name), CM_SV_ARG(step->sql));
        for (size_t k = 0; k < step->parameters.count; k++) {
            write_parameter(&out, &step->parameters.items[k]);
        }
    }
    for (size_t i = 0; i < plan->outputs.count; i++) {
        cm_buf_addf(&out, "-> %.*s %s\n", CM_SV_ARG(plan->outputs.items[i].name),
                    cm_type_name(plan->outputs.items[i].type));
    }
    return cm_arena_sv(&fixture.mem, cm_buf_view(&out));
}

static cm_svs models_below(const char *folder)
{
    CM_AUTO_ERR err = {0};
    cm_svs paths = {0};
    cm_svs models = {0};
    cm_sv path = fixture_path(&fixture, "CHAMING_TESTS", folder);
    assert_int_equal(cm_file_list(&fixture.mem, path, &paths, &err), CM_OK);
    for (size_t i = 0; i < paths.count; i++) {
        if (cm_sv_ends(paths.items[i], CM_SV(".yaml"))) {
            *cm_vec_push(&fixture.mem, &models) = paths.items[i];
        }
    }
    return models;
}

static void test_plans(void **state)
{
    (void)state;
    cm_svs paths = models_below("golden/model/test");
    assert_true(paths.count >= 2);
    for (size_t i = 0; i < paths.count; i++) {
        CM_AUTO_ERR err = {0};
        const cm_plan *plan = NULL;
        cm_sv problems;
        test_row(paths.items[i].ptr);
        const cm_model *model =
            fixture_parse(&fixture, paths.items[i].ptr, read_all(paths.items[i]), &problems);
        if (model == NULL) {
            fail_msg("%.*s", CM_SV_ARG(problems));
        }
        assert_int_equal(cm_model_plan(&fixture.mem, model, &plan, &err), CM_OK);
        compare(paths.items[i], describe(plan));
    }
}

/* The mistakes are named as for any other file, so that the paths do not depend on the machine. */
static void test_mistakes(void **state)
{
    (void)state;
    cm_svs paths = models_below("golden/model/bad");
    assert_true(paths.count >= 5);
    for (size_t i = 0; i < paths.count; i++) {
        cm_sv problems;
        cm_sv name = cm_file_join(&fixture.mem, CM_SV("bad"), cm_file_name(paths.items[i]));
        test_row(paths.items[i].ptr);
        const cm_model *model =
            fixture_parse(&fixture, name.ptr, read_all(paths.items[i]), &problems);
        assert_null(model);
        compare(paths.items[i], problems);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
