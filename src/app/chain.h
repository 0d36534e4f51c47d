/* app/chain.h - the documents of the archive about the person of a clue, and of its case. It opens
 * from a clue alone, never from a name, and each opening has its line in the audit. What the law
 * seals is not in it. Memory: the arena given. Threads: as the site. */
#ifndef CM_APP_CHAIN_H
#define CM_APP_CHAIN_H

#include "app/site.h"
#include "base/json.h"
#include "desk/caller.h"

typedef struct {
    cm_sv doc, document_type, instance, court, case_no;
    int64_t doc_key, defendant_no; /* of the person; 0: he is not in it */
    cm_date decided_on;
    cm_sv name; /* of the person in it, masked; empty: of the case, not about him by name */
    cm_sv charges, sentence_kind;
    int64_t sentence_months; /* 0: none */
    /* why it is in the chain */
    bool is_own;    /* the document of the clue */
    bool same_id;   /* the identity number is the same */
    bool same_data; /* name, day of birth and origin are the same */
    bool same_case;
} cm_chain_link;

typedef CM_VEC(cm_chain_link) cm_chain;

/* By date; whether the clue is unmasked for the caller. `site` has the lens of the caller
 * (app/lens.h). Fails: NOTFOUND (no such clue in the desk, or sealed), DENIED (also: only a reason
 * is missing), DB. */
CM_MUST_USE cm_status cm_chain_open(cm_site *site, const cm_caller *caller, cm_sv clue,
                                    cm_sv reason, cm_arena *mem, cm_chain *ret_chain,
                                    bool *ret_unmasked, cm_err *err);
void cm_chain_write_json(cm_json *json, const cm_chain_link *link); /* members of an open object */

#endif
