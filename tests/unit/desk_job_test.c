/* Jobs: the order they are taken in, what becomes of them when the process dies, who sees which. */
#include "base/base.h"

#include "desk/change.h"
#include "desk/job.h"
#include "desk/upload.h"
#include "harness.h"

#include <unistd.h>

#define AT CM_SV("2026-01-10T08:00:00Z")

typedef struct {
    cm_sv path;
    cm_desk *desk;
    cm_arena mem;
} place;

static int setup(void **state)
{
    place *p = cm_alloc_zero(1, sizeof(*p));
    CM_AUTO_ERR err = {0};
    cm_arena_init(&p->mem);
    p->path = cm_arena_format(&p->mem, "%s/desk.sqlite", test_temp_dir());
    assert_int_equal(cm_desk_open(p->path, AT, &p->desk, &err), CM_OK);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    place *p = *state;
    cm_desk_close(p->desk);
    (void)unlink(p->path.ptr);
    cm_arena_clear(&p->mem);
    cm_free(p);
    return 0;
}

static int64_t put(place *p, const char *by)
{
    int64_t no = 0;
    CM_AUTO_ERR err = {0};
    const cm_job job = {.kind = CM_SV("run"),
                        .by = cm_sv_from(by),
                        .office = CM_SV("o"),
                        .parameters = CM_SV("{}"),
                        .made_at = AT};
    assert_int_equal(cm_job_put(p->desk, &job, &no, &err), CM_OK);
    return no;
}

static cm_job get(place *p, int64_t no)
{
    cm_job job = {0};
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_job_get(p->desk, no, &p->mem, &job, &err), CM_OK);
    return job;
}

static void begin(place *p, int64_t no, int times)
{
    CM_AUTO_ERR err = {0};
    for (int i = 0; i < times; i++) {
        assert_int_equal(cm_job_again(p->desk, no, &err), CM_OK);
        assert_int_equal(cm_job_begin(p->desk, no, AT, &err), CM_OK);
    }
}

static void test_order(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    assert_int_equal(cm_job_next(p->desk, &p->mem, &job, &err), CM_OK);
    assert_int_equal(job.no, 0);
    int64_t first = put(p, "a"), second = put(p, "b");
    assert_int_equal(cm_job_next(p->desk, &p->mem, &job, &err), CM_OK);
    assert_int_equal(job.no, first);
    begin(p, first, 1);
    assert_int_equal(cm_job_next(p->desk, &p->mem, &job, &err), CM_OK);
    assert_int_equal(job.no, second);
    job = get(p, first);
    job.state = CM_JOB_DONE;
    job.ended_at = AT;
    job.result = CM_SV("{\"n\":1}");
    assert_int_equal(cm_job_end(p->desk, &job, &err), CM_OK);
    job = get(p, first);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_true(cm_sv_equal(job.result, CM_SV("{\"n\":1}")));
    assert_int_equal(job.attempts, 1);
}

static void test_stop(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    int64_t waits = put(p, "a"), runs = put(p, "a");
    begin(p, runs, 1);
    assert_int_equal(cm_job_stop(p->desk, waits, AT, &err), CM_OK);
    assert_int_equal(get(p, waits).state, CM_JOB_CANCELLED);
    assert_true(cm_sv_equal(get(p, waits).ended_at, CM_SV("2026-01-10T08:00:00Z")));
    assert_int_equal(cm_job_stop(p->desk, runs, AT, &err), CM_OK);
    assert_int_equal(get(p, runs).state, CM_JOB_RUNNING);
    assert_true(get(p, runs).stopping);
    assert_int_equal(cm_job_stop(p->desk, waits, AT, &err), CM_E_CONFLICT);
}

static const struct {
    const char *title;
    int begun; /* times */
    bool stopped;
    cm_job_state then;
} DEATHS[] = {
    {"waiting", 0, false, CM_JOB_QUEUED},
    {"begun once", 1, false, CM_JOB_QUEUED},
    {"begun four times", 4, false, CM_JOB_QUEUED},
    {"begun as often as it may be", 5, false, CM_JOB_FAILED},
    {"to stop", 1, true, CM_JOB_CANCELLED},
};

