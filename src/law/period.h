/* law/period.h - numbers of days and years that the program itself counts with
 * (data/law/periods.tsv).
 */
#ifndef CM_LAW_PERIOD_H
#define CM_LAW_PERIOD_H

#include "law/law.h"

/* The number `id` on that day. False: none then. */
bool cm_law_period(const cm_law *law, cm_sv id, cm_date on, int64_t *ret_days);

#endif
