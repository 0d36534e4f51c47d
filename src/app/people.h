/* app/people.h - offices and people of a workspace: what the three administrators do. Each call is
 * one change with its line in the audit, and asks for the right first. A token file that is made
 * stays when the change fails: it opens nothing. Threads: as the desk. */
#ifndef CM_APP_PEOPLE_H
#define CM_APP_PEOPLE_H

#include "app/workdesk.h"
#include "desk/office.h"
#include "desk/person.h"

/* The first three, who make all others. */
typedef struct {
    cm_sv office, code;                          /* the top office */
    cm_sv system_admin, security_admin, auditor; /* names */
    cm_sv folder;                                /* NAME.token of each is put there */
    cm_sv at;
} cm_people_setup;

/* Fails: CONFLICT (persons are registered, a token file is there), ARG (names are missing or the
 * same), IO, DB. */
CM_MUST_USE cm_status cm_people_begin(cm_workdesk *w, const cm_people_setup *setup, cm_err *err);

/* Somebody, with the file that gets his token; empty: he has none. */
typedef struct {
    cm_sv name, office, token_file;
} cm_people_person;

/* What is done to somebody: `act` of data/desk/rights.tsv. */
typedef struct {
    cm_sv act, person, why;
} cm_people_act;

/* Ask for the right, and open the change; the rest of the deed is in mem. Fails: DENIED, DB. */
CM_MUST_USE cm_status cm_people_open(cm_workdesk *w, const cm_caller *caller,
                                     const cm_people_act *act, cm_arena *mem, cm_deed *ret_deed,
                                     cm_err *err);
/* The same of what everybody may do to himself, but not by a token with scopes; the first of them
 * only asks. */
CM_MUST_USE cm_status cm_people_ask_own(cm_workdesk *w, const cm_caller *caller,
                                        const cm_people_act *act, cm_err *err);
CM_MUST_USE cm_status cm_people_open_own(cm_workdesk *w, const cm_caller *caller,
                                         const cm_people_act *act, cm_arena *mem, cm_deed *ret_deed,
                                         cm_err *err);

/* All fail: DENIED, and as those of desk/person.h and desk/office.h. */
CM_MUST_USE cm_status cm_people_add(cm_workdesk *w, const cm_caller *caller,
                                    const cm_people_person *p, cm_err *err);
/* His own, or that of another. */
CM_MUST_USE cm_status cm_people_token(cm_workdesk *w, const cm_caller *caller,
                                      const cm_people_person *p, cm_err *err);
CM_MUST_USE cm_status cm_people_disable(cm_workdesk *w, const cm_caller *caller, cm_sv name,
                                        cm_sv why, cm_err *err);
/* `by` and `at` of the grant are the caller's. */
CM_MUST_USE cm_status cm_people_grant(cm_workdesk *w, const cm_caller *caller, cm_grant *grant,
                                      cm_err *err);
CM_MUST_USE cm_status cm_people_end(cm_workdesk *w, const cm_caller *caller, cm_grant *grant,
                                    cm_err *err);
CM_MUST_USE cm_status cm_people_office(cm_workdesk *w, const cm_caller *caller,
                                       const cm_office *office, cm_err *err);
CM_MUST_USE cm_status cm_people_move(cm_workdesk *w, const cm_caller *caller, cm_sv office,
                                     cm_sv above, cm_err *err);
/* Those of whom the caller may know. Fails: DENIED, DB. */
CM_MUST_USE cm_status cm_people_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                                     cm_persons *ret, cm_err *err);

#endif
