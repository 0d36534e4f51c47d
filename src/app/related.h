/* app/related.h - rows of other documents that a collision shows with its hits: who and where they
 * are, the facts, and the words they stand in. */
#ifndef CM_APP_RELATED_H
#define CM_APP_RELATED_H

#include "app/site.h"
#include "text/utf16.h"

typedef struct {
    cm_sv fact, title, value;
    bool has_place;
    cm_span at; /* bytes of the other document's text */
    cm_sv text; /* those bytes; ptr NULL: the originals were left alone */
} cm_related_fact;

typedef struct {
    cm_sv role; /* what the model calls it */
    cm_sv doc, case_no, court, defendant;
    cm_date decided_on;
    int64_t doc_key;
    CM_VEC(cm_related_fact) facts;
    const cm_utf16 *units; /* of the other text as the caller sees it; NULL: nobody asked */
} cm_related_row;

typedef CM_VEC(cm_related_row) cm_related_rows;

typedef struct {
    cm_sv model;
    const cm_plan *plan;
    const cm_numbers *documents; /* whose hits are written; NULL: of all */
} cm_related_of_run;

/* Write those of every hit that the plan of a collision has. `writer` is that of the run.
 * Fails: DB. */
CM_MUST_USE cm_status cm_related_write(cm_site *site, const cm_related_of_run *run,
                                       cm_writer *writer, cm_err *err);

/* Of one result, in the order of the model. Fails: DB, IO, SCHEMA. */
typedef struct {
    cm_sv model;
    int64_t doc_key, defendant_no, count_no;
    bool without_text;
} cm_related_query;

CM_MUST_USE cm_status cm_related_of(cm_site *site, const cm_related_query *query, cm_arena *mem,
                                    cm_related_rows *ret_rows, cm_err *err);

#endif
