#include "judgment/statement.h"
#include "text/utf8.h"

#define MOST_BACK  24   /* tokens of a name of a charge */
#define MOST_BYTES 120U /* of it */

/* What stands before a name of a charge and is none of it. */
static bool is_before(const cm_parse *p, size_t i)
{
    cm_token_kind kind = (cm_token_kind)p->tokens[i].kind;
    return kind == CM_TOKEN_STOP || kind == CM_TOKEN_COMMA || kind == CM_TOKEN_SEMICOLON ||
           kind == CM_TOKEN_COLON || kind == CM_TOKEN_QUOTE || kind == CM_TOKEN_UNQUOTE ||
           cm_parse_is_cue(p, i, CM_CUE_OFFENCE) || cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) ||
           cm_parse_is_cue(p, i, CM_CUE_CHARGE_END);
}

/* Words that end in the word for crime: from the mark or verb before them on. */
static uint32_t words_begin(const cm_parse *p, cm_range part, size_t i)
{
    uint32_t end = p->tokens[i].end;
    uint32_t begin = end > MOST_BYTES ? end - MOST_BYTES : 0;
    begin = begin < part.from ? part.from : begin;
    for (size_t k = i; k-- > part.begin && i - k <= MOST_BACK;) {
        if (is_before(p, k)) {
            begin = p->tokens[k].end > begin ? p->tokens[k].end : begin;
            break;
        }
    }
    while (!cm_utf8_is_boundary(p->text, begin)) {
        begin++;
    }
    return begin;
}

void cm_charge_word_parse(cm_parse *p)
{
    static const cm_section_kind parts[] = {CM_SECTION_HEAD, CM_SECTION_CHARGE,
                                            CM_SECTION_REASONING};
    cm_statements s = cm_statements_start(p);
    for (size_t n = 0; n < CM_COUNT(parts); n++) {
        cm_range part = p->parts[parts[n]];
        for (size_t i = part.begin; i < part.end; i++) {
            if (!cm_parse_is_cue(p, i, CM_CUE_CHARGE_END)) {
                continue;
            }
            s.sentence = cm_parse_sentence(p, i, part);
            cm_named_charge *w = cm_vec_push(p->mem, &p->record->written.charge_words);
            w->words = cm_parse_text_fact(p, words_begin(p, part, i), p->tokens[i].end);
            w->part = parts[n];
            w->opinion = cm_statement_is_opinion(p, s.sentence);
            w->defendant = cm_statement_defendant(&s, i);
        }
    }
}
