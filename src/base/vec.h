/* base/vec.h - the one growable array: a struct with `items`, `count` and `cap`, living in an
 * arena. typedef CM_VEC(cm_span) cm_spans; cm_spans v = {0}; *cm_vec_push(mem, &v) = span; Growing
 * copies inside the arena; old memory goes with the arena. Pointers to items die on push. */
#ifndef CM_BASE_VEC_H
#define CM_BASE_VEC_H

#include "base/arena.h"

#define CM_VEC(type)                                                                               \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, cap;                                                                         \
    }

/* Pointer to a new zeroed item at the end. */
#define cm_vec_push(mem, v)                                                                        \
    ((v)->items = cm_vec_room((mem), (v)->items, (v)->count, &(v)->cap, sizeof(*(v)->items)),      \
     &(v)->items[(v)->count++])

static inline void *cm_vec_room(cm_arena *mem, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        cm_assert(items != NULL);
        return items;
    }
    size_t more = *cap != 0 ? *cap * 2 : 8;
    void *grown = cm_arena_grow(mem, items, *cap * size, more * size);
    *cap = more;
    return grown;
}

typedef CM_VEC(cm_sv) cm_svs;
typedef CM_VEC(cm_span) cm_spans;

#endif
