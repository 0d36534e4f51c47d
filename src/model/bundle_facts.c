#include "base/base.h"

#include "model/bundle.h"
#include "model/derived.h"

#include "base/limits.h"

/* ---- which facts ---- */

cm_model_use cm_bundle_uses(cm_arena *mem, const cm_model *model)
{
    static const char *const chosen_by[] = {"decided_on", "last_act_on"};
    const cm_view *view = model->subject;
    cm_model_use use = cm_model_uses(mem, model);
    for (size_t i = 0; i < CM_COUNT(chosen_by); i++) {
        size_t column = cm_view_column(view, cm_sv_from(chosen_by[i]));
        if (column != SIZE_MAX) {
            use.columns[column] = true;
        }
    }
    cm_derived_add_inputs(view, &use);
    return use;
}

/* ---- out ---- */

void cm_bundle_write_value(cm_json *json, cm_type type, cm_value value)
{
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    if (value.state != CM_VALUE_KNOWN) {
        cm_json_null(json);
    } else if (type == CM_TYPE_TEXT) {
        cm_json_text(json, value.text);
    } else if (type == CM_TYPE_BOOLEAN) {
        cm_json_bool(json, value.number != 0);
    } else if (type == CM_TYPE_DATE) {
        (void)cm_date_write(&day, cm_date_from_days((int32_t)value.number));
        cm_json_text(json, cm_buf_view(&day));
    } else {
        cm_json_int(json, value.number);
    }
}

static void write_places(cm_json *json, const cm_spans *places)
{
    cm_json_key(json, CM_SV("places"));
    cm_json_array(json);
    for (size_t i = 0; i < places->count; i++) {
        cm_json_array(json);
        cm_json_int(json, places->items[i].begin);
        cm_json_int(json, places->items[i].end);
        cm_json_array_end(json);
    }
    cm_json_array_end(json);
}

static const char *const STATES[] = {
    [CM_VALUE_ABSENT] = "absent", [CM_VALUE_UNREAD] = "unread", [CM_VALUE_KNOWN] = "known"};

static void write_column(cm_json *json, const cm_bundle_facts *facts, size_t i,
                         const cm_wording *words)
{
    const cm_column *c = facts->row->view->columns.items[i];
    cm_value value = facts->row->values[i];
    CM_AUTO_BUF shown;
    cm_buf_init(&shown, CM_MAX_MESSAGE);
    cm_column_write(&shown, words, c, value);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("fact"), c->name);
    cm_json_put_text(json, CM_SV("title"), c->title);
    cm_json_put_text(json, CM_SV("state"), cm_sv_from(STATES[value.state]));
    cm_json_key(json, CM_SV("value"));
    cm_bundle_write_value(json, c->type, value);
    cm_json_put_text(json, CM_SV("shown"), cm_buf_view(&shown));
    write_places(json, &facts->column_places[i]);
    cm_json_object_end(json);
}

/* A cell that was not read is left out; one that the text does not state is null. */
static void write_child_row(cm_json *json, const cm_view *child, const cm_value *values)
{
    cm_json_object(json);
    for (size_t i = 0; i < child->columns.count; i++) {
        if (values[i].state != CM_VALUE_UNREAD) {
            cm_json_key(json, child->columns.items[i]->name);
            cm_bundle_write_value(json, child->columns.items[i]->type, values[i]);
        }
    }
    cm_json_object_end(json);
}

static void write_child(cm_json *json, const cm_bundle_facts *facts, size_t i)
{
    const cm_view *child = facts->row->view->children.items[i];
    const cm_child_rows *rows = &facts->row->children[i];
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("fact"), child->child);
    cm_json_put_text(json, CM_SV("title"), child->title);
    cm_json_put_text(json, CM_SV("state"),
                     cm_sv_from(STATES[rows->unread ? CM_VALUE_UNREAD : CM_VALUE_KNOWN]));
    cm_json_key(json, CM_SV("rows"));
    cm_json_array(json);
    for (size_t k = 0; k < rows->rows.count; k++) {
        write_child_row(json, child, rows->rows.items[k]);
    }
    cm_json_array_end(json);
    write_places(json, &facts->child_places[i]);
    cm_json_object_end(json);
}

