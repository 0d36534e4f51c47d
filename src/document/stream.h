/* document/stream.h - a text of any charset and length, line by line, as UTF-8. Only for
 * src/document. Threads: one. */
#ifndef CM_DOCUMENT_STREAM_H
#define CM_DOCUMENT_STREAM_H

#include "document/document.h"
#include "office/source.h"

typedef struct cm_stream cm_stream;

typedef struct {
    cm_sv text;      /* with its line break; valid until the next call */
    uint64_t offset; /* of its first byte */
    cm_fault fault;  /* TOO_LONG: no text; CHARSET: bytes that fit nothing were left out */
} cm_stream_line;

/* `source` and `charsets` are borrowed. */
cm_stream *cm_stream_open(cm_source source, cm_charsets *charsets);
void cm_stream_close(cm_stream *s);
/* False at the end or when *err is set. */
bool cm_stream_next(cm_stream *s, cm_stream_line *ret_line, cm_err *err);
/* NONE before the first line was asked for, and when no charset fits: then there are no lines. */
cm_charset cm_stream_charset(const cm_stream *s);
uint64_t cm_stream_done(const cm_stream *s); /* bytes taken so far */

#endif
