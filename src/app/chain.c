#include "base/base.h"

#include "app/chain.h"

#include "app/clue.h"
#include "desk/clue.h"
#include "desk/right.h"
#include "desk/sight.h"

#define ACT CM_SV("chain.open")

typedef struct {
    cm_site *site;
    const cm_caller *caller;
    cm_desk *desk;
    cm_arena *mem;
    cm_desk_clue clue;
    cm_sight sight;
    cm_deed deed;
} opening;

static cm_status find(opening *o, cm_sv id, cm_err *err)
{
    bool sealed = false;
    cm_status status = cm_site_desk(o->site, true, o->caller->at, &o->desk, err);
    if (status == CM_OK && o->desk == NULL) {
        sealed = true;
    } else if (status == CM_OK) {
        status = cm_desk_clue_sealed(o->desk, id, &sealed, err);
    }
    if (status == CM_OK && sealed) {
        return cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s' in the desk", CM_SV_ARG(id));
    }
    return status == CM_OK ? cm_desk_clue_find(o->desk, o->mem, id, &o->clue, err) : status;
}

static cm_status ask(opening *o, cm_sv reason, cm_err *err)
{
    const cm_right_object object = {
        .office = o->clue.office, .handler = o->clue.handler, .reason = reason};
    cm_status status = cm_right_deed(o->site->home->rights, o->caller, ACT, &object, &o->deed, err);
    o->deed.object = cm_arena_format(o->mem, "clue %.*s", CM_SV_ARG(o->clue.id));
    o->sight.unmasked = o->caller->owner;
    return status == CM_OK && !o->caller->owner
               ? cm_sight_of(o->desk, o->caller, o->clue.id, o->mem, &o->sight, err)
               : status;
}

static cm_sv text_of(const opening *o, cm_rows *rows, size_t column)
{
    return cm_arena_sv(o->mem, cm_rows_cell(rows, column).text);
}

static cm_chain_link read_link(const opening *o, cm_rows *rows)
{
    const cm_svs none = {0};
    cm_cell day = cm_rows_cell(rows, 1);
    cm_sv name = text_of(o, rows, 6);
    return (cm_chain_link){
        .doc = text_of(o, rows, 0),
        .decided_on =
            day.type == CM_CELL_DATE ? cm_date_from_days((int32_t)day.number) : CM_NO_DATE,
        .document_type = text_of(o, rows, 2),
        .instance = text_of(o, rows, 3),
        .court = text_of(o, rows, 4),
        .case_no = text_of(o, rows, 5),
        .name = name.len != 0 ? cm_right_show(o->site->home->rights, o->caller, CM_SV("name"),
                                              o->sight.unmasked, name, &none, o->mem)
                              : name,
        .same_id = cm_rows_cell(rows, 7).number != 0,
        .same_data = cm_rows_cell(rows, 8).number != 0,
        .same_case = cm_rows_cell(rows, 9).number != 0,
        .is_own = cm_rows_cell(rows, 10).number != 0,
        .charges = text_of(o, rows, 11),
        .sentence_kind = text_of(o, rows, 12),
        .sentence_months = cm_rows_cell(rows, 13).number,
        .doc_key = cm_rows_cell(rows, 14).number,
        .defendant_no = cm_rows_cell(rows, 15).number,
    };
}

static cm_status look(opening *o, cm_chain *ret_chain, cm_err *err)
{
    const cm_cell values[] = {cm_cell_text(o->clue.doc), cm_cell_text(o->clue.defendant)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(o->site->session, CM_QUERY_CHAIN, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(o->mem, ret_chain) = read_link(o, rows);
    }
    cm_rows_close(rows);
    return status;
}

// NOLINTNEXTLINE(readability-function-size): eight parameters, each of its own
cm_status cm_chain_open(cm_site *site, const cm_caller *caller, cm_sv clue, cm_sv reason,
                        cm_arena *mem, cm_chain *ret_chain, bool *ret_unmasked, cm_err *err)
{
    opening o = {.site = site, .caller = caller, .mem = mem};
    cm_chain chain = {0};
    cm_status status = find(&o, clue, err);
    if (status == CM_OK) {
        status = ask(&o, reason, err);
    }
    if (status == CM_OK) {
        status = look(&o, &chain, err);
    }
    if (status == CM_OK) {
        status = cm_change_log(o.desk, &o.deed, err);
    }
    if (status == CM_OK) {
        *ret_chain = chain;
        *ret_unmasked = o.sight.unmasked;
    }
    return status;
}

void cm_chain_write_json(cm_json *json, const cm_chain_link *l)
{
    cm_json_put_text(json, CM_SV("doc"), l->doc);
    cm_json_put_date(json, CM_SV("decided_on"), l->decided_on);
    cm_json_put_text(json, CM_SV("document_type"), l->document_type);
    cm_json_put_text(json, CM_SV("instance"), l->instance);
    cm_json_put_text(json, CM_SV("court"), l->court);
    cm_json_put_text(json, CM_SV("case_no"), l->case_no);
    cm_json_put_text(json, CM_SV("name"), l->name);
    cm_json_put_text(json, CM_SV("charges"), l->charges);
    cm_json_put_text(json, CM_SV("sentence_kind"), l->sentence_kind);
    cm_json_put_int(json, CM_SV("sentence_months"), l->sentence_months);
    cm_json_put_bool(json, CM_SV("is_own"), l->is_own);
    cm_json_put_bool(json, CM_SV("same_id"), l->same_id);
    cm_json_put_bool(json, CM_SV("same_data"), l->same_data);
    cm_json_put_bool(json, CM_SV("same_case"), l->same_case);
}
