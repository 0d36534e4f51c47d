#include "model/load.h"

static const cm_key ARM_KEYS[] = {{"when", false}, {"then", false}, {"else", false}, {NULL, false}};

static const cm_type BOOLEAN = CM_TYPE_BOOLEAN;

/* NULL after problems. */
static cm_node *load_expression(const cm_loader *l, const cm_yaml *at, const cm_type *wanted)
{
    const cm_check check = {{l->mem, l->source, at, l->problems}, l->rule};
    cm_node *node = cm_expression_parse(&check.place);
    if (node == NULL || !cm_expression_check(&check, node, wanted)) {
        return NULL;
    }
    return node;
}

static void load_derived(const cm_loader *l, const cm_yaml *at)
{
    if (at == NULL) {
        return;
    }
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("derive"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *key = at->pairs.items[i].key;
        cm_load_name(l, key);
        cm_rule_derived derived = {.name = key->text};
        derived.text = at->pairs.items[i].value->text;
        derived.node = load_expression(l, at->pairs.items[i].value, NULL);
        if (derived.node == NULL) {
            /* the name is known, so that its uses are not reported too */
            derived.node = cm_arena_new(l->mem, cm_node);
            derived.node->is_bad = true;
        }
        *cm_vec_push(l->mem, &l->rule->derived) = derived;
    }
}

/* ---- sub and direction: a fixed word, or arms tried in order ---- */

static bool load_then(const cm_loader *l, const cm_yaml *at, bool is_direction, cm_rule_arm *arm)
{
    if (at->kind != CM_YAML_SCALAR || at->text.len == 0) {
        cm_load_problem(l, at, "text_wanted", CM_SV(""), CM_SV("then"));
        return false;
    }
    arm->offset = at->offset;
    if (!is_direction) {
        arm->sub = at->text;
        return true;
    }
    int direction = cm_load_term(l, at, "direction");
    arm->direction = direction < 0 ? CM_DIRECTION_NEUTRAL : (cm_direction)direction;
    return direction >= 0;
}

static void load_arm(const cm_loader *l, const cm_yaml *at, bool is_last, bool is_direction,
                     cm_rule_arms *arms)
{
    if (!cm_load_keys(l, at, ARM_KEYS, is_direction ? "direction" : "sub")) {
        return;
    }
    const cm_yaml *when = cm_yaml_get(at, CM_SV("when"));
    const cm_yaml *then = cm_yaml_get(at, CM_SV("then"));
    const cm_yaml *other = cm_yaml_get(at, CM_SV("else"));
    bool is_else = other != NULL && when == NULL && then == NULL && is_last;
    if (!is_else && (other != NULL || when == NULL || then == NULL)) {
        cm_load_problem(l, at, "arm_form", CM_SV(""), CM_SV(""));
        return;
    }
    cm_rule_arm arm = {0};
    bool ok = load_then(l, is_else ? other : then, is_direction, &arm);
    if (!is_else) {
        arm.when = load_expression(l, when, &BOOLEAN);
        arm.text = when->text;
        ok = ok && arm.when != NULL;
    }
    if (ok) {
        *cm_vec_push(l->mem, arms) = arm;
    }
}

static void load_choice(const cm_loader *l, const cm_yaml *at, bool is_direction,
                        cm_rule_arms *arms)
{
    if (at == NULL) {
        return;
    }
    if (at->kind == CM_YAML_LIST) {
        for (size_t i = 0; i < at->items.count; i++) {
            load_arm(l, at->items.items[i], i + 1 == at->items.count, is_direction, arms);
        }
        const cm_yaml *last = at->items.count == 0 ? at : at->items.items[at->items.count - 1];
        if (is_direction && cm_yaml_get(last, CM_SV("else")) == NULL) {
            cm_load_problem(l, last, "else_missing", CM_SV(""), CM_SV(""));
        }
        return;
    }
    cm_rule_arm arm = {0};
    if (load_then(l, at, is_direction, &arm)) {
        *cm_vec_push(l->mem, arms) = arm;
    }
}

