/* app/clock.h - the clocks of clues: src/law counts, src/desk keeps. What changes runs inside a
 * change of the desk (desk/change.h) that the caller begins and ends; the day that is stored is
 * what the tables said then, `chaming due check` tells what they would say now.
 * Memory: the arena given. Threads: as the desk.
 *
 *   cm_clock_use use = {desk, law, mem, caller->name};
 *   cm_clock_event event = {.clue = no, .limits = step->starts, .on = day, .event = event_no};
 *   status = cm_clock_start(&use, &event, err);
 */
#ifndef CM_APP_CLOCK_H
#define CM_APP_CLOCK_H

#include "desk/deadline.h"
#include "law/limit.h"

typedef struct {
    cm_desk *desk;
    const cm_law *law;
    cm_arena *mem;
    cm_sv by; /* name of the person; empty: the owner of the files, or the program */
} cm_clock_use;

typedef struct {
    int64_t clue;     /* clue.no */
    int64_t document; /* 0: none */
    int64_t event;    /* no of clue_event; 0: none */
    cm_svs limits;    /* ids of data/law/limits.tsv */
    cm_date on;       /* day of the event */
    cm_date stated;   /* the last day that the document sets, for limits that want one */
    int64_t travel;
} cm_clock_event;

/* Start a clock for each limit; one that runs already for the same clue and document is left alone.
 * Fails: NOTFOUND (no such limit on that day), ARG (no day stated), DB. */
CM_MUST_USE cm_status cm_clock_start(const cm_clock_use *use, const cm_clock_event *event,
                                     cm_err *err);
/* Meet the open clocks of these limits (of the clue; with a document: of that document) on that
 * day. None open: nothing. Fails: CONFLICT, DB. */
CM_MUST_USE cm_status cm_clock_meet(const cm_clock_use *use, const cm_clock_event *event,
                                    cm_err *err);
/* End the open clocks of the clue without their being met: it is closed, rejected or void. With
 * limits: only those. Fails: ARG (no words why), CONFLICT, DB. */
CM_MUST_USE cm_status cm_clock_void(const cm_clock_use *use, const cm_clock_event *event, cm_sv why,
                                    cm_err *err);
/* As if the event had not been. Fails: DB. */
CM_MUST_USE cm_status cm_clock_undo(const cm_clock_use *use, int64_t clue, int64_t event, cm_sv why,
                                    cm_err *err);

/* ---- one clock, by hand ---- */

/* Fails: NOTFOUND, ARG (nothing stops this limit for that reason; it is stopped already; no words
 * why), CONFLICT, DB. */
CM_MUST_USE cm_status cm_clock_pause(const cm_clock_use *use, int64_t no,
                                     const cm_deadline_pause *pause, cm_err *err);
CM_MUST_USE cm_status cm_clock_resume(const cm_clock_use *use, int64_t no, cm_date last,
                                      cm_err *err);
/* Put so many more of the limit's unit of extension, or days on the way, on it. Fails: as pause;
 * ARG (more than the limit allows). */
CM_MUST_USE cm_status cm_clock_extend(const cm_clock_use *use, int64_t no, int64_t extension,
                                      int64_t travel, cm_sv why, cm_err *err);
/* Meet (met given) or end without. */
CM_MUST_USE cm_status cm_clock_end(const cm_clock_use *use, int64_t no, cm_date met, cm_sv why,
                                   cm_err *err);

/* ---- lists ---- */

typedef struct {
    cm_deadline_row row;
    const cm_limit *limit; /* as it held when the clock began; NULL: no longer in the table */
    cm_limit_standing standing;
    cm_limit_end end; /* as the tables say now */
    bool differs;     /* from the day that is stored */
} cm_clock;

typedef CM_VEC(cm_clock) cm_clocks;

/* How the clocks stand on a day. Fails: DB. */
CM_MUST_USE cm_status cm_clocks_list(const cm_clock_use *use, const cm_deadline_filter *filter,
                                     cm_date on, cm_clocks *ret_clocks, cm_err *err);
/* Store the day that the tables give now. Fails: CONFLICT, DB. */
CM_MUST_USE cm_status cm_clock_adopt(const cm_clock_use *use, const cm_clock *clock, cm_err *err);

#endif
