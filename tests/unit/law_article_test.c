/* The words of statutes by date, citations, what mitigates, time limits. */
#include "base/base.h"

#include "base/limits.h"
#include "law/article.h"
#include "law/mitigation.h"
#include "law/period.h"
#include "law_fixture.h"

static const struct {
    const char *title, *citation, *on;
    int count; /* paragraphs, 0: not there */
    bool applied;
    const char *starts, *source;
} TEXTS[] = {
    {"a paragraph", "刑法73.1", "2014-05-01", 1, true, "拘役的缓刑考验期限为", "1997修订"},
    {"a whole article", "刑法73", "2014-05-01", 3, true, "拘役的缓刑考验期限为", "1997修订"},
    {"long name of the code", "中华人民共和国刑法73.2", "2014-05-01", 1, true,
     "有期徒刑的缓刑考验期限为", "1997修订"},
    {"an inserted article", "刑法133-1.1", "2014-05-01", 1, true, "在道路上驾驶机动车追逐竞驶",
     "修正案（八）"},
    {"its next version, on its first day", "刑法133-1", "2015-11-01", 3, true,
     "在道路上驾驶机动车，有下列情形之一的，处拘役，并处罚金：\n（一）", "修正案（九）"},
    {"on the last day of the older", "刑法133-1", "2015-10-31", 2, true,
     "在道路上驾驶机动车追逐竞驶", "修正案（八）"},
    {"before there was one", "刑法133-1", "2010-01-01", 2, false, "在道路上驾驶机动车追逐竞驶",
     "修正案（八）"},
    {"newest", "刑法133-1", "", 3, true, "在道路上驾驶机动车，有下列", "修正案（九）"},
    {"combined sentences before 2015", "刑法69.2", "2014-01-01", 1, true, "数罪中有判处附加刑的",
     "修正案（八）"},
    {"combined sentences since", "刑法69.2", "2016-01-01", 1, true, "数罪中有判处有期徒刑和拘役的",
     "修正案（九）"},
    {"an older text that is not at hand", "刑法72", "2010-01-01", 3, false,
     "对于被判处拘役、三年以下有期徒刑的犯罪分子，同时符合", "修正案（八）"},
    {"procedure", "刑诉法230", "2020-01-01", 1, true, "不服判决的上诉和抗诉的期限为十日",
     "2018修正"},
    {"counting of terms", "刑诉法解释202.2", "2022-01-01", 1, true, "以年计算的刑期",
     "法释〔2021〕1号"},
    {"lowest fine", "财产刑规定2.1", "2014-01-01", 1, true, "人民法院应当根据犯罪情节",
     "法释〔2000〕45号"},
    {"an interpretation, whole", "减刑假释规定6.1", "2018-01-01", 1, true,
     "被判处有期徒刑的罪犯减刑起始时间为", "法释〔2016〕23号"},
    {"the one that was replaced", "刑诉法解释（2012）325.1", "2015-01-01", 1, true,
     "审理被告人或者其法定代理人", "法释〔2012〕21号"},
    {"the same later", "刑诉法解释（2012）325.1", "2022-01-01", 1, false,
     "审理被告人或者其法定代理人", "法释〔2012〕21号"},
    {"of a law whose text is not here", "人民陪审员法16", "2020-01-01", 0, false, "", ""},
    {"left out by its source", "刑诉法解释372", "2022-01-01", 0, false, "", ""},
    {"a blank after the name", "刑法 264", "2014-01-01", 1, true, "盗窃公私财物", "修正案（八）"},
    {"no such paragraph", "刑法73.4", "2014-05-01", 0, false, "", ""},
    {"no such article", "刑法999", "2014-05-01", 0, false, "", ""},
};

