#include "base/base.h"

#include "base/tsv.h"
#include "judgment/cause_table.h"

cm_status cm_cause_table_load(cm_arena *mem, cm_sv path, const cm_folder *folder,
                              cm_cause_table *ret_table, cm_err *err)
{
    cm_tsv t;
    size_t cause = 0, area = 0;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("cause"), &cause, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("area"), &area, err);
    }
    *ret_table = (cm_cause_table){.longest = 0};
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_folded name;
        status = cm_fold(mem, folder, t.rows.items[i].cells[cause], &name, err);
        if (status == CM_OK) {
            cm_sv *value = cm_arena_new(mem, cm_sv);
            *value = t.rows.items[i].cells[area];
            (void)cm_map_put(mem, &ret_table->areas, name.text, value);
            ret_table->longest =
                name.text.len > ret_table->longest ? name.text.len : ret_table->longest;
        }
    }
    return status;
}

const cm_sv *cm_cause_table_area(const cm_cause_table *t, cm_sv cause)
{
    return cm_map_find(&t->areas, cause);
}

size_t cm_cause_table_end(const cm_cause_table *t, cm_sv text)
{
    size_t most = text.len < t->longest ? text.len : t->longest;
    for (size_t len = most; len > 0; len--) {
        if (cm_cause_table_area(t, cm_sv_slice(text, text.len - len, text.len)) != NULL) {
            return len;
        }
    }
    return 0;
}
