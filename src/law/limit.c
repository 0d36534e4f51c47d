#include "base/base.h"

#include "law/calendar.h"
#include "law/data.h"
#include "law/limit.h"

static const char *const UNITS[] = {"day", "working_day", "month", "year", "stated", "none"};
static const char *const STATUSES[] = {"checked", "unverified", "house"};

/* Nothing counts past the last day that a date can be. */
#define LAST_DAY ((int32_t)2932896)

/* ---- the table ---- */

/* "4:day", "any:month", or empty. */
static void load_extension(cm_cells *c, cm_limit *limit)
{
    cm_sv rest = cm_cells_text(c, "extension"), most, unit;
    if (rest.len == 0 || !cm_sv_split(&rest, ':', &most)) {
        return;
    }
    unit = rest;
    bool known = cm_sv_equal(unit, CM_SV("day")) || cm_sv_equal(unit, CM_SV("month"));
    limit->extension_unit = cm_sv_equal(unit, CM_SV("day")) ? CM_LIMIT_DAY : CM_LIMIT_MONTH;
    if (cm_sv_equal(most, CM_SV("any"))) {
        limit->extension = CM_LIMIT_ANY;
    } else if (!cm_sv_to_int(most, &limit->extension) || limit->extension < 1) {
        known = false;
    }
    if (!known) {
        cm_cells_fail(c, "extension", "want number:day, number:month or any:unit");
    }
}

static void load_pauses(const cm_law *law, cm_arena *mem, cm_cells *c, cm_limit *limit)
{
    cm_sv rest = cm_cells_text(c, "pauses"), id;
    while (rest.len != 0 && cm_sv_split(&rest, ';', &id)) {
        if (cm_law_term(law, CM_SV("pause"), id) < 0) {
            cm_cells_fail(c, "pauses", "is not in list pause");
            return;
        }
        *cm_vec_push(mem, &limit->pauses) = id;
    }
}

static void load_warnings(cm_arena *mem, cm_cells *c, cm_limit *limit)
{
    cm_sv rest = cm_cells_text(c, "warn"), each;
    while (rest.len != 0 && cm_sv_split(&rest, ';', &each)) {
        int64_t days = 0;
        bool half = cm_sv_equal(each, CM_SV("50%"));
        if (!half && (!cm_sv_to_int(each, &days) || days < 1 || days > INT16_MAX)) {
            cm_cells_fail(c, "warn", "want 50% or days");
            return;
        }
        *cm_vec_push(mem, &limit->warnings) = (cm_limit_warning){half, (int32_t)days};
    }
}

static void check_row(const cm_law *law, cm_cells *c, const cm_limit *limit)
{
    bool counted = limit->unit < CM_LIMIT_STATED;
    if (limit->length < 0 || (!counted && limit->length != 0) ||
        (counted && limit->length == 0 && limit->unit != CM_LIMIT_DAY)) {
        cm_cells_fail(c, "length", "does not go with its unit");
    }
    if (cm_law_term(law, CM_SV("actor"), limit->by) < 0) {
        cm_cells_fail(c, "by", "is not in list actor");
    }
    if (limit->urge < 0 || limit->report < 0) {
        cm_cells_fail(c, "urge", "days after the end");
    }
    if (limit->status == CM_LIMIT_CHECKED) {
        cm_law_check_citations(law, c, "basis");
    } else if (limit->doubt.len == 0) {
        cm_cells_fail(c, "doubt", "a row that is not checked says why");
    }
}

static void load_row(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_limit_row row = {.validity = cm_cells_validity(c)};
    cm_limit *limit = &row.limit;
    limit->id = cm_cells_text(c, "id");
    limit->title = cm_cells_text(c, "title");
    limit->start = cm_cells_text(c, "start");
    limit->by = cm_cells_text(c, "by");
    limit->length = cm_cells_int(c, "length");
    limit->unit = (cm_limit_unit)cm_cells_choice(c, "unit", UNITS, CM_COUNT(UNITS));
    limit->may_state = cm_cells_flag(c, "may_state");
    limit->first_day = cm_cells_flag(c, "first_day");
    limit->moves = cm_cells_flag(c, "moves");
    limit->month_end = cm_cells_flag(c, "month_end");
    load_extension(c, limit);
    load_pauses(law, mem, c, limit);
    load_warnings(mem, c, limit);
    limit->urge = cm_cells_int(c, "urge");
    limit->report = cm_cells_int(c, "report");
    limit->valid_from = cm_cells_date(c, "valid_from");
    limit->valid_to = cm_cells_date(c, "valid_to");
    limit->status = (cm_limit_status)cm_cells_choice(c, "status", STATUSES, CM_COUNT(STATUSES));
    limit->basis = cm_cells_text(c, "basis");
    limit->words = cm_cells_text(c, "words");
    limit->doubt = cm_cells_text(c, "doubt");
    limit->about = cm_cells_text(c, "about");
    check_row(law, c, limit);
    *cm_vec_push(mem, &law->limits) = row;
}

