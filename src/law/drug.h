/* law/drug.h - what a weight of a drug comes to in the drug of the first row of drug-lines.tsv
 * (heroin): weights are to their lines as to each other. Computes a weight; decides nothing.
 * Threads: pure. */
#ifndef CM_LAW_DRUG_H
#define CM_LAW_DRUG_H

#include "law/law.h"

/* `drug` is a position in the list drug. False: no text in force on that day has a line for it. */
bool cm_law_drug_equivalent(const cm_law *law, int drug, int64_t milligrams, cm_date on,
                            int64_t *ret_milligrams);

#endif
