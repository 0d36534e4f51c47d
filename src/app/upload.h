/* app/upload.h - files that were sent in, kept in `uploads` of the workspace under their number
 * until they are imported or a day has passed. What a file is called is told to people and to the
 * journal of the import, and is never a path. Threads: as the desk. */
#ifndef CM_APP_UPLOAD_H
#define CM_APP_UPLOAD_H

#include "app/workdesk.h"
#include "base/json.h"
#include "desk/upload.h"

/* Who asks, and the memory of what he gets. */
typedef struct {
    cm_workdesk *desk;
    const cm_caller *caller;
    cm_arena *mem;
} cm_asking;

typedef struct {
    cm_sv name;        /* what it is called; only what stands behind its last slash counts */
    cm_sv path;        /* where its bytes lie; taken away from there */
    uint64_t all_most; /* bytes of all uploads together */
} cm_upload_new;

/* Fails: ARG (no name), DENIED, LIMIT (no room), IO, DB. */
CM_MUST_USE cm_status cm_upload_add(const cm_asking *ask, const cm_upload_new *file,
                                    cm_upload *ret_upload, cm_err *err);
/* His own, and all for whom the matrix says so (act job.open). Fails: DB. */
CM_MUST_USE cm_status cm_upload_list(const cm_asking *ask, cm_uploads *ret_list, cm_err *err);
/* One of them. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_upload_find(const cm_asking *ask, int64_t no, cm_upload *ret_upload,
                                     cm_err *err);
/* Fails: NOTFOUND, CONFLICT (a job has it), DENIED, DB, IO. */
CM_MUST_USE cm_status cm_upload_remove(const cm_asking *ask, int64_t no, cm_err *err);

cm_sv cm_upload_folder(cm_arena *mem, const cm_workspace *workspace);
cm_sv cm_upload_path(cm_arena *mem, const cm_workspace *workspace, int64_t no);
/* Take away what no job has and is older than a day. `at` is now. Fails: DB, IO. */
CM_MUST_USE cm_status cm_uploads_sweep(cm_workdesk *desk, cm_sv at, cm_err *err);
/* And files that no row tells of; before anything is sent in. Fails: DB, IO. */
CM_MUST_USE cm_status cm_uploads_sweep_files(cm_workdesk *desk, cm_err *err);

void cm_upload_write_json(cm_json *json, const cm_upload *upload); /* an object */

#endif
