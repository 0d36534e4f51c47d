/* judgment/written.h - facts of the judgment record about how the document is written: turns of
 * phrase, names of charges and where they stand, names that are nearly a party's, numbers of the
 * items of the operative part, sums written twice. Memory: the arena given to the reader. */
#ifndef CM_JUDGMENT_WRITTEN_H
#define CM_JUDGMENT_WRITTEN_H

#include "judgment/choice_party.h"
#include "judgment/found.h"

typedef struct {
    cm_choice_fact kind; /* position in the list wording */
    cm_section_kind part;
    size_t defendant;
    bool opinion; /* the sentence tells the opinion of a party or counsel */
} cm_phrasing;

/* The words that end in the word for crime; whether they name one the tables of the law tell. */
typedef struct {
    cm_text_fact words;
    cm_section_kind part;
    size_t defendant;
    bool opinion;
} cm_named_charge;

/* What stands where a defendant's name should, and differs from his by one character. */
typedef struct {
    cm_text_fact written, name;
    cm_section_kind part;
    int64_t times; /* written so in the whole text */
} cm_near_name;

/* A sum and, in the bracket behind it, a sum alone. */
typedef struct {
    cm_number_fact sum, again; /* fen */
    cm_section_kind part;
} cm_money_pair;

typedef struct {
    CM_VEC(cm_phrasing) wordings;
    CM_VEC(cm_named_charge) charge_words;
    CM_VEC(cm_near_name) near_names;
    CM_VEC(cm_number_fact) items; /* numbers of the items of the operative part */
    CM_VEC(cm_money_pair) money_pairs;
} cm_written;

#endif
