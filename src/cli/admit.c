#include "base/base.h"

#include "cli/cli.h"

bool cm_cli_admit(cm_cli *cli, const cm_command *command, int *ret_exit)
{
    if (command->act == NULL) {
        return true;
    }
    if (cli->as.len != 0) {
        cm_cli_say_error(cli, "person.none", NULL);
        *ret_exit = cm_status_exit_code(CM_E_DENIED);
        return false;
    }
    cm_sv act = cm_sv_from(command->act), why;
    cli->caller = (cm_caller){.owner = true, .at = cm_cli_now(cli)};
    if (cm_right_may(cli->home->rights, &cli->caller, act, NULL, &why)) {
        return true;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = cm_right_refuse(act, why, &err);
    (void)status;
    *ret_exit = cm_cli_fail(cli, &err);
    return false;
}
