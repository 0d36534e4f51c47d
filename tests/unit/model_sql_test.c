/* SQL against the evaluator: what the compiled plan answers in a real DuckDB is what the meaning of
 * expressions says, for random expressions over random facts and for the models of the library. */
#include "base/base.h"

#include "engine/engine.h"
#include "model_fixture.h"

static model_fixture fixture;

/* ---- small random numbers, the same in every run ---- */

static uint64_t seed = 20140523;

static uint32_t roll(uint32_t sides)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(seed >> 33) % sides;
}

/* ---- random expressions, as text; all columns are in the view conviction ---- */

typedef struct {
    cm_buf *out;
    const char *child; /* inside every, any and count: "tiers" or "measures" */
} writer;

static void write_boolean(writer *w, int depth);
static void write_integer(writer *w, int depth);

static void add(writer *w, const char *text)
{
    cm_buf_add(w->out, cm_sv_from(text));
}

static const char *pick(const char *const *words, size_t count)
{
    return words[roll((uint32_t)count)];
}

#define PICK(...)                                                                                  \
    pick((const char *const[]){__VA_ARGS__},                                                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool is_inside(const writer *w, const char *child)
{
    return w->child != NULL && strcmp(w->child, child) == 0 && roll(3) != 0;
}

static void write_date(writer *w, int depth)
{
    if (depth > 0 && roll(3) == 0) {
        add(w, "(");
        write_date(w, depth - 1);
        add(w, PICK(" + ", " - "));
        write_integer(w, depth - 1);
        add(w, ")");
    } else if (is_inside(w, "tiers")) {
        add(w, "valid_from");
    } else if (is_inside(w, "measures")) {
        add(w, "on");
    } else {
        add(w, PICK("decided_on", "term_from", "first_custody_on", "2020-01-02", "decided_on"));
    }
}

static void write_money(writer *w, int depth)
{
    if (depth > 0 && roll(2) == 0) {
        const char *kind = PICK("+", "-", "*", "at_least", "if_absent");
        bool is_call = kind[1] != '\0';
        add(w, is_call ? kind : "");
        add(w, "(");
        if (strcmp(kind, "if_absent") == 0) {
            add(w, PICK("confiscation_amount", "sentence_fine"));
        } else if (kind[0] == '*') {
            add(w, "sentence_fine"); /* a bare number would count nothing but itself */
        } else {
            write_money(w, depth - 1);
        }
        add(w, is_call ? ", " : " ");
        add(w, is_call ? "" : kind);
        add(w, " ");
        if (kind[0] == '*') {
            write_integer(w, depth - 1);
        } else {
            write_money(w, depth - 1);
        }
        add(w, ")");
    } else if (is_inside(w, "tiers")) {
        add(w, "fine_floor");
    } else {
        add(w,
            PICK("sentence_fine", "sentence_fine", "1", "0.5", "p_money", "confiscation_amount"));
    }
}

static void write_law_call(writer *w, int depth)
{
    if (roll(2) == 0) {
        add(w, "days_between(");
        write_date(w, depth - 1);
        add(w, ", ");
        write_date(w, depth - 1);
    } else {
        add(w, "term_gap(");
        write_date(w, depth - 1);
        add(w, ", ");
        write_date(w, depth - 1);
        add(w, ", ");
        write_integer(w, depth - 1);
        add(w, ", 0, decided_on, ");
        write_integer(w, depth - 1);
    }
    add(w, ")");
}

static void write_many(writer *w, int depth, const char *many)
{
    if (w->child != NULL) {
        add(w, many[0] == 'c' || many[0] == 's' ? "2" : "minor");
        return;
    }
    w->child = PICK("tiers", "measures");
    add(w, many);
    add(w, " ");
    add(w, w->child);
    add(w, "(");
    if (many[0] == 's') {
        write_integer(w, depth - 1);
    } else {
        write_boolean(w, depth - 1);
    }
    add(w, ")");
    w->child = NULL;
}

static void write_case(writer *w, int depth, void (*value)(writer *, int))
{
    add(w, "case when ");
    write_boolean(w, depth - 1);
    add(w, " then ");
    value(w, depth - 1);
    add(w, " when ");
    write_boolean(w, depth - 1);
    add(w, " then ");
    value(w, depth - 1);
    if (roll(3) != 0) {
        add(w, " else ");
        value(w, depth - 1);
    }
    add(w, " end");
}

static void write_sum(writer *w, int depth)
{
    add(w, "(");
    write_integer(w, depth - 1);
    add(w, PICK(" + ", " - ", " * "));
    write_integer(w, depth - 1);
    add(w, ")");
}

static void write_call(writer *w, int depth)
{
    const char *name = PICK("at_least", "at_most", "abs", "if_absent", "-");
    add(w, name);
    add(w, "(");
    if (strcmp(name, "if_absent") == 0) {
        add(w, PICK("sentence_months, ", "credit_days, "));
    } else if (name[0] == 'a' && name[1] == 't') {
        write_integer(w, depth - 1);
        add(w, ", ");
    }
    write_integer(w, depth - 1);
    add(w, ")");
}

static void write_integer(writer *w, int depth)
{
    switch (depth > 0 ? roll(8) : 0) {
    case 1:
    case 2:
        write_sum(w, depth);
        break;
    case 3:
    case 4:
        write_call(w, depth);
        break;
    case 5:
        write_case(w, depth, write_integer);
        break;
    case 6:
        write_law_call(w, depth);
        break;
    case 7:
        write_many(w, depth, PICK("count", "sum"));
        break;
    default:
        add(w, is_inside(w, "tiers") ? PICK("min_months", "tier")
                                     : PICK("sentence_months", "credit_days", "custody_spells", "0",
                                            "1", "2", "p_integer", "p_dated"));
        break;
    }
}

static void write_comparison(writer *w, int depth)
{
    const char *sign = PICK(" = ", " != ", " < ", " <= ", " > ", " >= ");
    void (*const values[])(writer *, int) = {write_integer, write_money, write_date};
    void (*value)(writer *, int) = values[roll(3)];
    /* a column in front, so that bare numbers know their unit */
    add(w, value == write_money ? "(sentence_fine * 1) " : "");
    add(w, value == write_money ? sign : "");
    value(w, depth - 1);
    if (value != write_money) {
        add(w, sign);
        value(w, depth - 1);
    }
}

static void write_members(writer *w, int depth)
{
    switch (roll(3)) {
    case 0:
        add(w, PICK("sentence_kind in ('有期徒刑', '拘役')", "sentence_kind = '拘役'",
                    "not (sentence_kind = '拘役')",
                    "sentence_kind not in ('管制', '拘役', '有期徒刑')"));
        break;
    case 1:
        add(w, "between(");
        write_integer(w, depth - 1);
        add(w, ", ");
        write_integer(w, depth - 1);
        add(w, ", ");
        write_integer(w, depth - 1);
        add(w, ")");
        break;
    default:
        write_integer(w, depth - 1);
        add(w, " in (");
        write_integer(w, depth - 1);
        add(w, ", 1, ");
        write_integer(w, depth - 1);
        add(w, ")");
        break;
    }
}

static void write_fact(writer *w)
{
    static const char *const STATES[] = {" is present", " is absent", " is unread"};
    if (roll(2) == 0) {
        add(w, is_inside(w, "tiers") ? PICK("fits", "candidate", "lighter")
                                     : PICK("mitigated", "minor", "merged", "true", "false"));
        return;
    }
    if (w->child == NULL && roll(4) == 0) {
        add(w, PICK("tiers is unread", "measures is unread", "p_dated is present",
                    "p_dated is absent"));
        return;
    }
    add(w, is_inside(w, "tiers") ? PICK("min_months", "fine", "valid_from")
           : is_inside(w, "measures")
               ? PICK("on", "kind")
               : PICK("sentence_months", "sentence_kind", "decided_on", "minor", "sentence_fine"));
    add(w, STATES[roll(3)]);
}

static void write_boolean(writer *w, int depth)
{
    switch (depth > 0 ? roll(9) : 0) {
    case 1:
    case 2:
        add(w, "(");
        write_boolean(w, depth - 1);
        add(w, PICK(" and ", " or "));
        write_boolean(w, depth - 1);
        add(w, ")");
        break;
    case 3:
        add(w, "not (");
        write_boolean(w, depth - 1);
        add(w, ")");
        break;
    case 4:
    case 5:
        add(w, "(");
        write_comparison(w, depth);
        add(w, ")");
        break;
    case 6:
        add(w, "(");
        write_members(w, depth);
        add(w, ")");
        break;
    case 7:
        write_many(w, depth, PICK("every", "any"));
        break;
    case 8:
        add(w, "(");
        write_case(w, depth, write_boolean);
        add(w, ")");
        break;
    default:
        write_fact(w);
        break;
    }
}

static void write_expression(writer *w, const char *key, void (*value)(writer *, int), int depth)
{
    add(w, key);
    value(w, depth);
    add(w, "\n");
}

static cm_sv random_model(void)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DATA_FILE);
    writer w = {&out, NULL};
    add(&w, "id: test/random\ntitle: t\nversion: 1\nbasis: [刑法73.1]\nmeasure: "
            "substance\nconfidence: H\n"
            "severity: S1\nabout: a\nsubject: conviction\n"
            "parameters:\n"
            "  p_integer: {value: 2, source: s}\n"
            "  p_money: {value: 1.50, unit: 元, source: s}\n"
            "  p_dated:\n    unit: 日\n    source: s\n    date_column: decided_on\n"
            "    values: [{from: 2020-01-02, value: 1}, {from: 2020-01-04}, "
            "{from: 2020-01-05, value: 3}]\n");
    add(&w, PICK("needs: [disposition]\n", "needs: [measures, findings]\n", "needs: [term]\n"));
    add(&w, "derive:\n");
    write_expression(&w, "  x: ", write_integer, 3);
    write_expression(&w, "  y: ", write_boolean, 2);
    write_expression(&w, "  z: sentence_fine + ", write_money, 2);
    write_expression(&w, "scope: y or ", write_boolean, 2);
    write_expression(&w, "hit: ", write_boolean, 4);
    add(&w, "sub:\n");
    write_expression(&w, "  - when: ", write_boolean, 1);
    add(&w, "    then: one\n");
    write_expression(&w, "  - when: ", write_boolean, 2);
    add(&w, "    then: two\ndirection:\n");
    write_expression(&w, "  - when: x > ", write_integer, 1);
    add(&w, "    then: 有利\n  - else: 不利\nfinding: f\n"
            "evidence: [x, y, z, sentence_kind, decided_on, p_dated, tiers, sentence_fine]\n"
            "cases: []\n");
    return cm_arena_sv(&fixture.mem, cm_buf_view(&out));
}

