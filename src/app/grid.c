#include "base/base.h"

#include "app/grid.h"

#include "paper/sheet.h"

void cm_grid_add_column(cm_grid *grid, cm_arena *mem, cm_grid_column column)
{
    *cm_vec_push(mem, &grid->columns) = column;
}

cm_svs *cm_grid_add_row(cm_grid *grid, cm_arena *mem)
{
    return cm_vec_push(mem, &grid->rows);
}

void cm_grid_add_cell(cm_svs *row, cm_arena *mem, cm_sv text)
{
    *cm_vec_push(mem, row) = text;
}

void cm_grid_add_number(cm_svs *row, cm_arena *mem, int64_t number)
{
    cm_grid_add_cell(row, mem, cm_arena_format(mem, "%lld", (long long)number));
}

cm_status cm_grid_write(const cm_grid *grid, cm_sv path, cm_sv author, cm_sv made_at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sheet *sheet = NULL;
    cm_sheet_column *columns = cm_arena_array(&mem, cm_sheet_column, grid->columns.count);
    for (size_t i = 0; i < grid->columns.count; i++) {
        const cm_grid_column *c = &grid->columns.items[i];
        columns[i] = (cm_sheet_column){c->title, c->number ? CM_SHEET_NUMBER : CM_SHEET_TEXT, 0};
    }
    const cm_sheet_head head = {.title = grid->title,
                                .note = grid->note,
                                .author = author,
                                .made_at = made_at,
                                .columns = columns,
                                .column_count = grid->columns.count,
                                .row_count = grid->rows.count};
    cm_status status = cm_sheet_open(path, &head, &sheet, err);
    for (size_t i = 0; status == CM_OK && i < grid->rows.count; i++) {
        status = cm_sheet_row(sheet, grid->rows.items[i].items, err);
    }
    if (status == CM_OK) {
        return cm_sheet_close(sheet, err);
    }
    cm_sheet_drop(sheet);
    return status;
}