cm_status cm_limits_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    const cm_term_list *states = NULL;
    cm_tsv t;
    cm_status status =
        cm_terms_bind(&law->terms, CM_SV("clock"), CM_CLOCK_STATE_COUNT, &states, err);
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "limits.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        load_row(law, mem, &c);
        status = c.status;
    }
    return status;
}

const cm_limit *cm_limit_find(const cm_law *law, cm_sv id, cm_date on)
{
    for (size_t i = 0; cm_date_exists(on) && i < law->limits.count; i++) {
        const cm_limit_row *row = &law->limits.items[i];
        if (cm_sv_equal(row->limit.id, id) &&
            cm_validity_holds(row->validity, cm_date_to_days(on))) {
            return &row->limit;
        }
    }
    return NULL;
}

size_t cm_limit_count(const cm_law *law)
{
    return law->limits.count;
}

const cm_limit *cm_limit_at(const cm_law *law, size_t index)
{
    return &law->limits.items[index].limit;
}

cm_sv cm_limit_unit_name(cm_limit_unit unit)
{
    return cm_sv_from(UNITS[unit]);
}

cm_sv cm_limit_status_name(cm_limit_status status)
{
    return cm_sv_from(STATUSES[status]);
}

bool cm_limit_pauses(const cm_limit *limit, cm_sv reason)
{
    for (size_t i = 0; i < limit->pauses.count; i++) {
        if (cm_sv_equal(limit->pauses.items[i], reason)) {
            return true;
        }
    }
    return false;
}

/* ---- counting ---- */

static bool is_paused(const cm_limit_query *q, int32_t day)
{
    for (size_t i = 0; i < q->pause_count; i++) {
        const cm_limit_pause *p = &q->pauses[i];
        int32_t from = cm_date_to_days(p->from), to = from;
        if (cm_date_exists(p->to)) {
            to = cm_date_to_days(p->to);
        } else if (cm_date_exists(q->today) && cm_date_to_days(q->today) > from) {
            to = cm_date_to_days(q->today);
        }
        if (from <= day && day <= to) {
            return true;
        }
    }
    return false;
}

/* The day of the same number so many months later. There may be none: then the last of the month;
 * and from the last of a month to the last of a month (interpretation of 2021, art. 202(1)). */
static int32_t add_months(const cm_law *law, const cm_limit *limit, cm_date from, int64_t months)
{
    int64_t month = (int64_t)from.year * 12 + from.month - 1 + months;
    int year = (int)(month / 12);
    int of_year = (int)(month % 12) + 1;
    int length = cm_date_month_length(year, of_year);
    bool to_end = limit->month_end && from.day == cm_date_month_length(from.year, from.month) &&
                  cm_validity_holds(law->month_end_rule, cm_date_to_days(from));
    int day = to_end || from.day > length ? length : from.day;
    return cm_date_to_days((cm_date){(int16_t)year, (uint8_t)of_year, (uint8_t)day});
}

static bool is_stated(const cm_limit_query *q)
{
    return q->limit->unit == CM_LIMIT_STATED || (q->limit->may_state && q->stated.year != 0);
}

/* Without pauses: months first, then days. */
static int32_t count_plain(const cm_law *law, const cm_limit_query *q)
{
    const cm_limit *limit = q->limit;
    bool more_months = limit->extension_unit == CM_LIMIT_MONTH;
    int64_t months = more_months ? q->extension : 0;
    int64_t days = (more_months ? 0 : q->extension) + q->travel - (limit->first_day ? 1 : 0);
    cm_date from = q->start;
    if (is_stated(q)) {
        from = q->stated;
    } else if (limit->unit == CM_LIMIT_DAY) {
        days += limit->length;
    } else {
        months += limit->unit == CM_LIMIT_YEAR ? limit->length * 12 : limit->length;
    }
    int32_t last = months != 0 ? add_months(law, limit, from, months) : cm_date_to_days(from);
    return last + (int32_t)days;
}

static void note_unknown(const cm_law *law, int32_t day, cm_limit_end *end)
{
    if (end->unknown_year == 0 && cm_calendar_day(law, day) == CM_DAY_UNKNOWN) {
        end->unknown_year = cm_date_from_days(day).year;
    }
}

static int32_t count_working(const cm_law *law, const cm_limit_query *q, cm_limit_end *end)
{
    int64_t left = q->limit->length + q->extension;
    int32_t day = cm_date_to_days(q->start) - (q->limit->first_day ? 1 : 0);
    while (left > 0 && day < LAST_DAY) {
        day++;
        note_unknown(law, day, end);
        cm_day_kind kind = cm_calendar_day(law, day);
        bool works = kind == CM_DAY_UNKNOWN ? !cm_calendar_weekend(day) : kind == CM_DAY_WORKING;
        end->paused += is_paused(q, day) ? 1 : 0;
        left -= works && !is_paused(q, day) ? 1 : 0;
    }
    return day + (int32_t)q->travel;
}

