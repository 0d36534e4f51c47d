#include "judgment/statement.h"

#define MOST_TOKENS 200 /* looked back over in one clause */

cm_statements cm_statements_start(const cm_parse *p)
{
    cm_statements s = {.p = p, .finding = cm_finding_start(p), .place = CM_PLACE_FACTS};
    cm_names_init(p, &s.names);
    s.at = p->parts[CM_SECTION_REASONING].begin;
    return s;
}

bool cm_statement_is_opinion(const cm_parse *p, cm_range s)
{
    for (size_t i = s.begin; i < s.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDER) || cm_parse_is_cue(p, i, CM_CUE_OPINION) ||
            cm_parse_is_cue(p, i, CM_CUE_OPINION_END)) {
            return true;
        }
    }
    return false;
}

bool cm_statements_next(cm_statements *s)
{
    const cm_parse *p = s->p;
    if (s->place == CM_PLACE_FACTS && cm_finding_next(p, &s->finding, &s->sentence)) {
        return true;
    }
    s->place = CM_PLACE_REASONING;
    size_t end = p->parts[CM_SECTION_REASONING].end;
    while (s->at < end) {
        size_t begin = s->at;
        cm_range r = cm_parse_range(p, begin, cm_parse_find(p, begin, end, CM_TOKEN_STOP));
        r.from = begin > 0 ? p->tokens[begin - 1].end : 0;
        s->at = r.end + 1;
        if (r.end > begin && !cm_statement_is_opinion(p, r)) {
            s->sentence = r;
            return true;
        }
    }
    return false;
}

size_t cm_statement_defendant(const cm_statements *s, size_t i)
{
    size_t count = s->p->record->defendants.count;
    if (count < 2) {
        return count == 1 ? 0 : CM_NO_DEFENDANT;
    }
    cm_indexes who = cm_finding_in_clause(s->p, &s->names, s->sentence, i);
    if (who.count == 0) {
        who = cm_finding_named(s->p, &s->names, s->sentence, i);
    }
    return who.count == 1 ? who.items[0] : CM_NO_DEFENDANT;
}

size_t cm_statement_clause(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    size_t k = i;
    while (k > s->sentence.begin && i - k < MOST_TOKENS && !cm_parse_is(p, k - 1, CM_TOKEN_COMMA) &&
           !cm_parse_is(p, k - 1, CM_TOKEN_SEMICOLON)) {
        k--;
    }
    return k;
}

size_t cm_statement_back(const cm_statements *s, size_t from, size_t i, cm_cue cue)
{
    for (size_t k = i; k-- > from && i - k < MOST_TOKENS;) {
        if (cm_parse_is_cue(s->p, k, cue)) {
            return k;
        }
    }
    return SIZE_MAX;
}

/* What the sentence has that a reader looks for. */
typedef struct {
    bool money, number, injury, alcohol, seizure;
} contents;

static contents look(const cm_parse *p, cm_range s)
{
    contents c = {.money = false};
    for (size_t i = s.begin; i < s.end; i++) {
        const cm_token *t = &p->tokens[i];
        c.money = c.money || t->kind == CM_TOKEN_MONEY;
        c.number = c.number || t->kind == CM_TOKEN_NUMBER;
        if (t->kind != CM_TOKEN_CUE) {
            continue;
        }
        switch (t->cue) {
        case CM_CUE_INJURY:
        case CM_CUE_DISABILITY:
            c.injury = true;
            break;
        case CM_CUE_ALCOHOL_UNIT:
            c.alcohol = true;
            break;
        case CM_CUE_DRUG: /* one that is named now may be weighed later */
            c.number = true;
            break;
        case CM_CUE_SEIZED:
        case CM_CUE_INVESTIGATION:
            c.seizure = true;
            break;
        default:
            break;
        }
    }
    return c;
}

void cm_found_parse(cm_parse *p)
{
    cm_statements s = cm_statements_start(p);
    cm_drug_memory drugs = {.last = SIZE_MAX};
    while (cm_statements_next(&s)) {
        contents c = look(p, s.sentence);
        if (c.money) {
            cm_amount_read(p, &s);
        }
        if (c.number) {
            cm_drug_read(p, &s, &drugs);
        }
        if (c.injury) {
            cm_injury_read(p, &s);
        }
        if (c.alcohol) {
            cm_alcohol_read(p, &s);
        }
        if (c.seizure) {
            cm_seizure_read(p, &s);
        }
    }
}
