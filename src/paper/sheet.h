/* paper/sheet.h - a complete list as an .xlsx file: a title, a line that says how the list came
 * about, the names of the columns (frozen, with filters), the rows. Rows are written as they come,
 * in little memory; the file appears under its name when it is closed without a fault.
 * A cell of text is text, whatever it begins with: nothing is a formula or a link.
 * Memory: a sheet owns itself. Threads: one. The same rows give the same bytes.
 *
 *     cm_sheet_head head = {.title = t, .note = n, .made_at = now, .row_count = rows, …};
 *     status = cm_sheet_open(path, &head, &sheet, err);
 *     for (…) status = cm_sheet_row(sheet, cells, err);
 *     status = cm_sheet_close(sheet, err);             or cm_sheet_drop(sheet) after a fault */
#ifndef CM_PAPER_SHEET_H
#define CM_PAPER_SHEET_H

#include "base/status.h"

typedef enum {
    CM_SHEET_TEXT,   /* also numbers that are names: case numbers, identity numbers */
    CM_SHEET_NUMBER, /* a decimal number of at most 15 digits; anything else stays text */
    CM_SHEET_DATE    /* a day "2026-11-22" from 1900-03-01 on; anything else stays text */
} cm_sheet_type;

typedef struct {
    cm_sv name;
    cm_sheet_type type;
    uint32_t width; /* in Latin letters; 0: as wide as its name */
} cm_sheet_column;

typedef struct {
    cm_sv title;
    cm_sv note;    /* filter, time and number of rows, in words of the caller */
    cm_sv author;  /* a property of the file */
    cm_sv made_at; /* "2026-11-22T07:40:00Z" */
    const cm_sheet_column *columns;
    size_t column_count;
    uint64_t row_count; /* that will be written */
} cm_sheet_head;

typedef struct cm_sheet cm_sheet;

/* Begin the file. Fails: LIMIT (more rows or columns than a sheet holds: the message names their
 * number), ARG (made_at is no moment), NOTFOUND (the folder), IO. */
CM_MUST_USE cm_status cm_sheet_open(cm_sv path, const cm_sheet_head *head, cm_sheet **ret_sheet,
                                    cm_err *err);
/* Write a row: a cell for each column. Fails: LIMIT (a text of more than 32,767 characters, a row
 * past row_count), IO. */
CM_MUST_USE cm_status cm_sheet_row(cm_sheet *sheet, const cm_sv *cells, cm_err *err);
/* Finish the file and give it its name, freeing the sheet. Fails: CONFLICT (fewer rows than
 * row_count: the list would not be complete), IO (also when the finished file, read again, has not
 * all rows); then there is no file. */
CM_MUST_USE cm_status cm_sheet_close(cm_sheet *sheet, cm_err *err);
/* Free without leaving a file; NULL is allowed. */
void cm_sheet_drop(cm_sheet *sheet);

#endif
