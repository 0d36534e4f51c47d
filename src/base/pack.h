/* base/pack.h - one block of bytes compressed to one zstd frame with a checksum, and back.
 * Memory: heap, freed by the caller. Threads: one packer per thread. */
#ifndef CM_BASE_PACK_H
#define CM_BASE_PACK_H

#include "base/buf.h"
#include "base/status.h"

typedef struct cm_packer cm_packer;

cm_packer *cm_packer_new(void);
void cm_packer_free(cm_packer *p);

size_t cm_pack_bound(size_t raw_len); /* the most bytes that packing so many can give */
/* Replace out by the frame of `raw`; out->max must be cm_pack_bound(raw.len) or more. */
void cm_pack(cm_packer *p, cm_sv raw, cm_buf *out);
/* Replace out by what the frame holds. Fails: SCHEMA (damaged, or not `raw_len` bytes), LIMIT. */
CM_MUST_USE cm_status cm_unpack(cm_packer *p, cm_sv frame, size_t raw_len, cm_buf *out,
                                cm_err *err);

#endif
