#include "base/base.h"

#include "app/docket_json.h"
#include "app/docket_sheet.h"
#include "app/docket_words.h"
#include "server/answer.h"
#include "server/routes.h"

/* ---- lists ---- */

typedef struct {
    cm_docket docket;
    cm_docket_asked asked;
    cm_scope scope;
    cm_list_filter filter;
} listing;

static void begin(cm_exchange *x, listing *l)
{
    *l = (listing){.docket = cm_ask_docket(x)};
    for (size_t i = 0; i < CM_FACET_URGENT; i++) {
        l->asked.values[i] = cm_ask_texts(x, cm_facet_name((cm_facet)i).ptr);
    }
    l->asked.urgent = cm_ask_bool(x, "urgent");
    l->asked.gone = cm_ask_bool(x, "gone");
    l->asked.words = cm_ask_text(x, "words");
    l->scope = cm_right_scope(x->home->rights, &x->caller, CM_SV("clue.list"), x->mem);
    l->filter = cm_docket_filter(&l->docket, &l->asked, &l->scope);
}

cm_status cm_api_clue_list(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_list_page page = {0};
    begin(x, &l);
    (void)cm_list_order_find(cm_ask_text(x, "order"), &l.filter.order); /* or as it is */
    cm_status status = cm_list_page_of(x->workdesk->desk, &l.filter, cm_ask_text(x, "after"),
                                       cm_answer_limit(x), x->mem, &page, err);
    if (status != CM_OK) {
        return status == CM_E_ARG ? cm_ask_wrong(x, "after", "no such place in the list", err)
                                  : status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < page.clues.count; i++) {
        cm_desk_clue clue = page.clues.items[i];
        cm_docket_mask(&l.docket, &clue, false);
        cm_json_object(x->json);
        cm_docket_json_clue(x->json, &l.docket, &clue);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, page.next);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_clue_facets(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_facets counts;
    begin(x, &l);
    cm_status status = cm_list_facets(x->workdesk->desk, &l.filter, x->mem, &counts, err);
    if (status == CM_OK) {
        cm_reply_notice(x);
        cm_docket_json_facets(x->json, x->home, &counts);
        cm_json_object_end(x->json);
    }
    return status;
}

cm_status cm_api_clue_sheet(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_sv path;
    uint64_t rows = 0;
    begin(x, &l);
    cm_sv text = cm_docket_filter_text(&l.docket, &l.asked);
    cm_status status = cm_answer_file_begin(x, &path, err);
    if (status == CM_OK) {
        status = cm_docket_sheet(&l.docket, &l.filter, text, path, &rows, err);
    }
    return cm_answer_file_send(x, path, CM_SV("clues.xlsx"), status, err);
}

/* ---- one clue ---- */

cm_status cm_api_clue_open(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    cm_desk_clue clue = {0};
    cm_docket_record record = {0};
    bool unmasked = false;
    d.reason = x->reason;
    cm_status status = cm_docket_open(&d, cm_ask_text(x, "clue"), &clue, &unmasked, err);
    if (status == CM_OK) {
        status = cm_docket_record_of(&d, &clue, unmasked, &record, err);
    }
    if (status != CM_OK) {
        return cm_answer_docket(x, &d, status, err);
    }
    cm_docket_mask(&d, &clue, unmasked);
    cm_reply_notice(x);
    cm_docket_json_clue(x->json, &d, &clue);
    cm_json_put_bool(x->json, CM_SV("unmasked"), unmasked);
    cm_docket_json_record(x->json, &record);
    cm_docket_json_steps(x->json, &d, &clue);
    cm_json_object_end(x->json);
    cm_reply_version(x, clue.version);
    return CM_OK;
}

/* ---- steps ---- */

static cm_step_request request_of(const cm_exchange *x)
{
    return (cm_step_request){
        .step = cm_ask_text(x, "step"),
        .reason = cm_ask_text(x, "reason"),
        .why = cm_ask_text(x, "why"),
        .to_office = cm_ask_text(x, "to_office"),
        .to_person = cm_ask_text(x, "to_person"),
        .organ = cm_ask_text(x, "organ"),
        .number = cm_ask_text(x, "number"),
        .into = cm_ask_text(x, "into"),
        .outcome = cm_ask_text(x, "outcome"),
        .amount = cm_ask_int(x, "amount", 0),
        .persons = cm_ask_int(x, "persons", 0),
        .day = cm_ask_day(x, "day"),
        .version = cm_ask_version(x),
    };
}

static void put_state(const cm_exchange *x, const char *name, const char *title, cm_sv state)
{
    cm_json_put_text(x->json, cm_sv_from(name), state);
    cm_json_put_text(x->json, cm_sv_from(title), cm_docket_state_title(x->home, state));
}

cm_status cm_api_clue_step(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    cm_step_done done = {0};
    const cm_step_request request = request_of(x);
    cm_status status = cm_docket_step(&d, cm_ask_text(x, "clue"), &request, &done, err);
    if (status != CM_OK) {
        return cm_answer_docket(x, &d, status, err);
    }
    cm_reply_notice(x);
    cm_json_put_text(x->json, CM_SV("id"), done.before.id);
    cm_json_put_text(x->json, CM_SV("step"), done.step->id);
    put_state(x, "from", "from_title", done.before.state);
    put_state(x, "to", "to_title", done.step->to);
    cm_json_put_int(x->json, CM_SV("version"), done.version);
    cm_json_key(x->json, CM_SV("batch"));
    if (done.batch != 0) {
        cm_json_int(x->json, done.batch);
    } else {
        cm_json_null(x->json);
    }
    cm_json_object_end(x->json);
    cm_reply_version(x, done.version);
    return CM_OK;
}

static void put_ids(cm_json *json, const char *name, const cm_svs *ids)
{
    cm_json_key(json, cm_sv_from(name));
    cm_json_array(json);
    for (size_t i = 0; i < ids->count; i++) {
        cm_json_text(json, ids->items[i]);
    }
    cm_json_array_end(json);
}

cm_status cm_api_clue_steps(cm_exchange *x, cm_err *err)
{
    (void)err;
    const cm_docket d = cm_ask_docket(x);
    cm_reply_list(x);
    cm_docket_json_bulk_steps(x->json, &d);
    cm_answer_list_end(x, CM_SV(""));
    return CM_OK;
}

cm_status cm_api_clue_bulk(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_docket_bulk bulk = {0};
    begin(x, &l);
    l.asked.only = cm_ask_texts(x, "only");
    l.asked.has_only = l.asked.only.count != 0;
    l.asked.except = cm_ask_texts(x, "except");
    l.filter = cm_docket_filter(&l.docket, &l.asked, &l.scope);
    const cm_step_request request = request_of(x);
    cm_sv text = cm_docket_filter_text(&l.docket, &l.asked);
    l.docket.step = request.step;
    cm_status status = cm_docket_many(&l.docket, &l.filter, text, &request, &bulk, err);
    if (status != CM_OK) {
        return cm_answer_docket(x, &l.docket, status, err);
    }
    cm_reply_notice(x);
    cm_docket_json_bulk(x->json, &l.docket, &bulk);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_clue_undo(cm_exchange *x, cm_err *err)
{
    cm_docket d = cm_ask_docket(x);
    cm_batch_undone undone = {0};
    cm_status status = cm_docket_undo(&d, cm_ask_int(x, "batch", 0), &undone, err);
    if (status != CM_OK) {
        return cm_answer_docket(x, &d, status, err);
    }
    cm_json_object(x->json);
    cm_json_put_int(x->json, CM_SV("restored"), (int64_t)undone.restored.count);
    put_ids(x->json, "left_alone", &undone.left_alone);
    cm_json_object_end(x->json);
    return CM_OK;
}
