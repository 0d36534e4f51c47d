#include "base/base.h"

#include "app/subject.h"

enum { KEYS = 3 };

typedef struct {
    cm_site *site;
    const cm_catalogue *catalogue;
    cm_subject_batch *batch;
    cm_arena *mem;
    int64_t first, last;
} loading;

/* ---- one row of a table ---- */

static cm_value value_of(loading *l, cm_cell cell)
{
    if (cell.type == CM_CELL_NULL) {
        return (cm_value){.state = CM_VALUE_ABSENT};
    }
    cm_value value = {.state = CM_VALUE_KNOWN, .number = cell.number};
    if (cell.type == CM_CELL_TEXT) {
        value.text = cm_arena_sv(l->mem, cell.text);
    }
    return value;
}

static bool lists(const cm_cell *list, cm_sv name)
{
    for (size_t i = 0; i < list->text_count; i++) {
        if (cm_sv_equal(list->texts[i], name)) {
            return true;
        }
    }
    return false;
}

/* Columns from `first` on; the cells stand after the keys of the row. */
static void take_values(loading *l, cm_rows *rows, const cm_view *view, size_t keys, size_t first,
                        cm_value *values)
{
    size_t own = view->columns.count - first;
    cm_cell unread = cm_rows_cell(rows, keys + own);
    for (size_t i = 0; i < own; i++) {
        values[first + i] = value_of(l, cm_rows_cell(rows, keys + i));
        if (unread.text_count != 0 && values[first + i].state == CM_VALUE_ABSENT &&
            lists(&unread, view->columns.items[first + i]->name)) {
            values[first + i].state = CM_VALUE_UNREAD;
        }
    }
}

/* Child tables that the row itself has, not the wider ones. */
static void take_unread_children(cm_rows *rows, const cm_view *view, size_t keys, cm_row *row)
{
    size_t first = view->wider != NULL ? view->wider->children.count : 0;
    cm_cell unread = cm_rows_cell(rows, keys + view->columns.count - cm_facts_first_own(view));
    for (size_t i = first; unread.text_count != 0 && i < view->children.count; i++) {
        row->children[i].unread = lists(&unread, view->children.items[i]->child);
    }
}

/* What stands in a group that was not read does not count, whatever it is. */
static void settle_groups(const cm_view *view, cm_row *row)
{
    size_t columns = cm_facts_first_own(view);
    size_t children = view->wider != NULL ? view->wider->children.count : 0;
    const cm_cell groups = cm_cell_texts(row->unread_groups.items, row->unread_groups.count);
    row->settled = true;
    for (size_t i = columns; groups.text_count != 0 && i < view->columns.count; i++) {
        if (lists(&groups, view->columns.items[i]->group)) {
            row->values[i] = (cm_value){.state = CM_VALUE_UNREAD};
        }
    }
    for (size_t i = children; groups.text_count != 0 && i < view->children.count; i++) {
        row->children[i].unread =
            row->children[i].unread || lists(&groups, view->children.items[i]->group);
    }
}

/* ---- views ---- */

static int compare_keys(const int64_t *a, const int64_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

static void inherit(const cm_subject *wider, cm_row *row)
{
    const cm_row *from = &wider->row;
    memcpy(row->values, from->values, from->view->columns.count * sizeof(*row->values));
    memcpy(row->children, from->children, from->view->children.count * sizeof(*row->children));
    row->unread_groups = from->unread_groups;
}

static void take_groups(loading *l, cm_rows *rows, size_t column, cm_row *row)
{
    cm_cell groups = cm_rows_cell(rows, column);
    for (size_t i = 0; i < groups.text_count; i++) {
        *cm_vec_push(l->mem, &row->unread_groups) = cm_arena_sv(l->mem, groups.texts[i]);
    }
}

static cm_subject *subject_new(loading *l, const cm_view *view)
{
    cm_subject *s = cm_arena_new(l->mem, cm_subject);
    s->row.view = view;
    s->row.values = cm_arena_array(l->mem, cm_value, view->columns.count);
    s->row.children = cm_arena_array(l->mem, cm_child_rows, view->children.count + 1);
    return s;
}

/* The rows of a view in the order of their keys; `wider` are those it inherits from, in theirs. */
static cm_status load_view(loading *l, const cm_view *view, const cm_subjects *wider,
                           cm_subjects *subjects, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_stretch(l->site->session, view, l->first, l->last, &rows, err);
    size_t keys = view->key_count, own = view->columns.count - cm_facts_first_own(view), w = 0;
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_subject *s = subject_new(l, view);
        for (size_t i = 0; i < keys; i++) {
            s->keys[i] = cm_rows_cell(rows, i).number;
        }
        if (view->wider != NULL) {
            size_t shared = view->wider->key_count;
            while (w < wider->count && compare_keys(wider->items[w]->keys, s->keys, shared) < 0) {
                w++;
            }
            cm_assert(w < wider->count &&
                      compare_keys(wider->items[w]->keys, s->keys, shared) == 0);
            inherit(wider->items[w], &s->row);
            s->digest = wider->items[w]->digest;
        } else {
            take_groups(l, rows, keys + own + 1, &s->row);
            s->digest = cm_rows_text(rows, keys + own + 2, l->mem);
        }
        take_values(l, rows, view, keys, cm_facts_first_own(view), s->row.values);
        take_unread_children(rows, view, keys, &s->row);
        settle_groups(view, &s->row);
        *cm_vec_push(l->mem, subjects) = s;
    }
    cm_rows_close(rows);
    return status;
}

