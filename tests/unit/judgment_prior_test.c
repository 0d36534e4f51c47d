#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD                                                                                                                          \
    "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男" \
    "。"
#define CHARGE "\n某市人民检察院指控被告人张三犯盗窃罪，向本院提起公诉。现已审理终结。\n"
#define FOUND  "经审理查明，2017年1月1日被告人张三盗窃。"
#define HOLDS  "上述事实，有判决书等证据证实。\n本院认为，被告人张三有罪。"

static void add_text(cm_buf *out, const cm_text_fact *f)
{
    cm_sv value = f->state == CM_KNOWN ? f->value : CM_SV("-");
    (void)cm_buf_addf(out, " %.*s", CM_SV_ARG(value));
}

static void add_date(cm_buf *out, const cm_date_fact *f)
{
    (void)cm_buf_add_byte(out, ' ');
    if (f->state == CM_KNOWN) {
        (void)cm_date_write(out, f->value);
    } else {
        (void)cm_buf_add_byte(out, '-');
    }
}

/* What only some decisions have: how he was released, the end of parole, rights, probation revoked.
 */
static void add_more(cm_buf *out, const cm_choices *choices, const cm_prior *q)
{
    if (q->release.state == CM_KNOWN && q->release.value != CM_RELEASE_SERVED) {
        (void)cm_buf_addf(out, " %.*s", CM_SV_ARG(cm_term_zh(choices->release, q->release.value)));
    }
    if (q->parole_to.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " 至");
        add_date(out, &q->parole_to);
    }
    if (q->political_rights.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " 剥权%d", (int)q->political_rights.value);
    }
    if (q->revoked.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " 撤缓");
    }
}

