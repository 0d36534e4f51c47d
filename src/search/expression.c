#include "base/base.h"

#include "search/expression.h"

#include "base/limits.h"
#include "text/utf8.h"

struct cm_search_node {
    bool is_leaf;
    cm_search_sign sign; /* AND, OR, NOT */
    size_t leaf;
    const cm_search_node *left, *right; /* right NULL of NOT */
};

typedef enum { TOKEN_WORD, TOKEN_SIGN, TOKEN_END } token_kind;

typedef struct {
    token_kind kind;
    cm_search_sign sign;
    cm_sv text; /* of a word, as written */
    bool quoted;
    size_t at;
} token;

typedef struct {
    cm_arena *mem;
    const cm_search_words *words;
    cm_sv query;
    size_t at;
    token now;
    bool negated;
    size_t depth;
    cm_search_expression *e;
    cm_err *err;
} parser;

/* ---- tokens ---- */

/* The mark that the character at `at` is; NULL: none. ASCII blanks are blanks. */
static bool mark_at(const parser *p, size_t at, cm_search_sign *ret_sign, size_t *ret_len)
{
    (void)cm_utf8_decode(p->query, at, ret_len);
    cm_sv character = cm_sv_slice(p->query, at, at + *ret_len);
    if ((unsigned char)character.ptr[0] <= ' ') {
        *ret_sign = CM_SEARCH_BLANK;
        return true;
    }
    const cm_search_word *word = cm_map_find(&p->words->marks, character);
    if (word != NULL) {
        *ret_sign = word->sign;
    }
    return word != NULL;
}

static void read_quoted(parser *p)
{
    size_t begin = p->at, len = 0;
    cm_search_sign sign = CM_SEARCH_BLANK;
    while (p->at < p->query.len && !(mark_at(p, p->at, &sign, &len) && sign == CM_SEARCH_QUOTE)) {
        p->at += len;
    }
    p->now.kind = TOKEN_WORD;
    p->now.quoted = true;
    p->now.text = cm_sv_slice(p->query, begin, p->at);
    p->at += p->at < p->query.len ? len : 0;
}

static void read_word(parser *p)
{
    size_t begin = p->at, len = 0;
    cm_search_sign sign;
    while (p->at < p->query.len && !mark_at(p, p->at, &sign, &len)) {
        p->at += len;
    }
    cm_sv text = cm_sv_slice(p->query, begin, p->at);
    const cm_search_word *word = cm_map_find(&p->words->operators, text);
    p->now.text = text;
    p->now.kind = word != NULL ? TOKEN_SIGN : TOKEN_WORD;
    p->now.sign = word != NULL ? word->sign : CM_SEARCH_BLANK;
}

static void step(parser *p)
{
    size_t len = 0;
    cm_search_sign sign = CM_SEARCH_BLANK;
    bool marked = false;
    while (p->at < p->query.len) {
        marked = mark_at(p, p->at, &sign, &len);
        if (!marked || sign != CM_SEARCH_BLANK) {
            break;
        }
        p->at += len;
        marked = false;
    }
    p->now = (token){.kind = TOKEN_END, .at = p->at};
    if (p->at == p->query.len) {
        return;
    }
    if (!marked) {
        read_word(p);
        return;
    }
    p->at += len;
    if (sign == CM_SEARCH_QUOTE) {
        read_quoted(p);
        return;
    }
    p->now.kind = TOKEN_SIGN;
    p->now.sign = sign;
}

static bool is_sign(const parser *p, cm_search_sign sign)
{
    return p->now.kind == TOKEN_SIGN && p->now.sign == sign;
}

/* ---- the tree ---- */

static const cm_search_node *fault(parser *p, const char *expected)
{
    if (p->err == NULL || p->err->status == CM_OK) {
        (void)cm_err_set(p->err, CM_E_SYNTAX, "byte %zu of the expression: %s expected",
                         p->now.at + 1, expected);
        if (p->err != NULL) {
            p->err->pos = p->now.at;
        }
    }
    return NULL;
}

static const cm_search_node *join(parser *p, cm_search_sign sign, const cm_search_node *left,
                                  const cm_search_node *right)
{
    cm_search_node *n = cm_arena_new(p->mem, cm_search_node);
    *n = (cm_search_node){.sign = sign, .left = left, .right = right};
    return n;
}

