/* app/job.h - long work as people see it: asking for it, looking at it, stopping it. What is asked
 * for is done by app/job_work.h, one job after the other. Each call asks the right first, and what
 * changes something has its line in the audit. Threads: as the desk.
 *
 *   const cm_asking ask = {workdesk, &caller, mem};
 *   const cm_job_run_order order = {.models = ids};
 *   status = cm_job_ask_run(&ask, &order, &job, err); */
#ifndef CM_APP_JOB_H
#define CM_APP_JOB_H

#include "app/choice.h"
#include "app/intake.h"
#include "app/upload.h"
#include "base/json_tree.h"
#include "desk/job.h"

enum { CM_JOB_UPLOADS_MOST = 10000 };

/* ---- asking for one. All fail: DENIED, DB, and as said. ---- */

typedef struct {
    cm_numbers uploads;
    cm_sv label;         /* of the source; empty: what the first file is called */
    cm_date received_on; /* or none */
} cm_job_import_order;

/* Fails: ARG (no file), NOTFOUND (an upload), CONFLICT (another job has it). */
CM_MUST_USE cm_status cm_job_ask_import(const cm_asking *ask, const cm_job_import_order *order,
                                        cm_job *ret_job, cm_err *err);

typedef struct {
    cm_sv table;    /* its name: a standard table, or that of the schema */
    int64_t upload; /* the CSV file */
    int64_t schema; /* an upload with the columns; 0: a standard table */
    cm_sv label;
    cm_date received_on;
} cm_job_table_order;

/* Fails: NOTFOUND (an upload, a standard table), CONFLICT (another job has it). */
CM_MUST_USE cm_status cm_job_ask_table(const cm_asking *ask, const cm_job_table_order *order,
                                       cm_job *ret_job, cm_err *err);

typedef struct {
    cm_svs models;
    cm_date as_of; /* none: the day on which it is done */
    cm_choice choice;
} cm_job_run_order;

/* Fails: NOTFOUND (a model). */
CM_MUST_USE cm_status cm_job_ask_run(const cm_asking *ask, const cm_job_run_order *order,
                                     cm_job *ret_job, cm_err *err);
CM_MUST_USE cm_status cm_job_ask_rebuild(const cm_asking *ask, cm_job *ret_job, cm_err *err);
/* The tables of facts brought to say what was corrected in a document (app/correcting.h). */
CM_MUST_USE cm_status cm_job_ask_correct(const cm_asking *ask, cm_sv doc, cm_job *ret_job,
                                         cm_err *err);
/* `name` of the folder to be made; empty: by day and job. Fails: ARG (not of letters, digits, - and
 * _). */
CM_MUST_USE cm_status cm_job_ask_backup(const cm_asking *ask, cm_sv name, cm_job *ret_job,
                                        cm_err *err);

typedef struct {
    int64_t source;
    cm_sv table; /* or the source of this table, where it is not empty */
    cm_sv reason;
} cm_job_deletion_order;

/* Fails: ARG (no reason). Whether there is such a one is seen when it is done. */
CM_MUST_USE cm_status cm_job_ask_deletion(const cm_asking *ask, const cm_job_deletion_order *order,
                                          cm_job *ret_job, cm_err *err);

/* ---- what there is ---- */

/* `scope` is set here. Fails: DB. */
CM_MUST_USE cm_status cm_job_list(const cm_asking *ask, cm_job_filter *filter, cm_jobs *ret_jobs,
                                  cm_err *err);
/* Whether the caller may see it. */
bool cm_job_is_for(const cm_rights *rights, const cm_caller *caller, const cm_job *job);
/* Fails: NOTFOUND (or not for his eyes), DB. */
CM_MUST_USE cm_status cm_job_find(const cm_asking *ask, int64_t no, cm_job *ret_job, cm_err *err);
/* One that runs is told to stop; who does it must be told too. Fails: NOTFOUND, DENIED, CONFLICT
 * (it has ended), DB. */
CM_MUST_USE cm_status cm_job_cancel(const cm_asking *ask, int64_t no, cm_job *ret_job, cm_err *err);

bool cm_job_brings_clues(const cm_job *job); /* its kind may */
/* Its queries may be broken off when it is to stop: nothing of them stays. */
bool cm_job_is_run(const cm_job *job);

/* ---- as JSON ---- */

void cm_job_write_json(cm_json *json, const cm_home *home, cm_arena *mem, const cm_job *job);
/* The words of a line in the language of the home. */
cm_sv cm_job_line_text(const cm_home *home, cm_arena *mem, const cm_job_line *line);
void cm_job_line_write_json(cm_json *json, const cm_home *home, cm_arena *mem,
                            const cm_job_line *line);
cm_sv cm_job_kind_title(const cm_home *home, cm_arena *mem, cm_sv kind);
cm_sv cm_job_state_title(const cm_home *home, cm_arena *mem, cm_job_state state);

#endif
