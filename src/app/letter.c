#include "base/base.h"

#include "app/letter.h"

#include "app/docket.h"
#include "app/lens.h"
#include "app/letter_desk.h"
#include "base/digest.h"
#include "desk/seal.h"
#include "desk/sight.h"

cm_status cm_letter_desk_open(cm_site *site, const cm_caller *caller, cm_arena *mem,
                              cm_letter_desk *ret_desk, cm_err *err)
{
    *ret_desk = (cm_letter_desk){.site = site, .caller = caller, .mem = mem};
    cm_status status = cm_letter_forms_load(mem, site->home->data, &ret_desk->forms, err);
    if (status == CM_OK) {
        status = cm_site_desk(site, false, caller->at, &ret_desk->desk, err);
    }
    /* Documents are made of the words as they are: who may see them is asked of each document. What
     * the law seals is not there. */
    cm_caller *reader = cm_arena_new(mem, cm_caller);
    *reader = (cm_caller){.owner = true, .at = caller->at};
    const cm_lens_use use = {.caller = reader, .act = CM_SV("document.open")};
    return status == CM_OK && site->lens == NULL ? cm_lens_put(site, &use, err) : status;
}

/* ---- shared ---- */

cm_status cm_letter_refuse(cm_letter_desk *d, cm_status status, const char *id, cm_sv word,
                           cm_err *err)
{
    d->refusal.id = cm_sv_from(id);
    d->refusal.word = cm_arena_sv(d->mem, word);
    return cm_err_set(err, status, "document: %s%s%.*s", id, word.len != 0 ? ": " : "",
                      CM_SV_ARG(word));
}

cm_status cm_letter_may(cm_letter_desk *d, cm_sv act, const cm_desk_clue *clue,
                        const cm_letter *letter, cm_sv *ret_role, cm_err *err)
{
    CM_VEC(cm_right_part) parts = {0};
    cm_svs writers = {0};
    cm_status status =
        letter != NULL ? cm_letter_writers(d->desk, d->mem, letter->no, &writers, err) : CM_OK;
    if (status != CM_OK) {
        return status;
    }
    if (letter != NULL) {
        *cm_vec_push(d->mem, &parts) = (cm_right_part){CM_SV("drafter"), letter->drafter};
    }
    for (size_t i = 0; i < writers.count; i++) {
        *cm_vec_push(d->mem, &parts) = (cm_right_part){CM_SV("drafter"), writers.items[i]};
    }
    if (clue->own) {
        *cm_vec_push(d->mem, &parts) = (cm_right_part){CM_SV("own_handler"), clue->own_handler};
    }
    const cm_right_object object = {.office = clue->office,
                                    .handler = clue->handler,
                                    .parts = parts.items,
                                    .part_count = parts.count};
    return cm_right_may(d->site->home->rights, d->caller, act, &object, ret_role)
               ? CM_OK
               : cm_right_refuse(act, *ret_role, err);
}

cm_status cm_letter_check_version(cm_letter_desk *d, const cm_letter *row, int64_t version,
                                  cm_err *err)
{
    if (version == 0 || version == row->version) {
        return CM_OK;
    }
    d->refusal.other = row->changed_at;
    return cm_letter_refuse(d, CM_E_CONFLICT, "version", row->changed_by, err);
}

/* The words why stay in the row: they may tell more than the audit may keep. */
cm_deed cm_letter_deed(cm_letter_desk *d, const cm_letter *row, cm_sv act, cm_sv role)
{
    return (cm_deed){.by = d->caller->name,
                     .role = role,
                     .office = d->caller->office,
                     .at = d->caller->at,
                     .action = act,
                     .object = cm_arena_format(d->mem, "document %lld", (long long)row->no)};
}

cm_status cm_letter_keep(cm_letter_desk *d, const cm_letter_use *use, cm_letter *row,
                         const cm_letter_content *content, cm_sv step, cm_err *err)
{
    row->changed_at = d->caller->at;
    row->changed_by = d->caller->name;
    if (content != NULL) {
        row->seq++;
        cm_sv json = cm_letter_content_write(use, content);
        const cm_letter_version version = {.seq = row->seq,
                                           .content = json,
                                           .digest = cm_digest_hex(d->mem, cm_digest_of(json)),
                                           .by = d->caller->name,
                                           .at = d->caller->at,
                                           .step = step};
        cm_status status = cm_letter_add_version(d->desk, row->no, &version, err);
        if (status != CM_OK) {
            return status;
        }
    }
    return cm_letter_update(d->desk, row, err);
}

static cm_letter_use use_of(cm_letter_desk *d, const cm_letter_kind *kind)
{
    return (cm_letter_use){d->mem, d->site->home, &d->forms, kind};
}

/* ---- opening ---- */

static cm_status read_content(cm_letter_desk *d, int64_t seq, cm_letter_opened *o, cm_err *err)
{
    cm_letter_version version;
    cm_status status = cm_letter_version_find(d->desk, d->mem, o->row.no,
                                              seq != 0 ? seq : o->row.seq, &version, err);
    return status == CM_OK ? cm_letter_content_read(d->mem, version.content, &o->content, err)
                           : status;
}

