/* law/version.h - which version of the law applied to a conviction: at the act, at the decision,
 * and which of the two is lighter (Criminal Law art. 12); and the days from which rules may speak
 * (data/law/gates.tsv). Memory: the law's. Threads: pure.
 */
#ifndef CM_LAW_VERSION_H
#define CM_LAW_VERSION_H

#include "law/tier.h"

typedef enum {
    CM_LIGHTER_UNKNOWN, /* more than one tier may be meant, and they do not agree */
    CM_LIGHTER_ACT,
    CM_LIGHTER_DECISION,
    CM_LIGHTER_SAME /* as far as the principal penalty goes */
} cm_lighter;

typedef struct {
    cm_date at_act, at_decision; /* first day of the version; none: not known, or no rows */
    bool is_known;               /* one version on each day */
    bool changed;                /* two versions */
    cm_lighter lighter;          /* where it changed: the heaviest penalty of the tier, then the
                                    lightest, are compared (interpretation of 1997, no. 12) */
} cm_law_versions;

void cm_law_versions_of(const cm_tier_matches *rows, cm_law_versions *ret_versions);

/* False: there is no such gate. */
bool cm_law_gate(const cm_law *law, cm_sv name, cm_date *ret_day);

#endif
