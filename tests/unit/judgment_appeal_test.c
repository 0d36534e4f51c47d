#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define APPEAL "某市中级人民法院\n刑事判决书\n（2019）沪02刑终218号\n原公诉机关某县人民检察院。\n"
#define LISTED "上诉人（原审被告人）张三，男，1980年1月1日出生。\n"
#define BELOW                                                                                                                             \
    "某省某县人民法院审理某县人民检察院指控张三犯盗窃罪一案，于2018年12月17日作出（2018）沪01刑初" \
    "6号刑事判决。"
#define ENDED   "本院依法组成合议庭，决定不开庭审理。现已审理终结。\n本院认为，原判正确。"
#define ORDERED "依照《中华人民共和国刑事诉讼法》第二百三十六条第一款之规定，判决如下：\n"

/* A later decision, and: outcome / who appealed / court, number and day of the decision below. */
static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"upheld", APPEAL LISTED BELOW "张三不服，提出上诉。" ENDED ORDERED "驳回上诉，维持原判。",
     "维持原判/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"changed",
     APPEAL LISTED BELOW ENDED ORDERED
     "一、撤销某县人民法院（2018）沪01刑初6号刑事判决。\n二、张三犯盗窃罪，判处拘役五个月。",
     "改判/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"sent back",
     APPEAL LISTED BELOW ENDED ORDERED
     "一、撤销某县人民法院（2018）沪01刑初6号刑事判决。\n二、发回某县人民法院重新审判。",
     "发回重审/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"withdrawn", APPEAL LISTED BELOW ENDED ORDERED "准许上诉人张三撤回上诉。",
     "准许撤回上诉/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"named only in the account",
     APPEAL "原审被告人张三，男。\n" BELOW "宣判后，原审被告人张三不服，提出上诉。" ENDED,
     "-/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"civil plaintiff and defendant",
     APPEAL "上诉人（原审附带民事诉讼原告人）李四，男。\n" LISTED BELOW ENDED,
     "-/附带民事原告人 被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"private prosecutor", APPEAL "上诉人（原审自诉人）李四，男。\n" BELOW ENDED,
     "-/自诉人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"protest", APPEAL "原审被告人张三，男。\n" BELOW "宣判后，某县人民检察院提出抗诉。" ENDED,
     "-/检察院 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"sent back before: the later judgment, the fuller name",
     APPEAL LISTED
     "某省某县人民法院审理张三盗窃一案，于2017年1月2日作出（2016）沪01刑初9号刑事判决。本院"
     "于2017年8月1日作出（2017）沪02刑终8号刑事裁定，发回重审。某县人民法院于2018年12月17"
     "日作出（2018）沪01刑初6号刑事判决。" ENDED,
     "-/被告人 /某省某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"the court named before in an earlier judgment of another",
     APPEAL
     "上诉人（原审被告人）张三，男。2010年1月1日因犯抢劫罪被某省某县人民法院判处有期徒刑一年。"
     "2018年3月1日经某省某县人民法院决定逮捕。\n"
     "某县人民法院审理某县人民检察院指控张三犯盗窃罪一案，于2018年12月17日作出"
     "（2018）沪01刑初6号刑事判决。" ENDED,
     "-/被告人 /某县人民法院（2018）沪01刑初6号2018-12-17"},
    {"death sentence approved",
     "中华人民共和国最高人民法院\n刑事裁定书\n被告人张三，男。\n某市中级人民法院于2017年11月22日以"
     "（2017）"
     "闽05刑初105号刑事判决，判处死刑。某省高级人民法院于2018年4月11日以（2018）闽刑核2018号刑事裁"
     "定，同"
     "意原判，并依法报请本院核准。现已复核终结。\n本院认为，依照《中华人民共和国刑事诉讼法》第二百"
     "三十九"
     "条之规定，裁定如下：\n核准死刑。",
     "核准//某省高级人民法院（2018）闽刑核2018号2018-04-11 < "
     "某市中级人民法院（2017）闽05刑初105号2017-11-22"},
    {"death sentence not approved",
     "中华人民共和国最高人民法院\n刑事裁定书\n被告人张三，男。\n现依法报请本院核准。现已复核终结。"
     "\n本院"
     "认为，裁定如下：\n一、不核准死刑。\n二、发回重新审判。",
     "不核准//-"},
    {"commuted, without a number",
     "罪犯张三，男。\n本院认为，张三确有悔改表现，裁定如下：\n对罪犯张三减去有期徒刑七个月。",
     "减刑//-"},
    {"commutation refused",
     "某市中级人民法院\n刑事裁定书\n（2021）沪02刑更5号\n罪犯张三，男。\n本院认为，裁定如下：\n对罪"
     "犯张三"
     "不予减刑。",
     "不予减刑//-"},
    {"retried: the decision in force, not the step that led here; what it upheld is named after it",
     "某省高级人民法院\n刑事判决书\n（2011）沪刑再字第3号\n原审被告人张三，男。\n某县人民法院审理某"
     "县人"
     "民检察院指控张三犯盗窃罪一案，于2001年12月5日作出（2001）沪01刑初194号刑事判决。某市中级人民"
     "法院于"
     "2002年1月29日作出（2002）沪02刑终7号刑事裁定，维持某县人民法院（2001）沪01刑初194号刑事判决。"
     "本院于"
     "2011年2月28日作出（2010）沪刑监28号再审决定。现已审理终结。\n本院认为，判决如下：\n一、撤销某"
     "市中级"
     "人民法院（2002）沪02刑终7号刑事裁定；\n二、原审被告人张三犯盗窃罪，判处拘役五个月。",
     "改判//某市中级人民法院（2002）沪02刑终7号2002-01-29 < "
     "某县人民法院（2001）沪01刑初194号2001-12-05"},
    {"retried by the court that judged it",
     "某县人民法院\n刑事判决书\n（2014）沪01刑再2号\n原审被告人张三，男。\n某县人民检察院指控张三犯"
     "盗窃罪一"
     "案，本院于2014年4月21日作出（2014）沪01刑初52号刑事判决。现已审理终结。\n本院认为，判决如下："
     "\n一、撤"
     "销本院（2014）沪01刑初52号刑事判决。\n二、原审被告人张三犯盗窃罪，判处拘役五个月。",
     "改判//某县人民法院（2014）沪01刑初52号2014-04-21"},
    {"a petition refused by a notice",
     "某市中级人民法院\n驳回申诉通知书\n（2021）沪02刑申15号\n张三：\n你因盗窃罪一案，对本院（2019"
     "）沪02刑"
     "初16号刑事判决不服，请求改判。\n经本院审查认为，原判量刑适当。你的申诉不符合规定，予以驳回。"
     "\n特此通知"
     "\n二〇二一年八月三十日\n",
     "驳回//某市中级人民法院（2019）沪02刑初16号"},
    {"first instance decides nothing below",
     "某县人民法院\n刑事判决书\n（2018）沪01刑初6号\n被告人张三，男。\n本院认为，判决如下：\n撤销前"
     "罪缓刑"
     "，驳回其他请求。",
     "-//-"},
};

