/* desk/sight.h - what the desk knows of a clue that decides what a caller may see of it: whose it
 * is, and whether he unmasked it today. Threads: as the desk. */
#ifndef CM_DESK_SIGHT_H
#define CM_DESK_SIGHT_H

#include "base/status.h"
#include "desk/caller.h"
#include "desk/desk.h"
#include "desk/right.h"

typedef struct {
    bool known; /* the desk has the clue */
    cm_sv office, handler;
    cm_sv own_handler; /* of the case, where the error stands in our own work */
    bool unmasked;
} cm_sight;

/* Fails: DB. */
CM_MUST_USE cm_status cm_sight_of(cm_desk *desk, const cm_caller *caller, cm_sv clue, cm_arena *mem,
                                  cm_sight *ret_sight, cm_err *err);
/* Personal data that the finding of a clue tells beside the defendant's name, to be masked in it.
 * Telling is inside a change. Fails: DB. */
CM_MUST_USE cm_status cm_sight_tell(cm_desk *desk, cm_sv clue, const cm_svs *texts, cm_err *err);
CM_MUST_USE cm_status cm_sight_told(cm_desk *desk, cm_sv clue, cm_arena *mem, cm_svs *ret_texts,
                                    cm_err *err);
/* For the rest of the day, inside a change (change.h). Fails: DB. */
CM_MUST_USE cm_status cm_sight_unmask(cm_desk *desk, const cm_caller *caller, cm_sv clue,
                                      cm_sv reason, cm_err *err);

/* Words why, as the audit may keep them: names that the clue tells and long numbers are masked. */
CM_MUST_USE cm_status cm_sight_plain(cm_desk *desk, const cm_rights *rights, cm_sv clue,
                                     cm_sv reason, cm_arena *mem, cm_sv *ret_reason, cm_err *err);

#endif
