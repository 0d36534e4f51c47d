#include "judgment/finding.h"
#include "judgment/party.h"

#include <stdlib.h>

#define NONE           SIZE_MAX
#define LOOK_FOR       32 /* a measure is compared with so many before it: a repetition is near */
#define NEAR_SENTENCES 2  /* a capture may be told so many sentences after its date */
#define NEAR_ACT       2  /* days from the act to an administrative detention for it */
#define JOINT          6  /* bytes between two measures that share a list of dates */

/* One pass over a passage. Dates wait until a measure takes them. */
typedef struct {
    cm_parse *p;
    cm_indexes who;
    CM_VEC(size_t) dates; /* tokens of dates listed together */
    size_t taken;         /* how many of them a measure has taken */
    bool suspected;       /* "on suspicion of" or "for this case" was read in this passage */
    bool other_act;       /* a ground of its own was told since */
    bool serving;         /* an earlier sanction was just told: a release ends that one */
    int decided; /* the last measure is of this kind, and only decided or approved; else -1 */
} walk;

static void forget_dates(walk *w)
{
    w->dates.count = 0;
    w->taken = 0;
}

static bool is_birth(const walk *w, size_t i)
{
    const cm_parse *p = w->p;
    if (cm_parse_is_cue(p, i + 1, CM_CUE_BORN) ||
        (i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_BORN) && cm_parse_adjacent(p, i - 1, i))) {
        return true;
    }
    const cm_defendant *d = &p->record->defendants.items[w->who.items[0]];
    return d->birth_date.state == CM_KNOWN &&
           d->birth_date.at.begin == cm_parse_token_span(p, i).begin;
}

static void add_date(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    bool listed = w->taken == 0 && w->dates.count > 0 &&
                  w->dates.items[w->dates.count - 1] + 2 >= i &&
                  p->tokens[i].begin - p->tokens[w->dates.items[w->dates.count - 1]].end <= 3;
    if (!listed) {
        forget_dates(w);
    }
    *cm_vec_push(p->mem, &w->dates) = i;
}

static void note(walk *w, int kind, size_t cue, size_t date)
{
    const cm_parse *p = w->p;
    for (size_t k = 0; k < w->who.count; k++) {
        cm_defendant *d = &p->record->defendants.items[w->who.items[k]];
        cm_measure m = {cm_parse_choice(p, kind, p->tokens[cue].begin, p->tokens[cue].end),
                        cm_parse_date_fact(p, date)};
        bool blotted = cm_parse_is_blotted_date(p, date);
        if (m.date.state != CM_KNOWN && !blotted) {
            continue;
        }
        if (w->decided == kind && d->measures.count > 0) {
            d->measures.items[d->measures.count - 1] = m; /* the day it was carried out counts */
            continue;
        }
        bool known = false;
        size_t from = d->measures.count > LOOK_FOR ? d->measures.count - LOOK_FOR : 0;
        for (size_t i = from; i < d->measures.count && !known; i++) {
            const cm_measure *old = &d->measures.items[i];
            known =
                !blotted && old->kind.value == kind && cm_date_equal(old->date.value, m.date.value);
        }
        if (!known) {
            *cm_vec_push(p->mem, &d->measures) = m;
        }
    }
}

/* Whether another measure follows token i as the next of a list. */
static bool lists_another(const cm_parse *p, size_t i)
{
    size_t next = cm_parse_is(p, i + 1, CM_TOKEN_ENUM) ? i + 2 : i + 1;
    return cm_parse_is_cue(p, next, CM_CUE_MEASURE) &&
           p->tokens[next].begin - p->tokens[i].end <= JOINT;
}

static void take_dates(walk *w, int kind, size_t i)
{
    if (w->dates.count == 0) {
        return; /* undated measures are not recorded */
    }
    if (w->dates.count > 1 && (lists_another(w->p, i) || w->taken > 0)) {
        size_t k = w->taken < w->dates.count ? w->taken : w->dates.count - 1;
        note(w, kind, i, w->dates.items[k]);
        w->taken++;
        return;
    }
    for (size_t k = 0; k < w->dates.count; k++) {
        note(w, kind, i, w->dates.items[k]);
    }
    w->taken = w->dates.count;
}

