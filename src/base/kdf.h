/* base/kdf.h - what proofs of identity are made of (OpenSSL): PBKDF2 with HMAC-SM3, HMAC-SHA-1, and
 * how secrets are compared and wiped. Pure values. */
#ifndef CM_BASE_KDF_H
#define CM_BASE_KDF_H

#include "base/arena.h"

#define CM_KDF_BYTES  32
#define CM_SHA1_BYTES 20

/* RFC 8018 5.2 with HMAC-SM3 (GB/T 32905-2016). */
void cm_pbkdf2_sm3(cm_sv password, cm_sv salt, uint32_t rounds, uint8_t ret[CM_KDF_BYTES]);
/* For one-time codes alone (RFC 6238), where its weakness does not matter. */
void cm_hmac_sha1(cm_sv key, cm_sv message, uint8_t ret[CM_SHA1_BYTES]);

/* Takes as long whether the first byte differs or the last. */
bool cm_secret_equal(cm_sv a, cm_sv b);
void cm_wipe(void *bytes, size_t count);

/* 32 random hex digits; empty where the machine gives no random bytes. */
cm_sv cm_nonce(cm_arena *mem);

#endif
