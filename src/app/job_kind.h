/* app/job_kind.h - the kinds of jobs: what each is for and does. For app/job*.c. */
#ifndef CM_APP_JOB_KIND_H
#define CM_APP_JOB_KIND_H

#include "app/job_work.h"
#include "base/lock.h"

struct cm_job_at_work;

typedef struct {
    const char *id;
    const char *act; /* of data/desk/rights.tsv */
    /* Writes members of the result. Fails: as what it does. */
    CM_MUST_USE cm_status (*run)(struct cm_job_at_work *work, cm_err *err);
} cm_job_kind;

const cm_job_kind *cm_job_kind_find(cm_sv id);         /* or NULL */
cm_sv cm_job_detail(cm_arena *mem, const cm_job *job); /* for the audit */
cm_numbers cm_job_uploads(cm_arena *mem, const cm_job *job);

/* One that is being done. */
typedef struct cm_job_at_work {
    const cm_job_worker *worker;
    cm_job job;
    cm_arena mem;
    const cm_json_value *parameters;
    cm_caller caller; /* who asked for it; at is when it was begun */
    cm_json *result;  /* an object that is begun */
    cm_site *site;    /* or NULL */
    cm_lock *lock;    /* of what follows, and of the worker's desk: threads of an import tell too */
    int64_t begun_ms, told_ms;
    uint64_t lines;
} cm_job_at_work;

/* A session of the tables, until leave. Fails: DB, IO. */
CM_MUST_USE cm_status cm_job_join(cm_job_at_work *work, cm_err *err);
void cm_job_leave(cm_job_at_work *work);
/* How far it is; told now and then. */
void cm_job_got_on(cm_job_at_work *work, const char *unit, uint64_t done, uint64_t all);
/* A line of its log: a message and the JSON object of its words. */
void cm_job_say(cm_job_at_work *work, const char *text, cm_sv words);

#endif
