#include "base/base.h"

#include "app/sealing.h"

#include "base/file.h"
#include "desk/clue.h"
#include "desk/sight.h"

static cm_status is_sealed(cm_desk *desk, cm_sv doc, cm_arena *mem, bool *ret, cm_err *err)
{
    cm_seals seals = {0};
    cm_status status = cm_seals_load(desk, false, mem, &seals, err);
    cm_map map = cm_seals_by_doc(&seals, mem);
    *ret = status == CM_OK && doc.len != 0 && cm_map_find(&map, doc) != NULL;
    return status;
}

cm_status cm_unmask(cm_workdesk *w, const cm_caller *caller, cm_sv clue, cm_sv reason, cm_err *err)
{
    if (caller->owner) {
        return cm_err_set(err, CM_E_ARG, "no person is registered: nothing is masked");
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue found = {0};
    bool sealed = false;
    cm_status status = cm_desk_clue_find(w->desk, &mem, clue, &found, err);
    if (status == CM_OK) {
        status = is_sealed(w->desk, found.doc, &mem, &sealed, err);
    }
    const cm_right_object object = {
        .office = found.office, .handler = found.handler, .reason = reason};
    cm_sv why;
    if (status == CM_OK &&
        (sealed || !cm_right_may(w->home->rights, caller, CM_SV("clue.list"), &object, &why))) {
        return cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s'", CM_SV_ARG(clue));
    }
    cm_deed deed = {0};
    if (status == CM_OK) {
        status = cm_right_deed(w->home->rights, caller, CM_SV("clue.unmask"), &object, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_sight_plain(w->desk, w->home->rights, clue, reason, &mem, &deed.reason, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&mem, "clue %.*s", CM_SV_ARG(clue));
    status = cm_sight_unmask(w->desk, caller, clue, reason, err);
    return cm_change_end(w->desk, status, &deed, err);
}

/* ---- seals ---- */

static cm_status check_seal(cm_site *site, const cm_seal *seal, cm_arena *mem, cm_err *err)
{
    cm_seal_grounds grounds = {0};
    cm_sv folder = cm_file_join(mem, site->home->data, CM_SV("desk"));
    cm_status status = cm_seal_grounds_load(mem, folder, &grounds, err);
    if (status == CM_OK && cm_seal_ground_find(&grounds, seal->ground, false) == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no ground '%.*s'", CM_SV_ARG(seal->ground));
    }
    const cm_cell doc = cm_cell_text(seal->doc);
    cm_rows *rows = NULL;
    if (status == CM_OK) {
        status = cm_facts_ask(site->session, CM_QUERY_DOC_KEY, &doc, 1, &rows, err);
    }
    bool found = status == CM_OK && cm_rows_next(rows);
    cm_rows_close(rows);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no document '%.*s'", CM_SV_ARG(seal->doc))
               : status;
}

cm_status cm_sealing_add(cm_site *site, const cm_caller *caller, const cm_seal *seal, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_right_object any = {.reason = seal->why};
    cm_deed deed = {0};
    cm_desk *desk = NULL;
    cm_status status =
        cm_right_deed(site->home->rights, caller, CM_SV("seal.add"), &any, &deed, err);
    if (status == CM_OK) {
        status = check_seal(site, seal, &mem, err);
    }
    if (status == CM_OK) {
        status = cm_site_desk(site, false, caller->at, &desk, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_seal full = *seal;
    full.by = caller->name;
    full.at = caller->at;
    deed.object = cm_arena_format(&mem, "document %.*s", CM_SV_ARG(seal->doc));
    status = cm_seal_add(desk, &full, err);
    return cm_change_end(desk, status, &deed, err);
}

cm_status cm_sealing_end(cm_workdesk *w, const cm_caller *caller, cm_sv doc, cm_sv why, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_right_object any = {.reason = why};
    cm_deed deed = {0};
    cm_status status = cm_right_deed(w->home->rights, caller, CM_SV("seal.end"), &any, &deed, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_seal seal = {
        .doc = doc, .ended_at = caller->at, .ended_by = caller->name, .ended_why = why};
    deed.object = cm_arena_format(&mem, "document %.*s", CM_SV_ARG(doc));
    status = cm_seal_end(w->desk, &seal, err);
    return cm_change_end(w->desk, status, &deed, err);
}

void cm_seal_write_json(cm_json *json, const cm_seal *s)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("doc"), s->doc);
    cm_json_put_text(json, CM_SV("ground"), s->ground);
    cm_json_put_text(json, CM_SV("why"), s->why);
    cm_json_put_text(json, CM_SV("by"), s->by);
    cm_json_put_text(json, CM_SV("at"), s->at);
    cm_json_put_text(json, CM_SV("ended_at"), s->ended_at);
    cm_json_put_text(json, CM_SV("ended_by"), s->ended_by);
    cm_json_put_text(json, CM_SV("ended_why"), s->ended_why);
    cm_json_object_end(json);
}

/* ---- one clue ---- */

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_clue_ask(cm_site *site, const cm_caller *caller, cm_sv act, cm_sv clue, cm_sv reason,
                      cm_deed *ret_deed, cm_err *err)
{
    cm_desk *desk = NULL;
    cm_sight sight = {0};
    cm_status status = cm_site_desk(site, true, caller->at, &desk, err);
    if (status == CM_OK && desk != NULL) {
        status = cm_sight_of(desk, caller, clue, &site->mem, &sight, err);
    }
    const cm_right_part own = {CM_SV("own_handler"), sight.own_handler};
    const cm_right_object object = {
        .office = sight.office,
        .handler = sight.handler,
        .reason = reason,
        .parts = &own,
        .part_count = 1,
    };
    cm_sv why;
    if (status == CM_OK &&
        !cm_right_may(site->home->rights, caller, CM_SV("clue.list"), &object, &why)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s'", CM_SV_ARG(clue));
    }
    if (status == CM_OK) {
        status = cm_right_deed(site->home->rights, caller, act, &object, ret_deed, err);
        ret_deed->reason = CM_SV(""); /* the words stay in the row of what is done */
    }
    return status;
}
