#include "base/base.h"

#include "desk/turn.h"

#include "base/thread.h"
#include "desk/statement.h"

enum { WAIT_MS = CM_DESK_WAIT_MS };

struct cm_turns {
    cm_lock *lock;
    cm_bell *bell;
    bool taken;
};

cm_turns *cm_turns_new(void)
{
    cm_turns *t = cm_alloc_zero(1, sizeof(*t));
    t->lock = cm_lock_new();
    t->bell = cm_bell_new();
    return t;
}

void cm_turns_free(cm_turns *turns)
{
    if (turns != NULL) {
        cm_bell_free(turns->bell);
        cm_lock_free(turns->lock);
        cm_free(turns);
    }
}

void cm_desk_take_turns(cm_desk *desk, cm_turns *turns)
{
    desk->turns = turns;
}

cm_status cm_turn_take(cm_desk *desk, cm_err *err)
{
    cm_turns *t = desk->turns;
    if (t == NULL || desk->has_turn) {
        return CM_OK;
    }
    const int64_t until = cm_clock_ms() + WAIT_MS;
    cm_lock_take(t->lock);
    for (int64_t left = WAIT_MS; t->taken && left > 0; left = until - cm_clock_ms()) {
        (void)cm_bell_wait(t->bell, t->lock, left);
    }
    desk->has_turn = !t->taken;
    t->taken = true;
    cm_lock_leave(t->lock);
    return desk->has_turn
               ? CM_OK
               : cm_err_set(err, CM_E_CONFLICT, "desk.sqlite: others write for too long");
}

void cm_turn_leave(cm_desk *desk)
{
    cm_turns *t = desk->turns;
    if (desk->has_turn) {
        desk->has_turn = false;
        cm_lock_take(t->lock);
        t->taken = false;
        cm_bell_ring_one(t->bell);
        cm_lock_leave(t->lock);
    }
}
