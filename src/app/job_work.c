#include "base/base.h"

#include "app/job_work.h"

#include "app/job_kind.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"

#include <time.h>

enum { TELL_MS = 500, KEEP_DAYS = 90, DAY_SECONDS = 24 * 60 * 60, LINES_MOST = 1000 };

static int64_t clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

cm_status cm_jobs_start(cm_workdesk *desk, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv old = cm_moment_after(&mem, at, -(int64_t)KEEP_DAYS * DAY_SECONDS);
    cm_status status = cm_jobs_take_up(desk->desk, CM_JOB_ATTEMPTS, at, old, err);
    if (status == CM_OK) {
        status = cm_uploads_sweep(desk, at, err);
    }
    return status == CM_OK ? cm_uploads_sweep_files(desk, err) : status;
}

/* ---- what the work tells ---- */

cm_status cm_job_join(cm_job_at_work *w, cm_err *err)
{
    return w->worker->host->join(w->worker->host->payload, &w->site, err);
}

void cm_job_leave(cm_job_at_work *w)
{
    if (w->site != NULL) {
        w->worker->host->leave(w->worker->host->payload, w->site);
        w->site = NULL;
    }
}

static void tell(const cm_job_at_work *w)
{
    const cm_job_host *host = w->worker->host;
    if (host->told != NULL) {
        host->told(host->payload, &w->job);
    }
}

static void write_progress(cm_buf *out, const cm_job_at_work *w, const char *unit, uint64_t done,
                           uint64_t all)
{
    CM_AUTO_JSON *json = cm_json_new(out);
    uint64_t ms = (uint64_t)(clock_ms() - w->begun_ms);
    uint64_t rate = ms > 0 ? done * 1000 / ms : 0;
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("unit"), cm_sv_from(unit));
    cm_json_put_int(json, CM_SV("done"), (int64_t)done);
    cm_json_put_int(json, CM_SV("all"), (int64_t)all);
    cm_json_put_int(json, CM_SV("per_second"), (int64_t)rate);
    if (rate > 0 && all >= done) {
        cm_json_put_int(json, CM_SV("seconds_left"), (int64_t)((all - done) / rate));
    } else {
        cm_json_put_text(json, CM_SV("seconds_left"), (cm_sv){NULL, 0});
    }
    cm_json_object_end(json);
}

/* A row that could not be written is written the next time: the work itself goes on. */
void cm_job_got_on(cm_job_at_work *w, const char *unit, uint64_t done, uint64_t all)
{
    cm_lock_take(w->lock);
    int64_t now = clock_ms();
    if (now - w->told_ms >= TELL_MS || done == all) {
        CM_AUTO_BUF text;
        CM_AUTO_ERR ignored = {0};
        cm_buf_init(&text, CM_MAX_MESSAGE);
        w->told_ms = now;
        write_progress(&text, w, unit, done, all);
        w->job.progress = cm_arena_sv(&w->mem, cm_buf_view(&text));
        cm_status status = cm_job_tell(w->worker->desk->desk, w->job.no, w->job.progress, &ignored);
        (void)status;
        tell(w);
    }
    cm_lock_leave(w->lock);
}

void cm_job_say(cm_job_at_work *w, const char *text, cm_sv words)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_lock_take(w->lock);
    bool last = ++w->lines == LINES_MOST;
    const cm_job_line line = {.job = w->job.no,
                              .at = cm_moment_now(&mem),
                              .text = last ? CM_SV("job.line.more") : cm_sv_from(text),
                              .words = last ? CM_SV("{}") : words};
    if (w->lines <= LINES_MOST) {
        CM_AUTO_ERR ignored = {0}; /* what the line tells is counted in the result too */
        cm_status status = cm_job_note(w->worker->desk->desk, &line, &ignored);
        (void)status;
    }
    cm_lock_leave(w->lock);
}

/* ---- the end ---- */

static cm_sv error_text(cm_arena *mem, cm_status status, const cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&text);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("status"), cm_sv_from(cm_status_name(status)));
    cm_json_put_text(json, CM_SV("detail"),
                     err->message != NULL ? cm_sv_from(err->message) : CM_SV(""));
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&text));
}

/* Files that were imported have ended; those of a job that did not get there are for others. */
static cm_status end_uploads(cm_job_at_work *w, const cm_numbers *uploads, cm_err *err)
{
    cm_desk *desk = w->worker->desk->desk;
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < uploads->count; i++) {
        status = w->job.state == CM_JOB_DONE
                     ? cm_upload_end(desk, uploads->items[i], w->job.ended_at, err)
                     : cm_upload_take(desk, uploads->items[i], 0, err);
    }
    return status;
}

