#include "judgment/operative.h"

/* Where a penalty read now belongs for the k-th person: his sentence, or his last count. */
static cm_penalty *target(cm_operative *o, size_t k)
{
    bool apart = o->joined > 1 && !o->total; /* the k-th of several charges of one person */
    cm_defendant *d = cm_operative_defendant(o, apart ? 0 : k);
    if (apart) {
        return &d->counts.items[d->counts.count - o->joined + k].penalty;
    }
    if (o->total) {
        d->has_sentence = true;
        return &d->sentence;
    }
    return d->counts.count > 0 ? &d->counts.items[d->counts.count - 1].penalty : NULL;
}

static void extend(const cm_operative *o, cm_penalty *penalty, uint32_t end)
{
    cm_span at = cm_parse_span(o->p, end, end);
    if (penalty->at.end < at.end) {
        penalty->at.end = at.end;
    }
}

static bool has_term(int kind)
{
    return kind == CM_PENALTY_FIXED_TERM || kind == CM_PENALTY_DETENTION ||
           kind == CM_PENALTY_CONTROL;
}

static void put_kind(const cm_operative *o, cm_penalty *t, const cm_token *word,
                     const cm_token *term)
{
    const cm_parse *p = o->p;
    if (t == NULL || t->kind.state == CM_KNOWN) {
        return;
    }
    int kind = word->value;
    t->kind = cm_parse_choice(p, kind, word->begin, word->end);
    if (t->at.end == 0) {
        t->at = t->kind.at;
    }
    if (has_term(kind) && term == NULL) {
        t->months.state = CM_UNREAD;
    } else if (has_term(kind)) {
        t->months = cm_parse_term(p, term, term->months, term->begin);
        t->days = cm_parse_term(p, term, term->days, term->begin);
    }
    extend(o, t, term != NULL ? term->end : word->end);
}

/* What is listed does not come out even: who gets which is not understood. */
static void put_unread(cm_penalty *t, const cm_parse *p, size_t i)
{
    if (t != NULL && t->kind.state == CM_ABSENT) {
        t->kind.state = CM_UNREAD;
        t->kind.at = cm_parse_token_span(p, i);
    }
}

static void put_kinds(cm_operative *o, size_t i, size_t term)
{
    const cm_parse *p = o->p;
    cm_listing list = cm_listing_read(o, i, term);
    size_t wanted = cm_listing_wanted(o);
    o->listed = list.count;
    for (size_t k = 0; k < wanted; k++) {
        const cm_listed *one = cm_listing_of(&list, k, wanted);
        if (one == NULL) {
            put_unread(target(o, k), p, i);
        } else {
            put_kind(o, target(o, k), &p->tokens[one->word],
                     one->amount != SIZE_MAX ? &p->tokens[one->amount] : NULL);
        }
    }
}

static const cm_token *duration_after(const cm_parse *p, size_t i)
{
    cm_assert(p->tokens != NULL);
    return cm_parse_is_amount(p, i + 1, CM_TOKEN_DURATION) && cm_parse_adjacent(p, i, i + 1)
               ? &p->tokens[i + 1]
               : NULL;
}

/* What is executed beside the sentence already read: detention, or public surveillance after it. */
static void note_second(cm_operative *o, const cm_token *word)
{
    for (size_t k = 0; o->total && has_term(word->value) && k < o->current.count; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        if (d->has_sentence && d->sentence.kind.state == CM_KNOWN &&
            d->sentence.kind.value != word->value) {
            d->also = cm_parse_choice(o->p, word->value, word->begin, word->end);
        }
    }
}

void cm_operative_penalty(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *t = &p->tokens[i];
    const cm_token *term = duration_after(p, i);
    bool imposed = i > o->part.begin && (cm_parse_is_cue(p, i - 1, CM_CUE_SENTENCED) ||
                                         cm_parse_is_cue(p, i - 1, CM_CUE_EXECUTE) ||
                                         cm_parse_is_cue(p, i - 1, CM_CUE_FINE));
    if (!imposed && term == NULL && has_term(t->value)) {
        return; /* speaks of the penalty, does not impose it */
    }
    if (t->value == CM_PENALTY_NOT_GUILTY) {
        o->total = true;
    }
    note_second(o, t);
    put_kinds(o, i, term != NULL ? i + 1 : SIZE_MAX);
}

