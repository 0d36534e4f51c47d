#include "base/base.h"

#include "base/tsv.h"
#include "judgment/name_word.h"
#include "text/utf8.h"

static const char *const CLASS_NAMES[CM_NAME_CLASS_COUNT] = {"unit_end", "detail", "title",
                                                             "joint",    "case",   "surname"};

/* Of the character that `text` begins with: the last two of its bytes tell most characters apart.
 */
static unsigned first_hash(cm_sv text)
{
    unsigned char second = text.len > 1 ? (unsigned char)text.ptr[1] : 0;
    unsigned char third = text.len > 2 ? (unsigned char)text.ptr[2] : 0;
    return (second * 37U + third) & 0xff;
}

static void add_word(cm_arena *mem, cm_name_words *w, size_t class, cm_sv word)
{
    unsigned hash = first_hash(word);
    *cm_vec_push(mem, &w->words[class]) = word;
    w->first[class][hash / 64] |= (uint64_t)1 << (hash % 64);
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
    for (size_t i = 0; i < w->words[class].count; i++) {
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
    for (size_t i = 0; i < w->words[class].count; i++) {
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
        cm_sv rest = cm_sv_slice(text, at, text.len);
        unsigned hash = first_hash(rest);
        bool may = cm_utf8_is_boundary(text, at) &&
                   (w->first[class][hash / 64] & (uint64_t)1 << (hash % 64)) != 0;
        if (may && cm_name_words_start(w, class, rest) > 0) {
            return at;
        }
    }
    return SIZE_MAX;
}
