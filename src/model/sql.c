/* The plan of a model: its steps as SQL, and the verbs that write it. Expressions are in
 * sql_expression.c. Dates are days since 1970-01-01 from the step "subject" on. */
#include "model/sql.h"

#include "model/step.h"

#include "base/limits.h"

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

/* ---- the four verbs ---- */

void cm_sql_keyword(cm_sql *w, const char *literal)
{
    cm_buf_add(&w->out, cm_sv_from(literal));
}

void cm_sql_identifier(cm_sql *w, cm_sv name)
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

void cm_sql_parameter(cm_sql *w, cm_parameter value)
{
    static const char *const CASTS[CM_TYPE_COUNT] = {
        [CM_TYPE_TEXT] = "CAST(? AS VARCHAR)",    [CM_TYPE_DATE] = "CAST(? AS BIGINT)",
        [CM_TYPE_INTEGER] = "CAST(? AS BIGINT)",  [CM_TYPE_MONEY] = "CAST(? AS BIGINT)",
        [CM_TYPE_BOOLEAN] = "CAST(? AS BOOLEAN)",
    };
    cm_sql_keyword(w, CASTS[value.type]);
    *cm_vec_push(w->mem, &w->parameters) = value;
}

static void step_before(cm_sql *w)
{
    cm_sql_identifier(w, w->before);
}

/* ---- small phrases of the verbs ---- */

static void name(cm_sql *w, const char *literal)
{
    cm_sql_identifier(w, cm_sv_from(literal));
}

void cm_sql_word(cm_sql *w, cm_sv text)
{
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_TEXT, .text = text});
}

void cm_sql_truth(cm_sql *w, bool value)
{
    cm_sql_keyword(w, value ? "TRUE" : "FALSE");
}

void cm_sql_subject_column(cm_sql *w, cm_sv column)
{
    cm_sql_keyword(w, "s.");
    cm_sql_identifier(w, column);
}

void cm_sql_listed_unread(cm_sql *w, const char *row, cm_sv column, cm_sv group)
{
    cm_sql_keyword(w, "(list_contains(");
    cm_sql_keyword(w, row);
    cm_sql_keyword(w, ".unread, ");
    cm_sql_word(w, column);
    cm_sql_keyword(w, ")");
    if (group.len != 0) {
        cm_sql_keyword(w, " OR list_contains(s.unread_groups, ");
        cm_sql_word(w, group);
        cm_sql_keyword(w, ")");
    }
    cm_sql_keyword(w, ")");
}

/* ---- steps ---- */

void cm_sql_end_step(cm_sql *w, cm_sv step)
{
    cm_plan_step *done = cm_vec_push(w->mem, &w->plan->steps);
    *done = (cm_plan_step){step, cm_arena_sv(w->mem, cm_buf_view(&w->out)), w->parameters};
    w->over = w->over || w->out.over;
    cm_buf_reset(&w->out);
    w->parameters = (cm_parameters){0};
    w->before = step;
}

static void from_before(cm_sql *w)
{
    cm_sql_keyword(w, " FROM ");
    step_before(w);
    cm_sql_keyword(w, " AS s");
}

/* A step that adds one column to the one before. */
static void add_column_begin(cm_sql *w)
{
    cm_sql_keyword(w, "SELECT s.*, ");
}

static void add_column_end(cm_sql *w, cm_sv column, cm_sv step)
{
    cm_sql_keyword(w, " AS ");
    cm_sql_identifier(w, column);
    from_before(w);
    cm_sql_end_step(w, step);
}

static void emit_subject_column(cm_sql *w, const cm_column *column)
{
    bool is_date = column->type == CM_TYPE_DATE;
    cm_sql_keyword(w, ", ");
    if (column->group.len != 0) {
        cm_sql_keyword(w, "CASE WHEN NOT list_contains(s.unread_groups, ");
        cm_sql_word(w, column->group);
        cm_sql_keyword(w, ") THEN ");
    }
    cm_sql_keyword(w, is_date ? "date_diff('day', DATE '1970-01-01', " : "");
    cm_sql_subject_column(w, column->name);
    cm_sql_keyword(w, is_date ? ")" : "");
    cm_sql_keyword(w, column->group.len != 0 ? " END AS " : " AS ");
    cm_sql_identifier(w, column->name);
}

