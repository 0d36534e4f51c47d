/* desk/deadline.h - the clocks of clues: which time limit runs since when, until when, what stopped
 * it, and how it ended. The limit is named by its id and its last day is given: this folder knows
 * no law; app/clock.h counts. A clock that ended keeps its row.
 * What changes runs inside a change (desk/change.h). Memory: the arena given. Threads: as the desk.
 */
#ifndef CM_DESK_DEADLINE_H
#define CM_DESK_DEADLINE_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"
#include "desk/right.h"

typedef struct {
    cm_sv reason, why; /* a code; words */
    cm_date from, to;  /* both belong to it; `to` none: it goes on */
} cm_deadline_pause;

typedef CM_VEC(cm_deadline_pause) cm_deadline_pauses;

typedef struct {
    int64_t no, clue;
    int64_t document;     /* 0: none */
    int64_t event;        /* of clue_event, that started it; 0: by hand */
    cm_sv limit;          /* id of data/law/limits.tsv */
    cm_date start;        /* day of the event */
    cm_date stated;       /* the last day that a document sets, or none */
    cm_date due;          /* none: endless */
    int64_t unknown_year; /* its calendar was needed and not known; 0: known */
    int64_t extension, travel;
    cm_sv extended_why, started_by;
    bool open;
    cm_date met;               /* or none: it runs, or ended without */
    cm_sv ended_by, ended_why; /* words, or empty: met in the course of things */
    int64_t version;           /* goes up with every change */
    cm_deadline_pauses pauses; /* of those that are loaded one by one or listed */
    /* of its clue */
    cm_sv clue_id, model, court, office, handler, state;
    bool urgent;
} cm_deadline_row;

/* Fails: DB. */
CM_MUST_USE cm_status cm_deadline_start(cm_desk *desk, const cm_deadline_row *row, int64_t *ret_no,
                                        cm_err *err);
/* Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_deadline_get(cm_desk *desk, cm_arena *mem, int64_t no,
                                      cm_deadline_row *ret_row, cm_err *err);

/* A change is of the version that was looked at, of an open clock.
 * Fails: CONFLICT (changed since, or ended), DB. */

/* due, unknown_year, extension, travel and extended_why of the row. */
CM_MUST_USE cm_status cm_deadline_reckon(cm_desk *desk, const cm_deadline_row *row, cm_err *err);
/* A pause; without a last day it goes on. The clock is to be reckoned anew after it. */
CM_MUST_USE cm_status cm_deadline_stop(cm_desk *desk, const cm_deadline_row *row,
                                       const cm_deadline_pause *pause, cm_sv by, cm_err *err);
/* The last day of the pause that goes on; reckon anew after it. Fails: NOTFOUND (none). */
CM_MUST_USE cm_status cm_deadline_resume(cm_desk *desk, const cm_deadline_row *row, cm_date last,
                                         cm_err *err);

typedef struct {
    cm_date met; /* none: it ended without */
    cm_sv by, why;
    int64_t event; /* of clue_event, that ended it; 0: by hand */
} cm_deadline_ending;

CM_MUST_USE cm_status cm_deadline_end(cm_desk *desk, const cm_deadline_row *row,
                                      const cm_deadline_ending *ending, cm_err *err);

/* As if the event had not been: what it started ends with `why`, what it ended runs on. */
CM_MUST_USE cm_status cm_deadline_undo(cm_desk *desk, int64_t event, cm_sv by, cm_sv why,
                                       cm_err *err);

/* Put the first last day of its open clocks into the clue; without any, a day that no clock of it
 * gave is left. Fails: DB. */
CM_MUST_USE cm_status cm_deadline_show_in_clue(cm_desk *desk, int64_t clue, cm_err *err);

/* ---- lists ---- */

typedef struct {
    int64_t clue;          /* 0: any; else ended ones too when `ended` */
    cm_sv clue_id;         /* or by its id */
    cm_sv limit;           /* empty: any */
    cm_date until;         /* due no later than this; none: any */
    cm_sv office, handler; /* empty: any */
    bool ended;
    const cm_scope *scope; /* NULL: everything; else nothing that the law seals (desk/seal.h) */
} cm_deadline_filter;

typedef CM_VEC(cm_deadline_row) cm_deadline_rows;

/* Open ones first, urgent clues before others, then by last day (endless last); with pauses.
 * Fails: DB. */
CM_MUST_USE cm_status cm_deadline_list(cm_desk *desk, cm_arena *mem,
                                       const cm_deadline_filter *filter, cm_deadline_rows *ret_rows,
                                       cm_err *err);

#endif
