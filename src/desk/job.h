/* desk/job.h - long work as objects: what was asked for and by whom, how far it is, what came of
 * it, and its log. Rows of the moment (layout.h): what was done stands in the audit, and a copy of
 * the desk has no jobs. Threads: as the desk. */
#ifndef CM_DESK_JOB_H
#define CM_DESK_JOB_H

#include "base/vec.h"
#include "desk/desk.h"
#include "desk/right.h"

typedef enum {
    CM_JOB_QUEUED,
    CM_JOB_RUNNING,
    CM_JOB_DONE,
    CM_JOB_FAILED,
    CM_JOB_CANCELLED,
    CM_JOB_STATE_COUNT
} cm_job_state;

cm_sv cm_job_state_id(cm_job_state state); /* "queued" */
bool cm_job_state_find(cm_sv id, cm_job_state *ret_state);

typedef struct {
    int64_t no;
    cm_sv kind;             /* id: "import" */
    cm_sv by, role, office; /* who asked for it, and as what */
    cm_sv parameters;       /* JSON */
    cm_job_state state;
    cm_sv made_at, begun_at, ended_at; /* empty: not yet */
    cm_sv progress, result;            /* JSON; empty: none */
    cm_sv error;                       /* JSON; empty: none */
    int64_t attempts;
    bool stopping; /* somebody asked it to stop */
} cm_job;

typedef CM_VEC(cm_job) cm_jobs;

/* A new one, queued: kind, by, role, office, parameters, made_at. Fails: DB. */
CM_MUST_USE cm_status cm_job_put(cm_desk *desk, const cm_job *job, int64_t *ret_no, cm_err *err);
/* Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_job_get(cm_desk *desk, int64_t no, cm_arena *mem, cm_job *ret_job,
                                 cm_err *err);
/* The one to do next; its number is 0 when nothing waits. Fails: DB. */
CM_MUST_USE cm_status cm_job_next(cm_desk *desk, cm_arena *mem, cm_job *ret_job, cm_err *err);

/* All fail: DB. */
CM_MUST_USE cm_status cm_job_begin(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);
CM_MUST_USE cm_status cm_job_tell(cm_desk *desk, int64_t no, cm_sv progress, cm_err *err);
/* state, ended_at, progress, result, error of `job`. */
CM_MUST_USE cm_status cm_job_end(cm_desk *desk, const cm_job *job, cm_err *err);
/* Back among those that wait: its work goes on at the next start. */
CM_MUST_USE cm_status cm_job_again(cm_desk *desk, int64_t no, cm_err *err);
/* One that waits is cancelled at once, one that runs is to stop. Fails: CONFLICT (it has ended). */
CM_MUST_USE cm_status cm_job_stop(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);

/* At a start: what was running when the process died waits again, unless it was to stop or was
 * begun `most` times. Those that ended before `forget` go. Fails: DB. */
CM_MUST_USE cm_status cm_jobs_take_up(cm_desk *desk, int64_t most, cm_sv at, cm_sv forget,
                                      cm_err *err);

typedef struct {
    const cm_scope *scope; /* NULL: all */
    int64_t before;        /* numbers below it; 0: from the newest on */
    int64_t most;
    cm_sv kind;
    int state; /* -1: any */
} cm_job_filter;

/* Newest first. Fails: DB. */
CM_MUST_USE cm_status cm_jobs_list(cm_desk *desk, const cm_job_filter *filter, cm_arena *mem,
                                   cm_jobs *ret_jobs, cm_err *err);

/* ---- the log ---- */

typedef struct {
    int64_t no, job;
    cm_sv at;
    cm_sv text;  /* id of a message */
    cm_sv words; /* JSON object of its words */
} cm_job_line;

typedef CM_VEC(cm_job_line) cm_job_lines;

CM_MUST_USE cm_status cm_job_note(cm_desk *desk, const cm_job_line *line, cm_err *err);
/* Those after number `after`, at most `most`. */
CM_MUST_USE cm_status cm_job_log(cm_desk *desk, int64_t job, int64_t after, int64_t most,
                                 cm_arena *mem, cm_job_lines *ret_lines, cm_err *err);

#endif