static void subject_step(cm_sql *w)
{
    const cm_view *view = w->rule->subject;
    cm_sql_keyword(w, "SELECT ");
    for (size_t i = 0; i < CM_COUNT(KEYS); i++) {
        cm_sql_subject_column(w, cm_sv_from(KEYS[i]));
        cm_sql_keyword(w, ", ");
    }
    cm_sql_keyword(w, "s.unread, s.unread_groups");
    for (size_t i = 0; i < view->columns.count; i++) {
        if (w->reads[i]) {
            emit_subject_column(w, view->columns.items[i]);
        }
    }
    cm_sql_keyword(w, " FROM ");
    cm_sql_identifier(w, view->table);
    cm_sql_keyword(w, " AS s");
    cm_sql_end_step(w, cm_sv_from(STEP_SUBJECT));
}

/* Groups that are needed and were not read, joined by commas; empty when there are none. */
static void needs_step(cm_sql *w)
{
    add_column_begin(w);
    cm_sql_keyword(w, "concat_ws(','");
    for (size_t i = 0; i < w->rule->needs.count; i++) {
        cm_sql_keyword(w, ", CASE WHEN list_contains(s.unread_groups, ");
        cm_sql_word(w, w->rule->needs.items[i]);
        cm_sql_keyword(w, ") THEN ");
        cm_sql_word(w, w->rule->needs.items[i]);
        cm_sql_keyword(w, " END");
    }
    cm_sql_keyword(w, w->rule->needs.count == 0 ? ", '')" : ")");
    add_column_end(w, cm_sv_from(COLUMN_GROUPS), CM_SV("needs"));
}

/* every: false beats unknown beats true. any: true beats unknown beats false. */
static void emit_fold(cm_sql *w, cm_many many)
{
    switch (many) {
    case CM_EVERY:
        cm_sql_keyword(w, "CASE WHEN count(*) FILTER (WHERE q.c = FALSE) > 0 THEN FALSE"
                          " WHEN count(*) = count(q.c) THEN TRUE END");
        break;
    case CM_ANY:
        cm_sql_keyword(w, "CASE WHEN count(*) FILTER (WHERE q.c = TRUE) > 0 THEN TRUE"
                          " WHEN count(*) = count(q.c) THEN FALSE END");
        break;
    case CM_HOW_MANY:
        cm_sql_keyword(
            w, "CASE WHEN count(*) = count(q.c) THEN count(*) FILTER (WHERE q.c = TRUE) END");
        break;
    case CM_SUM:
        cm_sql_keyword(
            w, "CASE WHEN count(*) = count(q.c) THEN TRY_CAST(coalesce(sum(CAST(q.c AS HUGEINT)),"
               " 0) AS BIGINT) END");
        break;
    }
}

static void many_step(cm_sql *w, const cm_node *node)
{
    const cm_view *child = w->rule->subject->children.items[node->index];
    cm_sv column = cm_sql_many_column(w, node);
    add_column_begin(w);
    cm_sql_keyword(w, "CASE WHEN NOT ");
    cm_sql_listed_unread(w, "s", child->child, child->group);
    cm_sql_keyword(w, " THEN (SELECT ");
    emit_fold(w, node->many);
    cm_sql_keyword(w, " FROM (SELECT ");
    w->child = child;
    if (node->args.count == 0) {
        cm_sql_truth(w, true);
    } else {
        cm_sql_expression(w, node->args.items[0]);
    }
    w->child = NULL;
    cm_sql_keyword(w, " AS c FROM ");
    cm_sql_identifier(w, child->table);
    cm_sql_keyword(w, " AS t WHERE ");
    cm_assert(child->key_count <= CM_COUNT(KEYS));
    for (size_t i = 0; i < child->key_count; i++) {
        cm_sql_keyword(w, i == 0 ? "t." : " AND t.");
        name(w, KEYS[i]);
        cm_sql_keyword(w, " = ");
        cm_sql_subject_column(w, cm_sv_from(KEYS[i]));
    }
    cm_sql_keyword(w, ") AS q) END");
    add_column_end(w, column, column);
}

