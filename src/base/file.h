/* base/file.h - whole files in, whole files out, and folders listed in byte order. A write goes to
 * a temporary name and is renamed, so that nothing is left half-written. */
#ifndef CM_BASE_FILE_H
#define CM_BASE_FILE_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/status.h"
#include "base/vec.h"

/* Append the file's bytes to out. Fails: NOTFOUND, IO, LIMIT (out->max). */
CM_MUST_USE cm_status cm_file_read(cm_sv path, cm_buf *out, cm_err *err);
/* Replace the file's content in one step; a device or pipe is written to. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_file_write(cm_sv path, cm_sv content, cm_err *err);

typedef struct {
    uint64_t bytes;
    cm_digest digest;
} cm_file_copied;

/* Copy a file; on disk, with the rights of its owner alone, when it returns. Fails: NOTFOUND, IO.
 */
CM_MUST_USE cm_status cm_file_copy(cm_sv from, cm_sv to, cm_file_copied *ret_copied, cm_err *err);
/* What a file is, read as a whole. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_file_measure(cm_sv path, cm_file_copied *ret_measured, cm_err *err);
uint64_t cm_file_size(cm_sv path); /* 0: no such file */
/* Add at the end of the file, made when it is not there; on disk when it returns. Fails: IO. */
CM_MUST_USE cm_status cm_file_append(cm_sv path, cm_sv content, cm_err *err);
/* Fails: IO, with the system's reason (read-only, rights). */
CM_MUST_USE cm_status cm_file_check_writable(cm_sv path, cm_err *err);
bool cm_file_exists(cm_sv path);
bool cm_file_is_folder(cm_sv path);
bool cm_file_is_regular(cm_sv path); /* itself, or what the link leads to */
CM_MUST_USE cm_status cm_file_make_folder(cm_sv path, cm_err *err); /* with parents; ok if there */
/* Full paths of what is below `folder` (recursively) and no folder, sorted; hidden ones left out.
 * Links are listed, not followed, and so is a folder that cannot be opened: what is listed may
 * turn out not to be a regular file. Fails: NOTFOUND, IO for `folder` itself. */
CM_MUST_USE cm_status cm_file_list(cm_arena *mem, cm_sv folder, cm_svs *ret_paths, cm_err *err);
/* Rename, in place of what is there, or take a file away (ok when there is none); both last a power
 * cut. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_file_move(cm_sv from, cm_sv to, cm_err *err);
CM_MUST_USE cm_status cm_file_remove(cm_sv path, cm_err *err);
cm_sv cm_file_join(cm_arena *mem, cm_sv folder, cm_sv name); /* NUL-terminated */
cm_sv cm_file_name(cm_sv path);                              /* last part */
cm_sv cm_file_folder(cm_sv path); /* what stands before it; "." when nothing does */

#endif
