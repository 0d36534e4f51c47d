/* office/csv.h - rows of comma-separated text, fed line by line: a row ends with the line that
 * closes its last quote. Text is UTF-8 or anything in which ASCII stands for itself.
 * Memory: a row's cells die with the next feed. Threads: one. */
#ifndef CM_OFFICE_CSV_H
#define CM_OFFICE_CSV_H

#include "base/buf.h"
#include "base/status.h"
#include "base/vec.h"

typedef struct cm_csv cm_csv;

cm_csv *cm_csv_new(char delimiter);
void cm_csv_free(cm_csv *csv);

/* Take a line with its break. *ret_row says whether a row is complete; an empty line is none.
 * Fails: LIMIT (a row past CM_MAX_LINE or CM_MAX_COLUMNS); then the row is dropped, and the next
 * line begins another. */
CM_MUST_USE cm_status cm_csv_feed(cm_csv *csv, cm_sv line, bool *ret_row, cm_err *err);
/* The end: a row whose quote was never closed, or whose line has no break, is complete now. */
CM_MUST_USE cm_status cm_csv_end(cm_csv *csv, bool *ret_row, cm_err *err);
/* The cells of the complete row. */
cm_svs cm_csv_row(cm_csv *csv, cm_arena *mem);

#endif
