/* judgment/finding.h - the sentences in which the court itself finds facts: the part FACTS without
 * the evidence, and the charge where the court adopts it without finding facts of its own.
 * Internal to src/judgment. */
#ifndef CM_JUDGMENT_FINDING_H
#define CM_JUDGMENT_FINDING_H

#include "judgment/names.h"

typedef struct {
    cm_range part;
    size_t at;  /* next token */
    bool found; /* the court is finding facts, not naming evidence */
    bool also;  /* in a passage that opens with "it is further established" */
} cm_finding;

cm_finding cm_finding_start(const cm_parse *p);
/* The next sentence, or false. Its range leaves out the full stop. */
bool cm_finding_next(const cm_parse *p, cm_finding *f, cm_range *ret_sentence);
/* The defendants whom the word at token i of a sentence is about: named right after it, or the last
 * ones named before it in its clause, else in the sentence. */
cm_indexes cm_finding_named(const cm_parse *p, const cm_names *names, cm_range sentence, size_t i);
/* The last defendants named in the clause before token i, in a passive clause the first; none when
 * it names nobody. */
/* The last defendants named together in folded [from, to). */
cm_indexes cm_finding_between(const cm_parse *p, const cm_names *names, uint32_t from, uint32_t to);
cm_indexes cm_finding_in_clause(const cm_parse *p, const cm_names *names, cm_range sentence,
                                size_t i);
/* As cm_finding_named; a sole defendant need not be named. */
cm_indexes cm_finding_subjects(const cm_parse *p, const cm_names *names, cm_range sentence,
                               size_t i);

#endif
