/* app/decision.h - what people decided about clues, from the desk of a site: which known false
 * positives stay away. The desk is made with the first decision; a site in memory has none. */
#ifndef CM_APP_DECISION_H
#define CM_APP_DECISION_H

#include "app/clue.h"
#include "base/json.h"
#include "desk/change.h"

/* Read what was decided; nothing when nothing was. Fails: DB, IO. */
CM_MUST_USE cm_status cm_decisions_load(cm_site *s, cm_arena *mem, cm_suppressions *ret,
                                        cm_err *err);
/* Keep those of the list that the caller may see: of clues within his reach that are not sealed,
 * reasons without what the clue tells of persons. Fails: DB. */
CM_MUST_USE cm_status cm_decisions_show(cm_desk *desk, const cm_rights *rights,
                                        const cm_caller *caller, cm_arena *mem,
                                        cm_suppressions *list, cm_err *err);

/* Where suppressions are looked up clue by clue: there may be very many. */
typedef struct {
    cm_desk *desk; /* NULL: nothing was decided */
    cm_suppressions wide;
} cm_decisions;

CM_MUST_USE cm_status cm_decisions_open(cm_site *s, cm_arena *mem, cm_decisions *ret, cm_err *err);
/* The suppression that covers a hit on that day, in mem, or NULL. Fails: DB. */
CM_MUST_USE cm_status cm_decision_on(const cm_decisions *decisions, const cm_clue *clue, cm_date on,
                                     cm_arena *mem, const cm_suppression **ret, cm_err *err);
/* What a clue said, as the desk remembers it. */
cm_sv cm_decision_finding(cm_arena *mem, cm_sv finding);

/* Suppress. `suppression->clue` must be a clue of the site; its model and finding are filled in.
 * `who` says who acts, and when. Fails: ARG, NOTFOUND (no such clue, or no model), DB, IO. */
CM_MUST_USE cm_status cm_decision_suppress(cm_site *s, cm_suppression *suppression,
                                           const cm_deed *who, int64_t *ret_no, cm_err *err);
CM_MUST_USE cm_status cm_decision_lift(cm_site *s, int64_t no, cm_sv why, const cm_deed *who,
                                       cm_err *err);

void cm_suppression_write_json(cm_json *json, const cm_suppression *suppression); /* an object */

#endif
