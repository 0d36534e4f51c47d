#include "base/base.h"

#include "base/limits.h"
#include "document/child.h"
#include "harness.h"

static const struct {
    const char *title, *argument;
    uint32_t seconds;
    cm_child_end want;
    int code;
} rows[] = {
    {"input comes in, output comes out", "echo", 20, CM_CHILD_DONE, 7},
    {"one that loops is killed", "loop", 1, CM_CHILD_TIMEOUT, -1},
    {"one that sleeps is killed", "sleep", 1, CM_CHILD_TIMEOUT, -1},
    {"no socket", "socket", 20, CM_CHILD_DONE, 0},
    {"no file is written", "write", 20, CM_CHILD_DONE, 0},
    {"no process is started", "fork", 20, CM_CHILD_DONE, 0},
    {"memory has an end", "memory", 20, CM_CHILD_DONE, 0},
    {"output has an end", "output", 20, CM_CHILD_TOO_LONG, -1},
    {"nothing of the environment", "environment", 20, CM_CHILD_DONE, 0},
    {"no descriptor but three", "descriptors", 20, CM_CHILD_DONE, 0},
    {"a crash is told", "crash", 20, CM_CHILD_BROKEN, -1},
};

static void test_rows(void **state)
{
    (void)state;
    cm_cage *cage = cm_cage_new();
    assert_true(cage != NULL);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        CM_AUTO_BUF errors;
        cm_buf_init(&out, 1000);
        cm_buf_init(&errors, 1000);
        const char *const command[] = {getenv("CHAMING_CHILD"), rows[i].argument, NULL};
        const cm_child_job job = {.command = command,
                                  .input = CM_SV("input"),
                                  .seconds = rows[i].seconds,
                                  .memory = CM_MAX_CHILD_MEMORY};
        int code = -1;
        assert_int_equal(cm_child_run(cage, &job, &out, &errors, &code), rows[i].want);
        assert_int_equal(code, rows[i].code);
        if (i == 0) {
            assert_string_equal(cm_buf_z(&out), "input");
            assert_string_equal(cm_buf_z(&errors), "done");
        }
    }
    cm_cage_free(cage);
}

static void test_not_run(void **state)
{
    (void)state;
    CM_AUTO_BUF out;
    CM_AUTO_BUF errors;
    cm_buf_init(&out, 1000);
    cm_buf_init(&errors, 1000);
    int code = -1;
    const char *const missing[] = {"/nonexistent/program", NULL};
    const char *const there[] = {getenv("CHAMING_CHILD"), "echo", NULL};
    cm_child_job job = {.command = missing, .seconds = 5, .memory = CM_MAX_CHILD_MEMORY};
    cm_cage *cage = cm_cage_new();
    assert_int_equal(cm_child_run(cage, &job, &out, &errors, &code), CM_CHILD_NOT_RUN);
    job.command = there;
    assert_int_equal(cm_child_run(NULL, &job, &out, &errors, &code), CM_CHILD_NOT_RUN);
    cm_cage_free(cage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_not_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
