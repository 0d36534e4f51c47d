#include "judgment/operative.h"
#include "text/utf8.h"

#define MOST_BACK    24  /* tokens between what is counted and its days */
#define JOINT        3U  /* bytes: one character joins the days to the custody */
#define FAR_APART    16U /* bytes between the two dates of a term */
#define MOST_LISTED  160 /* tokens in which the terms of several persons are listed */
#define LONGEST_WORD 60U /* bytes between a name and the term of that person */

/* Index of the second date of "from DATE to DATE" whose first is token i; 0 when it is none. A
 * stray mark or digit may stand between. */
static size_t date_range(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    size_t k = i + 1;
    bool starts = cm_parse_is_cue(p, k, CM_CUE_TERM_STARTS);
    k += starts ? 1 : 0;
    if (starts && (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_NUMBER)) &&
        cm_parse_is_cue(p, k + 1, CM_CUE_TERM_TO)) {
        k++;
    }
    bool to = cm_parse_is_cue(p, k, CM_CUE_TERM_TO);
    k += to ? 1 : 0;
    if ((!starts && !to) || k >= o->part.end || !cm_parse_is(p, k, CM_TOKEN_DATE) ||
        p->tokens[k].begin - p->tokens[i].end > FAR_APART) {
        return 0;
    }
    return k;
}

/* Whether the last thing told before token i, in its bracket, is a probation: its days are no term.
 */
