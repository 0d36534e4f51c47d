#include "base/base.h"

#include "app/decision.h"
#include "app/sealing.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_suppression_list(cm_exchange *x, cm_err *err)
{
    cm_answer_page page;
    cm_suppressions list = {0};
    bool all = cm_ask_bool(x, "all");
    cm_date today = cm_moment_day(x->caller.at);
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_suppressions_load(x->workdesk->desk, x->mem, &list, err);
    }
    if (status == CM_OK) {
        status =
            cm_decisions_show(x->workdesk->desk, x->home->rights, &x->caller, x->mem, &list, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < list.count; i++) {
        const cm_suppression *s = &list.items[i];
        if ((all || cm_suppression_holds(s, today)) && cm_answer_page_has(&page, s->no)) {
            cm_suppression_write_json(x->json, s);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_suppression_add(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_deed deed = {0};
    int64_t no = 0;
    cm_suppression s = {.clue = cm_ask_text(x, "clue"),
                        .model = cm_ask_text(x, "model"),
                        .court = cm_ask_text(x, "court"),
                        .charge = cm_ask_text(x, "charge"),
                        .sub = cm_ask_text(x, "sub"),
                        .reason = cm_ask_text(x, "reason"),
                        .by = x->caller.name,
                        .made_on = cm_moment_day(x->caller.at),
                        .expires_on = cm_ask_day(x, "until")};
    if ((s.clue.len != 0) == (s.model.len != 0)) {
        return cm_ask_wrong(x, "clue", "give a clue or a model", err);
    }
    cm_status status = cm_ask_site(x, &site, err);
    if (status == CM_OK) {
        status = cm_clue_ask(site, &x->caller, CM_SV("suppress.add"), s.clue, s.reason, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_decision_suppress(site, &s, &deed, &no, err);
    }
    if (status == CM_OK) {
        cm_answer_number(x, no);
    }
    return status;
}

static cm_sv clue_of(const cm_suppressions *list, int64_t no)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].no == no) {
            return list->items[i].clue;
        }
    }
    return CM_SV("");
}

cm_status cm_api_suppression_end(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_deed deed = {0};
    cm_suppressions list = {0};
    int64_t no = cm_ask_int(x, "suppression", 0);
    cm_sv reason = cm_ask_text(x, "reason");
    cm_status status = cm_suppressions_load(x->workdesk->desk, x->mem, &list, err);
    if (status == CM_OK) {
        status = cm_ask_site(x, &site, err);
    }
    if (status == CM_OK) {
        status = cm_clue_ask(site, &x->caller, CM_SV("suppress.end"), clue_of(&list, no), reason,
                             &deed, err);
    }
    return status == CM_OK ? cm_decision_lift(site, no, reason, &deed, err) : status;
}
