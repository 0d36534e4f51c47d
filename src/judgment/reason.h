/* judgment/reason.h - the words of a court's reasoning that choose the range of punishment, or
 * weigh within or below it. Memory: the arena given to the reader. */
#ifndef CM_JUDGMENT_REASON_H
#define CM_JUDGMENT_REASON_H

#include "judgment/fact.h"

typedef struct {
    cm_choice_fact kind; /* position in the list reason */
    size_t defendant;
    cm_text_fact charge; /* of several counts, the one named next in the sentence */
    bool quoted;         /* in quotation marks, or the sentence tells an opinion, or the law */
    bool loose;          /* of several counts none is named: whose range it is cannot be told */
} cm_reason;

#endif
