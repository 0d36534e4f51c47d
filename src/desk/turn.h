/* desk/turn.h - whose turn it is to write (cm_desk_take_turns); for this folder only. */
#ifndef CM_DESK_TURN_H
#define CM_DESK_TURN_H

#include "desk/desk.h"

/* Nothing where the desk does not take turns, or has it. Fails: CONFLICT (others write for too
 * long). */
CM_MUST_USE cm_status cm_turn_take(cm_desk *desk, cm_err *err);
void cm_turn_leave(cm_desk *desk); /* it has none: nothing */

#endif
