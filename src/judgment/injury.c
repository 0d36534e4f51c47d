#include "judgment/statement.h"

#define NEAR 6U /* bytes between a number, the word for a person, and what befell them */

/* The number of persons right before token i: "TWO persons slightly injured". */
static cm_number_fact persons_before(const cm_parse *p, size_t begin, size_t i)
{
    cm_number_fact none = {.state = CM_ABSENT};
    size_t k = i;
    if (k > begin && cm_parse_is_cue(p, k - 1, CM_CUE_OTHER_PARTY) &&
        p->tokens[k].begin - p->tokens[k - 1].end <= NEAR) {
        k--;
    }
    if (k <= begin || !cm_parse_is(p, k - 1, CM_TOKEN_NUMBER) ||
        p->tokens[k].begin - p->tokens[k - 1].end > NEAR ||
        p->tokens[k].begin == p->tokens[k - 1].end) {
        return none;
    }
    const cm_token *t = &p->tokens[k - 1];
    return cm_parse_number(p, t->number / 100, t->begin, t->end);
}

static void read_disability(cm_parse *p, const cm_statements *s, size_t i)
{
    size_t k = i;
    if (p->tokens[i].value == 0 && i > s->sentence.begin &&
        cm_parse_is(p, i - 1, CM_TOKEN_NUMBER) && cm_parse_adjacent(p, i - 1, i)) {
        k = i - 1; /* "grade ten" */
    } else if (p->tokens[i].value == 1 && i + 1 < s->sentence.end &&
               cm_parse_is(p, i + 1, CM_TOKEN_NUMBER) &&
               p->tokens[i + 1].begin - p->tokens[i].end <= NEAR) {
        k = i + 1;
    }
    if (k != i) {
        const cm_token *t = &p->tokens[k];
        *cm_vec_push(p->mem, &p->record->disabilities) =
            cm_parse_number(p, t->number / 100, t->begin, t->end);
    }
}

void cm_injury_read(cm_parse *p, const cm_statements *s)
{
    for (size_t i = s->sentence.begin; i < s->sentence.end; i++) {
        const cm_token *t = &p->tokens[i];
        if (cm_parse_is_cue(p, i, CM_CUE_INJURY)) {
            cm_injury *n = cm_vec_push(p->mem, &p->record->injuries);
            n->grade = cm_parse_choice(p, t->value, t->begin, t->end);
            n->count = persons_before(p, s->sentence.begin, i);
            n->place = s->place;
        } else if (cm_parse_is_cue(p, i, CM_CUE_DISABILITY)) {
            read_disability(p, s, i);
        }
    }
}