static bool is_of_probation(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    for (size_t k = i; k-- > o->part.begin && i - k <= MOST_BACK;) {
        if (cm_parse_is_cue(p, k, CM_CUE_PROBATION_PERIOD)) {
            return true;
        }
        if (cm_parse_is(p, k, CM_TOKEN_OPEN) || cm_parse_is(p, k, CM_TOKEN_STOP) ||
            cm_parse_is(p, k, CM_TOKEN_SEMICOLON) || cm_parse_is_cue(p, k, CM_CUE_TERM_OF) ||
            cm_parse_is_cue(p, k, CM_CUE_CREDIT_RULE)) {
            break;
        }
    }
    return false;
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
    if (is_of_probation(o, i)) {
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

/* How many terms are listed from token i on, up to the end of the bracket or sentence. */
static size_t count_ranges(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    size_t count = 0;
    size_t end = o->part.end - i > MOST_LISTED ? i + MOST_LISTED : o->part.end;
    for (size_t k = i;
         k < end && !cm_parse_is(p, k, CM_TOKEN_STOP) && !cm_parse_is(p, k, CM_TOKEN_CLOSE); k++) {
        size_t to = cm_parse_is(p, k, CM_TOKEN_DATE) ? date_range(o, k) : 0;
        if (to != 0 && !is_other_range(o, k, to)) {
            count++;
            k = to;
        }
    }
    return count;
}

/* The defendants named in the clause before the term at token i: "ZHANG's from ... to ...". */
static cm_indexes named_before(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    cm_indexes who = {.items = NULL};
    uint32_t to = p->tokens[i].begin;
    uint32_t at = cm_parse_clause(p, i, o->part).from;
    at = to - at > LONGEST_WORD ? to : at;
    for (size_t step; at < to && who.count == 0; at += (uint32_t)step) {
        (void)cm_names_list(p, &o->names, at, &who);
        (void)cm_utf8_decode(p->text, at, &step);
    }
    return who;
}

static void put_range(const cm_operative *o, size_t index, size_t from, size_t to)
{
    cm_defendant *d = &o->p->record->defendants.items[index];
    if (from == to) { /* whose term it is, is not understood */
        d->term_from.state = d->term_from.state == CM_ABSENT ? CM_UNREAD : d->term_from.state;
        d->term_to.state = d->term_to.state == CM_ABSENT ? CM_UNREAD : d->term_to.state;
        return;
    }
    put_date(o->p, &d->term_from, from);
    put_date(o->p, &d->term_to, to);
}

/* The terms of several persons: each by the name before it, else in their order. */
static void put_listed(cm_operative *o, size_t from, size_t to)
{
    if (o->range >= o->ranges) {
        o->ranges = count_ranges(o, from);
        o->range = 0;
    }
    size_t turn = o->range++;
    cm_indexes who = named_before(o, from);
    for (size_t k = 0; k < who.count; k++) {
        put_range(o, who.items[k], from, to);
    }
    for (size_t k = 0; k < o->current.count && who.count == 0; k++) {
        bool even = o->ranges == o->current.count;
        if (!even || k == turn) {
            put_range(o, o->current.items[k], from, even || o->ranges == 1 ? to : from);
        }
    }
}

/* "to DATE end" whose first date is not understood. */
static void put_end(const cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    cm_range clause = cm_parse_clause(p, i, o->part);
    if (i == o->part.begin || !cm_parse_is_cue(p, i - 1, CM_CUE_TERM_TO) ||
        !cm_parse_is_cue(p, i + 1, CM_CUE_TERM_ENDS) || o->current.count != 1 ||
        cm_parse_find_cue(p, clause.begin, i, CM_CUE_PROBATION_PERIOD) < i) {
        return;
    }
    cm_defendant *d = cm_operative_defendant(o, 0);
    if (d->term_to.state == CM_ABSENT && d->counts.count > 0) {
        put_date(o->p, &d->term_to, i);
        d->term_from.state = CM_UNREAD;
    }
}

void cm_operative_date(cm_operative *o, size_t i)
{
    size_t k = date_range(o, i);
    if (k == 0) {
        put_end(o, i);
    } else if (!is_other_range(o, i, k) && o->current.count > 1) {
        put_listed(o, i, k);
    } else if (!is_other_range(o, i, k) && o->current.count == 1) {
        put_range(o, o->current.items[0], i, k);
    }
}

static void put_credit(cm_operative *o, const cm_token *days)
{
    for (size_t d = 0; d < o->current.count; d++) {
        cm_number_fact *fact = &cm_operative_defendant(o, d)->credit_days;
        if (fact->state == CM_ABSENT) {
            *fact = cm_parse_number(o->p, days->days, days->begin, days->end);
            /* months have no fixed number of days: a credit is stated, how many days is not */
            bool whole = days->kind == CM_TOKEN_DURATION && days->about;
            fact->state = whole ? CM_KNOWN : CM_UNREAD;
        }
    }
}

static void put_unread_credit(cm_operative *o, cm_range clause)
{
    for (size_t d = 0; d < o->current.count; d++) {
        cm_number_fact *fact = &cm_operative_defendant(o, d)->credit_days;
        if (fact->state == CM_ABSENT) {
            *fact = cm_parse_unread(o->p, clause.from, clause.to);
        }
    }
}

/* One day for one day, two for one: the term is that of the rule, not of this case. */
static bool is_rule_term(const cm_token *t)
{
    return t->kind == CM_TOKEN_DURATION && t->months == 0 && t->days <= 2;
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
        if (cm_parse_is_amount(p, k, CM_TOKEN_DURATION)) {
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
    } else if (found == NULL && cm_parse_has_blot(p, clause)) {
        put_unread_credit(o, clause);
    }
}

/* "Already in custody for 24 days", without a word for credit. */
void cm_operative_spell(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    if (!cm_parse_is_amount(p, i + 1, CM_TOKEN_DURATION) || o->depth == 0 ||
        p->tokens[i + 1].begin - p->tokens[i].end > JOINT) {
        return;
    }
    bool before_rule =
        cm_parse_is(p, i + 2, CM_TOKEN_COMMA) && cm_parse_is_cue(p, i + 3, CM_CUE_CREDIT_RULE);
    if (before_rule || !is_rule_term(&p->tokens[i + 1])) {
        put_credit(o, &p->tokens[i + 1]);
    }
}
