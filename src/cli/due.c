#include "base/base.h"

#include "base/limits.h"
#include "base/moment.h"
#include "cli/due.h"

enum { WITHIN = 7, INDENT = 6 };

cm_sv cm_cli_clock_state(cm_cli *cli, const cm_clock *c)
{
    const cm_term_list *states = cm_map_find(&cli->home->terms.lists, CM_SV("clock"));
    cm_sv state = cm_cli_term(cli, "clock", cm_term_id(states, (int)c->standing.state));
    int32_t left = c->standing.days_left;
    bool counts = c->standing.state <= CM_CLOCK_OVERDUE && left != 0;
    cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)(left < 0 ? -left : left))},
                       {NULL, {NULL, 0}}};
    return counts ? cm_arena_format(
                        &cli->mem, "%.*s %.*s", CM_SV_ARG(state),
                        CM_SV_ARG(cm_cli_words(cli, left < 0 ? "due.over" : "due.left", words)))
                  : state;
}

cm_sv cm_cli_clock_due(cm_cli *cli, const cm_clock *c)
{
    return cm_date_exists(c->row.due) ? cm_cli_day(cli, c->row.due) : CM_SV("-");
}

/* ---- lists ---- */

static void print_json(cm_cli *cli, const cm_clock *c)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_clock_write_json(json, cli->home, c);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void put_marks(cm_cli *cli, const cm_clock *c)
{
    cm_word words[] = {
        {"year", cm_cli_number(cli, (uint64_t)c->row.unknown_year)},
        {"day", cm_date_exists(c->end.due) ? cm_cli_day(cli, c->end.due) : CM_SV("-")},
        {NULL, {NULL, 0}}};

    const struct {
        bool holds;
        const char *id;
    } marks[] = {
        {c->row.urgent, "due.urgent"},      {c->standing.urge, "due.urge"},
        {c->standing.report, "due.report"}, {c->row.unknown_year != 0, "limit.unknown"},
        {c->differs, "due.differs"},
    };

    for (size_t i = 0; i < CM_COUNT(marks); i++) {
        if (marks[i].holds) {
            cm_cli_put(cli, INDENT, cm_cli_words(cli, marks[i].id, words));
        }
    }
    if (c->limit != NULL && c->limit->status != CM_LIMIT_CHECKED) {
        cm_cli_put(cli, INDENT, cm_cli_limit_mark(cli, c->limit));
    }
}

static void print_clock(cm_cli *cli, const cm_clock *c)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "%4lld  ", (long long)c->row.no);
    cm_cli_cell(&out, cm_cli_clock_due(cli, c), 16);
    cm_cli_cell(&out, cm_cli_clock_state(cli, c), 22);
    cm_cli_cell(&out, c->row.clue_id, 14);
    (void)cm_buf_add(&out, c->limit != NULL ? c->limit->title : c->row.limit);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
    bool given = c->row.office.len + c->row.handler.len != 0;
    cm_word words[] = {
        {"from", cm_cli_day(cli, c->row.start)},
        {"event", c->limit != NULL ? c->limit->start : CM_SV("")},
        {"length",
         c->limit != NULL ? cm_cli_limit_length(cli, c->limit, c->row.stated) : CM_SV("")},
        {"by", c->limit != NULL ? cm_cli_term(cli, "actor", c->limit->by) : CM_SV("")},
        {"where", given ? cm_arena_format(&cli->mem, "%.*s %.*s", CM_SV_ARG(c->row.office),
                                          CM_SV_ARG(c->row.handler))
                        : cm_cli_words(cli, "due.unallotted", NULL)},
        {"basis", c->limit != NULL ? cm_cli_limit_basis(cli, c->limit) : CM_SV("")},
        {NULL, {NULL, 0}}};
    cm_cli_put(cli, INDENT, cm_cli_words(cli, "due.line", words));
    cm_cli_put(cli, INDENT, cm_cli_words(cli, "limit.basis", words));
    put_marks(cli, c);
}

static void print_total(cm_cli *cli, const cm_clocks *clocks)
{
    uint64_t counts[CM_CLOCK_STATE_COUNT] = {0};
    for (size_t i = 0; i < clocks->count; i++) {
        counts[clocks->items[i].standing.state]++;
    }
    cm_word words[] = {{"count", cm_cli_number(cli, clocks->count)},
                       {"overdue", cm_cli_number(cli, counts[CM_CLOCK_OVERDUE])},
                       {"today", cm_cli_number(cli, counts[CM_CLOCK_DUE_TODAY])},
                       {"warned", cm_cli_number(cli, counts[CM_CLOCK_WARNED])},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, clocks->count != 0 ? "due.total" : "due.none", words);
}

