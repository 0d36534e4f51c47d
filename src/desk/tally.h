/* desk/tally.h - what each run of a model gave, hit or not: beside counts of clues stands how many
 * subjects could not be judged. Threads: as the desk. */
#ifndef CM_DESK_TALLY_H
#define CM_DESK_TALLY_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    cm_sv at, model, content;
    int64_t model_version;
    int64_t hit, undecidable, clear, suppressed; /* suppressed: of the hits */
} cm_tally;

typedef CM_VEC(cm_tally) cm_tallies;

/* Inside a change. Fails: DB. */
CM_MUST_USE cm_status cm_tally_add(cm_desk *desk, const cm_tally *tally, cm_err *err);
/* The last of each model up to the end of that day, by model; no such day: the last of all. */
CM_MUST_USE cm_status cm_tallies_load(cm_desk *desk, cm_date as_of, cm_arena *mem,
                                      cm_tallies *ret_tallies, cm_err *err);

#endif
