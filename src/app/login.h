/* app/login.h - logging in and out, and who comes with a request: by the cookie of a log-in or by a
 * token. A log-in is refused in one way whatever was wrong. Each is told to the audit.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_LOGIN_H
#define CM_APP_LOGIN_H

#include "app/workdesk.h"
#include "desk/access.h"
#include "desk/caller.h"

typedef struct {
    cm_sv name, password;
    cm_sv code;         /* one-time code, or empty; of the invitation */
    cm_sv new_password; /* or empty */
    cm_sv address;      /* from where */
    cm_sv at;
} cm_login_ask;

typedef struct {
    cm_sv cookie; /* shown once; the desk keeps its digest */
    cm_sv csrf;   /* goes with every request that changes something */
    cm_sv name;
    cm_sv ends_at; /* at the latest */
} cm_login_in;

/* Slow: it digests passwords. Fails: DENIED ("login: refused"; or, to who proved that it is him,
 * "login: change": a new password is needed, "login: enrol": one-time codes are needed), ARG (the
 * new password breaks a rule), DB, IO. */
CM_MUST_USE cm_status cm_login_begin(cm_workdesk *w, const cm_login_ask *ask, cm_arena *mem,
                                     cm_login_in *ret, cm_err *err);

/* With the code of an invitation: the password is set, which ends his other log-ins, and he is
 * logged in; where one-time codes are asked of him, *ret has his name alone. Fails: as
 * cm_account_accept. */
CM_MUST_USE cm_status cm_login_accept(cm_workdesk *w, const cm_login_ask *ask, cm_arena *mem,
                                      cm_login_in *ret, cm_err *err);

/* The caller of a cookie; *ret_csrf is what his requests must carry. Fails: DENIED ("login:
 * session": there is no such log-in, or it has ended), DB. */
CM_MUST_USE cm_status cm_login_session(cm_workdesk *w, cm_sv cookie, cm_sv at, cm_arena *mem,
                                       cm_caller *ret_caller, cm_sv *ret_csrf, cm_err *err);
/* The same of one who only stays: the log-in is not used by that. */
CM_MUST_USE cm_status cm_login_still(cm_workdesk *w, cm_sv cookie, cm_sv at, cm_arena *mem,
                                     cm_caller *ret_caller, cm_err *err);
/* What the requests of that cookie must carry. */
cm_sv cm_login_csrf(cm_arena *mem, cm_sv cookie);
/* The caller of an API token, with its scopes, or of the token in a person's file. Fails: DENIED
 * ("login: token"; told to the audit), DB. */
CM_MUST_USE cm_status cm_login_token(cm_workdesk *w, cm_sv token, cm_sv at, cm_arena *mem,
                                     cm_caller *ret_caller, cm_err *err);
/* The same, told to nobody: it only reads. */
CM_MUST_USE cm_status cm_login_token_still(cm_workdesk *w, cm_sv token, cm_sv at, cm_arena *mem,
                                           cm_caller *ret_caller, cm_err *err);

/* His log-ins, the one he asks by among them. */
CM_MUST_USE cm_status cm_login_visits(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                                      cm_visits *ret, cm_err *err);
/* One of his; 0: the one he asks by. Fails: NOTFOUND, DENIED (he came by a token with scopes), DB.
 */
CM_MUST_USE cm_status cm_login_end(cm_workdesk *w, const cm_caller *caller, int64_t visit,
                                   cm_err *err);
/* Those that ended long ago are forgotten; to be asked now and then. */
CM_MUST_USE cm_status cm_login_tidy(cm_workdesk *w, cm_sv at, cm_err *err);

#endif
