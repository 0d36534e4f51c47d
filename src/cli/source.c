#include "base/base.h"

#include "app/data_json.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"

#include <unistd.h>

typedef struct {
    cm_cli *cli;
    bool as_json;
    uint64_t count;
} listing;

static cm_sv words_of(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

static void print_json(const cm_source_info *i)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_source_write_json(json, i);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void print_row(cm_cli *cli, const cm_source_info *i)
{
    cm_word key[] = {{"key", i->fingerprint}, {NULL, {NULL, 0}}};
    CM_AUTO_BUF key_text;
    cm_buf_init(&key_text, CM_MAX_MESSAGE);
    cm_home_say(cli->home, &key_text, i->has_key ? CM_SV("source.key") : CM_SV("source.no_key"),
                key);
    cm_word words[] = {{"number", cm_cli_int(cli, i->source_no)},
                       {"label", i->label},
                       {"received", cm_date_exists(i->received_on)
                                        ? cm_cli_day(cli, i->received_on)
                                        : words_of(cli, "source.unknown_day")},
                       {"files", cm_cli_number(cli, i->files)},
                       {"documents", cm_cli_number(cli, i->documents)},
                       {"duplicates", cm_cli_number(cli, i->duplicates)},
                       {"not_read", cm_cli_number(cli, i->not_read)},
                       {"key", cm_buf_view(&key_text)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "source.row", words);
}

static cm_status print_source(void *payload, const cm_source_info *info, cm_err *err)
{
    (void)err;
    listing *l = payload;
    l->count++;
    if (l->as_json) {
        print_json(info);
    } else {
        print_row(l->cli, info);
    }
    return CM_OK;
}

int cm_cmd_source_list(cm_cli *cli)
{
    listing l = {.cli = cli};
    const cm_option options[] = {
        {.name = "--json", .help = "help.option.json", .ret_flag = &l.as_json}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    cm_status status = cm_site_open(cli->home, cli->workspace, 0, &site, &err);
    if (status == CM_OK) {
        status = cm_sources_each(site, print_source, &l, &err);
        cm_site_close(site);
    }
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (l.count == 0 && !l.as_json) {
        cm_cli_say(cli, "source.none", NULL);
    }
    return CM_EXIT_OK;
}

/* ---- certificates ---- */

static cm_status print_receipt(void *payload, int64_t source_no, const cm_json_value *receipt,
                               cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    (void)payload;
    (void)source_no;
    (void)err;
    cm_json_put_tree(json, receipt);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
    return CM_OK;
}

int cm_cmd_source_receipts(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *desk = NULL;
    CM_AUTO_ERR err = {0};
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &desk, &code)) {
        return code;
    }
    cm_status status = cm_receipts_each(&desk->workspace, print_receipt, NULL, &err);
    cm_workdesk_close(desk);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- deletion ---- */

/* Someone at the terminal says yes; without a terminal --yes must have been given. */
static bool confirmed(cm_cli *cli, const cm_word *words)
{
    if (isatty(STDIN_FILENO) != 1) {
        return false;
    }
    cm_cli_say(cli, "source.ask", words);
    (void)fflush(stdout);
    char answer[8] = {0};
    return fgets(answer, (int)sizeof(answer), stdin) != NULL &&
           cm_sv_equal(cm_sv_trim(cm_sv_from(answer)), CM_SV("yes"));
}

/* The deletion is written down, and done by opening the workspace anew. */
int cm_cli_delete_source(cm_cli *cli, int64_t number, cm_sv reason, bool yes)
{
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (cm_site_open(cli->home, cli->workspace, 0, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_source_info info = {0};
    cm_status status = cm_source_look_up(site, number, &cli->mem, &info, &err);
    cm_sv name = cm_arena_format(&cli->mem, "%06lld.json", (long long)number);
    cm_word words[] = {{"number", cm_cli_int(cli, number)},
                       {"label", info.label},
                       {"files", cm_cli_number(cli, info.files)},
                       {"documents", cm_cli_number(cli, info.documents)},
                       {"file", cm_file_join(&cli->mem, site->workspace.certificates, name)},
                       {NULL, {NULL, 0}}};
    if (status == CM_OK && !yes && !confirmed(cli, words)) {
        cm_site_close(site);
        cm_cli_say_error(cli, "source.kept", NULL);
        return CM_EXIT_USAGE;
    }
    if (status == CM_OK) {
        status = cm_deletion_begin(site, number, reason, &err);
    }
    cm_site_close(site);
    if (status == CM_OK) {
        status = cm_site_open(cli->home, cli->workspace, 0, &site, &err);
    }
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_site_close(site);
    cm_cli_say(cli, "source.deleted", words);
    return CM_EXIT_OK;
}

int cm_cmd_source_delete(cm_cli *cli)
{
    cm_sv reason = {NULL, 0};
    bool yes = false;
    const cm_option options[] = {
        {.name = "--reason", .value = "TEXT", .help = "help.option.reason", .ret_value = &reason},
        {.name = "--yes", .help = "help.option.yes", .ret_flag = &yes}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t number = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || cm_sv_trim(reason).len == 0 || !cm_sv_to_int(rest.items[0], &number) ||
        number <= 0) {
        return cm_cli_usage(cli);
    }
    return cm_cli_delete_source(cli, number, reason, yes);
}
