/* app/chain_difference.h - what the documents of a chain (app/chain.h) say differently: of the same
 * person, of a decision that a later one reviews, serves or lists as an earlier sanction, in two
 * versions of one. Only where both say something; which of them is right is not weighed. Memory:
 * the arena given. Threads: as the site. */
#ifndef CM_APP_CHAIN_DIFFERENCE_H
#define CM_APP_CHAIN_DIFFERENCE_H

#include "app/chain.h"

typedef struct {
    cm_sv doc, title, value; /* what it calls the fact; as the caller sees it */
    bool has_place;
    cm_span at;     /* bytes of the text */
    cm_sv sentence; /* around it, as the caller sees it */
} cm_chain_said;

typedef struct {
    const char *kind; /* "person", "reviewed", "served", "earlier", "version" */
    cm_sv field;      /* column of the first */
    CM_VEC(cm_chain_said) says;
} cm_chain_difference;

typedef CM_VEC(cm_chain_difference) cm_chain_differences;

/* `unmasked`: the document of the clue is shown as it is. Fails: DB, IO, NOTFOUND. */
CM_MUST_USE cm_status cm_chain_compare(cm_site *site, const cm_chain *chain, bool unmasked,
                                       cm_arena *mem, cm_chain_differences *ret, cm_err *err);
void cm_chain_difference_write_json(cm_json *json, const cm_chain_difference *d); /* an object */

#endif