static void test_texts(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(TEXTS); i++) {
        cm_law_ref ref;
        cm_law_text text = {0};

        test_row(TEXTS[i].title);
        assert_true(cm_law_ref_parse(f->law, cm_sv_from(TEXTS[i].citation), &ref));
        bool found = cm_law_article(f->law, ref, test_date(TEXTS[i].on), &text);
        assert_int_equal(found, TEXTS[i].count != 0);
        assert_int_equal(text.count, TEXTS[i].count);
        if (found) {
            assert_int_equal(text.applied, TEXTS[i].applied);
            assert_true(cm_sv_starts(text.paragraphs[0].text, cm_sv_from(TEXTS[i].starts)));
            assert_true(cm_sv_equal(text.paragraphs[0].source, cm_sv_from(TEXTS[i].source)));
        }
    }
}

static const struct {
    const char *title, *citation;
    int article, sub, paragraph; /* article 0: not a citation */
} CITATIONS[] = {
    {"article", "刑法73", 73, 0, 0},
    {"paragraph", "刑法73.1", 73, 0, 1},
    {"inserted", "刑法276-1", 276, 1, 0},
    {"inserted, paragraph", "刑法276-1.3", 276, 1, 3},
    {"a year in brackets", "刑诉法解释（2012）365.2", 365, 0, 2},
    {"no law", "73.1", 0, 0, 0},
    {"unknown law", "海商法73", 0, 0, 0},
    {"no number", "刑法", 0, 0, 0},
    {"no paragraph after the point", "刑法73.", 0, 0, 0},
    {"paragraph 0", "刑法73.0", 0, 0, 0},
    {"point before dash", "刑法73.1-2", 0, 0, 0},
    {"negative", "刑法-73", 0, 0, 0},
    {"something behind", "刑法73.1款", 0, 0, 0},
    {"too large", "刑法99999999999999999999", 0, 0, 0},
    {"nothing", "", 0, 0, 0},
};

static void test_citations(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CITATIONS); i++) {
        cm_law_ref ref = {0};

        test_row(CITATIONS[i].title);
        bool parsed = cm_law_ref_parse(f->law, cm_sv_from(CITATIONS[i].citation), &ref);
        assert_int_equal(parsed, CITATIONS[i].article != 0);
        assert_int_equal(ref.article, CITATIONS[i].article);
        assert_int_equal(ref.sub, CITATIONS[i].sub);
        assert_int_equal(ref.paragraph, CITATIONS[i].paragraph);
    }
}

static const struct {
    const char *title, *law;
    int article, sub, paragraph;
    const char *on;
    bool want;
} CITED[] = {
    {"surrender", "刑法", 67, 0, 1, "2014-01-01", true},
    {"confession alone", "刑法", 67, 0, 3, "2014-01-01", false},
    {"article without its paragraph", "刑法", 67, 0, 0, "2014-01-01", true},
    {"accessory", "刑法", 27, 0, 2, "2014-01-01", true},
    {"instigator of nothing", "刑法", 29, 0, 2, "2014-01-01", true},
    {"instigator", "刑法", 29, 0, 1, "2014-01-01", false},
    {"bribe giver, third paragraph until 2011", "刑法", 164, 0, 3, "2011-04-30", true},
    {"bribe giver, third paragraph is another since", "刑法", 164, 0, 3, "2011-05-01", false},
    {"bribe giver, fourth paragraph", "刑法", 164, 0, 4, "2016-05-01", true},
    {"aged 75 before 2011", "刑法", 17, 1, 0, "2010-01-01", false},
    {"aged 75", "刑法", 17, 1, 0, "2016-01-01", true},
    {"day unknown: any version", "刑法", 164, 0, 3, "", true},
    {"the same number of another law", "刑事诉讼法", 67, 0, 1, "2014-01-01", false},
    {"probation", "刑法", 72, 0, 1, "2014-01-01", false},
};

static void test_cited(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CITED); i++) {
        cm_law_ref ref = {cm_sv_from(CITED[i].law), CITED[i].article, CITED[i].sub,
                          CITED[i].paragraph};

        test_row(CITED[i].title);
        assert_int_equal(cm_law_mitigates_cited(f->law, ref, test_date(CITED[i].on)),
                         CITED[i].want);
    }
}

