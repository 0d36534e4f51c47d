/* desk/request.h - a request that may come twice, by the key that its sender gave it: it is done
 * once, also when the program is killed between the change and its answer, because the line of the
 * change is written to the row of the request in the same transaction (cm_change_commit). A table
 * of the moment; rows are kept for a day. Threads: as the desk.
 *
 *   cm_request_open(desk, &key, mem, &seen, err);
 *   if (seen.state == CM_REQUEST_NEW) {
 *       … the changes …
 *       cm_request_close(desk, seen.no, &answer, err);
 *   }
 */
#ifndef CM_DESK_REQUEST_H
#define CM_DESK_REQUEST_H

#include "base/digest.h"
#include "desk/desk.h"

typedef enum {
    CM_REQUEST_NEW,      /* never seen: it is this one's now, the next change belongs to it */
    CM_REQUEST_BUSY,     /* at work elsewhere in this process */
    CM_REQUEST_ANSWERED, /* done: status, headers, body */
    CM_REQUEST_DONE,     /* its change is line `line` of the audit, the answer was lost */
    CM_REQUEST_OTHER     /* the key stands for another request */
} cm_request_state;

typedef struct {
    cm_sv person; /* name, or empty */
    cm_sv key;
    cm_digest digest; /* of what is asked */
    cm_sv at;
} cm_request_key;

typedef struct {
    unsigned status; /* of HTTP */
    cm_sv headers, body;
} cm_request_answer;

typedef struct {
    cm_request_state state;
    int64_t no, line;
    cm_request_answer answer;
} cm_request_seen;

/* Fails: DB, IO, CONFLICT (the desk is held for long). */
CM_MUST_USE cm_status cm_request_open(cm_desk *desk, const cm_request_key *key, cm_arena *mem,
                                      cm_request_seen *ret, cm_err *err);
/* Of one that was new. `answer` NULL: it failed, and may be tried again if it changed nothing. */
CM_MUST_USE cm_status cm_request_close(cm_desk *desk, int64_t no, const cm_request_answer *answer,
                                       cm_err *err);
/* At the start of a process: what another one left at work is done if it has a line. */
CM_MUST_USE cm_status cm_requests_restart(cm_desk *desk, cm_err *err);
/* Those before the moment. */
CM_MUST_USE cm_status cm_requests_forget(cm_desk *desk, cm_sv before, cm_err *err);

#endif
