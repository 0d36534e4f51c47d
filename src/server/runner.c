#include "base/base.h"

#include "server/runner.h"

#include "app/job_work.h"
#include "base/moment.h"
#include "server/gauge.h"

enum { REST_MS = 60 * 1000, FAULT_MS = 5000, AGAIN_MS = 100 };

struct cm_runner {
    cm_house *house;
    cm_seat *seat;
    cm_hub *hub;
    cm_job_host host;
    cm_lock *lock; /* of what follows */
    cm_bell *bell;
    cm_thread *thread;
    int64_t job, to_stop;        /* at work; told to stop last */
    bool breakable;              /* the job at work */
    bool woken, stopping, ended; /* ended: the thread is about to */
    atomic_bool cancel, leaving;
};

/* Under the lock. A long query does not look at the flag. */
static void stop_job(cm_runner *r)
{
    atomic_store(&r->cancel, true);
    cm_lock_take(r->seat->lock);
    if (r->breakable && r->seat->site != NULL) {
        cm_session_break(r->seat->site->session);
    }
    cm_lock_leave(r->seat->lock);
}

/* ---- what jobs need of the house ---- */

static cm_status join(void *payload, cm_site **ret_site, cm_err *err)
{
    cm_runner *r = payload;
    return cm_seat_join(r->seat, r->seat->workdesk.home, ret_site, err);
}

static void leave(void *payload, cm_site *site)
{
    cm_runner *r = payload;
    (void)site; /* the one that its seat has */
    cm_seat_leave(r->seat);
}

static cm_site *alone(void *payload)
{
    cm_runner *r = payload;
    cm_house_exclusive_begin(r->house);
    return r->house->base;
}

static void alone_end(void *payload)
{
    cm_runner *r = payload;
    cm_house_exclusive_end(r->house);
}

static void told(void *payload, const cm_job *job)
{
    cm_runner *r = payload;
    cm_lock_take(r->lock);
    r->job = job->state == CM_JOB_RUNNING ? job->no : 0;
    r->breakable = cm_job_is_run(job);
    if (r->job != 0 && r->job == r->to_stop) {
        stop_job(r);
    }
    cm_lock_leave(r->lock);
    cm_hub_job(r->hub, &r->seat->workdesk, job);
    cm_gauge_set(r->house->gauge, "chaming_job_running", "The number of the job at work, or 0.",
                 r->job);
}

/* ---- the thread ---- */

static bool rest(cm_runner *r, int64_t ms)
{
    cm_lock_take(r->lock);
    if (!r->woken && !r->stopping) {
        (void)cm_bell_wait(r->bell, r->lock, ms);
    }
    r->woken = false;
    bool stopping = r->stopping;
    cm_lock_leave(r->lock);
    return !stopping;
}

static bool begin(cm_runner *r)
{
    cm_lock_take(r->lock);
    bool stopping = r->stopping;
    if (!stopping) {
        atomic_store(&r->cancel, false);
    }
    cm_lock_leave(r->lock);
    return !stopping;
}

/* The desk said no: what is to be done stands there still. */
static void tell_fault(cm_runner *r, cm_status status, uint64_t *faults)
{
    *faults += status == CM_OK ? 0 : 1;
    cm_gauge_set(r->house->gauge, "chaming_job_faults_total",
                 "Times that the list of jobs could not be read or written.", (int64_t)*faults);
}

static void work(void *payload)
{
    cm_runner *r = payload;
    const cm_job_worker worker = {&r->host, &r->seat->workdesk, &r->cancel, &r->leaving};
    uint64_t faults = 0;
    bool on = true;
    while (on && begin(r)) {
        CM_AUTO_ARENA mem;
        CM_AUTO_ERR err = {0};
        cm_arena_init(&mem);
        r->seat->workdesk.home =
            cm_house_home(r->house, CM_ZH); /* models may have been published */
        int64_t no = 0;
        cm_status status = cm_job_do_next(&worker, &no, &err);
        if (status == CM_OK && no == 0) {
            status = cm_uploads_sweep(&r->seat->workdesk, cm_moment_now(&mem), &err);
        }
        tell_fault(r, status, &faults);
        if (status != CM_OK || no == 0) {
            on = rest(r, status == CM_OK ? REST_MS : FAULT_MS);
        }
    }
    cm_lock_take(r->lock);
    r->ended = true;
    cm_bell_ring(r->bell);
    cm_lock_leave(r->lock);
}

/* ---- from outside ---- */

void cm_runner_wake(cm_runner *r)
{
    cm_lock_take(r->lock);
    r->woken = true;
    cm_bell_ring(r->bell);
    cm_lock_leave(r->lock);
}

void cm_runner_cancel(cm_runner *r, int64_t job)
{
    cm_lock_take(r->lock);
    r->to_stop = job;
    if (r->job == job) {
        stop_job(r);
    }
    cm_lock_leave(r->lock);
}

cm_hub *cm_runner_hub(const cm_runner *r)
{
    return r->hub;
}

cm_status cm_runner_start(cm_house *house, cm_runner **ret_runner, cm_err *err)
{
    cm_runner *r = cm_alloc_zero(1, sizeof(*r));
    r->house = house;
    r->lock = cm_lock_new();
    r->bell = cm_bell_new();
    r->host = (cm_job_host){r, join, leave, alone, alone_end, told};
    cm_status status = cm_seat_open(house, &r->seat, err);
    if (status == CM_OK) {
        status = cm_jobs_start(&r->seat->workdesk, r->seat->workdesk.at, err);
    }
    if (status == CM_OK) {
        status = cm_hub_start(house, &r->hub, err);
    }
    if (status == CM_OK) {
        status = cm_thread_start(work, r, &r->thread, err);
    }
    if (status != CM_OK) {
        cm_runner_stop(r);
        cm_runner_free(r);
        return status;
    }
    *ret_runner = r;
    return CM_OK;
}

void cm_runner_stop(cm_runner *r)
{
    if (r == NULL) {
        return;
    }
    cm_lock_take(r->lock);
    r->stopping = true;
    atomic_store(&r->leaving, true);
    atomic_store(&r->cancel, true);
    cm_bell_ring(r->bell);
    while (r->thread != NULL && !r->ended) { /* it may have been between two queries */
        stop_job(r);
        (void)cm_bell_wait(r->bell, r->lock, AGAIN_MS);
    }
    cm_lock_leave(r->lock);
    cm_thread_join(r->thread);
    r->thread = NULL;
    cm_hub_stop(r->hub);
}

void cm_runner_free(cm_runner *r)
{
    if (r != NULL) {
        cm_hub_free(r->hub);
        cm_seat_close(r->seat);
        cm_bell_free(r->bell);
        cm_lock_free(r->lock);
        cm_free(r);
    }
}
