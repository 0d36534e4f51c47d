#include "judgment/names.h"
#include "judgment/quote.h"
#include "text/utf8.h"

/* Values of the words that deny in a reasoning. */
#define MUST_NOT    1
#define IS_ORDERED  2
#define LETTER      3U  /* bytes */
#define LONGEST     36U /* bytes of a name, before a number in it */
#define MOST_SHARED 64  /* tokens: verbs that share amounts follow each other closely */

/* One unit of the operative part, up to a full stop or semicolon: its verbs and its amounts. */
typedef struct {
    cm_parse *p;
    size_t begin, end;
    bool fined;                      /* speaks of a fine */
    size_t ordered;                  /* the first "is ordered to", or `end` */
    bool named;                      /* names a sum, a number of things, a thing or a list */
    bool has_verb;                   /* an order was already given in this unit */
    size_t shared_begin, shared_end; /* the amounts of the verb before, or empty */
} unit;

static bool ends_unit(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_STOP) || cm_parse_is(p, i, CM_TOKEN_SEMICOLON);
}

/* "is ordered to hand in his gains": what the reasoning weighs as repaid is to be recovered here.
 */
static bool is_demanded(const unit *u, size_t i)
{
    const cm_parse *p = u->p;
    return cm_parse_is_cue(p, i, CM_CUE_CIRCUMSTANCE) &&
           p->tokens[i].value == CM_CIRC_RESTITUTION && u->ordered < i;
}

/* The kind of order that token i gives, or -1. */
static int order_at(const unit *u, size_t i)
{
    const cm_parse *p = u->p;
    return cm_parse_is_cue(p, i, CM_CUE_ORDER) ? p->tokens[i].value
           : is_demanded(u, i)                 ? CM_ORDER_RECOVER
                                               : -1;
}

static void add(const unit *u, int kind, size_t verb, size_t money)
{
    cm_parse *p = u->p;
    cm_order *o = cm_vec_push(p->mem, &p->record->orders);
    o->kind = cm_parse_choice(p, kind, p->tokens[verb].begin, p->tokens[verb].end);
    o->named = u->named;
    if (money != SIZE_MAX) {
        const cm_token *t = &p->tokens[money];
        o->amount = cm_parse_money(p, t, t->begin);
    }
}

/* Whether token i is an amount that stands for itself: not a fine, not the sum of those before it.
 */
static bool is_amount(const unit *u, size_t i, size_t begin, bool others)
{
    const cm_parse *p = u->p;
    if (!cm_parse_is_amount(p, i, CM_TOKEN_MONEY)) {
        return false;
    }
    size_t before = i;
    while (before > begin && cm_parse_is_cue(p, before - 1, CM_CUE_CURRENCY)) {
        before--;
    }
    bool fine = before > u->begin && cm_parse_is_cue(p, before - 1, CM_CUE_FINE);
    bool sum = others && before > begin && cm_parse_is_cue(p, before - 1, CM_CUE_SUM_OF);
    return !fine && !sum;
}

/* Give the order of `verb` once for each amount in [begin, end), if any.
 * Brackets after an amount say how it is made up, or what is already paid. */
static bool add_all(const unit *u, size_t verb, size_t begin, size_t end)
{
    bool found = false;
    for (size_t i = begin; i < end; i++) {
        if (found && cm_parse_is(u->p, i, CM_TOKEN_OPEN)) {
            i = cm_parse_skip_brackets(u->p, i, end) - 1;
        } else if (is_amount(u, i, begin, found)) {
            add(u, order_at(u, verb), verb, i);
            found = true;
        }
    }
    return found;
}

/* The last comma in [from, i), or i. */
static size_t last_comma(const unit *u, size_t from, size_t i)
{
    size_t k = i;
    while (k > from && !cm_parse_is(u->p, k - 1, CM_TOKEN_COMMA)) {
        k--;
    }
    return k > from ? k - 1 : i;
}

/* The amounts of a verb stand after it, before the next verb or the clause of that; else before it;
 * else it shares those of the verb before (recovered, and paid to the treasury). */
static void read_verb(unit *u, size_t verb, size_t previous)
{
    size_t next = verb + 1;
    while (next < u->end && order_at(u, next) < 0) {
        next++;
    }
    size_t end = next < u->end ? last_comma(u, verb + 1, next) : next;
    size_t begin = previous == SIZE_MAX ? u->begin : last_comma(u, previous + 1, verb);
    if (add_all(u, verb, verb + 1, end)) {
        u->shared_begin = verb + 1;
        u->shared_end = end;
    } else if (add_all(u, verb, begin, verb)) {
        u->shared_begin = begin;
        u->shared_end = verb;
    } else if (!add_all(u, verb, u->shared_begin, u->shared_end)) {
        add(u, order_at(u, verb), verb, SIZE_MAX);
    }
    if (u->shared_end > u->shared_begin + MOST_SHARED) {
        u->shared_end = u->shared_begin + MOST_SHARED;
    }
}

/* Whether some defendant is on probation or under control: who else is forbidden something is
 * banned from his trade. */
static bool is_supervised(const cm_parse *p)
{
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        const cm_penalty *s = &p->record->defendants.items[i].sentence;
        if (s->probation_months.state != CM_ABSENT || s->kind.state != CM_KNOWN ||
            s->kind.value == CM_PENALTY_CONTROL) {
            return true;
        }
    }
    return false;
}

