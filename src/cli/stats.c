#include "base/base.h"

#include "app/statistics_json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/desk_parts.h"
#include "cli/due.h"
#include "cli/stats.h"

/* ---- ladder, precision, outcomes: one command three times ---- */

typedef cm_status (*count)(cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                           cm_grid *grid, cm_err *err);

typedef struct {
    count run;
    bool watches;     /* changes are seen when it is counted */
    const char *name; /* for the audit */
    const char *note; /* message; NULL: none */
    bool as_json;
    cm_sv sheet; /* path */
    cm_statistics_query query;
} counting;

static void print_grid(cm_cli *cli, const counting *c, const cm_grid *grid)
{
    cm_cli_put(cli, 0, grid->title);
    cm_cli_put(cli, 0, grid->note);
    if (grid->rows.count == 0) {
        cm_cli_say(cli, "stats.empty", NULL);
        return;
    }
    cm_cli_print_grid(cli, grid);
    if (c->note != NULL) {
        cm_cli_put(cli, 0, cm_cli_words(cli, c->note, NULL));
    }
}

static cm_status write_sheet(cm_cli_stats *s, const counting *c, const cm_grid *grid, cm_err *err)
{
    cm_word words[] = {
        {"file", c->sheet}, {"count", cm_cli_number(s->cli, grid->rows.count)}, {NULL, {NULL, 0}}};
    cm_status status =
        cm_statistics_export(&s->statistics, grid, cm_sv_from(c->name), c->sheet, err);
    if (status == CM_OK) {
        cm_cli_say(s->cli, "stats.written", words);
    }
    return status;
}

/* Counting is when a change is noticed. */
static cm_status watch(cm_cli_stats *s, bool say, cm_err *err)
{
    size_t added = 0;
    cm_status status = cm_statistics_watch(&s->statistics, &added, err);
    if (status == CM_OK && added != 0 && say) {
        cm_word words[] = {{"count", cm_cli_number(s->cli, added)}, {NULL, {NULL, 0}}};
        cm_cli_say(s->cli, "stats.notice.new", words);
    }
    return status;
}

static cm_status count_and_show(cm_cli_stats *s, const counting *c, cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_grid grid = {0};
    cm_status status =
        c->run(&s->statistics, &c->query, c->as_json ? json : NULL, c->as_json ? NULL : &grid, err);
    if (status == CM_OK && c->as_json) {
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    } else if (status == CM_OK && c->sheet.ptr != NULL) {
        status = write_sheet(s, c, &grid, err);
    } else if (status == CM_OK) {
        print_grid(s->cli, c, &grid);
    }
    return status == CM_OK && c->watches ? watch(s, !c->as_json, err) : status;
}

