#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define CIVIL                                                                                      \
    "某省某市人民法院\n民事判决书\n（2018）京0105民初6号\n原告:张三。\n被告:某某商贸有限公司。\n"
#define CRIMINAL "某省某市人民法院\n刑事判决书\n（2018）京0105刑初6号\n公诉机关某市人民检察院。\n"
#define TAKEN    "，本院于2018年3月1日立案后，依法适用简易程序，公开开庭进行了审理。"

static const struct {
    const char *title, *text, *cause, *area;
} rows[] = {
    {"between the parties and the case",
     CIVIL "原告张三与被告某某商贸有限公司买卖合同纠纷一案" TAKEN, "买卖合同纠纷",
     "合同、无因管理、不当得利纠纷"},
    {"behind the short name of a party",
     CIVIL
     "原告张三诉被告某某商贸有限公司（以下简称某某公司）因生命权、健康权、身体权纠纷一案" TAKEN,
     "生命权、健康权、身体权纠纷", "人格权纠纷"},
    {"that no table has, as written",
     CIVIL "原告张三与被告某某商贸有限公司返还垫付款纠纷一案" TAKEN, "返还垫付款纠纷", NULL},
    {"a name longer than the one in the table",
     CIVIL "原告张三与被告某某商贸有限公司网络购物合同纠纷一案" TAKEN, "网络购物合同纠纷",
     "合同、无因管理、不当得利纠纷"},
    {"a challenge of jurisdiction",
     CIVIL "原告张三与被告某某商贸有限公司民间借贷纠纷管辖权异议一案" TAKEN,
     "民间借贷纠纷管辖权异议", "合同、无因管理、不当得利纠纷"},
    {"a remark behind it", CIVIL "原告张三与被告某某商贸有限公司保险纠纷（追偿）一案" TAKEN,
     "保险纠纷", "与公司、证券、保险、票据等有关的民事纠纷"},
    {"several cases", CIVIL "原告张三与被告某某商贸有限公司买卖合同纠纷六案" TAKEN, "买卖合同纠纷",
     "合同、无因管理、不当得利纠纷"},
    {"a series", CIVIL "原告张三与被告某某商贸有限公司买卖合同纠纷系列案" TAKEN, "买卖合同纠纷",
     "合同、无因管理、不当得利纠纷"},
    {"administrative, commas lost",
     "某省高级人民法院\n行政裁定书\n（2018）京行申6号\n再审申请人（一审原告、二审上诉人）张三。\n被"
     "申请人"
     "（一审被告、二审被上诉人）某市公安局。\n再审申请人张三因与被申请人某市公安局道路交通管理行政"
     "处罚"
     "一案不服某市中级人民法院（2017）黔26行终67号行政判决向本院申请再审。",
     "道路交通管理行政处罚", "行政行为"},
    {"a case named later in the account is another",
     CIVIL
     "本院受理后，公开开庭进行了审理。张三到庭。上诉人已经对另案认定成立劳动关系一案提请再审。",
     NULL, NULL},
    {"criminal: the charges brought",
     CRIMINAL
     "被告人李四，2010年因犯抢劫罪被判处有期徒刑三年。\n某市人民检察院指控被告人李四犯盗窃罪、故意"
     "伤害罪，向本院提起公诉。",
     "盗窃罪、故意伤害罪", NULL},
    {"nothing", "某省某市人民法院\n民事判决书\n", NULL, NULL},
};

static void assert_text(const cm_text_fact *fact, const char *want)
{
    assert_int_equal(fact->state == CM_KNOWN, want != NULL);
    if (want != NULL) {
        assert_int_equal(fact->value.len, strlen(want));
        assert_memory_equal(fact->value.ptr, want, fact->value.len);
    }
}

static void test_causes(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        assert_text(&r.cause, rows[i].cause);
        assert_text(&r.cause_area, rows[i].area);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_causes),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
