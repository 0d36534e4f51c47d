/* app/import_plan.h - what an import has to do: its files, which of them are known, and where each
 * goes on. Decided before anything is written. */
#ifndef CM_APP_IMPORT_PLAN_H
#define CM_APP_IMPORT_PLAN_H

#include "app/import.h"

typedef struct {
    cm_sv path, digest; /* digest in hex */
    bool is_json;
    bool stored;  /* the file has a row in the tables */
    bool resumed; /* an earlier import was stopped inside it */
    int64_t file_no, source_no;
    cm_date received_on;
    uint64_t size;
    uint64_t raw_begin; /* in the vault of the source; known when its first byte is put */
    uint64_t kept;      /* bytes of the file in the vault */
    uint64_t done;      /* bytes whose lines were read */
    uint64_t lines;
    bool complete;
} cm_import_file;

typedef struct {
    CM_VEC(cm_import_file) files;
    int64_t new_source; /* the number of the source this import makes, if it makes one */
    int64_t last_doc_key;
} cm_import_plan;

/* Fails: NOTFOUND, IO, DB, CANCELLED. */
CM_MUST_USE cm_status cm_import_plan_make(cm_site *site, const cm_import_options *options,
                                          cm_import_summary *summary, cm_import_plan *ret_plan,
                                          cm_err *err);

#endif
