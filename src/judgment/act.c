#include "judgment/finding.h"

#define MOST_DATES_IN_A_ROW 20 /* looked past for what is told of the first */
#define JOINT               3  /* bytes between dates listed together: one character */

/* Whether token i says that its clause tells of the proceedings, of an earlier sanction or of
 * evidence, not of the act. A capture on the spot is told with the act; `captures` takes any. */
static bool is_no_act(const cm_parse *p, size_t i, bool captures)
{
    if (!cm_parse_is(p, i, CM_TOKEN_CUE)) {
        return false;
    }
    const cm_token *t = &p->tokens[i];
    switch (t->cue) {
    case CM_CUE_CAPTURED:
        return t->value != 1 && !captures;
    case CM_CUE_ACTED_ON:
        return t->value == 1 && !captures;
    case CM_CUE_MEASURE:
    case CM_CUE_ARREST_APPROVED:
    case CM_CUE_SENTENCED:
    case CM_CUE_PENALTY:
    case CM_CUE_SANCTION:
    case CM_CUE_RELEASED:
    case CM_CUE_JUDGED_BEFORE:
    case CM_CUE_INVESTIGATION:
    case CM_CUE_TURNED_IN:
    case CM_CUE_PROVES:
    case CM_CUE_BROUGHT:
    case CM_CUE_ACCEPTED:
    case CM_CUE_CASE_OPENED:
        return true;
    case CM_CUE_CIRCUMSTANCE:
        return t->value == CM_CIRC_SURRENDER || t->value == CM_CIRC_COMPENSATION ||
               t->value == CM_CIRC_FORGIVENESS || t->value == CM_CIRC_RESTITUTION ||
               t->value == CM_CIRC_RECONCILIATION || t->value == CM_CIRC_PLEA;
    default:
        return false;
    }
}

/* Whether the date at token i is told of an act: by the clause it stands in, or, where it stands
 * alone before a comma, by the next one. */
static bool is_act_date(const cm_parse *p, cm_range sentence, size_t i, bool captures)
{
    size_t k = i + 1;
    if ((cm_parse_is_cue(p, k, CM_CUE_BORN) && cm_parse_adjacent(p, i, k)) ||
        (i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_BORN) && cm_parse_adjacent(p, i - 1, i))) {
        return false;
    }
    while (k < sentence.end && k - i <= MOST_DATES_IN_A_ROW &&
           (cm_parse_is(p, k, CM_TOKEN_DATE) || cm_parse_is(p, k, CM_TOKEN_ENUM) ||
            cm_parse_is(p, k, CM_TOKEN_NUMBER))) {
        k++; /* other dates, the hour */
    }
    bool alone = cm_parse_is(p, k, CM_TOKEN_COMMA);
    for (k = alone ? k + 1 : k; k < sentence.end; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_SEMICOLON) ||
            cm_parse_is(p, k, CM_TOKEN_DATE)) {
            return true;
        }
        if (is_no_act(p, k, captures)) {
            return false;
        }
    }
    return true;
}

/* Whether the date at token i only says how long something lasts: "to DATE" with no day from which,
 * or the next of such dates listed together. */
static bool is_limit(const cm_parse *p, size_t i, bool last_was)
{
    if (last_was && i > 0 && p->tokens[i].begin - p->tokens[i - 1].end <= JOINT) {
        return true;
    }
    return i > 1 && cm_parse_is_cue(p, i - 1, CM_CUE_TERM_TO) && cm_parse_adjacent(p, i - 1, i) &&
           !cm_parse_is(p, i - 2, CM_TOKEN_DATE) && !cm_parse_is(p, i - 2, CM_TOKEN_NUMBER) &&
           !cm_parse_is_cue(p, i - 2, CM_CUE_TERM_STARTS);
}

/* A word for "once" with a sanction after it, or the term of a sentence that is quoted: "a day in
 * custody counts for a day of it, that is from ... to ...". */
