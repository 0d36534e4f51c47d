/* search/words.h - how search expressions are written: operators, marks and the names of sections,
 * as data (data/lexicon/search.tsv). Memory: the arena given to load. Threads: immutable. */
#ifndef CM_SEARCH_WORDS_H
#define CM_SEARCH_WORDS_H

#include "base/map.h"
#include "text/fold.h"
#include "text/terms.h"

typedef enum {
    CM_SEARCH_AND,
    CM_SEARCH_OR,
    CM_SEARCH_NOT,
    CM_SEARCH_OPEN,
    CM_SEARCH_CLOSE,
    CM_SEARCH_SCOPE,
    CM_SEARCH_QUOTE,
    CM_SEARCH_BLANK,
    CM_SEARCH_SECTION,
    CM_SEARCH_SIGN_COUNT
} cm_search_sign;

typedef struct {
    cm_map operators, marks, sections; /* word -> cm_search_word */
    const cm_term_list *section_terms;
    cm_folder *folder; /* words are folded as texts are */
} cm_search_words;

typedef struct {
    cm_search_sign sign;
    int section; /* position in section_terms */
} cm_search_word;

/* Load from the data folder; sections are those of the closed list `section`.
 * Fails: as cm_tsv_load; SCHEMA (unknown kind or id, a repeated word, a mark of several letters).
 */
CM_MUST_USE cm_status cm_search_words_load(cm_arena *mem, cm_sv data, const cm_terms *terms,
                                           cm_search_words *ret_words, cm_err *err);
/* The section of that name, in Chinese, English or as its id; -1: none. */
int cm_search_section(const cm_search_words *words, cm_sv name);

#endif
