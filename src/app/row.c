#include "base/base.h"

#include "app/row.h"

static const cm_view *table_of(const cm_catalogue *catalogue, cm_sv name)
{
    for (size_t i = 0; i < catalogue->tables.count; i++) {
        if (cm_sv_equal(catalogue->tables.items[i]->name, name)) {
            return catalogue->tables.items[i];
        }
    }
    return NULL;
}

static size_t first_own(const cm_view *view)
{
    return view->wider != NULL ? view->wider->columns.count : 0;
}

/* Position among the view's own columns. The catalogue can be edited: a column that it no longer
 * has is left out (SIZE_MAX). */
static size_t own_column(const cm_view *view, cm_sv name)
{
    for (size_t i = first_own(view); i < view->columns.count; i++) {
        if (cm_sv_equal(view->columns.items[i]->name, name)) {
            return i - first_own(view);
        }
    }
    return SIZE_MAX;
}

cm_fact_row *cm_row_new(cm_fact_rows *rows, cm_sv table, const cm_fact_row *parent, int64_t number)
{
    const cm_view *view = table_of(rows->catalogue, table);
    cm_assert(view != NULL);
    cm_fact_row *row = cm_arena_new(rows->mem, cm_fact_row);
    size_t count = view->columns.count - first_own(view);
    row->view = view;
    row->cells = cm_arena_array(rows->mem, cm_cell, count);
    row->set = cm_arena_array(rows->mem, bool, count);
    if (parent != NULL) {
        row->defendant_no = parent->defendant_no;
        row->count_no = parent->count_no;
    }
    if (view->child.len != 0) {
        row->row_no = number;
    } else if (view->key_count == 2) {
        row->defendant_no = number;
    } else if (view->key_count == 3) {
        row->count_no = number;
    }
    *cm_vec_push(rows->mem, &rows->rows) = row;
    return row;
}

void cm_row_anchor(cm_fact_rows *rows, const cm_fact_row *row, cm_sv fact, cm_span at)
{
    if (at.end > at.begin) {
        *cm_vec_push(rows->mem, &rows->anchors) =
            (cm_fact_anchor){row->defendant_no, row->count_no, fact, at};
    }
}

void cm_row_unread(cm_fact_rows *rows, cm_fact_row *row, cm_sv column)
{
    size_t i = own_column(row->view, column);
    if (i != SIZE_MAX) {
        row->set[i] = true;
    }
    *cm_vec_push(rows->mem, &row->unread) = column;
}

void cm_row_set(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, cm_state state, cm_cell cell,
                cm_span at)
{
    size_t i = own_column(row->view, column);
    cm_assert(i != SIZE_MAX); /* the catalogue has every column that is filled */
    row->set[i] = true;
    switch (state) {
    case CM_KNOWN:
        row->cells[i] = cell;
        break;
    case CM_UNREAD:
        *cm_vec_push(rows->mem, &row->unread) = column;
        break;
    case CM_ABSENT:
        break;
    }
    if (row->view->child.len == 0) {
        cm_row_anchor(rows, row, column, at);
    }
}

void cm_row_text(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_text_fact *fact)
{
    cm_row_set(rows, row, column, fact->state, cm_cell_text(fact->value), fact->at);
}

/* A column of dates holds whole days that exist; anything less was stated but can't be used. */
void cm_row_date(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_date_fact *fact)
{
    bool usable = fact->state == CM_KNOWN && cm_date_exists(fact->value);
    cm_state state = fact->state == CM_KNOWN && !usable ? CM_UNREAD : fact->state;
    cm_cell cell = usable ? cm_cell_date(cm_date_to_days(fact->value)) : cm_cell_null();
    cm_row_set(rows, row, column, state, cell, fact->at);
}

void cm_row_number(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_number_fact *fact)
{
    cm_row_set(rows, row, column, fact->state, cm_cell_int(fact->value), fact->at);
}

void cm_row_choice(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_term_list *list,
                   const cm_choice_fact *fact)
{
    cm_sv text = fact->state == CM_KNOWN ? cm_term_zh(list, fact->value) : CM_SV("");
    bool none = fact->state == CM_KNOWN && text.len == 0; /* a list may begin with "none" */
    cm_row_set(rows, row, column, none ? CM_ABSENT : fact->state, cm_cell_text(text), fact->at);
}

void cm_row_int(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, int64_t value)
{
    cm_row_set(rows, row, column, CM_KNOWN, cm_cell_int(value), (cm_span){0, 0});
}

void cm_row_bool(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, bool value)
{
    cm_row_set(rows, row, column, CM_KNOWN, cm_cell_bool(value), (cm_span){0, 0});
}

void cm_row_all_unread(cm_fact_rows *rows, cm_fact_row *row)
{
    for (size_t i = first_own(row->view); i < row->view->columns.count; i++) {
        cm_row_unread(rows, row, row->view->columns.items[i]->name);
    }
    size_t inherited = row->view->wider != NULL ? row->view->wider->children.count : 0;
    for (size_t i = inherited; i < row->view->children.count; i++) {
        cm_row_unread(rows, row, row->view->children.items[i]->child);
    }
}

void cm_row_all_absent(cm_fact_row *row)
{
    size_t count = row->view->columns.count - first_own(row->view);
    for (size_t i = 0; i < count; i++) {
        row->set[i] = true;
    }
}

const cm_column *cm_row_column(const cm_fact_row *row, size_t i)
{
    size_t at = first_own(row->view) + i;
    return at < row->view->columns.count ? row->view->columns.items[at] : NULL;
}

bool cm_row_is_unread(const cm_fact_row *row, cm_sv name)
{
    for (size_t i = 0; i < row->unread.count; i++) {
        if (cm_sv_equal(row->unread.items[i], name)) {
            return true;
        }
    }
    return false;
}

void cm_rows_finish(cm_fact_rows *rows)
{
    for (size_t r = 0; r < rows->rows.count; r++) {
        cm_fact_row *row = rows->rows.items[r];
        size_t count = row->view->columns.count - first_own(row->view);
        for (size_t i = 0; i < count; i++) {
            if (!row->set[i]) {
                cm_sv name = row->view->columns.items[first_own(row->view) + i]->name;
                *cm_vec_push(rows->mem, &row->unread) = name;
            }
        }
    }
}

cm_span cm_span_of(const cm_span *spans, size_t count)
{
    cm_span ret = {0, 0};
    for (size_t i = 0; i < count; i++) {
        if (spans[i].end <= spans[i].begin) {
            continue;
        }
        bool first = ret.end == 0;
        ret.begin = first || spans[i].begin < ret.begin ? spans[i].begin : ret.begin;
        ret.end = first || spans[i].end > ret.end ? spans[i].end : ret.end;
    }
    return ret;
}
