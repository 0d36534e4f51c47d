#include "base/base.h"

#include "app/chain_difference.h"

#include "app/lens.h"
#include "app/subject.h"
#include "base/limits.h"
#include "text/layout.h"
#include "text/utf8.h"

enum { AROUND = 300, MOST_DOCUMENTS = 100 }; /* bytes before and behind a place */

/* A document of the chain with the facts of its defendant. */
typedef struct {
    const cm_chain_link *link;
    cm_subject_batch batch;
    const cm_subject *person; /* NULL: he is not in it by name */
    cm_sv text;               /* as the caller sees it; ptr NULL: not looked at yet */
} told;

typedef struct {
    cm_site *site;
    cm_arena *mem;
    bool unmasked;
    told *docs;
    size_t count;
    cm_chain_differences *ret;
} comparing;

/* Of the earlier document, of the later one. A child table: of its rows. */
static const struct {
    const char *kind, *earlier, *later;
} FACTS[] = {
    {"person", "sex", "sex"},
    {"person", "birth_date", "birth_date"},
    {"person", "origin", "origin"},
    {"person", "id_number", "id_number"},
    {"reviewed", "sentence_kind", "below_kind"},
    {"reviewed", "sentence_months", "below_months"},
    {"reviewed", "sentence_days", "below_days"},
    {"reviewed", "sentence_fine", "below_fine"},
    {"reviewed", "probation_months", "below_probation_months"},
    {"reviewed", "decided_on", "below_decided_on"},
    {"served", "sentence_kind", "original_kind"},
    {"served", "sentence_months", "original_months"},
    {"served", "sentence_days", "original_days"},
    {"served", "sentence_fine", "original_fine"},
    {"served", "term_to", "old_term_to"},
    {"earlier", "sentence_months", "months"},
    {"earlier", "sentence_days", "days"},
    {"earlier", "sentence_fine", "fine"},
    {"earlier", "probation_months", "probation_months"},
    {"version", "decided_on", "decided_on"},
    {"version", "sentence_kind", "sentence_kind"},
    {"version", "sentence_months", "sentence_months"},
    {"version", "sentence_days", "sentence_days"},
    {"version", "sentence_fine", "sentence_fine"},
    {"version", "probation_months", "probation_months"},
    {"version", "term_from", "term_from"},
    {"version", "term_to", "term_to"},
};

/* ---- facts ---- */

static cm_value value_of(const cm_subject *s, const char *column)
{
    size_t at = s != NULL ? cm_view_column(s->row.view, cm_sv_from(column)) : SIZE_MAX;
    return at != SIZE_MAX ? s->row.values[at] : (cm_value){.state = CM_VALUE_ABSENT};
}

static bool differ(cm_value a, cm_value b)
{
    return a.state == CM_VALUE_KNOWN && b.state == CM_VALUE_KNOWN &&
           (a.number != b.number || !cm_sv_equal(a.text, b.text));
}

static bool agree(const cm_subject *a, const char *of_a, const cm_subject *b, const char *of_b)
{
    cm_value x = value_of(a, of_a), y = value_of(b, of_b);
    return x.state == CM_VALUE_KNOWN && y.state == CM_VALUE_KNOWN && !differ(x, y);
}

/* Whoever the clue is about; in a document of the same case he is known by his name alone. */
static const cm_subject *find_person(const comparing *c, const told *t, cm_sv name)
{
    const cm_catalogue *all = c->site->home->catalogue;
    const cm_subjects *people =
        cm_subjects_of(&t->batch, all, cm_catalogue_view(all, CM_SV("defendant")));
    for (size_t i = 0; i < people->count; i++) {
        const cm_subject *s = people->items[i];
        bool named = t->link->defendant_no == 0 && t->link->same_case && name.len != 0 &&
                     cm_sv_equal(value_of(s, "name").text, name);
        if (named || (t->link->defendant_no != 0 && s->keys[1] == t->link->defendant_no)) {
            return s;
        }
    }
    return NULL;
}

static cm_status load(comparing *c, const cm_chain *chain, cm_err *err)
{
    cm_status status = CM_OK;
    cm_sv name = CM_SV("");
    for (size_t i = 0; status == CM_OK && i < c->count; i++) {
        told *t = &c->docs[i];
        t->link = &chain->items[i];
        status = cm_subjects_load(c->site, t->link->doc_key, t->link->doc_key, &t->batch, err);
        if (status == CM_OK && t->link->is_own) {
            t->person = find_person(c, t, CM_SV(""));
            name = t->person != NULL ? value_of(t->person, "name").text : name;
        }
    }
    for (size_t i = 0; status == CM_OK && i < c->count; i++) {
        c->docs[i].person = find_person(c, &c->docs[i], name);
    }
    return status;
}

/* ---- what one of them says ---- */

