/* base/date.h - a civil day, with honest gaps: month or day may be unknown (0). Proleptic
 * Gregorian. A date as printed may not exist (30 February): cm_date_exists tells. Pure values, no
 * time zone. */
#ifndef CM_BASE_DATE_H
#define CM_BASE_DATE_H

#include "base/buf.h"

typedef struct {
    int16_t year;       /* 0 = no date at all */
    uint8_t month, day; /* 0 = unknown */
} cm_date;

#define CM_NO_DATE ((cm_date){0, 0, 0})

bool cm_date_is_full(cm_date d); /* year, month and day are all given */
bool cm_date_exists(cm_date d);  /* full, and such a day is in the calendar */
int cm_date_month_length(int year, int month);
int32_t cm_date_to_days(cm_date d); /* days since 1970-01-01; d must exist */
/* As cm_date_to_days; a partial or impossible date stands for its first or last day. */
int32_t cm_date_edge(cm_date d, bool last);
cm_date cm_date_from_days(int32_t days);
int cm_date_compare(cm_date a, cm_date b); /* unknown parts sort first */
bool cm_date_equal(cm_date a, cm_date b);
/* YYYY-MM-DD, YYYY-MM or YYYY. */
bool cm_date_parse(cm_sv s, cm_date *ret_date);
bool cm_date_write(cm_buf *out, cm_date d);
cm_date cm_date_today(void); /* local time */

#endif
