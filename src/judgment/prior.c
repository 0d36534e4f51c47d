#include "judgment/finding.h"
#include "judgment/operative.h"
#include "judgment/party.h"

#define NONE           SIZE_MAX
#define MOST_COMPARED  64 /* earlier decisions of one defendant that a new one may repeat */
#define LONGEST_REMARK 40 /* tokens in brackets that are stepped over */

static const cm_text_fact NOT_TOLD = {CM_ABSENT, {NULL, 0}, {0, 0}};

typedef CM_VEC(cm_prior) priors;

/* One pass over a passage: dates and grounds wait until a sanction takes them. `now` are the
 * sanctions of the decision being told: several when dates are listed together. */
typedef struct {
    cm_parse *p;
    cm_indexes who;
    CM_VEC(size_t) dates;
    CM_VEC(cm_prior) now;
    size_t ground;             /* token after which the charge stands, or NONE */
    size_t listed;             /* which of several listed dates the last sanction stands for */
    bool new_date, new_ground; /* read since the last sanction */
    bool this_case;            /* the passage is about this case, or names no charge */
    bool on_parole;            /* of the last decision: a date is that of its probation's end */
    bool combined;             /* "it is decided to execute": the next penalty replaces the last */
    bool must_be_past;         /* outside the head: only after a word for "once" ... */
    bool told;                 /* ... or, where the court finds facts, with a date and a ground */
    bool past;
    bool passive;          /* "by" was read since the ground */
    const cm_names *names; /* outside the head: who is spoken of may change in a sentence */
    cm_range sentence;
} walk;

static bool same_text(cm_text_fact a, cm_text_fact b)
{
    return a.state != CM_KNOWN || b.state != CM_KNOWN || cm_sv_equal(a.value, b.value);
}

/* Whether two tellings can be of one decision where a date is masked: the terms agree. */
static bool same_term(const cm_prior *a, const cm_prior *b)
{
    return (a->date.state != CM_UNREAD && b->date.state != CM_UNREAD) ||
           a->months.state != CM_KNOWN || b->months.state != CM_KNOWN ||
           (a->months.value == b->months.value && a->days.value == b->days.value);
}

/* Whether two dates can be one: what both state agrees. */
static bool same_date(cm_date_fact a, cm_date_fact b)
{
    if (a.state != CM_KNOWN || b.state != CM_KNOWN) {
        return true;
    }
    return a.value.year == b.value.year &&
           (a.value.month == b.value.month || a.value.month == 0 || b.value.month == 0) &&
           (a.value.day == b.value.day || a.value.day == 0 || b.value.day == 0);
}

static void prefer_date(cm_date_fact *kept, cm_date_fact other)
{
    if (other.state == CM_KNOWN &&
        (kept->state != CM_KNOWN || cm_date_compare(kept->value, other.value) < 0)) {
        *kept = other;
    } else if (other.state == CM_UNREAD && kept->state == CM_ABSENT) {
        *kept = other;
    }
}

/* The same term and the same release, but another date: one of them is a slip. */
static bool disagrees(const cm_prior *a, const cm_prior *b)
{
    return a->date.state == CM_KNOWN && b->date.state == CM_KNOWN &&
           a->released_on.state == CM_KNOWN && b->released_on.state == CM_KNOWN &&
           cm_date_equal(a->released_on.value, b->released_on.value) &&
           a->months.value == b->months.value && a->days.value == b->days.value;
}

static void add_conflict(cm_parse *p, const cm_defendant *d, size_t index, const cm_prior *other)
{
    const cm_prior *old = &d->priors.items[index];
    cm_conflict conflict = {.defendant = (size_t)(d - p->record->defendants.items),
                            .pointer = cm_arena_format(p->mem, "/priors/%zu/date", index)};
    const cm_date_fact *told[] = {&old->date, &other->date};
    for (size_t i = 0; i < CM_COUNT(told); i++) {
        cm_date v = told[i]->value;
        conflict.values[i] = cm_arena_format(p->mem, "%04d-%02d-%02d", v.year, v.month, v.day);
        conflict.at[i] = told[i]->at;
    }
    cm_parse_conflict(p, &conflict);
}