static void read_measure(walk *w, int kind, size_t i)
{
    if (kind == CM_MEASURE_ADMIN_DETENTION && (!w->suspected || w->other_act)) {
        forget_dates(w); /* for another act: an earlier sanction */
        w->serving = true;
        return;
    }
    if (kind == CM_MEASURE_DETENTION && cm_parse_is(w->p, i + 1, CM_TOKEN_DURATION) &&
        cm_parse_adjacent(w->p, i, i + 1)) {
        forget_dates(w);
        w->serving = true;
        return;
    }
    if (kind == CM_MEASURE_RELEASE && w->serving) {
        forget_dates(w);
        return;
    }
    if (kind == CM_MEASURE_CUSTODY && cm_parse_is(w->p, i + 1, CM_TOKEN_DURATION) &&
        cm_parse_adjacent(w->p, i, i + 1)) {
        return; /* how long, not when */
    }
    take_dates(w, kind, i);
    w->decided = -1;
    w->serving = false;
}

/* Decided now, perhaps carried out later: then that day counts. */
static void read_decision(walk *w, int kind, size_t i)
{
    if (w->dates.count > 0) {
        w->decided = -1;
        take_dates(w, kind, i);
        w->decided = kind;
    }
}

static void read_cue(walk *w, size_t i)
{
    const cm_token *t = &w->p->tokens[i];
    switch (t->cue) {
    case CM_CUE_MEASURE:
        read_measure(w, t->value, i);
        break;
    case CM_CUE_CAPTURED:
        read_measure(w, CM_MEASURE_CAPTURE, i);
        break;
    case CM_CUE_ACTED_ON:
        if (t->value == 1) {
            read_measure(w, CM_MEASURE_CAPTURE, i);
        }
        break;
    case CM_CUE_ARREST_APPROVED:
        read_decision(w, CM_MEASURE_ARREST, i);
        break;
    case CM_CUE_DETENTION_DECIDED:
        read_decision(w, CM_MEASURE_DETENTION, i);
        w->serving = false;
        break;
    case CM_CUE_EXECUTE:
        if (w->decided >= 0 && w->dates.count > 0 && w->taken == 0) {
            take_dates(w, w->decided, i); /* "carried out the next day", without naming it again */
            w->decided = -1;
        }
        break;
    case CM_CUE_SUSPECTED:
        w->suspected = true;
        w->other_act = false;
        w->serving = false;
        break;
    case CM_CUE_GROUND:
        w->other_act = true;
        break;
    case CM_CUE_SENTENCED:
        if (cm_parse_is_cue(w->p, i + 1, CM_CUE_MEASURE)) {
            break; /* "is given administrative detention" */
        }
        w->serving = true;
        forget_dates(w);
        break;
    case CM_CUE_PENALTY:
    case CM_CUE_SANCTION:
        w->serving = true;
        forget_dates(w);
        break;
    case CM_CUE_RELEASED:
    case CM_CUE_NO_MEASURE:
        forget_dates(w);
        break;
    default:
        break;
    }
}

static void read_sentence(walk *w, size_t begin, size_t end)
{
    forget_dates(w);
    for (size_t i = begin; i < end; i++) {
        const cm_token *t = &w->p->tokens[i];
        if (t->kind == CM_TOKEN_DATE && !is_birth(w, i)) {
            add_date(w, i);
        } else if (t->kind == CM_TOKEN_COMMA && w->taken > 0) {
            forget_dates(w);
        } else if (t->kind == CM_TOKEN_SEMICOLON) {
            forget_dates(w);
            w->suspected = false;
        } else if (t->kind == CM_TOKEN_CUE) {
            read_cue(w, i);
        }
    }
}

static void read_entry(cm_parse *p, const cm_party_entry *e)
{
    walk w = {.p = p, .decided = -1};
    for (size_t i = e->begin; i < e->end;) {
        size_t end = cm_parse_find(p, i, e->end, CM_TOKEN_STOP);
        w.who = cm_party_subjects(p, e, i, end);
        if (w.who.count > 0) {
            read_sentence(&w, i, end);
        }
        i = end + 1;
    }
}

/* Captures, and administrative detention for the same act, that the court's facts tell. */

