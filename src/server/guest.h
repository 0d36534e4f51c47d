/* server/guest.h - the connections that are open, and since when each of them does what it does:
 * who sends his request drop by drop, or never takes his answer, is shown out. Threads: any. */
#ifndef CM_SERVER_GUEST_H
#define CM_SERVER_GUEST_H

#include "base/base.h"

typedef struct cm_guests cm_guests;
typedef struct cm_guest cm_guest;

typedef enum {
    CM_GUEST_SPEAKS, /* a request line and headers, or nothing yet */
    CM_GUEST_SENDS,  /* a body */
    CM_GUEST_FILES,  /* a body that is a file */
    CM_GUEST_WAITS,  /* for a worker, or for events */
    CM_GUEST_TAKES   /* his answer */
} cm_guest_stage;

cm_guests *cm_guests_new(void);
void cm_guests_free(cm_guests *all); /* NULL allowed */
cm_guest *cm_guest_enter(cm_guests *all, int socket, int64_t now_ms);
void cm_guest_leave(cm_guests *all, cm_guest *guest); /* before its socket is closed */
void cm_guest_turn(cm_guests *all, cm_guest *guest, cm_guest_stage stage, int64_t now_ms);
/* Shut the sockets of those whose time is up; how many are open and how many were shut. */
size_t cm_guests_look(cm_guests *all, int64_t now_ms, size_t *ret_shut);

#endif
