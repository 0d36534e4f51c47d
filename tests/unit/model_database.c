#include "base/base.h"

#include "model_database.h"

#include "engine/engine.h"
#include "model/step.h"

uint32_t roll(cm_dice *dice, uint32_t sides)
{
    *dice = *dice * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*dice >> 33) % sides;
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

void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        fail_msg("%s", err->message);
    }
}

static void create_table(cm_session *s, const cm_view *view)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF sql;
    bool is_imported = view->key_count == 0;
    bool is_child = view->child.len != 0 || is_imported;
    cm_buf_init(&sql, CM_MAX_SQL);
    cm_buf_addf(&sql, "CREATE TABLE \"%.*s\" (%s", CM_SV_ARG(view->table),
                is_imported ? "row_no BIGINT" : "doc_key BIGINT");
    cm_buf_add(&sql,
               !is_child || view->key_count > 1 ? CM_SV(", defendant_no INTEGER") : CM_SV(""));
    cm_buf_add(&sql, !is_child || view->key_count > 2 ? CM_SV(", count_no INTEGER") : CM_SV(""));
    cm_buf_add(&sql, is_child && !is_imported ? CM_SV(", row_no INTEGER") : CM_SV(""));
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

static void add_values(cm_arena *mem, line *l, const cm_view *view, const cm_value *values)
{
    for (size_t i = 0; i < view->columns.count; i++) {
        l->cells[l->count++] = cell_of(view->columns.items[i]->type, values[i]);
        if (values[i].state == CM_VALUE_UNREAD) {
            *cm_vec_push(mem, &l->unread) = view->columns.items[i]->name;
        }
    }
}

static line new_line(cm_arena *mem, const cm_view *view)
{
    enum { KEYS_AND_LISTS = 6 };

    return (line){cm_arena_array(mem, cm_cell, view->columns.count + KEYS_AND_LISTS), 0, {0}};
}

/* The view and its child tables, open for appending. */
typedef struct {
    cm_appender *view;
    cm_appender **children;
} appenders;

static void append_child(cm_arena *mem, cm_appender *a, const cm_view *child, int64_t key,
                         const cm_child_rows *rows)
{
    CM_AUTO_ERR err = {0};
    for (size_t i = 0; i < rows->rows.count; i++) {
        line l = new_line(mem, child);
        l.cells[l.count++] = cm_cell_int(key);
        for (size_t k = 1; k < child->key_count; k++) {
            l.cells[l.count++] = cm_cell_int(1);
        }
        l.cells[l.count++] = cm_cell_int((int64_t)i + 1);
        add_values(mem, &l, child, rows->rows.items[i]);
        l.cells[l.count++] = cm_cell_texts(l.unread.items, l.unread.count);
        must(cm_appender_add(a, l.cells, l.count, &err), &err);
    }
}

static void append_row(cm_arena *mem, const appenders *t, int64_t key, const cm_row *row)
{
    CM_AUTO_ERR err = {0};
    line l = new_line(mem, row->view);
    l.cells[l.count++] = cm_cell_int(key);
    l.cells[l.count++] = cm_cell_int(row->view->key_count > 1);
    l.cells[l.count++] = cm_cell_int(row->view->key_count > 2);
    add_values(mem, &l, row->view, row->values);
    for (size_t i = 0; i < row->view->children.count; i++) {
        if (row->children[i].unread) {
            *cm_vec_push(mem, &l.unread) = row->view->children.items[i]->child;
        }
    }
    l.cells[l.count++] = cm_cell_texts(l.unread.items, l.unread.count);
    l.cells[l.count++] = cm_cell_texts(row->unread_groups.items, row->unread_groups.count);
    must(cm_appender_add(t->view, l.cells, l.count, &err), &err);
    for (size_t i = 0; i < row->view->children.count; i++) {
        append_child(mem, t->children[i], row->view->children.items[i], key, &row->children[i]);
    }
}

static void append_all(cm_arena *mem, cm_session *s, const cm_view *view, const cm_row *const *rows,
                       size_t count)
{
    CM_AUTO_ERR err = {0};
    appenders t = {.children = cm_arena_array(mem, cm_appender *, view->children.count)};
    must(cm_appender_open(s, view->table, &t.view, &err), &err);
    for (size_t i = 0; i < view->children.count; i++) {
        must(cm_appender_open(s, view->children.items[i]->table, &t.children[i], &err), &err);
    }
    for (size_t i = 0; i < count; i++) {
        append_row(mem, &t, (int64_t)i, rows[i]);
    }
    for (size_t i = 0; i < view->children.count; i++) {
        must(cm_appender_close(t.children[i], &err), &err);
    }
    must(cm_appender_close(t.view, &err), &err);
}

/* ---- comparing ---- */

