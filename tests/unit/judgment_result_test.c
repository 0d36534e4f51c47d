#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define FIRST    "某省某市人民法院\n民事判决书\n（2018）京0105民初6号\n"
#define RULING   "某省某市人民法院\n民事裁定书\n（2018）京0105民初6号\n"
#define SECOND   "某省某市中级人民法院\n民事判决书\n（2018）京01民终6号\n"
#define APPEALED "某省某市中级人民法院\n民事裁定书\n（2018）京01民终6号\n"
#define PETITION "某省高级人民法院\n民事裁定书\n（2018）京民申6号\n"
#define ACTION   "某省某市人民法院\n行政判决书\n（2018）京0105行初6号\n"
#define HOLDS                                                                                      \
    "原告:张三。\n被告:李四。\n张三与李四买卖合同纠纷一案，现已审理终结。\n本院认为，事实清楚。"
#define JUDGED HOLDS "依照《中华人民共和国合同法》第八条之规定，判决如下：\n"
#define RULED  HOLDS "依照《中华人民共和国民事诉讼法》第一百五十四条之规定，裁定如下：\n"

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"all is ordered", FIRST JUDGED "被告李四于本判决生效后十日内支付原告张三货款5000元。", "支持"},
    {"the rest is dismissed",
     FIRST JUDGED "一、被告李四支付原告张三货款5000元；\n二、驳回原告张三的其他诉讼请求。",
     "部分支持"},
    {"what is ordered, and dismissed without 'other'",
     FIRST JUDGED
     "一、被告李四于本判决生效之日起十日内赔偿原告张三医疗费共计2063.2元；\n二、驳回原告张三的"
     "诉讼请求。",
     "部分支持"},
    {"all is dismissed", FIRST JUDGED "驳回原告张三的全部诉讼请求。本案受理费41元，由原告负担。",
     "驳回诉讼请求"},
    {"only the counterclaim is dismissed",
     FIRST JUDGED
     "一、被告李四于本判决生效后十日内支付原告张三货款5000元；\n二、驳回被告李四的反诉请求。",
     "支持"},
    {"no divorce", FIRST JUDGED "不准原告张三与被告李四离婚。", "驳回诉讼请求"},
    {"no divorce, the other way round", FIRST JUDGED "张三要求与李四离婚，不予准许。",
     "驳回诉讼请求"},
    {"judged without 'as follows'",
     FIRST HOLDS "依照《中华人民共和国合同法》第八条之规定，判决：\n驳回原告张三的诉讼请求。",
     "驳回诉讼请求"},
    {"the action is dismissed", RULING RULED "驳回原告张三的起诉。", "驳回起诉"},
    {"withdrawn", RULING RULED "准许原告张三撤回起诉。", "准许撤诉"},
    {"deemed withdrawn", RULING RULED "本案按张三撤诉处理。", "准许撤诉"},
    {"not accepted", RULING RULED "对张三的起诉，本院不予受理。", "不予受理"},
    {"transferred", RULING RULED "本案移送某市某区人民法院处理。", "移送管辖"},
    {"challenge of jurisdiction dismissed", RULING RULED "驳回被告李四对本案管辖权提出的异议。",
     "移送管辖"},
    {"enforcement closed",
     "某市人民法院\n执行裁定书\n（2019）京0105执6号\n申请执行人:张三。\n" RULED
     "终结本次执行程序。",
     "终结"},
    {"property frozen", RULING RULED "冻结被申请人李四的银行存款10万元。", "其他"},
    {"administrative act revoked is the claim upheld",
     ACTION JUDGED "撤销被告某市公安局作出的行政处罚决定书。", "支持"},
    {"upheld", SECOND JUDGED "驳回上诉，维持原判。", "维持"},
    {"changed",
     SECOND JUDGED
     "一、维持某法院（2017）京0105民初1号民事判决第二项；\n二、撤销第一项；\n三、李四支"
     "付张三1000元。",
     "改判"},
    {"changed by words",
     SECOND JUDGED "变更某法院（2017）京0105民初1号民事判决为：李四支付张三1000元。", "改判"},
    {"remanded",
     APPEALED RULED "一、撤销某法院（2017）京0105民初1号民事判决；\n二、发回某法院重审。",
     "发回重审"},
    {"trial ordered", APPEALED RULED "一、撤销某法院民事裁定；\n二、本案指令某法院审理。",
     "指令审理"},
    {"appeal withdrawn", APPEALED RULED "准许上诉人张三撤回上诉。", "准许撤诉"},
    {"petition dismissed", PETITION RULED "驳回张三的再审申请。", "驳回申请"},
    {"retrial ordered", PETITION RULED "一、本案由本院提审；\n二、再审期间，中止原判决的执行。",
     "指令审理"},
    {"mediated",
     "某省某市人民法院\n民事调解书\n（2018）京0105民初6号\n原告:张三。\n被告:"
     "李四。\n张三与李四买卖合同纠纷一案"
     "，经本院主持调解，双方当事人自愿达成如下协议：\n一、被告李四支付原告张三5000元。",
     "调解"},
    {"no operative part", FIRST HOLDS, "-"},
    {"criminal cases have an outcome, no result",
     "某省某市中级人民法院\n刑事裁定书\n（2018）京01刑终6号\n本院认为，原判正确。裁定如下：\n驳回上"
     "诉，维持原判。",
     "-"},
};

