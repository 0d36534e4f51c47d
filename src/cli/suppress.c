#include "base/base.h"

#include "app/decision.h"
#include "app/sealing.h"
#include "cli/cli.h"

#include "base/limits.h"
#include "base/moment.h"

/* Who is at work: $CHAMING_USER, else the login name. */
static cm_sv who(cm_sv named)
{
    static const char *const names[] = {"CHAMING_USER", "LOGNAME", "USER"};
    for (size_t i = 0; named.len == 0 && i < CM_COUNT(names); i++) {
        named = cm_sv_from(getenv(names[i])); /* NOLINT(concurrency-mt-unsafe) */
    }
    return named.len != 0 ? named : CM_SV("-");
}

static bool parse_day(cm_sv text, cm_date *ret_day)
{
    return text.ptr != NULL && cm_date_parse(text, ret_day) && cm_date_exists(*ret_day);
}

static int suppress(cm_cli *cli, cm_suppression *s)
{
    int code = CM_EXIT_OK;
    cm_site *site = NULL;
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    int64_t no = 0;
    cm_deed deed = {0};
    cm_status status =
        cm_clue_ask(site, &cli->caller, CM_SV("suppress.add"), s->clue, s->reason, &deed, &err);
    if (!cli->caller.owner) {
        s->by = cli->caller.name;
    }
    deed.by = s->by;
    if (status == CM_OK) {
        status = cm_decision_suppress(site, s, &deed, &no, &err);
    }
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)no)},
                       {"until", cm_cli_day(cli, s->expires_on)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "suppress.done", words);
    return CM_EXIT_OK;
}

int cm_cmd_suppress(cm_cli *cli)
{
    cm_sv until = {NULL, 0}, by = CM_SV("");
    cm_suppression s = {.made_on = cm_moment_day(cm_cli_now(cli))};
    const cm_option options[] = {
        {.name = "--clue", .value = "ID", .help = "help.option.clue", .ret_value = &s.clue},
        {.name = "--model", .value = "ID", .help = "help.option.model", .ret_value = &s.model},
        {.name = "--court", .value = "NAME", .help = "help.option.court", .ret_value = &s.court},
        {.name = "--charge", .value = "NAME", .help = "help.option.charge", .ret_value = &s.charge},
        {.name = "--sub", .value = "CODE", .help = "help.option.sub", .ret_value = &s.sub},
        {.name = "--reason", .value = "TEXT", .help = "help.option.reason", .ret_value = &s.reason},
        {.name = "--until", .value = "DATE", .help = "help.option.until", .ret_value = &until},
        {.name = "--by", .value = "NAME", .help = "help.option.by", .ret_value = &by},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool scoped = (s.clue.len != 0) != (s.model.len != 0);
    if (rest.count != 0 || !scoped || s.reason.len == 0 || !parse_day(until, &s.expires_on)) {
        return cm_cli_usage(cli);
    }
    s.by = who(by);
    return suppress(cli, &s);
}

static void print_one(cm_cli *cli, const cm_suppression *s, bool as_json)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    if (as_json) {
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_suppression_write_json(json, s);
        cm_json_line(json);
    } else {
        (void)cm_buf_addf(&out, "%4lld  %.*s  %.*s %.*s %.*s %.*s  ", (long long)s->no,
                          CM_SV_ARG(s->model), CM_SV_ARG(s->clue), CM_SV_ARG(s->court),
                          CM_SV_ARG(s->charge), CM_SV_ARG(s->sub));
        cm_word words[] = {{"until", cm_cli_day(cli, s->expires_on)},
                           {"by", s->by},
                           {"reason", s->reason},
                           {NULL, {NULL, 0}}};
        cm_home_say(cli->home, &out, CM_SV("suppress.line"), words);
        (void)cm_buf_add_byte(&out, '\n');
    }
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_suppress_list(cm_cli *cli)
{
    bool all = false, as_json = false;
    const cm_option options[] = {
        {.name = "--all", .help = "help.option.all_suppressions", .ret_flag = &all},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_site *site = NULL;
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_suppressions list;
    cm_status status = cm_decisions_load(site, &cli->mem, &list, &err);
    if (status == CM_OK && list.count != 0) {
        status =
            cm_decisions_show(site->desk, cli->home->rights, &cli->caller, &cli->mem, &list, &err);
    }
    cm_site_close(site);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        if (all || cm_suppression_holds(&list.items[i], cm_date_today())) {
            print_one(cli, &list.items[i], as_json);
        }
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_suppress_end(cm_cli *cli)
{
    cm_sv reason = {NULL, 0}, by = CM_SV("");
    const cm_option options[] = {
        {.name = "--reason", .value = "TEXT", .help = "help.option.reason", .ret_value = &reason},
        {.name = "--by", .value = "NAME", .help = "help.option.by", .ret_value = &by},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t no = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_site *site = NULL;
    if (rest.count != 1 || cm_sv_trim(reason).len == 0 || !cm_sv_to_int(rest.items[0], &no)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_deed deed = {0};
    cm_suppressions list = {0};
    cm_sv clue = CM_SV("");
    cm_status status = cm_decisions_load(site, &cli->mem, &list, &err);
    for (size_t i = 0; i < list.count; i++) {
        clue = list.items[i].no == no ? list.items[i].clue : clue;
    }
    if (status == CM_OK) {
        status = cm_clue_ask(site, &cli->caller, CM_SV("suppress.end"), clue, reason, &deed, &err);
    }
    deed.by = cli->caller.owner ? who(by) : cli->caller.name;
    if (status == CM_OK) {
        status = cm_decision_lift(site, no, reason, &deed, &err);
    }
    cm_site_close(site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}
