/* judgment/cause_table.h - the causes of action of cases that are not criminal
 * (data/law/causes.tsv), by name. Immutable after loading. */
#ifndef CM_JUDGMENT_CAUSE_TABLE_H
#define CM_JUDGMENT_CAUSE_TABLE_H

#include "base/map.h"
#include "text/fold.h"

typedef struct {
    cm_map areas;   /* folded name -> cm_sv, the heading it stands under */
    size_t longest; /* bytes */
} cm_cause_table;

/* Fails: as cm_tsv_load and cm_fold. */
CM_MUST_USE cm_status cm_cause_table_load(cm_arena *mem, cm_sv path, const cm_folder *folder,
                                          cm_cause_table *ret_table, cm_err *err);
/* The heading under which a cause stands, or NULL. */
const cm_sv *cm_cause_table_area(const cm_cause_table *t, cm_sv cause);
/* Length of the longest cause that `text` ends with, or 0. */
size_t cm_cause_table_end(const cm_cause_table *t, cm_sv text);

#endif
