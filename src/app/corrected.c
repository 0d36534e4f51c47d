#include "base/base.h"

#include "app/corrected.h"

#include "base/moment.h"

static void take(cm_corrected *all, const cm_correction *c)
{
    cm_corrections *list = cm_map_find(&all->by_content, c->content);
    if (list == NULL) {
        list = cm_arena_new(&all->mem, cm_corrections);
        (void)cm_map_put(&all->mem, &all->by_content, c->content, list);
    }
    *cm_vec_push(&all->mem, list) = *c;
}

cm_status cm_corrected_open(cm_site *site, cm_corrected *ret, cm_err *err)
{
    *ret = (cm_corrected){.by_content = {.slot_count = 0}};
    cm_arena_init(&ret->mem);
    cm_desk *desk = NULL;
    cm_corrections all = {0};
    const cm_correction_filter filter = {.no = 0};
    cm_status status = cm_site_desk(site, true, cm_moment_now(&site->mem), &desk, err);
    if (status == CM_OK && desk != NULL) {
        status = cm_corrections_load(desk, &filter, &ret->mem, &all, err);
    }
    for (size_t i = 0; i < all.count; i++) {
        take(ret, &all.items[i]);
    }
    return status;
}

void cm_corrected_close(cm_corrected *corrected)
{
    cm_arena_clear(&corrected->mem);
}

const cm_corrections *cm_corrected_of(const cm_corrected *corrected, cm_arena *mem,
                                      const cm_identity *identity)
{
    return corrected->by_content.entries.count == 0
               ? NULL
               : cm_map_find(&corrected->by_content, cm_known_key_write(mem, identity->content));
}
