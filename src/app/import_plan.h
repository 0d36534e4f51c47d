/* app/import_plan.h - what an import has to do: its files, which of them are known, and where each
 * goes on. Decided before anything is written. */
#ifndef CM_APP_IMPORT_PLAN_H
#define CM_APP_IMPORT_PLAN_H

#include "app/import.h"
#include "document/document.h"

typedef struct {
    cm_sv path;          /* where it lies now */
    cm_journal_file row; /* as it will stand in the tables */
    cm_form form;
    bool in_elements; /* JSON, but not one object a line */
    cm_cause cause;   /* of a file that is not read at all */
    bool stored;      /* the file has a row in the tables */
    bool resumed;     /* an earlier import was stopped inside it */
    int64_t source_no;
    cm_date received_on;
    uint64_t size;
} cm_import_file;

typedef struct {
    CM_VEC(cm_import_file) files;
    int64_t new_source; /* the number of the source that new files go to */
} cm_import_plan;

/* Fails: NOTFOUND, IO, DB, CANCELLED. */
CM_MUST_USE cm_status cm_import_plan_make(cm_site *site, const cm_import_options *options,
                                          cm_import_summary *summary, cm_import_plan *ret_plan,
                                          cm_err *err);

/* The number of a source to come. One whose journal is empty belongs to an import that was killed
 * before its first commit: it is given again, and what it left is cut off by who takes it. Any
 * other number is never given twice. Fails: DB, IO. */
CM_MUST_USE cm_status cm_import_next_source(cm_site *s, int64_t *ret_number, cm_err *err);

#endif
