/* HTML pages: what a reader would see, a block on a line of its own, with the way back to the bytes
 * of the page. */
#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"
#include "office/html.h"

typedef enum { TAG_INLINE, TAG_BLOCK, TAG_CELL, TAG_PRE, TAG_DROPPED } tag_kind;

static const struct {
    const char *name;
    tag_kind kind;
} tags[] = {
    {"address", TAG_BLOCK},    {"article", TAG_BLOCK},    {"aside", TAG_BLOCK},
    {"blockquote", TAG_BLOCK}, {"body", TAG_BLOCK},       {"br", TAG_BLOCK},
    {"button", TAG_DROPPED},   {"caption", TAG_BLOCK},    {"center", TAG_BLOCK},
    {"dd", TAG_BLOCK},         {"div", TAG_BLOCK},        {"dl", TAG_BLOCK},
    {"dt", TAG_BLOCK},         {"fieldset", TAG_BLOCK},   {"footer", TAG_BLOCK},
    {"form", TAG_BLOCK},       {"h1", TAG_BLOCK},         {"h2", TAG_BLOCK},
    {"h3", TAG_BLOCK},         {"h4", TAG_BLOCK},         {"h5", TAG_BLOCK},
    {"h6", TAG_BLOCK},         {"header", TAG_BLOCK},     {"hr", TAG_BLOCK},
    {"iframe", TAG_DROPPED},   {"li", TAG_BLOCK},         {"main", TAG_BLOCK},
    {"nav", TAG_DROPPED},      {"noscript", TAG_DROPPED}, {"object", TAG_DROPPED},
    {"ol", TAG_BLOCK},         {"p", TAG_BLOCK},          {"pre", TAG_PRE},
    {"script", TAG_DROPPED},   {"section", TAG_BLOCK},    {"style", TAG_DROPPED},
    {"svg", TAG_DROPPED},      {"table", TAG_BLOCK},      {"tbody", TAG_BLOCK},
    {"td", TAG_CELL},          {"template", TAG_DROPPED}, {"textarea", TAG_PRE},
    {"tfoot", TAG_BLOCK},      {"th", TAG_CELL},          {"thead", TAG_BLOCK},
    {"title", TAG_DROPPED},    {"tr", TAG_BLOCK},         {"ul", TAG_BLOCK},
    {"select", TAG_DROPPED}, /* text: allow sql because it is a tag of HTML */
};

typedef struct {
    cm_arena *mem;
    cm_buf out;
    cm_map_steps steps;       /* from text to the page in UTF-8 */
    size_t dropped, verbatim; /* open elements of these kinds */
    char pending;             /* a break, a tab or a blank, put before the next word */
} page_reading;

static tag_kind kind_of(cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(tags); i++) {
        if (cm_sv_equal(cm_sv_from(tags[i].name), name)) {
            return tags[i].kind;
        }
    }
    return TAG_INLINE;
}

/* A break is stronger than a tab, and that than a blank. */
static void want(page_reading *r, char gap)
{
    bool is_stronger = gap == '\n' || r->pending == 0 || (gap == '\t' && r->pending == ' ');
    r->pending = is_stronger ? gap : r->pending;
}

static void on_tag(page_reading *r, cm_sv name, bool is_start)
{
    switch (kind_of(name)) {
    case TAG_INLINE:
        return;
    case TAG_CELL:
        want(r, '\t');
        return;
    case TAG_DROPPED:
        r->dropped = is_start ? r->dropped + 1 : r->dropped - (r->dropped != 0);
        return;
    case TAG_PRE:
        r->verbatim = is_start ? r->verbatim + 1 : r->verbatim - (r->verbatim != 0);
        want(r, '\n');
        return;
    case TAG_BLOCK:
        want(r, '\n');
        return;
    }
}

static void on_start(void *payload, cm_sv name)
{
    on_tag(payload, name, true);
}

