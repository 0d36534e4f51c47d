#include "text/noise.h"

#include "text/utf8.h"

#define MOST_DIGITS 3

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool cm_noise_letter(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

uint32_t cm_noise_last(cm_sv words)
{
    size_t at = words.len - 1;
    while (at > 0 && !cm_utf8_is_boundary(words, at)) {
        at--;
    }
    size_t len;
    return cm_utf8_decode(words, at, &len);
}

void cm_noise_add(cm_arena *mem, cm_noise *noise, const cm_noise_pattern *pattern)
{
    uint32_t index = (uint32_t)noise->patterns.count;
    cm_noise_pattern *added = cm_vec_push(mem, &noise->patterns);
    *added = *pattern;
    uint32_t *link = &noise->buckets[cm_noise_last(pattern->words) % CM_NOISE_BUCKETS];
    while (*link != 0 && noise->patterns.items[*link - 1].words.len > pattern->words.len) {
        link = &noise->patterns.items[*link - 1].chain;
    }
    added->chain = *link;
    *link = index + 1;
}

/* Where the pattern that ends `folded` begins, else SIZE_MAX. */
static size_t begin_of(cm_sv folded, cm_sv words)
{
    size_t at = folded.len;
    for (size_t k = words.len; k-- > 0;) {
        if (words.ptr[k] != '#') {
            if (at == 0 || folded.ptr[at - 1] != words.ptr[k]) {
                return SIZE_MAX;
            }
            at--;
            continue;
        }
        size_t from = at;
        while (at > 0 && from - at < MOST_DIGITS && is_digit(folded.ptr[at - 1])) {
            at--;
        }
        if (at == from) {
            return SIZE_MAX;
        }
    }
    return at;
}

size_t cm_noise_find(const cm_noise *noise, cm_sv folded, uint32_t last,
                     const cm_noise_pattern **pattern)
{
    uint32_t link = *pattern != NULL ? (*pattern)->chain : noise->buckets[last % CM_NOISE_BUCKETS];
    for (; link != 0; link = noise->patterns.items[link - 1].chain) {
        const cm_noise_pattern *p = &noise->patterns.items[link - 1];
        size_t at = begin_of(folded, p->words);
        bool inside = at != SIZE_MAX && !p->decoy && at > 0 && cm_noise_letter(folded.ptr[at - 1]);
        if (at != SIZE_MAX && !inside) {
            *pattern = p;
            return at;
        }
    }
    return SIZE_MAX;
}
