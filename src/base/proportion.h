/* base/proportion.h - how sure a share is that was counted: the interval of Wilson at 95 %, in
 * whole numbers, so that the same counts give the same bytes everywhere. Pure values. */
#ifndef CM_BASE_PROPORTION_H
#define CM_BASE_PROPORTION_H

#include "base/base.h"

/* In parts of a thousand, rounded half up. */
typedef struct {
    int32_t share, low, high;
} cm_proportion;

/* `part` of `whole`, 0 <= part <= whole. Of nothing: 0, 0 to 1000. */
cm_proportion cm_proportion_of(uint64_t part, uint64_t whole);

#endif
