#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define CIVIL    "某省某市人民法院\n民事判决书\n（2018）京0105民初6号\n"
#define SECOND   "某省某市中级人民法院\n民事判决书\n（2018）京01民终6号\n"
#define PETITION "某省高级人民法院\n行政裁定书\n（2018）京行申6号\n"
#define CRIMINAL "某省某市人民法院\n刑事附带民事判决书\n（2018）京0105刑初6号\n"
#define OPENED   "买卖合同纠纷一案，本院于2018年3月1日立案后，依法适用简易程序，公开开庭进行了审理。"

/* role(also)=name/kind>for, one a participant. */
static const struct {
    const char *title, *text, *want;
} lists[] = {
    {"colons, residence, lawyers, heads",
     CIVIL
     "原告:张三，女，1980年1月1日出生，住某市。\n委托诉讼代理人:王五，某某律师事务所律师。\n"
     "被告:某某商贸有限公司，住所地某市。\n法定代表人:李四，经理。\n原告张三与被告某某商贸有限"
     "公司" OPENED,
     "原告=张三/自然人 委托诉讼代理人=王五/自然人>张三 被告=某某商贸有限公司/单位 "
     "法定代表人=李四/自然人>某某商贸有限公司 "},
    {"no colons",
     CIVIL "原告张三，农民。\n被告李四（曾用名李小四），农民。\n原告张三诉被告李四" OPENED,
     "原告=张三/自然人 被告=李四/自然人 "},
    {"several names, guardians who are parties",
     CIVIL
     "原告:张三、张小三。\n法定代理人:张三，系其父，即本案原告。\n被告:李四。\n张三与李四" OPENED,
     "原告=张三/自然人 原告=张小三/自然人 法定代理人=张三/自然人>张三、张小三 被告=李四/自然人 "},
    {"places in the trial below and in the counterclaim",
     SECOND
     "上诉人（原审被告、反诉原告）:张三。\n被上诉人（原审原告、反诉被告）:李四。\n原审第三人:"
     "王五。\n上诉人张三因与被上诉人李四" OPENED,
     "上诉人(原审被告、反诉原告)=张三/自然人 被上诉人(原审原告、反诉被告)=李四/自然人 "
     "原审第三人=王五/自然人 "},
    {"brackets inside the names of units",
     CIVIL
     "原告:中某（大连）技术有限公司。\n被告:某港（集团）有限公司大港分公司（以下简称大港公司）。"
     "\n被告:某某投资合伙企业（有限合伙），住所地某市。\n原告中某公司与被告大港公司" OPENED,
     "原告=中某(大连)技术有限公司/单位 被告=某港(集团)有限公司大港分公司/单位 "
     "被告=某某投资合伙企业(有限合伙)/单位 "},
    {"letters of a name that are words elsewhere",
     CIVIL
     "原告:申元生，男。\n被告:某州燕客生物科技有限公司。\n被告:某市第三人民医院。\n被告:延边朝"
     "鲜族自治州公安局。\n原告申元生与被告" OPENED,
     "原告=申元生/自然人 被告=某州燕客生物科技有限公司/单位 被告=某市第三人民医院/单位 "
     "被告=延边朝鲜族自治州公安局/单位 "},
    {"commas lost",
     PETITION
     "再审申请人（一审被告、二审被上诉人）某市公安局交通警察大队。\n法定代表人杨耀大队长。\n"
     "被申请人（一审原告、二审上诉人）董微明男汉族1964年7月3日出生律师住某市。\n再审申请人某"
     "市公安局交通警察大队因与董微明行政处罚一案不服某省某市中级人民法院（2017）黔26行终67号"
     "行政判决向本院申请再审。",
     "再审申请人(原审被告、二审被上诉人)=某市公安局交通警察大队/单位 "
     "法定代表人=杨耀/自然人>某市公安局交通警察大队 "
     "被申请人(原审原告、二审上诉人)=董微明/自然人 "},
    {"lines lost, a list in one sentence",
     CIVIL "原告王某，男，住某县，、被告长沙某某贸易有限公司，住所地某市。原告王某与被告" OPENED,
     "原告=王某/自然人 被告=长沙某某贸易有限公司/单位 "},
    {"numbered parties, a lawyer of two",
     CIVIL
     "原告:张三。\n被告一:李四。\n被告二:王五。\n上述两被告委托诉讼代理人:赵六，某律师事务所律"
     "师。\n原告张三与被告李四、王五" OPENED,
     "原告=张三/自然人 被告=李四/自然人 被告=王五/自然人 委托诉讼代理人=赵六/自然人>李四、王五 "},
    {"the own number in the account is no end of the title",
     CIVIL
     "原告:张三。\n被告:李四。\n张三与李四买卖合同纠纷一案，本院立案受理后，本院以（2018）京0105"
     "民初6号民事裁定书驳回异议。",
     "原告=张三/自然人 被告=李四/自然人 "},
    {"no list: the account names them",
     CIVIL "原告张三与被告李四、王五因买卖合同纠纷一案，本院受理后，公开开庭进行了审理。",
     "原告=张三/自然人 被告=李四/自然人 被告=王五/自然人 "},
    {"headings in brackets, up to what is asked for",
     "某市人民法院\n（2023）京0105民初6号\n【原告（公诉）】张三\n【被告】李四\n【原告诉请判令（公诉"
     "机关指控）】"
     "1.判令被告支付工资。\n原告称，被告欠款。\n【结果】被告李四支付5000元。",
     "原告=张三/自然人 被告=李四/自然人 "},
    {"enforcement",
     "某市人民法院\n执行裁定书\n（2019）京0105执异6号\n案外人（异议人）:张三。\n申请执行人:"
     "某某银行股份"
     "有限公司某支行。\n负责人:李四。\n被执行人:"
     "王五。\n本院在执行某某银行与王五一案中，张三提出异议。",
     "案外人(异议人)=张三/自然人 申请执行人=某某银行股份有限公司某支行/单位 "
     "负责人=李四/自然人>某某银行股份有限公司某支行 被执行人=王五/自然人 "},
    {"criminal: everybody in the head",
     CRIMINAL
     "公诉机关某市人民检察院。\n附带民事诉讼原告人张三，女，1980年1月1日出生。\n诉讼代理人王五"
     "，某律师事务所律师。\n被告人李四因涉嫌故意伤害于2018年1月1日被刑事拘留。\n辩护人赵六，某"
     "律师事务所律师。\n某市人民检察院指控被告人李四犯故意伤害罪，向本院提起公诉。",
     "公诉机关=某市人民检察院/单位 附带民事诉讼原告人=张三/自然人 "
     "委托诉讼代理人=王五/自然人>张三 被告人=李四/自然人 辩护人=赵六/自然人>李四 "},
};

