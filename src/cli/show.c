#include "base/base.h"

#include "cli/cli.h"
#include "cli/clue_text.h"

typedef struct {
    cm_cli *cli;
    cm_site *site;
    size_t count;
} showing;

static cm_status show_clue(void *payload, const cm_clue *clue, cm_err *err)
{
    showing *s = payload;
    s->count++;
    return cm_cli_clue(s->cli, s->site, clue, err);
}

int cm_cmd_show(cm_cli *cli)
{
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.see_reason", NULL, &cli->reason, NULL},
        {"--case-no", "TEXT", "help.option.case_no", NULL, &cli->case_no, NULL},
        {"--ground", "ID", "help.option.ground", NULL, &cli->ground, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "clue.open", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    showing s = {.cli = cli, .site = site};
    const cm_clue_filter filter = {
        .id = rest.items[0], .any_outcome = true, .with_suppressed = true};
    cm_cli_say(cli, "notice", NULL);
    cm_status status = cm_clues_each(site, &filter, show_clue, &s, &err);
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (s.count == 0) {
        cm_word words[] = {{"name", rest.items[0]}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "error.clue", words);
        return cm_status_exit_code(CM_E_NOTFOUND);
    }
    return CM_EXIT_OK;
}
