/* store/password.h - what is kept of a password: a text that says how it was made, with its own
 * salt. Argon2id (libsodium, interactive limits: 64 MiB and two passes), or PBKDF2 with HMAC-SM3
 * where an office must use the national algorithms. Slow on purpose. Threads: any. */
#ifndef CM_STORE_PASSWORD_H
#define CM_STORE_PASSWORD_H

#include "base/arena.h"
#include "base/status.h"

typedef enum { CM_PASSWORD_ARGON2ID, CM_PASSWORD_PBKDF2_SM3 } cm_password_scheme;

/* Fails: LIMIT (longer than CM_MAX_PASSWORD, or no memory). */
CM_MUST_USE cm_status cm_password_hash(cm_arena *mem, cm_password_scheme scheme, cm_sv password,
                                       cm_sv *ret_text, cm_err *err);
/* Whether it was made of this password; of either scheme. */
bool cm_password_holds(cm_sv text, cm_sv password);
/* As much work, for somebody who has none. */
void cm_password_nobody(cm_password_scheme scheme, cm_sv password);
/* Made in another way than one made now would be. */
bool cm_password_stale(cm_sv text, cm_password_scheme scheme);

#endif
