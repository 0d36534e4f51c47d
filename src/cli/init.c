#include "base/base.h"

#include "app/site.h"
#include "cli/cli.h"

int cm_cmd_init(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    if (cm_workspace_create(&cli->mem, cli->workspace, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"folder", cli->workspace}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "init.done", words);
    return CM_EXIT_OK;
}
