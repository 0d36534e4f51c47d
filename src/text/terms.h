/* text/terms.h - the closed lists of legal terms of art (data/terms/terms.tsv): C knows a term by
 * its position in a list, people by its Chinese text. Does not know what any list means. Memory:
 * the arena given to load. Immutable afterwards. */
#ifndef CM_TEXT_TERMS_H
#define CM_TEXT_TERMS_H

#include "base/map.h"
#include "base/tsv.h"

typedef struct {
    cm_sv id, zh, en;
} cm_term;

typedef struct {
    cm_sv name;
    CM_VEC(cm_term) terms;
    uint32_t line; /* where the list starts in the file */
} cm_term_list;

typedef struct {
    cm_sv file;
    cm_map lists; /* name -> cm_term_list */
} cm_terms;

/* Load all lists. Fails: as cm_tsv_load; SCHEMA (a repeated id, a list in two pieces). */
CM_MUST_USE cm_status cm_terms_load(cm_arena *mem, cm_sv path, cm_terms *ret_terms, cm_err *err);
/* The list that C knows as an enum of `count` values; 0: of any length, which C only passes on.
 * Fails: SCHEMA (missing, another length). */
CM_MUST_USE cm_status cm_terms_bind(const cm_terms *terms, cm_sv list, size_t count,
                                    const cm_term_list **ret_list, cm_err *err);
cm_sv cm_term_zh(const cm_term_list *list, int value);
cm_sv cm_term_id(const cm_term_list *list, int value);
const cm_term *cm_term_of(const cm_term_list *list, cm_sv id); /* or NULL */
int cm_term_find(const cm_term_list *list, cm_sv zh);          /* position, or -1 */

#endif