/* kind date charge penalty months+days [p probation] released, one decision a line. */
static void write_priors(cm_buf *out, const cm_choices *choices, const cm_defendant *d)
{
    for (size_t i = 0; i < d->priors.count; i++) {
        const cm_prior *q = &d->priors.items[i];
        (void)cm_buf_addf(out, "%s%.*s", i == 0 ? "" : "\n",
                          CM_SV_ARG(cm_term_zh(choices->prior, q->kind.value)));
        add_date(out, &q->date);
        add_text(out, &q->charge);
        add_text(out, &q->penalty);
        (void)cm_buf_addf(out, " %d+%d", (int)q->months.value, (int)q->days.value);
        if (q->probation_months.state == CM_KNOWN) {
            (void)cm_buf_addf(out, " p%d", (int)q->probation_months.value);
        }
        add_date(out, &q->released_on);
        add_more(out, choices, q);
    }
}

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"sentence and release",
     HEAD "因犯盗窃罪于2008年5月30日被本院判处有期徒刑二年十个月，并处罚金一千元，2010年11月16日刑"
          "满释放。" CHARGE,
     "刑事 2008-05-30 盗窃罪 有期徒刑 34+0 2010-11-16"},
    {"a charge without the word for crime, or with the general one",
     HEAD "因盗窃于2008年5月30日被判处拘役三个月。因故意伤害犯罪于2012年3月1日被判处有期徒刑一年"
          "。" CHARGE,
     "刑事 2008-05-30 盗窃罪 拘役 3+0 -\n刑事 2012-03-01 故意伤害罪 有期徒刑 12+0 -"},
    {"parole, and the end of its probation",
     HEAD
     "2001年7月16日因犯抢劫罪被本院判处有期徒刑五年，剥夺政治权利一年，并处罚金三千元。2004年"
     "1月13日被假释，假释考验期至2006年6月20日止。2009年5月1日因犯盗窃罪被判处拘役三个月。" CHARGE,
     "刑事 2001-07-16 抢劫罪 有期徒刑 60+0 2004-01-13 假释 至 2006-06-20 剥权12\n"
     "刑事 2009-05-01 盗窃罪 拘役 3+0 -"},
    {"parole from day to day",
     HEAD
     "因犯抢劫罪于1995年11月23日被判处无期徒刑。2007年11月12日被裁定准予假释，假释考验期自2007年11"
     "月23日至2010年11月17日止。" CHARGE,
     "刑事 1995-11-23 抢劫罪 无期徒刑 0+0 2007-11-12 假释 至 2010-11-17"},
    {"commuted and released",
     HEAD "因犯抢劫罪于2001年7月16日被判处有期徒刑十年，2008年5月13日减刑释放。" CHARGE,
     "刑事 2001-07-16 抢劫罪 有期徒刑 120+0 2008-05-13 减刑"},
    {"probation, later revoked",
     HEAD "因犯盗窃罪于2011年7月16日被判处有期徒刑一年，缓刑二年，2012年5月1日被撤销缓刑。" CHARGE,
     "刑事 2011-07-16 盗窃罪 有期徒刑 12+0 p24 - 撤缓"},
    {"date before the ground, release in a sentence of its own",
     HEAD "2014年4月15日因犯盗窃罪被某法院判处拘役五个月零十五天。2014年9月8日刑满释放。" CHARGE,
     "刑事 2014-04-15 盗窃罪 拘役 5+15 2014-09-08"},
    {"several times over some years",
     HEAD
     "2003年12月9日因犯盗窃罪被判处有期徒刑四年；2008年至2012年期间，因收购被盗物品，多次被某公安局"
     "行政拘留。" CHARGE,
     "刑事 2003-12-09 盗窃罪 有期徒刑 48+0 -\n行政处罚 - 收购被盗物品 行政拘留 0+0 -"},
    {"the term ran out",
     HEAD "2014年7月8日因犯盗窃罪被某法院判处有期徒刑一年八个月（2015年9月11日刑期届满）。" CHARGE,
     "刑事 2014-07-08 盗窃罪 有期徒刑 20+0 2015-09-11"},
    {"one after the other, same year",
     HEAD
     "2016年4月因犯盗窃罪被判处拘役四个月；同年10月因犯抢夺罪被判处有期徒刑一年，缓刑二年。" CHARGE,
     "刑事 2016-04 盗窃罪 拘役 4+0 -\n刑事 2016-10 抢夺罪 有期徒刑 12+0 p24 -"},
    {"two charges in one decision",
     HEAD "2000年1月21日因犯盗窃罪、故意伤害罪被某法院判处有期徒刑十二年六个月。" CHARGE,
     "刑事 2000-01-21 盗窃罪、故意伤害罪 有期徒刑 150+0 -"},
    {"what is to be executed counts",
     HEAD "2017年6月19日，因犯盗窃罪被判处有期徒刑十个月，因缓刑考验期内犯新罪，撤销缓刑，数罪并罚"
          "，决定执行"
          "有期徒刑一年六个月。" CHARGE,
     "刑事 2017-06-19 盗窃罪 有期徒刑 18+0 -"},
    {"dates and terms listed",
     HEAD "2016年7月、2017年5月因吸毒被某公安局行政拘留十二日、十三日。" CHARGE,
     "行政处罚 2016-07 吸毒 行政拘留 0+12 -\n行政处罚 2017-05 吸毒 行政拘留 0+13 -"},
    {"dates and penalties listed",
     HEAD "因犯贩卖毒品罪，先后于2014年、2017年被判处有期徒刑三年、有期徒刑一年八个月。" CHARGE,
     "刑事 2014 贩卖毒品罪 有期徒刑 36+0 -\n刑事 2017 贩卖毒品罪 有期徒刑 20+0 -"},
    {"other kinds of sanction",
     HEAD "因盗窃于2006年被某劳动教养管理委员会劳动教养一年六个月；2012年3月因吸毒被强制隔离戒毒二"
          "年；2016"
          "年8月因吸毒被决定社区戒毒三年。" CHARGE,
     "劳动教养 2006 盗窃 劳动教养 18+0 -\n强制隔离戒毒 2012-03 吸毒 强制隔离戒毒 24+0 -\n"
     "其他 2016-08 吸毒 社区戒毒 36+0 -"},
    {"a fine alone", HEAD "2013年5月25日因犯故意毁坏财物罪被判处罚金二千元。" CHARGE,
     "刑事 2013-05-25 故意毁坏财物罪 单处罚金 0+0 -"},
    {"this case is no earlier sanction",
     HEAD "因本案于2016年5月18日被行政拘留十三日，同年5月31日转为刑事拘留。" CHARGE, ""},
    {"told in the facts",
     HEAD CHARGE FOUND "另查明，2019年6月26日，被告人张三因种植大麻被某分局行政拘留5日。" HOLDS,
     "行政处罚 2019-06-26 种植大麻 行政拘留 0+5 -"},
    {"told again with the day",
     HEAD "因盗窃于2012年11月被行政拘留十五日。" CHARGE FOUND
          "另查明，被告人张三于2012年11月17日因盗窃被行政处罚。" HOLDS,
     "行政处罚 2012-11-17 盗窃 行政拘留 0+15 -"},
    {"somebody else's",
     HEAD CHARGE FOUND "另查明，2019年6月26日，王五因犯盗窃罪被判处有期徒刑一年。" HOLDS, ""},
    {"weighed in the reasoning, without a date",
     HEAD CHARGE FOUND HOLDS "被告人张三曾因犯贩卖毒品罪被判过刑，应当从重处罚。",
     "刑事 - 贩卖毒品罪 - 0+0 -"},
    {"the words of recidivism name no decision",
     HEAD CHARGE FOUND HOLDS
     "被告人张三曾因故意犯罪被判处有期徒刑，刑罚执行完毕后五年内再犯，系累犯。",
     ""},
    {"the sentence of this judgment is none",
     HEAD CHARGE FOUND HOLDS
     "判决如下：\n被告人张三犯盗窃罪，判处有期徒刑一年。\n如不服本判决，可上诉。",
     ""},
    {"a remark on somebody else",
     HEAD CHARGE
     "经审理查明，2017年5月24日，张三因让行与陈某某（已被行政处罚）争执，并警告李某。" HOLDS,
     ""},
    {"controlled knives are no penalty",
     HEAD CHARGE "经审理查明，2017年5月24日张三因赌债持管制刀具伤人。" HOLDS, ""},
    {"two sanctions in one breath, found by the court",
     HEAD CHARGE FOUND
     "另查明，被告人张三于2021年5月10日到案后，因吸食毒品，于次日被处以行政拘留十五"
     "日，自2021年5月11日至2021年5月26日止，处以强制隔离戒毒二年。" HOLDS,
     "行政处罚 2021-05-11 吸食毒品 行政拘留 0+15 -\n"
     "强制隔离戒毒 2021-05-11 吸食毒品 强制隔离戒毒 24+0 -"},
    {"found of the only defendant, who is not named",
     HEAD CHARGE FOUND "另查明，因吸食毒品于2021年4月20日被行政拘留十日。" HOLDS,
     "行政处罚 2021-04-20 吸食毒品 行政拘留 0+10 -"},
    {"found of somebody else",
     HEAD CHARGE FOUND "另查明，王某因吸食毒品于2021年4月20日被行政拘留十日。" HOLDS, ""},
    {"the main penalty was left out",
     HEAD "因犯盗窃罪，于2016年12月12日被某区人民法院，并处罚金3000元。" CHARGE,
     "刑事 2016-12-12 盗窃罪 - 0+0 -"},
};

