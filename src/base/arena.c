#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>

#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_BYTES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_BYTES 0
#endif
#endif
#ifndef BLOCK_BYTES
#define BLOCK_BYTES ((size_t)64 << 10)
#endif

struct cm_arena_block {
    cm_arena_block *next;
    size_t size;
    alignas(max_align_t) char data[];
};

void cm_arena_init(cm_arena *a)
{
    *a = (cm_arena){0};
}

static void free_blocks(cm_arena_block *b)
{
    while (b != NULL) {
        cm_arena_block *next = b->next;
        cm_free(b);
        b = next;
    }
}

void cm_arena_clear(cm_arena *a)
{
    free_blocks(a->blocks);
    *a = (cm_arena){0};
}

void cm_arena_reset(cm_arena *a)
{
    if (a->blocks == NULL || BLOCK_BYTES == 0) {
        cm_arena_clear(a);
        return;
    }
    free_blocks(a->blocks->next);
    a->blocks->next = NULL;
    a->at = a->blocks->data;
    a->end = a->at + a->blocks->size;
    a->used = 0;
}

static void *take(cm_arena *a, size_t size)
{
    size_t mask = alignof(max_align_t) - 1;
    cm_assert(size <= SIZE_MAX / 2);
    size_t need = (size + mask) & ~mask;
    if (need == 0) {
        need = mask + 1;
    }
    if ((size_t)(a->end - a->at) < need) {
        size_t block = need > BLOCK_BYTES ? need : BLOCK_BYTES;
        cm_arena_block *b = cm_alloc(sizeof(*b) + block);
        b->next = a->blocks;
        b->size = block;
        a->blocks = b;
        a->at = b->data;
        a->end = b->data + block;
    }
    void *ret = a->at;
    a->at += need;
    a->used += need;
    return ret;
}

void *cm_arena_alloc(cm_arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

char *cm_arena_bytes(cm_arena *a, size_t size)
{
    return take(a, size);
}

void *cm_arena_grow(cm_arena *a, void *old, size_t old_size, size_t new_size)
{
    cm_assert(new_size >= old_size);
    char *ret = take(a, new_size);
    if (old_size != 0) {
        memcpy(ret, old, old_size);
    }
    memset(ret + old_size, 0, new_size - old_size);
    return ret;
}

cm_sv cm_arena_sv(cm_arena *a, cm_sv s)
{
    char *copy = cm_arena_alloc(a, s.len + 1);
    if (s.len != 0) {
        memcpy(copy, s.ptr, s.len);
    }
    return (cm_sv){copy, s.len};
}

cm_sv cm_arena_format(cm_arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (need < 0) {
        return (cm_sv){"", 0};
    }
    char *text = cm_arena_alloc(a, (size_t)need + 1);
    va_start(args, format);
    (void)vsnprintf(text, (size_t)need + 1, format, args);
    va_end(args);
    return (cm_sv){text, (size_t)need};
}