/* One step for each every, any and count of an expression, before the step that uses it. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void many_steps(cm_sql *w, const cm_node *node, bool is_decisive)
{
    if (node->kind != CM_NODE_MANY) {
        for (size_t i = 0; i < node->args.count; i++) {
            many_steps(w, node->args.items[i], is_decisive);
        }
        return;
    }
    cm_sv column = cm_sql_many_column(w, node);
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

static void expression_step(cm_sql *w, cm_sv step, cm_sv column, const cm_node *node,
                            bool is_decisive)
{
    w->prefix = step;
    many_steps(w, node, is_decisive);
    add_column_begin(w);
    cm_sql_expression(w, node);
    add_column_end(w, column, step);
}

static void scope_step(cm_sql *w)
{
    cm_sv column = cm_sv_from(COLUMN_SCOPE);
    if (w->rule->scope != NULL) {
        expression_step(w, CM_SV("scope"), column, w->rule->scope, true);
    } else {
        add_column_begin(w);
        cm_sql_truth(w, true);
        add_column_end(w, column, CM_SV("scope"));
    }
}

static void emit_arm_value(cm_sql *w, const cm_rule_arm *arm, bool is_direction)
{
    if (is_direction) {
        cm_sql_parameter(
            w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = (int64_t)arm->direction});
    } else {
        cm_sql_word(w, arm->sub);
    }
}

static cm_sv arm_prefix(const cm_sql *w, const char *step, size_t arm)
{
    return cm_arena_format(w->mem, "%s.%zu", step, arm + 1);
}

static void emit_arms(cm_sql *w, const char *step, const cm_rule_arms *arms, bool is_direction)
{
    cm_sql_keyword(w, "CASE");
    for (size_t i = 0; i < arms->count; i++) {
        const cm_node *when = arms->items[i].when;
        if (when != NULL) {
            w->prefix = arm_prefix(w, step, i);
            cm_sql_keyword(w, " WHEN ");
            cm_sql_expression(w, when);
        } else if (i == 0) {
            cm_sql_keyword(w, " WHEN TRUE");
        }
        for (size_t k = 0; when == NULL && k < i; k++) {
            w->prefix = arm_prefix(w, step, k);
            cm_sql_keyword(w, k == 0 ? " WHEN NOT (" : " OR ");
            cm_sql_expression(w, arms->items[k].when);
            cm_sql_keyword(w, k + 1 == i ? ")" : "");
        }
        cm_sql_keyword(w, " THEN ");
        emit_arm_value(w, &arms->items[i], is_direction);
    }
    cm_sql_keyword(w, arms->count == 0 ? " WHEN TRUE THEN NULL END" : " END");
}

/* The first arm that holds, for hits only; the else when all before it are known not to hold. */
static void choice_step(cm_sql *w, const char *step, const char *column, const cm_rule_arms *arms,
                        bool is_direction)
{
    for (size_t i = 0; i < arms->count; i++) {
        w->prefix = arm_prefix(w, step, i);
        if (arms->items[i].when != NULL) {
            many_steps(w, arms->items[i].when, false);
        }
    }
    add_column_begin(w);
    cm_sql_keyword(w, "CASE WHEN ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_HIT));
    cm_sql_keyword(w, " THEN ");
    emit_arms(w, step, arms, is_direction);
    cm_sql_keyword(w, " END");
    add_column_end(w, cm_sv_from(column), cm_sv_from(step));
}

/* Out of scope leaves; then needs, scope and hit in that order. */
static void answer_step(cm_sql *w)
{
    add_column_begin(w);
    cm_sql_keyword(w, "CASE WHEN ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_GROUPS));
    cm_sql_keyword(w, " <> '' OR ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_SCOPE));
    cm_sql_keyword(w, " IS NULL OR ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_HIT));
    cm_sql_keyword(w, " IS NULL THEN ");
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_UNDECIDABLE});
    cm_sql_keyword(w, " WHEN ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_HIT));
    cm_sql_keyword(w, " THEN ");
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_HIT});
    cm_sql_keyword(w, " ELSE ");
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_ANSWER_CLEAR});
    cm_sql_keyword(w, " END AS ");
    cm_sql_identifier(w, cm_sv_from(COLUMN_ANSWER));
    from_before(w);
    cm_sql_keyword(w, " WHERE ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_SCOPE));
    cm_sql_keyword(w, " IS DISTINCT FROM FALSE");
    cm_sql_end_step(w, CM_SV("answer"));
}

static void emit_when_null(cm_sql *w, cm_sv column, cm_sv shown)
{
    cm_sql_keyword(w, ", CASE WHEN ");
    cm_sql_subject_column(w, column);
    cm_sql_keyword(w, " IS NULL THEN ");
    cm_sql_word(w, shown);
    cm_sql_keyword(w, " END");
}

