/* Collisions: what each operator answers about small tables, by hand; the SQL of the steps against
 * the evaluator, over random small tables with absent and unread facts; and the mistakes a file can
 * have. */
#include "base/base.h"

#include "model/test.h"
#include "model_database.h"

static model_fixture fixture;
static cm_dice dice = 20151101;

static const char FRAME[] =
    "id: t/m\n"
    "title: t\n"
    "version: 1\n"
    "basis: [刑法65.1]\n"
    "measure: substance\n"
    "confidence: M\n"
    "severity: S1\n"
    "direction: 不利\n"
    "about: a\n"
    "parameters:\n"
    "  near: {value: 3, unit: 日, source: s}\n"
    "  years:\n"
    "    values: [{from: 2020-01-02, value: 2}, {from: 2020-01-04, value: 4}]\n"
    "    unit: 年\n"
    "    date_column: decided_on\n"
    "    source: s\n";

static const char INPUTS[] =
    "inputs: {people: defendant, others: defendant, priors: defendant.priors, docs: judgment}\n"
    "steps:\n"
    "  - name: mine\n"
    "    scan: people\n"
    "    take: [name, birth_date, decided_on, sentence_fine, merged, court]\n"
    "  - name: b\n"
    "    scan: others\n"
    "    take: [name, birth_date, decided_on, sentence_fine, merged]\n"
    "  - name: p\n"
    "    scan: priors\n"
    "    take: [on, charge, months]\n"
    "  - name: d\n"
    "    scan: docs\n"
    "    take: [court, decided_on, case_no]\n";

/* The steps after the scans, then the clue, finding and evidence. */
static const char *const RANDOM[] = {
    /* inner by two keys, and what a pair must be */
    "  - name: pairs\n    join: mine\n    with: b\n    mode: inner\n    on: [name, birth_date]\n"
    "    where: b_decided_on < decided_on and b_doc_key != doc_key\n"
    "clue:\n  subjects: mine\n  rows: pairs\n  related:\n"
    "    - {from: pairs, side: b_, title: x, facts: [b_decided_on, b_sentence_fine]}\n"
    "sub:\n  - {when: b_sentence_fine > sentence_fine, then: more}\n  - {when: merged, then: m}\n"
    "finding: '{b_decided_on}'\nevidence: [name, b_sentence_fine, years]\n",
    /* semi and anti over what a filter left, with a parameter by date */
    "  - name: some\n    filter: mine\n    where: decided_on >= 2020-01-02 and years > 2\n"
    "  - name: kept\n    join: some\n    with: b\n    mode: semi\n    on: [name]\n"
    "    where: b_sentence_fine > 0.5\n"
    "  - name: lone\n    join: kept\n    with: p\n    mode: anti\n    on: subject\n"
    "    where: p_on = decided_on\n"
    "clue: {subjects: some, rows: lone}\nfinding: f\nevidence: [sentence_fine]\n",
    /* left, then a count of what was met; a derived value over both sides */
    "  - name: both\n    join: mine\n    with: b\n    mode: left\n    on: [birth_date, name]\n"
    "    prefix: o_\n"
    "  - name: more\n    derive: both\n    as:\n      gap: decided_on - o_decided_on\n"
    "      is_later: case when o_decided_on is present then o_decided_on > decided_on else false "
    "end\n"
    "  - name: sums\n    aggregate: more\n    by: subject\n    as:\n"
    "      n: {count: is_later}\n      all: {count: true}\n      s: {sum: gap}\n"
    "      least: {min: o_decided_on}\n      most: {max: o_sentence_fine}\n"
    "      mid: {median: gap}\n      part: {share: is_later}\n      kinds: {distinct: o_name}\n"
    "      names: {list: o_name}\n"
    "  - name: out\n    filter: sums\n    where: n > 0 or mid > 0 or s is absent\n"
    "clue: {subjects: mine, rows: out}\nfinding: '{part}{names}'\n"
    "evidence: [n, all, s, least, most, mid, part, kinds, names]\n",
    /* the last partner before a day, at most some days back */
    "  - name: last\n    join: mine\n    with: b\n    mode: left\n    match: asof\n    on: [name]\n"
    "    day: decided_on\n    latest: decided_on\n    within: near\n    where: b_doc_key != "
    "doc_key\n"
    "  - name: out\n    filter: last\n    where: b_sentence_fine >= sentence_fine\n"
    "clue: {subjects: mine, rows: out}\nfinding: f\nevidence: [b_decided_on, b_doc_key, years]\n",
    "  - name: last\n    join: mine\n    with: p\n    mode: inner\n    match: asof\n    on: "
    "subject\n"
    "    day: decided_on\n    latest: on\n"
    "clue:\n  subjects: mine\n  rows: last\n  related:\n"
    "    - {from: last, side: p_, title: x, facts: [p_on]}\n"
    "finding: f\nevidence: [p_on, p_charge, p_months]\n",
    /* groups that are no subjects, joined back; a judgment beside its defendants */
    "  - name: courts\n    aggregate: mine\n    by: [court, merged]\n    as:\n"
    "      n: {count: sentence_fine > 0.5}\n      mid: {median: sentence_fine}\n"
    "      days: {list: name}\n"
    "  - name: back\n    join: mine\n    with: courts\n    mode: inner\n    on: [court, merged]\n"
    "    where: courts_n >= 2\n    prefix: courts_\n"
    "  - name: whole\n    join: back\n    with: d\n    mode: inner\n    on: subject\n"
    "    where: d_case_no is absent or d_case_no = name\n"
    "clue:\n  subjects: mine\n  rows: whole\n  related:\n"
    "    - {from: whole, side: d_, title: x, facts: [d_court]}\n"
    "finding: f\nevidence: [courts_n, courts_mid, courts_days, d_decided_on]\n",
    /* doubt through two joins and an aggregate */
    "  - name: first\n    join: mine\n    with: p\n    mode: inner\n    on: subject\n"
    "  - name: second\n    join: first\n    with: b\n    mode: inner\n"
    "    on: [name, {p_on: decided_on}]\n"
    "  - name: sums\n    aggregate: second\n    by: [doc_key, defendant_no]\n    as:\n"
    "      n: {distinct: b_doc_key}\n      m: {max: p_months}\n"
    "  - name: none\n    join: mine\n    with: sums\n    mode: anti\n    on: subject\n"
    "    where: sums_n > 1 or sums_m > 2\n"
    "clue: {subjects: mine, rows: none}\nfinding: f\nevidence: [name]\n",
};

