/* desk/correction.h - corrections of facts that were read wrongly: which fact of which document,
 * what the reader had read, what a person says instead, who, why, until when. A correction belongs
 * to the content of the document, so that it holds however often that is read or taken in again.
 * Whoever makes facts looks here (app/amend.h). Changing one is inside a change (change.h).
 * Threads: as the desk. */
#ifndef CM_DESK_CORRECTION_H
#define CM_DESK_CORRECTION_H

#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    int64_t no;
    cm_sv content, doc; /* key of the content (app/identity.h); id of the document */
    cm_sv field;        /* "conviction.fine", "defendant.priors.on", "defendant.priors" */
    int64_t defendant_no, count_no, row_no; /* as the reader numbered them; 0: none, a new row */
    cm_sv person, part; /* name of the defendant, words of the count or row, by which it is found */
    cm_sv act;          /* "set", "absent" (not in the text), "add" (a row), "remove" (a row) */
    cm_sv was_state, was; /* "read", "absent", "unread"; what the reader had read, or empty */
    cm_sv value;          /* of set and add */
    cm_sv why, by, at;
    cm_sv ended_at, ended_by, ended_why; /* empty: it holds */
    cm_sv applied_at; /* since when the tables of facts say so (or, ended, no longer); empty: not */
} cm_correction;

typedef CM_VEC(cm_correction) cm_corrections;

/* Fails: DB. */
CM_MUST_USE cm_status cm_correction_add(cm_desk *desk, const cm_correction *correction,
                                        int64_t *ret_no, cm_err *err);
/* By no and the ended_ members. Fails: NOTFOUND (none that holds), DB. */
CM_MUST_USE cm_status cm_correction_end(cm_desk *desk, const cm_correction *correction,
                                        cm_err *err);
/* The tables of facts say what holds of this content now. Fails: DB. */
CM_MUST_USE cm_status cm_correction_apply(cm_desk *desk, cm_sv content, cm_sv at, cm_err *err);
/* Its source is deleted: nothing of what was read or said stays. Fails: DB. */
CM_MUST_USE cm_status cm_correction_redact(cm_desk *desk, cm_sv doc, cm_sv at, cm_sv why,
                                           int64_t *ret_count, cm_err *err);

typedef struct {
    cm_sv content;  /* empty: of any */
    int64_t no;     /* 0: any */
    bool ended_too; /* also those that hold no longer */
    bool pending;   /* only those that the tables do not say yet, ended ones too */
} cm_correction_filter;

/* In the order in which they were made. Fails: DB. */
CM_MUST_USE cm_status cm_corrections_load(cm_desk *desk, const cm_correction_filter *filter,
                                          cm_arena *mem, cm_corrections *ret, cm_err *err);

/* Who handled the cases that clues about this document are of (safeguards): their names. */
CM_MUST_USE cm_status cm_correction_own_handlers(cm_desk *desk, cm_sv doc, cm_arena *mem,
                                                 cm_svs *ret_names, cm_err *err);

#endif
