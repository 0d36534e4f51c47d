#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* Defenders in the head; deadlines and awards in the operative part; the notice of appeal. */

#define HEAD                                                                                                                          \
    "某市人民法院\n刑事判决书\n（2019）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男" \
    "。\n"
#define CHARGE                                                                                     \
    "某市人民检察院指控被告人张三犯盗窃罪，于2019年9月9日向本院提起公诉。现已审理终结。\n"
#define FOUND  "经审理查明，2019年5月1日，张三盗窃。\n本院认为，有罪。依照刑法，判决如下：\n"
#define SIGNED "\n审判员　王五\n二〇一九年十月一日\n书记员　赵六"
#define JUDGED HEAD CHARGE FOUND "被告人张三犯盗窃罪，判处拘役一个月，并处罚金人民币二千元"

static void write_defenders(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t d = 0; d < r->defendants.count; d++) {
        const cm_defendant *one = &r->defendants.items[d];
        (void)cm_buf_addf(out, "%s%s", d == 0 ? "" : "|", one->defended == CM_UNREAD ? "?" : "");
        for (size_t i = 0; i < one->defenders.count; i++) {
            const cm_defender *who = &one->defenders.items[i];
            cm_sv kind = who->kind.state == CM_KNOWN ? cm_term_zh(c->defender_kind, who->kind.value)
                                                     : CM_SV("-");
            (void)cm_buf_addf(out, "%s%.*s/%.*s/%.*s", i == 0 ? "" : " ",
                              CM_SV_ARG(who->name.value), CM_SV_ARG(kind),
                              CM_SV_ARG(who->firm.value));
        }
    }
}

static void write_deadlines(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->fine_deadlines.count; i++) {
        const cm_fine_deadline *d = &r->fine_deadlines.items[i];
        cm_sv kind =
            d->kind.state == CM_KNOWN ? cm_term_zh(c->fine_deadline, d->kind.value) : CM_SV("?");
        (void)cm_buf_addf(out, "%s%.*s", i == 0 ? "" : " ", CM_SV_ARG(kind));
        if (d->months.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "%lld/%lld", (long long)d->months.value,
                              (long long)d->days.value);
        }
        if (d->by.state == CM_KNOWN) {
            (void)cm_date_write(out, d->by.value);
        }
    }
}

static void write_awards(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->awards.count; i++) {
        const cm_award *a = &r->awards.items[i];
        (void)cm_buf_addf(out, "%s%.*s", i == 0 ? "" : " ",
                          CM_SV_ARG(cm_term_zh(c->award, a->item.value)));
        if (a->amount.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "%lld", (long long)(a->amount.value / 100));
        }
    }
}

static void write_notice(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    const cm_notice *n = &r->notice;
    if (n->at.end == 0) {
        (void)cm_buf_addf(out, "-");
        return;
    }
    (void)cm_buf_addf(out, "%s", n->final.state == CM_KNOWN ? "终审" : "");
    if (n->days.state == CM_KNOWN) {
        cm_sv from =
            n->from.state == CM_KNOWN ? cm_term_zh(c->appeal_from, n->from.value) : CM_SV("?");
        (void)cm_buf_addf(out, "%lld日/%.*s/%.*s/%lld", (long long)n->days.value, CM_SV_ARG(from),
                          CM_SV_ARG(n->court.value), (long long)n->copies.value);
    }
}

static void write_mentions(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->mentions.count; i++) {
        (void)cm_buf_addf(out, "%s%.*s", i == 0 ? "" : " ",
                          CM_SV_ARG(cm_term_zh(c->mention, r->mentions.items[i].kind.value)));
    }
}

static void write_property(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->property_words.count; i++) {
        const cm_property_word *w = &r->property_words.items[i];
        (void)cm_buf_addf(out, "%s%.*s/%.*s%s%s", i == 0 ? "" : " ",
                          CM_SV_ARG(cm_term_zh(c->property_word, w->kind.value)),
                          CM_SV_ARG(cm_term_zh(c->section, w->part.value)),
                          w->found ? "/found" : "", w->seized ? "/seized" : "");
    }
}

static void write_orders(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->orders.count; i++) {
        const cm_order *o = &r->orders.items[i];
        (void)cm_buf_addf(out, "%s%.*s%s", i == 0 ? "" : " ",
                          CM_SV_ARG(cm_term_zh(c->order, o->kind.value)), o->named ? "/named" : "");
        if (o->months.state == CM_KNOWN) {
            (void)cm_buf_addf(out, "/%lld", (long long)o->months.value);
        }
    }
}

typedef void (*writer)(cm_buf *, const cm_choices *, const cm_record *);