/* What only the second telling of a decision says. */
static void complete(cm_prior *old, const cm_prior *now)
{
    prefer_date(&old->parole_to, now->parole_to);
    old->fine = old->fine.state == CM_ABSENT ? now->fine : old->fine;
    old->political_rights =
        old->political_rights.state == CM_ABSENT ? now->political_rights : old->political_rights;
    old->probation_months =
        old->probation_months.state == CM_ABSENT ? now->probation_months : old->probation_months;
    old->release = old->release.state == CM_ABSENT ? now->release : old->release;
    old->revoked = old->revoked.state == CM_ABSENT ? now->revoked : old->revoked;
}

/* The same decision told again, perhaps with a fuller date. `before` were told earlier. */
static bool merge(cm_parse *p, cm_defendant *d, const cm_prior *now, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        cm_prior *old = &d->priors.items[i];
        if (old->kind.value != now->kind.value || (now->kind.value != CM_PRIOR_ADMINISTRATIVE &&
                                                   !same_text(old->penalty, now->penalty))) {
            continue;
        }
        if (same_date(old->date, now->date) && same_term(old, now)) {
            old->penalty = old->penalty.state == CM_KNOWN ? old->penalty : now->penalty;
            prefer_date(&old->date, now->date);
            prefer_date(&old->released_on, now->released_on);
            complete(old, now);
            return true;
        }
        if (disagrees(old, now)) {
            add_conflict(p, d, i, now);
            return true;
        }
    }
    return false;
}

/* Give the decision that was told to its defendants. */
static void flush(walk *w)
{
    cm_parse *p = w->p;
    for (size_t k = 0; k < w->who.count; k++) {
        cm_defendant *d = &p->record->defendants.items[w->who.items[k]];
        size_t before = w->must_be_past ? d->priors.count : 0;
        before = before > MOST_COMPARED ? MOST_COMPARED : before;
        for (size_t i = 0; i < w->now.count; i++) {
            if (!merge(p, d, &w->now.items[i], before)) {
                *cm_vec_push(p->mem, &d->priors) = w->now.items[i];
            }
        }
    }
    w->now.count = 0;
}

static bool is_ground(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_GROUND) ||
           (cm_parse_is_cue(p, i, CM_CUE_EARLIER_SANCTION) && p->tokens[i].value == 1);
}

static bool is_sanction(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_PENALTY) || cm_parse_is_cue(p, i, CM_CUE_SENTENCED) ||
           cm_parse_is_cue(p, i, CM_CUE_SANCTION) || cm_parse_is_cue(p, i, CM_CUE_MEASURE) ||
           cm_parse_is_cue(p, i, CM_CUE_JUDGED_BEFORE);
}

/* Whether token i ends the ground that a clause names. */
static bool ends_ground(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_COMMA) || cm_parse_is(p, i, CM_TOKEN_DATE) ||
           is_sanction(p, i) || cm_parse_is_cue(p, i, CM_CUE_PASSIVE);
}

/* The charge or act after the ground: up to its last "crime" word, else to where the clause goes
 * on. A date that follows directly has one joining character before it. */
static cm_text_fact read_charge(const walk *w, size_t end)
{
    const cm_parse *p = w->p;
    size_t i = w->ground;
    uint32_t from = p->tokens[i - 1].end;
    uint32_t to = 0;
    size_t crime = NONE; /* the last general word for crime */
    while (i < end && (cm_parse_is_cue(p, i, CM_CUE_OFFENCE) && p->tokens[i].begin == from)) {
        from = p->tokens[i++].end;
    }
    for (; i < end; i++) {
        const cm_token *t = &p->tokens[i];
        if (cm_parse_is_cue(p, i, CM_CUE_CHARGE_END)) {
            to = t->end;
            if (!cm_parse_is(p, i + 1, CM_TOKEN_ENUM)) {
                break;
            }
        } else if (cm_parse_is_cue(p, i, CM_CUE_CRIME_WORD) && t->begin > from) {
            crime = i;
        } else if (ends_ground(p, i)) {
            if (to == 0) {
                uint32_t joint = t->kind == CM_TOKEN_DATE && t->begin >= from + 6 ? 3 : 0;
                to = t->begin - joint;
            }
            if (crime != NONE && to == p->tokens[crime].end) {
                to = p->tokens[crime].begin; /* "crime of injury" names the charge of injury */
            }
            break;
        }
    }
    if (to <= from || to - from > 120) {
        return (cm_text_fact){CM_ABSENT, {NULL, 0}, {0, 0}};
    }
    return cm_parse_text_fact(p, from, to);
}