static void test_results(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        const cm_term_list *list = cm_reader_choices(f->reader)->result;
        cm_sv got = r.result.state == CM_KNOWN ? cm_term_zh(list, r.result.value) : CM_SV("-");
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        (void)cm_buf_add(&out, got);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

/* The decision under review and who brought it. */
static const struct {
    const char *title, *text, *want;
} reviews[] = {
    {"appeal",
     SECOND "上诉人（原审被告）:张三。\n被上诉人（原审原告）:"
            "李四。\n上诉人张三因与被上诉人李四买卖合同纠纷一案，"
            "不服某县人民法院于2017年5月1日作出的（2016）京0105民初1号民事判决，向本院提起上诉。本"
            "院依法组成合"
            "议庭审理了本案，现已审理终结。",
     "某县人民法院|（2016）京0105民初1号|2017-05-01|被告 "},
    {"petition against a judgment of second instance",
     PETITION "再审申请人（一审原告、二审上诉人）:张三。\n被申请人（一审被告、二审被上诉人）:"
              "李四。\n再审申请人张"
              "三因与被申请人李四买卖合同纠纷一案，不服某市中级人民法院（2017）京01民终1号民事判决"
              "，向本院申请再"
              "审。现已审查终结。",
     "某市中级人民法院|（2017）京01民终1号|-|原告 "},
    {"against its own judgment",
     PETITION "再审申请人（原审第三人）:"
              "张三。\n再审申请人张三因与李四买卖合同纠纷一案，不服本院（2015）京民终6"
              "号民事判决，向本院申请再审。",
     "某省高级人民法院|（2015）京民终6号|-|第三人 "},
    {"first instance has none", FIRST HOLDS, "-|-|-|"},
};

static void test_reviews(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(reviews); i++) {
        test_row(reviews[i].title);
        cm_record r = reading_fixture_read(f, cm_sv_from(reviews[i].text));
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        const cm_text_fact *texts[] = {&r.below.court, &r.below.case_no};
        for (size_t k = 0; k < CM_COUNT(texts); k++) {
            bool known = texts[k]->state == CM_KNOWN;
            (void)cm_buf_addf(&out, "%.*s|", CM_SV_ARG(known ? texts[k]->value : CM_SV("-")));
        }
        if (r.below.decided_on.state == CM_KNOWN) {
            (void)cm_date_write(&out, r.below.decided_on.value);
        } else {
            (void)cm_buf_addf(&out, "-");
        }
        (void)cm_buf_addf(&out, "|");
        for (size_t k = 0; k < r.appealed_by.count; k++) {
            const cm_term_list *list = cm_reader_choices(f->reader)->appellant;
            (void)cm_buf_addf(&out, "%.*s ",
                              CM_SV_ARG(cm_term_zh(list, r.appealed_by.items[k].value)));
        }
        assert_string_equal(cm_buf_z(&out), reviews[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_reviews),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
