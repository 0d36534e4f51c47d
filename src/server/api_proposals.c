#include "base/base.h"

#include "app/proposal.h"
#include "server/answer.h"
#include "server/route.h"
#include "server/routes.h"

static cm_status reply(cm_exchange *x, int64_t no, cm_err *err)
{
    cm_proposal p = {0};
    cm_status status = cm_proposal_get(x->workdesk->desk, no, x->mem, &p, err);
    if (status == CM_OK) {
        cm_reply_version(x, p.version);
        cm_proposal_write_json(x->json, x->home, &p);
    }
    return status;
}

/* ---- writing ---- */

cm_status cm_api_proposal_add(cm_exchange *x, cm_err *err)
{
    int64_t no = 0;
    const cm_proposal_draft draft = {.text = cm_ask_body(x), .why = cm_ask_text(x, "why")};
    cm_status status = cm_proposal_write(x->workdesk, &x->caller, &draft, &no, err);
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
        cm_reply_place(x, cm_arena_format(x->mem, "/api/v1/proposals/%lld", (long long)no));
        status = reply(x, no, err);
    }
    return status;
}

cm_status cm_api_proposal_revise(cm_exchange *x, cm_err *err)
{
    int64_t no = cm_ask_int(x, "proposal", 0);
    const cm_proposal_draft draft = {no, cm_ask_version(x), cm_ask_body(x), cm_ask_text(x, "why")};
    if (draft.version == 0) {
        return cm_ask_wrong(x, "If-Match", "the version that was changed", err);
    }
    cm_status status = cm_proposal_write(x->workdesk, &x->caller, &draft, &no, err);
    return status == CM_OK ? reply(x, no, err) : status;
}

/* ---- looking ---- */

cm_status cm_api_proposal_list(cm_exchange *x, cm_err *err)
{
    cm_proposal_filter filter = {.model = cm_ask_text(x, "model"), .state = -1};
    cm_sv state = cm_ask_text(x, "state");
    cm_proposal_state found = CM_PROPOSAL_OPEN;
    cm_proposals list = {0};
    if (state.len != 0 && cm_proposal_state_find(state, &found)) {
        filter.state = (int)found;
    }
    cm_status status = cm_proposals_list(x->workdesk->desk, &filter, x->mem, &list, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < list.count; i++) {
        cm_proposal_write_json(x->json, x->home, &list.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_proposal_open(cm_exchange *x, cm_err *err)
{
    return reply(x, cm_ask_int(x, "proposal", 0), err);
}

cm_status cm_api_proposal_check(cm_exchange *x, cm_err *err)
{
    cm_proposal p = {0};
    cm_proposal_report report;
    cm_status status =
        cm_proposal_get(x->workdesk->desk, cm_ask_int(x, "proposal", 0), x->mem, &p, err);
    if (status != CM_OK) {
        return status;
    }
    cm_home own;
    cm_home_borrow(x->home, &own);
    status = cm_proposal_examine(x->home, &p, &own, &report, err);
    if (status == CM_OK) {
        cm_proposal_report_write_json(x->json, x->home, &report);
    }
    cm_home_return(&own);
    return status;
}

cm_status cm_api_proposal_diff(cm_exchange *x, cm_err *err)
{
    cm_proposal p = {0};
    cm_site *site = NULL;
    cm_status status =
        cm_proposal_get(x->workdesk->desk, cm_ask_int(x, "proposal", 0), x->mem, &p, err);
    if (status == CM_OK) {
        status = cm_ask_look(x, "model.review", &site, err);
    }
    const cm_trial trial = {CM_SV(""), p.text};
    return status == CM_OK ? cm_trial_diff(site, &x->caller, &trial,
                                           (size_t)cm_ask_int(x, "limit", 50), x->json, err)
                           : status;
}

/* ---- deciding ---- */

static cm_proposal_verdict verdict_of(const cm_exchange *x)
{
    return (cm_proposal_verdict){cm_ask_int(x, "proposal", 0), cm_ask_version(x),
                                 cm_ask_text(x, "reason")};
}

cm_status cm_api_proposal_publish(cm_exchange *x, cm_err *err)
{
    const cm_proposal_verdict v = verdict_of(x);
    cm_status status = cm_proposal_publish(x->workdesk, &x->caller, &v, err);
    if (status == CM_OK) {
        status = cm_house_renew(x->house, err);
    }
    return status == CM_OK ? reply(x, v.no, err) : status;
}

cm_status cm_api_proposal_refuse(cm_exchange *x, cm_err *err)
{
    const cm_proposal_verdict v = verdict_of(x);
    cm_status status = cm_proposal_refuse(x->workdesk, &x->caller, &v, err);
    return status == CM_OK ? reply(x, v.no, err) : status;
}

cm_status cm_api_proposal_drop(cm_exchange *x, cm_err *err)
{
    const cm_proposal_verdict v = verdict_of(x);
    cm_status status = cm_proposal_drop(x->workdesk, &x->caller, &v, err);
    return status == CM_OK ? reply(x, v.no, err) : status;
}

cm_status cm_api_model_withdraw(cm_exchange *x, cm_err *err)
{
    cm_sv area = cm_ask_text(x, "area"), name = cm_ask_text(x, "name");
    cm_sv id = cm_arena_format(x->mem, "%.*s/%.*s", CM_SV_ARG(area), CM_SV_ARG(name));
    cm_status status =
        cm_proposal_withdraw(x->workdesk, &x->caller, id, cm_ask_text(x, "reason"), err);
    return status == CM_OK ? cm_house_renew(x->house, err) : status;
}
