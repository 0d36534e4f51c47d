#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD                                                                                                                          \
    "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男" \
    "。"
#define CHARGE                                                                                     \
    "\n某市人民检察院指控被告人张三犯盗窃罪，于2017年9月9日向本院提起公诉。现已审理终结。\n"
#define HOLDS "\n上述事实，有2017年6月6日的鉴定意见等证据证实。\n本院认为，被告人张三有罪。"

static void write_dates(cm_buf *out, const cm_date_fact *dates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        (void)cm_date_write(out, dates[i].value);
    }
}

static const struct {
    const char *title, *text, *acts, *impossible;
} rows[] = {
    {"the day of the act",
     HEAD CHARGE "经审理查明，2017年5月1日22时许，被告人张三盗窃手机一部。" HOLDS, "2017-05-01",
     ""},
    {"not the day until which something lasts",
     HEAD CHARGE "经审理查明，2017年5月1日，被告人张三骗取李某，约定借款期限至2019年4月30日。同案人"
                 "被判处有期徒刑，"
                 "刑期分别至2019年11月22日和2019年11月4日。" HOLDS,
     "2017-05-01", ""},
    {"not the term of a sentence that is quoted",
     HEAD CHARGE
     "经审理查明，2013年7月17日张三醉酒驾驶。原审判决：张三犯危险驾驶罪，判处拘役五个月。（"
     "刑期从判决执行之日起计算。判决执行以前先行羁押的，羁押一日折抵刑期一日，即自2014年4月9日起"
     "至2014年9月8日止。）" HOLDS,
     "2013-07-17", ""},
    {"from a day to a day",
     HEAD CHARGE "经审理查明，2017年5月1日至2017年6月2日，被告人张三多次盗窃。" HOLDS,
     "2017-05-01 2017-06-02", ""},
    {"first and last, month only, same year",
     HEAD CHARGE "经审理查明：\n1.2016年11月初的一天，被告人张三盗窃。\n2."
                 "2017年1月3日，张三盗窃。同年2月4日又盗窃。" HOLDS,
     "2016-11 2017-01-03 2017-02-04", ""},
    {"not the capture, the appraisal, the birth, the compensation",
     HEAD CHARGE
     "经审理查明，2017年5月1日张三打伤李某（1999年2月3日出生）。2017年5月8日，经鉴定李某系轻伤"
     "。2017年5月9日，张三被民警抓获。2017年6月1日，双方达成和解。" HOLDS,
     "2017-05-01", ""},
    {"not what is further established",
     HEAD CHARGE "经审理查明，2017年5月1日张三盗窃。另查明，2010年1月1日张三丧偶。" HOLDS,
     "2017-05-01", ""},
    {"not an earlier sanction",
     HEAD CHARGE
     "经审理查明，张三曾因犯盗窃罪于2010年1月1日被判处有期徒刑一年。2017年5月1日张三盗窃。" HOLDS,
     "2017-05-01", ""},
    {"facts go on after evidence",
     HEAD CHARGE
     "经审理查明：\n1.2017年5月1日，被告人张三盗窃。\n上述事实，有2017年6月6日的笔录证实。\n"
     "2.2017年5月3日，被告人张三抢夺。" HOLDS,
     "2017-05-01 2017-05-03", ""},
    {"the court adopts the charge",
     HEAD CHARGE "公诉机关指控：2017年5月1日被告人张三盗窃。\n经审理查明的事实与指控一致。" HOLDS,
     "2017-05-01", ""},
    {"of possession the seizure is dated",
     HEAD CHARGE "经审理查明，2016年6月21日，民警将被告人张三抓获，从其包内搜出毒品。" HOLDS,
     "2016-06-21", ""},
    {"a day no calendar has", HEAD CHARGE "经审理查明，2017年2月30日张三盗窃。" HOLDS, "2017-02-30",
     "2017-02-30"},
    {"impossible in the head and in the operative part",
     HEAD "因本案于2017年4月31日被逮捕。" CHARGE "经审理查明，2017年5月1日张三盗窃。" HOLDS
          "判决如下：\n被告人张三犯盗窃罪，判处拘役一个月（刑期自2017年13月1日起）。\n如不服本判决"
          "，可上诉。",
     "2017-05-01", "2017-04-31 2017-13-01"},
    {"seven or eight is no month", HEAD CHARGE "经审理查明，2016年七八月份的一天，张三盗窃。" HOLDS,
     "2016", ""},
};

static void test_acts(void **state)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record record = reading_fixture_read(*state, cm_sv_from(rows[i].text));
        cm_buf_reset(&out);
        write_dates(&out, record.acts.items, record.acts.count);
        assert_string_equal(cm_buf_z(&out), rows[i].acts);
        cm_buf_reset(&out);
        write_dates(&out, record.impossible.items, record.impossible.count);
        assert_string_equal(cm_buf_z(&out), rows[i].impossible);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_acts),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
