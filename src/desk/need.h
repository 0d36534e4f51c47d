/* desk/need.h - whether what a step asks for is given and so; for this folder only. */
#ifndef CM_DESK_NEED_H
#define CM_DESK_NEED_H

#include "desk/step.h"

/* All needs of the step, and that nothing else is given. *ret_into is the number of the clue that
 * is merged into, or 0. Fails: ARG, CONFLICT, DENIED, NOTFOUND, DB. */
CM_MUST_USE cm_status cm_needs_check(cm_desk *desk, const cm_step_by *by,
                                     const cm_course_step *step, const cm_desk_clue *clue,
                                     const cm_step_request *request, int64_t *ret_into,
                                     cm_err *err);

/* Fill the refusal of `by` and *err. */
CM_MUST_USE cm_status cm_step_refuse(const cm_step_by *by, cm_step_refusal refusal,
                                     cm_status status, cm_err *err);

#endif
