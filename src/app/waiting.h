/* app/waiting.h - what waits for the caller, counted, each with the list that has exactly these
 * rows: his clues by state and by the day due, what is in his reach, documents, long work, notices,
 * what could not be decided. What he has no right to see is not there.
 * Memory: that of the desk given. Threads: as the site. */
#ifndef CM_APP_WAITING_H
#define CM_APP_WAITING_H

#include "app/docket.h"
#include "app/letter.h"
#include "base/json.h"

typedef struct {
    cm_sv group; /* mine, due, office, office_due, documents, jobs, notices, undecidable, suppressed
                  */
    cm_sv id;    /* within the group: a state, "overdue", "document.approve" … */
    cm_sv title;
    cm_sv list;  /* operation that lists them: clues, documents, jobs, notices, results,
                  * suppressions */
    cm_sv query; /* of that operation */
    int64_t count;
} cm_waiting_row;

typedef CM_VEC(cm_waiting_row) cm_waiting;

/* `site` has the lens of the caller for clue.list, or none where the caller owns the files.
 * Fails: DB. */
CM_MUST_USE cm_status cm_waiting_of(cm_docket *docket, cm_site *site, cm_waiting *ret_waiting,
                                    cm_err *err);
void cm_waiting_write_json(cm_json *json, const cm_waiting *waiting); /* member "items" */

#endif
