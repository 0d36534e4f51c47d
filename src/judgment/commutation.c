#include "judgment/parse.h"

#define JOINT       3U  /* bytes of one character between two words */
#define NEAR_DATE   9U  /* bytes between a date and the verb it belongs to */
#define NEAR_COUNT  12U /* bytes between a number and the word it counts */
#define LONGEST     90U /* bytes of a prison's name */
#define MOST_AFTER  4   /* tokens between a word and the amount that follows it */
#define MOST_PLACES 8   /* judgments that made the sentence now served */

typedef struct {
    cm_parse *p;
    cm_commutation *c;
    size_t proposal;           /* first token of the sentence in which the prison proposes */
    size_t decision;           /* first token of the operative part */
    size_t reasoning;          /* first token after the facts */
    size_t last_term_end;      /* token of the last end of a term told before the reasoning, or 0 */
    size_t last_cut;           /* token of the last earlier reduction, or 0 */
    CM_VEC(cm_span) judgments; /* sentences that tell how the sentence came to be */
} reading;

static bool near(const cm_parse *p, size_t left, size_t right, uint32_t most)
{
    return right < p->count && p->tokens[right].begin - p->tokens[left].end <= most;
}

static bool is_commuted(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_REMITTED) ||
           (cm_parse_is_cue(p, i, CM_CUE_OUTCOME) &&
            p->tokens[i].value == (int16_t)CM_OUTCOME_COMMUTED);
}

/* ---- one reduction ---- */

/* The reduction that the word at token i says, with its term or new kind of penalty. */
static bool read_reduction(const cm_parse *p, size_t i, cm_reduction *ret_cut)
{
    if (cm_parse_is_cue(p, i, CM_CUE_REMITTED)) {
        ret_cut->rest = cm_parse_choice(p, 1, p->tokens[i].begin, p->tokens[i].end);
        return true;
    }
    size_t k = i + 1;
    if (cm_parse_is_cue(p, k, CM_CUE_PENALTY) && near(p, i, k, JOINT)) {
        const cm_token *t = &p->tokens[k];
        ret_cut->new_kind = cm_parse_choice(p, t->value, t->begin, t->end);
        k++;
    }
    if (cm_parse_is(p, k, CM_TOKEN_DURATION) && near(p, k - 1, k, JOINT)) {
        const cm_token *t = &p->tokens[k];
        ret_cut->months = cm_parse_number(p, t->months, t->begin, t->end);
        ret_cut->days = cm_parse_number(p, t->days, t->begin, t->end);
        return true;
    }
    return ret_cut->new_kind.state == CM_KNOWN;
}

/* Whether the reduction at token i, told after token `floor`, is only proposed; else the token of
 * its date, or `floor` when it has none. */
static bool is_proposed(const cm_parse *p, size_t i, size_t floor, size_t *ret_date)
{
    size_t depth = 0;
    *ret_date = floor;
    for (size_t k = i; k-- > floor + 1;) {
        if (cm_parse_is(p, k, CM_TOKEN_CLOSE)) {
            depth++;
        } else if (cm_parse_is(p, k, CM_TOKEN_OPEN)) {
            depth -= depth > 0 ? 1 : 0;
        } else if (cm_parse_is(p, k, CM_TOKEN_STOP)) {
            return false;
        } else if (cm_parse_is_cue(p, k, CM_CUE_OPINION)) {
            return true;
        } else if (depth == 0 && cm_parse_is(p, k, CM_TOKEN_DATE)) {
            *ret_date = k;
            return false;
        }
    }
    return false;
}

/* The day told at token i before a reduction at token `cut`. A ruling is not older than the year of
 * its number: where words were lost between them, the day is another ruling's. */
static cm_date_fact ruling_date(const cm_parse *p, size_t i, size_t cut)
{
    cm_date_fact date = cm_parse_date_fact(p, i);
    size_t number = cm_parse_find(p, i, cut, CM_TOKEN_CASE_NO);
    if (number < cut && cm_head_case_year(p, number) > date.value.year) {
        date.state = CM_UNREAD;
    }
    return date;
}

