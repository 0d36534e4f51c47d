/* judgment/parse.h - what the small parsers of this folder share: the tokens of one document, its
 * parts, and verbs to look at them. Internal to src/judgment.
 * Token indexes are size_t; ranges are half-open; positions are bytes of the folded text. */
#ifndef CM_JUDGMENT_PARSE_H
#define CM_JUDGMENT_PARSE_H

#include "judgment/cause_table.h"
#include "judgment/cue.h"
#include "judgment/name_word.h"
#include "judgment/reader.h"
#include "judgment/wording.h"
#include "text/lexer.h"

typedef struct {
    size_t begin, end; /* tokens */
    uint32_t from, to; /* folded bytes */
} cm_range;

typedef struct {
    size_t begin, end; /* tokens */
    bool revoked;      /* else upheld, approved */
} cm_quote;

typedef struct {
    cm_arena *mem;
    const cm_reader *reader;
    const cm_lexicon *lexicon;
    const cm_choices *choices;
    const cm_name_words *name_words;
    const cm_cause_table *causes;
    cm_wording_use wordings;
    const cm_folded *folded;
    cm_sv text;             /* folded */
    const cm_token *tokens; /* dates resolved (relative.h) */
    size_t count;
    CM_VEC(cm_quote) quotes;          /* of the decision below, in the operative part (quote.h) */
    cm_range parts[CM_SECTION_COUNT]; /* empty range: the document has no such part */
    cm_record *record;
} cm_parse;

/* Tokens. Out-of-range indexes are answered with false. */
/* NOLINTBEGIN(clang-analyzer-core.NullDereference): without tokens the count is 0 */
static inline bool cm_parse_is(const cm_parse *p, size_t i, cm_token_kind kind)
{
    return i < p->count && p->tokens[i].kind == (uint8_t)kind;
}

static inline bool cm_parse_is_cue(const cm_parse *p, size_t i, cm_cue cue)
{
    return i < p->count && p->tokens[i].kind == CM_TOKEN_CUE && p->tokens[i].cue == (uint16_t)cue;
}

/* NOLINTEND(clang-analyzer-core.NullDereference) */

/* First token in [i, end) that is the cue (kind), or `end`. */
size_t cm_parse_find_cue(const cm_parse *p, size_t i, size_t end, cm_cue cue);
size_t cm_parse_find(const cm_parse *p, size_t i, size_t end, cm_token_kind kind);
/* A term or sum (DURATION, MONEY) stands here, whole or masked; masked or blotted out. */
bool cm_parse_is_payment(const cm_parse *p, size_t i); /* paying, or having paid */
bool cm_parse_is_amount(const cm_parse *p, size_t i, cm_token_kind kind);
bool cm_parse_is_blot(const cm_parse *p, size_t i, cm_token_kind kind);
/* The token after the bracket pair that opens at i; i itself when it opens none. */
size_t cm_parse_skip_brackets(const cm_parse *p, size_t i, size_t end);
/* Range of the sentence (up to a full stop) or clause (up to any of . ; ,) that holds token i. */
cm_range cm_parse_sentence(const cm_parse *p, size_t i, cm_range within);
cm_range cm_parse_clause(const cm_parse *p, size_t i, cm_range within);
cm_range cm_parse_range(const cm_parse *p, size_t begin, size_t end);

/* Text. */
cm_sv cm_parse_text(const cm_parse *p, uint32_t begin, uint32_t end); /* folded, borrowed */
cm_sv cm_parse_between(const cm_parse *p, size_t left, size_t right); /* after left, before right */
bool cm_parse_adjacent(const cm_parse *p, size_t left, size_t right); /* nothing between them */
cm_span cm_parse_span(const cm_parse *p, uint32_t begin, uint32_t end); /* original */
cm_span cm_parse_token_span(const cm_parse *p, size_t i);

/* Facts. */
cm_text_fact cm_parse_text_fact(const cm_parse *p, uint32_t begin, uint32_t end);
cm_date_fact cm_parse_date_fact(const cm_parse *p, size_t i); /* token i is a DATE */
cm_choice_fact cm_parse_choice(const cm_parse *p, int value, uint32_t begin, uint32_t end);
cm_number_fact cm_parse_number(const cm_parse *p, int64_t value, uint32_t begin, uint32_t end);
/* A date stands here of which not even the year can be made out. */
bool cm_parse_is_blotted_date(const cm_parse *p, size_t i);
/* Months or days (`value`) of a term, or a sum, that may be masked (a BLOT token), from `begin`. */
cm_number_fact cm_parse_term(const cm_parse *p, const cm_token *term, int32_t value,
                             uint32_t begin);
