#include "judgment/wording.h"

#include "base/tsv.h"
#include "judgment/statement.h"

/* ---- the table ---- */

typedef struct {
    cm_arena *mem;
    const cm_tsv *t;
    const cm_terms *terms;
    cm_wordings *ret;
    cm_svs expressions;
    CM_VEC(uint32_t) lines; /* of each expression */
} loading;

static int term_position(const loading *l, const char *list_name, cm_sv id)
{
    const cm_term_list *list = cm_map_find(&l->terms->lists, cm_sv_from(list_name));
    for (size_t i = 0; list != NULL && i < list->terms.count; i++) {
        if (cm_sv_equal(list->terms.items[i].id, id)) {
            return (int)i;
        }
    }
    return -1;
}

static cm_status fault_at(const loading *l, uint32_t line, uint32_t column, cm_err *err)
{
    return cm_err_set_at(err, CM_E_SCHEMA, l->t->file, line, column,
                         "expected an id of the list wording, parts of a judgment, an expression");
}

static void add_expression(loading *l, uint32_t line, cm_sv expression)
{
    *cm_vec_push(l->mem, &l->expressions) = expression;
    *cm_vec_push(l->mem, &l->lines) = line;
}

static cm_status add_row(loading *l, const cm_tsv_row *row, cm_err *err)
{
    cm_wording_rule rule = {.wording = term_position(l, "wording", row->cells[0]),
                            .unless = SIZE_MAX};
    if (rule.wording < 0 || row->cells[2].len == 0) {
        return fault_at(l, row->line, 1, err);
    }
    cm_sv parts = row->cells[1];
    cm_sv part;
    for (size_t i = 0; i < CM_SECTION_COUNT; i++) {
        rule.parts[i] = parts.len == 0;
    }
    while (parts.len != 0 && cm_sv_split(&parts, ';', &part)) {
        int position = term_position(l, "section", part);
        if (position < 0) {
            return fault_at(l, row->line, 2, err);
        }
        rule.parts[position] = true;
    }
    add_expression(l, row->line, row->cells[2]);
    bool excepted = row->cells[3].len != 0;
    rule.unless = excepted ? l->expressions.count : SIZE_MAX;
    *cm_vec_push(l->mem, &l->ret->rules) = rule;
    if (excepted) {
        add_expression(l, row->line, row->cells[3]);
        *cm_vec_push(l->mem, &l->ret->rules) = (cm_wording_rule){.wording = -1, .unless = SIZE_MAX};
    }
    return CM_OK;
}

cm_status cm_wordings_load(cm_arena *mem, cm_sv path, const cm_terms *terms,
                           cm_wordings *ret_wordings, cm_err *err)
{
    cm_tsv t;
    *ret_wordings = (cm_wordings){.patterns = NULL};
    loading l = {.mem = mem, .t = &t, .terms = terms, .ret = ret_wordings};
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK && t.columns.count < 4) {
        status = cm_err_set_at(err, CM_E_SCHEMA, t.file, 1, 0,
                               "expected the columns wording, parts, expression, unless");
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        status = add_row(&l, &t.rows.items[i], err);
    }
    if (status == CM_OK) {
        size_t bad = 0;
        status = cm_patterns_new(mem, &l.expressions, &ret_wordings->patterns, &bad, err);
        if (status != CM_OK) {
            cm_assert(bad < l.lines.count && l.lines.items != NULL);
            cm_sv why = cm_arena_format(mem, "%s", err->message);
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, l.lines.items[bad], 3, "%.*s",
                                 CM_SV_ARG(why));
        }
    }
    return status;
}

void cm_wordings_free(cm_wordings *wordings)
{
    cm_patterns_free(wordings->patterns);
    wordings->patterns = NULL;
}

/* ---- in a judgment ---- */

static cm_section_kind part_at(const cm_parse *p, uint32_t at)
{
    cm_section_kind kind = CM_SECTION_COUNT;
    for (size_t i = 0; i < CM_SECTION_COUNT; i++) {
        if (at >= p->parts[i].from && at < p->parts[i].to) {
            kind = (cm_section_kind)i;
        }
    }
    return kind;
}

#define MOST_REACH 900U /* bytes of an exception */

/* A match of the exception reaches into match k. */
static bool is_excepted(const cm_matches *all, size_t k, size_t unless)
{
    const cm_match *m = &all->items[k];
    size_t i = k;
    while (unless != SIZE_MAX && i > 0 && all->items[i - 1].begin + MOST_REACH > m->begin) {
        i--;
    }
    for (; unless != SIZE_MAX && i < all->count && all->items[i].begin < m->end; i++) {
        if (all->items[i].phrase == unless && all->items[i].end > m->begin) {
            return true;
        }
    }
    return false;
}

/* First token that begins at or after `at`, in a part. */
static size_t token_at(const cm_parse *p, cm_range part, uint32_t at)
{
    size_t low = part.begin;
    size_t high = part.end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->tokens[middle].begin < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void cm_wording_parse(cm_parse *p)
{
    cm_matches all =
        cm_patterns_match(p->mem, p->wordings.table->patterns, p->wordings.scratch, p->text);
    cm_statements s = cm_statements_start(p);
    for (size_t k = 0; k < all.count; k++) {
        const cm_match *m = &all.items[k];
        const cm_wording_rule *rule = &p->wordings.table->rules.items[m->phrase];
        cm_section_kind part = part_at(p, m->begin);
        if (part == CM_SECTION_COUNT || !rule->parts[part] || is_excepted(&all, k, rule->unless)) {
            continue;
        }
        cm_phrasing *w = cm_vec_push(p->mem, &p->record->written.wordings);
        w->kind = cm_parse_choice(p, rule->wording, m->begin, m->end);
        w->part = part;
        size_t i = token_at(p, p->parts[part], m->begin);
        s.sentence = cm_parse_sentence(p, i, p->parts[part]);
        w->opinion = cm_statement_is_opinion(p, s.sentence);
        w->defendant = cm_statement_defendant(&s, i);
    }
}
