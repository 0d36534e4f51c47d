#include "judgment/parse.h"

#define MOST_BRACKETED 1000 /* tokens between a pair of brackets */

bool cm_parse_is_blot(const cm_parse *p, size_t i, cm_token_kind kind)
{
    return cm_parse_is(p, i, CM_TOKEN_BLOT) && p->tokens[i].value == (int16_t)kind;
}

bool cm_parse_is_amount(const cm_parse *p, size_t i, cm_token_kind kind)
{
    return cm_parse_is(p, i, kind) || cm_parse_is_blot(p, i, kind);
}

bool cm_parse_is_blotted_date(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_DATE) && p->tokens[i].date.year == 0 && p->tokens[i].about;
}

bool cm_parse_is_payment(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_PAYMENT) || cm_parse_is_cue(p, i, CM_CUE_FINE_PAID) ||
           cm_parse_is_cue(p, i, CM_CUE_PERFORMED);
}

size_t cm_parse_find_cue(const cm_parse *p, size_t i, size_t end, cm_cue cue)
{
    while (i < end && !cm_parse_is_cue(p, i, cue)) {
        i++;
    }
    return i;
}

size_t cm_parse_find(const cm_parse *p, size_t i, size_t end, cm_token_kind kind)
{
    while (i < end && !cm_parse_is(p, i, kind)) {
        i++;
    }
    return i;
}

size_t cm_parse_skip_brackets(const cm_parse *p, size_t i, size_t end)
{
    if (!cm_parse_is(p, i, CM_TOKEN_OPEN)) {
        return i;
    }
    size_t depth = 0;
    for (size_t k = i; k < end && k - i < MOST_BRACKETED; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_OPEN)) {
            depth++;
        } else if (cm_parse_is(p, k, CM_TOKEN_CLOSE) && --depth == 0) {
            return k + 1;
        }
    }
    return i + 1; /* never closed: only the bracket itself is passed over */
}

cm_range cm_parse_range(const cm_parse *p, size_t begin, size_t end)
{
    cm_range r = {begin, end, 0, 0};
    r.from = begin < p->count ? p->tokens[begin].begin : (uint32_t)p->text.len;
    r.to = end > begin ? p->tokens[end - 1].end : r.from;
    return r;
}

static bool ends_sentence(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_STOP);
}

static bool ends_clause(const cm_parse *p, size_t i)
{
    return ends_sentence(p, i) || cm_parse_is(p, i, CM_TOKEN_SEMICOLON) ||
           cm_parse_is(p, i, CM_TOKEN_COMMA);
}

/* No sentence has more tokens on one side of a word; beyond it is no sentence but a list or noise,
 * and looking on would make reading quadratic. */
#define SENTENCE_TOKENS 512

static cm_range around(const cm_parse *p, size_t i, cm_range within,
                       bool (*ends)(const cm_parse *, size_t))
{
    cm_range r = within;
    size_t begin = i;
    while (begin > within.begin && i - begin < SENTENCE_TOKENS && !ends(p, begin - 1)) {
        begin--;
    }
    if (begin > within.begin) {
        r.begin = begin;
        r.from = p->tokens[begin - 1].end;
    }
    size_t end = i;
    while (end < within.end && end - i < SENTENCE_TOKENS && !ends(p, end)) {
        end++;
    }
    if (end < within.end) {
        r.end = end;
        r.to = p->tokens[end].begin;
    }
    return r;
}

cm_range cm_parse_sentence(const cm_parse *p, size_t i, cm_range within)
{
    return around(p, i, within, ends_sentence);
}

cm_range cm_parse_clause(const cm_parse *p, size_t i, cm_range within)
{
    return around(p, i, within, ends_clause);
}

cm_sv cm_parse_text(const cm_parse *p, uint32_t begin, uint32_t end)
{
    return cm_sv_slice(p->text, begin, end);
}

cm_sv cm_parse_between(const cm_parse *p, size_t left, size_t right)
{
    uint32_t begin = left < p->count ? p->tokens[left].end : (uint32_t)p->text.len;
    uint32_t end = right < p->count ? p->tokens[right].begin : (uint32_t)p->text.len;
    return cm_sv_slice(p->text, begin, end);
}

bool cm_parse_adjacent(const cm_parse *p, size_t left, size_t right)
{
    return right < p->count && p->tokens[left].end == p->tokens[right].begin;
}

cm_span cm_parse_span(const cm_parse *p, uint32_t begin, uint32_t end)
{
    return cm_folded_span(p->folded, begin, end);
}

cm_span cm_parse_token_span(const cm_parse *p, size_t i)
{
    return cm_folded_span(p->folded, p->tokens[i].begin, p->tokens[i].end);
}

