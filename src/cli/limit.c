#include "base/base.h"

#include "base/limits.h"
#include "base/moment.h"
#include "cli/due.h"

static cm_date today_of(cm_cli *cli)
{
    return cm_moment_day(cm_cli_now(cli));
}

static void print_json(cm_cli *cli, const cm_limit *limit)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_limit_write_json(json, cli->home, limit);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void print_limit(cm_cli *cli, const cm_limit *limit)
{
    cm_word words[] = {{"title", limit->title},
                       {"from", limit->start},
                       {"length", cm_cli_limit_length(cli, limit, CM_NO_DATE)},
                       {"by", cm_cli_term(cli, "actor", limit->by)},
                       {"basis", cm_cli_limit_basis(cli, limit)},
                       {NULL, {NULL, 0}}};
    cm_cli_print(limit->id);
    cm_cli_print(CM_SV("\n"));
    cm_cli_put(cli, 4, cm_cli_words(cli, "limit.line", words));
    if (limit->status != CM_LIMIT_CHECKED) {
        cm_cli_put(cli, 4, cm_cli_limit_mark(cli, limit));
    }
}

int cm_cmd_limit_list(cm_cli *cli)
{
    bool as_json = false, all = false;
    cm_sv day = {NULL, 0};
    const cm_option options[] = {
        {"--on", "DATE", "help.option.limit_on", NULL, &day, NULL},
        {"--all", NULL, "help.option.limit_all", &all, NULL, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK, first = 0, last = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_date on = today_of(cli);
    if (rest.count != 0 || !cm_cli_read_day(day, &on)) {
        return cm_cli_usage(cli);
    }
    const cm_law *law = cli->home->law;
    for (size_t i = 0; i < cm_limit_count(law); i++) {
        const cm_limit *limit = cm_limit_at(law, i);
        if (!all && cm_limit_find(law, limit->id, on) != limit) {
            continue;
        }
        if (as_json) {
            print_json(cli, limit);
        } else {
            print_limit(cli, limit);
        }
    }
    if (!as_json && cm_calendar_years(law, &first, &last)) {
        cm_word words[] = {{"first", cm_cli_number(cli, (uint64_t)first)},
                           {"last", cm_cli_number(cli, (uint64_t)last)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "limit.years", words);
    }
    return CM_EXIT_OK;
}

/* ---- how the last day comes about ---- */

static void put_number(cm_cli *cli, const char *id, int64_t number)
{
    cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)number)}, {NULL, {NULL, 0}}};
    if (number != 0) {
        cm_cli_put(cli, 2, cm_cli_words(cli, id, words));
    }
}

static void put_day(cm_cli *cli, const char *id, cm_date day, cm_sv event)
{
    cm_word words[] = {{"day", cm_cli_day(cli, day)}, {"event", event}, {NULL, {NULL, 0}}};
    cm_cli_put(cli, 2, cm_cli_words(cli, id, words));
}

static void put_move(cm_cli *cli, const cm_limit_query *q, const cm_limit_end *end)
{
    cm_word year[] = {{"year", cm_cli_number(cli, (uint64_t)end->unknown_year)}, {NULL, {NULL, 0}}};
    if (!cm_date_equal(end->counted, end->due)) {
        cm_word holiday[] = {
            {"title", cm_calendar_title(cli->home->law, cm_date_to_days(end->counted))},
            {NULL, {NULL, 0}}};
        cm_word words[] = {
            {"day", cm_cli_day(cli, end->counted)},
            {"title",
             cm_cli_words(cli, holiday[0].value.len != 0 ? "limit.holiday" : "limit.weekend",
                          holiday)},
            {NULL, {NULL, 0}}};
        cm_cli_put(cli, 2, cm_cli_words(cli, "limit.moved", words));
    } else if (!q->limit->moves) {
        cm_cli_put(cli, 2, cm_cli_words(cli, "limit.stays", NULL));
    }
    if (end->unknown_year != 0) {
        cm_cli_put(cli, 2, cm_cli_words(cli, "limit.unknown", year));
    }
}

