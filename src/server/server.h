/* server/server.h - the HTTP server of a workspace: listens, takes requests in, has workers do
 * them, answers; stops when what is at work is done. Memory: heap. Threads: start and stop from
 * one. */
#ifndef CM_SERVER_SERVER_H
#define CM_SERVER_SERVER_H

#include "base/buf.h"
#include "server/house.h"

typedef struct cm_server cm_server;

/* Where the log goes: one line of JSON for each request. `payload` of the caller. */
typedef struct {
    void (*write)(void *payload, cm_sv line);
    void *payload;
} cm_server_log;

/* The home becomes the server's. Fails: as cm_house_open; IO (cannot listen); ARG (an address that
 * is not of this machine, without TLS and without a proxy). */
CM_MUST_USE cm_status cm_server_start(cm_home *home, const cm_house_options *options,
                                      const cm_server_log *log, cm_server **ret_server,
                                      cm_err *err);
uint16_t cm_server_port(const cm_server *server);
cm_sv cm_server_setup_code(const cm_server *server); /* while nobody is registered; else empty */
/* What has been taken in is answered, nothing else is; then all is closed and freed. */
void cm_server_stop(cm_server *server);

#endif
