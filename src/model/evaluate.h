/* model/evaluate.h - what a model answers about one subject. The three answers, with 'out of scope'
 * for a subject that the model does not speak about and that gives no row. */
#ifndef CM_MODEL_EVALUATE_H
#define CM_MODEL_EVALUATE_H

#include "model/value.h"

/* In the order of list "answer" of data/terms/terms.tsv. */
typedef enum {
    CM_ANSWER_CLEAR,
    CM_ANSWER_HIT,
    CM_ANSWER_UNDECIDABLE,
    CM_ANSWER_OUT_OF_SCOPE,
    CM_ANSWER_COUNT
} cm_answer;

/* What correcting the error would be for the accused. In the order of list "direction". */
typedef enum {
    CM_DIRECTION_NEUTRAL,
    CM_DIRECTION_FAVOURS,
    CM_DIRECTION_AGAINST,
    CM_DIRECTION_COUNT
} cm_direction;

typedef struct {
    cm_answer answer;
    cm_direction direction; /* of a hit */
    cm_sv sub;              /* of a hit; may be empty */
    cm_svs missing;         /* of an undecidable: groups, columns, child tables */
    cm_value *values;       /* as the outputs of the plan */
} cm_finding;

/* Of a collision. */
typedef struct {
    int64_t keys[3]; /* of the subject; 0 where it has none */
    cm_finding finding;
} cm_keyed_finding;

typedef CM_VEC(cm_keyed_finding) cm_findings;

#endif
