/* base/lock.h - a lock between threads, for what is made at its first use. Memory: heap, freed by
 * cm_lock_free. */
#ifndef CM_BASE_LOCK_H
#define CM_BASE_LOCK_H

typedef struct cm_lock cm_lock;

cm_lock *cm_lock_new(void);
void cm_lock_free(cm_lock *lock); /* NULL allowed */
void cm_lock_take(cm_lock *lock);
void cm_lock_leave(cm_lock *lock);

#endif
