#include "judgment/parse.h"

#define MOST_BACK 40 /* tokens between the word for fine and the word for paying */

/* The word for fine before token i in its sentence; i when there is none, or property is spoken of
 * since. */
static size_t fine_before(const cm_parse *p, cm_range part, size_t i)
{
    for (size_t k = i; k-- > part.begin && i - k <= MOST_BACK;) {
        if (cm_parse_is_cue(p, k, CM_CUE_FINE)) {
            return k;
        }
        bool stop = cm_parse_is(p, k, CM_TOKEN_STOP) && !cm_parse_is(p, k + 1, CM_TOKEN_OPEN);
        if (stop || cm_parse_is_cue(p, k, CM_CUE_ORDER)) {
            break;
        }
    }
    return i;
}

/* The first token of the clause or bracket that holds token i. */
static size_t clause_begin(const cm_parse *p, size_t from, size_t i)
{
    size_t k = i;
    while (k > from + 1 && !cm_parse_is(p, k - 1, CM_TOKEN_COMMA) &&
           !cm_parse_is(p, k - 1, CM_TOKEN_OPEN) && !cm_parse_is(p, k - 1, CM_TOKEN_SEMICOLON)) {
        k--;
    }
    return k;
}

static void read_deadline(cm_parse *p, size_t fine, size_t i)
{
    size_t from = clause_begin(p, fine, i);
    cm_fine_deadline d = {.kind = {.state = CM_UNREAD, .at = cm_parse_token_span(p, i)}};
    uint32_t begin = p->tokens[from].begin;
    uint32_t end = p->tokens[i].end;
    if (cm_parse_is_cue(p, i, CM_CUE_FINE_PAID)) {
        d.kind = cm_parse_choice(p, CM_DEADLINE_PAID, p->tokens[i].begin, end);
    }
    for (size_t k = from; k < i && d.kind.state != CM_KNOWN; k++) {
        const cm_token *t = &p->tokens[k];
        if (t->kind == CM_TOKEN_DURATION) {
            d.kind = cm_parse_choice(p, CM_DEADLINE_WITHIN, begin, end);
            d.months = cm_parse_number(p, t->months, t->begin, t->end);
            d.days = cm_parse_number(p, t->days, t->begin, t->end);
        } else if (t->kind == CM_TOKEN_DATE) {
            d.kind = cm_parse_choice(p, CM_DEADLINE_BY, begin, end);
            d.by = cm_parse_date_fact(p, k);
        } else if (cm_parse_is_cue(p, k, CM_CUE_AT_ONCE)) {
            d.kind = cm_parse_choice(p, CM_DEADLINE_AT_ONCE, begin, end);
        }
    }
    *cm_vec_push(p->mem, &p->record->fine_deadlines) = d;
}

void cm_deadline_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    for (size_t i = part.begin; i < part.end; i++) {
        if (cm_parse_is_payment(p, i)) {
            size_t fine = fine_before(p, part, i);
            if (fine != i) {
                read_deadline(p, fine, i);
            }
        }
    }
}
