#include "base/base.h"

#include "app/relation.h"

cm_sv cm_relation_place(cm_arena *mem, cm_sv path, cm_sv place, uint64_t line)
{
    if (place.len > 0) {
        path = cm_arena_format(mem, "%.*s/%.*s", CM_SV_ARG(path), CM_SV_ARG(place));
    }
    return line > 0 ? cm_arena_format(mem, "%.*s:%llu", CM_SV_ARG(path), (unsigned long long)line)
                    : cm_arena_sv(mem, path);
}

cm_status cm_relations_of(cm_site *s, int64_t doc_key, cm_arena *mem, cm_relations *ret_relations,
                          cm_err *err)
{
    cm_relations found = {0};
    cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_LINKS, &key, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &found.links) =
            (cm_relation){cm_arena_sv(mem, cm_rows_cell(rows, 1).text),
                          cm_arena_sv(mem, cm_rows_cell(rows, 2).text)};
    }
    cm_rows_close(rows);
    rows = NULL;
    if (status == CM_OK) {
        status = cm_facts_ask(s->session, CM_QUERY_DUPLICATES, &key, 1, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &found.duplicates) =
            cm_relation_place(mem, cm_rows_cell(rows, 0).text, cm_rows_cell(rows, 2).text,
                              (uint64_t)cm_rows_cell(rows, 1).number);
    }
    cm_rows_close(rows);
    if (status == CM_OK) {
        *ret_relations = found;
    }
    return status;
}
