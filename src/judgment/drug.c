#include "judgment/statement.h"

#define NEAR_NAME  6U /* bytes between a weight and the drug named after it */
#define FAR_NAME   300U
#define NEAR_PIECE 12U /* bytes between a drug and the number of its tablets */
#define THOUSAND   1000

/* How many of what the number at token i counts; 0 when it counts neither weight nor tablets. */
typedef struct {
    uint32_t end; /* folded offset after the unit; 0: no unit */
    int unit;     /* cm_weight_unit */
} measured;

static measured unit_after(const cm_parse *p, size_t i)
{
    measured m = {0, 0};
    const cm_term_list *units = p->choices->weight_unit;
    uint32_t from = p->tokens[i].end;
    uint32_t to = i + 1 < p->count ? p->tokens[i + 1].begin : (uint32_t)p->text.len;
    cm_sv rest = cm_parse_text(p, from, to);
    for (size_t u = 0; u < units->terms.count && m.end == 0; u++) {
        if (cm_sv_starts(rest, units->terms.items[u].zh)) {
            m = (measured){from + (uint32_t)units->terms.items[u].zh.len, (int)u};
        }
    }
    return m;
}

/* The value of a number in thousandths: the token holds hundredths only. */
static int64_t thousandths(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    int64_t value = t->number * 10;
    cm_sv text = cm_parse_text(p, t->begin, t->end);
    size_t point = cm_sv_find_byte(text, '.', 0);
    if (point != SIZE_MAX && point + 3 < text.len && text.ptr[point + 3] >= '0' &&
        text.ptr[point + 3] <= '9') {
        value = value / 10 * 10 + (text.ptr[point + 3] - '0');
    }
    return value;
}

static bool is_measured(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_NUMBER) && unit_after(p, i).end != 0;
}

/* The last drug named in the clause before token i, after the weight before it. */
static size_t named_before(const cm_statements *s, size_t i)
{
    size_t clause = cm_statement_clause(s, i);
    for (size_t k = i; k-- > clause && !is_measured(s->p, k);) {
        if (cm_parse_is_cue(s->p, k, CM_CUE_DRUG)) {
            return k;
        }
    }
    return SIZE_MAX;
}

/* The drug named in the clause after token i, at most `most` bytes after it. */
static size_t named_after(const cm_statements *s, size_t i, uint32_t end, uint32_t most)
{
    const cm_parse *p = s->p;
    for (size_t k = i + 1; k < s->sentence.end && p->tokens[k].begin - end <= most; k++) {
        if (cm_parse_is_cue(p, k, CM_CUE_DRUG)) {
            return k;
        }
        if (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_SEMICOLON)) {
            break;
        }
    }
    return SIZE_MAX;
}

/* Whether nothing but "of" stands between the weight at token i and the next token. */
static bool is_of(const cm_parse *p, size_t i, uint32_t end)
{
    const cm_term_list *words = p->choices->particle;
    cm_sv gap = cm_parse_text(p, end, i + 1 < p->count ? p->tokens[i + 1].begin : end);
    for (size_t w = 0; w < words->terms.count; w++) {
        if (cm_sv_equal(gap, words->terms.items[w].zh)) {
            return true;
        }
    }
    return false;
}

/* The drug that the weight at token i is of: what touches it, what stands nearest in its clause,
 * what the sentence names. */
static size_t drug_of(const cm_statements *s, size_t i, uint32_t end)
{
    size_t found = named_after(s, i, end, 0);
    if (found == SIZE_MAX && is_of(s->p, i, end)) {
        found = named_after(s, i, end, NEAR_NAME);
    }
    found = found != SIZE_MAX ? found : named_before(s, i);
    found = found != SIZE_MAX ? found : named_after(s, i, end, NEAR_NAME);
    size_t clause = cm_statement_clause(s, i);
    found = found != SIZE_MAX ? found : cm_statement_back(s, clause, i, CM_CUE_DRUG);
    found = found != SIZE_MAX ? found : named_after(s, i, end, FAR_NAME);
    size_t begin = s->sentence.begin;
    found = found != SIZE_MAX ? found : cm_statement_back(s, begin, i, CM_CUE_DRUG);
    if (found == SIZE_MAX) {
        size_t right = cm_parse_find_cue(s->p, i, s->sentence.end, CM_CUE_DRUG);
        found = right < s->sentence.end ? right : SIZE_MAX;
    }
    return found;
}

/* "Not more than ten grams", "ten grams and above": a bound of the law, no weight. */
static bool is_bound(const cm_parse *p, size_t i, uint32_t end)
{
    cm_sv rest = cm_parse_text(p, end, (uint32_t)p->text.len);
    return (i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_SHORT_OF) &&
            cm_parse_adjacent(p, i - 1, i)) ||
           cm_sv_starts(rest, cm_term_zh(p->choices->bound, CM_BOUND_ABOVE)) ||
           cm_sv_starts(rest, cm_term_zh(p->choices->bound, CM_BOUND_BELOW));
}

