/* app/caller.h - who calls: the claim of a command line or request becomes a caller of the desk, or
 * is refused, and refusals are told to the audit. */
#ifndef CM_APP_CALLER_H
#define CM_APP_CALLER_H

#include "app/workdesk.h"
#include "desk/caller.h"

typedef struct {
    cm_sv name;       /* empty: nobody in particular */
    cm_sv token_file; /* path */
    cm_sv at;         /* now */
    bool given;       /* `at` is what the environment says, not the clock */
} cm_login;

/* The caller, into mem; the owner of the files while no person is registered, as in a workspace
 * whose desk was never made. Asks for a role that may do `act` at all; an empty act asks for no
 * right. Refusals are told to the audit, and acts that are to be told. Fails: DENIED ("login: WHY",
 * as cm_person_caller, or "ACT: WHY"), NOTFOUND and SCHEMA of the file of the token, IO, DB,
 * CONFLICT. */
CM_MUST_USE cm_status cm_caller_admit(const cm_home *home, cm_sv folder, const cm_login *login,
                                      cm_sv act, cm_arena *mem, cm_caller *ret_caller, cm_err *err);

/* Who shows the token, at the moment w->at. Fails: DENIED ("login: token"), DB. */
CM_MUST_USE cm_status cm_caller_of_token(cm_workdesk *w, cm_sv token, cm_arena *mem,
                                         cm_caller *ret_caller, cm_err *err);
/* Whom somebody trusted has logged in, as he is at that moment. Fails: DENIED ("login: as"), DB. */
CM_MUST_USE cm_status cm_caller_named(cm_workdesk *w, cm_sv name, cm_sv at, cm_arena *mem,
                                      cm_caller *ret_caller, cm_err *err);
/* Whether he has a role that may do the act at all; told to the audit as above. Fails: DENIED, DB,
 * IO, CONFLICT. */
CM_MUST_USE cm_status cm_caller_ask(cm_workdesk *w, const cm_caller *caller, cm_sv act,
                                    cm_err *err);

#endif
