/* app/clue_open.h - one result opened by its id, through the lens of the site (app/lens.h): all
 * that it says with the law that applied, the text behind it, its bundle, the file of its judgment.
 * Fail all: NOTFOUND (also where it is not there for the caller), DENIED, DB, IO, SCHEMA. */
#ifndef CM_APP_CLUE_OPEN_H
#define CM_APP_CLUE_OPEN_H

#include "app/clue.h"

/* One object: the members of cm_clue_write_json, with title of the model, law and origin. */
CM_MUST_USE cm_status cm_clue_write_whole(cm_site *site, const cm_clue *clue, cm_json *json,
                                          cm_err *err);
/* The same by its id. */
CM_MUST_USE cm_status cm_clue_open(cm_site *site, cm_sv id, cm_json *json, cm_err *err);
/* One object: the text as the caller sees it with this result, and its sections. */
CM_MUST_USE cm_status cm_clue_open_text(cm_site *site, cm_sv id, cm_json *json, cm_err *err);
/* Signed; only unmasked. Fails: also as cm_bundle_write. */
CM_MUST_USE cm_status cm_clue_open_bundle(cm_site *site, cm_sv id, cm_buf *out, cm_err *err);
/* The bytes its judgment came as, and the name of the file; only unmasked. Fails: CONFLICT too. */
CM_MUST_USE cm_status cm_clue_open_original(cm_site *site, cm_sv id, cm_arena *mem, cm_sv *ret_name,
                                            cm_sv *ret_bytes, cm_err *err);

/* The key that bundles are signed with: its public part and fingerprint. Fails: IO, SCHEMA. */
CM_MUST_USE cm_status cm_bundle_key_write_json(cm_site *site, cm_json *json, cm_err *err);

#endif