/* A sum over several drugs: they were named before, and none between "in all" and the weight. */
static bool is_mixed(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    bool sum = false;
    int16_t kind = -1;
    for (size_t k = i; k-- > s->sentence.begin;) {
        bool drug = cm_parse_is_cue(p, k, CM_CUE_DRUG);
        if (drug && !sum) {
            return false;
        }
        if (drug && kind >= 0 && p->tokens[k].value != kind) {
            return true;
        }
        kind = drug ? p->tokens[k].value : kind;
        sum = sum || cm_parse_is_cue(p, k, CM_CUE_SUM_OF);
    }
    return false;
}

/* Whether the weight at token i is a gross one and a net one stands in the sentence too. */
static bool is_superseded(const cm_statements *s, size_t i)
{
    const cm_parse *p = s->p;
    bool gross = false;
    for (size_t k = i; k-- > s->sentence.begin && !is_measured(p, k);) {
        if (cm_parse_is_cue(p, k, CM_CUE_WEIGHT)) {
            gross = p->tokens[k].value == 1;
            break;
        }
    }
    for (size_t k = s->sentence.begin; gross && k < s->sentence.end; k++) {
        if (cm_parse_is_cue(p, k, CM_CUE_WEIGHT) && p->tokens[k].value == 0) {
            return true;
        }
    }
    return false;
}

static bool is_seizing(const cm_parse *p, size_t k)
{
    return cm_parse_is_cue(p, k, CM_CUE_SEIZED) ||
           (cm_parse_is_cue(p, k, CM_CUE_INVESTIGATION) && p->tokens[k].value == CM_AMOUNT_SEIZED);
}

static bool is_seized(const cm_statements *s, size_t i)
{
    for (size_t k = s->sentence.begin; k < i; k++) {
        if (is_seizing(s->p, k)) {
            return true;
        }
    }
    return false;
}

static bool is_total(const cm_statements *s, size_t i)
{
    size_t clause = cm_statement_clause(s, i);
    return cm_statement_back(s, clause, i, CM_CUE_SUM_OF) != SIZE_MAX;
}

/* The only kind of drug that the document names so far, as the word that named it last. */
static size_t only_drug(const cm_statements *s, size_t *seen, bool *several)
{
    const cm_parse *p = s->p;
    for (size_t k = s->sentence.begin; k < s->sentence.end; k++) {
        if (cm_parse_is_cue(p, k, CM_CUE_DRUG)) {
            *several =
                *several || (*seen != SIZE_MAX && p->tokens[*seen].value != p->tokens[k].value);
            *seen = k;
        }
    }
    return *several ? SIZE_MAX : *seen;
}

static bool is_counted(const cm_parse *p, size_t i, size_t drug, uint32_t end)
{
    uint32_t gap =
        drug > i ? p->tokens[drug].begin - end : p->tokens[i].begin - p->tokens[drug].end;
    return gap <= NEAR_PIECE;
}

static void add(cm_parse *p, const cm_statements *s, size_t i, size_t drug)
{
    static const int64_t MILLIGRAMS[CM_WEIGHT_PIECE] = {1000, 1000000, 1000000, 1};
    measured m = unit_after(p, i);
    const cm_token *t = &p->tokens[i];
    bool pieces = m.unit >= CM_WEIGHT_PIECE;
    if (pieces && (drug == SIZE_MAX || !is_counted(p, i, drug, m.end))) {
        return;
    }
    cm_drug *d = cm_vec_push(p->mem, &p->record->drugs);
    if (drug != SIZE_MAX) {
        d->kind =
            cm_parse_choice(p, p->tokens[drug].value, p->tokens[drug].begin, p->tokens[drug].end);
    } else {
        d->kind.state = is_mixed(s, i) ? CM_ABSENT : CM_UNREAD;
        d->kind.at = cm_parse_token_span(p, i);
    }
    if (pieces) {
        d->pieces = cm_parse_number(p, t->number / 100, t->begin, m.end);
    } else {
        int64_t weight = thousandths(p, i) * MILLIGRAMS[m.unit] / THOUSAND;
        d->milligrams = cm_parse_number(p, weight, t->begin, m.end);
    }
    d->seized = is_seized(s, i);
    d->total = is_total(s, i);
    d->place = s->place;
    d->defendant = cm_statement_defendant(s, i);
}

void cm_drug_read(cm_parse *p, const cm_statements *s, cm_drug_memory *seen)
{
    size_t only = only_drug(s, &seen->last, &seen->several);
    for (size_t i = s->sentence.begin; seen->last != SIZE_MAX && i < s->sentence.end; i++) {
        uint32_t end = is_measured(p, i) ? unit_after(p, i).end : 0;
        if (end == 0 || is_bound(p, i, end) || is_superseded(s, i)) {
            continue;
        }
        size_t drug = drug_of(s, i, end);
        drug = drug != SIZE_MAX ? drug : only;
        add(p, s, i, is_mixed(s, i) ? SIZE_MAX : drug);
    }
}
