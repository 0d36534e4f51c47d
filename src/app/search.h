/* app/search.h - the archive scanned for a search expression: every document that it holds, read
 * from the vault and folded, several at a time, in the order in which they were taken in. A source
 * that was deleted is not there to be found; one whose key is missing is counted, not passed over.
 */
#ifndef CM_APP_SEARCH_H
#define CM_APP_SEARCH_H

#include "app/site.h"
#include "base/json.h"
#include "search/expression.h"

#include <stdatomic.h>

typedef struct {
    cm_sv text;
    int section; /* position in list "section" of data/terms, or -1: not known */
    cm_span at;  /* bytes of the imported text */
} cm_search_place;

typedef struct {
    int64_t doc_key;
    cm_sv doc, case_no, court, document_type; /* ptr NULL: not known */
    cm_date decided_on;
    cm_sv text;                     /* the document's */
    CM_VEC(cm_search_place) places; /* none: it matches by what is not in it */
} cm_search_hit;

typedef struct {
    uint64_t documents; /* that the filters leave */
    uint64_t hits, places;
    uint64_t unreadable; /* the key or the bytes are missing: not looked at */
    bool more;           /* stopped at the limit */
} cm_search_summary;

typedef struct {
    cm_sv query;
    cm_sv section;    /* where words without one of their own are looked for; empty: anywhere */
    cm_date from, to; /* day of decision; CM_NO_DATE: any */
    cm_sv court, document_type, case_type; /* empty: any; of the court a part of its name */
    const cm_numbers *documents;           /* only these (app/choice.h); NULL: any */
    size_t workers;                        /* 0: as many as there are processors */
    int64_t after;                         /* only documents behind this doc_key */
    uint64_t limit;                        /* stop behind so many hits; 0: none */
    /* Called in order, from one thread at a time; the hit is valid during the call. */
    CM_MUST_USE cm_status (*hit)(void *payload, const cm_search_hit *hit, cm_err *err);
    void (*missed)(void *payload, int64_t doc_key); /* not looked at; may be NULL */
    void (*progress)(void *payload, const cm_search_summary *so_far); /* may be NULL */
    void *payload;
    atomic_bool *cancel;
} cm_search_options;

/* Fails: SYNTAX (the expression, with err->pos), ARG (no such section), DB, CANCELLED, as hit. */
CM_MUST_USE cm_status cm_search(cm_site *site, const cm_search_options *options,
                                cm_search_summary *ret_summary, cm_err *err);

/* A place with words of the text on both sides. */
cm_span cm_search_around(cm_sv text, cm_span at);
/* One object; `in_utf16`: its places also in UTF-16 units. */
void cm_search_write_json(cm_json *json, const cm_home *home, const cm_search_hit *hit,
                          bool in_utf16);

#endif
