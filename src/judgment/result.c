#include "base/base.h"

#include "judgment/parse.h"

#define MOST_CLAUSE 80 /* tokens after "dismisses" in which it is said what */
#define LEAST_WHOLE 90 /* the same before words that dismiss a claim told in full */
#define LEAST_ORDER 30 /* bytes before the first dismissal that order something */

/* What the operative part says: one bit for each result, and what is not told by one word. */
typedef struct {
    unsigned said;
    bool ordered;                    /* something besides dismissals */
    bool rest;                       /* what goes beyond the order is dismissed */
    uint32_t at[CM_RESULT_COUNT][2]; /* folded bytes of the words for it */
} findings;

static void say(const cm_parse *p, findings *f, cm_result result, size_t i)
{
    if ((f->said & 1U << result) == 0) {
        f->said |= 1U << result;
        f->at[result][0] = p->tokens[i].begin;
        f->at[result][1] = p->tokens[i].end;
    }
}

static bool has(const findings *f, cm_result result)
{
    return (f->said & 1U << result) != 0;
}

static bool ends_item(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_STOP) || cm_parse_is(p, i, CM_TOKEN_SEMICOLON);
}

/* "dismisses ...": the last object named before the clause ends; a counterclaim is no object of the
 * main action. */
static void read_dismissal(const cm_parse *p, findings *f, size_t i, size_t end)
{
    size_t object = end;
    bool rest = false;
    for (size_t k = i + 1; k < end && k - i < MOST_CLAUSE && !ends_item(p, k); k++) {
        if (cm_parse_is(p, k, CM_TOKEN_COMMA) && object < end) {
            break;
        }
        rest = rest || cm_parse_is_cue(p, k, CM_CUE_REST) || cm_parse_is_cue(p, k, CM_CUE_OTHERS);
        object = cm_parse_is_cue(p, k, CM_CUE_DISMISSED) ? k : object;
    }
    if (object == end || p->tokens[object].value < 0) {
        return; /* nothing known, or a counterclaim */
    }
    if (rest && p->tokens[object].value == CM_RESULT_CLAIM_DISMISSED) {
        f->rest = true;
    } else {
        say(p, f, (cm_result)p->tokens[object].value, object);
    }
}

/* Words that tell the outcome of a criminal case, with what they mean here. */
static bool tells_result(const cm_parse *p, size_t i)
{
    return (cm_parse_is_cue(p, i, CM_CUE_OUTCOME) || cm_parse_is_cue(p, i, CM_CUE_UPHOLD) ||
            cm_parse_is_cue(p, i, CM_CUE_REJECTED)) &&
           p->tokens[i].second >= 0;
}

static findings find(const cm_parse *p, cm_range part)
{
    findings f = {.ordered = true};
    bool dismissed = false;
    for (size_t i = part.begin; i < part.end; i++) {
        const cm_token *t = &p->tokens[i];
        bool own = cm_parse_is_cue(p, i, CM_CUE_RESULT);
        if (own || tells_result(p, i)) {
            int result = own ? t->value : t->second;
            say(p, &f, (cm_result)result, i);
            if (result == CM_RESULT_CLAIM_DISMISSED && !dismissed) {
                f.ordered = t->begin - part.from >= LEAST_WHOLE;
                dismissed = true;
            }
        } else if (cm_parse_is_cue(p, i, CM_CUE_REVOKE)) {
            say(p, &f, CM_RESULT_QUASHED, i);
        } else if (cm_parse_is_cue(p, i, CM_CUE_OUTCOME) && t->value == CM_OUTCOME_DISMISSED) {
            if (!dismissed) {
                f.ordered = t->begin - part.from >= LEAST_ORDER;
            }
            dismissed = true;
            read_dismissal(p, &f, i, part.end);
        }
    }
    return f;
}

static int first_of(const findings *f, const cm_result *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has(f, order[i])) {
            return (int)order[i];
        }
    }
    return -1;
}

/* Results that end a case without a judgment on its merits. */
static const cm_result ENDS[] = {
    CM_RESULT_REMANDED,     CM_RESULT_RETRIAL_ORDERED,  CM_RESULT_WITHDRAWN,
    CM_RESULT_NOT_ACCEPTED, CM_RESULT_CLOSED,           CM_RESULT_JURISDICTION,
    CM_RESULT_ENFORCED,     CM_RESULT_ACTION_DISMISSED, CM_RESULT_PETITION_DISMISSED};

static int of_first_instance(const findings *f, bool judgment)
{
    int ended = first_of(f, ENDS, CM_COUNT(ENDS));
    if (ended >= 0 && (!judgment || !f->ordered)) {
        return ended;
    }
    if (f->rest || (has(f, CM_RESULT_CLAIM_DISMISSED) && f->ordered && judgment)) {
        return CM_RESULT_PARTLY;
    }
    if (has(f, CM_RESULT_CLAIM_DISMISSED)) {
        return CM_RESULT_CLAIM_DISMISSED;
    }
    return judgment ? CM_RESULT_SUPPORTED : ended >= 0 ? ended : CM_RESULT_OTHER;
}

static int of_review(const findings *f)
{
    static const cm_result sent[] = {CM_RESULT_REMANDED, CM_RESULT_RETRIAL_ORDERED,
                                     CM_RESULT_WITHDRAWN};
    int ended = first_of(f, sent, CM_COUNT(sent));
    if (ended >= 0) {
        return ended;
    }
    if (has(f, CM_RESULT_QUASHED) || has(f, CM_RESULT_CHANGED)) {
        return CM_RESULT_CHANGED;
    }
    if (has(f, CM_RESULT_UPHELD)) {
        return CM_RESULT_UPHELD;
    }
    ended = first_of(f, ENDS, CM_COUNT(ENDS));
    return ended >= 0 ? ended : CM_RESULT_OTHER;
}

static int decide(const cm_record *r, const findings *f)
{
    bool judgment = r->document_type.state != CM_KNOWN || r->document_type.value == CM_DOC_JUDGMENT;
    if (r->document_type.state == CM_KNOWN && r->document_type.value == CM_DOC_MEDIATION) {
        return CM_RESULT_MEDIATED;
    }
    bool review = r->instance.state == CM_KNOWN && (r->instance.value == CM_INSTANCE_SECOND ||
                                                    r->instance.value == CM_INSTANCE_RETRIAL);
    return review ? of_review(f) : of_first_instance(f, judgment);
}

/* What this document decides on a case that is not criminal. */
void cm_result_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    if (part.begin >= part.end && part.from >= part.to) {
        return; /* the group stays unread */
    }
    findings f = find(p, part);
    int result = decide(p->record, &f);
    uint32_t from = has(&f, (cm_result)result) ? f.at[result][0] : part.from;
    uint32_t to = has(&f, (cm_result)result) ? f.at[result][1] : part.to;
    p->record->result = cm_parse_choice(p, result, from, to);
    bool read = result != CM_RESULT_OTHER;
    cm_parse_group(p, CM_GROUP_DISPOSITION, read ? CM_KNOWN : CM_ABSENT,
                   cm_parse_span(p, part.from, part.to));
}
