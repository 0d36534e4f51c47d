/* server/runner.h - the one thread that does long jobs (app/job_work.h), in the order they were
 * asked for. Stopped in the middle of one it leaves it for the next start. Memory: heap. Threads:
 * any. */
#ifndef CM_SERVER_RUNNER_H
#define CM_SERVER_RUNNER_H

#include "server/hub.h"

typedef struct cm_runner cm_runner;

/* Takes up what was running when the process ended. Fails: as cm_seat_open, cm_jobs_start; IO (no
 * thread). */
CM_MUST_USE cm_status cm_runner_start(cm_house *house, cm_runner **ret_runner, cm_err *err);
/* Waits until the job at work has come to a place where it can stop; ends all streams of events. */
void cm_runner_stop(cm_runner *runner); /* NULL allowed */
void cm_runner_free(cm_runner *runner); /* after the daemon; NULL allowed */

/* Something was asked for. */
void cm_runner_wake(cm_runner *runner);
/* The job is to stop, as its row says. */
void cm_runner_cancel(cm_runner *runner, int64_t job);
cm_hub *cm_runner_hub(const cm_runner *runner);

#endif
