#include "base/base.h"

#include "app/writer.h"

struct cm_writer {
    cm_arena mem;
    cm_session *session;
    const cm_catalogue *catalogue;
    cm_appender **facts; /* per table of the catalogue; opened at first use */
    cm_appender *fixed[CM_TABLE_COUNT];
    CM_VEC(cm_cell) cells; /* the row that is being put together */
};

cm_writer *cm_writer_open(cm_session *s, const cm_catalogue *catalogue)
{
    cm_writer *w = cm_alloc_zero(1, sizeof(*w));
    cm_arena_init(&w->mem);
    w->session = s;
    w->catalogue = catalogue;
    w->facts = cm_arena_array(&w->mem, cm_appender *, catalogue->tables.count);
    return w;
}

static size_t table_index(const cm_catalogue *catalogue, const cm_view *view)
{
    size_t i = 0;
    while (catalogue->tables.items[i] != view) {
        i++;
        cm_assert(i < catalogue->tables.count);
    }
    return i;
}

static void put(cm_writer *w, cm_cell cell)
{
    *cm_vec_push(&w->mem, &w->cells) = cell;
}

static cm_status add_row(cm_writer *w, int64_t doc_key, const cm_fact_row *row,
                         const cm_fact_rows *rows, cm_err *err)
{
    const cm_view *view = row->view;
    cm_appender **a = &w->facts[table_index(w->catalogue, view)];
    if (*a == NULL) {
        cm_sv name = cm_facts_own_table(&w->mem, view);
        cm_status status = cm_appender_open(w->session, name, a, err);
        if (status != CM_OK) {
            return status;
        }
    }
    const int64_t keys[] = {doc_key, row->defendant_no, row->count_no};
    w->cells.count = 0;
    cm_assert(view->key_count <= CM_COUNT(keys));
    for (size_t i = 0; i < view->key_count; i++) {
        put(w, cm_cell_int(keys[i]));
    }
    if (view->child.len != 0) {
        put(w, cm_cell_int(row->row_no));
    }
    for (size_t i = cm_facts_first_own(view); i < view->columns.count; i++) {
        put(w, row->cells[i - cm_facts_first_own(view)]);
    }
    put(w, cm_cell_texts(row->unread.items, row->unread.count));
    if (view->child.len == 0 && view->wider == NULL) {
        put(w, cm_cell_texts(rows->unread_groups.items, rows->unread_groups.count));
    }
    return cm_appender_add(*a, w->cells.items, w->cells.count, err);
}

cm_status cm_writer_add_fixed(cm_writer *w, cm_facts_table table, const cm_cell *cells,
                              size_t count, cm_err *err)
{
    if (w->fixed[table] == NULL) {
        cm_status status =
            cm_appender_open(w->session, cm_facts_table_name(table), &w->fixed[table], err);
        if (status != CM_OK) {
            return status;
        }
    }
    return cm_appender_add(w->fixed[table], cells, count, err);
}

static cm_status add_gaps(cm_writer *w, int64_t doc_key, const cm_fact_rows *rows, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < rows->gaps.count; i++) {
        const cm_fact_gap *g = &rows->gaps.items[i];
        bool placed = g->at.end > g->at.begin;
        const cm_cell cells[] = {
            cm_cell_int(doc_key),
            cm_cell_text(g->group),
            cm_cell_bool(g->state == CM_UNREAD),
            placed ? cm_cell_int(g->at.begin) : cm_cell_null(),
            placed ? cm_cell_int(g->at.end) : cm_cell_null(),
        };
        status = cm_writer_add_fixed(w, CM_TABLE_GAP, cells, CM_COUNT(cells), err);
    }
    for (size_t i = 0; status == CM_OK && i < rows->conflicts.count; i++) {
        const cm_conflict *c = rows->conflicts.items[i];
        const cm_cell cells[] = {
            cm_cell_int(doc_key),       cm_cell_int((int64_t)c->defendant + 1),
            cm_cell_text(c->pointer),   cm_cell_text(c->values[0]),
            cm_cell_text(c->values[1]), cm_cell_int(c->at[0].begin),
            cm_cell_int(c->at[0].end),  cm_cell_int(c->at[1].begin),
            cm_cell_int(c->at[1].end),
        };
        status = cm_writer_add_fixed(w, CM_TABLE_CONFLICT, cells, CM_COUNT(cells), err);
    }
    return status;
}

cm_status cm_writer_add(cm_writer *w, int64_t doc_key, const cm_fact_rows *rows, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < rows->rows.count; i++) {
        status = add_row(w, doc_key, rows->rows.items[i], rows, err);
    }
    for (size_t i = 0; status == CM_OK && i < rows->anchors.count; i++) {
        const cm_fact_anchor *a = &rows->anchors.items[i];
        const cm_cell cells[] = {
            cm_cell_int(doc_key),  cm_cell_int(a->defendant_no), cm_cell_int(a->count_no),
            cm_cell_text(a->fact), cm_cell_int(a->at.begin),     cm_cell_int(a->at.end),
        };
        status = cm_writer_add_fixed(w, CM_TABLE_ANCHOR, cells, CM_COUNT(cells), err);
    }
    return status == CM_OK ? add_gaps(w, doc_key, rows, err) : status;
}

static void close_one(cm_appender *a, cm_status *status, cm_err *err)
{
    CM_AUTO_ERR fault = {0};
    cm_status closed = cm_appender_close(a, &fault);
    if (closed != CM_OK && *status == CM_OK) {
        *status = cm_err_set(err, closed, "%s", fault.message);
    }
}

cm_status cm_writer_close(cm_writer *w, cm_err *err)
{
    if (w == NULL) {
        return CM_OK;
    }
    cm_status status = CM_OK;
    for (size_t i = 0; i < w->catalogue->tables.count; i++) {
        close_one(w->facts[i], &status, err);
    }
    for (size_t i = 0; i < CM_TABLE_COUNT; i++) {
        close_one(w->fixed[i], &status, err);
    }
    cm_arena_clear(&w->mem);
    cm_free(w);
    return status;
}

void cm_writer_drop(cm_writer *w)
{
    CM_AUTO_ERR ignored = {0};
    cm_status status = cm_writer_close(w, &ignored);
    (void)status; /* the fault that led here is the one to tell */
}
