#include "base/base.h"

#include "text_fixture.h"

static const char *const NAMES[CM_TOKEN_CUE + 1] = {
    [CM_TOKEN_STOP] = "。",
    [CM_TOKEN_SEMICOLON] = ";",
    [CM_TOKEN_COMMA] = ",",
    [CM_TOKEN_ENUM] = "、",
    [CM_TOKEN_COLON] = ":",
    [CM_TOKEN_OPEN] = "(",
    [CM_TOKEN_CLOSE] = ")",
    [CM_TOKEN_QUOTE] = "“",
    [CM_TOKEN_UNQUOTE] = "”",
    [CM_TOKEN_DATE] = "date",
    [CM_TOKEN_DURATION] = "term",
    [CM_TOKEN_MONEY] = "money",
    [CM_TOKEN_NUMBER] = "number",
    [CM_TOKEN_ARTICLE] = "article",
    [CM_TOKEN_PARAGRAPH] = "paragraph",
    [CM_TOKEN_ITEM] = "item",
    [CM_TOKEN_TITLE] = "title",
    [CM_TOKEN_CASE_NO] = "case",
    [CM_TOKEN_CUE] = "cue",
};

enum { CUE_DEFENDANT, CUE_PENALTY, CUE_FINE, CUE_COUNT };

static const char *const CUES[CUE_COUNT] = {"defendant", "penalty", "fine"};

/* Dates as y-m-d, durations as months+days, money in fen, numbers in hundredths, articles with
 * their sub, cues with their text. */
