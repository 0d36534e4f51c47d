/* desk/change.h - a change of the desk: one transaction with one line in the audit, which tells who
 * did what and carries the digest of every row that the transaction touched. A transaction that
 * touched rows without such a line is refused by the database connection itself. Threads: as the
 * desk. */
#ifndef CM_DESK_CHANGE_H
#define CM_DESK_CHANGE_H

#include "desk/desk.h"

/* No personal data in any of it: the audit outlives the data it speaks of. */
typedef struct {
    cm_sv by;           /* name of the person; empty: whoever owns the files */
    cm_sv role, office; /* in which he acted */
    cm_sv at;           /* "2026-11-22T07:40:00Z" */
    cm_sv action;       /* id: "clue.screen" */
    cm_sv object;       /* "clue 3fa9c0…" */
    cm_sv reason;
    cm_sv detail; /* JSON, or empty */
} cm_deed;

/* Fails: CONFLICT (another process writes), DB, IO (read-only). */
CM_MUST_USE cm_status cm_change_begin(cm_desk *desk, cm_err *err);
/* Write the line and commit; on failure everything since begin is undone. *ret_no (NULL allowed) is
 * the number of the line. Fails: DB, IO (disk full, read-only). */
CM_MUST_USE cm_status cm_change_commit(cm_desk *desk, const cm_deed *deed, int64_t *ret_no,
                                       cm_err *err);
void cm_change_undo(cm_desk *desk);

/* commit where `status` is OK, else undo; returns the first fault. */
CM_MUST_USE cm_status cm_change_end(cm_desk *desk, cm_status status, const cm_deed *deed,
                                    cm_err *err);

/* A line for what changes no row: a read of personal data, a refused log-in, an export. */
CM_MUST_USE cm_status cm_change_log(cm_desk *desk, const cm_deed *deed, cm_err *err);

#endif
