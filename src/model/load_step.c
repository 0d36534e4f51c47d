/* The inputs, steps and clue of a collision: docs/collisions.md. */
#include "model/load_step.h"

static const cm_key SCAN_KEYS[] = {{"name", true}, {"scan", true}, {"take", true}, {NULL, false}};
static const cm_key FILTER_KEYS[] = {
    {"name", true}, {"filter", true}, {"where", true}, {NULL, false}};
static const cm_key DERIVE_KEYS[] = {{"name", true}, {"derive", true}, {"as", true}, {NULL, false}};
static const cm_key AGGREGATE_KEYS[] = {
    {"name", true}, {"aggregate", true}, {"by", true}, {"as", true}, {NULL, false}};

static const struct {
    const char *key;
    cm_step_kind kind;
    const cm_key *keys; /* of a join: in load_join.c */
} OPERATORS[] = {{"scan", CM_STEP_SCAN, SCAN_KEYS},
                 {"filter", CM_STEP_FILTER, FILTER_KEYS},
                 {"derive", CM_STEP_DERIVE, DERIVE_KEYS},
                 {"join", CM_STEP_JOIN, NULL},
                 {"aggregate", CM_STEP_AGGREGATE, AGGREGATE_KEYS}};

static const char *const AGGREGATES[CM_AGGREGATE_KINDS] = {
    [CM_AGGREGATE_COUNT] = "count",       [CM_AGGREGATE_SHARE] = "share",
    [CM_AGGREGATE_DISTINCT] = "distinct", [CM_AGGREGATE_SUM] = "sum",
    [CM_AGGREGATE_MIN] = "min",           [CM_AGGREGATE_MAX] = "max",
    [CM_AGGREGATE_MEDIAN] = "median",     [CM_AGGREGATE_LIST] = "list"};

const char *const CM_STEP_KEYS[4] = {"doc_key", "defendant_no", "count_no", "row_no"};

size_t cm_relation_key(const cm_relation *relation, const cm_lineage *lineage, size_t key)
{
    for (size_t i = 0; i < relation->view->columns.count; i++) {
        cm_sv name = relation->view->columns.items[i]->name;
        if (name.len == lineage->prefix.len + strlen(CM_STEP_KEYS[key]) &&
            cm_sv_starts(name, lineage->prefix) &&
            cm_sv_ends(name, cm_sv_from(CM_STEP_KEYS[key]))) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* ---- names ---- */

cm_sv cm_step_joined(cm_arena *mem, cm_svs names)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < names.count; i++) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), i == 0 ? "" : ", ",
                               CM_SV_ARG(names.items[i]));
    }
    return text;
}

static cm_svs column_names(cm_arena *mem, const cm_view *view)
{
    cm_svs names = {0};
    for (size_t i = 0; i < view->columns.count; i++) {
        *cm_vec_push(mem, &names) = view->columns.items[i]->name;
    }
    return names;
}

size_t cm_step_column(const cm_loader *l, const cm_view *view, const cm_yaml *at)
{
    if (at->kind != CM_YAML_SCALAR) {
        cm_load_problem(l, at, "text_wanted", CM_SV(""), CM_SV("name"));
        return SIZE_MAX;
    }
    size_t found = cm_view_column(view, at->text);
    if (found == SIZE_MAX) {
        cm_sv near = cm_problem_nearest(at->text, column_names(l->mem, view));
        cm_load_problem(l, at, near.len != 0 ? "unknown_name_near" : "unknown_name", at->text,
                        near);
    }
    return found;
}

const cm_step *cm_step_find(const cm_loader *l, const cm_yaml *map, const char *key)
{
    const cm_yaml *at = cm_yaml_get(map, cm_sv_from(key));
    const cm_steps *steps = &l->collision->steps;
    cm_svs names = {0};
    if (at == NULL || at->kind != CM_YAML_SCALAR) {
        if (at != NULL) {
            cm_load_problem(l, at, "text_wanted", CM_SV(""), cm_sv_from(key));
        }
        return NULL;
    }
    for (size_t i = 0; i < steps->count; i++) {
        if (cm_sv_equal(steps->items[i]->name, at->text)) {
            return steps->items[i];
        }
        *cm_vec_push(l->mem, &names) = steps->items[i]->name;
    }
    cm_load_problem(l, at, "unknown_step", at->text, cm_step_joined(l->mem, names));
    return NULL;
}

