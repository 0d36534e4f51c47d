#include "base/base.h"

#include "law/data.h"

typedef struct {
    CM_VEC(cm_law_paragraph) paragraphs; /* of one version, in order */
    cm_validity validity;
} article_version;

typedef struct {
    CM_VEC(article_version) versions; /* by date */
} article_entry;

/* The key of an article in the map, for all its versions. */
static cm_sv article_key(cm_arena *mem, cm_sv law, int article, int sub)
{
    return cm_arena_format(mem, "%.*s\n%d-%d", CM_SV_ARG(law), article, sub);
}

static cm_status load_source(cm_law *law, cm_arena *mem, cm_cells *c)
{
    static const char *const TEXTS[] = {"none", "part", "whole"};
    cm_law_source source = {
        .name = cm_cells_text(c, "law"),
        .later = cm_cells_text(c, "later"),
        .number = cm_cells_text(c, "number"),
        .provenance = cm_cells_text(c, "provenance"),
        .doubt = cm_cells_text(c, "doubt"),
        .known_to = cm_cells_date(c, "known_to"),
        .valid_from = cm_cells_date(c, "valid_from"),
        .valid_to = cm_cells_date(c, "valid_to"),
        .is_whole = cm_cells_choice(c, "text", TEXTS, CM_COUNT(TEXTS)) == CM_COUNT(TEXTS) - 1,
    };
    cm_sv names = cm_cells_text(c, "short_names");
    cm_sv *name = cm_arena_new(mem, cm_sv);
    *name = source.name;
    (void)cm_cells_validity(c);
    if (source.known_to.year == 0) {
        cm_cells_fail(c, "known_to", "a day is needed");
    }
    *cm_vec_push(mem, &law->sources) = source;
    cm_sv each = source.name;
    do {
        if (cm_map_put(mem, &law->source_names, each, name) != NULL) {
            cm_cells_fail(c, "law", "has a name that another law has too");
        }
    } while (names.len != 0 && cm_sv_split(&names, ';', &each));
    return c->status;
}

static const cm_sv *law_name(const cm_law *law, cm_sv name)
{
    return cm_map_find(&law->source_names, name);
}

static cm_sv unescape_lines(cm_arena *mem, cm_sv text)
{
    static const char MARK = '\\';
    if (cm_sv_find_byte(text, MARK, 0) == SIZE_MAX) {
        return text;
    }
    char *out = cm_arena_alloc(mem, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool is_break = text.ptr[i] == MARK && i + 1 < text.len && text.ptr[i + 1] == 'n';
        out[len++] = is_break ? '\n' : text.ptr[i];
        i += is_break;
    }
    return (cm_sv){out, len};
}

static article_entry *entry_for(cm_law *law, cm_arena *mem, cm_sv key)
{
    article_entry *e = cm_map_find(&law->articles, key);
    if (e == NULL) {
        e = cm_arena_new(mem, article_entry);
        (void)cm_map_put(mem, &law->articles, key, e);
    }
    return e;
}

/* The version the row belongs to: the last one, or a new one that follows it in time. */
static article_version *version_for(article_entry *e, cm_arena *mem, cm_cells *c, cm_validity v)
{
    article_version *last =
        e->versions.count != 0 ? &e->versions.items[e->versions.count - 1] : NULL;
    if (last == NULL || last->validity.from != v.from) {
        if (last != NULL && v.from != last->validity.to) {
            cm_cells_fail(c, "valid_from", "overlaps the version before, or leaves a gap");
        }
        last = cm_vec_push(mem, &e->versions);
        last->validity = v;
    }
    return last;
}

static cm_status load_paragraph(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_validity v = cm_cells_validity(c);
    cm_law_paragraph p = {
        .number = (int)cm_cells_int(c, "paragraph"),
        .text = unescape_lines(mem, cm_cells_text(c, "text")),
        .heading = cm_cells_text(c, "article_cn"),
        .source = cm_cells_text(c, "source"),
        .valid_from = cm_cells_date(c, "valid_from"),
        .valid_to = cm_cells_date(c, "valid_to"),
    };
    int article = (int)cm_cells_int(c, "article");
    int sub = (int)cm_cells_int(c, "sub");
    const cm_sv *name = law_name(law, cm_cells_text(c, "law"));
    if (name == NULL) {
        cm_cells_fail(c, "law", "is not in sources.tsv");
    }
    if (name == NULL || c->status != CM_OK) {
        return c->status;
    }
    article_entry *e = entry_for(law, mem, article_key(mem, *name, article, sub));
    article_version *version = version_for(e, mem, c, v);
    *cm_vec_push(mem, &version->paragraphs) = p;
    if (p.number != (int)version->paragraphs.count || p.text.len == 0 || p.source.len == 0) {
        cm_cells_fail(c, "paragraph", "out of order, or without text or source");
    }
    return c->status;
}

