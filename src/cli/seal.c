#include "base/base.h"

#include "app/sealing.h"
#include "cli/cli.h"

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"

int cm_cmd_desk_unmask(cm_cli *cli)
{
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.see_reason", NULL, &cli->reason, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_status status = cm_workdesk_open(cli->home, cli->workspace, cli->caller.at, &w, &err);
    if (status == CM_OK) {
        status = cm_unmask(w, &cli->caller, rest.items[0], cli->reason, &err);
    }
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {{"clue", rest.items[0]}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "unmask.done", words);
    return CM_EXIT_OK;
}

int cm_cmd_seal_add(cm_cli *cli)
{
    cm_seal seal = {0};
    const cm_option options[] = {
        {"--ground", "ID", "help.option.seal_ground", NULL, &seal.ground, NULL},
        {"--reason", "TEXT", "help.option.reason", NULL, &seal.why, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count == 0 || seal.ground.len == 0 || cm_sv_trim(seal.why).len == 0) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < rest.count; i++) {
        const cm_word words[] = {{"doc", rest.items[i]}, {NULL, {NULL, 0}}};
        seal.doc = rest.items[i];
        status = cm_sealing_add(site, &cli->caller, &seal, &err);
        if (status == CM_OK) {
            cm_cli_say(cli, "seal.added", words);
        }
    }
    cm_site_close(site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_seal_end(cm_cli *cli)
{
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.reason", NULL, &cli->reason, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || cm_sv_trim(cli->reason).len == 0) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_status status = cm_workdesk_open(cli->home, cli->workspace, cli->caller.at, &w, &err);
    if (status == CM_OK) {
        status = cm_sealing_end(w, &cli->caller, rest.items[0], cli->reason, &err);
    }
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {{"doc", rest.items[0]}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "seal.ended", words);
    return CM_EXIT_OK;
}

static void print_json(const cm_seal *s)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_seal_write_json(json, s);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void print_seal(cm_cli *cli, const cm_seal_grounds *grounds, const cm_seal *s)
{
    const cm_seal_ground *g = cm_seal_ground_find(grounds, s->ground, false);
    bool english = cm_sv_equal(cli->language, CM_SV("en"));
    const cm_word words[] = {{"doc", s->doc},
                             {"ground", g == NULL ? s->ground : (english ? g->en : g->zh)},
                             {"law", g == NULL ? CM_SV("") : g->law},
                             {"by", s->by},
                             {"at", s->at},
                             {"why", s->why},
                             {NULL, {NULL, 0}}};
    cm_cli_say(cli, "seal.row", words);
}

int cm_cmd_seal_list(cm_cli *cli)
{
    bool all = false, as_json = false;
    const cm_option options[] = {
        {"--all", NULL, "help.option.all_seals", &all, NULL, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_seals seals = {0};
    cm_seal_grounds grounds = {0};
    cm_sv folder = cm_file_join(&cli->mem, cli->home->data, CM_SV("desk"));
    cm_status status = cm_seal_grounds_load(&cli->mem, folder, &grounds, &err);
    if (status == CM_OK) {
        status = cm_workdesk_open(cli->home, cli->workspace, cm_cli_now(cli), &w, &err);
    }
    if (status == CM_OK) {
        status = cm_seals_load(w->desk, all, &cli->mem, &seals, &err);
    }
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < seals.count; i++) {
        if (as_json) {
            print_json(&seals.items[i]);
        } else {
            print_seal(cli, &grounds, &seals.items[i]);
        }
    }
    if (status == CM_OK && seals.count == 0 && !as_json) {
        cm_cli_say(cli, "seal.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}