typedef struct {
    cm_parse *p;
    cm_names names;
    size_t last_date;          /* token of the last full date of this paragraph, or NONE */
    size_t sentence, dated_in; /* number of this sentence, and of the one with last_date */
} captures;

static void give(cm_parse *p, cm_indexes who, int kind, size_t cue, size_t date)
{
    walk w = {.p = p, .who = who, .decided = -1};
    if (p->tokens[date].date.year != 0 || cm_parse_is_blotted_date(p, date)) {
        note(&w, kind, cue, date);
    }
}

static bool is_capture(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_CAPTURED) ||
           (cm_parse_is_cue(p, i, CM_CUE_ACTED_ON) && p->tokens[i].value == 1);
}

/* Whether the first defendant was in custody on the day of token i: a capture told for later in the
 * same sentence can only be of that day. */
static bool is_day_of_custody(const cm_parse *p, size_t i)
{
    const cm_defendant *d = &p->record->defendants.items[0];
    size_t looked = d->measures.count < LOOK_FOR ? d->measures.count : LOOK_FOR;
    for (size_t k = 0; k < looked && p->record->defendants.count == 1; k++) {
        const cm_measure *m = &d->measures.items[k];
        if (cm_date_equal(m->date.value, p->tokens[i].date)) {
            return m->kind.value == CM_MEASURE_DETENTION || m->kind.value == CM_MEASURE_CUSTODY;
        }
    }
    return false;
}

/* The date of the capture at token i: the last one before it in its sentence, unless words for
 * "later" stand between; else one of the sentences before, or, on the spot, of the paragraph. */
static size_t capture_date(const captures *c, cm_range sentence, size_t i)
{
    const cm_parse *p = c->p;
    int how = cm_parse_is_cue(p, i, CM_CUE_CAPTURED) ? p->tokens[i].value : -1;
    bool later = false;
    for (size_t k = i; k-- > sentence.begin;) {
        if (cm_parse_is(p, k, CM_TOKEN_DATE)) {
            return !later || is_day_of_custody(p, k) ? k : NONE;
        }
        later = later || (how != 1 && cm_parse_is_cue(p, k, CM_CUE_AFTERWARDS));
    }
    if (later) {
        return NONE;
    }
    bool near = how == 1 || (how != 2 && c->dated_in + NEAR_SENTENCES >= c->sentence);
    return near ? c->last_date : NONE;
}

static bool is_admin_detention(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_MEASURE) &&
           p->tokens[i].value == CM_MEASURE_ADMIN_DETENTION;
}

/* Whether the administrative detention at token i is for the act of this case: so called before it,
 * or changed into detention in the clauses right after it. */
static bool is_for_this_case(const cm_parse *p, cm_range sentence, size_t i)
{
    if (cm_parse_find_cue(p, sentence.begin, i, CM_CUE_SUSPECTED) < i) {
        return true;
    }
    for (size_t k = i + 1; k < sentence.end && !cm_parse_is(p, k, CM_TOKEN_SEMICOLON); k++) {
        if (cm_parse_is_cue(p, k, CM_CUE_MEASURE)) {
            return p->tokens[k].value == CM_MEASURE_DETENTION;
        }
    }
    return false;
}

static void read_admin_detention(const captures *c, cm_range sentence, size_t i)
{
    cm_parse *p = c->p;
    size_t date = i;
    while (date > sentence.begin && !cm_parse_is(p, date, CM_TOKEN_DATE) &&
           !cm_parse_is(p, date, CM_TOKEN_SEMICOLON)) {
        date--;
    }
    if (cm_parse_is(p, date, CM_TOKEN_DATE) && cm_date_is_full(p->tokens[date].date) &&
        is_for_this_case(p, sentence, i)) {
        give(p, cm_finding_subjects(p, &c->names, sentence, i), CM_MEASURE_ADMIN_DETENTION, i,
             date);
    }
}

/* The dates before token i that are listed for several: from the first one that a list, or one
 * "respectively" before token i, joins to `last`. */
