/* document/read.h - what the readers of the single forms share. Only for src/document.
 * A reader fills an extraction that comes to it zeroed; a fault ends it, and what it has put there
 * besides the fault is then dropped by cm_extract_text. Memory and threads: as document.h. */
#ifndef CM_DOCUMENT_READ_H
#define CM_DOCUMENT_READ_H

#include "document/child.h"
#include "document/document.h"

struct cm_extractor {
    cm_extractor_options options;
    cm_charsets *charsets;
    cm_cage *cage; /* NULL: reading programs are not run */
};

typedef void cm_reader_function(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got);
cm_reader_function cm_read_html, cm_read_docx, cm_read_rtf, cm_read_doc, cm_read_pdf;

/* The outputs of the reading programs, apart from running them. */
void cm_read_pages(cm_arena *mem, cm_sv output, cm_extraction *got);
void cm_read_paragraphs(cm_arena *mem, cm_sv output, cm_extraction *got);

/* Bytes to UTF-8 with a map of bytes; NONE: find out the charset, and leave out its mark. */
void cm_read_decode(cm_extractor *x, cm_arena *mem, cm_charset charset, cm_sv bytes,
                    cm_extraction *got);
/* What a program wrote, without NULs. False: it is no UTF-8, or too long. */
bool cm_read_clean(cm_sv output, cm_buf *out);
/* Copy a finished text into the arena, unless there is a fault. */
void cm_read_keep(cm_arena *mem, cm_sv text, cm_extraction *got);
/* Run a reading program; a fault when it did not end by itself. */
cm_fault cm_read_with_tool(cm_extractor *x, const char *const *command, cm_sv input, cm_buf *out,
                           cm_buf *errors, int *ret_code);
/* The fault that a failure of src/office stands for. */
cm_fault cm_fault_of(cm_status status);

#endif
