#include "base/base.h"

#include "cli/desk_parts.h"

#include "app/chain_difference.h"
#include "app/redaction.h"
#include "base/limits.h"
#include "base/moment.h"
#include "cli/due.h"

/* ---- the documents of one person ---- */

static void print_link(cm_cli *cli, const cm_chain_link *l)
{
    static const char *const GROUNDS[] = {"chain.own", "chain.same_id", "chain.same_data",
                                          "chain.same_case"};
    const bool holds[] = {l->is_own, l->same_id && !l->is_own, l->same_data && !l->is_own,
                          l->same_case && !l->is_own};
    cm_sv grounds = CM_SV("");
    for (size_t i = 0; i < CM_COUNT(GROUNDS); i++) {
        if (holds[i]) {
            grounds = cm_arena_format(&cli->mem, "%.*s%.*s", CM_SV_ARG(grounds),
                                      CM_SV_ARG(cm_cli_word(cli, GROUNDS[i])));
        }
    }
    cm_word months[] = {{"number", cm_cli_number(cli, (uint64_t)l->sentence_months)},
                        {NULL, {NULL, 0}}};
    cm_word words[] = {
        {"day", cm_date_exists(l->decided_on) ? cm_cli_day(cli, l->decided_on)
                                              : cm_cli_word(cli, "desk.none")},
        {"type", l->document_type},
        {"instance", l->instance},
        {"court", l->court},
        {"case_no", l->case_no},
        {"name", l->name},
        {"charges", l->charges},
        {"kind", l->sentence_kind},
        {"months", l->sentence_months != 0 ? cm_cli_words(cli, "chain.months", months) : CM_SV("")},
        {"grounds", grounds},
        {"doc", l->doc},
        {NULL, {NULL, 0}}};
    static const char *const LINES[] = {"chain.row", "chain.person", "chain.grounds"};
    for (size_t i = 0; i < CM_COUNT(LINES); i++) {
        cm_cli_put(cli, i == 0 ? 0 : 2, cm_cli_words(cli, LINES[i], words));
    }
}

static void print_link_json(cm_cli *cli, const cm_chain_link *l)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_cli_word(cli, "notice"));
    cm_chain_write_json(json, l);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void print_difference(cm_cli *cli, const cm_chain_difference *d, bool as_json)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    if (!as_json) {
        const cm_chain_said *a = &d->says.items[0], *b = &d->says.items[1];
        cm_word words[] = {{"first_doc", a->doc},  {"first", a->value},  {"first_title", a->title},
                           {"second_doc", b->doc}, {"second", b->value}, {"title", b->title},
                           {NULL, {NULL, 0}}};
        cm_cli_put(cli, 0, cm_cli_words(cli, "chain.difference", words));
        return;
    }
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_cli_word(cli, "notice"));
    cm_json_key(json, CM_SV("difference"));
    cm_chain_difference_write_json(json, d);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_desk_chain(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.see_reason", NULL, &cli->reason, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_site *site = NULL;
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_look(cli, "chain.open", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_chain chain = {0};
    cm_caller caller = cli->caller;
    caller.at = cm_cli_now(cli);
    cm_chain_differences differences = {0};
    bool unmasked = false;
    cm_status status = cm_chain_open(site, &caller, rest.items[0], cli->reason, &cli->mem, &chain,
                                     &unmasked, &err);
    if (status == CM_OK) {
        status = cm_chain_compare(site, &chain, unmasked, &cli->mem, &differences, &err);
    }
    if (status == CM_OK && !as_json) {
        cm_cli_say(cli, "notice", NULL);
    }
    for (size_t i = 0; status == CM_OK && i < chain.count; i++) {
        (as_json ? print_link_json : print_link)(cli, &chain.items[i]);
    }
    for (size_t i = 0; status == CM_OK && i < differences.count; i++) {
        print_difference(cli, &differences.items[i], as_json);
    }
    if (status == CM_OK && !as_json) {
        cm_word words[] = {{"count", cm_cli_number(cli, chain.count)}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "chain.total", words);
    }
    cm_site_close(site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- when the time for personal data has ended ---- */

static void print_retiring(cm_cli *cli, const cm_retiring *r, bool as_json)
{
    bool english = cm_sv_equal(cli->language, CM_SV("en"));
    if (!as_json) {
        cm_word words[] = {{"id", r->clue.id},
                           {"state", cm_cli_state(cli, r->clue.state)},
                           {"since", cm_cli_day(cli, r->clue.since)},
                           {"from", cm_cli_day(cli, r->from)},
                           {"why", english ? r->rule->en : r->rule->zh},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "retire.row", words);
        return;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_retiring_write_json(json, r);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

typedef struct {
    cm_date on;
    bool dry, as_json;
} retiring;

static int retire(cm_cli_desk *d, const retiring *how)
{
    CM_AUTO_ERR err = {0};
    cm_cli *cli = d->cli;
    cm_retirings list = {0};
    size_t done = 0;
    cm_caller caller = cli->caller;
    caller.at = cm_cli_now(cli);
    cm_status status = cm_retire_list(d->work, &caller, how->on, &cli->mem, &list, &err);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        status = how->dry ? CM_OK : cm_retire_do(d->work, &caller, &list.items[i], &err);
        if (status == CM_OK) {
            print_retiring(cli, &list.items[i], how->as_json);
            done++;
        }
    }
    cm_word words[] = {{"count", cm_cli_number(cli, done)}, {NULL, {NULL, 0}}};
    if (!how->as_json) {
        cm_cli_say(cli, how->dry ? "retire.would" : "retire.done", words);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_desk_retire(cm_cli *cli)
{
    cm_sv on = {NULL, 0};
    cm_date today = cm_moment_day(cm_cli_now(cli));
    retiring how = {.on = today};
    const cm_option options[] = {
        {"--on", "DATE", "help.option.retire_on", NULL, &on, NULL},
        {"--dry-run", NULL, "help.option.dry_run", &how.dry, NULL, NULL},
        {"--json", NULL, "help.option.json", &how.as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    /* A day to come can be looked at; nothing is done before its time. */
    bool good = rest.count == 0 && cm_cli_read_day(on, &how.on) &&
                (how.dry || cm_date_compare(how.on, today) <= 0);
    if (!good) {
        return cm_cli_usage(cli);
    }
    cm_cli_desk d;
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    code = retire(&d, &how);
    cm_cli_desk_close(&d);
    return code;
}