/* ---- relations ---- */

cm_view *cm_step_view(const cm_loader *l, const cm_step *step, const cm_view *start)
{
    cm_view *view = cm_arena_new(l->mem, cm_view);
    *view = (cm_view){.name = step->name, .table = step->name};
    for (size_t i = 0; start != NULL && i < start->columns.count; i++) {
        *cm_vec_push(l->mem, &view->columns) = start->columns.items[i];
    }
    return view;
}

/* A relation with the same rows' keys as another and perhaps more columns. */
void cm_step_inherit(const cm_loader *l, cm_step *step, const cm_relation *from, cm_view *view)
{
    step->out.view = view;
    for (size_t i = 0; i < from->order.count; i++) {
        *cm_vec_push(l->mem, &step->out.order) = from->order.items[i];
    }
    for (size_t i = 0; i < from->lineages.count; i++) {
        *cm_vec_push(l->mem, &step->out.lineages) = from->lineages.items[i];
    }
}

static cm_column *new_column(const cm_loader *l, cm_view *view, cm_sv name, cm_type type)
{
    cm_column *column = cm_arena_new(l->mem, cm_column);
    *column = (cm_column){.name = name, .title = name, .type = type};
    *cm_vec_push(l->mem, &view->columns) = column;
    return column;
}

/* ---- expressions ---- */

/* The model's parameters as the columns of `view` let them be read. */
static cm_rule *rule_over(const cm_loader *l, const cm_view *view)
{
    cm_rule *rule = cm_arena_new(l->mem, cm_rule);
    rule->subject = view;
    for (size_t i = 0; i < l->rule->parameters.count; i++) {
        cm_rule_parameter parameter = l->rule->parameters.items[i];
        parameter.date_column =
            parameter.is_dated ? cm_view_column(view, parameter.date_name) : SIZE_MAX;
        bool is_seen = !parameter.is_dated ||
                       (parameter.date_column != SIZE_MAX &&
                        view->columns.items[parameter.date_column]->type == CM_TYPE_DATE);
        if (is_seen) {
            *cm_vec_push(l->mem, &rule->parameters) = parameter;
        }
    }
    rule->reads = cm_arena_array(l->mem, bool, view->columns.count + 1);
    rule->looks = cm_arena_array(l->mem, bool, view->columns.count + 1);
    rule->reads_child = cm_arena_array(l->mem, bool, 1);
    return rule;
}

bool cm_step_expression_load(const cm_loader *l, const cm_view *view, const cm_yaml *at,
                             const cm_type *wanted, cm_step_expression *ret_expression)
{
    cm_rule *rule = rule_over(l, view);
    const cm_check check = {{l->mem, l->source, at, l->problems}, rule};
    cm_node *node = cm_expression_parse(&check.place);
    if (node == NULL || !cm_expression_check(&check, node, wanted)) {
        return false;
    }
    cm_rule_mark_reads(rule, node);
    *ret_expression = (cm_step_expression){node, rule};
    return true;
}

/* ---- scan ---- */

static const cm_view *parent_of(const cm_catalogue *catalogue, const cm_view *table)
{
    return cm_catalogue_view(catalogue,
                             cm_sv_slice(table->name, 0, cm_sv_find_byte(table->name, '.', 0)));
}

