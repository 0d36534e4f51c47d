/* The steps of a collision as SQL, after docs/collisions.md; collide.c is what they must mean. A
 * row of a step has its columns, `unread` (names of columns), and whether it is doubtful and for
 * lack of what. Dates are days since 1970-01-01. */
#include "model/step.h"

#include "model/sql.h"

static const char *const MAYBE = "is.maybe";
static const char *const MISSING = "is.missing";
static const char *const LEFT_MAYBE = "left.maybe";
static const char *const LEFT_MISSING = "left.missing";
static const char *const LEFT_UNREAD = "left.unread";
static const char *const TURN = "is.turn";
static const char *const NONE = "CAST([] AS VARCHAR[])";

static cm_sv step_name(const cm_sql *w, const char *kind, const cm_step *step)
{
    return cm_arena_format(w->mem, "%s.%.*s", kind, CM_SV_ARG(step->name));
}

static void table_of(cm_sql *w, const cm_step *step, const char *alias)
{
    cm_sql_identifier(w, step_name(w, "step", step));
    cm_sql_keyword(w, " AS ");
    cm_sql_keyword(w, alias);
}

static void column(cm_sql *w, const char *alias, cm_sv name)
{
    cm_sql_keyword(w, alias);
    cm_sql_keyword(w, ".");
    cm_sql_identifier(w, name);
}

static void own(cm_sql *w, const char *alias, const char *name)
{
    column(w, alias, cm_sv_from(name));
}

static cm_sv name_of(const cm_view *view, size_t i)
{
    return view->columns.items[i]->name;
}

/* Columns [first, end) of a view, each after a comma. */
static void columns(cm_sql *w, const char *alias, const cm_view *view, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        column(w, alias, name_of(view, i));
    }
}

static void nulls(cm_sql *w, const cm_view *view, size_t first)
{
    for (size_t i = first; i < view->columns.count; i++) {
        cm_type type = view->columns.items[i]->type;
        cm_sql_keyword(w, type == CM_TYPE_TEXT      ? ", CAST(NULL AS VARCHAR)"
                          : type == CM_TYPE_BOOLEAN ? ", CAST(NULL AS BOOLEAN)"
                                                    : ", CAST(NULL AS BIGINT)");
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, name_of(view, i));
    }
}

/* A list of names that are bound. */
static void words(cm_sql *w, const cm_view *view, size_t first)
{
    cm_sql_keyword(w, "CAST([");
    for (size_t i = first; i < view->columns.count; i++) {
        cm_sql_keyword(w, i == first ? "" : ", ");
        cm_sql_word(w, name_of(view, i));
    }
    cm_sql_keyword(w, "] AS VARCHAR[])");
}

static void as(cm_sql *w, const char *name)
{
    cm_sql_keyword(w, " AS ");
    cm_sql_identifier(w, cm_sv_from(name));
}

static void listed(cm_sql *w, const char *alias, cm_sv name)
{
    cm_sql_keyword(w, "list_contains(");
    cm_sql_keyword(w, alias);
    cm_sql_keyword(w, ".unread, ");
    cm_sql_word(w, name);
    cm_sql_keyword(w, ")");
}

/* ---- scan ---- */

static void group_unread(cm_sql *w, const char *alias, cm_sv group)
{
    cm_sql_keyword(w, "list_contains(");
    cm_sql_keyword(w, alias);
    cm_sql_keyword(w, ".unread_groups, ");
    cm_sql_word(w, group);
    cm_sql_keyword(w, ")");
}

static void scan_column(cm_sql *w, const cm_step *step, const cm_column *c)
{
    bool is_date = c->type == CM_TYPE_DATE;
    bool has_group = step->parent == NULL && c->group.len != 0;
    cm_sql_keyword(w, ", ");
    if (has_group) {
        cm_sql_keyword(w, "CASE WHEN NOT ");
        group_unread(w, "s", c->group);
        cm_sql_keyword(w, " THEN ");
    }
    cm_sql_keyword(w, is_date ? "date_diff('day', DATE '1970-01-01', " : "");
    column(w, "s", c->name);
    cm_sql_keyword(w, is_date ? ")" : "");
    cm_sql_keyword(w, has_group ? " END AS " : " AS ");
    cm_sql_identifier(w, c->name);
}

/* The names of taken columns that are unread in this row. */
static void scan_unread(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, ", [x FOR x IN [CAST(NULL AS VARCHAR)");
    for (size_t i = 0; i < step->taken.count; i++) {
        const cm_column *c = step->table->columns.items[step->taken.items[i]];
        bool has_group = step->parent == NULL && c->group.len != 0;
        cm_sql_keyword(w, ", CASE WHEN (");
        column(w, "s", c->name);
        cm_sql_keyword(w, " IS NULL AND ");
        listed(w, "s", c->name);
        cm_sql_keyword(w, ")");
        if (has_group) {
            cm_sql_keyword(w, " OR ");
            group_unread(w, "s", c->group);
        }
        cm_sql_keyword(w, " THEN ");
        cm_sql_word(w, c->name);
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, "] IF x IS NOT NULL] AS unread");
}

static void child_unread(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, "(");
    listed(w, "p", step->table->child);
    if (step->table->group.len != 0) {
        cm_sql_keyword(w, " OR ");
        group_unread(w, "p", step->table->group);
    }
    cm_sql_keyword(w, ")");
}