static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"punctuation", "甲，乙；丙：丁。戊？", ", ; : 。 。"},
    {"full date", "2017年1月20日", "date:2017-1-20"},
    {"date in chinese numerals", "二〇一七年十二月三十一日", "date:2017-12-31"},
    {"year and month", "2017年1月", "date:2017-1-0"},
    {"year only", "1999年", "date:1999-0-0"},
    {"month and day", "4月7日", "date:0-4-7"},
    {"a date no calendar has", "2017年2月30日", "date:2017-2-30"},
    {"a month no year has", "2017年13月5日", "date:2017-13-5"},
    {"dotted", "2013.3.31、2013-03-31、2013/3/31",
     "date:2013-3-31 、 date:2013-3-31 、 date:2013-3-31"},
    {"the day's sign written 号", "2017年5月1号", "date:2017-5-1"},
    {"the day's sign lost", "至2019年1月23止", "date:2019-1-23"},
    {"a broken line left a comma in it", "自2027、年2月6日至2019年1、月16日",
     "date:2027-2-6 date:2019-1-16"},
    {"a comma before the day", "2018年2月、4日至2018年8月3、日", "date:2018-2-4 date:2018-8-3"},
    {"days listed are no broken line", "8月3、4日", "date:0-8-0 number:300 、 days:4"},
    {"zeros of other alphabets", "二○一七年六月Ο日", "date:2017-6-0"},
    {"blanks inside", "二〇一七 年 五 月\n四 日", "date:2017-5-4"},
    {"years and months", "一年六个月", "term:18+0"},
    {"one year and three months", "一年又三个月", "term:15+0"},
    {"a zero between", "一年零六个月", "term:18+0"},
    {"months and days", "四个月十五日", "term:4+15"},
    {"digits", "1年2个月", "term:14+0"},
    {"two years", "二年", "term:24+0"},
    {"half a year", "半年", "term:6+0"},
    {"a month and a half", "三个半月", "term:3+15"},
    {"days alone", "十五日", "days:15"},
    {"days by another word", "10天", "days:10"},
    {"money", "人民币20000元", "money:2000000"},
    {"money with separators", "20，000元", "money:2000000"},
    {"money in millions", "1,234,567.89元", "money:123456789"},
    {"money in chinese numerals", "三千元", "money:300000"},
    {"formal money", "壹万伍仟元", "money:1500000"},
    {"money in ten thousands", "0.6万元", "money:600000"},
    {"more than", "两千余元", "money~200000"},
    {"cents", "2027.9元", "money:202790"},
    {"a weight is a number", "0.64克", "number:64"},
    {"article", "第二百六十四条", "article:264.0"},
    {"article with sub", "第一百三十三条之一第一款", "article:133.1 paragraph:1"},
    {"item in brackets", "第一款第（三）项", "paragraph:1 item:3"},
    {"list of paragraphs", "第七十三条第一、三款", "article:73.0 paragraph:1 paragraph:3"},
    {"list of articles", "第五十二条、第五十三条", "article:52.0 、 article:53.0"},
    {"one mark for two articles", "第五十二、五十三条", "article:52.0 article:53.0"},
    {"digits of an article", "第264条", "article:264.0"},
    {"titles hide what is in them", "《关于2017年1月1日的规定》第一条", "title article:1.0"},
    {"single angles", "〈刑法〉第一条", "title article:1.0"},
    {"an opening mark never closed", "《刑法第一条。2017年1月1日", "article:1.0 。 date:2017-1-1"},
    {"a closing mark never opened", "刑法》第一条", "article:1.0"},
    {"case number", "（2017）沪0120刑初684号", "case"},
    {"case number of before 2016", "（2013）甬宁刑初字第604号", "case"},
    {"case number with sub", "（2019）辽0303刑初82号之一", "case"},
    {"square brackets", "[2018]浙01刑终1号", "case"},
    {"a bracketed year alone", "（2017）某文件", "( number:201700 )"},
    {"quotes", "“甲”", "“ ”"},
    {"cue", "被告人甲", "cue:被告人"},
    {"the longest cue", "并处罚金五千元", "cue:并处罚金 money:500000"},
    {"a cue broken over lines", "被\n告\n人甲", "cue:被告人"},
    {"a cue next to a number", "有期徒刑六个月", "cue:有期徒刑 term:6+0"},
    {"a number too great", "99999999999999999999999999元", ""},
    {"a date whose year is masked", "××××年×月××日", "date:0-0-0"},
    {"the year of a date is left", "2018年×月×日", "date:2018-0-0"},
    {"year and month of a date are left", "2018年5月■■日", "date:2018-5-0"},
    {"places of a number are masked", "二〇××年1×月3日", "date:0-0-0"},
    {"a masked term", "判处有期徒刑×年×个月，", "cue:有期徒刑 blot:term ,"},
    {"half of a term is masked", "有期徒刑三年□个月", "cue:有期徒刑 blot:term"},
    {"a masked sum", "罚金人民币××元", "cue:罚金 blot:money"},
    {"places of a sum are masked", "罚金5××，000元", "cue:罚金 blot:money"},
    {"question marks for a sum", "罚金？？元。", "cue:罚金 blot:money 。"},
    {"a question", "何人？2017年5月", "。 date:2017-5-0"},
    {"times", "50元×20天", "money:5000 days:20"},
    {"a bullet before a date", "■2017年5月3日", "date:2017-5-3"},
    {"a masked name before a whole date", "审判员XX二〇一八年五月三日", "date:2018-5-3"},
    {"a masked name before a year", "张××年满十八", "number:1800"},
    {"a masked name before a date", "王某3月5日到案", "date:0-3-5"},
    {"a masked article", "第××条第一款", "article:0.0 paragraph:1"},
    {"a masked case number", "（20××）沪×刑初×号", "case"},
    {"a blank to be filled in", "于____年__月__日", "date:0-0-0"},
    {"a long run of blots", "××××××××××××××××××××××××××××××××××", ""},
    {"empty", "", ""},
    {"latin text", "The defendant, 42 years old.", ", number:4200"},
};

