/* model/test.h - the cases of a model that are rows, by the evaluator. (Those that are judgments:
 * app/casetest.h.) Memory: the arena given. Threads: pure. */
#ifndef CM_MODEL_TEST_H
#define CM_MODEL_TEST_H

#include "model/model.h"

/* Run the row cases by the evaluator, by position; a problem for each that came out otherwise.
 * Those that are texts are left alone. */
void cm_model_run_cases(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                        cm_problems *problems, cm_case_result *results);
/* A problem for a model without a hit, two near misses or an undecidable, and for each part that no
 * case reaches. */
void cm_model_check_cases(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                          cm_problems *problems);
/* Both. Adds a problem for each case that came out otherwise, for a
 * model without a hit, two near misses or an undecidable, and for each part no case reaches.
 * Returns the number of row cases that came out as expected. */
size_t cm_model_test(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                     cm_problems *problems);

#endif
