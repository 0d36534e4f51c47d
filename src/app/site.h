/* app/site.h - a workspace that is open: its lock, its engine with tables and functions ready, and
 * the originals. Or the same in memory alone, for looking at one judgment without keeping it.
 * Memory: heap, freed by close. Threads: one. */
#ifndef CM_APP_SITE_H
#define CM_APP_SITE_H

#include "app/journal.h"
#include "app/sessions.h"
#include "app/writer.h"
#include "desk/desk.h"
#include "store/vault.h"

struct cm_lens;

typedef struct cm_site cm_site;

struct cm_site {
    cm_arena mem;
    const cm_home *home;
    struct cm_lens *lens;   /* NULL: the program itself looks; see app/lens.h */
    cm_workspace workspace; /* lock -1 in memory */
    cm_sv fresh;            /* file of tables that are being made; empty: none */
    bool beside;            /* lock and desk are those of another site */
    cm_engine *engine;
    cm_session *session;
    cm_sessions *sessions;          /* for those that join; NULL: its own is all there is */
    bool matched;                   /* the session has matches or views of its own */
    cm_vault *parts[CM_PART_COUNT]; /* of the source read last; see cm_site_text */
    int64_t vault_source;
    cm_reading *reading;
    CM_VEC(const cm_document *) kept; /* documents in memory: doc_key is the position + 1 */
    cm_desk *desk;                    /* NULL until somebody asks for it, */
    cm_sv desk_at;                    /* at that moment */
    const cm_site *joined;            /* whose lock, engine and desk these are; NULL: its own */
};

/* Fails: NOTFOUND, CONFLICT (held by another process), IO, DB. `threads` of the engine, 0: all. */
CM_MUST_USE cm_status cm_site_open(const cm_home *home, cm_sv folder, size_t threads,
                                   cm_site **ret_site, cm_err *err);
CM_MUST_USE cm_status cm_site_open_memory(const cm_home *home, cm_site **ret_site, cm_err *err);
void cm_site_close(cm_site *s);
/* A site on the same tables with a session of its own, for another thread or for one request; it
 * must be closed first. `home` may speak another language. `desk` is borrowed. Fails: DB. */
CM_MUST_USE cm_status cm_site_join(const cm_site *base, const cm_home *home, cm_desk *desk,
                                   cm_site **ret_site, cm_err *err);

/* The desk of the workspace, made when it is not there unless `existing`: then NULL. `at` is now.
 * A site in memory has none. Fails: as cm_desk_open. */
CM_MUST_USE cm_status cm_site_desk(cm_site *s, bool existing, cm_sv at, cm_desk **ret_desk,
                                   cm_err *err);

/* Open with empty tables in a new file beside facts.duckdb, whether that is there or not; and
 * close, putting the new file in its place. Fails: as cm_site_open. */
CM_MUST_USE cm_status cm_site_open_fresh(const cm_home *home, cm_sv folder, size_t threads,
                                         cm_site **ret_site, cm_err *err);
CM_MUST_USE cm_status cm_site_close_fresh(cm_site *s, cm_err *err);

/* The same while the workspace is open: beside `base`, whose lock, home and desk it uses. Fails:
 * IO, DB. */
CM_MUST_USE cm_status cm_site_open_beside(const cm_site *base, size_t threads, cm_site **ret_site,
                                          cm_err *err);
/* For one who has the site alone: open its tables anew, which finishes a deletion; or put those of
 * `fresh`, which is closed, in their place. Fails: IO, DB, SCHEMA: then the site has no tables, and
 * nothing can be asked of it. */
CM_MUST_USE cm_status cm_site_reopen(cm_site *base, cm_err *err);
CM_MUST_USE cm_status cm_site_replace(cm_site *base, cm_site *fresh, cm_err *err);

/* Sources whose journal has more than the tables know, and how many bytes of it those know. */
typedef struct {
    int64_t source_no;
    uint64_t known, journal;
} cm_site_lag_row;

typedef CM_VEC(cm_site_lag_row) cm_site_lags;
/* Fails: DB, IO, SCHEMA (the tables have more than the vault). */
CM_MUST_USE cm_status cm_site_lag(cm_site *s, cm_site_lags *ret_lags, cm_err *err);
/* Put one document that was read into a site in memory; it must outlive the site. Fails: DB. */
CM_MUST_USE cm_status cm_site_add(cm_site *s, const cm_document *document, cm_date received_on,
                                  int64_t *ret_doc_key, cm_err *err);

/* Append the bytes at an address of a source. Fails: NOTFOUND (also a key), IO, SCHEMA, LIMIT. */
CM_MUST_USE cm_status cm_site_bytes(cm_site *s, int64_t source_no, const cm_address *at,
                                    cm_buf *out, cm_err *err);

typedef struct {
    cm_sv id, court, case_no, text;
    cm_date received_on;
    cm_sv path, place; /* the file it came from; inside an archive or workbook what of it */
    uint64_t line;     /* of the file; of a row as people count; number of a member; 0: all of it */
    cm_sv labels;      /* the other columns of its row as JSON; empty: none */
    cm_sv map;         /* from the text back to the original (docs/facts.md); empty: none */
} cm_site_document;

/* Where byte `at` of the text stands in the original: which page or paragraph or byte (a term of
 * list "place" of data/terms). False: the text is the original, or its lines say it. */
CM_MUST_USE bool cm_site_place(const cm_site_document *d, uint32_t at, cm_sv *ret_unit,
                               uint64_t *ret_number);

/* The case number of a stored document; empty: not known. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_site_case_no(cm_site *s, int64_t doc_key, cm_arena *mem,
                                      cm_sv *ret_case_no, cm_err *err);
/* A stored document with its text as imported, into mem. Fails: NOTFOUND, IO, SCHEMA, DB. */
CM_MUST_USE cm_status cm_site_text(cm_site *s, int64_t doc_key, cm_arena *mem,
                                   cm_site_document *ret_document, cm_err *err);

#endif
