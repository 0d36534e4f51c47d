/* The one file that writes SQL. Text enters a statement by four verbs only: a keyword (a literal of
 * this file), an identifier (from the catalogue or checked by the loader, quoted here), a parameter
 * (bound, never text) and a step before. Expressions follow docs/expressions.md; what SQL would do
 * with NULL by itself (greatest, bool_and, CASE ... ELSE) is never relied upon.
 * Dates are days since 1970-01-01 from the step "subject" on. */
#include "base/limits.h"
#include "model/rule.h"

static const char *const STEP_SUBJECT = "subject";
static const char *const STEP_RESULT = "result";

/* Columns of steps that are no facts hold a dot, which no name of a model does. */
static const char *const COLUMN_GROUPS = "missing.groups";
static const char *const COLUMN_SCOPE = "is.scope";
static const char *const COLUMN_HIT = "is.hit";
static const char *const COLUMN_SUB = "is.sub";
static const char *const COLUMN_DIRECTION = "is.direction";
static const char *const COLUMN_ANSWER = "is.answer";

static const char *const KEYS[] = {"doc_key", "defendant_no", "count_no"};

typedef struct {
    cm_arena *mem;
    const cm_rule *rule;
    cm_plan *plan;
    cm_buf out; /* of the step being written */
    bool over;  /* a step was longer than CM_MAX_SQL */
    cm_parameters parameters;
    cm_sv before;         /* name of the step before */
    cm_sv prefix;         /* of the columns of every, any and count */
    const cm_view *child; /* inside every, any and count */
    bool *reads;          /* by column: the subject step has it */
    cm_svs child_columns; /* of every, any and count that scope and hit depend on */
    size_t *child_of;     /* by child_columns: its child table */
} writer;

static void emit(writer *w, const cm_node *node);

/* ---- the four verbs ---- */

static void keyword(writer *w, const char *literal)
{
    cm_buf_add(&w->out, cm_sv_from(literal));
}

static void identifier(writer *w, cm_sv name)
{
    cm_buf_add_byte(&w->out, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"') {
            cm_buf_add_byte(&w->out, '"');
        }
        cm_buf_add_byte(&w->out, name.ptr[i]);
    }
    cm_buf_add_byte(&w->out, '"');
}

static void parameter(writer *w, cm_parameter value)
{
    static const char *const CASTS[CM_TYPE_COUNT] = {
        [CM_TYPE_TEXT] = "CAST(? AS VARCHAR)",    [CM_TYPE_DATE] = "CAST(? AS BIGINT)",
        [CM_TYPE_INTEGER] = "CAST(? AS BIGINT)",  [CM_TYPE_MONEY] = "CAST(? AS BIGINT)",
        [CM_TYPE_BOOLEAN] = "CAST(? AS BOOLEAN)",
    };
    keyword(w, CASTS[value.type]);
    *cm_vec_push(w->mem, &w->parameters) = value;
}

static void step_before(writer *w)
{
    identifier(w, w->before);
}

/* ---- small phrases of the verbs ---- */

static void name(writer *w, const char *literal)
{
    identifier(w, cm_sv_from(literal));
}

static void word(writer *w, cm_sv text)
{
    parameter(w, (cm_parameter){.type = CM_TYPE_TEXT, .text = text});
}

static void truth(writer *w, bool value)
{
    keyword(w, value ? "TRUE" : "FALSE");
}

static void subject_column(writer *w, cm_sv column)
{
    keyword(w, "s.");
    identifier(w, column);
}

/* The fact is listed as unread, by its own name or by its group. */
static void listed_unread(writer *w, const char *row, cm_sv column, cm_sv group)
{
    keyword(w, "(list_contains(");
    keyword(w, row);
    keyword(w, ".unread, ");
    word(w, column);
    keyword(w, ")");
    if (group.len != 0) {
        keyword(w, " OR list_contains(s.unread_groups, ");
        word(w, group);
        keyword(w, ")");
    }
    keyword(w, ")");
}

/* ---- expressions ---- */

static void emit_constant(writer *w, cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        keyword(w, "NULL");
    } else if (type == CM_TYPE_BOOLEAN) {
        truth(w, value.number != 0);
    } else {
        parameter(w, (cm_parameter){type, value.number, value.text});
    }
}

