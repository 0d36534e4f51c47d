/* app/arrival.h - what a run of the models gave becomes clues of the desk: a new one begins its
 * life, one that is known is brought up to date without being moved, one that was put away comes
 * back when its facts changed, and one that the run no longer gives is marked. Threads: as the
 * site. */
#ifndef CM_APP_ARRIVAL_H
#define CM_APP_ARRIVAL_H

#include "app/choice.h"
#include "app/clue.h"
#include "desk/caller.h"
#include "desk/clue.h"

enum { CM_ARRIVAL_BATCH = 1000, CM_ARRIVAL_FEW = 64 }; /* clues of one change; few documents */

typedef struct {
    uint64_t effects[CM_MERGE_COUNT];
    uint64_t gone, urgent; /* urgent: of the new ones */
} cm_arrival_counts;

/* What was run: models, over these documents; NULL: over all. */
typedef struct {
    const cm_models *models;
    const cm_numbers *documents;
} cm_arrival_of;

/* Their hits; a site in memory has no desk: nothing. Fails: DB, IO, CONFLICT. */
CM_MUST_USE cm_status cm_arrivals_merge(cm_site *site, const cm_arrival_of *of,
                                        const cm_caller *caller, cm_arrival_counts *ret_counts,
                                        cm_err *err);

#endif