static void emit_missing_child(cm_sql *w, size_t child)
{
    const char *open = ", CASE WHEN ";
    for (size_t i = 0; i < w->child_columns.count; i++) {
        if (w->child_of[i] == child) {
            cm_sql_keyword(w, open);
            cm_sql_subject_column(w, w->child_columns.items[i]);
            cm_sql_keyword(w, " IS NULL");
            open = " OR ";
        }
    }
    if (open[0] == ' ') {
        cm_sql_keyword(w, " THEN ");
        cm_sql_word(w, w->rule->subject->children.items[child]->child);
        cm_sql_keyword(w, " END");
    }
}

/* The facts that were not read or, where the rule never asks about absence, are absent; `all`: the
 * absent ones in any case. */
static void emit_missing_facts(cm_sql *w, bool all)
{
    const cm_view *view = w->rule->subject;
    cm_sql_keyword(w, "concat_ws(',', NULL");
    for (size_t i = 0; i < view->columns.count; i++) {
        const cm_column *column = view->columns.items[i];
        bool reads = w->rule->reads[i];
        bool looks = w->rule->looks[i];
        if (reads && (all || !looks)) {
            emit_when_null(w, column->name, column->name);
        } else if (reads || looks) {
            cm_sql_keyword(w, ", CASE WHEN ");
            cm_sql_subject_column(w, column->name);
            cm_sql_keyword(w, " IS NULL AND ");
            cm_sql_listed_unread(w, "s", column->name, column->group);
            cm_sql_keyword(w, " THEN ");
            cm_sql_word(w, column->name);
            cm_sql_keyword(w, " END");
        }
    }
    for (size_t i = 0; i < view->children.count; i++) {
        if (w->rule->reads_child[i]) {
            emit_missing_child(w, i);
        }
    }
    cm_sql_keyword(w, ")");
}

void cm_sql_missing(cm_sql *w)
{
    cm_sql_keyword(w, "coalesce(nullif(");
    emit_missing_facts(w, false);
    cm_sql_keyword(w, ", ''), nullif(");
    emit_missing_facts(w, true);
    cm_sql_keyword(w, ", ''))");
}

static void emit_missing(cm_sql *w)
{
    if (w->is_collision) {
        cm_sql_subject_column(w, CM_SV("is.missing"));
        return;
    }
    cm_sql_keyword(w, "coalesce(nullif(");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_GROUPS));
    cm_sql_keyword(w, ", ''), nullif(");
    emit_missing_facts(w, false);
    cm_sql_keyword(w, ", ''), ");
    emit_missing_facts(w, true);
    cm_sql_keyword(w, ")");
}

static void emit_answer_is(cm_sql *w, cm_answer answer)
{
    cm_sql_keyword(w, "CASE WHEN ");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_ANSWER));
    cm_sql_keyword(w, " = ");
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = (int64_t)answer});
    cm_sql_keyword(w, " THEN ");
}

static void result_step(cm_sql *w)
{
    cm_sql_keyword(w, "SELECT s.doc_key, s.defendant_no, s.count_no, CAST(");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_ANSWER));
    cm_sql_keyword(w, " AS INTEGER) AS answer, ");
    emit_answer_is(w, CM_ANSWER_HIT);
    cm_sql_keyword(w, "CAST(coalesce(");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_DIRECTION));
    cm_sql_keyword(w, ", ");
    cm_sql_parameter(w, (cm_parameter){.type = CM_TYPE_INTEGER, .number = CM_DIRECTION_NEUTRAL});
    cm_sql_keyword(w, ") AS INTEGER) END AS direction, ");
    emit_answer_is(w, CM_ANSWER_HIT);
    cm_sql_keyword(w, "CAST(");
    cm_sql_subject_column(w, cm_sv_from(COLUMN_SUB));
    cm_sql_keyword(w, " AS VARCHAR) END AS sub, ");
    emit_answer_is(w, CM_ANSWER_UNDECIDABLE);
    emit_missing(w);
    cm_sql_keyword(w, " END AS missing, array_to_string(list_sort(s.unread), ',') AS unread");
    for (size_t i = 0; i < w->rule->outputs.count; i++) {
        const cm_rule_output *output = &w->rule->outputs.items[i];
        const cm_node node = {.kind = CM_NODE_NAME, .ref = output->ref, .index = output->index};
        cm_sql_keyword(w, ", ");
        cm_sql_expression(w, &node);
        cm_sql_keyword(w, " AS ");
        cm_sql_identifier(w, w->rule->plan_outputs.items[i].name);
    }
    from_before(w);
    cm_sql_keyword(w, " ORDER BY s.doc_key, s.defendant_no, s.count_no");
    cm_sql_end_step(w, cm_sv_from(STEP_RESULT));
}

