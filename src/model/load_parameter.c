#include "base/base.h"

#include "law/version.h"
#include "model/lexer.h"
#include "model/load.h"

static const cm_key PARAMETER_KEYS[] = {{"value", false},       {"values", false}, {"gate", false},
                                        {"unit", false},        {"source", true},  {"about", false},
                                        {"date_column", false}, {NULL, false}};
static const cm_key VALUE_KEYS[] = {{"from", true}, {"value", false}, {NULL, false}};

/* ---- parameters ---- */

/* Columns that every result has beside the values of the model. */
static const char *const RESERVED[] = {"doc_key", "defendant_no", "count_no", "unread_groups",
                                       "answer",  "direction",    "sub",      "missing",
                                       "unread",  "present",      "absent",   "outer"};

static bool is_reserved(cm_arena *mem, cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(RESERVED); i++) {
        if (cm_sv_equal(name, cm_sv_from(RESERVED[i]))) {
            return true;
        }
    }
    return cm_token_next(mem, name, 0).kind == CM_TOKEN_WORD;
}

/* Names are lower-case letters, digits and '_', and no name of the view. */
void cm_load_name(const cm_loader *l, const cm_yaml *key)
{
    cm_sv name = key->text;
    bool ok = name.len != 0 && !(name.ptr[0] >= '0' && name.ptr[0] <= '9');
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        ok = ok && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    }
    if (!ok) {
        cm_load_problem(l, key, "name_form", name, CM_SV(""));
    }
    bool is_taken = cm_view_column(l->rule->subject, name) != SIZE_MAX ||
                    cm_view_child(l->rule->subject, name) != SIZE_MAX ||
                    cm_function_find(l->mem, name) != NULL || is_reserved(l->mem, name);
    for (size_t i = 0; i < l->rule->parameters.count; i++) {
        is_taken = is_taken || cm_sv_equal(l->rule->parameters.items[i].name, name);
    }
    for (size_t i = 0; i < l->rule->derived.count; i++) {
        is_taken = is_taken || cm_sv_equal(l->rule->derived.items[i].name, name);
    }
    if (is_taken) {
        cm_load_problem(l, key, "name_taken", name, CM_SV(""));
    }
}

/* What a value looks like when no unit says it. */
static cm_type guess_type(const cm_yaml *value)
{
    cm_date date;
    int64_t number;
    if (value == NULL || value->is_quoted) {
        return CM_TYPE_TEXT;
    }
    if (cm_sv_to_int(value->text, &number)) {
        return CM_TYPE_INTEGER;
    }
    if (cm_date_parse(value->text, &date)) {
        return CM_TYPE_DATE;
    }
    bool is_boolean =
        cm_sv_equal(value->text, CM_SV("true")) || cm_sv_equal(value->text, CM_SV("false"));
    return is_boolean ? CM_TYPE_BOOLEAN : CM_TYPE_TEXT;
}

/* Yuan are money; any other unit counts something. */
static cm_type type_of_unit(const cm_loader *l, const cm_yaml *unit)
{
    int found = cm_load_term(l, unit, "unit");
    const cm_term_list *units = cm_map_find(&l->context->terms->lists, CM_SV("unit"));
    bool is_money = found >= 0 && cm_sv_equal(units->terms.items[found].id, CM_SV("yuan"));
    return is_money ? CM_TYPE_MONEY : CM_TYPE_INTEGER;
}

static const cm_yaml *first_value(const cm_yaml *at)
{
    const cm_yaml *value = cm_yaml_get(at, CM_SV("value"));
    const cm_yaml *values = cm_yaml_get(at, CM_SV("values"));
    for (size_t i = 0;
         value == NULL && values != NULL && values->kind == CM_YAML_LIST && i < values->items.count;
         i++) {
        value = cm_yaml_get(values->items.items[i], CM_SV("value"));
    }
    return value;
}

