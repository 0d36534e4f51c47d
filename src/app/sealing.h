/* app/sealing.h - unmasking a clue for the day, and sealing documents by law: each asks for the
 * right, and is one change with its line in the audit. Threads: as the desk. */
#ifndef CM_APP_SEALING_H
#define CM_APP_SEALING_H

#include "app/site.h"
#include "app/workdesk.h"
#include "base/json.h"
#include "desk/seal.h"

/* For the rest of the day. Fails: NOTFOUND (no such clue, or a sealed one), DENIED, ARG (nothing is
 * masked for the owner of the files), DB. */
CM_MUST_USE cm_status cm_unmask(cm_workdesk *w, const cm_caller *caller, cm_sv clue, cm_sv reason,
                                cm_err *err);

/* `seal`: doc, ground and why. Fails: NOTFOUND (no such document or ground), CONFLICT, DENIED, DB.
 */
CM_MUST_USE cm_status cm_sealing_add(cm_site *site, const cm_caller *caller, const cm_seal *seal,
                                     cm_err *err);
CM_MUST_USE cm_status cm_sealing_end(cm_workdesk *w, const cm_caller *caller, cm_sv doc, cm_sv why,
                                     cm_err *err);

void cm_seal_write_json(cm_json *json, const cm_seal *seal); /* an object */

/* Whether the caller may do the act on a clue of the desk; on an empty id: on what belongs to no
 * office. Fills who acts. Fails: NOTFOUND (outside of what he may see), DENIED, DB. */
CM_MUST_USE cm_status cm_clue_ask(cm_site *site, const cm_caller *caller, cm_sv act, cm_sv clue,
                                  cm_sv reason, cm_deed *ret_deed, cm_err *err);

#endif
