/* desk/desk.h - desk.sqlite of a workspace: what people decided, which nothing can make again. It
 * is the precious part: facts.duckdb and the results come from the vault, these rows do not.
 * Memory: heap, freed by close. Threads: one. */
#ifndef CM_DESK_DESK_H
#define CM_DESK_DESK_H

#include "base/arena.h"
#include "base/status.h"

typedef struct cm_desk cm_desk;

/* Open the file, making it when it is not there; a file of an earlier layout is copied beside
 * itself and brought up to date. `at` is now, for the audit. Fails: IO, DB, SCHEMA (made by a later
 * program). */
CM_MUST_USE cm_status cm_desk_open(cm_sv path, cm_sv at, cm_desk **ret_desk, cm_err *err);
/* To read alone, without making, changing or locking anything: NULL where the file is not there, or
 * its layout is before `layout`. Fails: IO, DB. */
CM_MUST_USE cm_status cm_desk_open_reading(cm_sv path, size_t layout, cm_desk **ret_desk,
                                           cm_err *err);
/* A copy of what the desk holds now, as a file of its own at `path`, which must not be there;
 * without what is of the moment (layout.h). Others may go on writing. Fails: IO, DB. */
CM_MUST_USE cm_status cm_desk_copy(cm_desk *desk, cm_sv path, cm_err *err);
/* Break off what another thread does with the desk: it fails with DB. */
void cm_desk_break(cm_desk *desk);
void cm_desk_close(cm_desk *desk); /* NULL allowed */

/* Desks of one file in one process write in turns: who would write sleeps until it is his turn,
 * where SQLite by itself looks again and again, ever more rarely. Memory: heap. Threads: any. */
typedef struct cm_turns cm_turns;

cm_turns *cm_turns_new(void);
void cm_turns_free(cm_turns *turns);                     /* NULL allowed */
void cm_desk_take_turns(cm_desk *desk, cm_turns *turns); /* from now on; they outlive the desk */

#endif
