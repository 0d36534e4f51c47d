/* Jobs from what is asked for to what came of it, on a workspace of one judgment with an error in
 * it: import, run, backup, rebuild, deletion; stopped, refused, and taken up again. */
#include "base/base.h"

#include "app/job_work.h"
#include "app/run.h"
#include "base/file.h"
#include "base/limits.h"
#include "harness.h"

#define AT CM_SV("2026-01-10T08:00:00Z")

static cm_home *the_home; /* takes a second to open */

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_site *base;
    cm_workdesk desk;
    cm_caller caller;
    cm_asking ask;
    atomic_bool cancel, leaving;
    cm_job_host host;
    cm_job_worker worker;
    int told, stop_when_told;
} place;

static cm_status join(void *payload, cm_site **ret_site, cm_err *err)
{
    (void)err;
    *ret_site = ((place *)payload)->base;
    return CM_OK;
}

static void leave(void *payload, cm_site *site)
{
    (void)payload;
    (void)site;
}

static cm_site *alone(void *payload)
{
    return ((place *)payload)->base;
}

static void alone_end(void *payload)
{
    (void)payload;
}

static void told(void *payload, const cm_job *job)
{
    place *p = payload;
    p->told++;
    if (p->stop_when_told == p->told && job->state == CM_JOB_RUNNING) {
        atomic_store(&p->cancel, true);
    }
}

static int setup(void **state)
{
    static int number;
    place *p = cm_alloc_zero(1, sizeof(*p));
    CM_AUTO_ERR err = {0};
    cm_arena_init(&p->mem);
    cm_sv folder = cm_arena_format(&p->mem, "%s/w-%d", test_temp_dir(), number++);
    p->home = the_home;
    assert_int_equal(cm_workspace_create(&p->mem, folder, &err), CM_OK);
    assert_int_equal(cm_site_open(p->home, folder, 1, &p->base, &err), CM_OK);
    p->desk = (cm_workdesk){.home = p->home, .workspace = p->base->workspace, .at = AT};
    assert_int_equal(cm_site_desk(p->base, false, AT, &p->desk.desk, &err), CM_OK);
    cm_arena_init(&p->desk.mem);
    p->caller = (cm_caller){.owner = true, .at = AT};
    p->ask = (cm_asking){&p->desk, &p->caller, &p->mem};
    p->host = (cm_job_host){p, join, leave, alone, alone_end, told};
    p->worker = (cm_job_worker){&p->host, &p->desk, &p->cancel, &p->leaving};
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    place *p = *state;
    cm_site_close(p->base);
    cm_arena_clear(&p->desk.mem);
    cm_arena_clear(&p->mem);
    cm_free(p);
    return 0;
}

static int open_home(void **state)
{
    CM_AUTO_ERR err = {0};
    (void)state;
    return cm_home_open(CM_SV(""), CM_SV("zh"), &the_home, &err) == CM_OK &&
                   cm_home_load_models(the_home, CM_SV(""), &err) == CM_OK
               ? 0
               : -1;
}

static int close_home(void **state)
{
    (void)state;
    cm_home_close(the_home);
    return 0;
}

/* ---- helpers ---- */

static int64_t upload(place *p, const char *name, cm_sv bytes)
{
    CM_AUTO_ERR err = {0};
    cm_upload got = {0};
    cm_sv path = cm_file_join(&p->mem, p->desk.workspace.folder, CM_SV("sent"));
    assert_int_equal(cm_file_write(path, bytes, &err), CM_OK);
    const cm_upload_new file = {cm_sv_from(name), path, 1 << 20};
    assert_int_equal(cm_upload_add(&p->ask, &file, &got, &err), CM_OK);
    assert_false(cm_file_exists(path));
    assert_true(cm_file_exists(cm_upload_path(&p->mem, &p->desk.workspace, got.no)));
    return got.no;
}

static cm_sv judgment(place *p)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DOCUMENT);
    cm_sv path = cm_arena_format(&p->mem, "%s/cli/data/hit.txt", test_source_dir());
    assert_int_equal(cm_file_read(path, &text, &err), CM_OK);
    return cm_arena_sv(&p->mem, cm_buf_view(&text));
}

static cm_job ask_import(place *p, int64_t file)
{
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    cm_job_import_order order = {.label = CM_SV("first"), .received_on = CM_NO_DATE};
    *cm_vec_push(&p->mem, &order.uploads) = file;
    assert_int_equal(cm_job_ask_import(&p->ask, &order, &job, &err), CM_OK);
    assert_int_equal(job.state, CM_JOB_QUEUED);
    return job;
}

