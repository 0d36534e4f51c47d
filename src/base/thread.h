/* base/thread.h - threads that live as long as a server: start and join, a lock that many readers
 * share, and a bell that wakes who waits. Memory: heap, freed by the caller. */
#ifndef CM_BASE_THREAD_H
#define CM_BASE_THREAD_H

#include "base/lock.h"
#include "base/status.h"

typedef struct cm_thread cm_thread;

/* Signals stay with the thread that starts it. Fails: IO. */
CM_MUST_USE cm_status cm_thread_start(void (*run)(void *payload), void *payload,
                                      cm_thread **ret_thread, cm_err *err);
void cm_thread_join(cm_thread *thread); /* and free; NULL allowed */

/* Rung while its lock is held; waiting leaves the lock and takes it again. */
typedef struct cm_bell cm_bell;

cm_bell *cm_bell_new(void);
void cm_bell_free(cm_bell *bell);     /* NULL allowed */
void cm_bell_ring(cm_bell *bell);     /* wakes all */
void cm_bell_ring_one(cm_bell *bell); /* wakes one of them */
/* False: the time is over. milliseconds < 0: without end. */
bool cm_bell_wait(cm_bell *bell, cm_lock *lock, int64_t milliseconds);

/* Held by many at once, or by one alone, who goes before those that come later. */
typedef struct cm_door cm_door;

cm_door *cm_door_new(void);
void cm_door_free(cm_door *door); /* NULL allowed */
void cm_door_share(cm_door *door);
void cm_door_close(cm_door *door); /* alone */
void cm_door_leave(cm_door *door);

int64_t cm_clock_ms(void); /* since some moment, never goes back */

#endif