static void test_death(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    for (size_t i = 0; i < CM_COUNT(DEATHS); i++) {
        test_row(DEATHS[i].title);
        int64_t no = put(p, "a");
        begin(p, no, DEATHS[i].begun);
        if (DEATHS[i].stopped) {
            assert_int_equal(cm_job_stop(p->desk, no, AT, &err), CM_OK);
        }
        assert_int_equal(cm_jobs_take_up(p->desk, 5, AT, CM_SV("2025-01-01T00:00:00Z"), &err),
                         CM_OK);
        assert_int_equal(get(p, no).state, DEATHS[i].then);
    }
    assert_int_equal(cm_jobs_take_up(p->desk, 5, AT, CM_SV("2027-01-01T00:00:00Z"), &err), CM_OK);
    const cm_job_filter all = {.most = 50, .state = -1};
    cm_jobs list = {0};
    assert_int_equal(cm_jobs_list(p->desk, &all, &p->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 3); /* those that wait are never forgotten */
}

static void test_list(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    int64_t first = put(p, "a"), second = put(p, "b"), third = put(p, "a");
    const cm_scope own = {.own = true, .name = CM_SV("a")};
    const cm_scope none = {.own = false};
    cm_jobs list = {0};
    cm_job_filter filter = {.scope = &own, .most = 1, .state = -1};
    assert_int_equal(cm_jobs_list(p->desk, &filter, &p->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].no, third);
    filter.before = third;
    assert_int_equal(cm_jobs_list(p->desk, &filter, &p->mem, &list, &err), CM_OK);
    assert_int_equal(list.items[0].no, first);
    filter = (cm_job_filter){.scope = &none, .most = 9, .state = -1};
    assert_int_equal(cm_jobs_list(p->desk, &filter, &p->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 0);
    begin(p, second, 1);
    filter = (cm_job_filter){.most = 9, .state = CM_JOB_RUNNING};
    assert_int_equal(cm_jobs_list(p->desk, &filter, &p->mem, &list, &err), CM_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].no, second);
}

static void test_log(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    int64_t no = put(p, "a");
    for (int i = 0; i < 3; i++) {
        const cm_job_line line = {
            .job = no, .at = AT, .text = CM_SV("job.t"), .words = CM_SV("{}")};
        assert_int_equal(cm_job_note(p->desk, &line, &err), CM_OK);
    }
    cm_job_lines lines = {0};
    assert_int_equal(cm_job_log(p->desk, no, 0, 2, &p->mem, &lines, &err), CM_OK);
    assert_int_equal(lines.count, 2);
    int64_t last = lines.items[1].no;
    assert_int_equal(cm_job_log(p->desk, no, last, 2, &p->mem, &lines, &err), CM_OK);
    assert_int_equal(lines.count, 1);
}

/* What serves the running program only goes into no copy. */
static void test_copy(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    (void)put(p, "a");
    const cm_upload file = {.name = CM_SV("n.txt"), .by = CM_SV("a"), .at = AT, .bytes = 5};
    int64_t no = 0;
    assert_int_equal(cm_upload_put(p->desk, &file, &no, &err), CM_OK);
    cm_sv to = cm_arena_format(&p->mem, "%s/copy.sqlite", test_temp_dir());
    assert_int_equal(cm_desk_copy(p->desk, to, &err), CM_OK);
    cm_desk *copy = NULL;
    assert_int_equal(cm_desk_open(to, AT, &copy, &err), CM_OK);
    const cm_job_filter all = {.most = 50, .state = -1};
    cm_jobs jobs = {0};
    cm_uploads uploads = {0};
    assert_int_equal(cm_jobs_list(copy, &all, &p->mem, &jobs, &err), CM_OK);
    assert_int_equal(cm_uploads_list(copy, &p->mem, &uploads, &err), CM_OK);
    assert_int_equal(jobs.count, 0);
    assert_int_equal(uploads.count, 0);
    cm_desk_close(copy);
    (void)unlink(to.ptr);
    cm_upload got = {0};
    assert_int_equal(cm_upload_get(p->desk, no, &p->mem, &got, &err), CM_OK);
    assert_int_equal(got.bytes, 5);
    assert_int_equal(cm_upload_end(p->desk, no, AT, &err), CM_OK);
    assert_int_equal(cm_upload_get(p->desk, no, &p->mem, &got, &err), CM_E_NOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(test_death, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list, setup, teardown),
        cmocka_unit_test_setup_teardown(test_log, setup, teardown),
        cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
