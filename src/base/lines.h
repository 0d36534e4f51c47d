/* base/lines.h - a file or standard input, line by line, with a maximum: a longer line is skipped
 * without being held in memory. Each line comes with its number and its place in the raw bytes.
 * Not for reference tables (base/tsv.h). Threads: one. */
#ifndef CM_BASE_LINES_H
#define CM_BASE_LINES_H

#include "base/buf.h"
#include "base/status.h"

#include <stdatomic.h>

/* Called with every raw byte read, in order, before the lines in them are returned. */
typedef CM_MUST_USE cm_status (*cm_lines_tap)(void *payload, cm_sv bytes, cm_err *err);

typedef struct {
    uint64_t number;     /* 1-based */
    uint64_t begin, end; /* bytes in the file, without the line break */
    bool over;           /* longer than the maximum: the text was dropped */
} cm_line;

typedef struct cm_lines cm_lines;

/* `path` "-" is standard input. `max` is the longest line kept. Fails: NOTFOUND, IO. */
CM_MUST_USE cm_status cm_lines_open(cm_sv path, size_t max, cm_lines **ret_lines, cm_err *err);
void cm_lines_close(cm_lines *l);
void cm_lines_set_tap(cm_lines *l, cm_lines_tap tap, void *payload);
void cm_lines_set_cancel(cm_lines *l,
                         atomic_bool *cancel); /* looked at when a read is interrupted */
/* Go on where an earlier reading stopped: `offset` must be the start of line `number`. Fails: IO.
 */
CM_MUST_USE cm_status cm_lines_seek(cm_lines *l, uint64_t offset, uint64_t number, cm_err *err);

uint64_t cm_lines_offset(const cm_lines *l); /* where the next line begins */

/* The next line replaces *text (a final \r is left out). False at the end or when *err is set. */
bool cm_lines_next(cm_lines *l, cm_buf *text, cm_line *ret_line, cm_err *err);

/* Read on without looking for lines, for who has a tap: what is not returned yet of the chunk in
 * hand is passed over. False at the end or when *err is set. */
bool cm_lines_chunk(cm_lines *l, cm_err *err);

#endif