/* A parameter by date: the value of the latest day that is not after the date; or whether there is
 * one. Unknown when the date is. */
static void emit_dated(writer *w, const cm_rule_parameter *p, bool only_state, bool is_present)
{
    cm_sv date = w->rule->subject->columns.items[p->date_column]->name;
    for (size_t i = p->values.count; i > 0; i--) {
        const cm_rule_value *value = &p->values.items[i - 1];
        keyword(w, "CASE ");
        subject_column(w, date);
        keyword(w, " >= ");
        parameter(w, (cm_parameter){.type = CM_TYPE_DATE, .number = value->from});
        keyword(w, " WHEN TRUE THEN ");
        if (only_state) {
            truth(w, (value->value.state == CM_VALUE_KNOWN) == is_present);
        } else {
            emit_constant(w, p->type, value->value);
        }
        keyword(w, " WHEN FALSE THEN ");
    }
    if (only_state) {
        truth(w, !is_present);
    } else {
        keyword(w, "NULL");
    }
    for (size_t i = 0; i < p->values.count; i++) {
        keyword(w, " END");
    }
}

static void emit_child_column(writer *w, const cm_column *column)
{
    bool is_date = column->type == CM_TYPE_DATE;
    keyword(w, is_date ? "date_diff('day', DATE '1970-01-01', t." : "t.");
    identifier(w, column->name);
    keyword(w, is_date ? ")" : "");
}

static void emit_name(writer *w, const cm_node *node)
{
    const cm_rule_parameter *p;
    switch (node->ref) {
    case CM_REF_COLUMN:
        subject_column(w, w->rule->subject->columns.items[node->index]->name);
        break;
    case CM_REF_CHILD:
        emit_child_column(w, w->child->columns.items[node->index]);
        break;
    case CM_REF_DERIVED:
        subject_column(w, w->rule->derived.items[node->index].name);
        break;
    case CM_REF_PARAMETER:
        p = &w->rule->parameters.items[node->index];
        if (p->is_dated) {
            keyword(w, "(");
            emit_dated(w, p, false, false);
            keyword(w, ")");
        } else {
            emit_constant(w, p->type, p->values.items[0].value);
        }
        break;
    case CM_REF_TABLE:
        break;
    }
}

static void emit_between_keywords(writer *w, const cm_node *node, const char *keywords)
{
    keyword(w, "(");
    emit(w, node->args.items[0]);
    keyword(w, keywords);
    emit(w, node->args.items[1]);
    keyword(w, ")");
}

static void emit_compare(writer *w, const cm_node *node)
{
    static const char *const SIGNS[] = {
        [CM_EQUAL] = " = ",    [CM_UNEQUAL] = " <> ", [CM_LESS] = " < ",
        [CM_AT_MOST] = " <= ", [CM_GREATER] = " > ",  [CM_AT_LEAST] = " >= ",
    };
    emit_between_keywords(w, node, SIGNS[node->compare]);
}

/* In 128 bits, so that no sum or product of facts can end the query; too large is unknown. xor with
 * 0 keeps the value and keeps DuckDB from comparing the wider number in place of the cast one. */
static void emit_arithmetic(writer *w, const cm_node *node)
{
    static const char *const SIGNS[CM_NODE_COUNT] = {
        [CM_NODE_ADD] = " + ", [CM_NODE_SUBTRACT] = " - ", [CM_NODE_MULTIPLY] = " * "};
    keyword(w, "xor(TRY_CAST(");
    if (node->kind == CM_NODE_NEGATE) {
        keyword(w, "- ");
    }
    keyword(w, "CAST(");
    emit(w, node->args.items[0]);
    keyword(w, " AS HUGEINT)");
    if (node->kind != CM_NODE_NEGATE) {
        keyword(w, SIGNS[node->kind]);
        keyword(w, "CAST(");
        emit(w, node->args.items[1]);
        keyword(w, " AS HUGEINT)");
    }
    keyword(w, " AS BIGINT), 0)");
}

static void emit_list(writer *w, const cm_node *node, size_t first)
{
    for (size_t i = first; i < node->args.count; i++) {
        keyword(w, i == first ? "" : ", ");
        emit(w, node->args.items[i]);
    }
}

