/* text/blot.h - dates, terms and sums of which letters are masked or blotted out: what stood there
 * is told, its value is not. Internal to src/text: the lexer calls it where a numeral is not whole.
 * Memory: none. Looks at no more than a few dozen characters. */
#ifndef CM_TEXT_BLOT_H
#define CM_TEXT_BLOT_H

#include "text/lexer.h"

typedef struct {
    const cm_lexicon *lexicon;
    cm_sv text; /* folded */
} cm_blot_text;

/* What stands before a form: letters of no token, where a mask may be the end of a name; something
 * else; or a token that it follows at once. */
typedef enum { CM_BLOT_AFTER_LETTER, CM_BLOT_AFTER_OTHER, CM_BLOT_AFTER_TOKEN } cm_blot_place;

/* A form that begins at `begin` with a digit or a blot and holds a blot. *ret_token is a DATE
 * without a year, or a BLOT. */
bool cm_blot_read(const cm_blot_text *b, uint32_t begin, cm_blot_place place, cm_token *ret_token);
/* Where a run of digits and blots ends that begins at `at` and holds a blot; `at` when none does.
 */
uint32_t cm_blot_run(const cm_blot_text *b, uint32_t at);
/* Past the blotted rest of a date that was read up to `at`: month and day, or the day. */
uint32_t cm_blot_rest_of_date(const cm_blot_text *b, uint32_t at, cm_date date);
/* Past a blotted further part of a term that was read up to `at`; `at` when there is none. */
uint32_t cm_blot_rest_of_term(const cm_blot_text *b, uint32_t at);

#endif
