#include "text/lexicon.h"

#include <hs/hs.h>

#include "base/file.h"
#include "text/utf8.h"

#define PLANE 0x10000U

static const char *const CLASS_NAMES[CM_CHAR_CLASS_COUNT] = {
    "other", "digit",   "scale",   "year",      "month", "day",     "days", "measure", "yuan",
    "about", "ordinal", "article", "paragraph", "item",  "sub",     "half", "and",     "join",
    "stop",  "enum",    "quote",   "unquote",   "title", "untitle", "blot",
};

struct cm_lexicon {
    CM_VEC(cm_phrase) phrases;
    hs_database_t *database;
    cm_char chars[PLANE];
    uint64_t plain[PLANE / 64]; /* a bit for each that is no ASCII and of class OTHER */
};

struct cm_scratch {
    hs_scratch_t *hs;
};

static cm_status load_characters(cm_arena *mem, cm_lexicon *lx, cm_sv folder, cm_err *err)
{
    cm_tsv t;
    cm_sv path = cm_file_join(mem, folder, CM_SV("characters.tsv"));
    cm_status status = cm_tsv_load(mem, path, &t, err);
    for (int c = '0'; c <= '9'; c++) {
        lx->chars[c] = (cm_char){CM_CHAR_DIGIT, c - '0'};
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        size_t len;
        uint32_t code = row->cells[0].len != 0 ? cm_utf8_decode(row->cells[0], 0, &len) : PLANE;
        int64_t value = 0;
        uint8_t cls = 0;
        while (cls < CM_CHAR_CLASS_COUNT &&
               !cm_sv_equal(row->cells[1], cm_sv_from(CLASS_NAMES[cls]))) {
            cls++;
        }
        if (code >= PLANE || len != row->cells[0].len || cls == CM_CHAR_CLASS_COUNT ||
            !cm_sv_to_int(row->cells[2], &value)) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0,
                                 "expected one character, a class and a number");
        }
        lx->chars[code] = (cm_char){cls, (int32_t)value};
    }
    for (size_t code = 0x80; code < PLANE; code++) {
        if (lx->chars[code].cls == CM_CHAR_OTHER) {
            lx->plain[code / 64] |= (uint64_t)1 << (code % 64);
        }
    }
    return status;
}

typedef struct {
    const cm_lexicon_source *source;
    cm_lexicon *lx;
    cm_map seen; /* folded phrase -> its index, size_t */
    bool *used;  /* per cue */
    cm_arena *mem;
} loading;

/* "list/id", a number, or nothing. */
static cm_status read_term(const loading *l, const cm_tsv *t, const cm_tsv_row *row, size_t column,
                           int16_t *ret_value, cm_err *err)
{
    cm_sv cell = row->cells[column];
    int64_t number;
    *ret_value = -1;
    if (cell.len == 0) {
        return CM_OK;
    }
    if (cm_sv_to_int(cell, &number)) {
        *ret_value = (int16_t)number;
        return CM_OK;
    }
    cm_sv id = cell;
    cm_sv list_name;
    (void)cm_sv_split(&id, '/', &list_name);
    const cm_term_list *list = cm_map_find(&l->source->terms->lists, list_name);
    for (size_t i = 0; list != NULL && id.ptr != NULL && i < list->terms.count; i++) {
        if (cm_sv_equal(list->terms.items[i].id, id)) {
            *ret_value = (int16_t)i;
            return CM_OK;
        }
    }
    return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, (uint32_t)column + 1,
                         "no term '%.*s'", CM_SV_ARG(cell));
}

