/* desk/clue.h - clues as the desk has them: what a run of the models said of one, and where it
 * stands since. A run never moves a clue that people have taken up; only one that was put away
 * comes back when its facts are no longer those it was put away for.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_CLUE_H
#define CM_DESK_CLUE_H

#include "base/date.h"
#include "desk/course.h"
#include "desk/desk.h"

/* Texts are empty where nothing is known. `defendant` and `finding` are personal data. */
typedef struct {
    int64_t no;
    cm_sv id; /* of the result */
    cm_sv model, content, sub, direction, severity, confidence, error_class, stage;
    cm_sv measure; /* proposed documents, joined by ',' */
    cm_sv court, charge, case_no, doc, defendant, finding, facts_digest;
    cm_date decided_on, received_on;
    int64_t model_version;
    bool urgent; /* someone is, or will be, held too long */
    bool own;    /* our own indictment or recommendation contains the error */
    bool gone;   /* the last run of its model no longer gives it */

    cm_sv state, office, handler, outcome, reason;
    cm_sv own_handler; /* who handled the case of an own one; empty: not recorded */
    cm_sv number;      /* of the case in the unified system */
    cm_date due_on;
    int64_t rung;               /* the highest that it reached */
    int64_t amount, persons;    /* told with the outcome; amount in fen */
    int64_t merged_into, batch; /* 0: none */
    int64_t version;            /* goes up with every change */
    cm_sv made_at, changed_at, changed_by;
} cm_desk_clue;

/* Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_desk_clue_find(cm_desk *desk, cm_arena *mem, cm_sv id,
                                        cm_desk_clue *ret_clue, cm_err *err);
CM_MUST_USE cm_status cm_desk_clue_get(cm_desk *desk, cm_arena *mem, int64_t no,
                                       cm_desk_clue *ret_clue, cm_err *err);

/* Whether its document is sealed (desk/seal.h). No such clue: false. Fails: DB. */
CM_MUST_USE cm_status cm_desk_clue_sealed(cm_desk *desk, cm_sv id, bool *ret_sealed, cm_err *err);

/* ---- merging of what a run gave; inside a change ---- */

typedef enum {
    CM_MERGE_NEW,
    CM_MERGE_SAME,
    CM_MERGE_UPDATED,
    CM_MERGE_REOPENED, /* its facts changed after it was put away */
    CM_MERGE_COUNT
} cm_merge_effect;

/* Who brought it, and when; and the step by which a clue that was put away comes back. */
typedef struct {
    const cm_course *course;
    cm_sv by, at;
    cm_sv reopen; /* id of a step */
} cm_merge_by;

/* `clue`: what the result says; of its state nothing but urgent and own is looked at. Fails: DB. */
CM_MUST_USE cm_status cm_desk_clue_merge(cm_desk *desk, const cm_merge_by *by,
                                         const cm_desk_clue *clue, cm_merge_effect *ret_effect,
                                         cm_err *err);
CM_MUST_USE cm_status cm_desk_clue_mark_gone(cm_desk *desk, const cm_merge_by *by, int64_t no,
                                             cm_err *err);

typedef CM_MUST_USE cm_status (*cm_desk_id_visit)(void *payload, int64_t no, cm_sv id, cm_err *err);
/* Those of a model that are not gone; of one document, or (empty) of any. Fails: DB, as visit. */
CM_MUST_USE cm_status cm_desk_clue_ids(cm_desk *desk, cm_sv model, cm_sv doc,
                                       cm_desk_id_visit visit, void *payload, cm_err *err);

typedef CM_MUST_USE cm_status (*cm_desk_doc_visit)(void *payload, cm_sv doc, cm_err *err);
/* Documents of which clues still hold words. Fails: DB, as visit. */
CM_MUST_USE cm_status cm_desk_clue_docs(cm_desk *desk, cm_desk_doc_visit visit, void *payload,
                                        cm_err *err);
#endif
