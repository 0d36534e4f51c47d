#include "base/base.h"

#include "app/check.h"
#include "cli/cli.h"
#include "cli/clue_text.h"

#include "base/limits.h"

typedef struct {
    cm_cli *cli;
    const cm_check *check;
    size_t count;
} printing;

/* ---- facts ---- */

static cm_value value_of(const cm_fact_row *row, const cm_cell *cell, cm_sv name)
{
    if (cell->type != CM_CELL_NULL) {
        return (cm_value){CM_VALUE_KNOWN, cell->number, cell->text};
    }
    return (cm_value){.state = cm_row_is_unread(row, name) ? CM_VALUE_UNREAD : CM_VALUE_ABSENT};
}

enum { TABLE = 14 }; /* columns of the name of a table */

static void add_fact(cm_cli *cli, cm_buf *facts, const cm_column *column, cm_value value)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_column_write(&text, &cli->home->words, column, value);
    const cm_word words[] = {
        {"title", column->title}, {"value", cm_buf_view(&text)}, {NULL, {NULL, 0}}};
    if (facts->len > 0) {
        cm_home_say(cli->home, facts, CM_SV("check.join"), NULL);
    }
    cm_home_say(cli->home, facts, CM_SV("check.fact"), words);
}

/* The row's facts behind the name of their table; those that the text does not state left out. */
static void print_row(cm_cli *cli, const cm_fact_row *row)
{
    CM_AUTO_BUF facts, out;
    cm_buf_init(&facts, CM_MAX_PAGE);
    cm_buf_init(&out, CM_MAX_PAGE);
    const cm_column *column = NULL;
    for (size_t i = 0; (column = cm_row_column(row, i)) != NULL; i++) {
        cm_value value = value_of(row, &row->cells[i], column->name);
        if (value.state != CM_VALUE_ABSENT) {
            add_fact(cli, &facts, column, value);
        }
    }
    if (facts.len == 0) {
        return; /* a civil case has no defendant and no conviction */
    }
    (void)cm_buf_add(&out, CM_SV("  "));
    cm_cli_cell(&out, row->view->title, TABLE);
    cm_cli_wrap(&out, cm_buf_view(&facts), TABLE + 2);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_facts(cm_cli *cli, const cm_check *check)
{
    cm_cli_say(cli, "check.facts", NULL);
    for (size_t i = 0; i < check->rows.rows.count; i++) {
        const cm_fact_row *row = check->rows.rows.items[i];
        bool law = cm_sv_equal(row->view->name, CM_SV("conviction.tiers"));
        if (!law) { /* the law's own rows stand with the clue that uses them */
            print_row(cli, row);
        }
    }
}

static void print_unread(cm_cli *cli, const cm_check *check)
{
    const cm_svs *groups = &check->rows.unread_groups;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < groups->count; i++) {
        (void)cm_buf_add(&out, CM_SV(" "));
        (void)cm_buf_add(&out, cm_clue_title(cli->home, CM_SV(""), groups->items[i]));
    }
    if (groups->count == 0) {
        cm_cli_say(cli, "check.all_read", NULL);
        return;
    }
    cm_sv title = cm_wording_find(&cli->home->messages, CM_SV("check.not_read"));
    (void)printf("%.*s:%s\n", CM_SV_ARG(title), cm_buf_z(&out));
}

static void print_deadline(cm_cli *cli, const cm_deadline *d)
{
    if (d->state != CM_DEADLINE_RUNS) {
        cm_cli_say(
            cli, d->state == CM_DEADLINE_UNKNOWN ? "check.deadline_unknown" : "check.deadline_none",
            NULL);
        return;
    }
    uint64_t days = d->days_left > 0 ? (uint64_t)d->days_left : 0;
    cm_word words[] = {
        {"last", cm_cli_day(cli, d->last)}, {"days", cm_cli_number(cli, days)}, {NULL, {NULL, 0}}};
    const char *id = d->days_left > 0
                         ? "check.deadline"
                         : (d->days_left == 0 ? "check.deadline_today" : "check.deadline_over");
    cm_cli_say(cli, id, words);
    cm_word how[] = {{"counted", cm_cli_day(cli, d->counted)},
                     {"year", cm_cli_number(cli, (uint64_t)d->unknown_year)},
                     {NULL, {NULL, 0}}};
    if (!cm_date_equal(d->counted, d->last)) {
        cm_cli_say(cli, "check.deadline_moved", how);
    }
    if (d->unknown_year != 0) {
        cm_cli_say(cli, "check.deadline_calendar", how);
    }
}

