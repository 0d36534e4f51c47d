#include "text/fold.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/tsv.h"
#include "text/layout.h"
#include "text/noise.h"
#include "text/utf8.h"

/* What a character below U+10000 becomes: 0 itself, DROP nothing, BREAK nothing but a line ends,
 * LOOK itself but it may end something, else another character. */
#define PLANE     0x10000U
#define DROP      1U
#define BREAK     2U
#define LOOK      3U
#define FULL_STOP 0x3002U
#define LISTING   0x3001U /* the enumeration comma */

#define LONGEST_NUMBER 32 /* bytes */

struct cm_folder {
    uint16_t to[PLANE];
    cm_noise noise;
};

static cm_status set_row(cm_folder *f, const cm_tsv *t, const cm_tsv_row *row, cm_err *err)
{
    size_t len;
    cm_sv from = row->cells[0];
    cm_sv to = row->cells[1];
    uint32_t code = from.len != 0 ? cm_utf8_decode(from, 0, &len) : CM_BAD_CHAR;
    if (code >= PLANE || len != from.len) {
        return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 1,
                             "'from' is not one character");
    }
    uint32_t target = DROP;
    if (to.len != 0) {
        target = cm_utf8_decode(to, 0, &len);
        if (target >= PLANE || len != to.len) {
            return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 2,
                                 "'to' is neither empty nor one character");
        }
        if (to.len > from.len + from.len / 2) {
            return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 2,
                                 "'to' takes more than one and a half times the bytes of 'from'");
        }
    }
    f->to[code] = (uint16_t)target;
    return CM_OK;
}

/* The words of a pattern or of its neighbourhood, folded character by character. */
static cm_sv fold_words(cm_arena *mem, const cm_folder *f, cm_sv words)
{
    char *out = cm_arena_bytes(mem, words.len * 2 + 1);
    size_t n = 0;
    size_t len;
    for (size_t i = 0; i < words.len; i += len) {
        uint32_t code = cm_utf8_decode(words, i, &len);
        uint16_t to = code < PLANE ? f->to[code] : 0;
        if (to != DROP && to != BREAK) {
            n += cm_utf8_encode(to > LOOK ? to : code, out + n);
        }
    }
    return (cm_sv){out, n};
}

/* decoys.tsv: phrase, kind, next, unless, about. */
static cm_status load_noise(cm_arena *mem, cm_sv path, cm_folder *f, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = 0; i < t.rows.count; i++) {
        const cm_sv *cells = t.rows.items[i].cells;
        cm_noise_pattern p = {.words = fold_words(mem, f, cells[0]),
                              .next = fold_words(mem, f, cells[2]),
                              .unless = fold_words(mem, f, cells[3]),
                              .decoy = cm_sv_equal(cells[1], CM_SV("decoy")),
                              .apart = cm_sv_equal(cells[1], CM_SV("page-apart"))};
        bool known = p.decoy || p.apart || cm_sv_equal(cells[1], CM_SV("page"));
        if (p.words.len < 2 || cm_sv_ends(p.words, CM_SV("#")) || !known) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, t.rows.items[i].line, 0,
                                 "expected a phrase that ends in a character, and its kind");
        }
        cm_noise_add(mem, &f->noise, &p);
        f->to[cm_noise_last(p.words)] = LOOK;
    }
    return CM_OK;
}

static cm_status load_characters(cm_arena *mem, cm_sv path, cm_folder *f, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status != CM_OK) {
        return status;
    }
    for (uint16_t c = 0; c < 0x5E; c++) {
        f->to[0xFF01 + c] = (uint16_t)(0x21 + c); /* full-width ASCII */
    }
    for (uint32_t c = 0xE000; c < 0xF900; c++) {
        f->to[c] = DROP; /* private use: a sign of some font, no character */
    }
    f->to[' '] = f->to['\t'] = f->to['\v'] = DROP;
    f->to['\n'] = f->to['\r'] = f->to['\f'] = BREAK;
    for (size_t i = 0; i < t.rows.count && status == CM_OK; i++) {
        status = set_row(f, &t, &t.rows.items[i], err);
    }
    /* what is folded to a character that is itself folded goes all the way: full-width '[' to '('
     */
    for (uint32_t c = 0; c < PLANE; c++) {
        if (f->to[c] > LOOK && f->to[f->to[c]] != 0) {
            f->to[c] = f->to[f->to[c]];
        }
    }
    return status;
}

