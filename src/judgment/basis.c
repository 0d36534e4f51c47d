#include "judgment/parse.h"

#define MOST_ARTICLES   500 /* more in one sentence is no citation any judge wrote */
#define MOST_NUMBER     2000
#define MOST_TITLE_GAP  9  /* bytes between who issued a law and its title */
#define MOST_TITLE_REST 60 /* bytes of a title after its closing mark */
#define SURE_START      6  /* bytes of a code's title that must be right */
#define MOST_SLIP       12 /* bytes that a misspelt title may be longer */
#define MARK_LENGTH     3  /* bytes of a folded title mark, and of the ordinal mark */

typedef struct {
    cm_parse *p;
    cm_text_fact law;
    cm_article article; /* the last one named; article = 0: none under this law */
    bool pending;       /* named, but not yet known whether with paragraph or item */
    size_t last;        /* index of the entry that an item would complete, or SIZE_MAX */
    bool whole;
    bool unclosed; /* a quotation was opened that never ends */
} citing;

static bool same_provision(const cm_article *a, const cm_article *b)
{
    return a->article == b->article && a->sub == b->sub && a->paragraph == b->paragraph &&
           a->item == b->item && cm_sv_equal(a->law.value, b->law.value);
}

/* Index of the entry for `a`, added when it is new. */
static size_t add_article(citing *c, const cm_article *a)
{
    cm_record *r = c->p->record;
    for (size_t i = 0; i < r->articles.count; i++) {
        if (same_provision(&r->articles.items[i], a)) {
            return i;
        }
    }
    if (r->articles.count == MOST_ARTICLES) {
        c->whole = false;
        return SIZE_MAX;
    }
    *cm_vec_push(c->p->mem, &r->articles) = *a;
    return r->articles.count - 1;
}

static void flush(citing *c)
{
    if (c->pending) {
        c->last = add_article(c, &c->article);
        c->pending = false;
    }
}

/* Whether `title` is the full title of a code, its end, or a slip of the pen in its middle. */
static bool is_title_of(cm_sv title, cm_sv full, cm_sv name)
{
    if (cm_sv_ends(full, title)) {
        return title.len >= name.len;
    }
    cm_sv start = cm_sv_slice(full, 0, SURE_START);
    return cm_sv_starts(title, start) && cm_sv_ends(title, name) &&
           title.len <= full.len + MOST_SLIP;
}

/* The short name of a code, else the title as it is. */
static cm_sv law_name(const cm_parse *p, cm_sv title)
{
    for (int k = 0; k < CM_CODE_COUNT; k++) {
        cm_sv name = cm_term_zh(p->choices->law_short, k);
        if (is_title_of(title, cm_term_zh(p->choices->law_title, k), name)) {
            return name;
        }
    }
    return title;
}

static bool is_issuer(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_ISSUER) || cm_parse_is_cue(p, i, CM_CUE_COURT_END) ||
           cm_parse_is_cue(p, i, CM_CUE_PROCURATORATE_END);
}

/* Where the names of those who issued the law begin that stand right before token i, with words of
 * its title that were left outside the marks; i itself when there are none. */
static size_t issuer_begin(const cm_parse *p, size_t i, size_t from)
{
    size_t first = i;
    if (first > from && cm_parse_is_cue(p, first - 1, CM_CUE_TITLE_WORDS) &&
        cm_parse_adjacent(p, first - 1, first)) {
        first--;
    }
    size_t words = first;
    while (first > from) {
        size_t k = first - 1;
        bool joins = cm_parse_is(p, k, CM_TOKEN_ENUM) && first < words;
        bool near = cm_parse_between(p, k, first).len <= (first == words ? MOST_TITLE_GAP : 0);
        if ((!is_issuer(p, k) && !joins) || !near) {
            break;
        }
        first = k;
    }
    while (first < i && cm_parse_is(p, first, CM_TOKEN_ENUM)) {
        first++;
    }
    return first == words ? i : first;
}

