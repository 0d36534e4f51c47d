#include "base/base.h"

#include "desk/seal.h"

#include "base/file.h"
#include "base/tsv.h"
#include "desk/statement.h"

/* ---- grounds ---- */

static cm_status load_ground(const cm_tsv *t, const cm_tsv_row *row, cm_seal_ground *ret,
                             cm_err *err)
{
    const struct {
        const char *column;
        cm_sv *to;
    } cells[] = {{"id", &ret->id}, {"zh", &ret->zh}, {"en", &ret->en}, {"law", &ret->law}};

    size_t index = 0;
    cm_status status = cm_tsv_column(t, CM_SV("use"), &index, err);
    if (status == CM_OK) {
        ret->opens = cm_sv_equal(row->cells[index], CM_SV("open"));
        if (!ret->opens && !cm_sv_equal(row->cells[index], CM_SV("seal"))) {
            return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "use: seal or open");
        }
    }
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(cells); i++) {
        status = cm_tsv_column(t, cm_sv_from(cells[i].column), &index, err);
        if (status == CM_OK) {
            *cells[i].to = row->cells[index];
        }
    }
    return status;
}

cm_status cm_seal_grounds_load(cm_arena *mem, cm_sv folder, cm_seal_grounds *ret, cm_err *err)
{
    cm_tsv t;
    cm_seal_grounds all = {0};
    cm_status status = cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("seals.tsv")), &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        status = load_ground(&t, &t.rows.items[i], cm_vec_push(mem, &all), err);
    }
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

const cm_seal_ground *cm_seal_ground_find(const cm_seal_grounds *all, cm_sv id, bool opens)
{
    for (size_t i = 0; i < all->count; i++) {
        if (cm_sv_equal(all->items[i].id, id) && all->items[i].opens == opens) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* ---- seals ---- */

static cm_status is_sealed(cm_desk *desk, cm_sv doc, bool *ret, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT 1 FROM seal WHERE doc = ? AND ended_at IS NULL");
    cm_statement_text(&s, doc);
    *ret = cm_statement_next(&s);
    return cm_statement_end(&s, err);
}

cm_status cm_seal_add(cm_desk *desk, const cm_seal *seal, cm_err *err)
{
    bool sealed = false;
    cm_status status = is_sealed(desk, seal->doc, &sealed, err);
    if (status == CM_OK && sealed) {
        return cm_err_set(err, CM_E_CONFLICT, "document '%.*s' is sealed", CM_SV_ARG(seal->doc));
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO seal (doc, ground, why, by, at) VALUES (?, ?, ?, ?, ?)");
    const cm_sv texts[] = {seal->doc, seal->ground, seal->why, seal->by, seal->at};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i].ptr != NULL ? texts[i] : CM_SV(""));
    }
    return cm_statement_run(&s, err);
}

cm_status cm_seal_end(cm_desk *desk, const cm_seal *seal, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE seal SET ended_at = ?, ended_by = ?, "
                                            "ended_why = ? WHERE doc = ? AND ended_at IS NULL");
    const cm_sv texts[] = {seal->ended_at, seal->ended_by, seal->ended_why, seal->doc};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i].ptr != NULL ? texts[i] : CM_SV(""));
    }
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_NOTFOUND, "document '%.*s' is not sealed",
                            CM_SV_ARG(seal->doc))
               : status;
}

cm_status cm_seals_load(cm_desk *desk, bool ended_too, cm_arena *mem, cm_seals *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT no, doc, ground, why, by, at, ended_at, ended_by, ended_why FROM seal "
              "WHERE ? OR ended_at IS NULL ORDER BY no");
    cm_statement_int(&s, ended_too ? 1 : 0);
    cm_seals all = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = (cm_seal){.no = cm_statement_number(&s, 0),
                                            .doc = cm_statement_cell(&s, 1, mem),
                                            .ground = cm_statement_cell(&s, 2, mem),
                                            .why = cm_statement_cell(&s, 3, mem),
                                            .by = cm_statement_cell(&s, 4, mem),
                                            .at = cm_statement_cell(&s, 5, mem),
                                            .ended_at = cm_statement_cell(&s, 6, mem),
                                            .ended_by = cm_statement_cell(&s, 7, mem),
                                            .ended_why = cm_statement_cell(&s, 8, mem)};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_map cm_seals_by_doc(const cm_seals *seals, cm_arena *mem)
{
    cm_map map = {0};
    for (size_t i = 0; i < seals->count; i++) {
        if (seals->items[i].ended_at.len == 0) {
            (void)cm_map_put(mem, &map, seals->items[i].doc, &seals->items[i]);
        }
    }
    return map;
}
