/* desk/course.h - the life of a clue as the data say it (data/desk): states, the steps between
 * them with what each asks for, and the codes that are given with a step. Nothing here knows a
 * state or a step by its name. Memory: the arena given to load. Threads: immutable after load. */
#ifndef CM_DESK_COURSE_H
#define CM_DESK_COURSE_H

#include "base/date.h"
#include "base/status.h"
#include "base/vec.h"

typedef struct {
    cm_sv id, zh, en;
    size_t rung; /* index in `rungs`: what a clue in this state has reached at least */
    bool final;
} cm_course_state;

/* What a step asks for. CHECK and TOLD: a verification of kind `of`; OFFICE: how the target stands
 * to the office of the one that acts; REASON: a list of codes; DOCUMENT: in state `of`; DAY: "due",
 * the day by which it is due, or "on", told only. */
typedef enum {
    CM_NEED_WHY,
    CM_NEED_REASON,
    CM_NEED_OFFICE,
    CM_NEED_ORGAN,
    CM_NEED_PERSON,
    CM_NEED_DAY,
    CM_NEED_NUMBER,
    CM_NEED_INTO,
    CM_NEED_OUTCOME,
    CM_NEED_CHECK,
    CM_NEED_TOLD,
    CM_NEED_DOCUMENT,
    CM_NEED_COUNT
} cm_need_kind;

typedef struct {
    cm_need_kind kind;
    cm_sv of; /* "*": any */
} cm_need;

typedef CM_VEC(cm_need) cm_needs;

typedef enum { CM_BY_PERSON, CM_BY_PROGRAM, CM_BY_ANY } cm_course_by;

typedef enum { CM_BULK_NO, CM_BULK_YES, CM_BULK_CALM /* not for urgent clues */ } cm_course_bulk;

typedef struct {
    cm_sv id, zh, en;
    cm_sv act; /* the right that is asked for */
    cm_course_by by;
    cm_svs from;
    cm_sv to;
    cm_needs needs;
    cm_course_bulk bulk;
    bool undo;
    bool other;           /* of an own clue: by, or to, another person than the one before */
    cm_svs starts, meets; /* time limits */
} cm_course_step;

typedef struct {
    cm_sv list, id, zh, en;
    bool false_positive;  /* of a reason: the model was wrong */
    cm_date suppress;     /* the finding stays away up to this day, or none */
    bool done;            /* of a result: the verification was made */
    bool amount, persons; /* of an outcome: what is told with it */
} cm_course_code;

typedef struct {
    cm_sv error_class, direction, stage; /* stage "*": any */
    cm_svs starts;                       /* time limits, when the clue is brought in */
} cm_course_urgent;

/* The step of the clue that goes with a step of its document. */
typedef struct {
    cm_sv document_step, result; /* result of a reply, or empty */
    cm_sv step;
} cm_course_follow;

typedef struct {
    CM_VEC(cm_course_state) states; /* the first is that of a clue that a run brings */
    CM_VEC(cm_course_step) steps;
    CM_VEC(cm_course_code)
    codes; /* lists of reasons.tsv, and outcome, organ, check, result, rung, own */
    CM_VEC(cm_course_urgent) urgent;
    CM_VEC(cm_course_follow) follows;
    cm_svs rungs;
} cm_course;

/* `folder`: data/desk. Fails: as cm_tsv_load; SCHEMA (a name that is not in its list). */
CM_MUST_USE cm_status cm_course_load(cm_arena *mem, cm_sv folder, cm_course *ret_course,
                                     cm_err *err);

/* NULL: no such one. */
const cm_course_state *cm_course_state_of(const cm_course *c, cm_sv id);
const cm_course_step *cm_course_step_of(const cm_course *c, cm_sv id);
const cm_course_code *cm_course_code_of(const cm_course *c, cm_sv list, cm_sv id);

/* Id of the step of the clue; empty: it stays. */
cm_sv cm_course_follow_of(const cm_course *c, cm_sv document_step, cm_sv result);

bool cm_course_leaves(const cm_course_step *step, cm_sv state); /* it starts there */
/* The need of that kind, or NULL. */
const cm_need *cm_course_need(const cm_course_step *step, cm_need_kind kind);
cm_sv cm_course_need_name(cm_need_kind kind); /* as the data write it */
/* Somebody is, or will be, held too long; NULL: not as far as this says. */
const cm_course_urgent *cm_course_urgent_of(const cm_course *c, cm_sv error_class, cm_sv direction,
                                            cm_sv stage);

#endif