static bool is_term(const cm_parse *p, size_t i)
{
    return cm_parse_is_amount(p, i, CM_TOKEN_DURATION);
}

/* The k-th term of the sanction at token i: the duration right after it, or of a list of them, or
 * right before it. */
static size_t term_of(const cm_parse *p, size_t i, size_t k)
{
    size_t at = i + 1;
    if (i > 0 && is_term(p, i - 1) && cm_parse_adjacent(p, i - 1, i)) {
        return i - 1;
    }
    if (cm_parse_is(p, at, CM_TOKEN_OPEN) || cm_parse_is(p, at, CM_TOKEN_COMMA)) {
        at++;
    }
    if (!is_term(p, at)) {
        return NONE;
    }
    while (k > 0 && cm_parse_is(p, at + 1, CM_TOKEN_ENUM) && is_term(p, at + 2)) {
        at += 2;
        k--;
    }
    return at;
}

static void set_term(const cm_parse *p, cm_prior *prior, size_t term)
{
    if (term == NONE) {
        return;
    }
    const cm_token *t = &p->tokens[term];
    prior->months = cm_parse_number(p, t->months, t->begin, t->end);
    prior->days = cm_parse_number(p, t->days, t->begin, t->end);
    if (t->kind == CM_TOKEN_BLOT) {
        prior->months.state = CM_UNREAD;
        prior->days.state = CM_UNREAD;
    }
}

static cm_text_fact term_text(const cm_parse *p, const cm_term_list *list, int value, size_t i)
{
    return (cm_text_fact){CM_KNOWN, cm_term_zh(list, value), cm_parse_token_span(p, i)};
}

/* Whether the sanction of this kind goes on with the decision being told. */
static bool goes_on(const walk *w, cm_prior_kind kind)
{
    return w->now.count > 0 && w->now.items[w->now.count - 1].kind.value == (int)kind &&
           !w->new_date && (!w->new_ground || w->combined);
}

/* A further penalty of the same decision: what is to be executed replaces it; where dates are
 * listed, the penalties are listed likewise. */
static void continue_sanction(walk *w, cm_text_fact penalty, size_t i)
{
    const cm_parse *p = w->p;
    cm_prior *last = &w->now.items[w->now.count - 1];
    bool next = cm_parse_is(p, i - 1, CM_TOKEN_ENUM) && w->listed + 1 < w->now.count;
    if (next) {
        last = &w->now.items[++w->listed];
    }
    if ((next || w->combined) && penalty.state == CM_KNOWN) {
        last->penalty = penalty;
        set_term(p, last, term_of(p, i, 0));
    }
    w->new_ground = false;
}

/* Outside the head a sanction must be told as past: by a word for "once", or, where the court finds
 * facts, a sanction that is no penalty by its date and ground. */
static bool is_past(const walk *w, cm_prior_kind kind)
{
    if (!w->must_be_past || w->past) {
        return true;
    }
    bool crime = w->ground != NONE && w->p->tokens[w->ground - 1].value > 0;
    bool dated = w->dates.count > 0 || w->now.count > 0;
    return w->told && dated && w->ground != NONE && w->passive &&
           (crime || kind != CM_PRIOR_CRIMINAL);
}

