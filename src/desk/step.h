/* desk/step.h - one step in the life of a clue: only one that the data list (desk/course.h), only
 * with what it asks for, only by one who may, and only on the version that was looked at. What it
 * changed stands in an event, with what was there before.
 * Every call runs inside a change (desk/change.h) that the caller begins and ends.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_STEP_H
#define CM_DESK_STEP_H

#include "desk/clue.h"
#include "desk/right.h"

typedef struct {
    cm_sv step;
    cm_sv reason, why;          /* a code; words */
    cm_sv to_office, to_person; /* id; name */
    cm_sv organ, number, into;  /* code; number of the case; id of a clue */
    cm_sv outcome;              /* code */
    int64_t amount, persons;    /* told with the outcome */
    cm_date day;
    int64_t version; /* that was looked at; 0: whichever */
} cm_step_request;

/* Why a step was not taken, for words to a person: message "desk.refused.ID" with {word}, {by} and
 * {at}. The ID is "state", "final", "version", "right", "calm", "program", "same_person",
 * "need.KIND", or "extra": something is given that the step does not ask for. */
typedef struct {
    cm_sv id, word, by, at;
} cm_step_refusal;

typedef struct {
    const cm_course *course;
    const cm_rights *rights;
    const cm_caller *caller;
    bool program;             /* a run, not a person */
    bool follows;             /* goes with another act, for which the right was asked */
    int64_t batch;            /* by which it can be undone; 0: it cannot */
    bool many;                /* over a list: only what may be done so */
    cm_step_refusal *refusal; /* NULL, or filled where a step is refused */
} cm_step_by;

typedef struct {
    const cm_course_step *step;
    const cm_course_code *reason; /* NULL: none */
    cm_desk_clue before;
    cm_sv role;      /* by which it was allowed */
    int64_t event;   /* number of its row */
    int64_t version; /* after it */
    int64_t batch;   /* by which it can be undone; 0: it cannot */
} cm_step_done;

/* Fails: NOTFOUND (the clue, the step), CONFLICT (it was changed since; the step does not start
 * where the clue is), DENIED, ARG (something that is needed is not given or not so), DB. */
CM_MUST_USE cm_status cm_desk_step(cm_desk *desk, const cm_step_by *by, cm_sv clue,
                                   const cm_step_request *request, cm_arena *mem,
                                   cm_step_done *ret_done, cm_err *err);

/* Whether the person may do `act` with the clue; *ret_role is that by which. Fails: DENIED. */
CM_MUST_USE cm_status cm_desk_may(const cm_step_by *by, cm_sv act, const cm_desk_clue *clue,
                                  cm_sv reason, cm_sv *ret_role, cm_err *err);

/* ---- many at once ---- */

CM_MUST_USE cm_status cm_desk_batch_add(cm_desk *desk, const cm_step_by *by, cm_sv step,
                                        cm_sv filter, int64_t *ret_batch, cm_err *err);
CM_MUST_USE cm_status cm_desk_batch_count(cm_desk *desk, int64_t batch, int64_t clues, cm_err *err);

/* A clue that was put back, and the event that was undone. */
typedef struct {
    int64_t clue, event;
} cm_restored;

typedef struct {
    CM_VEC(cm_restored) restored;
    cm_svs left_alone; /* ids of clues that were changed since */
} cm_batch_undone;

/* Put back every clue of the batch that was not changed since. Fails: NOTFOUND, CONFLICT (undone
 * already), DENIED, DB. */
CM_MUST_USE cm_status cm_desk_batch_undo(cm_desk *desk, const cm_step_by *by, int64_t batch,
                                         cm_arena *mem, cm_batch_undone *ret_undone, cm_err *err);

#endif
