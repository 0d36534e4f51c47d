/* app/trail.h - check points of the audit: a line's number and digest, signed with the key of the
 * office (store/signing.h). One is added to the file `audit-points` beside the keys, outside of the
 * workspace, whenever a desk is closed that has more lines than the last one tells; an auditor
 * takes others away. A line of such a file is JSON: workspace, line, digest, at, key, signature. */
#ifndef CM_APP_TRAIL_H
#define CM_APP_TRAIL_H

#include "base/json.h"
#include "desk/audit.h"
#include "store/workspace.h"

typedef struct {
    const cm_workspace *workspace;
    cm_desk *desk;
    cm_sv at; /* now */
} cm_trail;

/* Sign the last line where no point tells of it yet. Fails: DB, IO, SCHEMA (no key in its file). */
CM_MUST_USE cm_status cm_trail_seal(const cm_trail *trail, cm_err *err);
/* Seal and close the desk. A point that cannot be written is no reason to fail: `audit verify` says
 * how far the points go. */
void cm_trail_close(const cm_trail *trail);
/* A point of the last line for somebody to take away, appended to out. */
CM_MUST_USE cm_status cm_trail_point(const cm_trail *trail, cm_buf *out, cm_err *err);

typedef struct {
    cm_audit_points points;
    cm_sv key;      /* fingerprint of the key that signed the last one */
    size_t invalid; /* lines that are no point of this workspace, or not signed by their key */
    size_t strange; /* signed by another key than `key` */
} cm_trail_points;

/* Those beside the keys, then those of the files. Fails: IO, NOTFOUND (a file that was named). */
CM_MUST_USE cm_status cm_trail_load(const cm_trail *trail, const cm_svs *files, cm_arena *mem,
                                    cm_trail_points *ret_points, cm_err *err);

void cm_audit_line_write_json(cm_json *json, const cm_audit_line *line); /* an object */

#endif
