/* app/journal.h - what the tables of a source can be made again from: for every document and every
 * thing not read, where it stands in the vault and what its file is called. JSON lines in the
 * journal part of the vault. A commit of an import is a record: its items, the files it touched,
 * and an end; a journal is only ever cut between records. Threads: one. */
#ifndef CM_APP_JOURNAL_H
#define CM_APP_JOURNAL_H

#include "app/reading.h"
#include "store/vault.h"

/* Where the text of a document stands, and the way back to its original. */
typedef struct {
    cm_part part;
    bool is_json;                /* the bytes are a JSON object that has the text as a member */
    uint64_t begin, end;         /* raw bytes of the part */
    uint64_t map_begin, map_end; /* in CM_PART_TEXTS; equal: there is no map */
} cm_address;

typedef struct {
    int64_t file_no;
    uint64_t line;  /* number of the line, member or row; 0: the file itself */
    cm_sv id;       /* ptr NULL: inside of the JSON object */
    cm_sv place;    /* path inside an archive; empty: none */
    cm_sv labels;   /* the other columns of its row as JSON; empty: none */
    cm_cause cause; /* of what gave no text; else the reader says when it reads */
    cm_address at;
} cm_journal_item;

typedef struct {
    int64_t file_no;
    cm_sv path, digest, form;
    uint64_t raw_begin; /* in CM_PART_ORIGINALS */
    uint64_t kept;      /* bytes of the file in the vault */
    uint64_t done;      /* bytes whose documents were taken */
    uint64_t lines;
    bool complete;
} cm_journal_file;

typedef struct {
    int64_t source_no;
    cm_sv label;
    cm_date received_on;
} cm_journal_source;

/* A table of declared columns (app/table.h): its file, whose bytes are those of the originals, and
 * the schema it is read by, in CM_PART_TEXTS. */
typedef struct {
    cm_sv name;
    int64_t file_no;
    uint64_t begin, end;
    uint64_t schema_begin, schema_end;
} cm_journal_table;

/* The end of a record. */
typedef struct {
    int64_t first_doc_key;     /* of the documents in it: the order among sources */
    uint64_t originals, texts; /* sizes of the parts */
    bool complete;             /* the import has nothing more for this source */
} cm_journal_end;

typedef struct cm_journal cm_journal;

/* Records are written to and read from `vault`, which the journal does not own. */
cm_journal *cm_journal_new(cm_vault *vault);
void cm_journal_free(cm_journal *j);

/* Put the lines of a record, its end last. The first record of a source begins with it. */
CM_MUST_USE cm_status cm_journal_put_source(cm_journal *j, const cm_journal_source *s, cm_err *err);
CM_MUST_USE cm_status cm_journal_put_item(cm_journal *j, const cm_journal_item *i, cm_err *err);
CM_MUST_USE cm_status cm_journal_put_file(cm_journal *j, const cm_journal_file *f, cm_err *err);
CM_MUST_USE cm_status cm_journal_put_table(cm_journal *j, const cm_journal_table *t, cm_err *err);
CM_MUST_USE cm_status cm_journal_put_end(cm_journal *j, const cm_journal_end *e, cm_err *err);

typedef enum {
    CM_ENTRY_SOURCE,
    CM_ENTRY_ITEM,
    CM_ENTRY_FILE,
    CM_ENTRY_TABLE,
    CM_ENTRY_END
} cm_entry_kind;

typedef struct {
    cm_entry_kind kind;

    union {
        cm_journal_source source;
        cm_journal_item item;
        cm_journal_file file;
        cm_journal_table table;
        cm_journal_end end;
    } as;
} cm_entry;

/* Go to raw byte `at` of the journal: the begin of a record. */
void cm_journal_seek(cm_journal *j, uint64_t at);
uint64_t cm_journal_at(const cm_journal *j); /* after the entry read last */
/* The next entry; its texts live until the one after. False at the end, or when *err is set: IO,
 * SCHEMA (damaged, or no such line), NOTFOUND. */
bool cm_journal_next(cm_journal *j, cm_entry *ret_entry, cm_err *err);

#endif
