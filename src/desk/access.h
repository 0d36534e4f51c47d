/* desk/access.h - what opens the door without a password: log-ins (cookies), tokens for programs,
 * invitations. Each is known by the digest of its text. Writing runs inside a change, but for what
 * says so. Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_ACCESS_H
#define CM_DESK_ACCESS_H

#include "base/digest.h"
#include "base/vec.h"
#include "desk/desk.h"

/* ---- log-ins: of the moment, no line tells of their rows ---- */

typedef struct {
    int64_t no; /* 0: no such log-in */
    cm_sv person, address, made_at, seen_at;
    bool ended;
} cm_visit;

typedef CM_VEC(cm_visit) cm_visits;

CM_MUST_USE cm_status cm_visit_add(cm_desk *desk, const cm_visit *v, cm_digest digest, cm_err *err);
CM_MUST_USE cm_status cm_visit_find(cm_desk *desk, cm_digest digest, cm_arena *mem, cm_visit *ret,
                                    cm_err *err);
/* Those of a person that were not ended, by number. */
CM_MUST_USE cm_status cm_visits_of(cm_desk *desk, cm_sv person, cm_arena *mem, cm_visits *ret,
                                   cm_err *err);
/* Outside of a change. */
CM_MUST_USE cm_status cm_visit_seen(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);
/* That one of a person; 0: all of his. */
CM_MUST_USE cm_status cm_visits_end(cm_desk *desk, cm_sv person, int64_t no, cm_sv at, cm_err *err);
/* All of his but that one. */
CM_MUST_USE cm_status cm_visits_end_others(cm_desk *desk, cm_sv person, int64_t keep, cm_sv at,
                                           cm_err *err);
/* Outside of a change: rows that nobody used since. */
CM_MUST_USE cm_status cm_visits_forget(cm_desk *desk, cm_sv before, cm_err *err);

/* ---- tokens for programs ---- */

typedef struct {
    int64_t no; /* 0: no such token */
    cm_sv person, label;
    cm_svs scopes;    /* acts of data/desk/rights.tsv, or beginnings that end in a point */
    cm_sv expires_on; /* its last day */
    cm_sv made_at, made_by, ended_at, ended_by;
} cm_api_token;

typedef CM_VEC(cm_api_token) cm_api_tokens;

CM_MUST_USE cm_status cm_api_token_add(cm_desk *desk, const cm_api_token *t, cm_digest digest,
                                       int64_t *ret_no, cm_err *err);
CM_MUST_USE cm_status cm_api_token_find(cm_desk *desk, cm_digest digest, cm_arena *mem,
                                        cm_api_token *ret, cm_err *err);
/* By number; an empty person: of all. */
CM_MUST_USE cm_status cm_api_tokens_load(cm_desk *desk, cm_sv person, cm_arena *mem,
                                         cm_api_tokens *ret, cm_err *err);
/* Fails: NOTFOUND (no such token, or it has ended), DB. */
/* All of a person's. */
CM_MUST_USE cm_status cm_api_token_end_all(cm_desk *desk, cm_sv person, cm_sv by, cm_sv at,
                                           cm_err *err);
CM_MUST_USE cm_status cm_api_token_end(cm_desk *desk, int64_t no, cm_sv by, cm_sv at, cm_err *err);

/* ---- invitations ---- */

typedef struct {
    int64_t no;   /* 0: no such invitation */
    cm_sv person; /* empty: the first set-up */
    cm_sv expires_at, made_at, made_by;
} cm_invitation;

/* Those made before for the same person end. */
CM_MUST_USE cm_status cm_invitation_add(cm_desk *desk, const cm_invitation *i, cm_digest digest,
                                        cm_err *err);
/* One that was neither used nor ended, and has not expired. */
CM_MUST_USE cm_status cm_invitation_find(cm_desk *desk, cm_digest digest, cm_sv at, cm_arena *mem,
                                         cm_invitation *ret, cm_err *err);
/* Fails: CONFLICT (used or ended meanwhile), DB. */
CM_MUST_USE cm_status cm_invitation_use(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);

#endif
