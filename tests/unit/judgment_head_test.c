#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define TITLE   "某省某市某区人民法院\n刑事判决书\n（2017）沪0120刑初684号\n"
#define PARTIES "公诉机关某省某市人民检察院。\n被告人张三，男，1980年1月1日出生。\n"
#define CHARGE  "某市人民检察院以某检刑诉〔2017〕5号起诉书指控被告人张三犯盗窃罪，"
#define ENDED   "被告人张三到庭参加诉讼。现已审理终结。\n"

static void add_choice(cm_buf *out, const cm_term_list *list, const cm_choice_fact *f)
{
    cm_sv zh = f->state == CM_KNOWN ? cm_term_zh(list, f->value) : CM_SV("-");
    (void)cm_buf_addf(out, "%.*s|", CM_SV_ARG(zh));
}

static void add_text(cm_buf *out, const cm_text_fact *f)
{
    cm_sv value = f->state == CM_KNOWN ? f->value : CM_SV("-");
    (void)cm_buf_addf(out, "%.*s|", CM_SV_ARG(value));
}

static void add_date(cm_buf *out, const cm_date_fact *f)
{
    if (f->state == CM_KNOWN) {
        (void)cm_date_write(out, f->value);
    } else {
        (void)cm_buf_addf(out, "-");
    }
    (void)cm_buf_addf(out, "|");
}

/* court, number, kinds: what the top of the document says. */
static const struct {
    const char *title, *text, *want;
} captions[] = {
    {"the usual lines", TITLE PARTIES CHARGE "于2017年5月4日向本院提起公诉。" ENDED,
     "某省某市某区人民法院|（2017）沪0120刑初684号|判决书|刑事|一审|某省某市人民检察院|"},
    {"another document named in a sentence is no title",
     "某省某市某区人民法院\n（2017）沪0120刑初684号\n"
     "某市人民检察院指控，2017年1月9日，某某电器有限公司未按期归还担保垫付款，经催讨仍未归还，其行"
     "为严重侵害了某某公司的合法权益，本院"
     "以（2016）沪0120民初58号民事调解书责令被告归还某公司款"
     "项。",
     "某省某市某区人民法院|（2017）沪0120刑初684号|-|刑事|一审|-|"},
    {"a title line before, blanks, other brackets and digits",
     "张三盗窃一审刑事判决书\n广西壮族自治区某市第二中级人民法院\n刑 事 判 决 书\n"
     "〔２０１３〕某刑初字第604号\n" PARTIES,
     "广西壮族自治区某市第二中级人民法院|（2013）某刑初字第604号|判决书|刑事|一审|"
     "某省某市人民检察院|"},
    {"line breaks lost",
     "张三盗窃一审刑事判决书237某市人民法院刑事判决书（2013）某刑初字第604号公诉机关某市人民检察院"
     "。被告人张三，男。",
     "某市人民法院|（2013）某刑初字第604号|判决书|刑事|一审|某市人民检察院|"},
    {"second instance",
     "某市中级人民法院\n刑事附带民事裁定书\n（2013）某刑一终字第31号\n"
     "原公诉机关某县人民检察院。\n上诉人（原审被告人）张三，男。\n",
     "某市中级人民法院|（2013）某刑一终字第31号|裁定书|刑事|二审|某县人民检察院|"},
    {"a remark inside the name of the prosecution",
     "某县人民法院\n刑事判决书\n（2015）某刑初字第262号\n公诉机关科尔沁左翼后旗（以下简称科左后旗）"
     "人"
     "民检察院。\n被告人张三，男。\n",
     "某县人民法院|（2015）某刑初字第262号|判决书|刑事|一审|科尔沁左翼后旗人民检察院|"},
    {"prosecution only in the account of the first trial",
     "某市中级人民法院\n刑事判决书\n（2019）沪02刑终1号\n某县人民法院审理某县人民检察院指控原审被告"
     "人"
     "张三犯盗窃罪一案，于2018年1月2日作出（2017）沪01刑初2号刑事判决。现已审理终结。",
     "某市中级人民法院|（2019）沪02刑终1号|判决书|刑事|二审|某县人民检察院|"},
    {"the number lost its letter: brought to court",
     "某县人民法院\n刑事判决书\n（2015）某法刑重字第6号\n"
     "公诉机关某县人民检察院。\n被告人张三，男。\n某县人民检察院指控被告人张三犯盗窃罪，于2015年1月"
     "23日"
     "向本院提起公诉。\n",
     "某县人民法院|（2015）某法刑重字第6号|判决书|刑事|一审|某县人民检察院|"},
    {"change of penalty", "某市中级人民法院\n决定书\n（2021）辽03刑更534号\n罪犯张三。",
     "某市中级人民法院|（2021）辽03刑更534号|决定书|刑事|刑罚变更|-|"},
    {"retrial wins over the court it came from",
     "某市中级人民法院\n刑事判决书\n（2015）某刑再终字第2号\n",
     "某市中级人民法院|（2015）某刑再终字第2号|判决书|刑事|再审|-|"},
    {"the place is no sign of the stage", "监利县人民法院\n刑事判决书\n（2015）鄂监利刑初字第2号\n",
     "监利县人民法院|（2015）鄂监利刑初字第2号|判决书|刑事|一审|-|"},
    {"the highest court has no number here",
     "中华人民共和国最高人民法院\n刑 事 裁 定 "
     "书\n被告人张三，男。\n某省某市中级人民法院审理张三犯故意"
     "杀人罪一案，以（2017）某刑初105号刑事判决，判处死刑，并依法报请本院核准。",
     "中华人民共和国最高人民法院|-|裁定书|刑事|死刑复核|-|"},
    {"civil", "某市某区人民法院\n民事判决书\n（2018）京0105民初6号\n原告:张三，女。",
     "某市某区人民法院|（2018）京0105民初6号|判决书|民事|一审|-|"},
    {"the indictment's number is not the case's", "某县人民法院\n刑事判决书\n" PARTIES CHARGE,
     "某县人民法院|-|判决书|刑事|-|某省某市人民检察院|"},
    {"English", "This is no judgment at all.", "-|-|-|-|-|-|"},
    {"nothing", "", "-|-|-|-|-|-|"},
};