cm_status cm_folder_load(cm_arena *mem, cm_sv lexicon, cm_folder **ret_folder, cm_err *err)
{
    cm_folder *f = cm_arena_new(mem, cm_folder);
    cm_status status = load_characters(mem, cm_file_join(mem, lexicon, CM_SV("fold.tsv")), f, err);
    if (status == CM_OK) {
        f->to[','] = f->to['.'] = LOOK;
        status = load_noise(mem, cm_file_join(mem, lexicon, CM_SV("decoys.tsv")), f, err);
    }
    if (status == CM_OK) {
        *ret_folder = f;
    }
    return status;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* A comma between groups of digits is a thousands separator: exactly 3 digits after it; before it
 * 1-3, or exactly 3 after the separator last dropped, which was at folded offset `last`. */
static bool is_separator(const cm_folder *folder, cm_sv text, size_t after, cm_sv out, size_t last)
{
    size_t before = 0;
    while (before < 4 && before < out.len && out.len - before != last &&
           is_digit((unsigned char)out.ptr[out.len - 1 - before])) {
        before++;
    }
    if (before == 0 || before > 3 || (out.len - before == last && before != 3)) {
        return false;
    }
    size_t digits = 0;
    size_t len;
    for (size_t i = after; i < text.len && digits <= 3; i += len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        uint32_t to = code < PLANE ? folder->to[code] : 0;
        if (to == DROP || to == BREAK) {
            continue;
        }
        if (!is_digit(to > LOOK ? to : code)) {
            break;
        }
        digits++;
    }
    return digits == 3;
}

/* One text being folded. */
typedef struct {
    cm_arena *mem;
    const cm_folder *folder;
    cm_folded f;
    cm_layout layout;
    char *out;
    size_t n;         /* bytes folded */
    size_t separator; /* folded offset at which a thousands separator was last dropped */
    size_t line;      /* where the line began */
    size_t seam;      /* folded offset of a break that says nothing: blanks there neither */
    size_t next_edge; /* of layout.edges */
} folding;

static void note(cm_arena *mem, cm_folded *f, uint16_t to, uint32_t at)
{
    if (f->blanks.count == 0 || f->blanks.items[f->blanks.count - 1] != at) {
        *cm_vec_push(mem, &f->blanks) = at;
    }
    if (to == BREAK && (f->breaks.count == 0 || f->breaks.items[f->breaks.count - 1] != at)) {
        *cm_vec_push(mem, &f->breaks) = at;
    }
}

static void step(folding *w, size_t original)
{
    cm_folded *f = &w->f;
    if (f->steps.count > 0 && f->steps.items[f->steps.count - 1].folded == w->n) {
        f->steps.items[f->steps.count - 1].original = (uint32_t)original;
        return;
    }
    *cm_vec_push(w->mem, &f->steps) = (cm_fold_step){(uint32_t)w->n, (uint32_t)original};
}

/* Whether a break at original offset `i` ends a sentence, or a line that was not full. */
static bool ends_line(const folding *w, size_t i)
{
    size_t len;
    size_t at = w->n;
    while (at > 0 && !cm_utf8_is_boundary((cm_sv){w->out, w->n}, --at)) {
    }
    if (w->n == 0 || cm_layout_ends_sentence(cm_utf8_decode((cm_sv){w->out, w->n}, at, &len))) {
        return true;
    }
    return cm_layout_letters(cm_sv_slice(w->f.original, w->line, i)) < w->layout.full;
}

/* A blank or a break at original offset `i`. */
static void fold_blank(folding *w, uint16_t to, size_t i)
{
    if (w->seam == w->n) {
        w->line = i + 1;
        return;
    }
    if (to == BREAK && w->layout.broken && i > w->line && !ends_line(w, i)) {
        w->seam = w->n;
    } else {
        note(w->mem, &w->f, to, (uint32_t)w->n);
    }
    w->line = to == BREAK ? i + 1 : w->line;
}

/* The end of the lines at the edges of pages that begin at `at`, where a line just began. */
static size_t skip_edges(folding *w, size_t at)
{
    size_t from = at;
    while (w->next_edge < w->layout.edges.count &&
           w->layout.edges.items[w->next_edge].begin <= at) {
        const cm_span *edge = &w->layout.edges.items[w->next_edge++];
        at = edge->begin == at ? edge->end : at;
    }
    if (at != from && !ends_line(w, from)) { /* a page ends inside a sentence */
        while (w->f.blanks.count > 0 && w->f.blanks.items[w->f.blanks.count - 1] == w->n) {
            w->f.blanks.count--;
        }
        while (w->f.breaks.count > 0 && w->f.breaks.items[w->f.breaks.count - 1] == w->n) {
            w->f.breaks.count--;
        }
        w->seam = w->n;
    }
    return at;
}

/* Whether `words` follow in the text at `at`, however they are spaced. */
static bool follows(const folding *w, size_t at, cm_sv words)
{
    size_t k = 0;
    size_t len;
    cm_sv text = w->f.original;
    for (size_t i = at; i < text.len && k < words.len; i += len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        uint16_t to = code < PLANE ? w->folder->to[code] : 0;
        if (to == DROP || to == BREAK || code == CM_BAD_CHAR) {
            continue;
        }
        char c[4];
        size_t size = cm_utf8_encode(to > LOOK ? to : code, c);
        if (size > words.len - k || memcmp(c, words.ptr + k, size) != 0) {
            return false;
        }
        k += size;
    }
    return k == words.len;
}

static uint32_t to_original(const cm_folded *f, uint32_t at)
{
    size_t low = 0;
    size_t high = f->steps.count;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (f->steps.items[mid].folded <= at) {
            low = mid;
        } else {
            high = mid;
        }
    }
    return f->steps.items[low].original + (at - f->steps.items[low].folded);
}