cm_number_fact cm_parse_money(const cm_parse *p, const cm_token *money, uint32_t begin);
/* Whether letters are masked in the range. */
bool cm_parse_has_blot(const cm_parse *p, cm_range range);
cm_number_fact cm_parse_unread(const cm_parse *p, uint32_t begin, uint32_t end);
/* A text of masked letters only (`whole`), or with any in it, becomes UNREAD. */
void cm_parse_unmask(const cm_parse *p, cm_text_fact *fact, bool whole);
bool cm_parse_is_masked(const cm_parse *p, cm_sv text); /* nothing but masked letters */
/* The name of a charge ends in the word for crime, also where the text leaves it out. */
void cm_parse_complete_charge(const cm_parse *p, cm_text_fact *charge);
/* The group was met in the text (KNOWN), only in part (ABSENT) or not understood (UNREAD). */
void cm_parse_group(cm_parse *p, cm_group group, cm_state state, cm_span at);
/* The text says two things of a fact of this defendant; both values live as long as the record. */
void cm_parse_conflict(cm_parse *p, const cm_conflict *conflict);
bool cm_parse_is_criminal(const cm_parse *p); /* or its kind is not told; after head.c */
/* The part of the document in which token i stands, or ABSENT. */
cm_choice_fact cm_parse_part(const cm_parse *p, size_t i);
/* Index of the defendant whose name is exactly `name`, or SIZE_MAX. */
size_t cm_parse_defendant(const cm_parse *p, cm_sv name);

/* A case number as a fact, with full-width brackets as the record writes it; token i is CASE_NO. */
cm_text_fact cm_head_case_no(cm_parse *p, size_t i); /* head.c */
int cm_head_case_year(const cm_parse *p, size_t i);  /* head.c: of the case number, or 0 */
/* The court whose name ends with token i; UNREAD when nothing of its place can be made out. */
cm_text_fact cm_head_court(const cm_parse *p, size_t i); /* head.c */
/* Where the name of a court begins whose last word is token i. */
uint32_t cm_head_name_begin(const cm_parse *p, size_t i); /* head.c */
bool cm_head_is_title(const cm_parse *p, size_t i);       /* head.c: names a kind of document */

/* The place in a case that token i, a party word, names (cm_party_role), or -1. participant.c */
int cm_participant_role(const cm_parse *p, size_t i);
/* The part of the head that lists who takes part; the account of the case follows. */
cm_range cm_participant_list(const cm_parse *p);

/* The parsers, in the order they run; each fills its part of p->record. */
void cm_section_parse(cm_parse *p);        /* section.c: parts */
void cm_head_parse(cm_parse *p);           /* head.c: court, case number, kinds, procedure, dates */
void cm_party_parse(cm_parse *p);          /* party.c: defendants, sex, birth, guardian */
void cm_participant_parse(cm_parse *p);    /* participant.c: everybody who takes part */
void cm_cause_parse(cm_parse *p);          /* cause.c: what the case is about */
void cm_result_parse(cm_parse *p);         /* result.c: what is decided, not in criminal cases */
void cm_measure_parse(cm_parse *p);        /* measure.c: compulsory measures */
void cm_prior_parse(cm_parse *p);          /* prior.c: earlier sanctions */
void cm_act_parse(cm_parse *p);            /* act.c: dates of the acts the court found */
void cm_measure_settle(cm_parse *p);       /* measure.c: detention right after the act is for it */
void cm_quote_parse(cm_parse *p);          /* quote.c: what a later decision quotes */
void cm_operative_parse(cm_parse *p);      /* operative.c: counts, sentences, terms */
void cm_order_parse(cm_parse *p);          /* order.c: property and restraining orders */
void cm_circumstance_parse(cm_parse *p);   /* circumstance.c: what the court accepts */
void cm_basis_parse(cm_parse *p);          /* basis.c: articles relied on */
void cm_signature_parse(cm_parse *p);      /* signature.c: judges, clerk, date */
void cm_appeal_parse(cm_parse *p);         /* appeal.c: outcome, appellants, decision below */
void cm_commutation_parse(cm_parse *p);    /* commutation.c: commutation and parole */
void cm_defender_parse(cm_parse *p);       /* defender.c */
void cm_found_parse(cm_parse *p);          /* statement.c: amounts, drugs, injuries, seizures ... */
void cm_recommendation_parse(cm_parse *p); /* recommendation.c: what the prosecution asked for */
void cm_award_parse(cm_parse *p);          /* award.c: items of a civil award */
void cm_deadline_parse(cm_parse *p);       /* deadline.c: when fines are to be paid */
void cm_notice_parse(cm_parse *p);         /* notice.c: how to appeal, or that it is final */
void cm_counting_parse(cm_parse *p);       /* counting.c: from which day terms are counted */
void cm_mention_parse(cm_parse *p);        /* mention.c: words that models ask for */
void cm_property_parse(cm_parse *p);       /* property.c: words about things and money */
void cm_reason_parse(cm_parse *p);         /* reason.c: words that choose the range */
void cm_group_settle(cm_parse *p);         /* group.c: a group with an unread fact is partly read */

#endif