static int heaviest(const cm_defendant *d)
{
    static const uint8_t RANK[CM_PENALTY_COUNT] = {
        [CM_PENALTY_CONTROL] = 1, [CM_PENALTY_DETENTION] = 2,       [CM_PENALTY_FIXED_TERM] = 3,
        [CM_PENALTY_LIFE] = 4,    [CM_PENALTY_DEATH_SUSPENDED] = 5, [CM_PENALTY_DEATH] = 6};
    int best = CM_PENALTY_NONE;
    for (size_t i = 0; i < d->counts.count; i++) {
        int kind = d->counts.items[i].penalty.kind.value;
        best = RANK[kind] > RANK[best] ? kind : best;
    }
    return best;
}

/* "Decided to execute": opens the sentence when a penalty, or a bare term, follows. */
void cm_operative_execute(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *term = duration_after(p, i);
    size_t next = cm_parse_is_cue(p, i + 1, CM_CUE_TERM_OF) ? i + 1 : i;
    if (next != i) {
        term = duration_after(p, next);
    }
    bool penalty = cm_parse_is_cue(p, i + 1, CM_CUE_PENALTY) && cm_parse_adjacent(p, i, i + 1);
    bool fine_alone = cm_parse_is_cue(p, i + 1, CM_CUE_FINE) && cm_parse_adjacent(p, i, i + 1);
    bool quoted = o->mode == CM_MODE_QUOTE && o->quote_full;
    if ((term == NULL && !penalty && !fine_alone) || quoted) {
        return;
    }
    o->total = true;
    o->mode = CM_MODE_NEW;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        d->merged = d->merged || o->old_seen || d->counts.count <= 1;
        d->decided = cm_parse_choice(p, 1, p->tokens[i].begin, p->tokens[i].end);
    }
    if (term != NULL && o->current.count > 0 &&
        heaviest(cm_operative_defendant(o, 0)) != CM_PENALTY_NONE) {
        cm_token word = *term;
        word.value = (int16_t)heaviest(cm_operative_defendant(o, 0));
        for (size_t k = 0; k < o->current.count; k++) {
            put_kind(o, target(o, k), &word, term);
        }
    }
}

size_t cm_operative_money(const cm_parse *p, size_t i, size_t end)
{
    size_t k = i + 1;
    while (k < end && (cm_parse_is_cue(p, k, CM_CUE_CURRENCY) ||
                       cm_parse_is(p, k, CM_TOKEN_COLON) || cm_parse_is(p, k, CM_TOKEN_OPEN))) {
        k = cm_parse_is(p, k, CM_TOKEN_OPEN) ? cm_parse_skip_brackets(p, k, end) : k + 1;
    }
    bool near = k < end && p->tokens[k].begin - p->tokens[k - 1].end <= 6;
    return near && cm_parse_is_amount(p, k, CM_TOKEN_MONEY) ? k : SIZE_MAX;
}

#define LONGEST_CLAUSE 64 /* tokens */

/* A sentence about paying a fine: the words for paying stand after the word for fine. */
static bool note_payment(cm_operative *o, size_t i)
{
    cm_parse *p = o->p;
    size_t k = i + 1;
    for (; k < o->part.end; k++) {
        const cm_token *t = &p->tokens[k];
        if (cm_parse_is(p, k, CM_TOKEN_STOP) && cm_parse_is(p, k + 1, CM_TOKEN_OPEN)) {
            continue; /* a bracket behind the sentence belongs to it */
        }
        if (k - i > LONGEST_CLAUSE || t->kind == CM_TOKEN_STOP || t->kind == CM_TOKEN_SEMICOLON ||
            t->kind == CM_TOKEN_CLOSE) {
            return false;
        }
        if (cm_parse_is_payment(p, k)) {
            break;
        }
    }
    if (k == o->part.end) {
        return false;
    }
    *cm_vec_push(p->mem, &p->record->fine_payments) =
        cm_parse_text_fact(p, p->tokens[i].begin, p->tokens[k].end);
    return true;
}

static void put_fine(const cm_operative *o, cm_penalty *t, const cm_listed *one)
{
    const cm_parse *p = o->p;
    const cm_token *word = &p->tokens[one->word];
    if (one->amount == SIZE_MAX) {
        t->fine = (cm_number_fact){CM_UNREAD, 0, cm_parse_token_span(p, one->word)};
        return;
    }
    const cm_token *money = &p->tokens[one->amount];
    uint32_t begin = word->begin;
    t->fine = cm_parse_money(p, money, begin);
    if (t->kind.state == CM_ABSENT) {
        t->kind = cm_parse_choice(p, CM_PENALTY_FINE_ONLY, begin, word->end);
    }
    extend(o, t, money->end);
}

