/* app/bundle.h - a clue with all that it rests on as one signed file that can be checked without
 * this program and its database (docs/bundle.md, src/verify). It discloses the text of exactly one
 * document. Memory: own. Threads: one. */
#ifndef CM_APP_BUNDLE_H
#define CM_APP_BUNDLE_H

#include "app/clue.h"
#include "store/signing.h"

/* The clue rests on one document. */
bool cm_bundle_possible(const cm_site *site, const cm_clue *clue);

/* The same clue and key give the same bytes. The document is read anew from its original; `clue`
 * has its text. Fails: NOTFOUND (its model is not here), CONFLICT (text, model or law say something
 * else today: run the model again), ARG (no hit, or a clue that rests on more than one document),
 * DB, IO, LIMIT. */
CM_MUST_USE cm_status cm_bundle_write(cm_site *site, const cm_clue *clue, const cm_signing_key *key,
                                      cm_buf *out, cm_err *err);

#endif