static bool is_told(const cm_commutation *c, const cm_reduction *cut)
{
    for (size_t i = 0; i < c->earlier.count; i++) {
        cm_date a = c->earlier.items[i].date.value;
        cm_date b = cut->date.value;
        if (a.year == b.year && a.month == b.month) {
            return true;
        }
    }
    return false;
}

static void add_earlier(reading *r, size_t date, size_t i, cm_reduction cut)
{
    cut.date = ruling_date(r->p, date, i);
    if (!is_told(r->c, &cut)) {
        *cm_vec_push(r->p->mem, &r->c->earlier) = cut;
        r->last_cut = i;
    }
}

/* Rulings of several days told together: each has the term told in its place, or all the one;
 * what they come to in sum is no term of any. */
static void add_listed(reading *r, size_t date, size_t i, cm_reduction cut)
{
    const cm_parse *p = r->p;
    size_t days = 1, terms = 1;
    while (date >= 2 * days && cm_parse_is(p, date - 2 * days + 1, CM_TOKEN_ENUM) &&
           cm_parse_is(p, date - 2 * days, CM_TOKEN_DATE)) {
        days++;
    }
    while (cm_parse_is(p, i + 2 * terms, CM_TOKEN_ENUM) &&
           cm_parse_is(p, i + 2 * terms + 1, CM_TOKEN_DURATION)) {
        terms++;
    }
    for (size_t k = 0; k < days; k++) {
        const cm_token *t = &p->tokens[i + 1 + 2 * k];
        if (terms == days && days > 1) {
            cut.months = cm_parse_number(p, t->months, t->begin, t->end);
            cut.days = cm_parse_number(p, t->days, t->begin, t->end);
        } else if (terms > 1 || (days > 1 && cm_parse_is_cue(p, i - 1, CM_CUE_SUM_OF))) {
            cut.months.state = CM_UNREAD;
            cut.days.state = CM_UNREAD;
        }
        add_earlier(r, date - 2 * (days - 1 - k), i, cut);
    }
}

static void read_earlier(reading *r)
{
    const cm_parse *p = r->p;
    size_t floor = 0;
    for (size_t i = 1; i < r->reasoning; i++) {
        cm_reduction cut = {0};
        if (!is_commuted(p, i) || !read_reduction(p, i, &cut)) {
            continue;
        }
        size_t date = floor;
        bool proposed = is_proposed(p, i, floor, &date);
        if (proposed && r->c->proposed.months.state == CM_ABSENT) {
            r->c->proposed = cut;
        } else if (!proposed && date > floor) {
            add_listed(r, date, i, cut);
        }
        floor = i;
    }
}

/* ---- the sentence now served ---- */

/* Token of the MONEY that follows token i directly, currency and brackets between; 0: none. */
static size_t money_after(const cm_parse *p, size_t i, size_t end)
{
    for (size_t k = i + 1; k < end && k <= i + MOST_AFTER; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_MONEY)) {
            return near(p, k - 1, k, JOINT * 2) ? k : 0;
        }
        if (!cm_parse_is_cue(p, k, CM_CUE_CURRENCY) && !cm_parse_is_cue(p, k, CM_CUE_FINE)) {
            return 0;
        }
    }
    return 0;
}

static void read_rights(const cm_parse *p, size_t i, cm_extent_fact *ret_rights)
{
    const cm_token *t = &p->tokens[i];
    if (cm_parse_is(p, i + 1, CM_TOKEN_DURATION) && near(p, i, i + 1, JOINT)) {
        const cm_token *term = &p->tokens[i + 1];
        *ret_rights = (cm_extent_fact){CM_KNOWN, CM_EXTENT_AMOUNT, term->months,
                                       cm_parse_span(p, t->begin, term->end)};
    } else if (cm_parse_is_cue(p, i + 1, CM_CUE_FOR_LIFE) && near(p, i, i + 1, JOINT)) {
        *ret_rights = (cm_extent_fact){CM_KNOWN, CM_EXTENT_ALL, 0,
                                       cm_parse_span(p, t->begin, p->tokens[i + 1].end)};
    }
}

