#include "base/base.h"

#include "app/known.h"

enum { FIRST_SLOTS = 1024, KEY_DIGITS = 32 };

void cm_known_clear(cm_known *k)
{
    cm_free(k->slots);
    *k = (cm_known){0};
}

static uint64_t half_of(const uint8_t *bytes)
{
    uint64_t half = 0;
    for (size_t i = 0; i < sizeof(half); i++) {
        half = half << 8 | bytes[i];
    }
    return half;
}

cm_known_key cm_known_key_of(cm_digest digest)
{
    return (cm_known_key){half_of(digest.bytes), half_of(digest.bytes + sizeof(uint64_t))};
}

cm_sv cm_known_key_write(cm_arena *mem, cm_known_key key)
{
    return cm_arena_format(mem, "%016llx%016llx", (unsigned long long)key.high,
                           (unsigned long long)key.low);
}

bool cm_known_key_read(cm_sv hex, cm_known_key *ret_key)
{
    uint64_t halves[2] = {0, 0};
    for (size_t i = 0; i < hex.len && hex.len == KEY_DIGITS; i++) {
        char c = hex.ptr[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'a' && c <= 'f')) {
            return false;
        }
        uint64_t *half = &halves[i / 16];
        *half = *half << 4 | (uint64_t)(digit ? c - '0' : c - 'a' + 10);
    }
    *ret_key = (cm_known_key){halves[0], halves[1]};
    return hex.len == KEY_DIGITS;
}

/* The slot of the key, or the free one where it would go. */
static cm_known_slot *slot_of(const cm_known *k, cm_known_key key)
{
    size_t i = (size_t)key.low & (k->slot_count - 1);
    while ((k->slots[i].high != 0 || k->slots[i].low != 0) &&
           (k->slots[i].high != key.high || k->slots[i].low != key.low)) {
        i = (i + 1) & (k->slot_count - 1);
    }
    return &k->slots[i];
}

static void grow(cm_known *k)
{
    cm_known old = *k;
    k->slot_count = old.slot_count != 0 ? old.slot_count * 2 : FIRST_SLOTS;
    k->slots = cm_alloc_zero(k->slot_count, sizeof(*k->slots));
    for (size_t i = 0; i < old.slot_count; i++) {
        const cm_known_slot *s = &old.slots[i];
        if (s->number != 0) {
            *slot_of(k, (cm_known_key){s->high, s->low}) = *s;
        }
    }
    cm_free(old.slots);
}

int64_t cm_known_find(const cm_known *k, cm_known_key key)
{
    return k->count > 0 ? slot_of(k, key)->number : 0;
}

void cm_known_put(cm_known *k, cm_known_key key, int64_t number)
{
    if ((k->count + 1) * 4 > k->slot_count * 3) {
        grow(k);
    }
    cm_known_slot *s = slot_of(k, key);
    k->count += s->number == 0 ? 1 : 0;
    *s = (cm_known_slot){key.high, key.low, number};
}