static int run_count(cm_cli *cli, counting *c)
{
    cm_cli_stats_filter filter = {0};
    cm_option options[CM_CLI_STATS_OPTIONS + 2];
    cm_cli_stats_options(&filter, options);
    cm_option *own = options + CM_CLI_STATS_OPTIONS;
    own[0] = (cm_option){"--json", NULL, "help.option.json", &c->as_json, NULL, NULL};
    own[1] = (cm_option){"--xlsx", "FILE", "help.option.stats_xlsx", NULL, &c->sheet, NULL};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (c->as_json && c->sheet.ptr != NULL)) {
        return cm_cli_usage(cli);
    }
    cm_cli_stats s;
    if (!cm_cli_stats_query(cli, &filter, &c->query)) {
        return CM_EXIT_USAGE;
    }
    if (!cm_cli_stats_open(cli, &s, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    if (count_and_show(&s, c, &err) != CM_OK) {
        code = cm_cli_fail(cli, &err);
    }
    cm_cli_stats_close(&s);
    return code;
}

int cm_cmd_stats_ladder(cm_cli *cli)
{
    counting c = {.run = cm_statistics_ladder, .name = "stats ladder", .note = "stats.ladder.note"};
    return run_count(cli, &c);
}

int cm_cmd_stats_precision(cm_cli *cli)
{
    counting c = {.run = cm_statistics_precision,
                  .watches = true,
                  .name = "stats precision",
                  .note = "stats.precision.note"};
    return run_count(cli, &c);
}

int cm_cmd_stats_outcomes(cm_cli *cli)
{
    counting c = {.run = cm_statistics_outcomes, .name = "stats outcomes"};
    return run_count(cli, &c);
}

/* ---- what stands behind a number ---- */

typedef struct {
    cm_cli_stats *stats;
    bool as_json;
    uint64_t count;
} listing;

static void print_json(const cm_cli_stats *s, const cm_standing *c)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_standing_write_json(json, &s->statistics, c);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static cm_status show(void *payload, const cm_standing *c, cm_err *err)
{
    (void)err;

    enum { ID = 14, STATE = 14, RUNG = 10, VERDICT = 22, MODEL = 36 };

    listing *l = payload;
    cm_cli *cli = l->stats->cli;
    const cm_statistics *s = &l->stats->statistics;
    l->count++;
    if (l->as_json) {
        print_json(l->stats, c);
        return CM_OK;
    }
    const cm_verdict_rule *rule = &s->verdicts.rules[c->verdict];
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_cli_cell(&line, c->id, ID);
    cm_cli_cell(&line, cm_cli_state(cli, c->state), STATE);
    cm_cli_cell(&line, cm_cli_code(cli, CM_SV("rung"), s->course->rungs.items[c->rung]), RUNG);
    cm_cli_cell(&line, s->english ? rule->en : rule->zh, VERDICT);
    cm_cli_cell(&line, c->model, MODEL);
    (void)cm_buf_add(&line, c->court);
    (void)cm_buf_add_byte(&line, '\n');
    cm_cli_print(cm_buf_view(&line));
    return CM_OK;
}

typedef struct {
    cm_sv reached, at, verdict, state, outcome;
} wanted;

static bool read_rows(const cm_cli_stats *s, const wanted *w, cm_statistics_rows *rows)
{
    rows->state = w->state.ptr != NULL ? w->state : CM_SV("");
    rows->outcome = w->outcome.ptr != NULL ? w->outcome : CM_SV("");
    return cm_statistics_rung(&s->statistics, w->reached, &rows->reached) &&
           cm_statistics_rung(&s->statistics, w->at, &rows->at) &&
           cm_statistics_verdict(&s->statistics, w->verdict, &rows->verdict) &&
           (w->state.ptr == NULL || cm_course_state_of(s->statistics.course, w->state) != NULL) &&
           (w->outcome.ptr == NULL ||
            cm_course_code_of(s->statistics.course, CM_SV("outcome"), w->outcome) != NULL);
}

static int list(cm_cli_stats *s, const cm_statistics_query *query, const cm_statistics_rows *rows,
                bool as_json)
{
    CM_AUTO_ERR err = {0};
    listing l = {.stats = s, .as_json = as_json};
    if (!as_json) {
        cm_cli_say(s->cli, "notice", NULL);
    }
    if (cm_statistics_clues(&s->statistics, query, rows, show, &l, &err) != CM_OK) {
        return cm_cli_fail(s->cli, &err);
    }
    cm_word words[] = {{"count", cm_cli_number(s->cli, l.count)}, {NULL, {NULL, 0}}};
    if (!as_json) {
        cm_cli_say(s->cli, "stats.clues.count", words);
    }
    return CM_EXIT_OK;
}

int cm_cmd_stats_clues(cm_cli *cli)
{
    cm_cli_stats_filter filter = {0};
    cm_statistics_rows rows = {0};
    wanted w = {0};
    bool as_json = false;
    cm_option options[CM_CLI_STATS_OPTIONS + 6];
    cm_cli_stats_options(&filter, options); /* the first is --by, which is not for a list */
    options[0] = (cm_option){"--json", NULL, "help.option.json", &as_json, NULL, NULL};
    cm_option *own = options + CM_CLI_STATS_OPTIONS;
    own[0] = (cm_option){"--reached", "RUNG", "help.option.stats_reached", NULL, &w.reached, NULL};
    own[1] = (cm_option){"--at", "RUNG", "help.option.stats_at", NULL, &w.at, NULL};
    own[2] = (cm_option){"--verdict", "ID", "help.option.stats_verdict", NULL, &w.verdict, NULL};
    own[3] = (cm_option){"--state", "ID", "help.option.stats_state", NULL, &w.state, NULL};
    own[4] =
        (cm_option){"--left-out", NULL, "help.option.stats_left_out", &rows.left_out, NULL, NULL};
    own[5] = (cm_option){"--outcome", "ID", "help.option.stats_outcome", NULL, &w.outcome, NULL};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_statistics_query query;
    cm_cli_stats s;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_stats_query(cli, &filter, &query)) {
        return CM_EXIT_USAGE;
    }
    if (!cm_cli_stats_open(cli, &s, &code)) {
        return code;
    }
    code = read_rows(&s, &w, &rows) ? list(&s, &query, &rows, as_json) : cm_cli_usage(cli);
    cm_cli_stats_close(&s);
    return code;
}
