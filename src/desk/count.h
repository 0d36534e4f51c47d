/* desk/count.h - clues counted: on the ladder, as verdicts on models, by what came of them. Each
 * count is the sum of its groups; what the filter's scope hides is in none. There is no count by
 * person, and there is to be none.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_COUNT_H
#define CM_DESK_COUNT_H

#include "desk/standing.h"

typedef enum {
    CM_DIM_ALL, /* one group */
    CM_DIM_MODEL,
    CM_DIM_COURT,
    CM_DIM_OFFICE, /* that has the clue */
    CM_DIM_CHARGE,
    CM_DIM_YEAR, /* of the decision */
    CM_DIM_DIRECTION,
    CM_DIM_MONTH,   /* "2026-11": of the day on which it came, was judged, or its outcome told */
    CM_DIM_QUARTER, /* "2026Q4" */
    CM_DIM_COUNT
} cm_dim;

cm_sv cm_dim_name(cm_dim dim);
bool cm_dim_from(cm_sv name, cm_dim *ret_dim);
/* First and last day of a month or quarter; false: the value is neither. */
bool cm_dim_days(cm_dim dim, cm_sv value, cm_date *ret_first, cm_date *ret_last);

typedef struct {
    cm_sv value;
    int64_t total, left_out, gone;
    int64_t verdicts[CM_VERDICT_COUNT];
    int64_t *at;     /* by rung: those of which it is the highest */
    int64_t *states; /* by state */
} cm_ladder_group;

typedef struct {
    cm_ladder_group whole;
    CM_VEC(cm_ladder_group) groups; /* by value */
} cm_ladder;

CM_MUST_USE cm_status cm_count_ladder(cm_desk *desk, const cm_verdicts *verdicts,
                                      const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                                      cm_ladder *ret_ladder, cm_err *err);
/* How many stand on this rung or a higher one. */
int64_t cm_ladder_reached(const cm_ladder_group *group, size_t rung, size_t rungs);

/* Verdicts on one version of a model. */
typedef struct {
    cm_sv model, content, value;
    int64_t version;
    int64_t verdicts[CM_VERDICT_COUNT];
    cm_date last; /* verdict */
} cm_verdict_group;

typedef CM_VEC(cm_verdict_group) cm_verdict_groups;

/* By model, version, content and value. `from` and `to` are days of the verdict, and then those
 * without one are left out. Fails: DB. */
CM_MUST_USE cm_status cm_count_verdicts(cm_desk *desk, const cm_verdicts *verdicts,
                                        const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                                        cm_verdict_groups *ret_groups, cm_err *err);

typedef struct {
    cm_sv value, outcome;
    int64_t clues, amount, persons; /* amount in fen */
} cm_outcome_group;

typedef CM_VEC(cm_outcome_group) cm_outcome_groups;

/* By value and outcome; `from` and `to` are days on which the outcome was told. Fails: DB. */
CM_MUST_USE cm_status cm_count_outcomes(cm_desk *desk, const cm_verdicts *verdicts,
                                        const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                                        cm_outcome_groups *ret_groups, cm_err *err);

#endif
