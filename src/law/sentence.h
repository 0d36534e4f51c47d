/* law/sentence.h - counting sentences: the admissible last days of a term, and the distance of a
 * printed last day from them. The rules of counting and their dates are data/law/term-counting.tsv.
 * Days are days since 1970-01-01. Threads: pure. */
#ifndef CM_LAW_SENTENCE_H
#define CM_LAW_SENTENCE_H

#include "law/law.h"

#define CM_SENTENCE_ENDS_MAX 3

typedef struct {
    int32_t from;         /* first day of the term */
    int64_t months, days; /* its length; half a month is cm_sentence_half_month days */
    int32_t decided_on;   /* decides which rules of counting are admissible */
} cm_sentence;

/* Every admissible last day, ascending, each once. 0: the term has no meaning (negative, endless).
 */
size_t cm_sentence_ends(const cm_law *law, const cm_sentence *term,
                        int32_t ret_ends[CM_SENTENCE_ENDS_MAX]);

/* to - (end - credit), in days, for the admissible end nearest to it: > 0 when held too long.
 * False: the term has no meaning. */
bool cm_sentence_gap(const cm_law *law, const cm_sentence *term, int32_t to, int64_t credit,
                     int64_t *ret_gap);

/* The same for the other way of counting: the whole term from the day of decision, less the days
 * that passed since `from`. */
bool cm_sentence_exact_gap(const cm_law *law, const cm_sentence *term, int32_t to,
                           int64_t *ret_gap);

int64_t cm_sentence_half_month(const cm_law *law); /* days in half a month */

#endif