/* ---- clues ---- */

static cm_status print_clue(void *payload, const cm_clue *clue, cm_err *err)
{
    printing *p = payload;
    p->count++;
    if (clue->outcome != CM_ANSWER_HIT) {
        cm_cli_clue_row(p->cli, clue);
        return CM_OK;
    }
    (void)printf("\n");
    return cm_cli_clue(p->cli, p->check->site, clue, err);
}

static cm_status print_clues(cm_cli *cli, const cm_check *check, cm_answer outcome,
                             size_t *ret_count, cm_err *err)
{
    printing p = {cli, check, 0};
    const cm_clue_filter filter = {.outcome = outcome};
    cm_status status = cm_clues_each(check->site, &filter, print_clue, &p, err);
    *ret_count = p.count;
    return status;
}

static cm_status print_check(cm_cli *cli, const cm_check *check, cm_err *err)
{
    cm_cli_say(cli, "notice", NULL);
    if (check->document.cause != CM_CAUSE_NONE) {
        cm_sv title = cm_wording_find(&cli->home->messages, CM_SV("check.not_read"));
        cm_sv cause = cm_cause_text(cli->home, &cli->mem, cm_cause_name(check->document.cause));
        (void)printf("%.*s: %.*s\n", CM_SV_ARG(title), CM_SV_ARG(cause));
        return CM_OK;
    }
    size_t hits = 0, undecidable = 0;
    print_facts(cli, check);
    print_unread(cli, check);
    print_deadline(cli, &check->deadline);
    (void)printf("\n");
    cm_cli_say(cli, "check.clues", NULL);
    cm_status status = print_clues(cli, check, CM_ANSWER_HIT, &hits, err);
    if (status == CM_OK && hits == 0) {
        cm_cli_say(cli, "check.no_clues", NULL);
    }
    (void)printf("\n");
    cm_cli_say(cli, "check.undecidable", NULL);
    if (status == CM_OK) {
        status = print_clues(cli, check, CM_ANSWER_UNDECIDABLE, &undecidable, err);
    }
    if (status == CM_OK && undecidable == 0) {
        cm_cli_say(cli, "check.none", NULL);
    }
    return status;
}

static cm_status print_json(cm_cli *cli, const cm_check *check, cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_status status = cm_check_write_json(json, cli->home, check, false, &cli->mem, err);
    if (status == CM_OK) {
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    }
    return status;
}

static int run_check(cm_cli *cli, cm_sv path, cm_check_options *options, bool as_json)
{
    CM_AUTO_ERR err = {0};
    if (cm_home_load_models(cli->home, cli->workspace, &err) != CM_OK) {
        return cm_cli_problems(cli, "model.problems", &err);
    }
    if (cm_check_load(&cli->mem, path, &options->content, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    options->id = cm_reading_file_id(path);
    cm_check check;
    cm_status status = cm_check_open(cli->home, &cli->mem, options, &check, &err);
    if (status == CM_OK) {
        status = as_json ? print_json(cli, &check, &err) : print_check(cli, &check, &err);
    }
    bool read = check.document.cause == CM_CAUSE_NONE;
    cm_check_close(&check);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    return read ? CM_EXIT_OK : CM_EXIT_NOT_ALL;
}

int cm_cmd_check(cm_cli *cli)
{
    bool as_json = false;
    cm_sv received = {NULL, 0}, today = {NULL, 0};
    const cm_option options[] = {
        {.name = "--received",
         .value = "DATE",
         .help = "help.option.received",
         .ret_value = &received},
        {.name = "--today", .value = "DATE", .help = "help.option.today", .ret_value = &today},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_check_options job = {.received_on = CM_NO_DATE, .today = cm_date_today()};
    bool good =
        rest.count == 1 &&
        (received.ptr == NULL ||
         (cm_date_parse(received, &job.received_on) && cm_date_exists(job.received_on))) &&
        (today.ptr == NULL || (cm_date_parse(today, &job.today) && cm_date_exists(job.today)));
    if (!good) {
        return cm_cli_usage(cli);
    }
    return run_check(cli, rest.items[0], &job, as_json);
}
