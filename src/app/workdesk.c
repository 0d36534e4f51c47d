#include "base/base.h"

#include "app/workdesk.h"

#include "app/settings.h"
#include "app/trail.h"
#include "base/file.h"

cm_sv cm_workdesk_path(cm_arena *mem, const cm_workspace *workspace)
{
    return cm_file_join(mem, workspace->folder, CM_SV("desk.sqlite"));
}

cm_status cm_workdesk_open(const cm_home *home, cm_sv folder, cm_sv at, cm_workdesk **ret,
                           cm_err *err)
{
    cm_workdesk *w = cm_alloc_zero(1, sizeof(*w));
    cm_arena_init(&w->mem);
    w->home = home;
    w->at = cm_arena_sv(&w->mem, at);
    w->workspace.lock = -1;
    cm_settings settings;
    cm_status status = cm_settings_load(&w->mem, folder, &settings, err);
    if (status == CM_OK) {
        status = cm_workspace_open(&w->mem, folder, settings.keys, &w->workspace, err);
    }
    if (status == CM_OK) {
        status = cm_desk_open(cm_workdesk_path(&w->mem, &w->workspace), at, &w->desk, err);
    }
    if (status != CM_OK) {
        cm_workdesk_close(w);
        return status;
    }
    *ret = w;
    return CM_OK;
}

void cm_workdesk_close(cm_workdesk *w)
{
    if (w != NULL) {
        const cm_trail trail = {&w->workspace, w->desk, w->at};
        cm_trail_close(&trail);
        cm_workspace_close(&w->workspace);
        cm_arena_clear(&w->mem);
        cm_free(w);
    }
}
