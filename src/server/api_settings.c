#include "base/base.h"

#include "app/people_json.h"
#include "app/policies.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_policy_list(cm_exchange *x, cm_err *err)
{
    cm_policy_values all = {0};
    bool english = x->home->english;
    cm_status status = cm_policies_list(x->workdesk, &x->caller, x->mem, &all, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        cm_policy_json(x->json, &all.items[i], english);
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, CM_SV(""));
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_policy_set(cm_exchange *x, cm_err *err)
{
    return cm_policies_set(x->workdesk, &x->caller, cm_ask_text(x, "policy"),
                           cm_ask_int(x, "value", 0), cm_ask_text(x, "reason"), err);
}