static void emit_in(writer *w, const cm_node *node)
{
    keyword(w, "(");
    emit(w, node->args.items[0]);
    keyword(w, " IN (");
    emit_list(w, node, 1);
    keyword(w, "))");
}

static void emit_between(writer *w, const cm_node *node)
{
    keyword(w, "(");
    emit(w, node->args.items[0]);
    keyword(w, " BETWEEN ");
    emit(w, node->args.items[1]);
    keyword(w, " AND ");
    emit(w, node->args.items[2]);
    keyword(w, ")");
}

/* CASE c WHEN TRUE .. WHEN FALSE .. END: NULL when c is, where CASE WHEN c would go on to ELSE. */
static void emit_case(writer *w, const cm_node *node)
{
    size_t whens = node->args.count / 2;
    for (size_t i = 0; i < whens; i++) {
        keyword(w, "CASE ");
        emit(w, node->args.items[2 * i]);
        keyword(w, " WHEN TRUE THEN ");
        emit(w, node->args.items[2 * i + 1]);
        keyword(w, " WHEN FALSE THEN ");
    }
    if (node->args.count % 2 == 1) {
        emit(w, node->args.items[node->args.count - 1]);
    } else {
        keyword(w, "NULL");
    }
    for (size_t i = 0; i < whens; i++) {
        keyword(w, " END");
    }
}

static const cm_column *column_of(const writer *w, const cm_node *name_node)
{
    return name_node->ref == CM_REF_CHILD ? w->child->columns.items[name_node->index]
                                          : w->rule->subject->columns.items[name_node->index];
}

static void emit_unread(writer *w, const cm_node *name_node)
{
    const cm_column *column = column_of(w, name_node);
    if (name_node->ref == CM_REF_CHILD) {
        listed_unread(w, "t", column->name, CM_SV(""));
    } else {
        listed_unread(w, "s", column->name, column->group);
    }
}

static void emit_state(writer *w, const cm_node *node)
{
    const cm_node *fact = node->args.items[0];
    if (fact->ref == CM_REF_TABLE) {
        const cm_view *child = w->rule->subject->children.items[fact->index];
        listed_unread(w, "s", child->child, child->group);
        return;
    }
    if (fact->ref == CM_REF_PARAMETER) {
        keyword(w, "(");
        emit_dated(w, &w->rule->parameters.items[fact->index], true, node->is == CM_IS_PRESENT);
        keyword(w, ")");
        return;
    }
    if (node->is == CM_IS_UNREAD) {
        keyword(w, "(");
        emit_name(w, fact);
        keyword(w, " IS NULL AND ");
        emit_unread(w, fact);
        keyword(w, ")");
        return;
    }
    keyword(w, "CASE WHEN ");
    emit_name(w, fact);
    keyword(w, " IS NOT NULL THEN ");
    truth(w, node->is == CM_IS_PRESENT);
    keyword(w, " WHEN NOT ");
    emit_unread(w, fact);
    keyword(w, " THEN ");
    truth(w, node->is == CM_IS_ABSENT);
    keyword(w, " END");
}

/* The greater or smaller by a comparison, which is NULL when either is. */
static void emit_extreme(writer *w, const cm_node *node, const char *sign)
{
    keyword(w, "CASE ");
    emit(w, node->args.items[0]);
    keyword(w, sign);
    emit(w, node->args.items[1]);
    keyword(w, " WHEN TRUE THEN ");
    emit(w, node->args.items[0]);
    keyword(w, " WHEN FALSE THEN ");
    emit(w, node->args.items[1]);
    keyword(w, " END");
}

static void emit_abs(writer *w, const cm_node *node)
{
    keyword(w, "xor(TRY_CAST(abs(CAST(");
    emit(w, node->args.items[0]);
    keyword(w, " AS HUGEINT)) AS BIGINT), 0)");
}

static void emit_if_absent(writer *w, const cm_node *node)
{
    keyword(w, "CASE WHEN ");
    emit_name(w, node->args.items[0]);
    keyword(w, " IS NOT NULL THEN ");
    emit_name(w, node->args.items[0]);
    keyword(w, " WHEN NOT ");
    emit_unread(w, node->args.items[0]);
    keyword(w, " THEN ");
    emit(w, node->args.items[1]);
    keyword(w, " END");
}

