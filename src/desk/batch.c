#include "base/base.h"

#include "desk/step.h"

#include "desk/clue_row.h"

#include "base/moment.h"

cm_status cm_desk_batch_add(cm_desk *desk, const cm_step_by *by, cm_sv step, cm_sv filter,
                            int64_t *ret_batch, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO batch (at, by, office, step, filter, clues) VALUES (?, "
                               "?, ?, ?, ?, 0)");
    cm_statement_text(&s, by->caller->at);
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_text(&s, by->caller->office);
    cm_statement_text(&s, step);
    cm_statement_text(&s, cm_or_empty(filter));
    cm_status status = cm_statement_run(&s, err);
    *ret_batch = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_desk_batch_count(cm_desk *desk, int64_t batch, int64_t clues, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE batch SET clues = ? WHERE no = ?");
    cm_statement_int(&s, clues);
    cm_statement_int(&s, batch);
    return cm_statement_run(&s, err);
}

/* ---- undoing ---- */

typedef struct {
    int64_t event, clue, version;
    cm_sv step;
} undoable;

typedef CM_VEC(undoable) undoables;

static cm_status load(cm_desk *desk, int64_t batch, cm_arena *mem, undoables *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT no, clue, version, step FROM clue_event WHERE "
                                            "batch = ? AND undone IS NULL ORDER BY no");
    cm_statement_int(&s, batch);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, ret) =
            (undoable){cm_statement_number(&s, 0), cm_statement_number(&s, 1),
                       cm_statement_number(&s, 2), cm_statement_cell(&s, 3, mem)};
    }
    return cm_statement_end(&s, err);
}

static cm_status check_batch(cm_desk *desk, int64_t batch, cm_err *err)
{
    bool found = false, undone = false;
    cm_statement s = cm_statement_new(desk, "SELECT undone_at IS NOT NULL FROM batch WHERE no = ?");
    cm_statement_int(&s, batch);
    if (cm_statement_next(&s)) {
        found = true;
        undone = cm_statement_number(&s, 0) != 0;
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no batch %lld", (long long)batch);
    }
    return status == CM_OK && undone
               ? cm_err_set(err, CM_E_CONFLICT, "batch %lld was undone already", (long long)batch)
               : status;
}

/* The event that undoes has what the row was before it, as every event. */
static cm_status write_event(cm_desk *desk, const cm_step_by *by, const undoable *u, cm_sv role,
                             cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO clue_event (clue, version, at, by, role, office, step, from_state, "
              "to_state, detail, was) SELECT clue.no, clue.version + 1, ?1, ?2, ?3, ?4, 'undo', "
              "state, e.was ->> 'state', json_object('event', e.no), " CM_CLUE_WAS
              " FROM clue JOIN (SELECT no, clue, was FROM clue_event WHERE no = ?5) e ON e.clue = "
              "clue.no");
    cm_statement_text(&s, by->caller->at);
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_text(&s, role.len != 0 ? role : (cm_sv){NULL, 0});
    cm_statement_text(&s, by->caller->office);
    cm_statement_int(&s, u->event);
    return cm_statement_run(&s, err);
}

static cm_status put_back(cm_desk *desk, const cm_step_by *by, const undoable *u, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE clue SET (state, rung, office, handler, outcome, reason, number, due_on, "
              "amount, persons, merged_into, version, changed_at, changed_by) = (SELECT "
              "was ->> 'state', was ->> 'rung', was ->> 'office', was ->> 'handler', "
              "was ->> 'outcome', was ->> 'reason', was ->> 'number', was ->> 'due_on', "
              "was ->> 'amount', was ->> 'persons', was ->> 'merged_into', clue.version + 1, ?, ? "
              "FROM clue_event WHERE clue_event.no = ?) WHERE no = ?");
    cm_statement_text(&s, by->caller->at);
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_int(&s, u->event);
    cm_statement_int(&s, u->clue);
    cm_status status = cm_statement_run(&s, err);
    if (status == CM_OK) {
        s = cm_statement_new(desk, "UPDATE clue_event SET undone = 1 WHERE no = ?");
        cm_statement_int(&s, u->event);
        status = cm_statement_run(&s, err);
    }
    return status;
}

/* What rejecting suppressed comes back. */
static cm_status show_again(cm_desk *desk, const cm_step_by *by, const cm_desk_clue *clue,
                            cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE suppression SET ended_on = ?, ended_by = ?, ended_why = "
                               "'undo' WHERE clue = ? AND reason = ? AND ended_on IS NULL");
    cm_statement_date(&s, cm_moment_day(by->caller->at));
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_text(&s, clue->id);
    cm_statement_text(&s, clue->reason);
    return cm_statement_run(&s, err);
}

static cm_status undo_one(cm_desk *desk, const cm_step_by *by, const undoable *u, cm_arena *mem,
                          cm_batch_undone *undone, cm_err *err)
{
    cm_desk_clue clue = {0};
    cm_sv role = CM_SV("");
    const cm_course_step *step = cm_course_step_of(by->course, u->step);
    cm_status status = cm_desk_clue_get(desk, mem, u->clue, &clue, err);
    if (status != CM_OK) {
        return status;
    }
    if (clue.version != u->version || step == NULL || !step->undo) {
        *cm_vec_push(mem, &undone->left_alone) = clue.id;
        return CM_OK;
    }
    status = cm_desk_may(by, step->act, &clue, CM_SV("undo"), &role, err);
    if (status == CM_OK) {
        status = write_event(desk, by, u, role, err);
    }
    if (status == CM_OK) {
        status = put_back(desk, by, u, err);
    }
    if (status == CM_OK && clue.reason.len != 0) {
        status = show_again(desk, by, &clue, err);
    }
    *cm_vec_push(mem, &undone->restored) = (cm_restored){u->clue, u->event};
    return status;
}

cm_status cm_desk_batch_undo(cm_desk *desk, const cm_step_by *by, int64_t batch, cm_arena *mem,
                             cm_batch_undone *ret_undone, cm_err *err)
{
    undoables all = {0};
    cm_batch_undone undone = {0};
    cm_status status = check_batch(desk, batch, err);
    if (status == CM_OK) {
        status = load(desk, batch, mem, &all, err);
    }
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        status = undo_one(desk, by, &all.items[i], mem, &undone, err);
    }
    if (status == CM_OK) {
        cm_statement s = cm_statement_new(
            desk, "UPDATE batch SET undone_at = ?, undone_by = ?, left_alone = ? WHERE no = ?");
        cm_statement_text(&s, by->caller->at);
        cm_statement_text(&s, cm_or_empty(by->caller->name));
        cm_statement_int(&s, (int64_t)undone.left_alone.count);
        cm_statement_int(&s, batch);
        status = cm_statement_run(&s, err);
    }
    if (status == CM_OK) {
        *ret_undone = undone;
    }
    return status;
}
