#include "base/base.h"

#include "desk/correction.h"

#include "desk/statement.h"

cm_status cm_correction_add(cm_desk *desk, const cm_correction *c, int64_t *ret_no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO correction (content, doc, field, person, part, act, was_state, was, "
              "value, why, by, at, defendant_no, count_no, row_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?, ?, ?, ?, ?)");
    const cm_sv texts[] = {c->content,   c->doc, c->field, c->person, c->part, c->act,
                           c->was_state, c->was, c->value, c->why,    c->by,   c->at};
    const int64_t numbers[] = {c->defendant_no, c->count_no, c->row_no};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_empty(texts[i]));
    }
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        cm_statement_int(&s, numbers[i]);
    }
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_correction_end(cm_desk *desk, const cm_correction *c, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE correction SET ended_at = ?, ended_by = ?, ended_why = ?, applied_at = NULL "
              "WHERE no = ? AND ended_at IS NULL");
    const cm_sv texts[] = {c->ended_at, c->ended_by, c->ended_why};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_empty(texts[i]));
    }
    cm_statement_int(&s, c->no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_NOTFOUND, "no correction %lld that holds", (long long)c->no)
               : status;
}

cm_status cm_correction_apply(cm_desk *desk, cm_sv content, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE correction SET applied_at = ? WHERE content = ? AND applied_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_text(&s, content);
    return cm_statement_run(&s, err);
}

cm_status cm_correction_redact(cm_desk *desk, cm_sv doc, cm_sv at, cm_sv why, int64_t *ret_count,
                               cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE correction SET person = '', part = '', was = '', value = '', why = '', "
              "ended_at = coalesce(ended_at, ?1), ended_by = coalesce(ended_by, ''), "
              "ended_why = ?2, applied_at = coalesce(applied_at, ?1) WHERE doc = ?3 AND why <> ''");
    cm_statement_text(&s, at);
    cm_statement_text(&s, why);
    cm_statement_text(&s, doc);
    cm_status status = cm_statement_run(&s, err);
    *ret_count = status == CM_OK ? sqlite3_changes64(desk->db) : 0;
    return status;
}

static cm_correction read_row(cm_statement *s, cm_arena *mem)
{
    cm_correction c = {.no = cm_statement_number(s, 0),
                       .defendant_no = cm_statement_number(s, 1),
                       .count_no = cm_statement_number(s, 2),
                       .row_no = cm_statement_number(s, 3)};
    cm_sv *const texts[] = {&c.content,   &c.doc,      &c.field,     &c.person,    &c.part, &c.act,
                            &c.was_state, &c.was,      &c.value,     &c.why,       &c.by,   &c.at,
                            &c.ended_at,  &c.ended_by, &c.ended_why, &c.applied_at};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_statement_cell(s, (int)i + 4, mem);
    }
    return c;
}

cm_status cm_corrections_load(cm_desk *desk, const cm_correction_filter *f, cm_arena *mem,
                              cm_corrections *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT no, defendant_no, count_no, row_no, content, doc, field, person, part, act, "
              "was_state, was, value, why, by, at, ended_at, ended_by, ended_why, applied_at "
              "FROM correction WHERE (?1 IS NULL OR content = ?1) AND (?2 = 0 OR no = ?2) "
              "AND (?3 OR ended_at IS NULL) AND (NOT ?4 OR applied_at IS NULL) ORDER BY no");
    cm_statement_text(&s, cm_or_null(f->content));
    cm_statement_int(&s, f->no);
    cm_statement_int(&s, f->ended_too || f->pending);
    cm_statement_int(&s, f->pending);
    cm_corrections all = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = read_row(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_status cm_correction_own_handlers(cm_desk *desk, cm_sv doc, cm_arena *mem, cm_svs *ret_names,
                                     cm_err *err)
{
    cm_svs names = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT DISTINCT own_handler FROM clue WHERE doc = ? AND own_handler IS NOT NULL");
    cm_statement_text(&s, doc);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &names) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_names = names;
    }
    return status;
}
