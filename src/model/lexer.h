/* model/lexer.h - the tokens of an expression. Inside this folder only. */
#ifndef CM_MODEL_LEXER_H
#define CM_MODEL_LEXER_H

#include "model/expression.h"

typedef enum {
    CM_TOKEN_END,
    CM_TOKEN_NAME,
    CM_TOKEN_NUMBER, /* number: hundredths */
    CM_TOKEN_DATE,   /* number: days since 1970-01-01 */
    CM_TOKEN_TEXT,   /* text without its quotes, '' made one */
    CM_TOKEN_WORD,   /* a word of the language: and, or, case ... */
    CM_TOKEN_SIGN,   /* ( ) , . = != < <= > >= + - * */
    CM_TOKEN_BAD
} cm_token_kind;

typedef struct {
    cm_token_kind kind;
    size_t begin, end;
    cm_sv text;
    int64_t number;
    const char *problem; /* of BAD: id of the wording */
} cm_token;

/* The token at or after `at`; text with '' is copied into the arena. */
cm_token cm_token_next(cm_arena *mem, cm_sv text, size_t at);

#endif