/* ---- random rows ---- */

static cm_value random_value(const cm_column *column)
{
    cm_value value = {.state = CM_VALUE_KNOWN};
    uint32_t kind = roll(8);
    if (kind < 3) {
        value.state = kind == 0 ? CM_VALUE_UNREAD : CM_VALUE_ABSENT;
        return value;
    }
    switch (column->type) {
    case CM_TYPE_TEXT:
        value.text =
            column->allowed.count == 0
                ? CM_SV("x")
                : column->allowed
                      .items[roll(column->allowed.count < 3 ? (uint32_t)column->allowed.count : 3)];
        break;
    case CM_TYPE_DATE:
        value.number = 18262 + roll(6); /* 2020-01-01 and the days after */
        break;
    case CM_TYPE_INTEGER:
        value.number = roll(60) == 0 ? INT64_MAX : (int64_t)roll(4);
        break;
    case CM_TYPE_MONEY:
        value.number = 50 * (int64_t)roll(4);
        break;
    case CM_TYPE_BOOLEAN:
        value.number = roll(2);
        break;
    case CM_TYPE_COUNT:
        break;
    }
    return value;
}

static cm_value *random_values(const cm_view *view)
{
    cm_value *values = cm_arena_array(&fixture.mem, cm_value, view->columns.count);
    for (size_t i = 0; i < view->columns.count; i++) {
        values[i] = random_value(view->columns.items[i]);
    }
    return values;
}

