/* Every model of the library, wherever its file stands: the plan in
 * a real DuckDB answers what the evaluator answers, over random small tables. The tables are made
 * from the catalogue and from what the model itself looks at: the rows of its cases, changed in the
 * facts that it uses, with values that its expressions compare with, unread and absent facts,
 * unread groups, and child rows added, changed and left out. */
#include "base/base.h"

#include "model/rule.h"
#include "model/trace.h"
#include "model_database.h"

static model_fixture fixture;
static cm_dice dice = 20140523;

/* ---- the values a model compares with ---- */

typedef struct {
    const cm_model *model;
    cm_model_use use;
    CM_VEC(int64_t) numbers; /* literals, one less and one more */
    cm_svs texts;
    cm_svs groups;
} subject;

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void add_literals(subject *s, const cm_node *node)
{
    if (node->kind == CM_NODE_LITERAL && node->type == CM_TYPE_TEXT) {
        *cm_vec_push(&fixture.mem, &s->texts) = node->text;
    } else if (node->kind == CM_NODE_LITERAL && node->type != CM_TYPE_BOOLEAN) {
        for (int64_t d = -1; d <= 1; d++) {
            *cm_vec_push(&fixture.mem, &s->numbers) = node->number + d;
        }
    }
    for (size_t i = 0; i < node->args.count; i++) {
        add_literals(s, node->args.items[i]);
    }
}

static subject subject_of(const cm_model *model)
{
    const cm_rule *rule = model->rule;
    subject s = {.model = model, .use = cm_model_uses(&fixture.mem, model), .groups = rule->needs};
    for (size_t i = 0; i < rule->derived.count; i++) {
        add_literals(&s, rule->derived.items[i].node);
    }
    if (rule->scope != NULL) {
        add_literals(&s, rule->scope);
    }
    add_literals(&s, rule->hit);
    for (size_t i = 0; i < rule->parameters.count; i++) {
        const cm_rule_parameter *p = &rule->parameters.items[i];
        for (size_t k = 0; k < p->values.count; k++) {
            *cm_vec_push(&fixture.mem, &s.numbers) = p->values.items[k].value.number;
            *cm_vec_push(&fixture.mem, &s.numbers) = p->values.items[k].value.number - 1;
        }
    }
    for (size_t i = 0; i < model->subject->columns.count; i++) {
        if (s.use.columns[i] && model->subject->columns.items[i]->group.len > 1) {
            *cm_vec_push(&fixture.mem, &s.groups) = model->subject->columns.items[i]->group;
        }
    }
    return s;
}

/* ---- random facts ---- */

static cm_sv random_text(const subject *s, const cm_column *column)
{
    if (column->allowed.count != 0) {
        return column->allowed.items[roll(&dice, (uint32_t)column->allowed.count)];
    }
    return s->texts.count != 0 && roll(&dice, 2) == 0
               ? s->texts.items[roll(&dice, (uint32_t)s->texts.count)]
               : CM_SV("x");
}

/* `near`: a value of the case, to be off by little. */
static cm_value random_fact(const subject *s, const cm_column *column, cm_value near)
{
    cm_value value = {.state = CM_VALUE_KNOWN};
    uint32_t kind = roll(&dice, 10);
    if (kind < 4) {
        value.state = kind < 2 ? CM_VALUE_UNREAD : CM_VALUE_ABSENT;
    } else if (column->type == CM_TYPE_TEXT) {
        value.text = random_text(s, column);
    } else if (column->type == CM_TYPE_BOOLEAN) {
        value.number = roll(&dice, 2);
    } else if (near.state == CM_VALUE_KNOWN && roll(&dice, 2) == 0) {
        value.number = near.number + (int64_t)roll(&dice, 5) - 2;
    } else if (column->type != CM_TYPE_DATE && s->numbers.count != 0 && roll(&dice, 4) != 0) {
        value.number = s->numbers.items[roll(&dice, (uint32_t)s->numbers.count)];
    } else {
        value.number = column->type == CM_TYPE_DATE ? 10000 + (int64_t)roll(&dice, 10000)
                                                    : (int64_t)roll(&dice, 40);
    }
    return value;
}

