#include "base/base.h"

#include "server/answer.h"
#include "server/job_answer.h"
#include "server/routes.h"
#include "server/runner.h"

cm_asking cm_ask_asking(cm_exchange *x)
{
    return (cm_asking){x->workdesk, &x->caller, x->mem};
}

static void write_job(cm_exchange *x, const cm_job *job)
{
    cm_job_write_json(x->json, x->home, x->mem, job);
}

cm_status cm_answer_job(cm_exchange *x, cm_status status, const cm_job *job)
{
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_ACCEPTED);
        cm_reply_place(x, cm_arena_format(x->mem, "/api/v1/jobs/%lld", (long long)job->no));
        write_job(x, job);
        cm_runner_wake(x->house->runner);
    }
    return status;
}

cm_status cm_api_run_add(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    const cm_job_run_order order = {.models = cm_ask_texts(x, "models"),
                                    .as_of = cm_ask_day(x, "as_of"),
                                    .choice = {.court = cm_ask_text(x, "court"),
                                               .from = cm_ask_day(x, "from"),
                                               .to = cm_ask_day(x, "to"),
                                               .source = cm_ask_int(x, "source", 0),
                                               .documents = cm_ask_texts(x, "judgments")}};
    cm_job job = {0};
    return cm_answer_job(x, cm_job_ask_run(&ask, &order, &job, err), &job);
}

cm_status cm_api_job_list(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job_filter filter = {.kind = cm_ask_text(x, "kind"), .state = -1};
    int64_t limit = cm_answer_limit(x);
    cm_sv state = cm_ask_text(x, "state"), after = cm_ask_text(x, "after");
    cm_job_state found = CM_JOB_QUEUED;
    cm_jobs jobs = {0};
    if (state.len != 0 && cm_job_state_find(state, &found)) {
        filter.state = (int)found;
    }
    if (after.len != 0 && (!cm_sv_to_int(after, &filter.before) || filter.before <= 0)) {
        return cm_ask_wrong(x, "after", "no such place in the list", err);
    }
    filter.most = limit + 1; /* whether there is a next page */
    cm_status status = cm_job_list(&ask, &filter, &jobs, err);
    if (status != CM_OK) {
        return status;
    }
    bool more = (int64_t)jobs.count > limit;
    size_t count = more ? jobs.count - 1 : jobs.count;
    cm_reply_list(x);
    for (size_t i = 0; i < count; i++) {
        write_job(x, &jobs.items[i]);
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, more ? cm_arena_format(x->mem, "%lld", (long long)jobs.items[count - 1].no)
                           : CM_SV(""));
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_job_show(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    cm_status status = cm_job_find(&ask, cm_ask_int(x, "job", 0), &job, err);
    if (status == CM_OK) {
        write_job(x, &job);
    }
    return status;
}

/* Names of files may be names of people: for who asked for the job, or brings in such files. */
static cm_status check_log(const cm_exchange *x, const cm_job *job, cm_err *err)
{
    cm_sv why, act = CM_SV("data.import");
    bool may = cm_sv_equal(job->by, x->caller.name) ||
               cm_right_may(x->home->rights, &x->caller, act, NULL, &why);
    return may ? CM_OK : cm_right_refuse(act, why, err);
}

cm_status cm_api_job_log(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    cm_job_lines lines = {0};
    cm_answer_page page;
    cm_status status = cm_job_find(&ask, cm_ask_int(x, "job", 0), &job, err);
    if (status == CM_OK) {
        status = check_log(x, &job, err);
    }
    if (status == CM_OK) {
        status = cm_answer_page_begin(x, &page, err);
    }
    if (status == CM_OK) {
        status =
            cm_job_log(x->workdesk->desk, job.no, page.after, page.limit + 1, x->mem, &lines, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < lines.count; i++) {
        if (cm_answer_page_has(&page, lines.items[i].no)) {
            cm_job_line_write_json(x->json, x->home, x->mem, &lines.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_job_cancel(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    cm_status status = cm_job_cancel(&ask, cm_ask_int(x, "job", 0), &job, err);
    if (status == CM_OK) {
        cm_runner_cancel(x->house->runner, job.no);
        write_job(x, &job);
    }
    return status;
}

cm_status cm_api_event_stream(cm_exchange *x, cm_err *err)
{
    (void)err;
    cm_hub_listen(cm_runner_hub(x->house->runner), x);
    return CM_OK;
}
