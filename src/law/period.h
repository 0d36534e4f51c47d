/* law/period.h - statutory time limits that the program itself counts with (data/law/periods.tsv).
 */
#ifndef CM_LAW_PERIOD_H
#define CM_LAW_PERIOD_H

#include "law/law.h"

/* Days of the limit `id` (protest_judgment, protest_ruling) on that day. False: none then. */
bool cm_law_period(const cm_law *law, cm_sv id, cm_date on, int64_t *ret_days);

#endif
