/* server/server_parts.h - what a server is made of, for the files of this folder. */
#ifndef CM_SERVER_SERVER_PARTS_H
#define CM_SERVER_SERVER_PARTS_H

#include "server/exchange.h"
#include "server/gauge.h"
#include "server/keeper.h"
#include "server/pace.h"
#include "server/runner.h"
#include "server/server.h"
#include "server/shelf.h"
#include "server/work.h"

#include <microhttpd.h>

struct cm_server {
    cm_arena mem;
    cm_house *house;
    cm_gauge *gauge;
    cm_pace *pace;
    cm_pace *wrong; /* refused log-ins, tokens and cookies, by address */
    cm_work *work;
    cm_guests *guests;
    cm_keeper *keeper;
    cm_shelf *shelf;
    cm_sv setup_code; /* of the first set-up; empty: it is done */
    cm_seat *front;   /* of the daemon's thread: who may send a file */
    cm_server_log log;
    struct MHD_Daemon *daemon;
    atomic_uint_fast64_t requests; /* to number them */
    uint64_t seed;                 /* of hashes */
    uint64_t begun;                /* when, in seconds: names requests together with their number */
};

/* The client of a connection, as digits. */
cm_sv cm_server_address(struct MHD_Connection *connection, cm_arena *mem);
/* To the log: a request that was answered, and what went wrong inside. */
void cm_server_told(cm_server *server, const cm_exchange *x, cm_sv method, int64_t ms);
void cm_server_fault(cm_server *server, const cm_exchange *x, const cm_err *err);

#endif
