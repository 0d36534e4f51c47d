#include "base/base.h"

#include "base/lock_parts.h"

cm_lock *cm_lock_new(void)
{
    cm_lock *lock = cm_alloc_zero(1, sizeof(*lock));
    cm_assert(pthread_mutex_init(&lock->mutex, NULL) == 0);
    return lock;
}

void cm_lock_free(cm_lock *lock)
{
    if (lock != NULL) {
        (void)pthread_mutex_destroy(&lock->mutex);
        cm_free(lock);
    }
}

void cm_lock_take(cm_lock *lock)
{
    cm_assert(pthread_mutex_lock(&lock->mutex) == 0);
}

void cm_lock_leave(cm_lock *lock)
{
    cm_assert(pthread_mutex_unlock(&lock->mutex) == 0);
}
