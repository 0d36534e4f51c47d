#include "judgment/finding.h"

#include "judgment/party.h"
#include "text/utf8.h"

#define LOOK_BACK 1500U /* bytes before a word in which its subject is looked for */

/* Whether dates are told before evidence or additions. */
static bool has_date(const cm_parse *p, cm_range part)
{
    for (size_t i = part.begin; i < part.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_EVIDENCE) || cm_parse_is_cue(p, i, CM_CUE_ALSO_FOUND)) {
            return false;
        }
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            return true;
        }
    }
    return false;
}

/* Short judgments without the usual marks: from the charge to the reasoning. */
static cm_range charged_part(const cm_parse *p)
{
    size_t end = p->parts[CM_SECTION_REASONING].begin;
    if (p->parts[CM_SECTION_REASONING].end == 0) {
        end = p->parts[CM_SECTION_OPERATIVE].begin;
    }
    size_t begin = cm_parse_find_cue(p, 0, end, CM_CUE_CHARGED);
    return cm_parse_range(p, begin, end);
}

cm_finding cm_finding_start(const cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_FACTS];
    cm_range charge = p->parts[CM_SECTION_CHARGE];
    if (!has_date(p, part)) {
        if (has_date(p, charge)) {
            part = cm_parse_range(p, charge.begin, part.end > charge.end ? part.end : charge.end);
        } else if (has_date(p, charged_part(p))) {
            part = charged_part(p);
        }
    }
    return (cm_finding){.part = part, .at = part.begin, .found = true};
}

/* A numbered item that opens with a date and a defendant goes on with facts after evidence. */
static bool resumes(const cm_parse *p, cm_range s)
{
    size_t i = s.begin;
    while (i < s.end && p->tokens[i].begin - s.from < 20 &&
           (cm_parse_is(p, i, CM_TOKEN_NUMBER) || cm_parse_is(p, i, CM_TOKEN_OPEN) ||
            cm_parse_is(p, i, CM_TOKEN_CLOSE) || cm_parse_is(p, i, CM_TOKEN_ENUM))) {
        i++;
    }
    return i > s.begin && cm_parse_is(p, i, CM_TOKEN_DATE) && p->tokens[i].begin - s.from < 20 &&
           cm_parse_find_cue(p, i, s.end, CM_CUE_DEFENDANT) < s.end &&
           cm_parse_find_cue(p, i, s.end, CM_CUE_PROVES) == s.end;
}

/* Whether the sentence opens or ends a passage of findings. */
static void follow(const cm_parse *p, cm_finding *f, cm_range s)
{
    bool opens = false;
    bool also = false;
    bool evidence = false;
    bool dated = false;
    for (size_t i = s.begin; i < s.end; i++) {
        if (cm_parse_is(p, i, CM_TOKEN_CUE)) {
            uint16_t cue = p->tokens[i].cue;
            opens = opens || cue == CM_CUE_COURT_FINDS;
            also = also || cue == CM_CUE_ALSO_FOUND;
            /* after a date the words are what was confessed, not the heading of the evidence */
            evidence = evidence || (cue == CM_CUE_EVIDENCE && !dated);
        }
        dated = dated || cm_parse_is(p, i, CM_TOKEN_DATE);
    }
    if (opens || also || (!f->found && resumes(p, s))) {
        f->found = true;
        f->also = also;
    } else if (evidence) {
        f->found = false;
    }
}

bool cm_finding_next(const cm_parse *p, cm_finding *f, cm_range *ret_sentence)
{
    while (f->at < f->part.end) {
        size_t begin = f->at;
        cm_range s = cm_parse_range(p, begin, cm_parse_find(p, begin, f->part.end, CM_TOKEN_STOP));
        s.from = begin > 0 ? p->tokens[begin - 1].end : 0;
        f->at = s.end + 1;
        follow(p, f, s);
        if (f->found && s.end > begin) {
            *ret_sentence = s;
            return true;
        }
    }
    return false;
}

static bool is_digit(const cm_parse *p, uint32_t at)
{
    return at < p->text.len && p->text.ptr[at] >= '0' && p->text.ptr[at] <= '9';
}

/* The defendants named together in folded [from, to): the first ones, or the last. */
static cm_indexes named_between(const cm_parse *p, const cm_names *names, uint32_t from,
                                uint32_t to, bool first)
{
    cm_indexes found = {.items = NULL};
    for (uint32_t at = from; at < to && !(first && found.count > 0);) {
        size_t index;
        uint32_t length = cm_names_match(p, names, at, &index);
        if (length != 0 && !is_digit(p, at + length)) {
            found = (cm_indexes){.items = NULL};
            uint32_t end = cm_names_list(p, names, at, &found);
            at = end > at ? end : at + length;
        } else {
            size_t step;
            (void)cm_utf8_decode(p->text, at, &step);
            at += (uint32_t)step;
        }
    }
    return found;
}

