/* app/result.h - one answer of a model about one subject, on its way into the tables: the identity
 * of a clue, its finding, what it proposes, the facts it rests on and their places. Inside a
 * transaction of the caller. Memory: its own arenas, freed by close. Threads: one. */
#ifndef CM_APP_RESULT_H
#define CM_APP_RESULT_H

#include "app/decision.h"
#include "app/run.h"

typedef struct {
    cm_site *site;
    cm_date as_of;
    cm_writer *writer;
    cm_decisions decisions;
    const cm_numbers *documents; /* those that are run over; NULL: all */
    cm_map ids;                  /* clue ids given out, but not those of clear subjects */
    cm_arena mem, step;          /* of the run, of one row */
} cm_results;

/* The model that answers. */
typedef struct {
    const cm_model *model;
    cm_sv content; /* digest of the model file */
    const cm_plan_output *outputs;
    size_t output_count;
    cm_run_counts *counts;
} cm_result_of;

typedef struct {
    const cm_result_of *of;
    int64_t doc_key, defendant_no, count_no;
    cm_answer answer;
    cm_direction direction;
    cm_sv sub, missing;
    const cm_value *values;      /* by output; of a hit */
    cm_cell about[CM_RUN_COUNT]; /* of a hit or an undecidable one: what the subject is called */
} cm_result_row;

/* Fails: DB, IO. */
CM_MUST_USE cm_status cm_results_open(cm_site *site, cm_date as_of, cm_results *results,
                                      cm_err *err);
/* Results of these models, joined by ',', that are there keep the clues that they have. Fails: DB.
 */
CM_MUST_USE cm_status cm_results_keep(cm_results *results, cm_sv models, cm_err *err);
/* Rows of one model come in the order of their keys. Fails: DB. */
CM_MUST_USE cm_status cm_result_write(cm_results *results, const cm_result_row *row, cm_err *err);
/* After a fault (`status`) what was written is dropped. Frees in any case. */
CM_MUST_USE cm_status cm_results_close(cm_results *results, cm_status status, cm_err *err);

#endif
