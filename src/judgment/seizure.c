#include "judgment/statement.h"

#define SHORTEST_OBJECT 6U   /* bytes: two characters */
#define LONGEST_OBJECT  120U /* bytes */
#define LONGEST_BARE    30U  /* bytes, of a thing without its number */
#define MOST_TOKENS     40   /* of one list of objects */

static bool is_seizing(const cm_parse *p, size_t k)
{
    return cm_parse_is_cue(p, k, CM_CUE_SEIZED) ||
           (cm_parse_is_cue(p, k, CM_CUE_INVESTIGATION) && p->tokens[k].value == CM_AMOUNT_SEIZED);
}

static bool ends_list(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_COMMA) || cm_parse_is(p, i, CM_TOKEN_SEMICOLON) ||
           cm_parse_is(p, i, CM_TOKEN_COLON) || cm_parse_is_cue(p, i, CM_CUE_ORDER) ||
           cm_parse_is_cue(p, i, CM_CUE_ORDER_DONE) || cm_parse_is_cue(p, i, CM_CUE_PASSIVE) ||
           cm_parse_is_cue(p, i, CM_CUE_EACH) || cm_parse_is_cue(p, i, CM_CUE_CAPTURED) ||
           cm_parse_is_cue(p, i, CM_CUE_AMOUNT_TOTAL) ||
           (cm_parse_is_cue(p, i, CM_CUE_AMOUNT) && p->tokens[i].value == CM_AMOUNT_VALUE);
}

/* Past the words between the verb and the first object: particles, and the person's name. */
static uint32_t skip_lead(const cm_statements *s, uint32_t from, uint32_t to)
{
    const cm_parse *p = s->p;
    const cm_term_list *words = p->choices->particle;
    for (bool moved = true; moved && from < to;) {
        moved = false;
        cm_sv rest = cm_parse_text(p, from, to);
        for (size_t w = 0; w < words->terms.count && !moved; w++) {
            cm_sv word = words->terms.items[w].zh;
            moved = cm_sv_starts(rest, word);
            from += moved ? (uint32_t)word.len : 0;
        }
        size_t index;
        uint32_t name = moved ? 0 : cm_names_match(p, &s->names, from, &index);
        from += name;
        moved = moved || name > 0;
    }
    return from;
}

static void add(cm_parse *p, uint32_t from, uint32_t to, size_t begin, size_t end)
{
    cm_sv object = cm_sv_trim(cm_parse_text(p, from, to));
    bool counted = false;
    for (size_t i = begin; i < end; i++) {
        counted = counted || cm_parse_is(p, i, CM_TOKEN_NUMBER) ||
                  cm_parse_is(p, i, CM_TOKEN_MONEY) || cm_parse_is(p, i, CM_TOKEN_DURATION);
    }
    if (object.len < SHORTEST_OBJECT || object.len > (counted ? LONGEST_OBJECT : LONGEST_BARE)) {
        return;
    }
    cm_seizure *z = cm_vec_push(p->mem, &p->record->seizures);
    z->object = cm_parse_text_fact(p, from, to);
    z->counted = counted;
    for (size_t i = begin; i < end; i++) {
        const cm_token *t = &p->tokens[i];
        if (t->kind == CM_TOKEN_MONEY && t->begin >= from && t->end <= to &&
            z->amount.state == CM_ABSENT) {
            z->amount = cm_parse_number(p, t->number, t->begin, t->end);
        }
    }
}

/* The objects after the verb at token i, up to the end of its clause. */
static void read_objects(cm_parse *p, const cm_statements *s, size_t i)
{
    size_t begin = i + 1;
    size_t end = begin;
    while (end < s->sentence.end && end - begin < MOST_TOKENS && !ends_list(p, end) &&
           !is_seizing(p, end)) {
        end = cm_parse_is(p, end, CM_TOKEN_OPEN) ? cm_parse_skip_brackets(p, end, s->sentence.end)
                                                 : end + 1;
    }
    uint32_t from = p->tokens[i].end;
    uint32_t stop = end < p->count ? p->tokens[end].begin : (uint32_t)p->text.len;
    from = skip_lead(s, from, stop);
    for (size_t k = begin; k < end; k++) {
        if (cm_parse_is(p, k, CM_TOKEN_OPEN)) {
            k = cm_parse_skip_brackets(p, k, end) - 1;
        } else if (cm_parse_is(p, k, CM_TOKEN_ENUM)) {
            add(p, from, p->tokens[k].begin, begin, k);
            from = p->tokens[k].end;
            begin = k + 1;
        }
    }
    add(p, from, stop, begin, end);
}

void cm_seizure_read(cm_parse *p, const cm_statements *s)
{
    for (size_t i = s->sentence.begin; i < s->sentence.end; i++) {
        bool passive = i > s->sentence.begin && cm_parse_is_cue(p, i - 1, CM_CUE_PASSIVE) &&
                       cm_parse_adjacent(p, i - 1, i);
        if (is_seizing(p, i) && !passive) { /* "the seized thing" was told before */
            read_objects(p, s, i);
        }
    }
}
