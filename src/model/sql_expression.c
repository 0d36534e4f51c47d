/* Expressions as SQL, after docs/expressions.md; what SQL would do with NULL by itself (greatest,
 * bool_and, CASE ... ELSE) is never relied upon. */
#include "model/sql.h"

static void emit_constant(cm_sql *w, cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        cm_sql_keyword(w, "NULL");
    } else if (type == CM_TYPE_BOOLEAN) {
        cm_sql_truth(w, value.number != 0);
    } else {
        cm_sql_parameter(w, (cm_parameter){type, value.number, value.text});
    }
}

/* A parameter by date: the value of the latest day that is not after the date; or whether there is
 * one. Unknown when the date is. */
static void emit_dated(cm_sql *w, const cm_rule_parameter *p, bool only_state, bool is_present)
{
    cm_sv date = w->rule->subject->columns.items[p->date_column]->name;
    for (size_t i = p->values.count; i > 0; i--) {
        const cm_rule_value *value = &p->values.items[i - 1];
        cm_sql_keyword(w, "CASE ");
        cm_sql_subject_column(w, date);
        cm_sql_keyword(w, " >= ");
        cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_DATE, .number = value->from});
        cm_sql_keyword(w, " WHEN TRUE THEN ");
        if (only_state) {
            cm_sql_truth(w, (value->value.state == CM_VALUE_KNOWN) == is_present);
        } else {
            emit_constant(w, p->type, value->value);
        }
        cm_sql_keyword(w, " WHEN FALSE THEN ");
    }
    if (only_state) {
        cm_sql_truth(w, !is_present);
    } else {
        cm_sql_keyword(w, "NULL");
    }
    for (size_t i = 0; i < p->values.count; i++) {
        cm_sql_keyword(w, " END");
    }
}

static void emit_child_column(cm_sql *w, const cm_column *column)
{
    bool is_date = column->type == CM_TYPE_DATE;
    cm_sql_keyword(w, is_date ? "date_diff('day', DATE '1970-01-01', t." : "t.");
    cm_sql_identifier(w, column->name);
    cm_sql_keyword(w, is_date ? ")" : "");
}

static void emit_name(cm_sql *w, const cm_node *node)
{
    const cm_rule_parameter *p;
    switch (node->ref) {
    case CM_REF_COLUMN:
        cm_sql_subject_column(w, w->rule->subject->columns.items[node->index]->name);
        break;
    case CM_REF_CHILD:
        emit_child_column(w, w->child->columns.items[node->index]);
        break;
    case CM_REF_DERIVED:
        cm_sql_subject_column(w, w->rule->derived.items[node->index].name);
        break;
    case CM_REF_PARAMETER:
        p = &w->rule->parameters.items[node->index];
        if (p->is_dated) {
            cm_sql_keyword(w, "(");
            emit_dated(w, p, false, false);
            cm_sql_keyword(w, ")");
        } else {
            emit_constant(w, p->type, p->values.items[0].value);
        }
        break;
    case CM_REF_TABLE:
        break;
    }
}

static void emit_between_keywords(cm_sql *w, const cm_node *node, const char *keywords)
{
    cm_sql_keyword(w, "(");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, keywords);
    cm_sql_expression(w, node->args.items[1]);
    cm_sql_keyword(w, ")");
}

static void emit_compare(cm_sql *w, const cm_node *node)
{
    static const char *const SIGNS[] = {
        [CM_EQUAL] = " = ",    [CM_UNEQUAL] = " <> ", [CM_LESS] = " < ",
        [CM_AT_MOST] = " <= ", [CM_GREATER] = " > ",  [CM_AT_LEAST] = " >= ",
    };
    emit_between_keywords(w, node, SIGNS[node->compare]);
}

/* In 128 bits, so that no sum or product of facts can end the query; too large is unknown. xor with
 * 0 keeps the value and keeps DuckDB from comparing the wider number in place of the cast one. */
static void emit_arithmetic(cm_sql *w, const cm_node *node)
{
    static const char *const SIGNS[CM_NODE_COUNT] = {
        [CM_NODE_ADD] = " + ", [CM_NODE_SUBTRACT] = " - ", [CM_NODE_MULTIPLY] = " * "};
    cm_sql_keyword(w, "xor(TRY_CAST(");
    if (node->kind == CM_NODE_NEGATE) {
        cm_sql_keyword(w, "- ");
    }
    cm_sql_keyword(w, "CAST(");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, " AS HUGEINT)");
    if (node->kind != CM_NODE_NEGATE) {
        cm_sql_keyword(w, SIGNS[node->kind]);
        cm_sql_keyword(w, "CAST(");
        cm_sql_expression(w, node->args.items[1]);
        cm_sql_keyword(w, " AS HUGEINT)");
    }
    cm_sql_keyword(w, " AS BIGINT), 0)");
}

static void emit_list(cm_sql *w, const cm_node *node, size_t first)
{
    for (size_t i = first; i < node->args.count; i++) {
        cm_sql_keyword(w, i == first ? "" : ", ");
        cm_sql_expression(w, node->args.items[i]);
    }
}

static void emit_in(cm_sql *w, const cm_node *node)
{
    cm_sql_keyword(w, "(");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, " IN (");
    emit_list(w, node, 1);
    cm_sql_keyword(w, "))");
}

static void emit_between(cm_sql *w, const cm_node *node)
{
    cm_sql_keyword(w, "(");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, " BETWEEN ");
    cm_sql_expression(w, node->args.items[1]);
    cm_sql_keyword(w, " AND ");
    cm_sql_expression(w, node->args.items[2]);
    cm_sql_keyword(w, ")");
}

