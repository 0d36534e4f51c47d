/* app/letter_lint.h - what is wrong with a document, sentence by sentence: parts that are missing,
 * gaps, evidence that is gone or reads otherwise, words without support, names, dates, figures and
 * articles that do not stand, claims that go too far. docs/documents.md lists the codes.
 * Memory: that of `use`. Threads: one. */
#ifndef CM_APP_LETTER_LINT_H
#define CM_APP_LETTER_LINT_H

#include "app/letter_content.h"

typedef struct {
    cm_sv code; /* message "document.lint.<code>" */
    bool is_error;
    int64_t k; /* of the sentence; 0: of the document */
    cm_sv part;
    cm_sv what, other; /* what was found, and with what it does not agree; may be empty */
} cm_letter_mark;

typedef CM_VEC(cm_letter_mark) cm_letter_marks;

/* What may still be open: a value that is only known at the approval, or at the issue. */
typedef enum {
    CM_LETTER_BEFORE_APPROVAL,
    CM_LETTER_BEFORE_ISSUE,
    CM_LETTER_AT_ISSUE
} cm_letter_time;

/* Fails: as cm_name_words_load. */
CM_MUST_USE cm_status cm_letter_lint(const cm_letter_use *use, const cm_letter_values *values,
                                     const cm_letter_content *content, cm_letter_time time,
                                     cm_letter_marks *ret_marks, cm_err *err);
/* Whether the model of the clue proposes what the kind serves; a kind that serves all: true. */
bool cm_letter_is_proposed(const cm_home *home, const cm_letter_kind *kind,
                           const cm_letter_values *values);
bool cm_letter_marks_block(const cm_letter_marks *marks); /* one of them is an error */

#endif
