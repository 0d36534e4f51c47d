#include "base/base.h"

#include "base/limits.h"
#include "cli/cli.h"

int cm_cmd_help(cm_cli *cli)
{
    cm_cli_say(cli, "help.head", NULL);
    (void)printf("\nchaming [-w DIR] [--lang zh|en] COMMAND\n\n");
    size_t count = 0;
    const cm_command *all = cm_commands(&count);
    for (size_t i = 0; i < count; i++) {
        CM_AUTO_BUF line;
        cm_buf_init(&line, CM_MAX_MESSAGE);
        (void)cm_buf_addf(&line, "  %s %s", all[i].name, all[i].usage);
        (void)cm_buf_add(&line, CM_SV("\n      "));
        cm_home_say(cli->home, &line, cm_sv_from(all[i].help), NULL);
        (void)printf("%s\n", cm_buf_z(&line));
    }
    (void)printf("\n");
    cm_cli_say(cli, "help.tail", NULL);
    return CM_EXIT_OK;
}
