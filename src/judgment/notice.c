#include "judgment/parse.h"

#define MOST_TOKENS 120 /* of a notice; a part without an end may run on to the signatures */

/* A number in words of its own: "one original and TWO copies". */
static cm_number_fact copies_after(const cm_parse *p, size_t i)
{
    size_t k = i + 1;
    if (cm_parse_is(p, k, CM_TOKEN_NUMBER) && cm_parse_adjacent(p, i, k)) {
        return cm_parse_number(p, p->tokens[k].number / 100, p->tokens[k].begin, p->tokens[k].end);
    }
    cm_number_fact unread = {.state = CM_UNREAD, .at = cm_parse_token_span(p, i)};
    return unread;
}

/* The court whose last word is token i; words that lead to it may stand before its name. */
static void read_court(cm_parse *p, cm_notice *n, size_t i)
{
    uint32_t begin = cm_head_name_begin(p, i);
    for (size_t k = i; k-- > 0 && p->tokens[k].end > begin;) {
        if (cm_parse_is_cue(p, k, CM_CUE_APPEAL_TO)) {
            begin = p->tokens[k].end;
        }
    }
    const cm_term_list *words = p->choices->particle;
    for (size_t w = 0; w < words->terms.count; w++) {
        cm_sv word = words->terms.items[w].zh;
        bool leads = cm_sv_starts(cm_parse_text(p, begin, p->tokens[i].begin), word);
        begin += leads ? (uint32_t)word.len : 0;
    }
    if (n->court.state == CM_ABSENT && begin < p->tokens[i].begin) {
        n->court = cm_parse_text_fact(p, begin, p->tokens[i].end);
    }
}

void cm_notice_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_NOTICE];
    cm_notice *n = &p->record->notice;
    if (part.end <= part.begin) {
        return;
    }
    n->at = cm_parse_span(p, part.from, part.to);
    size_t end = part.end - part.begin > MOST_TOKENS ? part.begin + MOST_TOKENS : part.end;
    for (size_t i = part.begin; i < end; i++) {
        const cm_token *t = &p->tokens[i];
        if (cm_parse_is_cue(p, i, CM_CUE_FINAL_NOTICE) && n->final.state == CM_ABSENT) {
            n->final = cm_parse_choice(p, 1, t->begin, t->end);
        } else if (cm_parse_is_cue(p, i, CM_CUE_APPEAL_FROM) && n->from.state == CM_ABSENT) {
            n->from = cm_parse_choice(p, t->value, t->begin, t->end);
        } else if (t->kind == CM_TOKEN_DURATION && t->months == 0 && n->days.state == CM_ABSENT) {
            n->days = cm_parse_number(p, t->days, t->begin, t->end);
        } else if (cm_parse_is_cue(p, i, CM_CUE_COPIES) && n->copies.state == CM_ABSENT) {
            n->copies = copies_after(p, i);
        } else if (cm_parse_is_cue(p, i, CM_CUE_COURT_END)) {
            read_court(p, n, i);
        }
    }
}
