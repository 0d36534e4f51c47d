#include "base/base.h"

#include "app/api_token.h"
#include "app/people_json.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_tokens_add(cm_exchange *x, cm_err *err)
{
    const cm_api_token_new asked = {.label = cm_ask_text(x, "label"),
                                    .scopes = cm_ask_texts(x, "scopes"),
                                    .last_day = cm_ask_day(x, "until")};
    cm_api_token token;
    cm_sv text;
    cm_status status =
        cm_api_token_make(x->workdesk, &x->caller, &asked, x->mem, &text, &token, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_secret(x);
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("token"), text);
    cm_json_key(x->json, CM_SV("about"));
    cm_api_token_json(x->json, &token);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_tokens_list(cm_exchange *x, cm_err *err)
{
    cm_answer_page page;
    cm_api_tokens all = {0};
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_api_token_list(x->workdesk, &x->caller, x->mem, &all, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        if (cm_answer_page_has(&page, all.items[i].no)) {
            cm_api_token_json(x->json, &all.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_tokens_end(cm_exchange *x, cm_err *err)
{
    return cm_api_token_stop(x->workdesk, &x->caller, cm_ask_int(x, "token", 0), err);
}
