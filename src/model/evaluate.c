/* The meaning of expressions, row by row: docs/expressions.md. Nothing is skipped, not even what
 * can no longer matter, so that the same facts are named as missing as in the database. */
#include "model/rule.h"
#include "model/trace.h"

typedef struct {
    cm_arena *mem;
    const cm_law *law;
    const cm_rule *rule;
    const cm_row *row;
    const cm_value *child_row; /* inside every, any and count */
    const cm_view *child;
    cm_value *derived;
    bool *unknown_child; /* by child table: one of its conditions came out unknown */
    bool quick;          /* skip what can no longer matter: which facts are missing is not asked */
} evaluator;

static const cm_value UNKNOWN = {.state = CM_VALUE_ABSENT};

static cm_value eval(evaluator *e, const cm_node *node);

static cm_value known(int64_t number)
{
    return (cm_value){.state = CM_VALUE_KNOWN, .number = number};
}

static bool is_known(cm_value value)
{
    return value.state == CM_VALUE_KNOWN;
}

static bool is_true(cm_value value)
{
    return is_known(value) && value.number != 0;
}

static bool is_false(cm_value value)
{
    return is_known(value) && value.number == 0;
}

static bool is_group_unread(const cm_row *row, cm_sv group)
{
    for (size_t i = 0; i < row->unread_groups.count; i++) {
        if (cm_sv_equal(row->unread_groups.items[i], group)) {
            return true;
        }
    }
    return false;
}

/* What stands in a group that was not read does not count. */
static cm_value column_value(const cm_row *row, size_t column)
{
    if (!row->settled && is_group_unread(row, row->view->columns.items[column]->group)) {
        return (cm_value){.state = CM_VALUE_UNREAD};
    }
    return row->values[column];
}

static bool is_child_unread(const cm_row *row, size_t child)
{
    return row->children[child].unread ||
           (!row->settled && is_group_unread(row, row->view->children.items[child]->group));
}

static cm_value parameter_value(evaluator *e, size_t index)
{
    const cm_rule_parameter *parameter = &e->rule->parameters.items[index];
    if (!parameter->is_dated) {
        return parameter->values.items[0].value;
    }
    cm_value day = column_value(e->row, parameter->date_column);
    if (!is_known(day)) {
        return (cm_value){.state = CM_VALUE_UNREAD};
    }
    for (size_t i = parameter->values.count; i > 0; i--) {
        if (day.number >= parameter->values.items[i - 1].from) {
            return parameter->values.items[i - 1].value;
        }
    }
    return UNKNOWN;
}

/* With its state: absent and unread are told apart here only. */
static cm_value name_value(evaluator *e, const cm_node *node)
{
    switch (node->ref) {
    case CM_REF_COLUMN:
        return column_value(e->row, node->index);
    case CM_REF_CHILD:
        cm_assert(e->child_row != NULL);
        return e->child_row[node->index];
    case CM_REF_DERIVED:
        return e->derived[node->index];
    case CM_REF_PARAMETER:
        return parameter_value(e, node->index);
    case CM_REF_TABLE:
        return (cm_value){.state = is_child_unread(e->row, node->index) ? CM_VALUE_UNREAD
                                                                        : CM_VALUE_ABSENT};
    }
    return UNKNOWN;
}

static cm_value eval_and(evaluator *e, const cm_node *node)
{
    cm_value a = eval(e, node->args.items[0]);
    if (e->quick && is_false(a)) {
        return a;
    }
    cm_value b = eval(e, node->args.items[1]);
    if (is_false(a) || is_false(b)) {
        return known(0);
    }
    return is_true(a) && is_true(b) ? known(1) : UNKNOWN;
}

static cm_value eval_or(evaluator *e, const cm_node *node)
{
    cm_value a = eval(e, node->args.items[0]);
    if (e->quick && is_true(a)) {
        return a;
    }
    cm_value b = eval(e, node->args.items[1]);
    if (is_true(a) || is_true(b)) {
        return known(1);
    }
    return is_false(a) && is_false(b) ? known(0) : UNKNOWN;
}

static cm_value compare(cm_compare how, cm_type type, cm_value a, cm_value b)
{
    if (!is_known(a) || !is_known(b)) {
        return UNKNOWN;
    }
    if (type == CM_TYPE_TEXT) {
        bool is_same = cm_sv_equal(a.text, b.text);
        return known(how == CM_EQUAL ? is_same : !is_same);
    }
    switch (how) {
    case CM_EQUAL:
        return known(a.number == b.number);
    case CM_UNEQUAL:
        return known(a.number != b.number);
    case CM_LESS:
        return known(a.number < b.number);
    case CM_AT_MOST:
        return known(a.number <= b.number);
    case CM_GREATER:
        return known(a.number > b.number);
    case CM_AT_LEAST:
        return known(a.number >= b.number);
    }
    return UNKNOWN;
}

