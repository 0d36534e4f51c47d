#include "judgment/statement.h"

enum { ANY = -1 }; /* value of the cue */

/* What a cue says of property; the first row that matches holds. */
static const struct {
    cm_cue cue;
    int value, kind;
} WORDS[] = {
    {CM_CUE_ORDER, CM_ORDER_RECOVER, CM_PROPERTY_RETURNED},
    {CM_CUE_ORDER, CM_ORDER_RESTITUTION, CM_PROPERTY_RETURNED},
    {CM_CUE_ORDER, CM_ORDER_RETURN, CM_PROPERTY_RETURNED},
    {CM_CUE_ORDER, ANY, CM_PROPERTY_FORFEITED},
    {CM_CUE_ORDER_DONE, ANY, CM_PROPERTY_RETURNED},
    {CM_CUE_AMOUNT, CM_AMOUNT_REPAID, CM_PROPERTY_RETURNED},
    {CM_CUE_AMOUNT, CM_AMOUNT_COMPENSATED, CM_PROPERTY_SETTLED},
    {CM_CUE_AMOUNT, CM_AMOUNT_PROCEEDS, CM_PROPERTY_PROCEEDS},
    {CM_CUE_AMOUNT, CM_AMOUNT_PRICE, CM_PROPERTY_PRICE},
    {CM_CUE_CIRCUMSTANCE, CM_CIRC_RESTITUTION, CM_PROPERTY_RETURNED},
    {CM_CUE_CIRCUMSTANCE, CM_CIRC_COMPENSATION, CM_PROPERTY_SETTLED},
    {CM_CUE_CIRCUMSTANCE, CM_CIRC_FORGIVENESS, CM_PROPERTY_SETTLED},
    {CM_CUE_CIRCUMSTANCE, CM_CIRC_RECONCILIATION, CM_PROPERTY_SETTLED},
    {CM_CUE_SEIZED, ANY, CM_PROPERTY_SEIZED},
    {CM_CUE_INVESTIGATION, CM_AMOUNT_SEIZED, CM_PROPERTY_SEIZED},
    {CM_CUE_DRUG, ANY, CM_PROPERTY_DRUG},
};

/* The word about property that token i is (cm_property_word_kind), or -1. */
static int kind_at(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    bool cue = t->kind == CM_TOKEN_CUE;
    if (cue && t->cue == CM_CUE_PROPERTY_WORD) {
        return t->value;
    }
    for (size_t n = 0; cue && n < CM_COUNT(WORDS); n++) {
        if ((int)t->cue == (int)WORDS[n].cue &&
            (WORDS[n].value == ANY || WORDS[n].value == t->value)) {
            return WORDS[n].kind;
        }
    }
    return -1;
}

/* Which tokens stand in sentences in which the court itself says what it found. */
static bool *own_words(const cm_parse *p)
{
    bool *own = cm_arena_array(p->mem, bool, p->count + 1);
    cm_statements s = cm_statements_start(p);
    while (cm_statements_next(&s)) {
        for (size_t i = s.sentence.begin; i < s.sentence.end; i++) {
            own[i] = true;
        }
    }
    return own;
}

static void read_clause(cm_parse *p, const bool *own, size_t begin, size_t end)
{
    bool seized = false;
    for (size_t i = begin; i < end; i++) {
        bool taken = own[i] && cm_parse_is_cue(p, i, CM_CUE_ORDER) && /* at the scene */
                     p->tokens[i].value == CM_ORDER_FORFEIT;
        seized = seized || taken || kind_at(p, i) == CM_PROPERTY_SEIZED;
    }
    for (size_t i = begin; i < end; i++) {
        int kind = kind_at(p, i);
        if (kind < 0) {
            continue;
        }
        const cm_token *t = &p->tokens[i];
        cm_property_word *w = cm_vec_push(p->mem, &p->record->property_words);
        w->kind = cm_parse_choice(p, kind, t->begin, t->end);
        w->part = cm_parse_part(p, i);
        w->found = own[i];
        w->seized = seized;
    }
}

void cm_property_parse(cm_parse *p)
{
    if (!cm_parse_is_criminal(p)) {
        return;
    }
    const cm_range *appendix = &p->parts[CM_SECTION_APPENDIX];
    size_t end = appendix->end > appendix->begin ? appendix->begin : p->count;
    const bool *own = own_words(p);
    size_t begin = 0;
    for (size_t i = 0; i <= end; i++) {
        if (i == end || cm_parse_is(p, i, CM_TOKEN_STOP) || cm_parse_is(p, i, CM_TOKEN_COMMA) ||
            cm_parse_is(p, i, CM_TOKEN_SEMICOLON)) {
            read_clause(p, own, begin, i);
            begin = i + 1;
        }
    }
}
