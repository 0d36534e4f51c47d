#include "base/base.h"

#include "app/clue.h"
#include "cli/cli.h"
#include "cli/clue_text.h"

#include "base/limits.h"

typedef enum { AS_TABLE, AS_CSV, AS_JSON } form;

typedef struct {
    cm_cli *cli;
    form form;
    uint64_t count;
    const cm_svs *models;
    bool only_suppressed;
    uint64_t left_out; /* known false positives */
} listing;

static bool shown(const listing *l, const cm_clue *clue)
{
    bool wanted = l->models->count == 0;
    if (l->only_suppressed && clue->suppressed == NULL) {
        return false;
    }
    for (size_t i = 0; i < l->models->count; i++) {
        wanted = wanted || cm_sv_equal(l->models->items[i], clue->model);
    }
    return wanted;
}

static void print_csv(const cm_cli *cli, const cm_clue *clue)
{
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_JSON);
    cm_clue_write_csv(&line, cli->home, clue);
    cm_cli_print(cm_buf_view(&line));
}

static void print_csv_head(const cm_cli *cli)
{
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_clue_write_csv_head(&line, cli->home);
    cm_cli_print(cm_buf_view(&line));
}

static cm_status print_clue(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    listing *l = payload;
    if (!shown(l, clue)) {
        return CM_OK;
    }
    l->count++;
    if (l->form == AS_JSON) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_clue_write_json(json, l->cli->home, clue);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    } else if (l->form == AS_CSV) {
        print_csv(l->cli, clue);
    } else {
        if (l->count == 1) {
            cm_cli_clue_head(l->cli);
        }
        cm_cli_clue_row(l->cli, clue);
    }
    return CM_OK;
}

static int list(cm_cli *cli, listing *l, const cm_clue_filter *filter)
{
    int code = CM_EXIT_OK;
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "clue.list", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    if (!cm_cli_models_known(cli, l->models)) {
        cm_site_close(site);
        return cm_status_exit_code(CM_E_NOTFOUND);
    }
    if (l->form == AS_TABLE) {
        cm_cli_say(cli, "notice", NULL);
    } else if (l->form == AS_CSV) {
        cm_cli_say(cli, "notice", NULL);
        print_csv_head(cli);
    }
    cm_status status = cm_clues_each(site, filter, print_clue, l, &err);
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (l->form == AS_TABLE) {
        cm_word words[] = {{"count", cm_cli_number(cli, l->count)}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, l->count > 0 ? "clues.count" : "clues.none", words);
        if (l->left_out > 0) {
            words[0].value = cm_cli_number(cli, l->left_out);
            cm_cli_say(cli, "clues.left_out", words);
        }
    }
    return CM_EXIT_OK;
}

int cm_cmd_clues(cm_cli *cli)
{
    bool csv = false, as_json = false, suppressed = false;
    cm_sv outcome = {NULL, 0}, day = {NULL, 0};
    cm_svs models = {0}, rest = {0};
    const cm_option options[] = {
        {.name = "--csv", .help = "help.option.csv", .ret_flag = &csv},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
        {.name = "--model", .value = "ID", .help = "help.option.model", .ret_values = &models},
        {.name = "--outcome",
         .value = "NAME",
         .help = "help.option.outcome",
         .ret_value = &outcome},
        {.name = "--suppressed", .help = "help.option.suppressed", .ret_flag = &suppressed},
        {.name = "--as-of", .value = "DATE", .help = "help.option.as_of", .ret_value = &day},
    };
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (csv && as_json)) {
        return cm_cli_usage(cli);
    }
    cm_clue_filter filter = {.outcome = CM_ANSWER_HIT,
                             .without_text = !as_json,
                             .with_suppressed = suppressed,
                             .on = CM_NO_DATE};
    if (day.ptr != NULL && !(cm_date_parse(day, &filter.on) && cm_date_exists(filter.on))) {
        return cm_cli_usage(cli);
    }
    if (outcome.ptr != NULL && !cm_clue_outcome_find(cli->home, outcome, &filter.outcome)) {
        cm_word words[] = {{"name", outcome}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "error.outcome", words);
        return CM_EXIT_USAGE;
    }
    listing l = {.cli = cli,
                 .form = as_json ? AS_JSON : (csv ? AS_CSV : AS_TABLE),
                 .models = &models,
                 .only_suppressed = suppressed};
    filter.ret_left_out = &l.left_out;
    return list(cli, &l, &filter);
}
