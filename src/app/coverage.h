/* app/coverage.h - what was read of the archive and what was not: per fact group, per court, month,
 * source and kind of case, and the places themselves. A group of facts of a document is read,
 * partly read (something of it was found and not understood) or unread. Threads: one. */
#ifndef CM_APP_COVERAGE_H
#define CM_APP_COVERAGE_H

#include "app/site.h"
#include "text/utf16.h"

typedef struct {
    cm_sv name; /* a fact group, or a court, month, source, kind of case; ptr NULL: not known */
    uint64_t documents, partly, unread; /* of a slice: documents with a gap, with nothing read */
} cm_coverage_row;

typedef CM_VEC(cm_coverage_row) cm_coverage_rows;

typedef enum {
    CM_COVERAGE_COURT,
    CM_COVERAGE_MONTH,
    CM_COVERAGE_SOURCE,
    CM_COVERAGE_KIND,
    CM_COVERAGE_SLICE_COUNT
} cm_coverage_slice;

bool cm_coverage_slice_find(cm_sv name, cm_coverage_slice *ret_slice); /* "court", "month" … */
/* A group by its id or by what people call it; *name becomes its id. */
bool cm_coverage_group_find(const cm_home *home, cm_sv *name);

typedef struct {
    uint64_t documents, whole; /* whole: every group read */
    uint64_t conflicts;
    cm_coverage_rows groups; /* in the order of the closed list */
    cm_coverage_rows causes; /* files and lines not read: the cause and, as unread, how many */
} cm_coverage;

/* Fails: DB. Texts live in mem. */
CM_MUST_USE cm_status cm_coverage_of(cm_site *site, cm_arena *mem, cm_coverage *ret_coverage,
                                     cm_err *err);
CM_MUST_USE cm_status cm_coverage_by(cm_site *site, cm_coverage_slice slice, cm_arena *mem,
                                     cm_coverage_rows *ret_rows, cm_err *err);

/* A place that was not understood, or a group of which nothing was found (no place). */
typedef struct {
    int64_t doc_key;
    cm_sv doc, case_no; /* ptr NULL: not known */
    cm_sv group;
    bool unread, has_place;
    cm_span at;            /* bytes of the text */
    cm_sv text;            /* those bytes */
    const cm_utf16 *units; /* of the text as the caller of a lens sees it; NULL: there is none */
} cm_coverage_gap;

/* A fact of which the text says two things. */
typedef struct {
    int64_t doc_key;
    cm_sv doc, case_no, defendant;
    cm_sv fact; /* JSON pointer within the defendant of the record */
    cm_sv values[2];
    cm_span at[2];
    cm_sv texts[2];
    const cm_utf16 *units;
} cm_coverage_conflict;

typedef struct {
    cm_sv group, doc; /* empty: all */
    int64_t after;    /* documents with a higher key; 0: all */
    const bool *done; /* nothing more is wanted; NULL: all is */
    /* Valid during the call. Either may be NULL. */
    CM_MUST_USE cm_status (*gap)(void *payload, const cm_coverage_gap *gap, cm_err *err);
    CM_MUST_USE cm_status (*conflict)(void *payload, const cm_coverage_conflict *conflict,
                                      cm_err *err);
    void *payload;
} cm_coverage_walk;

/* Gaps, then conflicts, by document. Fails: DB, IO, SCHEMA, as the visits. */
CM_MUST_USE cm_status cm_coverage_each(cm_site *site, const cm_coverage_walk *walk, cm_err *err);

#endif