static const cm_model *parse(const char *steps)
{
    cm_sv problems;
    cm_sv text = cm_arena_format(&fixture.mem, "%s%s%scases: []\n", FRAME, INPUTS, steps);
    const cm_model *model = fixture_parse(&fixture, "models/t/m.yaml", text, &problems);
    if (model == NULL) {
        fail_msg("%.*s", CM_SV_ARG(problems));
    }
    return model;
}

/* ---- random tables ---- */

static cm_value random_value(const cm_column *column)
{
    static const char *const WORDS[] = {"a", "b", "c"};
    cm_value value = {.state = CM_VALUE_KNOWN};
    uint32_t kind = roll(&dice, 10);
    if (kind < 2) {
        value.state = kind == 0 ? CM_VALUE_UNREAD : CM_VALUE_ABSENT;
        return value;
    }
    switch (column->type) {
    case CM_TYPE_TEXT:
        value.text = column->allowed.count != 0
                         ? column->allowed.items[roll(&dice, (uint32_t)column->allowed.count)]
                         : cm_sv_from(WORDS[roll(&dice, 3)]);
        break;
    case CM_TYPE_DATE:
        value.number = 18262 + roll(&dice, 6);
        break;
    case CM_TYPE_INTEGER:
        value.number = roll(&dice, 40) == 0 ? INT64_MAX : (int64_t)roll(&dice, 4);
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

static void random_lists(cm_row *row)
{
    static const char *const GROUPS[] = {"disposition", "signature", "parties", "priors"};
    size_t priors = cm_view_child(row->view, CM_SV("priors"));
    if (priors != SIZE_MAX) {
        row->children[priors].unread = roll(&dice, 5) == 0;
    }
    for (size_t i = 0; i < CM_COUNT(GROUPS) && row->view->child.len == 0; i++) {
        if (roll(&dice, 25) == 0) {
            *cm_vec_push(&fixture.mem, &row->unread_groups) = cm_sv_from(GROUPS[i]);
        }
    }
}

/* `rows` rows with keys of their own; of a child table several to a parent. */
static void random_table(cm_case_tables *tables, const char *name, uint32_t rows)
{
    cm_case_table *table = cm_vec_push(&fixture.mem, &tables->tables);
    for (size_t i = 0; i < fixture.catalogue->tables.count; i++) {
        if (cm_sv_equal(fixture.catalogue->tables.items[i]->name, cm_sv_from(name))) {
            table->view = fixture.catalogue->tables.items[i];
        }
    }
    bool is_child = table->view->child.len != 0;
    for (uint32_t i = 0; i < rows; i++) {
        cm_case_row *row = cm_vec_push(&fixture.mem, &table->rows);
        row->row.view = table->view;
        row->row.values = cm_arena_array(&fixture.mem, cm_value, table->view->columns.count);
        row->row.children =
            cm_arena_array(&fixture.mem, cm_child_rows, table->view->children.count + 1);
        for (size_t k = 0; k < table->view->columns.count; k++) {
            row->row.values[k] = random_value(table->view->columns.items[k]);
        }
        row->keys[0] = is_child ? 1 + (int64_t)roll(&dice, 4) : 1 + (int64_t)i / 2;
        row->keys[0] = table->view->key_count == 1 ? 1 + (int64_t)i : row->keys[0];
        row->keys[1] = table->view->key_count < 2 ? 0 : is_child ? 1 : 1 + (int64_t)i % 2;
        row->keys[3] = is_child ? (int64_t)i + 1 : 0;
        random_lists(&row->row);
    }
}

static void test_random(void **state)
{
    (void)state;
    size_t answers[CM_ANSWER_COUNT] = {0};
    for (size_t i = 0; i < CM_COUNT(RANDOM); i++) {
        size_t own[CM_ANSWER_COUNT] = {0};
        const cm_model *model = parse(RANDOM[i]);
        test_row(cm_arena_format(&fixture.mem, "%zu", i).ptr);
        for (int round = 0; round < 5; round++) {
            cm_case_tables tables = {0};
            random_table(&tables, "defendant", 7);
            random_table(&tables, "defendant.priors", roll(&dice, 8));
            random_table(&tables, "judgment", 4);
            compare_collision(&fixture, model, &tables, own);
        }
        assert_true(own[CM_ANSWER_HIT] + own[CM_ANSWER_UNDECIDABLE] != 0);
        for (size_t k = 0; k < CM_ANSWER_OUT_OF_SCOPE; k++) {
            answers[k] += own[k];
        }
    }
    for (size_t k = 0; k < CM_ANSWER_OUT_OF_SCOPE; k++) {
        assert_true(answers[k] > 20); /* else the comparison says little */
    }
}

/* ---- by hand ---- */

typedef struct {
    const char *why, *steps, *cases;
} by_hand;

static const char PAIRS[] =
    "  - name: pairs\n    join: mine\n    with: b\n    mode: inner\n    on: [name, birth_date]\n"
    "    where: b_decided_on < decided_on\n"
    "clue: {subjects: mine, rows: pairs}\nfinding: '{b_decided_on}'\nevidence: [name]\n";
static const char WITHOUT[] =
    "  - name: none\n    join: mine\n    with: p\n    mode: anti\n    on: subject\n"
    "    where: p_charge = name\n"
    "clue: {subjects: mine, rows: none}\nfinding: none\nevidence: [name]\n";

static const char USUAL[] = "usual: {tables: {defendant: {name: a, birth_date: 1980-01-01}}}\n";

#define TWO(first, second)                                                                         \
    "    tables:\n      defendant:\n        - {" first "}\n        - {" second "}\n"

static const by_hand HAND[] = {
    {"the same person judged before", PAIRS,
     "  - expect: 命中\n    why: w\n    finding: 2019年1月1日\n" TWO("decided_on: 2020-01-01",
                                                                     "decided_on: 2019-01-01")},
    {"an absent key meets nothing", PAIRS,
     "  - expect: 未命中\n    why: w\n" TWO("decided_on: 2020-01-01",
                                            "birth_date: null, decided_on: 2019-01-01")},
    {"an unread key of the other side is a doubt", PAIRS,
     "  - expect: 无法判断\n    why: w\n    doc: 1\n" TWO(
         "decided_on: 2020-01-01", "birth_date: unread, decided_on: 2019-01-01")},
    {"so is a condition that cannot be told", PAIRS,
     "  - expect: 无法判断\n    why: w\n    doc: 1\n" TWO("decided_on: 2020-01-01",
                                                          "decided_on: unread")},
    {"an unread first key leaves its own row open", PAIRS,
     "  - expect: 无法判断\n    why: w\n    doc: 1\n" TWO("name: unread, decided_on: 2020-01-01",
                                                          "decided_on: 2019-01-01")},
    {"nothing is said of one with another name", PAIRS,
     "  - expect: 未命中\n    why: w\n" TWO("decided_on: 2020-01-01",
                                            "name: b, decided_on: 2019-01-01")},
    {"a child table that was not read never says there is none", WITHOUT,
     "  - expect: 无法判断\n    why: w\n    tables:\n      defendant: [{name: a, priors: "
     "unread}]\n"},
    {"none is there", WITHOUT,
     "  - expect: 命中\n    why: w\n    tables:\n      defendant: [{name: a}]\n"
     "      defendant.priors: [{charge: b}]\n"},
    {"one is there", WITHOUT,
     "  - expect: 未命中\n    why: w\n    tables:\n      defendant: [{name: a}]\n"
     "      defendant.priors: [{charge: a}]\n"},
};

static void test_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < CM_COUNT(HAND); i++) {
        cm_sv problems;
        cm_problems found = {0};
        cm_sv text = cm_arena_format(&fixture.mem, "%s%s%s%scases:\n%s", FRAME, INPUTS,
                                     HAND[i].steps, USUAL, HAND[i].cases);
        text = cm_arena_sv(&fixture.mem, text);
        test_row(HAND[i].why);
        const cm_model *model = fixture_parse(&fixture, "models/t/m.yaml", text, &problems);
        if (model == NULL) {
            fail_msg("%.*s", CM_SV_ARG(problems));
        }
        size_t passed = cm_model_test(&fixture.mem, model, &fixture.chinese, &found);
        if (passed != 1) {
            fail_msg("%.*s", CM_SV_ARG(fixture_problems(&fixture, &fixture.words, &found)));
        }
        assert_int_equal(passed, 1);
    }
}

