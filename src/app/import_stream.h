/* app/import_stream.h - the files of an import as one stream: lines of NDJSON, objects of JSON,
 * whole documents, members of archives and rows of tables, one after the other, while their bytes
 * go to the vault. Ends at the edge of a batch and goes on from there. Threads: one. */
#ifndef CM_APP_IMPORT_STREAM_H
#define CM_APP_IMPORT_STREAM_H

#include "app/import_plan.h"
#include "base/elements.h"
#include "document/members.h"

typedef struct {
    cm_arena mem;
    cm_buf bytes;     /* of the line, object, document or member */
    cm_form form;     /* of them */
    bool in_original; /* they stand in the original as they are, from the place that `in` names */
    uint64_t advance; /* bytes of the file that this takes */
    cm_intake_item in;
    /* Made by who works on it: what goes to CM_PART_TEXTS, or nothing. */
    cm_sv text, map;
} cm_import_item;

typedef struct {
    const cm_intake_watch *watch;
    cm_import_plan *plan;
    const cm_columns *columns;
    uint64_t batch;

    size_t file; /* index of the file that is being read */
    cm_lines *lines;
    cm_elements *elements;
    cm_members *members;
    bool open;
    cm_vault *originals; /* of `source_no` */
    int64_t source_no;
    uint64_t batch_bytes;
    uint64_t skip;   /* bytes at the place of going on that the vault has already */
    cm_buf *collect; /* where the bytes of a document go, or NULL */
} cm_import_stream;

/* The next item. False at the end of the batch or when *err is set. */
bool cm_import_stream_next(cm_import_stream *s, cm_import_item *item, cm_err *err);
void cm_import_stream_close(cm_import_stream *s);

cm_cause cm_import_cause(cm_fault fault);

#endif