static cm_status remove_uploads(cm_job_at_work *w, const cm_numbers *uploads, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < uploads->count; i++) {
        status = cm_file_remove(
            cm_upload_path(&w->mem, &w->worker->desk->workspace, uploads->items[i]), err);
    }
    return status;
}

static cm_status finish(cm_job_at_work *w, cm_err *err)
{
    cm_desk *desk = w->worker->desk->desk;
    const cm_numbers uploads = cm_job_uploads(&w->mem, &w->job);
    w->job.ended_at = cm_moment_now(&w->mem);
    const cm_deed deed = {
        .by = w->job.by,
        .role = w->job.role,
        .office = w->job.office,
        .at = w->job.ended_at,
        .action = cm_arena_format(&w->mem, "job.%.*s", CM_SV_ARG(cm_job_state_id(w->job.state))),
        .object = cm_arena_format(&w->mem, "job %lld", (long long)w->job.no),
        .detail = cm_job_detail(&w->mem, &w->job),
    };
    cm_status status = cm_change_begin(desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_job_end(desk, &w->job, err);
    if (status == CM_OK) {
        status = end_uploads(w, &uploads, err);
    }
    status = cm_change_end(desk, status, &deed, err);
    if (status == CM_OK && w->job.state == CM_JOB_DONE) {
        status = remove_uploads(w, &uploads, err);
    }
    tell(w);
    return status;
}

/* ---- the work ---- */

static cm_caller asker(cm_job_at_work *w)
{
    cm_caller caller = {.owner = w->job.by.len == 0,
                        .name = w->job.by,
                        .office = w->job.office,
                        .at = w->job.begun_at};
    if (w->job.role.len != 0) {
        *cm_vec_push(&w->mem, &caller.roles) = w->job.role;
    }
    return caller;
}

static cm_status run(cm_job_at_work *w, cm_err *err)
{
    const cm_job_kind *kind = cm_job_kind_find(w->job.kind);
    if (kind == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no work is called '%.*s'", CM_SV_ARG(w->job.kind));
    }
    cm_status status = cm_json_tree(&w->mem, w->job.parameters, &w->parameters, err);
    if (status == CM_OK) {
        status = kind->run(w, err);
    }
    cm_job_leave(w);
    return status;
}

/* It was stopped because the process ends: nothing is lost by doing it again. */
static bool goes_on(const cm_job_at_work *w, cm_status status)
{
    return status == CM_E_CANCELLED && atomic_load(w->worker->leaving);
}

static cm_status work(cm_job_at_work *w, cm_err *err)
{
    cm_desk *desk = w->worker->desk->desk;
    CM_AUTO_BUF result;
    CM_AUTO_ERR fault = {0};
    cm_buf_init(&result, CM_MAX_JSON);
    w->result = cm_json_new(&result);
    cm_json_object(w->result);
    tell(w);
    cm_status status = run(w, &fault);
    cm_json_object_end(w->result);
    cm_json_free(w->result);
    if (status == CM_E_DB && cm_job_is_run(&w->job) && atomic_load(w->worker->cancel)) {
        status = CM_E_CANCELLED; /* its query was broken off */
    }
    if (goes_on(w, status)) {
        return cm_job_again(desk, w->job.no, err);
    }
    w->job.state = status == CM_OK            ? CM_JOB_DONE
                   : status == CM_E_CANCELLED ? CM_JOB_CANCELLED
                                              : CM_JOB_FAILED;
    w->job.result = result.over ? CM_SV("") : cm_arena_sv(&w->mem, cm_buf_view(&result));
    w->job.error = status == CM_OK ? CM_SV("") : error_text(&w->mem, status, &fault);
    return finish(w, err);
}

cm_status cm_job_do_next(const cm_job_worker *worker, int64_t *ret_no, cm_err *err)
{
    cm_job_at_work w = {.worker = worker, .begun_ms = clock_ms()};
    cm_arena_init(&w.mem);
    w.lock = cm_lock_new();
    cm_desk *desk = worker->desk->desk;
    cm_status status = cm_job_next(desk, &w.mem, &w.job, err);
    *ret_no = w.job.no;
    if (status == CM_OK && w.job.no != 0) {
        status = cm_job_begin(desk, w.job.no, cm_moment_now(&w.mem), err);
        if (status == CM_OK) {
            status = cm_job_get(desk, w.job.no, &w.mem, &w.job, err);
        }
        if (status == CM_OK && w.job.state == CM_JOB_RUNNING) { /* not cancelled meanwhile */
            w.caller = asker(&w);
            status = work(&w, err);
        }
    }
    cm_lock_free(w.lock);
    cm_arena_clear(&w.mem);
    return status;
}
