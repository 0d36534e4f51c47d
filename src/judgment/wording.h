/* judgment/wording.h - turns of phrase that models ask for and that come in many shapes, as regular
 * expressions with an exception (data/lexicon/wordings.tsv). Says where they stand; what they mean
 * is weighed by nobody here. Immutable after loading. */
#ifndef CM_JUDGMENT_WORDING_H
#define CM_JUDGMENT_WORDING_H

#include "judgment/choice.h"
#include "text/pattern.h"

typedef struct {
    int wording;                  /* position in the list wording */
    bool parts[CM_SECTION_COUNT]; /* of a judgment in which it is looked for */
    size_t unless;                /* position of the exception's expression, or SIZE_MAX */
} cm_wording_rule;

typedef struct {
    cm_patterns *patterns;
    CM_VEC(cm_wording_rule) rules; /* position = expression; exceptions have no parts */
} cm_wordings;

typedef struct {
    const cm_wordings *table;
    cm_pattern_scratch *scratch;
} cm_wording_use;

/* Fails: as cm_tsv_load; SCHEMA (a wording or part that is none, an expression at fault). */
CM_MUST_USE cm_status cm_wordings_load(cm_arena *mem, cm_sv path, const cm_terms *terms,
                                       cm_wordings *ret_wordings, cm_err *err);
void cm_wordings_free(cm_wordings *wordings);

#endif
