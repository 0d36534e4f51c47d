#include "judgment/names.h"
#include "text/utf8.h"

#define ONE_CHARACTER 3U /* bytes */
#define MOST_COUNTS   64 /* of one defendant, that charges named again are compared with */

/* How the words at hand are to be taken. */
typedef enum {
    MODE_NEW,   /* what this judgment decides */
    MODE_OLD,   /* an earlier sentence is named, to be combined with the new one */
    MODE_QUOTE, /* what is upheld or revoked is quoted */
} mode;

typedef struct {
    cm_parse *p;
    cm_names names;
    cm_indexes current;   /* the defendants spoken of */
    uint32_t mention_end; /* folded offset after the last name */
    mode mode;
    bool quote_open; /* the quotation was opened by "namely": it runs to the end of the item */
    bool quote_full; /* the quotation names the offence: its sentence is quoted with it */
    bool total;      /* what follows belongs to the sentence to be executed */
    bool old_seen;   /* an earlier sentence was named in this item */
    size_t depth;    /* of brackets */
    size_t missed;   /* items whose person was not understood */
    cm_range part;
} operative;

static cm_defendant *defendant(const operative *o, size_t k)
{
    return &o->p->record->defendants.items[o->current.items[k]];
}

/* ---- persons ---- */

static void mention(operative *o, uint32_t at, bool more)
{
    cm_indexes set = {0};
    if (more) {
        set = o->current;
    }
    uint32_t end = cm_names_list(o->p, &o->names, at, &set);
    if (end == at) {
        return;
    }
    o->current = set;
    o->mention_end = end;
}

/* Whether two names are one person's with a slip of the pen: of one length, one character apart. */
static bool is_slip(cm_sv a, cm_sv b)
{
    size_t apart = 0;
    size_t len;
    if (a.len != b.len || a.len < 9) { /* of two characters one apart is another name */
        return false;
    }
    for (size_t i = 0; i < a.len; i += len) {
        (void)cm_utf8_decode(a, i, &len);
        apart += !cm_sv_equal(cm_sv_slice(a, i, i + len), cm_sv_slice(b, i, i + len));
    }
    return apart == 1;
}

static void note_slip(cm_parse *p, size_t index, cm_sv found, cm_span at)
{
    cm_text_fact *name = &p->record->defendants.items[index].name;
    const cm_conflict conflict = {.defendant = index,
                                  .pointer = CM_SV("/name"),
                                  .values = {name->value, found},
                                  .at = {name->at, at}};
    cm_parse_conflict(p, &conflict);
}

/* A name that the head does not have: a slip of the pen for a defendant, else a defendant whom the
 * head's reading missed. */
static void mention_unknown(operative *o, uint32_t begin, uint32_t end)
{
    cm_parse *p = o->p;
    cm_sv name = cm_parse_text(p, begin, end);
    size_t index = SIZE_MAX;
    for (size_t i = 0; i < p->record->defendants.count && index == SIZE_MAX; i++) {
        index = is_slip(p->record->defendants.items[i].name.value, name) ? i : SIZE_MAX;
    }
    if (index == SIZE_MAX) {
        index = p->record->defendants.count;
        cm_defendant *d = cm_vec_push(p->mem, &p->record->defendants);
        d->name = cm_parse_text_fact(p, begin, end);
        d->kind = cm_parse_choice(p, CM_PARTY_PERSON, begin, end);
        cm_names_add(p, &o->names, index);
        o->missed++;
    } else {
        note_slip(p, index, name, cm_parse_span(p, begin, end));
    }
    cm_indexes set = {0};
    *cm_vec_push(p->mem, &set) = index;
    o->current = set;
    o->mention_end = end;
}

static void on_defendant(operative *o, size_t i)
{
    const cm_token *t = &o->p->tokens[i];
    bool more =
        o->current.count > 0 && t->begin >= o->mention_end && t->begin - o->mention_end <= 3;
    uint32_t at = t->end;
    if (cm_parse_is(o->p, i + 1, CM_TOKEN_OPEN) && o->p->tokens[i + 1].begin == at) {
        size_t after = cm_parse_skip_brackets(o->p, i + 1, o->part.end);
        at = o->p->tokens[after - 1].end; /* appellant (defendant below) NAME */
    }
    mention(o, at, more);
}

/* ---- counts ---- */

