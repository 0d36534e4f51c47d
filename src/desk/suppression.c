#include "base/base.h"

#include "desk/statement.h"
#include "desk/suppression.h"

cm_status cm_suppression_add(cm_desk *desk, const cm_suppression *s, int64_t *ret_no, cm_err *err)
{
    bool scoped = s->clue.len + s->court.len + s->charge.len + s->sub.len != 0;
    if (!scoped || cm_sv_trim(s->reason).len == 0 || s->model.len == 0) {
        return cm_err_set(err, CM_E_ARG,
                          "a suppression needs a model, a reason, and a clue, court, charge or "
                          "sub-code");
    }
    if (!cm_date_exists(s->expires_on) || cm_date_compare(s->expires_on, s->made_on) < 0) {
        return cm_err_set(err, CM_E_ARG, "a suppression needs a day it ends, not before today");
    }
    cm_statement t = cm_statement_new(
        desk, "INSERT INTO suppression (model, clue, finding, court, charge, sub, reason, by, "
              "made_on, expires_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const cm_sv texts[] = {s->model, s->clue, s->finding, s->court, s->charge, s->sub, s->reason};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&t, cm_or_null(texts[i]));
    }
    cm_statement_text(&t, s->by.ptr != NULL ? s->by : CM_SV(""));
    cm_statement_date(&t, s->made_on);
    cm_statement_date(&t, s->expires_on);
    cm_status status = cm_statement_run(&t, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_suppression_end(cm_desk *desk, const cm_suppression_ending *ending, cm_err *err)
{
    cm_statement t = cm_statement_new(desk, "UPDATE suppression SET ended_on = ?, ended_by = ?, "
                                            "ended_why = ? WHERE no = ? AND ended_on IS NULL");
    cm_statement_date(&t, ending->on);
    cm_statement_text(&t, ending->by);
    cm_statement_text(&t, ending->why);
    cm_statement_int(&t, ending->no);
    cm_status status = cm_statement_run(&t, err);
    if (status == CM_OK && sqlite3_changes(desk->db) == 0) {
        return cm_err_set(err, CM_E_NOTFOUND, "no suppression %lld that holds",
                          (long long)ending->no);
    }
    return status;
}

#define COLUMNS                                                                                    \
    "SELECT no, model, clue, finding, court, charge, sub, reason, by, made_on, expires_on, "       \
    "ended_on, ended_by, ended_why FROM suppression "

static cm_status load(cm_statement t, cm_arena *mem, cm_suppressions *ret, cm_err *err)
{
    *ret = (cm_suppressions){0};
    while (cm_statement_next(&t)) {
        *cm_vec_push(mem, ret) = (cm_suppression){
            .no = cm_statement_number(&t, 0),
            .model = cm_statement_cell(&t, 1, mem),
            .clue = cm_statement_cell(&t, 2, mem),
            .finding = cm_statement_cell(&t, 3, mem),
            .court = cm_statement_cell(&t, 4, mem),
            .charge = cm_statement_cell(&t, 5, mem),
            .sub = cm_statement_cell(&t, 6, mem),
            .reason = cm_statement_cell(&t, 7, mem),
            .by = cm_statement_cell(&t, 8, mem),
            .made_on = cm_statement_day(&t, 9),
            .expires_on = cm_statement_day(&t, 10),
            .ended_on = cm_statement_day(&t, 11),
            .ended_by = cm_statement_cell(&t, 12, mem),
            .ended_why = cm_statement_cell(&t, 13, mem),
        };
    }
    return cm_statement_end(&t, err);
}

cm_status cm_suppressions_load(cm_desk *desk, cm_arena *mem, cm_suppressions *ret, cm_err *err)
{
    return load(cm_statement_new(desk, COLUMNS "ORDER BY no"), mem, ret, err);
}

cm_status cm_suppressions_of_clue(cm_desk *desk, cm_sv clue, cm_arena *mem, cm_suppressions *ret,
                                  cm_err *err)
{
    cm_statement t = cm_statement_new(desk, COLUMNS "WHERE clue = ? ORDER BY no");
    cm_statement_text(&t, clue);
    return load(t, mem, ret, err);
}

cm_status cm_suppressions_wide(cm_desk *desk, cm_arena *mem, cm_suppressions *ret, cm_err *err)
{
    return load(cm_statement_new(desk, COLUMNS "WHERE clue IS NULL ORDER BY no"), mem, ret, err);
}

bool cm_suppression_holds(const cm_suppression *s, cm_date on)
{
    return cm_date_compare(s->made_on, on) <= 0 && cm_date_compare(on, s->expires_on) <= 0 &&
           (!cm_date_exists(s->ended_on) || cm_date_compare(on, s->ended_on) < 0);
}

static bool matches(cm_sv wanted, cm_sv found)
{
    return wanted.len == 0 || cm_sv_equal(wanted, found);
}

const cm_suppression *cm_suppression_of(const cm_suppressions *all, const cm_suppressible *clue,
                                        cm_date on)
{
    for (size_t i = 0; i < all->count; i++) {
        const cm_suppression *s = &all->items[i];
        if (cm_suppression_holds(s, on) && cm_sv_equal(s->model, clue->model) &&
            matches(s->clue, clue->clue) && matches(s->finding, clue->finding) &&
            matches(s->court, clue->court) && matches(s->charge, clue->charge) &&
            matches(s->sub, clue->sub)) {
            return s;
        }
    }
    return NULL;
}
