/* store/vault.h - the originals of one source, byte for byte: appended, never changed, zstd in
 * frames that are read one at a time. The address of a document is (source, begin, end) in raw
 * bytes. Two files: NNNNNN.zst and NNNNNN.frames (one line per frame: raw begin, raw length, place,
 * length). What was put is there after a commit; what a killed process left behind one is cut off
 * later. Threads: one. */
#ifndef CM_STORE_VAULT_H
#define CM_STORE_VAULT_H

#include "base/buf.h"
#include "base/status.h"

typedef struct cm_vault cm_vault;

/* Open the vault of a source in a folder; made when missing and `write` is set.
 * Fails: NOTFOUND, IO, SYNTAX (a frame list that is no such thing). */
CM_MUST_USE cm_status cm_vault_open(cm_sv folder, int64_t source, bool write, cm_vault **ret_vault,
                                    cm_err *err);
/* The highest number of a source in a folder, 0 = none. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_vault_last(cm_sv folder, int64_t *ret_source, cm_err *err);
void cm_vault_close(cm_vault *v); /* what was put after the last commit is forgotten */

uint64_t cm_vault_size(const cm_vault *v); /* raw bytes, with those not yet committed */
CM_MUST_USE cm_status cm_vault_put(cm_vault *v, cm_sv bytes, cm_err *err);
CM_MUST_USE cm_status cm_vault_commit(cm_vault *v, cm_err *err); /* on disk when it returns */
/* Forget what lies after `size`, the size at an earlier commit. Fails: IO, SCHEMA (no such commit).
 */
CM_MUST_USE cm_status cm_vault_cut(cm_vault *v, uint64_t size, cm_err *err);

/* Append raw bytes [begin, end) to out. Fails: IO, SCHEMA (damaged), LIMIT, NOTFOUND (past the
 * end). */
CM_MUST_USE cm_status cm_vault_get(cm_vault *v, uint64_t begin, uint64_t end, cm_buf *out,
                                   cm_err *err);

#endif
