/* office/book.h - the rows of an .xlsx file, sheet after sheet, as text: shared and inline strings,
 * numbers as they stand, dates as YYYY-MM-DD. Formulas give the value that was stored.
 * Memory: a book holds its shared strings (CM_MAX_SHARED_STRINGS); a row lives in the arena given.
 * Threads: one. */
#ifndef CM_OFFICE_BOOK_H
#define CM_OFFICE_BOOK_H

#include "base/vec.h"
#include "office/archive.h"

typedef struct cm_book cm_book;

typedef struct {
    cm_sv sheet;     /* its name */
    size_t sheet_no; /* from 1 */
    uint64_t number; /* as the file counts; the first row is 1 */
    cm_svs cells;    /* by column; an empty one has no text */
} cm_book_row;

/* The archive is borrowed. Fails: SYNTAX (no workbook, or a damaged one), DENIED, LIMIT. */
CM_MUST_USE cm_status cm_book_open(cm_archive *archive, cm_book **ret_book, cm_err *err);
void cm_book_close(cm_book *book);
/* The next row of any sheet. False at the end or when *err is set (SYNTAX, LIMIT). */
bool cm_book_next(cm_book *book, cm_arena *mem, cm_book_row *ret_row, cm_err *err);
/* Packed bytes of the sheets read so far. */
uint64_t cm_book_done(const cm_book *book);

#endif
