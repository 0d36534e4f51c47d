#include "base/base.h"

#include "app/match.h"
#include "app/run.h"

static uint64_t milliseconds_since(const struct timespec *from)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)(((int64_t)now.tv_sec - from->tv_sec) * 1000 +
                      (now.tv_nsec - from->tv_nsec) / 1000000);
}

static cm_status run_step(cm_site *site, const cm_plan_step *step, cm_run_step *ret_step,
                          cm_err *err)
{
    struct timespec begun;
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_step(site->session, step, &rows, err);
    *ret_step = (cm_run_step){.name = step->name, .sql = step->sql};
    while (status == CM_OK && cm_rows_next(rows)) {
        ret_step->rows++;
    }
    cm_rows_close(rows);
    ret_step->milliseconds = milliseconds_since(&begun);
    return status;
}

cm_status cm_run_explain(cm_site *site, const cm_model *model, cm_run_visit visit, void *payload,
                         cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_plan *plan = NULL;
    cm_status status = cm_model_plan(&mem, model, &plan, err);
    if (status == CM_OK) {
        status = cm_matches_prepare(site, model, NULL, err);
    }
    for (size_t i = 0; status == CM_OK && i < plan->steps.count; i++) {
        cm_run_step step;
        status = run_step(site, &plan->steps.items[i], &step, err);
        if (status == CM_OK) {
            status = visit(payload, &step, err);
        }
    }
    return status;
}