static void on_end(void *payload, cm_sv name)
{
    on_tag(payload, name, false);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void put(page_reading *r, cm_sv word, size_t at)
{
    if (r->pending != 0 && r->out.len > 0) {
        (void)cm_buf_add_byte(&r->out, r->pending);
    }
    r->pending = 0;
    cm_map_add(r->mem, &r->steps, (cm_map_step){(uint32_t)r->out.len, 1, 1, at});
    (void)cm_buf_add(&r->out, word);
}

static void on_text(void *payload, cm_sv text, size_t at)
{
    page_reading *r = payload;
    if (r->dropped != 0 || r->out.over) {
        return;
    }
    if (r->verbatim != 0) {
        put(r, text, at);
        return;
    }
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && !is_space(text.ptr[end])) {
            end++;
        }
        if (end > i) {
            put(r, cm_sv_slice(text, i, end), at + i);
        }
        for (i = end; i < text.len && is_space(text.ptr[i]); i++) {
            want(r, ' ');
        }
    }
}

/* The map from text to page, led on through the map from page to bytes. */
static void compose(cm_arena *mem, const page_reading *r, const cm_map_steps *page,
                    cm_map_steps *ret_steps)
{
    size_t p = 0;
    for (size_t i = 0; i < r->steps.count; i++) {
        const cm_map_step *step = &r->steps.items[i];
        size_t end = i + 1 < r->steps.count ? r->steps.items[i + 1].text : r->out.len;
        uint64_t last = step->place + (end - step->text); /* in the page */
        while (p > 0 && page->items[p].text > step->place) {
            p--;
        }
        while (p + 1 < page->count && page->items[p + 1].text <= step->place) {
            p++;
        }
        for (size_t q = p; q < page->count && (q == p || page->items[q].text < last); q++) {
            const cm_map_step *under = &page->items[q];
            uint64_t at = under->text > step->place ? under->text : step->place;
            cm_map_add(mem, ret_steps,
                       (cm_map_step){step->text + (uint32_t)(at - step->place), under->text_unit,
                                     under->place_unit, cm_map_place(page, (uint32_t)at)});
        }
    }
}

/* The charset that a page says it has. */
static cm_charset said_charset(cm_sv bytes)
{
    cm_sv head = cm_sv_slice(bytes, 0, 4096);
    size_t at = cm_sv_find(head, CM_SV("charset="), 0);
    if (at == SIZE_MAX) {
        return CM_CHARSET_NONE;
    }
    size_t begin = at + 8;
    while (begin < head.len && (head.ptr[begin] == '"' || head.ptr[begin] == '\'')) {
        begin++;
    }
    size_t end = begin;
    while (end < head.len && !is_space(head.ptr[end]) && head.ptr[end] != '"' &&
           head.ptr[end] != '\'' && head.ptr[end] != '>' && head.ptr[end] != '/' &&
           head.ptr[end] != ';') {
        end++;
    }
    return cm_charset_named(cm_sv_slice(head, begin, end));
}

void cm_read_html(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    CM_AUTO_ARENA scratch;
    cm_arena_init(&scratch);
    cm_extraction page = {0};
    size_t mark = 0;
    cm_charset charset = cm_charset_detect(x->charsets, bytes, false, &mark);
    charset = charset == CM_CHARSET_NONE ? said_charset(bytes) : CM_CHARSET_NONE;
    cm_read_decode(x, &scratch, charset, bytes, &page);
    got->charset = page.charset;
    if (page.fault != CM_FAULT_NONE) {
        got->fault = page.fault;
        got->fault_at = page.fault_at;
        return;
    }
    CM_AUTO_ERR err = {0};
    page_reading r = {.mem = &scratch};
    cm_buf_init(&r.out, CM_MAX_DOCUMENT);
    const cm_html_events events = {on_start, on_end, on_text, &r};
    cm_status status = cm_html_parse(page.text, &events, &err);
    got->fault = status != CM_OK ? CM_FAULT_DAMAGED
                 : r.out.over    ? CM_FAULT_TOO_LONG
                                 : CM_FAULT_NONE;
    if (got->fault == CM_FAULT_NONE) {
        compose(mem, &r, &page.steps, &got->steps);
        cm_read_keep(mem, cm_buf_view(&r.out), got);
    }
    cm_buf_clear(&r.out);
}
