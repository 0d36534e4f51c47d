#include "base/base.h"

#include "law/calendar.h"
#include "law/data.h"

static cm_status load_days(cm_law *law, cm_arena *mem, cm_err *err)
{
    static const char *const KINDS[] = {"off", "work"};
    cm_tsv t;
    int32_t last = INT32_MIN;
    cm_status status = cm_law_table(law, mem, "calendar.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_date day = cm_cells_date(&c, "day");
        cm_calendar_row row = {
            .day = cm_date_exists(day) ? cm_date_to_days(day) : INT32_MIN,
            .works = cm_cells_choice(&c, "kind", KINDS, CM_COUNT(KINDS)) == 1,
            .title = cm_cells_text(&c, "title"),
        };
        if (row.day <= last) {
            cm_cells_fail(&c, "day", "days stand in order, each once");
        }
        if (row.works && !cm_calendar_weekend(row.day)) {
            cm_cells_fail(&c, "day", "works anyway");
        }
        last = row.day;
        *cm_vec_push(mem, &law->calendar) = row;
        status = c.status;
    }
    return status;
}

cm_status cm_calendar_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    int64_t last = 0;
    cm_status status = load_days(law, mem, err);
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "calendar-years.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int64_t year = cm_cells_int(&c, "year");
        if (year <= last || year > INT16_MAX) {
            cm_cells_fail(&c, "year", "years stand in order, each once");
        }
        last = year;
        *cm_vec_push(mem, &law->calendar_years) = (int)year;
        status = c.status;
    }
    return status;
}

bool cm_calendar_weekend(int32_t day)
{
    int weekday = (day % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    return weekday == 2 || weekday == 3;
}

static const cm_calendar_row *find(const cm_law *law, int32_t day)
{
    size_t low = 0, high = law->calendar.count;
    while (low < high) {
        size_t at = low + (high - low) / 2;
        if (law->calendar.items[at].day < day) {
            low = at + 1;
        } else {
            high = at;
        }
    }
    return low < law->calendar.count && law->calendar.items[low].day == day
               ? &law->calendar.items[low]
               : NULL;
}

cm_day_kind cm_calendar_day(const cm_law *law, int32_t day)
{
    int year = cm_date_from_days(day).year;
    const cm_calendar_row *row = find(law, day);
    bool known = false;
    for (size_t i = 0; !known && i < law->calendar_years.count; i++) {
        known = law->calendar_years.items[i] == year;
    }
    if (!known) {
        return CM_DAY_UNKNOWN;
    }
    bool works = row != NULL ? row->works : !cm_calendar_weekend(day);
    return works ? CM_DAY_WORKING : CM_DAY_OFF;
}

cm_sv cm_calendar_title(const cm_law *law, int32_t day)
{
    const cm_calendar_row *row = find(law, day);
    return row != NULL ? row->title : CM_SV("");
}

int32_t cm_calendar_next(const cm_law *law, int32_t day)
{
    while (cm_calendar_day(law, day) == CM_DAY_OFF) {
        day++;
    }
    return day;
}

bool cm_calendar_years(const cm_law *law, int *ret_first, int *ret_last)
{
    if (law->calendar_years.count == 0) {
        return false;
    }
    *ret_first = law->calendar_years.items[0];
    *ret_last = law->calendar_years.items[law->calendar_years.count - 1];
    return true;
}
