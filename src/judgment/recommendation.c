#include "judgment/finding.h"

#define RECOMMENDS  2   /* value of an opinion's words that recommend a penalty */
#define MOST_TOKENS 200 /* of one sentence */
#define JOINT       6U  /* bytes between the two ends of a range */
#define MOST_RANGE  5   /* tokens of a range */

/* A recommendation being read: one sentence, penalty after penalty. */
typedef struct {
    cm_parse *p;
    cm_names names;
    cm_range sentence;
    cm_indexes who; /* the defendants spoken of */
    bool counsel;   /* speaks, or spoke last */
} reading;

static bool is_bound(const cm_parse *p, size_t i, cm_bound bound)
{
    cm_sv rest = cm_parse_text(p, p->tokens[i].end, (uint32_t)p->text.len);
    return cm_sv_starts(rest, cm_term_zh(p->choices->bound, bound));
}

/* A bare number before "to": of the unit of the term after it (three TO FIVE YEARS). */
static int64_t months_of(const cm_parse *p, size_t i, const cm_token *to)
{
    const cm_token *t = &p->tokens[i];
    if (t->kind == CM_TOKEN_DURATION) {
        return t->months;
    }
    int64_t n = t->number / 100;
    bool years = to->months % 12 == 0 && n * 12 < to->months;
    return years ? n * 12 : n;
}

static bool is_amount(const cm_parse *p, size_t i, cm_token_kind kind)
{
    return cm_parse_is(p, i, kind) || cm_parse_is(p, i, CM_TOKEN_NUMBER);
}

/* "A to B", "A and above, B and below", "A": the range that begins at token i. Returns the token
 * after it, or i. */
static size_t read_range(const cm_parse *p, size_t i, cm_token_kind kind, cm_number_fact *low,
                         cm_number_fact *high)
{
    if (!is_amount(p, i, kind)) {
        return i;
    }
    size_t k = i + 1;
    bool above = is_bound(p, i, CM_BOUND_ABOVE);
    while (cm_parse_is_cue(p, k, CM_CUE_TERM_TO) || cm_parse_is_cue(p, k, CM_CUE_CURRENCY) ||
           (above &&
            (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is_cue(p, k, CM_CUE_ALL_OF_THEM)))) {
        k++;
    }
    bool range = cm_parse_is(p, k, kind) && (k > i + 1 || above) &&
                 p->tokens[k].begin - p->tokens[k - 1].end <= JOINT;
    if (!range && !cm_parse_is(p, i, kind)) {
        return i;
    }
    const cm_token *a = &p->tokens[i];
    const cm_token *b = range ? &p->tokens[k] : a;
    bool money = kind == CM_TOKEN_MONEY;
    int64_t from = money ? a->number : months_of(p, i, b);
    int64_t to = money ? b->number : b->months;
    *low = cm_parse_number(p, from, a->begin, a->end);
    *high = cm_parse_number(p, to, b->begin, b->end);
    if (!range && is_bound(p, i, CM_BOUND_BELOW)) {
        *low = (cm_number_fact){.state = CM_ABSENT};
    } else if (!range && is_bound(p, i, CM_BOUND_ABOVE)) {
        *high = (cm_number_fact){.state = CM_ABSENT};
    }
    return range ? k + 1 : i + 1;
}

/* The term of the penalty at token i: after it, or right before it. */
static void read_term(const cm_parse *p, size_t begin, size_t i, cm_recommendation *r)
{
    if (read_range(p, i + 1, CM_TOKEN_DURATION, &r->min_months, &r->max_months) != i + 1) {
        return;
    }
    for (size_t k = i; k-- > begin && i - k <= MOST_RANGE;) {
        cm_number_fact low = {.state = CM_ABSENT};
        cm_number_fact high = {.state = CM_ABSENT};
        size_t after = read_range(p, k, CM_TOKEN_DURATION, &low, &high);
        if (after != i) {
            continue;
        }
        r->min_months = low;
        r->max_months = high;
    }
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
    w->who = who.count > 0 ? who : w->who;
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
            (void)read_range(p, k, CM_TOKEN_MONEY, &r->fine_min, &r->fine_max);
        } else {
            r->probation = CM_KNOWN;
            (void)read_range(p, k, CM_TOKEN_DURATION, &r->probation_min, &r->probation_max);
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

static bool has_recommendation(const cm_parse *p, cm_range s)
{
    for (size_t i = s.begin; i < s.end; i++) {
        if (recommends(p, i)) {
            return true;
        }
    }
    return false;
}

/* Whether counsel speaks in the sentence, or spoke last and nobody else since. */
static bool follow_speaker(reading *w)
{
    const cm_parse *p = w->p;
    for (size_t i = w->sentence.begin; i < w->sentence.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDER)) {
            w->counsel = true;
        } else if (cm_parse_is_cue(p, i, CM_CUE_PROSECUTION) ||
                   cm_parse_is_cue(p, i, CM_CUE_PROCURATORATE_END) ||
                   cm_parse_is_cue(p, i, CM_CUE_CHARGED) ||
                   cm_parse_is_cue(p, i, CM_CUE_COURT_HOLDS) ||
                   cm_parse_is_cue(p, i, CM_CUE_COURT_FINDS)) {
            w->counsel = false;
        }
    }
    return w->counsel;
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
            at = stop + 1;
            bool counsel = follow_speaker(&w);
            if (counsel || !has_recommendation(p, w.sentence)) {
                continue;
            }
            read_sentence(&w);
            if (PARTS[k] >= CM_SECTION_REASONING) {
                read_adoption(p, w.sentence);
            }
        }
    }
}
