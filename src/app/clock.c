#include "base/base.h"

#include "app/clock.h"

static cm_limit_pause *pauses_of(const cm_deadline_row *row, cm_arena *mem)
{
    cm_limit_pause *pauses = cm_arena_array(mem, cm_limit_pause, row->pauses.count + 1);
    for (size_t i = 0; i < row->pauses.count; i++) {
        pauses[i] = (cm_limit_pause){row->pauses.items[i].from, row->pauses.items[i].to};
    }
    return pauses;
}

static cm_limit_query query_of(const cm_deadline_row *row, const cm_limit *limit, cm_arena *mem)
{
    return (cm_limit_query){.limit = limit,
                            .start = row->start,
                            .stated = row->stated,
                            .pauses = pauses_of(row, mem),
                            .pause_count = row->pauses.count,
                            .extension = row->extension,
                            .travel = row->travel};
}

/* The last day of the row by the tables as they are now. */
static cm_status reckon(const cm_clock_use *use, cm_deadline_row *row, const cm_limit *limit,
                        cm_err *err)
{
    cm_limit_query query = query_of(row, limit, use->mem);
    cm_limit_end end;
    cm_status status = cm_limit_due(use->law, &query, &end, err);
    if (status == CM_OK) {
        row->due = end.ends ? end.due : CM_NO_DATE;
        row->unknown_year = end.unknown_year;
    }
    return status;
}

static cm_status limit_on(const cm_clock_use *use, cm_sv id, cm_date on, const cm_limit **ret_limit,
                          cm_err *err)
{
    *ret_limit = cm_limit_find(use->law, id, on);
    return *ret_limit != NULL
               ? CM_OK
               : cm_err_set(err, CM_E_NOTFOUND, "no time limit '%.*s' is known for that day",
                            CM_SV_ARG(id));
}

static cm_status open_ones(const cm_clock_use *use, const cm_clock_event *event, cm_sv limit,
                           cm_deadline_rows *ret_rows, cm_err *err)
{
    const cm_deadline_filter filter = {.clue = event->clue, .limit = limit};
    cm_deadline_rows all = {0};
    cm_status status = cm_deadline_list(use->desk, use->mem, &filter, &all, err);
    *ret_rows = (cm_deadline_rows){0};
    for (size_t i = 0; i < all.count; i++) {
        if (event->document == 0 || all.items[i].document == event->document) {
            *cm_vec_push(use->mem, ret_rows) = all.items[i];
        }
    }
    return status;
}

/* ---- by events of a clue ---- */

static cm_status start_one(const cm_clock_use *use, const cm_clock_event *event, cm_sv id,
                           cm_err *err)
{
    const cm_limit *limit = NULL;
    cm_deadline_rows running = {0};
    int64_t no = 0;
    cm_deadline_row row = {.clue = event->clue,
                           .document = event->document,
                           .event = event->event,
                           .limit = id,
                           .start = event->on,
                           .stated = event->stated,
                           .travel = event->travel,
                           .started_by = use->by};
    cm_status status = limit_on(use, id, event->on, &limit, err);
    if (status == CM_OK) {
        row.stated =
            limit->unit == CM_LIMIT_STATED || limit->may_state ? event->stated : CM_NO_DATE;
        status = open_ones(use, event, id, &running, err);
    }
    if (status != CM_OK || running.count != 0) {
        return status;
    }
    status = reckon(use, &row, limit, err);
    return status == CM_OK ? cm_deadline_start(use->desk, &row, &no, err) : status;
}

cm_status cm_clock_start(const cm_clock_use *use, const cm_clock_event *event, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < event->limits.count; i++) {
        status = start_one(use, event, event->limits.items[i], err);
    }
    return status == CM_OK && event->limits.count != 0
               ? cm_deadline_show_in_clue(use->desk, event->clue, err)
               : status;
}

static cm_status end_ones(const cm_clock_use *use, const cm_clock_event *event, cm_sv limit,
                          const cm_deadline_ending *ending, cm_err *err)
{
    cm_deadline_rows rows = {0};
    cm_status status = open_ones(use, event, limit, &rows, err);
    for (size_t i = 0; status == CM_OK && i < rows.count; i++) {
        status = cm_deadline_end(use->desk, &rows.items[i], ending, err);
    }
    return status;
}