static void emit_call(writer *w, const cm_node *node)
{
    switch (node->function->kind) {
    case CM_FUNCTION_AT_LEAST:
        emit_extreme(w, node, " >= ");
        break;
    case CM_FUNCTION_AT_MOST:
        emit_extreme(w, node, " <= ");
        break;
    case CM_FUNCTION_ABS:
        emit_abs(w, node);
        break;
    case CM_FUNCTION_IF_ABSENT:
        emit_if_absent(w, node);
        break;
    case CM_FUNCTION_LAW:
        identifier(w, node->function->name);
        keyword(w, "(");
        emit_list(w, node, 0);
        keyword(w, ")");
        break;
    }
}

static cm_sv many_column(const writer *w, const cm_node *node)
{
    return cm_arena_format(w->mem, "%.*s.%.*s.%zu", CM_SV_ARG(w->prefix), CM_SV_ARG(node->text),
                           node->row_name);
}

static void emit_logic(writer *w, const cm_node *node)
{
    if (node->kind == CM_NODE_NOT) {
        keyword(w, "(NOT ");
        emit(w, node->args.items[0]);
        keyword(w, ")");
    } else {
        emit_between_keywords(w, node, node->kind == CM_NODE_AND ? " AND " : " OR ");
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
static void emit(writer *w, const cm_node *node)
{
    if (w->out.over) {
        return;
    }
    switch (node->kind) {
    case CM_NODE_LITERAL:
        emit_constant(w, node->type, (cm_value){CM_VALUE_KNOWN, node->number, node->text});
        break;
    case CM_NODE_NAME:
        emit_name(w, node);
        break;
    case CM_NODE_NOT:
    case CM_NODE_AND:
    case CM_NODE_OR:
        emit_logic(w, node);
        break;
    case CM_NODE_COMPARE:
        emit_compare(w, node);
        break;
    case CM_NODE_ADD:
    case CM_NODE_SUBTRACT:
    case CM_NODE_MULTIPLY:
    case CM_NODE_NEGATE:
        emit_arithmetic(w, node);
        break;
    case CM_NODE_IN:
        emit_in(w, node);
        break;
    case CM_NODE_BETWEEN:
        emit_between(w, node);
        break;
    case CM_NODE_CASE:
        emit_case(w, node);
        break;
    case CM_NODE_STATE:
        emit_state(w, node);
        break;
    case CM_NODE_MANY:
        subject_column(w, many_column(w, node));
        break;
    case CM_NODE_CALL:
        emit_call(w, node);
        break;
    case CM_NODE_COUNT:
        break;
    }
}

/* ---- steps ---- */

static void end_step(writer *w, cm_sv step)
{
    cm_plan_step *done = cm_vec_push(w->mem, &w->plan->steps);
    *done = (cm_plan_step){step, cm_arena_sv(w->mem, cm_buf_view(&w->out)), w->parameters};
    w->over = w->over || w->out.over;
    cm_buf_reset(&w->out);
    w->parameters = (cm_parameters){0};
    w->before = step;
}

static void from_before(writer *w)
{
    keyword(w, " FROM ");
    step_before(w);
    keyword(w, " AS s");
}

/* A step that adds one column to the one before. */
static void add_column_begin(writer *w)
{
    keyword(w, "SELECT s.*, ");
}

static void add_column_end(writer *w, cm_sv column, cm_sv step)
{
    keyword(w, " AS ");
    identifier(w, column);
    from_before(w);
    end_step(w, step);
}

static void emit_subject_column(writer *w, const cm_column *column)
{
    bool is_date = column->type == CM_TYPE_DATE;
    keyword(w, ", ");
    if (column->group.len != 0) {
        keyword(w, "CASE WHEN NOT list_contains(s.unread_groups, ");
        word(w, column->group);
        keyword(w, ") THEN ");
    }
    keyword(w, is_date ? "date_diff('day', DATE '1970-01-01', " : "");
    subject_column(w, column->name);
    keyword(w, is_date ? ")" : "");
    keyword(w, column->group.len != 0 ? " END AS " : " AS ");
    identifier(w, column->name);
}

static void subject_step(writer *w)
{
    const cm_view *view = w->rule->subject;
    keyword(w, "SELECT ");
    for (size_t i = 0; i < CM_COUNT(KEYS); i++) {
        subject_column(w, cm_sv_from(KEYS[i]));
        keyword(w, ", ");
    }
    keyword(w, "s.unread, s.unread_groups");
    for (size_t i = 0; i < view->columns.count; i++) {
        if (w->reads[i]) {
            emit_subject_column(w, view->columns.items[i]);
        }
    }
    keyword(w, " FROM ");
    identifier(w, view->table);
    keyword(w, " AS s");
    end_step(w, cm_sv_from(STEP_SUBJECT));
}

/* Groups that are needed and were not read, joined by commas; empty when there are none. */
static void needs_step(writer *w)
{
    add_column_begin(w);
    keyword(w, "concat_ws(','");
    for (size_t i = 0; i < w->rule->needs.count; i++) {
        keyword(w, ", CASE WHEN list_contains(s.unread_groups, ");
        word(w, w->rule->needs.items[i]);
        keyword(w, ") THEN ");
        word(w, w->rule->needs.items[i]);
        keyword(w, " END");
    }
    keyword(w, w->rule->needs.count == 0 ? ", '')" : ")");
    add_column_end(w, cm_sv_from(COLUMN_GROUPS), CM_SV("needs"));
}

/* every: false beats unknown beats true. any: true beats unknown beats false. */
static void emit_fold(writer *w, cm_many many)
{
    switch (many) {
    case CM_EVERY:
        keyword(w, "CASE WHEN count(*) FILTER (WHERE q.c = FALSE) > 0 THEN FALSE"
                   " WHEN count(*) = count(q.c) THEN TRUE END");
        break;
    case CM_ANY:
        keyword(w, "CASE WHEN count(*) FILTER (WHERE q.c = TRUE) > 0 THEN TRUE"
                   " WHEN count(*) = count(q.c) THEN FALSE END");
        break;
    case CM_HOW_MANY:
        keyword(w, "CASE WHEN count(*) = count(q.c) THEN count(*) FILTER (WHERE q.c = TRUE) END");
        break;
    case CM_SUM:
        keyword(w,
                "CASE WHEN count(*) = count(q.c) THEN TRY_CAST(coalesce(sum(CAST(q.c AS HUGEINT)),"
                " 0) AS BIGINT) END");
        break;
    }
}

static void many_step(writer *w, const cm_node *node)
{
    const cm_view *child = w->rule->subject->children.items[node->index];
    cm_sv column = many_column(w, node);
    add_column_begin(w);
    keyword(w, "CASE WHEN NOT ");
    listed_unread(w, "s", child->child, child->group);
    keyword(w, " THEN (SELECT ");
    emit_fold(w, node->many);
    keyword(w, " FROM (SELECT ");
    w->child = child;
    if (node->args.count == 0) {
        truth(w, true);
    } else {
        emit(w, node->args.items[0]);
    }
    w->child = NULL;
    keyword(w, " AS c FROM ");
    identifier(w, child->table);
    keyword(w, " AS t WHERE ");
    cm_assert(child->key_count <= CM_COUNT(KEYS));
    for (size_t i = 0; i < child->key_count; i++) {
        keyword(w, i == 0 ? "t." : " AND t.");
        name(w, KEYS[i]);
        keyword(w, " = ");
        subject_column(w, cm_sv_from(KEYS[i]));
    }
    keyword(w, ") AS q) END");
    add_column_end(w, column, column);
}

/* One step for each every, any and count of an expression, before the step that uses it. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void many_steps(writer *w, const cm_node *node, bool is_decisive)
{
    if (node->kind != CM_NODE_MANY) {
        for (size_t i = 0; i < node->args.count; i++) {
            many_steps(w, node->args.items[i], is_decisive);
        }
        return;
    }
    cm_sv column = many_column(w, node);
    for (size_t i = 0; i < w->plan->steps.count; i++) {
        if (cm_sv_equal(w->plan->steps.items[i].name, column)) {
            return; /* a node shared by the arms of a case */
        }
    }
    many_step(w, node);
    if (is_decisive) {
        size_t count = w->child_columns.count;
        w->child_of = cm_arena_grow(w->mem, w->child_of, count * sizeof *w->child_of,
                                    (count + 1) * sizeof *w->child_of);
        w->child_of[count] = node->index;
        *cm_vec_push(w->mem, &w->child_columns) = column;
    }
}

