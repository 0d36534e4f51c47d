#include "base/base.h"

#include "app/caller.h"
#include "cli/cli.h"

bool cm_cli_admit(cm_cli *cli, const cm_command *command, int *ret_exit)
{
    if (command->act == NULL) {
        return true;
    }
    CM_AUTO_ERR err = {0};
    const cm_login login = {cli->as, cli->token, cm_cli_now(cli)};
    cm_status status = cm_caller_admit(cli->home, cli->workspace, &login, cm_sv_from(command->act),
                                       &cli->mem, &cli->caller, &err);
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
    }
    return status == CM_OK;
}