static int32_t skip_pauses(const cm_limit_query *q, int32_t last, cm_limit_end *end)
{
    for (int32_t day = cm_date_to_days(q->start) + 1; day <= last && last < LAST_DAY; day++) {
        if (is_paused(q, day)) {
            last++;
            end->paused++;
        }
    }
    return last;
}

static cm_status check_query(const cm_limit_query *q, cm_err *err)
{
    const cm_limit *limit = q->limit;
    if (!cm_date_exists(q->start)) {
        return cm_err_set(err, CM_E_ARG, "the day it begins is no day of the calendar");
    }
    if (is_stated(q) && (!cm_date_exists(q->stated) || cm_date_compare(q->stated, q->start) < 0)) {
        return cm_err_set(err, CM_E_ARG,
                          "%.*s: the document sets its last day, which can't come before it begins",
                          CM_SV_ARG(limit->id));
    }
    bool sane =
        q->extension >= 0 && q->extension < INT16_MAX && q->travel >= 0 && q->travel < INT16_MAX;
    if (!sane || q->extension > limit->extension) {
        return cm_err_set(err, CM_E_ARG, "%.*s: can't be extended by that much",
                          CM_SV_ARG(limit->id));
    }
    if (q->pause_count != 0 && limit->pauses.count == 0) {
        return cm_err_set(err, CM_E_ARG, "%.*s: nothing stops it", CM_SV_ARG(limit->id));
    }
    for (size_t i = 0; i < q->pause_count; i++) {
        const cm_limit_pause *p = &q->pauses[i];
        bool open = p->to.year == 0;
        if (!cm_date_exists(p->from) ||
            (!open && (!cm_date_exists(p->to) || cm_date_compare(p->to, p->from) < 0))) {
            return cm_err_set(err, CM_E_ARG, "a pause needs its first day, and no last day before");
        }
    }
    return CM_OK;
}

cm_status cm_limit_due(const cm_law *law, const cm_limit_query *q, cm_limit_end *ret_end,
                       cm_err *err)
{
    cm_status status = check_query(q, err);
    cm_limit_end end = {.ends = q->limit->unit != CM_LIMIT_NONE};
    if (status != CM_OK || !end.ends) {
        *ret_end = end;
        return status;
    }
    int32_t last = q->limit->unit == CM_LIMIT_WORKING_DAY
                       ? count_working(law, q, &end)
                       : skip_pauses(q, count_plain(law, q), &end);
    end.counted = cm_date_from_days(last);
    if (q->limit->moves) {
        while (last < LAST_DAY &&
               (cm_calendar_day(law, last) == CM_DAY_OFF || is_paused(q, last))) {
            last++;
        }
        note_unknown(law, last, &end);
    }
    end.due = cm_date_from_days(last);
    *ret_end = end;
    return CM_OK;
}

/* ---- how it stands ---- */

static int32_t warning_day(const cm_limit_warning *w, int32_t start, int32_t due)
{
    return w->half ? start + (due - start + 1) / 2 : due - w->days_before;
}

static void find_warning(const cm_limit_query *q, int32_t due, int32_t today,
                         cm_limit_standing *ret)
{
    int32_t start = cm_date_to_days(q->start), latest = start;
    for (size_t i = 0; i < q->limit->warnings.count; i++) {
        const cm_limit_warning *w = &q->limit->warnings.items[i];
        int32_t day = warning_day(w, start, due);
        if (day > latest && day <= today) {
            latest = day;
            ret->warning = w;
            ret->state = CM_CLOCK_WARNED;
        }
    }
}

static bool is_stopped(const cm_limit_query *q, int32_t today)
{
    cm_limit_query until = *q; /* a pause that goes on lasts today too */
    until.today = cm_date_from_days(today);
    return is_paused(&until, today);
}

cm_limit_standing cm_limit_stands(const cm_limit_query *q, const cm_limit_end *end, cm_date on,
                                  cm_date met_on)
{
    cm_limit_standing s = {.state = CM_CLOCK_RUNNING};
    int32_t today = cm_date_to_days(on);
    if (end->ends) {
        s.days_left = cm_date_to_days(end->due) - today;
    }
    if (cm_date_exists(met_on)) {
        bool late = end->ends && cm_date_compare(met_on, end->due) > 0;
        s.state = late ? CM_CLOCK_MET_LATE : CM_CLOCK_MET;
    } else if (!end->ends) {
        s.state = CM_CLOCK_ENDLESS;
    } else if (is_stopped(q, today)) {
        s.state = CM_CLOCK_PAUSED;
    } else if (s.days_left == 0) {
        s.state = CM_CLOCK_DUE_TODAY;
    } else if (s.days_left < 0) {
        s.state = CM_CLOCK_OVERDUE;
        s.urge = q->limit->urge != 0 && -s.days_left >= q->limit->urge;
        s.report = q->limit->report != 0 && -s.days_left >= q->limit->report;
    } else {
        find_warning(q, cm_date_to_days(end->due), today, &s);
    }
    return s;
}