static void take_columns(const cm_loader *l, const cm_yaml *at, cm_step *step, cm_view *view)
{
    const cm_yaml *take = cm_yaml_get(at, CM_SV("take"));
    if (take == NULL || take->kind != CM_YAML_LIST) {
        cm_load_problem(l, take == NULL ? at : take, "list_wanted", CM_SV(""), CM_SV("take"));
        return;
    }
    for (size_t i = 0; i < take->items.count; i++) {
        size_t column = cm_step_column(l, step->table, take->items.items[i]);
        if (column == SIZE_MAX) {
            continue;
        }
        cm_column *copy = cm_arena_new(l->mem, cm_column);
        *copy = *step->table->columns.items[column];
        copy->group = CM_SV(""); /* what was not read is told by the row from here on */
        if (cm_view_column(view, copy->name) != SIZE_MAX) {
            cm_load_problem(l, take->items.items[i], "name_taken", copy->name, CM_SV(""));
            continue;
        }
        *cm_vec_push(l->mem, &step->taken) = column;
        *cm_vec_push(l->mem, &view->columns) = copy;
    }
}

static bool load_scan(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    const cm_collision *c = l->collision;
    const cm_yaml *input = cm_yaml_get(at, CM_SV("scan"));
    for (size_t i = 0; input->kind == CM_YAML_SCALAR && i < c->inputs.count; i++) {
        if (cm_sv_equal(c->inputs.items[i], input->text)) {
            step->table = c->tables.items[i];
        }
    }
    if (step->table == NULL) {
        cm_load_problem(l, input, "unknown_step", input->text, cm_step_joined(l->mem, c->inputs));
        return false;
    }
    bool is_child = step->table->child.len != 0;
    step->parent = is_child ? parent_of(l->context->catalogue, step->table) : NULL;
    cm_view *view = cm_step_view(l, step, NULL);
    view->key_count = step->table->key_count;
    bool has_row_no = is_child || step->table->key_count == 0; /* of an imported table */
    for (size_t i = 0; i < step->table->key_count + (has_row_no ? 1 : 0); i++) {
        const char *key = CM_STEP_KEYS[i < step->table->key_count ? i : 3];
        *cm_vec_push(l->mem, &step->out.order) = view->columns.count;
        (void)new_column(l, view, cm_sv_from(key), CM_TYPE_INTEGER);
    }
    step->key_columns = view->columns.count;
    *cm_vec_push(l->mem, &step->out.lineages) = (cm_lineage){CM_SV(""), step->table};
    step->sealed = cm_view_column(step->table, CM_SV("sealed"));
    take_columns(l, at, step, view);
    step->out.view = view;
    return true;
}

/* ---- filter and derive ---- */

static bool load_filter(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    static const cm_type boolean = CM_TYPE_BOOLEAN;
    const cm_view *over = step->from->out.view;
    cm_step_inherit(l, step, &step->from->out, cm_step_view(l, step, over));
    return cm_step_expression_load(l, over, cm_yaml_get(at, CM_SV("where")), &boolean,
                                   cm_vec_push(l->mem, &step->conditions));
}

/* The title and unit of a new column, where its value is written as a map. */
static void describe(const cm_loader *l, const cm_yaml *at, cm_column *column)
{
    const cm_yaml *title = cm_yaml_get(at, CM_SV("title"));
    const cm_yaml *unit = cm_yaml_get(at, CM_SV("unit"));
    column->title = title == NULL ? column->name : cm_load_text(l, at, "title");
    column->unit = unit == NULL ? CM_SV("") : cm_load_text(l, at, "unit");
}

static void new_name(const cm_loader *l, const cm_yaml *key, const cm_view *view)
{
    cm_rule over = *l->rule;
    over.subject = view;
    cm_loader here = *l;
    here.rule = &over;
    cm_load_name(&here, key);
}

static const cm_yaml *as_of(const cm_loader *l, const cm_yaml *at)
{
    const cm_yaml *as = cm_yaml_get(at, CM_SV("as"));
    if (as->kind != CM_YAML_MAP) {
        cm_load_problem(l, as, "map_wanted", CM_SV(""), CM_SV("as"));
        return NULL;
    }
    return as;
}