static void read_confiscation(const cm_parse *p, size_t i, size_t end, cm_extent_fact *ret_fact)
{
    bool all = cm_parse_is_cue(p, i, CM_CUE_CONFISCATION_ALL);
    size_t money = all ? 0 : money_after(p, i, end);
    cm_extent extent = all ? CM_EXTENT_ALL : money != 0 ? CM_EXTENT_AMOUNT : CM_EXTENT_PART;
    uint32_t to = p->tokens[money != 0 ? money : i].end;
    *ret_fact = (cm_extent_fact){CM_KNOWN, extent, money != 0 ? p->tokens[money].number : 0,
                                 cm_parse_span(p, p->tokens[i].begin, to)};
}

static void read_imposed(const cm_parse *p, size_t i, cm_penalty *penalty)
{
    const cm_token *t = &p->tokens[i];
    bool term = cm_parse_is(p, i + 1, CM_TOKEN_DURATION) && near(p, i, i + 1, JOINT);
    if (penalty->kind.state == CM_KNOWN) {
        return;
    }
    penalty->kind = cm_parse_choice(p, t->value, t->begin, t->end);
    penalty->at = penalty->kind.at;
    if (term) {
        const cm_token *d = &p->tokens[i + 1];
        penalty->months = cm_parse_number(p, d->months, d->begin, d->end);
        penalty->days = cm_parse_number(p, d->days, d->begin, d->end);
    }
}

/* The penalty of a judgment told in tokens [begin, end): what is to be executed, where it says so.
 */
static void read_penalty(const cm_parse *p, size_t begin, size_t end, cm_penalty *ret_penalty)
{
    cm_penalty *t = ret_penalty;
    for (size_t i = begin; i < end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_EXECUTE) && cm_parse_is_cue(p, i + 1, CM_CUE_PENALTY) &&
            cm_parse_adjacent(p, i, i + 1)) {
            *t = (cm_penalty){0};
        } else if (cm_parse_is_cue(p, i, CM_CUE_PENALTY)) {
            read_imposed(p, i, t);
        } else if (cm_parse_is_cue(p, i, CM_CUE_POLITICAL_RIGHTS) &&
                   t->political_rights.state == CM_ABSENT) {
            read_rights(p, i, &t->political_rights);
        } else if (cm_parse_is_cue(p, i, CM_CUE_FINE) && t->fine.state == CM_ABSENT) {
            size_t money = money_after(p, i, end);
            if (money != 0) {
                const cm_token *m = &p->tokens[money];
                t->fine = cm_parse_number(p, m->number, p->tokens[i].begin, m->end);
            }
        } else if ((cm_parse_is_cue(p, i, CM_CUE_CONFISCATION) ||
                    cm_parse_is_cue(p, i, CM_CUE_CONFISCATION_ALL)) &&
                   t->confiscation.state == CM_ABSENT && t->kind.state == CM_KNOWN) {
            read_confiscation(p, i, end, &t->confiscation);
        }
    }
}

/* "For the crime of A, for the crime of B" before the words of the sentence: the charges from the
 * mark before them to token `last`, the last word for crime. */
