/* text/lexicon.h - the cue phrases of the folder data/lexicon/cues (phrase, cue, term), second
 * terms of some of them (second.tsv: phrase, term) and the characters of characters.tsv, compiled
 * for matching. A cue is an id that the caller knows as an enum; the term gives it a value from a
 * closed list of data/terms. Does not know what a cue means. Memory: the arena given to load, and a
 * compiled matcher freed by cm_lexicon_free. Immutable. */
#ifndef CM_TEXT_LEXICON_H
#define CM_TEXT_LEXICON_H

#include "text/fold.h"
#include "text/terms.h"

typedef struct cm_lexicon cm_lexicon;

/* Classes of characters the lexer reads (characters.tsv, in this order of names). */
typedef enum {
    CM_CHAR_OTHER,
    CM_CHAR_DIGIT,
    CM_CHAR_SCALE,
    CM_CHAR_YEAR,
    CM_CHAR_MONTH,
    CM_CHAR_DAY,
    CM_CHAR_DAYS,
    CM_CHAR_MEASURE,
    CM_CHAR_YUAN,
    CM_CHAR_ABOUT,
    CM_CHAR_ORDINAL,
    CM_CHAR_ARTICLE,
    CM_CHAR_PARAGRAPH,
    CM_CHAR_ITEM,
    CM_CHAR_SUB,
    CM_CHAR_HALF,
    CM_CHAR_AND,
    CM_CHAR_JOIN,
    CM_CHAR_STOP,
    CM_CHAR_ENUM,
    CM_CHAR_QUOTE,
    CM_CHAR_UNQUOTE,
    CM_CHAR_TITLE,
    CM_CHAR_UNTITLE,
    CM_CHAR_BLOT, /* stands for a letter that is masked or cannot be made out */
    CM_CHAR_CLASS_COUNT
} cm_char_class;

typedef struct {
    uint8_t cls; /* cm_char_class */
    int32_t value;
} cm_char;

typedef struct {
    cm_sv text; /* folded */
    uint16_t cue;
    int16_t value;  /* position in the term's list, or the number given, or -1 */
    int16_t second; /* the same for the term of second.tsv */
} cm_phrase;

/* A found phrase, in bytes of the folded text. */
typedef struct {
    uint32_t begin, end, phrase;
} cm_match;

typedef struct {
    cm_sv folder_path;       /* data/lexicon */
    const cm_folder *folder; /* phrases are folded as texts are */
    const cm_terms *terms;
    const char *const *cue_names; /* position = the caller's enum */
    size_t cue_count;
} cm_lexicon_source;

/* Load and compile. Every cue must have a phrase, every phrase one cue. Fails: as cm_tsv_load;
 * SCHEMA (unknown cue or term, repeated phrase, cue without phrase). */
CM_MUST_USE cm_status cm_lexicon_load(cm_arena *mem, const cm_lexicon_source *source,
                                      cm_lexicon **ret_lexicon, cm_err *err);
void cm_lexicon_free(cm_lexicon *lexicon);

/* Working memory of the matcher; one per thread. */
typedef struct cm_scratch cm_scratch;
cm_scratch *cm_scratch_new(const cm_lexicon *lexicon);
void cm_scratch_free(cm_scratch *scratch);

typedef CM_VEC(cm_match) cm_matches;
/* All phrases found, ordered, overlaps resolved: the leftmost, and of those the longest. */
cm_matches cm_lexicon_match(cm_arena *mem, const cm_lexicon *lexicon, cm_scratch *scratch,
                            cm_sv text);

const cm_phrase *cm_lexicon_phrase(const cm_lexicon *lexicon, uint32_t phrase);
/* Class of the character at `at`; *ret_len gets its length. */
cm_char cm_lexicon_char(const cm_lexicon *lexicon, cm_sv text, size_t at, size_t *ret_len);
/* Where the run of characters from `at` on ends that mean nothing to the lexer by themselves (no
 * ASCII, class OTHER), at `end` the latest. */
uint32_t cm_lexicon_skip(const cm_lexicon *lexicon, cm_sv text, uint32_t at, uint32_t end);
/* As cm_lexicon_char, with where it ends; CM_CHAR_OTHER, ending where it begins, past the end of
 * the text. */
cm_char cm_lexicon_char_at(const cm_lexicon *lexicon, cm_sv text, uint32_t at, uint32_t *ret_end);

#endif
