/* SQL against the evaluator: what the compiled plan answers in a real DuckDB is what the meaning of
 * expressions says, for random expressions over random facts. */
#include "base/base.h"

#include "model_database.h"

static model_fixture fixture;
static cm_dice dice = 20140523;

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
    return words[roll(&dice, (uint32_t)count)];
}

#define PICK(...)                                                                                  \
    pick((const char *const[]){__VA_ARGS__},                                                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool is_inside(const writer *w, const char *child)
{
    return w->child != NULL && strcmp(w->child, child) == 0 && roll(&dice, 3) != 0;
}

static void write_date(writer *w, int depth)
{
    if (depth > 0 && roll(&dice, 3) == 0) {
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
    if (depth > 0 && roll(&dice, 2) == 0) {
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
    if (roll(&dice, 2) == 0) {
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
    if (roll(&dice, 3) != 0) {
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
    switch (depth > 0 ? roll(&dice, 8) : 0) {
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
    void (*value)(writer *, int) = values[roll(&dice, 3)];
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
    switch (roll(&dice, 3)) {
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
    if (roll(&dice, 2) == 0) {
        add(w, is_inside(w, "tiers") ? PICK("fits", "candidate", "lighter")
                                     : PICK("mitigated", "minor", "merged", "true", "false"));
        return;
    }
    if (w->child == NULL && roll(&dice, 4) == 0) {
        add(w, PICK("tiers is unread", "measures is unread", "p_dated is present",
                    "p_dated is absent"));
        return;
    }
    add(w, is_inside(w, "tiers") ? PICK("min_months", "fine", "valid_from")
           : is_inside(w, "measures")
               ? PICK("on", "kind")
               : PICK("sentence_months", "sentence_kind", "decided_on", "minor", "sentence_fine"));
    add(w, STATES[roll(&dice, 3)]);
}

static void write_boolean(writer *w, int depth)
{
    switch (depth > 0 ? roll(&dice, 9) : 0) {
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
    uint32_t kind = roll(&dice, 8);
    if (kind < 3) {
        value.state = kind == 0 ? CM_VALUE_UNREAD : CM_VALUE_ABSENT;
        return value;
    }
    switch (column->type) {
    case CM_TYPE_TEXT:
        value.text =
            column->allowed.count == 0
                ? CM_SV("x")
                : column->allowed.items[roll(
                      &dice, column->allowed.count < 3 ? (uint32_t)column->allowed.count : 3)];
        break;
    case CM_TYPE_DATE:
        value.number = 18262 + roll(&dice, 6); /* 2020-01-01 and the days after */
        break;
    case CM_TYPE_INTEGER:
        value.number = roll(&dice, 60) == 0 ? INT64_MAX : (int64_t)roll(&dice, 4);
        break;
    case CM_TYPE_MONEY:
        value.number = 50 * (int64_t)roll(&dice, 4);
        break;
    case CM_TYPE_BOOLEAN:
        value.number = roll(&dice, 2);
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
        if (roll(&dice, 20) == 0) {
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
        size_t rows = roll(&dice, 4);
        row->children[i].unread = roll(&dice, 6) == 0;
        for (size_t k = 0; k < rows; k++) {
            *cm_vec_push(&fixture.mem, &row->children[i].rows) =
                random_values(view->children.items[i]);
        }
    }
    random_groups(row);
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

static void test_random_expressions(void **state)
{
    enum { MODELS = 80, ROWS = 50 };

    size_t answers[CM_ANSWER_COUNT] = {0};
    (void)state;
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
        compare_model(&fixture, model, rows, ROWS, answers);
    }
    for (size_t i = 0; i < CM_ANSWER_COUNT; i++) {
        assert_true(answers[i] > MODELS); /* the random models are no trivial ones */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_expressions),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
