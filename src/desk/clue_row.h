/* desk/clue_row.h - the columns of a clue in SQL, and a row of them read; for this folder only. */
#ifndef CM_DESK_CLUE_ROW_H
#define CM_DESK_CLUE_ROW_H

#include "desk/clue.h"
#include "desk/statement.h"

#define CM_CLUE_COLUMNS                                                                            \
    "no, id, model, content, sub, direction, severity, confidence, error_class, stage, measure, "  \
    "court, charge, case_no, doc, defendant, finding, facts_digest, decided_on, received_on, "     \
    "model_version, urgent, own, gone, state, office, handler, outcome, reason, number, "          \
    "own_handler, due_on, "                                                                        \
    "rung, amount, persons, merged_into, batch, version, made_at, changed_at, changed_by"

#define CM_CLUE_COLUMN_COUNT 41

/* Orders of a list, each with an index of the layout that has the same words. Who may be held too
 * long is first in all. */
#define CM_CLUE_BY_DUE    "(iif(urgent, '0', '1') || coalesce(due_on, '~'))"
#define CM_CLUE_BY_NEWEST "(iif(urgent, '0', '1') || printf('%015d', 999999999999999 - no))"
#define CM_CLUE_BY_MODEL  "(iif(urgent, '0', '1') || model || ' ' || place)"
#define CM_CLUE_BY_COURT  "(iif(urgent, '0', '1') || coalesce(court, '~') || ' ' || place)"

cm_desk_clue cm_clue_row(cm_statement *s, cm_arena *mem);

/* The columns that steps change, as one JSON object of the row: what undoing puts back; and the
 * model that gave the clue then, which is measured by what people did with it. */
#define CM_CLUE_WAS                                                                                \
    "json_object('state', state, 'rung', rung, 'office', office, 'handler', handler, 'outcome', "  \
    "outcome, 'reason', reason, 'number', number, 'due_on', due_on, 'amount', amount, "            \
    "'persons', persons, 'merged_into', merged_into, 'model_version', model_version, 'content', "  \
    "content)"

#endif