static bool tells_earlier_sanction(const cm_parse *p, cm_range sentence)
{
    bool once = false;
    for (size_t i = sentence.begin; i < sentence.end; i++) {
        once = once || cm_parse_is_cue(p, i, CM_CUE_FORMERLY) ||
               cm_parse_is_cue(p, i, CM_CUE_EARLIER_SANCTION) ||
               (cm_parse_is_cue(p, i, CM_CUE_GROUND) && p->tokens[i].value > 0);
        if (cm_parse_is_cue(p, i, CM_CUE_RELEASED) || cm_parse_is_cue(p, i, CM_CUE_CREDIT_RULE) ||
            (once &&
             (cm_parse_is_cue(p, i, CM_CUE_PENALTY) || cm_parse_is_cue(p, i, CM_CUE_SANCTION) ||
              cm_parse_is_cue(p, i, CM_CUE_JUDGED_BEFORE) ||
              cm_parse_is_cue(p, i, CM_CUE_SENTENCED)))) {
            return true;
        }
    }
    return false;
}

/* "five or six months" is written as two digits in a row: 56 is no month, and no misprint. */
static bool is_vague(cm_date d)
{
    return d.day == 0 && d.month > 12 && d.month / 10 + 1 == d.month % 10;
}

static bool is_impossible(cm_date d)
{
    if (is_vague(d)) {
        return false;
    }
    return d.month > 12 || d.day > 31 || (cm_date_is_full(d) && !cm_date_exists(d));
}

static void add_impossible(cm_parse *p, size_t i)
{
    if (is_impossible(p->tokens[i].date)) {
        *cm_vec_push(p->mem, &p->record->impossible) = cm_parse_date_fact(p, i);
    }
}

static void read_sentence(cm_parse *p, cm_range sentence, bool captures)
{
    if (tells_earlier_sanction(p, sentence)) {
        return;
    }
    bool limit = false;
    for (size_t i = sentence.begin; i < sentence.end; i++) {
        limit = cm_parse_is(p, i, CM_TOKEN_DATE) && is_limit(p, i, limit);
        if (cm_parse_is(p, i, CM_TOKEN_DATE) && p->tokens[i].date.year != 0 && !limit &&
            is_act_date(p, sentence, i, captures)) {
            cm_date_fact act = cm_parse_date_fact(p, i);
            act.value.month = is_vague(act.value) ? 0 : act.value.month;
            *cm_vec_push(p->mem, &p->record->acts) = act;
            add_impossible(p, i);
        }
    }
}

static void read_impossible(cm_parse *p, cm_section_kind part)
{
    for (size_t i = p->parts[part].begin; i < p->parts[part].end; i++) {
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            add_impossible(p, i);
        }
    }
}

static cm_range read_findings(cm_parse *p, bool captures)
{
    cm_finding f = cm_finding_start(p);
    cm_range sentence;
    while (cm_finding_next(p, &f, &sentence)) {
        if (!f.also) {
            read_sentence(p, sentence, captures);
        }
    }
    return f.part;
}

void cm_act_parse(cm_parse *p)
{
    read_impossible(p, CM_SECTION_HEAD);
    cm_range part = read_findings(p, false);
    if (p->record->acts.count == 0) {
        part = read_findings(p, true); /* of possession the capture is all that is dated */
    }
    read_impossible(p, CM_SECTION_OPERATIVE);
    read_impossible(p, CM_SECTION_SIGNATURE);
    if (p->record->acts.count > 0) {
        const cm_date_fact *first = &p->record->acts.items[0];
        const cm_date_fact *last = &p->record->acts.items[p->record->acts.count - 1];
        cm_parse_group(p, CM_GROUP_ACTS, CM_KNOWN, (cm_span){first->at.begin, last->at.end});
    } else if (part.end > part.begin) {
        cm_parse_group(p, CM_GROUP_ACTS, CM_ABSENT, cm_parse_span(p, part.from, part.to));
    }
}
