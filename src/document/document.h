/* document/document.h - files to texts: what form a file has, the text of a document with the map
 * that leads back to its original, and the members of a container (zip, csv, xlsx) one after the
 * other. Does not know what a judgment is. A fault of a file is data (cm_fault), not a cm_err.
 *
 * Memory: an extraction lives in the arena given; a member until the next one is asked for.
 * Threads: an extractor and a stream of members belong to one thread; cm_columns is immutable.
 *
 *     cm_extractor *x = cm_extractor_new(NULL);
 *     cm_extraction got;
 *     cm_extract_text(x, mem, cm_form_of(name, bytes), bytes, &got);
 *     if (got.fault == CM_FAULT_NONE) ... got.text, cm_extraction_place(&got, 120) ...
 *     cm_extractor_free(x); */
#ifndef CM_DOCUMENT_DOCUMENT_H
#define CM_DOCUMENT_DOCUMENT_H

#include "text/charset.h"

typedef enum {
    CM_FORM_UNKNOWN,
    CM_FORM_TEXT,
    CM_FORM_HTML,
    CM_FORM_DOCX,
    CM_FORM_DOC,
    CM_FORM_RTF,
    CM_FORM_PDF,
    CM_FORM_LINES, /* JSON: one object per line, or one value over several; read by others */
    CM_FORM_ZIP,   /* from here on: containers, read by cm_members */
    CM_FORM_CSV,
    CM_FORM_XLSX,
    CM_FORM_COUNT
} cm_form;

typedef enum {
    CM_FAULT_NONE,
    CM_FAULT_EMPTY,          /* no text in it */
    CM_FAULT_SCAN,           /* a pdf without a text layer */
    CM_FAULT_PASSWORD,       /* encrypted */
    CM_FAULT_DAMAGED,        /* not what its form asks for */
    CM_FAULT_CHARSET,        /* bytes of no known charset; fault_at says where */
    CM_FAULT_TOO_LONG,       /* past a limit of base/limits.h */
    CM_FAULT_BOMB,           /* unpacks to too many times its size */
    CM_FAULT_NESTED,         /* a container too deep inside others */
    CM_FAULT_TIMEOUT,        /* the reading program took too long */
    CM_FAULT_NO_TOOL,        /* the reading program is not installed */
    CM_FAULT_NO_TEXT_COLUMN, /* a table without a column for the text */
    CM_FAULT_UNKNOWN_FORM,   /* none of the forms above */
    CM_FAULT_COUNT
} cm_fault;

/* What the places of a map count. */
typedef enum {
    CM_PLACE_BYTE, /* offset in the original, from 0 */
    CM_PLACE_PAGE, /* the others from 1 */
    CM_PLACE_PARAGRAPH,
    CM_PLACE_UNIT_COUNT
} cm_place_unit;

typedef struct {
    cm_sv text;    /* UTF-8 without NUL; empty when there is a fault */
    bool verbatim; /* the text is the original bytes, borrowed; no steps */
    cm_place_unit unit;
    cm_map_steps steps; /* ordered by text; places count `unit` */
    cm_fault fault;
    uint64_t fault_at; /* byte of the original, for CM_FAULT_CHARSET */
    cm_sv charset;     /* IANA name, where bytes were decoded */
} cm_extraction;

/* Ids as in data/messages (form.docx, fault.scan) and unit names; zero-terminated, static. */
cm_sv cm_form_id(cm_form form);
cm_sv cm_fault_id(cm_fault fault);
cm_sv cm_place_unit_id(cm_place_unit unit);
bool cm_form_is_container(cm_form form);

/* The form by content first, by name (any letter case) second. `head` is the beginning of the file,
 * CM_FORM_HEAD bytes or all of it. */
#define CM_FORM_HEAD ((size_t)64 << 10)
cm_form cm_form_of(cm_sv name, cm_sv head);

/* Where to find the reading programs; NULL means where Debian puts them. */
typedef struct {
    const char *pdftotext, *antiword;
    uint32_t seconds; /* a child may take; 0: CM_MAX_CHILD_SECONDS */
} cm_extractor_options;

typedef struct cm_extractor cm_extractor;
cm_extractor *cm_extractor_new(const cm_extractor_options *options); /* NULL: defaults */
void cm_extractor_free(cm_extractor *x);

/* The text of one document. Never fails and takes any bytes: what is wrong is told in
 * ret_extraction->fault. A container gives CM_FAULT_UNKNOWN_FORM. */
void cm_extract_text(cm_extractor *x, cm_arena *mem, cm_form form, cm_sv bytes,
                     cm_extraction *ret_extraction);
/* Where byte `at` of the text stands in the original, in got->unit. */
uint64_t cm_extraction_place(const cm_extraction *got, uint32_t at);

#endif