static cm_job ask_run(place *p)
{
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    const cm_job_run_order order = {.as_of = {2016, 6, 1}};
    assert_int_equal(cm_job_ask_run(&p->ask, &order, &job, &err), CM_OK);
    return job;
}

/* Do the next one, which must be this one. */
static cm_job done(place *p, int64_t no)
{
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    int64_t did = 0;
    assert_int_equal(cm_job_do_next(&p->worker, &did, &err), CM_OK);
    assert_int_equal(did, no);
    assert_int_equal(cm_job_get(p->desk.desk, no, &p->mem, &job, &err), CM_OK);
    return job;
}

static bool says(cm_sv json, const char *part)
{
    return cm_sv_find(json, cm_sv_from(part), 0) != SIZE_MAX;
}

static uint64_t documents(place *p)
{
    CM_AUTO_ERR err = {0};
    uint64_t count = 0;
    assert_int_equal(cm_run_documents(p->base, &count, &err), CM_OK);
    return count;
}

static void import_one(place *p)
{
    int64_t file = upload(p, "a/b\\hit.txt", judgment(p));
    cm_job job = done(p, ask_import(p, file).no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_int_equal(documents(p), 1);
}

/* ---- the tests ---- */

static void test_import(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    int64_t file = upload(p, "a/b\\hit.txt", judgment(p));
    cm_upload got = {0};
    assert_int_equal(cm_upload_find(&p->ask, file, &got, &err), CM_OK);
    assert_true(cm_sv_equal(got.name, CM_SV("hit.txt")));
    int64_t no = ask_import(p, file).no;
    assert_int_equal(cm_upload_remove(&p->ask, file, &err), CM_E_CONFLICT);
    cm_job job = done(p, no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_true(says(job.result, "\"documents\":1"));
    assert_true(says(job.progress, "\"unit\":\"bytes\""));
    assert_true(p->told >= 3); /* begun, got on, ended */
    assert_int_equal(documents(p), 1);
    assert_false(cm_file_exists(cm_upload_path(&p->mem, &p->desk.workspace, file)));
    assert_int_equal(cm_upload_find(&p->ask, file, &got, &err), CM_E_NOTFOUND);
    cm_site_document d;
    assert_int_equal(cm_site_text(p->base, 1, &p->mem, &d, &err), CM_OK);
    assert_true(cm_sv_equal(d.path, CM_SV("hit.txt")));
    assert_true(cm_sv_equal(d.id, CM_SV("hit")));
}

static void test_not_read(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    cm_job_lines lines = {0};
    cm_job job = done(p, ask_import(p, upload(p, "x.bin", CM_SV("\x01\x02"))).no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_true(says(job.result, "\"documents\":0"));
    assert_int_equal(cm_job_log(p->desk.desk, job.no, 0, 9, &p->mem, &lines, &err), CM_OK);
    assert_int_equal(lines.count, 1);
    assert_true(says(cm_job_line_text(p->home, &p->mem, &lines.items[0]), "x.bin"));
}

static void test_run(void **state)
{
    place *p = *state;
    import_one(p);
    cm_job job = done(p, ask_run(p).no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_true(says(job.result, "\"new\":1"));
    assert_true(says(job.result, "\"hit\":1"));
    job = done(p, ask_run(p).no);
    assert_true(says(job.result, "\"new\":0")); /* the same again */
}

static void test_backup(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    import_one(p);
    assert_int_equal(cm_job_ask_backup(&p->ask, CM_SV("../x"), &job, &err), CM_E_ARG);
    assert_int_equal(cm_job_ask_backup(&p->ask, CM_SV("b1"), &job, &err), CM_OK);
    job = done(p, job.no);
    assert_int_equal(job.state, CM_JOB_DONE);
    cm_sv made = cm_file_join(&p->mem, p->desk.workspace.folder, CM_SV("backups/b1/manifest.json"));
    assert_true(cm_file_exists(made));
    assert_int_equal(cm_job_ask_backup(&p->ask, CM_SV("b1"), &job, &err), CM_OK);
    job = done(p, job.no); /* there is one of that name */
    assert_int_equal(job.state, CM_JOB_FAILED);
    assert_true(says(job.error, "\"status\":"));
}

static void test_rebuild(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    import_one(p);
    assert_int_equal(done(p, ask_run(p).no).state, CM_JOB_DONE);
    assert_int_equal(cm_job_ask_rebuild(&p->ask, &job, &err), CM_OK);
    job = done(p, job.no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_int_equal(documents(p), 1);
    assert_true(says(job.result, "\"run\":{"));
    assert_true(says(job.result, "\"gone\":0"));
    assert_true(says(job.result, "\"hit\":1")); /* the results are in the new tables */
    atomic_store(&p->cancel, true);             /* the old ones stay */
    assert_int_equal(cm_job_ask_rebuild(&p->ask, &job, &err), CM_OK);
    assert_int_equal(done(p, job.no).state, CM_JOB_CANCELLED);
    assert_int_equal(documents(p), 1);
}

static void test_deletion(void **state)
{
    place *p = *state;
    const cm_job_deletion_order no_reason = {.source = 1, .reason = CM_SV(" ")};
    const cm_job_deletion_order first = {.source = 1, .reason = CM_SV("why")};
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    import_one(p);
    assert_int_equal(cm_job_ask_deletion(&p->ask, &no_reason, &job, &err), CM_E_ARG);
    assert_int_equal(cm_job_ask_deletion(&p->ask, &first, &job, &err), CM_OK);
    job = done(p, job.no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_int_equal(documents(p), 0);
    assert_true(cm_file_exists(
        cm_file_join(&p->mem, p->desk.workspace.certificates, CM_SV("000001.json"))));
    assert_int_equal(cm_job_ask_deletion(&p->ask, &first, &job, &err), CM_OK);
    job = done(p, job.no);
    assert_int_equal(job.state, CM_JOB_FAILED);
    assert_true(says(job.error, "notfound"));
}

/* The process ends in the middle of a job: it waits again, and is then done. */
static void test_goes_on(void **state)
{
    place *p = *state;
    import_one(p);
    int64_t no = ask_run(p).no;
    atomic_store(&p->cancel, true);
    atomic_store(&p->leaving, true);
    cm_job job = done(p, no);
    assert_int_equal(job.state, CM_JOB_QUEUED);
    assert_int_equal(job.attempts, 1);
    atomic_store(&p->cancel, false);
    atomic_store(&p->leaving, false);
    job = done(p, no);
    assert_int_equal(job.state, CM_JOB_DONE);
    assert_int_equal(job.attempts, 2);
}

static void test_cancel(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    int64_t file = upload(p, "hit.txt", judgment(p));
    cm_job job = ask_import(p, file), stopped = {0};
    assert_int_equal(cm_job_cancel(&p->ask, job.no, &stopped, &err), CM_OK);
    assert_int_equal(stopped.state, CM_JOB_CANCELLED);
    assert_int_equal(cm_job_cancel(&p->ask, job.no, &stopped, &err), CM_E_CONFLICT);
    int64_t did = 0;
    assert_int_equal(cm_job_do_next(&p->worker, &did, &err), CM_OK);
    assert_int_equal(did, 0);
    job = ask_import(p, file); /* the file is for others again */
    p->stop_when_told = 1;     /* as it begins */
    p->told = 0;
    job = done(p, job.no);
    assert_int_equal(job.state, CM_JOB_CANCELLED);
    assert_int_equal(documents(p), 0);
}

static void test_refused(void **state)
{
    place *p = *state;
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    cm_jobs list = {0};
    cm_job mine = ask_run(p);
    const cm_caller nobody = {.name = CM_SV("x"), .office = CM_SV("o"), .at = AT};
    p->ask.caller = &nobody;
    const cm_job_run_order order = {.as_of = CM_NO_DATE};
    assert_int_equal(cm_job_ask_run(&p->ask, &order, &job, &err), CM_E_DENIED);
    assert_int_equal(cm_job_find(&p->ask, mine.no, &job, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_job_cancel(&p->ask, mine.no, &job, &err), CM_E_NOTFOUND);
    cm_job_filter all = {.most = 9, .state = -1};
    assert_int_equal(cm_job_list(&p->ask, &all, &list, &err), CM_OK);
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_import, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_run, setup, teardown),
        cmocka_unit_test_setup_teardown(test_backup, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rebuild, setup, teardown),
        cmocka_unit_test_setup_teardown(test_deletion, setup, teardown),
        cmocka_unit_test_setup_teardown(test_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cancel, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, open_home, close_home);
}