/* The rows of a child table whose parent says that it was not read, as one doubtful row each. */
static void scan_child_end(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, " LEFT JOIN ");
    cm_sql_identifier(w, step->parent->table);
    cm_sql_keyword(w, " AS p ON ");
    for (size_t i = 0; i < step->table->key_count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : " AND ");
        own(w, "p", CM_STEP_KEYS[i]);
        cm_sql_keyword(w, " = ");
        own(w, "s", CM_STEP_KEYS[i]);
    }
    cm_sql_keyword(w, " WHERE coalesce(NOT ");
    child_unread(w, step);
    cm_sql_keyword(w, ", TRUE)");
}

static void scan_child_rows(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, " UNION ALL SELECT ");
    for (size_t i = 0; i < step->table->key_count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        own(w, "p", CM_STEP_KEYS[i]);
    }
    cm_sql_keyword(w, ", 0");
    nulls(w, step->out.view, step->key_columns);
    cm_sql_keyword(w, ", ");
    words(w, step->out.view, step->key_columns);
    cm_sql_keyword(w, ", TRUE, [");
    cm_sql_word(w, step->table->child);
    cm_sql_keyword(w, "] FROM ");
    cm_sql_identifier(w, step->parent->table);
    cm_sql_keyword(w, " AS p WHERE ");
    child_unread(w, step);
}

static void scan_step(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, "SELECT ");
    for (size_t i = 0; i < step->key_columns; i++) {
        cm_sql_keyword(w, i == 0 ? "CAST(" : ", CAST(");
        column(w, "s", name_of(step->out.view, i));
        cm_sql_keyword(w, " AS BIGINT) AS ");
        cm_sql_identifier(w, name_of(step->out.view, i));
    }
    for (size_t i = 0; i < step->taken.count; i++) {
        scan_column(w, step, step->table->columns.items[step->taken.items[i]]);
    }
    scan_unread(w, step);
    cm_sql_keyword(w, ", FALSE");
    as(w, MAYBE);
    cm_sql_keyword(w, ", ");
    cm_sql_keyword(w, NONE);
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, step->table->table);
    cm_sql_keyword(w, " AS s");
    if (step->parent != NULL) {
        scan_child_end(w, step);
    }
    if (step->sealed != SIZE_MAX) {
        cm_sql_keyword(w, step->parent != NULL ? " AND " : " WHERE ");
        column(w, "s", name_of(step->table, step->sealed));
        cm_sql_keyword(w, " IS DISTINCT FROM ");
        cm_sql_word(w, cm_sealed_id(CM_SEALED_SEALED));
    }
    if (step->parent != NULL) {
        scan_child_rows(w, step);
    }
    cm_sql_end_step(w, step_name(w, "step", step));
}

/* ---- conditions ---- */

static cm_sv condition_name(const cm_sql *w, size_t i)
{
    return cm_arena_format(w->mem, "is.%zu", i);
}

/* A step that adds the value of each condition, and one that keeps the rows for which none is
 * false. */
static void condition_steps(cm_sql *w, const cm_step *step, cm_sv last)
{
    cm_sql_keyword(w, "SELECT s.*");
    for (size_t i = 0; i < step->conditions.count; i++) {
        w->rule = step->conditions.items[i].rule;
        cm_sql_keyword(w, ", ");
        cm_sql_expression(w, step->conditions.items[i].node);
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, condition_name(w, i));
    }
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, w->before);
    cm_sql_keyword(w, " AS s");
    cm_sql_end_step(w, step_name(w, "where", step));

    cm_sql_keyword(w, "SELECT s.* EXCLUDE (");
    cm_sql_identifier(w, cm_sv_from(MAYBE));
    cm_sql_keyword(w, ", ");
    cm_sql_identifier(w, cm_sv_from(MISSING));
    for (size_t i = 0; i < step->conditions.count; i++) {
        cm_sql_keyword(w, ", ");
        cm_sql_identifier(w, condition_name(w, i));
    }
    cm_sql_keyword(w, "), s.");
    cm_sql_identifier(w, cm_sv_from(MAYBE));
    for (size_t i = 0; i < step->conditions.count; i++) {
        cm_sql_keyword(w, " OR ");
        column(w, "s", condition_name(w, i));
        cm_sql_keyword(w, " IS NULL");
    }
    as(w, MAYBE);
    cm_sql_keyword(w, ", flatten([");
    own(w, "s", MISSING);
    for (size_t i = 0; i < step->conditions.count; i++) {
        w->rule = step->conditions.items[i].rule;
        cm_sql_keyword(w, ", CASE WHEN ");
        column(w, "s", condition_name(w, i));
        cm_sql_keyword(w, " IS NULL THEN coalesce(string_split(");
        cm_sql_missing(w);
        cm_sql_keyword(w, ", ','), ");
        cm_sql_keyword(w, NONE);
        cm_sql_keyword(w, ") ELSE ");
        cm_sql_keyword(w, NONE);
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, "])");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, w->before);
    cm_sql_keyword(w, " AS s WHERE ");
    for (size_t i = 0; i < step->conditions.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : " AND ");
        column(w, "s", condition_name(w, i));
        cm_sql_keyword(w, " IS DISTINCT FROM FALSE");
    }
    cm_sql_end_step(w, last);
}

