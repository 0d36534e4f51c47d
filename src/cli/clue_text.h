/* cli/clue_text.h - one clue for a person to read: the finding, the law that applied, the values
 * read and the words of the judgment around each place. */
#ifndef CM_CLI_CLUE_TEXT_H
#define CM_CLI_CLUE_TEXT_H

#include "app/clue.h"
#include "cli/cli.h"

CM_MUST_USE cm_status cm_cli_clue(cm_cli *cli, cm_site *site, const cm_clue *clue, cm_err *err);

#endif
