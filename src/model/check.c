#include "model/rule.h"

enum { HUNDREDTHS = 100 };

typedef struct {
    const cm_check *check;
    const cm_view *child; /* inside every, any and count */
    bool failed;
} checker;

static void check_node(checker *c, cm_node *node);

static void fail(checker *c, cm_node *node, const char *id, cm_sv found, cm_sv expected)
{
    if (!node->is_bad) {
        cm_place_problem(&c->check->place, node->begin, id, found, expected);
    }
    node->is_bad = true;
    c->failed = true;
}

static cm_sv type_of(const cm_node *node)
{
    return cm_sv_from(node->is_loose ? "number" : cm_type_name(node->type));
}

static void fail_type(checker *c, cm_node *node, const char *expected)
{
    fail(c, node, "type", type_of(node), cm_sv_from(expected));
}

static bool any_bad(cm_node *node)
{
    for (size_t i = 0; i < node->args.count; i++) {
        if (node->args.items[i]->is_bad) {
            node->is_bad = true;
        }
    }
    return node->is_bad;
}

/* ---- loose numbers ---- */

/* A number takes the unit of what it meets: yuan beside money, else a whole number. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void settle(checker *c, cm_node *node, cm_type type)
{
    if (!node->is_loose) {
        return;
    }
    node->is_loose = false;
    node->type = type;
    if (node->kind == CM_NODE_LITERAL && type == CM_TYPE_INTEGER) {
        if (node->number % HUNDREDTHS != 0) {
            fail(c, node, "whole_number_wanted", CM_SV(""), CM_SV(""));
        }
        node->number /= HUNDREDTHS;
    }
    for (size_t i = 0; i < node->args.count; i++) {
        /* the second factor of yuan is a plain number */
        bool is_factor = node->kind == CM_NODE_MULTIPLY && i == 1;
        settle(c, node->args.items[i], is_factor ? CM_TYPE_INTEGER : type);
    }
}

static bool is_number(const cm_node *node)
{
    return node->type == CM_TYPE_INTEGER || node->type == CM_TYPE_MONEY;
}

/* Give a and b one type. False after a problem. */
static bool unify(checker *c, cm_node *a, cm_node *b)
{
    if (a->is_bad || b->is_bad) {
        return false;
    }
    if (a->is_loose && !b->is_loose && is_number(b)) {
        settle(c, a, b->type);
    } else if (b->is_loose && !a->is_loose && is_number(a)) {
        settle(c, b, a->type);
    }
    if (a->type != b->type || a->is_loose != b->is_loose) {
        fail(c, b, "types_differ", type_of(b), type_of(a));
        return false;
    }
    return true;
}

/* ---- names ---- */

