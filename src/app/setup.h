/* app/setup.h - the first set-up over the network: a code that the program prints once, and with it
 * the top office, three administrators and a first prosecutor. There is no default account and no
 * default password. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_SETUP_H
#define CM_APP_SETUP_H

#include "app/workdesk.h"

/* *ret_code opens the set-up, once; codes before it end. Fails: CONFLICT (persons are registered),
 * DB. */
CM_MUST_USE cm_status cm_setup_code(cm_workdesk *w, cm_sv at, cm_arena *mem, cm_sv *ret_code,
                                    cm_err *err);
CM_MUST_USE cm_status cm_setup_wanted(cm_workdesk *w, bool *ret_wanted, cm_err *err);

enum { CM_SETUP_SYSTEM, CM_SETUP_SECURITY, CM_SETUP_AUDITOR, CM_SETUP_PROSECUTOR, CM_SETUP_COUNT };

typedef struct {
    cm_sv name;
    cm_sv password; /* empty: he is invited */
} cm_setup_person;

typedef struct {
    cm_sv code;
    cm_sv office, office_code; /* the top office */
    cm_setup_person persons[CM_SETUP_COUNT];
    cm_sv at;
} cm_setup;

/* What was made: an invitation for everybody without a password; empty: none. */
typedef struct {
    cm_sv invitations[CM_SETUP_COUNT];
} cm_setup_done;

/* Slow: it digests passwords. Fails: DENIED ("login: invitation": the code), CONFLICT (persons are
 * registered), ARG (a name is missing or stands twice; a password breaks a rule), LIMIT, DB. */
CM_MUST_USE cm_status cm_setup_begin(cm_workdesk *w, const cm_setup *setup, cm_arena *mem,
                                     cm_setup_done *ret, cm_err *err);

#endif