static void random_groups(cm_row *row)
{
    static const char *const GROUPS[] = {"disposition", "measures", "findings", "term",
                                         "signature"};
    row->unread_groups = (cm_svs){0};
    for (size_t i = 0; i < CM_COUNT(GROUPS); i++) {
        if (roll(20) == 0) {
            *cm_vec_push(&fixture.mem, &row->unread_groups) = cm_sv_from(GROUPS[i]);
        }
    }
}

static const cm_row *random_row(const cm_view *view)
{
    cm_row *row = cm_arena_new(&fixture.mem, cm_row);
    *row = (cm_row){.view = view, .values = random_values(view)};
    row->children = cm_arena_array(&fixture.mem, cm_child_rows, view->children.count);
    for (size_t i = 0; i < view->children.count; i++) {
        size_t rows = roll(4);
        row->children[i].unread = roll(6) == 0;
        for (size_t k = 0; k < rows; k++) {
            *cm_vec_push(&fixture.mem, &row->children[i].rows) =
                random_values(view->children.items[i]);
        }
    }
    random_groups(row);
    return row;
}

/* A row of a case with one or two facts changed. */
static const cm_row *changed_row(const cm_row *from)
{
    const cm_view *view = from->view;
    cm_row *row = cm_arena_new(&fixture.mem, cm_row);
    *row = *from;
    row->values = cm_arena_array(&fixture.mem, cm_value, view->columns.count);
    row->children = cm_arena_array(&fixture.mem, cm_child_rows, view->children.count);
    memcpy(row->values, from->values, view->columns.count * sizeof *row->values);
    memcpy(row->children, from->children, view->children.count * sizeof *row->children);
    for (uint32_t i = roll(3); i > 0; i--) {
        size_t at = roll((uint32_t)view->columns.count);
        row->values[at] = random_value(view->columns.items[at]);
    }
    if (roll(3) == 0 && view->children.count != 0) {
        row->children[roll((uint32_t)view->children.count)].unread = true;
    }
    if (roll(4) == 0) {
        random_groups(row);
    }
    return row;
}

