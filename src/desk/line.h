/* desk/line.h - one line of the audit: how its digest is made, and writing it; for this folder
 * only. Both who writes and who verifies use this. */
#ifndef CM_DESK_LINE_H
#define CM_DESK_LINE_H

#include "desk/audit.h"

/* Its length and itself: what is put together this way can be taken apart in one way only. */
void cm_line_part(cm_buf *out, cm_sv part);

/* SHA-256 in hex of number, deed, rows and the digest of the line before: each with its length. */
cm_sv cm_line_digest(cm_arena *mem, const cm_audit_line *line);

/* Append the next line, inside the transaction at hand. Fails: DB, IO. */
CM_MUST_USE cm_status cm_line_append(cm_desk *desk, const cm_deed *deed, cm_sv rows,
                                     int64_t *ret_no, cm_err *err);

#endif
