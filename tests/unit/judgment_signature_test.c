#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* The end of a judgment, and: judges by role, clerk, day, panel. */
static const struct {
    const char *title, *block, *want;
} rows[] = {
    {"lines", "审判长张晓春\n人民陪审员马晓莉\n陪审员左英光\n二〇一九年二月二十七日\n书记员吴浩\n",
     "审判长 张晓春|人民陪审员 马晓莉|人民陪审员 左英光|/吴浩/2019-02-27/合议庭"},
    {"blanks inside",
     "审　判　员　　周 裕 蓉\n二〇二一年九月二十四日\n法 官助 理　胡文锋\n"
     "书　记　员　郑 旻 玥\n",
     "审判员 周裕蓉|/郑旻玥/2021-09-24/独任"},
    {"line breaks lost",
     "审判长徐松岭审判员杨金亮代理审判员栗志起二○○九年十月二十五日代书记员亓国战",
     "审判长 徐松岭|审判员 杨金亮|代理审判员 栗志起|/亓国战/2009-10-25/合议庭"},
    {"line breaks lost, with colons and a name that holds words",
     "审判长：叶邵生代理审判员：肖丹人民陪审员：文芳二〇一四年八月十日书记员：陈琳琳",
     "审判长 叶邵生|代理审判员 肖丹|人民陪审员 文芳|/陈琳琳/2014-08-10/合议庭"},
    {"line breaks lost, a name that ends in a digit before the year",
     "审判长高用九二〇一八年十一月一日书记员陈一", "审判长 高用九|/陈一/2018-11-01/合议庭"},
    {"line breaks lost, two clerks", "审判员徐萍二〇一五年七月一日书记员彭嫦陈虹艺",
     "审判员 徐萍|/彭嫦/2015-07-01/独任"},
    {"line breaks lost, a name of four", "审判员徐萍二〇一五年七月一日书记员欧阳海林",
     "审判员 徐萍|/欧阳海林/2015-07-01/独任"},
    {"line breaks lost, the number of the page and statutes",
     "审判员徐萍二〇一五年七月一日书记员刘重林1附相关法条：《中华人民共和国刑法》",
     "审判员 徐萍|/刘重林/2015-07-01/独任"},
    {"broken inside the words", "审判\n员徐\n萍\n二〇一五年七\n月一日\n书记\n员刘重林\n",
     "审判员 徐|/刘重林/2015-07-01/独任"},
    {"forms of zero", "审判员吴洪飞\n二O一四年十二月八日\n书记员庄李洁\n",
     "审判员 吴洪飞|/庄李洁/2014-12-08/独任"},
    {"a name that ends in a digit",
     "审判长袁勇奇\n审判员段成一\n二〇一八年十二月二十六日\n书记员陈一\n",
     "审判长 袁勇奇|审判员 段成一|/陈一/2018-12-26/合议庭"},
    {"a name with a cue in it", "审判员王均\n二〇一八年一月二日\n书记员男生\n",
     "审判员 王均|/男生/2018-01-02/独任"},
    {"two blocks: the first",
     "审判员徐萍\n二〇一五年七月一日\n书记员代雅莉\n审判员李四\n二〇一六年七月一日\n书记员王五\n",
     "审判员 徐萍|/代雅莉/2015-07-01/独任"},
    {"two clerks: the first", "审判员徐萍\n二〇一五年七月一日\n书记员黄永国\n书记员龙浩（兼）\n",
     "审判员 徐萍|/黄永国/2015-07-01/独任"},
    {"statutes after it",
     "审判员徐萍\n二〇一五年七月一日\n书记员代雅莉\n附：相关法律条文\n审判员应当回避。\n",
     "审判员 徐萍|/代雅莉/2015-07-01/独任"},
    {"year unreadable", "审判员徐萍\n二O一?年七月五日\n书记员代雅莉\n",
     "审判员 徐萍|/代雅莉/?/独任"},
    {"signed by the day alone", "准许撤回。\n二〇二一年九月二十三日\n", "/-/2021-09-23/-"},
    {"a day in a sentence signs nothing", "于二〇二一年九月二十三日前付清。\n", "/-/-/-"},
    {"no clerk, no day", "审判员徐萍\n", "审判员 徐萍|/-/-/独任"},
    {"nothing", "", "/-/-/-"},
};

static void write_block(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->judges.count; i++) {
        const cm_judge *j = &r->judges.items[i];
        (void)cm_buf_addf(out, "%.*s %.*s|", CM_SV_ARG(cm_term_zh(c->judge_role, j->role.value)),
                          CM_SV_ARG(j->name.value));
    }
    cm_sv clerk = r->clerk.state == CM_KNOWN ? r->clerk.value : CM_SV("-");
    (void)cm_buf_addf(out, "/%.*s/", CM_SV_ARG(clerk));
    if (r->decided_on.state == CM_KNOWN) {
        (void)cm_date_write(out, r->decided_on.value);
    } else {
        (void)cm_buf_addf(out, "%s", r->decided_on.state == CM_UNREAD ? "?" : "-");
    }
    cm_sv panel = r->panel.state == CM_KNOWN ? cm_term_zh(c->panel, r->panel.value) : CM_SV("-");
    (void)cm_buf_addf(out, "/%.*s", CM_SV_ARG(panel));
}

static void test_blocks(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_sv text = cm_arena_format(
            &mem,
            "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n由审判员张三担任审判长。\n"
            "本院认为，被告人有罪，判决如下：\n被告人张三犯盗窃罪，判处拘役五个月。\n"
            "如不服本判决，可在接到判决书的第二日起十日内提出上诉。\n%s",
            rows[i].block);
        cm_record r = reading_fixture_read(f, text);
        write_block(&out, cm_reader_choices(f->reader), &r);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blocks)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
