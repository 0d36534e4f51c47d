#include "base/base.h"

#include "server/work.h"

#include "base/pipeline.h"

enum { WAITING_MOST = 2000, WATCH_MS = 100, LEAST_WORKERS = 4, LOGINS = 2 };

typedef struct {
    cm_work *work;
    cm_thread *thread;
    cm_seat *seat;
    cm_task *task; /* at work; NULL: none */
} worker;

typedef struct {
    cm_task *first, *last;
    size_t waiting, running, most;
} line;

struct cm_work {
    cm_house *house;
    cm_gauge *gauge;
    cm_lock *lock;
    cm_bell *bell; /* for the workers */
    cm_bell *end;  /* for the watch */
    cm_arena mem;
    line lines[CM_LOAD_COUNT];
    worker *workers;
    size_t count, waiting;
    uint64_t added;
    bool stopping;
    cm_thread *watch;
    uint64_t late;
};

/* ---- taking ---- */

/* The oldest of the loads that may have one more at work. Under the lock. */
static cm_task *take(cm_work *w)
{
    line *from = NULL;
    for (size_t i = 0; i < CM_LOAD_COUNT; i++) {
        line *l = &w->lines[i];
        if (l->first != NULL && l->running < l->most &&
            (from == NULL || l->first->number < from->first->number)) {
            from = l;
        }
    }
    if (from == NULL) {
        return NULL;
    }
    cm_task *task = from->first;
    from->first = task->next;
    from->last = from->first == NULL ? NULL : from->last;
    from->waiting--;
    w->waiting--;
    from->running++;
    task->begun_ms = cm_clock_ms();
    return task;
}

static void work(void *payload)
{
    worker *me = payload;
    cm_work *w = me->work;
    cm_lock_take(w->lock);
    for (;;) {
        cm_task *task = take(w);
        if (task == NULL && w->stopping && w->waiting == 0) {
            break;
        }
        if (task == NULL) {
            (void)cm_bell_wait(w->bell, w->lock, -1);
            continue;
        }
        if (w->waiting != 0) {
            cm_bell_ring_one(w->bell); /* there is more, and perhaps somebody who has nothing */
        }
        me->task = task;
        cm_load load = task->load;
        cm_lock_leave(w->lock);
        task->run(task, me->seat);
        cm_lock_take(w->lock);
        me->task = NULL; /* nobody looks at it any more */
        w->lines[load].running--;
        if (w->stopping) {
            cm_bell_ring(w->bell); /* who waited for a load that was full may end */
        }
        cm_lock_leave(w->lock);
        task->done(task);
        cm_lock_take(w->lock);
    }
    cm_lock_leave(w->lock);
}

bool cm_work_add(cm_work *w, cm_task *task)
{
    cm_lock_take(w->lock);
    bool room = !w->stopping && w->waiting < WAITING_MOST;
    if (room) {
        line *l = &w->lines[task->load];
        task->next = NULL;
        task->number = ++w->added;
        if (l->last != NULL) {
            l->last->next = task;
        } else {
            l->first = task;
        }
        l->last = task;
        l->waiting++;
        w->waiting++;
        cm_bell_ring_one(w->bell);
    }
    cm_lock_leave(w->lock);
    return room;
}

/* ---- watching ---- */

static void look_at(cm_work *w, worker *at, int64_t now)
{
    cm_task *task = at->task;
    const cm_house_options *o = &w->house->options;
    int64_t most = task->load == CM_LOAD_SLOW ? o->slow_ms : o->quick_ms;
    bool late = now - task->begun_ms > most;
    if (late && !atomic_exchange(&task->late, true)) {
        w->late++;
    }
    if (late || task->gone(task)) {
        atomic_store(&task->cancel, true);
        cm_seat_break(at->seat);
    }
}

static void watch(void *payload)
{
    cm_work *w = payload;
    cm_lock_take(w->lock);
    while (!w->stopping || w->waiting != 0) {
        (void)cm_bell_wait(w->end, w->lock, WATCH_MS);
        int64_t now = cm_clock_ms(), running = 0;
        for (size_t i = 0; i < w->count; i++) {
            if (w->workers[i].task != NULL) {
                running++;
                look_at(w, &w->workers[i], now);
            }
        }
        cm_gauge_set(w->gauge, "chaming_requests_waiting", "Requests that wait for a worker.",
                     (int64_t)w->waiting);
        cm_gauge_set(w->gauge, "chaming_requests_running", "Requests that are worked on.", running);
        cm_gauge_set(w->gauge, "chaming_requests_late_total", "Requests whose time was up.",
                     (int64_t)w->late);
    }
    cm_lock_leave(w->lock);
}

/* ---- starting and stopping ---- */

static size_t worker_count(const cm_house_options *o)
{
    size_t count = o->workers != 0 ? o->workers : 2 * cm_processors();
    return count < LEAST_WORKERS ? LEAST_WORKERS : count;
}

cm_status cm_work_start(cm_house *house, cm_gauge *gauge, cm_work **ret_work, cm_err *err)
{
    cm_work *w = cm_alloc_zero(1, sizeof(*w));
    cm_arena_init(&w->mem);
    w->house = house;
    w->gauge = gauge;
    w->lock = cm_lock_new();
    w->bell = cm_bell_new();
    w->end = cm_bell_new();
    size_t count = worker_count(&house->options);
    w->workers = cm_arena_array(&w->mem, worker, count);
    w->lines[CM_LOAD_QUICK].most = count;
    w->lines[CM_LOAD_CHANGE].most = count / 2; /* who only looks does not wait for the disk */
    w->lines[CM_LOAD_SLOW].most = count / 2;
    w->lines[CM_LOAD_LOGIN].most = LOGINS;
    w->lines[CM_LOAD_STREAM].most = count / 2; /* until its events begin */
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < count; i++) {
        worker *me = &w->workers[i];
        me->work = w;
        status = cm_seat_open(house, &me->seat, err);
        if (status == CM_OK) {
            status = cm_thread_start(work, me, &me->thread, err);
        }
        cm_lock_take(w->lock);
        w->count = i + 1;
        cm_lock_leave(w->lock);
    }
    if (status == CM_OK) {
        status = cm_thread_start(watch, w, &w->watch, err);
    }
    if (status != CM_OK) {
        cm_work_stop(w);
        cm_work_free(w);
        return status;
    }
    *ret_work = w;
    return CM_OK;
}

void cm_work_stop(cm_work *w)
{
    cm_lock_take(w->lock);
    w->stopping = true;
    cm_bell_ring(w->bell);
    cm_bell_ring(w->end);
    cm_lock_leave(w->lock);
    for (size_t i = 0; i < w->count; i++) {
        cm_thread_join(w->workers[i].thread);
        w->workers[i].thread = NULL;
    }
    cm_thread_join(w->watch);
    w->watch = NULL;
}

void cm_work_free(cm_work *w)
{
    if (w != NULL) {
        for (size_t i = 0; i < w->count; i++) {
            cm_seat_close(w->workers[i].seat);
        }
        cm_bell_free(w->end);
        cm_bell_free(w->bell);
        cm_lock_free(w->lock);
        cm_arena_clear(&w->mem);
        cm_free(w);
    }
}
