/* app/letter_words.h - the words of a sentence that come from no evidence: the articles they cite,
 * their dates, figures and names, and claims that go too far. Part of app/letter_lint.h. */
#ifndef CM_APP_LETTER_WORDS_H
#define CM_APP_LETTER_WORDS_H

#include "app/letter_lint.h"
#include "judgment/name_word.h"

typedef struct {
    const cm_letter_use *use;
    const cm_letter_values *values;
    cm_letter_marks *marks;
    cm_reader_scratch *scratch;
    cm_name_words names;
} cm_letter_linting;

void cm_letter_mark_add(const cm_letter_linting *l, const char *code, bool is_error,
                        const cm_sentence *s, cm_sv what);
/* The words of the sentence without those that come from evidence; '|' stands in their place. */
cm_sv cm_letter_own_words(const cm_letter_use *use, const cm_sentence *s);
/* Fails: UTF8, LIMIT. */
CM_MUST_USE cm_status cm_letter_lint_words(const cm_letter_linting *l, const cm_sentence *s,
                                           cm_err *err);

#endif
