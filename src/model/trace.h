/* model/trace.h - how a model comes to its answer about one row: each step with its words and its
 * value, and which facts of the subject the model looks at at all.
 * Memory: the arena given; texts are the model's. Threads: pure. */
#ifndef CM_MODEL_TRACE_H
#define CM_MODEL_TRACE_H

#include "model/model.h"

/* A rule over one subject: it can be evaluated on a row. What joins several documents can't. */
bool cm_model_is_rule(const cm_model *model);

/* derive.<name>, scope, hit, sub.<n> and direction.<n> by turn; not the else of a list. */
typedef struct {
    cm_sv name;
    cm_sv text; /* the expression as the file writes it */
    cm_type type;
    cm_value value; /* known, or not: then its state says nothing */
    cm_svs reads;   /* columns, child tables, derived values, parameters it names */
} cm_trace_step;

typedef CM_VEC(cm_trace_step) cm_trace;

cm_trace cm_model_trace(cm_arena *mem, const cm_model *model, const cm_row *row);

/* By position in the subject's columns and children: some step, the wording or the evidence of the
 * model names it. With every other fact unread the answer is the same. */
typedef struct {
    bool *columns, *children;
} cm_model_use;

cm_model_use cm_model_uses(cm_arena *mem, const cm_model *model);

#endif