static void expression_step(writer *w, cm_sv step, cm_sv column, const cm_node *node,
                            bool is_decisive)
{
    w->prefix = step;
    many_steps(w, node, is_decisive);
    add_column_begin(w);
    emit(w, node);
    add_column_end(w, column, step);
}

static void scope_step(writer *w)
{
    cm_sv column = cm_sv_from(COLUMN_SCOPE);
    if (w->rule->scope != NULL) {
        expression_step(w, CM_SV("scope"), column, w->rule->scope, true);
    } else {
        add_column_begin(w);
        truth(w, true);
        add_column_end(w, column, CM_SV("scope"));
    }
}

static void emit_arm_value(writer *w, const cm_rule_arm *arm, bool is_direction)
{
    if (is_direction) {
        parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = (int64_t)arm->direction});
    } else {
        word(w, arm->sub);
    }
}

static cm_sv arm_prefix(const writer *w, const char *step, size_t arm)
{
    return cm_arena_format(w->mem, "%s.%zu", step, arm + 1);
}

static void emit_arms(writer *w, const char *step, const cm_rule_arms *arms, bool is_direction)
{
    keyword(w, "CASE");
    for (size_t i = 0; i < arms->count; i++) {
        const cm_node *when = arms->items[i].when;
        if (when != NULL) {
            w->prefix = arm_prefix(w, step, i);
            keyword(w, " WHEN ");
            emit(w, when);
        } else if (i == 0) {
            keyword(w, " WHEN TRUE");
        }
        for (size_t k = 0; when == NULL && k < i; k++) {
            w->prefix = arm_prefix(w, step, k);
            keyword(w, k == 0 ? " WHEN NOT (" : " OR ");
            emit(w, arms->items[k].when);
            keyword(w, k + 1 == i ? ")" : "");
        }
        keyword(w, " THEN ");
        emit_arm_value(w, &arms->items[i], is_direction);
    }
    keyword(w, arms->count == 0 ? " WHEN TRUE THEN NULL END" : " END");
}