static cm_status add_phrase(loading *l, const cm_tsv *t, const cm_tsv_row *row, cm_err *err)
{
    cm_folded folded;
    cm_status status = cm_fold(l->mem, l->source->folder, row->cells[0], &folded, err);
    if (status != CM_OK) {
        return status;
    }
    size_t cue = 0;
    while (cue < l->source->cue_count &&
           !cm_sv_equal(row->cells[1], cm_sv_from(l->source->cue_names[cue]))) {
        cue++;
    }
    if (cue == l->source->cue_count) {
        return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 2, "unknown cue '%.*s'",
                             CM_SV_ARG(row->cells[1]));
    }
    if (folded.text.len == 0 || cm_map_find(&l->seen, folded.text) != NULL) {
        return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 1,
                             "empty or repeated phrase '%.*s'", CM_SV_ARG(row->cells[0]));
    }
    cm_phrase phrase = {.text = folded.text, .cue = (uint16_t)cue, .second = -1};
    status = read_term(l, t, row, 2, &phrase.value, err);
    if (status == CM_OK) {
        size_t *index = cm_arena_new(l->mem, size_t);
        *index = l->lx->phrases.count;
        (void)cm_map_put(l->mem, &l->seen, folded.text, index);
        *cm_vec_push(l->mem, &l->lx->phrases) = phrase;
        l->used[cue] = true;
    }
    return status;
}

static cm_status load_phrases(loading *l, cm_err *err)
{
    cm_svs files;
    cm_sv folder = cm_file_join(l->mem, l->source->folder_path, CM_SV("cues"));
    cm_status status = cm_file_list(l->mem, folder, &files, err);
    for (size_t i = 0; status == CM_OK && i < files.count; i++) {
        cm_tsv t;
        if (!cm_sv_ends(files.items[i], CM_SV(".tsv"))) {
            continue;
        }
        status = cm_tsv_load(l->mem, files.items[i], &t, err);
        if (status == CM_OK && t.columns.count < 3) {
            status = cm_err_set_at(err, CM_E_SCHEMA, t.file, 1, 0,
                                   "expected the columns phrase, cue, term");
        }
        for (size_t k = 0; status == CM_OK && k < t.rows.count; k++) {
            status = add_phrase(l, &t, &t.rows.items[k], err);
        }
    }
    for (size_t c = 0; status == CM_OK && c < l->source->cue_count; c++) {
        if (!l->used[c]) {
            status = cm_err_set(err, CM_E_SCHEMA, "%.*s: cue '%s' has no phrase", CM_SV_ARG(folder),
                                l->source->cue_names[c]);
        }
    }
    return status;
}

static cm_status load_second(loading *l, cm_err *err)
{
    cm_tsv t;
    cm_sv path = cm_file_join(l->mem, l->source->folder_path, CM_SV("second.tsv"));
    cm_status status = cm_tsv_load(l->mem, path, &t, err);
    if (status == CM_OK && t.columns.count != 2) {
        status = cm_err_set_at(err, CM_E_SCHEMA, t.file, 1, 0, "expected the columns phrase, term");
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        const size_t *index = cm_map_find(&l->seen, row->cells[0]);
        if (index == NULL) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 1,
                                 "'%.*s' is no phrase of cues/", CM_SV_ARG(row->cells[0]));
        }
        status = read_term(l, &t, row, 1, &l->lx->phrases.items[*index].second, err);
    }
    return status;
}

static cm_status compile(cm_arena *mem, cm_lexicon *lx, cm_err *err)
{
    size_t n = lx->phrases.count;
    const char **texts = cm_arena_array(mem, const char *, n);
    unsigned *flags = cm_arena_array(mem, unsigned, n);
    unsigned *ids = cm_arena_array(mem, unsigned, n);
    size_t *lengths = cm_arena_array(mem, size_t, n);
    for (size_t i = 0; i < n; i++) {
        texts[i] = lx->phrases.items[i].text.ptr;
        lengths[i] = lx->phrases.items[i].text.len;
        ids[i] = (unsigned)i;
    }
    hs_compile_error_t *fault = NULL;
    if (hs_compile_lit_multi(texts, flags, ids, lengths, (unsigned)n, HS_MODE_BLOCK, NULL,
                             &lx->database, &fault) != HS_SUCCESS) {
        cm_status status = cm_err_set(err, CM_E_SCHEMA, "the lexicon does not compile: %s",
                                      fault != NULL ? fault->message : "unknown fault");
        (void)hs_free_compile_error(fault);
        return status;
    }
    return CM_OK;
}