/* ---- into the database ---- */

static cm_cell cell_of(cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        return cm_cell_null();
    }
    switch (type) {
    case CM_TYPE_TEXT:
        return cm_cell_text(value.text);
    case CM_TYPE_DATE:
        return cm_cell_date(value.number);
    case CM_TYPE_BOOLEAN:
        return cm_cell_bool(value.number != 0);
    case CM_TYPE_INTEGER:
    case CM_TYPE_MONEY:
    case CM_TYPE_COUNT:
        break;
    }
    return cm_cell_int(value.number);
}

static void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        fail_msg("%s", err->message);
    }
}

static void create_table(cm_session *s, const cm_view *view)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF sql;
    bool is_child = view->child.len != 0;
    cm_buf_init(&sql, CM_MAX_SQL);
    cm_buf_addf(&sql, "CREATE TABLE \"%.*s\" (doc_key BIGINT", CM_SV_ARG(view->table));
    cm_buf_add(&sql,
               !is_child || view->key_count > 1 ? CM_SV(", defendant_no INTEGER") : CM_SV(""));
    cm_buf_add(&sql, !is_child || view->key_count > 2 ? CM_SV(", count_no INTEGER") : CM_SV(""));
    cm_buf_add(&sql, is_child ? CM_SV(", row_no INTEGER") : CM_SV(""));
    for (size_t i = 0; i < view->columns.count; i++) {
        cm_buf_addf(&sql, ", \"%.*s\" %s", CM_SV_ARG(view->columns.items[i]->name),
                    cm_type_sql(view->columns.items[i]->type));
    }
    cm_buf_add(&sql, CM_SV(", unread VARCHAR[]"));
    cm_buf_add(&sql, is_child ? CM_SV(")") : CM_SV(", unread_groups VARCHAR[])"));
    must(cm_session_execute(s, cm_buf_view(&sql), NULL, 0, &err), &err);
}