/* ---- children: given to the rows of their view, and from there to the narrower ones ---- */

static cm_status load_child(loading *l, const cm_view *child, size_t index, cm_subjects *parents,
                            cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_stretch(l->site->session, child, l->first, l->last, &rows, err);
    size_t p = 0;
    while (status == CM_OK && cm_rows_next(rows)) {
        int64_t keys[KEYS] = {0};
        for (size_t i = 0; i < child->key_count; i++) {
            keys[i] = cm_rows_cell(rows, i).number;
        }
        while (p < parents->count &&
               compare_keys(parents->items[p]->keys, keys, child->key_count) < 0) {
            p++;
        }
        if (p == parents->count || compare_keys(parents->items[p]->keys, keys, child->key_count)) {
            continue; /* of no subject: no view shows it either */
        }
        cm_value *values = cm_arena_array(l->mem, cm_value, child->columns.count);
        take_values(l, rows, child, child->key_count, 0, values);
        *cm_vec_push(l->mem, &parents->items[p]->row.children[index].rows) = values;
    }
    cm_rows_close(rows);
    return status;
}

/* Own children of a view: those after the inherited ones. */
static cm_status load_children(loading *l, const cm_view *view, cm_subjects *subjects, cm_err *err)
{
    size_t first = view->wider != NULL ? view->wider->children.count : 0;
    cm_status status = CM_OK;
    for (size_t i = first; status == CM_OK && i < view->children.count; i++) {
        status = load_child(l, view->children.items[i], i, subjects, err);
    }
    return status;
}

static size_t position(const cm_catalogue *catalogue, const cm_view *view)
{
    for (size_t i = 0; i < catalogue->views.count; i++) {
        if (catalogue->views.items[i] == view) {
            return i;
        }
    }
    return SIZE_MAX;
}

const cm_subjects *cm_subjects_of(const cm_subject_batch *batch, const cm_catalogue *catalogue,
                                  const cm_view *view)
{
    size_t at = position(catalogue, view);
    cm_assert(at != SIZE_MAX);
    return &batch->by_view[at];
}

cm_status cm_subjects_load(cm_site *s, int64_t first, int64_t last, cm_subject_batch *batch,
                           cm_err *err)
{
    const cm_catalogue *catalogue = s->home->catalogue;
    cm_arena_reset(&batch->mem);
    loading l = {s, catalogue, batch, &batch->mem, first, last};
    batch->by_view = cm_arena_array(&batch->mem, cm_subjects, catalogue->views.count);
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < catalogue->views.count; i++) {
        const cm_view *view = catalogue->views.items[i]; /* wider ones stand before it */
        size_t wider = view->wider != NULL ? position(catalogue, view->wider) : i;
        status = load_view(&l, view, &batch->by_view[wider], &batch->by_view[i], err);
        if (status == CM_OK) {
            status = load_children(&l, view, &batch->by_view[i], err);
        }
    }
    return status;
}

void cm_subject_batch_clear(cm_subject_batch *batch)
{
    cm_arena_clear(&batch->mem);
    batch->by_view = NULL;
}