static cm_sv missing_of(cm_arena *mem, const cm_finding *finding)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < finding->missing.count; i++) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), i == 0 ? "" : ",",
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

static void compare_row(cm_arena *mem, const cm_model *model, const cm_plan *plan, cm_rows *rows,
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
    ok = ok && same_text(&cells[CM_PLAN_MISSING], missing_of(mem, want));
    for (size_t i = 0; i < plan->outputs.count; i++) {
        const cm_cell cell = cm_rows_cell(rows, CM_PLAN_FIXED + i);
        ok = ok && same_value(&cell, plan->outputs.items[i].type, want->values[i]);
    }
    if (!ok) {
        fail_msg("%.*s\nrow %zu: SQL says %d (missing %.*s), the evaluator %d (missing %.*s)",
                 CM_SV_ARG(model->source), number, (int)cells[CM_PLAN_ANSWER].number,
                 CM_SV_ARG(cells[CM_PLAN_MISSING].text), (int)want->answer,
                 CM_SV_ARG(missing_of(mem, want)));
    }
    assert_true(ok);
}

static cm_cell *bind(cm_arena *mem, const cm_parameters *parameters)
{
    cm_cell *cells = cm_arena_array(mem, cm_cell, parameters->count + 1);
    for (size_t i = 0; i < parameters->count; i++) {
        const cm_parameter *p = &parameters->items[i];
        cells[i] = p->type == CM_TYPE_TEXT      ? cm_cell_text(p->text)
                   : p->type == CM_TYPE_BOOLEAN ? cm_cell_bool(p->number != 0)
                                                : cm_cell_int(p->number);
    }
    return cells;
}

/* Run the plan and walk both lists in the order of doc_key. */
static void compare_all(model_fixture *f, cm_session *s, const cm_model *model,
                        const cm_row *const *rows, size_t count, size_t *answers)
{
    cm_arena *mem = &f->mem;
    CM_AUTO_ERR err = {0};
    const cm_plan *plan = NULL;
    cm_rows *result = NULL;
    must(cm_model_plan(mem, model, &plan, &err), &err);
    if (cm_session_query(s, plan->sql, bind(mem, &plan->parameters), plan->parameters.count,
                         &result, &err) != CM_OK) {
        fail_msg("%s\n%.*s\n%.*s", err.message, CM_SV_ARG(model->source), CM_SV_ARG(plan->sql));
    }
    for (size_t i = 0; i < count; i++) {
        const cm_finding want = cm_model_evaluate(mem, model, rows[i]);
        const cm_finding quick = cm_model_answer(mem, model, rows[i]);
        assert_int_equal(quick.answer, want.answer);
        assert_int_equal(quick.missing.count, want.missing.count);
        assert_true(cm_sv_equal(quick.sub, want.sub));
        answers[want.answer]++;
        if (want.answer == CM_ANSWER_OUT_OF_SCOPE) {
            continue;
        }
        assert_true(cm_rows_next(result));
        assert_int_equal(cm_rows_cell(result, CM_PLAN_DOC_KEY).number, i);
        compare_row(mem, model, plan, result, &want, i);
    }
    assert_true(!cm_rows_next(result));
    cm_rows_close(result);
}

void compare_model(model_fixture *f, const cm_model *model, const cm_row *const *rows, size_t count,
                   size_t *answers)
{
    CM_AUTO_ERR err = {0};
    const cm_engine_options options = {.threads = 1};
    cm_engine *engine = NULL;
    cm_session *s = NULL;
    must(cm_engine_open(&options, &engine, &err), &err);
    must(cm_session_open(engine, &s, &err), &err);
    cm_plan_functions functions = cm_model_functions(&f->mem, f->law);
    for (size_t i = 0; i < functions.count; i++) {
        must(cm_session_register(s, &functions.items[i], &err), &err);
    }
    create_table(s, model->subject);
    for (size_t i = 0; i < model->subject->children.count; i++) {
        create_table(s, model->subject->children.items[i]);
    }
    append_all(&f->mem, s, model->subject, rows, count);
    compare_all(f, s, model, rows, count, answers);
    cm_session_close(s);
    cm_engine_close(engine);
}

/* ---- collisions ---- */