static const struct {
    const char *title;
    writer write;
    const char *text, *want;
} rows[] = {
    {"a defender and his firm", write_defenders,
     HEAD "辩护人钱七，某省大道律师事务所律师。\n" CHARGE FOUND, "钱七/-/某省大道律师事务所"},
    {"two of one firm", write_defenders,
     HEAD "委托辩护人钱七、孙八，均系大道律师事务所律师。\n" CHARGE FOUND,
     "钱七/委托/大道律师事务所 孙八/委托/大道律师事务所"},
    {"appointed", write_defenders,
     HEAD "指定辩护人钱七，大道（某市）律师事务所律师。\n" CHARGE FOUND,
     "钱七/指派/大道(某市)律师事务所"},
    {"legal aid tells that he was appointed", write_defenders,
     HEAD "辩护人：钱七，某市法律援助中心律师。\n" CHARGE FOUND, "钱七/指派/某市法律援助中心"},
    {"each defendant his own", write_defenders,
     HEAD "辩护人钱七，大道律师事务所律师。\n被告人李四，女。\n辩护人孙八。\n" CHARGE FOUND,
     "钱七/-/大道律师事务所|孙八/-/"},
    {"spoken of and not named", write_defenders,
     HEAD "某市人民检察院指控被告人张三犯盗窃罪。被告人张三及其辩护人到庭参加诉讼。现已审理终结。"
          "\n" FOUND,
     "?"},
    {"none", write_defenders, HEAD CHARGE FOUND, ""},
    {"within days", write_deadlines, JUDGED "（罚金限判决生效后十日内缴纳）。" SIGNED, "期限0/10"},
    {"within months, in the next sentence", write_deadlines,
     JUDGED "。罚金于判决发生法律效力后三个月内缴清。" SIGNED, "期限3/0"},
    {"already paid", write_deadlines, JUDGED "（已缴纳）。" SIGNED, "已缴纳"},
    {"at once", write_deadlines, JUDGED "，罚金于判决生效后立即缴纳。" SIGNED, "立即"},
    {"by a day", write_deadlines, JUDGED "，罚金限于2019年12月1日前缴纳。" SIGNED,
     "期日2019-12-01"},
    {"illegal gains that are paid in are no fine", write_deadlines,
     JUDGED "；追缴违法所得，于十日内缴纳。" SIGNED, ""},
    {"items of a civil award", write_awards,
     JUDGED
     "。\n二、张三赔偿医疗费人民币3000元、误工费1200元、死亡赔偿金20000元、精神抚慰金。" SIGNED,
     "医疗费3000 误工费1200 死亡赔偿金20000 精神损害抚慰金"},
    {"how to appeal", write_notice,
     JUDGED
     "。\n如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向某市中级人民法院提出上"
     "诉。书面上诉的，应当提交上诉状正本一份，副本二份。" SIGNED,
     "10日/第二日/某市中级人民法院/2"},
    {"five days of a ruling, from the next day", write_notice,
     JUDGED "。\n如不服本裁定，可在接到裁定书的次日起五日内，向某市中级人民法院提出上诉。" SIGNED,
     "5日/第二日/某市中级人民法院/0"},
    {"final", write_notice, JUDGED "。\n本裁定为终审裁定。" SIGNED, "终审"},
    {"no notice", write_notice, HEAD CHARGE FOUND, "-"},
    {"what became of things: the court's words, the evidence, the order", write_property,
     HEAD CHARGE
     "经审理查明，2019年5月1日，张三盗窃，赃款被其挥霍。民警查获手机一部。\n"
     "上述事实，有发还清单证实。\n本院认为，张三有罪，已取得谅解。依照刑法，判决如下：\n"
     "被告人张三犯盗窃罪，判处拘役一个月。继续追缴违法所得。" SIGNED,
     "违法所得/事实与证据/found 未追回/事实与证据/found 查扣/事实与证据/found/seized "
     "手机/事实与证据/found/seized 追缴退赔/事实与证据 赔偿谅解/本院认为/found "
     "追缴退赔/判决主文 违法所得/判决主文"},
    {"the appendix says nothing of the case", write_property,
     HEAD CHARGE FOUND "被告人张三犯盗窃罪，判处拘役一个月。" SIGNED
                       "\n附相关法律条文：\n第六十四条　应当予以追缴。\n",
     ""},
    {"an order names a sum, a thing, a number of things, or nothing", write_orders,
     JUDGED "。\n二、责令被告人张三退赔三千元；没收作案工具；返还电脑二台；追缴违法所得。" SIGNED,
     "责令退赔/named 没收/named 返还/named 追缴"},
    {"a sum that is masked is named, a fine is not", write_orders,
     JUDGED "，追缴违法所得×××元；对二被告人的违法所得予以追缴。" SIGNED, "追缴/named 追缴"},
    {"how long a ban lasts", write_orders,
     JUDGED "。\n二、禁止被告人张三自刑罚执行完毕之日起三年内从事食品经营。" SIGNED, "从业禁止/36"},
    {"matters that models ask for", write_mentions, HEAD CHARGE "本案依法延期审理。" FOUND,
     "延期审理"},
};

static void test_trial(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        rows[i].write(&out, cm_reader_choices(f->reader), &r);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trial)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
