/* app/casetest.h - the cases of a model that are judgments: through the reader, the law, the tables
 * and the SQL, as an imported judgment goes. (Cases that are rows: cm_model_test.) */
#ifndef CM_APP_CASETEST_H
#define CM_APP_CASETEST_H

#include "app/home.h"

/* All its cases, by position; rows through the evaluator. A problem is added for each that came out
 * otherwise. Fails: DB, LIMIT. */
CM_MUST_USE cm_status cm_test_cases(cm_home *home, const cm_model *model, cm_case_result *results,
                                    cm_err *err);

/* The same, and whether they are enough. Good: no problem was added. Fails: as above. */
CM_MUST_USE cm_status cm_test_model(cm_home *home, const cm_model *model, size_t *ret_passed,
                                    bool *ret_good, cm_err *err);

#endif
