/* app/statistics.h - counts of the desk for people, each within what the caller may see: the
 * ladder, the measured precision of models, what came of clues, and notices of a sudden change. As
 * a grid, and as JSON. There is no count by person.
 *
 *   cm_statistics s = {0};
 *   status = cm_statistics_open(desk, home, &caller, mem, &s, err);
 *   status = cm_statistics_ladder(&s, &query, json, NULL, err);
 *
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_STATISTICS_H
#define CM_APP_STATISTICS_H

#include "app/grid.h"
#include "app/home.h"
#include "app/run.h"
#include "base/json.h"
#include "desk/alert.h"
#include "desk/census.h"
#include "desk/count.h"

typedef struct {
    cm_desk *desk;
    const cm_home *home;
    const cm_caller *caller;
    cm_arena *mem;
    bool english;
    const cm_course *course;
    cm_verdicts verdicts;
    cm_alert_rules rules;
    cm_scope scope; /* of stats.read */
} cm_statistics;

/* What all desks of a process count by (desk/census.h). Memory: mem outlives it; freed by
 * cm_census_free. Fails: as cm_verdicts_load. */
CM_MUST_USE cm_status cm_statistics_census(const cm_home *home, cm_arena *mem,
                                           cm_census **ret_census, cm_err *err);

/* Fills all but english. Fails: as cm_verdicts_load. */
CM_MUST_USE cm_status cm_statistics_open(cm_desk *desk, const cm_home *home,
                                         const cm_caller *caller, cm_arena *mem,
                                         cm_statistics *ret_statistics, cm_err *err);

typedef struct {
    cm_standing_filter filter; /* without scope */
    cm_dim by;
} cm_statistics_query;

/* Into json and grid, either of which may be NULL. Fail: DB. */
CM_MUST_USE cm_status cm_statistics_ladder(cm_statistics *s, const cm_statistics_query *query,
                                           cm_json *json, cm_grid *grid, cm_err *err);
CM_MUST_USE cm_status cm_statistics_precision(cm_statistics *s, const cm_statistics_query *query,
                                              cm_json *json, cm_grid *grid, cm_err *err);
CM_MUST_USE cm_status cm_statistics_outcomes(cm_statistics *s, const cm_statistics_query *query,
                                             cm_json *json, cm_grid *grid, cm_err *err);

/* What stands behind a number: -1 and empty ask for nothing. */
typedef struct {
    int64_t reached, at; /* rungs */
    int verdict;
    cm_sv state;
    cm_sv outcome; /* with one, the days of the filter are those on which it was told */
    bool left_out;
} cm_statistics_rows;

/* By the caller's reach for lists, not for counts. Fails: DB, as visit. */
CM_MUST_USE cm_status cm_statistics_clues(cm_statistics *s, const cm_statistics_query *query,
                                          const cm_statistics_rows *rows, cm_standing_visit visit,
                                          void *payload, cm_err *err);

/* Of each model and version; what model list and the report show. Fails: DB. */
CM_MUST_USE cm_status cm_statistics_models(cm_statistics *s, cm_verdict_groups *ret_groups,
                                           cm_err *err);
cm_proportion cm_statistics_share(const cm_verdict_group *group); /* held of held and wrong */
/* Members verdicts, precision, low and high of an object that is being written. */
void cm_statistics_write_verdicts(const cm_statistics *s, cm_json *json,
                                  const cm_verdict_group *group);

/* Look for sudden changes, over all clues, and keep what is new. Fails: DB. */
CM_MUST_USE cm_status cm_statistics_watch(cm_statistics *s, size_t *ret_new, cm_err *err);
CM_MUST_USE cm_status cm_statistics_see(cm_statistics *s, int64_t notice, cm_err *err);
/* Whether counts over all clues are for the caller. */
bool cm_statistics_sees_all(const cm_statistics *s);
cm_sv cm_statistics_notice_title(const cm_statistics *s, cm_sv kind);

/* An .xlsx file, told to the audit. Fails: DENIED, as cm_grid_write, DB. */
CM_MUST_USE cm_status cm_statistics_export(cm_statistics *s, const cm_grid *grid, cm_sv what,
                                           cm_sv path, cm_err *err);

/* What a run gave, hit or not, into the desk of the site. Fails: DB, CONFLICT. */
CM_MUST_USE cm_status cm_statistics_keep_run(cm_site *site, const cm_run_counts *counts,
                                             size_t count, const cm_caller *caller, cm_err *err);

#endif
