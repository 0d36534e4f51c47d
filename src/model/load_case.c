#include "model/load.h"

static const cm_key CASE_KEYS[] = {
    {"why", true},     {"expect", true},         {"row", false},  {"children", false},
    {"unread", false}, {"unread_groups", false}, {"text", false}, {"direction", false},
    {"sub", false},    {"finding", false},       {NULL, false}};
static const cm_key USUAL_KEYS[] = {{"row", false}, {"children", false}, {NULL, false}};

static const cm_column *find_column(const cm_loader *l, const cm_view *view, const cm_yaml *key,
                                    size_t *ret_index)
{
    *ret_index = cm_view_column(view, key->text);
    if (*ret_index != SIZE_MAX) {
        return view->columns.items[*ret_index];
    }
    cm_svs names = {0};
    for (size_t i = 0; i < view->columns.count; i++) {
        *cm_vec_push(l->mem, &names) = view->columns.items[i]->name;
    }
    cm_sv near = cm_problem_nearest(key->text, names);
    cm_load_problem(l, key, near.len != 0 ? "unknown_name_near" : "unknown_name", key->text, near);
    return NULL;
}

static void check_allowed(const cm_loader *l, const cm_yaml *at, const cm_column *column)
{
    cm_sv all = CM_SV("");
    for (size_t i = 0; i < column->allowed.count; i++) {
        if (cm_sv_equal(column->allowed.items[i], at->text)) {
            return;
        }
        all = cm_arena_format(l->mem, "%.*s%s%.*s", CM_SV_ARG(all), i == 0 ? "" : ", ",
                              CM_SV_ARG(column->allowed.items[i]));
    }
    if (column->allowed.count != 0) {
        cm_load_problem(l, at, "not_in_list", at->text, all);
    }
}

/* Facts written as column: value; null makes one absent. */
void cm_load_values(const cm_loader *l, const cm_view *view, const cm_yaml *at, cm_value *values)
{
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("row"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *value = at->pairs.items[i].value;
        size_t index;
        const cm_column *column = find_column(l, view, at->pairs.items[i].key, &index);
        if (column == NULL) {
            continue;
        }
        bool is_plain = value->kind == CM_YAML_SCALAR && !value->is_quoted;
        if (is_plain && cm_sv_equal(value->text, CM_SV("null"))) {
            values[index] = (cm_value){.state = CM_VALUE_ABSENT};
        } else if (is_plain && cm_sv_equal(value->text, CM_SV("unread"))) {
            values[index] = (cm_value){.state = CM_VALUE_UNREAD};
        } else if (cm_load_value(l, value, column->type, &values[index])) {
            check_allowed(l, value, column);
        }
    }
}

static void load_child(const cm_loader *l, const cm_view *child, const cm_yaml *at,
                       cm_child_rows *ret_rows)
{
    *ret_rows = (cm_child_rows){0};
    if (at->kind != CM_YAML_LIST) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), child->child);
        return;
    }
    for (size_t i = 0; i < at->items.count; i++) {
        cm_value *values = cm_arena_array(l->mem, cm_value, child->columns.count);
        cm_load_values(l, child, at->items.items[i], values);
        *cm_vec_push(l->mem, &ret_rows->rows) = values;
    }
}

static void load_children(const cm_loader *l, const cm_yaml *at, cm_row *row)
{
    const cm_view *view = row->view;
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("children"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *key = at->pairs.items[i].key;
        size_t index = cm_view_child(view, key->text);
        if (index == SIZE_MAX) {
            cm_load_problem(l, key, "unknown_name", key->text, CM_SV(""));
            continue;
        }
        load_child(l, view->children.items[index], at->pairs.items[i].value, &row->children[index]);
    }
}

