#include "base/base.h"

#include "app/due.h"
#include "base/limits.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/routes.h"

enum { WITHIN = 7 };

static cm_date day_or_today(const cm_exchange *x, const char *name)
{
    cm_date day = cm_ask_day(x, name);
    return cm_date_exists(day) ? day : cm_moment_day(x->caller.at);
}

/* ---- limits ---- */

static void put_year(cm_json *json, const char *name, bool known, int year)
{
    cm_json_key(json, cm_sv_from(name));
    if (known) {
        cm_json_int(json, year);
    } else {
        cm_json_null(json);
    }
}

cm_status cm_api_limit_list(cm_exchange *x, cm_err *err)
{
    const cm_law *law = x->home->law;
    cm_date on = day_or_today(x, "on");
    bool all = cm_ask_bool(x, "all");
    int first = 0, last = 0;
    (void)err;
    cm_reply_list(x);
    for (size_t i = 0; i < cm_limit_count(law); i++) {
        const cm_limit *limit = cm_limit_at(law, i);
        if (all || cm_limit_find(law, limit->id, on) == limit) {
            cm_limit_write_json(x->json, x->home, limit);
        }
    }
    cm_json_array_end(x->json);
    bool known = cm_calendar_years(law, &first, &last);
    put_year(x->json, "calendar_from", known, first);
    put_year(x->json, "calendar_to", known, last);
    cm_json_object_end(x->json);
    return CM_OK;
}

static bool read_day(cm_sv text, cm_date *ret_day)
{
    return cm_date_parse(text, ret_day) && cm_date_exists(*ret_day);
}

/* "2024-02-01..2024-02-20", or "2024-02-01.." for one that goes on. */
static bool read_pause(cm_sv text, cm_limit_pause *ret_pause)
{
    size_t dots = cm_sv_find(text, CM_SV(".."), 0);
    if (dots == SIZE_MAX || !read_day(cm_sv_slice(text, 0, dots), &ret_pause->from)) {
        return false;
    }
    cm_sv to = cm_sv_slice(text, dots + 2, text.len);
    return to.len == 0 || read_day(to, &ret_pause->to);
}

cm_status cm_api_limit_days(cm_exchange *x, cm_err *err)
{
    cm_limit_end end;
    cm_svs pauses = cm_ask_texts(x, "pause");
    cm_limit_pause *list = cm_arena_array(x->mem, cm_limit_pause, pauses.count + 1);
    cm_limit_query q = {.pauses = list,
                        .pause_count = pauses.count,
                        .today = cm_moment_day(x->caller.at),
                        .start = cm_ask_day(x, "from"),
                        .stated = cm_ask_day(x, "stated"),
                        .extension = cm_ask_int(x, "extend", 0),
                        .travel = cm_ask_int(x, "travel", 0)};
    for (size_t i = 0; i < pauses.count; i++) {
        if (!read_pause(pauses.items[i], &list[i])) {
            return cm_ask_wrong(x, "pause", "not two days like 2026-02-01..2026-02-20", err);
        }
    }
    cm_sv id = cm_ask_text(x, "limit");
    q.limit = cm_limit_find(x->home->law, id, q.start);
    if (q.limit == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no limit '%.*s' on that day", CM_SV_ARG(id));
    }
    cm_status status = cm_limit_due(x->home->law, &q, &end, err);
    if (status == CM_OK) {
        cm_limit_end_write_json(x->json, x->home, &q, &end);
    }
    return status;
}

/* ---- what is due ---- */

/* The order of the list as a text: open ones, urgent ones, by last day, as they began. */
static cm_sv place_of(const cm_exchange *x, const cm_deadline_row *row)
{
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    (void)cm_date_write(&day, row->due);
    cm_sv due = cm_date_exists(row->due) ? cm_buf_view(&day) : CM_SV("~");
    return cm_arena_format(x->mem, "%c%c%.*s.%019lld", row->open ? '0' : '1',
                           row->urgent ? '0' : '1', CM_SV_ARG(due), (long long)row->no);
}

static void put_items(cm_exchange *x, const cm_clocks *clocks)
{
    cm_sv after = cm_ask_text(x, "after"), last = CM_SV("");
    int64_t limit = cm_answer_limit(x), count = 0;
    bool more = false;
    cm_reply_items(x);
    for (size_t i = 0; i < clocks->count; i++) {
        cm_sv place = place_of(x, &clocks->items[i].row);
        if (after.len != 0 && cm_sv_compare(place, after) <= 0) {
            continue;
        }
        more = count == limit;
        if (more) {
            break;
        }
        cm_clock_write_json(x->json, x->home, &clocks->items[i]);
        last = place;
        count++;
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, more ? last : CM_SV(""));
}