/* CASE c WHEN TRUE .. WHEN FALSE .. END: NULL when c is, where CASE WHEN c would go on to ELSE. */
static void emit_case(cm_sql *w, const cm_node *node)
{
    size_t whens = node->args.count / 2;
    for (size_t i = 0; i < whens; i++) {
        cm_sql_keyword(w, "CASE ");
        cm_sql_expression(w, node->args.items[2 * i]);
        cm_sql_keyword(w, " WHEN TRUE THEN ");
        cm_sql_expression(w, node->args.items[2 * i + 1]);
        cm_sql_keyword(w, " WHEN FALSE THEN ");
    }
    if (node->args.count % 2 == 1) {
        cm_sql_expression(w, node->args.items[node->args.count - 1]);
    } else {
        cm_sql_keyword(w, "NULL");
    }
    for (size_t i = 0; i < whens; i++) {
        cm_sql_keyword(w, " END");
    }
}

static const cm_column *column_of(const cm_sql *w, const cm_node *name_node)
{
    return name_node->ref == CM_REF_CHILD ? w->child->columns.items[name_node->index]
                                          : w->rule->subject->columns.items[name_node->index];
}

static void emit_unread(cm_sql *w, const cm_node *name_node)
{
    const cm_column *column = column_of(w, name_node);
    if (name_node->ref == CM_REF_CHILD) {
        cm_sql_listed_unread(w, "t", column->name, CM_SV(""));
    } else {
        cm_sql_listed_unread(w, "s", column->name, column->group);
    }
}

static void emit_state(cm_sql *w, const cm_node *node)
{
    const cm_node *fact = node->args.items[0];
    if (fact->ref == CM_REF_TABLE) {
        const cm_view *child = w->rule->subject->children.items[fact->index];
        cm_sql_listed_unread(w, "s", child->child, child->group);
        return;
    }
    if (fact->ref == CM_REF_PARAMETER) {
        cm_sql_keyword(w, "(");
        emit_dated(w, &w->rule->parameters.items[fact->index], true, node->is == CM_IS_PRESENT);
        cm_sql_keyword(w, ")");
        return;
    }
    if (node->is == CM_IS_UNREAD) {
        cm_sql_keyword(w, "(");
        emit_name(w, fact);
        cm_sql_keyword(w, " IS NULL AND ");
        emit_unread(w, fact);
        cm_sql_keyword(w, ")");
        return;
    }
    cm_sql_keyword(w, "CASE WHEN ");
    emit_name(w, fact);
    cm_sql_keyword(w, " IS NOT NULL THEN ");
    cm_sql_truth(w, node->is == CM_IS_PRESENT);
    cm_sql_keyword(w, " WHEN NOT ");
    emit_unread(w, fact);
    cm_sql_keyword(w, " THEN ");
    cm_sql_truth(w, node->is == CM_IS_ABSENT);
    cm_sql_keyword(w, " END");
}

/* The greater or smaller by a comparison, which is NULL when either is. */
static void emit_extreme(cm_sql *w, const cm_node *node, const char *sign)
{
    cm_sql_keyword(w, "CASE ");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, sign);
    cm_sql_expression(w, node->args.items[1]);
    cm_sql_keyword(w, " WHEN TRUE THEN ");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, " WHEN FALSE THEN ");
    cm_sql_expression(w, node->args.items[1]);
    cm_sql_keyword(w, " END");
}

static void emit_abs(cm_sql *w, const cm_node *node)
{
    cm_sql_keyword(w, "xor(TRY_CAST(abs(CAST(");
    cm_sql_expression(w, node->args.items[0]);
    cm_sql_keyword(w, " AS HUGEINT)) AS BIGINT), 0)");
}

static void emit_if_absent(cm_sql *w, const cm_node *node)
{
    cm_sql_keyword(w, "CASE WHEN ");
    emit_name(w, node->args.items[0]);
    cm_sql_keyword(w, " IS NOT NULL THEN ");
    emit_name(w, node->args.items[0]);
    cm_sql_keyword(w, " WHEN NOT ");
    emit_unread(w, node->args.items[0]);
    cm_sql_keyword(w, " THEN ");
    cm_sql_expression(w, node->args.items[1]);
    cm_sql_keyword(w, " END");
}

static void emit_call(cm_sql *w, const cm_node *node)
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
        cm_sql_identifier(w, node->function->name);
        cm_sql_keyword(w, "(");
        emit_list(w, node, 0);
        cm_sql_keyword(w, ")");
        break;
    }
}

cm_sv cm_sql_many_column(const cm_sql *w, const cm_node *node)
{
    return cm_arena_format(w->mem, "%.*s.%.*s.%zu", CM_SV_ARG(w->prefix), CM_SV_ARG(node->text),
                           node->row_name);
}

static void emit_logic(cm_sql *w, const cm_node *node)
{
    if (node->kind == CM_NODE_NOT) {
        cm_sql_keyword(w, "(NOT ");
        cm_sql_expression(w, node->args.items[0]);
        cm_sql_keyword(w, ")");
    } else {
        emit_between_keywords(w, node, node->kind == CM_NODE_AND ? " AND " : " OR ");
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
void cm_sql_expression(cm_sql *w, const cm_node *node)
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
        cm_sql_subject_column(w, cm_sql_many_column(w, node));
        break;
    case CM_NODE_CALL:
        emit_call(w, node);
        break;
    case CM_NODE_COUNT:
        break;
    }
}
