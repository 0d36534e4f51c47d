/* app/site.h - a workspace that is open: its lock, its engine with tables and functions ready, and
 * the originals. Or the same in memory alone, for looking at one judgment without keeping it.
 * Memory: heap, freed by close. Threads: one. */
#ifndef CM_APP_SITE_H
#define CM_APP_SITE_H

#include "app/reading.h"
#include "app/writer.h"
#include "store/vault.h"
#include "store/workspace.h"

typedef struct {
    cm_arena mem;
    const cm_home *home;
    cm_workspace workspace; /* lock -1 in memory */
    cm_engine *engine;
    cm_session *session;
    cm_vault *vault; /* the one read last; see cm_site_text */
    int64_t vault_source;
    cm_reading *reading;
    CM_VEC(const cm_document *) kept; /* documents in memory: doc_key is the position + 1 */
} cm_site;

/* Fails: NOTFOUND, CONFLICT (held by another process), IO, DB. `threads` of the engine, 0: all. */
CM_MUST_USE cm_status cm_site_open(const cm_home *home, cm_sv folder, size_t threads,
                                   cm_site **ret_site, cm_err *err);
CM_MUST_USE cm_status cm_site_open_memory(const cm_home *home, cm_site **ret_site, cm_err *err);
void cm_site_close(cm_site *s);
/* Put one document that was read into a site in memory; it must outlive the site. Fails: DB. */
CM_MUST_USE cm_status cm_site_add(cm_site *s, const cm_document *document, cm_date received_on,
                                  int64_t *ret_doc_key, cm_err *err);

typedef struct {
    cm_sv id, court, case_no, text;
    cm_date received_on;
} cm_site_document;

/* A stored document with its text as imported, into mem. Fails: NOTFOUND, IO, SCHEMA, DB. */
CM_MUST_USE cm_status cm_site_text(cm_site *s, int64_t doc_key, cm_arena *mem,
                                   cm_site_document *ret_document, cm_err *err);

#endif
