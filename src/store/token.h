/* store/token.h - by what a person or a log-in is known: 256 random bits as 64 hex digits, on the
 * command line in a file that only its owner may read. The desk keeps the digest alone. Threads:
 * any. */
#ifndef CM_STORE_TOKEN_H
#define CM_STORE_TOKEN_H

#include "base/digest.h"
#include "base/status.h"

/* Fails: CONFLICT (there is such a file), IO. */
CM_MUST_USE cm_status cm_token_make(cm_sv path, cm_digest *ret_digest, cm_err *err);
/* Fails: NOTFOUND, IO, SCHEMA (no token in it). */
CM_MUST_USE cm_status cm_token_read(cm_sv path, cm_digest *ret_digest, cm_err *err);

/* One that is shown once and in no file. */
cm_sv cm_token_new(cm_arena *mem, cm_digest *ret_digest);

#endif
