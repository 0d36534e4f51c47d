#include "base/base.h"

#include "search/words.h"

#include "base/file.h"
#include "text/utf8.h"

static const char *const operator_ids[] = {
    [CM_SEARCH_AND] = "and", [CM_SEARCH_OR] = "or", [CM_SEARCH_NOT] = "not"};

static const char *const mark_ids[] = {[CM_SEARCH_OPEN] = "open",
                                       [CM_SEARCH_CLOSE] = "close",
                                       [CM_SEARCH_SCOPE] = "scope",
                                       [CM_SEARCH_QUOTE] = "quote",
                                       [CM_SEARCH_BLANK] = "blank"};

static bool find_id(const char *const *ids, size_t count, cm_sv id, cm_search_sign *ret_sign)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] != NULL && cm_sv_equal(cm_sv_from(ids[i]), id)) {
            *ret_sign = (cm_search_sign)i;
            return true;
        }
    }
    return false;
}

static int section_of(const cm_term_list *terms, cm_sv id)
{
    for (size_t i = 0; i < terms->terms.count; i++) {
        if (cm_sv_equal(terms->terms.items[i].id, id)) {
            return (int)i;
        }
    }
    return -1;
}

/* Which map a row belongs to, and what it means there. */
static cm_map *read_row(cm_search_words *words, const cm_sv *cells, cm_search_word *word)
{
    size_t len = 0;
    if (cm_sv_equal(cells[1], CM_SV("operator"))) {
        return find_id(operator_ids, CM_COUNT(operator_ids), cells[2], &word->sign)
                   ? &words->operators
                   : NULL;
    }
    if (cm_sv_equal(cells[1], CM_SV("mark"))) {
        bool single = cells[0].len != 0 && cm_utf8_decode(cells[0], 0, &len) != CM_BAD_CHAR &&
                      len == cells[0].len;
        return single && find_id(mark_ids, CM_COUNT(mark_ids), cells[2], &word->sign)
                   ? &words->marks
                   : NULL;
    }
    word->sign = CM_SEARCH_SECTION;
    word->section = section_of(words->section_terms, cells[2]);
    return cm_sv_equal(cells[1], CM_SV("section")) && word->section >= 0 ? &words->sections : NULL;
}

cm_status cm_search_words_load(cm_arena *mem, cm_sv data, const cm_terms *terms,
                               cm_search_words *ret_words, cm_err *err)
{
    cm_search_words words = {0};
    cm_sv lexicon = cm_file_join(mem, data, CM_SV("lexicon"));
    cm_status status = cm_terms_bind(terms, CM_SV("section"), 0, &words.section_terms, err);
    if (status == CM_OK) {
        status = cm_folder_load(mem, lexicon, &words.folder, err);
    }
    cm_tsv t = {0};
    if (status == CM_OK) {
        status = cm_tsv_load(mem, cm_file_join(mem, lexicon, CM_SV("search.tsv")), &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        cm_search_word *word = cm_arena_new(mem, cm_search_word);
        cm_map *map = read_row(&words, row->cells, word);
        if (map == NULL || cm_map_put(mem, map, row->cells[0], word) != NULL) {
            status = cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0,
                                   "'%.*s' is no operator, mark or section, or stands twice",
                                   CM_SV_ARG(row->cells[0]));
        }
    }
    if (status == CM_OK) {
        *ret_words = words;
    }
    return status;
}

int cm_search_section(const cm_search_words *words, cm_sv name)
{
    const cm_search_word *word = cm_map_find(&words->sections, name);
    if (word != NULL) {
        return word->section;
    }
    for (size_t i = 0; i < words->section_terms->terms.count; i++) {
        const cm_term *term = &words->section_terms->terms.items[i];
        if (cm_sv_equal(term->id, name) || cm_sv_equal(term->zh, name) ||
            cm_sv_equal(term->en, name)) {
            return (int)i;
        }
    }
    return -1;
}
