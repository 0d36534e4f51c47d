#include "base/base.h"

#include "app/data_json.h"
#include "base/limits.h"
#include "cli/cli.h"

enum { SHOWN_CAUSES = 20 }; /* rows named one by one; the table counts all */

typedef struct {
    cm_cli *cli;
    size_t named;
} screen;

static void name_row(void *payload, const cm_not_read *what)
{
    screen *s = payload;
    if (s->named++ < SHOWN_CAUSES) {
        cm_cli_not_read(s->cli, what);
    }
}

/* ---- import ---- */

/* The columns of a standard table, or those of a file of the office. */
static const cm_schema *find_schema(cm_cli *cli, cm_sv name, cm_sv path, int *ret_exit)
{
    cm_home *home = cli->home;
    const cm_schema *schema = cm_schema_find(&home->schemas, name);
    cm_word words[] = {{"name", name}, {"file", path}, {"found", CM_SV("")}, {NULL, {NULL, 0}}};
    if (path.len == 0) {
        if (schema == NULL) {
            cm_cli_say_error(cli, "error.table", words);
            *ret_exit = cm_status_exit_code(CM_E_NOTFOUND);
        }
        return schema;
    }
    CM_AUTO_ERR err = {0};
    cm_status status =
        cm_schema_load(&home->mem, &home->terms, path, &schema, &home->problems, &err);
    if (status != CM_OK) {
        *ret_exit = cm_cli_problems(cli, "table.problems", &err);
        return NULL;
    }
    if (!cm_sv_equal(schema->name, name)) {
        words[2].value = schema->name;
        cm_cli_say_error(cli, "error.table_name", words);
        *ret_exit = cm_status_exit_code(CM_E_SCHEMA);
        return NULL;
    }
    return schema;
}

static int import_table(cm_cli *cli, cm_table_options *job)
{
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (cm_site_open(cli->home, cli->workspace, 0, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    screen s = {.cli = cli};
    cm_table_info info = {0};
    job->watch = (cm_intake_watch){.not_read = name_row, .payload = &s, .cancel = cli->cancel};
    cm_status status = cm_table_import(site, job, &info, &err);
    if (status != CM_OK) {
        cm_site_close(site);
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"name", info.name},
                       {"title", info.title},
                       {"rows", cm_cli_number(cli, info.rows)},
                       {"sealed", cm_cli_number(cli, info.sealed)},
                       {"bad", cm_cli_number(cli, info.bad)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "table.done", words);
    if (info.bad > 0) {
        cm_cli_say(cli, "table.bad", words);
    }
    cm_site_close(site);
    return info.bad > 0 ? CM_EXIT_NOT_ALL : CM_EXIT_OK;
}

int cm_cmd_import_table(cm_cli *cli)
{
    cm_sv received = {NULL, 0}, schema = {NULL, 0};
    cm_table_options job = {.received_on = CM_NO_DATE};
    const cm_option options[] = {
        {.name = "--schema", .value = "FILE", .help = "help.option.schema", .ret_value = &schema},
        {.name = "--received",
         .value = "DATE",
         .help = "help.option.received",
         .ret_value = &received},
        {.name = "--label", .value = "TEXT", .help = "help.option.label", .ret_value = &job.label},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool dated = received.ptr == NULL ||
                 (cm_date_parse(received, &job.received_on) && cm_date_exists(job.received_on));
    if (rest.count != 2 || !dated) {
        return cm_cli_usage(cli);
    }
    job.path = rest.items[1];
    job.schema = find_schema(cli, rest.items[0], schema, &code);
    return job.schema != NULL ? import_table(cli, &job) : code;
}

/* ---- list ---- */

static cm_sv day_text(cm_cli *cli, cm_date day)
{
    return cm_date_exists(day) ? cm_cli_day(cli, day)
                               : cm_wording_find(&cli->home->messages, CM_SV("source.unknown_day"));
}

static void print_row(cm_cli *cli, const cm_table_info *t)
{
    cm_word words[] = {{"name", t->name},
                       {"title", t->title},
                       {"source", cm_cli_int(cli, t->source_no)},
                       {"received", day_text(cli, t->received_on)},
                       {"rows", cm_cli_number(cli, t->rows)},
                       {"sealed", cm_cli_number(cli, t->sealed)},
                       {"bad", cm_cli_number(cli, t->bad)},
                       {"path", t->path},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "table.row", words);
}

static void print_json(const cm_table_info *t)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_table_write_json(json, t);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_table_list(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (cm_site_open(cli->home, cli->workspace, 0, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_table_infos list = {0};
    cm_status status = cm_tables_list(site, &cli->mem, &list, &err);
    cm_site_close(site);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        if (as_json) {
            print_json(&list.items[i]);
        } else {
            print_row(cli, &list.items[i]);
        }
    }
    if (status == CM_OK && list.count == 0 && !as_json) {
        cm_cli_say(cli, "table.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- delete ---- */

int cm_cmd_table_delete(cm_cli *cli)
{
    cm_sv reason = {NULL, 0};
    bool yes = false;
    const cm_option options[] = {
        {.name = "--reason", .value = "TEXT", .help = "help.option.reason", .ret_value = &reason},
        {.name = "--yes", .help = "help.option.yes", .ret_flag = &yes}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (rest.count != 1 || cm_sv_trim(reason).len == 0) {
        return cm_cli_usage(cli);
    }
    if (cm_site_open(cli->home, cli->workspace, 0, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_table_info info = {0};
    cm_status status = cm_table_find(site, &cli->mem, rest.items[0], &info, &err);
    cm_site_close(site);
    return status == CM_OK ? cm_cli_delete_source(cli, info.source_no, reason, yes)
                           : cm_cli_fail(cli, &err);
}
