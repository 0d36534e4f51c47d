#include "judgment/parse.h"

#define MOST_BACK 40 /* tokens between what is counted and from when */

/* Whether a probation, else a term, is spoken of before token i: the nearest word in its bracket or
 * sentence tells. */
static cm_counted counted_before(const cm_parse *p, size_t begin, size_t i)
{
    for (size_t k = i; k-- > begin && i - k <= MOST_BACK;) {
        if (cm_parse_is_cue(p, k, CM_CUE_PROBATION_PERIOD) ||
            cm_parse_is_cue(p, k, CM_CUE_PROBATION)) {
            return CM_COUNTED_PROBATION;
        }
        if (cm_parse_is(p, k, CM_TOKEN_OPEN) || cm_parse_is(p, k, CM_TOKEN_STOP) ||
            cm_parse_is(p, k, CM_TOKEN_SEMICOLON) || cm_parse_is_cue(p, k, CM_CUE_TERM_OF)) {
            break;
        }
    }
    return CM_COUNTED_TERM;
}

/* From which day the operative part says that terms and probations are counted. */
void cm_counting_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    for (size_t i = part.begin; i < part.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_COUNTED_FROM)) {
            const cm_token *t = &p->tokens[i];
            cm_counting *c = cm_vec_push(p->mem, &p->record->countings);
            c->what = cm_parse_choice(p, (int)counted_before(p, part.begin, i), t->begin, t->end);
            c->from = cm_parse_choice(p, t->value, t->begin, t->end);
        }
    }
}
