/* server/keeper.h - what a server does by itself now and then: shows out slow guests, sets check
 * points of the audit, forgets what is over. Threads: one of its own. */
#ifndef CM_SERVER_KEEPER_H
#define CM_SERVER_KEEPER_H

#include "server/guest.h"
#include "server/house.h"

typedef struct cm_keeper cm_keeper;

/* Fails: as cm_seat_open, IO (no thread). */
CM_MUST_USE cm_status cm_keeper_start(cm_house *house, cm_guests *guests, cm_keeper **ret_keeper,
                                      cm_err *err);
void cm_keeper_stop(cm_keeper *keeper); /* and free; NULL allowed */

#endif
