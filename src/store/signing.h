/* store/signing.h - the key an office signs bundles with (Ed25519), in a file of its own,
 * signing.key, in a folder outside of the workspace, beside the keys of its sources. Checking a
 * signature needs none of this: base/signature.h. Threads: any. */
#ifndef CM_STORE_SIGNING_H
#define CM_STORE_SIGNING_H

#include "base/arena.h"
#include "base/signature.h"
#include "base/status.h"

typedef struct {
    cm_public_key public;
    uint8_t secret[64]; /* wipe after use */
} cm_signing_key;

/* The key of the folder; made, and on disk, when there is none yet. Fails: IO, SCHEMA (the file is
 * no key). */
CM_MUST_USE cm_status cm_signing_key_open(cm_sv folder, cm_signing_key *ret_key, cm_err *err);
void cm_signing_key_wipe(cm_signing_key *key);

/* The same message and key give the same signature. */
cm_signature cm_sign(const cm_signing_key *key, cm_sv message);

#endif
