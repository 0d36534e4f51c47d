/* cli/model_measured.h - what the desk of the workspace measured of models, beside what was
 * measured when they were shipped. */
#ifndef CM_CLI_MODEL_MEASURED_H
#define CM_CLI_MODEL_MEASURED_H

#include "app/page.h"
#include "cli/stats.h"

typedef struct {
    bool known; /* there is a desk, and the caller may count */
    cm_statistics statistics;
    cm_verdict_groups groups;
    cm_measured shipped;
} cm_cli_measured;

/* Nothing where there is no desk, or people are registered and nobody says who he is. False: said
 * why, *ret_exit is set. */
bool cm_cli_measured_load(cm_cli *cli, cm_cli_measured *ret_measured, int *ret_exit);
void cm_cli_measured_print(cm_cli *cli, const cm_cli_measured *measured, const cm_model *model);
/* Members measured and shipped of an object that is being written. */
void cm_cli_measured_write(const cm_cli_measured *measured, cm_json *json, const cm_model *model);

#endif
