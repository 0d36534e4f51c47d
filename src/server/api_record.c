#include "base/base.h"

#include "app/chain_difference.h"
#include "app/redaction.h"
#include "app/sealing.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/routes.h"

/* ---- on record of a clue ---- */

static bool has_code(const cm_exchange *x, const char *list, const char *name)
{
    return cm_course_code_of(&x->home->course, cm_sv_from(list), cm_ask_text(x, name)) != NULL;
}

cm_status cm_api_verification_add(cm_exchange *x, cm_err *err)
{
    if (!has_code(x, "check", "kind")) {
        return cm_ask_wrong(x, "kind", "no such kind", err);
    }
    if (!has_code(x, "result", "result")) {
        return cm_ask_wrong(x, "result", "no such result", err);
    }
    cm_docket d = cm_ask_docket(x);
    int64_t no = 0;
    const cm_verification v = {.kind = cm_ask_text(x, "kind"),
                               .result = cm_ask_text(x, "result"),
                               .what = cm_ask_text(x, "what"),
                               .told = cm_ask_text(x, "why")};
    cm_status status = cm_docket_verify(&d, cm_ask_text(x, "clue"), &v, &no, err);
    if (status == CM_OK) {
        cm_answer_number(x, no);
    }
    return cm_answer_docket(x, &d, status, err);
}

cm_status cm_api_attachment_add(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    int64_t no = 0;
    const cm_attaching a = {.clue = cm_ask_text(x, "clue"),
                            .verification = cm_ask_int(x, "verification", 0),
                            .file = {.name = cm_ask_text(x, "name"), .content = cm_ask_body(x)}};
    cm_status status = cm_docket_attach(&d, &a, &no, err);
    if (status == CM_OK) {
        cm_answer_number(x, no);
    }
    return cm_answer_docket(x, &d, status, err);
}

cm_status cm_api_attachment_open(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    cm_attachment file = {0};
    d.reason = x->reason;
    cm_status status = cm_docket_attachment(&d, cm_ask_text(x, "clue"),
                                            cm_ask_int(x, "attachment", 0), &file, err);
    if (status == CM_OK) {
        cm_reply_file(x, "application/octet-stream", file.name, file.content);
    }
    return cm_answer_docket(x, &d, status, err);
}

cm_status cm_api_note_add(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    int64_t no = 0;
    cm_status status = cm_docket_note(&d, cm_ask_text(x, "clue"), cm_ask_text(x, "text"), &no, err);
    if (status == CM_OK) {
        cm_answer_number(x, no);
    }
    return cm_answer_docket(x, &d, status, err);
}

cm_status cm_api_clue_own_handler(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    cm_status status =
        cm_docket_own_handler(&d, cm_ask_text(x, "clue"), cm_ask_text(x, "person"), err);
    return cm_answer_docket(x, &d, status, err);
}

/* ---- personal data ---- */

cm_status cm_api_clue_unmask(cm_exchange *x, cm_err *err)
{
    return cm_unmask(x->workdesk, &x->caller, cm_ask_text(x, "clue"), cm_ask_text(x, "reason"),
                     err);
}

cm_status cm_api_clue_chain(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_chain chain = {0};
    cm_chain_differences differences = {0};
    bool unmasked = false;
    cm_status status = cm_ask_look(x, "chain.open", &site, err);
    if (status == CM_OK) {
        status = cm_chain_open(site, &x->caller, cm_ask_text(x, "clue"), x->reason, x->mem, &chain,
                               &unmasked, err);
    }
    if (status == CM_OK) {
        status = cm_chain_compare(site, &chain, unmasked, x->mem, &differences, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < chain.count; i++) {
        cm_json_object(x->json);
        cm_chain_write_json(x->json, &chain.items[i]);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_json_key(x->json, CM_SV("differences"));
    cm_json_array(x->json);
    for (size_t i = 0; i < differences.count; i++) {
        cm_chain_difference_write_json(x->json, &differences.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- when the time for personal data has ended ---- */

static cm_date day_of(const cm_exchange *x)
{
    cm_date on = cm_ask_day(x, "on");
    return cm_date_exists(on) ? on : cm_moment_day(x->caller.at);
}

static void put_retirings(cm_exchange *x, const cm_retirings *list)
{
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < list->count; i++) {
        cm_retiring_write_json(x->json, &list->items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
}

cm_status cm_api_retirement_list(cm_exchange *x, cm_err *err)
{
    cm_retirings list = {0};
    cm_status status = cm_retire_list(x->workdesk, &x->caller, day_of(x), x->mem, &list, err);
    if (status == CM_OK) {
        put_retirings(x, &list);
    }
    return status;
}

/* Nothing is done before its time. */
cm_status cm_api_retirement_do(cm_exchange *x, cm_err *err)
{
    cm_retirings list = {0};
    cm_date on = day_of(x);
    if (cm_date_compare(on, cm_moment_day(x->caller.at)) > 0) {
        return cm_ask_wrong(x, "on", "a day to come", err);
    }
    cm_status status = cm_retire_list(x->workdesk, &x->caller, on, x->mem, &list, err);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        status = cm_retire_do(x->workdesk, &x->caller, &list.items[i], err);
    }
    if (status == CM_OK) {
        put_retirings(x, &list);
    }
    return status;
}
