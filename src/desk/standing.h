/* desk/standing.h - how each clue stands, or stood at the end of a day: its state, the highest rung
 * that it had reached, and the verdict that people gave on it, all from its events. What was undone
 * by then never happened; a verdict that was taken back (a clue opened again) is none. Clues about
 * sealed documents are not there.
 *
 * Memory: the arena given to load; a standing is valid during the call. Threads: as the desk. */
#ifndef CM_DESK_STANDING_H
#define CM_DESK_STANDING_H

#include "desk/course.h"
#include "desk/right.h"

typedef enum {
    CM_VERDICT_OPEN,
    CM_VERDICT_HELD,
    CM_VERDICT_FALSE, /* positive: the model was wrong */
    CM_VERDICT_REJECTED,
    CM_VERDICT_COUNT
} cm_verdict;

/* What makes a verdict: data/desk/verdicts.tsv. */
typedef struct {
    cm_sv id, zh, en;
    int64_t from_rung; /* -1: no rung does */
    cm_sv list;        /* of reasons */
    bool false_positive;
} cm_verdict_rule;

typedef struct {
    const cm_course *course;
    cm_verdict_rule rules[CM_VERDICT_COUNT];
} cm_verdicts;

/* `folder`: data/desk. Fails: as cm_tsv_load; SCHEMA. */
CM_MUST_USE cm_status cm_verdicts_load(cm_arena *mem, cm_sv folder, const cm_course *course,
                                       cm_verdicts *ret_verdicts, cm_err *err);

typedef struct {
    int64_t no;
    cm_sv id, model, court, charge, office, handler, direction;
    cm_sv year;    /* of the decision */
    cm_date since; /* when it came to the desk */
    cm_sv state, outcome;
    cm_date outcome_on; /* when the outcome was told */
    int64_t rung, amount, persons;
    bool gone;     /* now: the last run of its model no longer gives it */
    bool left_out; /* a suppression covered it, and it was not rejected */
    cm_verdict verdict;
    cm_date verdict_on;
    cm_sv content; /* of the model as it was judged; of the last one where nothing was */
    int64_t model_version;
} cm_standing;

/* Empty texts and no dates: all. */
typedef struct {
    cm_sv model, court, charge, office, direction, year;
    cm_date from, to;      /* came to the desk; both days included */
    cm_date as_of;         /* the end of this day; none: now */
    cm_date today;         /* for suppressions, where as_of is none */
    const cm_scope *scope; /* by where clues are now; NULL: all */
} cm_standing_filter;

typedef CM_MUST_USE cm_status (*cm_standing_visit)(void *payload, const cm_standing *standing,
                                                   cm_err *err);

/* In the order in which they came. Fails: DB, as visit. */
CM_MUST_USE cm_status cm_standings_each(cm_desk *desk, const cm_verdicts *verdicts,
                                        const cm_standing_filter *filter, cm_standing_visit visit,
                                        void *payload, cm_err *err);

#endif