/* How long the ban at token i lasts: the first term told after it, or after "from the day on which
 * the punishment is served". */
static void set_ban_term(const unit *u, size_t i)
{
    cm_parse *p = u->p;
    size_t from = cm_parse_find_cue(p, u->begin, i, CM_CUE_AFTER_PUNISHMENT);
    size_t term = cm_parse_find(p, from, u->end, CM_TOKEN_DURATION);
    if (term < u->end) {
        const cm_token *t = &p->tokens[term];
        cm_order *ban = &p->record->orders.items[p->record->orders.count - 1];
        ban->months = cm_parse_term(p, t, t->months, t->begin);
    }
}

static void read_forbidding(const unit *u, size_t i)
{
    bool after = cm_parse_find_cue(u->p, u->begin, u->end, CM_CUE_AFTER_PUNISHMENT) < u->end;
    if (after || cm_parse_is_cue(u->p, i, CM_CUE_FORBID)) {
        bool during = cm_parse_find_cue(u->p, u->begin, u->end, CM_CUE_PROBATION_PERIOD) < u->end;
        bool job = after || !(during || is_supervised(u->p));
        add(u, job ? CM_ORDER_JOB_BAN : CM_ORDER_RESTRAINING, i, SIZE_MAX);
        set_ban_term(u, i);
    }
}

static bool is_ban(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_FORBID) ||
           (cm_parse_is_cue(p, i, CM_CUE_NOT_SO) && p->tokens[i].value == MUST_NOT);
}

/* Whether the number at token i belongs to a name: the third Zhang, a masked name with a number. */
static bool is_of_name(const cm_parse *p, const cm_names *names, size_t i)
{
    uint32_t to = p->tokens[i].begin;
    if (to >= LETTER && cm_utf8_is_boundary(p->text, to - LETTER) &&
        cm_parse_is_masked(p, cm_parse_text(p, to - LETTER, to))) {
        return true;
    }
    for (uint32_t at = to > LONGEST ? to - LONGEST : 0; at < to; at++) {
        size_t index;
        if (cm_utf8_is_boundary(p->text, at) && cm_names_match(p, names, at, &index) > to - at) {
            return true;
        }
    }
    return false;
}

/* Whether token i names what an order is about: a sum that is no fine, things, a number of them. */
static bool names_object(const cm_parse *p, const cm_names *names, size_t begin, size_t i)
{
    if (cm_parse_is(p, i, CM_TOKEN_NUMBER)) {
        bool item = i == begin || cm_parse_is(p, i + 1, CM_TOKEN_ENUM); /* of the operative part */
        return !item && !cm_parse_is_cue(p, i + 1, CM_CUE_DEFENDANT) && !is_of_name(p, names, i);
    }
    if (cm_parse_is_amount(p, i, CM_TOKEN_MONEY)) {
        size_t before = i;
        while (before > begin && cm_parse_is_cue(p, before - 1, CM_CUE_CURRENCY)) {
            before--;
        }
        return before == begin || !cm_parse_is_cue(p, before - 1, CM_CUE_FINE);
    }
    return cm_parse_is_cue(p, i, CM_CUE_DRUG) ||
           (cm_parse_is_cue(p, i, CM_CUE_PROPERTY_WORD) && p->tokens[i].value >= CM_PROPERTY_DRUG);
}

static void read_unit(cm_parse *p, const cm_names *names, size_t begin, size_t end)
{
    unit u = {.p = p, .begin = begin, .end = end};
    u.fined = cm_parse_find_cue(p, begin, end, CM_CUE_FINE) < end;
    u.ordered = begin;
    while (u.ordered < end && !(cm_parse_is_cue(p, u.ordered, CM_CUE_NOT_SO) &&
                                p->tokens[u.ordered].value == IS_ORDERED)) {
        u.ordered++;
    }
    for (size_t i = begin; i < end && !u.named; i++) {
        u.named = names_object(p, names, begin, i);
    }
    size_t previous = SIZE_MAX;
    bool revoked = cm_parse_find_cue(p, begin, end, CM_CUE_REVOKE) < end;
    for (size_t i = begin; i < end && !revoked; i++) {
        if (is_ban(p, i) && !u.has_verb) {
            read_forbidding(&u, i);
            u.has_verb = true;
        }
        const cm_quote *quote = cm_quote_at(p, i);
        if (quote != NULL && quote->revoked) {
            continue;
        }
        int order = order_at(&u, i);
        if (order < 0 || (order == CM_ORDER_TREASURY && u.fined && previous == SIZE_MAX)) {
            continue; /* a note that a fine goes to the treasury is no order */
        }
        read_verb(&u, i, previous);
        previous = i;
    }
}

void cm_order_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    if (part.begin == part.end) {
        return;
    }
    cm_names names;
    cm_names_init(p, &names);
    size_t begin = part.begin;
    for (size_t i = part.begin; i <= part.end; i++) {
        if (i == part.end || ends_unit(p, i)) {
            read_unit(p, &names, begin, i);
            begin = i + 1;
        }
    }
    cm_parse_group(p, CM_GROUP_PROPERTY, CM_KNOWN, cm_parse_span(p, part.from, part.to));
}
