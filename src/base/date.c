#include "base/date.h"

int cm_date_month_length(int year, int month)
{
    static const int8_t LENGTH[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : LENGTH[month - 1];
}

bool cm_date_is_full(cm_date d)
{
    return d.year != 0 && d.month != 0 && d.day != 0;
}

bool cm_date_exists(cm_date d)
{
    return cm_date_is_full(d) && d.month <= 12 && d.day <= cm_date_month_length(d.year, d.month);
}

/* Days from civil and back: Howard Hinnant's algorithms. */
int32_t cm_date_to_days(cm_date d)
{
    int y = d.year - (d.month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

int32_t cm_date_edge(cm_date d, bool last)
{
    if (d.month == 0 || d.month > 12) {
        d.month = last ? 12 : 1;
        d.day = 0;
    }
    int length = cm_date_month_length(d.year, d.month);
    if (d.day == 0 || d.day > length) {
        d.day = last ? (uint8_t)length : 1;
    }
    return cm_date_to_days(d);
}

cm_date cm_date_from_days(int32_t days)
{
    int z = days + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp + (mp < 10 ? 3 : -9);
    int year = yoe + era * 400 + (month <= 2);
    return (cm_date){(int16_t)year, (uint8_t)month, (uint8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

int cm_date_compare(cm_date a, cm_date b)
{
    if (a.year != b.year) {
        return a.year < b.year ? -1 : 1;
    }
    if (a.month != b.month) {
        return a.month < b.month ? -1 : 1;
    }
    return (a.day > b.day) - (a.day < b.day);
}

bool cm_date_equal(cm_date a, cm_date b)
{
    return cm_date_compare(a, b) == 0;
}

bool cm_date_parse(cm_sv s, cm_date *ret_date)
{
    int64_t part[3] = {0, 0, 0};
    size_t n = 0;
    cm_sv rest = s;
    cm_sv piece;
    while (cm_sv_split(&rest, '-', &piece)) {
        if (n == 3 || piece.len != (n == 0 ? 4U : 2U) || !cm_sv_to_int(piece, &part[n])) {
            return false;
        }
        n++;
    }
    if (part[0] < 1 || part[1] < 0 || part[2] < 0) {
        return false;
    }
    *ret_date = (cm_date){(int16_t)part[0], (uint8_t)part[1], (uint8_t)part[2]};
    return true;
}

bool cm_date_write(cm_buf *out, cm_date d)
{
    if (d.month == 0) {
        return cm_buf_addf(out, "%04d", d.year);
    }
    if (d.day == 0) {
        return cm_buf_addf(out, "%04d-%02d", d.year, d.month);
    }
    return cm_buf_addf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

cm_date cm_date_today(void)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    (void)localtime_r(&now, &tm);
    return (cm_date){(int16_t)(tm.tm_year + 1900), (uint8_t)(tm.tm_mon + 1), (uint8_t)tm.tm_mday};
}