/* ---- which columns the subject step must have ---- */

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void mark(cm_sql *w, const cm_node *node)
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

static void mark_all(cm_sql *w)
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

static void write_steps(cm_sql *w)
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

static void write_collision(cm_sql *w, const cm_collision *c)
{
    w->is_collision = true;
    cm_sql_collision(w, c);
    choice_step(w, "sub", COLUMN_SUB, &w->rule->subs, false);
    choice_step(w, "direction", COLUMN_DIRECTION, &w->rule->directions, true);
    result_step(w);
}

/* The steps, the last of them as it is, as one statement. Those of a collision are read more than
 * once. */
static void join_steps(cm_sql *w, const cm_plan_step *steps, size_t count,
                       cm_parameters *parameters, cm_sv *ret_sql)
{
    for (size_t i = 0; i < count; i++) {
        const cm_plan_step *step = &steps[i];
        bool is_last = i + 1 == count;
        if (!is_last) {
            cm_sql_keyword(w, i == 0 ? "WITH " : ",\n");
            cm_sql_identifier(w, step->name);
            cm_sql_keyword(w, w->is_collision ? " AS MATERIALIZED (" : " AS NOT MATERIALIZED (");
        } else {
            cm_sql_keyword(w, "\n");
        }
        cm_buf_add(&w->out, step->sql); /* a step written above by the verbs */
        cm_sql_keyword(w, is_last ? "" : ")");
        for (size_t p = 0; p < step->parameters.count; p++) {
            *cm_vec_push(w->mem, parameters) = step->parameters.items[p];
        }
    }
    *ret_sql = cm_arena_sv(w->mem, cm_buf_view(&w->out));
}

/* A statement of its own for each kind of row shown with a hit: the steps up to the answers, then
 * those rows. */
static void write_related(cm_sql *w, const cm_collision *c)
{
    size_t until = 0;
    while (!cm_sv_equal(w->plan->steps.items[until].name, CM_SV("emit.answer"))) {
        until++;
    }
    for (size_t i = 0; i < c->related.count; i++) {
        const cm_step_related *r = &c->related.items[i];
        size_t count = w->plan->steps.count;
        cm_buf_reset(&w->out);
        cm_sql_related(w, r);
        cm_sql_end_step(w, CM_SV("related"));
        cm_plan_related *out = cm_vec_push(w->mem, &w->plan->related);
        *out = (cm_plan_related){
            .title = r->title, .prefix = r->lineage.prefix, .table = r->lineage.table};
        for (size_t k = 0; k < r->facts.count; k++) {
            const cm_column *column = r->from->out.view->columns.items[r->facts.items[k]];
            *cm_vec_push(w->mem, &out->outputs) =
                (cm_plan_output){column->name, column->type, column};
        }
        CM_VEC(cm_plan_step) steps = {0};
        for (size_t k = 0; k <= until; k++) {
            *cm_vec_push(w->mem, &steps) = w->plan->steps.items[k];
        }
        *cm_vec_push(w->mem, &steps) = w->plan->steps.items[count];
        w->plan->steps.count = count;
        join_steps(w, steps.items, steps.count, &out->parameters, &out->sql);
        w->over = w->over || w->out.over;
    }
}

cm_status cm_model_plan(cm_arena *mem, const cm_model *model, const cm_plan **ret_plan, cm_err *err)
{
    const cm_rule *rule = model->rule;
    cm_sql w = {.mem = mem, .rule = rule, .plan = cm_arena_new(mem, cm_plan)};
    w.reads = cm_arena_array(mem, bool, rule->subject->columns.count);
    cm_buf_init(&w.out, CM_MAX_SQL);
    if (model->collision != NULL) {
        write_collision(&w, model->collision);
    } else {
        write_steps(&w);
    }
    join_steps(&w, w.plan->steps.items, w.plan->steps.count, &w.plan->parameters, &w.plan->sql);
    if (model->collision != NULL) {
        write_related(&w, model->collision);
    }
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