static void test_captions(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(captions); i++) {
        test_row(captions[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(captions[i].text));
        const cm_choices *c = cm_reader_choices(f->reader);
        add_text(&out, &r.court);
        add_text(&out, &r.case_no);
        add_choice(&out, c->document_type, &r.document_type);
        add_choice(&out, c->case_type, &r.case_type);
        add_choice(&out, c->instance, &r.instance);
        add_text(&out, &r.prosecution);
        assert_string_equal(cm_buf_z(&out), captions[i].want);
    }
}

/* charged, accepted, procedure, panel, hearing, days of hearing: what the account says. */
static const struct {
    const char *title, *account, *want;
} accounts[] = {
    {"all of it",
     "于2017年5月4日向本院提起公诉。本院于同日立案，依法适用简易程序，实行独任审判，于同月12日公开"
     "开庭"
     "审理了本案。",
     "2017-05-04|2017-05-04|简易程序|独任|公开开庭|2017-05-12|"},
    {"nothing but the court", "向本院提起公诉。本院受理后，依法组成合议庭，不公开开庭审理了本案。",
     "-|-|-|合议庭|不公开开庭|"},
    {"the day the case was taken is no hearing",
     "于2017年5月4日向本院提起公诉，本院于次日受理后，依法组成合议庭，公开开庭审理了本案。",
     "2017-05-04|2017-05-05|-|合议庭|公开开庭|"},
    {"accepted and heard in one clause",
     "于2017年5月4日向本院提起公诉，本院于5月8日立案并于6月1日公开开庭审理了本案。",
     "2017-05-04|2017-05-08|-|-|公开开庭|2017-06-01|"},
    {"two hearings, the second without year",
     "于2017年5月4日向本院提起公诉。本院依法组成合议庭，于2017年8月30日、9月25日公开开庭审理了本案"
     "。",
     "2017-05-04|-|-|合议庭|公开开庭|2017-08-30|2017-09-25|"},
    {"two hearings, the second without month",
     "于2017年5月4日向本院提起公诉。本院于2017年8月6日、18日两次公开开庭审理了本案。",
     "2017-05-04|-|-|-|公开开庭|2017-08-06|2017-08-18|"},
    {"the last procedure counts",
     "于2017年5月4日向本院提起公诉。本院依法适用速裁程序，因不宜适用速裁程序，于6月1日转为普通程序"
     "，依"
     "法组成合议庭，公开开庭审理了本案。",
     "2017-05-04|-|普通程序|合议庭|公开开庭|"},
    {"a procedure only proposed",
     "于2017年5月4日向本院提起公诉，并建议适用简易程序。本院受理后，依法组成合议庭，开庭审理了本案"
     "。",
     "2017-05-04|-|-|合议庭|-|"},
    {"a private prosecution with a civil action",
     "不服该决定，于2017年5月8日向本院提起刑事附带民事诉讼自诉。本院受理后，依法适用普通程序并组成"
     "合"
     "议庭，于2017年7月13日、8月1日公开开庭审理了本案。",
     "2017-05-08|-|普通程序|合议庭|公开开庭|2017-07-13|2017-08-01|"},
    {"a part without a hearing takes nothing from the hearing held",
     "于2017年5月4日向本院提起公诉。本院对刑事部分进行了公开开庭审理，对附带民事部分进行了书面审理"
     "。",
     "2017-05-04|-|-|-|公开开庭|"},
    {"the day of the act is not the day of the charge",
     "称张三于2017年3月1日盗窃手机一部，向本院提起公诉。本院依法组成合议庭，公开开庭审理了本案。",
     "-|-|-|合议庭|公开开庭|"},
};

