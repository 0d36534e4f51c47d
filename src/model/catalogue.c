#include "model/catalogue.h"

static const char *const TYPE_NAMES[CM_TYPE_COUNT] = {
    [CM_TYPE_TEXT] = "text",   [CM_TYPE_DATE] = "date",       [CM_TYPE_INTEGER] = "integer",
    [CM_TYPE_MONEY] = "money", [CM_TYPE_BOOLEAN] = "boolean",
};

static const char *const TYPE_SQL[CM_TYPE_COUNT] = {
    [CM_TYPE_TEXT] = "VARCHAR", [CM_TYPE_DATE] = "DATE",       [CM_TYPE_INTEGER] = "BIGINT",
    [CM_TYPE_MONEY] = "BIGINT", [CM_TYPE_BOOLEAN] = "BOOLEAN",
};

/* The views from widest to narrowest: each inherits from the one before. */
static const char *const VIEW_NAMES[] = {"judgment", "defendant", "conviction"};

typedef struct {
    cm_arena *mem;
    const cm_terms *terms;
    cm_catalogue *catalogue;
    size_t view, column, type, group, title, about, explain; /* columns of the file */
    const cm_tsv *tsv;
} loader;

const char *cm_type_name(cm_type type)
{
    return TYPE_NAMES[type];
}

const char *cm_type_sql(cm_type type)
{
    return TYPE_SQL[type];
}

const cm_view *cm_catalogue_view(const cm_catalogue *catalogue, cm_sv name)
{
    for (size_t i = 0; i < catalogue->views.count; i++) {
        if (cm_sv_equal(catalogue->views.items[i]->name, name)) {
            return catalogue->views.items[i];
        }
    }
    return NULL;
}

