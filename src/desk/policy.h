/* desk/policy.h - what an office decides about log-ins: each policy with its default and its bounds
 * in data/desk/policies.tsv; what was set, and by whom, in the desk. Changing is inside a change
 * (change.h). Threads: as the desk; the list is immutable after load. */
#ifndef CM_DESK_POLICY_H
#define CM_DESK_POLICY_H

#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    cm_sv id, unit, zh, en;
    int64_t otherwise, least, most; /* `otherwise`: what holds until it is set */
} cm_policy;

typedef CM_VEC(cm_policy) cm_policies;

/* `folder`: data/desk. Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_policies_load(cm_arena *mem, cm_sv folder, cm_policies *ret, cm_err *err);

typedef struct {
    const cm_policy *policy;
    int64_t value;
    cm_sv by, at; /* who set it; empty: nobody */
} cm_policy_value;

typedef CM_VEC(cm_policy_value) cm_policy_values;

/* In the order of the list. Fails: DB. */
CM_MUST_USE cm_status cm_policy_all(cm_desk *desk, const cm_policies *all, cm_arena *mem,
                                    cm_policy_values *ret, cm_err *err);
/* One of the list, which must have it. Fails: DB. */
CM_MUST_USE cm_status cm_policy_get(cm_desk *desk, const cm_policies *all, cm_sv id,
                                    int64_t *ret_value, cm_err *err);
/* Fails: NOTFOUND (no such policy), ARG (outside of its bounds), DB. */
CM_MUST_USE cm_status cm_policy_put(cm_desk *desk, const cm_policies *all,
                                    const cm_policy_value *set, cm_sv id, cm_err *err);

#endif