static void load_dated(const cm_loader *l, const cm_yaml *values, cm_rule_parameter *parameter)
{
    if (values->kind != CM_YAML_LIST || values->items.count == 0) {
        cm_load_problem(l, values, "list_wanted", CM_SV(""), CM_SV("values"));
        return;
    }
    for (size_t i = 0; i < values->items.count; i++) {
        const cm_yaml *item = values->items.items[i];
        cm_value from = {0};
        cm_rule_value value = {0};
        if (!cm_load_keys(l, item, VALUE_KEYS, "values")) {
            continue;
        }
        const cm_yaml *day = cm_yaml_get(item, CM_SV("from"));
        const cm_yaml *what = cm_yaml_get(item, CM_SV("value"));
        if (day == NULL || !cm_load_value(l, day, CM_TYPE_DATE, &from)) {
            continue;
        }
        if (what != NULL) {
            (void)cm_load_value(l, what, parameter->type, &value.value);
        }
        value.from = from.number;
        if (parameter->values.count != 0 &&
            parameter->values.items[parameter->values.count - 1].from >= value.from) {
            cm_load_problem(l, day, "dates_not_rising", day->text, CM_SV(""));
        }
        *cm_vec_push(l->mem, &parameter->values) = value;
    }
}

static void load_date_column(const cm_loader *l, const cm_yaml *at, cm_rule_parameter *parameter)
{
    const cm_yaml *column = cm_yaml_get(at, CM_SV("date_column"));
    if (column == NULL) {
        cm_load_problem(l, at, "missing_key", parameter->name, CM_SV("date_column"));
        return;
    }
    const cm_view *view = l->rule->subject;
    parameter->date_name = column->text;
    if (l->collision != NULL) {
        return; /* of whichever step reads it */
    }
    parameter->date_column = cm_view_column(view, column->text);
    if (parameter->date_column == SIZE_MAX) {
        cm_load_problem(l, column, "unknown_name", column->text, CM_SV(""));
        parameter->date_column = 0;
    } else if (view->columns.items[parameter->date_column]->type != CM_TYPE_DATE) {
        cm_load_problem(l, column, "type",
                        cm_sv_from(cm_type_name(view->columns.items[parameter->date_column]->type)),
                        CM_SV("date"));
    }
}

/* A day of data/law/gates.tsv, by its name. */
static void load_gate(const cm_loader *l, const cm_yaml *gate, cm_rule_parameter *parameter)
{
    cm_date day = CM_NO_DATE;
    cm_rule_value only = {0};
    parameter->type = CM_TYPE_DATE;
    if (!cm_law_gate(l->context->law, gate->text, &day)) {
        cm_load_problem(l, gate, "gate_unknown", gate->text, CM_SV(""));
        return;
    }
    only.value = (cm_value){CM_VALUE_KNOWN, cm_date_to_days(day), {NULL, 0}};
    *cm_vec_push(l->mem, &parameter->values) = only;
}

static void load_parameter(const cm_loader *l, const cm_yaml *key, const cm_yaml *at)
{
    cm_load_name(l, key);
    if (!cm_load_keys(l, at, PARAMETER_KEYS, "parameter")) {
        return;
    }
    cm_rule_parameter parameter = {.name = key->text,
                                   .unit = cm_load_text(l, at, "unit"),
                                   .source = cm_load_text(l, at, "source")};
    const cm_yaml *value = cm_yaml_get(at, CM_SV("value"));
    const cm_yaml *values = cm_yaml_get(at, CM_SV("values"));
    parameter.type = parameter.unit.len != 0 ? type_of_unit(l, cm_yaml_get(at, CM_SV("unit")))
                                             : guess_type(first_value(at));
    const cm_yaml *gate = cm_yaml_get(at, CM_SV("gate"));
    if ((value != NULL) + (values != NULL) + (gate != NULL) != 1) {
        cm_load_problem(l, at, "value_or_values", key->text, CM_SV(""));
    } else if (gate != NULL) {
        load_gate(l, gate, &parameter);
    } else if (value != NULL) {
        cm_rule_value only = {0};
        (void)cm_load_value(l, value, parameter.type, &only.value);
        *cm_vec_push(l->mem, &parameter.values) = only;
    } else {
        parameter.is_dated = true;
        load_dated(l, values, &parameter);
        load_date_column(l, at, &parameter);
    }
    *cm_vec_push(l->mem, &l->rule->parameters) = parameter;
}

void cm_load_parameters(const cm_loader *l, const cm_yaml *at)
{
    if (at == NULL) {
        return;
    }
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("parameters"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        load_parameter(l, at->pairs.items[i].key, at->pairs.items[i].value);
    }
}
