/* app/run_whole.h - a run as an office asks for it: the models that are wanted and whose tables are
 * there, their results, what each gave into the tally, clues to the desk, and what has lapsed
 * meanwhile. Threads: as the site. */
#ifndef CM_APP_RUN_WHOLE_H
#define CM_APP_RUN_WHOLE_H

#include "app/arrival.h"
#include "app/choice.h"
#include "app/run.h"
#include "base/json.h"

typedef struct {
    cm_svs ids; /* none: all models that are switched on; one that is off runs when it is named */
    cm_date as_of;
    const cm_caller *caller;
    cm_run_watch watch;
    cm_choice choice; /* the documents; the results of others, and their clues, stay as they are */
} cm_run_order;

/* A model that did not run, for a table that was not imported. */
typedef struct {
    const cm_model *model;
    cm_sv table;
} cm_run_lack;

typedef struct {
    CM_VEC(cm_run_lack) lacking;
    cm_models models; /* those that ran */
    cm_run_counts *counts;
    uint64_t documents;
    bool whole;        /* all documents: only then is it counted as a run of the models */
    bool ran, arrived; /* what follows a fault is not there */
    cm_arrival_counts arrivals;
    uint64_t lapsed;
} cm_run_outcome;

/* What is known is in *ret_outcome also after a fault. Fails: NOTFOUND (no such model), and as
 * cm_run_models, cm_arrivals_merge, cm_due_lapse. */
CM_MUST_USE cm_status cm_run_whole(cm_site *site, const cm_run_order *order, cm_arena *mem,
                                   cm_run_outcome *ret_outcome, cm_err *err);

uint64_t cm_run_examined(const cm_run_counts *counts);
/* An object. */
void cm_run_outcome_write_json(cm_json *json, const cm_run_outcome *outcome);

#endif
