/* base/lock_parts.h - what a lock is made of, for thread.c. */
#ifndef CM_BASE_LOCK_PARTS_H
#define CM_BASE_LOCK_PARTS_H

#include "base/lock.h"

#include <pthread.h>

struct cm_lock {
    pthread_mutex_t mutex;
};

#endif
