/* store/vault.h - the bytes of one source, in parts: appended, never changed, in frames of zstd
 * sealed with the key of the source (store/key.h), read one at a time. An address is (source, part,
 * begin, end) in raw bytes. Two files a part: NNNNNN.PART and NNNNNN.PART.frames (one line per
 * frame: raw begin, raw length, place, length). What was put is there after a commit; what a killed
 * process left behind one is cut off later. Threads: one. */
#ifndef CM_STORE_VAULT_H
#define CM_STORE_VAULT_H

#include "base/buf.h"
#include "base/vec.h"
#include "store/workspace.h"

typedef struct cm_vault cm_vault;
typedef CM_VEC(int64_t) cm_numbers;

typedef enum {
    CM_PART_ORIGINALS, /* every file byte for byte */
    CM_PART_TEXTS,     /* texts that are no slice of an original, with the way back */
    CM_PART_JOURNAL,   /* what the tables can be made again from (app/journal.h) */
    CM_PART_COUNT
} cm_part;

/* Open one part of a source; made when missing and `write` is set, with the key when the source is
 * new. Fails: NOTFOUND (the part, or the key: the message names the file), IO, SYNTAX (a frame list
 * that is no such thing). */
CM_MUST_USE cm_status cm_vault_open(const cm_workspace *w, int64_t source, cm_part part, bool write,
                                    cm_vault **ret_vault, cm_err *err);
void cm_vault_close_all(cm_vault *parts[CM_PART_COUNT]); /* and leaves NULL */
void cm_vault_close(cm_vault *v); /* what was put after the last commit is forgotten */

/* Numbers of the sources that the vault has files of, rising. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_vault_sources(cm_arena *mem, const cm_workspace *w, cm_numbers *ret_list,
                                       cm_err *err);
/* Raw bytes of a part as of its last commit, 0 when it is not there; needs no key. */
CM_MUST_USE cm_status cm_vault_measure(const cm_workspace *w, int64_t source, cm_part part,
                                       uint64_t *ret_size, cm_err *err);
/* Take away every file of a source and its key; ok when some are gone already. Fails: IO. */
CM_MUST_USE cm_status cm_vault_destroy(const cm_workspace *w, int64_t source, cm_err *err);

uint64_t cm_vault_size(const cm_vault *v); /* raw bytes, with those not yet committed */
CM_MUST_USE cm_status cm_vault_put(cm_vault *v, cm_sv bytes, cm_err *err);
CM_MUST_USE cm_status cm_vault_commit(cm_vault *v, cm_err *err); /* on disk when it returns */
/* Forget what lies after `size`, the size at an earlier commit. Fails: IO, SCHEMA (no such commit).
 */
CM_MUST_USE cm_status cm_vault_cut(cm_vault *v, uint64_t size, cm_err *err);

/* Append raw bytes [begin, end) to out. Fails: IO, SCHEMA (damaged, or another key: the message
 * names the frame), LIMIT, NOTFOUND (past the end). */
CM_MUST_USE cm_status cm_vault_get(cm_vault *v, uint64_t begin, uint64_t end, cm_buf *out,
                                   cm_err *err);

#endif
