/* The meaning of expressions, one row each: what comes out of facts that are there, absent or
 * unread. The values were written down from docs/expressions.md, not from the program. */
#include "base/base.h"

#include "model_fixture.h"

static model_fixture fixture;

/* In the row: months 6, days 0, fine 1000 yuan, kind given, mitigated false; credit_days absent;
 * probation_months, minor and term_to unread; two tiers, of which one has no
 * candidate; measures unread; no priors. */
static const char ROW[] =
    "    row: {months: 6, days: 0, fine: 1000, kind: 拘役, mitigated: false,\n"
    "          decided_on: 2021-03-02, term_from: 2021-01-31}\n"
    "    children:\n"
    "      tiers: [{candidate: true, min_months: 6}, {candidate: null, min_months: 12}]\n"
    "    unread: [probation_months, minor, term_to, measures]\n";

typedef enum { NO, YES, UNKNOWN } truth;

static const struct {
    const char *title, *expression;
    truth want;
} rows[] = {
    {"a known comparison", "months = 6", YES},
    {"absent on one side", "credit_days > 0", UNKNOWN},
    {"unread on one side", "probation_months > 0", UNKNOWN},
    {"money is written in yuan", "fine = 1000", YES},
    {"and in fen", "fine < 1000.01", YES},
    {"yuan beside a product", "fine = 500 * 2", YES},
    {"half a number of months is no yuan", "months * 2 = 12", YES},
    {"days between dates", "decided_on - term_from = 30", YES},
    {"a date and days", "term_from + 30 = 2021-03-02", YES},
    {"false and unknown", "months = 7 and probation_months > 0", NO},
    {"true and unknown", "months = 6 and probation_months > 0", UNKNOWN},
    {"true or unknown", "months = 6 or probation_months > 0", YES},
    {"false or unknown", "months = 7 or probation_months > 0", UNKNOWN},
    {"not unknown", "not probation_months > 0", UNKNOWN},
    {"and binds tighter than or", "true or false and false", YES},
    {"not binds tighter than and", "not false and false", NO},
    {"present: there", "months is present", YES},
    {"present: absent", "credit_days is present", NO},
    {"present: unread", "probation_months is present", UNKNOWN},
    {"absent: there", "months is absent", NO},
    {"absent: absent", "credit_days is absent", YES},
    {"absent: unread", "probation_months is absent", UNKNOWN},
    {"unread: there", "months is unread", NO},
    {"unread: absent", "credit_days is unread", NO},
    {"unread: unread", "probation_months is unread", YES},
    {"in: found", "kind in ('拘役', '管制')", YES},
    {"in: not found", "kind in ('有期徒刑', '管制')", NO},
    {"in: found beside an unknown", "months in (6, probation_months)", YES},
    {"in: not found beside an unknown", "months in (7, probation_months)", UNKNOWN},
    {"not in", "kind not in ('有期徒刑', '管制')", YES},
    {"between holds its ends", "between(months, 6, 6)", YES},
    {"between, over the top", "between(months, 1, 5)", NO},
    {"between, an unknown end that cannot matter", "between(months, probation_months, 5)", NO},
    {"between, an unknown end", "between(months, probation_months, 7)", UNKNOWN},
    {"the greater with an unread one", "at_least(12, probation_months) = 12", UNKNOWN},
    {"the greater", "at_least(12, months) = 12", YES},
    {"the smaller", "at_most(12, months) = 6", YES},
    {"the smaller with an absent one", "at_most(12, credit_days) = 12", UNKNOWN},
    {"abs", "abs(0 - months) = 6", YES},
    {"abs of unread", "abs(probation_months) >= 0", UNKNOWN},
    {"if_absent: there", "if_absent(months, 9) = 6", YES},
    {"if_absent: absent", "if_absent(credit_days, 9) = 9", YES},
    {"if_absent: unread", "if_absent(probation_months, 9) = 9", UNKNOWN},
    {"case, a first unknown condition", "case when minor then true else true end", UNKNOWN},
    {"case, an unknown condition too late to matter",
     "case when months = 6 then true when minor then false end", YES},
    {"case of a value", "case kind when '有期徒刑' then 1 when '拘役' then 2 else 3 end = 2", YES},
    {"case of an unread value", "case probation_months when 1 then true else true end", UNKNOWN},
    {"case without else", "case when months = 7 then true end", UNKNOWN},
    {"too large to add", "months + 9999999999999999 * 9999999999999999 > 0", UNKNOWN},
    {"too large to negate", "-(9999999999999999 * 9999999999999999) < 0", UNKNOWN},
    {"every: one unknown", "every tiers(candidate)", UNKNOWN},
    {"every: one false", "every tiers(min_months > 6)", NO},
    {"every: all true", "every tiers(min_months >= 6)", YES},
    {"every: none there", "every priors(days > 0)", YES},
    {"every: unread", "every measures(true)", UNKNOWN},
    {"any: one true beside an unknown", "any tiers(candidate)", YES},
    {"any: one unknown", "any tiers(not candidate)", UNKNOWN},
    {"any: all false", "any tiers(min_months > 12)", NO},
    {"any: none there", "any priors(days > 0)", NO},
    {"any: unread", "any measures(true)", UNKNOWN},
    {"count", "count tiers(min_months > 6) = 1", YES},
    {"count of all", "count tiers() = 2", YES},
    {"count with an unknown", "count tiers(candidate) = 1", UNKNOWN},
    {"count: unread", "count measures() = 0", UNKNOWN},
    {"sum", "sum tiers(min_months) = 18", YES},
    {"sum of nothing", "sum priors(days) = 0", YES},
    {"sum with an unknown", "sum tiers(case when candidate then 1 end) > 0", UNKNOWN},
    {"a child table is unread", "measures is unread", YES},
    {"a child table is read", "tiers is unread", NO},
    {"inside, a column of the child comes first", "any tiers(min_months = outer.months)", YES},
    {"a function of law", "days_between(term_from, decided_on) = 30", YES},
    {"a function of law with an unread date", "days_between(term_from, term_to) = 30", UNKNOWN},
    {"a function of law without meaning", "age_on(decided_on, term_from) > 0", UNKNOWN},
    {"a parameter", "p = 2", YES},
    {"a parameter by date", "by_date = 1", YES},
    {"a parameter by date is there", "by_date is present", YES},
    {"a parameter before its first date", "later is present", NO},
    {"the value of such a parameter", "later = 1", UNKNOWN},
    {"a parameter by gate is a day", "eighth = 2011-05-01", YES},
    {"a parameter of an unread date", "unsure is present", UNKNOWN},
};

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

