/* store/workspace.h - the folder of an office's work: where its parts are, and the lock that lets
 * one process at a time have it. Layout: docs/workspace.md. Threads: one. */
#ifndef CM_STORE_WORKSPACE_H
#define CM_STORE_WORKSPACE_H

#include "base/arena.h"
#include "base/status.h"

typedef struct {
    cm_sv folder;
    cm_sv id;            /* random, made with the workspace */
    cm_sv facts;         /* file of the database */
    cm_sv vault, models; /* folders */
    cm_sv certificates;  /* folder: of deleted sources */
    cm_sv deleting;      /* file: there while a source is being deleted */
    cm_sv keys;          /* folder, outside of the workspace */
    int lock;            /* file descriptor */
} cm_workspace;

/* Make an empty workspace. Fails: CONFLICT (there is one already), IO. */
CM_MUST_USE cm_status cm_workspace_create(cm_arena *mem, cm_sv folder, cm_err *err);

/* Open and lock. Paths live in mem. `keys` is the folder that holds the keys of workspaces, each in
 * a folder of its own; $CHAMING_KEYS goes before it; empty: ~/.local/share/chaming/keys. Fails:
 * NOTFOUND (not a workspace), CONFLICT (another process has it: the message names its number),
 * SCHEMA (a workspace of an earlier format), ARG (no place for keys, or inside the workspace), IO.
 */
CM_MUST_USE cm_status cm_workspace_open(cm_arena *mem, cm_sv folder, cm_sv keys,
                                        cm_workspace *ret_workspace, cm_err *err);
/* The highest number of a source that was deleted, 0: none. Fails: IO. */
CM_MUST_USE cm_status cm_workspace_last_deleted(const cm_workspace *w, int64_t *ret_source,
                                                cm_err *err);
void cm_workspace_close(cm_workspace *w);

#endif