typedef struct {
    cm_cell *cells;
    size_t count;
    cm_svs unread;
} line;

static void add_values(line *l, const cm_view *view, const cm_value *values)
{
    for (size_t i = 0; i < view->columns.count; i++) {
        l->cells[l->count++] = cell_of(view->columns.items[i]->type, values[i]);
        if (values[i].state == CM_VALUE_UNREAD) {
            *cm_vec_push(&fixture.mem, &l->unread) = view->columns.items[i]->name;
        }
    }
}

static line new_line(const cm_view *view)
{
    enum { KEYS_AND_LISTS = 6 };

    return (line){
        cm_arena_array(&fixture.mem, cm_cell, view->columns.count + KEYS_AND_LISTS), 0, {0}};
}

/* The view and its child tables, open for appending. */
typedef struct {
    cm_appender *view;
    cm_appender **children;
} tables;

static void append_child(cm_appender *a, const cm_view *child, int64_t key,
                         const cm_child_rows *rows)
{
    CM_AUTO_ERR err = {0};
    for (size_t i = 0; i < rows->rows.count; i++) {
        line l = new_line(child);
        l.cells[l.count++] = cm_cell_int(key);
        for (size_t k = 1; k < child->key_count; k++) {
            l.cells[l.count++] = cm_cell_int(1);
        }
        l.cells[l.count++] = cm_cell_int((int64_t)i + 1);
        add_values(&l, child, rows->rows.items[i]);
        l.cells[l.count++] = cm_cell_texts(l.unread.items, l.unread.count);
        must(cm_appender_add(a, l.cells, l.count, &err), &err);
    }
}

static void append_row(const tables *t, int64_t key, const cm_row *row)
{
    CM_AUTO_ERR err = {0};
    line l = new_line(row->view);
    l.cells[l.count++] = cm_cell_int(key);
    l.cells[l.count++] = cm_cell_int(row->view->key_count > 1);
    l.cells[l.count++] = cm_cell_int(row->view->key_count > 2);
    add_values(&l, row->view, row->values);
    for (size_t i = 0; i < row->view->children.count; i++) {
        if (row->children[i].unread) {
            *cm_vec_push(&fixture.mem, &l.unread) = row->view->children.items[i]->child;
        }
    }
    l.cells[l.count++] = cm_cell_texts(l.unread.items, l.unread.count);
    l.cells[l.count++] = cm_cell_texts(row->unread_groups.items, row->unread_groups.count);
    must(cm_appender_add(t->view, l.cells, l.count, &err), &err);
    for (size_t i = 0; i < row->view->children.count; i++) {
        append_child(t->children[i], row->view->children.items[i], key, &row->children[i]);
    }
}

static void append_all(cm_session *s, const cm_view *view, const cm_row *const *rows, size_t count)
{
    CM_AUTO_ERR err = {0};
    tables t = {.children = cm_arena_array(&fixture.mem, cm_appender *, view->children.count)};
    must(cm_appender_open(s, view->table, &t.view, &err), &err);
    for (size_t i = 0; i < view->children.count; i++) {
        must(cm_appender_open(s, view->children.items[i]->table, &t.children[i], &err), &err);
    }
    for (size_t i = 0; i < count; i++) {
        append_row(&t, (int64_t)i, rows[i]);
    }
    for (size_t i = 0; i < view->children.count; i++) {
        must(cm_appender_close(t.children[i], &err), &err);
    }
    must(cm_appender_close(t.view, &err), &err);
}

