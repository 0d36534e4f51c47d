#include "base/base.h"

#include "base/pipeline.h"

#include <pthread.h>
#include <unistd.h>

/* Item n of the stream sits in items[n % item_count]. Counters only grow:
 * written <= taken <= filled <= written + item_count. */
typedef struct {
    const cm_pipeline *p;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t filled;  /* items read so far */
    uint64_t taken;   /* items given to a worker */
    uint64_t written; /* items written */
    bool *done;       /* per slot: worked on, waiting to be written */
    bool ended;       /* nothing more will be read */
    bool stopped;     /* a write failed: finish without writing */
    size_t next_worker;
    cm_status write_status;
    cm_err *write_err;
} run;

static void *work_loop(void *arg)
{
    run *r = arg;
    (void)pthread_mutex_lock(&r->lock);
    size_t worker = r->next_worker++;
    for (;;) {
        while (r->taken == r->filled && !r->ended) {
            (void)pthread_cond_wait(&r->changed, &r->lock);
        }
        if (r->taken == r->filled) {
            break;
        }
        size_t slot = (size_t)(r->taken++ % r->p->item_count);
        bool skip = r->stopped;
        (void)pthread_mutex_unlock(&r->lock);
        if (!skip) {
            r->p->work(r->p->payload, worker, r->p->items[slot]);
        }
        (void)pthread_mutex_lock(&r->lock);
        r->done[slot] = true;
        (void)pthread_cond_broadcast(&r->changed);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return NULL;
}

static void *write_loop(void *arg)
{
    run *r = arg;
    (void)pthread_mutex_lock(&r->lock);
    for (;;) {
        size_t slot = (size_t)(r->written % r->p->item_count);
        while (!r->done[slot] && !(r->ended && r->written == r->filled)) {
            (void)pthread_cond_wait(&r->changed, &r->lock);
        }
        if (!r->done[slot]) {
            break;
        }
        bool skip = r->stopped;
        (void)pthread_mutex_unlock(&r->lock);
        cm_status status = CM_OK;
        if (!skip) {
            status = r->p->write(r->p->payload, r->p->items[slot], r->write_err);
        }
        (void)pthread_mutex_lock(&r->lock);
        if (status != CM_OK) {
            r->write_status = status;
            r->stopped = true;
        }
        r->done[slot] = false;
        r->written++;
        (void)pthread_cond_broadcast(&r->changed);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Waits for a free slot. False when nothing more is to be read. */
static bool wait_for_slot(run *r)
{
    (void)pthread_mutex_lock(&r->lock);
    while (r->filled - r->written == r->p->item_count && !r->stopped) {
        (void)pthread_cond_wait(&r->changed, &r->lock);
    }
    bool go_on = !r->stopped;
    (void)pthread_mutex_unlock(&r->lock);
    return go_on;
}

static cm_status read_loop(run *r, cm_err *err)
{
    const cm_pipeline *p = r->p;
    cm_status status = CM_OK;
    while (status == CM_OK && wait_for_slot(r)) {
        if (p->cancel != NULL && atomic_load(p->cancel)) {
            status = cm_err_set(err, CM_E_CANCELLED, "stopped");
            break;
        }
        CM_AUTO_ERR fault = {0};
        if (!p->read(p->payload, p->items[r->filled % p->item_count], &fault)) {
            if (fault.status != CM_OK) {
                status = cm_err_set(err, fault.status, "%s", fault.message);
            }
            break;
        }
        (void)pthread_mutex_lock(&r->lock);
        r->filled++;
        (void)pthread_cond_broadcast(&r->changed);
        (void)pthread_mutex_unlock(&r->lock);
    }
    return status;
}

/* Start the workers and the writer; returns how many threads run. */
static size_t start_threads(run *r, pthread_t *threads)
{
    size_t started = 0;
    if (pthread_create(&threads[started], NULL, write_loop, r) != 0) {
        return 0;
    }
    started++;
    while (started <= r->p->workers && pthread_create(&threads[started], NULL, work_loop, r) == 0) {
        started++;
    }
    return started;
}

static void finish(run *r, const pthread_t *threads, size_t started)
{
    (void)pthread_mutex_lock(&r->lock);
    r->ended = true;
    (void)pthread_cond_broadcast(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

cm_status cm_pipeline_run(const cm_pipeline *p, cm_err *err)
{
    cm_assert(p->workers > 0 && p->item_count > 0);
    CM_AUTO_ERR write_err = {0};
    run r = {.p = p, .write_err = &write_err};
    (void)pthread_mutex_init(&r.lock, NULL);
    (void)pthread_cond_init(&r.changed, NULL);
    r.done = cm_alloc_zero(p->item_count, sizeof(*r.done));
    pthread_t *threads = cm_alloc_zero(p->workers + 1, sizeof(*threads));

    cm_status status = CM_OK;
    size_t started = start_threads(&r, threads);
    if (started < 2) { /* the writer and at least one worker */
        status = cm_err_set(err, CM_E_IO, "cannot start a thread");
    } else {
        status = read_loop(&r, err);
    }
    finish(&r, threads, started);
    if (r.write_status != CM_OK) {
        status = cm_err_set(err, r.write_status, "%s",
                            write_err.message != NULL ? write_err.message : "");
    }
    cm_free(threads);
    cm_free(r.done);
    (void)pthread_cond_destroy(&r.changed);
    (void)pthread_mutex_destroy(&r.lock);
    return status;
}

size_t cm_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}
