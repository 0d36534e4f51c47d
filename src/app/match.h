/* app/match.h - the named search expressions of a model (`match`): checked when models are loaded,
 * looked for in every document before the model runs. Threads: one. */
#ifndef CM_APP_MATCH_H
#define CM_APP_MATCH_H

#include "app/site.h"

/* Add a problem for each expression that does not parse. Returns how many there are. */
size_t cm_matches_check(cm_home *home, const cm_model *model);

/* Look for the expressions of a model in these documents (NULL: in all) and make the view that it
 * reads; clears what the model before left. A document that cannot be looked at has them unread.
 * Outside of a transaction. Fails: DB. */
CM_MUST_USE cm_status cm_matches_prepare(cm_site *site, const cm_model *model,
                                         const cm_numbers *documents, cm_err *err);

#endif
