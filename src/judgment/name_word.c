#include "base/base.h"

#include "base/tsv.h"
#include "judgment/name_word.h"

static const char *const CLASS_NAMES[CM_NAME_CLASS_COUNT] = {
    "unit_end",  "detail", "title",      "joint", "case",   "surname",
    "household", "native", "wide_place", "city",  "county", "mask"};

/* Two bytes of a character tell most of them apart. */
static unsigned hash_of(unsigned char second, unsigned char third)
{
    return (second * 37U + third) & 0xff;
}

/* Of the character that `text` begins with. */
static unsigned first_hash(cm_sv text)
{
    return hash_of(text.len > 1 ? (unsigned char)text.ptr[1] : 0,
                   text.len > 2 ? (unsigned char)text.ptr[2] : 0);
}

/* Of the character that `text` ends with. */
static unsigned last_hash(cm_sv text)
{
    return hash_of(text.len > 1 ? (unsigned char)text.ptr[text.len - 2] : 0,
                   text.len > 0 ? (unsigned char)text.ptr[text.len - 1] : 0);
}

static bool has(const uint64_t bits[4], unsigned hash)
{
    return (bits[hash / 64] & (uint64_t)1 << (hash % 64)) != 0;
}

static void add(uint64_t bits[4], unsigned hash)
{
    bits[hash / 64] |= (uint64_t)1 << (hash % 64);
}

static void add_word(cm_arena *mem, cm_name_words *w, size_t class, cm_sv word)
{
    *cm_vec_push(mem, &w->words[class]) = word;
    add(w->first[class], first_hash(word));
    add(w->last[class], last_hash(word));
    if (word.len < 3) { /* shorter than what is hashed: found by looking */
        memset(w->first[class], 0xff, sizeof(w->first[class]));
        memset(w->last[class], 0xff, sizeof(w->last[class]));
    }
}

cm_status cm_name_words_load(cm_arena *mem, cm_sv path, cm_name_words *ret_words, cm_err *err)
{
    cm_tsv t;
    size_t word = 0, class_column = 0;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("word"), &word, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("class"), &class_column, err);
    }
    if (status != CM_OK) {
        return status;
    }
    *ret_words = (cm_name_words){0};
    for (size_t i = 0; i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        size_t class = 0;
        while (class < CM_NAME_CLASS_COUNT &&
               !cm_sv_equal(row->cells[class_column], cm_sv_from(CLASS_NAMES[class]))) {
            class ++;
        }
        if (class == CM_NAME_CLASS_COUNT || row->cells[word].len == 0) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0,
                                 "expected a word and a class of name_word.h");
        }
        add_word(mem, ret_words, class, row->cells[word]);
    }
    return CM_OK;
}

size_t cm_name_words_end(const cm_name_words *w, cm_name_class class, cm_sv text)
{
    size_t longest = 0;
    size_t count = has(w->last[class], last_hash(text)) ? w->words[class].count : 0;
    for (size_t i = 0; i < count; i++) {
        cm_sv word = w->words[class].items[i];
        if (word.len > longest && cm_sv_ends(text, word)) {
            longest = word.len;
        }
    }
    return longest;
}

size_t cm_name_words_start(const cm_name_words *w, cm_name_class class, cm_sv text)
{
    size_t longest = 0;
    size_t count = has(w->first[class], first_hash(text)) ? w->words[class].count : 0;
    for (size_t i = 0; i < count; i++) {
        cm_sv word = w->words[class].items[i];
        if (word.len > longest && cm_sv_starts(text, word)) {
            longest = word.len;
        }
    }
    return longest;
}

size_t cm_name_words_find(const cm_name_words *w, cm_name_class class, cm_sv text)
{
    for (size_t at = 0; at < text.len; at++) {
        bool begins = ((unsigned char)text.ptr[at] & 0xC0U) != 0x80U; /* a character */
        if (begins && cm_name_words_start(w, class, cm_sv_slice(text, at, text.len)) > 0) {
            return at;
        }
    }
    return SIZE_MAX;
}