cm_status cm_cli_lapse(cm_cli *cli, cm_desk *desk, bool apart, cm_err *err)
{
    uint64_t count = 0;
    cm_caller caller = cli->caller;
    caller.at = cm_cli_now(cli);
    cm_status status = cm_due_lapse(cli->home, desk, &caller, &cli->mem, &count, err);
    cm_word words[] = {{"count", cm_cli_number(cli, count)}, {NULL, {NULL, 0}}};
    if (count != 0) {
        (apart ? cm_cli_say_error : cm_cli_say)(cli, "due.lapsed", words);
    }
    return status;
}

typedef struct {
    cm_date on;
    int64_t most; /* rows to show; 0: all */
    bool as_json;
} view;

static int list(cm_cli *cli, const cm_deadline_filter *filter, const view *v)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_clocks clocks = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    const cm_due_use use = {w, &cli->caller, &cli->mem};
    cm_status status = cm_cli_lapse(cli, w->desk, v->as_json, &err);
    if (status == CM_OK) {
        status = cm_due_list(&use, filter, v->on, &clocks, &err);
    }
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!v->as_json) {
        cm_cli_say(cli, "notice", NULL);
    }
    for (size_t i = 0; i < clocks.count && (v->most == 0 || (int64_t)i < v->most); i++) {
        if (v->as_json) {
            print_json(cli, &clocks.items[i]);
        } else {
            print_clock(cli, &clocks.items[i]);
        }
    }
    if (!v->as_json) {
        print_total(cli, &clocks);
    }
    return CM_EXIT_OK;
}

int cm_cmd_due(cm_cli *cli)
{
    bool all = false;
    view v = {.on = cm_moment_day(cm_cli_now(cli))};
    cm_sv on_text = {NULL, 0}, within = {NULL, 0}, most = {NULL, 0};
    cm_deadline_filter f = {0};
    int64_t days = WITHIN;
    const cm_option options[] = {
        {"--on", "DATE", "help.option.due_on", NULL, &on_text, NULL},
        {"--within", "DAYS", "help.option.due_within", NULL, &within, NULL},
        {"--all", NULL, "help.option.due_all", &all, NULL, NULL},
        {"--ended", NULL, "help.option.due_ended", &f.ended, NULL, NULL},
        {"--clue", "ID", "help.option.due_clue", NULL, &f.clue_id, NULL},
        {"--office", "ID", "help.option.due_office", NULL, &f.office, NULL},
        {"--handler", "NAME", "help.option.due_handler", NULL, &f.handler, NULL},
        {"--limit", "N", "help.option.due_limit", NULL, &most, NULL},
        {"--json", NULL, "help.option.json", &v.as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool good =
        rest.count == 0 && cm_cli_read_day(on_text, &v.on) &&
        (most.ptr == NULL || (cm_sv_to_int(most, &v.most) && v.most > 0)) &&
        (within.ptr == NULL || (cm_sv_to_int(within, &days) && days >= 0 && days < INT16_MAX));
    if (!good || (all && within.ptr != NULL)) {
        return cm_cli_usage(cli);
    }
    if (!all && !f.ended && f.clue_id.len == 0) {
        f.until = cm_date_from_days(cm_date_to_days(v.on) + (int32_t)days);
    }
    return list(cli, &f, &v);
}

int cm_cmd_due_check(cm_cli *cli)
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
    cm_clocks clocks = {0};
    const cm_deadline_filter filter = {0};
    uint64_t differ = 0;
    cm_date today = cm_moment_day(cm_cli_now(cli));
    const cm_due_use use = {w, &cli->caller, &cli->mem};
    cm_status status = cm_due_list(&use, &filter, today, &clocks, &err);
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    for (size_t i = 0; i < clocks.count; i++) {
        if (clocks.items[i].differs) {
            print_clock(cli, &clocks.items[i]);
            differ++;
        }
    }
    cm_word words[] = {{"count", cm_cli_number(cli, clocks.count)},
                       {"differ", cm_cli_number(cli, differ)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, differ != 0 ? "due.check.differ" : "due.check.same", words);
    return differ != 0 ? CM_EXIT_NOT_ALL : CM_EXIT_OK;
}
