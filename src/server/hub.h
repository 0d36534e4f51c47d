/* server/hub.h - events for who listens: how far the jobs are that he may see, and that clues came
 * within his reach. As server-sent events, with a heart beat; who comes back with the number of the
 * last one he had gets what he missed. A stream ends with the log-in. Memory: heap. Threads: any.
 */
#ifndef CM_SERVER_HUB_H
#define CM_SERVER_HUB_H

#include "app/job.h"
#include "server/exchange.h"

typedef struct cm_hub cm_hub;

/* Fails: as cm_seat_open; IO (no thread). */
CM_MUST_USE cm_status cm_hub_start(cm_house *house, cm_hub **ret_hub, cm_err *err);
void cm_hub_stop(cm_hub *hub); /* ends all streams; NULL allowed */
void cm_hub_free(cm_hub *hub); /* when none is left; NULL allowed */

/* The answer of the exchange is a stream from now on. Too many of one person: his oldest ends. */
void cm_hub_listen(cm_hub *hub, cm_exchange *x);
/* Something happened to a job; `desk` is that of the thread. */
void cm_hub_job(cm_hub *hub, cm_workdesk *desk, const cm_job *job);

#endif
