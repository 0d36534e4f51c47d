/* app/run.h - models over the facts of a site: for every subject in a model's scope one result, and
 * for a hit its finding, the values it read and their places in the text. A run replaces the
 * earlier results of the model. The same facts and models give the same results, byte for byte. */
#ifndef CM_APP_RUN_H
#define CM_APP_RUN_H

#include "app/site.h"

#include <stdatomic.h>

typedef struct {
    const cm_model *model;
    uint64_t answers[CM_ANSWER_COUNT];
    uint64_t directions[CM_DIRECTION_COUNT]; /* of the hits */
    uint64_t suppressed;                     /* of the hits: known false positives */
} cm_run_counts;

typedef struct {
    void (*progress)(void *payload, uint64_t documents, uint64_t all); /* may be NULL */
    void *payload;
    atomic_bool *cancel; /* may be NULL */
} cm_run_watch;

/* How models run. */
typedef struct {
    cm_date as_of;             /* counts as today for time limits and proposals; CM_NO_DATE: none */
    const cm_run_watch *watch; /* may be NULL */
    const cm_numbers *documents; /* keys, rising (app/choice.h): results about others stay as they
                                    are, and one of them that says the same keeps its clue; NULL:
                                    all */
} cm_run_how;

/* Run models together: rules in one scan of the tables by the evaluator (it says the same as the
 * SQL, and was measured to be ten times as fast), collisions by their SQL. All results are there
 * afterwards, or after a fault those from before. ret_counts: one per model.
 * Fails: DB, LIMIT, CANCELLED. */
CM_MUST_USE cm_status cm_run_models(cm_site *site, const cm_models *models, const cm_run_how *how,
                                    cm_run_counts *ret_counts, cm_err *err);

/* One of them over all documents. Fails: as cm_run_models. */
CM_MUST_USE cm_status cm_run_model(cm_site *site, const cm_model *model, cm_date as_of,
                                   cm_run_counts *ret_counts, cm_err *err);

/* One answer, valid during the call. Texts are empty where nothing is known. */
typedef struct {
    int64_t doc_key, defendant_no, count_no;
    cm_answer answer;
    cm_sv finding; /* of a hit */
    cm_sv case_no, defendant, charge;
} cm_run_result;

typedef CM_MUST_USE cm_status (*cm_run_result_visit)(void *payload, const cm_run_result *result,
                                                     cm_err *err);

/* What a model answers, without storing anything. Fails: DB, LIMIT, as visit. */
CM_MUST_USE cm_status cm_run_preview(cm_site *site, const cm_model *model,
                                     cm_run_result_visit visit, void *payload, cm_err *err);

/* Documents in the site. Fails: DB. */
CM_MUST_USE cm_status cm_run_documents(cm_site *site, uint64_t *ret_count, cm_err *err);

/* A step of a model's plan, run by itself. */
typedef struct {
    cm_sv name, sql;
    uint64_t rows, milliseconds;
} cm_run_step;

typedef CM_MUST_USE cm_status (*cm_run_visit)(void *payload, const cm_run_step *step, cm_err *err);

/* Run the steps of a model one by one, each into a table that goes with the site; results stay as
 * they are. Once per site. Fails: DB, LIMIT, as visit. */
CM_MUST_USE cm_status cm_run_explain(cm_site *site, const cm_model *model, cm_run_visit visit,
                                     void *payload, cm_err *err);

#endif