static void print_account(cm_cli *cli, const cm_limit_query *q, const cm_limit_end *end)
{
    const cm_limit *limit = q->limit;
    cm_word words[] = {{"title", limit->title},
                       {"id", limit->id},
                       {"length", cm_cli_limit_length(cli, limit, q->stated)},
                       {"basis", cm_cli_limit_basis(cli, limit)},
                       {"about", limit->about},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "limit.head", words);
    put_day(cli, limit->first_day ? "limit.from_counted" : "limit.from", q->start, limit->start);
    cm_cli_put(cli, 2, cm_cli_words(cli, "limit.length", words));
    bool months = limit->extension_unit == CM_LIMIT_MONTH;
    put_number(cli, months ? "limit.extended_months" : "limit.extended", q->extension);
    put_number(cli, "limit.travel", q->travel);
    put_number(cli, "limit.paused", end->paused);
    if (end->ends) {
        put_day(cli, "limit.counted", end->counted, CM_SV(""));
        put_move(cli, q, end);
        put_day(cli, "limit.due", end->due, CM_SV(""));
    } else {
        cm_cli_put(cli, 2, cm_cli_words(cli, "limit.endless", NULL));
    }
    cm_cli_put(cli, 2, cm_cli_words(cli, "limit.basis", words));
    if (limit->status != CM_LIMIT_CHECKED) {
        cm_cli_put(cli, 2, cm_cli_limit_mark(cli, limit));
    }
    if (limit->about.len != 0) {
        cm_cli_put(cli, 2, cm_cli_words(cli, "limit.about", words));
    }
}

/* "2024-02-01..2024-02-20", or "2024-02-01.." for one that goes on. */
static bool read_pause(cm_sv text, cm_limit_pause *ret_pause)
{
    size_t dots = cm_sv_find(text, CM_SV(".."), 0);
    if (dots == SIZE_MAX || !cm_cli_read_day(cm_sv_slice(text, 0, dots), &ret_pause->from)) {
        return false;
    }
    cm_sv to = cm_sv_slice(text, dots + 2, text.len);
    return to.len == 0 || cm_cli_read_day(to, &ret_pause->to);
}

static int count_days(cm_cli *cli, cm_sv id, cm_limit_query *q, bool as_json)
{
    CM_AUTO_ERR err = {0};
    cm_limit_end end;
    q->limit = cm_limit_find(cli->home->law, id, q->start);
    if (q->limit == NULL) {
        cm_word words[] = {{"id", id}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "limit.none", words);
        return cm_status_exit_code(CM_E_NOTFOUND);
    }
    if (cm_limit_due(cli->home->law, q, &end, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!as_json) {
        print_account(cli, q, &end);
        return CM_EXIT_OK;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_limit_end_write_json(json, cli->home, q, &end);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
    return CM_EXIT_OK;
}

static bool read_number(cm_sv text, int64_t *ret_number)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret_number) && *ret_number >= 0);
}

int cm_cmd_limit_days(cm_cli *cli)
{
    bool as_json = false;
    cm_sv from = {NULL, 0}, stated = {NULL, 0}, extend = {NULL, 0}, travel = {NULL, 0};
    cm_svs pauses = {0}, rest = {0};
    const cm_option options[] = {
        {"--from", "DATE", "help.option.limit_from", NULL, &from, NULL},
        {"--stated", "DATE", "help.option.limit_stated", NULL, &stated, NULL},
        {"--pause", "DATE..DATE", "help.option.limit_pause", NULL, NULL, &pauses},
        {"--extend", "N", "help.option.limit_extend", NULL, &extend, NULL},
        {"--travel", "DAYS", "help.option.limit_travel", NULL, &travel, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_limit_pause *list = cm_arena_array(&cli->mem, cm_limit_pause, pauses.count + 1);
    cm_limit_query q = {.pauses = list, .pause_count = pauses.count, .today = today_of(cli)};
    bool good = rest.count == 1 && from.len != 0 && cm_cli_read_day(from, &q.start) &&
                cm_cli_read_day(stated, &q.stated) && read_number(extend, &q.extension) &&
                read_number(travel, &q.travel);
    for (size_t i = 0; good && i < pauses.count; i++) {
        good = read_pause(pauses.items[i], &list[i]);
    }
    return good ? count_days(cli, rest.items[0], &q, as_json) : cm_cli_usage(cli);
}