static bool load_derive(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    static const cm_key keys[] = {
        {"value", true}, {"title", false}, {"unit", false}, {NULL, false}};
    const cm_view *over = step->from->out.view;
    cm_view *view = cm_step_view(l, step, over);
    cm_step_inherit(l, step, &step->from->out, view);
    const cm_yaml *as = as_of(l, at);
    bool ok = as != NULL;
    for (size_t i = 0; as != NULL && i < as->pairs.count; i++) {
        const cm_yaml *value = as->pairs.items[i].value;
        bool is_map = value->kind == CM_YAML_MAP;
        new_name(l, as->pairs.items[i].key, view);
        if (is_map && !cm_load_keys(l, value, keys, "as")) {
            return false;
        }
        const cm_yaml *expression = is_map ? cm_yaml_get(value, CM_SV("value")) : value;
        cm_step_expression e = {0};
        if (expression == NULL || !cm_step_expression_load(l, over, expression, NULL, &e)) {
            ok = false;
            continue;
        }
        *cm_vec_push(l->mem, &step->values) = e;
        describe(l, value, new_column(l, view, as->pairs.items[i].key->text, e.node->type));
    }
    return ok;
}

/* ---- aggregate ---- */

static bool load_by(const cm_loader *l, const cm_yaml *at, cm_step *step, cm_view *view)
{
    const cm_yaml *by = cm_yaml_get(at, CM_SV("by"));
    const cm_relation *from = &step->from->out;
    const cm_lineage *subject = from->lineages.count == 0 ? NULL : &from->lineages.items[0];
    if (by->kind == CM_YAML_SCALAR && cm_sv_equal(by->text, CM_SV("subject"))) {
        for (size_t i = 0; subject != NULL && i < subject->table->key_count; i++) {
            *cm_vec_push(l->mem, &step->by) = cm_relation_key(from, subject, i);
        }
    } else {
        for (size_t i = 0; by->kind == CM_YAML_LIST && i < by->items.count; i++) {
            size_t column = cm_step_column(l, from->view, by->items.items[i]);
            if (column != SIZE_MAX) {
                *cm_vec_push(l->mem, &step->by) = column;
            }
        }
    }
    if (step->by.count == 0) {
        cm_load_problem(l, by, "list_wanted", CM_SV(""), CM_SV("by"));
        return false;
    }
    size_t keys = 0;
    for (size_t i = 0; i < step->by.count; i++) {
        *cm_vec_push(l->mem, &step->out.order) = i;
        *cm_vec_push(l->mem, &view->columns) = from->view->columns.items[step->by.items[i]];
        for (size_t k = 0; subject != NULL && k < subject->table->key_count; k++) {
            keys += cm_relation_key(from, subject, k) == step->by.items[i];
        }
    }
    if (subject != NULL && subject->table->child.len == 0 && keys == subject->table->key_count) {
        *cm_vec_push(l->mem, &step->out.lineages) = *subject;
        view->key_count = subject->table->key_count;
    }
    return true;
}

static bool check_aggregate(const cm_loader *l, const cm_yaml *at, cm_aggregate_kind kind,
                            cm_type type, cm_type *ret_type)
{
    bool is_number = type == CM_TYPE_INTEGER || type == CM_TYPE_MONEY;
    bool ok = true;
    *ret_type = type;
    switch (kind) {
    case CM_AGGREGATE_COUNT:
    case CM_AGGREGATE_SHARE:
        ok = type == CM_TYPE_BOOLEAN;
        *ret_type = CM_TYPE_INTEGER;
        break;
    case CM_AGGREGATE_DISTINCT:
        *ret_type = CM_TYPE_INTEGER;
        break;
    case CM_AGGREGATE_SUM:
        ok = is_number;
        break;
    case CM_AGGREGATE_MIN:
    case CM_AGGREGATE_MAX:
    case CM_AGGREGATE_MEDIAN:
        ok = is_number || type == CM_TYPE_DATE;
        break;
    case CM_AGGREGATE_LIST:
        ok = type == CM_TYPE_TEXT;
        break;
    case CM_AGGREGATE_KINDS:
        break;
    }
    if (!ok) {
        cm_load_problem(l, at, "type", cm_sv_from(cm_type_name(type)),
                        cm_sv_from(AGGREGATES[kind]));
    }
    return ok;
}

