#include "base/base.h"

#include "server/pace.h"

#include "base/lock.h"

enum { BUCKETS = 1 << 16, MS = 1000 };

typedef struct {
    int64_t thousandths, at_ms; /* of tokens */
} bucket;

struct cm_pace {
    cm_lock *lock;
    unsigned rate, burst;
    uint64_t seed;
    bucket *buckets;
};

cm_pace *cm_pace_new(unsigned rate, unsigned burst, uint64_t seed)
{
    cm_pace *p = cm_alloc_zero(1, sizeof(*p));
    p->lock = cm_lock_new();
    p->rate = rate;
    p->burst = burst;
    p->seed = seed;
    p->buckets = cm_alloc_zero(BUCKETS, sizeof(*p->buckets));
    return p;
}

void cm_pace_free(cm_pace *pace)
{
    if (pace != NULL) {
        cm_lock_free(pace->lock);
        cm_free(pace->buckets);
        cm_free(pace);
    }
}

static size_t place_of(const cm_pace *p, cm_sv caller)
{
    uint64_t h = cm_sv_hash(caller) ^ p->seed;
    h ^= h >> 33U;
    h *= 0xFF51AFD7ED558CCDULL;
    h ^= h >> 33U;
    return (size_t)(h % BUCKETS);
}

/* Filled up to now, under the lock. True: there is one to take. */
static bool fill(const cm_pace *p, bucket *b, int64_t now_ms, int64_t *ret_wait_ms)
{
    const int64_t full = (int64_t)p->burst * MS;
    int64_t filled = b->at_ms == 0 ? full : b->thousandths + (now_ms - b->at_ms) * p->rate;
    b->thousandths = filled < full ? filled : full;
    b->at_ms = now_ms;
    *ret_wait_ms = b->thousandths >= MS ? 0 : (MS - b->thousandths) / p->rate + 1;
    return b->thousandths >= MS;
}

static bool ask(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t taken, int64_t *ret_wait_ms)
{
    *ret_wait_ms = 0;
    if (pace->rate == 0) {
        return true;
    }
    cm_lock_take(pace->lock);
    bucket *b = &pace->buckets[place_of(pace, caller)];
    bool may = fill(pace, b, now_ms, ret_wait_ms);
    if (may) {
        b->thousandths -= taken;
    }
    cm_lock_leave(pace->lock);
    return may;
}

bool cm_pace_is_empty(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t *ret_wait_ms)
{
    return !ask(pace, caller, now_ms, 0, ret_wait_ms);
}

bool cm_pace_take(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t *ret_wait_ms)
{
    return ask(pace, caller, now_ms, MS, ret_wait_ms);
}
