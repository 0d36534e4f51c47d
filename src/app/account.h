/* app/account.h - the passwords and one-time codes of people: set, changed, by invitation, taken
 * back. Each call is one change with its line in the audit. What digests a password is slow.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_ACCOUNT_H
#define CM_APP_ACCOUNT_H

#include "app/workdesk.h"
#include "desk/caller.h"
#include "desk/credential.h"

/* ---- passwords ---- */

/* His own, with the old one (NULL pointer: he came by the token in his file, on the command line),
 * or that of another, who must change it when he logs in. His other log-ins end. Fails: DENIED
 * (also "login: refused": the old one is wrong), ARG (a rule is broken), NOTFOUND, LIMIT, DB, IO.
 */
typedef struct {
    cm_sv name, password, old;
} cm_account_new;

CM_MUST_USE cm_status cm_account_password(cm_workdesk *w, const cm_caller *caller,
                                          const cm_account_new *set, cm_err *err);

/* Check the rules and make what is kept of it; before a change. Fails: ARG, LIMIT, DB. */
CM_MUST_USE cm_status cm_account_digest(cm_workdesk *w, cm_sv name, cm_sv password, cm_arena *mem,
                                        cm_sv *ret_secret, cm_err *err);
/* The same for a password that holds and is kept in a way that is not today's; else empty. */
CM_MUST_USE cm_status cm_account_refresh(cm_workdesk *w, const cm_credential *c, cm_sv password,
                                         cm_arena *mem, cm_sv *ret_secret, cm_err *err);
/* In a change: it is his password now, and he is not locked out. */
CM_MUST_USE cm_status cm_account_put(cm_workdesk *w, cm_sv name, const cm_credential *c,
                                     cm_err *err);

/* ---- invitations ---- */

/* *ret_code lets him set a password, once and for some days. Fails: DENIED, NOTFOUND, DB. */
CM_MUST_USE cm_status cm_account_invite(cm_workdesk *w, const cm_caller *caller, cm_sv name,
                                        cm_arena *mem, cm_sv *ret_code, cm_err *err);
/* In a change. */
CM_MUST_USE cm_status cm_account_invited(cm_workdesk *w, cm_sv name, cm_sv by, cm_sv at,
                                         cm_arena *mem, cm_sv *ret_code, cm_err *err);
/* Fails: DENIED ("login: invitation": no such one, or not any more), ARG, LIMIT, DB. */
CM_MUST_USE cm_status cm_account_accept(cm_workdesk *w, cm_sv code, cm_sv password, cm_sv at,
                                        cm_arena *mem, cm_sv *ret_name, cm_err *err);

/* A code that is none: told to the audit. Fails: DENIED ("login: invitation"), always, but for DB.
 */
CM_MUST_USE cm_status cm_account_no_code(cm_workdesk *w, cm_sv at, cm_err *err);

/* ---- locks and one-time codes ---- */

CM_MUST_USE cm_status cm_account_unlock(cm_workdesk *w, const cm_caller *caller, cm_sv name,
                                        cm_err *err);

typedef struct {
    cm_sv secret; /* base32, to be typed into an app */
    cm_sv uri;    /* otpauth://…, as a QR code says it */
} cm_account_codes;

/* Somebody who proves by his password that it is him gets a secret; the first log-in with a code of
 * it makes codes necessary. Fails: DENIED ("login: refused"), CONFLICT (he has codes), DB, IO. */
CM_MUST_USE cm_status cm_account_codes_begin(cm_workdesk *w, cm_sv name, cm_sv password, cm_sv at,
                                             cm_arena *mem, cm_account_codes *ret, cm_err *err);
/* His own, or those of another. Fails: DENIED, NOTFOUND (he has none), DB. */
CM_MUST_USE cm_status cm_account_codes_end(cm_workdesk *w, const cm_caller *caller, cm_sv name,
                                           cm_err *err);

#endif