/* ---- derive ---- */

/* Some fact that the expression reads is unread. */
static void reads_unread(cm_sql *w, const cm_step_expression *e)
{
    cm_sql_keyword(w, "(FALSE");
    for (size_t i = 0; i < e->rule->subject->columns.count; i++) {
        if (e->rule->reads[i] || e->rule->looks[i]) {
            cm_sql_keyword(w, " OR ");
            listed(w, "s", name_of(e->rule->subject, i));
        }
    }
    cm_sql_keyword(w, ")");
}

static void value_names(cm_sql *w, const cm_step *step, size_t first)
{
    for (size_t i = 0; i < step->values.count; i++) {
        const cm_step_expression *e = &step->values.items[i];
        w->rule = e->rule;
        cm_sql_keyword(w, ", ");
        cm_sql_expression(w, e->node);
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, name_of(step->out.view, first + i));
    }
}

static void derive_step(cm_sql *w, const cm_step *step)
{
    size_t first = step->from->out.view->columns.count;
    cm_sql_keyword(w, "SELECT s.*");
    value_names(w, step, first);
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "s");
    cm_sql_end_step(w, step_name(w, "values", step));

    cm_sql_keyword(w,
                   "SELECT s.* EXCLUDE (unread), list_concat(s.unread, [x FOR x IN [CAST(NULL AS "
                   "VARCHAR)");
    for (size_t i = 0; i < step->values.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN ");
        column(w, "s", name_of(step->out.view, first + i));
        cm_sql_keyword(w, " IS NULL AND ");
        reads_unread(w, &step->values.items[i]);
        cm_sql_keyword(w, " THEN ");
        cm_sql_word(w, name_of(step->out.view, first + i));
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, "] IF x IS NOT NULL]) AS unread FROM ");
    cm_sql_identifier(w, w->before);
    cm_sql_keyword(w, " AS s");
    cm_sql_end_step(w, step_name(w, "step", step));
}

/* ---- join ---- */

static cm_sv left_key(const cm_step *step, size_t i)
{
    return name_of(step->from->out.view, step->on.items[i].left);
}

static cm_sv right_key(const cm_step *step, size_t i)
{
    return name_of(step->with->out.view, step->on.items[i].right);
}

static cm_sv pair_name(const cm_step *step, size_t right)
{
    return name_of(step->pairs, step->from->out.view->columns.count + right);
}

/* Absent: NULL and not listed. */
static void may_equal(cm_sql *w, const cm_step *step, size_t i)
{
    cm_sql_keyword(w, " AND (");
    column(w, "l", left_key(step, i));
    cm_sql_keyword(w, " = ");
    column(w, "r", right_key(step, i));
    cm_sql_keyword(w, " OR ((");
    column(w, "l", left_key(step, i));
    cm_sql_keyword(w, " IS NULL OR ");
    column(w, "r", right_key(step, i));
    cm_sql_keyword(w, " IS NULL) AND (");
    column(w, "l", left_key(step, i));
    cm_sql_keyword(w, " IS NOT NULL OR ");
    listed(w, "l", left_key(step, i));
    cm_sql_keyword(w, ") AND (");
    column(w, "r", right_key(step, i));
    cm_sql_keyword(w, " IS NOT NULL OR ");
    listed(w, "r", right_key(step, i));
    cm_sql_keyword(w, ")))");
}

static void pair_doubt(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, ", ");
    own(w, "r", MAYBE);
    for (size_t i = 1; i < step->on.count; i++) {
        cm_sql_keyword(w, " OR ");
        column(w, "l", left_key(step, i));
        cm_sql_keyword(w, " IS NULL OR ");
        column(w, "r", right_key(step, i));
        cm_sql_keyword(w, " IS NULL");
    }
    as(w, MAYBE);
    cm_sql_keyword(w, ", list_concat(");
    own(w, "r", MISSING);
    cm_sql_keyword(w, ", [x FOR x IN [CAST(NULL AS VARCHAR)");
    for (size_t i = 1; i < step->on.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN ");
        column(w, "l", left_key(step, i));
        cm_sql_keyword(w, " IS NULL THEN ");
        cm_sql_word(w, left_key(step, i));
        cm_sql_keyword(w, " WHEN ");
        column(w, "r", right_key(step, i));
        cm_sql_keyword(w, " IS NULL THEN ");
        cm_sql_word(w, pair_name(step, step->on.items[i].right));
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, "] IF x IS NOT NULL])");
    as(w, MISSING);
}

/* The right side's names get the prefix of the join. */
static void pair_unread(cm_sql *w, const cm_step *step)
{
    cm_sv plain = name_of(step->with->out.view, 0);
    cm_sv named = pair_name(step, 0);
    cm_sql_keyword(w, ", list_concat(l.unread, [");
    cm_sql_word(w, cm_sv_slice(named, 0, named.len - plain.len));
    cm_sql_keyword(w, " || x FOR x IN r.unread]) AS unread");
}