/* ---- comparing ---- */

static cm_sv missing_of(const cm_finding *finding)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < finding->missing.count; i++) {
        text = cm_arena_format(&fixture.mem, "%.*s%s%.*s", CM_SV_ARG(text), i == 0 ? "" : ",",
                               CM_SV_ARG(finding->missing.items[i]));
    }
    return text;
}

static bool same_value(const cm_cell *cell, cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        return cell->type == CM_CELL_NULL;
    }
    if (type == CM_TYPE_TEXT) {
        return cell->type == CM_CELL_TEXT && cm_sv_equal(cell->text, value.text);
    }
    return cell->type == (type == CM_TYPE_BOOLEAN ? CM_CELL_BOOL : CM_CELL_INT) &&
           cell->number == value.number;
}

static bool same_text(const cm_cell *cell, cm_sv text)
{
    return cell->type == CM_CELL_NULL ? text.len == 0 : cm_sv_equal(cell->text, text);
}

static void compare_row(const cm_model *model, const cm_plan *plan, cm_rows *rows,
                        const cm_finding *want, size_t number)
{
    cm_cell cells[CM_PLAN_FIXED];
    for (size_t i = 0; i < CM_PLAN_FIXED; i++) {
        cells[i] = cm_rows_cell(rows, i);
    }
    bool ok = cells[CM_PLAN_ANSWER].number == (int64_t)want->answer;
    bool is_hit = want->answer == CM_ANSWER_HIT;
    ok = ok && (is_hit ? cells[CM_PLAN_DIRECTION].number == (int64_t)want->direction
                       : cells[CM_PLAN_DIRECTION].type == CM_CELL_NULL);
    ok = ok && same_text(&cells[CM_PLAN_SUB], is_hit ? want->sub : CM_SV(""));
    ok = ok && same_text(&cells[CM_PLAN_MISSING], missing_of(want));
    for (size_t i = 0; i < plan->outputs.count; i++) {
        const cm_cell cell = cm_rows_cell(rows, CM_PLAN_FIXED + i);
        ok = ok && same_value(&cell, plan->outputs.items[i].type, want->values[i]);
    }
    if (!ok) {
        fail_msg("%.*s\nrow %zu: SQL says %d (missing %.*s), the evaluator %d (missing %.*s)",
                 CM_SV_ARG(model->source), number, (int)cells[CM_PLAN_ANSWER].number,
                 CM_SV_ARG(cells[CM_PLAN_MISSING].text), (int)want->answer,
                 CM_SV_ARG(missing_of(want)));
    }
    assert_true(ok);
}

static cm_cell *bind(const cm_parameters *parameters)
{
    cm_cell *cells = cm_arena_array(&fixture.mem, cm_cell, parameters->count + 1);
    for (size_t i = 0; i < parameters->count; i++) {
        const cm_parameter *p = &parameters->items[i];
        cells[i] = p->type == CM_TYPE_TEXT      ? cm_cell_text(p->text)
                   : p->type == CM_TYPE_BOOLEAN ? cm_cell_bool(p->number != 0)
                                                : cm_cell_int(p->number);
    }
    return cells;
}

static size_t answers[CM_ANSWER_COUNT];

