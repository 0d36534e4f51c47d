/* What a person set for himself: saved views, preferences. */
#include "base/base.h"

#include "app/preference.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_view_list(cm_exchange *x, cm_err *err)
{
    cm_views_saved all = {0};
    cm_status status =
        cm_preference_views(x->workdesk, &x->caller, cm_ask_text(x, "screen"), x->mem, &all, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        cm_preference_view_json(x->json, &x->caller, &all.items[i]);
    }
    cm_answer_list_end(x, CM_SV(""));
    return CM_OK;
}

cm_status cm_api_view_add(cm_exchange *x, cm_err *err)
{
    const cm_view_saved view = {.screen = cm_ask_text(x, "screen"),
                                .name = cm_ask_text(x, "name"),
                                .query = cm_ask_text(x, "query"),
                                .shared = cm_ask_bool(x, "shared")};
    int64_t no = 0;
    cm_status status = cm_preference_save(x->workdesk, &x->caller, view, &no, err);
    if (status == CM_OK) {
        cm_answer_number(x, no);
    }
    return status;
}

cm_status cm_api_view_change(cm_exchange *x, cm_err *err)
{
    const cm_preference_change change = {.name = cm_ask_text(x, "name"),
                                         .query = cm_ask_text(x, "query"),
                                         .shared = (int)cm_ask_int(x, "shared", -1)};
    return cm_preference_view_change(x->workdesk, &x->caller, cm_ask_int(x, "view", 0), &change,
                                     err);
}

cm_status cm_api_view_end(cm_exchange *x, cm_err *err)
{
    const cm_preference_change change = {.shared = -1, .end = true};
    return cm_preference_view_change(x->workdesk, &x->caller, cm_ask_int(x, "view", 0), &change,
                                     err);
}

cm_status cm_api_preference_list(cm_exchange *x, cm_err *err)
{
    cm_preferences all = {0};
    cm_status status = cm_preference_list(x->workdesk, &x->caller, x->mem, &all, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        cm_json_object(x->json);
        cm_json_put_text(x->json, CM_SV("key"), all.items[i].key);
        cm_json_put_text(x->json, CM_SV("value"), all.items[i].value);
        cm_json_object_end(x->json);
    }
    cm_answer_list_end(x, CM_SV(""));
    return CM_OK;
}

cm_status cm_api_preference_set(cm_exchange *x, cm_err *err)
{
    const cm_preference set = {cm_ask_text(x, "preference"), cm_ask_text(x, "value")};
    cm_status status = cm_preference_set(x->workdesk, &x->caller, &set, err);
    return status == CM_E_ARG ? cm_ask_wrong(x, "value", "none of its values", err) : status;
}
