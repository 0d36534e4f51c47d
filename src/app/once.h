/* app/once.h - a request that is sent again with the same key is not done again: the answer of the
 * first is given, also when the program was killed in between (desk/request.h). Threads: as the
 * desk. */
#ifndef CM_APP_ONCE_H
#define CM_APP_ONCE_H

#include "app/workdesk.h"
#include "desk/caller.h"
#include "desk/request.h"

typedef struct {
    cm_sv key;
    cm_sv method, target, body; /* what is asked, as it was sent */
} cm_once;

/* Fails: DB, IO, CONFLICT (the desk is held for long). */
CM_MUST_USE cm_status cm_once_begin(cm_workdesk *w, const cm_caller *caller, const cm_once *once,
                                    cm_arena *mem, cm_request_seen *ret_seen, cm_err *err);
/* Of one that was new; answer NULL: it failed. Fails: DB, IO. */
CM_MUST_USE cm_status cm_once_end(cm_workdesk *w, const cm_request_seen *seen,
                                  const cm_request_answer *answer, cm_err *err);

/* What another process left at work is settled; at the start. Fails: DB, IO. */
CM_MUST_USE cm_status cm_once_restart(cm_workdesk *w, cm_err *err);
/* Those of more than a day ago. Fails: DB, IO. */
CM_MUST_USE cm_status cm_once_forget(cm_workdesk *w, cm_err *err);

#endif
