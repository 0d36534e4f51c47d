/* judgment/property.h - words about things and money, wherever they stand in a judgment. Whether
 * what they say holds is not weighed. Memory: the arena given to the reader. */
#ifndef CM_JUDGMENT_PROPERTY_H
#define CM_JUDGMENT_PROPERTY_H

#include "judgment/fact.h"

/* What is said of things and money, as words; the same order as the list property_word. */
typedef enum {
    CM_PROPERTY_RETURNED,  /* recovered, handed in, given back, ordered to be */
    CM_PROPERTY_FORFEITED, /* forfeited, paid to the treasury, destroyed */
    CM_PROPERTY_SETTLED,   /* damages paid, the victim forgives */
    CM_PROPERTY_LOST,      /* not recovered, not given back */
    CM_PROPERTY_SEIZED,
    CM_PROPERTY_PROCEEDS,
    CM_PROPERTY_PRICE,
    CM_PROPERTY_DRUG,
    CM_PROPERTY_WEAPON,
    CM_PROPERTY_COUNTERFEIT,
    CM_PROPERTY_OBSCENE,
    CM_PROPERTY_GAMBLING,
    CM_PROPERTY_TOOL,
    CM_PROPERTY_PHONE,
    CM_PROPERTY_LIST,   /* of things, as an annex */
    CM_PROPERTY_SEIZER, /* the authority that seized is to deal with them */
    CM_PROPERTY_COUNT
} cm_property_word_kind;

typedef struct {
    cm_choice_fact kind; /* position in the list property_word */
    cm_choice_fact part; /* cm_section_kind: where it stands */
    bool found;          /* in a sentence in which the court itself says what it found */
    bool seized;         /* in a clause that tells of a seizure */
} cm_property_word;

#endif