static cm_indexes listed_dates(const captures *c, cm_range sentence, size_t i, size_t last)
{
    const cm_parse *p = c->p;
    cm_indexes back = {.items = NULL};
    cm_indexes dates = {.items = NULL};
    bool apart = false;
    for (size_t k = last; k < i; k++) {
        apart = apart || (cm_parse_is_cue(p, k, CM_CUE_EACH) && p->tokens[k].value == 1);
    }
    size_t first = last;
    for (size_t k = last + 1; k-- > sentence.begin && last - k < LOOK_FOR;) {
        bool joined = k == last || (k + 2 == first && cm_parse_is(p, k + 1, CM_TOKEN_ENUM));
        if (cm_parse_is(p, k, CM_TOKEN_DATE) && (joined || apart)) {
            *cm_vec_push(p->mem, &back) = k;
            first = k;
        } else if (is_capture(p, k)) {
            break;
        }
    }
    for (size_t k = back.count; k-- > 0;) {
        *cm_vec_push(p->mem, &dates) = back.items[k];
    }
    return dates;
}

/* "X on 2 June, Y on 3 June were respectively caught": each by the names before the date. False
 * when some date has no name. */
static bool give_by_name(captures *c, cm_range sentence, const cm_indexes *dates, size_t cue)
{
    cm_parse *p = c->p;
    CM_VEC(cm_indexes) who = {.items = NULL};
    uint32_t from = sentence.from;
    for (size_t k = 0; k < dates->count; k++) {
        const cm_token *date = &p->tokens[dates->items[k]];
        *cm_vec_push(p->mem, &who) = cm_finding_between(p, &c->names, from, date->begin);
        if (who.items[k].count == 0) {
            return false;
        }
        from = date->end;
    }
    for (size_t k = 0; k < dates->count; k++) {
        give(p, who.items[k], CM_MEASURE_CAPTURE, cue, dates->items[k]);
    }
    return true;
}

static void read_capture(captures *c, cm_range sentence, size_t i)
{
    cm_parse *p = c->p;
    size_t date = capture_date(c, sentence, i);
    if (date == NONE) {
        return;
    }
    cm_indexes who = cm_finding_subjects(p, &c->names, sentence, i);
    cm_indexes dates = {.items = NULL};
    if (date >= sentence.begin && p->record->defendants.count > 1) {
        dates = listed_dates(c, sentence, i, date);
    }
    if (dates.count < 2) {
        give(p, who, CM_MEASURE_CAPTURE, i, date);
        return;
    }
    if (give_by_name(c, sentence, &dates, i) || dates.count != who.count) {
        return; /* a list that does not come out even: whose day it was is not understood */
    }
    for (size_t k = 0; k < who.count; k++) {
        cm_indexes one = {.items = NULL};
        *cm_vec_push(p->mem, &one) = who.items[k];
        give(p, one, CM_MEASURE_CAPTURE, i, dates.items[k]);
    }
}

/* "was taken into custody on": custody that only the facts tell. */
static void read_custody(const captures *c, cm_range sentence, size_t i)
{
    cm_parse *p = c->p;
    bool taken = i > sentence.begin && cm_parse_is_cue(p, i - 1, CM_CUE_PASSIVE) &&
                 p->tokens[i].begin - p->tokens[i - 1].end <= JOINT;
    size_t date = i;
    while (date > sentence.begin && !cm_parse_is(p, date, CM_TOKEN_DATE)) {
        date--;
    }
    if (taken && cm_parse_is(p, date, CM_TOKEN_DATE) && !cm_parse_is(p, i + 1, CM_TOKEN_DURATION)) {
        give(p, cm_finding_subjects(p, &c->names, sentence, i), CM_MEASURE_CUSTODY, i, date);
    }
}

static bool is_custody(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_MEASURE) && p->tokens[i].value == CM_MEASURE_CUSTODY;
}

static void read_captures(captures *c, cm_range sentence)
{
    cm_parse *p = c->p;
    for (size_t i = sentence.begin; i < sentence.end; i++) {
        if (cm_folded_break_at(p->folded, p->tokens[i].begin) ||
            cm_parse_is_cue(p, i, CM_CUE_ALSO_FOUND)) {
            c->last_date = NONE;
        }
        if (is_admin_detention(p, i)) {
            read_admin_detention(c, sentence, i);
        } else if (is_custody(p, i)) {
            read_custody(c, sentence, i);
        } else if (is_capture(p, i)) {
            read_capture(c, sentence, i);
        } else if (cm_parse_is_blotted_date(p, i) ||
                   (cm_parse_is(p, i, CM_TOKEN_DATE) && cm_date_is_full(p->tokens[i].date))) {
            c->last_date = i;
            c->dated_in = c->sentence;
        }
    }
}