/* A page number stands apart: at a break or a blank, or after a sentence. */
static bool stands_apart(const folding *w, size_t begin, size_t after)
{
    const cm_folded *f = &w->f;
    size_t len;
    uint32_t next = after < f->original.len ? cm_utf8_decode(f->original, after, &len) : '\n';
    uint16_t to = next < PLANE ? w->folder->to[next] : 0;
    if (begin == 0 || to == DROP || to == BREAK || cm_folded_blank_at(f, (uint32_t)begin)) {
        return true;
    }
    size_t at = begin;
    while (at > 0 && !cm_utf8_is_boundary((cm_sv){w->out, begin}, --at)) {
    }
    return cm_layout_ends_sentence(cm_utf8_decode((cm_sv){w->out, begin}, at, &len));
}

/* Takes back what was folded from `begin` on: the text goes on at original offset `after`. */
static void cut(folding *w, size_t begin, bool decoy, size_t after)
{
    cm_folded *f = &w->f;
    if (decoy) {
        *cm_vec_push(w->mem, &f->decoys) =
            (cm_span){to_original(f, (uint32_t)begin), (uint32_t)after};
    }
    w->n = begin;
    w->separator = SIZE_MAX;
    while (f->steps.count > 0 && f->steps.items[f->steps.count - 1].folded > begin) {
        f->steps.count--;
    }
    while (f->blanks.count > 0 && f->blanks.items[f->blanks.count - 1] > begin) {
        f->blanks.count--;
    }
    while (f->breaks.count > 0 && f->breaks.items[f->breaks.count - 1] > begin) {
        f->breaks.count--;
    }
    step(w, after);
}

/* The character just folded may be the last of a pattern of noise. */
static void drop_noise(folding *w, uint32_t last, size_t after)
{
    const cm_noise_pattern *p = NULL;
    for (;;) {
        size_t begin = cm_noise_find(&w->folder->noise, (cm_sv){w->out, w->n}, last, &p);
        if (begin == SIZE_MAX) {
            return;
        }
        if ((p->next.len == 0 || follows(w, after, p->next)) &&
            (p->unless.len == 0 || !follows(w, after, p->unless)) &&
            (!p->apart || stands_apart(w, begin, after))) {
            cut(w, begin, p->decoy, after);
            return;
        }
    }
}

/* In a text whose sentences end with dots: after a Chinese character or a closing mark each is one,
 * after a number that is neither broken by it nor the number of a paragraph. */
static bool is_full_stop(const folding *w, size_t after)
{
    cm_sv text = w->f.original;
    if (!w->layout.dots || w->n < 3) {
        return false;
    }
    size_t len;
    size_t at = w->n;
    while (at > 0 && w->n - at < LONGEST_NUMBER &&
           (cm_noise_letter(w->out[at - 1]) || w->out[at - 1] == '/')) {
        at--;
    }
    if (at < w->n && (at < 3 || cm_folded_blank_at(&w->f, (uint32_t)at) ||
                      (after < text.len && cm_noise_letter(text.ptr[after])))) {
        return false;
    }
    uint32_t before = at >= 3 ? cm_utf8_decode((cm_sv){w->out, w->n}, at - 3, &len) : FULL_STOP;
    bool closed = at == w->n && (w->out[at - 1] == ')' || w->out[at - 1] == '%');
    return closed || (len == 3 && before != FULL_STOP && before != LISTING);
}