static bool ends_charge(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    return t->kind == CM_TOKEN_COMMA || t->kind == CM_TOKEN_STOP || t->kind == CM_TOKEN_SEMICOLON ||
           t->kind == CM_TOKEN_OPEN || t->kind == CM_TOKEN_COLON ||
           cm_parse_is_cue(p, i, CM_CUE_SENTENCED) || cm_parse_is_cue(p, i, CM_CUE_PENALTY) ||
           cm_parse_is_cue(p, i, CM_CUE_OFFENCE) ||
           (cm_parse_is_cue(p, i, CM_CUE_EXECUTE) && p->tokens[i].value != 1);
}

/* The token after a bracket inside the name of a charge, "injury (causing death) crime": it opens
 * at k and the word for crime, or more of the name up to it, follows. k when it is none. */
static size_t skip_inside_charge(const cm_parse *p, size_t k, size_t end)
{
    size_t after = cm_parse_skip_brackets(p, k, end);
    return after > k && cm_parse_is_cue(p, after, CM_CUE_CHARGE_END) &&
                   p->tokens[after].begin - p->tokens[after - 1].end <= ONE_CHARACTER
               ? after
               : k;
}

/* The charge named after token i (the word for "committed"): its end, or 0. Moves *next. */
static uint32_t charge_end(const cm_parse *p, size_t i, size_t end, size_t *next)
{
    uint32_t found = 0;
    size_t k = i + 1;
    for (; k < end; k++) {
        k = cm_parse_is(p, k, CM_TOKEN_OPEN) ? skip_inside_charge(p, k, end) : k;
        if (ends_charge(p, k)) {
            break;
        }
        if (cm_parse_is_cue(p, k, CM_CUE_CHARGE_END)) {
            found = p->tokens[k].end;
        }
    }
    if (found == 0 && k < end && k > i + 1 && cm_parse_is_cue(p, k - 1, CM_CUE_CRIME_WORD) &&
        cm_parse_adjacent(p, k - 1, k) && p->tokens[k - 1].begin > p->tokens[i].end) {
        found = p->tokens[k - 1].begin; /* "the crime of injury" in general words */
    }
    if (found == 0 && k < end && k > i + 1) {
        return 0;
    }
    if (found == 0 && k < end && p->tokens[k].begin - p->tokens[i].end <= 60) {
        found = p->tokens[k].begin; /* the word for "crime" was left out */
    }
    *next = k;
    return found;
}

/* The name of the charge in folded [from, end), without what stands in brackets inside it; a single
 * character in brackets is part of the legal name. */
static cm_text_fact charge_fact(const cm_parse *p, uint32_t from, uint32_t end)
{
    cm_text_fact fact = cm_parse_text_fact(p, from, end);
    size_t open = 0;
    while (open < fact.value.len && fact.value.ptr[open] != '(') {
        open++;
    }
    size_t close = open;
    while (close < fact.value.len && fact.value.ptr[close] != ')') {
        close++;
    }
    if (close == fact.value.len || close - open <= ONE_CHARACTER + 1) {
        return fact;
    }
    size_t rest = fact.value.len - close - 1;
    char *name = cm_arena_alloc(p->mem, open + rest + 1);
    memcpy(name, fact.value.ptr, open);
    memcpy(name + open, fact.value.ptr + close + 1, rest);
    fact.value = (cm_sv){name, open + rest};
    return fact;
}

/* Who committed it: the name that stands right before the word, else those spoken of. */
static bool bind_offence(operative *o, size_t i)
{
    const cm_parse *p = o->p;
    uint32_t at = p->tokens[i].begin;
    if (o->current.count > 0 && o->mention_end == at) {
        return true;
    }
    uint32_t from = i > o->part.begin ? p->tokens[i - 1].end : o->part.from;
    if (from == at) {
        return o->current.count > 0;
    }
    cm_indexes before = o->current;
    mention(o, from, false);
    if (o->mention_end == at) {
        return true;
    }
    if (at - from <= 45 && cm_parse_is_cue(p, i - 1, CM_CUE_DEFENDANT)) {
        mention_unknown(o, from, at);
        return o->current.count > 0;
    }
    o->current = before;
    return false;
}

static void add_count(operative *o, cm_range charge, bool joined)
{
    cm_parse *p = o->p;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = defendant(o, k);
        cm_count *c = cm_vec_push(p->mem, &d->counts);
        c->charge = charge_fact(p, charge.from, charge.to);
        cm_parse_complete_charge(p, &c->charge);
        c->penalty.at = c->charge.at;
        if (joined) {
            c->penalty.kind.state = CM_UNREAD; /* its share of the one penalty is not told */
            c->penalty.fine.state = CM_UNREAD;
        }
    }
}

