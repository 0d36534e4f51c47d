/* desk/replay.h - clues with what their events say of them: the state in which they stand or stood,
 * and the verdict. For standing.h and census.h only.
 * Memory: a clue is valid during the call. Threads: as the desk. */
#ifndef CM_DESK_REPLAY_H
#define CM_DESK_REPLAY_H

#include "desk/standing.h"

typedef struct {
    cm_standing standing; /* but for left_out */
    cm_sv office;         /* that has it now */
    cm_sv sub, finding, doc, severity;
    cm_date due_on;
    bool urgent;
} cm_replayed;

typedef struct {
    const cm_verdicts *verdicts;
    cm_date as_of; /* the end of this day; none: now */
    int64_t no;    /* of one clue; 0: all, in the order in which they came */
} cm_replay_of;

typedef CM_MUST_USE cm_status (*cm_replay_visit)(void *payload, const cm_replayed *one,
                                                 cm_err *err);

/* Fails: DB, as visit. */
CM_MUST_USE cm_status cm_replay_each(cm_desk *desk, const cm_replay_of *of, cm_replay_visit visit,
                                     void *payload, cm_err *err);

#endif