/* ---- which derived values decide the scope, which columns decide at all ---- */

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void mark_scope(cm_rule *rule, const cm_node *node)
{
    if (node->kind == CM_NODE_NAME && node->ref == CM_REF_DERIVED &&
        !rule->derived.items[node->index].in_scope) {
        rule->derived.items[node->index].in_scope = true;
        mark_scope(rule, rule->derived.items[node->index].node);
    }
    for (size_t i = 0; i < node->args.count; i++) {
        mark_scope(rule, node->args.items[i]);
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void mark_reads(cm_rule *rule, const cm_node *node, bool only_state)
{
    if (node->kind == CM_NODE_NAME) {
        if (node->ref == CM_REF_COLUMN) {
            (only_state ? rule->looks : rule->reads)[node->index] = true;
        } else if (node->ref == CM_REF_TABLE) {
            rule->reads_child[node->index] = true;
        } else if (node->ref == CM_REF_DERIVED) {
            cm_rule_derived *derived = &rule->derived.items[node->index];
            if (!derived->is_read) {
                derived->is_read = true;
                mark_reads(rule, derived->node, false);
            }
        } else if (node->ref == CM_REF_PARAMETER && rule->parameters.items[node->index].is_dated) {
            rule->reads[rule->parameters.items[node->index].date_column] = true;
        }
        return;
    }
    if (node->kind == CM_NODE_MANY) {
        rule->reads_child[node->index] = true;
    }
    for (size_t i = 0; i < node->args.count; i++) {
        bool is_optional =
            node->kind == CM_NODE_CALL && i == 0 && node->function->kind == CM_FUNCTION_IF_ABSENT;
        mark_reads(rule, node->args.items[i], node->kind == CM_NODE_STATE || is_optional);
    }
}

/* The earliest day up to which a law of the basis is known. */
static cm_date horizon_of(const cm_loader *l)
{
    const cm_model_context *context = l->context;
    cm_date ret = CM_NO_DATE;
    for (size_t i = 0; i < l->model->basis.count; i++) {
        cm_sv law = l->model->basis.items[i].ref.law;
        cm_date day = CM_NO_DATE;
        if (context->known_to != NULL) {
            day = context->known_to(context->payload, law);
        } else {
            (void)cm_law_known_to(context->law, law, &day);
        }
        ret = ret.year == 0 || cm_date_compare(day, ret) < 0 ? day : ret;
    }
    return ret;
}

/* `changing: true`: where the decision lies beyond that day the answer is unknown. The guard is
 * written in the language itself, so that SQL and the evaluator read the same. */
static cm_node *until_known(const cm_loader *l, const cm_yaml *at, cm_node *hit)
{
    cm_date day = horizon_of(l);
    cm_yaml *guard = cm_arena_new(l->mem, cm_yaml);
    *guard = *at;
    guard->text = cm_arena_format(l->mem, "case when decided_on <= %04d-%02d-%02d then true end",
                                  day.year, day.month, day.day);
    cm_node *node = day.year != 0 ? load_expression(l, guard, &BOOLEAN) : NULL;
    if (node == NULL) {
        return hit;
    }
    node->args.items[1] = hit;
    node->height += hit->height;
    node->weight += hit->weight;
    return node;
}

void cm_rule_mark_reads(cm_rule *rule, const cm_node *node)
{
    mark_reads(rule, node, false);
}

void cm_load_choices(const cm_loader *l, const cm_yaml *root)
{
    load_choice(l, cm_yaml_get(root, CM_SV("sub")), false, &l->rule->subs);
    load_choice(l, cm_yaml_get(root, CM_SV("direction")), true, &l->rule->directions);
}

void cm_load_expressions(const cm_loader *l, const cm_yaml *root)
{
    cm_rule *rule = l->rule;
    const cm_yaml *scope = cm_yaml_get(root, CM_SV("scope"));
    const cm_yaml *hit = cm_yaml_get(root, CM_SV("hit"));
    rule->reads = cm_arena_array(l->mem, bool, rule->subject->columns.count);
    rule->looks = cm_arena_array(l->mem, bool, rule->subject->columns.count);
    rule->reads_child = cm_arena_array(l->mem, bool, rule->subject->children.count + 1);
    load_derived(l, cm_yaml_get(root, CM_SV("derive")));
    if (scope != NULL) {
        rule->scope = load_expression(l, scope, &BOOLEAN);
        rule->scope_text = scope->text;
    }
    if (hit != NULL) {
        cm_node *node = load_expression(l, hit, &BOOLEAN);
        rule->hit = node != NULL && l->model->changing ? until_known(l, hit, node) : node;
        rule->hit_text = hit->text;
    }
    cm_load_choices(l, root);
    if (rule->scope != NULL) {
        mark_scope(rule, rule->scope);
        mark_reads(rule, rule->scope, false);
    }
    if (rule->hit != NULL) {
        mark_reads(rule, rule->hit, false);
    }
}
