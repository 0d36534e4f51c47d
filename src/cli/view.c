/* What a person set for himself: saved views and preferences. */
#include "base/base.h"

#include "app/preference.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/commands.h"

static void print_view(cm_cli *cli, const cm_view_saved *v, bool as_json)
{
    if (as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_preference_view_json(json, &cli->caller, v);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return;
    }
    cm_word words[] = {{"no", cm_cli_int(cli, v->no)},
                       {"screen", v->screen},
                       {"name", v->name},
                       {"query", v->query},
                       {"by", v->person},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, v->shared ? "view.row.shared" : "view.row", words);
}

int cm_cmd_view_list(cm_cli *cli)
{
    bool as_json = false;
    cm_sv screen = {NULL, 0};
    const cm_option options[] = {
        {"--screen", "NAME", "help.option.screen", NULL, &screen, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_views_saved all = {0};
    cm_status status = cm_preference_views(w, &cli->caller, screen, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        print_view(cli, &all.items[i], as_json);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_view_save(cm_cli *cli)
{
    cm_view_saved view = {.screen = CM_SV("clues")};
    const cm_option options[] = {
        {"--screen", "NAME", "help.option.screen", NULL, &view.screen, NULL},
        {"--shared", NULL, "help.option.shared", &view.shared, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 2) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    int64_t no = 0;
    view.name = rest.items[0];
    view.query = rest.items[1];
    cm_status status = cm_preference_save(w, &cli->caller, view, &no, &err);
    cm_word words[] = {{"no", cm_cli_int(cli, no)}, {"name", view.name}, {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "view.saved", words);
}

int cm_cmd_view_end(cm_cli *cli)
{
    const cm_preference_change change = {.shared = -1, .end = true};
    cm_svs rest = {0};
    int64_t no = 0;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || !cm_sv_to_int(rest.items[0], &no)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"no", rest.items[0]}, {NULL, {NULL, 0}}};
    cm_status status = cm_preference_view_change(w, &cli->caller, no, &change, &err);
    return cm_cli_finish(cli, w, status, &err, "view.ended", words);
}

int cm_cmd_preference_list(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_preferences all = {0};
    cm_status status = cm_preference_list(w, &cli->caller, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        cm_word words[] = {
            {"id", all.items[i].key}, {"value", all.items[i].value}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "preference.row", words);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_preference_set(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 2) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    const cm_preference set = {rest.items[0], rest.items[1]};
    cm_word words[] = {{"id", set.key}, {"value", set.value}, {NULL, {NULL, 0}}};
    cm_status status = cm_preference_set(w, &cli->caller, &set, &err);
    return cm_cli_finish(cli, w, status, &err, "preference.row", words);
}
