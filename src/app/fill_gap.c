#include "base/base.h"

#include "app/fill_parts.h"

static void add_gap(cm_filling *f, size_t group, cm_span at)
{
    const cm_term_list *names = f->use->choices->group;
    *cm_vec_push(f->rows->mem, &f->rows->gaps) =
        (cm_fact_gap){names->terms.items[group].id, f->record->groups[group].state, at};
}

void cm_fill_gaps(cm_filling *f)
{
    for (size_t g = 0; g < CM_GROUP_COUNT; g++) {
        const cm_group_state *group = &f->record->groups[g];
        if (group->state == CM_KNOWN) {
            continue;
        }
        for (size_t i = 0; i < group->at.count; i++) {
            add_gap(f, g, group->at.items[i]);
        }
        if (group->at.count == 0) {
            add_gap(f, g, (cm_span){0, 0});
        }
    }
    for (size_t i = 0; i < f->record->conflicts.count; i++) {
        *cm_vec_push(f->rows->mem, &f->rows->conflicts) = &f->record->conflicts.items[i];
    }
}

/* The date of a defendant that a conflict's pointer names, or NULL. */
static cm_date_fact *date_of(cm_defendant *d, cm_sv pointer)
{
    if (cm_sv_equal(pointer, CM_SV("/birth_date"))) {
        return &d->birth_date;
    }
    cm_sv part;
    cm_sv rest = cm_sv_slice(pointer, 1, pointer.len);
    int64_t index = -1;
    bool prior = cm_sv_split(&rest, '/', &part) && cm_sv_equal(part, CM_SV("priors")) &&
                 cm_sv_split(&rest, '/', &part) && cm_sv_to_int(part, &index) &&
                 cm_sv_equal(rest, CM_SV("date"));
    return prior && index >= 0 && (size_t)index < d->priors.count ? &d->priors.items[index].date
                                                                  : NULL;
}

const cm_record *cm_fill_settle(cm_arena *mem, const cm_record *record)
{
    if (record->conflicts.count == 0) {
        return record;
    }
    cm_record *r = cm_arena_new(mem, cm_record);
    *r = *record;
    size_t count = record->defendants.count;
    r->defendants.items = cm_arena_array(mem, cm_defendant, count);
    for (size_t i = 0; i < count; i++) {
        cm_defendant *d = &r->defendants.items[i];
        *d = record->defendants.items[i];
        d->priors.items = cm_arena_array(mem, cm_prior, d->priors.count);
        for (size_t k = 0; k < d->priors.count; k++) {
            d->priors.items[k] = record->defendants.items[i].priors.items[k];
        }
    }
    for (size_t i = 0; i < record->conflicts.count; i++) {
        const cm_conflict *c = &record->conflicts.items[i];
        cm_date_fact *date = date_of(&r->defendants.items[c->defendant], c->pointer);
        if (date != NULL) {
            date->state = CM_UNREAD;
        }
    }
    return r;
}
