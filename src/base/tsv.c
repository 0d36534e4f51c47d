#include "base/tsv.h"

#include "base/file.h"
#include "base/limits.h"

static cm_status split_row(cm_arena *mem, cm_tsv *t, cm_sv line, uint32_t number, cm_err *err)
{
    cm_tsv_row row = {cm_arena_array(mem, cm_sv, t->columns.count), number};
    size_t n = 0;
    cm_sv rest = line;
    cm_sv cell;
    while (cm_sv_split(&rest, '\t', &cell)) {
        if (n < t->columns.count) {
            row.cells[n] = cell;
        }
        n++;
    }
    if (n != t->columns.count) {
        return cm_err_set_at(err, CM_E_SYNTAX, t->file, number, 0, "%zu cells, expected %zu", n,
                             t->columns.count);
    }
    *cm_vec_push(mem, &t->rows) = row;
    return CM_OK;
}

cm_status cm_tsv_load(cm_arena *mem, cm_sv path, cm_tsv *ret_table, cm_err *err)
{
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(path, &content, err);
    if (status != CM_OK) {
        return status;
    }
    cm_tsv t = {.file = cm_arena_sv(mem, path)};
    cm_sv rest = cm_arena_sv(mem, cm_buf_view(&content));
    cm_sv line;
    for (uint32_t number = 1; cm_sv_split(&rest, '\n', &line); number++) {
        if (cm_sv_ends(line, CM_SV("\r"))) {
            line.len--;
        }
        if (number == 1) {
            cm_sv cell;
            while (cm_sv_split(&line, '\t', &cell)) {
                *cm_vec_push(mem, &t.columns) = cell;
            }
            continue;
        }
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        status = split_row(mem, &t, line, number, err);
        if (status != CM_OK) {
            return status;
        }
    }
    *ret_table = t;
    return CM_OK;
}

cm_status cm_tsv_column(const cm_tsv *t, cm_sv name, size_t *ret_index, cm_err *err)
{
    for (size_t i = 0; i < t->columns.count; i++) {
        if (cm_sv_equal(t->columns.items[i], name)) {
            *ret_index = i;
            return CM_OK;
        }
    }
    return cm_err_set_at(err, CM_E_SCHEMA, t->file, 1, 0, "no column '%.*s'", CM_SV_ARG(name));
}

cm_status cm_tsv_cells(const cm_tsv *t, const cm_tsv_row *row, const char *const *names,
                       size_t count, cm_sv *ret_cells, cm_err *err)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        cm_status status = cm_tsv_column(t, cm_sv_from(names[i]), &at, err);
        if (status != CM_OK) {
            return status;
        }
        ret_cells[i] = row->cells[at];
    }
    return CM_OK;
}