static void append_table(cm_arena *mem, cm_session *s, const cm_view *view,
                         const cm_case_table *table)
{
    CM_AUTO_ERR err = {0};
    bool is_child = view->child.len != 0 || view->key_count == 0;
    cm_appender *a = NULL;
    must(cm_appender_open(s, view->table, &a, &err), &err);
    for (size_t i = 0; table != NULL && i < table->rows.count; i++) {
        const cm_case_row *row = &table->rows.items[i];
        line l = new_line(mem, view);
        for (size_t k = 0; k < 3; k++) {
            if (!is_child || k < view->key_count) {
                l.cells[l.count++] = cm_cell_int(row->keys[k]);
            }
        }
        if (is_child) {
            l.cells[l.count++] = cm_cell_int(row->keys[3]);
        }
        add_values(mem, &l, view, row->row.values);
        for (size_t k = 0; k < view->children.count; k++) {
            if (row->row.children[k].unread) {
                *cm_vec_push(mem, &l.unread) = view->children.items[k]->child;
            }
        }
        l.cells[l.count++] = cm_cell_texts(l.unread.items, l.unread.count);
        if (!is_child) {
            l.cells[l.count++] =
                cm_cell_texts(row->row.unread_groups.items, row->row.unread_groups.count);
        }
        must(cm_appender_add(a, l.cells, l.count, &err), &err);
    }
    must(cm_appender_close(a, &err), &err);
}

/* The tables that the collision reads, and the parents of those that are child tables. */
static void fill_tables(model_fixture *f, cm_session *s, const cm_model *model,
                        const cm_case_tables *tables)
{
    CM_VEC(const cm_view *) views = {0};
    for (size_t i = 0; i < model->collision->steps.count; i++) {
        const cm_step *step = model->collision->steps.items[i];
        const cm_view *wanted[] = {step->table, step->parent};
        for (size_t w = 0; w < CM_COUNT(wanted); w++) {
            bool is_there = wanted[w] == NULL;
            for (size_t k = 0; k < views.count; k++) {
                is_there = is_there || views.items[k] == wanted[w];
            }
            if (!is_there) {
                *cm_vec_push(&f->mem, &views) = wanted[w];
            }
        }
    }
    for (size_t i = 0; i < views.count; i++) {
        const cm_case_table *table = NULL;
        for (size_t k = 0; k < tables->tables.count; k++) {
            bool is_it = tables->tables.items[k].view == views.items[i];
            table = is_it ? &tables->tables.items[k] : table;
        }
        create_table(s, views.items[i]);
        append_table(&f->mem, s, views.items[i], table);
    }
}

static void walk_findings(model_fixture *f, cm_session *s, const cm_model *model,
                          const cm_findings *findings, size_t *answers)
{
    CM_AUTO_ERR err = {0};
    const cm_plan *plan = NULL;
    cm_rows *result = NULL;
    must(cm_model_plan(&f->mem, model, &plan, &err), &err);
    if (cm_session_query(s, plan->sql, bind(&f->mem, &plan->parameters), plan->parameters.count,
                         &result, &err) != CM_OK) {
        fail_msg("%s\n%.*s\n%.*s", err.message, CM_SV_ARG(model->source), CM_SV_ARG(plan->sql));
    }
    for (size_t i = 0; i < findings->count; i++) {
        const cm_keyed_finding *want = &findings->items[i];
        answers[want->finding.answer]++;
        assert_true(cm_rows_next(result));
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(cm_rows_cell(result, CM_PLAN_DOC_KEY + k).number, want->keys[k]);
        }
        cm_finding finding = want->finding;
        finding.values =
            finding.values != NULL
                ? finding.values
                : cm_arena_array(&f->mem, cm_value, plan->outputs.count); /* all absent */
        compare_row(&f->mem, model, plan, result, &finding, i);
    }
    assert_true(!cm_rows_next(result));
    cm_rows_close(result);
    for (size_t i = 0; i < plan->related.count; i++) {
        const cm_plan_related *r = &plan->related.items[i];
        if (cm_session_query(s, r->sql, bind(&f->mem, &r->parameters), r->parameters.count, &result,
                             &err) != CM_OK) {
            fail_msg("%s\n%.*s", err.message, CM_SV_ARG(r->sql));
        }
        assert_int_equal(cm_rows_columns(result), CM_RELATED_FIXED + r->outputs.count);
        cm_rows_close(result);
    }
}

void compare_collision(model_fixture *f, const cm_model *model, const cm_case_tables *tables,
                       size_t *answers)
{
    CM_AUTO_ERR err = {0};
    const cm_engine_options options = {.threads = 1};
    cm_engine *engine = NULL;
    cm_session *s = NULL;
    must(cm_engine_open(&options, &engine, &err), &err);
    must(cm_session_open(engine, &s, &err), &err);
    cm_plan_functions functions = cm_model_functions(&f->mem, f->law);
    for (size_t i = 0; i < functions.count; i++) {
        must(cm_session_register(s, &functions.items[i], &err), &err);
    }
    fill_tables(f, s, model, tables);
    const cm_findings findings = cm_model_collide(&f->mem, model, tables);
    walk_findings(f, s, model, &findings, answers);
    cm_session_close(s);
    cm_engine_close(engine);
}