static cm_text_fact charge_before(const cm_parse *p, size_t begin, size_t last)
{
    cm_sv word = cm_term_zh(p->choices->charge_word, CM_CHARGE_WORD_FOR);
    size_t i = last;
    while (i > begin &&
           (p->tokens[i - 1].kind > CM_TOKEN_CLOSE || cm_parse_is(p, i - 1, CM_TOKEN_ENUM))) {
        i--;
    }
    uint32_t from = i > begin ? p->tokens[i - 1].end : p->tokens[begin].begin;
    if (!cm_sv_starts(cm_parse_text(p, from, p->tokens[last].end), word)) {
        return (cm_text_fact){0};
    }
    from += (uint32_t)word.len;
    cm_sv name = p->record->defendants.items[0].name.value;
    size_t named =
        name.len > 0 ? cm_sv_find(cm_parse_text(p, from, p->tokens[last].end), name, 0) : SIZE_MAX;
    from += named != SIZE_MAX ? (uint32_t)(named + name.len) : 0;
    for (size_t k = i; k < last; k++) {
        bool inside = p->tokens[k].begin >= from || p->tokens[k].end > from;
        from = inside && cm_parse_is_cue(p, k, CM_CUE_OFFENCE) ? p->tokens[k].end : from;
    }
    return cm_parse_text_fact(p, from, p->tokens[last].end);
}

/* The charges named in tokens [begin, end), joined as they stand. */
static cm_text_fact read_charge(const cm_parse *p, size_t begin, size_t end)
{
    cm_text_fact charge = {0};
    for (size_t i = begin; i < end; i++) {
        if (charge.state != CM_KNOWN && cm_parse_is_cue(p, i, CM_CUE_CHARGE_END) &&
            !cm_parse_is(p, i + 1, CM_TOKEN_ENUM)) {
            charge = charge_before(p, begin, i);
        }
        if (!cm_parse_is_cue(p, i, CM_CUE_OFFENCE)) {
            continue;
        }
        size_t k = i + 1;
        size_t last = 0;
        while (k < end &&
               (cm_parse_is_cue(p, k, CM_CUE_CHARGE_END) || cm_parse_is(p, k, CM_TOKEN_ENUM))) {
            last = cm_parse_is_cue(p, k, CM_CUE_CHARGE_END) ? k : last;
            k++;
        }
        if (last == 0) {
            continue;
        }
        cm_text_fact next = cm_parse_text_fact(p, p->tokens[i].end, p->tokens[last].end);
        if (charge.state != CM_KNOWN) {
            charge = next;
        } else if (cm_sv_find(charge.value, next.value, 0) == SIZE_MAX) {
            cm_sv mark = cm_term_zh(p->choices->charge_word, CM_CHARGE_WORD_AND);
            charge.value = cm_arena_format(p->mem, "%.*s%.*s%.*s", CM_SV_ARG(charge.value),
                                           CM_SV_ARG(mark), CM_SV_ARG(next.value));
            charge.at.end = next.at.end;
        }
    }
    return charge;
}

/* A judgment without its number: a court sentences the defendant, and it is no earlier offence. */
static bool is_unnumbered(const cm_parse *p, size_t begin, size_t end)
{
    return cm_parse_find_cue(p, begin, end, CM_CUE_COURT_END) < end &&
           cm_parse_find_cue(p, begin, end, CM_CUE_DEFENDANT) < end &&
           cm_parse_find(p, begin, end, CM_TOKEN_DATE) < end &&
           cm_parse_find_cue(p, begin, end, CM_CUE_RELEASED) == end &&
           cm_parse_find_cue(p, begin, end, CM_CUE_GROUND) == end;
}