/* Positions in list "circumstance" of data/terms/terms.tsv. */
static const struct {
    const char *title;
    int circumstance;
    bool want;
} CIRCUMSTANCES[] = {
    {"surrender", 0, true},   {"confession", 1, false}, {"merit", 2, true},
    {"recidivist", 4, false}, {"accessory", 7, true},   {"attempt", 10, true},
    {"minor", 13, true},      {"plea", 19, false},      {"mitigated", 29, true},
    {"none", -1, false},
};

static void test_circumstances(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CIRCUMSTANCES); i++) {
        test_row(CIRCUMSTANCES[i].title);
        assert_int_equal(cm_law_mitigates(f->law, CIRCUMSTANCES[i].circumstance),
                         CIRCUMSTANCES[i].want);
    }
}

/* The paragraph is named where the article has more than one. */
static const struct {
    const char *title, *citation, *want;
} WRITTEN[] = {
    {"one of several paragraphs", "刑法280.2", "刑法第二百八十条第二款"},
    {"the only paragraph", "刑法264.1", "刑法第二百六十四条"},
    {"an article between two", "刑法133-1.1", "刑法第一百三十三条之一第一款"},
    {"a whole article", "刑法280", "刑法第二百八十条"},
    {"not at hand", "人民陪审员法16", "中华人民共和国人民陪审员法第16条"},
    {"not at hand, paragraph", "监察法（2018）44-1.3",
     "中华人民共和国监察法（2018）第44条之1第三款"},
    {"another law, by its short name", "财产刑规定2.1",
     "最高人民法院关于适用财产刑若干问题的规定第二条第一款"},
};

static void test_written(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(WRITTEN); i++) {
        CM_AUTO_BUF out;
        cm_law_ref ref;
        test_row(WRITTEN[i].title);
        assert_true(cm_law_ref_parse(f->law, cm_sv_from(WRITTEN[i].citation), &ref));
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_law_cite(f->law, ref, CM_NO_DATE, &out);
        assert_string_equal(cm_buf_z(&out), WRITTEN[i].want);
    }
}

static void test_known_to(void **state)
{
    law_fixture *f = *state;
    cm_date day = CM_NO_DATE;

    assert_true(cm_law_known_to(f->law, CM_SV("财产刑规定"), &day));
    assert_true(cm_date_equal(day, test_date("2025-04-19")));
    assert_false(cm_law_known_to(f->law, CM_SV("海商法"), &day));
}

static const struct {
    const char *title, *citation;
    bool want;
} AT_HAND[] = {
    {"no article of the law", "人民陪审员法16", true},
    {"one that the source left out", "刑诉法解释372", true},
    {"its neighbour", "刑诉法解释373", false},
    {"no such article of a whole law", "刑法999", false},
    {"an article that is there", "刑法264", false},
};

static void test_not_at_hand(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(AT_HAND); i++) {
        cm_law_ref ref;
        test_row(AT_HAND[i].title);
        assert_true(cm_law_ref_parse(f->law, cm_sv_from(AT_HAND[i].citation), &ref));
        assert_int_equal(cm_law_not_at_hand(f->law, ref), AT_HAND[i].want);
    }
}

static void test_periods(void **state)
{
    law_fixture *f = *state;
    int64_t days = 0;

    assert_true(cm_law_period(f->law, CM_SV("retrial_fresh"), test_date("2020-01-01"), &days));
    assert_int_equal(days, 183);
    assert_true(cm_law_period(f->law, CM_SV("assumed_effective"), test_date("2014-01-01"), &days));
    assert_int_equal(days, 365);
    assert_false(cm_law_period(f->law, CM_SV("retrial_fresh"), test_date("1996-12-31"), &days));
    assert_false(cm_law_period(f->law, CM_SV("no_such"), test_date("2020-01-01"), &days));
    assert_false(cm_law_period(f->law, CM_SV("retrial_fresh"), CM_NO_DATE, &days));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),    cmocka_unit_test(test_citations),
        cmocka_unit_test(test_cited),    cmocka_unit_test(test_circumstances),
        cmocka_unit_test(test_known_to), cmocka_unit_test(test_periods),
        cmocka_unit_test(test_written),  cmocka_unit_test(test_not_at_hand),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
