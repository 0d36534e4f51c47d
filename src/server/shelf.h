/* server/shelf.h - the files of the workbench: those of a fixed list (data/web/files.tsv, made by
 * web/build.mjs), read at the start. No other file of the machine can be asked for. Threads: any.
 */
#ifndef CM_SERVER_SHELF_H
#define CM_SERVER_SHELF_H

#include "base/arena.h"
#include "base/status.h"

typedef enum {
    CM_SHELF_PLAIN,
    CM_SHELF_LASTING, /* its name changes with its content */
    CM_SHELF_PAGE,    /* answers for paths below its own too; its styles need a nonce */
} cm_shelf_kind;

typedef struct {
    cm_sv path;       /* as it is asked for: "/setup" */
    const char *type; /* of its content */
    cm_sv bytes, tag; /* tag: digest of the bytes, quoted */
    cm_sv packed;     /* the same with gzip, or empty */
    cm_shelf_kind kind;
} cm_shelf_file;

/* Where the nonce of an answer goes in a page. */
#define CM_SHELF_NONCE "__NONCE__"

typedef struct cm_shelf cm_shelf;

/* `folder`: data/web. Without a list there the shelf is empty: a program without the workbench.
 * Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_shelf_load(cm_sv folder, cm_shelf **ret_shelf, cm_err *err);
void cm_shelf_free(cm_shelf *shelf); /* NULL allowed */
/* Or NULL. */
const cm_shelf_file *cm_shelf_find(const cm_shelf *shelf, cm_sv path);

#endif
