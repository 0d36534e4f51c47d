#include "base/base.h"

#include "app/sealing.h"
#include "base/file.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_seal_list(cm_exchange *x, cm_err *err)
{
    cm_answer_page page;
    cm_seals seals = {0};
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_seals_load(x->workdesk->desk, cm_ask_bool(x, "all"), x->mem, &seals, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < seals.count; i++) {
        if (cm_answer_page_has(&page, seals.items[i].no)) {
            cm_seal_write_json(x->json, &seals.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

/* One by one: what was sealed before one that is refused stays sealed. */
cm_status cm_api_seal_add(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_svs docs = cm_ask_texts(x, "doc");
    cm_seal seal = {.ground = cm_ask_text(x, "ground"), .why = cm_ask_text(x, "reason")};
    cm_status status = cm_ask_site(x, &site, err);
    for (size_t i = 0; status == CM_OK && i < docs.count; i++) {
        seal.doc = docs.items[i];
        status = cm_sealing_add(site, &x->caller, &seal, err);
    }
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
        cm_json_object(x->json);
        cm_json_put_int(x->json, CM_SV("sealed"), (int64_t)docs.count);
        cm_json_object_end(x->json);
    }
    return status;
}

cm_status cm_api_seal_end(cm_exchange *x, cm_err *err)
{
    return cm_sealing_end(x->workdesk, &x->caller, cm_ask_text(x, "doc"), cm_ask_text(x, "reason"),
                          err);
}

cm_status cm_api_seal_grounds(cm_exchange *x, cm_err *err)
{
    cm_seal_grounds grounds = {0};
    cm_sv folder = cm_file_join(x->mem, x->home->data, CM_SV("desk"));
    cm_status status = cm_seal_grounds_load(x->mem, folder, &grounds, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < grounds.count; i++) {
        const cm_seal_ground *g = &grounds.items[i];
        cm_json_object(x->json);
        cm_json_put_text(x->json, CM_SV("ground"), g->id);
        cm_json_put_text(x->json, CM_SV("title"), x->home->english ? g->en : g->zh);
        cm_json_put_text(x->json, CM_SV("law"), g->law);
        cm_json_put_bool(x->json, CM_SV("opens"), g->opens);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}
