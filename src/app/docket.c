#include "base/base.h"

#include "app/docket.h"

#include "app/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/change.h"
#include "desk/sight.h"

static cm_step_by by_of(cm_docket *d, int64_t batch)
{
    return (cm_step_by){.course = &d->home->course,
                        .rights = d->home->rights,
                        .caller = d->caller,
                        .batch = batch,
                        .refusal = &d->refusal};
}

/* No personal data: of what was written only that it was. */
static cm_deed deed_of(const cm_docket *d, cm_sv act, cm_sv role, cm_sv object, cm_sv reason)
{
    return (cm_deed){.by = d->caller->name,
                     .role = role,
                     .office = d->caller->office,
                     .at = d->caller->at,
                     .action = act,
                     .object = object,
                     .reason = reason};
}

static cm_sv detail_of(const cm_docket *d, const cm_course_step *step, int64_t clues)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("step"), step->id);
    cm_json_put_int(json, CM_SV("clues"), clues);
    cm_json_object_end(json);
    return cm_arena_sv(d->mem, cm_buf_view(&out));
}

static cm_sv object_of(const cm_docket *d, cm_sv clue)
{
    return cm_arena_format(d->mem, "clue %.*s", CM_SV_ARG(clue));
}

/* ---- looking ---- */

/* What the law seals is not there. */
static cm_status check_open(cm_docket *d, cm_sv id, cm_err *err)
{
    bool sealed = false;
    cm_status status = cm_desk_clue_sealed(d->desk, id, &sealed, err);
    return status == CM_OK && sealed
               ? cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s' in the desk", CM_SV_ARG(id))
               : status;
}

cm_status cm_docket_clue(cm_docket *d, cm_sv id, cm_sv act, cm_desk_clue *ret_clue, cm_err *err)
{
    cm_desk_clue clue = {0};
    cm_sv role = CM_SV("");
    const cm_step_by by = by_of(d, 0);
    cm_status status = check_open(d, id, err);
    if (status == CM_OK) {
        status = cm_desk_clue_find(d->desk, d->mem, id, &clue, err);
    }
    if (status == CM_OK) {
        status = cm_desk_may(&by, act, &clue, d->reason, &role, err);
    }
    if (status == CM_OK) {
        *ret_clue = clue;
    }
    return status;
}

/* ---- a step ---- */

static cm_status run_clocks(const cm_docket *d, const cm_step_done *done,
                            const cm_step_request *request, cm_err *err)
{
    const cm_clock_use use = {d->desk, d->home->law, d->mem, d->caller->name};
    const cm_course_state *to = cm_course_state_of(&d->home->course, done->step->to);
    cm_date today = cm_moment_day(d->caller->at);
    bool was = cm_date_exists(request->day) && cm_date_compare(request->day, today) <= 0;
    cm_clock_event event = {
        .clue = done->before.no,
        .event = done->event,
        .on = was ? request->day : today,
        .stated = request->day, /* a day to come is one by which something is due */
    };
    cm_status status = CM_OK;
    if (done->step->meets.count != 0) {
        event.limits = done->step->meets;
        status = cm_clock_meet(&use, &event, err);
    }
    if (status == CM_OK && to->final) {
        event.limits = (cm_svs){0};
        status = cm_clock_void(&use, &event, done->step->id, err);
    }
    if (status == CM_OK && done->step->starts.count != 0) {
        event.limits = done->step->starts;
        status = cm_clock_start(&use, &event, err);
    }
    return status == CM_OK ? cm_deadline_show_in_clue(d->desk, done->before.no, err) : status;
}

static cm_status take(cm_docket *d, const cm_step_by *by, cm_sv clue,
                      const cm_step_request *request, cm_step_done *ret_done, cm_err *err)
{
    cm_step_done done = {0};
    d->refusal = (cm_step_refusal){0};
    d->step = request->step;
    cm_status status = check_open(d, clue, err);
    if (status == CM_OK) {
        status = cm_desk_step(d->desk, by, clue, request, d->mem, &done, err);
    }
    if (status == CM_OK) {
        status = run_clocks(d, &done, request, err);
    }
    if (status == CM_OK) {
        *ret_done = done;
    }
    return status;
}

/* A step by itself is a batch of one, so that it can be undone; 0 where it cannot be. */
static cm_status batch_of_one(cm_docket *d, const cm_step_request *request, int64_t *ret_batch,
                              cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    const cm_course_step *step = cm_course_step_of(&d->home->course, request->step);
    *ret_batch = 0;
    if (step == NULL || !step->undo) {
        return CM_OK;
    }
    cm_status status = cm_desk_batch_add(d->desk, &by, request->step, CM_SV(""), ret_batch, err);
    return status == CM_OK ? cm_desk_batch_count(d->desk, *ret_batch, 1, err) : status;
}

