/* document/rows.h - a table of judgments, csv or xlsx, row by row: finds the header and says what
 * each cell is. Only for src/document. Threads: one. */
#ifndef CM_DOCUMENT_ROWS_H
#define CM_DOCUMENT_ROWS_H

#include "document/members.h"
#include "document/stream.h"
#include "office/archive.h"

typedef struct cm_table_rows cm_table_rows;

/* What is given is borrowed. */
cm_table_rows *cm_rows_open_csv(cm_source source, cm_charsets *charsets, const cm_columns *columns);
cm_table_rows *cm_rows_open_xlsx(cm_archive *archive, const cm_columns *columns);
void cm_table_rows_close(cm_table_rows *rows);
/* The next row with a text, or with a fault: name, form, bytes, fault, labels, sheet, row, offset
 * and done are set. False at the end, when the table is at fault, or when *err is set. */
bool cm_table_rows_next(cm_table_rows *rows, cm_arena *mem, cm_member *ret_member, cm_err *err);
cm_fault cm_table_rows_fault(const cm_table_rows *rows);

#endif