static cm_status show_text(comparing *c, told *t, cm_err *err)
{
    cm_site_document d;
    cm_status status =
        t->text.ptr == NULL ? cm_site_text(c->site, t->link->doc_key, c->mem, &d, err) : CM_OK;
    if (status != CM_OK || t->text.ptr != NULL) {
        return status;
    }
    bool plain = c->site->lens == NULL || (c->unmasked && t->link->is_own);
    t->text = d.text;
    return plain ? CM_OK
                 : cm_lens_text(c->site->lens, t->link->doc_key, d.text, c->mem, &t->text, err);
}

static bool is_end(cm_sv text, size_t at)
{
    size_t len = 0;
    return text.ptr[at] == '\n' || cm_layout_ends_sentence(cm_utf8_decode(text, at, &len));
}

static cm_sv sentence_of(cm_sv text, cm_span at)
{
    size_t begin = at.begin, end = at.end;
    while (begin > 0 && at.begin - begin < AROUND) {
        size_t before = begin - 1;
        while (before > 0 && !cm_utf8_is_boundary(text, before)) {
            before--;
        }
        if (is_end(text, before)) {
            break;
        }
        begin = before;
    }
    while (end < text.len && end - at.end < AROUND) {
        size_t len = 1;
        (void)cm_utf8_decode(text, end, &len);
        bool last = is_end(text, end);
        end += text.ptr[end] == '\n' ? 0 : len;
        if (last) {
            break;
        }
    }
    return cm_sv_trim(cm_sv_slice(text, begin, end));
}

/* The n-th place of a fact (1-based), of a row; 0: the first. */
static cm_status find_place(comparing *c, const told *t, cm_sv fact, size_t n, cm_chain_said *said,
                            cm_err *err)
{
    const cm_cell values[] = {cm_cell_int(t->link->doc_key), cm_cell_int(t->person->keys[1]),
                              cm_cell_int(0), cm_cell_text(fact)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(c->site->session, CM_QUERY_FACT_ANCHORS, values, CM_COUNT(values), &rows, err);
    for (size_t i = 1; status == CM_OK && cm_rows_next(rows); i++) {
        if (i == n || (n == 0 && i == 1)) {
            said->has_place = true;
            said->at =
                (cm_span){(uint32_t)cm_rows_count(rows, 0), (uint32_t)cm_rows_count(rows, 1)};
        }
    }
    cm_rows_close(rows);
    return status;
}

/* A value with the column it is of; row: of a child table, 1-based, else 0. */
typedef struct {
    const cm_column *column;
    cm_value value;
    cm_sv anchored; /* the fact its place is kept under */
    size_t row;
} fact;

static cm_status say(comparing *c, told *t, const fact *f, cm_chain_said *said, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_PAGE);
    cm_column_write(&text, &c->site->home->words, f->column, f->value);
    cm_status status = show_text(c, t, err);
    if (status == CM_OK) {
        status = find_place(c, t, f->anchored, f->row, said, err);
    }
    if (status != CM_OK) {
        return status;
    }
    bool plain = c->site->lens == NULL || (c->unmasked && t->link->is_own);
    said->doc = t->link->doc;
    said->title = f->column->title;
    said->value = plain ? cm_arena_sv(c->mem, cm_buf_view(&text))
                        : cm_lens_fact(c->site->lens, f->column->name, cm_buf_view(&text), c->mem);
    bool hidden = !cm_sv_equal(said->value, cm_buf_view(&text)); /* its sentence would tell it */
    said->sentence = said->has_place && !hidden ? sentence_of(t->text, said->at) : CM_SV("");
    return CM_OK;
}

static cm_status tell(comparing *c, const char *kind, told *docs[2], const fact facts[2],
                      cm_err *err)
{
    cm_chain_difference d = {.kind = kind, .field = facts[0].column->name};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < 2; i++) {
        cm_chain_said *said = cm_vec_push(c->mem, &d.says);
        status = say(c, docs[i], &facts[i], said, err);
    }
    if (status == CM_OK) {
        *cm_vec_push(c->mem, c->ret) = d;
    }
    return status;
}

static fact column_of(const cm_subject *s, const char *name)
{
    size_t at = cm_view_column(s->row.view, cm_sv_from(name));
    cm_assert(at != SIZE_MAX);
    return (fact){s->row.view->columns.items[at], s->row.values[at], cm_sv_from(name), 0};
}

/* ---- pairs ---- */

/* In a document of the same case: by the name, see find_person. */
static bool same_person(const told *t)
{
    return t->link->is_own || t->link->same_id || t->link->same_data || t->link->same_case;
}

/* The later document reviews the earlier one. */
static bool reviews(const told *earlier, const told *later)
{
    return agree(earlier->person, "case_no", later->person, "below_case_no");
}

