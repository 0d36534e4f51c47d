#include "base/base.h"

#include "app/correcting.h"
#include "server/answer.h"
#include "server/job_answer.h"
#include "server/routes.h"
#include "server/runner.h"

#include <time.h>

enum { LOOK_MS = 20, WAIT_LOOKS = 500 };

cm_status cm_api_correction_fields(cm_exchange *x, cm_err *err)
{
    (void)err;
    cm_json_object(x->json);
    cm_json_key(x->json, CM_SV("items"));
    cm_correct_fields_write_json(x->json, x->home, x->mem);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_correction_list(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "text.search", &site, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_json_key(x->json, CM_SV("items"));
    status = cm_corrections_write_json(site, cm_ask_text(x, "judgment"), cm_ask_bool(x, "all"),
                                       x->mem, x->json, err);
    cm_json_object_end(x->json);
    return status;
}

static bool has_ended(const cm_job *job)
{
    return job->state != CM_JOB_QUEUED && job->state != CM_JOB_RUNNING;
}

/* The runner does it, one after the other with imports and runs; mostly it is free, and the answer
 * can say what came of it. */
static cm_status wait_for(cm_exchange *x, cm_job *job, cm_err *err)
{
    const struct timespec look = {.tv_nsec = LOOK_MS * 1000L * 1000};
    cm_status status = CM_OK;
    for (int i = 0; status == CM_OK && i < WAIT_LOOKS && !has_ended(job); i++) {
        (void)nanosleep(&look, NULL);
        if (atomic_load(x->cancel)) {
            return CM_OK;
        }
        status = cm_job_get(x->workdesk->desk, job->no, x->mem, job, err);
    }
    return status;
}

/* Collisions look at all documents: a run of theirs over this one follows, where the caller may.
 * The number of the job, or 0. */
static int64_t ask_later(cm_exchange *x, cm_sv doc, const cm_job *job)
{
    const cm_asking ask = cm_ask_asking(x);
    const cm_json_value *result = NULL;
    cm_job_run_order order = {.as_of = CM_NO_DATE};
    cm_job run = {0};
    CM_AUTO_ERR ignored = {0};
    if (job->result.len == 0 || cm_json_tree(x->mem, job->result, &result, &ignored) != CM_OK) {
        return 0;
    }
    const cm_json_value *later =
        cm_json_member(cm_json_member(result, CM_SV("effect")), CM_SV("later"));
    for (size_t i = 0; i < cm_json_count(later); i++) {
        *cm_vec_push(x->mem, &order.models) = later->items.items[i]->text;
    }
    *cm_vec_push(x->mem, &order.choice.documents) = doc;
    cm_status status =
        order.models.count != 0 ? cm_job_ask_run(&ask, &order, &run, &ignored) : CM_OK;
    return status == CM_OK ? run.no : 0;
}

/* Others may put tables in the place of these meanwhile. */
static cm_status apply(cm_exchange *x, cm_sv doc, int64_t correction, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    cm_seat_leave(x->seat);
    x->site = NULL;
    cm_status status = cm_job_ask_correct(&ask, doc, &job, err);
    if (status == CM_OK) {
        cm_runner_wake(x->house->runner);
        status = wait_for(x, &job, err);
    }
    if (status != CM_OK) {
        return status;
    }
    bool done = has_ended(&job);
    cm_reply_status(x, !done ? CM_HTTP_ACCEPTED : correction != 0 ? CM_HTTP_CREATED : CM_HTTP_GOOD);
    cm_reply_place(x, cm_arena_format(x->mem, "/api/v1/jobs/%lld", (long long)job.no));
    cm_json_object(x->json);
    if (correction != 0) {
        cm_json_put_int(x->json, CM_SV("correction"), correction);
    }
    cm_json_key(x->json, CM_SV("job"));
    cm_job_write_json(x->json, x->home, x->mem, &job);
    cm_json_key(x->json, CM_SV("then"));
    int64_t then = done ? ask_later(x, doc, &job) : 0;
    if (then != 0) {
        cm_json_int(x->json, then);
        cm_runner_wake(x->house->runner);
    } else {
        cm_json_null(x->json);
    }
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_correction_add(cm_exchange *x, cm_err *err)
{
    const cm_correction_order order = {
        .doc = cm_ask_text(x, "judgment"),
        .field = cm_ask_text(x, "field"),
        .defendant_no = cm_ask_int(x, "defendant_no", 0),
        .count_no = cm_ask_int(x, "count_no", 0),
        .row_no = cm_ask_int(x, "row_no", 0),
        .value = cm_ask_text(x, "value"),
        .why = cm_ask_text(x, "reason"),
    };
    cm_site *site = NULL;
    cm_correction correction = {0};
    cm_status status = cm_ask_look(x, "fact.correct", &site, err);
    if (status == CM_OK) {
        status = cm_correct(site, &x->caller, &order, x->mem, &correction, err);
    }
    return status == CM_OK ? apply(x, order.doc, correction.no, err) : status;
}

cm_status cm_api_correction_end(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_sv doc = cm_ask_text(x, "judgment");
    cm_status status = cm_ask_look(x, "fact.correct", &site, err);
    if (status == CM_OK) {
        status = cm_correct_end(site, &x->caller, doc, cm_ask_int(x, "correction", 0),
                                cm_ask_text(x, "reason"), err);
    }
    return status == CM_OK ? apply(x, doc, 0, err) : status;
}
