#include "base/base.h"

#include "cli/cli.h"

/* Loading checks every table: keys, closed lists, dates, references. What is left is whether the
 * catalogue and the models fit each other. */
int cm_cmd_data_check(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    if (cm_home_load_models(cli->home, CM_SV(""), &err) != CM_OK) {
        return cm_cli_problems(cli, "model.problems", &err);
    }
    cm_site *site = NULL;
    if (cm_site_open_memory(cli->home, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_site_close(site);
    cm_word words[] = {{"models", cm_cli_number(cli, cli->home->models.count)},
                       {"tables", cm_cli_number(cli, cli->home->catalogue->tables.count)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "data.good", words);
    return CM_EXIT_OK;
}