cm_status cm_articles_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "sources.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_source(law, mem, &c);
    }
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "articles.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_paragraph(law, mem, &c);
    }
    if (status == CM_OK && law->sources.count == 0) {
        status = cm_err_set_at(err, CM_E_SCHEMA, t.file, 0, 0, "no law in sources.tsv");
    }
    return status;
}

/* ---- citations ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_number_part(char c)
{
    return is_digit(c) || c == '-' || c == '.';
}

/* "73", "73.1", "133-1", "133-1.2": numbers divided by '-' before the sub, '.' before the
 * paragraph. */
static bool parse_numbers(cm_sv s, cm_law_ref *ref)
{
    int64_t article = 0;
    int64_t sub = 0;
    int64_t paragraph = 0;
    size_t dot = cm_sv_find_byte(s, '.', 0);
    size_t dash = cm_sv_find_byte(s, '-', 0);
    size_t article_end = dash != SIZE_MAX ? dash : dot;
    size_t sub_end = dot;
    if (!cm_sv_to_int(cm_sv_slice(s, 0, article_end), &article) ||
        (dash != SIZE_MAX && !cm_sv_to_int(cm_sv_slice(s, dash + 1, sub_end), &sub)) ||
        (dot != SIZE_MAX && !cm_sv_to_int(cm_sv_slice(s, dot + 1, s.len), &paragraph))) {
        return false;
    }
    if (article < 1 || article > INT16_MAX || sub < 0 || sub > INT16_MAX || paragraph < 0 ||
        paragraph > INT16_MAX || (dash != SIZE_MAX && sub == 0) ||
        (dot != SIZE_MAX && paragraph == 0)) {
        return false;
    }
    ref->article = (int)article;
    ref->sub = (int)sub;
    ref->paragraph = (int)paragraph;
    return true;
}

bool cm_law_ref_parse(const cm_law *law, cm_sv citation, cm_law_ref *ret_ref)
{
    size_t numbers = citation.len; /* the name may have digits of its own: a year in brackets */
    while (numbers > 0 && is_number_part(citation.ptr[numbers - 1])) {
        numbers--;
    }
    const cm_sv *name = law_name(law, cm_sv_trim(cm_sv_slice(citation, 0, numbers)));
    cm_law_ref ref = {0};
    if (name == NULL || !parse_numbers(cm_sv_slice(citation, numbers, citation.len), &ref)) {
        return false;
    }
    ref.law = *name;
    *ret_ref = ref;
    return true;
}

bool cm_law_article_key(const cm_law *law, cm_sv key, cm_law_ref *ret_ref)
{
    cm_law_ref ref = {.law = law->sources.items[0].name};
    if (key.len != 0 && !is_digit(key.ptr[0])) {
        return cm_law_ref_parse(law, key, ret_ref);
    }
    if (!parse_numbers(key, &ref)) {
        return false;
    }
    *ret_ref = ref;
    return true;
}

bool cm_law_article(const cm_law *law, cm_law_ref ref, cm_date on, cm_law_text *ret_text)
{
    CM_AUTO_ARENA scratch;
    cm_arena_init(&scratch);
    const cm_sv *name = law_name(law, ref.law);
    const article_entry *e =
        name == NULL
            ? NULL
            : cm_map_find(&law->articles, article_key(&scratch, *name, ref.article, ref.sub));
    if (e == NULL) {
        return false;
    }
    const article_version *v = &e->versions.items[on.year == 0 ? e->versions.count - 1 : 0];
    bool applied = on.year == 0;
    for (size_t i = 0; cm_date_exists(on) && i < e->versions.count; i++) {
        if (cm_validity_holds(e->versions.items[i].validity, cm_date_to_days(on))) {
            v = &e->versions.items[i];
            applied = true;
        }
    }
    cm_law_text text = {v->paragraphs.items, v->paragraphs.count, applied};
    if (ref.paragraph < 0 || ref.paragraph > (int)text.count) {
        return false;
    }
    if (ref.paragraph != 0) {
        text.paragraphs += ref.paragraph - 1;
        text.count = 1;
    }
    *ret_text = text;
    return true;
}