cm_text_fact cm_parse_text_fact(const cm_parse *p, uint32_t begin, uint32_t end)
{
    return (cm_text_fact){CM_KNOWN, cm_parse_text(p, begin, end), cm_parse_span(p, begin, end)};
}

cm_date_fact cm_parse_date_fact(const cm_parse *p, size_t i)
{
    cm_date date = p->tokens[i].date;
    cm_state state = date.year != 0 ? CM_KNOWN : CM_UNREAD; /* the year is masked, or left out */
    return (cm_date_fact){state, date, cm_parse_token_span(p, i)};
}

void cm_parse_complete_charge(const cm_parse *p, cm_text_fact *charge)
{
    cm_sv word = cm_term_zh(p->choices->charge_word, CM_CHARGE_WORD_CRIME);
    if (charge->state == CM_KNOWN && cm_sv_find(charge->value, word, 0) == SIZE_MAX) {
        charge->value =
            cm_arena_format(p->mem, "%.*s%.*s", CM_SV_ARG(charge->value), CM_SV_ARG(word));
    }
}

cm_choice_fact cm_parse_choice(const cm_parse *p, int value, uint32_t begin, uint32_t end)
{
    return (cm_choice_fact){CM_KNOWN, value, cm_parse_span(p, begin, end)};
}

cm_number_fact cm_parse_number(const cm_parse *p, int64_t value, uint32_t begin, uint32_t end)
{
    return (cm_number_fact){CM_KNOWN, value, cm_parse_span(p, begin, end)};
}

cm_number_fact cm_parse_unread(const cm_parse *p, uint32_t begin, uint32_t end)
{
    return (cm_number_fact){CM_UNREAD, 0, cm_parse_span(p, begin, end)};
}

cm_number_fact cm_parse_term(const cm_parse *p, const cm_token *term, int32_t value, uint32_t begin)
{
    return term->kind == CM_TOKEN_BLOT ? cm_parse_unread(p, begin, term->end)
                                       : cm_parse_number(p, value, begin, term->end);
}

cm_number_fact cm_parse_money(const cm_parse *p, const cm_token *money, uint32_t begin)
{
    return money->kind == CM_TOKEN_BLOT ? cm_parse_unread(p, begin, money->end)
                                        : cm_parse_number(p, money->number, begin, money->end);
}

/* Counts masked letters; *ret_letters gets the others. `certain`: "a certain", which a name as
 * written may hold, counts as masked. */
static size_t count_blots(const cm_parse *p, cm_sv text, bool certain, size_t *ret_letters)
{
    size_t blots = 0;
    size_t letters = 0;
    size_t len = 1;
    for (size_t i = 0; i < text.len; i += len) {
        cm_char c = cm_lexicon_char(p->lexicon, text, i, &len);
        bool blot = c.cls == CM_CHAR_BLOT && (certain || c.value == 0);
        blots += blot ? 1 : 0;
        letters += blot ? 0 : 1;
    }
    *ret_letters = letters;
    return blots;
}

void cm_parse_unmask(const cm_parse *p, cm_text_fact *fact, bool whole)
{
    size_t letters;
    if (fact->state == CM_KNOWN && count_blots(p, fact->value, false, &letters) > 0 &&
        (letters == 0 || !whole)) {
        fact->state = CM_UNREAD;
    }
}

bool cm_parse_has_blot(const cm_parse *p, cm_range range)
{
    size_t letters;
    return count_blots(p, cm_parse_text(p, range.from, range.to), false, &letters) > 0;
}

bool cm_parse_is_masked(const cm_parse *p, cm_sv text)
{
    size_t letters;
    return count_blots(p, text, true, &letters) > 0 && letters == 0;
}

void cm_parse_group(cm_parse *p, cm_group group, cm_state state, cm_span at)
{
    cm_group_state *g = &p->record->groups[group];
    g->state = state;
    if (at.end > at.begin) {
        *cm_vec_push(p->mem, &g->at) = at;
    }
}

void cm_parse_conflict(cm_parse *p, const cm_conflict *conflict)
{
    *cm_vec_push(p->mem, &p->record->conflicts) = *conflict;
}

bool cm_parse_is_criminal(const cm_parse *p)
{
    const cm_choice_fact *type = &p->record->case_type;
    return type->state != CM_KNOWN || type->value == (int)CM_CASE_CRIMINAL;
}

size_t cm_parse_defendant(const cm_parse *p, cm_sv name)
{
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        if (cm_sv_equal(p->record->defendants.items[i].name.value, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

cm_choice_fact cm_parse_part(const cm_parse *p, size_t i)
{
    for (int k = 0; k < CM_SECTION_COUNT; k++) {
        if (i >= p->parts[k].begin && i < p->parts[k].end) {
            return cm_parse_choice(p, k, p->tokens[i].begin, p->tokens[i].end);
        }
    }
    return (cm_choice_fact){.state = CM_ABSENT};
}
