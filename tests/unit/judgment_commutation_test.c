#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define COURT "某市中级人民法院\n刑事裁定书\n（2021）沪02刑更5号\n"
#define JUDGED                                                                                     \
    "某县人民法院于2018年4月10日作出（2018）沪0101刑初47号刑事判决，以被告人张三犯贩卖毒品罪，"
#define SEVEN  "判处有期徒刑七年，并处罚金人民币三万元。"
#define PRISON "执行机关某省第一监狱于2021年9月1日提出减刑建议，报送本院审理。现已审理终结。\n"
#define HOLDS                                                                                      \
    "本院认为，罪犯张三确有悔改表现。依照《中华人民共和国刑法》第七十八条之规定，裁定如下：\n"
#define SIGNED "\n本裁定送达后即发生法律效力。\n审判长 李四\n二〇二一年九月二十九日\n"

/* A ruling, and: original sentence | earlier | executed, old end | proposal | conduct | granted. */
static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"a fixed term, reduced before",
     COURT "罪犯张三。现在某省第一监狱服刑。\n" JUDGED SEVEN
           "判决生效后于2018年5月9日交付执行。本院于2019年8月15日裁定，对该犯减去有期徒刑六个月。刑"
           "期至2024年"
           "11月6日止。" PRISON "经审理查明，罪犯张三获得表扬5次，罚金三万元已缴纳。\n" HOLDS
           "对罪犯张三减去有期徒刑七个月十五天（刑期自2017年11月7日起至2024年3月22日止）。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | 2019-08-15 6/0 | 2018-05-09 2024-11-06 | 某省第一监狱 "
     "2021-09-01 | 5 0 | 7/15 to 2024-03-22"},
    {"the old end was told before the reduction that moved it",
     COURT "罪犯张三。\n" JUDGED SEVEN
           "刑期自2017年5月7日起至2024年5月6日止。2019年8月15日减刑六个月。" PRISON HOLDS
           "对罪犯张三减去有期徒刑七个月。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | 2019-08-15 6/0 | - ? | 某省第一监狱 2021-09-01 | - - | "
     "7/0 "
     "to -"},
    {"life, then a fixed term; reductions of two days told together",
     COURT
     "罪犯张三。\n" JUDGED "判处无期徒刑，剥夺政治权利终身。2012年5月18日经某省高级人民法院裁定减为"
     "有期徒刑十九年六个月，剥夺政"
     "治权利七年。本院于2015年3月1日、2017年6月2日分别减去有期徒刑九个月、八个月。" PRISON HOLDS
     "对罪犯张三减去有期徒刑三个月，剥夺政治权利七年不变。" SIGNED,
     "贩卖毒品罪 4 0 - 2018-04-10 | 2012-05-18 kind 1 234/0 2015-03-01 9/0 2017-06-02 8/0 | - - | "
     "某省第一监狱 2021-09-01 | - - | 3/0 rights 84 to -"},
    {"the appeal changed the sentence; the prison proposes more than is granted",
     COURT "罪犯张三。\n" JUDGED SEVEN "宣判后，被告人不服，提出上诉。某市中级人民法院于2018年8月1"
           "日作出（2018）沪02刑终9号刑事判决，以上诉"
           "人张三犯贩卖毒品罪，判处有期徒刑五年。" PRISON
           "执行机关建议对罪犯张三减去有期徒刑八个月。\n经审理查明，2019年8月获得表扬，2020年2月获"
           "得表扬，财产"
           "性判项未履行。\n" HOLDS "对罪犯张三减刑四个月，刑期执行至2022年1月6日止。" SIGNED,
     "贩卖毒品罪 1 60 - 2018-08-01 | | - - | 某省第一监狱 2021-09-01 8/0 | 2 2 | 4/0 to "
     "2022-01-06"},
    {"the rest is remitted; the fine is paid in part",
     COURT "罪犯张三。\n" JUDGED SEVEN PRISON
           "经审理查明，缴纳罚金人民币2000元，获3个表扬。\n" HOLDS
           "对罪犯张三准予减去余刑。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | | - - | 某省第一监狱 2021-09-01 | 3 1 | rest to -"},
    {"a fine executed in part; commendations counted and listed",
     COURT "罪犯张三。\n" JUDGED SEVEN PRISON
           "经审理查明，本次考核期内执行罚金10000元，累计获3个表扬，2020年2月获得表扬。\n" HOLDS
           "对罪犯张三减去有期徒刑八个月。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | | - - | 某省第一监狱 2021-09-01 | 4 1 | 8/0 to -"},
    {"parole",
     COURT "罪犯张三。\n某县人民法院于2018年4月10日作出（2018）沪0101刑初47号刑事判决，以贩卖毒品罪"
           "判处被告"
           "人张三有期徒刑七年。" PRISON HOLDS
           "对罪犯张三予以假释（假释考验期限自假释之日起至2023年9月19日止）。" SIGNED,
     "贩卖毒品罪 1 84 - 2018-04-10 | | - - | 某省第一监狱 2021-09-01 | - - | parole to 2023-09-19 "
     "to -"},
    {"refused", COURT "罪犯张三。\n" JUDGED SEVEN PRISON HOLDS "对罪犯张三不予减刑。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | | - - | 某省第一监狱 2021-09-01 | - - | to -"},
    {"withdrawn",
     COURT
     "罪犯张三。\n" JUDGED SEVEN PRISON
     "依照有关规定，决定如下：\n准许执行机关撤回对罪犯张三的减刑建议书。\n二〇二一年九月二十三日\n",
     "贩卖毒品罪 1 84 30000 2018-04-10 | | - - | 某省第一监狱 2021-09-01 | - - | withdrawn to -"},
    {"words lost between a day and a number of another year",
     COURT "罪犯张三。\n某县人民法院于2018年6月19日作出（2020）沪02刑更919号刑事裁定，对其减去有期"
           "徒刑七个月。" PRISON HOLDS "对罪犯张三减去有期徒刑八个月。" SIGNED,
     " 0 0 - - | ? 7/0 | - - | 某省第一监狱 2021-09-01 | - - | 8/0 to -"},
    {"what the prison asks for is no earlier reduction; the charge stands after the name",
     COURT "罪犯张三。\n某县人民法院于2018年4月10日作出（2018）沪0101刑初47号刑事判决，以被告人张三"
           "贩卖毒品罪，判处有期徒刑七年。2020年1月21日减刑六个月。执行机关某省第一监狱于2021年9月"
           "3日向本院报请对罪犯张三减去有期徒刑六个月。\n" HOLDS
           "对罪犯张三减去有期徒刑六个月。" SIGNED,
     "贩卖毒品罪 1 84 - 2018-04-10 | 2020-01-21 6/0 | - - | 某省第一监狱 2021-09-03 6/0 | - - | "
     "6/0 "
     "to -"},
    {"the last end of the term is told with the earlier reduction, after the proposal",
     COURT
     "罪犯张三。\n" JUDGED SEVEN "刑期至2024年5月6日止。" PRISON
     "经审理查明，本院于2019年8月15日裁定对其减去有期徒刑二个月（刑期自2017年5月7日起至2024年3"
     "月6日止）。\n" HOLDS "对罪犯张三减去有期徒刑七个月。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | 2019-08-15 2/0 | - 2024-03-06 | 某省第一监狱 2021-09-01 | "
     "- - | 7/0 to -"},
    {"what several reductions come to is no term of any",
     COURT "罪犯张三。\n" JUDGED SEVEN
           "本院先后于2019年5月15日、2020年6月29日作出裁定，对其共减刑一年三个月。" PRISON HOLDS
           "对罪犯张三减去有期徒刑七个月。" SIGNED,
     "贩卖毒品罪 1 84 30000 2018-04-10 | 2019-05-15 2020-06-29 | - - | 某省第一监狱 2021-09-01 | - "
     "- "
     "| 7/0 to -"},
    {"a first instance has none",
     "某县人民法院\n刑事判决书\n（2018）沪01刑初6号\n被告人张三，男。\n本院认为，判决如下：\n被告人"
     "张三犯盗窃"
     "罪，判处拘役五个月。",
     "none"},
};

