/* app/table_rows.h - the rows of a CSV file as cells of declared types. Knows no database.
 * Memory: a row dies with the next. Threads: one. */
#ifndef CM_APP_TABLE_ROWS_H
#define CM_APP_TABLE_ROWS_H

#include "app/home.h"
#include "app/known.h"
#include "app/reading.h"
#include "model/schema.h"
#include "office/csv.h"

#include "engine/cell.h"

typedef struct {
    uint64_t number;      /* as people count rows: the header is 1 */
    cm_cause cause;       /* why it is not taken, or CM_CAUSE_NONE */
    cm_sv column;         /* title of the column at fault, or empty */
    const cm_cell *cells; /* one per declared column */
    const cm_sv *unread;  /* names of its columns that are unread */
    size_t unread_count;
    cm_sealed sealed;
} cm_table_row;

typedef struct cm_table_rows cm_table_rows;

cm_table_rows *cm_table_rows_new(const cm_home *home, const cm_schema *schema);
void cm_table_rows_free(cm_table_rows *r);

/* Take a line with its break, the header's first. *ret_row: there is a row (a bad one too).
 * Fails: SCHEMA (not UTF-8, or a declared column is missing from the header). */
CM_MUST_USE cm_status cm_table_rows_feed(cm_table_rows *r, cm_sv line, bool *ret_row, cm_err *err);
/* The end of the file. Fails: SCHEMA (no header). */
CM_MUST_USE cm_status cm_table_rows_end(cm_table_rows *r, bool *ret_row, cm_err *err);
const cm_table_row *cm_table_rows_row(const cm_table_rows *r);

#endif
