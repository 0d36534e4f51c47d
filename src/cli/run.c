#include "base/base.h"

#include "app/horizon.h"
#include "app/run_whole.h"
#include "cli/cli.h"

#include "base/limits.h"

#include <unistd.h>

enum { TITLE_WIDTH = 24, NUMBER_WIDTH = 7, GAP = 2 };

enum { OF_ANSWERS, OF_DIRECTIONS, SUPPRESSED };

/* Columns of the table after the model: a message and where its number is. */
typedef struct {
    const char *title;
    int of;
    int index;
} column;

static const column columns[] = {
    {"column.hit", OF_ANSWERS, CM_ANSWER_HIT},
    {"column.undecidable", OF_ANSWERS, CM_ANSWER_UNDECIDABLE},
    {"column.clear", OF_ANSWERS, CM_ANSWER_CLEAR},
    {"column.favours", OF_DIRECTIONS, CM_DIRECTION_FAVOURS},
    {"column.against", OF_DIRECTIONS, CM_DIRECTION_AGAINST},
    {"column.neutral", OF_DIRECTIONS, CM_DIRECTION_NEUTRAL},
    {"column.suppressed", SUPPRESSED, 0},
};

static cm_sv words_of(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

/* Numbers stand under the end of their title. */
static void add_number(const cm_cli *cli, cm_buf *line, const char *title, cm_sv text)
{
    size_t width = cm_cli_width(words_of(cli, title)) + GAP;
    cm_cli_right(line, text, width > NUMBER_WIDTH ? width : NUMBER_WIDTH);
}

static void print_head(cm_cli *cli)
{
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_cli_cell(&line, words_of(cli, "column.model"), TITLE_WIDTH);
    add_number(cli, &line, "column.examined", words_of(cli, "column.examined"));
    for (size_t i = 0; i < CM_COUNT(columns); i++) {
        add_number(cli, &line, columns[i].title, words_of(cli, columns[i].title));
    }
    (void)cm_buf_addf(&line, "%*s%.*s", GAP, "", CM_SV_ARG(words_of(cli, "column.clue")));
    (void)printf("%s\n", cm_buf_z(&line));
}

static void print_row(cm_cli *cli, const cm_run_counts *c)
{
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_cli_cell(&line, c->model->title, TITLE_WIDTH);
    add_number(cli, &line, "column.examined", cm_cli_number(cli, cm_run_examined(c)));
    for (size_t i = 0; i < CM_COUNT(columns); i++) {
        const column *at = &columns[i];
        uint64_t n = at->of == SUPPRESSED      ? c->suppressed
                     : at->of == OF_DIRECTIONS ? c->directions[at->index]
                                               : c->answers[at->index];
        add_number(cli, &line, columns[i].title, cm_cli_number(cli, n));
    }
    (void)cm_buf_addf(&line, "%*s%.*s", GAP, "", CM_SV_ARG(c->model->id));
    (void)printf("%s\n", cm_buf_z(&line));
}

static void show_progress(void *payload, uint64_t documents, uint64_t all)
{
    cm_cli *cli = payload;
    if (isatty(STDERR_FILENO) == 0) {
        return;
    }
    cm_word words[] = {{"documents", cm_cli_number(cli, documents)},
                       {"all", cm_cli_number(cli, all)},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_home_say(cli->home, &line, CM_SV("run.progress"), words);
    (void)fprintf(stderr, "\r%s%s", cm_buf_z(&line), documents == all ? "\n" : "");
}

static void print_lacking(cm_cli *cli, const cm_run_outcome *out)
{
    for (size_t i = 0; i < out->lacking.count; i++) {
        const cm_run_lack *lack = &out->lacking.items[i];
        const cm_word what[] = {
            {"title", lack->model->title}, {"table", lack->table}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "run.lacking", what);
    }
}

static void print_results(cm_cli *cli, const cm_run_outcome *out)
{
    uint64_t hits = 0;
    cm_cli_say(cli, "notice", NULL);
    print_head(cli);
    for (size_t i = 0; i < out->models.count; i++) {
        print_row(cli, &out->counts[i]);
        hits += out->counts[i].answers[CM_ANSWER_HIT];
    }
    cm_word words[] = {{"documents", cm_cli_number(cli, out->documents)},
                       {"hits", cm_cli_number(cli, hits)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "run.total", words);
}

static void print_arrivals(cm_cli *cli, const cm_run_outcome *out)
{
    const cm_arrival_counts *c = &out->arrivals;
    cm_word words[] = {{"new", cm_cli_number(cli, c->effects[CM_MERGE_NEW])},
                       {"urgent", cm_cli_number(cli, c->urgent)},
                       {"updated", cm_cli_number(cli, c->effects[CM_MERGE_UPDATED])},
                       {"reopened", cm_cli_number(cli, c->effects[CM_MERGE_REOPENED])},
                       {"gone", cm_cli_number(cli, c->gone)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "desk.arrived", words);
    cm_word lapsed[] = {{"count", cm_cli_number(cli, out->lapsed)}, {NULL, {NULL, 0}}};
    if (out->lapsed != 0) {
        cm_cli_say(cli, "due.lapsed", lapsed);
    }
}

static cm_status run_models(cm_cli *cli, cm_site *site, const cm_run_order *order, cm_err *err)
{
    cm_run_outcome out;
    cm_status status = cm_run_whole(site, order, &cli->mem, &out, err);
    print_lacking(cli, &out);
    if (out.ran) {
        print_results(cli, &out);
    }
    if (out.arrived) {
        print_arrivals(cli, &out);
    }
    return status;
}

bool cm_cli_models_known(cm_cli *cli, const cm_svs *ids)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (cm_home_model(cli->home, ids->items[i]) == NULL) {
            cm_word words[] = {{"name", ids->items[i]}, {NULL, {NULL, 0}}};
            cm_cli_say_error(cli, "error.model", words);
            return false;
        }
    }
    return true;
}

bool cm_cli_open(cm_cli *cli, cm_site **ret_site, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    if (cm_horizon_load(cli->home, cli->workspace, &err) != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
        return false;
    }
    if (cm_home_load_models(cli->home, cli->workspace, &err) != CM_OK) {
        *ret_exit = cm_cli_problems(cli, "model.problems", &err);
        return false;
    }
    if (cm_site_open(cli->home, cli->workspace, 0, ret_site, &err) != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
        return false;
    }
    return true;
}

/* A day that was given is one. */
static bool read_day(cm_sv text, cm_date *ret_day)
{
    return text.ptr == NULL || (cm_date_parse(text, ret_day) && cm_date_exists(*ret_day));
}

static bool read_order(cm_cli *cli, cm_run_order *order, int *ret_exit)
{
    cm_svs rest = {0};
    cm_sv day = {NULL, 0}, from = {NULL, 0}, to = {NULL, 0}, source = {NULL, 0};
    const cm_option options[] = {
        {.name = "--model", .value = "ID", .help = "help.option.model", .ret_values = &order->ids},
        {.name = "--as-of", .value = "DATE", .help = "help.option.as_of", .ret_value = &day},
        {.name = "--court",
         .value = "NAME",
         .help = "help.option.court",
         .ret_value = &order->choice.court},
        {.name = "--from", .value = "DATE", .help = "help.option.from", .ret_value = &from},
        {.name = "--to", .value = "DATE", .help = "help.option.to", .ret_value = &to},
        {.name = "--source", .value = "N", .help = "help.option.run_source", .ret_value = &source},
        {.name = "--judgment",
         .value = "ID",
         .help = "help.option.run_judgment",
         .ret_values = &order->choice.documents},
    };
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, ret_exit)) {
        return false;
    }
    bool good = rest.count == 0 && read_day(day, &order->as_of) &&
                read_day(from, &order->choice.from) && read_day(to, &order->choice.to) &&
                (source.ptr == NULL ||
                 (cm_sv_to_int(source, &order->choice.source) && order->choice.source > 0));
    if (!good) {
        *ret_exit = cm_cli_usage(cli);
    }
    return good;
}

int cm_cmd_run(cm_cli *cli)
{
    cm_run_order order = {.as_of = cm_date_today(),
                          .caller = &cli->caller,
                          .watch = {show_progress, cli, cli->cancel}};
    int code = CM_EXIT_OK;
    if (!read_order(cli, &order, &code)) {
        return code;
    }
    cm_site *site = NULL;
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    if (!cm_cli_models_known(cli, &order.ids)) {
        code = cm_status_exit_code(CM_E_NOTFOUND);
    } else if (run_models(cli, site, &order, &err) != CM_OK) {
        code = cm_cli_fail(cli, &err);
    }
    cm_site_close(site);
    return code;
}
