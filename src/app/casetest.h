/* app/casetest.h - the cases of a model that are judgments: through the reader, the law, the tables
 * and the SQL, as an imported judgment goes. (Cases that are rows: cm_model_test.) */
#ifndef CM_APP_CASETEST_H
#define CM_APP_CASETEST_H

#include "app/home.h"
#include "base/json.h"
#include "model/case.h"

/* All its cases, by position; rows through the evaluator. A problem is added for each that came out
 * otherwise. Fails: DB, LIMIT. */
CM_MUST_USE cm_status cm_test_cases(cm_home *home, const cm_model *model, cm_case_result *results,
                                    cm_err *err);

/* What came of them. */
typedef struct {
    cm_case_result *results; /* by position, in the arena of the home */
    size_t passed;
    bool good; /* no problem was added */
} cm_case_test;

/* The same, and whether they are enough. Fails: as above. */
CM_MUST_USE cm_status cm_test_model(cm_home *home, const cm_model *model, cm_case_test *ret_test,
                                    cm_err *err);
/* Members `cases`, `passed`, `good` and `table`: what came out for each case, and of a row each
 * step of the rule with its value. */
void cm_case_test_write_json(cm_json *json, const cm_home *home, const cm_model *model,
                             const cm_case_test *test);

#endif