cm_status cm_docket_step(cm_docket *d, cm_sv clue, const cm_step_request *request,
                         cm_step_done *ret_done, cm_err *err)
{
    int64_t batch = 0;
    cm_step_done done = {0};
    cm_status status = cm_change_begin(d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = batch_of_one(d, request, &batch, err);
    if (status == CM_OK) {
        const cm_step_by by = by_of(d, batch);
        status = take(d, &by, clue, request, &done, err);
    }
    cm_deed deed = {0};
    if (status == CM_OK) {
        deed = deed_of(d, done.step->act, done.role, object_of(d, clue), request->reason);
        deed.detail = detail_of(d, done.step, 1);
    }
    status = cm_change_end(d->desk, status, &deed, err);
    if (status == CM_OK) {
        *ret_done = done;
    }
    return status;
}

cm_status cm_docket_step_by_program(cm_docket *d, cm_sv clue, const cm_step_request *request,
                                    cm_err *err)
{
    cm_step_by by = by_of(d, 0);
    cm_step_done done = {0};
    cm_status status = cm_change_begin(d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    by.program = true;
    status = cm_desk_step(d->desk, &by, clue, request, d->mem, &done, err);
    if (status == CM_OK) {
        status = run_clocks(d, &done, request, err);
    }
    cm_deed deed = {0};
    if (status == CM_OK) {
        deed = deed_of(d, done.step->act, CM_SV(""), object_of(d, clue), CM_SV("program"));
        deed.detail = detail_of(d, done.step, 1);
    }
    return cm_change_end(d->desk, status, &deed, err);
}

cm_status cm_docket_follow(cm_docket *d, cm_sv clue, const cm_docket_event *event, cm_err *err)
{
    cm_desk_clue now = {0};
    const cm_course *course = &d->home->course;
    cm_sv id = cm_course_follow_of(course, event->document_step, event->result);
    const cm_course_step *step = cm_course_step_of(course, id);
    cm_status status = cm_desk_clue_find(d->desk, d->mem, clue, &now, err);
    if (status != CM_OK || step == NULL || !cm_course_leaves(step, now.state)) {
        return status;
    }
    cm_step_by by = by_of(d, 0);
    cm_step_done done = {0};
    const cm_step_request request = {
        .step = id,
        .day = event->day,
        .why = event->why.len != 0 ? event->why : event->document_step,
    };
    by.follows = true;
    status = cm_desk_step(d->desk, &by, clue, &request, d->mem, &done, err);
    return status == CM_OK ? run_clocks(d, &done, &request, err) : status;
}

/* ---- many ---- */

/* A clue that is refused was not touched: the others go on. */
static cm_status take_all(cm_docket *d, const cm_svs *ids, const cm_step_request *request,
                          int64_t batch, cm_docket_bulk *bulk, cm_err *err)
{
    cm_status status = CM_OK;
    cm_step_by by = by_of(d, batch);
    by.many = true;
    for (size_t i = 0; status == CM_OK && i < ids->count; i++) {
        cm_step_done done = {0};
        status = take(d, &by, ids->items[i], request, &done, err);
        if (status == CM_OK) {
            bulk->done++;
        } else if (status == CM_E_DENIED) {
            *cm_vec_push(d->mem, &bulk->refused) =
                (cm_docket_refused_one){ids->items[i], d->refusal};
            status = CM_OK;
        }
    }
    return status;
}

static cm_status take_batch(cm_docket *d, const cm_svs *ids, cm_sv filter_text,
                            const cm_step_request *request, cm_docket_bulk *bulk, cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    const cm_course_step *step = cm_course_step_of(&d->home->course, request->step);
    int64_t batch = 0, before = bulk->done;
    cm_status status = cm_change_begin(d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_desk_batch_add(d->desk, &by, request->step, filter_text, &batch, err);
    if (status == CM_OK) {
        status = take_all(d, ids, request, batch, bulk, err);
    }
    if (status == CM_OK) {
        status = cm_desk_batch_count(d->desk, batch, bulk->done - before, err);
    }
    cm_sv object = cm_arena_format(d->mem, "batch %lld", (long long)batch);
    cm_deed deed = deed_of(d, step->act, CM_SV(""), object, request->reason);
    deed.detail = detail_of(d, step, bulk->done - before);
    status = cm_change_end(d->desk, status, &deed, err);
    if (status == CM_OK) {
        *cm_vec_push(d->mem, &bulk->batches) = batch;
    }
    return status;
}

cm_status cm_docket_many(cm_docket *d, const cm_list_filter *filter, cm_sv filter_text,
                         const cm_step_request *request, cm_docket_bulk *ret_bulk, cm_err *err)
{
    cm_docket_bulk bulk = {0};
    cm_svs ids = {0};
    const cm_course_step *step = cm_course_step_of(&d->home->course, request->step);
    if (step == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no step '%.*s'", CM_SV_ARG(request->step));
    }
    if (step->bulk == CM_BULK_NO) {
        d->refusal = (cm_step_refusal){.id = CM_SV("bulk"), .word = step->id};
        return cm_err_set(err, CM_E_DENIED, "step '%.*s' is taken one by one", CM_SV_ARG(step->id));
    }
    int64_t chosen = filter->only != NULL ? (int64_t)filter->only->count : 0;
    cm_status status = cm_list_ids(d->desk, filter, &step->from, INT64_MAX, d->mem, &ids, err);
    if (status == CM_OK && filter->only == NULL) {
        status = cm_list_count(d->desk, filter, d->mem, &chosen, err);
    }
    bulk.elsewhere = chosen - (int64_t)ids.count;
    for (size_t i = 0; status == CM_OK && i < ids.count; i += CM_DOCKET_BATCH) {
        size_t left = ids.count - i;
        const cm_svs chunk = {ids.items + i, left < CM_DOCKET_BATCH ? left : CM_DOCKET_BATCH, 0};
        status = take_batch(d, &chunk, filter_text, request, &bulk, err);
    }
    if (status == CM_OK) {
        *ret_bulk = bulk;
    }
    return status;
}

static cm_status undo_clocks(const cm_docket *d, const cm_batch_undone *undone, cm_err *err)
{
    const cm_clock_use use = {d->desk, d->home->law, d->mem, d->caller->name};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < undone->restored.count; i++) {
        const cm_restored *r = &undone->restored.items[i];
        status = cm_clock_undo(&use, r->clue, r->event, CM_SV("undo"), err);
    }
    return status;
}

cm_status cm_docket_undo(cm_docket *d, int64_t batch, cm_batch_undone *ret_undone, cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    cm_batch_undone undone = {0};
    cm_status status = cm_change_begin(d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_desk_batch_undo(d->desk, &by, batch, d->mem, &undone, err);
    if (status == CM_OK) {
        status = undo_clocks(d, &undone, err);
    }
    cm_sv object = cm_arena_format(d->mem, "batch %lld", (long long)batch);
    const cm_deed deed = deed_of(d, CM_SV("clue.undo"), CM_SV(""), object, CM_SV(""));
    status = cm_change_end(d->desk, status, &deed, err);
    if (status == CM_OK) {
        *ret_undone = undone;
    }
    return status;
}

/* ---- on record ---- */

cm_status cm_docket_verify(cm_docket *d, cm_sv clue, const cm_verification *v, int64_t *ret_no,
                           cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    const cm_deed deed = deed_of(d, CM_SV("clue.verify"), CM_SV(""), object_of(d, clue), v->kind);
    cm_status status = cm_change_begin(d->desk, err);
    if (status == CM_OK) {
        status = check_open(d, clue, err);
        status = status == CM_OK ? cm_desk_verify(d->desk, &by, clue, v, ret_no, err) : status;
        status = cm_change_end(d->desk, status, &deed, err);
    }
    return status;
}

cm_status cm_docket_attach(cm_docket *d, const cm_attaching *attaching, int64_t *ret_no,
                           cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    cm_sv object = cm_arena_format(d->mem, "clue %.*s", CM_SV_ARG(attaching->clue));
    const cm_deed deed = deed_of(d, CM_SV("clue.verify"), CM_SV(""), object, CM_SV("attach"));
    cm_status status = cm_change_begin(d->desk, err);
    if (status == CM_OK) {
        status = check_open(d, attaching->clue, err);
        status = status == CM_OK ? cm_desk_attach(d->desk, &by, attaching, ret_no, err) : status;
        status = cm_change_end(d->desk, status, &deed, err);
    }
    return status;
}

cm_status cm_docket_note(cm_docket *d, cm_sv clue, cm_sv text, int64_t *ret_no, cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    const cm_deed deed = deed_of(d, CM_SV("clue.note"), CM_SV(""), object_of(d, clue), CM_SV(""));
    cm_status status = cm_change_begin(d->desk, err);
    if (status == CM_OK) {
        status = check_open(d, clue, err);
        status = status == CM_OK ? cm_desk_note(d->desk, &by, clue, text, ret_no, err) : status;
        status = cm_change_end(d->desk, status, &deed, err);
    }
    return status;
}

cm_status cm_docket_own_handler(cm_docket *d, cm_sv clue, cm_sv person, cm_err *err)
{
    const cm_step_by by = by_of(d, 0);
    const cm_deed deed =
        deed_of(d, CM_SV("clue.note"), CM_SV(""), object_of(d, clue), CM_SV("own_handler"));
    cm_status status = cm_change_begin(d->desk, err);
    if (status == CM_OK) {
        status = check_open(d, clue, err);
        status = status == CM_OK ? cm_desk_own_handler(d->desk, &by, clue, person, err) : status;
        status = cm_change_end(d->desk, status, &deed, err);
    }
    return status;
}

/* ---- personal data ---- */

/* What is masked by name in texts of the clue. False: it cannot be told, and nothing is shown. */
static bool names_of(const cm_docket *d, const cm_desk_clue *clue, bool unmasked, cm_svs *ret_names)
{
    CM_AUTO_ERR err = {0};
    if (!unmasked && !d->caller->owner &&
        cm_sight_told(d->desk, clue->id, d->mem, ret_names, &err) != CM_OK) {
        return false;
    }
    if (clue->defendant.len != 0) {
        *cm_vec_push(d->mem, ret_names) = clue->defendant;
    }
    return true;
}

static cm_sv show(const cm_docket *d, cm_sv field, bool unmasked, cm_sv text, const cm_svs *names)
{
    return text.len != 0
               ? cm_right_show(d->home->rights, d->caller, field, unmasked, text, names, d->mem)
               : text;
}

cm_sv cm_docket_text(const cm_docket *d, const cm_desk_clue *clue, cm_sv field, cm_sv text,
                     bool unmasked)
{
    cm_svs names = {0};
    return names_of(d, clue, unmasked, &names) ? show(d, field, unmasked, text, &names) : CM_SV("");
}

void cm_docket_mask(const cm_docket *d, cm_desk_clue *clue, bool unmasked)
{
    cm_svs names = {0};
    bool known = names_of(d, clue, unmasked, &names);
    clue->finding = known ? show(d, CM_SV("finding"), unmasked, clue->finding, &names) : CM_SV("");
    clue->defendant =
        known ? show(d, CM_SV("defendant"), unmasked, clue->defendant, &names) : CM_SV("");
}

/* That it was seen unmasked, or why it was looked at. */
static cm_status tell_open(cm_docket *d, cm_sv id, bool unmasked, cm_err *err)
{
    cm_sv reason = CM_SV("");
    cm_status status = CM_OK;
    if (d->caller->owner || (!unmasked && d->reason.len == 0)) {
        return CM_OK;
    }
    if (d->reason.len != 0) {
        status = cm_sight_plain(d->desk, d->home->rights, id, d->reason, d->mem, &reason, err);
    }
    const cm_deed deed = deed_of(d, unmasked ? CM_SV("clue.read") : CM_SV("clue.open"), CM_SV(""),
                                 object_of(d, id), reason);
    return status == CM_OK ? cm_change_log(d->desk, &deed, err) : status;
}

/* Before masking, so that the names in other texts are known. */
cm_status cm_docket_open(cm_docket *d, cm_sv id, cm_desk_clue *ret_clue, bool *ret_unmasked,
                         cm_err *err)
{
    cm_desk_clue clue = {0};
    cm_sight sight = {.unmasked = d->caller->owner};
    cm_status status = cm_docket_clue(d, id, CM_SV("clue.open"), &clue, err);
    if (status == CM_OK && !d->caller->owner) {
        status = cm_sight_of(d->desk, d->caller, id, d->mem, &sight, err);
    }
    if (status == CM_OK) {
        status = tell_open(d, id, sight.unmasked, err);
    }
    if (status == CM_OK) {
        *ret_clue = clue;
        *ret_unmasked = sight.unmasked;
    }
    return status;
}

static bool has_attachment(const cm_verifications *all, int64_t no)
{
    for (size_t i = 0; i < all->count; i++) {
        for (size_t k = 0; k < all->items[i].attachments.count; k++) {
            if (all->items[i].attachments.items[k].no == no) {
                return true;
            }
        }
    }
    return false;
}

cm_status cm_docket_attachment(cm_docket *d, cm_sv clue, int64_t no, cm_attachment *ret_attachment,
                               cm_err *err)
{
    cm_desk_clue found = {0};
    cm_verifications all = {0};
    bool unmasked = false;
    d->refusal = (cm_step_refusal){0};
    cm_status status = cm_docket_open(d, clue, &found, &unmasked, err);
    if (status == CM_OK && !unmasked) {
        d->refusal = (cm_step_refusal){.id = CM_SV("masked"), .word = clue};
        return cm_err_set(err, CM_E_CONFLICT, "unmask clue '%.*s' first", CM_SV_ARG(clue));
    }
    if (status == CM_OK) {
        status = cm_desk_verifications(d->desk, found.no, d->mem, &all, err);
    }
    if (status == CM_OK && !has_attachment(&all, no)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no attachment %lld of clue '%.*s'", (long long)no,
                          CM_SV_ARG(clue));
    }
    return status == CM_OK ? cm_desk_attachment(d->desk, no, d->mem, ret_attachment, err) : status;
}