cm_status cm_lexicon_load(cm_arena *mem, const cm_lexicon_source *source, cm_lexicon **ret_lexicon,
                          cm_err *err)
{
    cm_lexicon *lx = cm_arena_new(mem, cm_lexicon);
    loading l = {.source = source, .lx = lx, .mem = mem};
    l.used = cm_arena_array(mem, bool, source->cue_count);
    cm_status status = load_characters(mem, lx, source->folder_path, err);
    if (status == CM_OK) {
        status = load_phrases(&l, err);
    }
    if (status == CM_OK) {
        status = load_second(&l, err);
    }
    if (status == CM_OK) {
        status = compile(mem, lx, err);
    }
    if (status == CM_OK) {
        *ret_lexicon = lx;
    }
    return status;
}

void cm_lexicon_free(cm_lexicon *lexicon)
{
    if (lexicon != NULL) {
        (void)hs_free_database(lexicon->database);
        lexicon->database = NULL;
    }
}

cm_scratch *cm_scratch_new(const cm_lexicon *lexicon)
{
    cm_scratch *s = cm_alloc_zero(1, sizeof(*s));
    cm_assert(hs_alloc_scratch(lexicon->database, &s->hs) == HS_SUCCESS);
    return s;
}

void cm_scratch_free(cm_scratch *scratch)
{
    if (scratch != NULL) {
        (void)hs_free_scratch(scratch->hs);
        cm_free(scratch);
    }
}

typedef struct {
    cm_arena *mem;
    const cm_lexicon *lx;
    cm_matches found;
} collecting;

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *payload)
{
    collecting *c = payload;
    (void)from;
    (void)flags;
    uint32_t len = (uint32_t)c->lx->phrases.items[id].text.len;
    *cm_vec_push(c->mem, &c->found) = (cm_match){(uint32_t)to - len, (uint32_t)to, id};
    return 0;
}

static bool goes_before(const cm_match *a, const cm_match *b)
{
    return a->begin != b->begin ? a->begin < b->begin : a->end > b->end;
}

/* Matches come ordered by their end; phrases are short, so each moves only a few places. */
static void order(cm_matches *m)
{
    for (size_t i = 1; i < m->count; i++) {
        cm_match moving = m->items[i];
        size_t k = i;
        for (; k > 0 && goes_before(&moving, &m->items[k - 1]); k--) {
            m->items[k] = m->items[k - 1];
        }
        m->items[k] = moving;
    }
}

cm_matches cm_lexicon_match(cm_arena *mem, const cm_lexicon *lexicon, cm_scratch *scratch,
                            cm_sv text)
{
    collecting c = {.mem = mem, .lx = lexicon};
    if (text.len == 0) {
        return c.found;
    }
    cm_assert(hs_scan(lexicon->database, text.ptr, (unsigned)text.len, 0, scratch->hs, on_match,
                      &c) == HS_SUCCESS);
    order(&c.found);
    size_t kept = 0;
    uint32_t end = 0;
    for (size_t i = 0; i < c.found.count; i++) {
        if (c.found.items[i].begin >= end) {
            end = c.found.items[i].end;
            c.found.items[kept++] = c.found.items[i];
        }
    }
    c.found.count = kept;
    return c.found;
}

const cm_phrase *cm_lexicon_phrase(const cm_lexicon *lexicon, uint32_t phrase)
{
    return &lexicon->phrases.items[phrase];
}

cm_char cm_lexicon_char(const cm_lexicon *lexicon, cm_sv text, size_t at, size_t *ret_len)
{
    uint32_t code = cm_utf8_decode(text, at, ret_len);
    return code < PLANE ? lexicon->chars[code] : (cm_char){0, 0};
}

uint32_t cm_lexicon_skip(const cm_lexicon *lexicon, cm_sv text, uint32_t at, uint32_t end)
{
    size_t len = 0;
    while (at < end) {
        uint32_t code = cm_utf8_decode(text, at, &len);
        bool plain = code < PLANE && (lexicon->plain[code / 64] & (uint64_t)1 << (code % 64)) != 0;
        if (!plain) {
            break;
        }
        at += (uint32_t)len;
    }
    return at;
}

cm_char cm_lexicon_char_at(const cm_lexicon *lexicon, cm_sv text, uint32_t at, uint32_t *ret_end)
{
    size_t len = 0;
    if (at >= text.len) {
        *ret_end = at;
        return (cm_char){CM_CHAR_OTHER, 0};
    }
    cm_char c = cm_lexicon_char(lexicon, text, at, &len);
    *ret_end = at + (uint32_t)len;
    return c;
}