/* The pattern of list "citation" with its "{}" filled. */
static void add_number(const cm_law *law, cm_sv id, int number, cm_buf *out)
{
    int at = cm_law_term(law, CM_SV("citation"), id);
    const cm_term_list *list = cm_map_find(&law->terms.lists, CM_SV("citation"));
    cm_sv pattern = at >= 0 ? list->terms.items[at].zh : CM_SV("{}");
    size_t place = cm_sv_find(pattern, CM_SV("{}"), 0);
    (void)cm_buf_add(out, cm_sv_slice(pattern, 0, place));
    (void)cm_buf_addf(out, "%d", number);
    if (place != SIZE_MAX) {
        (void)cm_buf_add(out, cm_sv_slice(pattern, place + 2, pattern.len));
    }
}

void cm_law_cite(const cm_law *law, cm_law_ref ref, cm_date on, cm_buf *out)
{
    const cm_law_ref whole = {ref.law, ref.article, ref.sub, 0};
    const cm_term_list *names = cm_map_find(&law->terms.lists, CM_SV("paragraph"));
    cm_law_text text = {0};
    cm_buf_add(out, ref.law);
    bool at_hand = cm_law_article(law, whole, on, &text);
    if (at_hand) {
        cm_buf_add(out, text.paragraphs[0].heading);
    } else {
        add_number(law, CM_SV("article"), ref.article, out);
        if (ref.sub > 0) {
            add_number(law, CM_SV("sub"), ref.sub, out);
        }
    }
    bool is_named =
        names != NULL && ref.paragraph > 0 && (size_t)ref.paragraph <= names->terms.count;
    if ((!at_hand || text.count > 1) && is_named) {
        cm_buf_add(out, names->terms.items[ref.paragraph - 1].zh);
    }
}

const cm_law_source *cm_law_source_of(const cm_law *law, cm_sv name)
{
    const cm_sv *full = law_name(law, name);
    for (size_t i = 0; full != NULL && i < law->sources.count; i++) {
        if (cm_sv_equal(law->sources.items[i].name, *full)) {
            return &law->sources.items[i];
        }
    }
    return NULL;
}

const cm_law_source *cm_law_penalty_source(const cm_law *law)
{
    return &law->sources.items[0];
}

static bool is_in_force(const cm_law_source *s, cm_date on)
{
    return cm_date_compare(s->valid_from, on) <= 0 &&
           (s->valid_to.year == 0 || cm_date_compare(on, s->valid_to) < 0);
}

const cm_law_source *cm_law_source_then(const cm_law *law, const cm_law_source *source, cm_date on)
{
    for (size_t i = 0; !is_in_force(source, on) && i < law->sources.count; i++) {
        const cm_law_source *s = &law->sources.items[i];
        bool before = s->later.len != 0 && cm_sv_equal(s->later, source->name);
        bool after = source->later.len != 0 && cm_sv_equal(source->later, s->name);
        if ((before || after) && is_in_force(s, on)) {
            return s;
        }
    }
    return NULL;
}

bool cm_law_not_at_hand(const cm_law *law, cm_law_ref ref)
{
    const cm_law_source *source = cm_law_source_of(law, ref.law);
    const cm_law_ref whole = {ref.law, ref.article, ref.sub, 0};
    cm_law_text text;
    return source != NULL && !source->is_whole && !cm_law_article(law, whole, CM_NO_DATE, &text);
}

bool cm_law_known_to(const cm_law *law, cm_sv name, cm_date *ret_day)
{
    const cm_law_source *source = cm_law_source_of(law, name);
    if (source != NULL) {
        *ret_day = source->known_to;
    }
    return source != NULL;
}

void cm_law_check_citations(const cm_law *law, cm_cells *c, const char *column)
{
    cm_sv cell = cm_cells_text(c, column);
    cm_sv each;
    while (cell.len != 0 && cm_sv_split(&cell, ';', &each)) {
        cm_law_ref ref;
        cm_law_text text;
        bool found =
            cm_law_source_of(law, each) != NULL ||
            (cm_law_ref_parse(law, each, &ref) &&
             (cm_law_article(law, ref, CM_NO_DATE, &text) || cm_law_not_at_hand(law, ref)));
        if (!found) {
            cm_cells_fail(c, column, "is no law of sources.tsv, or has no such article");
            return;
        }
    }
}
