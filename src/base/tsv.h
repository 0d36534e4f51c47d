/* base/tsv.h - reference tables as text: UTF-8, tab-separated, a header line, no quoting. Lines
 * that are empty or start with '#' are left out (the header's own first '#' is not special). All
 * views point into the arena. Immutable after load. */
#ifndef CM_BASE_TSV_H
#define CM_BASE_TSV_H

#include "base/status.h"
#include "base/vec.h"

typedef struct {
    cm_sv *cells;  /* one per column */
    uint32_t line; /* 1-based, for messages */
} cm_tsv_row;

typedef struct {
    cm_sv file;
    cm_svs columns;
    CM_VEC(cm_tsv_row) rows;
} cm_tsv;

/* Load a table. Fails: NOTFOUND, IO, LIMIT, SYNTAX (a row with another number of cells). */
CM_MUST_USE cm_status cm_tsv_load(cm_arena *mem, cm_sv path, cm_tsv *ret_table, cm_err *err);
/* Index of a column that must be there. Fails: SCHEMA. */
CM_MUST_USE cm_status cm_tsv_column(const cm_tsv *t, cm_sv name, size_t *ret_index, cm_err *err);
/* The cells of a row by the names of their columns. Fails: SCHEMA (no such column). */
CM_MUST_USE cm_status cm_tsv_cells(const cm_tsv *t, const cm_tsv_row *row, const char *const *names,
                                   size_t count, cm_sv *ret_cells, cm_err *err);

#endif
