/* app/preference.h - what a person set for himself (desk/view.h): saved views and preferences, each
 * change with its line in the audit; as JSON. What a view looks for may be a name, so that no line
 * tells it. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_PREFERENCE_H
#define CM_APP_PREFERENCE_H

#include "app/workdesk.h"
#include "base/json.h"
#include "desk/caller.h"
#include "desk/view.h"

/* `screen` empty: of all. Fails: DB. */
CM_MUST_USE cm_status cm_preference_views(cm_workdesk *w, const cm_caller *caller, cm_sv screen,
                                          cm_arena *mem, cm_views_saved *ret, cm_err *err);
/* screen, name, query and shared of `view`. Fails: ARG (no name), CONFLICT, LIMIT, DB. */
CM_MUST_USE cm_status cm_preference_save(cm_workdesk *w, const cm_caller *caller,
                                         cm_view_saved view, int64_t *ret_no, cm_err *err);

/* What is to be otherwise. */
typedef struct {
    cm_sv name, query; /* ptr NULL: as it is */
    int shared;        /* -1: as it is */
    bool end;
} cm_preference_change;

/* Of one's own. Fails: NOTFOUND, CONFLICT, DB. */
CM_MUST_USE cm_status cm_preference_view_change(cm_workdesk *w, const cm_caller *caller, int64_t no,
                                                const cm_preference_change *change, cm_err *err);

CM_MUST_USE cm_status cm_preference_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                                         cm_preferences *ret, cm_err *err);
/* Fails: NOTFOUND, ARG, DB. */
CM_MUST_USE cm_status cm_preference_set(cm_workdesk *w, const cm_caller *caller,
                                        const cm_preference *set, cm_err *err);

/* An object. */
void cm_preference_view_json(cm_json *json, const cm_caller *caller, const cm_view_saved *view);

#endif
