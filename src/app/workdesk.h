/* app/workdesk.h - the desk of a workspace without its tables of facts: quick to open, for what
 * people do with clues. Holds the lock of the workspace. Memory: heap, freed by close. Threads:
 * one.
 */
#ifndef CM_APP_WORKDESK_H
#define CM_APP_WORKDESK_H

#include "app/home.h"
#include "desk/change.h"
#include "store/workspace.h"

typedef struct {
    cm_arena mem;
    const cm_home *home;
    cm_workspace workspace;
    cm_desk *desk;
    cm_sv at; /* when it was opened */
} cm_workdesk;

/* `at` is now. Fails: NOTFOUND, CONFLICT (held by another process), IO, DB, SCHEMA. */
CM_MUST_USE cm_status cm_workdesk_open(const cm_home *home, cm_sv folder, cm_sv at,
                                       cm_workdesk **ret, cm_err *err);
void cm_workdesk_close(cm_workdesk *w); /* NULL allowed */

cm_sv cm_workdesk_path(cm_arena *mem, const cm_workspace *workspace); /* of desk.sqlite */

#endif