static cm_value eval_arithmetic(evaluator *e, const cm_node *node)
{
    cm_value a = eval(e, node->args.items[0]);
    cm_value b = node->args.count > 1 ? eval(e, node->args.items[1]) : known(0);
    int64_t result = 0;
    if (!is_known(a) || !is_known(b)) {
        return UNKNOWN;
    }
    bool over =
        node->kind == CM_NODE_ADD        ? __builtin_add_overflow(a.number, b.number, &result)
        : node->kind == CM_NODE_SUBTRACT ? __builtin_sub_overflow(a.number, b.number, &result)
        : node->kind == CM_NODE_MULTIPLY ? __builtin_mul_overflow(a.number, b.number, &result)
                                         : __builtin_sub_overflow((int64_t)0, a.number, &result);
    return over ? UNKNOWN : known(result);
}

static cm_value eval_in(evaluator *e, const cm_node *node)
{
    cm_value left = eval(e, node->args.items[0]);
    bool found = false;
    bool unsure = false;
    for (size_t i = 1; i < node->args.count; i++) {
        cm_value same =
            compare(CM_EQUAL, node->args.items[0]->type, left, eval(e, node->args.items[i]));
        found = found || is_true(same);
        unsure = unsure || !is_known(same);
    }
    return found ? known(1) : unsure ? UNKNOWN : known(0);
}

static cm_value eval_between(evaluator *e, const cm_node *node)
{
    cm_type type = node->args.items[0]->type;
    cm_value x = eval(e, node->args.items[0]);
    cm_value above = compare(CM_AT_LEAST, type, x, eval(e, node->args.items[1]));
    cm_value below = compare(CM_AT_MOST, type, x, eval(e, node->args.items[2]));
    if (is_false(above) || is_false(below)) {
        return known(0);
    }
    return is_true(above) && is_true(below) ? known(1) : UNKNOWN;
}

static cm_value eval_case(evaluator *e, const cm_node *node)
{
    cm_value result = UNKNOWN;
    bool decided = false;
    for (size_t i = 0; i + 1 < node->args.count; i += 2) {
        cm_value when = eval(e, node->args.items[i]);
        cm_value then = eval(e, node->args.items[i + 1]);
        if (!decided && !is_false(when)) {
            decided = true;
            result = is_true(when) ? then : UNKNOWN;
        }
    }
    if (node->args.count % 2 == 1) {
        cm_value other = eval(e, node->args.items[node->args.count - 1]);
        result = decided ? result : other;
    }
    return result;
}

static cm_value eval_state(evaluator *e, const cm_node *node)
{
    cm_value_state state = name_value(e, node->args.items[0]).state;
    if (node->is == CM_IS_UNREAD) {
        return known(state == CM_VALUE_UNREAD);
    }
    if (state == CM_VALUE_UNREAD) {
        return UNKNOWN;
    }
    return known((state == CM_VALUE_KNOWN) == (node->is == CM_IS_PRESENT));
}

/* Adds in 128 bits, as the database does. */
static cm_value eval_sum(evaluator *e, const cm_node *node, const cm_child_rows *child)
{
    __extension__ __int128 sum = 0;
    bool unsure = false;
    for (size_t i = 0; i < child->rows.count; i++) {
        e->child_row = child->rows.items[i];
        cm_value value = eval(e, node->args.items[0]);
        sum += is_known(value) ? value.number : 0;
        unsure = unsure || !is_known(value);
    }
    bool fits = sum >= INT64_MIN && sum <= INT64_MAX;
    return unsure || !fits ? UNKNOWN : known((int64_t)sum);
}

static cm_value eval_many(evaluator *e, const cm_node *node)
{
    const cm_child_rows *child = &e->row->children[node->index];
    int64_t yes = 0;
    int64_t no = 0;
    int64_t unsure = 0;
    e->child = e->row->view->children.items[node->index];
    cm_value sum = node->many == CM_SUM ? eval_sum(e, node, child) : UNKNOWN;
    for (size_t i = 0; node->many != CM_SUM && i < child->rows.count; i++) {
        e->child_row = child->rows.items[i];
        cm_value value = node->args.count == 0 ? known(1) : eval(e, node->args.items[0]);
        yes += is_true(value);
        no += is_false(value);
        unsure += !is_known(value);
    }
    e->child = NULL;
    e->child_row = NULL;
    cm_value result = UNKNOWN;
    if (is_child_unread(e->row, node->index)) {
        result = UNKNOWN;
    } else if (node->many == CM_SUM) {
        result = sum;
    } else if (node->many == CM_EVERY) {
        result = no > 0 ? known(0) : unsure > 0 ? UNKNOWN : known(1);
    } else if (node->many == CM_ANY) {
        result = yes > 0 ? known(1) : unsure > 0 ? UNKNOWN : known(0);
    } else {
        result = unsure > 0 ? UNKNOWN : known(yes);
    }
    return result;
}