/* A court below the highest has its place before it: the name begins after the last token. */
static uint32_t issuer_from(const cm_parse *p, size_t first, size_t from)
{
    if (cm_parse_is_cue(p, first, CM_CUE_COURT_END) && first > from) {
        return p->tokens[first - 1].end;
    }
    return p->tokens[first].begin;
}

/* Words between the closing mark and the first article belong to the name: ...》的解释第三条. */
static uint32_t title_end(const cm_parse *p, size_t i)
{
    size_t next = cm_parse_skip_brackets(p, i + 1, p->count);
    uint32_t end = p->tokens[i].end;
    if (!cm_parse_is(p, next, CM_TOKEN_ARTICLE)) {
        return end;
    }
    uint32_t rest = p->tokens[next].begin - end;
    return rest > MARK_LENGTH && rest <= MOST_TITLE_REST ? p->tokens[next].begin : end;
}

/* A title marked inside its own marks after the names of those who issued it, <<A, B <On C>>>: the
 * inner marks are no part of it. */
static cm_sv without_inner_marks(cm_parse *p, cm_sv title, const cm_token *t)
{
    cm_sv open = cm_parse_text(p, t->begin, t->begin + MARK_LENGTH);
    cm_sv close = cm_parse_text(p, t->end - MARK_LENGTH, t->end);
    size_t at = cm_sv_ends(title, close) ? cm_sv_find(title, open, 0) : SIZE_MAX;
    if (at == SIZE_MAX) {
        return title;
    }
    cm_sv issuer = cm_sv_slice(title, 0, at);
    cm_sv name = cm_sv_slice(title, at + MARK_LENGTH, title.len - MARK_LENGTH);
    return cm_arena_format(p->mem, "%.*s%.*s", CM_SV_ARG(issuer), CM_SV_ARG(name));
}

static void take_law(citing *c, size_t i, size_t from)
{
    cm_parse *p = c->p;
    const cm_token *t = &p->tokens[i];
    bool marked = t->kind == CM_TOKEN_TITLE;
    uint32_t mark = marked ? MARK_LENGTH : 0;
    cm_sv title = law_name(p, cm_parse_text(p, t->begin + mark, t->end - mark));
    size_t first = issuer_begin(p, i, from);
    uint32_t begin = first < i ? issuer_from(p, first, from) : t->begin;
    uint32_t end = first < i ? title_end(p, i) : t->end;
    if (marked && end == t->end) {
        title = without_inner_marks(p, title, t);
    }
    c->law = cm_parse_text_fact(p, begin, end);
    c->law.value = title;
    if (end > t->end) {
        c->law.value = cm_parse_text(p, begin, end);
    } else if (first < i) {
        cm_sv issuer = cm_parse_text(p, begin, t->begin);
        c->law.value = cm_arena_format(p->mem, "%.*s%.*s", CM_SV_ARG(issuer), CM_SV_ARG(title));
    }
    c->article = (cm_article){.law = c->law};
    c->last = SIZE_MAX;
}

/* A citation token begins or completes an entry. */
static void take_citation(citing *c, size_t i)
{
    cm_parse *p = c->p;
    const cm_token *t = &p->tokens[i];
    if (c->law.state != CM_KNOWN || t->number < 1 || t->number > MOST_NUMBER) {
        c->whole = false;
        if (t->kind == CM_TOKEN_ARTICLE) { /* what follows is no part of the article before */
            flush(c);
            c->article.article = 0;
        }
        return;
    }
    int number = (int)t->number;
    if (t->kind == CM_TOKEN_ARTICLE) {
        flush(c);
        c->article = (cm_article){.law = c->law, .article = number, .sub = t->days};
        c->article.at = cm_parse_token_span(p, i);
        c->pending = true;
        return;
    }
    if (c->article.article == 0) {
        c->whole = false;
        return;
    }
    cm_article a = c->article;
    a.at.end = cm_parse_token_span(p, i).end;
    if (t->kind == CM_TOKEN_PARAGRAPH) {
        a.paragraph = number;
        c->article.paragraph = number;
    } else {
        a.item = number;
    }
    cm_record *r = p->record;
    bool completes = t->kind == CM_TOKEN_ITEM && !c->pending && c->last != SIZE_MAX &&
                     c->last + 1 == r->articles.count && r->articles.items[c->last].item == 0;
    if (completes) {
        r->articles.count--; /* the paragraph was named only to lead to its item */
    }
    c->last = add_article(c, &a);
    c->pending = false;
}

