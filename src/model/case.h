/* model/case.h - a case of a model file. Memory: the model's. Threads: immutable. */
#ifndef CM_MODEL_CASE_H
#define CM_MODEL_CASE_H

#include "model/evaluate.h"

/* A case of the model file: a row of facts or the text of a judgment, and what must come out. */
typedef struct {
    cm_sv title, why;
    uint32_t line;
    cm_answer expected;
    bool has_direction;
    cm_direction direction; /* checked when given */
    cm_sv sub, finding;     /* checked when not empty */
    cm_svs texts;           /* a text case when there are any: one, or several of a collision */
    const cm_row *row;      /* else a row case */
    const cm_case_tables *tables; /* else rows of a collision */
    int64_t doc;                  /* the document whose answer counts; 0: the most telling of all */
} cm_model_case;

/* What came out for it. */
typedef struct {
    bool passed;
    cm_answer came;
    cm_svs missing; /* of an undecidable row */
} cm_case_result;

#endif
