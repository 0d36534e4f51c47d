/* desk/letter.h - supervision documents as the desk keeps them: of which clue and kind, in what
 * state, who drafted and approved, number, delivery and reply; and every version of their
 * sentences, none of which is ever changed. What a state or kind means is told by data
 * (app/letter_form.h). Tables: document, document_version.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_LETTER_H
#define CM_DESK_LETTER_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"

/* Texts are empty where nothing is known. */
typedef struct {
    int64_t no;
    int64_t clue;                                       /* number of its row */
    cm_sv clue_id, clue_office, clue_handler, clue_doc; /* as they are now */
    cm_sv kind, state, office;
    cm_sv drafter, submitter, approver; /* names of persons */
    cm_sv number;                       /* of the issued document */
    int64_t year, n;                    /* that it was made of */
    int64_t seq, approved_seq;          /* of the latest and the approved version */
    cm_date issued_on, delivered_on, reply_due_on, replied_on;
    cm_sv reply, reply_text;             /* result; what was answered */
    cm_sv attachment, attachment_digest; /* name of the file of the answer */
    cm_sv reason;                        /* of the last return, lock or withdrawal */
    int64_t version;                     /* of this row: goes up with every change */
    cm_sv made_at, changed_at, changed_by;
} cm_letter;

typedef CM_VEC(cm_letter) cm_letters;

typedef struct {
    cm_sv content; /* JSON of app/letter_content.h; holds personal data */
    cm_sv digest;
    cm_sv by, at;
    cm_sv step; /* that wrote it, with a number or a decision; empty: somebody drafted or edited */
    int64_t seq;
} cm_letter_version;

/* ---- inside a change (desk/change.h) ---- */

/* A new one; no, version and changed_* are the desk's. Fails: DB. */
CM_MUST_USE cm_status cm_letter_add(cm_desk *desk, const cm_letter *letter, int64_t *ret_no,
                                    cm_err *err);
/* Write all of the row that may change. Fails: CONFLICT (its version is not `letter->version` any
 * more: says who changed it and when), DB. */
CM_MUST_USE cm_status cm_letter_update(cm_desk *desk, const cm_letter *letter, cm_err *err);
/* The next version of its sentences. Fails: DB. */
CM_MUST_USE cm_status cm_letter_add_version(cm_desk *desk, int64_t no, const cm_letter_version *v,
                                            cm_err *err);

/* ---- reading ---- */

/* Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_letter_find(cm_desk *desk, cm_arena *mem, int64_t no,
                                     cm_letter *ret_letter, cm_err *err);
CM_MUST_USE cm_status cm_letter_version_find(cm_desk *desk, cm_arena *mem, int64_t no, int64_t seq,
                                             cm_letter_version *ret_version, cm_err *err);
/* Every version, the first one first, without content. Fails: DB. */
typedef CM_VEC(cm_letter_version) cm_letter_versions;
CM_MUST_USE cm_status cm_letter_versions_of(cm_desk *desk, cm_arena *mem, int64_t no,
                                            cm_letter_versions *ret_versions, cm_err *err);

CM_MUST_USE cm_status cm_letter_number_taken(cm_desk *desk, cm_sv number, bool *ret_taken,
                                             cm_err *err);
/* Names of those who drafted or edited it. Fails: DB. */
CM_MUST_USE cm_status cm_letter_writers(cm_desk *desk, cm_arena *mem, int64_t no, cm_svs *ret_names,
                                        cm_err *err);

/* Empty or 0: any. The newest first. Fails: DB. */
typedef struct {
    cm_sv clue, kind, state;
} cm_letter_filter;

CM_MUST_USE cm_status cm_letters_load(cm_desk *desk, cm_arena *mem, const cm_letter_filter *filter,
                                      cm_letters *ret_letters, cm_err *err);
/* The highest n among the issued ones of an office, a kind and a year; 0: none. Fails: DB. */
CM_MUST_USE cm_status cm_letter_last_number(cm_desk *desk, const cm_letter *like, int64_t *ret_n,
                                            cm_err *err);

#endif