/* Run the plan and walk both lists in the order of doc_key. */
static void compare_all(cm_session *s, const cm_model *model, const cm_row *const *rows,
                        size_t count)
{
    CM_AUTO_ERR err = {0};
    const cm_plan *plan = NULL;
    cm_rows *result = NULL;
    must(cm_model_plan(&fixture.mem, model, &plan, &err), &err);
    if (cm_session_query(s, plan->sql, bind(&plan->parameters), plan->parameters.count, &result,
                         &err) != CM_OK) {
        fail_msg("%s\n%.*s\n%.*s", err.message, CM_SV_ARG(model->source), CM_SV_ARG(plan->sql));
    }
    for (size_t i = 0; i < count; i++) {
        const cm_finding want = cm_model_evaluate(&fixture.mem, model, rows[i]);
        answers[want.answer]++;
        if (want.answer == CM_ANSWER_OUT_OF_SCOPE) {
            continue;
        }
        assert_true(cm_rows_next(result));
        assert_int_equal(cm_rows_cell(result, CM_PLAN_DOC_KEY).number, i);
        compare_row(model, plan, result, &want, i);
    }
    assert_true(!cm_rows_next(result));
    cm_rows_close(result);
}

static void compare_model(const cm_model *model, const cm_row *const *rows, size_t count)
{
    CM_AUTO_ERR err = {0};
    const cm_engine_options options = {.threads = 1};
    cm_engine *engine = NULL;
    cm_session *s = NULL;
    must(cm_engine_open(&options, &engine, &err), &err);
    must(cm_session_open(engine, &s, &err), &err);
    cm_plan_functions functions = cm_model_functions(&fixture.mem, fixture.law);
    for (size_t i = 0; i < functions.count; i++) {
        must(cm_session_register(s, &functions.items[i], &err), &err);
    }
    create_table(s, model->subject);
    for (size_t i = 0; i < model->subject->children.count; i++) {
        create_table(s, model->subject->children.items[i]);
    }
    append_all(s, model->subject, rows, count);
    compare_all(s, model, rows, count);
    cm_session_close(s);
    cm_engine_close(engine);
}

/* ---- the tests ---- */

static int open_all(void **state)
{
    (void)state;
    fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void test_random_expressions(void **state)
{
    enum { MODELS = 80, ROWS = 50 };

    (void)state;
    memset(answers, 0, sizeof answers);
    for (size_t m = 0; m < MODELS; m++) {
        const cm_row *rows[ROWS];
        cm_sv problems;
        cm_sv text = random_model();
        const cm_model *model = fixture_parse(&fixture, "test/random.yaml", text, &problems);
        if (model == NULL) {
            fail_msg("%.*s\n%.*s", CM_SV_ARG(problems), CM_SV_ARG(text));
        }
        for (size_t i = 0; i < ROWS; i++) {
            rows[i] = random_row(model->subject);
        }
        compare_model(model, rows, ROWS);
    }
    for (size_t i = 0; i < CM_ANSWER_COUNT; i++) {
        assert_true(answers[i] > MODELS); /* the random models are no trivial ones */
    }
}

static void test_library(void **state)
{
    enum { VARIANTS = 12 };

    CM_AUTO_ERR err = {0};
    cm_models models = {0};
    cm_problems problems = {0};
    const cm_model_context context = fixture_context(&fixture);
    (void)state;
    must(cm_models_load(&fixture.mem, &context,
                        fixture_path(&fixture, "CHAMING_TESTS", "../models"), &models, &problems,
                        &err),
         &err);
    for (size_t m = 0; m < models.count; m++) {
        const cm_model *model = models.items[m];
        size_t count = 0;
        const cm_row **rows =
            cm_arena_array(&fixture.mem, const cm_row *, model->cases.count *(VARIANTS + 1));
        test_row(model->id.ptr);
        for (size_t i = 0; i < model->cases.count; i++) {
            if (model->cases.items[i].row != NULL) {
                rows[count++] = model->cases.items[i].row;
                for (size_t v = 0; v < VARIANTS; v++) {
                    rows[count++] = changed_row(model->cases.items[i].row);
                }
            }
        }
        compare_model(model, rows, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_expressions),
        cmocka_unit_test(test_library),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
