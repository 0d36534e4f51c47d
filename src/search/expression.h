/* search/expression.h - a search expression and what it finds in one text: words joined by 与 或 非
 * (and, or, not; a blank is and), parentheses, words in quotation marks, SECTION:word and
 * SECTION:(...). A word matches however the text spaces or widens it. Reads no files.
 *
 *   cm_search_parse(&mem, &words, query, -1, &expression, &err);
 *   if (cm_search_text(expression, &mem, &text, &hits)) ...
 *
 * Memory: the arena given. Threads: an expression is immutable. */
#ifndef CM_SEARCH_EXPRESSION_H
#define CM_SEARCH_EXPRESSION_H

#include "search/words.h"

typedef struct cm_search_node cm_search_node;

/* A word of the expression. */
typedef struct {
    cm_sv word;  /* folded */
    int section; /* -1: anywhere */
    bool wanted; /* it does not stand under a not */
} cm_search_leaf;

typedef struct {
    const cm_search_node *root;
    CM_VEC(cm_search_leaf) leaves;
    bool scoped; /* some word is looked for in a section only */
} cm_search_expression;

/* Parse; words without a section of their own are looked for in `section` (-1: anywhere).
 * Fails: SYNTAX (err->pos: byte of the query; message: what was expected), LIMIT (depth). */
CM_MUST_USE cm_status cm_search_parse(cm_arena *mem, const cm_search_words *words, cm_sv query,
                                      int section, const cm_search_expression **ret_expression,
                                      cm_err *err);

typedef struct {
    int section;
    cm_span at; /* bytes of the original */
} cm_search_section_span;

typedef struct {
    const cm_folded *folded;
    const cm_search_section_span *sections; /* in any order; only read for scoped words */
    size_t section_count;
} cm_search_text_view;

/* Whether the text matches; then the places of the wanted words, in order, of places that overlap
 * the first and longest. Linear in the text for each word. */
bool cm_search_text(const cm_search_expression *e, cm_arena *mem, const cm_search_text_view *text,
                    cm_spans *ret_places);
/* Whether any scoped word stands in the text at all: else the sections need not be known. */
bool cm_search_needs_sections(const cm_search_expression *e, const cm_folded *folded);

#endif
