/* base/arena.h - memory with one lifetime: everything taken from an arena goes when it is cleared.
 * Lifetimes are process (reference tables) > model > document > step. Not shared between threads.
 * Under AddressSanitizer each item is its own allocation, so that use after clear is seen. */
#ifndef CM_BASE_ARENA_H
#define CM_BASE_ARENA_H

#include "base/sv.h"

typedef struct cm_arena_block cm_arena_block;

typedef struct {
    cm_arena_block *blocks;
    char *at, *end;
    size_t used; /* bytes given out */
} cm_arena;

void cm_arena_init(cm_arena *a);
void cm_arena_clear(cm_arena *a); /* frees all */
void cm_arena_reset(cm_arena *a); /* forgets all, keeps the newest block for reuse */
#define CM_AUTO_ARENA __attribute__((cleanup(cm_arena_clear))) cm_arena

void *cm_arena_alloc(cm_arena *a, size_t size); /* zeroed, aligned for any type */
char *cm_arena_bytes(cm_arena *a, size_t size); /* not zeroed: for text that is written at once */
cm_sv cm_arena_sv(cm_arena *a, cm_sv s);        /* a copy; also NUL-terminated */
cm_sv cm_arena_format(cm_arena *a, const char *format, ...) CM_PRINTF(2, 3);
/* Grow an array of `old_size` bytes to `new_size`. */
void *cm_arena_grow(cm_arena *a, void *old, size_t old_size, size_t new_size);

#define cm_arena_new(a, type)          ((type *)cm_arena_alloc((a), sizeof(type)))
#define cm_arena_array(a, type, count) ((type *)cm_arena_alloc((a), sizeof(type) * (count)))

#endif
