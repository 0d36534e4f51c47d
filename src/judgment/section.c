#include "judgment/signature.h"

#define MOST_BEFORE_LAW 6   /* tokens between "according to" and the law */
#define MOST_AFTER_DAY  3   /* tokens from the day that signs to the end of the text */
#define MOST_QUOTED     400 /* tokens of a quotation in the legal basis */

/* Where the parts of a judgment begin, as token indexes; p->count where a part was not found. */
typedef struct {
    size_t head_end, charge, finds, holds, basis, disposition, notice, signature, appendix;
    bool basis_spread; /* citations stand throughout the reasoning */
} landmarks;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool starts_sentence(const cm_parse *p, size_t i)
{
    return i == 0 || p->tokens[i - 1].kind == CM_TOKEN_STOP ||
           p->tokens[i - 1].kind == CM_TOKEN_SEMICOLON ||
           cm_folded_break_at(p->folded, p->tokens[i].begin);
}

static bool is_notice(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_APPEAL_NOTICE) ||
           cm_parse_is_cue(p, i, CM_CUE_FINAL_NOTICE);
}

/* Words that are a heading only where they have a line of their own, or (1) open a line; or where
 * the first numbered item follows them. */
static bool is_heading(const cm_parse *p, size_t i)
{
    bool numbered = starts_sentence(p, i) && cm_parse_is(p, i + 1, CM_TOKEN_NUMBER) &&
                    cm_parse_adjacent(p, i, i + 1) && cm_parse_is(p, i + 2, CM_TOKEN_ENUM) &&
                    p->tokens[i + 1].number == 100;
    return cm_parse_is_cue(p, i, CM_CUE_DISPOSITION_HEADING) &&
           (numbered || cm_folded_break_at(p->folded, p->tokens[i].end) ||
            cm_parse_is(p, i + 1, CM_TOKEN_COLON) ||
            (p->tokens[i].value == 1 && cm_folded_break_at(p->folded, p->tokens[i].begin)));
}

/* The last "judged as follows": earlier ones quote the decision below. */
static size_t find_disposition(const cm_parse *p)
{
    size_t heading = p->count;
    for (size_t i = p->count; i-- > 0;) {
        if (cm_parse_is_cue(p, i, CM_CUE_COURT_FINDS) && starts_sentence(p, i)) {
            return heading; /* the text breaks off before its own: what comes before is quoted */
        }
        if (cm_parse_is_cue(p, i, CM_CUE_DISPOSITION_FOLLOWS)) {
            return i;
        }
        heading = is_heading(p, i) ? i : heading;
    }
    return heading;
}

/* The day that signs a decision without judges' names: a line of its own at the end of the text,
 * or, where the breaks were lost, the last words behind a full stop. */
static size_t find_signing_day(const cm_parse *p, size_t from)
{
    for (size_t i = p->count; i-- > from && p->count - i <= MOST_AFTER_DAY;) {
        const cm_token *t = &p->tokens[i];
        bool last = t->end == p->text.len;
        bool line = cm_folded_break_at(p->folded, t->begin) &&
                    (last || cm_folded_break_at(p->folded, t->end));
        bool stop = i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_STOP) && cm_parse_adjacent(p, i - 1, i);
        if (t->kind == CM_TOKEN_DATE && cm_date_is_full(t->date) && (line || (last && stop))) {
            return i;
        }
    }
    return p->count;
}

/* A judge's role that opens the signature block: nothing but a name after it on its line. */
static size_t find_signature(const cm_parse *p, size_t from)
{
    for (size_t i = from; i < p->count; i++) {
        if ((cm_parse_is_cue(p, i, CM_CUE_JUDGE_ROLE) || cm_parse_is_cue(p, i, CM_CUE_CLERK)) &&
            (starts_sentence(p, i) || cm_folded_blank_at(p->folded, p->tokens[i].begin) ||
             cm_parse_is(p, i - 1, CM_TOKEN_CLOSE) || cm_signature_goes_on(p, i))) {
            return i;
        }
    }
    return find_signing_day(p, from);
}

