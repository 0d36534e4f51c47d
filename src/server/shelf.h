/* server/shelf.h - the files of the workbench: those of a fixed list (data/web/files.tsv), read at
 * the start. No other file of the machine can be asked for. Threads: any. */
#ifndef CM_SERVER_SHELF_H
#define CM_SERVER_SHELF_H

#include "base/arena.h"
#include "base/status.h"

typedef struct {
    cm_sv path;       /* as it is asked for: "/setup" */
    const char *type; /* of its content */
    cm_sv bytes, tag; /* tag: digest of the bytes, quoted */
    bool lasting;     /* its name changes with its content */
} cm_shelf_file;

typedef struct cm_shelf cm_shelf;

/* `folder`: data/web. Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_shelf_load(cm_sv folder, cm_shelf **ret_shelf, cm_err *err);
void cm_shelf_free(cm_shelf *shelf);                                   /* NULL allowed */
const cm_shelf_file *cm_shelf_find(const cm_shelf *shelf, cm_sv path); /* or NULL */

#endif