/* Whether those spoken of were already convicted of the charge: several charges named together then
 * only sum up. */
static bool is_counted(const operative *o, cm_sv charge)
{
    const cm_defendant *d = o->current.count > 0 ? defendant(o, 0) : NULL;
    for (size_t i = 0; d != NULL && i < d->counts.count && i < MOST_COUNTS; i++) {
        if (cm_sv_equal(d->counts.items[i].charge.value, charge)) {
            return true;
        }
    }
    return false;
}

static void on_offence(operative *o, size_t i)
{
    cm_parse *p = o->p;
    size_t next = i;
    uint32_t end = charge_end(p, i, o->part.end, &next);
    if (end == 0 || !bind_offence(o, i)) {
        return;
    }
    o->total = false;
    cm_range charge = {.from = p->tokens[i].end, .to = end};
    for (size_t k = i + 1; k + 1 < next; k++) {
        if (!cm_parse_is_cue(p, k, CM_CUE_CHARGE_END) || !cm_parse_is(p, k + 1, CM_TOKEN_ENUM) ||
            p->tokens[k].end >= end) {
            continue;
        }
        charge.to = p->tokens[k].end;
        o->total = true; /* one penalty for several charges */
        if (is_counted(o, cm_parse_text(p, charge.from, charge.to))) {
            return;
        }
        add_count(o, charge, true);
        charge = (cm_range){.from = p->tokens[k + 1].end, .to = end};
    }
    add_count(o, charge, o->total);
}

/* ---- penalties ---- */

/* Where a penalty read now belongs for the k-th person: his sentence, or his last count. */
static cm_penalty *target(operative *o, size_t k)
{
    cm_defendant *d = defendant(o, k);
    if (o->total) {
        d->has_sentence = true;
        return &d->sentence;
    }
    return d->counts.count > 0 ? &d->counts.items[d->counts.count - 1].penalty : NULL;
}

static void extend(const operative *o, cm_penalty *penalty, uint32_t end)
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

static void put_kind(operative *o, int kind, uint32_t begin, uint32_t end, const cm_token *term)
{
    const cm_parse *p = o->p;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->kind.state == CM_KNOWN) {
            continue;
        }
        t->kind = cm_parse_choice(p, kind, begin, end);
        if (t->at.end == 0) {
            t->at = t->kind.at;
        }
        if (has_term(kind) && term == NULL) {
            t->months.state = CM_UNREAD;
        } else if (has_term(kind)) {
            t->months = cm_parse_number(p, term->months, term->begin, term->end);
            t->days = cm_parse_number(p, term->days, term->begin, term->end);
        }
        extend(o, t, term != NULL ? term->end : end);
    }
}

static const cm_token *duration_after(const cm_parse *p, size_t i)
{
    cm_assert(p->tokens != NULL);
    return cm_parse_is(p, i + 1, CM_TOKEN_DURATION) && cm_parse_adjacent(p, i, i + 1)
               ? &p->tokens[i + 1]
               : NULL;
}

static void on_penalty(operative *o, size_t i)
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
    put_kind(o, t->value, t->begin, t->end, term);
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
static void on_execute(operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *term = duration_after(p, i);
    size_t next = cm_parse_is_cue(p, i + 1, CM_CUE_TERM_OF) ? i + 1 : i;
    if (next != i) {
        term = duration_after(p, next);
    }
    bool penalty = cm_parse_is_cue(p, i + 1, CM_CUE_PENALTY) && cm_parse_adjacent(p, i, i + 1);
    bool fine_alone = cm_parse_is_cue(p, i + 1, CM_CUE_FINE) && cm_parse_adjacent(p, i, i + 1);
    bool quoted = o->mode == MODE_QUOTE && o->quote_full;
    if ((term == NULL && !penalty && !fine_alone) || quoted) {
        return;
    }
    o->total = true;
    o->mode = MODE_NEW;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = defendant(o, k);
        d->merged = d->merged || o->old_seen || d->counts.count <= 1;
    }
    if (term != NULL && o->current.count > 0 && heaviest(defendant(o, 0)) != CM_PENALTY_NONE) {
        put_kind(o, heaviest(defendant(o, 0)), term->begin, term->end, term);
    }
}