/* A sanction begins a decision, unless it goes on with the one being told. */
static void add_sanction(walk *w, cm_prior_kind kind, cm_text_fact penalty, size_t i)
{
    cm_parse *p = w->p;
    const cm_token *t = &p->tokens[i];
    if (w->this_case || !is_past(w, kind)) {
        return;
    }
    if (goes_on(w, kind)) {
        continue_sanction(w, penalty, i);
        return;
    }
    if (w->dates.count == 0 && w->ground == NONE && !w->past) {
        return;
    }
    cm_prior now = {.kind = cm_parse_choice(p, (int)kind, t->begin, t->end), .penalty = penalty};
    if (w->dates.count == 0 && w->now.count > 0 && !w->new_ground) {
        now.date = w->now.items[w->now.count - 1].date; /* in one breath with the one before */
    }
    if (w->ground != NONE) {
        now.charge = read_charge(w, i);
    }
    cm_parse_unmask(p, &now.charge, false);
    if (kind == CM_PRIOR_CRIMINAL) {
        cm_parse_complete_charge(p, &now.charge);
    }
    if (w->must_be_past && w->dates.count == 0 && now.charge.state == CM_ABSENT) {
        return; /* neither date nor charge: too little to tell a decision */
    }
    flush(w);
    size_t count = w->dates.count > 0 ? w->dates.count : 1;
    for (size_t k = 0; k < count; k++) {
        if (w->dates.count > 0) {
            now.date = cm_parse_date_fact(p, w->dates.items[k]);
        }
        set_term(p, &now, term_of(p, i, k));
        *cm_vec_push(p->mem, &w->now) = now;
    }
    w->listed = 0;
    w->new_date = false;
    w->new_ground = false;
    w->combined = false;
}

static void add_penalty(walk *w, int kind, size_t i)
{
    add_sanction(w, CM_PRIOR_CRIMINAL, term_text(w->p, w->p->choices->penalty, kind, i), i);
}

static void add_measure(walk *w, int measure, size_t i)
{
    const cm_parse *p = w->p;
    bool detention = measure == CM_MEASURE_DETENTION && cm_parse_is(p, i + 1, CM_TOKEN_DURATION) &&
                     cm_parse_adjacent(p, i, i + 1);
    if (measure == CM_MEASURE_ADMIN_DETENTION || detention) {
        add_sanction(w, CM_PRIOR_ADMINISTRATIVE,
                     term_text(p, p->choices->sanction, CM_SANCTION_ADMIN_DETENTION, i), i);
    } else if (measure != CM_MEASURE_RELEASE) {
        flush(w);
    }
}

static cm_prior_kind kind_of(int sanction)
{
    switch ((cm_sanction)sanction) {
    case CM_SANCTION_ADMIN_DETENTION:
    case CM_SANCTION_ADMIN_FINE:
    case CM_SANCTION_ADMIN_PENALTY:
    case CM_SANCTION_WARNING:
        return CM_PRIOR_ADMINISTRATIVE;
    case CM_SANCTION_REEDUCATION:
        return CM_PRIOR_REEDUCATION;
    case CM_SANCTION_DRUG_REHAB:
        return CM_PRIOR_DRUG_REHAB;
    case CM_SANCTION_COMMUNITY_REHAB:
    case CM_SANCTION_NO_PROSECUTION:
    case CM_SANCTION_JUDICIAL_DETENTION:
    case CM_SANCTION_JUVENILE_CUSTODY:
    case CM_SANCTION_SEIZURE:
    case CM_SANCTION_COUNT:
        break;
    }
    return CM_PRIOR_OTHER;
}

/* The release ends the decision being told; its date is the one just read. */
static void add_release(walk *w, size_t i)
{
    if (w->now.count == 0 || w->dates.count == 0 || !w->new_date || w->this_case) {
        return;
    }
    cm_prior *last = &w->now.items[w->now.count - 1];
    if (last->released_on.state == CM_ABSENT) {
        last->released_on = cm_parse_date_fact(w->p, w->dates.items[w->dates.count - 1]);
        if (cm_parse_is_cue(w->p, i, CM_CUE_RELEASED)) {
            last->release = cm_parse_choice(w->p, w->p->tokens[i].value, w->p->tokens[i].begin,
                                            w->p->tokens[i].end);
        }
    }
    w->dates.count = 0;
    w->new_date = false;
}

static void add_probation(walk *w, size_t i)
{
    if (w->now.count == 0 || !is_term(w->p, i + 1)) {
        return;
    }
    const cm_token *t = &w->p->tokens[i + 1];
    cm_number_fact months = cm_parse_number(w->p, t->months, t->begin, t->end);
    months.state = t->kind == CM_TOKEN_BLOT ? CM_UNREAD : CM_KNOWN;
    w->now.items[w->now.count - 1].probation_months = months;
}

