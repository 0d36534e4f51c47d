#include "model/load.h"

static const struct {
    const char *name;
    cm_type type; /* of the value it is for */
} FORMATS[] = {{"term", CM_TYPE_INTEGER}, {"abs", CM_TYPE_INTEGER}};

/* The name as an output of the model: its position, or SIZE_MAX when nothing has that name. */
static size_t add_output(const cm_loader *l, cm_sv name)
{
    cm_rule *rule = l->rule;
    for (size_t i = 0; i < rule->plan_outputs.count; i++) {
        if (cm_sv_equal(rule->plan_outputs.items[i].name, name)) {
            return i;
        }
    }
    cm_rule_output output = {CM_REF_COLUMN, cm_view_column(rule->subject, name), CM_TYPE_TEXT};
    const cm_column *column = NULL;
    if (output.index != SIZE_MAX) {
        column = rule->subject->columns.items[output.index];
        output.type = column->type;
    }
    for (size_t i = 0; output.index == SIZE_MAX && i < rule->derived.count; i++) {
        if (cm_sv_equal(rule->derived.items[i].name, name)) {
            output = (cm_rule_output){CM_REF_DERIVED, i, rule->derived.items[i].node->type};
        }
    }
    for (size_t i = 0; output.index == SIZE_MAX && i < rule->parameters.count; i++) {
        if (cm_sv_equal(rule->parameters.items[i].name, name)) {
            output = (cm_rule_output){CM_REF_PARAMETER, i, rule->parameters.items[i].type};
        }
    }
    if (output.index == SIZE_MAX) {
        return SIZE_MAX;
    }
    *cm_vec_push(l->mem, &rule->outputs) = output;
    *cm_vec_push(l->mem, &rule->plan_outputs) = (cm_plan_output){name, output.type, column};
    return rule->outputs.count - 1;
}

static void unknown_name(const cm_loader *l, size_t offset, cm_sv name)
{
    cm_svs names = {0};
    for (size_t i = 0; i < l->rule->subject->columns.count; i++) {
        *cm_vec_push(l->mem, &names) = l->rule->subject->columns.items[i]->name;
    }
    for (size_t i = 0; i < l->rule->derived.count; i++) {
        *cm_vec_push(l->mem, &names) = l->rule->derived.items[i].name;
    }
    cm_sv near = cm_problem_nearest(name, names);
    cm_problem_add(l->mem, l->problems, l->source, offset,
                   (cm_problem){.id = near.len != 0 ? "unknown_name_near" : "unknown_name",
                                .found = name,
                                .expected = near});
}

/* The part between { and }: name, or months,days|term. */
static void add_place(const cm_loader *l, const cm_yaml *at, size_t begin, cm_sv inside)
{
    size_t bar = cm_sv_find_byte(inside, '|', 0);
    cm_sv names = cm_sv_slice(inside, 0, bar);
    size_t comma = cm_sv_find_byte(names, ',', 0);
    cm_sv first = cm_sv_trim(cm_sv_slice(names, 0, comma));
    cm_rule_piece piece = {.is_output = true, .output = add_output(l, first), .second = SIZE_MAX};
    size_t offset = cm_yaml_offset(l->source, at, begin);
    if (piece.output == SIZE_MAX) {
        unknown_name(l, offset, first);
        return;
    }
    if (bar != SIZE_MAX) {
        piece.format = cm_sv_trim(cm_sv_slice(inside, bar + 1, inside.len));
    }
    if (comma != SIZE_MAX) {
        cm_sv second = cm_sv_trim(cm_sv_slice(names, comma + 1, names.len));
        piece.second = add_output(l, second);
        if (piece.second == SIZE_MAX) {
            unknown_name(l, offset, second);
            return;
        }
    }
    bool ok = piece.format.len == 0 && comma == SIZE_MAX;
    for (size_t i = 0; i < CM_COUNT(FORMATS); i++) {
        ok = ok || (cm_sv_equal(piece.format, cm_sv_from(FORMATS[i].name)) &&
                    l->rule->outputs.items[piece.output].type == FORMATS[i].type);
    }
    if (!ok) {
        cm_problem_add(l->mem, l->problems, l->source, offset,
                       (cm_problem){.id = "finding_format", .found = inside});
        return;
    }
    *cm_vec_push(l->mem, &l->rule->finding) = piece;
}