/* Index of the MONEY that says how much, after token i; SIZE_MAX when none follows directly. */
static size_t money_after(const cm_parse *p, size_t i, size_t end)
{
    size_t k = i + 1;
    while (k < end && (cm_parse_is_cue(p, k, CM_CUE_CURRENCY) ||
                       cm_parse_is(p, k, CM_TOKEN_COLON) || cm_parse_is(p, k, CM_TOKEN_OPEN))) {
        k = cm_parse_is(p, k, CM_TOKEN_OPEN) ? cm_parse_skip_brackets(p, k, end) : k + 1;
    }
    bool near = k < end && p->tokens[k].begin - p->tokens[k - 1].end <= 6;
    return near && cm_parse_is(p, k, CM_TOKEN_MONEY) ? k : SIZE_MAX;
}

#define LONGEST_CLAUSE 64 /* tokens */
#define JOINT          3U /* bytes: one character joins the days to the custody */

/* A sentence about paying a fine: the words for paying stand after the word for fine. */
static bool note_payment(operative *o, size_t i)
{
    cm_parse *p = o->p;
    size_t k = i + 1;
    for (; k < o->part.end; k++) {
        const cm_token *t = &p->tokens[k];
        if (k - i > LONGEST_CLAUSE || t->kind == CM_TOKEN_STOP || t->kind == CM_TOKEN_SEMICOLON ||
            t->kind == CM_TOKEN_CLOSE) {
            return false;
        }
        if (cm_parse_is_cue(p, k, CM_CUE_PAYMENT) || cm_parse_is_cue(p, k, CM_CUE_FINE_PAID)) {
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

static void put_fine(operative *o, size_t i, size_t money)
{
    const cm_parse *p = o->p;
    const cm_token *word = &p->tokens[i];
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->fine.state == CM_KNOWN) {
            continue;
        }
        if (money == SIZE_MAX) {
            t->fine.state = CM_UNREAD;
            t->fine.at = cm_parse_token_span(p, i);
            continue;
        }
        t->fine = cm_parse_number(p, p->tokens[money].number, word->begin, p->tokens[money].end);
        if (t->kind.state != CM_KNOWN) {
            t->kind = cm_parse_choice(p, CM_PENALTY_FINE_ONLY, word->begin, word->end);
        }
        extend(o, t, p->tokens[money].end);
    }
}

static void on_fine(operative *o, size_t i)
{
    size_t money = money_after(o->p, i, o->part.end);
    if (money != SIZE_MAX) {
        put_fine(o, i, money);
    } else if (!note_payment(o, i) && o->p->tokens[i].value == 2 &&
               !cm_parse_is_cue(o->p, i + 1, CM_CUE_PENALTY)) {
        put_fine(o, i, SIZE_MAX); /* a fine is imposed, its amount is masked or not understood */
    }
}

static void on_probation(operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *term = duration_after(p, i);
    if (term == NULL || o->depth > 0) {
        return;
    }
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t != NULL && t->probation_months.state != CM_KNOWN && t->kind.state == CM_KNOWN) {
            t->probation_months = cm_parse_number(p, term->months, p->tokens[i].begin, term->end);
            extend(o, t, term->end);
        }
    }
}

static void on_rights(operative *o, size_t i)
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
        t->political_rights =
            (cm_extent_fact){CM_KNOWN, life ? CM_EXTENT_ALL : CM_EXTENT_AMOUNT,
                             life ? 0 : term->months, cm_parse_span(p, p->tokens[i].begin, end)};
        if (t->kind.state != CM_KNOWN) {
            t->kind = cm_parse_choice(p, CM_PENALTY_RIGHTS_ONLY, p->tokens[i].begin, end);
        }
        extend(o, t, end);
    }
}

static void on_confiscation(operative *o, size_t i)
{
    const cm_parse *p = o->p;
    bool all = cm_parse_is_cue(p, i, CM_CUE_CONFISCATION_ALL);
    size_t money = all ? SIZE_MAX : money_after(p, i, o->part.end);
    uint32_t end = money != SIZE_MAX ? p->tokens[money].end : p->tokens[i].end;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_penalty *t = target(o, k);
        if (t == NULL || t->kind.state != CM_KNOWN || t->confiscation.state == CM_KNOWN) {
            continue;
        }
        cm_extent extent = all                 ? CM_EXTENT_ALL
                           : money != SIZE_MAX ? CM_EXTENT_AMOUNT
                                               : CM_EXTENT_PART;
        t->confiscation =
            (cm_extent_fact){CM_KNOWN, extent, money != SIZE_MAX ? p->tokens[money].number : 0,
                             cm_parse_span(p, p->tokens[i].begin, end)};
        extend(o, t, end);
    }
}

