/* server/job_answer.h - the answer of a handler that asked for long work. */
#ifndef CM_SERVER_JOB_ANSWER_H
#define CM_SERVER_JOB_ANSWER_H

#include "app/job.h"
#include "server/exchange.h"

cm_asking cm_ask_asking(cm_exchange *x);
/* The job, where it is now, and that it is to be begun; returns `status`. */
cm_status cm_answer_job(cm_exchange *x, cm_status status, const cm_job *job);

#endif
