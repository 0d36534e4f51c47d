/* app/model_json.h - models as JSON: the list with what was measured of each, one with its law and
 * its rule in sentences, mistakes in one, what a changed one would gain and lose, the steps of its
 * plan. The forms are those of docs/cli.md. Memory: the arena given. */
#ifndef CM_APP_MODEL_JSON_H
#define CM_APP_MODEL_JSON_H

#include "app/diff.h"
#include "app/page.h"
#include "app/statistics.h"

/* What the desk of a workspace measured of models, beside what was measured when they were shipped.
 */
typedef struct {
    bool known; /* there is a desk, and the caller may count */
    cm_statistics statistics;
    cm_verdict_groups groups;
    cm_measured shipped;
} cm_model_measured;

/* Fails: DB, as cm_measured_load. */
CM_MUST_USE cm_status cm_model_measured_load(cm_desk *desk, const cm_home *home,
                                             const cm_caller *caller, cm_arena *mem,
                                             cm_model_measured *ret_measured, cm_err *err);
/* Whether he may count; who may not gets the models alone. */
bool cm_model_measured_for(const cm_home *home, const cm_caller *caller);

/* Where it comes from: "bundled" with the program, "workspace" (its folder `models`), "published".
 */
cm_sv cm_model_origin(const cm_home *home, const cm_model *model);
/* Members of an object that is being written. */
void cm_model_write_json(cm_json *json, const cm_home *home, const cm_model *model,
                         const cm_model_measured *measured);
/* What the page of a model says (app/page.h): law, rule, traps, cases. */
void cm_model_write_page_json(cm_json *json, const cm_home *home, const cm_model *model);

/* One object each. */
void cm_problem_write_json(cm_json *json, const cm_home *home, const cm_problem *problem);
void cm_run_step_write_json(cm_json *json, const cm_run_step *step);
/* A row as the caller may see it: a modeller sees neither names nor, in what was said, those of the
 * subject. */
void cm_diff_row_write_json(cm_json *json, const cm_home *home, const cm_caller *caller,
                            const cm_diff *diff, const cm_diff_row *row);
cm_sv cm_diff_shown(const cm_home *home, const cm_caller *caller, const cm_diff_row *row,
                    const char *field, cm_sv value, cm_arena *mem);

#endif
