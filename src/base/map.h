/* base/map.h - the one string map: cm_sv key to pointer, open addressing, in an arena. Keys are
 * borrowed and must live as long as the map. Iteration order is insertion order. */
#ifndef CM_BASE_MAP_H
#define CM_BASE_MAP_H

#include "base/vec.h"

typedef struct {
    cm_sv key;
    void *value;
    uint64_t hash;
} cm_map_entry;

typedef struct {
    CM_VEC(cm_map_entry) entries;
    uint32_t *slots; /* index + 1 into entries; 0 = free */
    size_t slot_count;
} cm_map;

/* Set key to value; returns the earlier value, or NULL when the key is new. */
void *cm_map_put(cm_arena *mem, cm_map *map, cm_sv key, void *value);
void *cm_map_find(const cm_map *map, cm_sv key); /* NULL when absent */

#endif
