#include "base/base.h"

#include "server/guest.h"

#include "base/lock.h"

#include <sys/socket.h>

struct cm_guest {
    int socket;
    cm_guest_stage stage;
    int64_t since_ms;
    bool shut;
    cm_guest *next, *before;
};

struct cm_guests {
    cm_lock *lock;
    cm_guest *first;
};

/* How long each stage may last; 0: as long as it takes. */
static const int64_t MOST_MS[] = {[CM_GUEST_SPEAKS] = 45000,
                                  [CM_GUEST_SENDS] = 60000,
                                  [CM_GUEST_FILES] = 3600000,
                                  [CM_GUEST_WAITS] = 0,
                                  [CM_GUEST_TAKES] = 600000};

cm_guests *cm_guests_new(void)
{
    cm_guests *all = cm_alloc_zero(1, sizeof(*all));
    all->lock = cm_lock_new();
    return all;
}

void cm_guests_free(cm_guests *all)
{
    if (all != NULL) {
        while (all->first != NULL) {
            cm_guest_leave(all, all->first);
        }
        cm_lock_free(all->lock);
        cm_free(all);
    }
}

cm_guest *cm_guest_enter(cm_guests *all, int socket, int64_t now_ms)
{
    cm_guest *g = cm_alloc_zero(1, sizeof(*g));
    g->socket = socket;
    g->since_ms = now_ms;
    cm_lock_take(all->lock);
    g->next = all->first;
    if (g->next != NULL) {
        g->next->before = g;
    }
    all->first = g;
    cm_lock_leave(all->lock);
    return g;
}

void cm_guest_leave(cm_guests *all, cm_guest *guest)
{
    cm_lock_take(all->lock);
    if (guest->before != NULL) {
        guest->before->next = guest->next;
    } else {
        all->first = guest->next;
    }
    if (guest->next != NULL) {
        guest->next->before = guest->before;
    }
    cm_lock_leave(all->lock);
    cm_free(guest);
}

void cm_guest_turn(cm_guests *all, cm_guest *guest, cm_guest_stage stage, int64_t now_ms)
{
    cm_lock_take(all->lock);
    guest->stage = stage;
    guest->since_ms = now_ms;
    cm_lock_leave(all->lock);
}

size_t cm_guests_look(cm_guests *all, int64_t now_ms, size_t *ret_shut)
{
    size_t count = 0;
    *ret_shut = 0;
    cm_lock_take(all->lock);
    for (cm_guest *g = all->first; g != NULL; g = g->next) {
        int64_t most = MOST_MS[g->stage];
        count++;
        if (most != 0 && !g->shut && now_ms - g->since_ms > most) {
            (void)shutdown(g->socket, SHUT_RDWR);
            g->shut = true;
            (*ret_shut)++;
        }
    }
    cm_lock_leave(all->lock);
    return count;
}
