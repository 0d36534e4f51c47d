#include "base/base.h"

#include "desk/tally.h"

#include "base/moment.h"
#include "desk/statement.h"

cm_status cm_tally_add(cm_desk *desk, const cm_tally *tally, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO tally (at, model, content, model_version, hit, undecidable, clear, "
              "suppressed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    cm_statement_text(&s, tally->at);
    cm_statement_text(&s, tally->model);
    cm_statement_text(&s, tally->content);
    const int64_t numbers[] = {tally->model_version, tally->hit, tally->undecidable, tally->clear,
                               tally->suppressed};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        cm_statement_int(&s, numbers[i]);
    }
    return cm_statement_run(&s, err);
}

cm_status cm_tallies_load(cm_desk *desk, cm_date as_of, cm_arena *mem, cm_tallies *ret_tallies,
                          cm_err *err)
{
    cm_sv bound = CM_SV("~"); /* behind every moment */
    cm_tallies list = {0};
    if (cm_date_exists(as_of)) {
        bound = cm_moment_first(mem, cm_date_from_days(cm_date_to_days(as_of) + 1));
    }
    cm_statement s = cm_statement_new(
        desk, "SELECT at, model, content, model_version, hit, undecidable, clear, suppressed FROM "
              "tally WHERE no IN (SELECT max(no) FROM tally WHERE at < ? GROUP BY model) "
              "ORDER BY model");
    cm_statement_text(&s, bound);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &list) = (cm_tally){
            .at = cm_statement_cell(&s, 0, mem),
            .model = cm_statement_cell(&s, 1, mem),
            .content = cm_statement_cell(&s, 2, mem),
            .model_version = cm_statement_number(&s, 3),
            .hit = cm_statement_number(&s, 4),
            .undecidable = cm_statement_number(&s, 5),
            .clear = cm_statement_number(&s, 6),
            .suppressed = cm_statement_number(&s, 7),
        };
    }
    *ret_tallies = list;
    return cm_statement_end(&s, err);
}
