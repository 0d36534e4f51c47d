/* desk/suppression.h - known false positives that are to stay away: for which model, which clues,
 * why, who said so, and until when. They are counted and listed for as long as they hold; a
 * suppression that ended keeps its row. Threads: as the desk. */
#ifndef CM_DESK_SUPPRESSION_H
#define CM_DESK_SUPPRESSION_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"

/* Empty texts match anything; at least one of clue, court, charge and sub is given. */
typedef struct {
    int64_t no;
    cm_sv model, clue;
    cm_sv finding; /* with a clue: digest of what it said; when it says something else it comes back
                    */
    cm_sv court, charge, sub;
    cm_sv reason, by;
    cm_date made_on, expires_on; /* expires_on: the last day it holds */
    cm_date ended_on;            /* or none */
    cm_sv ended_by, ended_why;
} cm_suppression;

typedef CM_VEC(cm_suppression) cm_suppressions;

/* What is asked of one clue. */
typedef struct {
    cm_sv model, clue, finding, court, charge, sub;
} cm_suppressible;

/* Both inside a change (change.h). Fails: ARG (no scope, no reason, expires before it is made), DB.
 */
CM_MUST_USE cm_status cm_suppression_add(cm_desk *desk, const cm_suppression *s, int64_t *ret_no,
                                         cm_err *err);

/* Fails: NOTFOUND (no such one, or it ended), DB. */
typedef struct {
    int64_t no;
    cm_sv by, why;
    cm_date on;
} cm_suppression_ending;

CM_MUST_USE cm_status cm_suppression_end(cm_desk *desk, const cm_suppression_ending *ending,
                                         cm_err *err);
/* All, in the order in which they were made. Fails: DB. */
CM_MUST_USE cm_status cm_suppressions_load(cm_desk *desk, cm_arena *mem, cm_suppressions *ret,
                                           cm_err *err);
/* Those of one clue; those of none, which cover many. In that order too. Fails: DB. */
CM_MUST_USE cm_status cm_suppressions_of_clue(cm_desk *desk, cm_sv clue, cm_arena *mem,
                                              cm_suppressions *ret, cm_err *err);
CM_MUST_USE cm_status cm_suppressions_wide(cm_desk *desk, cm_arena *mem, cm_suppressions *ret,
                                           cm_err *err);
bool cm_suppression_holds(const cm_suppression *s, cm_date on);
/* The first one that holds on that day and covers the clue, or NULL. */
const cm_suppression *cm_suppression_of(const cm_suppressions *all, const cm_suppressible *clue,
                                        cm_date on);

#endif