static void pairs_step(cm_sql *w, const cm_step *step)
{
    const cm_view *left = step->from->out.view;
    cm_sql_keyword(w, "SELECT ");
    columns(w, "l", left, 0, left->columns.count);
    for (size_t i = 0; i < step->with->out.view->columns.count; i++) {
        cm_sql_keyword(w, ", ");
        column(w, "r", name_of(step->with->out.view, i));
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, pair_name(step, i));
    }
    pair_unread(w, step);
    pair_doubt(w, step);
    cm_sql_keyword(w, ", ");
    own(w, "l", MAYBE);
    as(w, LEFT_MAYBE);
    cm_sql_keyword(w, ", ");
    own(w, "l", MISSING);
    as(w, LEFT_MISSING);
    cm_sql_keyword(w, ", l.unread");
    as(w, LEFT_UNREAD);
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "l");
    cm_sql_keyword(w, " JOIN ");
    table_of(w, step->with, "r");
    cm_sql_keyword(w, " ON ");
    column(w, "l", left_key(step, 0));
    cm_sql_keyword(w, " = ");
    column(w, "r", right_key(step, 0));
    for (size_t i = 1; i < step->on.count; i++) {
        may_equal(w, step, i);
    }
    cm_sql_end_step(w, step_name(w, "pairs", step));
    if (step->conditions.count != 0) {
        condition_steps(w, step, step_name(w, "match", step));
    }
}

static void is_open(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, "(");
    column(w, "l", left_key(step, 0));
    cm_sql_keyword(w, " IS NULL AND ");
    listed(w, "l", left_key(step, 0));
    cm_sql_keyword(w, ")");
}

/* All that tells the rows of the left side apart. */
static void same_left(cm_sql *w, const cm_step *step, const char *a, const char *b)
{
    const cm_relation *left = &step->from->out;
    for (size_t i = 0; i < left->order.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : " AND ");
        column(w, a, name_of(left->view, left->order.items[i]));
        cm_sql_keyword(w, " IS NOT DISTINCT FROM ");
        column(w, b, name_of(left->view, left->order.items[i]));
    }
}

static void order_columns(cm_sql *w, const char *alias, const cm_view *view,
                          const cm_relation *order)
{
    for (size_t i = 0; i < order->order.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        column(w, alias, name_of(view, order->order.items[i]));
    }
}

static void pair_rows(cm_sql *w, const cm_step *step, cm_sv matches)
{
    cm_sql_keyword(w, "SELECT ");
    columns(w, "m", step->pairs, 0, step->pairs->columns.count);
    cm_sql_keyword(w, ", m.unread, ");
    own(w, "m", LEFT_MAYBE);
    cm_sql_keyword(w, " OR ");
    own(w, "m", MAYBE);
    as(w, MAYBE);
    cm_sql_keyword(w, ", list_concat(");
    own(w, "m", LEFT_MISSING);
    cm_sql_keyword(w, ", ");
    own(w, "m", MISSING);
    cm_sql_keyword(w, ")");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, matches);
    cm_sql_keyword(w, " AS m");
}

/* Left rows whose first key is unread. */
static void open_rows(cm_sql *w, const cm_step *step)
{
    const cm_view *left = step->from->out.view;
    bool is_left = step->mode == CM_JOIN_LEFT;
    cm_sql_keyword(w, " UNION ALL SELECT ");
    columns(w, "l", left, 0, left->columns.count);
    nulls(w, step->pairs, left->columns.count);
    cm_sql_keyword(w, ", list_concat(l.unread, ");
    words(w, step->pairs, left->columns.count);
    cm_sql_keyword(w, "), ");
    if (is_left) {
        own(w, "l", MAYBE);
        cm_sql_keyword(w, ", ");
        own(w, "l", MISSING);
    } else {
        cm_sql_keyword(w, "TRUE, list_append(");
        own(w, "l", MISSING);
        cm_sql_keyword(w, ", ");
        cm_sql_word(w, left_key(step, 0));
        cm_sql_keyword(w, ")");
    }
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "l");
    cm_sql_keyword(w, " WHERE ");
    is_open(w, step);
}

/* Left rows that met nothing. */
static void lone_rows(cm_sql *w, const cm_step *step, cm_sv matches)
{
    const cm_view *left = step->from->out.view;
    cm_sql_keyword(w, " UNION ALL SELECT ");
    columns(w, "l", left, 0, left->columns.count);
    nulls(w, step->pairs, left->columns.count);
    cm_sql_keyword(w, ", l.unread, ");
    own(w, "l", MAYBE);
    cm_sql_keyword(w, ", ");
    own(w, "l", MISSING);
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "l");
    cm_sql_keyword(w, " ANTI JOIN ");
    cm_sql_identifier(w, matches);
    cm_sql_keyword(w, " AS m ON ");
    same_left(w, step, "l", "m");
    cm_sql_keyword(w, " WHERE NOT ");
    is_open(w, step);
}

static void all_missing(cm_sql *w, const char *alias)
{
    cm_sql_keyword(w, "flatten(list(");
    own(w, alias, MISSING);
    cm_sql_keyword(w, "))");
}

