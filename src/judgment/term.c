#include "judgment/operative.h"

#define JOINT 3U /* bytes: one character joins the days to the custody */

/* Index of the second date of "from DATE to DATE" whose first is token i; 0 when it is none. */
static size_t date_range(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    size_t k = i + 1;
    bool starts = cm_parse_is_cue(p, k, CM_CUE_TERM_STARTS);
    k += starts ? 1 : 0;
    bool to = cm_parse_is_cue(p, k, CM_CUE_TERM_TO);
    k += to ? 1 : 0;
    if ((!starts && !to) || k >= o->part.end || !cm_parse_is(p, k, CM_TOKEN_DATE) ||
        p->tokens[k].begin - p->tokens[i].end > 12) {
        return 0;
    }
    return k;
}

/* Whether the range that ends at token k is a spell of custody to be credited, or not a term. */
static bool is_other_range(const cm_operative *o, size_t i, size_t k)
{
    const cm_parse *p = o->p;
    if (i > o->part.begin &&
        (cm_parse_is_cue(p, i - 1, CM_CUE_CREDITED) ||
         (i > o->part.begin + 1 && cm_parse_is_cue(p, i - 1, CM_CUE_TERM_FROM) &&
          cm_parse_is_cue(p, i - 2, CM_CUE_CREDITED)))) {
        return true;
    }
    if (cm_parse_is_cue(p, k + 1, CM_CUE_TERM_ENDS)) {
        cm_range sentence = cm_parse_clause(p, i, o->part);
        return cm_parse_find_cue(p, sentence.begin, i, CM_CUE_PROBATION_PERIOD) < i;
    }
    cm_range clause = cm_parse_clause(p, k, o->part);
    return cm_parse_find_cue(p, k, clause.end, CM_CUE_CREDITED) < clause.end;
}

static void put_date(cm_parse *p, cm_date_fact *fact, size_t i)
{
    if (fact->state != CM_ABSENT) {
        return;
    }
    *fact = cm_parse_date_fact(p, i);
    if (!cm_date_is_full(fact->value)) {
        fact->state = CM_UNREAD; /* masked */
    }
}

void cm_operative_date(cm_operative *o, size_t i)
{
    size_t k = date_range(o, i);
    if (k == 0 || is_other_range(o, i, k)) {
        return;
    }
    for (size_t d = 0; d < o->current.count; d++) {
        put_date(o->p, &cm_operative_defendant(o, d)->term_from, i);
        put_date(o->p, &cm_operative_defendant(o, d)->term_to, k);
    }
}

static void put_credit(cm_operative *o, const cm_token *days)
{
    for (size_t d = 0; d < o->current.count; d++) {
        cm_number_fact *fact = &cm_operative_defendant(o, d)->credit_days;
        if (fact->state == CM_ABSENT) {
            *fact = cm_parse_number(o->p, days->days, days->begin, days->end);
            /* months have no fixed number of days: a credit is stated, how many days is not */
            fact->state = days->about ? CM_KNOWN : CM_UNREAD;
        }
    }
}

/* One day for one day, two for one: the term is that of the rule, not of this case. */
static bool is_rule_term(const cm_token *t)
{
    return t->months == 0 && t->days <= 2;
}

/* Days credited, stated as a number: "the 17 days in custody are credited". */
void cm_operative_credited(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    cm_range clause = cm_parse_clause(p, i, o->part);
    for (size_t k = clause.begin; k < i; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_OPEN)) {
            clause.begin = k + 1; /* the term itself stands before the bracket */
        }
    }
    const cm_token *found = NULL;
    for (size_t k = clause.begin; k < clause.end; k++) {
        const cm_token *t = &p->tokens[k];
        if (cm_parse_is_cue(p, k, CM_CUE_CREDIT_RULE)) {
            return;
        }
        if (t->kind == CM_TOKEN_DURATION) {
            if (found != NULL) {
                return; /* one day for one day */
            }
            found = t;
        }
    }
    bool rule = clause.begin > o->part.begin + 1 &&
                cm_parse_is(p, clause.begin - 1, CM_TOKEN_COMMA) &&
                (cm_parse_is(p, clause.begin - 2, CM_TOKEN_DURATION) ||
                 cm_parse_is_cue(p, clause.begin - 2, CM_CUE_NO_MEASURE));
    if (found != NULL && !(rule && is_rule_term(found))) {
        put_credit(o, found);
    }
}

/* "Already in custody for 24 days", without a word for credit. */
void cm_operative_spell(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    if (!cm_parse_is(p, i + 1, CM_TOKEN_DURATION) || o->depth == 0 ||
        p->tokens[i + 1].begin - p->tokens[i].end > JOINT) {
        return;
    }
    bool before_rule =
        cm_parse_is(p, i + 2, CM_TOKEN_COMMA) && cm_parse_is_cue(p, i + 3, CM_CUE_CREDIT_RULE);
    if (before_rule || !is_rule_term(&p->tokens[i + 1])) {
        put_credit(o, &p->tokens[i + 1]);
    }
}