static void load_template(const cm_loader *l, const cm_yaml *at)
{
    cm_sv text = at->text;
    size_t from = 0;
    while (from < text.len) {
        size_t open = cm_sv_find_byte(text, '{', from);
        if (open != from) {
            *cm_vec_push(l->mem, &l->rule->finding) =
                (cm_rule_piece){.words = cm_sv_slice(text, from, open)};
        }
        if (open == SIZE_MAX) {
            return;
        }
        size_t close = cm_sv_find_byte(text, '}', open);
        if (close == SIZE_MAX) {
            cm_problem_add(
                l->mem, l->problems, l->source, cm_yaml_offset(l->source, at, open),
                (cm_problem){.id = "not_closed", .found = CM_SV("{"), .expected = CM_SV("}")});
            return;
        }
        add_place(l, at, open + 1, cm_sv_slice(text, open + 1, close));
        from = close + 1;
    }
}

/* ---- evidence: facts, derived values and child tables whose places in the text are shown ---- */

static void add_evidence_column(const cm_loader *l, cm_sv name)
{
    cm_svs *columns = &l->model->evidence_columns;
    for (size_t i = 0; i < columns->count; i++) {
        if (cm_sv_equal(columns->items[i], name)) {
            return;
        }
    }
    *cm_vec_push(l->mem, columns) = name;
}

static void add_behind(const cm_loader *l, const cm_node *node);

static void add_behind_derived(const cm_loader *l, size_t index)
{
    cm_rule_derived *derived = &l->rule->derived.items[index];
    if (!derived->is_shown) {
        derived->is_shown = true;
        add_behind(l, derived->node);
    }
}

/* The facts behind a derived value stand for it. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void add_behind(const cm_loader *l, const cm_node *node)
{
    const cm_view *view = l->rule->subject;
    if (node->kind == CM_NODE_NAME && node->ref == CM_REF_COLUMN) {
        add_evidence_column(l, view->columns.items[node->index]->name);
    } else if (node->kind == CM_NODE_NAME && node->ref == CM_REF_DERIVED) {
        add_behind_derived(l, node->index);
    } else if (node->kind == CM_NODE_MANY) {
        add_evidence_column(l, view->children.items[node->index]->child);
    }
    for (size_t i = 0; i < node->args.count; i++) {
        add_behind(l, node->args.items[i]);
    }
}

static void load_evidence(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("evidence"));
    cm_svs names = cm_load_texts(l, root, "evidence");
    l->model->evidence = names;
    if (at != NULL && names.count == 0) {
        cm_load_problem(l, at, "empty_value", CM_SV(""), CM_SV("evidence"));
    }
    for (size_t i = 0; at != NULL && i < names.count; i++) {
        bool is_list = at->kind == CM_YAML_LIST && i < at->items.count;
        if (cm_view_child(l->rule->subject, names.items[i]) != SIZE_MAX) {
            add_evidence_column(l, names.items[i]);
            continue;
        }
        size_t output = add_output(l, names.items[i]);
        if (output == SIZE_MAX) {
            unknown_name(l, is_list ? at->items.items[i]->offset : at->offset, names.items[i]);
        } else if (l->rule->outputs.items[output].ref == CM_REF_DERIVED) {
            add_behind_derived(l, l->rule->outputs.items[output].index);
        } else if (l->rule->outputs.items[output].ref == CM_REF_COLUMN) {
            add_evidence_column(l, names.items[i]);
        }
    }
}

void cm_load_finding(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("finding"));
    if (at != NULL && cm_load_text(l, root, "finding").len != 0) {
        load_template(l, at);
    }
    load_evidence(l, root);
}