/* What the pairs of each left row say together, by its keys. */
static void together_step(cm_sql *w, const cm_step *step, cm_sv matches)
{
    const cm_relation *left = &step->from->out;
    cm_sql_keyword(w, "SELECT ");
    order_columns(w, "m", left->view, left);
    cm_sql_keyword(w, ", bool_or(NOT ");
    own(w, "m", MAYBE);
    cm_sql_keyword(w, ") AS \"is.sure\", bool_or(");
    own(w, "m", MAYBE);
    cm_sql_keyword(w, ")");
    as(w, MAYBE);
    cm_sql_keyword(w, ", ");
    all_missing(w, "m");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, matches);
    cm_sql_keyword(w, " AS m GROUP BY ");
    order_columns(w, "m", left->view, left);
    cm_sql_end_step(w, step_name(w, "together", step));
}

static void test_step(cm_sql *w, const cm_step *step, cm_sv matches)
{
    const cm_view *left = step->from->out.view;
    bool is_semi = step->mode == CM_JOIN_SEMI;
    together_step(w, step, matches);
    cm_sv together = w->before;
    cm_sql_keyword(w, "SELECT ");
    columns(w, "l", left, 0, left->columns.count);
    cm_sql_keyword(w, ", l.unread, ");
    own(w, "l", MAYBE);
    cm_sql_keyword(w, " OR ");
    is_open(w, step);
    cm_sql_keyword(w, " OR coalesce(NOT g.\"is.sure\", FALSE)");
    as(w, MAYBE);
    cm_sql_keyword(w, ", list_concat(");
    own(w, "l", MISSING);
    cm_sql_keyword(w, ", CASE WHEN ");
    is_open(w, step);
    cm_sql_keyword(w, " THEN [");
    cm_sql_word(w, left_key(step, 0));
    cm_sql_keyword(w, "] WHEN NOT g.\"is.sure\" THEN ");
    own(w, "g", MISSING);
    cm_sql_keyword(w, " ELSE ");
    cm_sql_keyword(w, NONE);
    cm_sql_keyword(w, " END)");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "l");
    cm_sql_keyword(w, " LEFT JOIN ");
    cm_sql_identifier(w, together);
    cm_sql_keyword(w, " AS g ON ");
    same_left(w, step, "l", "g");
    cm_sql_keyword(w, " WHERE ");
    is_open(w, step);
    cm_sql_keyword(w, is_semi ? " OR g.\"is.sure\" IS NOT NULL"
                              : " OR g.\"is.sure\" IS NULL OR NOT g.\"is.sure\"");
}

/* The best partner of each left row; where one is doubtful, none is chosen. */
static void turn_step(cm_sql *w, const cm_step *step, cm_sv matches)
{
    const cm_relation *left = &step->from->out;
    const cm_relation *right = &step->with->out;
    cm_sql_keyword(w, "SELECT m.*, row_number() OVER (PARTITION BY ");
    order_columns(w, "m", left->view, left);
    cm_sql_keyword(w, " ORDER BY ");
    column(w, "m", pair_name(step, step->latest));
    cm_sql_keyword(w, " DESC NULLS LAST");
    for (size_t i = 0; i < right->order.count; i++) {
        cm_sql_keyword(w, ", ");
        column(w, "m", pair_name(step, right->order.items[i]));
        cm_sql_keyword(w, " ASC NULLS LAST");
    }
    cm_sql_keyword(w, ")");
    as(w, TURN);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, matches);
    cm_sql_keyword(w, " AS m");
    cm_sql_end_step(w, step_name(w, "turn", step));
}

static void asof_rows(cm_sql *w, const cm_step *step, cm_sv turns, cm_sv together)
{
    const cm_view *left = step->from->out.view;
    size_t first = left->columns.count;
    bool is_left = step->mode == CM_JOIN_LEFT;
    cm_sql_keyword(w, "SELECT ");
    columns(w, "m", left, 0, first);
    for (size_t i = first; i < step->pairs->columns.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN NOT ");
        own(w, "g", MAYBE);
        cm_sql_keyword(w, " THEN ");
        column(w, "m", name_of(step->pairs, i));
        cm_sql_keyword(w, " END AS ");
        cm_sql_identifier(w, name_of(step->pairs, i));
    }
    cm_sql_keyword(w, ", CASE WHEN ");
    own(w, "g", MAYBE);
    cm_sql_keyword(w, " THEN list_concat(");
    own(w, "m", LEFT_UNREAD);
    cm_sql_keyword(w, ", ");
    words(w, step->pairs, first);
    cm_sql_keyword(w, ") ELSE m.unread END AS unread, ");
    own(w, "m", LEFT_MAYBE);
    if (!is_left) {
        cm_sql_keyword(w, " OR ");
        own(w, "g", MAYBE);
    }
    as(w, MAYBE);
    cm_sql_keyword(w, ", list_concat(");
    own(w, "m", LEFT_MISSING);
    cm_sql_keyword(w, ", ");
    if (is_left) {
        cm_sql_keyword(w, NONE);
    } else {
        own(w, "g", MISSING);
    }
    cm_sql_keyword(w, ")");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, turns);
    cm_sql_keyword(w, " AS m JOIN ");
    cm_sql_identifier(w, together);
    cm_sql_keyword(w, " AS g ON ");
    same_left(w, step, "m", "g");
    cm_sql_keyword(w, " WHERE ");
    own(w, "m", TURN);
    cm_sql_keyword(w, " = 1");
}