/* The judgment that tokens [begin, end), a sentence, tell of. */
static void read_judgment(reading *r, size_t begin, size_t end, bool numbered)
{
    cm_parse *p = r->p;
    size_t number = cm_parse_find(p, begin, end, CM_TOKEN_CASE_NO);
    size_t stop = begin;
    while (stop < end && !is_commuted(p, stop)) {
        stop++;
    }
    if (numbered ? number >= stop : !is_unnumbered(p, begin, stop)) {
        return;
    }
    cm_served_sentence s = {0};
    read_penalty(p, begin, stop, &s.penalty);
    cm_span at = cm_parse_span(p, p->tokens[begin].begin, p->tokens[stop - 1].end);
    if (r->judgments.count < MOST_PLACES) {
        *cm_vec_push(p->mem, &r->judgments) = at;
    }
    if (s.penalty.kind.state != CM_KNOWN) {
        return; /* an appeal that left it as it was */
    }
    if (numbered) {
        s.case_no = cm_head_case_no(p, number);
    }
    s.charge = read_charge(p, begin, stop);
    number = numbered ? number : cm_parse_find_cue(p, begin, stop, CM_CUE_DEFENDANT);
    for (size_t i = begin; i < number; i++) {
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            s.decided_on = ruling_date(p, i, number + 1);
        } else if (cm_parse_is_cue(p, i, CM_CUE_COURT_END)) {
            uint32_t from = cm_head_name_begin(p, i);
            s.court = cm_parse_text_fact(p, from, p->tokens[i].end);
        } else if (cm_parse_is_cue(p, i, CM_CUE_THIS_COURT)) {
            s.court = p->record->court;
        }
    }
    cm_text_fact before = r->c->original.charge;
    r->c->original = s;
    if (s.charge.state != CM_KNOWN) {
        r->c->original.charge = before;
    }
}

static void read_judgments(reading *r, bool numbered)
{
    size_t begin = 0;
    for (size_t i = 0; i <= r->proposal; i++) {
        if (i == r->proposal || cm_parse_is(r->p, i, CM_TOKEN_STOP)) {
            if (i > begin) {
                read_judgment(r, begin, i, numbered);
            }
            begin = i + 1;
        }
    }
}

static void read_original(reading *r)
{
    read_judgments(r, true);
    if (r->c->original.penalty.kind.state != CM_KNOWN) {
        read_judgments(r, false);
    }
}

/* What was read as an earlier sanction in the sentences about the sentence now served. */
static void drop_own_priors(const reading *r, cm_defendant *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->priors.count; i++) {
        cm_prior prior = d->priors.items[i];
        bool own = false;
        for (size_t k = 0; k < r->judgments.count; k++) {
            cm_span at = r->judgments.items[k];
            uint32_t told =
                prior.date.state == CM_KNOWN ? prior.date.at.begin : prior.penalty.at.begin;
            own = own || (told >= at.begin && told < at.end);
        }
        if (!own) {
            d->priors.items[kept++] = prior;
        }
    }
    d->priors.count = kept;
}

/* ---- dates ---- */

/* Whether token i is the day on which a term ends: "to DATE", with the word for term or for end. */
static bool is_term_end(const cm_parse *p, size_t i)
{
    if (!cm_parse_is(p, i, CM_TOKEN_DATE) || i == 0 || !near(p, i - 1, i, JOINT)) {
        return false;
    }
    bool ends = cm_parse_is_cue(p, i + 1, CM_CUE_TERM_ENDS) && near(p, i, i + 1, JOINT);
    if (!cm_parse_is_cue(p, i - 1, CM_CUE_TERM_TO)) {
        return ends && cm_parse_is_cue(p, i - 1, CM_CUE_TERM_OF); /* the word "to" was lost */
    }
    bool of = false;
    for (size_t k = i - 1; k > 0 && i - k <= MOST_AFTER; k--) {
        of = of || cm_parse_is_cue(p, k - 1, CM_CUE_TERM_OF);
    }
    return of || ends;
}

static void read_history_dates(reading *r)
{
    const cm_parse *p = r->p;
    cm_commutation *c = r->c;
    for (size_t i = 0; i < r->reasoning; i++) {
        if (is_term_end(p, i)) {
            c->old_term_to = cm_parse_date_fact(p, i);
            r->last_term_end = i;
        } else if (i < r->proposal && cm_parse_is_cue(p, i, CM_CUE_INTO_PRISON) && i > 0 &&
                   cm_parse_is(p, i - 1, CM_TOKEN_DATE) && near(p, i - 1, i, NEAR_DATE) &&
                   c->executed_from.state == CM_ABSENT) {
            c->executed_from = cm_parse_date_fact(p, i - 1);
        }
    }
    if (c->old_term_to.state == CM_KNOWN && r->last_cut > r->last_term_end) {
        c->old_term_to.state = CM_UNREAD; /* told before a reduction that moved it */
    }
}

