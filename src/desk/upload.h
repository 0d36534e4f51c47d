/* desk/upload.h - files that were sent in and wait to be imported: what they are called, whose they
 * are, how large. Rows of the moment (layout.h). The bytes lie in a file that has the number as its
 * name (app/upload.h). Threads: as the desk. */
#ifndef CM_DESK_UPLOAD_H
#define CM_DESK_UPLOAD_H

#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    int64_t no;
    cm_sv name, by, office, at;
    int64_t bytes;
    cm_sv digest; /* SHA-256, hex */
    int64_t job;  /* that imports it; 0: none yet */
    cm_sv ended_at;
} cm_upload;

typedef CM_VEC(cm_upload) cm_uploads;

CM_MUST_USE cm_status cm_upload_put(cm_desk *desk, const cm_upload *upload, int64_t *ret_no,
                                    cm_err *err);
/* One that has not ended. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_upload_get(cm_desk *desk, int64_t no, cm_arena *mem, cm_upload *ret_upload,
                                    cm_err *err);
/* Those that have not ended. Fails: DB. */
CM_MUST_USE cm_status cm_uploads_list(cm_desk *desk, cm_arena *mem, cm_uploads *ret_list,
                                      cm_err *err);
CM_MUST_USE cm_status cm_upload_take(cm_desk *desk, int64_t no, int64_t job, cm_err *err);
CM_MUST_USE cm_status cm_upload_end(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);

#endif
