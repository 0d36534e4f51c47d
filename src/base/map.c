#include "base/map.h"

static size_t slot_of(const cm_map *map, cm_sv key, uint64_t hash)
{
    size_t mask = map->slot_count - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        if (map->slots[i] == 0) {
            return i;
        }
        const cm_map_entry *e = &map->entries.items[map->slots[i] - 1];
        if (e->hash == hash && cm_sv_equal(e->key, key)) {
            return i;
        }
    }
}

static void rehash(cm_arena *mem, cm_map *map)
{
    map->slot_count = map->slot_count != 0 ? map->slot_count * 2 : 16;
    map->slots = cm_arena_array(mem, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->entries.count; i++) {
        const cm_map_entry *e = &map->entries.items[i];
        map->slots[slot_of(map, e->key, e->hash)] = (uint32_t)(i + 1);
    }
}

void *cm_map_put(cm_arena *mem, cm_map *map, cm_sv key, void *value)
{
    if (map->entries.count * 4 >= map->slot_count * 3) {
        rehash(mem, map);
    }
    uint64_t hash = cm_sv_hash(key);
    size_t slot = slot_of(map, key, hash);
    if (map->slots[slot] != 0) {
        cm_map_entry *e = &map->entries.items[map->slots[slot] - 1];
        void *earlier = e->value;
        e->value = value;
        return earlier;
    }
    *cm_vec_push(mem, &map->entries) = (cm_map_entry){key, value, hash};
    map->slots[slot] = (uint32_t)map->entries.count;
    return NULL;
}

void *cm_map_find(const cm_map *map, cm_sv key)
{
    if (map->slot_count == 0) {
        return NULL;
    }
    size_t slot = slot_of(map, key, cm_sv_hash(key));
    return map->slots[slot] != 0 ? map->entries.items[map->slots[slot] - 1].value : NULL;
}
