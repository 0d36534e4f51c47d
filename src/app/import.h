/* app/import.h - judgments into a workspace: originals to the vault, facts to the tables. In
 * batches, each wholly there or not at all: an import that was stopped or killed goes on where it
 * was when it is run again. What is there already is recognised by its content. */
#ifndef CM_APP_IMPORT_H
#define CM_APP_IMPORT_H

#include "app/site.h"

#include <stdatomic.h>

typedef struct {
    uint64_t bytes, bytes_done; /* of the files that have to be read */
    uint64_t files, files_known;
    uint64_t documents, documents_known; /* taken in; there already */
    uint64_t causes[CM_CAUSE_COUNT];     /* lines and files not read */
} cm_import_summary;

typedef struct {
    const cm_svs *paths; /* files and folders */
    cm_sv label;         /* of the source; empty: the first path */
    cm_date received_on; /* or none */
    size_t workers;      /* 0: as many as there are processors */
    uint64_t batch;      /* raw bytes between two commits; 0: 32 MB */
    /* Called now and then, from any one thread at a time. May be NULL. */
    void (*progress)(void *payload, const cm_import_summary *so_far);
    /* A file (line 0) or line that was not read. May be NULL. */
    void (*not_read)(void *payload, cm_sv path, uint64_t line, cm_cause cause);
    void *payload;
    atomic_bool *cancel;
} cm_import_options;

/* Fails: NOTFOUND (a path), IO, DB, CANCELLED (what was done stays). */
CM_MUST_USE cm_status cm_import(cm_site *site, const cm_import_options *options,
                                cm_import_summary *ret_summary, cm_err *err);

#endif
