/* desk/census.h - every clue as it stands now, in memory, for counting: a million of them in some
 * hundredths of a second. Many connections to one file share a census. Each count first brings it
 * up to date from the audit, which names every row that a change touched.
 * Memory: heap, some 150 bytes a clue. Threads: any; one counts at a time. */
#ifndef CM_DESK_CENSUS_H
#define CM_DESK_CENSUS_H

#include "desk/list.h"
#include "desk/standing.h"

typedef struct cm_census cm_census;

/* `verdicts` and what they name outlive the census. It is empty until the first count. */
cm_census *cm_census_new(const cm_verdicts *verdicts);
void cm_census_free(cm_census *c); /* NULL allowed */
/* From now on counts of this desk use it; it outlives the desk. */
void cm_desk_take_census(cm_desk *desk, cm_census *census);
/* Beforehand, so that nobody waits for the first count. Fails: DB. */
CM_MUST_USE cm_status cm_census_refresh(cm_desk *desk, cm_err *err);

/* As cm_standings_each, of now: of a desk that has a census. */
CM_MUST_USE cm_status cm_census_each(cm_desk *desk, const cm_standing_filter *filter,
                                     cm_standing_visit visit, void *payload, cm_err *err);
/* As cm_list_facets, in no order and without words or ids in the filter. */
CM_MUST_USE cm_status cm_census_facets(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                                       cm_facets *ret_facets, cm_err *err);

#endif
