/* desk/record.h - what is on record of a clue beside its state: verifications with what was
 * attached, notes, and the events of its life. Writing runs inside a change.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_RECORD_H
#define CM_DESK_RECORD_H

#include "desk/step.h"

typedef struct {
    int64_t no;
    cm_sv name, digest; /* name of the file; SHA-256 of its bytes in hex */
    int64_t size;
    cm_sv content; /* of one that is added or got; empty in a list */
} cm_attachment;

typedef CM_VEC(cm_attachment) cm_attachments;

typedef struct {
    int64_t no;
    cm_sv at, by, role, office;
    cm_sv kind;   /* code of list "check" */
    cm_sv what;   /* was checked */
    cm_sv result; /* code of list "result" */
    cm_sv told;   /* more words, or why it was not made */
    bool done;
    cm_attachments attachments;
} cm_verification;

typedef CM_VEC(cm_verification) cm_verifications;

/* By somebody who may do clue.verify. Fails: NOTFOUND, ARG (no such kind or result, nothing said;
 * not made without a word why), LIMIT (an attachment of more than CM_MAX_ATTACHMENT), DENIED, DB.
 */
CM_MUST_USE cm_status cm_desk_verify(cm_desk *desk, const cm_step_by *by, cm_sv clue,
                                     const cm_verification *v, int64_t *ret_no, cm_err *err);

/* One more file to a verification of the clue, by the person that made it. Fails: NOTFOUND, LIMIT,
 * DENIED, DB. */
typedef struct {
    cm_sv clue;
    int64_t verification;
    cm_attachment file; /* name and content */
} cm_attaching;

CM_MUST_USE cm_status cm_desk_attach(cm_desk *desk, const cm_step_by *by,
                                     const cm_attaching *attaching, int64_t *ret_no, cm_err *err);
CM_MUST_USE cm_status cm_desk_verifications(cm_desk *desk, int64_t clue, cm_arena *mem,
                                            cm_verifications *ret, cm_err *err);
/* With its content. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_desk_attachment(cm_desk *desk, int64_t no, cm_arena *mem,
                                         cm_attachment *ret, cm_err *err);

typedef struct {
    int64_t no;
    cm_sv at, by, role, office, text;
} cm_note;

typedef CM_VEC(cm_note) cm_notes;

/* Fails: NOTFOUND, ARG (empty), DENIED, DB. */
CM_MUST_USE cm_status cm_desk_note(cm_desk *desk, const cm_step_by *by, cm_sv clue, cm_sv text,
                                   int64_t *ret_no, cm_err *err);
CM_MUST_USE cm_status cm_desk_notes(cm_desk *desk, int64_t clue, cm_arena *mem, cm_notes *ret,
                                    cm_err *err);

/* Who handled the case that holds the error of our own: he takes no part. Fails: NOTFOUND, ARG
 * (the clue is not one of our own), DENIED, DB. */
CM_MUST_USE cm_status cm_desk_own_handler(cm_desk *desk, const cm_step_by *by, cm_sv clue,
                                          cm_sv person, cm_err *err);

typedef struct {
    int64_t no, version, batch;
    cm_sv at, by, role, office;
    cm_sv step, from, to, reason, why;
    cm_sv detail;               /* JSON */
    cm_sv finding_was, finding; /* of one that a run brought */
    bool undone;
} cm_clue_event;

typedef CM_VEC(cm_clue_event) cm_clue_events;

CM_MUST_USE cm_status cm_desk_events(cm_desk *desk, int64_t clue, cm_arena *mem,
                                     cm_clue_events *ret, cm_err *err);

#endif
