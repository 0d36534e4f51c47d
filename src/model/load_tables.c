/* The cases of a collision: rows of several tables, or the texts of several judgments. */
#include "model/load_step.h"

static const cm_key CASE_KEYS[] = {{"why", true},    {"expect", true},   {"tables", false},
                                   {"texts", false}, {"doc", false},     {"direction", false},
                                   {"sub", false},   {"finding", false}, {NULL, false}};
static const cm_key USUAL_KEYS[] = {{"tables", false}, {NULL, false}};

enum { KEYS = 4 };

/* The view whose columns and children a row of the table has, or NULL after a problem. */
static const cm_view *find_table(const cm_loader *l, const cm_yaml *key)
{
    const cm_catalogue *catalogue = l->context->catalogue;
    cm_svs names = {0};
    const cm_view *found = cm_step_table(l, key->text);
    if (found != NULL) {
        return found;
    }
    for (size_t i = 0; i < catalogue->tables.count; i++) {
        *cm_vec_push(l->mem, &names) = catalogue->tables.items[i]->name;
    }
    cm_sv near = cm_problem_nearest(key->text, names);
    cm_load_problem(l, key, near.len != 0 ? "unknown_subject_near" : "unknown_subject", key->text,
                    near);
    return NULL;
}

static cm_row new_row(const cm_loader *l, const cm_view *view)
{
    cm_row row = {.view = view};
    row.values = cm_arena_array(l->mem, cm_value, view->columns.count);
    row.children = cm_arena_array(l->mem, cm_child_rows, view->children.count + 1);
    return row;
}

static size_t key_index(cm_sv name)
{
    size_t i = 0;
    while (i < KEYS && !cm_sv_equal(name, cm_sv_from(CM_STEP_KEYS[i]))) {
        i++;
    }
    return i;
}

/* A key of the row, or the name of a child table that was not read; false: something else. */
static bool load_special(const cm_loader *l, const cm_yaml *key, const cm_yaml *value,
                         cm_case_row *row)
{
    size_t index = key_index(key->text);
    size_t child = cm_view_child(row->row.view, key->text);
    if (index < KEYS) {
        cm_value number = {0};
        (void)cm_load_value(l, value, CM_TYPE_INTEGER, &number);
        row->keys[index] = number.number;
        return true;
    }
    if (child != SIZE_MAX && cm_sv_equal(value->text, CM_SV("unread"))) {
        row->row.children[child].unread = true;
        return true;
    }
    if (cm_sv_equal(key->text, CM_SV("unread_groups"))) {
        row->row.unread_groups = cm_load_list(l, value, "unread_groups");
        return true;
    }
    return false;
}

static void load_row(const cm_loader *l, const cm_yaml *at, cm_case_row *row)
{
    cm_yaml plain = {.kind = CM_YAML_MAP, .offset = at->offset};
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("row"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml_pair *pair = &at->pairs.items[i];
        if (!load_special(l, pair->key, pair->value, row)) {
            *cm_vec_push(l->mem, &plain.pairs) = *pair;
        }
    }
    cm_load_values(l, row->row.view, &plain, row->row.values);
}

static void load_table(const cm_loader *l, const cm_yaml *at, const cm_yaml *usual,
                       cm_case_table *table)
{
    if (at->kind != CM_YAML_LIST) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), table->view->name);
        return;
    }
    bool has_row_no = table->view->child.len != 0 || table->view->key_count == 0;
    for (size_t i = 0; i < at->items.count; i++) {
        cm_case_row *row = cm_vec_push(l->mem, &table->rows);
        *row = (cm_case_row){.row = new_row(l, table->view)};
        for (size_t k = 0; k < table->view->key_count; k++) {
            row->keys[k] = k == 0 ? (int64_t)i + 1 : 1;
        }
        row->keys[KEYS - 1] = has_row_no ? (int64_t)i + 1 : 0;
        if (usual != NULL) {
            load_row(l, usual, row);
        }
        load_row(l, at->items.items[i], row);
    }
}

static const cm_case_tables *load_tables(const cm_loader *l, const cm_yaml *at,
                                         const cm_yaml *usual)
{
    cm_case_tables *tables = cm_arena_new(l->mem, cm_case_tables);
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("tables"));
        return tables;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *key = at->pairs.items[i].key;
        const cm_view *view = find_table(l, key);
        if (view != NULL) {
            cm_case_table *table = cm_vec_push(l->mem, &tables->tables);
            table->view = view;
            load_table(l, at->pairs.items[i].value,
                       usual == NULL ? NULL : cm_yaml_get(usual, key->text), table);
        }
    }
    return tables;
}

/* Beside texts there may be rows of imported tables. */
static bool are_imported(const cm_case_tables *tables)
{
    bool all = tables != NULL;
    for (size_t i = 0; all && i < tables->tables.count; i++) {
        all = tables->tables.items[i].view->key_count == 0;
    }
    return all;
}

static void load_case(const cm_loader *l, const cm_yaml *at, const cm_yaml *usual)
{
    if (!cm_load_keys(l, at, CASE_KEYS, "case")) {
        return;
    }
    const cm_yaml *tables = cm_yaml_get(at, CM_SV("tables"));
    const cm_yaml *doc = cm_yaml_get(at, CM_SV("doc"));
    cm_model_case c = {.why = cm_load_text(l, at, "why"), .texts = cm_load_texts(l, at, "texts")};
    c.line = cm_load_line(l, at);
    c.title = c.why;
    cm_load_expected(l, at, &c);
    if (doc != NULL) {
        cm_value number = {0};
        (void)cm_load_value(l, doc, CM_TYPE_INTEGER, &number);
        c.doc = number.number;
    }
    if (tables != NULL) {
        c.tables = load_tables(l, tables, usual);
    }
    bool with_texts = c.texts.count != 0 && are_imported(c.tables);
    if ((tables == NULL) == (c.texts.count == 0) && !with_texts) {
        cm_load_problem(l, at, "row_or_text", CM_SV(""), CM_SV(""));
    }
    *cm_vec_push(l->mem, &l->model->cases) = c;
}

void cm_load_tables(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("cases"));
    const cm_yaml *usual = cm_yaml_get(root, CM_SV("usual"));
    if (usual != NULL && cm_load_keys(l, usual, USUAL_KEYS, "usual")) {
        usual = cm_yaml_get(usual, CM_SV("tables"));
    }
    if (at != NULL && at->kind != CM_YAML_LIST) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), CM_SV("cases"));
        return;
    }
    for (size_t i = 0; at != NULL && i < at->items.count; i++) {
        load_case(l, at->items.items[i], usual);
    }
}