static cm_value *changed_values(const subject *s, const cm_view *view, const cm_value *from,
                                const bool *used, uint32_t one_in)
{
    cm_value *values = cm_arena_array(&fixture.mem, cm_value, view->columns.count);
    for (size_t i = 0; i < view->columns.count; i++) {
        cm_value near = from != NULL ? from[i] : (cm_value){.state = CM_VALUE_ABSENT};
        bool change = from == NULL || ((used == NULL || used[i]) && roll(&dice, one_in) == 0);
        values[i] = change ? random_fact(s, view->columns.items[i], near) : near;
    }
    return values;
}

static cm_child_rows changed_child(const subject *s, const cm_view *view, const cm_child_rows *from)
{
    cm_child_rows rows = {.unread = roll(&dice, 8) == 0 || (from->unread && roll(&dice, 2) == 0)};
    for (size_t i = 0; i < from->rows.count; i++) {
        for (uint32_t copies = roll(&dice, 6);
             copies > 0 && copies<5; copies -= copies> 1 ? 2 : 1) {
            *cm_vec_push(&fixture.mem, &rows.rows) =
                changed_values(s, view, from->rows.items[i], NULL, 8);
        }
    }
    for (uint32_t more = roll(&dice, 3); more > 1; more--) {
        *cm_vec_push(&fixture.mem, &rows.rows) = changed_values(s, view, NULL, NULL, 1);
    }
    return rows;
}

