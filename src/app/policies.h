/* app/policies.h - what an office decides about log-ins (desk/policy.h), seen and set by those who
 * may. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_POLICIES_H
#define CM_APP_POLICIES_H

#include "app/workdesk.h"
#include "desk/caller.h"

/* Fails: DENIED, DB. */
CM_MUST_USE cm_status cm_policies_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                                       cm_policy_values *ret, cm_err *err);
/* Fails: DENIED, NOTFOUND (no such policy), ARG (outside of its bounds), DB. */
CM_MUST_USE cm_status cm_policies_set(cm_workdesk *w, const cm_caller *caller, cm_sv id,
                                      int64_t value, cm_sv why, cm_err *err);

#endif