/* ---- the prison's proposal ---- */

/* The name of the prison that begins after token i, the words for the executing organ. */
static cm_text_fact prison_after(const cm_parse *p, size_t i)
{
    uint32_t from = p->tokens[i].end;
    uint32_t to = (uint32_t)p->text.len;
    for (size_t k = i + 1; k < p->count; k++) {
        if (p->tokens[k].kind <= CM_TOKEN_CLOSE) {
            to = p->tokens[k].begin;
            break;
        }
    }
    to = to - from > LONGEST ? from + LONGEST : to;
    cm_sv text = cm_parse_text(p, from, to);
    for (int k = 0; k < CM_PRISON_COUNT; k++) {
        cm_sv word = cm_term_zh(p->choices->prison, k);
        size_t at = cm_sv_find(text, word, 0);
        if (at != SIZE_MAX && at > 0) {
            return cm_parse_text_fact(p, from, from + (uint32_t)(at + word.len));
        }
    }
    return (cm_text_fact){0};
}

static void find_proposal(reading *r)
{
    const cm_parse *p = r->p;
    r->proposal = r->decision;
    for (size_t i = 0; i < r->decision; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_EXECUTING_ORGAN)) {
            continue;
        }
        cm_range sentence = cm_parse_sentence(p, i, cm_parse_range(p, 0, r->decision));
        bool proposes = cm_parse_find_cue(p, i, sentence.end, CM_CUE_OPINION) < sentence.end;
        if (r->proposal == r->decision && proposes) {
            r->proposal = i;
            size_t date = cm_parse_find(p, i, sentence.end, CM_TOKEN_DATE);
            if (date < sentence.end) {
                r->c->proposed_on = cm_parse_date_fact(p, date);
            }
        }
        if (r->c->proposed_by.state == CM_ABSENT) {
            r->c->proposed_by = prison_after(p, i);
        }
    }
}

/* ---- conduct and payment ---- */

/* Commendations that the sentence [begin, end) counts, or lists by their months. */
static bool count_commendations(const cm_parse *p, size_t begin, size_t end, cm_number_fact *ret)
{
    int64_t counted = 0;
    size_t first = end, last = end;
    for (size_t i = begin; i < end; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_COMMENDATION)) {
            continue;
        }
        size_t number = 0;
        if (cm_parse_is(p, i + 1, CM_TOKEN_NUMBER) && near(p, i, i + 1, JOINT)) {
            number = i + 1;
        } else if (i > begin && cm_parse_is(p, i - 1, CM_TOKEN_NUMBER) &&
                   near(p, i - 1, i, NEAR_COUNT)) {
            number = i - 1;
        }
        bool dated =
            i > begin && cm_parse_is(p, i - 1, CM_TOKEN_DATE) && near(p, i - 1, i, NEAR_DATE);
        counted += number != 0 ? p->tokens[number].number / 100 : dated;
        if (number != 0 || dated) {
            first = first == end ? i : first;
            last = i;
        }
    }
    if (first == end) {
        return false;
    }
    *ret = cm_parse_number(p, counted, p->tokens[first].begin, p->tokens[last].end);
    return true;
}

static void read_commendations(reading *r, cm_range part)
{
    const cm_parse *p = r->p;
    size_t begin = part.begin;
    for (size_t i = part.begin; i <= part.end && r->c->commendations.state == CM_ABSENT; i++) {
        if (i == part.end || cm_parse_is(p, i, CM_TOKEN_STOP)) {
            (void)count_commendations(p, begin, i, &r->c->commendations);
            begin = i + 1;
        }
    }
}

typedef struct {
    bool said[CM_PERFORMANCE_COUNT];
    int64_t paid; /* fen */
    cm_span at;
} payments;