static void join_step(cm_sql *w, const cm_step *step)
{
    pairs_step(w, step);
    cm_sv matches = w->before;
    if (step->mode == CM_JOIN_SEMI || step->mode == CM_JOIN_ANTI) {
        test_step(w, step, matches);
        cm_sql_end_step(w, step_name(w, "step", step));
        return;
    }
    if (step->is_asof) {
        turn_step(w, step, matches);
        cm_sv turns = w->before;
        together_step(w, step, matches);
        asof_rows(w, step, turns, w->before);
    } else {
        pair_rows(w, step, matches);
    }
    open_rows(w, step);
    if (step->mode == CM_JOIN_LEFT) {
        lone_rows(w, step, matches);
    }
    cm_sql_end_step(w, step_name(w, "step", step));
}

/* ---- aggregate ---- */

static cm_sv bad_name(const cm_sql *w, size_t i)
{
    return cm_arena_format(w->mem, "bad.%zu", i);
}

static cm_sv value_name(const cm_sql *w, size_t i)
{
    return cm_arena_format(w->mem, "value.%zu", i);
}

static void value_columns(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, "SELECT s.*");
    for (size_t i = 0; i < step->values.count; i++) {
        w->rule = step->values.items[i].rule;
        cm_sql_keyword(w, ", ");
        cm_sql_expression(w, step->values.items[i].node);
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, value_name(w, i));
    }
    cm_sql_keyword(w, " FROM ");
    table_of(w, step->from, "s");
    cm_sql_keyword(w, " WHERE TRUE");
    for (size_t i = 0; i < step->by.count; i++) {
        cm_sql_keyword(w, " AND ");
        column(w, "s", name_of(step->from->out.view, step->by.items[i]));
        cm_sql_keyword(w, " IS NOT NULL");
    }
    cm_sql_end_step(w, step_name(w, "values", step));
}

/* Which rows leave the result of their group open. */
static void bad_columns(cm_sql *w, const cm_step *step)
{
    cm_sql_keyword(w, "SELECT s.*");
    for (size_t i = 0; i < step->values.count; i++) {
        cm_aggregate_kind kind = step->kinds.items[i];
        bool is_condition = kind == CM_AGGREGATE_COUNT || kind == CM_AGGREGATE_SHARE;
        cm_sql_keyword(w, ", (");
        own(w, "s", MAYBE);
        if (kind == CM_AGGREGATE_COUNT) {
            cm_sql_keyword(w, " AND ");
            column(w, "s", value_name(w, i));
            cm_sql_keyword(w, " IS DISTINCT FROM FALSE");
        }
        cm_sql_keyword(w, ") OR (");
        column(w, "s", value_name(w, i));
        cm_sql_keyword(w, " IS NULL");
        if (!is_condition) {
            cm_sql_keyword(w, " AND ");
            reads_unread(w, &step->values.items[i]);
        }
        cm_sql_keyword(w, ") AS ");
        cm_sql_identifier(w, bad_name(w, i));
    }
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, w->before);
    cm_sql_keyword(w, " AS s");
    cm_sql_end_step(w, step_name(w, "bad", step));
}

static void fold(cm_sql *w, const cm_step *step, size_t i)
{
    static const struct {
        const char *before, *after;
    } WORDS[CM_AGGREGATE_KINDS] = {
        [CM_AGGREGATE_COUNT] = {"count(*) FILTER (WHERE ", ")"},
        [CM_AGGREGATE_SHARE] = {"(1000 * count(*) FILTER (WHERE ", ")) // count(*)"},
        [CM_AGGREGATE_DISTINCT] = {"count(DISTINCT ", ")"},
        [CM_AGGREGATE_SUM] = {"TRY_CAST(sum(CAST(", " AS HUGEINT)) AS BIGINT)"},
        [CM_AGGREGATE_MIN] = {"min(", ")"},
        [CM_AGGREGATE_MAX] = {"max(", ")"},
        [CM_AGGREGATE_MEDIAN] = {NULL, NULL},
        [CM_AGGREGATE_LIST] = {NULL, NULL},
    };

    cm_aggregate_kind kind = step->kinds.items[i];
    cm_sv name = value_name(w, i);
    if (kind == CM_AGGREGATE_MEDIAN) {
        cm_sql_keyword(w, "list_sort(list(");
        column(w, "s", name);
        cm_sql_keyword(w, ") FILTER (WHERE ");
        column(w, "s", name);
        cm_sql_keyword(w, " IS NOT NULL))[(count(");
        column(w, "s", name);
        cm_sql_keyword(w, ") + 1) // 2]");
    } else if (kind == CM_AGGREGATE_LIST) {
        cm_sql_keyword(w, "array_to_string(list_sort(list(DISTINCT ");
        column(w, "s", name);
        cm_sql_keyword(w, ") FILTER (WHERE ");
        column(w, "s", name);
        cm_sql_keyword(w, " IS NOT NULL)), ");
        cm_sql_word(w, step->separator);
        cm_sql_keyword(w, ")");
    } else {
        cm_sql_keyword(w, WORDS[kind].before);
        column(w, "s", name);
        cm_sql_keyword(w, WORDS[kind].after);
    }
}

static void any_bad(cm_sql *w, size_t i)
{
    cm_sql_keyword(w, "bool_or(");
    column(w, "s", bad_name(w, i));
    cm_sql_keyword(w, ")");
}