static const cm_model *model_of(const char *expression, const char *needs)
{
    cm_sv problems;
    cm_sv text = cm_arena_format(
        &fixture.mem,
        "id: test/one\ntitle: t\nversion: 1\nbasis: [刑法73.1]\nmeasure: substance\nconfidence: "
        "H\nseverity: S1\n"
        "about: a\nsubject: conviction\nneeds: [%s]\nparameters:\n"
        "  p: {value: 2, source: s}\n"
        "  eighth: {gate: amendment_8, source: s}\n"
        "  by_date: {source: s, date_column: decided_on, values: [{from: 2021-03-02, value: 1}]}\n"
        "  later: {source: s, date_column: decided_on, values: [{from: 2021-03-03, value: 1}]}\n"
        "  unsure: {source: s, date_column: term_to, values: [{from: 2021-03-03, value: 1}]}\n"
        "hit: %s\ndirection: 有利\nfinding: f\nevidence: [months]\n"
        "cases:\n  - why: w\n    expect: 命中\n%s",
        needs, expression, ROW);
    const cm_model *model = fixture_parse(&fixture, "test/one.yaml", text, &problems);
    if (model == NULL) {
        fail_msg("%.*s", CM_SV_ARG(problems));
    }
    return model;
}

static void test_expressions(void **state)
{
    static const cm_answer ANSWERS[] = {
        [NO] = CM_ANSWER_CLEAR, [YES] = CM_ANSWER_HIT, [UNKNOWN] = CM_ANSWER_UNDECIDABLE};
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        const cm_model *model = model_of(rows[i].expression, "");
        const cm_finding finding =
            cm_model_evaluate(&fixture.mem, model, model->cases.items[0].row);
        assert_int_equal(finding.answer, ANSWERS[rows[i].want]);
        assert_true(finding.answer == CM_ANSWER_UNDECIDABLE || finding.missing.count == 0);
    }
}

static const struct {
    const char *title, *expression, *group, *missing;
    cm_answer want;
} groups[] = {
    {"a needed group that was not read", "months = 6", "disposition", "disposition",
     CM_ANSWER_UNDECIDABLE},
    {"another group", "months = 6", "property", "", CM_ANSWER_HIT},
    {"what stands in an unread group does not count", "mitigated = false", "findings", "mitigated",
     CM_ANSWER_UNDECIDABLE},
    {"a child table of an unread group", "count priors() = 0", "priors", "priors",
     CM_ANSWER_UNDECIDABLE},
    {"the fact that lacks is named", "probation_months > 0 and months = 6", "property",
     "probation_months", CM_ANSWER_UNDECIDABLE},
    {"a fact whose absence is asked about is not missing",
     "credit_days is present and credit_days > 0 or minor", "property", "minor",
     CM_ANSWER_UNDECIDABLE},
};