static void write_appeal(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    cm_sv outcome =
        r->outcome.state == CM_KNOWN ? cm_term_zh(c->outcome, r->outcome.value) : CM_SV("-");
    (void)cm_buf_addf(out, "%.*s/", CM_SV_ARG(outcome));
    for (size_t i = 0; i < r->appealed_by.count; i++) {
        cm_sv who = cm_term_zh(c->appellant, r->appealed_by.items[i].value);
        (void)cm_buf_addf(out, "%.*s ", CM_SV_ARG(who));
    }
    if (!r->below.stated) {
        (void)cm_buf_addf(out, "/-");
        return;
    }
    (void)cm_buf_addf(out, "/%.*s%.*s", CM_SV_ARG(r->below.court.value),
                      CM_SV_ARG(r->below.case_no.value));
    if (r->below.decided_on.state == CM_KNOWN) {
        (void)cm_date_write(out, r->below.decided_on.value);
    }
    if (r->first_below.stated) {
        (void)cm_buf_addf(out, " < %.*s%.*s", CM_SV_ARG(r->first_below.court.value),
                          CM_SV_ARG(r->first_below.case_no.value));
        (void)cm_date_write(out, r->first_below.decided_on.value);
    }
}

static void test_later_decisions(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        write_appeal(&out, cm_reader_choices(f->reader), &r);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_later_decisions)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