/* ---- term dates and credit ---- */

/* Index of the second date of "from DATE to DATE" whose first is token i; 0 when it is none. */
static size_t date_range(const operative *o, size_t i)
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
static bool is_other_range(const operative *o, size_t i, size_t k)
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

static void on_date(operative *o, size_t i)
{
    size_t k = date_range(o, i);
    if (k == 0 || is_other_range(o, i, k)) {
        return;
    }
    for (size_t d = 0; d < o->current.count; d++) {
        put_date(o->p, &defendant(o, d)->term_from, i);
        put_date(o->p, &defendant(o, d)->term_to, k);
    }
}

static void put_credit(operative *o, const cm_token *days)
{
    for (size_t d = 0; d < o->current.count; d++) {
        cm_number_fact *fact = &defendant(o, d)->credit_days;
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
static void on_credited(operative *o, size_t i)
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
static void on_spell(operative *o, size_t i)
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

/* ---- the walk ---- */

static bool starts_item(const operative *o, size_t i)
{
    const cm_parse *p = o->p;
    if (!cm_parse_is(p, i, CM_TOKEN_NUMBER) || !cm_parse_is(p, i + 1, CM_TOKEN_ENUM) ||
        !cm_parse_adjacent(p, i, i + 1)) {
        return false;
    }
    return i == o->part.begin || cm_parse_is(p, i - 1, CM_TOKEN_STOP) ||
           cm_parse_is(p, i - 1, CM_TOKEN_SEMICOLON) || cm_parse_is(p, i - 1, CM_TOKEN_CLOSE) ||
           cm_parse_is(p, i - 1, CM_TOKEN_COLON) ||
           cm_folded_break_at(p->folded, p->tokens[i].begin);
}

static void begin_item(operative *o)
{
    o->mode = MODE_NEW;
    o->quote_open = false;
    o->quote_full = false;
    o->total = false;
    o->old_seen = false;
    o->depth = 0;
}

static void on_punctuation(operative *o, size_t i)
{
    switch ((cm_token_kind)o->p->tokens[i].kind) {
    case CM_TOKEN_OPEN:
        o->depth++;
        break;
    case CM_TOKEN_CLOSE:
        o->depth -= o->depth > 0 ? 1 : 0;
        break;
    case CM_TOKEN_STOP:
        if (o->mode == MODE_QUOTE) {
            o->mode = MODE_NEW;
        }
        break;
    case CM_TOKEN_SEMICOLON:
        if (o->mode == MODE_QUOTE && !o->quote_open) {
            o->mode = MODE_NEW;
        }
        break;
    default:
        break;
    }
}

static void on_quoting(operative *o, size_t i)
{
    if (cm_parse_is_cue(o->p, i, CM_CUE_NAMELY)) {
        o->quote_open = o->quote_open || o->mode == MODE_QUOTE;
    } else {
        o->mode = MODE_QUOTE;
        o->old_seen = true;
    }
}

typedef void (*handler)(operative *o, size_t i);

typedef struct {
    cm_cue cue;
    handler run;
    bool in_quotes; /* also where an earlier decision is spoken of */
} row;

static void on_old(operative *o, size_t i)
{
    (void)i;
    o->mode = o->mode == MODE_NEW ? MODE_OLD : o->mode;
    o->old_seen = true;
}

static const row ROWS[] = {
    {CM_CUE_DEFENDANT, on_defendant, true},
    {CM_CUE_APPELLANT, on_defendant, true},
    {CM_CUE_ACCUSED, on_defendant, true},
    {CM_CUE_OFFENCE, on_offence, false},
    {CM_CUE_PENALTY, on_penalty, false},
    {CM_CUE_EXECUTE, on_execute, true},
    {CM_CUE_FINE, on_fine, false},
    {CM_CUE_PROBATION, on_probation, false},
    {CM_CUE_POLITICAL_RIGHTS, on_rights, false},
    {CM_CUE_CONFISCATION, on_confiscation, false},
    {CM_CUE_CONFISCATION_ALL, on_confiscation, false},
    {CM_CUE_CREDITED, on_credited, false},
    {CM_CUE_NO_MEASURE, on_spell, false},
    {CM_CUE_REVOKE, on_quoting, true},
    {CM_CUE_UPHOLD, on_quoting, true},
    {CM_CUE_NAMELY, on_quoting, true},
    {CM_CUE_JUDGED_BELOW, on_old, true},
};

static void on_cue(operative *o, size_t i)
{
    for (size_t k = 0; k < CM_COUNT(ROWS); k++) {
        if (o->p->tokens[i].cue == (uint16_t)ROWS[k].cue) {
            if (o->mode == MODE_NEW || ROWS[k].in_quotes) {
                ROWS[k].run(o, i);
            } else if (ROWS[k].cue == CM_CUE_OFFENCE) {
                o->quote_full = o->quote_open && o->mode == MODE_QUOTE;
            }
            return;
        }
    }
}

static void walk(operative *o)
{
    const cm_parse *p = o->p;
    for (size_t i = o->part.begin; i < o->part.end; i++) {
        if (starts_item(o, i)) {
            begin_item(o);
        }
        switch ((cm_token_kind)p->tokens[i].kind) {
        case CM_TOKEN_CUE:
            on_cue(o, i);
            break;
        case CM_TOKEN_DATE:
            if (o->mode == MODE_NEW) {
                on_date(o, i);
            }
            break;
        case CM_TOKEN_CASE_NO:
            on_old(o, i);
            break;
        default:
            on_punctuation(o, i);
            break;
        }
    }
}

static bool is_exempt_of_all(const cm_defendant *d)
{
    for (size_t i = 0; i < d->counts.count; i++) {
        if (d->counts.items[i].penalty.kind.value != CM_PENALTY_EXEMPT) {
            return false;
        }
    }
    return d->counts.count > 0;
}

/* A single count is the sentence, and so is an exemption from punishment for all of them; a person
 * without any conviction has none. */
static void close_sentences(cm_parse *p)
{
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_defendant *d = &p->record->defendants.items[i];
        if (!d->has_sentence && (d->counts.count == 1 || is_exempt_of_all(d))) {
            d->sentence = d->counts.items[0].penalty;
            d->has_sentence = d->sentence.kind.state != CM_ABSENT;
        }
    }
}

/* Where the operative part first decides on this defendant; those it does not name come last. */
static uint32_t decided_at(const cm_defendant *d)
{
    return d->counts.count > 0 ? d->counts.items[0].penalty.at.begin
           : d->has_sentence   ? d->sentence.at.begin
                               : UINT32_MAX;
}

typedef struct {
    uint32_t at;
    size_t index;
} place;

static int by_place(const void *left, const void *right)
{
    const place *a = left;
    const place *b = right;
    return a->at != b->at ? (a->at > b->at) - (a->at < b->at)
                          : (a->index > b->index) - (a->index < b->index);
}

/* Those sentenced first, in the order of the operative part. */
static void order_defendants(cm_parse *p)
{
    size_t n = p->record->defendants.count;
    if (n < 2) {
        return;
    }
    const cm_defendant *all = p->record->defendants.items;
    place *places = cm_arena_array(p->mem, place, n);
    for (size_t i = 0; i < n; i++) {
        places[i] = (place){decided_at(&all[i]), i};
    }
    qsort(places, n, sizeof(*places), by_place);
    cm_defendant *sorted = cm_arena_array(p->mem, cm_defendant, n);
    size_t *now = cm_arena_array(p->mem, size_t, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = all[places[i].index];
        now[places[i].index] = i;
    }
    for (size_t i = 0; i < p->record->conflicts.count; i++) {
        cm_conflict *c = &p->record->conflicts.items[i];
        c->defendant = now[c->defendant];
    }
    p->record->defendants.items = sorted;
    p->record->defendants.cap = n;
}

void cm_operative_parse(cm_parse *p)
{
    operative o = {.p = p, .part = p->parts[CM_SECTION_OPERATIVE]};
    if (o.part.begin == o.part.end) {
        return; /* the groups stay unread */
    }
    cm_names_init(p, &o.names);
    if (p->record->defendants.count == 1) {
        *cm_vec_push(p->mem, &o.current) = 0;
    }
    walk(&o);
    close_sentences(p);
    order_defendants(p);
    cm_span at = cm_parse_span(p, o.part.from, o.part.to);
    cm_state state = o.missed > 0 ? CM_ABSENT : CM_KNOWN;
    cm_parse_group(p, CM_GROUP_DISPOSITION, state, at);
    cm_parse_group(p, CM_GROUP_TERM, state, at);
}
