/* text/lexer.h - a folded text as typed tokens: punctuation, dates, durations, money, numbers,
 * citations, case numbers, titles and cue phrases. What stands between tokens is plain text.
 * Positions are bytes of the folded text; cm_folded_span leads back to the original.
 * Memory: the arena given. The lexer never guesses: a numeral that fits no form is a NUMBER, one
 * that is blotted a BLOT, a date whose year is blotted a DATE without it. */
#ifndef CM_TEXT_LEXER_H
#define CM_TEXT_LEXER_H

#include "base/date.h"
#include "text/lexicon.h"

typedef enum {
    CM_TOKEN_STOP, /* full stop, question or exclamation mark */
    CM_TOKEN_SEMICOLON,
    CM_TOKEN_COMMA,
    CM_TOKEN_ENUM, /* the enumeration comma */
    CM_TOKEN_COLON,
    CM_TOKEN_OPEN, /* bracket */
    CM_TOKEN_CLOSE,
    CM_TOKEN_QUOTE,
    CM_TOKEN_UNQUOTE,
    CM_TOKEN_DATE,     /* date; parts not stated are 0, also the year */
    CM_TOKEN_DURATION, /* months and days */
    CM_TOKEN_MONEY,    /* number in fen */
    CM_TOKEN_NUMBER,   /* number in hundredths */
    CM_TOKEN_ARTICLE,  /* number = article; sub in days */
    CM_TOKEN_PARAGRAPH,
    CM_TOKEN_ITEM,
    CM_TOKEN_TITLE, /* between title marks, marks included */
    CM_TOKEN_CASE_NO,
    CM_TOKEN_BLOT, /* a term or sum that is masked: value = the kind it would be */
    CM_TOKEN_CUE
} cm_token_kind;

typedef struct {
    uint8_t kind;   /* cm_token_kind */
    bool about;     /* MONEY or NUMBER: "more than"; DURATION: days only; DATE: its year is
                       unreadable; CASE_NO: no letters */
    uint16_t cue;   /* CUE */
    int16_t value;  /* CUE: value of its term, or -1; BLOT: a cm_token_kind; CASE_NO: 1 = letters
                       of it are masked */
    cm_date date;   /* DATE */
    int16_t second; /* CUE: value of its second term, or -1 */
    uint32_t begin, end;
    int32_t months, days; /* DURATION; ARTICLE: days = sub */
    int64_t number;
} cm_token;

typedef struct {
    const cm_folded *folded;
    cm_sv text; /* folded text */
    CM_VEC(cm_token) tokens;
} cm_lexed;

void cm_lex(cm_arena *mem, const cm_lexicon *lexicon, cm_scratch *scratch, const cm_folded *folded,
            cm_lexed *ret_lexed);
/* Index of the first token that begins at or after `at`. */
size_t cm_lexed_at(const cm_lexed *lexed, uint32_t at);

#endif
