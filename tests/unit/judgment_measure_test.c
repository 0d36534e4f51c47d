#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD                                                                                                                          \
    "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男" \
    "。"
#define CHARGE "\n某市人民检察院指控被告人张三犯盗窃罪，向本院提起公诉。现已审理终结。\n"
#define HOLDS  "上述事实，有抓获经过等证据证实。\n本院认为，被告人张三有罪。"

/* "kind date" of each measure, defendants apart by a bar. */
static void write_measures(cm_buf *out, const cm_choices *choices, const cm_record *record)
{
    for (size_t i = 0; i < record->defendants.count; i++) {
        const cm_defendant *d = &record->defendants.items[i];
        for (size_t k = 0; k < d->measures.count; k++) {
            const cm_measure *m = &d->measures.items[k];
            (void)cm_buf_addf(out, "%s%.*s ", k == 0 && i > 0 ? "|" : (k == 0 ? "" : " "),
                              CM_SV_ARG(cm_term_zh(choices->measure, m->kind.value)));
            (void)cm_date_write(out, m->date.value);
        }
    }
}

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"detained, then arrested in the same year",
     HEAD "因涉嫌犯盗窃罪于2017年5月1日被某市公安局刑事拘留，同年6月2日被逮捕。现羁押于某看守所"
          "。" CHARGE,
     "刑事拘留 2017-05-01 逮捕 2017-06-02"},
    {"same month, next day",
     HEAD "因本案于2017年5月1日被羁押，次日被刑事拘留，同月14日被逮捕。" CHARGE,
     "羁押 2017-05-01 刑事拘留 2017-05-02 逮捕 2017-05-14"},
    {"the arrest counts from when it was carried out",
     HEAD "因本案于2017年6月2日经某检察院批准逮捕，次日由某公安局执行逮捕。" CHARGE,
     "逮捕 2017-06-03"},
    {"carried out without naming the arrest again",
     HEAD "因本案于2017年6月2日经某检察院批准逮捕，次日由某公安局执行。" CHARGE, "逮捕 2017-06-03"},
    {"bail because the arrest was not approved",
     HEAD "因本案于2017年5月1日被刑事拘留，同年6月1日经某检察院不批准逮捕后被依法取保候审。" CHARGE,
     "刑事拘留 2017-05-01 取保候审 2017-06-01"},
    {"how long in custody is no date",
     HEAD "因本案于2017年5月1日被刑事拘留，同年5月24日被取保候审（已羁押24日）。" CHARGE,
     "刑事拘留 2017-05-01 取保候审 2017-05-24"},
    {"administrative detention for this case once more",
     HEAD "因本案于2017年4月8日被刑事拘留；又因本案于2017年6月25日被抓获，次日被处行政拘留十五日"
          "。" CHARGE,
     "刑事拘留 2017-04-08 抓获 2017-06-25 行政拘留 2017-06-26"},
    {"administrative detention the day after the act is for it, whatever it is called",
     HEAD "因殴打他人于2017年4月9日被某公安局行政拘留十日，因涉嫌犯故意伤害罪于2017年4月18日被刑事"
          "拘留。" CHARGE "经审理查明，2017年4月8日，被告人张三将李四打伤。\n" HOLDS,
     "行政拘留 2017-04-09 刑事拘留 2017-04-18"},
    {"for drug use it is another act, also after a capture in this case",
     HEAD "因涉嫌犯贩卖毒品罪于2017年4月9日被抓获，因吸毒于次日被行政拘留十日，同月20日被刑事拘留"
          "。" CHARGE "经审理查明，2017年4月9日，被告人张三贩卖毒品一包。\n" HOLDS,
     "抓获 2017-04-09 刑事拘留 2017-04-20"},
    {"given detention in this case, the year written twice",
     HEAD "因本案于2017年4月30日被羁押，5月1日被某公安局处以行政拘留十日，同年年5月11日被刑事拘留"
          "。" CHARGE,
     "羁押 2017-04-30 行政拘留 2017-05-01 刑事拘留 2017-05-11"},
    {"a masked year is a date that was not read",
     HEAD "因本案于×年5月1日被刑事拘留，2017年6月2日被逮捕。" CHARGE,
     "刑事拘留 0000 逮捕 2017-06-02"},
    {"taking hold of somebody is no capture",
     HEAD CHARGE "经审理查明，2017年4月9日，被告人张三抓住李四的衣领将其打伤。\n" HOLDS, ""},
    {"another word for capture",
     HEAD CHARGE "经审理查明，2017年4月9日，民警在设卡盘查时将被告人张三挡获归案。\n" HOLDS,
     "抓获 2017-04-09"},
    {"approved and carried out the same day",
     HEAD "因本案，同年不明。2017年6月2日经批准逮捕，同日由公安局执行逮捕。" CHARGE,
     "逮捕 2017-06-02"},
    {"detention that is only decided counts from when it was carried out",
     HEAD "因本案，于2017年3月27日被某公安局决定刑事拘留，同年5月5日被执行刑事拘留。" CHARGE,
     "刑事拘留 2017-05-05"},
    {"administrative detention for this case, told in the facts",
     HEAD "因本案于2017年5月12日被刑事拘留。" CHARGE
          "经审理查明，2017年4月2日，被告人张三打伤李某。另查明，某公安局于2017年5月3日因本案事实对"
          "被告人张三处以行政拘留十日。" HOLDS,
     "行政拘留 2017-05-03 刑事拘留 2017-05-12"},
    {"administrative detention that became detention, told in the facts",
     HEAD
     "因本案于2017年4月13日被刑事拘留。" CHARGE
     "经审理查明，2017年3月2日，被告人张三开设赌场。另查明，因开设赌场，被告人张三于2017年4月1日"
     "被某公安局行政拘留，同年4月13日转为刑事拘留。" HOLDS,
     "行政拘留 2017-04-01 刑事拘留 2017-04-13"},
    {"administrative detention for something else, told in the facts",
     HEAD
     "因本案于2017年4月13日被刑事拘留。" CHARGE
     "经审理查明，2017年3月2日，被告人张三盗窃。另查明，被告人张三因吸毒于2017年2月1日被某公安局"
     "行政拘留十日。" HOLDS,
     "刑事拘留 2017-04-13"},
    {"approval without a date", HEAD "经某检察院批准逮捕，2017年6月2日被执行逮捕。" CHARGE,
     "逮捕 2017-06-02"},
    {"arrest that was refused",
     HEAD "因本案2017年6月2日被刑事拘留，同年7月2日不批准逮捕，次日被取保候审。" CHARGE,
     "刑事拘留 2017-06-02 取保候审 2017-07-03"},
    {"two dates for two measures",
     HEAD "因涉嫌盗窃罪，分别于2017年3月16日、3月30日被刑事拘留和逮捕。" CHARGE,
     "刑事拘留 2017-03-16 逮捕 2017-03-30"},
    {"one date for two measures", HEAD "因本案于2017年3月16日被抓获并刑事拘留。" CHARGE,
     "抓获 2017-03-16 刑事拘留 2017-03-16"},
    {"changed to bail", HEAD "因本案2017年3月16日被刑事拘留，次日变更强制措施为取保候审。" CHARGE,
     "刑事拘留 2017-03-16 取保候审 2017-03-17"},
    {"bail lifted is no bail",
     HEAD "因本案2017年3月16日被取保候审，2018年3月15日解除取保候审，次日被监视居住。" CHARGE,
     "取保候审 2017-03-16 监视居住 2018-03-16"},
    {"undated measures are left out", HEAD "因本案2017年3月16日被抓获，后被取保候审。" CHARGE,
     "抓获 2017-03-16"},
    {"the birth date is no measure's",
     HEAD "1980年1月2日出生，汉族，因涉嫌盗窃罪被刑事拘留。" CHARGE, ""},
    {"administrative detention for another act is an earlier sanction",
     HEAD
     "因吸毒，于2017年3月9日被行政拘留十五日，因涉嫌盗窃罪，于2017年3月16日被刑事拘留。" CHARGE,
     "刑事拘留 2017-03-16"},
    {"administrative detention for this case is a measure",
     HEAD "因本案于2016年5月18日被行政拘留十三日，同年5月31日转为刑事拘留。" CHARGE,
     "行政拘留 2016-05-18 刑事拘留 2016-05-31"},
    {"released after an earlier sentence",
     HEAD "2015年1月2日因犯盗窃罪被判处有期徒刑六个月，2015年7月1日释放。因本案于2017年3月16日被逮"
          "捕。" CHARGE,
     "逮捕 2017-03-16"},
    {"released in this case",
     HEAD "因本案于2017年3月16日被刑事拘留，同月20日被释放，2017年5月1日被取保候审。" CHARGE,
     "刑事拘留 2017-03-16 释放 2017-03-20 取保候审 2017-05-01"},
    {"all defendants together",
     HEAD
     "\n被告人李四。\n辩护人王五，律师。\n上述二被告人因本案于2013年5月30日被刑事拘留。" CHARGE,
     "刑事拘留 2013-05-30|刑事拘留 2013-05-30"},
    {"caught, told by the court",
     HEAD CHARGE
     "经审理查明，2017年5月1日张三盗窃。2017年5月3日22时许，民警在某路将被告人张三抓获。" HOLDS,
     "抓获 2017-05-03"},
    {"caught on the spot, dated by the act",
     HEAD CHARGE "经审理查明，2017年5月1日22时许，被告人张三贩卖毒品，交易后被民警当场抓获。" HOLDS,
     "抓获 2017-05-01"},
    {"caught later, no day told",
     HEAD CHARGE "经审理查明，2017年5月1日，被告人张三盗窃。案发后，被告人张三被抓获归案。" HOLDS,
     ""},
    {"a confession to the above facts does not end the findings",
     HEAD CHARGE
     "经审理查明，2017年5月1日，被告人张三盗窃。2017年5月3日，被告人张三被抓获归案，后主动供述"
     "了上述事实。" HOLDS,
     "抓获 2017-05-03"},
    {"caught later on the day of the act, as the detention of that day shows",
     HEAD "因本案于2017年5月1日被刑事拘留。" CHARGE
          "经审理查明，2017年5月1日11时许，被告人张三贩卖毒品给王某，后被民警抓获。" HOLDS,
     "刑事拘留 2017-05-01 抓获 2017-05-01"},
    {"caught together, by number",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年5月1日12时许，公安机关查获该窝点，并现场抓获二被告人。" HOLDS,
     "抓获 2017-05-01|抓获 2017-05-01"},
    {"others were caught",
     HEAD CHARGE
     "经审理查明，2017年5月1日，被告人张三贩卖毒品。次日凌晨，王某等人被民警抓获。" HOLDS,
     ""},
    {"a document named after the capture is none",
     HEAD CHARGE "经审理查明，2017年5月1日，被告人张三盗窃，有抓获经过为证。" HOLDS, ""},
    {"of two, the one who was caught",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年5月1日二人盗窃。2017年5月3日，张三带领民警将李四抓获。" HOLDS,
     "|抓获 2017-05-03"},
    {"those named after the verb",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年5月1日盗窃。公安机关于2017年5月3日在某地抓获张三、李四。" HOLDS,
     "抓获 2017-05-03|抓获 2017-05-03"},
    {"told twice, kept once",
     HEAD "因本案于2017年5月3日被抓获。" CHARGE
          "经审理查明，2017年5月1日盗窃。2017年5月3日，张三被抓获。" HOLDS,
     "抓获 2017-05-03"},
    {"caught one after the other, the days in a list",
     HEAD
     "\n被告人李四。" CHARGE
     "经审理查明，2017年4月1日盗窃。2017年5月3日、17日，被告人李四、张三先后被抓获归案。" HOLDS,
     "抓获 2017-05-17|抓获 2017-05-03"},
    {"caught respectively, the days after the names",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年4月1日盗窃。被告人张三、李四分别于2017年5月3日、"
          "2017年5月9日被抓获归案。" HOLDS,
     "抓获 2017-05-03|抓获 2017-05-09"},
    {"caught respectively, a day after each name",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年4月1日盗窃。被告人张三于2017年5月3日、被告人李四"
          "于2017年5月9日分别在某地被抓获。" HOLDS,
     "抓获 2017-05-03|抓获 2017-05-09"},
    {"a list of days that does not come out even gives nobody a day",
     HEAD "\n被告人李四。" CHARGE
          "经审理查明，2017年4月1日盗窃。2017年5月3日、17日、25日，张三、李四先后被抓获。" HOLDS,
     ""},
    {"caught, then confessed to the above facts",
     HEAD CHARGE
     "经审理查明，2017年5月1日，被告人张三盗窃。2017年5月4日，被告人张三被抓获归案，其如"
     "实供述了已掌握的上述犯罪事实。" HOLDS,
     "抓获 2017-05-04"},
    {"custody told by the facts only",
     HEAD CHARGE "经审理查明，2017年5月1日，被告人张三盗窃。张三自2017年5月9日起被羁押至今。" HOLDS,
     "羁押 2017-05-09"},
};

static void test_measures(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record record = reading_fixture_read(f, cm_sv_from(rows[i].text));
        cm_buf_reset(&out);
        write_measures(&out, cm_reader_choices(f->reader), &record);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