/* {op: expression, title: ..., unit: ...} */
static bool load_aggregate_value(const cm_loader *l, const cm_yaml *at, cm_step *step,
                                 cm_type *ret_type)
{
    cm_key keys[CM_AGGREGATE_KINDS + 3] = {{"title", false}, {"unit", false}};
    const cm_yaml *expression = NULL;
    cm_aggregate_kind kind = CM_AGGREGATE_COUNT;
    for (size_t i = 0; i < CM_AGGREGATE_KINDS; i++) {
        keys[i + 2] = (cm_key){AGGREGATES[i], false};
    }
    if (!cm_load_keys(l, at, keys, "as")) {
        return false;
    }
    for (size_t i = 0; i < CM_AGGREGATE_KINDS; i++) {
        const cm_yaml *found = cm_yaml_get(at, cm_sv_from(AGGREGATES[i]));
        if (found != NULL) {
            expression = found;
            kind = (cm_aggregate_kind)i;
        }
    }
    cm_step_expression e = {0};
    if (expression == NULL) {
        cm_load_problem(l, at, "missing_key", CM_SV("as"), CM_SV("count"));
        return false;
    }
    if (!cm_step_expression_load(l, step->from->out.view, expression, NULL, &e) ||
        !check_aggregate(l, expression, kind, e.node->type, ret_type)) {
        return false;
    }
    *cm_vec_push(l->mem, &step->values) = e;
    *cm_vec_push(l->mem, &step->kinds) = kind;
    return true;
}

static bool load_aggregate(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    cm_view *view = cm_step_view(l, step, NULL);
    const cm_term_list *marks = cm_map_find(&l->context->terms->lists, CM_SV("list_mark"));
    step->separator = marks == NULL ? CM_SV(",") : marks->terms.items[0].zh;
    step->out.view = view;
    const cm_yaml *as = as_of(l, at);
    bool ok = load_by(l, at, step, view) && as != NULL;
    for (size_t i = 0; as != NULL && i < as->pairs.count; i++) {
        cm_type type = CM_TYPE_INTEGER;
        new_name(l, as->pairs.items[i].key, view);
        if (load_aggregate_value(l, as->pairs.items[i].value, step, &type)) {
            describe(l, as->pairs.items[i].value,
                     new_column(l, view, as->pairs.items[i].key->text, type));
        } else {
            ok = false;
        }
    }
    return ok;
}

/* ---- a step ---- */

static bool load_kind(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    switch (step->kind) {
    case CM_STEP_SCAN:
        return load_scan(l, at, step);
    case CM_STEP_FILTER:
        return load_filter(l, at, step);
    case CM_STEP_DERIVE:
        return load_derive(l, at, step);
    case CM_STEP_JOIN:
        return cm_step_load_join(l, at, step);
    case CM_STEP_AGGREGATE:
        return load_aggregate(l, at, step);
    }
    return false;
}

static void check_name(const cm_loader *l, const cm_yaml *at, cm_sv name)
{
    static const cm_view none = {.name = {"", 0}};
    const cm_yaml *key = cm_yaml_get(at, CM_SV("name"));
    bool is_taken = false;
    for (size_t i = 0; i < l->collision->steps.count; i++) {
        is_taken = is_taken || cm_sv_equal(l->collision->steps.items[i]->name, name);
    }
    if (is_taken) {
        cm_load_problem(l, key, "name_taken", name, CM_SV(""));
    } else if (key != NULL && key->kind == CM_YAML_SCALAR) {
        new_name(l, key, &none);
    }
}

