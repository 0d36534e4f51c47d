/* app/settings.h - chaming.yaml of a workspace: what an office sets for itself. A missing file is
 * an empty one. */
#ifndef CM_APP_SETTINGS_H
#define CM_APP_SETTINGS_H

#include "base/arena.h"
#include "base/status.h"

typedef struct {
    cm_sv keys;       /* `keys:`, the folder of keys, from the workspace on; empty: not set */
    cm_sv backups;    /* `backups:`, the folder of those that the server makes, alike */
    bool clock_given; /* `clock: given`: the clock of the environment holds for persons too */
} cm_settings;

/* Fails: IO, SYNTAX (not YAML), SCHEMA (an unknown setting, or a value that is none). */
CM_MUST_USE cm_status cm_settings_load(cm_arena *mem, cm_sv workspace, cm_settings *ret_settings,
                                       cm_err *err);

#endif