/* A number with its ordinal mark that lost the word for article: 第六十七第三款, 第五十三、. */
static bool is_bare_article(const cm_parse *p, size_t i, size_t from)
{
    const cm_token *t = &p->tokens[i];
    if (t->kind != CM_TOKEN_NUMBER || t->about || t->number % 100 != 0 || t->number == 0 ||
        t->number > MOST_NUMBER * INT64_C(100) || i == from || i + 1 >= p->count ||
        t->begin - p->tokens[i - 1].end != MARK_LENGTH) {
        return false;
    }
    uint32_t gap = p->tokens[i + 1].begin - t->end;
    return gap == 0 &&
           (cm_parse_is(p, i + 1, CM_TOKEN_PARAGRAPH) || cm_parse_is(p, i + 1, CM_TOKEN_ENUM) ||
            cm_parse_is(p, i + 1, CM_TOKEN_COMMA));
}

static void take_bare_article(citing *c, size_t i)
{
    if (c->law.state != CM_KNOWN) {
        return;
    }
    flush(c);
    c->article = (cm_article){.law = c->law, .article = (int)(c->p->tokens[i].number / 100)};
    c->article.at = cm_parse_token_span(c->p, i);
    c->pending = true;
}

/* The token after a quotation that opens at i: what a law says is not what is cited. */
static size_t skip_quote(citing *c, size_t i, size_t end)
{
    size_t close = c->unclosed ? end : cm_parse_find(c->p, i + 1, end, CM_TOKEN_UNQUOTE);
    c->unclosed = close == end;
    return close < end ? close + 1 : i + 1;
}

static void read_citations(citing *c, cm_range part)
{
    const cm_parse *p = c->p;
    for (size_t i = part.begin; i < part.end;) {
        const cm_token *t = &p->tokens[i];
        size_t next = i + 1;
        if (t->kind == CM_TOKEN_TITLE || cm_parse_is_cue(p, i, CM_CUE_LAW_NAME)) {
            flush(c);
            take_law(c, i, part.begin);
        } else if (t->kind == CM_TOKEN_ARTICLE || t->kind == CM_TOKEN_PARAGRAPH ||
                   t->kind == CM_TOKEN_ITEM) {
            take_citation(c, i);
        } else if (is_bare_article(p, i, part.begin)) {
            take_bare_article(c, i);
        } else if (t->kind == CM_TOKEN_OPEN) {
            next = cm_parse_skip_brackets(p, i, part.end);
        } else if (t->kind == CM_TOKEN_QUOTE) {
            next = skip_quote(c, i, part.end);
        }
        i = next;
    }
    flush(c);
}

void cm_basis_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_BASIS];
    citing c = {.p = p, .last = SIZE_MAX, .whole = true};
    read_citations(&c, part);
    if (p->record->articles.count == 0) {
        part = p->parts[CM_SECTION_OPERATIVE]; /* each item opens with its own basis */
        read_citations(&c, part);
    }
    cm_span at = part.end > part.begin ? cm_parse_span(p, part.from, part.to) : (cm_span){0, 0};
    bool read = p->record->articles.count > 0;
    cm_parse_group(p, CM_GROUP_BASIS, !read ? CM_UNREAD : c.whole ? CM_KNOWN : CM_ABSENT, at);
}