static cm_status load_seals(cm_letter_desk *d, cm_map *ret_by_doc, cm_err *err)
{
    cm_seals seals = {0};
    cm_status status = cm_seals_load(d->desk, false, d->mem, &seals, err);
    *ret_by_doc = cm_seals_by_doc(&seals, d->mem);
    return status;
}

cm_status cm_letter_check_seal(cm_letter_desk *d, const cm_desk_clue *clue, cm_err *err)
{
    cm_map by_doc;
    cm_status status = load_seals(d, &by_doc, err);
    if (status != CM_OK) {
        return status;
    }
    return clue->doc.len != 0 && cm_map_find(&by_doc, clue->doc) != NULL
               ? cm_letter_refuse(d, CM_E_NOTFOUND, "sealed", clue->id, err)
               : CM_OK;
}

/* Its words are personal data: shown to who sees them of the clue, unmasked if need be. */
static cm_status check_sight(cm_letter_desk *d, const cm_desk_clue *clue, cm_sv act, cm_err *err)
{
    bool shows =
        cm_sv_equal(act, CM_SV("document.open")) || cm_sv_equal(act, CM_SV("document.print"));
    cm_sight sight = {.known = true};
    cm_status status =
        shows ? cm_sight_of(d->desk, d->caller, clue->id, d->mem, &sight, err) : CM_OK;
    cm_sv mask;
    if (status == CM_OK && shows &&
        !cm_right_shows(d->site->home->rights, d->caller, CM_SV("text"), sight.unmasked, &mask)) {
        return cm_letter_refuse(d, CM_E_DENIED, "masked", clue->id, err);
    }
    return status;
}

cm_status cm_letter_open(cm_letter_desk *d, int64_t no, int64_t seq, cm_sv act,
                         cm_letter_opened *ret_opened, cm_err *err)
{
    cm_letter_opened *o = ret_opened;
    *o = (cm_letter_opened){.row = {.no = no}};
    cm_status status = cm_letter_find(d->desk, d->mem, no, &o->row, err);
    if (status == CM_OK) {
        status = cm_desk_clue_get(d->desk, d->mem, o->row.clue, &o->clue, err);
    }
    if (status == CM_OK) {
        status = cm_letter_may(d, act, &o->clue, &o->row, &o->role, err);
    }
    if (status == CM_OK) {
        status = cm_letter_check_seal(d, &o->clue, err);
    }
    if (status == CM_OK) {
        status = check_sight(d, &o->clue, act, err);
    }
    if (status == CM_OK) {
        status = read_content(d, seq, o, err);
    }
    const cm_letter_kind *kind = status == CM_OK ? cm_letter_kind_of(&d->forms, o->row.kind) : NULL;
    if (status == CM_OK && kind == NULL) {
        return cm_err_set(err, CM_E_SCHEMA, "no kind of document '%.*s'", CM_SV_ARG(o->row.kind));
    }
    if (status == CM_OK) {
        o->use = use_of(d, kind);
        status = cm_letter_values_now(d, kind, &o->row, &o->content.filter, &o->values, err);
    }
    if (status == CM_OK) {
        cm_letter_put_entries(&o->values, &o->content);
    }
    return status;
}

cm_status cm_letter_log(cm_letter_desk *d, const cm_letter_opened *o, cm_sv act, cm_err *err)
{
    const cm_deed deed = cm_letter_deed(d, &o->row, act, o->role);
    return cm_change_log(d->desk, &deed, err);
}

cm_status cm_letter_list(cm_letter_desk *d, const cm_letter_filter *filter, cm_letters *ret_letters,
                         cm_err *err)
{
    const cm_scope scope =
        cm_right_scope(d->site->home->rights, d->caller, CM_SV("document.open"), d->mem);
    cm_letters all = {0};
    cm_map sealed = {0};
    cm_status status = cm_letters_load(d->desk, d->mem, filter, &all, err);
    if (status == CM_OK) {
        status = load_seals(d, &sealed, err);
    }
    *ret_letters = (cm_letters){0};
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        const cm_letter *l = &all.items[i];
        bool open = l->clue_doc.len == 0 || cm_map_find(&sealed, l->clue_doc) == NULL;
        if (open && cm_scope_has(&scope, l->clue_office, l->clue_handler)) {
            *cm_vec_push(d->mem, ret_letters) = *l;
        }
    }
    return status;
}

static cm_status may_now(cm_letter_desk *d, cm_sv act, const cm_letter *l, bool *ret_may,
                         cm_err *err)
{
    cm_desk_clue clue = {0};
    cm_sv role = CM_SV("");
    CM_AUTO_ERR refused = {0};
    bool leads = false;
    for (size_t i = 0; i < d->forms.steps.count; i++) {
        const cm_letter_step *step = &d->forms.steps.items[i];
        leads = leads || (cm_sv_equal(step->from, l->state) && cm_sv_equal(step->act, act));
    }
    *ret_may = false;
    cm_status status = leads ? cm_desk_clue_get(d->desk, d->mem, l->clue, &clue, err) : CM_OK;
    if (status == CM_OK && leads) {
        status = cm_letter_may(d, act, &clue, l, &role, &refused);
        *ret_may = status == CM_OK;
        if (status == CM_E_DENIED) {
            return CM_OK;
        }
        if (status != CM_OK) {
            return cm_err_set(err, status, "%s", refused.message);
        }
    }
    return status;
}

