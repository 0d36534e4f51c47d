#include "base/base.h"

#include "base/thread.h"

#include "base/lock_parts.h"

#include <errno.h>
#include <signal.h>

enum { MS = 1000, NS_OF_MS = 1000000, NS = 1000000000 };

/* ---- threads ---- */

struct cm_thread {
    pthread_t id;
    void (*run)(void *payload);
    void *payload;
};

static void *begin(void *payload)
{
    cm_thread *t = payload;
    t->run(t->payload);
    return NULL;
}

cm_status cm_thread_start(void (*run)(void *payload), void *payload, cm_thread **ret_thread,
                          cm_err *err)
{
    cm_thread *t = cm_alloc_zero(1, sizeof(*t));
    t->run = run;
    t->payload = payload;
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    int code = pthread_create(&t->id, NULL, begin, t);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code != 0) {
        cm_free(t);
        return cm_err_set(err, CM_E_IO, "no thread: %s", cm_os_reason(code));
    }
    *ret_thread = t;
    return CM_OK;
}

void cm_thread_join(cm_thread *thread)
{
    if (thread != NULL) {
        (void)pthread_join(thread->id, NULL);
        cm_free(thread);
    }
}

int64_t cm_clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS + now.tv_nsec / NS_OF_MS;
}

/* ---- bell ---- */

struct cm_bell {
    pthread_cond_t cond;
};

cm_bell *cm_bell_new(void)
{
    cm_bell *bell = cm_alloc_zero(1, sizeof(*bell));
    pthread_condattr_t attributes;
    cm_assert(pthread_condattr_init(&attributes) == 0);
    cm_assert(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    cm_assert(pthread_cond_init(&bell->cond, &attributes) == 0);
    (void)pthread_condattr_destroy(&attributes);
    return bell;
}

void cm_bell_free(cm_bell *bell)
{
    if (bell != NULL) {
        (void)pthread_cond_destroy(&bell->cond);
        cm_free(bell);
    }
}

void cm_bell_ring(cm_bell *bell)
{
    (void)pthread_cond_broadcast(&bell->cond);
}

void cm_bell_ring_one(cm_bell *bell)
{
    (void)pthread_cond_signal(&bell->cond);
}

bool cm_bell_wait(cm_bell *bell, cm_lock *lock, int64_t milliseconds)
{
    if (milliseconds < 0) {
        cm_assert(pthread_cond_wait(&bell->cond, &lock->mutex) == 0);
        return true;
    }
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / MS;
    until.tv_nsec += milliseconds % MS * NS_OF_MS;
    if (until.tv_nsec >= NS) {
        until.tv_sec++;
        until.tv_nsec -= NS;
    }
    return pthread_cond_timedwait(&bell->cond, &lock->mutex, &until) != ETIMEDOUT;
}

/* ---- door ---- */

struct cm_door {
    cm_lock *lock;
    cm_bell *bell;
    size_t inside, waiting; /* who shares it; who wants it alone */
    bool closed;
};

cm_door *cm_door_new(void)
{
    cm_door *door = cm_alloc_zero(1, sizeof(*door));
    door->lock = cm_lock_new();
    door->bell = cm_bell_new();
    return door;
}

void cm_door_free(cm_door *door)
{
    if (door != NULL) {
        cm_bell_free(door->bell);
        cm_lock_free(door->lock);
        cm_free(door);
    }
}

void cm_door_share(cm_door *door)
{
    cm_lock_take(door->lock);
    while (door->closed || door->waiting != 0) {
        (void)cm_bell_wait(door->bell, door->lock, -1);
    }
    door->inside++;
    cm_lock_leave(door->lock);
}

void cm_door_close(cm_door *door)
{
    cm_lock_take(door->lock);
    door->waiting++;
    while (door->closed || door->inside != 0) {
        (void)cm_bell_wait(door->bell, door->lock, -1);
    }
    door->waiting--;
    door->closed = true;
    cm_lock_leave(door->lock);
}

void cm_door_leave(cm_door *door)
{
    cm_lock_take(door->lock);
    if (door->closed) {
        door->closed = false;
    } else {
        door->inside--;
    }
    cm_bell_ring(door->bell);
    cm_lock_leave(door->lock);
}
