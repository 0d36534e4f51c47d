/* document/members.h - the members of a container, one after the other: the files of a zip (also of
 * zips inside it), the rows of a csv or xlsx file. A member's bytes and form are what
 * cm_extract_text takes. Nothing is written to disk.
 *
 * Memory: all that a member points at dies with the next call. Threads: one.
 *
 *     while (cm_members_next(m, &member, &err)) { ... }
 *     if (err.status != CM_OK) ...                        reading failed
 *     if (cm_members_fault(m) != CM_FAULT_NONE) ...       the container is at fault, from here on
 */
#ifndef CM_DOCUMENT_MEMBERS_H
#define CM_DOCUMENT_MEMBERS_H

#include "document/columns.h"
#include "document/document.h"

typedef struct {
    cm_sv header, value;
    cm_column_role column; /* CM_COLUMN_OTHER: a header that columns.tsv does not know */
} cm_label;

typedef CM_VEC(cm_label) cm_labels;

typedef struct {
    uint64_t number; /* from 1, without gaps; also of members that are at fault */
    cm_sv path;      /* inside the zip, of the file or of the table the row stands in; else empty */
    cm_sv name;   /* the path; of a row its id (id column, docId of the link, case number, row) */
    cm_form form; /* of bytes; a row's text is TEXT or HTML, a line of JSON is LINES */
    cm_sv bytes;
    cm_fault fault;   /* NONE, or why there are no bytes; then form is what it would be */
    cm_labels labels; /* the other cells of a row that are not empty */
    cm_sv sheet;      /* of an xlsx */
    uint64_t row;     /* as a person counts: the header is row 1; 0: not a row */
    uint64_t offset;  /* of the row or line in the file (csv, lines); 0 for xlsx and zip */
    uint64_t done;    /* bytes of the container read so far, for progress */
} cm_member;

typedef struct cm_members cm_members;

/* Open a container file. Fails: NOTFOUND, IO. What is wrong inside is a fault. */
CM_MUST_USE cm_status cm_members_open(cm_form form, cm_sv path, const cm_columns *columns,
                                      cm_members **ret_members, cm_err *err);
void cm_members_close(cm_members *m);
/* The next member. False at the end, when the container is at fault, or when *err is set. */
bool cm_members_next(cm_members *m, cm_member *ret_member, cm_err *err);
/* Go on after member `number`, without unpacking what is left out. False when there are fewer. */
bool cm_members_skip(cm_members *m, uint64_t number, cm_err *err);
cm_fault cm_members_fault(const cm_members *m);

#endif