/* Parole: by the date just read, or once it was told, up to the date that follows. */
static void add_parole(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    if (w->now.count == 0 || w->this_case) {
        return;
    }
    cm_prior *last = &w->now.items[w->now.count - 1];
    bool paroled = last->release.state == CM_KNOWN && last->release.value == CM_RELEASE_PAROLED;
    if (paroled && w->new_date && w->dates.count > 0 && last->parole_to.state == CM_ABSENT) {
        last->parole_to = cm_parse_date_fact(p, w->dates.items[w->dates.count - 1]);
        w->dates.count = 0; /* "on that day his parole ended" */
        w->new_date = false;
    } else if (paroled) {
        w->on_parole = true;
    } else if (last->released_on.state == CM_ABSENT) {
        add_release(w, i);
        last->release =
            cm_parse_choice(p, CM_RELEASE_PAROLED, p->tokens[i].begin, p->tokens[i].end);
    }
}

/* What a decision gives beside the main penalty: to the last of it. */
static void add_fine(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    size_t money = cm_operative_money(p, i, p->count);
    cm_prior *last = w->now.count > 0 ? &w->now.items[w->now.count - 1] : NULL;
    if (last != NULL && !w->this_case && money != NONE &&
        (last->fine.state == CM_ABSENT || w->combined)) {
        last->fine = cm_parse_money(p, &p->tokens[money], p->tokens[i].begin);
    }
}

static void add_rights(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    bool life = cm_parse_is_cue(p, i + 1, CM_CUE_FOR_LIFE) && cm_parse_adjacent(p, i, i + 1);
    cm_prior *last = w->now.count > 0 ? &w->now.items[w->now.count - 1] : NULL;
    if (last == NULL || w->this_case || (!life && !is_term(p, i + 1))) {
        return;
    }
    const cm_token *t = &p->tokens[i + 1];
    cm_state state = !life && t->kind == CM_TOKEN_BLOT ? CM_UNREAD : CM_KNOWN;
    last->political_rights =
        (cm_extent_fact){state, life ? CM_EXTENT_ALL : CM_EXTENT_AMOUNT, life ? 0 : t->months,
                         cm_parse_span(p, p->tokens[i].begin, t->end)};
}

/* "Its probation is revoked": of the decision being told, where that is the one that gave it. */
static void add_revoked(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    size_t near = cm_parse_find_cue(p, i, i + 4 < p->count ? i + 4 : p->count, CM_CUE_PROBATION);
    cm_prior *last = w->now.count > 0 ? &w->now.items[w->now.count - 1] : NULL;
    if (last != NULL && cm_parse_is_cue(p, near, CM_CUE_PROBATION) &&
        last->probation_months.state != CM_ABSENT) {
        last->revoked = cm_parse_choice(p, 1, p->tokens[i].begin, p->tokens[near].end);
    }
}

/* The end of the probation of parole; false: the date tells something else. */
static bool ends_parole(walk *w, size_t i)
{
    cm_prior *last = w->now.count > 0 ? &w->now.items[w->now.count - 1] : NULL;
    bool span = i > 0 && cm_parse_is_cue(w->p, i - 1, CM_CUE_TERM_TO);
    if (last == NULL || !w->on_parole || (last->parole_to.state != CM_ABSENT && !span)) {
        w->on_parole = false;
        return false;
    }
    last->parole_to = cm_parse_date_fact(w->p, i);
    return true;
}

static void add_date(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    size_t last = w->dates.count > 0 ? w->dates.items[w->dates.count - 1] : NONE;
    bool listed = last != NONE && w->new_date && last + 2 >= i &&
                  p->tokens[i].begin - p->tokens[last].end <= 3;
    bool span = listed && cm_parse_is_cue(p, i - 1, CM_CUE_TERM_TO);
    if (ends_parole(w, i)) {
        return;
    }
    w->new_date = true;
    if (!listed || span) {
        w->dates.count = 0;
    }
    if (!span) { /* "from 2008 to 2012" names no day */
        *cm_vec_push(p->mem, &w->dates) = i;
    }
}