/* A character that does not stay what it is; returns where to go on. */
static size_t fold_char(folding *w, uint32_t code, uint16_t to, size_t i, size_t len)
{
    size_t after = i + len;
    uint32_t now = to > LOOK ? to : code;
    if (to == DROP || to == BREAK) {
        fold_blank(w, to, i);
        if (to == BREAK && w->next_edge < w->layout.edges.count) {
            after = skip_edges(w, after);
        }
        step(w, after);
        return after;
    }
    if (now == ',' &&
        is_separator(w->folder, w->f.original, after, (cm_sv){w->out, w->n}, w->separator)) {
        w->separator = w->n;
        step(w, after);
        return after;
    }
    now = now == '.' && is_full_stop(w, after) ? FULL_STOP : now;
    size_t size = cm_utf8_encode(now, w->out + w->n);
    w->n += size;
    if (size != len) {
        step(w, after);
    }
    if (w->folder->to[now] == LOOK && now != ',' && now != '.') {
        drop_noise(w, now, after);
    }
    return after;
}

static cm_status bad_byte(cm_sv text, size_t i, cm_err *err)
{
    (void)cm_err_set(err, CM_E_UTF8, "byte 0x%02X at offset %zu is not UTF-8",
                     (unsigned char)text.ptr[i], i);
    if (err != NULL) {
        err->pos = i;
    }
    return CM_E_UTF8;
}

cm_status cm_fold(cm_arena *mem, const cm_folder *folder, cm_sv text, cm_folded *ret_folded,
                  cm_err *err)
{
    if (text.len > CM_MAX_DOCUMENT) {
        return cm_err_set(err, CM_E_LIMIT, "text of %zu bytes, at most %zu are read", text.len,
                          CM_MAX_DOCUMENT);
    }
    folding w = {.mem = mem, .folder = folder, .separator = SIZE_MAX, .seam = SIZE_MAX};
    w.f.original = text;
    cm_layout_read(mem, text, &w.layout);
    /* what a character may grow by: see set_row, is_full_stop */
    size_t growth = w.layout.dots ? text.len : text.len / 2;
    char *out = cm_arena_bytes(mem, text.len + growth + 4);
    w.out = out;
    size_t i = w.layout.edges.count > 0 ? skip_edges(&w, 0) : 0;
    step(&w, i);
    size_t n = 0;
    size_t len;
    while (i < text.len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        uint16_t to = code < PLANE ? folder->to[code] : 0;
        if (to == 0 && len == 3) {
            memcpy(out + n, text.ptr + i, 3); /* of known length: three moves, not a call */
            n += 3;
            i += 3;
        } else if (code == CM_BAD_CHAR) {
            return bad_byte(text, i, err);
        } else if (to == 0) {
            memcpy(out + n, text.ptr + i, len);
            n += len;
            i += len;
        } else {
            w.n = n;
            i = fold_char(&w, code, to, i, len);
            n = w.n;
        }
    }
    w.f.text = (cm_sv){out, n};
    *ret_folded = w.f;
    return CM_OK;
}

cm_span cm_folded_span(const cm_folded *f, uint32_t begin, uint32_t end)
{
    if (begin >= end) {
        uint32_t at = to_original(f, begin);
        return (cm_span){at, at};
    }
    /* the end is where the last character ends, not where the next begins: step inside it */
    uint32_t last = end - 1;
    while (last > begin && !cm_utf8_is_boundary(f->text, last)) {
        last--;
    }
    uint32_t original = to_original(f, last);
    size_t len;
    (void)cm_utf8_decode(f->original, original, &len);
    return (cm_span){to_original(f, begin), original + (uint32_t)len};
}

/* Index of the first item greater than `at`. */
static size_t upper_bound(const uint32_t *items, size_t count, uint32_t at)
{
    size_t low = 0;
    while (low < count) {
        size_t mid = low + (count - low) / 2;
        if (items[mid] <= at) {
            low = mid + 1;
        } else {
            count = mid;
        }
    }
    return low;
}

static bool contains(const uint32_t *items, size_t count, uint32_t at)
{
    size_t after = upper_bound(items, count, at);
    return after > 0 && items[after - 1] == at;
}

bool cm_folded_break_at(const cm_folded *f, uint32_t at)
{
    return contains(f->breaks.items, f->breaks.count, at);
}

bool cm_folded_blank_at(const cm_folded *f, uint32_t at)
{
    return contains(f->blanks.items, f->blanks.count, at);
}

uint32_t cm_folded_next_break(const cm_folded *f, uint32_t at)
{
    size_t i = upper_bound(f->breaks.items, f->breaks.count, at);
    return i < f->breaks.count ? f->breaks.items[i] : (uint32_t)f->text.len;
}

uint32_t cm_folded_next_blank(const cm_folded *f, uint32_t at)
{
    size_t i = upper_bound(f->blanks.items, f->blanks.count, at);
    return i < f->blanks.count ? f->blanks.items[i] : (uint32_t)f->text.len;
}
