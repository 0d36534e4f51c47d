/* cli/clue_text.h - results of models as text for a terminal: a row of a table, or one clue with
 * all that it rests on. */
#ifndef CM_CLI_CLUE_TEXT_H
#define CM_CLI_CLUE_TEXT_H

#include "app/clue.h"
#include "cli/cli.h"

void cm_cli_clue_head(cm_cli *cli); /* the titles over rows */
void cm_cli_clue_row(cm_cli *cli, const cm_clue *clue);
/* Head, law, values and words in the judgment. Fails: DB. */
CM_MUST_USE cm_status cm_cli_clue(cm_cli *cli, cm_site *site, const cm_clue *clue, cm_err *err);

#endif