static void note_payment(const reading *r, size_t i, payments *pay)
{
    const cm_parse *p = r->p;
    bool paid = cm_parse_is_cue(p, i, CM_CUE_FINE_PAID);
    if (cm_parse_is_cue(p, i, CM_CUE_PERFORMED)) {
        pay->said[p->tokens[i].value] = true;
        pay->at = cm_parse_token_span(p, i);
        paid = p->tokens[i].value == (int16_t)CM_PERFORMANCE_FULL;
    }
    bool executed = cm_parse_is_cue(p, i, CM_CUE_EXECUTE) && p->tokens[i].value == 1 &&
                    cm_parse_is_cue(p, i + 1, CM_CUE_FINE);
    if (!paid && !executed && !cm_parse_is_cue(p, i, CM_CUE_PAYMENT)) {
        return;
    }
    size_t money = money_after(p, i, r->decision);
    if (money != 0) {
        pay->paid = p->tokens[money].number > pay->paid ? p->tokens[money].number : pay->paid;
        pay->at = cm_parse_span(p, p->tokens[i].begin, p->tokens[money].end);
    } else if (paid) {
        pay->said[CM_PERFORMANCE_FULL] = true;
        pay->at = cm_parse_token_span(p, i);
    }
}

/* What is said of fines and damages, weighed against the fine that was imposed. */
static void read_performance(reading *r)
{
    payments pay = {0};
    for (size_t i = 0; i < r->decision; i++) {
        note_payment(r, i, &pay);
    }
    const cm_penalty *owed = &r->c->original.penalty;
    int64_t due =
        owed->fine.state == CM_KNOWN ? owed->fine.value
        : owed->confiscation.state == CM_KNOWN && owed->confiscation.extent == CM_EXTENT_AMOUNT
            ? owed->confiscation.value
            : 0;
    if (pay.paid > 0 && due > 0) {
        pay.said[pay.paid >= due ? CM_PERFORMANCE_FULL : CM_PERFORMANCE_PART] = true;
    }
    bool part = pay.said[CM_PERFORMANCE_PART] ||
                (pay.said[CM_PERFORMANCE_FULL] && pay.said[CM_PERFORMANCE_NONE]) ||
                (pay.said[CM_PERFORMANCE_NONE] && pay.paid > 0);
    int value = part                            ? CM_PERFORMANCE_PART
                : pay.said[CM_PERFORMANCE_NONE] ? CM_PERFORMANCE_NONE
                : pay.said[CM_PERFORMANCE_FULL] ? CM_PERFORMANCE_FULL
                                                : -1;
    if (value >= 0) {
        r->c->performance = (cm_choice_fact){CM_KNOWN, value, pay.at};
    }
}

/* ---- the decision ---- */

/* The day a probation of parole runs from and to, after token i. */
static void read_parole(reading *r, size_t i, cm_range part, cm_defendant *d)
{
    const cm_parse *p = r->p;
    cm_range clause = cm_parse_clause(p, i, part);
    for (size_t k = i + 1; k < clause.end; k++) {
        if (!cm_parse_is(p, k, CM_TOKEN_DATE)) {
            continue;
        }
        bool to = cm_parse_is_cue(p, k - 1, CM_CUE_TERM_TO);
        cm_date_fact *fact = to ? &r->c->parole_to : &r->c->parole_from;
        *fact = cm_parse_date_fact(p, k);
    }
    if (cm_date_equal(d->term_to.value, r->c->parole_to.value)) {
        d->term_from = (cm_date_fact){0}; /* the same words are no term of imprisonment */
        d->term_to = (cm_date_fact){0};
    }
}

static void read_rights_after(reading *r, size_t i, cm_range part)
{
    const cm_parse *p = r->p;
    cm_range clause = cm_parse_clause(p, i, part);
    read_rights(p, i, &r->c->political_rights);
    for (size_t k = i + 1; k < clause.end; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_DURATION)) {
            const cm_token *t = &p->tokens[k];
            r->c->political_rights = (cm_extent_fact){CM_KNOWN, CM_EXTENT_AMOUNT, t->months,
                                                      cm_parse_span(p, p->tokens[i].begin, t->end)};
        }
    }
}

