#include "judgment/statement.h"

#define NEAR   3U /* bytes between the number and its unit */
#define PER_ML 1  /* value of a unit that counts in 1 ml instead of 100 */

/* A breath test in this or an earlier clause, after the last value: it is no value of the blood. */
static bool is_breath(const cm_statements *s, size_t i)
{
    for (size_t k = i; k-- > s->sentence.begin && !cm_parse_is_cue(s->p, k, CM_CUE_ALCOHOL_UNIT);) {
        if (cm_parse_is_cue(s->p, k, CM_CUE_BREATH)) {
            return s->p->tokens[k].value == 1;
        }
    }
    return false;
}

/* "... and above": a threshold of the law. */
static bool is_threshold(const cm_parse *p, size_t i)
{
    cm_sv rest = cm_parse_text(p, p->tokens[i].end, (uint32_t)p->text.len);
    return cm_sv_starts(rest, cm_term_zh(p->choices->bound, CM_BOUND_ABOVE));
}

void cm_alcohol_read(cm_parse *p, const cm_statements *s)
{
    for (size_t i = s->sentence.begin + 1; i < s->sentence.end; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_ALCOHOL_UNIT) || is_breath(s, i) || is_threshold(p, i)) {
            continue;
        }
        size_t who = cm_statement_defendant(s, i);
        if (who >= p->record->defendants.count) {
            continue;
        }
        cm_number_fact *fact = &p->record->defendants.items[who].blood_alcohol;
        const cm_token *n = &p->tokens[i - 1];
        bool read = n->kind == CM_TOKEN_NUMBER && p->tokens[i].begin - n->end <= NEAR;
        if (read && fact->state != CM_KNOWN) {
            int64_t scale = p->tokens[i].value == PER_ML ? 100 : 1;
            *fact = cm_parse_number(p, n->number * scale, n->begin, p->tokens[i].end);
        } else if (fact->state == CM_ABSENT) {
            *fact = (cm_number_fact){.state = CM_UNREAD, .at = cm_parse_token_span(p, i)};
        }
    }
}
