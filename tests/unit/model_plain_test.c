/* The rule of a model as sentences. */
#include "base/base.h"

#include "model_fixture.h"

static model_fixture fixture;

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

static const struct {
    const char *title, *expression, *sentence;
} ROWS[] = {
    {"columns and numbers", "months > 3", "月数大于3"},
    {"days come before and after", "decided_on < 2020-01-02", "裁判日期早于2020年1月2日"},
    {"money", "fine is present and fine < 1000", "罚金有记载，并且罚金小于1000元"},
    {"a list", "kind in ('拘役', '管制')", "主刑种类是“拘役”、“管制”之一"},
    {"not in a list", "kind not in ('拘役', '管制')", "主刑种类不是“拘役”、“管制”之一"},
    {"or inside and", "merged and (months = 1 or days = 2)",
     "并入前刑，并且（月数是1，或者天数是2）"},
    {"and in and is one list", "merged and (merged and minor)",
     "并入前刑，并且并入前刑，并且作案时未成年"},
    {"a child table", "any tiers(min_months > outer.months)",
     "“适用的量刑档”中有一项符合：该项的有期下限大于月数"},
    {"how many", "count priors() > 1", "（“前科”的项数）大于1"},
    {"functions", "between(if_absent(months, 0), 1, at_least(days, 2))",
     "月数（没有记载时为0）在1到天数与2中较大的之间"},
    {"a choice", "case kind when '拘役' then 2 else 12 end = months",
     "（如果主刑种类是“拘役”，取2；否则取12）是月数"},
    {"derived values by their names", "twice > most", "两倍的月数大于most"},
};

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < CM_COUNT(ROWS); i++) {
        CM_AUTO_ERR err = {0};
        cm_problems problems = {0};
        const cm_model *model = NULL;
        test_row(ROWS[i].title);
        cm_sv text = cm_arena_format(
            &fixture.mem,
            "id: test/one\ntitle: t\nversion: 1\nbasis: [刑法73.1]\nmeasure: substance\n"
            "confidence: H\nseverity: S1\nabout: a\nsubject: conviction\nneeds: [disposition]\n"
            "parameters: {most: {value: 6, unit: 月, source: 刑法42}}\n"
            "names: {twice: 两倍的月数}\nderive: {twice: months * 2}\n"
            "hit: |-\n  %s\ndirection: 中性\nfinding: f\nevidence: [months]\ncases: []\n",
            ROWS[i].expression);
        const cm_model_context context = fixture_context(&fixture);
        const cm_source source = {CM_SV("test/one.yaml"), text};
        cm_status status = cm_model_parse(&fixture.mem, &context, source, &model, &problems, &err);
        if (status != CM_OK) {
            cm_sv all = fixture_problems(&fixture, &fixture.words, &problems);
            fail_msg("%.*s%s", CM_SV_ARG(all), err.message);
        }
        cm_plain plain = cm_model_plain(&fixture.mem, model, &fixture.chinese);
        if (!cm_sv_equal(plain.hit, cm_sv_from(ROWS[i].sentence))) {
            fail_msg("got: %.*s", CM_SV_ARG(plain.hit));
        }
        assert_int_equal(plain.steps.count, 1);
        assert_true(cm_sv_equal(plain.steps.items[0].word, CM_SV("月数乘以2")));
        assert_true(cm_sv_equal(plain.parameters.items[0].word, CM_SV("6月（刑法42）")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences)};

    return cmocka_run_group_tests(tests, open_all, close_all);
}
