/* app/grid.h - a small table of words and numbers for people: the same on a terminal and in an
 * .xlsx file. Memory: the arena of who fills it. */
#ifndef CM_APP_GRID_H
#define CM_APP_GRID_H

#include "base/status.h"
#include "base/vec.h"

typedef struct {
    cm_sv title;
    bool number;
    bool sheet_only; /* too much for a terminal */
} cm_grid_column;

typedef struct {
    cm_sv title, note; /* note: filter, day and time */
    CM_VEC(cm_grid_column) columns;
    CM_VEC(cm_svs) rows; /* a cell for each column */
} cm_grid;

void cm_grid_add_column(cm_grid *grid, cm_arena *mem, cm_grid_column column);
cm_svs *cm_grid_add_row(cm_grid *grid, cm_arena *mem);
void cm_grid_add_cell(cm_svs *row, cm_arena *mem, cm_sv text);
void cm_grid_add_number(cm_svs *row, cm_arena *mem, int64_t number);

/* `made_at`: a moment. Fails: as desk/paper sheets: LIMIT, NOTFOUND (the folder), IO. */
CM_MUST_USE cm_status cm_grid_write(const cm_grid *grid, cm_sv path, cm_sv author, cm_sv made_at,
                                    cm_err *err);

#endif