static const cm_row *random_row(const subject *s, const cm_row *from)
{
    const cm_view *view = s->model->subject;
    cm_row *row = cm_arena_new(&fixture.mem, cm_row);
    uint32_t one_in = 2 + roll(&dice, 30);
    *row = (cm_row){.view = view,
                    .values = changed_values(s, view, from->values, s->use.columns, one_in),
                    .children = cm_arena_array(&fixture.mem, cm_child_rows, view->children.count),
                    .unread_groups = from->unread_groups};
    for (size_t i = 0; i < view->children.count; i++) {
        bool change = s->use.children[i] && roll(&dice, 2) == 0;
        row->children[i] = change ? changed_child(s, view->children.items[i], &from->children[i])
                                  : from->children[i];
    }
    if (s->groups.count != 0 && roll(&dice, 12) == 0) {
        row->unread_groups = (cm_svs){0};
        *cm_vec_push(&fixture.mem, &row->unread_groups) =
            s->groups.items[roll(&dice, (uint32_t)s->groups.count)];
    }
    return row;
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

/* Random tables of one model; every answer comes up, else the tables say nothing. */
static void check_model(const cm_model *model)
{
    enum { ROWS = 360, ENOUGH = 5 };

    CM_VEC(const cm_row *) from = {0};
    CM_VEC(const cm_row *) rows = {0};
    size_t answers[CM_ANSWER_COUNT] = {0};
    const subject s = subject_of(model);
    for (size_t i = 0; i < model->cases.count; i++) {
        if (model->cases.items[i].row != NULL) {
            *cm_vec_push(&fixture.mem, &from) = model->cases.items[i].row;
            *cm_vec_push(&fixture.mem, &rows) = model->cases.items[i].row;
        }
    }
    assert_true(from.count > 0);
    for (size_t i = 0; i < ROWS; i++) {
        *cm_vec_push(&fixture.mem, &rows) = random_row(&s, from.items[i % from.count]);
    }
    compare_model(&fixture, model, rows.items, rows.count, answers);
    assert_true(answers[CM_ANSWER_HIT] >= ENOUGH);
    assert_true(answers[CM_ANSWER_CLEAR] >= ENOUGH);
    assert_true(answers[CM_ANSWER_UNDECIDABLE] >= ENOUGH);
}

/* ---- collisions: the tables of their cases with facts changed ---- */

static cm_sv text_near(const cm_case_table *table, size_t column)
{
    const cm_value *v =
        &table->rows.items[roll(&dice, (uint32_t)table->rows.count)].row.values[column];
    return v->state == CM_VALUE_KNOWN ? v->text : CM_SV("x");
}

static cm_case_row changed_row(const cm_case_table *table, const cm_case_row *from)
{
    static const subject none = {.model = NULL};
    const cm_view *view = table->view;
    cm_case_row row = *from;
    row.row.values = cm_arena_array(&fixture.mem, cm_value, view->columns.count);
    for (size_t i = 0; i < view->columns.count; i++) {
        const cm_column *c = view->columns.items[i];
        row.row.values[i] = from->row.values[i];
        if (roll(&dice, 10) == 0 && from->row.values[i].state == CM_VALUE_KNOWN) {
            row.row.values[i] = random_fact(&none, c, from->row.values[i]);
        }
        if (c->type == CM_TYPE_TEXT && row.row.values[i].state == CM_VALUE_KNOWN &&
            c->allowed.count == 0) {
            row.row.values[i].text = text_near(table, i);
        }
    }
    row.row.children = cm_arena_array(&fixture.mem, cm_child_rows, view->children.count + 1);
    for (size_t i = 0; i < view->children.count; i++) {
        row.row.children[i].unread = from->row.children[i].unread != (roll(&dice, 12) == 0);
    }
    return row;
}

static void check_collision(const cm_model *model)
{
    /* The engine, which is not instrumented, takes nearly all of the time, and a sanitizer's
     * memory makes it many times slower: there one case of each answer, unchanged. */
    const bool sanitized = getenv("CHAMING_SANITIZED") != NULL;
    const size_t rounds = sanitized ? 1 : 4;

    size_t answers[CM_ANSWER_COUNT] = {0};
    for (size_t i = 0; i < model->cases.count; i++) {
        const cm_case_tables *from = model->cases.items[i].tables;
        if (sanitized && answers[model->cases.items[i].expected] > 0) {
            continue;
        }
        for (size_t round = 0; from != NULL && round < rounds; round++) {
            cm_case_tables tables = {0};
            for (size_t t = 0; t < from->tables.count; t++) {
                const cm_case_table *table = &from->tables.items[t];
                cm_case_table *to = cm_vec_push(&fixture.mem, &tables.tables);
                to->view = table->view;
                for (size_t k = 0; k < table->rows.count; k++) {
                    *cm_vec_push(&fixture.mem, &to->rows) =
                        round == 0 ? table->rows.items[k]
                                   : changed_row(table, &table->rows.items[k]);
                }
            }
            compare_collision(&fixture, model, &tables, answers);
        }
    }
    assert_true(answers[CM_ANSWER_HIT] > 0);
    assert_true(answers[CM_ANSWER_CLEAR] > 0);
    assert_true(answers[CM_ANSWER_UNDECIDABLE] > 0);
}

static void test_library(void **state)
{
    CM_AUTO_ERR err = {0};
    cm_models models = {0};
    cm_problems problems = {0};
    const cm_model_context context = fixture_context(&fixture);
    (void)state;
    must(cm_models_load(&fixture.mem, &context,
                        fixture_path(&fixture, "CHAMING_TESTS", "../models"), &models, &problems,
                        &err),
         &err);
    assert_true(models.count > 0);
    for (size_t m = 0; m < models.count; m++) {
        test_row(models.items[m]->id.ptr);
        if (models.items[m]->collision != NULL) {
            check_collision(models.items[m]);
        } else {
            check_model(models.items[m]);
        }
    }
}

/* With every fact that a model is said not to use unread, it answers the same: bundles carry only
 * the facts it uses. */
static void test_uses(void **state)
{
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
        if (model->collision != NULL) {
            continue;
        }
        const cm_model_use use = cm_model_uses(&fixture.mem, model);
        test_row(model->id.ptr);
        for (size_t i = 0; i < model->cases.count; i++) {
            const cm_row *from = model->cases.items[i].row;
            if (from == NULL) {
                continue;
            }
            cm_row row = *from;
            row.values = cm_arena_array(&fixture.mem, cm_value, row.view->columns.count);
            row.children = cm_arena_array(&fixture.mem, cm_child_rows, row.view->children.count);
            for (size_t k = 0; k < row.view->columns.count; k++) {
                row.values[k] =
                    use.columns[k] ? from->values[k] : (cm_value){.state = CM_VALUE_UNREAD};
            }
            for (size_t k = 0; k < row.view->children.count; k++) {
                row.children[k] =
                    use.children[k] ? from->children[k] : (cm_child_rows){.unread = true};
            }
            cm_finding want = cm_model_evaluate(&fixture.mem, model, from);
            cm_finding got = cm_model_evaluate(&fixture.mem, model, &row);
            assert_int_equal(got.answer, want.answer);
            assert_int_equal(got.missing.count, want.missing.count);
            assert_int_equal(got.direction, want.direction);
            assert_true(cm_sv_equal(got.sub, want.sub));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library),
        cmocka_unit_test(test_uses),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