/* Left out where there are none. */
static void write_corrections(cm_json *json, const cm_bundle_facts *facts)
{
    if (facts->corrections.count == 0) {
        return;
    }
    cm_json_key(json, CM_SV("corrections"));
    cm_json_array(json);
    for (size_t i = 0; i < facts->corrections.count; i++) {
        const cm_bundle_correction *c = &facts->corrections.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("fact"), c->fact);
        cm_json_put_int(json, CM_SV("defendant_no"), c->defendant_no);
        cm_json_put_int(json, CM_SV("count_no"), c->count_no);
        cm_json_put_int(json, CM_SV("row_no"), c->row_no);
        cm_json_put_text(json, CM_SV("act"), c->act);
        cm_json_put_text(json, CM_SV("was"), c->was);
        cm_json_put_text(json, CM_SV("value"), c->value);
        cm_json_put_text(json, CM_SV("why"), c->why);
        cm_json_put_text(json, CM_SV("by"), c->by);
        cm_json_put_text(json, CM_SV("at"), c->at);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_bundle_write_facts(cm_json *json, const cm_bundle_facts *facts, const cm_wording *words)
{
    const cm_row *row = facts->row;
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("subject"), row->view->name);
    cm_json_put_int(json, CM_SV("defendant_no"), facts->defendant_no);
    cm_json_put_int(json, CM_SV("count_no"), facts->count_no);
    cm_json_key(json, CM_SV("unread_groups"));
    cm_json_array(json);
    for (size_t i = 0; i < row->unread_groups.count; i++) {
        cm_json_text(json, row->unread_groups.items[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("columns"));
    cm_json_array(json);
    for (size_t i = 0; i < row->view->columns.count; i++) {
        if (facts->use.columns[i]) {
            write_column(json, facts, i, words);
        }
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("children"));
    cm_json_array(json);
    for (size_t i = 0; i < row->view->children.count; i++) {
        if (facts->use.children[i]) {
            write_child(json, facts, i);
        }
    }
    cm_json_array_end(json);
    write_corrections(json, facts);
    cm_json_object_end(json);
}

/* ---- in ---- */

typedef struct {
    cm_arena *mem;
    const cm_view *view;
    cm_row *row;
    cm_bundle_facts *facts;
    cm_err *err;
} reader;

static cm_status wrong(reader *r, cm_sv fact)
{
    return cm_err_set(r->err, CM_E_SCHEMA, "%.*s.%.*s", CM_SV_ARG(r->view->name), CM_SV_ARG(fact));
}

/* False: a value of another type. NULL is absent. */
static bool read_value(const cm_json_value *json, cm_type type, cm_value *ret_value)
{
    cm_value value = {.state = CM_VALUE_KNOWN};
    cm_date day = CM_NO_DATE;
    if (json->kind == CM_JSON_IS_NULL) {
        *ret_value = (cm_value){.state = CM_VALUE_ABSENT};
        return true;
    }
    bool ok = false;
    if (type == CM_TYPE_TEXT) {
        ok = json->kind == CM_JSON_IS_TEXT;
        value.text = json->text;
    } else if (type == CM_TYPE_DATE) {
        ok =
            json->kind == CM_JSON_IS_TEXT && cm_date_parse(json->text, &day) && cm_date_exists(day);
        value.number = ok ? cm_date_to_days(day) : 0;
    } else {
        ok = json->kind == (type == CM_TYPE_BOOLEAN ? CM_JSON_IS_BOOL : CM_JSON_IS_INT);
        value.number = json->number;
    }
    *ret_value = value;
    return ok;
}

static bool read_state(const cm_json_value *json, cm_value_state *ret_state)
{
    cm_sv state = cm_json_member_text(json, CM_SV("state"));
    for (size_t i = 0; i < CM_COUNT(STATES); i++) {
        if (cm_sv_equal(state, cm_sv_from(STATES[i]))) {
            *ret_state = (cm_value_state)i;
            return true;
        }
    }
    return false;
}

static bool read_places(reader *r, const cm_json_value *json, cm_spans *ret_places)
{
    const cm_json_value *list = cm_json_member(json, CM_SV("places"));
    for (size_t i = 0; i < cm_json_count(list); i++) {
        const cm_json_value *pair = list->items.items[i];
        bool ok = cm_json_count(pair) == 2 && pair->items.items[0]->kind == CM_JSON_IS_INT &&
                  pair->items.items[1]->kind == CM_JSON_IS_INT;
        int64_t begin = ok ? pair->items.items[0]->number : -1;
        int64_t end = ok ? pair->items.items[1]->number : -1;
        if (begin < 0 || end <= begin || end > (int64_t)CM_MAX_DOCUMENT) {
            return false;
        }
        *cm_vec_push(r->mem, ret_places) = (cm_span){(uint32_t)begin, (uint32_t)end};
    }
    return list != NULL;
}

static cm_status read_column(reader *r, const cm_json_value *json)
{
    cm_sv name = cm_json_member_text(json, CM_SV("fact"));
    const cm_json_value *value = cm_json_member(json, CM_SV("value"));
    size_t i = cm_view_column(r->view, name);
    cm_value_state state;
    if (i == SIZE_MAX || value == NULL || !read_state(json, &state) ||
        !read_value(value, r->view->columns.items[i]->type, &r->row->values[i]) ||
        (r->row->values[i].state == CM_VALUE_KNOWN) != (state == CM_VALUE_KNOWN) ||
        !read_places(r, json, &r->facts->column_places[i])) {
        return wrong(r, name);
    }
    r->row->values[i].state = state;
    r->facts->use.columns[i] = true;
    return CM_OK;
}

static cm_status read_child(reader *r, const cm_json_value *json)
{
    cm_sv name = cm_json_member_text(json, CM_SV("fact"));
    const cm_json_value *list = cm_json_member(json, CM_SV("rows"));
    size_t i = cm_view_child(r->view, name);
    cm_value_state state;
    if (i == SIZE_MAX || list == NULL || !read_state(json, &state) ||
        !read_places(r, json, &r->facts->child_places[i])) {
        return wrong(r, name);
    }
    const cm_view *child = r->view->children.items[i];
    cm_child_rows *rows = &r->row->children[i];
    rows->unread = state != CM_VALUE_KNOWN;
    for (size_t k = 0; k < cm_json_count(list); k++) {
        cm_value *values = cm_arena_array(r->mem, cm_value, child->columns.count);
        for (size_t c = 0; c < child->columns.count; c++) {
            const cm_column *column = child->columns.items[c];
            const cm_json_value *cell = cm_json_member(list->items.items[k], column->name);
            values[c].state = CM_VALUE_UNREAD;
            if (cell != NULL && !read_value(cell, column->type, &values[c])) {
                return wrong(r, name);
            }
        }
        *cm_vec_push(r->mem, &rows->rows) = values;
    }
    r->facts->use.children[i] = true;
    return CM_OK;
}

static void read_correction(reader *r, const cm_json_value *json)
{
    cm_bundle_correction *c = cm_vec_push(r->mem, &r->facts->corrections);
    *c = (cm_bundle_correction){.fact = cm_json_member_text(json, CM_SV("fact")),
                                .act = cm_json_member_text(json, CM_SV("act")),
                                .was = cm_json_member_text(json, CM_SV("was")),
                                .value = cm_json_member_text(json, CM_SV("value")),
                                .why = cm_json_member_text(json, CM_SV("why")),
                                .by = cm_json_member_text(json, CM_SV("by")),
                                .at = cm_json_member_text(json, CM_SV("at"))};
    (void)cm_json_member_int(json, CM_SV("defendant_no"), &c->defendant_no);
    (void)cm_json_member_int(json, CM_SV("count_no"), &c->count_no);
    (void)cm_json_member_int(json, CM_SV("row_no"), &c->row_no);
}

bool cm_bundle_corrected(const cm_bundle_facts *facts, cm_sv view, cm_sv column)
{
    for (size_t i = 0; i < facts->corrections.count; i++) {
        const cm_bundle_correction *c = &facts->corrections.items[i];
        bool mine = (c->defendant_no == 0 || facts->defendant_no == 0 ||
                     c->defendant_no == facts->defendant_no) &&
                    (c->count_no == 0 || facts->count_no == 0 || c->count_no == facts->count_no);
        bool in_view = cm_sv_starts(c->fact, view) &&
                       (c->fact.len == view.len || c->fact.ptr[view.len] == '.');
        bool whole = column.len == 0 || c->fact.len == view.len;
        if (mine && in_view &&
            (whole || cm_sv_equal(cm_sv_slice(c->fact, view.len + 1, c->fact.len), column))) {
            return true;
        }
    }
    return false;
}

cm_bundle_facts cm_bundle_no_facts(cm_arena *mem, const cm_view *view, cm_row *row)
{
    size_t columns = view->columns.count + 1, children = view->children.count + 1;
    row->view = view;
    row->values = cm_arena_array(mem, cm_value, columns);
    row->children = cm_arena_array(mem, cm_child_rows, children);
    for (size_t i = 0; i < columns; i++) {
        row->values[i].state = CM_VALUE_UNREAD;
    }
    for (size_t i = 0; i < children; i++) {
        row->children[i].unread = true;
    }
    return (cm_bundle_facts){
        .row = row,
        .use = {cm_arena_array(mem, bool, columns), cm_arena_array(mem, bool, children)},
        .column_places = cm_arena_array(mem, cm_spans, columns),
        .child_places = cm_arena_array(mem, cm_spans, children)};
}

cm_status cm_bundle_read_facts(cm_arena *mem, const cm_view *view, const cm_json_value *part,
                               cm_bundle_facts *ret_facts, cm_err *err)
{
    cm_row *row = cm_arena_new(mem, cm_row);
    cm_bundle_facts facts = cm_bundle_no_facts(mem, view, row);
    reader r = {mem, view, row, &facts, err};
    const cm_json_value *columns = cm_json_member(part, CM_SV("columns"));
    const cm_json_value *children = cm_json_member(part, CM_SV("children"));
    const cm_json_value *groups = cm_json_member(part, CM_SV("unread_groups"));
    const cm_json_value *corrections = cm_json_member(part, CM_SV("corrections"));
    bool ok = cm_json_member_int(part, CM_SV("defendant_no"), &facts.defendant_no) &&
              cm_json_member_int(part, CM_SV("count_no"), &facts.count_no) &&
              cm_sv_equal(cm_json_member_text(part, CM_SV("subject")), view->name);
    cm_status status = ok ? CM_OK : wrong(&r, CM_SV("subject"));
    for (size_t i = 0; i < cm_json_count(groups); i++) {
        *cm_vec_push(mem, &row->unread_groups) = groups->items.items[i]->text;
    }
    for (size_t i = 0; i < cm_json_count(corrections); i++) {
        read_correction(&r, corrections->items.items[i]);
    }
    for (size_t i = 0; status == CM_OK && i < cm_json_count(columns); i++) {
        status = read_column(&r, columns->items.items[i]);
    }
    for (size_t i = 0; status == CM_OK && i < cm_json_count(children); i++) {
        status = read_child(&r, children->items.items[i]);
    }
    if (status == CM_OK) {
        *ret_facts = facts;
    }
    return status;
}