/* ---- mistakes ---- */

static void test_mistakes(void **state)
{
    static const struct {
        const char *steps, *says;
    } rows[] = {
        {"  - name: x\n    filter: mina\n    where: merged\n",
         ":32:13: no step mina before this one"},
        {"  - name: x\n    filter: mine\n    where: merge\n", "did you mean merged?"},
        {"  - name: x\n    filter: mine\n    where: name > court\n", "has no order"},
        {"  - name: x\n    join: mine\n    with: b\n    mode: outer\n    on: [name]\n",
         "inner, left, semi, anti"},
        {"  - name: x\n    join: mine\n    with: b\n    mode: inner\n    on: [{name: merged}]\n",
         "differ in type"},
        {"  - name: x\n    join: mine\n    with: b\n    mode: semi\n    match: asof\n    on: "
         "[name]\n",
         "is none of: eq"},
        {"  - name: x\n    aggregate: mine\n    by: [court]\n    as: {n: {count: name}}\n",
         "count is wanted"},
        {"  - name: x\n    aggregate: mine\n    by: [court]\n    as: {n: {count: true}}\n"
         "clue: {subjects: x, rows: x}\n",
         "one row for each"},
        {"  - name: x\n    sort: mine\n", "scan, filter, derive, join"},
        {"clue:\n  subjects: mine\n  rows: mine\n  related: [{from: mine, side: b_, title: t, "
         "facts: "
         "[name]}]\n",
         "no table joined with prefix b_"},
    };

    (void)state;
    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_sv problems;
        bool has_clue = strstr(rows[i].steps, "clue:") != NULL;
        cm_sv text = cm_arena_format(
            &fixture.mem, "%s%s%s%sfinding: f\nevidence: [name]\ncases: []\n", FRAME, INPUTS,
            rows[i].steps, has_clue ? "" : "clue: {subjects: mine, rows: x}\n");
        test_row(rows[i].says);
        assert_null(fixture_parse(&fixture, "models/t/m.yaml", text, &problems));
        if (cm_sv_find(problems, cm_sv_from(rows[i].says), 0) == SIZE_MAX) {
            fail_msg("%.*s", CM_SV_ARG(problems));
        }
    }
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