static void read_findings(cm_parse *p)
{
    captures c = {.p = p, .last_date = NONE};
    cm_names_init(p, &c.names);
    cm_finding f = cm_finding_start(p);
    cm_range sentence;
    while (cm_finding_next(p, &f, &sentence)) {
        c.sentence++;
        read_captures(&c, sentence);
    }
}

static int by_date(const void *left, const void *right)
{
    const cm_measure *a = left;
    const cm_measure *b = right;
    int order = cm_date_compare(a->date.value, b->date.value);
    return order != 0
               ? order
               : (a->kind.at.begin > b->kind.at.begin) - (a->kind.at.begin < b->kind.at.begin);
}

static void sort(cm_defendant *d)
{
    if (d->measures.count > 1) {
        qsort(d->measures.items, d->measures.count, sizeof(cm_measure), by_date);
    }
}

void cm_measure_parse(cm_parse *p)
{
    size_t count = p->record->defendants.count;
    if (count == 0) {
        return;
    }
    cm_party_entries entries = {.items = NULL};
    cm_party_entries_find(p, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        read_entry(p, &entries.items[i]);
    }
    read_findings(p);
    for (size_t i = 0; i < count; i++) {
        sort(&p->record->defendants.items[i]);
    }
    cm_parse_group(p, CM_GROUP_MEASURES, entries.count > 0 ? CM_KNOWN : CM_ABSENT, (cm_span){0, 0});
}

/* Whether an act that the court found lies at most NEAR_ACT days before this day. */
static bool follows_act(const cm_parse *p, cm_date day)
{
    for (size_t i = 0; i < p->record->acts.count; i++) {
        cm_date act = p->record->acts.items[i].value;
        if (cm_date_exists(act)) {
            int32_t days = cm_date_to_days(day) - cm_date_to_days(act);
            if (days >= 0 && days <= NEAR_ACT) {
                return true;
            }
        }
    }
    return false;
}

/* Using drugs or gambling, found with the offence, is another act. */
static bool is_other_act(const cm_parse *p, cm_sv ground)
{
    for (int k = 0; k < CM_OTHER_ACT_COUNT; k++) {
        if (cm_sv_find(ground, cm_term_zh(p->choices->other_act, k), 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static bool is_of_this_act(const cm_parse *p, const cm_prior *prior)
{
    cm_sv detention = cm_term_zh(p->choices->sanction, CM_SANCTION_ADMIN_DETENTION);
    return prior->kind.value == CM_PRIOR_ADMINISTRATIVE && prior->charge.state != CM_UNREAD &&
           !cm_parse_is_masked(p, prior->charge.value) &&
           cm_sv_equal(prior->penalty.value, detention) && cm_date_exists(prior->date.value) &&
           follows_act(p, prior->date.value) && !is_other_act(p, prior->charge.value);
}

static void add_once(cm_parse *p, cm_defendant *d, const cm_prior *prior)
{
    cm_measure m = {prior->kind, prior->date};
    m.kind.value = CM_MEASURE_ADMIN_DETENTION;
    for (size_t i = 0; i < d->measures.count; i++) {
        if (d->measures.items[i].kind.value == m.kind.value &&
            cm_date_equal(d->measures.items[i].date.value, m.date.value)) {
            return;
        }
    }
    *cm_vec_push(p->mem, &d->measures) = m;
    sort(d);
}

void cm_measure_settle(cm_parse *p)
{
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_defendant *d = &p->record->defendants.items[i];
        size_t kept = 0;
        for (size_t k = 0; k < d->priors.count; k++) {
            if (is_of_this_act(p, &d->priors.items[k])) {
                add_once(p, d, &d->priors.items[k]);
            } else {
                d->priors.items[kept++] = d->priors.items[k];
            }
        }
        d->priors.count = kept;
    }
}