static void group_doubt(cm_sql *w)
{
    cm_sql_keyword(w, ", bool_and(");
    own(w, "s", MAYBE);
    cm_sql_keyword(w, ")");
    as(w, MAYBE);
    cm_sql_keyword(w, ", CASE WHEN bool_and(");
    own(w, "s", MAYBE);
    cm_sql_keyword(w, ") THEN ");
    all_missing(w, "s");
    cm_sql_keyword(w, " ELSE ");
    cm_sql_keyword(w, NONE);
    cm_sql_keyword(w, " END");
    as(w, MISSING);
}

static void by_columns(cm_sql *w, const cm_step *step)
{
    for (size_t i = 0; i < step->by.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        column(w, "s", name_of(step->from->out.view, step->by.items[i]));
    }
}

static void aggregate_step(cm_sql *w, const cm_step *step)
{
    value_columns(w, step);
    bad_columns(w, step);
    cm_sql_keyword(w, "SELECT ");
    by_columns(w, step);
    for (size_t i = 0; i < step->values.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN NOT ");
        any_bad(w, i);
        cm_sql_keyword(w, " THEN ");
        fold(w, step, i);
        cm_sql_keyword(w, " END AS ");
        cm_sql_identifier(w, name_of(step->out.view, step->by.count + i));
    }
    cm_sql_keyword(w, ", [x FOR x IN [CAST(NULL AS VARCHAR)");
    for (size_t i = 0; i < step->values.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN ");
        any_bad(w, i);
        cm_sql_keyword(w, " THEN ");
        cm_sql_word(w, name_of(step->out.view, step->by.count + i));
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, "] IF x IS NOT NULL] AS unread");
    group_doubt(w);
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, w->before);
    cm_sql_keyword(w, " AS s GROUP BY ");
    by_columns(w, step);
    cm_sql_end_step(w, step_name(w, "step", step));
}

/* ---- emit ---- */

static void subject_keys(cm_sql *w, const char *alias, const cm_relation *relation)
{
    const cm_lineage *subject = &relation->lineages.items[0];
    for (size_t i = 0; i < subject->table->key_count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        column(w, alias, name_of(relation->view, cm_relation_key(relation, subject, i)));
    }
}

static void same_subject(cm_sql *w, const char *a, const char *b, const cm_lineage *subject)
{
    for (size_t i = 0; i < subject->table->key_count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : " AND ");
        own(w, a, CM_STEP_KEYS[i]);
        cm_sql_keyword(w, " = ");
        own(w, b, CM_STEP_KEYS[i]);
    }
}

/* The certain rows, the first of each subject marked by its turn. */
static void sure_step(cm_sql *w, const cm_step *rows)
{
    const cm_relation *r = &rows->out;
    cm_sql_keyword(w, "SELECT s.*, row_number() OVER (PARTITION BY ");
    subject_keys(w, "s", r);
    cm_sql_keyword(w, " ORDER BY ");
    for (size_t i = 0; i < r->order.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        column(w, "s", name_of(r->view, r->order.items[i]));
        cm_sql_keyword(w, " ASC NULLS LAST");
    }
    cm_sql_keyword(w, ")");
    as(w, TURN);
    cm_sql_keyword(w, " FROM ");
    table_of(w, rows, "s");
    cm_sql_keyword(w, " WHERE NOT ");
    own(w, "s", MAYBE);
    cm_sql_end_step(w, CM_SV("emit.sure"));
}

static void doubt_step(cm_sql *w, const cm_step *rows)
{
    cm_sql_keyword(w, "SELECT ");
    subject_keys(w, "s", &rows->out);
    cm_sql_keyword(w, ", ");
    all_missing(w, "s");
    as(w, MISSING);
    cm_sql_keyword(w, " FROM ");
    table_of(w, rows, "s");
    cm_sql_keyword(w, " WHERE ");
    own(w, "s", MAYBE);
    cm_sql_keyword(w, " GROUP BY ");
    subject_keys(w, "s", &rows->out);
    cm_sql_end_step(w, CM_SV("emit.doubt"));
}

static void answer_value(cm_sql *w, cm_answer answer)
{
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = (int64_t)answer});
}

static void answer_columns(cm_sql *w)
{
    cm_sql_keyword(w, ", CASE WHEN a.doc_key IS NOT NULL AND NOT ");
    own(w, "u", MAYBE);
    cm_sql_keyword(w, " THEN ");
    answer_value(w, CM_ANSWER_HIT);
    cm_sql_keyword(w, " WHEN d.doc_key IS NOT NULL OR ");
    own(w, "u", MAYBE);
    cm_sql_keyword(w, " THEN ");
    answer_value(w, CM_ANSWER_UNDECIDABLE);
    cm_sql_keyword(w, " ELSE ");
    answer_value(w, CM_ANSWER_CLEAR);
    cm_sql_keyword(w, " END AS \"is.answer\", a.doc_key IS NOT NULL AND NOT ");
    own(w, "u", MAYBE);
    cm_sql_keyword(w, " AS \"is.hit\", array_to_string(list_sort(list_distinct(list_concat(");
    own(w, "u", MISSING);
    cm_sql_keyword(w, ", coalesce(");
    own(w, "d", MISSING);
    cm_sql_keyword(w, ", ");
    cm_sql_keyword(w, NONE);
    cm_sql_keyword(w, ")))), ',')");
    as(w, MISSING);
}

