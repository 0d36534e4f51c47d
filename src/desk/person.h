/* desk/person.h - the people of a desk: registered, never deleted; the roles they hold and for how
 * long; and the digest of the token by which each is known. Changing them is inside a change
 * (change.h). Threads: as the desk. */
#ifndef CM_DESK_PERSON_H
#define CM_DESK_PERSON_H

#include "base/digest.h"
#include "desk/caller.h"
#include "desk/desk.h"
#include "desk/right.h"

typedef struct {
    int64_t no;
    cm_sv name;   /* unique, as he calls himself with --as */
    cm_sv office; /* its name */
    bool active;
    cm_sv token_by, token_at; /* who made his token, and when */
    cm_svs roles;             /* that he holds at the moment asked for */
} cm_person;

typedef CM_VEC(cm_person) cm_persons;

/* All, by number. `at`: which grants hold. Fails: DB. */
CM_MUST_USE cm_status cm_persons_load(cm_desk *desk, cm_sv at, cm_arena *mem, cm_persons *ret,
                                      cm_err *err);
const cm_person *cm_person_find(const cm_persons *all, cm_sv name); /* or NULL */

/* Somebody who says who he is. */
typedef struct {
    cm_sv name;
    cm_digest token; /* of the bytes of his token */
    cm_sv at;
} cm_claim;

/* The caller, into mem. Without any person it is the owner of the files, if `claim->name` is empty.
 * Fails: DENIED (no name while persons are registered, a name that is not, another token, one who
 * was disabled; the message is "login: as", "login: none" or "login: token"), DB. */
CM_MUST_USE cm_status cm_person_caller(cm_desk *desk, const cm_claim *claim, cm_arena *mem,
                                       cm_caller *ret_caller, cm_err *err);

/* Somebody who proved otherwise who he is. Fails: DENIED (no such person, or disabled; "login:
 * as"), DB. */
CM_MUST_USE cm_status cm_person_known(cm_desk *desk, cm_sv name, cm_sv at, cm_arena *mem,
                                      cm_caller *ret_caller, cm_err *err);
/* Whose token that is; empty: nobody's who is active. Fails: DB. */
CM_MUST_USE cm_status cm_person_of_token(cm_desk *desk, const cm_digest *token, cm_arena *mem,
                                         cm_sv *ret_name, cm_err *err);

typedef struct {
    cm_sv name, office;
    const cm_digest *token;
    cm_sv by, at;
} cm_person_new;

/* Fails: ARG (no name), CONFLICT (the name is taken), NOTFOUND (no such office), DB. */
CM_MUST_USE cm_status cm_person_add(cm_desk *desk, const cm_person_new *p, cm_err *err);
CM_MUST_USE cm_status cm_person_token(cm_desk *desk, const cm_person_new *p, cm_err *err);
/* Fails: NOTFOUND (no such one, or disabled), CONFLICT (the last of an administrator), DB. */
CM_MUST_USE cm_status cm_person_disable(cm_desk *desk, const cm_rights *rights, cm_sv name,
                                        cm_sv at, cm_err *err);

typedef struct {
    cm_sv person, role;
    cm_sv until; /* a day, the last one; empty: until it is ended */
    cm_sv by, at, why;
} cm_grant;

/* Fails: NOTFOUND (person, role), CONFLICT (he holds it, or one that excludes it; or an
 * administrator's with an end), DB. */
CM_MUST_USE cm_status cm_grant_add(cm_desk *desk, const cm_rights *rights, const cm_grant *grant,
                                   cm_err *err);
/* Fails: NOTFOUND (he does not hold it), CONFLICT (the last of an administrator), DB. */
CM_MUST_USE cm_status cm_grant_end(cm_desk *desk, const cm_rights *rights, const cm_grant *grant,
                                   cm_err *err);

#endif