static void test_priors(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record record = reading_fixture_read(f, cm_sv_from(rows[i].text));
        assert_int_equal(record.defendants.count, 1);
        cm_buf_reset(&out);
        write_priors(&out, cm_reader_choices(f->reader), &record.defendants.items[0]);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

static void test_each_his_own(void **state)
{
    cm_record record = reading_fixture_read(
        *state,
        CM_SV(HEAD "\n被告人李四，男。" CHARGE FOUND
                   "另查明，被告人张三因犯盗窃罪于2011年1月2日被判处有期徒刑一年，2012年1月1日刑满"
                   "释放；被告人李四因犯抢劫罪于2013年1月2日被判处有期徒刑三年。" HOLDS));
    assert_int_equal(record.defendants.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(record.defendants.items[i].priors.count, 1);
        assert_int_equal(record.defendants.items[i].priors.items[0].date.value.year,
                         i == 0 ? 2011 : 2013);
    }
}

static void test_disagreement(void **state)
{
    cm_record record = reading_fixture_read(
        *state,
        CM_SV(HEAD
              "因犯盗窃罪于2011年6月20日被判处有期徒刑三年，2013年6月9日刑满释放。" CHARGE FOUND
              "另查明，被告人张三因犯盗窃罪于2011年10月20日被判处有期徒刑三年，2013年6月9日刑满释放"
              "。" HOLDS));
    assert_int_equal(record.defendants.items[0].priors.count, 1);
    assert_int_equal(record.conflicts.count, 1);
    assert_true(cm_sv_equal(record.conflicts.items[0].pointer, CM_SV("/priors/0/date")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_priors),
        cmocka_unit_test(test_each_his_own),
        cmocka_unit_test(test_disagreement),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