cm_indexes cm_finding_between(const cm_parse *p, const cm_names *names, uint32_t from, uint32_t to)
{
    return named_between(p, names, from, to, false);
}

/* Where the clause before token i begins, or as far back as anybody looks. */
static uint32_t clause_start(const cm_parse *p, cm_range sentence, size_t i)
{
    uint32_t to = p->tokens[i].begin;
    while (i > sentence.begin) {
        i--;
        if (to - p->tokens[i].begin > LOOK_BACK) {
            return p->tokens[i].end;
        }
        if (cm_parse_is(p, i, CM_TOKEN_COMMA) || cm_parse_is(p, i, CM_TOKEN_SEMICOLON)) {
            return p->tokens[i].end;
        }
    }
    return sentence.from;
}

/* Where looking back from offset `to` ends. */
static uint32_t look_back(const cm_parse *p, uint32_t to)
{
    uint32_t back = to > LOOK_BACK ? to - LOOK_BACK : 0;
    while (back < to && !cm_utf8_is_boundary(p->text, back)) {
        back++;
    }
    return back;
}

cm_indexes cm_finding_in_clause(const cm_parse *p, const cm_names *names, cm_range sentence,
                                size_t i)
{
    uint32_t to = p->tokens[i].begin;
    uint32_t from = clause_start(p, sentence, i);
    uint32_t back = look_back(p, to);
    bool passive = false; /* whom it was done to stands first */
    for (size_t k = i; k > sentence.begin && p->tokens[k - 1].begin >= from && !passive; k--) {
        passive = cm_parse_is_cue(p, k - 1, CM_CUE_PASSIVE);
    }
    return named_between(p, names, from > back ? from : back, to, passive);
}

/* Those whom "the two defendants" before token i stands for, where these are all there are. */
static cm_indexes named_together(const cm_parse *p, cm_range sentence, size_t i)
{
    cm_indexes who = {.items = NULL};
    uint32_t back = look_back(p, p->tokens[i].begin);
    size_t some = 0;
    for (size_t k = i; k > sentence.begin && some == 0 && p->tokens[k].begin > back; k--) {
        some = cm_party_collective(p, k);
    }
    size_t all = p->record->defendants.count;
    for (size_t k = some >= all ? 0 : all; k < all; k++) {
        *cm_vec_push(p->mem, &who) = k;
    }
    return who;
}

cm_indexes cm_finding_named(const cm_parse *p, const cm_names *names, cm_range sentence, size_t i)
{
    cm_indexes who = {.items = NULL};
    uint32_t after = p->tokens[i].end;
    if (cm_parse_is_cue(p, i + 1, CM_CUE_DEFENDANT) && p->tokens[i + 1].begin == after) {
        after = p->tokens[i + 1].end;
    }
    (void)cm_names_list(p, names, after, &who);
    if (who.count == 0 && after != p->tokens[i].end) {
        return who; /* somebody else is named */
    }
    if (who.count == 0 && cm_parse_is(p, i + 1, CM_TOKEN_NUMBER) &&
        cm_parse_adjacent(p, i, i + 1) && i + 2 < sentence.end) {
        who = named_together(p, sentence, i + 2); /* "caught the four defendants" */
    }
    if (who.count == 0) {
        who = cm_finding_in_clause(p, names, sentence, i);
    }
    if (who.count == 0) {
        who = named_together(p, sentence, i);
    }
    if (who.count == 0) {
        uint32_t to = p->tokens[i].begin;
        uint32_t back = look_back(p, to);
        who = named_between(p, names, sentence.from > back ? sentence.from : back, to, false);
    }
    return who;
}

/* Whether "others were" stands before token i in its clause: it happened to somebody else. */
static bool is_others(const cm_parse *p, cm_range sentence, size_t i)
{
    uint32_t from = clause_start(p, sentence, i);
    for (size_t k = i; k > sentence.begin && p->tokens[k - 1].begin >= from; k--) {
        if (cm_parse_is_cue(p, k - 1, CM_CUE_PASSIVE) && p->tokens[k - 1].value == 1) {
            return true;
        }
    }
    return false;
}

cm_indexes cm_finding_subjects(const cm_parse *p, const cm_names *names, cm_range sentence,
                               size_t i)
{
    cm_indexes who = cm_finding_named(p, names, sentence, i);
    if (who.count == 0 && p->record->defendants.count == 1 && !is_others(p, sentence, i)) {
        *cm_vec_push(p->mem, &who) = 0;
    }
    return who;
}
