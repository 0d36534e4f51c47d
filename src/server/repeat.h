/* server/repeat.h - requests with an Idempotency-Key: a first one is handled and its answer kept,
 * one that comes again gets that answer. */
#ifndef CM_SERVER_REPEAT_H
#define CM_SERVER_REPEAT_H

#include "server/exchange.h"

/* Handle it, or answer as before. `handle` makes the reply, true: it was done. */
void cm_repeat_handle(cm_exchange *x, cm_sv method, cm_sv target, bool (*handle)(cm_exchange *x));

#endif