static void add_participant(cm_buf *out, const cm_choices *c, const cm_record *r, size_t index)
{
    const cm_participant *who = &r->participants.items[index];
    (void)cm_buf_add(out, cm_term_zh(c->party_role, who->role.value));
    for (size_t k = 0; k < who->also.count; k++) {
        (void)cm_buf_addf(out, "%s", k == 0 ? "(" : "、");
        (void)cm_buf_add(out, cm_term_zh(c->party_role, who->also.items[k].value));
    }
    bool known = who->name.state == CM_KNOWN;
    (void)cm_buf_addf(out, "%s=%.*s/%.*s", who->also.count > 0 ? ")" : "",
                      CM_SV_ARG(known ? who->name.value : CM_SV("?")),
                      CM_SV_ARG(known ? cm_term_zh(c->party, who->kind.value) : CM_SV("-")));
    for (size_t k = 0; k < who->represents.count; k++) {
        cm_sv name = r->participants.items[who->represents.items[k]].name.value;
        (void)cm_buf_addf(out, "%s%.*s", k == 0 ? ">" : "、", CM_SV_ARG(name));
    }
    (void)cm_buf_addf(out, " ");
}

static void test_lists(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(lists); i++) {
        test_row(lists[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(lists[i].text));
        for (size_t k = 0; k < r.participants.count; k++) {
            add_participant(&out, cm_reader_choices(f->reader), &r, k);
        }
        assert_string_equal(cm_buf_z(&out), lists[i].want);
    }
}

/* How the group of the parties was read, and that a civil case has no defendants. */
static void test_groups(void **state)
{
    static const struct {
        const char *title, *text;
        cm_state want;
    } rows[] = {
        {"a list", CIVIL "原告:张三。\n被告:李四。\n原告张三与被告李四" OPENED, CM_KNOWN},
        {"only in the account", CIVIL "原告张三与被告李四买卖合同纠纷一案，本院受理后审理终结。",
         CM_ABSENT},
        {"a lawyer's name that can't be told from his firm's",
         CIVIL "原告:张三。\n委托代理人胡洲贵州兄弟律师事务所律师。\n原告张三与被告李四" OPENED,
         CM_ABSENT},
        {"a fragment",
         "经审理查明，原告与被告签订合同。本院认为，合同有效。判决如下：驳回原告的诉讼请"
         "求。",
         CM_UNREAD},
    };

    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        assert_int_equal(r.groups[CM_GROUP_PARTIES].state, rows[i].want);
        assert_int_equal(r.defendants.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_groups),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
