/* law/verify.h - whether the tables of data/law fit one another: what loading one row cannot tell.
 * Part of `chaming data check`. Threads: pure.
 */
#ifndef CM_LAW_VERIFY_H
#define CM_LAW_VERIFY_H

#include "base/vec.h"
#include "law/law.h"

typedef enum {
    CM_CHECK_STATUTE, /* rows of tests.tsv, written by reading the statute */
    CM_CHECK_QUOTE,   /* the words of a tier stand in the cited paragraph of its version */
    CM_CHECK_OVERLAP, /* versions of a charge do not overlap */
    CM_CHECK_TILING,  /* and follow one another without a gap, from its first day to its last */
    CM_CHECK_NUMBERS, /* tiers of one version are numbered 1 to n */
    CM_CHECK_LIMIT,   /* words of a checked time limit stand in the first article it cites; the
                       * others it cites are here, versions of one id do not overlap */
    CM_CHECK_COUNT
} cm_law_check;

typedef struct {
    cm_law_check check;
    cm_sv where; /* what does not fit: an id, a charge, an article */
} cm_law_fault;

typedef struct {
    size_t done[CM_CHECK_COUNT];
    CM_VEC(cm_law_fault) faults;
} cm_law_report;

/* Fails: as cm_tsv_load, of tests.tsv. Faults are no failure. */
CM_MUST_USE cm_status cm_law_verify(const cm_law *law, cm_arena *mem, cm_law_report *ret_report,
                                    cm_err *err);

#endif
