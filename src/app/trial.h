/* app/trial.h - a model that somebody is writing, tried without keeping it: its mistakes, its own
 * cases, and what it would gain and lose over a workspace. The library that is shared stays as it
 * is. Each writes one object. Memory: its own, but for what goes into json. */
#ifndef CM_APP_TRIAL_H
#define CM_APP_TRIAL_H

#include "app/model_json.h"

/* The file of a model as somebody has it; name empty: nobody asks whether it is that of the id. */
typedef struct {
    cm_sv name, text;
} cm_trial;

/* Into a home of one's own (cm_home_borrow). Fails: SCHEMA (the first mistake, with its place; all
 * are in own->problems), LIMIT. */
CM_MUST_USE cm_status cm_trial_load(cm_home *own, const cm_trial *trial, const cm_model **ret_model,
                                    cm_err *err);
/* Whether it is good, and every mistake with its line and column. Fails: LIMIT. */
CM_MUST_USE cm_status cm_trial_check(const cm_home *home, const cm_trial *trial, cm_json *json,
                                     cm_err *err);
/* Its cases; or those of a model of the library. Fails: SCHEMA and SYNTAX (where the model has a
 * mistake), DB, LIMIT. */
CM_MUST_USE cm_status cm_trial_test(const cm_home *home, const cm_trial *trial, cm_json *json,
                                    cm_err *err);
CM_MUST_USE cm_status cm_trial_test_of(const cm_home *home, const cm_model *model, cm_json *json,
                                       cm_err *err);
/* Against the model of the same id: hits gained, lost and worded otherwise, the first `most` of
 * them. `site` has the lens of the caller: what is sealed is not counted, names are masked. Fails:
 * as test. */
CM_MUST_USE cm_status cm_trial_diff(cm_site *site, const cm_caller *caller, const cm_trial *trial,
                                    size_t most, cm_json *json, cm_err *err);

#endif
