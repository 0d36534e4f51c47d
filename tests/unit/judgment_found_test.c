#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* What the court found beside acts and dates: amounts, drugs, injuries, blood alcohol, seizures. */

#define HEAD                                                                                                                          \
    "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男" \
    "。\n"
#define CHARGE "某市人民检察院指控被告人张三犯罪，于2017年9月9日向本院提起公诉。现已审理终结。\n"
#define FOUND  HEAD CHARGE "经审理查明，2017年5月1日，"
#define HOLDS  "\n上述事实，有证据证实。\n本院认为，被告人张三有罪。"
#define ENDS   "依照刑法，判决如下：\n被告人张三犯罪，判处拘役一个月。"

/* The value of a list, or a dash when it is not known. */
static void add_choice(cm_buf *out, const cm_term_list *list, const cm_choice_fact *fact)
{
    cm_sv text = fact->state == CM_KNOWN ? cm_term_zh(list, fact->value) : CM_SV("-");
    (void)cm_buf_addf(out, "%.*s", CM_SV_ARG(text));
}

static void write_amounts(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->amounts.count; i++) {
        const cm_amount *a = &r->amounts.items[i];
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        add_choice(out, c->amount, &a->kind);
        (void)cm_buf_addf(out, "%s%lld",
                          a->total   ? "="
                          : a->about ? ">"
                                     : ":",
                          (long long)(a->money.value / 100));
        (void)cm_buf_addf(out, "%s", a->place == CM_PLACE_REASONING ? "!" : "");
    }
}

static void write_drugs(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->drugs.count; i++) {
        const cm_drug *d = &r->drugs.items[i];
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        add_choice(out, c->drug, &d->kind);
        if (d->pieces.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "%lld粒", (long long)d->pieces.value);
        } else {
            (void)cm_buf_addf(out, "%s%lldmg", d->total ? "=" : ":",
                              (long long)d->milligrams.value);
        }
        (void)cm_buf_addf(out, "%s%s", d->seized ? "*" : "",
                          d->place == CM_PLACE_REASONING ? "!" : "");
    }
}

static void write_injuries(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->injuries.count; i++) {
        const cm_injury *n = &r->injuries.items[i];
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        add_choice(out, c->injury, &n->grade);
        if (n->count.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "%lld人", (long long)n->count.value);
        }
    }
    for (size_t i = 0; i < r->disabilities.count; i++) {
        (void)cm_buf_addf(out, " %lld级", (long long)r->disabilities.items[i].value);
    }
}

static void write_alcohol(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    (void)c;
    for (size_t i = 0; i < r->defendants.count; i++) {
        const cm_number_fact *fact = &r->defendants.items[i].blood_alcohol;
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        if (fact->state == CM_KNOWN) {
            (void)cm_buf_addf(out, "%lld", (long long)fact->value);
        } else {
            (void)cm_buf_addf(out, fact->state == CM_UNREAD ? "?" : "-");
        }
    }
}

static void write_seizures(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    (void)c;
    for (size_t i = 0; i < r->seizures.count; i++) {
        const cm_seizure *z = &r->seizures.items[i];
        (void)cm_buf_addf(out, i == 0 ? "" : "|");
        (void)cm_buf_addf(out, "%.*s", CM_SV_ARG(z->object.value));
        if (z->amount.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "=%lld", (long long)(z->amount.value / 100));
        }
        (void)cm_buf_addf(out, z->counted ? "" : "/uncounted");
    }
}

static void write_countings(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->countings.count; i++) {
        (void)cm_buf_addf(out, i == 0 ? "" : " ");
        add_choice(out, c->counted, &r->countings.items[i].what);
        (void)cm_buf_addf(out, ":");
        add_choice(out, c->counted_from, &r->countings.items[i].from);
    }
}

typedef void (*writer)(cm_buf *, const cm_choices *, const cm_record *);