static void test_accounts(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(accounts); i++) {
        test_row(accounts[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_sv text = cm_arena_format(&mem, "%s%s", TITLE PARTIES CHARGE, accounts[i].account);
        cm_record r =
            reading_fixture_read(f, cm_arena_format(&mem, "%.*s%s", CM_SV_ARG(text), ENDED));
        const cm_choices *c = cm_reader_choices(f->reader);
        add_date(&out, &r.charged_on);
        add_date(&out, &r.accepted_on);
        add_choice(&out, c->procedure, &r.procedure);
        add_choice(&out, c->panel, &r.panel);
        add_choice(&out, c->hearing, &r.hearing);
        for (size_t k = 0; k < r.hearing_on.count; k++) {
            add_date(&out, &r.hearing_on.items[k]);
        }
        assert_string_equal(cm_buf_z(&out), accounts[i].want);
    }
}

static void test_hearing_of_the_court_below(void **state)
{
    reading_fixture *f = *state;
    cm_record r = reading_fixture_read(
        f,
        CM_SV("某省高级人民法院\n刑事判决书\n（2015）赣刑三终字第79号\n上诉人（原审被告人）张三，男"
              "。\n"
              "某市中级人民法院审理张三故意杀人一案，于2015年1月9日公开开庭审理，并于2015年4月25日"
              "作出（2014）抚刑一初字第31号刑事判决。张三提出上诉。本院于2015年8月4日公开开庭审理。"
              "现已审理终结。\n" ENDED));
    assert_int_equal(r.hearing_on.count, 1);
    assert_int_equal(r.hearing_on.items[0].value.month, 8);
}

static const struct {
    const char *title, *text;
    cm_group group;
    cm_state want;
} groups[] = {
    {"head read", TITLE PARTIES CHARGE, CM_GROUP_HEAD, CM_KNOWN},
    {"head without a court", "（2017）沪0120刑初684号\n" PARTIES, CM_GROUP_HEAD, CM_ABSENT},
    {"no head", "经审理查明，张三盗窃。", CM_GROUP_HEAD, CM_UNREAD},
    {"account read", TITLE PARTIES CHARGE "向本院提起公诉。" ENDED, CM_GROUP_PROCEDURE, CM_KNOWN},
    {"no account", TITLE PARTIES, CM_GROUP_PROCEDURE, CM_UNREAD},
    {"no account, but the procedure",
     TITLE PARTIES "某市人民检察院指控张三犯盗窃罪。本院适用速裁程序审理了本案。",
     CM_GROUP_PROCEDURE, CM_KNOWN},
    {"no account, no charge", TITLE PARTIES, CM_GROUP_HEARING, CM_UNREAD},
};

static void test_groups(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(groups); i++) {
        test_row(groups[i].title);
        cm_record r = reading_fixture_read(f, cm_sv_from(groups[i].text));
        assert_int_equal(r.groups[groups[i].group].state, groups[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_captions),
        cmocka_unit_test(test_accounts),
        cmocka_unit_test(test_hearing_of_the_court_below),
        cmocka_unit_test(test_groups),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
