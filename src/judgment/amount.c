#include "judgment/statement.h"

#define NEAR_NOUN 9U /* bytes between an amount and the noun after it: "yuan of direct LOSS" */
#define MOST_BACK 60 /* tokens looked back over for what an amount is */
#define NO_KIND   (-1)

/* What the word at token i says of the amounts around it; NO_KIND when it says nothing. OTHER is a
 * word for plain money: what it is, an earlier word tells. */
static int kind_at(const cm_parse *p, size_t i)
{
    if (!cm_parse_is(p, i, CM_TOKEN_CUE)) {
        return NO_KIND;
    }
    const cm_token *t = &p->tokens[i];
    switch (t->cue) {
    case CM_CUE_AMOUNT:
    case CM_CUE_AMOUNT_TOTAL:
    case CM_CUE_INVESTIGATION:
        return t->value;
    case CM_CUE_REASON:
        return t->second;
    case CM_CUE_SEIZED:
        return CM_AMOUNT_SEIZED;
    case CM_CUE_ORDER:
    case CM_CUE_ORDER_DONE:
        return CM_AMOUNT_REPAID;
    case CM_CUE_CIRCUMSTANCE:
        return t->value == CM_CIRC_RESTITUTION    ? CM_AMOUNT_REPAID
               : t->value == CM_CIRC_COMPENSATION ? CM_AMOUNT_COMPENSATED
                                                  : NO_KIND;
    default:
        return NO_KIND;
    }
}

static bool is_noun(int kind)
{
    return kind == CM_AMOUNT_LOSS || kind == CM_AMOUNT_PROCEEDS || kind == CM_AMOUNT_PRICE ||
           kind == CM_AMOUNT_VALUE;
}

/* The verb of taking in the clause after token i: "100 yuan in cash STOLEN". */
static size_t taken_after(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    for (size_t k = i + 1; k < s->sentence.end && k - i <= MOST_BACK; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_SEMICOLON)) {
            break;
        }
        if (kind_at(p, k) == CM_AMOUNT_CRIME) {
            return k;
        }
    }
    return SIZE_MAX;
}

/* "Compensated X for his LOSS of": the verb before the loss at token i, else i. */
static size_t made_good(const cm_statements *s, size_t i)
{
    size_t clause = cm_statement_clause(s, i);
    for (size_t k = i; k-- > clause;) {
        int kind = kind_at(s->p, k);
        if (kind == CM_AMOUNT_COMPENSATED || kind == CM_AMOUNT_REPAID) {
            return k;
        }
    }
    return i;
}

/* The word that says what the amount at token i is: right after it, or the last one before it. */
static size_t kind_word(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    if (i + 1 < s->sentence.end && is_noun(kind_at(p, i + 1)) &&
        p->tokens[i + 1].begin - p->tokens[i].end <= NEAR_NOUN) {
        return i + 1;
    }
    bool plain = false;
    size_t found = SIZE_MAX;
    for (size_t k = i; k-- > s->sentence.begin && i - k <= MOST_BACK;) {
        int kind = kind_at(p, k);
        if (kind == NO_KIND || (plain && (kind == CM_AMOUNT_VALUE || kind == CM_AMOUNT_OTHER))) {
            continue;
        }
        if (kind != CM_AMOUNT_OTHER) {
            return kind == CM_AMOUNT_LOSS ? made_good(s, k) : k;
        }
        plain = true;
        found = k;
    }
    size_t after = taken_after(s, i);
    return after != SIZE_MAX ? after : found;
}

/* Whether a word for "in all" stands before token i, after the amount before it. */
static bool is_total(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    size_t clause = cm_statement_clause(s, i);
    for (size_t k = i; k-- > clause && !cm_parse_is(p, k, CM_TOKEN_MONEY);) {
        if (cm_parse_is_cue(p, k, CM_CUE_SUM_OF) || cm_parse_is_cue(p, k, CM_CUE_AMOUNT_TOTAL)) {
            return true;
        }
    }
    return false;
}

/* A fine is no amount that was found. */
static bool is_fine(const cm_parse *p, size_t i)
{
    size_t k = i;
    while (k > 0 && cm_parse_is_cue(p, k - 1, CM_CUE_CURRENCY)) {
        k--;
    }
    return k > 0 && cm_parse_is_cue(p, k - 1, CM_CUE_FINE);
}

void cm_amount_read(cm_parse *p, const cm_statements *s)
{
    for (size_t i = s->sentence.begin; i < s->sentence.end; i++) {
        if (!cm_parse_is(p, i, CM_TOKEN_MONEY) || is_fine(p, i)) {
            continue;
        }
        const cm_token *t = &p->tokens[i];
        size_t word = kind_word(s, i);
        const cm_token *w = word != SIZE_MAX ? &p->tokens[word] : t;
        int kind = word != SIZE_MAX ? kind_at(p, word) : CM_AMOUNT_OTHER;
        cm_amount *a = cm_vec_push(p->mem, &p->record->amounts);
        a->kind = cm_parse_choice(p, kind, w->begin, w->end);
        a->money = cm_parse_number(p, t->number, t->begin, t->end);
        a->total = is_total(s, i);
        a->about = t->about;
        a->place = s->place;
        a->defendant = cm_statement_defendant(s, i);
    }
}