static void put_fines(cm_operative *o, size_t i, size_t money)
{
    cm_listing list = cm_listing_read(o, i, money);
    size_t wanted = cm_listing_wanted(o);
    bool even = list.count == wanted || (list.count == 1 && o->joined < 2);
    for (size_t k = 0; k < wanted; k++) {
        cm_penalty *t = target(o, k);
        const cm_listed none = {i, SIZE_MAX};
        if (t != NULL && t->fine.state != CM_KNOWN) {
            put_fine(o, t, even ? cm_listing_of(&list, k, wanted) : &none);
        }
    }
}

/* "Each also a fine of", behind the penalties of several persons: of everybody in the item who has
 * no fine of his own. */
static void share_fine(cm_operative *o, size_t i, size_t money)
{
    const cm_parse *p = o->p;
    bool each = p->tokens[i].value == 3 ||
                (i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_EACH) && p->tokens[i - 1].value != 1);
    const cm_listed fine = {i, money};
    for (size_t k = 0; each && !o->total && k < o->item.count; k++) {
        cm_defendant *d = &p->record->defendants.items[o->item.items[k]];
        cm_penalty *t = &d->counts.items[d->counts.count - 1].penalty;
        if (t->kind.state == CM_KNOWN && t->fine.state == CM_ABSENT) {
            put_fine(o, t, &fine);
        }
    }
}

void cm_operative_fine(cm_operative *o, size_t i)
{
    size_t money = cm_operative_money(o->p, i, o->part.end);
    if (money != SIZE_MAX) {
        put_fines(o, i, money);
        share_fine(o, i, money);
    } else if (!note_payment(o, i) && o->p->tokens[i].value >= 2 &&
               !cm_parse_is_cue(o->p, i + 1, CM_CUE_PENALTY)) {
        put_fines(o, i, SIZE_MAX); /* a fine is imposed, its amount is masked or not understood */
    }
}

void cm_operative_probation(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    bool period = cm_parse_is_cue(p, i, CM_CUE_PROBATION_PERIOD);
    if (duration_after(p, i) == NULL || (o->depth > 0 && !period)) {
        return;
    }
    cm_listing list = cm_listing_read(o, i, i + 1);
    size_t wanted = cm_listing_wanted(o);
    for (size_t k = 0; k < wanted; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->probation_months.state == CM_KNOWN || t->kind.state != CM_KNOWN) {
            continue;
        }
        /* one probation among several penalties: whose is not understood */
        const cm_listed *one = list.count < o->listed ? NULL : cm_listing_of(&list, k, wanted);
        if (one == NULL) {
            t->probation_months = (cm_number_fact){CM_UNREAD, 0, cm_parse_token_span(p, i)};
            continue;
        }
        const cm_token *term = &p->tokens[one->amount];
        t->probation_months = cm_parse_term(p, term, term->months, p->tokens[one->word].begin);
        extend(o, t, term->end);
    }
}

void cm_operative_rights(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *term = duration_after(p, i);
    bool life = cm_parse_is_cue(p, i + 1, CM_CUE_FOR_LIFE) && cm_parse_adjacent(p, i, i + 1);
    if (term == NULL && !life) {
        return;
    }
    uint32_t end = p->tokens[i + 1].end;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->political_rights.state == CM_KNOWN) {
            continue;
        }
        cm_state state = !life && term->kind == CM_TOKEN_BLOT ? CM_UNREAD : CM_KNOWN;
        t->political_rights =
            (cm_extent_fact){state, life ? CM_EXTENT_ALL : CM_EXTENT_AMOUNT,
                             life ? 0 : term->months, cm_parse_span(p, p->tokens[i].begin, end)};
        if (t->kind.state != CM_KNOWN) {
            t->kind = cm_parse_choice(p, CM_PENALTY_RIGHTS_ONLY, p->tokens[i].begin, end);
        }
        extend(o, t, end);
    }
}

void cm_operative_confiscation(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    bool all = cm_parse_is_cue(p, i, CM_CUE_CONFISCATION_ALL);
    size_t money = all ? SIZE_MAX : cm_operative_money(p, i, o->part.end);
    uint32_t end = money != SIZE_MAX ? p->tokens[money].end : p->tokens[i].end;
    bool blot = money != SIZE_MAX && p->tokens[money].kind == CM_TOKEN_BLOT;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->kind.state != CM_KNOWN || t->confiscation.state == CM_KNOWN) {
            continue;
        }
        cm_extent extent = all                 ? CM_EXTENT_ALL
                           : money != SIZE_MAX ? CM_EXTENT_AMOUNT
                                               : CM_EXTENT_PART;
        t->confiscation = (cm_extent_fact){blot ? CM_UNREAD : CM_KNOWN, extent,
                                           money != SIZE_MAX ? p->tokens[money].number : 0,
                                           cm_parse_span(p, p->tokens[i].begin, end)};
        extend(o, t, end);
    }
}