/* Whether token i opens a citation: a law with an article follows before the clause ends. */
static bool opens_citation(const cm_parse *p, size_t i)
{
    if (!cm_parse_is_cue(p, i, CM_CUE_ACCORDING_TO)) {
        return false;
    }
    for (size_t k = i + 1; k < p->count && k <= i + MOST_BEFORE_LAW; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_TITLE) || cm_parse_is_cue(p, k, CM_CUE_LAW_NAME)) {
            return true;
        }
        if (cm_parse_is(p, k, CM_TOKEN_STOP) || cm_parse_is(p, k, CM_TOKEN_COMMA) ||
            cm_parse_is_cue(p, k, CM_CUE_ACCORDING_TO)) {
            break;
        }
    }
    return false;
}

/* A law with its article that lost the words before it. */
static bool is_citation(const cm_parse *p, size_t i)
{
    return (cm_parse_is(p, i, CM_TOKEN_TITLE) || cm_parse_is_cue(p, i, CM_CUE_LAW_NAME)) &&
           cm_parse_is(p, i + 1, CM_TOKEN_ARTICLE);
}

/* The token before the quotation that ends at i, or i itself. */
static size_t before_quote(const cm_parse *p, size_t i)
{
    for (size_t k = i; cm_parse_is(p, i, CM_TOKEN_UNQUOTE) && k-- > 0 && i - k < MOST_QUOTED;) {
        if (cm_parse_is(p, k, CM_TOKEN_QUOTE)) {
            return k;
        }
    }
    return i;
}

/* The words that open the sentence of legal basis that ends with `disposition`; where that sentence
 * cites nothing, the first citation of the court's reasoning. *ret_spread tells which. */
static size_t find_basis(const cm_parse *p, size_t disposition, bool *ret_spread)
{
    size_t opened = disposition;
    size_t cited = disposition; /* without the words that open it */
    bool spread = false;
    bool held = false;
    *ret_spread = false;
    for (size_t i = disposition; disposition < p->count && !held && i-- > 0;) {
        i = before_quote(p, i);
        if (cm_parse_is(p, i, CM_TOKEN_STOP) && !spread) {
            if (opened != disposition || cited != disposition) {
                break;
            }
            spread = true;
        }
        if (opens_citation(p, i)) {
            opened = i;
        } else if (!spread && is_citation(p, i)) {
            cited = i;
        }
        held = cm_parse_is_cue(p, i, CM_CUE_COURT_HOLDS);
    }
    if (spread && !held) {
        return disposition; /* no reasoning: what is cited somewhere is not the basis */
    }
    *ret_spread = spread && opened != disposition;
    return opened != disposition ? opened : cited;
}

static bool is_told(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_CHARGED) && cm_parse_adjacent(p, i, i + 1) &&
           (cm_parse_is(p, i + 1, CM_TOKEN_COLON) || cm_parse_is(p, i + 1, CM_TOKEN_COMMA));
}

/* Where the head ends that does not say so: where the charge is told, after the account of how the
 * case was heard. */
static size_t find_charge(const cm_parse *p, size_t end)
{
    size_t sentence = 0;
    size_t heard = 0; /* the token after the words for the hearing */
    for (size_t i = 0; i < end; i++) {
        sentence = starts_sentence(p, i) ? i : sentence;
        if (heard != 0 && is_told(p, i)) {
            return sentence > heard ? sentence : heard;
        }
        if (cm_parse_is_cue(p, i, CM_CUE_HEARING) || cm_parse_is_cue(p, i, CM_CUE_HEARD) ||
            cm_parse_is_cue(p, i, CM_CUE_TRIES)) {
            heard = i + 1;
        }
    }
    return end;
}

/* Where the facts begin: what this court or, on appeal, the court below found. */
static size_t find_facts(const cm_parse *p, size_t head_end, size_t finds)
{
    for (size_t i = head_end; i < finds; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_FOUND_BELOW) && starts_sentence(p, i)) {
            return i;
        }
    }
    return finds;
}

