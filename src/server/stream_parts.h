/* server/stream_parts.h - an answer that goes on, as the daemon sees it. */
#ifndef CM_SERVER_STREAM_PARTS_H
#define CM_SERVER_STREAM_PARTS_H

#include "server/exchange.h"

#include <microhttpd.h>

/* The response that reads the stream; it owns it from then on. */
struct MHD_Response *cm_stream_response(cm_stream *stream, struct MHD_Connection *connection,
                                        const atomic_bool *stopping);
void cm_stream_free(cm_stream *stream); /* one that never became a response; NULL allowed */

#endif
