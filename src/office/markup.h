/* office/markup.h - XML parts, written element by element. Escapes what must be escaped; characters
 * that XML cannot hold, and bytes that are no UTF-8, become U+FFFD.
 * Memory: a writer owns itself. Threads: one.
 *
 *     cm_markup *m = cm_markup_new();
 *     cm_markup_begin(m, "w:p");
 *     cm_markup_set(m, "w:val", value);      right after begin, before any content
 *     cm_markup_text(m, words);
 *     cm_markup_end(m);
 *     cm_markup_finish(m, &out);             frees it */
#ifndef CM_OFFICE_MARKUP_H
#define CM_OFFICE_MARKUP_H

#include "base/buf.h"

typedef struct cm_markup cm_markup;

/* A new document with its declaration. */
cm_markup *cm_markup_new(void);
/* Append the document to *out, whose `over` says whether it was too long; frees the writer. Every
 * element must have been ended. */
void cm_markup_finish(cm_markup *m, cm_buf *out);

void cm_markup_begin(cm_markup *m, const char *element);
void cm_markup_end(cm_markup *m);
void cm_markup_set(cm_markup *m, const char *attribute, cm_sv value);
void cm_markup_set_int(cm_markup *m, const char *attribute, int64_t value);
void cm_markup_text(cm_markup *m, cm_sv text);

/* Append the text with U+FFFD for what XML cannot hold; for writers of XML that are not this one.
 */
void cm_markup_clean(cm_sv text, cm_buf *out);

/* An element without content, with one attribute or none. */
void cm_markup_empty(cm_markup *m, const char *element);
void cm_markup_with(cm_markup *m, const char *element, const char *attribute, cm_sv value);
void cm_markup_with_int(cm_markup *m, const char *element, const char *attribute, int64_t value);
/* An element that holds a text alone. */
void cm_markup_leaf(cm_markup *m, const char *element, cm_sv text);

#endif
