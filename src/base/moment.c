#include "base/base.h"

#include "base/moment.h"

#include <time.h>

enum { DAY = 86400, DAY_LENGTH = 10 };

cm_sv cm_moment_text(cm_arena *mem, int64_t seconds)
{
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        days--;
        rest += DAY;
    }
    cm_date d = cm_date_from_days((int32_t)days);
    return cm_arena_format(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)d.year, (int)d.month,
                           (int)d.day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

cm_sv cm_moment_now(cm_arena *mem)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return cm_moment_text(mem, now.tv_sec);
}

static int digits(cm_sv text, size_t from, size_t to)
{
    int64_t value = 0;
    return cm_sv_to_int(cm_sv_slice(text, from, to), &value) ? (int)value : -1;
}

bool cm_moment_is(cm_sv text)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    bool same = text.len == sizeof(shape) - 1;
    for (size_t i = 0; same && i < text.len; i++) {
        bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        same = shape[i] == '0' ? digit : text.ptr[i] == shape[i];
    }
    cm_date day = CM_NO_DATE;
    return same && cm_date_parse(cm_sv_slice(text, 0, DAY_LENGTH), &day) && cm_date_exists(day) &&
           digits(text, 11, 13) < 24 && digits(text, 14, 16) < 60 && digits(text, 17, 19) < 60;
}

int64_t cm_moment_seconds(cm_sv moment)
{
    cm_date day = CM_NO_DATE;
    if (!cm_moment_is(moment) || !cm_date_parse(cm_sv_slice(moment, 0, DAY_LENGTH), &day)) {
        return 0;
    }
    int64_t hour = digits(moment, 11, 13), minute = digits(moment, 14, 16);
    return (int64_t)cm_date_to_days(day) * DAY + hour * 3600 + minute * 60 + digits(moment, 17, 19);
}

cm_sv cm_moment_after(cm_arena *mem, cm_sv moment, int64_t seconds)
{
    return cm_moment_text(mem, cm_moment_seconds(moment) + seconds);
}

cm_date cm_moment_day(cm_sv moment)
{
    time_t seconds = cm_moment_seconds(moment);
    if (!cm_moment_is(moment)) {
        return CM_NO_DATE;
    }
    struct tm tm = {0};
    (void)localtime_r(&seconds, &tm);
    return (cm_date){(int16_t)(tm.tm_year + 1900), (uint8_t)(tm.tm_mon + 1), (uint8_t)tm.tm_mday};
}

cm_sv cm_moment_first(cm_arena *mem, cm_date day)
{
    struct tm tm = {
        .tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day, .tm_isdst = -1};
    return cm_moment_text(mem, (int64_t)mktime(&tm));
}
