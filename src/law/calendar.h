/* law/calendar.h - working days and holidays (data/law/calendar.tsv, calendar-years.tsv): weekends
 * rest but where the yearly notice of the State Council's office says otherwise. A year that is not
 * in the table is unknown, never guessed. Days are days since 1970-01-01. Threads: pure. */
#ifndef CM_LAW_CALENDAR_H
#define CM_LAW_CALENDAR_H

#include "law/law.h"

typedef enum { CM_DAY_UNKNOWN, CM_DAY_OFF, CM_DAY_WORKING } cm_day_kind;

cm_day_kind cm_calendar_day(const cm_law *law, int32_t day);
bool cm_calendar_weekend(int32_t day);
/* The name of the holiday that makes a day off or a weekend worked; empty: its weekday alone. */
cm_sv cm_calendar_title(const cm_law *law, int32_t day);
/* The first day at or after `day` that works; one that is not known ends the search, see
 * cm_calendar_day. */
int32_t cm_calendar_next(const cm_law *law, int32_t day);
/* The first and last year known. False: the table is empty. */
bool cm_calendar_years(const cm_law *law, int *ret_first, int *ret_last);

#endif
