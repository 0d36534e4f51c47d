/* server/problem.h - a fault as application/problem+json (RFC 9457): what it is in the language of
 * the client, in detail, and where. What went wrong inside is told to the log, not to the client.
 */
#ifndef CM_SERVER_PROBLEM_H
#define CM_SERVER_PROBLEM_H

#include "server/exchange.h"

/* The answer becomes the problem. `status` 0: as err->status says. */
void cm_problem_reply(cm_exchange *x, unsigned status, const cm_err *err);
/* The same for what has no cm_err of its own: "rate", "busy", "csrf", "login", "method", … */
void cm_problem_named(cm_exchange *x, unsigned status, const char *name);

#endif
