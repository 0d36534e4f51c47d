#include "judgment/operative.h"
#include "judgment/quote.h"
#include "text/utf8.h"

#define ONE_CHARACTER 3U /* bytes */
#define LONGEST_NAME  45 /* bytes of a name that the head does not have */
#define MOST_COUNTS   64 /* of one defendant, that charges named again are compared with */

cm_defendant *cm_operative_defendant(const cm_operative *o, size_t k)
{
    return &o->p->record->defendants.items[o->current.items[k]];
}

/* ---- persons ---- */

static void mention(cm_operative *o, uint32_t at, bool more)
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

/* Whether the only defendant of the head can be meant: his name is masked, the surname is the same,
 * or none of the name can be made out here. */
static bool is_sole(const cm_parse *p, cm_sv name)
{
    size_t len = 0;
    if (p->record->defendants.count != 1 || name.len == 0) {
        return false;
    }
    (void)cm_utf8_decode(name, 0, &len);
    const cm_defendant *d = &p->record->defendants.items[0];
    return d->counts.count == 0 &&
           (cm_sv_starts(d->name.value, cm_sv_slice(name, 0, len)) || cm_parse_is_masked(p, name));
}

/* The only defendant whose name the head has blotted out, or SIZE_MAX: an unknown name is his. */
static size_t find_masked(const cm_parse *p)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        if (cm_parse_is_masked(p, p->record->defendants.items[i].name.value)) {
            if (found != SIZE_MAX) {
                return SIZE_MAX;
            }
            found = i;
        }
    }
    return found;
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
static void mention_unknown(cm_operative *o, uint32_t begin, uint32_t end)
{
    cm_parse *p = o->p;
    cm_sv name = cm_parse_text(p, begin, end);
    size_t index = is_sole(p, name) ? 0 : SIZE_MAX;
    for (size_t i = 0; i < p->record->defendants.count && index == SIZE_MAX; i++) {
        index = is_slip(p->record->defendants.items[i].name.value, name) ? i : SIZE_MAX;
    }
    size_t masked = cm_parse_is_masked(p, name) ? SIZE_MAX : find_masked(p);
    if (index == SIZE_MAX && masked != SIZE_MAX) {
        index = masked;
        p->record->defendants.items[index].name = cm_parse_text_fact(p, begin, end);
        cm_names_add(p, &o->names, index);
    } else if (index == SIZE_MAX) {
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

static void on_defendant(cm_operative *o, size_t i)
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
static bool bind_offence(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    uint32_t at = p->tokens[i].begin;
    if (o->current.count > 0 && o->mention_end == at) {
        return true;
    }
    size_t before = i;
    while (before > o->part.begin && cm_parse_is(p, before - 1, CM_TOKEN_NUMBER)) {
        before--; /* a name may end in a numeral */
    }
    uint32_t from = before > o->part.begin ? p->tokens[before - 1].end : o->part.from;
    if (from == at) {
        return o->current.count > 0;
    }
    cm_indexes kept = o->current;
    mention(o, from, false);
    if (o->mention_end == at) {
        return true;
    }
    if (at - from <= LONGEST_NAME && cm_parse_is_cue(p, before - 1, CM_CUE_DEFENDANT)) {
        mention_unknown(o, from, at);
        return o->current.count > 0;
    }
    o->current = kept;
    return false;
}

static void add_count(cm_operative *o, cm_range charge, bool joined)
{
    cm_parse *p = o->p;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        *cm_vec_push(p->mem, &o->item) = o->current.items[k];
        cm_count *c = cm_vec_push(p->mem, &d->counts);
        c->charge = charge_fact(p, charge.from, charge.to);
        cm_parse_unmask(p, &c->charge, false);
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
static bool is_counted(const cm_operative *o, cm_sv charge)
{
    const cm_defendant *d = o->current.count > 0 ? cm_operative_defendant(o, 0) : NULL;
    for (size_t i = 0; d != NULL && i < d->counts.count && i < MOST_COUNTS; i++) {
        if (cm_sv_equal(d->counts.items[i].charge.value, charge)) {
            return true;
        }
    }
    return false;
}

/* Several have the name of the one spoken of, and he was convicted in an item before: the next. */
static void pass_to_namesake(cm_operative *o)
{
    for (size_t k = 0; k < o->names.namesakes.count && k < MOST_COUNTS && o->new_item; k++) {
        const cm_namesake *n = &o->names.namesakes.items[k];
        if (o->current.count == 1 && o->current.items[0] == n->first &&
            cm_operative_defendant(o, 0)->counts.count > 0 &&
            o->p->record->defendants.items[n->other].counts.count == 0) {
            cm_indexes other = {.items = NULL};
            *cm_vec_push(o->p->mem, &other) = n->other;
            o->current = other;
        }
    }
    o->new_item = false;
}

static void on_offence(cm_operative *o, size_t i)
{
    cm_parse *p = o->p;
    size_t next = i;
    uint32_t end = charge_end(p, i, o->part.end, &next);
    if (end == 0 || !bind_offence(o, i)) {
        return;
    }
    pass_to_namesake(o);
    o->total = false;
    o->joined = 0;
    o->listed = 0;
    bool apart = o->current.count == 1 && cm_listing_announced(p, next);
    size_t named = 1;
    cm_range charge = {.from = p->tokens[i].end, .to = end};
    for (size_t k = i + 1; k + 1 < next; k++) {
        if (!cm_parse_is_cue(p, k, CM_CUE_CHARGE_END) || !cm_parse_is(p, k + 1, CM_TOKEN_ENUM) ||
            p->tokens[k].end >= end) {
            continue;
        }
        charge.to = p->tokens[k].end;
        o->total = !apart; /* one penalty for several charges */
        if (is_counted(o, cm_parse_text(p, charge.from, charge.to))) {
            o->total = true;
            return;
        }
        add_count(o, charge, !apart);
        named++;
        charge = (cm_range){.from = p->tokens[k + 1].end, .to = end};
    }
    add_count(o, charge, o->total);
    o->joined = apart && named > 1 ? named : 0;
}

/* ---- the walk ---- */

static void begin_item(cm_operative *o)
{
    o->mode = CM_MODE_NEW;
    o->quote_open = false;
    o->quote_full = false;
    o->total = false;
    o->old_seen = false;
    o->rest = false;
    o->new_item = true;
    o->item.count = 0;
    o->depth = 0;
    o->joined = 0;
    o->listed = 0;
    o->ranges = 0;
}

static void on_punctuation(cm_operative *o, size_t i)
{
    switch ((cm_token_kind)o->p->tokens[i].kind) {
    case CM_TOKEN_OPEN:
        o->depth++;
        break;
    case CM_TOKEN_CLOSE:
        o->depth -= o->depth > 0 ? 1 : 0;
        break;
    case CM_TOKEN_STOP:
        if (o->mode == CM_MODE_QUOTE) {
            o->mode = CM_MODE_NEW;
        }
        break;
    case CM_TOKEN_SEMICOLON:
        if (o->mode == CM_MODE_QUOTE && !o->quote_open) {
            o->mode = CM_MODE_NEW;
        }
        break;
    default:
        break;
    }
}

static void on_quoting(cm_operative *o, size_t i)
{
    if (cm_parse_is_cue(o->p, i, CM_CUE_NAMELY)) {
        o->quote_open = o->quote_open || o->mode == CM_MODE_QUOTE;
    } else {
        o->mode = CM_MODE_QUOTE;
        o->old_seen = true;
    }
}

typedef void (*handler)(cm_operative *o, size_t i);

typedef struct {
    cm_cue cue;
    handler run;
    bool in_quotes; /* also where an earlier decision is spoken of */
} row;

static void on_old(cm_operative *o, size_t i)
{
    bool named = cm_parse_is_cue(o->p, i, CM_CUE_JUDGED_BELOW);
    o->rest = o->rest || (named && o->p->tokens[i].value == 1);
    o->mode = o->mode == CM_MODE_NEW ? CM_MODE_OLD : o->mode;
    o->old_seen = true;
    if (named && o->mode == CM_MODE_OLD) {
        cm_operative_old(o, i);
    }
}

static void on_limited(cm_operative *o, size_t i)
{
    const cm_token *t = &o->p->tokens[i];
    for (size_t k = 0; t->value != 2 && k < o->current.count; k++) {
        cm_choice_fact *limited = &cm_operative_defendant(o, k)->limited;
        *limited = cm_parse_choice(o->p, 1, t->begin, t->end);
    }
}

static const row ROWS[] = {
    {CM_CUE_DEFENDANT, on_defendant, true},
    {CM_CUE_APPELLANT, on_defendant, true},
    {CM_CUE_ACCUSED, on_defendant, true},
    {CM_CUE_OFFENCE, on_offence, false},
    {CM_CUE_PENALTY, cm_operative_penalty, false},
    {CM_CUE_EXECUTE, cm_operative_execute, true},
    {CM_CUE_FINE, cm_operative_fine, false},
    {CM_CUE_PROBATION, cm_operative_probation, false},
    {CM_CUE_PROBATION_PERIOD, cm_operative_probation, false},
    {CM_CUE_POLITICAL_RIGHTS, cm_operative_rights, false},
    {CM_CUE_CONFISCATION, cm_operative_confiscation, false},
    {CM_CUE_CONFISCATION_ALL, cm_operative_confiscation, false},
    {CM_CUE_CREDITED, cm_operative_credited, false},
    {CM_CUE_NO_MEASURE, cm_operative_spell, false},
    {CM_CUE_LIMITED, on_limited, false},
    {CM_CUE_REVOKE, on_quoting, true},
    {CM_CUE_UPHOLD, on_quoting, true},
    {CM_CUE_NAMELY, on_quoting, true},
    {CM_CUE_JUDGED_BELOW, on_old, true},
};

/* What a first instance revokes is an earlier sentence, not the decision under review. */
static bool is_first(const cm_parse *p)
{
    const cm_choice_fact *stage = &p->record->instance;
    return stage->state == CM_KNOWN && stage->value == CM_INSTANCE_FIRST;
}

static void on_cue(cm_operative *o, size_t i)
{
    for (size_t k = 0; k < CM_COUNT(ROWS); k++) {
        if (o->p->tokens[i].cue == (uint16_t)ROWS[k].cue) {
            if (o->mode == CM_MODE_NEW || ROWS[k].in_quotes) {
                ROWS[k].run(o, i);
            } else if (o->mode == CM_MODE_OLD || is_first(o->p)) {
                cm_operative_old(o, i);
            } else if (ROWS[k].cue == CM_CUE_OFFENCE) {
                o->quote_full = o->quote_open && o->mode == CM_MODE_QUOTE;
            }
            return;
        }
    }
}

/* The penalty under review: the gravest that is told of a person, as what is executed comes last.
 */
static void on_reviewed(cm_operative *o, size_t i)
{
    const cm_token *t = &o->p->tokens[i];
    bool capital = t->value == CM_PENALTY_DEATH || t->value == CM_PENALTY_DEATH_SUSPENDED;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_choice_fact *reviewed = &cm_operative_defendant(o, k)->reviewed;
        if (capital || reviewed->state != CM_KNOWN) {
            *reviewed = cm_parse_choice(o->p, t->value, t->begin, t->end);
        }
    }
}

/* What is quoted from the decision below names persons and decides nothing. */
static void on_quoted(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    if (p->record->instance.value == CM_INSTANCE_DEATH_REVIEW) {
        if (cm_parse_is_cue(p, i, CM_CUE_PENALTY)) {
            on_reviewed(o, i);
        } else if (cm_parse_is_cue(p, i, CM_CUE_LIMITED)) {
            on_limited(o, i);
        }
    }
    if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) || cm_parse_is_cue(p, i, CM_CUE_APPELLANT) ||
        cm_parse_is_cue(p, i, CM_CUE_ACCUSED)) {
        on_defendant(o, i);
    }
    if (cm_quote_at(p, i + 1) == NULL) {
        begin_item(o);
        o->old_seen = cm_parse_is_cue(p, i + 1, CM_CUE_EXECUTE);
    }
}

