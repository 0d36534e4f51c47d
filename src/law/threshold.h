/* law/threshold.h - from which amount a tier of a charge applies (data/law/thresholds.tsv), and in
 * which province a court lies (data/law/provinces.tsv). Amounts are fen. Knows nothing of what an
 * amount in a judgment is the amount of. Memory: the law's. Threads: pure.
 */
#ifndef CM_LAW_THRESHOLD_H
#define CM_LAW_THRESHOLD_H

#include "law/tier.h"

/* Of all rows that may apply: nobody is surely below the level from `max` on, nobody surely in it
 * below `min`. */
typedef struct {
    int level;       /* position in list amount_level of data/terms */
    int64_t min;     /* the least amount that some province takes */
    int64_t max;     /* from here on the level is reached everywhere */
    int64_t special; /* the least amount that circumstances lower it to; min when nothing does */
    bool provincial; /* the amounts are those of the court's province */
    cm_sv basis, special_basis, doubt;
} cm_amount_band;

/* The band of the amount that the condition of `tier` names: rows in force on the day of decision
 * and on that of the act, which may be unknown; `province` -1: not known. False: the condition
 * names no amount, or no row is at hand for the day of decision. */
bool cm_law_amount_band(const cm_law *law, const cm_tier *tier, cm_date act, cm_date decided_on,
                        int province, cm_amount_band *ret_band);

/* Position in list province, by the beginning of the court's name, else by the character that case
 * numbers carry; -1: cannot be told. */
int cm_law_province(const cm_law *law, cm_sv court, cm_sv case_no);

#endif