static void write_token(cm_buf *out, cm_sv text, const cm_token *t)
{
    (void)cm_buf_addf(out, "%s", out->len > 0 ? " " : "");
    switch ((cm_token_kind)t->kind) {
    case CM_TOKEN_DATE:
        (void)cm_buf_addf(out, "date:%d-%d-%d", t->date.year, t->date.month, t->date.day);
        return;
    case CM_TOKEN_DURATION:
        if (t->about) {
            (void)cm_buf_addf(out, "days:%d", t->days);
        } else {
            (void)cm_buf_addf(out, "term:%d+%d", t->months, t->days);
        }
        return;
    case CM_TOKEN_MONEY:
    case CM_TOKEN_NUMBER:
        (void)cm_buf_addf(out, "%s%s%lld", NAMES[t->kind], t->about ? "~" : ":",
                          (long long)t->number);
        return;
    case CM_TOKEN_ARTICLE:
        (void)cm_buf_addf(out, "article:%lld.%d", (long long)t->number, t->days);
        return;
    case CM_TOKEN_PARAGRAPH:
    case CM_TOKEN_ITEM:
        (void)cm_buf_addf(out, "%s:%lld", NAMES[t->kind], (long long)t->number);
        return;
    case CM_TOKEN_BLOT:
        (void)cm_buf_addf(out, "blot:%s", NAMES[t->value]);
        return;
    case CM_TOKEN_CUE:
        (void)cm_buf_addf(out, "cue:%.*s", CM_SV_ARG(cm_sv_slice(text, t->begin, t->end)));
        return;
    case CM_TOKEN_STOP:
    case CM_TOKEN_SEMICOLON:
    case CM_TOKEN_COMMA:
    case CM_TOKEN_ENUM:
    case CM_TOKEN_COLON:
    case CM_TOKEN_OPEN:
    case CM_TOKEN_CLOSE:
    case CM_TOKEN_QUOTE:
    case CM_TOKEN_UNQUOTE:
    case CM_TOKEN_TITLE:
    case CM_TOKEN_CASE_NO:
        (void)cm_buf_addf(out, "%s", NAMES[t->kind]);
        return;
    }
}

static void load(text_fixture *f)
{
    CM_AUTO_ERR err = {0};
    text_fixture_init(f);
    const char *phrases = "被告人\tdefendant\tparty/person\n有期徒刑\tpenalty\tpenalty/fixed_term\n"
                          "罚金\tfine\t\n并处罚金\tfine\t1\n";
    assert_int_equal(text_fixture_lexicon(f, phrases, CUES, CUE_COUNT, &err), CM_OK);
}

static void test_rows(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    load(&f);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_folded folded = text_fixture_fold(&f, cm_sv_from(rows[i].text));
        cm_lexed lexed;
        cm_lex(&f.mem, f.lexicon, f.scratch, &folded, &lexed);
        uint32_t end = 0;
        for (size_t k = 0; k < lexed.tokens.count; k++) {
            const cm_token *t = &lexed.tokens.items[k];
            assert_true(t->begin >= end && t->end > t->begin && t->end <= folded.text.len);
            end = t->end;
            write_token(&out, folded.text, t);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

static void test_cue_values(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    load(&f);
    cm_folded folded = text_fixture_fold(&f, CM_SV("被告人有期徒刑罚金并处罚金"));
    cm_lexed lexed;
    cm_lex(&f.mem, f.lexicon, f.scratch, &folded, &lexed);
    assert_int_equal(lexed.tokens.count, 4);
    const cm_token *t = lexed.tokens.items;
    assert_int_equal(t[0].cue, CUE_DEFENDANT);
    assert_int_equal(t[0].value, 0); /* party/person */
    assert_int_equal(t[1].cue, CUE_PENALTY);
    assert_int_equal(t[1].value, 1); /* penalty/fixed_term */
    assert_int_equal(t[2].value, -1);
    assert_int_equal(t[3].cue, CUE_FINE);
    assert_int_equal(t[3].value, 1); /* as given */
}

static void test_at(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    load(&f);
    cm_folded folded = text_fixture_fold(&f, CM_SV("甲,乙,丙"));
    cm_lexed lexed;
    cm_lex(&f.mem, f.lexicon, f.scratch, &folded, &lexed);
    assert_int_equal(cm_lexed_at(&lexed, 0), 0);
    assert_int_equal(cm_lexed_at(&lexed, 3), 0);
    assert_int_equal(cm_lexed_at(&lexed, 4), 1);
    assert_int_equal(cm_lexed_at(&lexed, 8), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_cue_values),
        cmocka_unit_test(test_at),
    };
    return cmocka_run_group_tests_name("text_lexer", tests, NULL, NULL);
}