/* The first arm that holds, for hits only; the else when all before it are known not to hold. */
static void choice_step(writer *w, const char *step, const char *column, const cm_rule_arms *arms,
                        bool is_direction)
{
    for (size_t i = 0; i < arms->count; i++) {
        w->prefix = arm_prefix(w, step, i);
        if (arms->items[i].when != NULL) {
            many_steps(w, arms->items[i].when, false);
        }
    }
    add_column_begin(w);
    keyword(w, "CASE WHEN ");
    subject_column(w, cm_sv_from(COLUMN_HIT));
    keyword(w, " THEN ");
    emit_arms(w, step, arms, is_direction);
    keyword(w, " END");
    add_column_end(w, cm_sv_from(column), cm_sv_from(step));
}

/* Out of scope leaves; then needs, scope and hit in that order. */
static void answer_step(writer *w)
{
    add_column_begin(w);
    keyword(w, "CASE WHEN ");
    subject_column(w, cm_sv_from(COLUMN_GROUPS));
    keyword(w, " <> '' OR ");
    subject_column(w, cm_sv_from(COLUMN_SCOPE));
    keyword(w, " IS NULL OR ");
    subject_column(w, cm_sv_from(COLUMN_HIT));
    keyword(w, " IS NULL THEN ");
    parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_UNDECIDABLE});
    keyword(w, " WHEN ");
    subject_column(w, cm_sv_from(COLUMN_HIT));
    keyword(w, " THEN ");
    parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_HIT});
    keyword(w, " ELSE ");
    parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_CLEAR});
    keyword(w, " END AS ");
    identifier(w, cm_sv_from(COLUMN_ANSWER));
    from_before(w);
    keyword(w, " WHERE ");
    subject_column(w, cm_sv_from(COLUMN_SCOPE));
    keyword(w, " IS DISTINCT FROM FALSE");
    end_step(w, CM_SV("answer"));
}