static cm_value eval_law(evaluator *e, const cm_node *node, const cm_value *args)
{
    int64_t *numbers = cm_arena_array(e->mem, int64_t, node->args.count);
    for (size_t i = 0; i < node->args.count; i++) {
        numbers[i] = args[i].number;
    }
    cm_value_int value = node->function->law->eval(e->law, numbers, node->args.count);
    return value.known ? known(value.value) : UNKNOWN;
}

static cm_value eval_if_absent(evaluator *e, const cm_node *node)
{
    cm_value fact = name_value(e, node->args.items[0]);
    cm_value other = eval(e, node->args.items[1]);
    if (fact.state == CM_VALUE_UNREAD) {
        return UNKNOWN;
    }
    return is_known(fact) ? fact : other;
}

static cm_value eval_call(evaluator *e, const cm_node *node)
{
    if (node->function->kind == CM_FUNCTION_IF_ABSENT) {
        return eval_if_absent(e, node);
    }
    cm_value *args = cm_arena_array(e->mem, cm_value, node->args.count);
    bool all_known = true;
    for (size_t i = 0; i < node->args.count; i++) {
        args[i] = eval(e, node->args.items[i]);
        all_known = all_known && is_known(args[i]);
    }
    if (!all_known) {
        return UNKNOWN;
    }
    switch (node->function->kind) {
    case CM_FUNCTION_AT_LEAST:
        return args[0].number >= args[1].number ? args[0] : args[1];
    case CM_FUNCTION_AT_MOST:
        return args[0].number <= args[1].number ? args[0] : args[1];
    case CM_FUNCTION_ABS:
        return args[0].number >= 0           ? args[0]
               : args[0].number == INT64_MIN ? UNKNOWN
                                             : known(-args[0].number);
    case CM_FUNCTION_LAW:
        return eval_law(e, node, args);
    case CM_FUNCTION_IF_ABSENT:
        break;
    }
    return UNKNOWN;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
static cm_value eval(evaluator *e, const cm_node *node)
{
    cm_value value = UNKNOWN;
    switch (node->kind) {
    case CM_NODE_LITERAL:
        return (cm_value){CM_VALUE_KNOWN, node->number, node->text};
    case CM_NODE_NAME:
        value = name_value(e, node);
        return is_known(value) ? value : UNKNOWN;
    case CM_NODE_NOT:
        value = eval(e, node->args.items[0]);
        return is_known(value) ? known(value.number == 0) : UNKNOWN;
    case CM_NODE_AND:
        return eval_and(e, node);
    case CM_NODE_OR:
        return eval_or(e, node);
    case CM_NODE_COMPARE:
        value = eval(e, node->args.items[0]);
        return compare(node->compare, node->args.items[0]->type, value,
                       eval(e, node->args.items[1]));
    case CM_NODE_ADD:
    case CM_NODE_SUBTRACT:
    case CM_NODE_MULTIPLY:
    case CM_NODE_NEGATE:
        return eval_arithmetic(e, node);
    case CM_NODE_IN:
        return eval_in(e, node);
    case CM_NODE_BETWEEN:
        return eval_between(e, node);
    case CM_NODE_CASE:
        return eval_case(e, node);
    case CM_NODE_STATE:
        return eval_state(e, node);
    case CM_NODE_MANY:
        value = eval_many(e, node);
        e->unknown_child[node->index] = e->unknown_child[node->index] || !is_known(value);
        return value;
    case CM_NODE_CALL:
        return eval_call(e, node);
    case CM_NODE_COUNT:
        break;
    }
    return UNKNOWN;
}

cm_value cm_rule_value_of(cm_arena *mem, const cm_law *law, const cm_rule *rule, const cm_row *row,
                          const cm_node *node)
{
    evaluator e = {.mem = mem, .law = law, .rule = rule, .row = row};
    return eval(&e, node);
}

/* ---- the three answers ---- */

/* A fact whose absence the rule asks about is missing only when it was not read; `all` takes it in
 * when it is absent too. */
static bool is_missing(const evaluator *e, size_t column, bool all)
{
    cm_value_state state = column_value(e->row, column).state;
    bool reads = e->rule->reads[column];
    bool looks = e->rule->looks[column];
    return (reads && (all || !looks) && state == CM_VALUE_ABSENT) ||
           ((reads || looks) && state == CM_VALUE_UNREAD);
}

static void add_missing(evaluator *e, cm_finding *finding)
{
    const cm_rule *rule = e->rule;
    const cm_view *view = rule->subject;
    for (int all = 0; all < 2 && finding->missing.count == 0; all++) {
        for (size_t i = 0; i < view->columns.count; i++) {
            if (is_missing(e, i, all != 0)) {
                *cm_vec_push(e->mem, &finding->missing) = view->columns.items[i]->name;
            }
        }
        for (size_t i = 0; i < view->children.count; i++) {
            if (rule->reads_child[i] && e->unknown_child[i]) {
                *cm_vec_push(e->mem, &finding->missing) = view->children.items[i]->child;
            }
        }
    }
}

static void add_missing_groups(evaluator *e, cm_finding *finding)
{
    for (size_t i = 0; i < e->rule->needs.count; i++) {
        if (is_group_unread(e->row, e->rule->needs.items[i])) {
            *cm_vec_push(e->mem, &finding->missing) = e->rule->needs.items[i];
        }
    }
}

/* The first arm that holds; the else when all before it are known not to hold; or NULL. */
static const cm_rule_arm *choose(evaluator *e, const cm_rule_arms *arms)
{
    bool unsure = false;
    for (size_t i = 0; i < arms->count; i++) {
        const cm_rule_arm *arm = &arms->items[i];
        cm_value when = arm->when == NULL ? known(!unsure) : eval(e, arm->when);
        if (is_true(when)) {
            return arm;
        }
        unsure = unsure || !is_known(when);
    }
    return NULL;
}

static void add_hit(evaluator *e, cm_finding *finding)
{
    const cm_rule_arm *sub = choose(e, &e->rule->subs);
    const cm_rule_arm *direction = choose(e, &e->rule->directions);
    finding->answer = CM_ANSWER_HIT;
    finding->sub = sub == NULL ? CM_SV("") : sub->sub;
    finding->direction = direction == NULL ? CM_DIRECTION_NEUTRAL : direction->direction;
}

static void add_values(evaluator *e, cm_finding *finding)
{
    finding->values = cm_arena_array(e->mem, cm_value, e->rule->outputs.count);
    for (size_t i = 0; i < e->rule->outputs.count; i++) {
        const cm_rule_output *output = &e->rule->outputs.items[i];
        const cm_node node = {.ref = output->ref, .index = output->index};
        finding->values[i] = name_value(e, &node);
    }
}

cm_finding cm_rule_hit(cm_arena *mem, const cm_model *model, const cm_row *row)
{
    evaluator e = {.mem = mem, .law = model->law, .rule = model->rule, .row = row};
    cm_finding finding = {.answer = CM_ANSWER_HIT};
    add_hit(&e, &finding);
    add_values(&e, &finding);
    return finding;
}

/* Ready to evaluate: the derived values are there, in their order. */
static evaluator evaluator_of(cm_arena *mem, const cm_model *model, const cm_row *row)
{
    const cm_rule *rule = model->rule;
    evaluator e = {.mem = mem, .law = model->law, .rule = rule, .row = row};
    e.derived = cm_arena_array(mem, cm_value, rule->derived.count);
    e.unknown_child = cm_arena_array(mem, bool, rule->subject->children.count + 1);
    bool *decisive = e.unknown_child;
    bool *other = cm_arena_array(mem, bool, rule->subject->children.count + 1);
    for (size_t i = 0; i < rule->derived.count; i++) {
        e.unknown_child = rule->derived.items[i].is_read ? decisive : other;
        e.derived[i] = eval(&e, rule->derived.items[i].node);
    }
    e.unknown_child = decisive;
    return e;
}

/* Whether the subject is in scope and its answer is clear, without asking more than that needs.
 * False: it takes the whole evaluation to tell. */
static bool is_plain(cm_arena *mem, const cm_model *model, const cm_row *row, cm_answer *ret_answer)
{
    const cm_rule *rule = model->rule;
    evaluator e = {.mem = mem, .law = model->law, .rule = rule, .row = row, .quick = true};
    e.derived = cm_arena_array(mem, cm_value, rule->derived.count);
    e.unknown_child = cm_arena_array(mem, bool, rule->subject->children.count + 1);
    for (size_t i = 0; i < rule->derived.count; i++) {
        if (rule->derived.items[i].in_scope) {
            e.derived[i] = eval(&e, rule->derived.items[i].node);
        }
    }
    cm_value scope = rule->scope == NULL ? known(1) : eval(&e, rule->scope);
    if (is_false(scope)) {
        *ret_answer = CM_ANSWER_OUT_OF_SCOPE;
        return true;
    }
    for (size_t i = 0; i < rule->needs.count; i++) {
        if (is_group_unread(row, rule->needs.items[i])) {
            return false;
        }
    }
    if (!is_known(scope)) {
        return false;
    }
    for (size_t i = 0; i < rule->derived.count; i++) {
        if (rule->derived.items[i].is_read && !rule->derived.items[i].in_scope) {
            e.derived[i] = eval(&e, rule->derived.items[i].node);
        }
    }
    *ret_answer = CM_ANSWER_CLEAR;
    return is_false(eval(&e, rule->hit));
}

cm_finding cm_model_answer(cm_arena *mem, const cm_model *model, const cm_row *row)
{
    cm_answer plain = CM_ANSWER_CLEAR;
    if (is_plain(mem, model, row, &plain)) {
        return (cm_finding){.answer = plain};
    }
    return cm_model_evaluate(mem, model, row);
}

cm_finding cm_model_evaluate(cm_arena *mem, const cm_model *model, const cm_row *row)
{
    const cm_rule *rule = model->rule;
    evaluator e = evaluator_of(mem, model, row);
    cm_finding finding = {.answer = CM_ANSWER_CLEAR};
    cm_value scope = rule->scope == NULL ? known(1) : eval(&e, rule->scope);
    cm_value hit = eval(&e, rule->hit);
    if (is_false(scope)) {
        finding.answer = CM_ANSWER_OUT_OF_SCOPE;
        return finding;
    }
    add_missing_groups(&e, &finding);
    if (finding.missing.count != 0) {
        finding.answer = CM_ANSWER_UNDECIDABLE;
    } else if (!is_known(scope) || !is_known(hit)) {
        finding.answer = CM_ANSWER_UNDECIDABLE;
        add_missing(&e, &finding);
    } else if (is_true(hit)) {
        add_hit(&e, &finding);
    }
    add_values(&e, &finding);
    return finding;
}

/* ---- the steps one by one ---- */

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void add_reads(evaluator *e, const cm_node *node, cm_svs *reads)
{
    if (node->kind == CM_NODE_MANY || (node->kind == CM_NODE_NAME && node->ref != CM_REF_CHILD)) {
        cm_sv name = node->kind == CM_NODE_MANY ? e->row->view->children.items[node->index]->child
                                                : node->text;
        for (size_t i = 0; i < reads->count; i++) {
            if (cm_sv_equal(reads->items[i], name)) {
                name.len = 0;
            }
        }
        if (name.len != 0) {
            *cm_vec_push(e->mem, reads) = name;
        }
    }
    for (size_t i = 0; i < node->args.count; i++) {
        add_reads(e, node->args.items[i], reads);
    }
}

static void add_step(evaluator *e, cm_trace *trace, cm_sv name, cm_sv text, const cm_node *node)
{
    cm_trace_step step = {.name = name, .text = text, .type = node->type, .value = eval(e, node)};
    add_reads(e, node, &step.reads);
    *cm_vec_push(e->mem, trace) = step;
}

static void add_arms(evaluator *e, cm_trace *trace, const char *name, const cm_rule_arms *arms)
{
    for (size_t i = 0; i < arms->count; i++) {
        const cm_rule_arm *arm = &arms->items[i];
        if (arm->when != NULL) {
            add_step(e, trace, cm_arena_format(e->mem, "%s.%zu", name, i + 1), arm->text,
                     arm->when);
        }
    }
}

cm_trace cm_model_trace(cm_arena *mem, const cm_model *model, const cm_row *row)
{
    const cm_rule *rule = model->rule;
    evaluator e = evaluator_of(mem, model, row);
    cm_trace trace = {0};
    for (size_t i = 0; i < rule->derived.count; i++) {
        const cm_rule_derived *d = &rule->derived.items[i];
        add_step(&e, &trace, cm_arena_format(mem, "derive.%.*s", CM_SV_ARG(d->name)), d->text,
                 d->node);
    }
    if (rule->scope != NULL) {
        add_step(&e, &trace, CM_SV("scope"), rule->scope_text, rule->scope);
    }
    add_step(&e, &trace, CM_SV("hit"), rule->hit_text, rule->hit);
    add_arms(&e, &trace, "sub", &rule->subs);
    add_arms(&e, &trace, "direction", &rule->directions);
    return trace;
}
