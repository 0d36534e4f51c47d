/* store/key.h - the key of a source: 256 random bits in a file of its own, NNNNNN.key, in a folder
 * outside of the workspace. Whoever has the workspace alone can read nothing; without the key the
 * originals are gone for good, which is how a source is deleted. Threads: any. */
#ifndef CM_STORE_KEY_H
#define CM_STORE_KEY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

#define CM_KEY_BYTES 32

typedef struct {
    uint8_t bytes[CM_KEY_BYTES]; /* wipe after use */
} cm_key;

void cm_key_wipe(cm_key *key);
cm_sv cm_key_path(cm_arena *mem, cm_sv folder, int64_t source);

/* Fails: NOTFOUND (the message names the file expected), IO, SCHEMA (no key in it). */
CM_MUST_USE cm_status cm_key_load(cm_sv folder, int64_t source, cm_key *ret_key, cm_err *err);
/* A new key, on disk when it returns. Fails: CONFLICT (there is one), IO. */
CM_MUST_USE cm_status cm_key_make(cm_sv folder, int64_t source, cm_key *ret_key, cm_err *err);
/* Overwrite and remove the file; ok when there is none. Fails: IO. */
CM_MUST_USE cm_status cm_key_destroy(cm_sv folder, int64_t source, cm_err *err);
/* Tells two keys apart and says nothing of them. */
cm_sv cm_key_fingerprint(cm_arena *mem, const cm_key *key);

/* Replace out by nonce and sealed bytes (XChaCha20-Poly1305); `about` is bound to them. out->max
 * must have room for CM_SEAL_BYTES more. */
#define CM_SEAL_BYTES ((size_t)40)
void cm_seal(const cm_key *key, cm_sv about, cm_sv plain, cm_buf *out);
/* False: another key, another `about`, or damaged. */
bool cm_unseal(const cm_key *key, cm_sv about, cm_sv sealed, cm_buf *out);

/* A random name: 32 hex digits. */
cm_sv cm_random_name(cm_arena *mem);

#endif