static void put_totals(cm_json *json, const cm_clocks *clocks)
{
    int64_t counts[CM_CLOCK_STATE_COUNT] = {0};
    for (size_t i = 0; i < clocks->count; i++) {
        counts[clocks->items[i].standing.state]++;
    }
    cm_json_put_int(json, CM_SV("total"), (int64_t)clocks->count);
    cm_json_put_int(json, CM_SV("overdue"), counts[CM_CLOCK_OVERDUE]);
    cm_json_put_int(json, CM_SV("today"), counts[CM_CLOCK_DUE_TODAY]);
    cm_json_put_int(json, CM_SV("warned"), counts[CM_CLOCK_WARNED]);
}

/* As `chaming due`: clues that waited in vain become overdue first. */
static cm_status load_due(cm_exchange *x, cm_clocks *ret_clocks, cm_err *err)
{
    const cm_due_use use = {x->workdesk, &x->caller, x->mem};
    cm_date on = day_or_today(x, "on");
    uint64_t lapsed = 0;
    cm_deadline_filter f = {.ended = cm_ask_bool(x, "ended"),
                            .clue_id = cm_ask_text(x, "clue"),
                            .office = cm_ask_text(x, "office"),
                            .handler = cm_ask_text(x, "handler")};
    if (!cm_ask_bool(x, "all") && !f.ended && f.clue_id.len == 0) {
        int64_t days = cm_ask_int(x, "within", WITHIN);
        f.until = cm_date_from_days(cm_date_to_days(on) + (int32_t)days);
    }
    cm_status status = cm_due_lapse(x->home, x->workdesk->desk, &x->caller, x->mem, &lapsed, err);
    return status == CM_OK ? cm_due_list(&use, &f, on, ret_clocks, err) : status;
}

cm_status cm_api_deadline_list(cm_exchange *x, cm_err *err)
{
    cm_clocks clocks = {0};
    cm_status status = load_due(x, &clocks, err);
    if (status == CM_OK) {
        cm_reply_notice(x);
        put_totals(x->json, &clocks);
        put_items(x, &clocks);
        cm_json_object_end(x->json);
    }
    return status;
}

cm_status cm_api_deadline_check(cm_exchange *x, cm_err *err)
{
    const cm_due_use use = {x->workdesk, &x->caller, x->mem};
    const cm_deadline_filter filter = {0};
    cm_clocks clocks = {0};
    cm_status status = cm_due_list(&use, &filter, cm_moment_day(x->caller.at), &clocks, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_json_put_int(x->json, CM_SV("examined"), (int64_t)clocks.count);
    cm_reply_items(x);
    for (size_t i = 0; i < clocks.count; i++) {
        if (clocks.items[i].differs) {
            cm_clock_write_json(x->json, x->home, &clocks.items[i]);
        }
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- changes ---- */

static cm_status change(cm_exchange *x, cm_due_change *what, cm_err *err)
{
    const cm_due_use use = {x->workdesk, &x->caller, x->mem};
    cm_clock clock = {0};
    if (what->act != CM_DUE_START) {
        what->no = cm_ask_int(x, "deadline", 0);
    }
    cm_status status = cm_due_do(&use, what, &clock, err);
    if (status == CM_OK) {
        cm_clock_write_json(x->json, x->home, &clock);
    }
    return status;
}

cm_status cm_api_deadline_start(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_START,
                       .clue = cm_ask_text(x, "clue"),
                       .limit = cm_ask_text(x, "limit"),
                       .day = cm_ask_day(x, "from"),
                       .stated = cm_ask_day(x, "stated"),
                       .travel = cm_ask_int(x, "travel", 0)};
    cm_status status = change(x, &c, err);
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
    }
    return status;
}

cm_status cm_api_deadline_pause(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_PAUSE,
                       .day = cm_ask_day(x, "from"),
                       .why = cm_ask_text(x, "why"),
                       .pause = {.reason = cm_ask_text(x, "reason"),
                                 .why = cm_ask_text(x, "why"),
                                 .from = cm_ask_day(x, "from"),
                                 .to = cm_ask_day(x, "until")}};
    return change(x, &c, err);
}

cm_status cm_api_deadline_resume(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_RESUME, .day = cm_ask_day(x, "last")};
    return change(x, &c, err);
}

cm_status cm_api_deadline_extend(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_EXTEND,
                       .extension = cm_ask_int(x, "extend", 0),
                       .travel = cm_ask_int(x, "travel", 0),
                       .why = cm_ask_text(x, "why")};
    if (c.extension + c.travel == 0) {
        return cm_ask_wrong(x, "extend", "give extend or travel", err);
    }
    return change(x, &c, err);
}

cm_status cm_api_deadline_meet(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_MEET, .day = cm_ask_day(x, "day")};
    return change(x, &c, err);
}

cm_status cm_api_deadline_end(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_END, .why = cm_ask_text(x, "why")};
    return change(x, &c, err);
}

cm_status cm_api_deadline_adopt(cm_exchange *x, cm_err *err)
{
    cm_due_change c = {.act = CM_DUE_ADOPT};
    return change(x, &c, err);
}
