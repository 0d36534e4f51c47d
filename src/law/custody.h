/* law/custody.h - from compulsory measures to days of custody: spells, what they are credited with,
 * and the time on bail between them. Rates and kinds are data/law/custody.tsv.
 * Memory: the arena given, for work only. Threads: pure. */
#ifndef CM_LAW_CUSTODY_H
#define CM_LAW_CUSTODY_H

#include "law/kind.h"
#include "law/law.h"

typedef struct {
    int kind;   /* position in list "measure" of data/terms/terms.tsv */
    cm_date on; /* the day it was carried out */
} cm_custody_event;

typedef struct {
    const cm_custody_event *events; /* any order; of one day in the order of the text */
    size_t count;
    cm_date term_from; /* first day of the printed term, or none */
    cm_date decided_on;
    cm_penalty_kind kind; /* of the sentence: decides the rate */
} cm_custody_query;

typedef struct {
    bool known;       /* days, spells and credit: the spells before term_from are fully dated */
    int64_t days;     /* in spells that ended before term_from, both end days counted */
    int64_t spells;   /* their number: each may be counted one day differently */
    int64_t credit;   /* the same days at the rate of the sentence: what term_gap takes */
    int64_t cut_days; /* known with days: of a spell that goes on into the term, those before it */
    cm_date first_on; /* first day in custody; none when there was no custody */
    cm_date last_on;  /* first day of the last spell */
    bool gap_known;
    int64_t gap_days; /* between first custody and decision outside custody; 0 without custody */
} cm_custody;

void cm_law_custody(const cm_law *law, cm_arena *mem, const cm_custody_query *query,
                    cm_custody *ret_custody);

#endif
