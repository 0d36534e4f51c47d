/* cli/model_measured.h - what the desk of the workspace measured of models, beside what was
 * measured when they were shipped. */
#ifndef CM_CLI_MODEL_MEASURED_H
#define CM_CLI_MODEL_MEASURED_H

#include "app/model_json.h"
#include "cli/stats.h"

/* Nothing where there is no desk, or people are registered and nobody says who he is. False: said
 * why, *ret_exit is set. */
bool cm_cli_measured_load(cm_cli *cli, cm_model_measured *ret_measured, int *ret_exit);
void cm_cli_measured_print(cm_cli *cli, const cm_model_measured *measured, const cm_model *model);

#endif
