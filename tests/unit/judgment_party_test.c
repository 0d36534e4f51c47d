#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD   "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n"
#define SECOND "某市中级人民法院\n刑事裁定书\n（2017）沪01刑终4号\n原公诉机关某市人民检察院。\n"
#define CHARGE "某市人民检察院以某检刑诉〔2017〕5号起诉书指控被告人犯盗窃罪，向本院提起公诉。"
#define ENDED  "现已审理终结。\n"

static void add_text(cm_buf *out, const char *label, const cm_text_fact *f)
{
    if (f->state == CM_KNOWN) {
        (void)cm_buf_addf(out, "%s%.*s", label, CM_SV_ARG(f->value));
    }
}

/* name [unit] [sex] [birth] [g:guardian] [minor], one defendant after the other. */
static void write_defendants(cm_buf *out, const cm_choices *choices, const cm_record *record)
{
    for (size_t i = 0; i < record->defendants.count; i++) {
        const cm_defendant *d = &record->defendants.items[i];
        add_text(out, i == 0 ? "" : "|", &d->name);
        if (d->kind.value == CM_PARTY_UNIT) {
            (void)cm_buf_addf(out, " unit");
        }
        if (d->sex.state == CM_KNOWN) {
            (void)cm_buf_addf(out, " %.*s", CM_SV_ARG(cm_term_zh(choices->sex, d->sex.value)));
        }
        if (d->birth_date.state == CM_KNOWN) {
            (void)cm_buf_add_byte(out, ' ');
            (void)cm_date_write(out, d->birth_date.value);
        }
        add_text(out, " id:", &d->id_number);
        add_text(out, " from:", &d->origin);
        add_text(out, " g:", &d->guardian);
        if (d->minor.state == CM_KNOWN) {
            (void)cm_buf_addf(out, " minor");
        }
    }
}

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"the number of the identity card and the county of the household",
     HEAD "被告人张三，男，1980年1月2日出生于河北省邯郸市，公民身份号码11010519491231002X，汉族，"
          "户籍所在地：湖南省益阳市安化县梅城镇1号，住长沙市岳麓区。\n" CHARGE ENDED,
     "张三 男 1980-01-02 id:11010519491231002X from:安化县"},
    {"the birthplace where no household is told; a region is no county",
     HEAD "被告人张三，男，1980年1月2日出生于广西壮族自治区藤县，汉族。\n" CHARGE ENDED,
     "张三 男 1980-01-02 from:藤县"},
    {"a city alone",
     HEAD "被告人张三，男，1980年1月2日出生于辽宁省沈阳市，住沈阳市和平区。\n" CHARGE ENDED,
     "张三 男 1980-01-02 from:沈阳市"},
    {"a masked or wrong number is none",
     HEAD "被告人张三，男，身份证号110105194912310021，1980年1月2日生，住某市。\n" CHARGE ENDED,
     "张三 男 1980-01-02"},
    {"where he lives is not where he is from",
     HEAD "被告人张三，男，1980年1月2日生，住襄阳市樊城区。\n" CHARGE ENDED, "张三 男 1980-01-02"},
    {"the usual entry",
     HEAD "被告人张三，男，1980年1月2日出生于某省，汉族。\n辩护人李四，某律师事务所律师。\n" CHARGE
         ENDED,
     "张三 男 1980-01-02"},
    {"line breaks lost",
     "某市人民法院刑事判决书（2017）沪0120刑初684号公诉机关某市人民检察院。被告人张三，男，1980年1"
     "月2"
     "日生，汉族。辩护人李四，某所律师。被告人王五，女。" CHARGE ENDED,
     "张三 男 1980-01-02|王五 女"},
    {"the stop after the prosecution is an enumeration comma",
     "（2017）沪0120刑初684号、公诉机关某市人民检察院、被告人曹某，男性，1989年9月2日出生。" CHARGE
         ENDED,
     "曹某 男 1989-09-02"},
    {"several in one mention", HEAD "被告人张某、李某、被告人王某甲。\n" CHARGE ENDED,
     "张某|李某|王某甲"},
    {"sex, not a second name", HEAD "被告人张某、男、汉族。\n" CHARGE ENDED, "张某 男"},
    {"letters of sex inside a name", HEAD "被告人李胜男，女，1990年3月4日生。\n" CHARGE ENDED,
     "李胜男 女 1990-03-04"},
    {"aliases in brackets and after a comma",
     HEAD "被告人张三（绰号“老三”），男。\n被告人李四，曾用名李五，男。\n" CHARGE ENDED,
     "张三 男|李四 男"},
    {"the name he gives himself",
     HEAD "被告人自报胡全福，男。\n被告人（自报）赵六，男。\n" CHARGE ENDED, "胡全福 男|赵六 男"},
    {"masked and minority names",
     HEAD "被告人李某某，男。\n被告人张3，男。\n被告人达尼亚尔·吐合达洪，男。\n" CHARGE ENDED,
     "李某某 男|张3 男|达尼亚尔·吐合达洪 男"},
    {"a unit; its representative is no defendant",
     HEAD "被告单位某某机械有限公司，住所地某市。\n诉讼代表人赵六，男，1970年1月1日生。\n"
          "被告人张三，男。\n" CHARGE ENDED,
     "某某机械有限公司 unit|张三 男"},
    {"victims, plaintiffs and counsel are no defendants",
     HEAD "附带民事诉讼原告人李某，女，1960年1月1日生。\n被告人张三，男。\n"
          "被害人王某，男。\n" CHARGE "被告人张三的辩护人李四到庭参加诉讼。" ENDED,
     "张三 男"},
    {"second instance",
     SECOND "上诉人（原审附带民事诉讼原告人）梅某丙，农民。\n上诉人（原审被告人）梅某甲，男。\n"
            "原审被告人钟某某，男。\n" CHARGE ENDED,
     "梅某甲 男|钟某某 男"},
    {"appellant without more", SECOND "上诉人王五，男。\n" CHARGE ENDED, "王五 男"},
    {"headings in brackets",
     "某市中级人民法院\n（2022）甘11刑终177号\n【上诉人】（原审被告人）李文胜\n【被上诉人】检察院\n"
     "【上诉请求】某县人民法院审理某县人民检察院指控原审被告人李文胜犯危险驾驶罪一案。",
     "李文胜"},
    {"born before the date", HEAD "被告人张三，男，汉族，生于1980年1月2日。\n" CHARGE ENDED,
     "张三 男 1980-01-02"},
    {"birth date alone after the sex", HEAD "被告人张三，男，1980年1月2日，汉族。\n" CHARGE ENDED,
     "张三 男 1980-01-02"},
    {"a name joined to the date after it",
     "某市中级人民法院\n刑事裁定书\n（2021）沪02刑更5号\n罪犯张三，男。\n某法院作出刑事判决，认定被"
     "告"
     "人张三犯盗窃罪。罪犯张三于2017年11月22日入监改造。\n本院认为，裁定如下：\n不予减刑。",
     "张三 男"},
    {"birth date alone before a semicolon",
     HEAD "被告人张三，男，1980年1月2日；2014年5月26日被羁押。\n" CHARGE ENDED,
     "张三 男 1980-01-02"},
    {"guardian of a defendant",
     HEAD "被告人张三，男，2000年6月14日生。\n法定代理人张某（系张三父亲），男，1962年6月22日生。"
          "\n" CHARGE ENDED,
     "张三 男 2000-06-14 g:张某 minor"},
    {"guardian of a victim",
     HEAD "被告人张三，男。\n被害人李某。\n法定代理人李某甲，女。\n" CHARGE ENDED, "张三 男"},
    {"names in the title are not read twice",
     "被告人张敏、王彦国挪用公款案刑事判决书\n某市人民法院\n刑事判决书\n（2017）黑2793刑初13号\n"
     "公诉机关某市人民检察院。\n被告人张敏，女。\n" CHARGE ENDED,
     "张敏 女"},
    {"no list of parties: those charged",
     "张红等盗窃一案刑事判决书\n某市人民法院\n刑事判决书\n（2015）龙刑初字第351号\n"
     "某市人民检察院以某检刑诉（2015）266号起诉书指控被告人张红、孙XX犯盗窃罪，被告人李四犯抢劫罪，"
     "向本院提起公诉。被告人张红及其辩护人卜某到庭参加诉讼。" ENDED,
     "张红|孙XX|李四"},
    {"the name runs into the charge: as much of it as is named again",
     "最高人民法院\n再审决定书\n（2014）刑监字第47号\n原审被告人杨海、陈某合同诈骗一案，某县人民法"
     "院于2009年"
     "1月21日以（2008）沪01刑初133号刑事判决，认定被告人陈某犯合同诈骗罪。陈某向本院提出申诉。",
     "杨海|陈某"},
    {"the name runs into the charge and nothing tells where it ends",
     "最高人民法院\n指定管辖决定书\n（2012）刑立他字第47-"
     "1号\n被告人万伟勋诈骗一案，本院经审查，决定如下："
     "\n指定某市中级人民法院审判。",
     ""},
    {"birth told in the evidence",
     HEAD
     "被告人梅某甲，男。\n" CHARGE ENDED
     "经审理查明，2012年5月8日被告人梅某甲伤人。\n上述事实，有户籍证明，证明梅某甲1972年12月2日"
     "出生等证据证实。\n本院认为，梅某甲有罪。",
     "梅某甲 男 1972-12-02"},
    {"a civil judgment has none",
     "某市人民法院\n民事判决书\n（2017）沪0120民初684号\n原告张三，男。\n被告李四，女。\n"
     "原告张三诉被告李四买卖合同纠纷一案，本院受理。现已审理终结。",
     ""},
    {"nothing", "", ""},
    {"no Chinese", "The defendant was born on 2 January 1980.", ""},
};

