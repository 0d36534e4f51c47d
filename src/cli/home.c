#include "base/base.h"

#include "app/lens.h"
#include "app/waiting.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/commands.h"

static cm_status gather(cm_cli *cli, cm_site *site, cm_waiting *waiting, cm_err *err)
{
    const cm_lens_use use = {.caller = &cli->caller, .act = CM_SV("clue.list")};
    cm_docket docket = {.home = cli->home, .caller = &cli->caller, .mem = &cli->mem};
    cm_status status = cm_site_desk(site, false, cli->caller.at, &docket.desk, err);
    if (status == CM_OK && site->lens == NULL) {
        status = cm_lens_put(site, &use, err);
    }
    return status == CM_OK ? cm_waiting_of(&docket, site, waiting, err) : status;
}

static void print(cm_cli *cli, const cm_waiting *waiting, bool as_json)
{
    for (size_t i = 0; i < waiting->count && !as_json; i++) {
        const cm_waiting_row *row = &waiting->items[i];
        cm_word words[] = {{"title", row->title},
                           {"count", cm_cli_int(cli, row->count)},
                           {"list", row->list},
                           {"query", row->query},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "home.row", words);
    }
    if (as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_json_object(json);
        cm_waiting_write_json(json, waiting);
        cm_json_object_end(json);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    }
}

int cm_cmd_home(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {{"--json", NULL, "help.option.json", &as_json, NULL, NULL}};
    cm_svs rest = {0};
    cm_site *site = NULL;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_waiting waiting = {0};
    cm_status status = gather(cli, site, &waiting, &err);
    if (status == CM_OK) {
        print(cli, &waiting, as_json);
    }
    cm_site_close(site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}
