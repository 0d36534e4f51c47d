/* app/job_work.h - doing what was asked for (app/job.h): one job after the other, each on a session
 * of the tables of its own, on behalf of who asked. What was running when the process died is taken
 * up again. Threads: one works; it may be told to stop from any. */
#ifndef CM_APP_JOB_WORK_H
#define CM_APP_JOB_WORK_H

#include "app/job.h"

#include <stdatomic.h>

enum { CM_JOB_ATTEMPTS = 5 };

/* What the process that holds the workspace lends. */
typedef struct {
    void *payload;
    CM_MUST_USE cm_status (*join)(void *payload, cm_site **ret_site, cm_err *err);
    void (*leave)(void *payload, cm_site *site);
    /* The site whose tables all others share, when nobody else has a session of them. */
    cm_site *(*alone)(void *payload);
    void (*alone_end)(void *payload);
    void (*told)(void *payload, const cm_job *job); /* begun, got on, ended; may be NULL */
} cm_job_host;

typedef struct {
    const cm_job_host *host;
    cm_workdesk *desk;    /* a connection of its own */
    atomic_bool *cancel;  /* the job at work is to stop */
    atomic_bool *leaving; /* the process is: the job goes on at its next start */
} cm_job_worker;

/* At the start, before anything is asked for. Fails: DB, IO. */
CM_MUST_USE cm_status cm_jobs_start(cm_workdesk *desk, cm_sv at, cm_err *err);
/* Do the next one; *ret_no is its number, 0: none waits. What goes wrong with the job stands in its
 * row. Fails: DB, IO of the desk. */
CM_MUST_USE cm_status cm_job_do_next(const cm_job_worker *worker, int64_t *ret_no, cm_err *err);

#endif