cm_status cm_letter_waiting(cm_letter_desk *d, cm_sv act, cm_letters *letters, cm_err *err)
{
    cm_status status = CM_OK;
    size_t count = 0;
    for (size_t i = 0; status == CM_OK && i < letters->count; i++) {
        bool may = false;
        status = may_now(d, act, &letters->items[i], &may, err);
        if (may) {
            letters->items[count++] = letters->items[i];
        }
    }
    letters->count = count;
    return status;
}

/* ---- drafting ---- */

static cm_status check_needs(cm_letter_desk *d, const cm_letter_kind *kind,
                             const cm_desk_clue *clue, cm_err *err)
{
    cm_verifications all = {0};
    cm_status status = cm_desk_verifications(d->desk, clue->no, d->mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < kind->needs.count; i++) {
        bool met = false;
        for (size_t k = 0; k < all.count; k++) {
            const cm_verification *v = &all.items[k];
            met = met || (v->done && cm_sv_equal(v->kind, kind->needs.items[i]));
        }
        if (!met) {
            const cm_course_code *code =
                cm_course_code_of(&d->site->home->course, CM_SV("check"), kind->needs.items[i]);
            cm_sv word = code != NULL ? code->zh : kind->needs.items[i];
            status = cm_letter_refuse(d, CM_E_CONFLICT, "needs", word, err);
        }
    }
    return status;
}

cm_status cm_letter_check_clue(cm_letter_desk *d, const cm_letter_kind *kind,
                               const cm_desk_clue *clue, const cm_letter_values *values,
                               cm_err *err)
{
    if (values->suppressed) {
        return cm_letter_refuse(d, CM_E_CONFLICT, "suppressed", clue->id, err);
    }
    if (!values->found || clue->gone) {
        return cm_letter_refuse(d, CM_E_CONFLICT, "gone", clue->id, err);
    }
    if (!cm_svs_have(&kind->states, clue->state) && !cm_svs_have(&kind->states, CM_SV("*"))) {
        const cm_course_state *state = cm_course_state_of(&d->site->home->course, clue->state);
        return cm_letter_refuse(d, CM_E_CONFLICT, "state", state != NULL ? state->zh : clue->state,
                                err);
    }
    return check_needs(d, kind, clue, err);
}

static cm_status keep_new(cm_letter_desk *d, const cm_letter_use *use, cm_letter *row,
                          const cm_letter_content *content, cm_sv role, cm_err *err)
{
    cm_status status = cm_change_begin(d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_letter_add(d->desk, row, &row->no, err);
    if (status == CM_OK) {
        row->version = 1;
        status = cm_letter_keep(d, use, row, content, CM_SV(""), err);
    }
    if (status == CM_OK && use->kind->carries) {
        cm_docket docket = {
            .desk = d->desk, .home = d->site->home, .caller = d->caller, .mem = d->mem};
        const cm_docket_event event = {.document_step = CM_SV("draft")};
        status = cm_docket_follow(&docket, row->clue_id, &event, err);
    }
    const cm_deed deed = cm_letter_deed(d, row, CM_SV("document.draft"), role);
    return cm_change_end(d->desk, status, &deed, err);
}

cm_status cm_letter_draft(cm_letter_desk *d, const cm_letter_order *order, int64_t *ret_no,
                          cm_err *err)
{
    const cm_letter_kind *kind = cm_letter_kind_of(&d->forms, order->kind);
    if (kind == NULL) {
        return cm_letter_refuse(d, CM_E_ARG, "kind", order->kind, err);
    }
    cm_desk_clue clue;
    cm_sv role = CM_SV("");
    cm_status status = cm_desk_clue_find(d->desk, d->mem, order->clue, &clue, err);
    if (status == CM_OK) {
        status = cm_letter_may(d, CM_SV("document.draft"), &clue, NULL, &role, err);
    }
    if (status == CM_OK) {
        status = cm_letter_check_seal(d, &clue, err);
    }
    cm_letter row = {.clue = status == CM_OK ? clue.no : 0,
                     .clue_id = order->clue,
                     .kind = kind->id,
                     .state = d->forms.states.items[0].id,
                     .office = d->caller->office,
                     .drafter = d->caller->name,
                     .made_at = d->caller->at};
    cm_letter_values values = {0};
    if (status == CM_OK) {
        row.office = clue.office.len != 0 ? clue.office : row.office;
        status = cm_letter_values_now(d, kind, &row, &order->filter, &values, err);
    }
    if (status == CM_OK) {
        status = cm_letter_check_clue(d, kind, &clue, &values, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_letter_use use = use_of(d, kind);
    cm_letter_content content = {.filter = order->filter};
    cm_letter_fill(&use, &values, &content);
    status = keep_new(d, &use, &row, &content, role, err);
    *ret_no = status == CM_OK ? row.no : *ret_no;
    return status;
}
