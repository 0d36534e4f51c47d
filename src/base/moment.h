/* base/moment.h - a moment as text: UTC to the second, "2026-11-22T07:40:00Z". Sorts as it goes. */
#ifndef CM_BASE_MOMENT_H
#define CM_BASE_MOMENT_H

#include "base/arena.h"
#include "base/date.h"

cm_sv cm_moment_now(cm_arena *mem);
cm_sv cm_moment_text(cm_arena *mem, int64_t seconds); /* since 1970-01-01 */
bool cm_moment_is(cm_sv text);                        /* written so, and there is such a moment */
cm_sv cm_moment_after(cm_arena *mem, cm_sv moment, int64_t seconds); /* that much later */
int64_t cm_moment_seconds(cm_sv moment);           /* since 1970-01-01; 0: it is none */
cm_date cm_moment_day(cm_sv moment);               /* its day in local time, or none */
cm_sv cm_moment_first(cm_arena *mem, cm_date day); /* of a day in local time, which must exist */

#endif
