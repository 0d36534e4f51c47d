#include "judgment/finding.h"

#define NONE        SIZE_MAX
#define RECOMMENDS  2   /* value of an opinion's words that recommend a penalty */
#define MOST_TOKENS 200 /* of one sentence */
#define JOINT       6U  /* bytes between the two ends of a range */
#define MOST_RANGE  5   /* tokens of a range */

/* A recommendation being read: one sentence, penalty after penalty. */
typedef struct {
    cm_parse *p;
    cm_names names;
    cm_range sentence;
    cm_indexes who;    /* the defendants spoken of */
    bool counsel;      /* speaks, or spoke last */
    uint32_t named_to; /* folded offset up to which names were looked for */
} reading;

static bool is_bound(const cm_parse *p, size_t i, cm_bound bound)
{
    cm_sv rest = cm_parse_text(p, p->tokens[i].end, (uint32_t)p->text.len);
    return cm_sv_starts(rest, cm_term_zh(p->choices->bound, (int)bound));
}

/* The ends of a range as tokens; NONE where the text gives no such end. */
typedef struct {
    size_t low, high;
    size_t after; /* the token after the range; NONE: there is no range */
} range;

/* "A to B", "A and above, B and below", "A and below", "A": the range that begins at token i. */
static range read_range(const cm_parse *p, size_t i, cm_token_kind kind)
{
    const range none = {NONE, NONE, NONE};
    size_t k = i + 1;
    if (!cm_parse_is(p, i, kind) && !cm_parse_is(p, i, CM_TOKEN_NUMBER)) {
        return none;
    }
    bool above = is_bound(p, i, CM_BOUND_ABOVE);
    while (cm_parse_is_cue(p, k, CM_CUE_TERM_TO) || cm_parse_is_cue(p, k, CM_CUE_CURRENCY) ||
           (above &&
            (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is_cue(p, k, CM_CUE_ALL_OF_THEM)))) {
        k++;
    }
    if (cm_parse_is(p, k, kind) && (k > i + 1 || above) &&
        p->tokens[k].begin - p->tokens[k - 1].end <= JOINT) {
        return (range){i, k, k + 1};
    }
    if (!cm_parse_is(p, i, kind)) {
        return none;
    }
    return (range){is_bound(p, i, CM_BOUND_BELOW) ? NONE : i, above ? NONE : i, i + 1};
}

static void put_money(const cm_parse *p, size_t i, cm_number_fact *ret_money)
{
    if (i != NONE) {
        const cm_token *t = &p->tokens[i];
        *ret_money = cm_parse_number(p, t->number, t->begin, t->end);
    }
}

/* A bare number before "to" is of the unit of the term after it, token `to`: three TO FIVE YEARS.
 */
static void put_term(const cm_parse *p, size_t i, size_t to, cm_number_fact *ret_months,
                     cm_number_fact *ret_days)
{
    if (i == NONE) {
        return;
    }
    const cm_token *t = &p->tokens[i];
    int64_t months = t->months;
    if (t->kind == CM_TOKEN_NUMBER) {
        months = t->number / 100;
        bool years = p->tokens[to].months % 12 == 0 && months * 12 < p->tokens[to].months;
        months = years ? months * 12 : months;
    }
    *ret_months = cm_parse_number(p, months, t->begin, t->end);
    *ret_days = cm_parse_number(p, t->kind == CM_TOKEN_NUMBER ? 0 : t->days, t->begin, t->end);
}

/* The term of the penalty at token i: after it, or right before it. */
static void read_term(const cm_parse *p, size_t begin, size_t i, cm_recommendation *r)
{
    range found = read_range(p, i + 1, CM_TOKEN_DURATION);
    bool after = found.after != NONE;
    for (size_t k = i; !after && k-- > begin && i - k <= MOST_RANGE;) {
        range before = read_range(p, k, CM_TOKEN_DURATION);
        found = before.after == i ? before : found; /* the longest */
    }
    put_term(p, found.low, found.high, &r->min_months, &r->min_days);
    put_term(p, found.high, found.high, &r->max_months, &r->max_days);
}

