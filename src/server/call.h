/* server/call.h - one HTTP request on its way: read by the daemon, worked on by a worker, answered
 * by the daemon. Memory: its own, freed when the connection is done with it. */
#ifndef CM_SERVER_CALL_H
#define CM_SERVER_CALL_H

#include "server/decode.h"
#include "server/guest.h"
#include "server/server.h"
#include "server/work.h"

#include <microhttpd.h>

typedef enum {
    CM_CALL_NEW,
    CM_CALL_READING,
    CM_CALL_WORKING, /* a worker has it, or will */
    CM_CALL_READY    /* the reply is there */
} cm_call_stage;

typedef struct cm_call cm_call;

struct cm_call {
    cm_task task; /* first: a worker knows it by this */
    cm_arena mem;
    struct cm_server *server;
    struct MHD_Connection *connection;
    cm_sv target, method;
    cm_sv number; /* of the request in this process */
    cm_decoded decoded;
    cm_exchange x;
    cm_buf body;
    int file;       /* that the body goes to; -1: none */
    uint64_t taken; /* bytes of the body */
    bool over;      /* more than may be */
    cm_call_stage stage;
    int64_t begun_ms;
    int socket;
};

cm_call *cm_call_new(struct cm_server *server, struct MHD_Connection *connection,
                     const char *target);
void cm_call_free(cm_call *call);

/* The headers are there. False: the answer is the problem. */
bool cm_call_open(cm_call *call, const char *method);
/* Some of the body. */
void cm_call_take(cm_call *call, const char *bytes, size_t count);
/* All of it: to the workers. False: the answer is the problem. */
bool cm_call_submit(cm_call *call);
void cm_call_turn(const cm_call *call, cm_guest_stage stage);
/* The reply to the daemon. */
enum MHD_Result cm_call_answer(cm_call *call);

#endif
