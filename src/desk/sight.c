#include "base/base.h"

#include "desk/sight.h"

#include "base/moment.h"
#include "desk/statement.h"

cm_status cm_sight_of(cm_desk *desk, const cm_caller *caller, cm_sv clue, cm_arena *mem,
                      cm_sight *ret_sight, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT office, handler, CASE WHEN own THEN own_handler END, "
                               "(SELECT count(*) FROM unmask u WHERE u.clue = c.id AND "
                               "u.person = ? AND u.day = ?) FROM clue c WHERE c.id = ?");
    cm_statement_text(&s, caller->name);
    cm_statement_date(&s, cm_moment_day(caller->at));
    cm_statement_text(&s, clue);
    cm_sight sight = {0};
    if (cm_statement_next(&s)) {
        sight = (cm_sight){.known = true,
                           .office = cm_statement_cell(&s, 0, mem),
                           .handler = cm_statement_cell(&s, 1, mem),
                           .own_handler = cm_statement_cell(&s, 2, mem),
                           .unmasked = cm_statement_number(&s, 3) != 0};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_sight = sight;
    }
    return status;
}

cm_status cm_sight_unmask(cm_desk *desk, const cm_caller *caller, cm_sv clue, cm_sv reason,
                          cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO unmask (clue, person, day, at, reason) VALUES (?, ?, ?, ?, ?)");
    cm_statement_text(&s, clue);
    cm_statement_text(&s, caller->name);
    cm_statement_date(&s, cm_moment_day(caller->at));
    cm_statement_text(&s, caller->at);
    cm_statement_text(&s, reason);
    return cm_statement_run(&s, err);
}

cm_status cm_sight_tell(cm_desk *desk, cm_sv clue, const cm_svs *texts, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < texts->count; i++) {
        cm_statement s = cm_statement_new(
            desk, "INSERT INTO clue_told (clue, text) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 "
                  "FROM clue_told WHERE clue = ?1 AND text = ?2)");
        cm_statement_text(&s, clue);
        cm_statement_text(&s, texts->items[i]);
        status = cm_statement_run(&s, err);
    }
    return status;
}

cm_status cm_sight_told(cm_desk *desk, cm_sv clue, cm_arena *mem, cm_svs *ret_texts, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT text FROM clue_told WHERE clue = ? ORDER BY no");
    cm_svs texts = {0};
    cm_statement_text(&s, clue);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &texts) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_texts = texts;
    }
    return status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_sight_plain(cm_desk *desk, const cm_rights *rights, cm_sv clue, cm_sv reason,
                         cm_arena *mem, cm_sv *ret_reason, cm_err *err)
{
    const cm_caller nobody = {.owner = false};
    cm_svs names = {0};
    *ret_reason = CM_SV("");
    cm_status status = cm_sight_told(desk, clue, mem, &names, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s =
        cm_statement_new(desk, "SELECT defendant FROM clue WHERE id = ? AND defendant IS NOT NULL");
    cm_statement_text(&s, clue);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &names) = cm_statement_cell(&s, 0, mem);
    }
    status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_reason = cm_right_show(rights, &nobody, CM_SV("note"), false, reason, &names, mem);
    }
    return status;
}
