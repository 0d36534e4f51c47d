/* desk/proposal.h - models that somebody wrote and another publishes: the whole file each time, who
 * wrote it and why, what it starts from, and what was decided. The one of a model that is published
 * stands for it in this workspace. Threads: as the desk. */
#ifndef CM_DESK_PROPOSAL_H
#define CM_DESK_PROPOSAL_H

#include "base/vec.h"
#include "desk/desk.h"

typedef enum {
    CM_PROPOSAL_OPEN,
    CM_PROPOSAL_PUBLISHED,
    CM_PROPOSAL_REFUSED,
    CM_PROPOSAL_DROPPED,   /* by its author */
    CM_PROPOSAL_REPLACED,  /* a later one was published */
    CM_PROPOSAL_WITHDRAWN, /* it was published; the model is again the one that comes with the
                              program */
    CM_PROPOSAL_STATE_COUNT
} cm_proposal_state;

cm_sv cm_proposal_state_id(cm_proposal_state state); /* "open" */
bool cm_proposal_state_find(cm_sv id, cm_proposal_state *ret_state);

typedef struct {
    int64_t no;
    cm_sv model; /* id */
    int64_t model_version;
    cm_sv text, content; /* the file, and its digest */
    cm_sv base;          /* digest of the file it starts from; empty: a new model */
    cm_sv why, author, made_at, changed_at;
    cm_proposal_state state;
    cm_sv decided_by, decided_at, decided_why; /* the last decision; empty: none */
    int64_t version;                           /* of the row, for who saw an earlier one */
} cm_proposal;

typedef CM_VEC(cm_proposal) cm_proposals;

/* ---- inside a change ---- */

/* Open: model, model_version, text, content, base, why, author, made_at. Fails: DB. */
CM_MUST_USE cm_status cm_proposal_add(cm_desk *desk, const cm_proposal *p, int64_t *ret_no,
                                      cm_err *err);
/* Another text of an open one: no, version (that was seen) and the same fields. Fails: CONFLICT (it
 * is another version, or not open any more), DB. */
CM_MUST_USE cm_status cm_proposal_revise(cm_desk *desk, const cm_proposal *p, cm_err *err);

typedef struct {
    int64_t no, version; /* version 0: whatever it is */
    cm_proposal_state from, to;
    cm_sv by, at, why;
} cm_proposal_decision;

/* Fails: CONFLICT (not in state `from`, or another version), DB. */
CM_MUST_USE cm_status cm_proposal_decide(cm_desk *desk, const cm_proposal_decision *d, cm_err *err);

/* ---- reading ---- */

/* Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_proposal_get(cm_desk *desk, int64_t no, cm_arena *mem,
                                      cm_proposal *ret_proposal, cm_err *err);

typedef struct {
    cm_sv model; /* empty: any */
    int state;   /* -1: any */
    bool with_text;
} cm_proposal_filter;

/* The latest first. Fails: DB. */
CM_MUST_USE cm_status cm_proposals_list(cm_desk *desk, const cm_proposal_filter *filter,
                                        cm_arena *mem, cm_proposals *ret_list, cm_err *err);
/* Those that are published, from the file of a desk that nobody needs to have open; none where
 * there is no such file, or none of this layout. Fails: IO, DB. */
CM_MUST_USE cm_status cm_proposals_published(cm_sv path, cm_arena *mem, cm_proposals *ret_list,
                                             cm_err *err);

#endif
