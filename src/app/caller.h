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
} cm_login;

/* The caller, into mem; the owner of the files while no person is registered. A workspace whose
 * desk was never made has none. Fails: DENIED ("login: WHY", as cm_person_caller; told to the audit
 * where persons are registered), NOTFOUND and SCHEMA of the file of the token, IO, DB, CONFLICT. */
CM_MUST_USE cm_status cm_caller_find(const cm_home *home, cm_sv folder, const cm_login *login,
                                     cm_arena *mem, cm_caller *ret_caller, cm_err *err);

/* What is asked of anybody before a command: a role that may do the act at all. An act that is
 * empty asks for no right. Fails: DENIED, told to the audit. */
CM_MUST_USE cm_status cm_caller_admit(const cm_home *home, cm_sv folder, const cm_login *login,
                                      cm_sv act, cm_arena *mem, cm_caller *ret_caller, cm_err *err);

#endif
