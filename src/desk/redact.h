/* desk/redact.h - personal data taken out of what the desk keeps of a clue: names in every text of
 * it are replaced, or what came from a judgment that was deleted. States, days and codes stay; rows
 * stay. A clue that is taken up again gets its texts from the next run (desk/clue.h).
 * What changes runs inside a change (desk/change.h), which tells the rows anew to the audit.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_REDACT_H
#define CM_DESK_REDACT_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"

typedef CM_MUST_USE cm_status (*cm_redact_content)(void *payload, cm_sv content, cm_sv *ret_content,
                                                   cm_err *err);

typedef struct {
    cm_svs names, stands; /* of each name what stands for it, wherever it is written */
    cm_sv whole;          /* stands for all of what a run said; empty: its names are replaced */
    cm_redact_content content; /* of a version of a document: its JSON */
    void *payload;
} cm_redaction;

/* Fails: DB, as content. */
CM_MUST_USE cm_status cm_redact_clue(cm_desk *desk, int64_t clue, const cm_redaction *redaction,
                                     cm_err *err);
/* Whose data it is: the name of the defendant, if there is one, then what the finding tells. */
CM_MUST_USE cm_status cm_redact_names(cm_desk *desk, int64_t clue, cm_arena *mem, cm_svs *ret_names,
                                      cm_err *err);

/* ---- which clues were redacted, or are to be ---- */

/* Its data are taken out now; source 0: not because of a source that was deleted. */
CM_MUST_USE cm_status cm_redact_keep(cm_desk *desk, int64_t clue, int64_t source, cm_sv at,
                                     cm_err *err);
/* A source is about to be deleted: the clues of this document are to be redacted with it. */
CM_MUST_USE cm_status cm_redact_mark(cm_desk *desk, cm_sv doc, int64_t source, cm_sv at,
                                     int64_t *ret_clues, cm_err *err);

typedef struct {
    int64_t no;
    cm_sv id, doc, office, handler, state;
    cm_date since; /* of the step that put it where it is */
} cm_redact_clue_row;

typedef CM_VEC(cm_redact_clue_row) cm_redact_clues;

/* Those marked for that source and not redacted yet. Fails: DB. */
CM_MUST_USE cm_status cm_redact_marked(cm_desk *desk, int64_t source, cm_arena *mem,
                                       cm_redact_clues *ret_clues, cm_err *err);
/* The mark is taken back: the judgment is there in another source too. */
CM_MUST_USE cm_status cm_redact_spare(cm_desk *desk, int64_t clue, int64_t source, cm_sv at,
                                      cm_err *err);
/* Those that came into the state no later than `until` and have their data yet; what the law seals
 * is not among them. Fails: DB. */
CM_MUST_USE cm_status cm_redact_due(cm_desk *desk, cm_sv state, cm_date until, cm_arena *mem,
                                    cm_redact_clues *ret_clues, cm_err *err);

/* Whether the clue is without its data; and that a run gave them again. Fails: DB. */
CM_MUST_USE cm_status cm_redact_is(cm_desk *desk, int64_t clue, bool *ret_redacted, cm_err *err);
CM_MUST_USE cm_status cm_redact_end(cm_desk *desk, int64_t clue, cm_sv at, cm_err *err);

#endif
