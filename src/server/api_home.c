#include "base/base.h"

#include "app/waiting.h"
#include "server/answer.h"
#include "server/routes.h"

/* Without the right to any clue there is still what long work there is. */
cm_status cm_api_home_show(cm_exchange *x, cm_err *err)
{
    cm_docket docket = cm_ask_docket(x);
    cm_site *site = NULL;
    cm_waiting waiting = {0};
    cm_status status = cm_ask_look(x, "clue.list", &site, err);
    if (status == CM_OK) {
        status = cm_waiting_of(&docket, site, &waiting, err);
    }
    if (status == CM_OK) {
        cm_reply_notice(x);
        cm_json_put_text(x->json, CM_SV("as_of"), x->caller.at);
        cm_waiting_write_json(x->json, &waiting);
        cm_json_object_end(x->json);
    }
    return status;
}