static void load_unread(const cm_loader *l, const cm_yaml *at, cm_row *row)
{
    cm_svs names = cm_load_texts(l, at, "unread");
    for (size_t i = 0; i < names.count; i++) {
        size_t column = cm_view_column(row->view, names.items[i]);
        size_t child = cm_view_child(row->view, names.items[i]);
        if (column != SIZE_MAX) {
            row->values[column] = (cm_value){.state = CM_VALUE_UNREAD};
        } else if (child != SIZE_MAX) {
            row->children[child] = (cm_child_rows){.unread = true};
        } else {
            cm_load_problem(l, cm_yaml_get(at, CM_SV("unread")), "unknown_name", names.items[i],
                            CM_SV(""));
        }
    }
    row->unread_groups = cm_load_texts(l, at, "unread_groups");
}

static cm_row *new_row(const cm_loader *l, const cm_row *usual)
{
    const cm_view *view = l->rule->subject;
    cm_row *row = cm_arena_new(l->mem, cm_row);
    row->view = view;
    row->values = cm_arena_array(l->mem, cm_value, view->columns.count);
    row->children = cm_arena_array(l->mem, cm_child_rows, view->children.count + 1);
    for (size_t i = 0; usual != NULL && i < view->columns.count; i++) {
        row->values[i] = usual->values[i];
    }
    for (size_t i = 0; usual != NULL && i < view->children.count; i++) {
        row->children[i] = usual->children[i];
    }
    return row;
}

static void load_facts(const cm_loader *l, const cm_yaml *at, cm_row *row)
{
    const cm_yaml *values = cm_yaml_get(at, CM_SV("row"));
    const cm_yaml *children = cm_yaml_get(at, CM_SV("children"));
    if (values != NULL) {
        cm_load_values(l, row->view, values, row->values);
    }
    if (children != NULL) {
        load_children(l, children, row);
    }
}

void cm_load_expected(const cm_loader *l, const cm_yaml *at, cm_model_case *c)
{
    const cm_yaml *expect = cm_yaml_get(at, CM_SV("expect"));
    const cm_yaml *direction = cm_yaml_get(at, CM_SV("direction"));
    if (expect != NULL) {
        int answer = cm_load_term(l, expect, "answer");
        c->expected = answer < 0 ? CM_ANSWER_CLEAR : (cm_answer)answer;
    }
    if (direction != NULL) {
        int value = cm_load_term(l, direction, "direction");
        c->has_direction = value >= 0;
        c->direction = value < 0 ? CM_DIRECTION_NEUTRAL : (cm_direction)value;
    }
    c->sub = cm_load_text(l, at, "sub");
    c->finding = cm_load_text(l, at, "finding");
}

uint32_t cm_load_line(const cm_loader *l, const cm_yaml *at)
{
    cm_problems place = {0};
    cm_problem_add(l->mem, &place, l->source, at->offset, (cm_problem){0});
    return place.items[0].line;
}

static void load_case(const cm_loader *l, const cm_yaml *at, const cm_row *usual)
{
    if (!cm_load_keys(l, at, CASE_KEYS, "case")) {
        return;
    }
    cm_model_case c = {.why = cm_load_text(l, at, "why")};
    cm_sv text = cm_load_text(l, at, "text");
    if (text.len != 0) {
        *cm_vec_push(l->mem, &c.texts) = text;
    }
    c.line = cm_load_line(l, at);
    c.title = c.why;
    cm_load_expected(l, at, &c);
    if (c.texts.count == 0) {
        cm_row *row = new_row(l, usual);
        load_facts(l, at, row);
        load_unread(l, at, row);
        c.row = row;
    } else if (cm_yaml_get(at, CM_SV("row")) != NULL ||
               cm_yaml_get(at, CM_SV("children")) != NULL) {
        cm_load_problem(l, at, "row_or_text", CM_SV(""), CM_SV(""));
    }
    *cm_vec_push(l->mem, &l->model->cases) = c;
}

void cm_load_cases(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("cases"));
    const cm_yaml *usual = cm_yaml_get(root, CM_SV("usual"));
    cm_row *start = new_row(l, NULL);
    if (usual != NULL && cm_load_keys(l, usual, USUAL_KEYS, "usual")) {
        load_facts(l, usual, start);
    }
    if (at != NULL && at->kind != CM_YAML_LIST) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), CM_SV("cases"));
        return;
    }
    for (size_t i = 0; at != NULL && i < at->items.count; i++) {
        load_case(l, at->items.items[i], start);
    }
}