static void emit_when_null(writer *w, cm_sv column, cm_sv shown)
{
    keyword(w, ", CASE WHEN ");
    subject_column(w, column);
    keyword(w, " IS NULL THEN ");
    word(w, shown);
    keyword(w, " END");
}

static void emit_missing_child(writer *w, size_t child)
{
    const char *open = ", CASE WHEN ";
    for (size_t i = 0; i < w->child_columns.count; i++) {
        if (w->child_of[i] == child) {
            keyword(w, open);
            subject_column(w, w->child_columns.items[i]);
            keyword(w, " IS NULL");
            open = " OR ";
        }
    }
    if (open[0] == ' ') {
        keyword(w, " THEN ");
        word(w, w->rule->subject->children.items[child]->child);
        keyword(w, " END");
    }
}

/* The facts that were not read or, where the rule never asks about absence, are absent; `all`: the
 * absent ones in any case. */
static void emit_missing_facts(writer *w, bool all)
{
    const cm_view *view = w->rule->subject;
    keyword(w, "concat_ws(',', NULL");
    for (size_t i = 0; i < view->columns.count; i++) {
        const cm_column *column = view->columns.items[i];
        bool reads = w->rule->reads[i];
        bool looks = w->rule->looks[i];
        if (reads && (all || !looks)) {
            emit_when_null(w, column->name, column->name);
        } else if (reads || looks) {
            keyword(w, ", CASE WHEN ");
            subject_column(w, column->name);
            keyword(w, " IS NULL AND ");
            listed_unread(w, "s", column->name, column->group);
            keyword(w, " THEN ");
            word(w, column->name);
            keyword(w, " END");
        }
    }
    for (size_t i = 0; i < view->children.count; i++) {
        if (w->rule->reads_child[i]) {
            emit_missing_child(w, i);
        }
    }
    keyword(w, ")");
}

static void emit_missing(writer *w)
{
    keyword(w, "coalesce(nullif(");
    subject_column(w, cm_sv_from(COLUMN_GROUPS));
    keyword(w, ", ''), nullif(");
    emit_missing_facts(w, false);
    keyword(w, ", ''), ");
    emit_missing_facts(w, true);
    keyword(w, ")");
}

static void emit_answer_is(writer *w, cm_answer answer)
{
    keyword(w, "CASE WHEN ");
    subject_column(w, cm_sv_from(COLUMN_ANSWER));
    keyword(w, " = ");
    parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = (int64_t)answer});
    keyword(w, " THEN ");
}

static void result_step(writer *w)
{
    keyword(w, "SELECT s.doc_key, s.defendant_no, s.count_no, CAST(");
    subject_column(w, cm_sv_from(COLUMN_ANSWER));
    keyword(w, " AS INTEGER) AS answer, ");
    emit_answer_is(w, CM_ANSWER_HIT);
    keyword(w, "CAST(coalesce(");
    subject_column(w, cm_sv_from(COLUMN_DIRECTION));
    keyword(w, ", ");
    parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_DIRECTION_NEUTRAL});
    keyword(w, ") AS INTEGER) END AS direction, ");
    emit_answer_is(w, CM_ANSWER_HIT);
    keyword(w, "CAST(");
    subject_column(w, cm_sv_from(COLUMN_SUB));
    keyword(w, " AS VARCHAR) END AS sub, ");
    emit_answer_is(w, CM_ANSWER_UNDECIDABLE);
    emit_missing(w);
    keyword(w, " END AS missing, array_to_string(list_sort(s.unread), ',') AS unread");
    for (size_t i = 0; i < w->rule->outputs.count; i++) {
        const cm_rule_output *output = &w->rule->outputs.items[i];
        const cm_node node = {.ref = output->ref, .index = output->index};
        keyword(w, ", ");
        emit_name(w, &node);
        keyword(w, " AS ");
        identifier(w, w->rule->plan_outputs.items[i].name);
    }
    from_before(w);
    keyword(w, " ORDER BY s.doc_key, s.defendant_no, s.count_no");
    end_step(w, cm_sv_from(STEP_RESULT));
}

