#include "base/base.h"

#include "base/file.h"
#include "law/data.h"
#include "law/period.h"

cm_status cm_law_table(const cm_law *law, cm_arena *mem, const char *name, cm_tsv *ret_table,
                       cm_err *err)
{
    return cm_tsv_load(mem, cm_file_join(mem, law->folder, cm_sv_from(name)), ret_table, err);
}

int cm_law_term(const cm_law *law, cm_sv list, cm_sv id)
{
    const cm_term_list *found = cm_map_find(&law->terms.lists, list);
    for (size_t i = 0; found != NULL && i < found->terms.count; i++) {
        if (cm_sv_equal(found->terms.items[i].id, id)) {
            return (int)i;
        }
    }
    return -1;
}

cm_sv cm_law_word(const cm_law *law, cm_sv list, int position)
{
    const cm_term_list *found = cm_map_find(&law->terms.lists, list);
    cm_assert(found != NULL && position >= 0 && (size_t)position < found->terms.count);
    return found->terms.items[position].zh;
}

cm_status cm_law_numbers_load(const cm_law *law, cm_arena *mem, const char *name,
                              cm_law_numbers *ret_numbers, cm_err *err)
{
    cm_tsv t;
    cm_law_numbers numbers = {0};
    cm_status status = cm_law_table(law, mem, name, &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        *cm_vec_push(mem, &numbers) = (cm_law_number){
            .id = cm_cells_text(&c, "id"),
            .value = cm_cells_int(&c, "value"),
            .validity = cm_cells_validity(&c),
        };
        status = c.status;
    }
    if (status == CM_OK) {
        *ret_numbers = numbers;
    }
    return status;
}

cm_status cm_periods_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    return cm_law_numbers_load(law, mem, "periods.tsv", &law->periods, err);
}

bool cm_law_period(const cm_law *law, cm_sv id, cm_date on, int64_t *ret_days)
{
    if (!cm_date_exists(on)) {
        return false;
    }
    for (size_t i = 0; i < law->periods.count; i++) {
        const cm_law_number *n = &law->periods.items[i];
        if (cm_sv_equal(n->id, id) && cm_validity_holds(n->validity, cm_date_to_days(on))) {
            *ret_days = n->value;
            return true;
        }
    }
    return false;
}

static cm_status bind_penalties(const cm_law *law, cm_err *err)
{
    const cm_term_list *list = NULL;
    return cm_terms_bind(&law->terms, CM_SV("penalty"), CM_PENALTY_COUNT, &list, err);
}

cm_status cm_law_load(cm_arena *mem, cm_sv data_dir, const cm_law **ret_law, cm_err *err)
{
    static cm_status (*const LOADERS[])(cm_law *, cm_arena *, cm_err *) = {
        cm_charges_load,    cm_articles_load,   cm_tiers_load,     cm_fine_rules_load,
        cm_mitigation_load, cm_custody_load,    cm_counting_load,  cm_periods_load,
        cm_measures_load,   cm_thresholds_load, cm_provinces_load, cm_concurrence_load,
        cm_tier_words_load, cm_drug_lines_load, cm_gates_load,     cm_notes_load,
        cm_calendar_load,   cm_limits_load,
    };
    cm_law *law = cm_arena_new(mem, cm_law);
    law->folder = cm_file_join(mem, data_dir, CM_SV("law"));
    cm_sv terms = cm_file_join(mem, data_dir, CM_SV("terms/terms.tsv"));
    cm_status status = cm_terms_load(mem, terms, &law->terms, err);
    if (status == CM_OK) {
        status = bind_penalties(law, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(LOADERS); i++) {
        status = LOADERS[i](law, mem, err);
    }
    if (status == CM_OK) {
        *ret_law = law;
    }
    return status;
}
