/* app/known.h - a set of digests, each with a number: which content, case or file is there already.
 * 24 bytes an entry and no text, so that a hundred million documents fit into memory. The first 128
 * bits of the digest count. Memory: heap. Threads: one. */
#ifndef CM_APP_KNOWN_H
#define CM_APP_KNOWN_H

#include "base/digest.h"

typedef struct {
    uint64_t high, low;
    int64_t number;
} cm_known_slot;

typedef struct {
    cm_known_slot *slots; /* a slot with both halves 0 is free */
    size_t slot_count, count;
} cm_known;

typedef struct {
    uint64_t high, low;
} cm_known_key;

void cm_known_clear(cm_known *k); /* frees */
#define CM_AUTO_KNOWN __attribute__((cleanup(cm_known_clear))) cm_known

cm_known_key cm_known_key_of(cm_digest digest);
/* 32 hex digits and back. False: not such digits. */
cm_sv cm_known_key_write(cm_arena *mem, cm_known_key key);
bool cm_known_key_read(cm_sv hex, cm_known_key *ret_key);

/* The number kept for the key, or 0. */
int64_t cm_known_find(const cm_known *k, cm_known_key key);
/* Keep `number` (not 0) for the key, in place of what was there. */
void cm_known_put(cm_known *k, cm_known_key key, int64_t number);

#endif
