/* base/elements.h - the objects of a JSON file that is not one object a line: an array of them, one
 * over several lines, or several of these one after the other. Streamed: an object is held in
 * memory, the file is not. Threads: one. */
#ifndef CM_BASE_ELEMENTS_H
#define CM_BASE_ELEMENTS_H

#include "base/lines.h"

typedef struct cm_elements cm_elements;

/* `max` is the longest object kept. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_elements_open(cm_sv path, size_t max, cm_elements **ret_elements,
                                       cm_err *err);
void cm_elements_close(cm_elements *e);
/* As of base/lines.h. */
void cm_elements_set_tap(cm_elements *e, cm_lines_tap tap, void *payload);
void cm_elements_set_cancel(cm_elements *e, atomic_bool *cancel);

/* The next object replaces *text; ret_place->number counts them from 1. What stands where an object
 * should be, and the place from where the file is no JSON any more, come as one without a text.
 * False at the end of the file or when *err is set. */
bool cm_elements_next(cm_elements *e, cm_buf *text, cm_line *ret_place, cm_err *err);

#endif