static void open_ground(walk *w, size_t i)
{
    if (w->names != NULL) {
        cm_indexes who = cm_finding_in_clause(w->p, w->names, w->sentence, i);
        if (who.count > 0) {
            flush(w);
            w->who = who;
        }
    }
    w->ground = i + 1;
    w->new_ground = true;
    w->this_case = false;
    w->on_parole = false;
    w->passive = false;
}

/* A fine: the sanction itself, or beside the main penalty, which may have been left out. */
static void on_fine(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    const cm_token *t = &p->tokens[i];
    if (t->value == 1 || (cm_parse_is_cue(p, i - 1, CM_CUE_SENTENCED) && t->value != 2)) {
        add_penalty(w, CM_PENALTY_FINE_ONLY, i);
    } else if (t->value == 2 && w->new_date && w->new_ground && !w->must_be_past) {
        add_sanction(w, CM_PRIOR_CRIMINAL, NOT_TOLD, i); /* the main penalty was left out */
    }
    add_fine(w, i);
}

static void read_cue(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    const cm_token *t = &p->tokens[i];
    switch (t->cue) {
    case CM_CUE_GROUND:
    case CM_CUE_EARLIER_SANCTION:
        w->past = w->past || t->cue == CM_CUE_EARLIER_SANCTION || t->value == 2;
        if (is_ground(p, i)) {
            open_ground(w, i);
        }
        break;
    case CM_CUE_OFFENCE:
        if (w->ground == NONE && !w->must_be_past) {
            w->ground = i + 1;
        }
        break;
    case CM_CUE_FORMERLY:
        w->past = true;
        break;
    case CM_CUE_PASSIVE:
        w->passive = true;
        break;
    case CM_CUE_SUSPECTED:
    case CM_CUE_GENERIC_GROUND:
        w->this_case = true;
        break;
    case CM_CUE_PENALTY:
        add_penalty(w, t->value, i);
        break;
    case CM_CUE_FINE:
        on_fine(w, i);
        break;
    case CM_CUE_JUDGED_BEFORE:
        add_sanction(w, CM_PRIOR_CRIMINAL, NOT_TOLD, i);
        break;
    case CM_CUE_SANCTION:
        add_sanction(w, kind_of(t->value), term_text(p, p->choices->sanction, t->value, i), i);
        if (t->value == CM_SANCTION_ADMIN_FINE) {
            add_fine(w, i);
        }
        break;
    case CM_CUE_MEASURE:
        add_measure(w, t->value, i);
        if (t->value == CM_MEASURE_RELEASE) {
            add_release(w, i);
        }
        break;
    case CM_CUE_ORDER:
        if (t->value == CM_ORDER_FORFEIT && !w->must_be_past && w->ground != NONE) {
            add_sanction(w, CM_PRIOR_OTHER,
                         term_text(p, p->choices->sanction, CM_SANCTION_SEIZURE, i), i);
        }
        break;
    case CM_CUE_RELEASED:
        add_release(w, i);
        break;
    case CM_CUE_OUTCOME:
        if (t->value == CM_OUTCOME_PAROLED) {
            add_parole(w, i);
        }
        break;
    case CM_CUE_PAROLE_PERIOD:
        add_parole(w, i);
        break;
    case CM_CUE_POLITICAL_RIGHTS:
        add_rights(w, i);
        break;
    case CM_CUE_REVOKE:
        add_revoked(w, i);
        break;
    case CM_CUE_PROBATION:
        add_probation(w, i);
        break;
    case CM_CUE_EXECUTE:
        w->combined = true;
        break;
    default:
        break;
    }
}

/* The closing bracket of the pair that opens at i; i when it is not closed before `end`. */
static size_t last_in_brackets(const cm_parse *p, size_t i, size_t end)
{
    size_t close = i;
    while (close < end && close - i < LONGEST_REMARK && !cm_parse_is(p, close, CM_TOKEN_CLOSE)) {
        close++;
    }
    return cm_parse_is(p, close, CM_TOKEN_CLOSE) ? close : i;
}

