/* app/proof.h - whether somebody is who he says: name, password and one-time code checked against
 * the desk. Nobody learns from the answer, or from the time it takes, what of them was wrong or
 * whether there is such a person. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_PROOF_H
#define CM_APP_PROOF_H

#include "app/workdesk.h"
#include "desk/credential.h"

typedef struct {
    cm_sv name, password;
    cm_sv code; /* or empty */
    cm_sv at;
} cm_proof_ask;

typedef struct {
    cm_sv name, office; /* empty: no active person of that name */
    bool right;         /* his password, and he is not locked out */
    cm_credential password;
    cm_credential totp; /* of his one-time codes, if he has them */
    bool confirmed;     /* a code of theirs was given once: they are asked for */
    int64_t step;       /* of the code; 0: none, or wrong, or given before */
} cm_proof;

/* Writes nothing. Slow: it digests the password. Fails: DB, IO and SCHEMA (of identity.key). */
CM_MUST_USE cm_status cm_proof_check(cm_workdesk *w, const cm_proof_ask *ask, cm_arena *mem,
                                     cm_proof *ret, cm_err *err);
/* It was wrong: count and tell it, lock him out where it is once too often. Fails: DENIED ("login:
 * refused"), always, but for DB and IO. */
CM_MUST_USE cm_status cm_proof_fail(cm_workdesk *w, const cm_proof *proof, cm_sv at, cm_err *err);
/* It was right, in the change that it leads to: the code is used up, wrong tries are forgotten.
 * Fails: DENIED (locked out meanwhile, or the code was given meanwhile), DB. */
CM_MUST_USE cm_status cm_proof_take(cm_workdesk *w, const cm_proof *proof, cm_sv at, cm_err *err);

#endif
