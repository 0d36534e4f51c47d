/* app/docket.h - what people do with clues: a step of one or of many, undoing, verifications,
 * notes. Each call is one change of the desk with its line in the audit; the rights of the one that
 * acts are asked, and the clocks that a step starts or meets go with it.
 * Memory: the arena of the docket. Threads: as the desk. */
#ifndef CM_APP_DOCKET_H
#define CM_APP_DOCKET_H

#include "app/workdesk.h"
#include "desk/list.h"
#include "desk/record.h"

typedef struct {
    cm_desk *desk;
    const cm_home *home;
    const cm_caller *caller;
    cm_arena *mem;
    cm_sv reason;            /* why he looks, where the right asks for one; or empty */
    cm_step_refusal refusal; /* why a step was refused, where it was */
    cm_sv step;              /* which one that was */
} cm_docket;

/* The clue, for somebody who may do `act` with it. Fails: NOTFOUND, DENIED, DB. */
CM_MUST_USE cm_status cm_docket_clue(cm_docket *d, cm_sv id, cm_sv act, cm_desk_clue *ret_clue,
                                     cm_err *err);
/* To be looked at: *ret_unmasked where he unmasked it today. That is told to the audit, and so is a
 * reason that he gave. What is shown goes through mask and text. */
CM_MUST_USE cm_status cm_docket_open(cm_docket *d, cm_sv id, cm_desk_clue *ret_clue,
                                     bool *ret_unmasked, cm_err *err);
void cm_docket_mask(const cm_docket *d, cm_desk_clue *clue, bool unmasked);
/* Another text of the clue (not masked yet: its names are looked for) as the caller may see it. */
cm_sv cm_docket_text(const cm_docket *d, const cm_desk_clue *clue, cm_sv field, cm_sv text,
                     bool unmasked);

/* Fails: as cm_desk_step, cm_clock_start. */
CM_MUST_USE cm_status cm_docket_step(cm_docket *d, cm_sv clue, const cm_step_request *request,
                                     cm_step_done *ret_done, cm_err *err);
/* One that the program takes by itself: nobody's right is asked. Fails: as above. */
CM_MUST_USE cm_status cm_docket_step_by_program(cm_docket *d, cm_sv clue,
                                                const cm_step_request *request, cm_err *err);

/* What goes with a step of a document of the clue, inside its change: nothing where the clue is not
 * where that step starts. */
typedef struct {
    cm_sv document_step, result;
    cm_date day;
    cm_sv why;
} cm_docket_event;

CM_MUST_USE cm_status cm_docket_follow(cm_docket *d, cm_sv clue, const cm_docket_event *event,
                                       cm_err *err);

/* ---- many ---- */

enum { CM_DOCKET_BATCH = 5000 }; /* clues of one change */

/* A clue that was left alone: urgent, or not for the caller. */
typedef struct {
    cm_sv clue; /* id */
    cm_step_refusal why;
} cm_docket_refused_one;

typedef struct {
    CM_VEC(int64_t) batches; /* what can be undone, each for itself */
    int64_t done;
    int64_t elsewhere; /* chosen, but not where the step starts, or not there for the caller */
    CM_VEC(cm_docket_refused_one) refused;
} cm_docket_bulk;

/* All in the filter that are where the step starts; `filter_text` is kept with the batch.
 * Fails: as step. */
CM_MUST_USE cm_status cm_docket_many(cm_docket *d, const cm_list_filter *filter, cm_sv filter_text,
                                     const cm_step_request *request, cm_docket_bulk *ret_bulk,
                                     cm_err *err);
CM_MUST_USE cm_status cm_docket_undo(cm_docket *d, int64_t batch, cm_batch_undone *ret_undone,
                                     cm_err *err);

/* ---- on record ---- */

CM_MUST_USE cm_status cm_docket_verify(cm_docket *d, cm_sv clue, const cm_verification *v,
                                       int64_t *ret_no, cm_err *err);
CM_MUST_USE cm_status cm_docket_note(cm_docket *d, cm_sv clue, cm_sv text, int64_t *ret_no,
                                     cm_err *err);
CM_MUST_USE cm_status cm_docket_own_handler(cm_docket *d, cm_sv clue, cm_sv person, cm_err *err);
CM_MUST_USE cm_status cm_docket_attach(cm_docket *d, const cm_attaching *attaching, int64_t *ret_no,
                                       cm_err *err);
/* A file that was attached to a verification of the clue, for somebody who unmasked it. Fails:
 * NOTFOUND, CONFLICT (masked: it may hold personal data), DENIED, DB. */
CM_MUST_USE cm_status cm_docket_attachment(cm_docket *d, cm_sv clue, int64_t no,
                                           cm_attachment *ret_attachment, cm_err *err);

#endif