/* False: no step after it makes sense. */
static bool load_step(const cm_loader *l, const cm_yaml *at)
{
    cm_step *step = cm_arena_new(l->mem, cm_step);
    size_t kind = 0;
    while (kind < CM_COUNT(OPERATORS) && cm_yaml_get(at, cm_sv_from(OPERATORS[kind].key)) == NULL) {
        kind++;
    }
    if (kind == CM_COUNT(OPERATORS)) {
        cm_load_problem(l, at, "operator_wanted", CM_SV(""), CM_SV(""));
        return false;
    }
    const cm_key *keys = OPERATORS[kind].keys;
    size_t before = l->problems->count;
    step->kind = OPERATORS[kind].kind;
    if (!cm_load_keys(l, at, keys != NULL ? keys : CM_JOIN_KEYS, OPERATORS[kind].key)) {
        return false;
    }
    step->name = cm_load_text(l, at, "name");
    check_name(l, at, step->name);
    if (l->problems->count != before) {
        return false;
    }
    if (step->kind != CM_STEP_SCAN) {
        step->from = cm_step_find(l, at, OPERATORS[kind].key);
    }
    if ((step->kind != CM_STEP_SCAN && step->from == NULL) || !load_kind(l, at, step)) {
        return false;
    }
    *cm_vec_push(l->mem, &l->collision->steps) = step;
    return l->problems->count == before;
}

/* ---- inputs and clue ---- */

const cm_view *cm_step_table(const cm_loader *l, cm_sv name)
{
    const cm_catalogue *catalogue = l->context->catalogue;
    const cm_schemas *schemas = l->context->schemas;
    for (size_t i = 0; i < catalogue->tables.count; i++) {
        if (cm_sv_equal(catalogue->tables.items[i]->name, name)) {
            return catalogue->tables.items[i];
        }
    }
    for (size_t i = 0; schemas != NULL && i < schemas->count; i++) {
        if (cm_sv_equal(schemas->items[i]->view.name, name)) {
            return &schemas->items[i]->view;
        }
    }
    return NULL;
}

static void load_inputs(const cm_loader *l, const cm_yaml *at)
{
    const cm_catalogue *catalogue = l->context->catalogue;
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("inputs"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *table = at->pairs.items[i].value;
        const cm_view *found = NULL;
        cm_svs names = {0};
        for (size_t k = 0; k < catalogue->tables.count; k++) {
            *cm_vec_push(l->mem, &names) = catalogue->tables.items[k]->name;
        }
        found = cm_step_table(l, table->text);
        if (found == NULL) {
            cm_sv near = cm_problem_nearest(table->text, names);
            cm_load_problem(l, table, near.len != 0 ? "unknown_subject_near" : "unknown_subject",
                            table->text, near);
            continue;
        }
        *cm_vec_push(l->mem, &l->collision->inputs) = at->pairs.items[i].key->text;
        *cm_vec_push(l->mem, &l->collision->tables) = found;
    }
}

static bool is_subject(const cm_step *step)
{
    return step->out.lineages.count != 0 && step->out.lineages.items[0].prefix.len == 0 &&
           step->out.lineages.items[0].table->child.len == 0;
}

static void load_related(const cm_loader *l, const cm_yaml *at)
{
    static const cm_key keys[] = {
        {"from", true}, {"side", true}, {"title", true}, {"facts", true}, {NULL, false}};
    cm_step_related related = {0};
    if (!cm_load_keys(l, at, keys, "related")) {
        return;
    }
    related.from = cm_step_find(l, at, "from");
    related.title = cm_load_text(l, at, "title");
    cm_sv side = cm_load_text(l, at, "side");
    const cm_yaml *facts = cm_yaml_get(at, CM_SV("facts"));
    bool found = false;
    for (size_t i = 0; related.from != NULL && i < related.from->out.lineages.count; i++) {
        const cm_lineage *lineage = &related.from->out.lineages.items[i];
        if (lineage->prefix.len != 0 && cm_sv_equal(lineage->prefix, side)) {
            related.lineage = *lineage;
            found = true;
        }
    }
    if (related.from == NULL || !is_subject(related.from) || !found) {
        cm_load_problem(l, at, "no_such_side", side, CM_SV(""));
        return;
    }
    for (size_t i = 0; facts != NULL && facts->kind == CM_YAML_LIST && i < facts->items.count;
         i++) {
        size_t column = cm_step_column(l, related.from->out.view, facts->items.items[i]);
        if (column != SIZE_MAX) {
            *cm_vec_push(l->mem, &related.facts) = column;
        }
    }
    *cm_vec_push(l->mem, &l->collision->related) = related;
}

