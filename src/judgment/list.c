#include "judgment/operative.h"

#define LONGEST_LIST 160 /* tokens in which the list for those spoken of ends */
#define JOINT        3U  /* bytes: one character joins two of a list */

size_t cm_listing_wanted(const cm_operative *o)
{
    return o->joined > 1 && !o->total ? o->joined : o->current.count;
}

/* Whether token i ends what is said of those spoken of. */
static bool ends_list(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    switch ((cm_token_kind)t->kind) {
    case CM_TOKEN_STOP:
    case CM_TOKEN_SEMICOLON:
    case CM_TOKEN_CASE_NO:
        return true;
    case CM_TOKEN_CUE:
        return t->cue == CM_CUE_OFFENCE || t->cue == CM_CUE_DEFENDANT || t->cue == CM_CUE_EXECUTE ||
               t->cue == CM_CUE_JUDGED_BELOW || t->cue == CM_CUE_REVOKE ||
               t->cue == CM_CUE_COMBINED;
    default:
        return false;
    }
}

/* The amount of the kind that a list has after its word at token i: a term or money. */
static size_t amount_after(const cm_operative *o, size_t i, cm_token_kind kind)
{
    const cm_parse *p = o->p;
    if (kind == CM_TOKEN_MONEY) {
        return cm_operative_money(p, i, o->part.end);
    }
    return cm_parse_is_amount(p, i + 1, kind) && cm_parse_adjacent(p, i, i + 1) ? i + 1 : SIZE_MAX;
}

/* Whether token i is an amount that stands without its word, joined to the one at `last`. */
static bool goes_on(const cm_parse *p, size_t i, size_t last, cm_token_kind kind)
{
    if (!cm_parse_is_amount(p, i, kind) || last == SIZE_MAX) {
        return false;
    }
    size_t before = i - 1;
    while (before > last && cm_parse_is_cue(p, before, CM_CUE_CURRENCY)) {
        before--;
    }
    return before == last ? p->tokens[i].begin - p->tokens[last].end == JOINT
                          : before == last + 1 && cm_parse_is(p, before, CM_TOKEN_ENUM);
}

cm_listing cm_listing_read(const cm_operative *o, size_t i, size_t amount)
{
    const cm_parse *p = o->p;
    cm_listing list = {.items = NULL};
    *cm_vec_push(p->mem, &list) = (cm_listed){i, amount};
    if (cm_listing_wanted(o) < 2 || amount == SIZE_MAX) {
        return list;
    }
    const cm_token *first = &p->tokens[amount];
    cm_token_kind kind = (cm_token_kind)(first->kind == CM_TOKEN_BLOT ? first->value : first->kind);
    size_t last = amount;
    size_t end = o->part.end - i > LONGEST_LIST ? i + LONGEST_LIST : o->part.end;
    for (size_t k = amount + 1; k < end && !ends_list(p, k); k++) {
        k = cm_parse_is(p, k, CM_TOKEN_OPEN) ? cm_parse_skip_brackets(p, k, end) - 1 : k;
        if (cm_parse_is_cue(p, k, (cm_cue)p->tokens[i].cue)) {
            last = amount_after(o, k, kind);
            *cm_vec_push(p->mem, &list) = (cm_listed){k, last};
            k = last != SIZE_MAX ? last : k;
        } else if (goes_on(p, k, last, kind)) {
            cm_listed next = {list.items[list.count - 1].word, k};
            *cm_vec_push(p->mem, &list) = next;
            last = k;
        }
    }
    return list;
}

const cm_listed *cm_listing_of(const cm_listing *list, size_t k, size_t wanted)
{
    return list->count == 1 ? &list->items[0] : list->count == wanted ? &list->items[k] : NULL;
}

bool cm_listing_announced(const cm_parse *p, size_t i)
{
    i += cm_parse_is(p, i, CM_TOKEN_COMMA) ? 1 : 0;
    return cm_parse_is_cue(p, i, CM_CUE_EACH) && p->tokens[i].value == 1;
}
