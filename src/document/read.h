/* document/read.h - what the readers of the single forms share. Only for src/document.
 * A reader fills an extraction that comes to it zeroed; a fault ends it, and what it has put there
 * besides the fault is then dropped by cm_extract_text. Memory and threads: as document.h. */
#ifndef CM_DOCUMENT_READ_H
#define CM_DOCUMENT_READ_H

#include "document/document.h"

struct cm_extractor {
    cm_extractor_options options;
    cm_charsets *charsets;
};

typedef void cm_reader_function(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got);

/* Bytes to UTF-8 with a map of bytes; NONE: find out the charset, and leave out its mark. */
void cm_read_decode(cm_extractor *x, cm_arena *mem, cm_charset charset, cm_sv bytes,
                    cm_extraction *got);

#endif
