/* app/redaction.h - personal data taken out of the desk: after the days of data/desk/retention.tsv,
 * name by name, with a pseudonym in its place; or with the source that was deleted, all that it
 * said. What stands for them: data/desk/mask.tsv. Each change has its line in the audit.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_REDACTION_H
#define CM_APP_REDACTION_H

#include "app/site.h"
#include "app/workdesk.h"
#include "base/json.h"
#include "desk/caller.h"
#include "desk/redact.h"

typedef struct {
    cm_sv state;
    int64_t days; /* after the step that put the clue there */
    cm_sv zh, en; /* why then */
} cm_retention;

typedef struct {
    cm_redact_clue_row clue;
    const cm_retention *rule;
    cm_date from; /* the first day on which it is to be done */
} cm_retiring;

typedef CM_VEC(cm_retiring) cm_retirings;

/* Clues whose time has ended on that day, of those the caller may do it with. Fails: DB, IO,
 * SCHEMA. */
CM_MUST_USE cm_status cm_retire_list(cm_workdesk *w, const cm_caller *caller, cm_date on,
                                     cm_arena *mem, cm_retirings *ret_list, cm_err *err);
/* Fails: DENIED, DB, IO, SCHEMA. */
CM_MUST_USE cm_status cm_retire_do(cm_workdesk *w, const cm_caller *caller, const cm_retiring *r,
                                   cm_err *err);

void cm_retiring_write_json(cm_json *json, const cm_retiring *retiring); /* an object */

/* Before a source is deleted: which clues are to be redacted. No desk: nothing. Fails: DB. */
CM_MUST_USE cm_status cm_redaction_prepare(cm_site *s, int64_t source, cm_err *err);
/* When it is deleted; again after a kill. A clue whose judgment is there in another source too is
 * left as it is, as far as the tables are open to tell. Fails: DB, IO, SCHEMA. */
CM_MUST_USE cm_status cm_redaction_settle(cm_site *s, int64_t source, cm_err *err);

#endif
