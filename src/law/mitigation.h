/* law/mitigation.h - what allows punishment below the statutory range (Criminal Law art. 63):
 * circumstances the court found and articles it cited, by data/law/mitigation.tsv. Threads: pure.
 */
#ifndef CM_LAW_MITIGATION_H
#define CM_LAW_MITIGATION_H

#include "law/article.h"

/* circumstance: position in list "circumstance" of data/terms/terms.tsv. */
bool cm_law_mitigates(const cm_law *law, int circumstance);
/* A citation without a paragraph (0) counts when any paragraph of the article does. `on`: the day
 * of decision; CM_NO_DATE asks whether any version counts. */
bool cm_law_mitigates_cited(const cm_law *law, cm_law_ref cited, cm_date on);

#endif