static void read_sentence(walk *w, size_t begin, size_t end)
{
    w->dates.count = 0;
    w->ground = NONE;
    w->this_case = false;
    w->past = false;
    w->on_parole = false;
    for (size_t i = begin; i < end; i++) {
        const cm_parse *p = w->p;
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            if (cm_parse_is_cue(p, i + 1, CM_CUE_BORN)) {
                i++;
            } else if (!(i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_BORN))) {
                add_date(w, i);
            }
        } else if (w->must_be_past && cm_parse_is(p, i, CM_TOKEN_OPEN)) {
            i = last_in_brackets(p, i, end); /* a remark on somebody else */
        } else if (cm_parse_is(p, i, CM_TOKEN_SEMICOLON)) {
            w->this_case = false;
            w->on_parole = false;
            w->ground = NONE;
        } else if (cm_parse_is(p, i, CM_TOKEN_CUE)) {
            read_cue(w, i);
        }
    }
}

static void read_entry(cm_parse *p, const cm_party_entry *e)
{
    walk w = {.p = p, .ground = NONE};
    for (size_t i = e->begin; i < e->end;) {
        size_t end = cm_parse_find(p, i, e->end, CM_TOKEN_STOP);
        w.who = cm_party_subjects(p, e, i, end);
        read_sentence(&w, i, end);
        i = end + 1;
    }
    flush(&w);
}

/* The first word of an earlier sanction's story in the sentence, or its end. */
static size_t find_story(const cm_parse *p, cm_range s)
{
    size_t i = s.begin;
    while (i < s.end && !is_ground(p, i) && !cm_parse_is_cue(p, i, CM_CUE_FORMERLY) &&
           !cm_parse_is_cue(p, i, CM_CUE_EARLIER_SANCTION)) {
        i++;
    }
    size_t k = i;
    while (k < s.end && !is_sanction(p, k)) {
        k++;
    }
    return k < s.end ? i : s.end;
}

/* Whether nothing but words that open a finding stands before token i: nobody else is named. */
static bool opens_sentence(const cm_parse *p, cm_range s, size_t i)
{
    uint32_t from = s.from;
    for (size_t k = s.begin; k < i; k++) {
        bool plain = p->tokens[k].begin != from && !cm_folded_blank_at(p->folded, from);
        if (plain || !(cm_parse_is_cue(p, k, CM_CUE_ALSO_FOUND) ||
                       cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_COLON))) {
            return false;
        }
        from = p->tokens[k].end;
    }
    return p->tokens[i].begin == from;
}

/* `told`: the court is establishing facts, where a dated sanction needs no word for "once". */
static void read_told(cm_parse *p, const cm_names *names, cm_range s, bool told)
{
    size_t story = find_story(p, s);
    if (story == s.end) {
        return;
    }
    walk w = {
        .p = p, .ground = NONE, .must_be_past = true, .told = told, .names = names, .sentence = s};
    w.who = opens_sentence(p, s, story) ? cm_finding_subjects(p, names, s, story)
                                        : cm_finding_named(p, names, s, story);
    if (w.who.count == 0) {
        return;
    }
    read_sentence(&w, s.begin, s.end);
    flush(&w);
}

static void read_reasoning(cm_parse *p, const cm_names *names)
{
    cm_range part = p->parts[CM_SECTION_REASONING];
    for (size_t i = part.begin; i < part.end;) {
        size_t end = cm_parse_find(p, i, part.end, CM_TOKEN_STOP);
        cm_range s = cm_parse_range(p, i, end);
        s.from = i > 0 ? p->tokens[i - 1].end : 0;
        read_told(p, names, s, false);
        i = end + 1;
    }
}

void cm_prior_parse(cm_parse *p)
{
    if (p->record->defendants.count == 0) {
        return;
    }
    cm_party_entries entries = {.items = NULL};
    cm_party_entries_find(p, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        read_entry(p, &entries.items[i]);
    }
    cm_names names;
    cm_names_init(p, &names);
    cm_finding f = cm_finding_start(p);
    cm_range sentence;
    while (cm_finding_next(p, &f, &sentence)) {
        read_told(p, &names, sentence, true);
    }
    read_reasoning(p, &names);
    cm_parse_group(p, CM_GROUP_PRIORS, entries.count > 0 ? CM_KNOWN : CM_ABSENT, (cm_span){0, 0});
}
