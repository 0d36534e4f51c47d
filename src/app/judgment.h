/* app/judgment.h - the documents of the archive as people open them: a list page by page, one with
 * its text, sections and what was not read of it, its facts as the tables have them, and the file
 * it came in. Personal data are masked as the lens of the site says (app/lens.h); what the law
 * seals is not there. Memory: the arena given. Threads: as the site. */
#ifndef CM_APP_JUDGMENT_H
#define CM_APP_JUDGMENT_H

#include "app/clue.h"
#include "app/coverage.h"

typedef struct {
    int64_t doc_key, source_no;
    cm_sv doc, case_no, court, document_type, case_type, instance; /* ptr NULL: not known */
    cm_date decided_on, received_on;
    cm_sv partly, unread; /* fact groups, joined by ',' */
} cm_judgment_line;

typedef CM_VEC(cm_judgment_line) cm_judgment_lines;

typedef struct {
    cm_date from, to;     /* day of decision; CM_NO_DATE: any */
    cm_sv court, case_no; /* a part of it; empty: any */
    cm_sv document_type, case_type;
    cm_sv group;        /* not wholly read: a fact group; empty: any */
    bool by_read, read; /* only those wholly read, or only the others */
    cm_sv after;        /* cursor of the page before; empty: from the first one on */
    int64_t limit;
} cm_judgment_filter;

/* In the order in which they were taken in. *ret_next: cursor of the page behind; empty: the last.
 * Fails: ARG (no such cursor), DB. */
CM_MUST_USE cm_status cm_judgments_page(cm_site *site, const cm_judgment_filter *filter,
                                        cm_arena *mem, cm_judgment_lines *ret_lines,
                                        cm_sv *ret_next, cm_err *err);
void cm_judgment_line_write_json(cm_json *json, const cm_judgment_line *line);

/* The key of a document by its id. Fails: NOTFOUND (also where it is sealed), DENIED, DB. */
CM_MUST_USE cm_status cm_judgment_find(cm_site *site, cm_sv doc, int64_t *ret_doc_key, cm_err *err);

/* One object: head, text as the caller sees it, sections, gaps, conflicts, other versions. Fails:
 * as find, IO, SCHEMA. */
CM_MUST_USE cm_status cm_judgment_write_json(cm_site *site, cm_sv doc, cm_arena *mem, cm_json *json,
                                             cm_err *err);
/* Members of an object: sections, gaps and conflicts of a document of the site, whose text is shown
 * as it is. Fails: DB. */
CM_MUST_USE cm_status cm_judgment_write_parts(cm_site *site, cm_sv doc, cm_sv text, cm_arena *mem,
                                              cm_json *json, cm_err *err);
/* One object: the rows of every view of the catalogue that are not empty, with their child tables
 * and the places of each fact. Fails: as above. */
CM_MUST_USE cm_status cm_judgment_write_facts(cm_site *site, cm_sv doc, cm_arena *mem,
                                              cm_json *json, cm_err *err);

/* The text behind a result as the caller sees it there, with its sections. Fails: as cm_site_text.
 */
CM_MUST_USE cm_status cm_judgment_write_text(cm_site *site, const cm_clue *clue, cm_arena *mem,
                                             cm_json *json, cm_err *err);

/* The bytes that a document came as: its file, or its line of one. Not masked: only for whom
 * cm_lens_unmasked admits. Fails: CONFLICT (its file holds others too), NOTFOUND, IO, DB. */
CM_MUST_USE cm_status cm_judgment_original(cm_site *site, int64_t doc_key, cm_arena *mem,
                                           cm_sv *ret_name, cm_sv *ret_bytes, cm_err *err);

#endif