cm_status cm_clock_meet(const cm_clock_use *use, const cm_clock_event *event, cm_err *err)
{
    const cm_deadline_ending ending = {.met = event->on, .by = use->by, .event = event->event};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < event->limits.count; i++) {
        status = end_ones(use, event, event->limits.items[i], &ending, err);
    }
    return status == CM_OK && event->limits.count != 0
               ? cm_deadline_show_in_clue(use->desk, event->clue, err)
               : status;
}

cm_status cm_clock_void(const cm_clock_use *use, const cm_clock_event *event, cm_sv why,
                        cm_err *err)
{
    const cm_deadline_ending ending = {.by = use->by, .why = why, .event = event->event};
    if (cm_sv_trim(why).len == 0) {
        return cm_err_set(err, CM_E_ARG, "a clock that ends without being met needs words why");
    }
    cm_status status =
        event->limits.count == 0 ? end_ones(use, event, CM_SV(""), &ending, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < event->limits.count; i++) {
        status = end_ones(use, event, event->limits.items[i], &ending, err);
    }
    return status == CM_OK ? cm_deadline_show_in_clue(use->desk, event->clue, err) : status;
}

cm_status cm_clock_undo(const cm_clock_use *use, int64_t clue, int64_t event, cm_sv why,
                        cm_err *err)
{
    cm_status status = cm_deadline_undo(use->desk, event, use->by, why, err);
    return status == CM_OK ? cm_deadline_show_in_clue(use->desk, clue, err) : status;
}

/* ---- one clock, by hand ---- */

/* A clock that is open, its limit, and words why it is changed. */
static cm_status take_up(const cm_clock_use *use, int64_t no, cm_sv why, cm_deadline_row *ret_row,
                         const cm_limit **ret_limit, cm_err *err)
{
    if (cm_sv_trim(why).len == 0) {
        return cm_err_set(err, CM_E_ARG, "say why");
    }
    cm_status status = cm_deadline_get(use->desk, use->mem, no, ret_row, err);
    if (status == CM_OK && !ret_row->open) {
        return cm_err_set(err, CM_E_CONFLICT, "clock %lld has ended", (long long)no);
    }
    return status == CM_OK ? limit_on(use, ret_row->limit, ret_row->start, ret_limit, err) : status;
}

static cm_status store(const cm_clock_use *use, cm_deadline_row *row, const cm_limit *limit,
                       cm_err *err)
{
    cm_status status = reckon(use, row, limit, err);
    if (status == CM_OK) {
        status = cm_deadline_reckon(use->desk, row, err);
    }
    return status == CM_OK ? cm_deadline_show_in_clue(use->desk, row->clue, err) : status;
}

static bool goes_on(const cm_deadline_row *row)
{
    bool open = false;
    for (size_t i = 0; i < row->pauses.count; i++) {
        open = open || !cm_date_exists(row->pauses.items[i].to);
    }
    return open;
}

cm_status cm_clock_pause(const cm_clock_use *use, int64_t no, const cm_deadline_pause *pause,
                         cm_err *err)
{
    cm_deadline_row row = {0};
    const cm_limit *limit = NULL;
    cm_status status = take_up(use, no, pause->why, &row, &limit, err);
    if (status != CM_OK) {
        return status;
    }
    if (!cm_limit_pauses(limit, pause->reason)) {
        return cm_err_set(err, CM_E_ARG, "%.*s: '%.*s' does not stop it", CM_SV_ARG(row.limit),
                          CM_SV_ARG(pause->reason));
    }
    if (goes_on(&row)) {
        return cm_err_set(err, CM_E_CONFLICT, "clock %lld is stopped already", (long long)no);
    }
    status = cm_deadline_stop(use->desk, &row, pause, use->by, err);
    *cm_vec_push(use->mem, &row.pauses) = *pause;
    return status == CM_OK ? store(use, &row, limit, err) : status;
}

