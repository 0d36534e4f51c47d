#include "base/base.h"

#include "office/csv.h"

#include "base/limits.h"

#include <csv.h>

struct cm_csv {
    struct csv_parser parser;
    char delimiter;
    cm_buf text; /* the cells of the row, one after the other */
    cm_arena mem;
    CM_VEC(size_t) ends;
    bool complete, over;
};

/* libcsv keeps a whole cell: a quote that is never closed must not take all memory. */
static void *grow(void *old, size_t size)
{
    return size > CM_MAX_LINE ? NULL : cm_realloc(old, size);
}

static int is_break(unsigned char c)
{
    return c == '\n';
}

static int is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void start(cm_csv *csv)
{
    int failed = csv_init(&csv->parser, 0);
    cm_assert(failed == 0);
    csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
    csv_set_realloc_func(&csv->parser, grow);
    csv_set_free_func(&csv->parser, cm_free);
    csv_set_term_func(&csv->parser, is_break);
    csv_set_space_func(&csv->parser, is_blank);
}

cm_csv *cm_csv_new(char delimiter)
{
    cm_csv *csv = cm_alloc_zero(1, sizeof(*csv));
    csv->delimiter = delimiter;
    cm_buf_init(&csv->text, CM_MAX_LINE);
    cm_arena_init(&csv->mem);
    start(csv);
    return csv;
}

void cm_csv_free(cm_csv *csv)
{
    if (csv != NULL) {
        csv_free(&csv->parser);
        cm_buf_clear(&csv->text);
        cm_arena_clear(&csv->mem);
        cm_free(csv);
    }
}

static void on_cell(void *cell, size_t len, void *payload)
{
    cm_csv *csv = payload;
    if (csv->ends.count == CM_MAX_COLUMNS || !cm_buf_add(&csv->text, (cm_sv){cell, len})) {
        csv->over = true;
        return;
    }
    *cm_vec_push(&csv->mem, &csv->ends) = csv->text.len;
}

static void on_row(int end, void *payload)
{
    (void)end;
    cm_csv *csv = payload;
    csv->complete = csv->ends.count != 0;
}

static void forget_row(cm_csv *csv)
{
    cm_buf_reset(&csv->text);
    csv->text.over = false;
    csv->ends.count = 0;
    csv->complete = csv->over = false;
}

static cm_status drop_row(cm_csv *csv, cm_err *err)
{
    csv_free(&csv->parser);
    start(csv);
    forget_row(csv);
    return cm_err_set(err, CM_E_LIMIT, "a row of more than %zu bytes or %d cells", CM_MAX_LINE,
                      CM_MAX_COLUMNS);
}

cm_status cm_csv_feed(cm_csv *csv, cm_sv line, bool *ret_row, cm_err *err)
{
    if (csv->complete) {
        forget_row(csv);
    }
    size_t taken = csv_parse(&csv->parser, line.ptr, line.len, on_cell, on_row, csv);
    if (taken != line.len || csv->over) {
        return drop_row(csv, err);
    }
    *ret_row = csv->complete;
    return CM_OK;
}

cm_status cm_csv_end(cm_csv *csv, bool *ret_row, cm_err *err)
{
    if (csv->complete) {
        forget_row(csv);
    }
    if (csv_fini(&csv->parser, on_cell, on_row, csv) != 0 || csv->over) {
        return drop_row(csv, err);
    }
    *ret_row = csv->complete;
    return CM_OK;
}

cm_svs cm_csv_row(cm_csv *csv, cm_arena *mem)
{
    cm_svs cells = {0};
    size_t begin = 0;
    for (size_t i = 0; i < csv->ends.count; i++) {
        *cm_vec_push(mem, &cells) = cm_sv_slice(cm_buf_view(&csv->text), begin, csv->ends.items[i]);
        begin = csv->ends.items[i];
    }
    return cells;
}
