#include "text/terms.h"

typedef struct {
    size_t list, id, zh, en;
} term_columns;

static cm_status find_columns(const cm_tsv *t, term_columns *c, cm_err *err)
{
    cm_status status = cm_tsv_column(t, CM_SV("list"), &c->list, err);
    if (status == CM_OK) {
        status = cm_tsv_column(t, CM_SV("id"), &c->id, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(t, CM_SV("zh"), &c->zh, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(t, CM_SV("en"), &c->en, err);
    }
    return status;
}

static bool has_id(const cm_term_list *list, cm_sv id)
{
    for (size_t i = 0; i < list->terms.count; i++) {
        if (cm_sv_equal(list->terms.items[i].id, id)) {
            return true;
        }
    }
    return false;
}

cm_status cm_terms_load(cm_arena *mem, cm_sv path, cm_terms *ret_terms, cm_err *err)
{
    cm_tsv t;
    term_columns c;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK) {
        status = find_columns(&t, &c, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_terms terms = {.file = t.file};
    cm_term_list *open = NULL;
    for (size_t i = 0; i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        cm_sv name = row->cells[c.list];
        if (open == NULL || !cm_sv_equal(open->name, name)) {
            open = cm_arena_new(mem, cm_term_list);
            *open = (cm_term_list){.name = name, .line = row->line};
            if (cm_map_put(mem, &terms.lists, name, open) != NULL) {
                return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0,
                                     "list '%.*s' stands in two pieces", CM_SV_ARG(name));
            }
        }
        if (has_id(open, row->cells[c.id])) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0, "repeated id '%.*s'",
                                 CM_SV_ARG(row->cells[c.id]));
        }
        *cm_vec_push(mem, &open->terms) =
            (cm_term){row->cells[c.id], row->cells[c.zh], row->cells[c.en]};
    }
    *ret_terms = terms;
    return CM_OK;
}

cm_status cm_terms_bind(const cm_terms *terms, cm_sv list, size_t count,
                        const cm_term_list **ret_list, cm_err *err)
{
    const cm_term_list *found = cm_map_find(&terms->lists, list);
    if (found == NULL) {
        return cm_err_set_at(err, CM_E_SCHEMA, terms->file, 0, 0, "no list '%.*s'",
                             CM_SV_ARG(list));
    }
    if (count != 0 && found->terms.count != count) {
        return cm_err_set_at(err, CM_E_SCHEMA, terms->file, found->line, 0,
                             "list '%.*s' has %zu terms, the program knows %zu", CM_SV_ARG(list),
                             found->terms.count, count);
    }
    *ret_list = found;
    return CM_OK;
}

cm_sv cm_term_zh(const cm_term_list *list, int value)
{
    cm_assert(value >= 0 && (size_t)value < list->terms.count);
    return list->terms.items[value].zh;
}

cm_sv cm_term_id(const cm_term_list *list, int value)
{
    cm_assert(value >= 0 && (size_t)value < list->terms.count);
    return list->terms.items[value].id;
}

const cm_term *cm_term_of(const cm_term_list *list, cm_sv id)
{
    for (size_t i = 0; i < list->terms.count; i++) {
        if (cm_sv_equal(list->terms.items[i].id, id)) {
            return &list->terms.items[i];
        }
    }
    return NULL;
}

int cm_term_find(const cm_term_list *list, cm_sv zh)
{
    for (size_t i = 0; i < list->terms.count; i++) {
        if (cm_sv_equal(list->terms.items[i].zh, zh)) {
            return (int)i;
        }
    }
    return -1;
}