static const struct {
    const char *title;
    writer write;
    const char *text, *want;
} rows[] = {
    {"the term and the probation", write_countings,
     FOUND
     "张三盗窃。" HOLDS
     "依照刑法，判决如下：\n被告人张三犯盗窃罪，判处有期徒刑一年，缓刑二年，并处罚金二千元（缓刑"
     "考验期限，从判决确定之日起计算。罚金于判决生效之日起十日内缴纳。刑期从判决生效之日起计算"
     "）。",
     "考验期:判决确定之日 刑期:判决生效之日"},
    {"not what is said outside of the operative part", write_countings,
     FOUND "刑期从判决执行之日起计算。" HOLDS ENDS, ""},
    {"cash and goods, each with its word", write_amounts,
     FOUND "张三窃得现金人民币300元、手机一部，价值人民币3600元。" HOLDS ENDS,
     "犯罪数额:300 价值:3600"},
    {"what was promised is no gain", write_amounts,
     FOUND "张三谎称最高可获利人民币1040万元，张三获利人民币2000元。" HOLDS ENDS,
     "其他:10400000 违法所得:2000"},
    {"a sum, and parts of it", write_amounts,
     FOUND "张三骗取李某人民币10万元，骗取王某人民币6.5万元，共计骗取人民币165000元。" HOLDS ENDS,
     "犯罪数额:100000 犯罪数额:65000 犯罪数额=165000"},
    {"jointly is no sum", write_amounts, FOUND "张三与他人共同窃得现金3000余元。" HOLDS ENDS,
     "犯罪数额>3000"},
    {"the verb stands after the cash", write_amounts,
     FOUND "张三将李某包内1200元现金盗走。" HOLDS ENDS, "犯罪数额:1200"},
    {"loss, proceeds and price by the noun after them", write_amounts,
     FOUND "张三造成5000元的经济损失，以800元的价格卖出，获利200元。" HOLDS ENDS,
     "损失:5000 价款:800 违法所得:200"},
    {"repaid, compensated, seized", write_amounts,
     FOUND "公安机关扣押现金500元，张三退赔李某3000元，赔偿王某4000元。" HOLDS ENDS,
     "扣押:500 退赔:3000 赔偿:4000"},
    {"a loss that is made good", write_amounts,
     FOUND "张三赔偿李某经济损失130000元，造成王某损失200元。" HOLDS ENDS, "赔偿:130000 损失:200"},
    {"in the reasoning", write_amounts,
     FOUND "张三盗窃。" HOLDS "张三盗窃他人财物，价值人民币3900元。" ENDS, "价值:3900!"},
    {"not what counsel says", write_amounts,
     FOUND "张三盗窃。" HOLDS "辩护人提出数额为2000元的意见不予采纳。" ENDS, ""},
    {"not the evidence", write_amounts,
     FOUND "张三盗窃。\n上述事实，有价值2600元的鉴定意见等证据证实。\n本院认为，有罪。" ENDS, ""},
    {"not a fine", write_amounts, FOUND "张三盗窃。" HOLDS "应并处罚金人民币2000元。" ENDS, ""},
    {"drug before and after its weight", write_drugs,
     FOUND "张三将甲基苯丙胺0.374克、0.5克海洛因卖给李某。" HOLDS ENDS,
     "甲基苯丙胺:374mg 海洛因:500mg"},
    {"an alias, found by the police", write_drugs,
     FOUND "民警从张三身上查获冰毒一包，净重10.471克。" HOLDS ENDS, "甲基苯丙胺:10471mg*"},
    {"net goes before gross", write_drugs, FOUND "民警查获冰毒毛重12克，净重10克。" HOLDS ENDS,
     "甲基苯丙胺:10000mg*"},
    {"kilograms and tablets", write_drugs, FOUND "张三运输海洛因1.2千克、麻古30粒。" HOLDS ENDS,
     "海洛因:1200000mg 甲基苯丙胺片剂30粒"},
    {"a sum over two drugs is of neither", write_drugs,
     FOUND "查获甲基苯丙胺62克、海洛因13克，共计75克。" HOLDS ENDS,
     "甲基苯丙胺:62000mg* 海洛因:13000mg* -=75000mg*"},
    {"a bound of the law is no weight", write_drugs,
     FOUND "张三贩卖冰毒0.2克。" HOLDS "张三贩卖甲基苯丙胺不满10克、十克以上。" ENDS,
     "甲基苯丙胺:200mg"},
    {"gold weighs too", write_drugs, FOUND "张三窃得金项链一条，重10克。" HOLDS ENDS, ""},
    {"grades of injury", write_injuries,
     FOUND "经鉴定，李某的损伤程度为轻伤二级，王某构成轻微伤，赵某为重伤（一级）。" HOLDS ENDS,
     "轻伤二级 轻微伤 重伤一级"},
    {"how many persons", write_injuries, FOUND "致一人死亡、两人轻伤。" HOLDS ENDS,
     "死亡1人 轻伤2人"},
    {"not an injury", write_injuries, FOUND "李某的损伤不构成轻微伤。" HOLDS ENDS, ""},
    {"degree of disability", write_injuries,
     FOUND "李某重伤二级，构成十级伤残，王某伤残等级为九级。" HOLDS ENDS, "重伤二级 10级 9级"},
    {"alcohol in the blood", write_alcohol,
     FOUND "经鉴定，张三血液中乙醇含量为217.25mg／100ml。" HOLDS ENDS, "21725"},
    {"not in the breath", write_alcohol,
     FOUND "经呼气测试为118毫克/100毫升。经鉴定，血样中为154.08毫克/100毫升。" HOLDS ENDS, "15408"},
    {"told in one millilitre", write_alcohol, FOUND "血液中乙醇浓度为1.16mg/mL。" HOLDS ENDS,
     "11600"},
    {"a threshold is no value", write_alcohol,
     FOUND "张三醉酒驾驶。" HOLDS "血液酒精含量达到200mg/100ml以上。" ENDS, "-"},
    {"masked", write_alcohol, FOUND "张三血液中乙醇含量为××mg/100ml。" HOLDS ENDS, "?"},
    {"things and money seized", write_seizures,
     FOUND "公安机关从张三处扣押手机一部、现金人民币1500元。" HOLDS ENDS,
     "手机一部|现金人民币1500元=1500"},
    {"a thing without its number", write_seizures, FOUND "公安机关扣押作案用的轿车。" HOLDS ENDS,
     "作案用的轿车/uncounted"},
    {"nothing but the person", write_seizures, FOUND "张三被民警查获。" HOLDS ENDS, ""},
    {"up to what was done with it", write_seizures,
     FOUND "缴获的赃款1455元已发还给李某。" HOLDS ENDS, "赃款1455元=1455"},
};

static void test_found(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record record = reading_fixture_read(f, cm_sv_from(rows[i].text));
        rows[i].write(&out, cm_reader_choices(f->reader), &record);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

/* Of several defendants each amount belongs to the one its clause names. */
static void test_whose(void **state)
{
    cm_record r = reading_fixture_read(
        *state,
        CM_SV("某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n"
              "被告人张三，男。\n被告人李四，女。\n" CHARGE
              "经审理查明，2017年5月1日，被告人张三窃得现金300元，被告人李四窃得现金400元，"
              "二人共同窃得现金500元。" HOLDS ENDS));
    assert_int_equal(r.defendants.count, 2);
    assert_int_equal(r.amounts.count, 3);
    assert_int_equal(r.amounts.items[0].defendant, 0);
    assert_int_equal(r.amounts.items[1].defendant, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_whose),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
