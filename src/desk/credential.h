/* desk/credential.h - how persons prove who they are: what is kept of their passwords, the sealed
 * secrets of their one-time codes, and wrong tries. Secrets are made and checked elsewhere (store).
 * Writing runs inside a change. Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_CREDENTIAL_H
#define CM_DESK_CREDENTIAL_H

#include "base/vec.h"
#include "desk/desk.h"

/* Kinds: "password", "totp", and "totp-new", which no code has confirmed yet. */
typedef struct {
    int64_t no; /* 0: he has none */
    cm_sv secret;
    bool must_change; /* somebody else chose it */
    int64_t used;     /* step of the last one-time code */
    cm_sv made_at, made_by;
} cm_credential;

/* The one that holds; number 0 when there is none. Fails: DB. */
CM_MUST_USE cm_status cm_credential_find(cm_desk *desk, cm_sv person, cm_sv kind, cm_arena *mem,
                                         cm_credential *ret, cm_err *err);
/* Secrets of the latest `count`, the one that holds among them. Fails: DB. */
CM_MUST_USE cm_status cm_credential_past(cm_desk *desk, cm_sv person, cm_sv kind, int64_t count,
                                         cm_arena *mem, cm_svs *ret, cm_err *err);
/* It takes the place of the one that held; of those before, the secrets of `keep` stay. */
CM_MUST_USE cm_status cm_credential_add(cm_desk *desk, cm_sv person, cm_sv kind,
                                        const cm_credential *c, int64_t keep, cm_err *err);
/* Without one that holds. Secrets of one-time codes go. */
CM_MUST_USE cm_status cm_credential_end(cm_desk *desk, cm_sv person, cm_sv kind, cm_sv at,
                                        cm_err *err);
/* The same password kept in another way. */
CM_MUST_USE cm_status cm_credential_renew(cm_desk *desk, int64_t no, cm_sv secret, cm_err *err);
/* A one-time code of that step was given; "totp-new" becomes "totp". Fails: CONFLICT (it, or a
 * later one, was given before), DB. */
CM_MUST_USE cm_status cm_credential_use(cm_desk *desk, int64_t no, int64_t step, cm_err *err);

typedef struct {
    int64_t failed; /* in a row */
    cm_sv failed_at, locked_until;
} cm_attempt;

CM_MUST_USE cm_status cm_attempt_find(cm_desk *desk, cm_sv person, cm_arena *mem, cm_attempt *ret,
                                      cm_err *err);
CM_MUST_USE cm_status cm_attempt_put(cm_desk *desk, cm_sv person, const cm_attempt *a, cm_err *err);

#endif