static void test_groups(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(groups); i++) {
        test_row(groups[i].title);
        const cm_model *model = model_of(groups[i].expression, "disposition");
        cm_row row = *model->cases.items[0].row;
        cm_sv unread = cm_sv_from(groups[i].group);
        row.unread_groups = (cm_svs){&unread, 1, 1};
        const cm_finding finding = cm_model_evaluate(&fixture.mem, model, &row);
        assert_int_equal(finding.answer, groups[i].want);
        assert_int_equal(finding.missing.count, groups[i].missing[0] != '\0');
        if (finding.missing.count != 0) {
            assert_true(cm_sv_equal(finding.missing.items[0], cm_sv_from(groups[i].missing)));
        }
    }
}

static const struct {
    const char *title, *template, *want;
} sentences[] = {
    {"words only", "没有数", "没有数"},
    {"text, money and dates", "{kind}{fine}{decided_on}", "拘役1000元2021年3月2日"},
    {"a term", "{months,days|term}", "6个月"},
    {"absent and unread", "{credit_days}/{probation_months}", "无/未读出"},
    {"truth", "{mitigated}", "否"},
    {"a parameter", "{p}", "2"},
    {"an optional part that is known", "{kind}[，并处罚金{fine}]。", "拘役，并处罚金1000元。"},
    {"an optional part with an absent value", "{kind}[，折抵{credit_days}日]。", "拘役。"},
    {"one unread value of two", "{kind}[，{fine}{probation_months|term}]。", "拘役。"},
    {"two optional parts", "[{credit_days}][{kind}]", "拘役"},
};

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(sentences); i++) {
        CM_AUTO_BUF out;
        cm_sv problems;
        test_row(sentences[i].title);
        const cm_model *model = model_of("months = 6", "");
        size_t at = cm_sv_find(model->source, CM_SV("finding: f"), 0);
        cm_sv text =
            cm_arena_format(&fixture.mem, "%.*sfinding: \"%s\"%s", (int)at, model->source.ptr,
                            sentences[i].template, model->source.ptr + at + strlen("finding: f"));
        model = fixture_parse(&fixture, "test/one.yaml", text, &problems);
        assert_non_null(model);
        const cm_finding finding =
            cm_model_evaluate(&fixture.mem, model, model->cases.items[0].row);
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_model_finding(&out, model, &fixture.chinese, finding.sub, finding.values);
        assert_string_equal(cm_buf_z(&out), sentences[i].want);
    }
}

/* ---- by sub-code ---- */

static const char SUB_MODEL[] =
    "id: test/sub\ntitle: 标题\nversion: 1\nbasis: [刑法73.1]\n"
    "measure: substance\nconfidence: H\nseverity: S1\nabout: a\nsubject: conviction\n"
    "needs: [disposition]\nhit: months > 0\nsub:\n"
    "  - when: fine = 1000\n    then: a\n"
    "  - when: days = 3\n    then: b\n"
    "direction: 中性\n"
    "finding:\n  a: 罚金{fine}\n  b: 刑期{days}日\n"
    "evidence:\n  a: [fine]\n  b: [days, kind]\n"
    "usual:\n  row: {months: 6, days: 3, fine: 500, kind: 拘役}\n"
    "cases:\n  - expect: 命中\n    why: w\n";

static const struct {
    const char *title, *row, *want;
    size_t evidence;
} by_sub[] = {
    {"the first sub-code", "row: {fine: 1000}", "罚金1000元", 1},
    {"the second", "row: {fine: 500}", "刑期3日", 2},
    {"none: the title and all evidence", "row: {days: 4}", "标题", 3},
    {"the sub-code can't be told: the second may hold", "unread: [fine]", "刑期3日", 2},
};

static void test_by_sub(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(by_sub); i++) {
        CM_AUTO_BUF out;
        cm_sv problems;
        test_row(by_sub[i].title);
        cm_sv text = cm_arena_format(&fixture.mem, "%s    %s\n", SUB_MODEL, by_sub[i].row);
        const cm_model *model = fixture_parse(&fixture, "test/sub.yaml", text, &problems);
        assert_non_null(model);
        const cm_finding finding =
            cm_model_evaluate(&fixture.mem, model, model->cases.items[0].row);
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_model_finding(&out, model, &fixture.chinese, finding.sub, finding.values);
        assert_string_equal(cm_buf_z(&out), by_sub[i].want);
        assert_int_equal(cm_model_evidence(model, finding.sub)->names.count, by_sub[i].evidence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_by_sub),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
