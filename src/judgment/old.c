#include "judgment/operative.h"

#define MOST_OLD 16 /* earlier sentences of one defendant that a new one is compared with */

static bool same(const cm_penalty *a, const cm_penalty *b)
{
    return a->kind.value == b->kind.value && a->months.value == b->months.value &&
           a->days.value == b->days.value;
}

/* Told once with the court, and again where the sentences are combined. */
static bool is_told(const cm_defendant *d, const cm_penalty *penalty)
{
    for (size_t i = 0; i < d->old_sentences.count && i < MOST_OLD; i++) {
        if (same(&d->old_sentences.items[i].penalty, penalty)) {
            return true;
        }
    }
    return false;
}

static void add_penalty(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    const cm_token *word = &p->tokens[i];
    const cm_token *term = &p->tokens[i + 1];
    bool timed = cm_parse_is_amount(p, i + 1, CM_TOKEN_DURATION) && cm_parse_adjacent(p, i, i + 1);
    bool life = cm_parse_is_cue(p, i, CM_CUE_PENALTY) &&
                (word->value == CM_PENALTY_LIFE || word->value == CM_PENALTY_DEATH_SUSPENDED);
    if (!timed && !life) {
        return;
    }
    cm_penalty penalty = {.at = cm_parse_span(p, word->begin, timed ? term->end : word->end)};
    if (cm_parse_is_cue(p, i, CM_CUE_PENALTY)) {
        penalty.kind = cm_parse_choice(p, word->value, word->begin, word->end);
    }
    if (timed) {
        penalty.months = cm_parse_term(p, term, term->months, term->begin);
        penalty.days = cm_parse_term(p, term, term->days, term->begin);
    }
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        if (!is_told(d, &penalty)) {
            *cm_vec_push(p->mem, &d->old_sentences) = (cm_old_sentence){penalty, o->rest};
        }
    }
}

static void add_fine(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    size_t money = cm_operative_money(p, i, o->part.end);
    for (size_t k = 0; k < o->current.count && money != SIZE_MAX; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        if (d->old_sentences.count == 0) {
            *cm_vec_push(p->mem, &d->old_sentences) = (cm_old_sentence){.rest = o->rest};
        }
        cm_penalty *last = &d->old_sentences.items[d->old_sentences.count - 1].penalty;
        if (last->fine.state == CM_ABSENT) {
            last->fine = cm_parse_money(p, &p->tokens[money], p->tokens[i].begin);
        }
    }
}

static void add_rights(cm_operative *o, size_t i)
{
    const cm_parse *p = o->p;
    bool life = cm_parse_is_cue(p, i + 1, CM_CUE_FOR_LIFE) && cm_parse_adjacent(p, i, i + 1);
    if (!life && !cm_parse_is_amount(p, i + 1, CM_TOKEN_DURATION)) {
        return;
    }
    const cm_token *t = &p->tokens[i + 1];
    cm_state state = !life && t->kind == CM_TOKEN_BLOT ? CM_UNREAD : CM_KNOWN;
    for (size_t k = 0; k < o->current.count; k++) {
        cm_defendant *d = cm_operative_defendant(o, k);
        if (d->old_sentences.count == 0) {
            *cm_vec_push(p->mem, &d->old_sentences) = (cm_old_sentence){.rest = o->rest};
        }
        d->old_sentences.items[d->old_sentences.count - 1].penalty.political_rights =
            (cm_extent_fact){state, life ? CM_EXTENT_ALL : CM_EXTENT_AMOUNT, life ? 0 : t->months,
                             cm_parse_span(p, p->tokens[i].begin, t->end)};
    }
}

void cm_operative_old(cm_operative *o, size_t i)
{
    switch (o->p->tokens[i].cue) {
    case CM_CUE_JUDGED_BELOW:
    case CM_CUE_PENALTY:
    case CM_CUE_TERM_OF:
        add_penalty(o, i);
        break;
    case CM_CUE_FINE:
        add_fine(o, i);
        break;
    case CM_CUE_POLITICAL_RIGHTS:
        add_rights(o, i);
        break;
    default:
        break;
    }
}
