/* app/intake.h - a text on its way into the tables, whatever it came from: it is read, told apart
 * from what is there already, and written with its facts, its links and its place in the vault, or
 * noted with the cause why not. Shared by the import of files and the rebuilding of the tables.
 * Threads: cm_intake_work any, on an item of its own; the rest one. */
#ifndef CM_APP_INTAKE_H
#define CM_APP_INTAKE_H

#include "app/corrected.h"
#include "app/journal.h"
#include "app/site.h"

#include <stdatomic.h>

typedef struct {
    uint64_t bytes, bytes_done; /* of the files, or of the texts, that have to be read */
    uint64_t files, files_known;
    uint64_t documents, documents_known; /* taken in; the same content is there already */
    uint64_t links;                      /* new ones: to another version, or to what is corrected */
    uint64_t causes[CM_CAUSE_COUNT];     /* lines, members and files not read */
} cm_import_summary;

/* What was not read. */
typedef struct {
    cm_sv path, place; /* the file; inside an archive the member, else empty */
    uint64_t line;     /* of the file, or the number of the member; 0: the file itself */
    cm_cause cause;
} cm_not_read;

typedef struct {
    /* Called now and then, from any one thread at a time. May be NULL. */
    void (*progress)(void *payload, const cm_import_summary *so_far);
    void (*not_read)(void *payload, const cm_not_read *what); /* may be NULL */
    void *payload;
    atomic_bool *cancel;
} cm_intake_watch;

typedef struct {
    cm_journal_item item; /* id, cause and address are set by who reads and writes the vault */
    int64_t source_no;
    cm_sv path; /* of the file */
    cm_date received_on;
    /* From cm_intake_work on: */
    cm_document document;
    cm_fact_rows rows;
    cm_sv digest; /* of the text, in hex */
    cm_identity identity;
} cm_intake_item;

typedef struct {
    cm_site *site;
    const cm_intake_watch *watch;
    cm_import_summary *summary;
    cm_fill_use use;
    cm_writer *writer; /* of the transaction that is going on */
    int64_t last_doc_key;
    cm_known contents; /* -> doc_key */
    cm_corrected corrected;
} cm_intake;

/* What is in the tables. Fails: DB. */
CM_MUST_USE cm_status cm_intake_open(cm_site *site, const cm_intake_watch *watch,
                                     cm_import_summary *summary, cm_intake *ret_intake,
                                     cm_err *err);
void cm_intake_close(cm_intake *in);

/* Read `bytes`, the text or the JSON object that has it. Only for an item without a cause. */
void cm_intake_work(const cm_intake *in, cm_reading *reading, cm_arena *mem, cm_sv bytes,
                    cm_intake_item *item);
/* Into the tables, through in->writer. Fails: DB. */
CM_MUST_USE cm_status cm_intake_write(cm_intake *in, const cm_intake_item *item, cm_err *err);

/* The transaction around many items. Fails: DB. */
CM_MUST_USE cm_status cm_intake_begin(cm_intake *in, cm_err *err);
CM_MUST_USE cm_status cm_intake_commit(cm_intake *in, cm_err *err);
void cm_intake_rollback(cm_intake *in);

/* Link the documents anew, when all are in: versions of one, and corrections. Fails: DB. */
CM_MUST_USE cm_status cm_intake_link(cm_intake *in, cm_err *err);

/* The row of a source as it is at the end of a record, in place of the one that is there. */
CM_MUST_USE cm_status cm_intake_put_source(cm_intake *in, const cm_journal_source *source,
                                           const cm_journal_end *end, uint64_t journal,
                                           cm_err *err);
/* The row of a file; one that is there already is taken away by who calls. */
CM_MUST_USE cm_status cm_intake_put_file(cm_intake *in, int64_t source_no,
                                         const cm_journal_file *file, cm_err *err);

#endif