static void walk(cm_operative *o)
{
    const cm_parse *p = o->p;
    for (size_t i = o->part.begin; i < o->part.end; i++) {
        if (cm_quote_starts_item(p, i, o->part.begin)) {
            begin_item(o);
        }
        if (cm_quote_at(p, i) != NULL) {
            on_quoted(o, i);
            continue;
        }
        switch ((cm_token_kind)p->tokens[i].kind) {
        case CM_TOKEN_CUE:
            on_cue(o, i);
            break;
        case CM_TOKEN_DATE:
            if (o->mode == CM_MODE_NEW) {
                cm_operative_date(o, i);
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

/* A conviction whose penalty was not understood. */
static void note_unread(cm_defendant *d)
{
    for (size_t i = 0; i < d->counts.count; i++) {
        cm_choice_fact *kind = &d->counts.items[i].penalty.kind;
        kind->state = kind->state == CM_ABSENT ? CM_UNREAD : kind->state;
    }
}

static bool same_penalty(const cm_penalty *a, const cm_penalty *b)
{
    return a->kind.value == b->kind.value && a->months.value == b->months.value &&
           a->days.value == b->days.value && a->fine.value == b->fine.value &&
           a->probation_months.value == b->probation_months.value;
}

/* A later decision that sums up at its end repeats its counts. */
static void drop_repeated(cm_parse *p, cm_defendant *d)
{
    const cm_choice_fact *stage = &p->record->instance;
    if (stage->state != CM_KNOWN || stage->value == CM_INSTANCE_FIRST ||
        d->counts.count > MOST_COUNTS) {
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < d->counts.count; i++) {
        cm_count c = d->counts.items[i];
        bool again = false;
        for (size_t k = 0; k < kept; k++) {
            const cm_count *other = &d->counts.items[k];
            again = again || (cm_sv_equal(other->charge.value, c.charge.value) &&
                              same_penalty(&other->penalty, &c.penalty));
        }
        if (!again) {
            d->counts.items[kept++] = c;
        }
    }
    d->counts.count = kept;
}

/* A single count is the sentence, and so is an exemption from punishment for all of them; a person
 * without any conviction has none. */
static void close_sentences(cm_parse *p)
{
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_defendant *d = &p->record->defendants.items[i];
        drop_repeated(p, d);
        if (!d->has_sentence && (d->counts.count == 1 || is_exempt_of_all(d))) {
            d->sentence = d->counts.items[0].penalty;
            d->has_sentence = d->sentence.kind.state != CM_ABSENT;
        }
        note_unread(d);
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

void cm_operative_quoted(cm_parse *p, cm_range range)
{
    cm_operative o = {.p = p, .part = range};
    cm_names_init(p, &o.names);
    if (p->record->defendants.count == 1) {
        *cm_vec_push(p->mem, &o.current) = 0;
    }
    walk(&o);
    close_sentences(p);
}

void cm_operative_parse(cm_parse *p)
{
    cm_operative o = {.p = p, .part = p->parts[CM_SECTION_OPERATIVE]};
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