cm_status cm_clock_resume(const cm_clock_use *use, int64_t no, cm_date last, cm_err *err)
{
    cm_deadline_row row = {0};
    const cm_limit *limit = NULL;
    cm_status status = take_up(use, no, CM_SV("-"), &row, &limit, err);
    if (status == CM_OK) {
        status = cm_deadline_resume(use->desk, &row, last, err);
    }
    for (size_t i = 0; status == CM_OK && i < row.pauses.count; i++) {
        if (!cm_date_exists(row.pauses.items[i].to)) {
            row.pauses.items[i].to = last;
        }
    }
    return status == CM_OK ? store(use, &row, limit, err) : status;
}

cm_status cm_clock_extend(const cm_clock_use *use, int64_t no, int64_t extension, int64_t travel,
                          cm_sv why, cm_err *err)
{
    cm_deadline_row row = {0};
    const cm_limit *limit = NULL;
    cm_status status = take_up(use, no, why, &row, &limit, err);
    if (status == CM_OK) {
        row.extension += extension;
        row.travel += travel;
        row.extended_why = why;
        status = store(use, &row, limit, err);
    }
    return status;
}

cm_status cm_clock_end(const cm_clock_use *use, int64_t no, cm_date met, cm_sv why, cm_err *err)
{
    cm_deadline_row row = {0};
    const cm_limit *limit = NULL;
    const cm_deadline_ending ending = {.met = met, .by = use->by, .why = why};
    cm_status status = take_up(use, no, cm_date_exists(met) ? CM_SV("-") : why, &row, &limit, err);
    if (status == CM_OK && cm_date_exists(met) && cm_date_compare(met, row.start) < 0) {
        return cm_err_set(err, CM_E_ARG, "it can't be met before it begins");
    }
    if (status == CM_OK) {
        status = cm_deadline_end(use->desk, &row, &ending, err);
    }
    return status == CM_OK ? cm_deadline_show_in_clue(use->desk, row.clue, err) : status;
}

/* ---- lists ---- */

static cm_clock clock_of(const cm_clock_use *use, const cm_deadline_row *row, cm_date on)
{
    cm_clock c = {.row = *row, .limit = cm_limit_find(use->law, row->limit, row->start)};
    CM_AUTO_ERR ignored = {0}; /* a limit that changed in the table: shown as different */
    if (c.limit == NULL) {
        c.differs = true;
        return c;
    }
    cm_limit_query query = query_of(row, c.limit, use->mem);
    if (cm_limit_due(use->law, &query, &c.end, &ignored) != CM_OK) {
        c.differs = true;
        return c;
    }
    cm_date now = c.end.ends ? c.end.due : CM_NO_DATE;
    c.differs =
        row->open && (!cm_date_equal(now, row->due) || c.end.unknown_year != row->unknown_year);
    cm_limit_end stored = c.end;
    stored.due = row->due;
    c.standing = cm_limit_stands(&query, &stored, on, row->met);
    if (!row->open && !cm_date_exists(row->met)) {
        c.standing = (cm_limit_standing){.state = CM_CLOCK_ENDED};
    }
    return c;
}

cm_status cm_clocks_list(const cm_clock_use *use, const cm_deadline_filter *filter, cm_date on,
                         cm_clocks *ret_clocks, cm_err *err)
{
    cm_deadline_rows rows = {0};
    cm_status status = cm_deadline_list(use->desk, use->mem, filter, &rows, err);
    *ret_clocks = (cm_clocks){0};
    for (size_t i = 0; status == CM_OK && i < rows.count; i++) {
        *cm_vec_push(use->mem, ret_clocks) = clock_of(use, &rows.items[i], on);
    }
    return status;
}

cm_status cm_clock_adopt(const cm_clock_use *use, const cm_clock *clock, cm_err *err)
{
    cm_deadline_row row = clock->row;
    const cm_limit *limit = NULL;
    cm_status status = limit_on(use, row.limit, row.start, &limit, err);
    return status == CM_OK ? store(use, &row, limit, err) : status;
}
