/* cli/secret.h - a secret that is typed: from the terminal without being shown, twice, or a line of
 * standard input where that is no terminal. */
#ifndef CM_CLI_SECRET_H
#define CM_CLI_SECRET_H

#include "cli/cli.h"

/* Into *ret, which is of limited size; wipe it. False: said why, *ret_exit is set. */
bool cm_cli_secret(cm_cli *cli, cm_buf *ret, int *ret_exit);

#endif
