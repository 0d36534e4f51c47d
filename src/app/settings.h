/* app/settings.h - chaming.yaml of a workspace: what an office sets for itself. A missing file is
 * an empty one. */
#ifndef CM_APP_SETTINGS_H
#define CM_APP_SETTINGS_H

#include "base/arena.h"
#include "base/status.h"

/* `keys:`, the folder of keys; a path that is not absolute starts from the workspace. Empty: not
 * set. Fails: IO, SYNTAX (not YAML), SCHEMA (an unknown setting, or no text). */
CM_MUST_USE cm_status cm_settings_keys(cm_arena *mem, cm_sv workspace, cm_sv *ret_folder,
                                       cm_err *err);

#endif
