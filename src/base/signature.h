/* base/signature.h - Ed25519 signatures checked (OpenSSL), and bytes as hex digits. Signing is in
 * store/signing.h, by another library. Pure values. */
#ifndef CM_BASE_SIGNATURE_H
#define CM_BASE_SIGNATURE_H

#include "base/buf.h"

#define CM_PUBLIC_KEY_BYTES 32
#define CM_SIGNATURE_BYTES  64

typedef struct {
    uint8_t bytes[CM_PUBLIC_KEY_BYTES];
} cm_public_key;

typedef struct {
    uint8_t bytes[CM_SIGNATURE_BYTES];
} cm_signature;

bool cm_signature_holds(const cm_public_key *key, cm_sv message, const cm_signature *signature);
/* How people compare keys: the first 32 hex digits of the SHA-256 of its bytes, in fours. */
bool cm_public_key_fingerprint(cm_buf *out, const cm_public_key *key);

bool cm_hex_write(cm_buf *out, const uint8_t *bytes, size_t count); /* lower case */
bool cm_hex_read(cm_sv hex, uint8_t *ret_bytes, size_t count);      /* false: not `count` bytes */

#endif
