/* law/table.h - typed cells of a reference table, for the loaders of this folder only. The first
 * fault is kept in `status` and `err`; later reads then give empty values, so that a row is checked
 * once at its end. */
#ifndef CM_LAW_TABLE_H
#define CM_LAW_TABLE_H

#include "base/date.h"
#include "base/tsv.h"

typedef struct {
    const cm_tsv *table;
    const cm_tsv_row *row;
    cm_status status;
    cm_err *err;
} cm_cells;

/* Days since 1970-01-01, half-open; to = INT32_MAX: in force. */
typedef struct {
    int32_t from, to;
} cm_validity;

bool cm_validity_holds(cm_validity v, int32_t day);

cm_sv cm_cells_text(cm_cells *c, const char *column);
bool cm_cells_flag(cm_cells *c, const char *column);    /* y or n */
int64_t cm_cells_int(cm_cells *c, const char *column);  /* empty is 0 */
cm_date cm_cells_date(cm_cells *c, const char *column); /* a day of the calendar; empty is none */
cm_validity cm_cells_validity(cm_cells *c);             /* columns valid_from and valid_to */
/* Position of the cell's text in names. */
int cm_cells_choice(cm_cells *c, const char *column, const char *const *names, size_t count);
void cm_cells_fail(cm_cells *c, const char *column, const char *problem);

#endif