static void write_date(cm_buf *out, const cm_date_fact *f)
{
    if (f->state == CM_KNOWN) {
        (void)cm_date_write(out, f->value);
    } else {
        (void)cm_buf_addf(out, "%s", f->state == CM_UNREAD ? "?" : "-");
    }
}

static void write_number(cm_buf *out, const cm_number_fact *f, int64_t unit)
{
    if (f->state == CM_KNOWN) {
        (void)cm_buf_add_int(out, f->value / unit);
    } else {
        (void)cm_buf_addf(out, "-");
    }
}

static void write_cut(cm_buf *out, const cm_reduction *r)
{
    if (r->new_kind.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "kind %d ", r->new_kind.value);
    }
    if (r->months.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "%d/%d ", (int)r->months.value, (int)r->days.value);
    }
    if (r->rest.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "rest ");
    }
}

static void write_history(cm_buf *out, const cm_commutation *c)
{
    const cm_served_sentence *s = &c->original;
    (void)cm_buf_addf(out, "%.*s %d %d ", CM_SV_ARG(s->charge.value), s->penalty.kind.value,
                      (int)s->penalty.months.value);
    write_number(out, &s->penalty.fine, 100);
    (void)cm_buf_addf(out, " ");
    write_date(out, &s->decided_on);
    (void)cm_buf_addf(out, " | ");
    for (size_t i = 0; i < c->earlier.count; i++) {
        write_date(out, &c->earlier.items[i].date);
        (void)cm_buf_addf(out, " ");
        write_cut(out, &c->earlier.items[i]);
    }
    (void)cm_buf_addf(out, "| ");
    write_date(out, &c->executed_from);
    (void)cm_buf_addf(out, " ");
    write_date(out, &c->old_term_to);
}

static void write_decision(cm_buf *out, const cm_commutation *c, const cm_defendant *d)
{
    (void)cm_buf_addf(out, " | %.*s ", CM_SV_ARG(c->proposed_by.value));
    write_date(out, &c->proposed_on);
    (void)cm_buf_addf(out, " ");
    write_cut(out, &c->proposed);
    (void)cm_buf_addf(out, "| ");
    write_number(out, &c->commendations, 1);
    if (c->performance.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " %d | ", c->performance.value);
    } else {
        (void)cm_buf_addf(out, " - | ");
    }
    write_cut(out, &c->granted);
    if (c->political_rights.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "rights %d ", (int)c->political_rights.value);
    }
    if (c->parole_to.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "parole to ");
        write_date(out, &c->parole_to);
        (void)cm_buf_addf(out, " ");
    }
    (void)cm_buf_addf(out, "%sto ", c->withdrawn.state == CM_KNOWN ? "withdrawn " : "");
    write_date(out, &d->term_to);
}

static void test_commutations(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        assert_int_equal(r.defendants.count, 1);
        const cm_defendant *d = &r.defendants.items[0];
        assert_int_equal(d->priors.count, 0);
        if (d->commutation == NULL) {
            (void)cm_buf_addf(&out, "none");
        } else {
            write_history(&out, d->commutation);
            write_decision(&out, d->commutation, d);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commutations)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