static cm_recommendation *find(reading *w, size_t defendant)
{
    for (size_t i = 0; i < w->p->record->recommendations.count; i++) {
        if (w->p->record->recommendations.items[i].defendant == defendant) {
            return &w->p->record->recommendations.items[i];
        }
    }
    cm_recommendation *r = cm_vec_push(w->p->mem, &w->p->record->recommendations);
    r->defendant = defendant;
    return r;
}

/* A penalty: the first of this sentence begins the recommendation anew (it was adjusted), a later
 * one of the same person is another count, and only "to be executed" replaces it. */
static void read_penalty(reading *w, size_t i, bool executed)
{
    cm_parse *p = w->p;
    size_t only = p->record->defendants.count == 1 ? 0 : CM_NO_DEFENDANT;
    cm_indexes who = cm_finding_in_clause(p, &w->names, w->sentence, i);
    if (who.count == 0) {
        who = cm_finding_between(p, &w->names, w->named_to, p->tokens[i].begin);
    }
    w->who = who.count > 0 ? who : w->who;
    w->named_to = p->tokens[i].end;
    size_t count = w->who.count > 0 ? w->who.count : 1;
    for (size_t k = 0; k < count; k++) {
        cm_recommendation *r = find(w, w->who.count > 0 ? w->who.items[k] : only);
        cm_span at = cm_parse_token_span(p, i);
        uint32_t begin = p->tokens[w->sentence.begin].begin;
        bool same = r->at.end > 0 && r->at.begin >= cm_parse_span(p, begin, begin + 1).begin;
        if (same && !executed) {
            continue;
        }
        cm_recommendation fresh = {.defendant = r->defendant, .at = at};
        fresh.kind = cm_parse_choice(p, p->tokens[i].value, p->tokens[i].begin, p->tokens[i].end);
        read_term(p, w->sentence.begin, i, &fresh);
        fresh.probation = same ? r->probation : CM_ABSENT;
        *r = fresh;
    }
}

/* Fine and probation go to those whose penalty was named last. */
static void read_rest(reading *w, size_t i)
{
    cm_parse *p = w->p;
    size_t only = p->record->defendants.count == 1 ? 0 : CM_NO_DEFENDANT;
    size_t count = w->who.count > 0 ? w->who.count : 1;
    size_t k = i + 1;
    while (cm_parse_is_cue(p, k, CM_CUE_CURRENCY)) {
        k++;
    }
    for (size_t n = 0; n < count; n++) {
        cm_recommendation *r = find(w, w->who.count > 0 ? w->who.items[n] : only);
        r->at = r->at.end > 0 ? r->at : cm_parse_token_span(p, i);
        if (cm_parse_is_cue(p, i, CM_CUE_FINE)) {
            range fine = read_range(p, k, CM_TOKEN_MONEY);
            put_money(p, fine.low, &r->fine_min);
            put_money(p, fine.high, &r->fine_max);
        } else {
            r->probation = CM_KNOWN;
            range period = read_range(p, k, CM_TOKEN_DURATION);
            cm_number_fact days = {.state = CM_ABSENT};
            put_term(p, period.low, period.high, &r->probation_min, &days);
            put_term(p, period.high, period.high, &r->probation_max, &days);
        }
    }
}

static bool recommends(const cm_parse *p, size_t i)
{
    return (cm_parse_is_cue(p, i, CM_CUE_OPINION) || cm_parse_is_cue(p, i, CM_CUE_OPINION_END)) &&
           p->tokens[i].value == RECOMMENDS;
}

/* Where the recommendation of the sentence begins: at "recommends", or, where only the noun stands
 * after the penalties, with the sentence. The end of the sentence when counsel recommends. */
static size_t recommended_from(const cm_parse *p, cm_range s)
{
    size_t found = s.end;
    for (size_t i = s.begin; i < s.end && found == s.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_COURT_HOLDS)) {
            return s.end;
        }
        if (recommends(p, i)) {
            found = cm_parse_is_cue(p, i, CM_CUE_OPINION) ? i : s.begin;
        }
    }
    return found;
}

