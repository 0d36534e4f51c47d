/* app/import.h - files into a workspace: originals, texts and journal to the vault, facts to the
 * tables. In batches, each wholly there or not at all: an import that was stopped or killed goes on
 * where it was when it is run again. What is there already is recognised by its content. */
#ifndef CM_APP_IMPORT_H
#define CM_APP_IMPORT_H

#include "app/intake.h"

typedef struct {
    const cm_svs *paths; /* files and folders */
    const cm_svs *names; /* what the files are called, one for each; NULL: their paths */
    cm_sv label;         /* of the source; empty: the first path */
    cm_date received_on; /* or none */
    size_t workers;      /* 0: as many as there are processors */
    uint64_t batch;      /* raw bytes between two commits; 0: 32 MB */
    cm_intake_watch watch;
} cm_import_options;

cm_sv cm_import_label(const cm_import_options *options);

/* Fails: NOTFOUND (a path, a key), IO, DB, SCHEMA, CANCELLED (what was done stays). */
CM_MUST_USE cm_status cm_import(cm_site *site, const cm_import_options *options,
                                cm_import_summary *ret_summary, cm_err *err);

#endif
