#include "base/base.h"

#include "app/preference.h"

#include "desk/change.h"

static cm_deed deed_of(const cm_caller *caller, const char *action, cm_sv object)
{
    return (cm_deed){.by = caller->name,
                     .office = caller->office,
                     .at = caller->at,
                     .action = cm_sv_from(action),
                     .object = object};
}

cm_status cm_preference_views(cm_workdesk *w, const cm_caller *caller, cm_sv screen, cm_arena *mem,
                              cm_views_saved *ret, cm_err *err)
{
    const cm_view_saved like = {.person = caller->name, .office = caller->office, .screen = screen};
    return cm_views_load(w->desk, &like, mem, ret, err);
}

cm_status cm_preference_save(cm_workdesk *w, const cm_caller *caller, cm_view_saved view,
                             int64_t *ret_no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    int64_t no = 0;
    view.no = 0;
    view.person = caller->name;
    view.office = caller->office;
    view.made_at = caller->at;
    if (view.name.len == 0 || view.screen.len == 0) {
        return cm_err_set(err, CM_E_ARG, "a view has a name and a screen");
    }
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_view_add(w->desk, &view, &no, err);
    const cm_deed deed =
        deed_of(caller, "view.save", cm_arena_format(&mem, "view %lld", (long long)no));
    status = cm_change_end(w->desk, status, &deed, err);
    if (status == CM_OK) {
        *ret_no = no;
    }
    return status;
}

cm_status cm_preference_view_change(cm_workdesk *w, const cm_caller *caller, int64_t no,
                                    const cm_preference_change *change, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_view_saved view = {0};
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_view_find(w->desk, no, caller->name, &mem, &view, err);
    view.name = change->name.len != 0 ? change->name : view.name;
    view.query = change->query.ptr != NULL ? change->query : view.query;
    view.shared = change->shared >= 0 ? change->shared != 0 : view.shared;
    view.office = caller->office;
    view.changed_at = caller->at;
    if (status == CM_OK) {
        status = change->end ? cm_view_end(w->desk, no, caller->at, err)
                             : cm_view_change(w->desk, &view, err);
    }
    const cm_deed deed = deed_of(caller, change->end ? "view.end" : "view.change",
                                 cm_arena_format(&mem, "view %lld", (long long)no));
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_preference_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                             cm_preferences *ret, cm_err *err)
{
    return cm_preferences_of(w->desk, caller->name, mem, ret, err);
}

cm_status cm_preference_set(cm_workdesk *w, const cm_caller *caller, const cm_preference *set,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_preference_put(w->desk, &w->home->preferences, caller->name, set, caller->at, err);
    const cm_deed deed =
        deed_of(caller, "preference.set",
                status == CM_OK ? cm_arena_format(&mem, "preference %.*s", CM_SV_ARG(set->key))
                                : CM_SV("preference"));
    return cm_change_end(w->desk, status, &deed, err);
}

void cm_preference_view_json(cm_json *json, const cm_caller *caller, const cm_view_saved *view)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), view->no);
    cm_json_put_text(json, CM_SV("screen"), view->screen);
    cm_json_put_text(json, CM_SV("name"), view->name);
    cm_json_put_text(json, CM_SV("query"), view->query);
    cm_json_put_bool(json, CM_SV("shared"), view->shared);
    cm_json_put_bool(json, CM_SV("own"), cm_sv_equal(view->person, caller->name));
    cm_json_put_text(json, CM_SV("by"), view->person);
    cm_json_put_text(json, CM_SV("changed_at"), view->changed_at);
    cm_json_object_end(json);
}
