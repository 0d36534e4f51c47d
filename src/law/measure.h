/* law/measure.h - which supervision documents a clue proposes (data/law/measures.tsv): by the kind
 * of error, whether the judgment has taken effect, what correcting it would be for the accused, and
 * how long ago it took effect. Threads: pure. */
#ifndef CM_LAW_MEASURE_H
#define CM_LAW_MEASURE_H

#include "base/vec.h"
#include "law/law.h"

/* Positions in list "stage" of data/terms. */
typedef enum {
    CM_STAGE_OPEN, /* the time to protest runs */
    CM_STAGE_EFFECTIVE,
    CM_STAGE_UNKNOWN,
    CM_STAGE_COUNT
} cm_stage;

typedef struct {
    cm_sv error_class; /* id of list "error_class" */
    cm_sv direction;   /* as in list "direction" */
    bool final;        /* no appeal lies: second instance, review, ruling of final instance */
    bool ruling;       /* else a judgment: the time to protest differs */
    cm_date decided_on, received_on, today; /* each may be CM_NO_DATE */
} cm_measure_query;

typedef struct {
    cm_stage stage;
    cm_svs proposals; /* words of list "proposal", in order of preference */
} cm_measure_answer;

/* Id of the time limit (law/limit.h) to protest a judgment or a ruling. */
cm_sv cm_law_protest_limit(bool ruling);

/* False: no such class. Memory: the law's. */
bool cm_law_measure(const cm_law *law, const cm_measure_query *query, cm_measure_answer *ret);
/* The same at a given stage, long after it began. */
bool cm_law_measure_at(const cm_law *law, const cm_measure_query *query, cm_stage stage,
                       cm_measure_answer *ret);

#endif
