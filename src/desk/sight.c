#include "base/base.h"

#include "desk/sight.h"

#include "base/moment.h"
#include "desk/statement.h"

cm_status cm_sight_of(cm_desk *desk, const cm_caller *caller, cm_sv clue, cm_arena *mem,
                      cm_sight *ret_sight, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT office, handler, (SELECT count(*) FROM unmask u WHERE u.clue = c.id AND "
              "u.person = ? AND u.day = ?) FROM clue c WHERE c.id = ?");
    cm_statement_text(&s, caller->name);
    cm_statement_date(&s, cm_moment_day(caller->at));
    cm_statement_text(&s, clue);
    cm_sight sight = {0};
    if (cm_statement_next(&s)) {
        sight = (cm_sight){.known = true,
                           .office = cm_statement_cell(&s, 0, mem),
                           .handler = cm_statement_cell(&s, 1, mem),
                           .unmasked = cm_statement_number(&s, 2) != 0};
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
