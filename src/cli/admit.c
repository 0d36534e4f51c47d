#include "base/base.h"

#include "app/caller.h"
#include "app/lens.h"
#include "cli/cli.h"

bool cm_cli_admit(cm_cli *cli, const cm_command *command, int *ret_exit)
{
    if (command->act == NULL) {
        return true;
    }
    CM_AUTO_ERR err = {0};
    const cm_login login = {cli->as, cli->token, cm_cli_now(cli), cm_cli_now_given()};
    cm_status status = cm_caller_admit(cli->home, cli->workspace, &login, cm_sv_from(command->act),
                                       &cli->mem, &cli->caller, &err);
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
    }
    return status == CM_OK;
}

bool cm_cli_look(cm_cli *cli, const char *act, cm_site **ret_site, int *ret_exit)
{
    if (!cm_cli_open(cli, ret_site, ret_exit)) {
        return false;
    }
    CM_AUTO_ERR err = {0};
    const cm_lens_use use = {.caller = &cli->caller,
                             .act = cm_sv_from(act),
                             .reason = cli->reason,
                             .case_no = cli->case_no,
                             .ground = cli->ground};
    if (cm_lens_put(*ret_site, &use, &err) != CM_OK) {
        cm_site_close(*ret_site);
        *ret_exit = cm_cli_fail(cli, &err);
        return false;
    }
    return true;
}
