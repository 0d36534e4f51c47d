/* store/totp.h - one-time codes by the clock (RFC 6238: six digits, 30 s, HMAC-SHA-1, as every
 * authenticator app makes them). The secret is kept sealed under identity.key, in the folder of
 * keys outside of the workspace. Threads: any. */
#ifndef CM_STORE_TOTP_H
#define CM_STORE_TOTP_H

#include "base/arena.h"
#include "base/status.h"

#define CM_TOTP_BYTES 20

typedef struct {
    uint8_t bytes[CM_TOTP_BYTES]; /* wipe after use */
} cm_totp_secret;

void cm_totp_make(cm_totp_secret *ret);
/* As it is typed into an app: base32 without padding. */
cm_sv cm_totp_text(cm_arena *mem, const cm_totp_secret *secret);

/* The step of time whose code this is: that of `seconds` (since 1970), the one before or after, and
 * later than `used`; 0: none. A code is used up by the step being kept. */
int64_t cm_totp_step(const cm_totp_secret *secret, cm_sv code, int64_t seconds, int64_t used);
/* The code of a moment. */
cm_sv cm_totp_code(cm_arena *mem, const cm_totp_secret *secret, int64_t seconds);

/* Sealed, in hex, bound to the person's name. Makes identity.key where there is none. Fails: IO,
 * SCHEMA (the file is no key). */
CM_MUST_USE cm_status cm_totp_seal(cm_sv keys, cm_sv person, const cm_totp_secret *secret,
                                   cm_arena *mem, cm_sv *ret_text, cm_err *err);
/* Fails: NOTFOUND (no identity.key), IO, SCHEMA (another key, another person, damaged). */
CM_MUST_USE cm_status cm_totp_unseal(cm_sv keys, cm_sv person, cm_sv text, cm_totp_secret *ret,
                                     cm_err *err);

#endif