static void answer_step(cm_sql *w, const cm_collision *c)
{
    const cm_relation *rows = &c->rows->out;
    const cm_lineage *subject = &rows->lineages.items[0];
    cm_sql_keyword(w, "SELECT ");
    for (size_t i = 0; i < 3; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        if (i < subject->table->key_count) {
            own(w, "u", CM_STEP_KEYS[i]);
        } else {
            cm_sql_keyword(w, "CAST(0 AS BIGINT) AS ");
            cm_sql_identifier(w, cm_sv_from(CM_STEP_KEYS[i]));
        }
    }
    for (size_t i = 0; i < rows->view->columns.count; i++) {
        bool is_key = false;
        for (size_t k = 0; k < subject->table->key_count; k++) {
            is_key = is_key || cm_relation_key(rows, subject, k) == i;
        }
        if (!is_key) {
            cm_sql_keyword(w, ", ");
            column(w, "a", name_of(rows->view, i));
        }
    }
    cm_sql_keyword(w, ", coalesce(a.unread, ");
    cm_sql_keyword(w, NONE);
    cm_sql_keyword(w, ") AS unread, ");
    cm_sql_keyword(w, NONE);
    cm_sql_keyword(w, " AS unread_groups");
    answer_columns(w);
    cm_sql_keyword(w, " FROM ");
    table_of(w, c->subjects, "u");
    cm_sql_keyword(w, " LEFT JOIN \"emit.sure\" AS a ON ");
    own(w, "a", TURN);
    cm_sql_keyword(w, " = 1 AND ");
    same_subject(w, "a", "u", subject);
    cm_sql_keyword(w, " LEFT JOIN \"emit.doubt\" AS d ON ");
    same_subject(w, "d", "u", subject);
    cm_sql_end_step(w, CM_SV("emit.answer"));
}

void cm_sql_collision(cm_sql *w, const cm_collision *c)
{
    const cm_rule *rule = w->rule;
    for (size_t i = 0; i < c->steps.count; i++) {
        const cm_step *step = c->steps.items[i];
        switch (step->kind) {
        case CM_STEP_SCAN:
            scan_step(w, step);
            break;
        case CM_STEP_FILTER:
            w->before = step_name(w, "step", step->from);
            condition_steps(w, step, step_name(w, "step", step));
            break;
        case CM_STEP_DERIVE:
            derive_step(w, step);
            break;
        case CM_STEP_JOIN:
            join_step(w, step);
            break;
        case CM_STEP_AGGREGATE:
            aggregate_step(w, step);
            break;
        }
    }
    w->rule = rule;
    sure_step(w, c->rows);
    doubt_step(w, c->rows);
    answer_step(w, c);
}

/* ---- rows of other documents ---- */

/* The other rows of a hit, each once: the subject's keys, the other's, and the facts. */
// NOLINTNEXTLINE(readability-function-cognitive-complexity): one more than the limit
void cm_sql_related(cm_sql *w, const cm_step_related *related)
{
    const cm_relation *from = &related->from->out;
    const cm_lineage *subject = &from->lineages.items[0];
    cm_sql_keyword(w, "SELECT DISTINCT ");
    for (size_t side = 0; side < 2; side++) {
        const cm_lineage *lineage = side == 0 ? subject : &related->lineage;
        for (size_t i = 0; i < 4; i++) {
            size_t key = cm_relation_key(from, lineage, i);
            if (side == 0 && i == 3) {
                continue;
            }
            cm_sql_keyword(w, side + i == 0 ? "" : ", ");
            if (key == SIZE_MAX) {
                cm_sql_keyword(w, "CAST(0 AS BIGINT)");
            } else {
                column(w, "s", name_of(from->view, key));
            }
            cm_sql_keyword(w, side == 0 ? " AS " : " AS \"other.");
            cm_sql_keyword(w, CM_STEP_KEYS[i]);
            cm_sql_keyword(w, side == 0 ? "" : "\"");
        }
    }
    cm_sql_keyword(w, ", array_to_string(list_sort([x FOR x IN s.unread IF list_contains(CAST([");
    for (size_t i = 0; i < related->facts.count; i++) {
        cm_sql_keyword(w, i == 0 ? "" : ", ");
        cm_sql_word(w, name_of(from->view, related->facts.items[i]));
    }
    cm_sql_keyword(w, "] AS VARCHAR[]), x)]), ',') AS unread");
    for (size_t i = 0; i < related->facts.count; i++) {
        cm_sql_keyword(w, ", ");
        column(w, "s", name_of(from->view, related->facts.items[i]));
    }
    cm_sql_keyword(w, " FROM ");
    table_of(w, related->from, "s");
    cm_sql_keyword(w, " SEMI JOIN \"emit.answer\" AS a ON a.\"is.hit\" AND ");
    same_subject(w, "a", "s", subject);
    cm_sql_keyword(w, " WHERE NOT ");
    own(w, "s", MAYBE);
    cm_sql_keyword(w, " AND ");
    column(w, "s", name_of(from->view, cm_relation_key(from, &related->lineage, 0)));
    cm_sql_keyword(w, " IS NOT NULL ORDER BY ALL");
}
