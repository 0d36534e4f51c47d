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

bool cm_pace_take(cm_pace *pace, cm_sv caller, int64_t now_ms, int64_t *ret_wait_ms)
{
    *ret_wait_ms = 0;
    if (pace->rate == 0) {
        return true;
    }
    const int64_t full = (int64_t)pace->burst * MS;
    cm_lock_take(pace->lock);
    bucket *b = &pace->buckets[place_of(pace, caller)];
    int64_t filled = b->at_ms == 0 ? full : b->thousandths + (now_ms - b->at_ms) * pace->rate;
    b->thousandths = filled < full ? filled : full;
    b->at_ms = now_ms;
    bool may = b->thousandths >= MS;
    if (may) {
        b->thousandths -= MS;
    } else {
        *ret_wait_ms = (MS - b->thousandths) / pace->rate + 1;
    }
    cm_lock_leave(pace->lock);
    return may;
}
