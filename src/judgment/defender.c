#include "judgment/party.h"

#define LONGEST_PERSON 60 /* bytes */
#define LONGEST_FIRM   90 /* bytes */

typedef CM_VEC(cm_text_fact) text_facts;

/* First token of the entry that begins at or after folded offset `at`. */
static size_t token_at(const cm_parse *p, const cm_party_entry *e, uint32_t at)
{
    size_t i = e->begin;
    while (i < e->end && p->tokens[i].begin < at) {
        i++;
    }
    return i;
}

/* The names after the role, joined by enumeration commas; returns the token after them. */
static size_t read_names(const cm_parse *p, const cm_party_entry *e, text_facts *names)
{
    uint32_t from = e->name_end;
    size_t i = token_at(p, e, from);
    for (;;) {
        uint32_t to = cm_party_name_end(p, from, &i, e->end);
        if (to <= from || to - from > LONGEST_PERSON) {
            return i;
        }
        *cm_vec_push(p->mem, names) = cm_parse_text_fact(p, from, to);
        i = cm_parse_skip_brackets(p, i, e->end);
        if (!cm_parse_is(p, i, CM_TOKEN_ENUM)) {
            return i;
        }
        from = p->tokens[i++].end;
    }
}

/* The firm whose last word is token i: from the mark or the word for "all" before it. */
static cm_text_fact read_firm(const cm_parse *p, size_t from, size_t i)
{
    size_t k = i;
    while (k > from && p->tokens[k - 1].kind != CM_TOKEN_COMMA &&
           p->tokens[k - 1].kind != CM_TOKEN_ENUM && p->tokens[k - 1].kind != CM_TOKEN_STOP &&
           !cm_parse_is_cue(p, k - 1, CM_CUE_EACH) && !cm_parse_is_cue(p, k - 1, CM_CUE_DEFENDER)) {
        k--;
    }
    uint32_t begin = k > 0 ? p->tokens[k - 1].end : 0;
    const cm_term_list *words = p->choices->copula;
    for (size_t w = 0; w < words->terms.count; w++) {
        cm_sv rest = cm_parse_text(p, begin, p->tokens[i].begin);
        if (cm_sv_starts(rest, words->terms.items[w].zh)) {
            begin += (uint32_t)words->terms.items[w].zh.len;
        }
    }
    if (p->tokens[i].end - begin > LONGEST_FIRM) {
        return (cm_text_fact){.state = CM_UNREAD, .at = cm_parse_token_span(p, i)};
    }
    return cm_parse_text_fact(p, begin, p->tokens[i].end);
}

/* How the defenders came, and of which firm: from the words of their entry. */
static void read_rest(const cm_parse *p, const cm_party_entry *e, size_t after, cm_defender *d)
{
    for (size_t i = e->begin; i < e->end; i++) {
        const cm_token *t = &p->tokens[i];
        bool firm = cm_parse_is_cue(p, i, CM_CUE_LAW_FIRM);
        if (firm && i >= after && d->firm.state == CM_ABSENT) {
            d->firm = read_firm(p, after, i);
        }
        if ((firm || cm_parse_is_cue(p, i, CM_CUE_DEFENDER) ||
             cm_parse_is_cue(p, i, CM_CUE_APPOINTED)) &&
            t->value >= 0 && d->kind.state == CM_ABSENT) {
            d->kind = cm_parse_choice(p, t->value, t->begin, t->end);
        }
    }
}

static void read_entry(cm_parse *p, const cm_party_entry *e)
{
    text_facts names = {.items = NULL};
    size_t after = read_names(p, e, &names);
    cm_defender d = {.kind = {.state = CM_ABSENT}};
    read_rest(p, e, after, &d);
    for (size_t k = 0; k < e->who.count; k++) {
        cm_defendant *whose = &p->record->defendants.items[e->who.items[k]];
        for (size_t i = 0; i < names.count; i++) {
            d.name = names.items[i];
            *cm_vec_push(p->mem, &whose->defenders) = d;
        }
        whose->defended = names.count > 0 ? CM_KNOWN : CM_UNREAD;
    }
}

/* A defender spoken of in the account of the trial, where the list of parties names none. */
static bool is_spoken_of(const cm_parse *p)
{
    cm_range head = p->parts[CM_SECTION_HEAD];
    return cm_parse_find_cue(p, head.begin, head.end, CM_CUE_DEFENDER) < head.end;
}

void cm_defender_parse(cm_parse *p)
{
    cm_party_entries entries = {.items = NULL};
    cm_party_entries_find(p, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        if (entries.items[i].cue == CM_CUE_DEFENDER) {
            read_entry(p, &entries.items[i]);
        }
    }
    bool named = false;
    for (size_t d = 0; d < p->record->defendants.count; d++) {
        named = named || p->record->defendants.items[d].defenders.count > 0;
    }
    for (size_t d = 0; !named && is_spoken_of(p) && d < p->record->defendants.count; d++) {
        p->record->defendants.items[d].defended = CM_UNREAD;
    }
}