static size_t find_derived(const cm_rule *rule, cm_sv name)
{
    for (size_t i = 0; i < rule->derived.count; i++) {
        if (cm_sv_equal(rule->derived.items[i].name, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t find_parameter(const cm_rule *rule, cm_sv name)
{
    for (size_t i = 0; i < rule->parameters.count; i++) {
        if (cm_sv_equal(rule->parameters.items[i].name, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static cm_svs all_names(const checker *c)
{
    cm_arena *mem = c->check->place.mem;
    const cm_rule *rule = c->check->rule;
    cm_svs names = {0};
    for (size_t i = 0; c->child != NULL && i < c->child->columns.count; i++) {
        *cm_vec_push(mem, &names) = c->child->columns.items[i]->name;
    }
    for (size_t i = 0; i < rule->subject->columns.count; i++) {
        *cm_vec_push(mem, &names) = rule->subject->columns.items[i]->name;
    }
    for (size_t i = 0; i < rule->derived.count; i++) {
        *cm_vec_push(mem, &names) = rule->derived.items[i].name;
    }
    for (size_t i = 0; i < rule->parameters.count; i++) {
        *cm_vec_push(mem, &names) = rule->parameters.items[i].name;
    }
    return names;
}

static bool set_ref(cm_node *node, cm_ref ref, size_t index, cm_type type)
{
    node->ref = ref;
    node->index = index;
    node->type = type;
    return true;
}

static bool resolve(const checker *c, cm_node *node)
{
    const cm_rule *rule = c->check->rule;
    size_t at = SIZE_MAX;
    if (c->child != NULL && !node->is_outer) {
        at = cm_view_column(c->child, node->text);
        if (at != SIZE_MAX) {
            return set_ref(node, CM_REF_CHILD, at, c->child->columns.items[at]->type);
        }
    }
    at = cm_view_column(rule->subject, node->text);
    if (at != SIZE_MAX) {
        return set_ref(node, CM_REF_COLUMN, at, rule->subject->columns.items[at]->type);
    }
    at = find_derived(rule, node->text);
    if (at != SIZE_MAX) {
        node->is_bad = rule->derived.items[at].node->is_bad;
        return set_ref(node, CM_REF_DERIVED, at, rule->derived.items[at].node->type);
    }
    at = find_parameter(rule, node->text);
    if (at != SIZE_MAX) {
        return set_ref(node, CM_REF_PARAMETER, at, rule->parameters.items[at].type);
    }
    return false;
}

static void check_name(checker *c, cm_node *node)
{
    if (node->is_outer && c->child == NULL) {
        fail(c, node, "outer_outside", node->text, CM_SV(""));
        return;
    }
    if (resolve(c, node)) {
        return;
    }
    if (cm_view_child(c->check->rule->subject, node->text) != SIZE_MAX) {
        fail(c, node, "table_as_value", node->text, CM_SV(""));
        return;
    }
    cm_sv near = cm_problem_nearest(node->text, all_names(c));
    fail(c, node, near.len != 0 ? "unknown_name_near" : "unknown_name", node->text, near);
}

/* ---- closed lists ---- */

static const cm_column *column_of(const checker *c, const cm_node *node)
{
    if (node->kind != CM_NODE_NAME || node->is_bad) {
        return NULL;
    }
    if (node->ref == CM_REF_COLUMN) {
        return c->check->rule->subject->columns.items[node->index];
    }
    return node->ref == CM_REF_CHILD ? c->child->columns.items[node->index] : NULL;
}

static cm_sv joined(cm_arena *mem, cm_svs names)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < names.count; i++) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), i == 0 ? "" : ", ",
                               CM_SV_ARG(names.items[i]));
    }
    return text;
}

/* A word that its column can never hold is a slip that would silently never hit. */
static void check_word(checker *c, const cm_node *name, cm_node *word)
{
    const cm_column *column = column_of(c, name);
    if (column == NULL || column->allowed.count == 0 || word->kind != CM_NODE_LITERAL ||
        word->is_bad) {
        return;
    }
    for (size_t i = 0; i < column->allowed.count; i++) {
        if (cm_sv_equal(column->allowed.items[i], word->text)) {
            return;
        }
    }
    fail(c, word, "not_in_list", word->text, joined(c->check->place.mem, column->allowed));
}

/* ---- operators ---- */

static void want_boolean(checker *c, cm_node *node)
{
    if (!node->is_bad && (node->is_loose || node->type != CM_TYPE_BOOLEAN)) {
        fail_type(c, node, cm_type_name(CM_TYPE_BOOLEAN));
    }
}

static void want_number(checker *c, cm_node *node)
{
    settle(c, node, CM_TYPE_INTEGER);
    if (!node->is_bad && !is_number(node)) {
        fail_type(c, node, "number");
    }
}

static void check_logic(checker *c, cm_node *node)
{
    for (size_t i = 0; i < node->args.count; i++) {
        want_boolean(c, node->args.items[i]);
    }
    node->type = CM_TYPE_BOOLEAN;
    (void)any_bad(node);
}

static void check_compare(checker *c, cm_node *node)
{
    cm_node *a = node->args.items[0];
    cm_node *b = node->args.items[1];
    node->type = CM_TYPE_BOOLEAN;
    if (!unify(c, a, b)) {
        (void)any_bad(node);
        return;
    }
    settle(c, a, CM_TYPE_INTEGER);
    settle(c, b, CM_TYPE_INTEGER);
    bool has_order = a->type != CM_TYPE_TEXT && a->type != CM_TYPE_BOOLEAN;
    if (!has_order && node->compare != CM_EQUAL && node->compare != CM_UNEQUAL) {
        fail(c, a, "no_order", type_of(a), CM_SV("="));
    }
    check_word(c, a, b);
    check_word(c, b, a);
    (void)any_bad(node);
}

/* `in` and `between`: all one type. */
static void check_members(checker *c, cm_node *node)
{
    cm_node *left = node->args.items[0];
    node->type = CM_TYPE_BOOLEAN;
    for (size_t i = 1; i < node->args.count; i++) {
        cm_node *member = node->args.items[i];
        if (unify(c, left, member)) {
            check_word(c, left, member);
        }
    }
    for (size_t i = 0; i < node->args.count; i++) {
        settle(c, node->args.items[i], CM_TYPE_INTEGER);
    }
    bool has_order = left->type != CM_TYPE_TEXT && left->type != CM_TYPE_BOOLEAN;
    if (node->kind == CM_NODE_BETWEEN && !has_order && !any_bad(node)) {
        fail(c, left, "no_order", type_of(left), CM_SV("="));
    }
    (void)any_bad(node);
}

static void check_dates(checker *c, cm_node *node, cm_node *a, cm_node *b)
{
    bool is_difference = node->kind == CM_NODE_SUBTRACT && b->type == CM_TYPE_DATE;
    if (a->type != CM_TYPE_DATE || node->kind == CM_NODE_MULTIPLY) {
        fail_type(c, node->kind == CM_NODE_MULTIPLY && a->type == CM_TYPE_DATE ? a : b, "integer");
    } else if (is_difference) {
        node->type = CM_TYPE_INTEGER;
    } else {
        settle(c, b, CM_TYPE_INTEGER);
        node->type = CM_TYPE_DATE;
        if (b->type != CM_TYPE_INTEGER) {
            fail_type(c, b, "integer");
        }
    }
    (void)any_bad(node);
}

static void check_product(checker *c, cm_node *node, cm_node *a, cm_node *b)
{
    if (a->is_loose && b->is_loose) {
        node->type = CM_TYPE_INTEGER;
        node->is_loose = true;
        return;
    }
    if (a->type == CM_TYPE_MONEY && b->type == CM_TYPE_MONEY && !a->is_loose && !b->is_loose) {
        fail_type(c, b, "integer");
    }
    settle(c, a, CM_TYPE_INTEGER);
    settle(c, b, CM_TYPE_INTEGER);
    bool is_money = a->type == CM_TYPE_MONEY || b->type == CM_TYPE_MONEY;
    node->type = is_money ? CM_TYPE_MONEY : CM_TYPE_INTEGER;
    (void)any_bad(node);
}

static void check_arithmetic(checker *c, cm_node *node)
{
    if (any_bad(node)) {
        return;
    }
    cm_node *a = node->args.items[0];
    cm_node *b = node->args.count > 1 ? node->args.items[1] : a;
    if (node->kind != CM_NODE_NEGATE &&
        (a->type == CM_TYPE_DATE || (b->type == CM_TYPE_DATE && is_number(a)))) {
        if (is_number(b) || b->type == CM_TYPE_DATE) {
            check_dates(c, node, a, b);
            return;
        }
    }
    if (!is_number(a) || !is_number(b)) {
        fail_type(c, is_number(a) ? b : a, "number");
        (void)any_bad(node);
        return;
    }
    if (node->kind == CM_NODE_MULTIPLY) {
        check_product(c, node, a, b);
    } else if (unify(c, a, b)) {
        node->type = a->type;
        node->is_loose = a->is_loose;
    }
    (void)any_bad(node);
}

/* Make the values at step `step` from `first` one type, and the node of that type. */
static void join_values(checker *c, cm_node *node, size_t first, size_t step)
{
    cm_node *model = NULL;
    for (size_t i = first; i < node->args.count; i += step) {
        cm_node *value = node->args.items[i];
        if (!value->is_bad && (model == NULL || model->is_loose)) {
            model = value;
        }
    }
    for (size_t i = first; model != NULL && i < node->args.count; i += step) {
        if (node->args.items[i] != model) {
            (void)unify(c, model, node->args.items[i]);
        }
    }
    if (model != NULL) {
        node->type = model->type;
        node->is_loose = model->is_loose;
    }
    (void)any_bad(node);
}

static void check_case(checker *c, cm_node *node)
{
    size_t whens = node->args.count / 2;
    bool has_else = node->args.count % 2 == 1;
    for (size_t i = 0; i < whens; i++) {
        want_boolean(c, node->args.items[2 * i]);
    }
    /* then-values and the else in one list, to give them one type */
    cm_node values = *node;
    values.args.items = NULL;
    values.args.count = values.args.cap = 0;
    for (size_t i = 0; i < whens; i++) {
        *cm_vec_push(c->check->place.mem, &values.args) = node->args.items[2 * i + 1];
    }
    if (has_else) {
        *cm_vec_push(c->check->place.mem, &values.args) = node->args.items[node->args.count - 1];
    }
    join_values(c, &values, 0, 1);
    node->type = values.type;
    node->is_loose = values.is_loose;
    (void)any_bad(node);
}

static void check_state(checker *c, cm_node *node)
{
    cm_node *name = node->args.items[0];
    const cm_rule *rule = c->check->rule;
    node->type = CM_TYPE_BOOLEAN;
    if (name->kind != CM_NODE_NAME) {
        fail(c, name, "state_of_value", CM_SV(""), CM_SV(""));
        node->is_bad = true;
        return;
    }
    size_t child = c->child == NULL ? cm_view_child(rule->subject, name->text) : SIZE_MAX;
    if (child != SIZE_MAX && node->is == CM_IS_UNREAD &&
        cm_view_column(rule->subject, name->text) == SIZE_MAX) {
        name->is_checked = true;
        (void)set_ref(name, CM_REF_TABLE, child, CM_TYPE_BOOLEAN);
        return;
    }
    check_node(c, name);
    if (name->is_bad) {
        node->is_bad = true;
    } else if (name->ref == CM_REF_DERIVED ||
               (name->ref == CM_REF_PARAMETER &&
                (node->is == CM_IS_UNREAD || !rule->parameters.items[name->index].is_dated))) {
        fail(c, name, "state_of_value", name->text, CM_SV(""));
        node->is_bad = true;
    }
}

static void check_many(checker *c, cm_node *node)
{
    const cm_view *subject = c->check->rule->subject;
    node->type = node->many == CM_HOW_MANY ? CM_TYPE_INTEGER : CM_TYPE_BOOLEAN;
    if (c->child != NULL) {
        fail(c, node, "many_inside", node->text, CM_SV(""));
        return;
    }
    node->index = cm_view_child(subject, node->text);
    if (node->index == SIZE_MAX) {
        cm_svs names = {0};
        for (size_t i = 0; i < subject->children.count; i++) {
            *cm_vec_push(c->check->place.mem, &names) = subject->children.items[i]->child;
        }
        fail(c, node, "unknown_child", node->text, joined(c->check->place.mem, names));
        return;
    }
    c->child = subject->children.items[node->index];
    if (node->args.count != 0) {
        check_node(c, node->args.items[0]);
        if (node->many == CM_SUM) {
            want_number(c, node->args.items[0]);
            node->type = node->args.items[0]->type;
        } else {
            want_boolean(c, node->args.items[0]);
        }
    }
    c->child = NULL;
    (void)any_bad(node);
}

static void check_law_call(checker *c, cm_node *node)
{
    const cm_law_function *law = node->function->law;
    for (size_t i = 0; i < node->args.count; i++) {
        cm_node *arg = node->args.items[i];
        cm_type wanted = cm_law_type_of(law->args[i]);
        settle(c, arg, CM_TYPE_INTEGER);
        if (!arg->is_bad && arg->type != wanted) {
            fail_type(c, arg, cm_type_name(wanted));
        }
    }
    node->type = cm_law_type_of(law->result);
    (void)any_bad(node);
}

static void check_own_call(checker *c, cm_node *node)
{
    cm_node *first = node->args.items[0];
    join_values(c, node, 0, 1);
    if (node->is_bad) {
        return;
    }
    if (node->function->kind == CM_FUNCTION_IF_ABSENT) {
        if (column_of(c, first) == NULL) {
            fail(c, first, "column_wanted", CM_SV(""), CM_SV(""));
        } else {
            check_word(c, first, node->args.items[1]);
        }
    } else if (!is_number(first) &&
               (first->type != CM_TYPE_DATE || node->function->kind == CM_FUNCTION_ABS)) {
        fail_type(c, first, "number");
    }
    (void)any_bad(node);
}

static void check_call(checker *c, cm_node *node)
{
    cm_arena *mem = c->check->place.mem;
    node->function = cm_function_find(mem, node->text);
    if (node->function == NULL) {
        cm_sv near = cm_problem_nearest(node->text, cm_function_names(mem));
        fail(c, node, near.len != 0 ? "unknown_function_near" : "unknown_function", node->text,
             near);
        return;
    }
    if (node->args.count != node->function->arg_count) {
        fail(c, node, "argument_count", cm_arena_format(mem, "%zu", node->args.count),
             cm_arena_format(mem, "%zu", node->function->arg_count));
        return;
    }
    if (node->function->kind == CM_FUNCTION_LAW) {
        check_law_call(c, node);
    } else {
        check_own_call(c, node);
    }
}

static void check_kind(checker *c, cm_node *node)
{
    switch (node->kind) {
    case CM_NODE_LITERAL:
    case CM_NODE_COUNT:
        break;
    case CM_NODE_NAME:
        check_name(c, node);
        break;
    case CM_NODE_NOT:
    case CM_NODE_AND:
    case CM_NODE_OR:
        check_logic(c, node);
        break;
    case CM_NODE_COMPARE:
        check_compare(c, node);
        break;
    case CM_NODE_ADD:
    case CM_NODE_SUBTRACT:
    case CM_NODE_MULTIPLY:
    case CM_NODE_NEGATE:
        check_arithmetic(c, node);
        break;
    case CM_NODE_IN:
    case CM_NODE_BETWEEN:
        check_members(c, node);
        break;
    case CM_NODE_CASE:
        check_case(c, node);
        break;
    case CM_NODE_STATE:
        check_state(c, node);
        break;
    case CM_NODE_MANY:
        check_many(c, node);
        break;
    case CM_NODE_CALL:
        check_call(c, node);
        break;
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
static void check_node(checker *c, cm_node *node)
{
    if (node->is_checked) {
        return;
    }
    node->is_checked = true;
    /* these two look at their arguments in a setting of their own */
    if (node->kind != CM_NODE_STATE && node->kind != CM_NODE_MANY) {
        for (size_t i = 0; i < node->args.count; i++) {
            check_node(c, node->args.items[i]);
        }
    }
    check_kind(c, node);
}

bool cm_expression_check(const cm_check *check, cm_node *root, const cm_type *wanted)
{
    checker c = {.check = check};
    check_node(&c, root);
    if (!root->is_bad) {
        settle(&c, root,
               wanted != NULL && *wanted == CM_TYPE_MONEY ? CM_TYPE_MONEY : CM_TYPE_INTEGER);
    }
    if (!root->is_bad && wanted != NULL && root->type != *wanted) {
        fail_type(&c, root, cm_type_name(*wanted));
    }
    return !c.failed && !root->is_bad;
}