/* Its sentence is that of the earlier one, as it says: by its day. */
static bool serves(const told *earlier, const told *later)
{
    return agree(earlier->person, "decided_on", later->person, "original_decided_on");
}

static bool is_version(const told *a, const told *b)
{
    return agree(a->person, "case_no", b->person, "case_no") &&
           agree(a->person, "court", b->person, "court") &&
           agree(a->person, "document_type", b->person, "document_type");
}

static bool holds(const char *kind, const told *earlier, const told *later)
{
    bool person = same_person(earlier) && same_person(later);
    return (strcmp(kind, "person") == 0 && person) ||
           (strcmp(kind, "reviewed") == 0 && reviews(earlier, later)) ||
           (strcmp(kind, "served") == 0 && person && serves(earlier, later)) ||
           (strcmp(kind, "version") == 0 && is_version(earlier, later));
}

/* The row of the earlier sanctions that is of the earlier document, by its day. */
static cm_status compare_priors(comparing *c, told *earlier, told *later, cm_err *err)
{
    const cm_view *view = later->person->row.view;
    size_t child = cm_view_child(view, CM_SV("priors"));
    cm_value day = value_of(earlier->person, "decided_on");
    if (child == SIZE_MAX || day.state != CM_VALUE_KNOWN || !same_person(earlier) ||
        !same_person(later)) {
        return CM_OK;
    }
    const cm_view *table = view->children.items[child];
    const cm_child_rows *rows = &later->person->row.children[child];
    size_t on = cm_view_column(table, CM_SV("on"));
    told *docs[] = {earlier, later};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < rows->rows.count; i++) {
        const cm_value *row = rows->rows.items[i];
        bool same = row[on].state == CM_VALUE_KNOWN && row[on].number == day.number;
        for (size_t k = 0; status == CM_OK && same && k < CM_COUNT(FACTS); k++) {
            if (strcmp(FACTS[k].kind, "earlier") != 0) {
                continue;
            }
            size_t at = cm_view_column(table, cm_sv_from(FACTS[k].later));
            const fact facts[] = {column_of(earlier->person, FACTS[k].earlier),
                                  {table->columns.items[at], row[at], table->child, i + 1}};
            status = differ(facts[0].value, facts[1].value)
                         ? tell(c, FACTS[k].kind, docs, facts, err)
                         : CM_OK;
        }
    }
    return status;
}

static cm_status compare_pair(comparing *c, told *earlier, told *later, cm_err *err)
{
    told *docs[] = {earlier, later};
    cm_status status = CM_OK;
    if (earlier->person == NULL || later->person == NULL) {
        return CM_OK;
    }
    for (size_t k = 0; status == CM_OK && k < CM_COUNT(FACTS); k++) {
        if (!holds(FACTS[k].kind, earlier, later)) {
            continue;
        }
        const fact facts[] = {column_of(earlier->person, FACTS[k].earlier),
                              column_of(later->person, FACTS[k].later)};
        status = differ(facts[0].value, facts[1].value) ? tell(c, FACTS[k].kind, docs, facts, err)
                                                        : CM_OK;
    }
    return status == CM_OK ? compare_priors(c, earlier, later, err) : status;
}

cm_status cm_chain_compare(cm_site *site, const cm_chain *chain, bool unmasked, cm_arena *mem,
                           cm_chain_differences *ret, cm_err *err)
{
    *ret = (cm_chain_differences){0};
    size_t count = chain->count < MOST_DOCUMENTS ? chain->count : MOST_DOCUMENTS;
    comparing c = {.site = site, .mem = mem, .unmasked = unmasked, .count = count, .ret = ret};
    c.docs = cm_arena_array(mem, told, count + 1);
    for (size_t i = 0; i < count; i++) {
        cm_arena_init(&c.docs[i].batch.mem);
    }
    cm_status status = load(&c, chain, err);
    for (size_t i = 0; status == CM_OK && i < count; i++) {
        for (size_t k = i + 1; status == CM_OK && k < count; k++) {
            status = compare_pair(&c, &c.docs[i], &c.docs[k], err);
        }
    }
    for (size_t i = 0; i < count; i++) {
        cm_subject_batch_clear(&c.docs[i].batch);
    }
    return status;
}

void cm_chain_difference_write_json(cm_json *json, const cm_chain_difference *d)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("kind"), cm_sv_from(d->kind));
    cm_json_put_text(json, CM_SV("field"), d->field);
    cm_json_key(json, CM_SV("says"));
    cm_json_array(json);
    for (size_t k = 0; k < d->says.count; k++) {
        const cm_chain_said *s = &d->says.items[k];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("doc"), s->doc);
        cm_json_put_text(json, CM_SV("title"), s->title);
        cm_json_put_text(json, CM_SV("value"), s->value);
        cm_json_put_text(json, CM_SV("sentence"), s->sentence);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}