static const cm_search_node *parse_or(parser *p, int section);

static const cm_search_node *parse_leaf(parser *p, int section)
{
    cm_folded folded;
    cm_sv text = p->now.text;
    if (p->e->leaves.count == CM_MAX_SEARCH_WORDS) {
        (void)cm_err_set(p->err, CM_E_LIMIT, "more than %d words", CM_MAX_SEARCH_WORDS);
        return NULL;
    }
    if (cm_fold(p->mem, p->words->folder, text, &folded, p->err) != CM_OK) {
        return NULL;
    }
    if (folded.text.len == 0) {
        return fault(p, "a word");
    }
    cm_search_node *n = cm_arena_new(p->mem, cm_search_node);
    *n = (cm_search_node){.is_leaf = true, .leaf = p->e->leaves.count};
    *cm_vec_push(p->mem, &p->e->leaves) = (cm_search_leaf){folded.text, section, !p->negated};
    p->e->scoped = p->e->scoped || section >= 0;
    step(p);
    return n;
}

/* A word, SECTION:..., or parentheses. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression, which is bounded
static const cm_search_node *parse_primary(parser *p, int section)
{
    if (p->depth >= CM_MAX_DEPTH) {
        (void)cm_err_set(p->err, CM_E_LIMIT, "parentheses deeper than %d", CM_MAX_DEPTH);
        return NULL;
    }
    if (is_sign(p, CM_SEARCH_OPEN)) {
        p->depth++;
        step(p);
        const cm_search_node *inside = parse_or(p, section); // NOLINT(misc-no-recursion): depth
        p->depth--;
        if (inside != NULL && !is_sign(p, CM_SEARCH_CLOSE)) {
            return fault(p, "')'");
        }
        step(p);
        return inside;
    }
    if (p->now.kind != TOKEN_WORD) {
        return fault(p, "a word");
    }
    parser ahead = *p;
    step(&ahead);
    if (p->now.quoted || !is_sign(&ahead, CM_SEARCH_SCOPE)) {
        return parse_leaf(p, section);
    }
    int named = cm_search_section(p->words, p->now.text);
    if (named < 0) {
        return fault(p, "the name of a section before ':'");
    }
    p->depth++;
    step(p);
    step(p);
    const cm_search_node *inside = parse_primary(p, named); // NOLINT(misc-no-recursion): depth
    p->depth--;
    return inside;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression, which is bounded
static const cm_search_node *parse_not(parser *p, int section)
{
    size_t count = 0;
    bool before = p->negated;
    while (is_sign(p, CM_SEARCH_NOT)) {
        count++;
        p->negated = !p->negated;
        step(p);
    }
    const cm_search_node *n = parse_primary(p, section); // NOLINT(misc-no-recursion): depth
    p->negated = before;
    return n != NULL && count % 2 == 1 ? join(p, CM_SEARCH_NOT, n, NULL) : n;
}

/* Words that follow each other are joined by and. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression, which is bounded
static const cm_search_node *parse_and(parser *p, int section)
{
    const cm_search_node *n = parse_not(p, section); // NOLINT(misc-no-recursion): depth
    while (n != NULL && p->now.kind != TOKEN_END && !is_sign(p, CM_SEARCH_OR) &&
           !is_sign(p, CM_SEARCH_CLOSE)) {
        if (is_sign(p, CM_SEARCH_AND)) {
            step(p);
        }
        const cm_search_node *right = parse_not(p, section); // NOLINT(misc-no-recursion): depth
        n = right != NULL ? join(p, CM_SEARCH_AND, n, right) : NULL;
    }
    return n;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression, which is bounded
static const cm_search_node *parse_or(parser *p, int section)
{
    const cm_search_node *n = parse_and(p, section); // NOLINT(misc-no-recursion): depth
    while (n != NULL && is_sign(p, CM_SEARCH_OR)) {
        step(p);
        const cm_search_node *right = parse_and(p, section); // NOLINT(misc-no-recursion): depth
        n = right != NULL ? join(p, CM_SEARCH_OR, n, right) : NULL;
    }
    return n;
}

cm_status cm_search_parse(cm_arena *mem, const cm_search_words *words, cm_sv query, int section,
                          const cm_search_expression **ret_expression, cm_err *err)
{
    CM_AUTO_ERR fault_found = {0};
    cm_search_expression *e = cm_arena_new(mem, cm_search_expression);
    parser p = {.mem = mem, .words = words, .query = query, .e = e, .err = &fault_found};
    if (query.len > CM_MAX_MESSAGE) {
        return cm_err_set(err, CM_E_LIMIT, "an expression of more than %zu bytes", CM_MAX_MESSAGE);
    }
    size_t bad = cm_utf8_invalid_at(query);
    if (bad != SIZE_MAX) {
        return cm_err_set(err, CM_E_UTF8, "byte %zu of the expression is not UTF-8", bad + 1);
    }
    step(&p);
    e->root = parse_or(&p, section);
    if (e->root != NULL && p.now.kind != TOKEN_END) {
        e->root = fault(&p, "the end");
    }
    if (e->root == NULL) {
        cm_status status = cm_err_set(err, fault_found.status, "%s", fault_found.message);
        if (err != NULL) {
            err->pos = fault_found.pos;
        }
        return status;
    }
    *ret_expression = e;
    return CM_OK;
}

/* ---- finding ---- */

