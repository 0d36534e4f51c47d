#include "judgment/parse.h"

#define MOST_BETWEEN 3 /* tokens between an item and its amount: its currency */

/* Items of a civil award in the operative part, each with the amount that follows it. */
void cm_award_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    for (size_t i = part.begin; i < part.end; i++) {
        bool award = cm_parse_is_cue(p, i, CM_CUE_AWARD) ||
                     (cm_parse_is_cue(p, i, CM_CUE_NO_CIRCUMSTANCE) && p->tokens[i].value >= 0);
        if (!award) {
            continue;
        }
        cm_award *a = cm_vec_push(p->mem, &p->record->awards);
        a->item = cm_parse_choice(p, p->tokens[i].value, p->tokens[i].begin, p->tokens[i].end);
        size_t k = i + 1;
        while (k < part.end && k - i < MOST_BETWEEN && cm_parse_is_cue(p, k, CM_CUE_CURRENCY)) {
            k++;
        }
        if (cm_parse_is(p, k, CM_TOKEN_MONEY)) {
            const cm_token *t = &p->tokens[k];
            a->amount = cm_parse_number(p, t->number, t->begin, t->end);
        }
    }
}
