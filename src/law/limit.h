/* law/limit.h - time limits of supervision (data/law/limits.tsv) and when they end: the day of the
 * event is not counted, pauses and days on the way are not, a last day that is a holiday gives way
 * to the first working day after it, but not in custody. Memory: the law's. Threads: pure.
 *
 *   const cm_limit *limit = cm_limit_find(law, id, start);
 *   cm_limit_query query = {.limit = limit, .start = start};
 *   cm_limit_end end;
 *   status = cm_limit_due(law, &query, &end, err);
 *   cm_limit_standing now = cm_limit_stands(&query, &end, today, CM_NO_DATE);
 */
#ifndef CM_LAW_LIMIT_H
#define CM_LAW_LIMIT_H

#include "base/vec.h"
#include "law/law.h"

typedef enum {
    CM_LIMIT_DAY,
    CM_LIMIT_WORKING_DAY,
    CM_LIMIT_MONTH,
    CM_LIMIT_YEAR,
    CM_LIMIT_STATED, /* the document itself sets the last day */
    CM_LIMIT_NONE,   /* the law sets none */
    CM_LIMIT_UNIT_COUNT
} cm_limit_unit;

typedef enum {
    CM_LIMIT_CHECKED,    /* the words of the law are at hand and say so */
    CM_LIMIT_UNVERIFIED, /* they are not: see doubt */
    CM_LIMIT_HOUSE,      /* a rule of this program, not of the law */
    CM_LIMIT_STATUS_COUNT
} cm_limit_status;

typedef struct {
    bool half; /* half of the time is gone */
    int32_t days_before;
} cm_limit_warning;

#define CM_LIMIT_ANY INT64_MAX

typedef struct {
    cm_sv id, title;
    cm_sv start; /* the event it begins with, in words */
    cm_sv by;    /* who has to act: id of list "actor" */
    int64_t length;
    cm_limit_unit unit;
    bool may_state; /* a document may set another day */
    bool first_day, moves, month_end;
    int64_t extension; /* at most, in extension_unit; CM_LIMIT_ANY: without limit */
    cm_limit_unit extension_unit;
    cm_svs pauses; /* what may stop it: ids of list "pause" */
    CM_VEC(cm_limit_warning) warnings;
    int64_t urge, report; /* days after the end; 0: not at all */
    cm_date valid_from, valid_to;
    cm_limit_status status;
    cm_sv basis, words, doubt, about;
} cm_limit;

/* The limit as it holds for what begins on that day; NULL: none. */
const cm_limit *cm_limit_find(const cm_law *law, cm_sv id, cm_date on);
size_t cm_limit_count(const cm_law *law);
const cm_limit *cm_limit_at(const cm_law *law, size_t index); /* in the order of the table */
cm_sv cm_limit_unit_name(cm_limit_unit unit);                 /* as the table writes it */
cm_sv cm_limit_status_name(cm_limit_status status);
bool cm_limit_pauses(const cm_limit *limit, cm_sv reason);

/* Both days belong to it; `to` none: it goes on. */
typedef struct {
    cm_date from, to;
} cm_limit_pause;

typedef struct {
    const cm_limit *limit;
    cm_date start;  /* day of the event */
    cm_date stated; /* the last day that a document sets, where the limit takes one; or none */
    const cm_limit_pause *pauses;
    size_t pause_count;
    int64_t extension; /* in the limit's unit */
    int64_t travel;    /* days on the way (Criminal Procedure Law art. 105(3)) */
    cm_date today;     /* a pause that goes on is counted up to here, or for its first day alone */
} cm_limit_query;

typedef struct {
    bool ends;        /* false: there is no limit */
    cm_date counted;  /* the last day by counting alone */
    cm_date due;      /* where holidays move it to */
    int64_t paused;   /* days not counted */
    int unknown_year; /* its calendar is needed and not known, `due` is the earliest; 0: known */
} cm_limit_end;

/* Fails: ARG (no such day, pause or extension that the limit does not allow). */
CM_MUST_USE cm_status cm_limit_due(const cm_law *law, const cm_limit_query *query,
                                   cm_limit_end *ret_end, cm_err *err);

/* Positions in list "clock" of data/terms. */
typedef enum {
    CM_CLOCK_RUNNING,
    CM_CLOCK_WARNED,
    CM_CLOCK_DUE_TODAY,
    CM_CLOCK_OVERDUE,
    CM_CLOCK_PAUSED,
    CM_CLOCK_MET,
    CM_CLOCK_MET_LATE,
    CM_CLOCK_ENDLESS,
    CM_CLOCK_ENDED, /* without being met */
    CM_CLOCK_STATE_COUNT
} cm_clock_state;

typedef struct {
    cm_clock_state state;
    int32_t days_left;               /* < 0: over by so many */
    const cm_limit_warning *warning; /* the last that has come, or NULL */
    bool urge, report;               /* the reply is to be urged, the higher office to be told */
} cm_limit_standing;

/* How it stands on a day; met_on: the day it was met, or none. */
cm_limit_standing cm_limit_stands(const cm_limit_query *query, const cm_limit_end *end, cm_date on,
                                  cm_date met_on);

#endif
