/* desk/audit.h - the trail of what was done: lines 1, 2, 3 … of table `audit`, each with the digest
 * of the line before it, so that no line can be altered, taken out or put elsewhere without every
 * later digest changing. A line carries the digests of the rows that its change left behind: the
 * last one of a row is what the row must still be. Who could rewrite all lines is found by check
 * points that others hold. Threads: as the desk. */
#ifndef CM_DESK_AUDIT_H
#define CM_DESK_AUDIT_H

#include "base/digest.h"
#include "base/vec.h"
#include "desk/change.h"

typedef struct {
    int64_t no;
    cm_deed deed;
    cm_sv rows; /* "table number digest" a line; "-" for a row that is gone */
    cm_sv previous, digest;
} cm_audit_line;

typedef enum {
    CM_AUDIT_LINE_MISSING, /* no line of that number */
    CM_AUDIT_LINE_ALTERED, /* its digest is not that of its contents */
    CM_AUDIT_LINE_MOVED,   /* it does not follow the line before it */
    CM_AUDIT_ROW_ALTERED,  /* a row is not what its last line left */
    CM_AUDIT_ROW_MISSING,
    CM_AUDIT_ROW_UNTOLD, /* a row that no line tells of */
    CM_AUDIT_LAYOUT,     /* a table, index or trigger is not the program's */
    CM_AUDIT_CHECK_POINT /* the line is not the one that was signed */
} cm_audit_fault_kind;

typedef struct {
    cm_audit_fault_kind kind;
    int64_t line; /* the last one that tells of it; 0: none */
    cm_sv table;  /* or name of the object of the layout */
    int64_t row;
} cm_audit_fault;

/* What somebody held fast: line `no` had this digest. Line 0 and no digest: an empty audit. */
typedef struct {
    int64_t no;
    cm_sv digest;
} cm_audit_point;

typedef CM_VEC(cm_audit_point) cm_audit_points;

typedef struct {
    int64_t lines, rows; /* looked at */
    int64_t sealed;      /* the last line that a check point vouches for */
    CM_VEC(cm_audit_fault)
    faults; /* by table `audit` first, then row by row; at most CM_AUDIT_FAULTS */
    int64_t fault_count;
} cm_audit_report;

#define CM_AUDIT_FAULTS 1000

/* Read every line and every row of the desk. Fails: DB. */
CM_MUST_USE cm_status cm_audit_verify(cm_desk *desk, const cm_audit_points *points, cm_arena *mem,
                                      cm_audit_report *ret_report, cm_err *err);

/* The last line; number 0 when there is none. Fails: DB. */
CM_MUST_USE cm_status cm_audit_last(cm_desk *desk, cm_arena *mem, cm_audit_point *ret_point,
                                    cm_err *err);

typedef struct {
    cm_sv by, action, object; /* empty: any; an action may be its beginning */
    cm_sv from, to;           /* of `at`, or empty */
    int64_t after;            /* lines above that number, or below it; 0: all */
    int64_t limit;            /* 0: all */
    bool newest;              /* the last line first */
} cm_audit_filter;

typedef CM_MUST_USE cm_status (*cm_audit_visit)(void *payload, const cm_audit_line *line,
                                                cm_err *err);

/* Lines in that order; each is valid during the call. Fails: DB, as visit. */
CM_MUST_USE cm_status cm_audit_each(cm_desk *desk, const cm_audit_filter *filter,
                                    cm_audit_visit visit, void *payload, cm_err *err);

#endif
