/* server/pace.h - how many requests a caller may send: a bucket of tokens for each, filled as time
 * goes by. Callers are told apart by a keyed hash, so that two in many thousand may share a bucket.
 * Threads: any. */
#ifndef CM_SERVER_PACE_H
#define CM_SERVER_PACE_H

#include "base/sv.h"

typedef struct cm_pace cm_pace;

/* `rate` a second, `burst` at once; rate 0: as many as they like. `seed`: of the hash. */
cm_pace *cm_pace_new(unsigned rate, unsigned burst, uint64_t seed);
void cm_pace_free(cm_pace *pace); /* NULL allowed */
/* Nothing is taken: whether there is nothing to take. */
bool cm_pace_is_empty(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t *ret_wait_ms);
/* False: too many; *ret_wait_ms is when the next one may come. `now_ms` never goes back. */
bool cm_pace_take(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t *ret_wait_ms);

#endif