size_t cm_view_column(const cm_view *view, cm_sv name)
{
    for (size_t i = 0; i < view->columns.count; i++) {
        if (cm_sv_equal(view->columns.items[i]->name, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t cm_view_child(const cm_view *view, cm_sv name)
{
    for (size_t i = 0; i < view->children.count; i++) {
        if (cm_sv_equal(view->children.items[i]->child, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool read_list(cm_arena *mem, const cm_terms *terms, cm_sv list, cm_column *column)
{
    if (cm_sv_find_byte(list, '|', 0) != SIZE_MAX) {
        cm_sv value;
        while (cm_sv_split(&list, '|', &value)) {
            *cm_vec_push(mem, &column->allowed) = value;
        }
        return true;
    }
    const cm_term_list *known = cm_map_find(&terms->lists, list);
    for (size_t i = 0; known != NULL && i < known->terms.count; i++) {
        if (known->terms.items[i].zh.len != 0) {
            *cm_vec_push(mem, &column->allowed) = known->terms.items[i].zh;
        }
    }
    return known != NULL;
}

bool cm_column_set_type(cm_arena *mem, const cm_terms *terms, cm_sv type, cm_column *column)
{
    size_t colon = cm_sv_find_byte(type, ':', 0);
    cm_sv more = colon == SIZE_MAX ? CM_SV("") : cm_sv_slice(type, colon + 1, type.len);
    cm_sv name = cm_sv_slice(type, 0, colon);
    size_t t = 0;
    while (t < CM_TYPE_COUNT && !cm_sv_equal(name, cm_sv_from(TYPE_NAMES[t]))) {
        t++;
    }
    if (t == CM_TYPE_COUNT || (more.len != 0 && t != CM_TYPE_TEXT && t != CM_TYPE_INTEGER)) {
        return false;
    }
    column->type = (cm_type)t;
    if (t == CM_TYPE_INTEGER) {
        column->unit = more;
        return true;
    }
    return more.len == 0 || read_list(mem, terms, more, column);
}

static cm_view *add_view(const loader *l, const cm_view *wider, cm_sv name)
{
    cm_view *view = cm_arena_new(l->mem, cm_view);
    *view = (cm_view){.name = name,
                      .table = name,
                      .key_count = wider == NULL ? 1 : wider->key_count + 1,
                      .wider = wider};
    *cm_vec_push(l->mem, &l->catalogue->views) = view;
    *cm_vec_push(l->mem, &l->catalogue->tables) = view;
    return view;
}

static cm_view *add_child(const loader *l, cm_view *parent, cm_sv name, cm_sv child)
{
    cm_view *view = cm_arena_new(l->mem, cm_view);
    *view = (cm_view){
        .name = name,
        .child = child,
        .table =
            cm_arena_format(l->mem, "child_%.*s_%.*s", CM_SV_ARG(parent->name), CM_SV_ARG(child)),
        .key_count = parent->key_count,
    };
    *cm_vec_push(l->mem, &parent->children) = view;
    *cm_vec_push(l->mem, &l->catalogue->tables) = view;
    return view;
}

static cm_view *find_table(const loader *l, cm_sv name)
{
    for (size_t i = 0; i < l->catalogue->tables.count; i++) {
        if (cm_sv_equal(l->catalogue->tables.items[i]->name, name)) {
            return l->catalogue->tables.items[i];
        }
    }
    size_t dot = cm_sv_find_byte(name, '.', 0);
    if (dot == SIZE_MAX) {
        return NULL;
    }
    cm_view *parent =
        find_table(l, cm_sv_slice(name, 0, dot)); // NOLINT(misc-no-recursion): one dot
    if (parent == NULL || parent->child.len != 0) {
        return NULL;
    }
    return add_child(l, parent, name, cm_sv_slice(name, dot + 1, name.len));
}

static cm_status add_row(const loader *l, const cm_tsv_row *row, cm_err *err)
{
    cm_view *table = find_table(l, row->cells[l->view]);
    if (table == NULL) {
        return cm_err_set_at(err, CM_E_SCHEMA, l->tsv->file, row->line, 0, "unknown view '%.*s'",
                             CM_SV_ARG(row->cells[l->view]));
    }
    if (cm_sv_equal(row->cells[l->type], CM_SV("table"))) {
        table->title = row->cells[l->title];
        return CM_OK;
    }
    cm_column *column = cm_arena_new(l->mem, cm_column);
    column->name = row->cells[l->column];
    column->title = row->cells[l->title];
    column->about = row->cells[l->about];
    column->explain = row->cells[l->explain];
    column->group = row->cells[l->group];
    if (cm_sv_equal(column->group, CM_SV("-"))) {
        column->group = CM_SV("");
    }
    if (cm_view_column(table, column->name) != SIZE_MAX) {
        return cm_err_set_at(err, CM_E_SCHEMA, l->tsv->file, row->line, 0, "repeated column '%.*s'",
                             CM_SV_ARG(column->name));
    }
    if (table->child.len != 0) {
        table->group = column->group;
    }
    *cm_vec_push(l->mem, &table->columns) = column;
    cm_sv type = row->cells[l->type];
    return cm_column_set_type(l->mem, l->terms, type, column)
               ? CM_OK
               : cm_err_set_at(err, CM_E_SCHEMA, l->tsv->file, row->line, 0,
                               "unknown type or list '%.*s'", CM_SV_ARG(type));
}

/* A narrower view has the columns and children of the wider one in front of its own. */
static cm_status inherit(const loader *l, cm_view *view, cm_err *err)
{
    cm_view own = *view;
    view->columns.items = NULL;
    view->columns.count = view->columns.cap = 0;
    view->children.items = NULL;
    view->children.count = view->children.cap = 0;
    for (size_t i = 0; i < view->wider->columns.count; i++) {
        *cm_vec_push(l->mem, &view->columns) = view->wider->columns.items[i];
    }
    for (size_t i = 0; i < own.columns.count; i++) {
        if (cm_view_column(view, own.columns.items[i]->name) != SIZE_MAX) {
            return cm_err_set_at(err, CM_E_SCHEMA, l->tsv->file, 0, 0,
                                 "column '%.*s' is in '%.*s' and in a wider view",
                                 CM_SV_ARG(own.columns.items[i]->name), CM_SV_ARG(view->name));
        }
        *cm_vec_push(l->mem, &view->columns) = own.columns.items[i];
    }
    for (size_t i = 0; i < view->wider->children.count; i++) {
        *cm_vec_push(l->mem, &view->children) = view->wider->children.items[i];
    }
    for (size_t i = 0; i < own.children.count; i++) {
        *cm_vec_push(l->mem, &view->children) = own.children.items[i];
    }
    return CM_OK;
}

static cm_status find_columns(loader *l, cm_err *err)
{
    const struct {
        const char *name;
        size_t *index;
    } wanted[] = {{"view", &l->view},      {"column", &l->column}, {"type", &l->type},
                  {"group", &l->group},    {"title", &l->title},   {"about", &l->about},
                  {"explain", &l->explain}};

    for (size_t i = 0; i < CM_COUNT(wanted); i++) {
        cm_status status = cm_tsv_column(l->tsv, cm_sv_from(wanted[i].name), wanted[i].index, err);
        if (status != CM_OK) {
            return status;
        }
    }
    return CM_OK;
}

cm_status cm_catalogue_load(cm_arena *mem, cm_sv path, const cm_terms *terms,
                            const cm_catalogue **ret_catalogue, cm_err *err)
{
    cm_tsv tsv;
    cm_status status = cm_tsv_load(mem, path, &tsv, err);
    if (status != CM_OK) {
        return status;
    }
    loader l = {.mem = mem, .terms = terms, .tsv = &tsv};
    l.catalogue = cm_arena_new(mem, cm_catalogue);
    l.catalogue->file = tsv.file;
    status = find_columns(&l, err);
    const cm_view *wider = NULL;
    for (size_t i = 0; i < CM_COUNT(VIEW_NAMES); i++) {
        wider = add_view(&l, wider, cm_sv_from(VIEW_NAMES[i]));
    }
    for (size_t i = 0; status == CM_OK && i < tsv.rows.count; i++) {
        status = add_row(&l, &tsv.rows.items[i], err);
    }
    for (size_t i = 1; status == CM_OK && i < l.catalogue->views.count; i++) {
        status = inherit(&l, l.catalogue->views.items[i], err);
    }
    for (size_t i = 0; status == CM_OK && i < l.catalogue->tables.count; i++) {
        const cm_view *table = l.catalogue->tables.items[i];
        if (table->title.len == 0) {
            status = cm_err_set_at(err, CM_E_SCHEMA, tsv.file, 0, 0, "'%.*s' has no title",
                                   CM_SV_ARG(table->name));
        }
    }
    if (status == CM_OK) {
        *ret_catalogue = l.catalogue;
    }
    return status;
}
