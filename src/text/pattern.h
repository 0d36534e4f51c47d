/* text/pattern.h - regular expressions over a folded text, compiled together at the first use and
 * matched in one pass. For words that come in many shapes; plain phrases belong in the lexicon.
 * Knows no meaning: a match names its expression by position. Blanks and width are folded away in
 * the text, so an expression is written with ASCII marks and without blanks.
 * Memory: the arena given; a compiled matcher freed by cm_patterns_free. Threads: any number, each
 * with its scratch. */
#ifndef CM_TEXT_PATTERN_H
#define CM_TEXT_PATTERN_H

#include "text/lexicon.h"

typedef struct cm_patterns cm_patterns;
typedef struct cm_pattern_scratch cm_pattern_scratch; /* working memory; one per thread */

/* Check each expression. Fails: SCHEMA, err->message says why, *ret_bad is the position of the one
 * that does not compile. */
CM_MUST_USE cm_status cm_patterns_new(cm_arena *mem, const cm_svs *expressions,
                                      cm_patterns **ret_patterns, size_t *ret_bad, cm_err *err);
void cm_patterns_free(cm_patterns *patterns);
cm_pattern_scratch *cm_pattern_scratch_new(cm_patterns *patterns);
void cm_pattern_scratch_free(cm_pattern_scratch *scratch);

/* All matches, ordered by their place; of one expression no two overlap: the leftmost, and of those
 * the longest. `phrase` of a match is the position of its expression. */
cm_matches cm_patterns_match(cm_arena *mem, const cm_patterns *patterns,
                             cm_pattern_scratch *scratch, cm_sv text);

#endif
