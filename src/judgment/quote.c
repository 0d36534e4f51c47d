#include "judgment/quote.h"

#define MOST_BEFORE_PARTY 6   /* tokens of a clause before the party it is about */
#define MOST_MARKED       400 /* tokens between quotation marks */

/* How far a quotation goes. */
typedef struct {
    const cm_parse *p;
    size_t end;   /* of the operative part */
    size_t at;    /* the token at hand */
    size_t marks; /* quotation marks open */
    bool named;   /* what it quotes was opened by "namely" */
    bool whole;   /* the sentence ends in "... part", "... judgment": all of it is quoted */
} quoting;

static bool opens_quote(const cm_parse *p, size_t i, bool *ret_revoked)
{
    bool revoked = cm_parse_is_cue(p, i, CM_CUE_REVOKE);
    int outcome = cm_parse_is_cue(p, i, CM_CUE_OUTCOME) ? p->tokens[i].value : -1;
    bool reviewed = outcome == CM_OUTCOME_APPROVED || outcome == CM_OUTCOME_NOT_APPROVED;
    *ret_revoked = revoked;
    return revoked || reviewed || outcome == CM_OUTCOME_UPHELD ||
           cm_parse_is_cue(p, i, CM_CUE_UPHOLD);
}

/* Whether the words before token i, which ends a sentence, name a part of a decision. */
static bool ends_in_part(const cm_parse *p, size_t i)
{
    uint32_t end = p->tokens[i].begin;
    for (int k = 0; k < CM_DECISION_PART_COUNT; k++) {
        cm_sv word = cm_term_zh(p->choices->decision_part, k);
        if (end >= word.len && cm_sv_equal(cm_parse_text(p, end - (uint32_t)word.len, end), word)) {
            return true;
        }
    }
    return false;
}

bool cm_quote_starts_item(const cm_parse *p, size_t i, size_t begin)
{
    if (!cm_parse_is(p, i, CM_TOKEN_NUMBER) || !cm_parse_is(p, i + 1, CM_TOKEN_ENUM) ||
        !cm_parse_adjacent(p, i, i + 1)) {
        return false;
    }
    return i == begin || cm_parse_is(p, i - 1, CM_TOKEN_STOP) ||
           cm_parse_is(p, i - 1, CM_TOKEN_SEMICOLON) || cm_parse_is(p, i - 1, CM_TOKEN_CLOSE) ||
           cm_parse_is(p, i - 1, CM_TOKEN_COLON) ||
           (cm_parse_is(p, i - 1, CM_TOKEN_UNQUOTE) && i > 1 &&
            cm_parse_is(p, i - 2, CM_TOKEN_STOP)) ||
           cm_folded_break_at(p->folded, p->tokens[i].begin);
}

/* The first full stop or item from token i on. */
static size_t sentence_end(const cm_parse *p, size_t i, size_t begin, size_t end)
{
    size_t k = i;
    while (k < end && !cm_parse_is(p, k, CM_TOKEN_STOP) && !cm_quote_starts_item(p, k, begin)) {
        k++;
    }
    return k;
}

/* The first token from i on that is no semicolon and no full stop. */
static size_t after_marks(const cm_parse *p, size_t i, size_t end)
{
    while (i < end && (cm_parse_is(p, i, CM_TOKEN_SEMICOLON) || cm_parse_is(p, i, CM_TOKEN_STOP) ||
                       cm_parse_is(p, i, CM_TOKEN_UNQUOTE))) {
        i++;
    }
    return i;
}

/* Whether this court speaks again after the semicolon at token i: the decision below knows no
 * appellants. */
static bool resumes(const quoting *q, size_t i)
{
    bool revoked;
    size_t next = after_marks(q->p, i, q->end);
    for (size_t k = next; k < q->end && k < next + MOST_BEFORE_PARTY; k++) {
        if (cm_parse_is_cue(q->p, k, CM_CUE_APPELLANT)) {
            return true;
        }
        if (q->p->tokens[k].kind <= CM_TOKEN_COMMA) {
            break;
        }
    }
    return opens_quote(q->p, next, &revoked);
}

/* Whether the quotation that is open at token q->at ends there. */
static bool ends_here(quoting *q, size_t begin)
{
    const cm_parse *p = q->p;
    size_t i = q->at;
    if (q->marks > 0) {
        return false;
    }
    if (cm_quote_starts_item(p, i, begin)) {
        return true;
    }
    if (cm_parse_is(p, i, CM_TOKEN_STOP)) {
        cm_cue more = q->named ? CM_CUE_EXECUTE : CM_CUE_NAMELY;
        return !cm_parse_is_cue(p, i + 1, more);
    }
    if (cm_parse_is(p, i, CM_TOKEN_SEMICOLON)) {
        return q->whole || q->named ? resumes(q, i) : true;
    }
    return cm_parse_is_cue(p, i, CM_CUE_EXECUTE) && p->tokens[i].value != 1 && !q->named &&
           !q->whole;
}

/* The token after the quotation that opens at token i. */
static size_t quote_end(const cm_parse *p, size_t i, cm_range part)
{
    quoting q = {.p = p, .end = part.end, .at = i + 1};
    size_t stop = sentence_end(p, i, part.begin, part.end);
    q.whole = stop < part.end && cm_parse_is(p, stop, CM_TOKEN_STOP) && ends_in_part(p, stop);
    for (; q.at < part.end && !ends_here(&q, part.begin); q.at++) {
        if (cm_parse_is_cue(p, q.at, CM_CUE_NAMELY)) {
            q.named = true;
        } else if (cm_parse_is(p, q.at, CM_TOKEN_QUOTE)) {
            size_t limit = part.end - q.at > MOST_MARKED ? q.at + MOST_MARKED : part.end;
            q.marks += cm_parse_find(p, q.at, limit, CM_TOKEN_UNQUOTE) < limit ? 1 : 0;
        } else if (cm_parse_is(p, q.at, CM_TOKEN_UNQUOTE)) {
            q.marks -= q.marks > 0 ? 1 : 0;
            q.named = q.named && q.marks > 0;
        }
    }
    return q.at;
}

void cm_quote_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    const cm_choice_fact *stage = &p->record->instance;
    if (stage->state != CM_KNOWN || stage->value == CM_INSTANCE_FIRST) {
        return;
    }
    for (size_t i = part.begin; i < part.end;) {
        cm_quote quote = {.begin = i};
        if (!opens_quote(p, i, &quote.revoked)) {
            i++;
            continue;
        }
        quote.end = quote_end(p, i, part);
        *cm_vec_push(p->mem, &p->quotes) = quote;
        i = quote.end;
    }
}

const cm_quote *cm_quote_at(const cm_parse *p, size_t i)
{
    size_t low = 0, high = p->quotes.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const cm_quote *q = &p->quotes.items[middle];
        if (i >= q->begin && i < q->end) {
            return q;
        }
        low = i >= q->end ? middle + 1 : low;
        high = i < q->begin ? middle : high;
    }
    return NULL;
}
