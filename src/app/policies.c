#include "base/base.h"

#include "app/policies.h"

cm_status cm_policies_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                           cm_policy_values *ret, cm_err *err)
{
    cm_deed ignored;
    cm_status status =
        cm_right_deed(w->home->rights, caller, CM_SV("policy.list"), NULL, &ignored, err);
    return status == CM_OK ? cm_policy_all(w->desk, &w->home->policies, mem, ret, err) : status;
}

cm_status cm_policies_set(cm_workdesk *w, const cm_caller *caller, cm_sv id, int64_t value,
                          cm_sv why, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_right_object any = {.reason = why};
    const cm_policy_value set = {.value = value, .by = caller->name, .at = caller->at};
    cm_deed deed = {0};
    cm_status status =
        cm_right_deed(w->home->rights, caller, CM_SV("policy.set"), &any, &deed, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&mem, "policy %.*s %lld", CM_SV_ARG(id), (long long)value);
    status = cm_policy_put(w->desk, &w->home->policies, &set, id, err);
    return cm_change_end(w->desk, status, &deed, err);
}
