#include "base/base.h"

#include "server/keeper.h"

#include "app/login.h"
#include "app/once.h"
#include "base/moment.h"
#include "server/gauge.h"

enum { LOOK_MS = 1000, KEEP_MS = 60000 };

struct cm_keeper {
    cm_house *house;
    cm_guests *guests;
    cm_seat *seat;
    cm_thread *thread;
    cm_lock *lock;
    cm_bell *bell;
    bool stopping;
    size_t shut;
};

static void look(cm_keeper *k)
{
    size_t shut = 0;
    size_t open = cm_guests_look(k->guests, cm_clock_ms(), &shut);
    k->shut += shut;
    cm_gauge_set(k->house->gauge, "chaming_connections", "Connections that are open.",
                 (int64_t)open);
    cm_gauge_set(k->house->gauge, "chaming_connections_shut_total",
                 "Connections that were too slow.", (int64_t)k->shut);
}

/* What fails here is tried again a minute later; `audit verify` tells what no point vouches for. */
static void keep(cm_keeper *k)
{
    CM_AUTO_ERR ignored = {0};
    cm_status status = cm_house_seal(k->house, k->seat->workdesk.desk, &ignored);
    if (status == CM_OK) {
        status = cm_once_forget(&k->seat->workdesk, &ignored);
    }
    if (status == CM_OK) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        status = cm_login_tidy(&k->seat->workdesk, cm_moment_now(&mem), &ignored);
    }
    (void)status;
}

/* What fails here fails again at the first count, and is told then. */
static void count_beforehand(cm_keeper *k)
{
    CM_AUTO_ERR ignored = {0};
    cm_status status = cm_census_refresh(k->seat->workdesk.desk, &ignored);
    (void)status;
}

static void run(void *payload)
{
    cm_keeper *k = payload;
    int64_t kept = cm_clock_ms();
    count_beforehand(k);
    cm_lock_take(k->lock);
    while (!k->stopping) {
        (void)cm_bell_wait(k->bell, k->lock, LOOK_MS);
        cm_lock_leave(k->lock);
        look(k);
        if (cm_clock_ms() - kept > KEEP_MS) {
            keep(k);
            kept = cm_clock_ms();
        }
        cm_lock_take(k->lock);
    }
    cm_lock_leave(k->lock);
}

cm_status cm_keeper_start(cm_house *house, cm_guests *guests, cm_keeper **ret_keeper, cm_err *err)
{
    cm_keeper *k = cm_alloc_zero(1, sizeof(*k));
    k->house = house;
    k->guests = guests;
    k->lock = cm_lock_new();
    k->bell = cm_bell_new();
    cm_status status = cm_seat_open(house, &k->seat, err);
    if (status == CM_OK) {
        status = cm_thread_start(run, k, &k->thread, err);
    }
    if (status != CM_OK) {
        cm_keeper_stop(k);
        return status;
    }
    *ret_keeper = k;
    return CM_OK;
}

void cm_keeper_stop(cm_keeper *keeper)
{
    if (keeper != NULL) {
        cm_lock_take(keeper->lock);
        keeper->stopping = true;
        cm_bell_ring(keeper->bell);
        cm_lock_leave(keeper->lock);
        cm_thread_join(keeper->thread);
        cm_seat_close(keeper->seat);
        cm_bell_free(keeper->bell);
        cm_lock_free(keeper->lock);
        cm_free(keeper);
    }
}
