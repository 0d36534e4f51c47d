/* server/gauge.h - what the server counts of itself: requests by operation and status with their
 * time, what waits and what is worked on. As Prometheus text. Threads: any. */
#ifndef CM_SERVER_GAUGE_H
#define CM_SERVER_GAUGE_H

#include "base/buf.h"
#include "server/route.h"

typedef struct cm_gauge cm_gauge;

cm_gauge *cm_gauge_new(void);
void cm_gauge_free(cm_gauge *g); /* NULL allowed */
/* route NULL: one that has no row. */
void cm_gauge_request(cm_gauge *g, const cm_route *route, unsigned status, int64_t ms);
/* A number that goes up and down, or up only; `name` and `help` must last. */
void cm_gauge_set(cm_gauge *g, const char *name, const char *help, int64_t value);
void cm_gauge_write(cm_gauge *g, cm_buf *out);

#endif