static void read_sentence(reading *w)
{
    const cm_parse *p = w->p;
    size_t from = recommended_from(p, w->sentence);
    bool executed = false;
    bool any = false;
    for (size_t i = from; i < w->sentence.end && i - from < MOST_TOKENS; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_ADOPTED) || cm_parse_is_cue(p, i, CM_CUE_REJECTED)) {
            break;
        }
        if (cm_parse_is_cue(p, i, CM_CUE_EXECUTE)) {
            executed = true;
        } else if (cm_parse_is_cue(p, i, CM_CUE_PENALTY)) {
            read_penalty(w, i, executed);
            any = true;
        } else if ((cm_parse_is_cue(p, i, CM_CUE_FINE) && any) ||
                   cm_parse_is_cue(p, i, CM_CUE_PROBATION)) {
            read_rest(w, i);
        }
    }
}

/* "The recommendation is fitting and is adopted": said of all of them. */
static void read_adoption(cm_parse *p, cm_range s)
{
    bool named = false;
    for (size_t i = s.begin; i < s.end; i++) {
        named = named || recommends(p, i);
        bool adopted = cm_parse_is_cue(p, i, CM_CUE_ADOPTED);
        if (!named || (!adopted && !cm_parse_is_cue(p, i, CM_CUE_REJECTED))) {
            continue;
        }
        const cm_token *t = &p->tokens[i];
        cm_choice_fact fact =
            cm_parse_choice(p, adopted ? CM_ADOPTION_ADOPTED : CM_ADOPTION_NOT, t->begin, t->end);
        if (p->record->recommendations.count == 0) {
            cm_recommendation *r = cm_vec_push(p->mem, &p->record->recommendations);
            size_t only = p->record->defendants.count == 1 ? 0 : CM_NO_DEFENDANT;
            *r = (cm_recommendation){.defendant = only, .at = fact.at};
            r->kind = (cm_choice_fact){.state = CM_UNREAD, .at = fact.at};
        }
        for (size_t k = 0; k < p->record->recommendations.count; k++) {
            p->record->recommendations.items[k].adopted = fact;
        }
        return;
    }
}

/* Whether the sentence recommends, and counsel neither speaks in it, nor spoke last. */
static bool is_prosecutions(reading *w)
{
    const cm_parse *p = w->p;
    bool found = false;
    for (size_t i = w->sentence.begin; i < w->sentence.end; i++) {
        if (p->tokens[i].kind != CM_TOKEN_CUE) {
            continue;
        }
        switch (p->tokens[i].cue) {
        case CM_CUE_DEFENDER:
            w->counsel = true;
            break;
        case CM_CUE_PROSECUTION:
        case CM_CUE_PROCURATORATE_END:
        case CM_CUE_CHARGED:
        case CM_CUE_COURT_HOLDS:
        case CM_CUE_COURT_FINDS:
            w->counsel = false;
            break;
        case CM_CUE_OPINION:
        case CM_CUE_OPINION_END:
            found = found || p->tokens[i].value == RECOMMENDS;
            break;
        default:
            break;
        }
    }
    return found && !w->counsel;
}

void cm_recommendation_parse(cm_parse *p)
{
    static const cm_section_kind PARTS[] = {CM_SECTION_HEAD, CM_SECTION_CHARGE, CM_SECTION_FACTS,
                                            CM_SECTION_REASONING, CM_SECTION_BASIS};
    reading w = {.p = p};
    cm_names_init(p, &w.names);
    for (size_t k = 0; k < CM_COUNT(PARTS); k++) {
        cm_range part = p->parts[PARTS[k]];
        for (size_t at = part.begin; at < part.end;) {
            size_t stop = cm_parse_find(p, at, part.end, CM_TOKEN_STOP);
            w.sentence = cm_parse_range(p, at, stop);
            w.sentence.from = at > 0 ? p->tokens[at - 1].end : 0;
            w.who = (cm_indexes){.items = NULL};
            w.named_to = w.sentence.from;
            at = stop + 1;
            if (!is_prosecutions(&w)) {
                continue;
            }
            read_sentence(&w);
            if (PARTS[k] >= CM_SECTION_REASONING) {
                read_adoption(p, w.sentence);
            }
        }
    }
}
