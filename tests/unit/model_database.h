/* tests/unit/model_database.h - rows in memory put into a real DuckDB, and what the plan of a model
 * answers there compared with the evaluator, row by row; and small random numbers, the same in
 * every run. For model_*_test.c. */
#ifndef CM_TESTS_MODEL_DATABASE_H
#define CM_TESTS_MODEL_DATABASE_H

#include "model_fixture.h"

typedef uint64_t cm_dice; /* any number to begin with */

uint32_t roll(cm_dice *dice, uint32_t sides);

void must(cm_status status, const cm_err *err);

/* The answers of the evaluator are counted in `answers`, one number for each cm_answer. */
void compare_model(model_fixture *f, const cm_model *model, const cm_row *const *rows, size_t count,
                   size_t *answers);

/* The same of a collision over small tables. */
void compare_collision(model_fixture *f, const cm_model *model, const cm_case_tables *tables,
                       size_t *answers);

#endif
