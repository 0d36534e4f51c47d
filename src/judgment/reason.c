#include "judgment/statement.h"

#define MOST_PEOPLE 64U  /* defendants whose counts are looked for by name */
#define MOST_AHEAD  600U /* bytes from a word to the charge it is about */

/* The word of a reasoning that token i is, or -1. */
static int word_at(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    if (cm_parse_is_cue(p, i, CM_CUE_REASON)) {
        return t->value;
    }
    return cm_parse_is_cue(p, i, CM_CUE_CIRCUMSTANCE) || cm_parse_is_cue(p, i, CM_CUE_MENTION)
               ? t->second
               : -1;
}

/* Whether the sentence tells somebody's opinion, or what the law says. */
static bool is_quoted(const cm_parse *p, cm_range s)
{
    for (size_t i = s.begin; i < s.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDER) || cm_parse_is_cue(p, i, CM_CUE_OPINION) ||
            cm_parse_is_cue(p, i, CM_CUE_OPINION_END) || cm_parse_is_cue(p, i, CM_CUE_DEFINES)) {
            return true;
        }
    }
    return false;
}

/* The clause tells what the prosecution charges or holds. */
static bool is_charge(const cm_statements *s, size_t i)
{
    size_t clause = cm_statement_clause(s, i);
    return cm_statement_back(s, clause, i, CM_CUE_PROSECUTION) != SIZE_MAX ||
           cm_statement_back(s, clause, i, CM_CUE_CHARGED) != SIZE_MAX;
}

static bool is_denied(const cm_statements *s, size_t i)
{
    return cm_statement_back(s, cm_statement_clause(s, i), i, CM_CUE_NOT_SO) != SIZE_MAX;
}

/* The counts of one defendant, or of all: whether there are two charges, and which of them is named
 * first in the text. */
typedef struct {
    cm_sv text, first;
    bool several;
    size_t nearest;
    const cm_text_fact *found;
} charge_search;

static void look_for_counts(charge_search *c, const cm_defendant *d)
{
    for (size_t i = 0; i < d->counts.count; i++) {
        const cm_text_fact *charge = &d->counts.items[i].charge;
        if (charge->state != CM_KNOWN) {
            c->several = c->several || d->counts.count > 1;
            continue;
        }
        c->several = c->several || (c->first.len > 0 && !cm_sv_equal(c->first, charge->value));
        c->first = charge->value;
        size_t at = cm_sv_find(c->text, charge->value, 0);
        if (at < c->nearest) {
            c->nearest = at;
            c->found = charge;
        }
    }
}

/* Of several charges, the one that the sentence names next. */
static cm_text_fact charge_after(const cm_statements *s, size_t i, size_t defendant,
                                 bool *ret_loose)
{
    const cm_parse *p = s->p;
    const cm_record *r = p->record;
    uint32_t from = p->tokens[i].end;
    uint32_t to = s->sentence.end < p->count ? p->tokens[s->sentence.end].begin : from;
    to = to - from > MOST_AHEAD ? from + MOST_AHEAD : to;
    charge_search c = {.text = cm_parse_text(p, from, to), .nearest = SIZE_MAX};
    for (size_t d = 0; d < r->defendants.count && r->defendants.count <= MOST_PEOPLE; d++) {
        if (defendant == CM_NO_DEFENDANT || defendant == d) {
            look_for_counts(&c, &r->defendants.items[d]);
        }
    }
    cm_text_fact none = {.state = CM_ABSENT};
    *ret_loose = c.several && c.found == NULL;
    return c.several && c.found != NULL ? *c.found : none;
}

static void add(cm_parse *p, const cm_statements *s, size_t i, size_t defendant, bool quoted)
{
    const cm_token *t = &p->tokens[i];
    cm_reason *r = cm_vec_push(p->mem, &p->record->reasons);
    r->kind = cm_parse_choice(p, word_at(p, i), t->begin, t->end);
    r->defendant = defendant;
    r->charge = charge_after(s, i, defendant, &r->loose);
    r->quoted = quoted;
}

/* A word about several defendants who are named is one word of each. */
static void add_of_each(cm_parse *p, const cm_statements *s, size_t i, bool quoted)
{
    cm_indexes who = cm_finding_in_clause(p, &s->names, s->sentence, i);
    if (who.count == 0 && p->record->defendants.count > 1) {
        who = cm_finding_named(p, &s->names, s->sentence, i);
    }
    if (who.count < 2) {
        add(p, s, i, cm_statement_defendant(s, i), quoted);
        return;
    }
    for (size_t k = 0; k < who.count; k++) {
        add(p, s, i, who.items[k], quoted);
    }
}

static void read_sentence(cm_parse *p, const cm_statements *s)
{
    bool told = is_quoted(p, s->sentence);
    size_t marks = 0;
    for (size_t i = s->sentence.begin; i < s->sentence.end; i++) {
        marks += cm_parse_is(p, i, CM_TOKEN_QUOTE) ? 1 : 0;
        marks -= cm_parse_is(p, i, CM_TOKEN_UNQUOTE) && marks > 0 ? 1 : 0;
        if (word_at(p, i) >= 0 && !is_denied(s, i)) {
            add_of_each(p, s, i, told || marks > 0 || is_charge(s, i));
        }
    }
}

void cm_reason_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_REASONING];
    if (p->record->defendants.count == 0) {
        return;
    }
    cm_statements s = cm_statements_start(p);
    s.place = CM_PLACE_REASONING;
    for (size_t i = part.begin; i < part.end; i = s.sentence.end + 1) {
        s.sentence = cm_parse_range(p, i, cm_parse_find(p, i, part.end, CM_TOKEN_STOP));
        read_sentence(p, &s);
    }
}
