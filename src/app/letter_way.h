/* app/letter_way.h - what may follow, for one caller: the steps of a document, and the kinds of
 * document that may be drafted from a clue. What stands in the way is told in words of the home.
 * What a step asks of the document itself is told by the check (app/letter.h).
 * Memory: that of the desk. Threads: as the desk. */
#ifndef CM_APP_LETTER_WAY_H
#define CM_APP_LETTER_WAY_H

#include "app/letter.h"

typedef struct {
    const cm_letter_step *step;
    bool may;
    cm_sv why_not; /* empty where he may */
} cm_letter_way;

typedef CM_VEC(cm_letter_way) cm_letter_ways;

/* The steps that lead on from the state it is in. Fails: DB. */
CM_MUST_USE cm_status cm_letter_ways_of(cm_letter_desk *d, const cm_letter_opened *o,
                                        cm_letter_ways *ret_ways, cm_err *err);
/* A list: step, title, to, to_title, may, why_not, asks. */
void cm_letter_ways_put(cm_json *json, const cm_letter_desk *d, const cm_letter_ways *ways);

typedef struct {
    const cm_letter_kind *kind;
    bool may, proposed; /* proposed: the model of the clue proposes what it serves */
    cm_sv why_not;
} cm_letter_choice;

typedef CM_VEC(cm_letter_choice) cm_letter_choices;

/* Every kind, in the order of the data. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_letter_choices_of(cm_letter_desk *d, cm_sv clue,
                                           cm_letter_choices *ret_choices, cm_err *err);

#endif