static void read_decision(reading *r, cm_range part, cm_defendant *d)
{
    const cm_parse *p = r->p;
    const cm_choice_fact *outcome = &p->record->outcome;
    bool refused = outcome->state == CM_KNOWN && outcome->value == CM_OUTCOME_NOT_COMMUTED;
    bool cut = false;
    for (size_t i = part.begin; i < part.end; i++) {
        if (is_commuted(p, i) && !cut && !refused) {
            cm_reduction granted = {0};
            cut = read_reduction(p, i, &granted);
            r->c->granted = cut ? granted : r->c->granted;
        } else if (cm_parse_is_cue(p, i, CM_CUE_POLITICAL_RIGHTS)) {
            read_rights_after(r, i, part);
        } else if (cm_parse_is_cue(p, i, CM_CUE_PAROLE_PERIOD)) {
            read_parole(r, i, part, d);
        } else if (is_term_end(p, i) && d->term_to.state == CM_ABSENT &&
                   r->c->parole_to.state == CM_ABSENT) {
            d->term_to = cm_parse_date_fact(p, i);
        } else if (cm_parse_is_cue(p, i, CM_CUE_SENT_BACK)) {
            r->c->withdrawn = cm_parse_choice(p, 1, p->tokens[i].begin, p->tokens[i].end);
        }
    }
    if (r->c->withdrawn.state == CM_KNOWN) {
        p->record->outcome = (cm_choice_fact){0};
        r->c->granted = (cm_reduction){0};
    }
}

/* The findings that bound a commutation, told anywhere: two of the sentence now served, and
 * meritorious service. */
static void read_bars(const reading *r, cm_defendant *d)
{
    const cm_parse *p = r->p;
    for (size_t i = 0; i < r->decision; i++) {
        int value = cm_parse_is_cue(p, i, CM_CUE_CIRCUMSTANCE) ? p->tokens[i].value
                    : cm_parse_is_cue(p, i, CM_CUE_DRUG_AGAIN) ? (int)CM_CIRC_DRUG_REOFFENDER
                                                               : (int)CM_CIRC_COUNT;
        bool bars = value == CM_CIRC_RECIDIVIST || value == CM_CIRC_DRUG_REOFFENDER ||
                    value == CM_CIRC_MERIT || value == CM_CIRC_MAJOR_MERIT;
        for (size_t k = 0; k < d->circumstances.count; k++) {
            bars = bars && d->circumstances.items[k].value != value;
        }
        if (bars) {
            *cm_vec_push(p->mem, &d->circumstances) =
                cm_parse_choice(p, value, p->tokens[i].begin, p->tokens[i].end);
        }
    }
}

void cm_commutation_parse(cm_parse *p)
{
    cm_record *record = p->record;
    if (record->instance.state != CM_KNOWN ||
        record->instance.value != (int)CM_INSTANCE_PENALTY_CHANGE) {
        return;
    }
    record->acts.count = 0; /* the months of the conduct in prison are no acts */
    cm_parse_group(p, CM_GROUP_ACTS, CM_UNREAD, (cm_span){0, 0});
    if (record->defendants.count == 0) {
        return;
    }
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    cm_range facts = p->parts[CM_SECTION_FACTS];
    cm_defendant *d = &record->defendants.items[0];
    d->commutation = cm_arena_new(p->mem, cm_commutation);
    reading r = {.p = p, .c = d->commutation};
    r.decision = part.end > part.begin ? part.begin : p->count;
    r.reasoning = facts.end > facts.begin ? facts.end : r.decision;
    find_proposal(&r);
    read_original(&r);
    drop_own_priors(&r, d);
    read_earlier(&r);
    read_history_dates(&r);
    read_commendations(&r, facts);
    if (r.c->commendations.state == CM_ABSENT) {
        read_commendations(&r, cm_parse_range(p, 0, r.decision));
    }
    read_performance(&r);
    read_bars(&r, d);
    read_decision(&r, part, d);
}
