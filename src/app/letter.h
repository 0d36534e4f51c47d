/* app/letter.h - supervision documents from clue to reply: drafting, editing, the check, the steps
 * of their life, printing. What may be done when is data (app/letter_form.h); every change is one
 * line of the audit. What a document rests on is read again each time it is opened.
 * Memory: the arena of the desk given. Threads: one.
 *
 *   cm_letter_desk d;
 *   status = cm_letter_desk_open(site, &caller, mem, &d, err);
 *   status = cm_letter_draft(&d, &order, &no, err);
 *   status = cm_letter_open(&d, no, &opened, err);              read and logged
 *   status = cm_letter_take_step(&d, no, &request, err); */
#ifndef CM_APP_LETTER_H
#define CM_APP_LETTER_H

#include "app/letter_lint.h"
#include "desk/caller.h"
#include "desk/course.h"
#include "desk/letter.h"
#include "desk/record.h"

/* Why something was refused, for words to a person: message "document.refused.ID". */
typedef struct {
    cm_sv id, word, other;
    int64_t k;             /* of a sentence, or 0 */
    cm_letter_marks marks; /* of the check, when that is why */
} cm_letter_refusal;

typedef struct {
    cm_site *site;
    const cm_caller *caller;
    cm_arena *mem;
    cm_desk *desk;
    cm_letter_forms forms;
    cm_letter_refusal refusal;
} cm_letter_desk;

/* Load the data and open the desk of the site; `mem` outlives the site. Fails: as
 * cm_letter_forms_load, cm_site_desk. */
CM_MUST_USE cm_status cm_letter_desk_open(cm_site *site, const cm_caller *caller, cm_arena *mem,
                                          cm_letter_desk *ret_desk, cm_err *err);

/* One that is open: as it was kept, and what the evidence says now. */
typedef struct {
    cm_letter row;
    cm_desk_clue clue;
    cm_letter_use use;
    cm_letter_content content;
    cm_letter_values values;
    cm_sv role; /* in which the caller acts on it */
} cm_letter_opened;

/* seq 0: the latest version. `act`: for which it is opened. Fails: NOTFOUND, DENIED, DB, SCHEMA. */
CM_MUST_USE cm_status cm_letter_open(cm_letter_desk *d, int64_t no, int64_t seq, cm_sv act,
                                     cm_letter_opened *ret_opened, cm_err *err);
/* A line of the audit that it was read. Fails: DB. */
CM_MUST_USE cm_status cm_letter_log(cm_letter_desk *d, const cm_letter_opened *o, cm_sv act,
                                    cm_err *err);

/* A new one. Fails: ARG (no such kind), NOTFOUND (no such clue), CONFLICT with d->refusal (the
 * clue is suppressed, gone or put away, or was not verified as the kind asks), DENIED, DB. */
typedef struct {
    cm_sv clue, kind;
    cm_class_filter filter; /* of a report of a class */
} cm_letter_order;

CM_MUST_USE cm_status cm_letter_draft(cm_letter_desk *d, const cm_letter_order *order,
                                      int64_t *ret_no, cm_err *err);

/* A change of its words: of sentence k; or of what stands for a place (`field`); or a new sentence
 * behind k (`add`); or all made again from the evidence (`again`). binds: names of values.
 * Fails: CONFLICT (its state, or its version is not the one looked at), NOTFOUND (no such sentence,
 * field or value), DENIED, DB. */
typedef struct {
    int64_t k;
    bool add, again;
    cm_sv field;
    cm_sv text; /* ptr NULL: as it is */
    cm_svs binds;
    int64_t version; /* that was looked at; 0: whichever */
} cm_letter_change;

CM_MUST_USE cm_status cm_letter_edit(cm_letter_desk *d, int64_t no, const cm_letter_change *change,
                                     int64_t *ret_k, cm_err *err);

typedef struct {
    cm_sv step;
    cm_sv reason, committee, number;
    cm_date day, reply_by; /* reply_by: the last day that the document itself sets */
    cm_sv result, text;    /* of a reply */
    cm_sv attachment, attachment_digest;
    int64_t version; /* that was looked at; 0: whichever */
} cm_letter_request;

/* One step of its life. Evidence that changed locks what was submitted or approved.
 * Fails: CONFLICT or ARG with d->refusal, DENIED, NOTFOUND, DB. */
CM_MUST_USE cm_status cm_letter_take_step(cm_letter_desk *d, int64_t no,
                                          const cm_letter_request *request, cm_err *err);

/* Those that the caller may see, the newest first. Fails: DB. */
CM_MUST_USE cm_status cm_letter_list(cm_letter_desk *d, const cm_letter_filter *filter,
                                     cm_letters *ret_letters, cm_err *err);
/* Those on which the caller may now take a step that needs `act`, of these. Fails: DB. */
CM_MUST_USE cm_status cm_letter_waiting(cm_letter_desk *d, cm_sv act, cm_letters *letters,
                                        cm_err *err);
/* What cm_letter_list gives, as a complete .xlsx with what was asked for and when; told to the
 * audit. Fails: DENIED, DB, as cm_sheet_open. */
CM_MUST_USE cm_status cm_letter_ledger(cm_letter_desk *d, const cm_letter_filter *filter,
                                       cm_sv path, uint64_t *ret_rows, cm_err *err);
/* The check, as of now. */
CM_MUST_USE cm_status cm_letter_check(const cm_letter_opened *o, cm_letter_marks *ret_marks,
                                      cm_err *err);
/* The document as a .docx, of an opened one. Fails: CONFLICT with d->refusal (the evidence reads
 * otherwise), DB, IO, LIMIT. */
CM_MUST_USE cm_status cm_letter_print(cm_letter_desk *d, cm_letter_opened *o, cm_buf *out,
                                      cm_err *err);

/* Members of an open object. */
void cm_letter_put(cm_json *json, const cm_letter *letter);

#endif