/* ---- which columns the subject step must have ---- */

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void mark(writer *w, const cm_node *node)
{
    if (node->kind == CM_NODE_NAME && node->ref == CM_REF_COLUMN) {
        w->reads[node->index] = true;
    }
    if (node->kind == CM_NODE_NAME && node->ref == CM_REF_PARAMETER &&
        w->rule->parameters.items[node->index].is_dated) {
        w->reads[w->rule->parameters.items[node->index].date_column] = true;
    }
    for (size_t i = 0; i < node->args.count; i++) {
        mark(w, node->args.items[i]);
    }
}

static void mark_all(writer *w)
{
    const cm_rule *rule = w->rule;
    for (size_t i = 0; i < rule->derived.count; i++) {
        mark(w, rule->derived.items[i].node);
    }
    if (rule->scope != NULL) {
        mark(w, rule->scope);
    }
    mark(w, rule->hit);
    const cm_rule_arms *choices[] = {&rule->subs, &rule->directions};
    for (size_t c = 0; c < CM_COUNT(choices); c++) {
        for (size_t i = 0; i < choices[c]->count; i++) {
            if (choices[c]->items[i].when != NULL) {
                mark(w, choices[c]->items[i].when);
            }
        }
    }
    for (size_t i = 0; i < rule->outputs.count; i++) {
        const cm_node node = {.kind = CM_NODE_NAME,
                              .ref = rule->outputs.items[i].ref,
                              .index = rule->outputs.items[i].index};
        mark(w, &node);
    }
}

/* ---- the plan ---- */

static void write_steps(writer *w)
{
    const cm_rule *rule = w->rule;
    mark_all(w);
    subject_step(w);
    needs_step(w);
    for (size_t i = 0; i < rule->derived.count; i++) {
        const cm_rule_derived *derived = &rule->derived.items[i];
        cm_sv step = cm_arena_format(w->mem, "derive.%.*s", CM_SV_ARG(derived->name));
        expression_step(w, step, derived->name, derived->node, derived->is_read);
    }
    scope_step(w);
    expression_step(w, CM_SV("hit"), cm_sv_from(COLUMN_HIT), rule->hit, true);
    choice_step(w, "sub", COLUMN_SUB, &rule->subs, false);
    choice_step(w, "direction", COLUMN_DIRECTION, &rule->directions, true);
    answer_step(w);
    result_step(w);
}

/* All steps as one statement. */
static void join_steps(writer *w)
{
    cm_plan *plan = w->plan;
    for (size_t i = 0; i < plan->steps.count; i++) {
        const cm_plan_step *step = &plan->steps.items[i];
        bool is_last = i + 1 == plan->steps.count;
        if (!is_last) {
            keyword(w, i == 0 ? "WITH " : ",\n");
            identifier(w, step->name);
            keyword(w, " AS NOT MATERIALIZED (");
        } else {
            keyword(w, "\n");
        }
        cm_buf_add(&w->out, step->sql); /* a step written above by the verbs */
        keyword(w, is_last ? "" : ")");
        for (size_t p = 0; p < step->parameters.count; p++) {
            *cm_vec_push(w->mem, &plan->parameters) = step->parameters.items[p];
        }
    }
    plan->sql = cm_arena_sv(w->mem, cm_buf_view(&w->out));
}

cm_status cm_model_plan(cm_arena *mem, const cm_model *model, const cm_plan **ret_plan, cm_err *err)
{
    const cm_rule *rule = model->rule;
    writer w = {.mem = mem, .rule = rule, .plan = cm_arena_new(mem, cm_plan)};
    w.reads = cm_arena_array(mem, bool, rule->subject->columns.count);
    cm_buf_init(&w.out, CM_MAX_SQL);
    write_steps(&w);
    join_steps(&w);
    bool over = w.over || w.out.over;
    cm_buf_clear(&w.out);
    if (over) {
        return cm_err_set(err, CM_E_LIMIT, "model '%.*s' needs a statement of more than %zu bytes",
                          CM_SV_ARG(model->id), CM_MAX_SQL);
    }
    for (size_t i = 0; i < rule->plan_outputs.count; i++) {
        *cm_vec_push(mem, &w.plan->outputs) = rule->plan_outputs.items[i];
    }
    *ret_plan = w.plan;
    return CM_OK;
}
