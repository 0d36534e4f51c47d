#include "judgment/quote.h"

/* Whether the sentence tells what the decision below imposed: it names that decision and a penalty,
 * and no earlier punishment. */
static bool tells_below(const cm_parse *p, cm_range s)
{
    bool named = false, penalty = false;
    for (size_t i = s.begin; i < s.end; i++) {
        const cm_token *t = &p->tokens[i];
        if (t->kind == CM_TOKEN_CASE_NO) {
            named = true;
        }
        if (t->kind != CM_TOKEN_CUE) {
            continue;
        }
        if (t->cue == CM_CUE_FORMERLY || t->cue == CM_CUE_RELEASED ||
            t->cue == CM_CUE_JUDGED_BEFORE || t->cue == CM_CUE_OPINION_END) {
            return false;
        }
        named = named || t->cue == CM_CUE_ORIGINAL_JUDGMENT || t->cue == CM_CUE_FOUND_BELOW ||
                t->cue == CM_CUE_DISPOSITION_FOLLOWS;
        penalty = penalty || t->cue == CM_CUE_PENALTY;
    }
    return named && penalty;
}

/* Read a range for those whose penalty is not known yet. */
static void read_range(cm_parse *p, cm_range range)
{
    cm_record shadow = {.court = p->record->court};
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_defendant *d = cm_vec_push(p->mem, &shadow.defendants);
        d->name = p->record->defendants.items[i].name;
        d->kind = p->record->defendants.items[i].kind;
    }
    cm_parse quoted = *p;
    quoted.record = &shadow;
    quoted.quotes.count = 0;
    quoted.parts[CM_SECTION_OPERATIVE] = range;
    cm_operative_quoted(&quoted, range);
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_defendant *d = &p->record->defendants.items[i];
        const cm_defendant *s = &shadow.defendants.items[i];
        if (d->below.kind.state == CM_ABSENT && s->has_sentence) {
            d->below = s->sentence;
        }
    }
}

void cm_below_parse(cm_parse *p)
{
    const cm_choice_fact *instance = &p->record->instance;
    if (instance->state != CM_KNOWN || instance->value != CM_INSTANCE_SECOND ||
        !cm_parse_is_criminal(p) || p->record->defendants.count == 0) {
        return;
    }
    for (size_t i = 0; i < p->quotes.count; i++) {
        if (p->quotes.items[i].revoked) {
            size_t end = p->quotes.items[i].end;
            size_t namely = cm_parse_find_cue(p, p->quotes.items[i].begin, end, CM_CUE_NAMELY);
            size_t begin = namely < end ? namely + 1 : end;
            read_range(p, cm_parse_range(p, begin, end));
        }
    }
    static const cm_section_kind parts[] = {CM_SECTION_HEAD, CM_SECTION_CHARGE, CM_SECTION_FACTS};
    for (size_t n = 0; n < CM_COUNT(parts); n++) {
        cm_range part = p->parts[parts[n]];
        for (size_t i = part.begin; i < part.end;) {
            cm_range s = cm_parse_range(p, i, cm_parse_find(p, i, part.end, CM_TOKEN_STOP));
            if (tells_below(p, s)) {
                read_range(p, s);
            }
            i = s.end + 1;
        }
    }
}