static landmarks find_landmarks(const cm_parse *p)
{
    landmarks m = {0};
    m.disposition = find_disposition(p);
    size_t limit = m.disposition;
    m.head_end = cm_parse_find_cue(p, 0, limit, CM_CUE_TRIAL_ENDED);
    m.finds = cm_parse_find_cue(p, 0, limit, CM_CUE_COURT_FINDS);
    m.basis = find_basis(p, m.disposition, &m.basis_spread);
    size_t reasoned = m.basis_spread ? m.disposition : m.basis;
    m.holds = reasoned;
    for (size_t i = m.finds < limit ? m.finds : 0; i < reasoned; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_COURT_HOLDS) && starts_sentence(p, i)) {
            m.holds = i;
            break;
        }
    }
    if (m.holds == reasoned) {
        m.holds = cm_parse_find_cue(p, 0, reasoned, CM_CUE_COURT_HOLDS);
    }
    m.charge = m.head_end < limit ? m.head_end + 1 : find_charge(p, least(m.finds, m.holds));
    m.finds = find_facts(p, m.charge, least(m.finds, m.holds));
    m.notice = p->count;
    for (size_t i = m.disposition; i < p->count && m.notice == p->count; i++) {
        m.notice = is_notice(p, i) ? i : m.notice;
    }
    size_t after = m.notice < p->count ? m.notice : m.disposition;
    m.signature = after < p->count ? find_signature(p, after) : find_signing_day(p, 0);
    m.appendix = p->count;
    if (m.signature < p->count) {
        m.appendix = cm_parse_find_cue(p, m.signature, p->count, CM_CUE_APPENDIX);
    }
    return m;
}

/* A part begins after the mark that closes the words before it, the first with the text. */
static uint32_t part_from(const cm_parse *p, size_t begin)
{
    size_t i = begin;
    while (cm_parse_is(p, i, CM_TOKEN_STOP) || cm_parse_is(p, i, CM_TOKEN_COLON)) {
        i++;
    }
    if (begin == 0) {
        return 0;
    }
    return i > begin ? p->tokens[i - 1].end : p->tokens[begin].begin;
}

static void add_part(cm_parse *p, cm_section_kind kind, size_t begin, size_t end)
{
    if (begin >= end) {
        return;
    }
    p->parts[kind] = cm_parse_range(p, begin, end);
    p->parts[kind].from = part_from(p, begin);
    if (end < p->count) {
        p->parts[kind].to = p->tokens[end].begin; /* plain text after the last token is in it */
    } else {
        p->parts[kind].to = (uint32_t)p->text.len;
    }
    if (p->parts[kind].from >= p->parts[kind].to) {
        p->parts[kind] = (cm_range){0}; /* nothing but the mark */
        return;
    }
    cm_section *s = cm_vec_push(p->mem, &p->record->sections);
    s->kind = kind;
    s->at = cm_parse_span(p, p->parts[kind].from, p->parts[kind].to);
}

void cm_section_parse(cm_parse *p)
{
    landmarks m = find_landmarks(p);
    size_t facts = least(m.finds, m.holds);
    size_t charge = least(m.charge, facts);
    size_t head = charge;
    if (m.finds >= m.holds) {
        facts = charge; /* no finding of its own: the court adopts the charge */
    }
    add_part(p, CM_SECTION_HEAD, 0, head);
    add_part(p, CM_SECTION_CHARGE, charge, least(facts, m.holds));
    add_part(p, CM_SECTION_FACTS, facts, m.holds);
    add_part(p, CM_SECTION_REASONING, m.holds, m.basis_spread ? m.disposition : m.basis);
    add_part(p, CM_SECTION_BASIS, m.basis, m.disposition);
    if (m.disposition < p->count) {
        add_part(p, CM_SECTION_OPERATIVE, m.disposition + 1, least(m.notice, m.signature));
        add_part(p, CM_SECTION_NOTICE, m.notice, m.signature);
    }
    add_part(p, CM_SECTION_SIGNATURE, m.signature, m.appendix);
    add_part(p, CM_SECTION_APPENDIX, m.appendix, p->count);
}