static void test_defendants(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record record = reading_fixture_read(f, cm_sv_from(rows[i].text));
        cm_buf_reset(&out);
        write_defendants(&out, cm_reader_choices(f->reader), &record);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

static const struct {
    const char *title, *text;
    cm_state parties;
} groups[] = {
    {"read from the list", HEAD "被告人张三，男。\n" CHARGE ENDED, CM_KNOWN},
    {"read from the charge only",
     "某市人民法院\n刑事判决书\n（2015）龙刑初字第351号\n某市人民检察院指控被告人张红犯盗窃罪"
     "。" ENDED,
     CM_ABSENT},
    {"not found", "某市人民法院\n刑事判决书\n（2015）龙刑初字第351号\n", CM_UNREAD},
};

static void test_groups(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(groups); i++) {
        test_row(groups[i].title);
        cm_record record = reading_fixture_read(*state, cm_sv_from(groups[i].text));
        assert_int_equal(record.groups[CM_GROUP_PARTIES].state, groups[i].parties);
    }
}

static void test_disagreement(void **state)
{
    cm_record record = reading_fixture_read(
        *state,
        CM_SV(HEAD "被告人张三，男，1980年1月2日生。\n" CHARGE ENDED
                   "经审理查明，2012年5月8日张三伤人。上述事实有户籍证明证实张三1981年1月2日出"
                   "生。\n本院认为，张三有罪。"));
    assert_int_equal(record.conflicts.count, 1);
    assert_true(cm_sv_equal(record.conflicts.items[0].pointer, CM_SV("/birth_date")));
    assert_true(cm_sv_equal(record.conflicts.items[0].values[1], CM_SV("1981-01-02")));
    assert_true(record.conflicts.items[0].at[1].end > record.conflicts.items[0].at[0].end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defendants),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_disagreement),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