static bool in_section(const cm_search_text_view *text, int section, cm_span at)
{
    for (size_t i = 0; i < text->section_count; i++) {
        const cm_search_section_span *s = &text->sections[i];
        if (s->section == section && s->at.begin <= at.begin && at.end <= s->at.end) {
            return true;
        }
    }
    return section < 0;
}

/* The places of a word; they do not overlap each other. */
static void find_leaf(const cm_search_leaf *leaf, cm_arena *mem, const cm_search_text_view *text,
                      cm_spans *places)
{
    cm_sv all = text->folded->text;
    size_t at = cm_sv_find(all, leaf->word, 0);
    while (at != SIZE_MAX) {
        size_t end = at + leaf->word.len;
        cm_span place = cm_folded_span(text->folded, (uint32_t)at, (uint32_t)end);
        if (in_section(text, leaf->section, place)) {
            *cm_vec_push(mem, places) = place;
        }
        at = cm_sv_find(all, leaf->word, end);
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression, which is bounded
static bool holds(const cm_search_node *n, const bool *found)
{
    if (n->is_leaf) {
        return found[n->leaf];
    }
    bool left = holds(n->left, found); // NOLINT(misc-no-recursion): as deep as what was parsed
    if (n->sign == CM_SEARCH_NOT) {
        return !left;
    }
    bool right = holds(n->right, found); // NOLINT(misc-no-recursion)
    return n->sign == CM_SEARCH_AND ? left && right : left || right;
}

static int by_begin(const void *a, const void *b)
{
    const cm_span *x = a, *y = b;
    if (x->begin != y->begin) {
        return x->begin < y->begin ? -1 : 1;
    }
    return x->end > y->end ? -1 : x->end < y->end;
}

bool cm_search_text(const cm_search_expression *e, cm_arena *mem, const cm_search_text_view *text,
                    cm_spans *ret_places)
{
    bool *found = cm_arena_array(mem, bool, e->leaves.count);
    cm_spans all = {0};
    for (size_t i = 0; i < e->leaves.count; i++) {
        const cm_search_leaf *leaf = &e->leaves.items[i];
        cm_spans places = {0};
        find_leaf(leaf, mem, text, &places);
        found[i] = places.count > 0;
        for (size_t k = 0; leaf->wanted && k < places.count; k++) {
            *cm_vec_push(mem, &all) = places.items[k];
        }
    }
    if (!holds(e->root, found)) {
        return false;
    }
    if (all.count > 1) {
        qsort(all.items, all.count, sizeof(*all.items), by_begin);
    }
    *ret_places = (cm_spans){0};
    uint32_t end = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].begin >= end) {
            *cm_vec_push(mem, ret_places) = all.items[i];
            end = all.items[i].end;
        }
    }
    return true;
}

bool cm_search_needs_sections(const cm_search_expression *e, const cm_folded *folded)
{
    for (size_t i = 0; i < e->leaves.count; i++) {
        const cm_search_leaf *leaf = &e->leaves.items[i];
        if (leaf->section >= 0 && cm_sv_find(folded->text, leaf->word, 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}