static void load_clue(const cm_loader *l, const cm_yaml *at)
{
    static const cm_key keys[] = {
        {"subjects", true}, {"rows", true}, {"related", false}, {NULL, false}};
    cm_collision *c = l->collision;
    if (!cm_load_keys(l, at, keys, "clue")) {
        return;
    }
    c->subjects = cm_step_find(l, at, "subjects");
    c->rows = cm_step_find(l, at, "rows");
    const cm_yaml *related = cm_yaml_get(at, CM_SV("related"));
    for (size_t i = 0; related != NULL && related->kind == CM_YAML_LIST && i < related->items.count;
         i++) {
        load_related(l, related->items.items[i]);
    }
    if (c->subjects == NULL || c->rows == NULL) {
        return;
    }
    bool ok = is_subject(c->subjects) && is_subject(c->rows) &&
              c->subjects->out.lineages.items[0].table == c->rows->out.lineages.items[0].table &&
              c->subjects->out.order.count == c->subjects->out.lineages.items[0].table->key_count;
    if (!ok) {
        cm_load_problem(l, at, "subjects_form", c->subjects->name, c->rows->name);
        c->rows = NULL;
    }
}

/* A parameter by date that no step can read would never have a value. */
static void check_parameters(const cm_loader *l, const cm_yaml *at)
{
    for (size_t i = 0; i < l->rule->parameters.count; i++) {
        const cm_rule_parameter *p = &l->rule->parameters.items[i];
        bool is_seen = !p->is_dated;
        for (size_t k = 0; k < l->collision->steps.count; k++) {
            const cm_step *step = l->collision->steps.items[k];
            is_seen = is_seen || cm_view_column(step->out.view, p->date_name) != SIZE_MAX;
        }
        if (!is_seen) {
            cm_load_problem(l, at, "unknown_name", p->date_name, CM_SV(""));
        }
    }
}

bool cm_load_collision(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *inputs = cm_yaml_get(root, CM_SV("inputs"));
    const cm_yaml *steps = cm_yaml_get(root, CM_SV("steps"));
    const cm_yaml *clue = cm_yaml_get(root, CM_SV("clue"));
    if (inputs == NULL || steps == NULL || clue == NULL) {
        return false;
    }
    load_inputs(l, inputs);
    if (steps->kind != CM_YAML_LIST) {
        cm_load_problem(l, steps, "list_wanted", CM_SV(""), CM_SV("steps"));
        return false;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < steps->items.count; i++) {
        ok = load_step(l, steps->items.items[i]);
    }
    if (!ok) {
        return false;
    }
    load_clue(l, clue);
    check_parameters(l, cm_yaml_get(root, CM_SV("parameters")));
    if (l->collision->rows == NULL) {
        return false;
    }
    /* what sub, direction, finding and evidence are written over */
    const cm_rule *over = rule_over(l, l->collision->rows->out.view);
    l->rule->subject = over->subject;
    l->rule->parameters.count = 0;
    for (size_t i = 0; i < over->parameters.count; i++) {
        *cm_vec_push(l->mem, &l->rule->parameters) = over->parameters.items[i];
    }
    l->model->subject = l->rule->subject;
    l->model->table = l->collision->rows->out.lineages.items[0].table;
    return true;
}

cm_svs cm_model_imports(cm_arena *mem, const cm_model *model)
{
    cm_svs names = {0};
    for (size_t i = 0; model->collision != NULL && i < model->collision->tables.count; i++) {
        const cm_view *table = model->collision->tables.items[i];
        if (table->key_count == 0) {
            *cm_vec_push(mem, &names) = table->name;
        }
    }
    return names;
}
