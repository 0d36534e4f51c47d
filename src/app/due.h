/* app/due.h - what is due, for people: the clocks of the clues that the caller may see, changes of
 * one by hand, each asked for its right and with its line in the audit, and clocks and limits as
 * JSON. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_DUE_H
#define CM_APP_DUE_H

#include "app/clock.h"
#include "app/clue.h"
#include "app/workdesk.h"
#include "base/json.h"
#include "desk/caller.h"
#include "law/calendar.h"

typedef struct {
    cm_workdesk *desk;
    const cm_caller *caller;
    cm_arena *mem; /* of what is given back */
} cm_due_use;

/* The clocks that the caller may see; `filter` without scope. Fails: DB. */
CM_MUST_USE cm_status cm_due_list(const cm_due_use *use, const cm_deadline_filter *filter,
                                  cm_date on, cm_clocks *ret_clocks, cm_err *err);

/* Clues that wait for a reply whose last day has passed become overdue: the step "lapse" of
 * data/desk/steps.tsv, taken by the program. The last of the clocks counts that steps of where the
 * clue waits would meet. Again: nothing. Fails: DB. */
CM_MUST_USE cm_status cm_due_lapse(const cm_home *home, cm_desk *desk, const cm_caller *caller,
                                   cm_arena *mem, uint64_t *ret_count, cm_err *err);

/* Start the time to protest for a clue that came from a run: where it proposes to protest, the
 * judgment is not effective yet and the day of its receipt is known. Inside a change. Fails: DB. */
CM_MUST_USE cm_status cm_due_protest(const cm_clock_use *use, const cm_home *home, int64_t clue_no,
                                     const cm_clue *clue, cm_err *err);

typedef enum {
    CM_DUE_START,  /* clue, limit, day, stated, travel */
    CM_DUE_PAUSE,  /* no, pause */
    CM_DUE_RESUME, /* no, day: the last of the pause */
    CM_DUE_EXTEND, /* no, extension, travel, why */
    CM_DUE_MEET,   /* no, day */
    CM_DUE_END,    /* no, why */
    CM_DUE_ADOPT   /* no: store the day that the tables give now */
} cm_due_act;

typedef struct {
    cm_due_act act;
    int64_t no; /* of the clock */
    cm_sv clue, limit;
    cm_date day, stated;
    cm_deadline_pause pause;
    int64_t extension, travel;
    cm_sv why;
} cm_due_change;

/* Do it, and say how the clock stands then; CM_DUE_START: the clock that runs now. Fails: as the
 * functions of app/clock.h; DENIED. */
CM_MUST_USE cm_status cm_due_do(const cm_due_use *use, const cm_due_change *change,
                                cm_clock *ret_clock, cm_err *err);

/* What it rests on as people cite it; where the text is not at hand, as the table has it. */
cm_svs cm_limit_basis(const cm_law *law, const cm_limit *limit, cm_arena *mem);

/* Objects. */
void cm_clock_write_json(cm_json *json, const cm_home *home, const cm_clock *clock);
void cm_limit_write_json(cm_json *json, const cm_home *home, const cm_limit *limit);
void cm_limit_end_write_json(cm_json *json, const cm_home *home, const cm_limit_query *query,
                             const cm_limit_end *end);

#endif
