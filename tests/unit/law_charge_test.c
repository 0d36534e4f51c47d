/* Names of crimes as judgments print them. */
#include "base/base.h"

#include "law/charge.h"
#include "law_fixture.h"

static const struct {
    const char *title, *printed, *want; /* full names, NULL: not a name of a crime */
} NAMES[] = {
    {"exact", "盗窃罪", "盗窃罪"},
    {"without the last word", "盗窃", "盗窃罪"},
    {"with blanks", " 盗窃罪 ", "盗窃罪"},
    {"one part", "贩卖毒品罪", "走私、贩卖、运输、制造毒品罪"},
    {"one part without the last word", "贩卖毒品", "走私、贩卖、运输、制造毒品罪"},
    {"two parts", "贩卖、运输毒品罪", "走私、贩卖、运输、制造毒品罪"},
    {"two parts in another order", "运输、贩卖毒品罪", "走私、贩卖、运输、制造毒品罪"},
    {"all parts in another order", "介绍、引诱、容留卖淫罪", "引诱、容留、介绍卖淫罪"},
    {"parts out of order", "介绍、容留卖淫罪", "引诱、容留、介绍卖淫罪"},
    {"another separator", "容留，介绍卖淫罪", "引诱、容留、介绍卖淫罪"},
    {"alias", "容留他人吸毒罪", "容留他人吸毒罪"},
    {"alias of a variant", "以其他危险方法危害公共安全罪", "以危险方法危害公共安全罪"},
    {"part with objects", "非法持有枪支、弹药罪", "非法持有、私藏枪支、弹药罪"},
    {"proceeds, first half", "掩饰、隐瞒犯罪所得罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪"},
    {"proceeds, second half", "掩饰、隐瞒犯罪所得收益罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪"},
    {"organising border crossing", "组织他人偷越国(边)境罪", "组织他人偷越国（边）境罪"},
    {"one name, two forms in time", "销售假药罪", "生产、销售假药罪 生产、销售、提供假药罪"},
    {"nearest of two names of one article", "非法制造发票罪", "非法制造、出售非法制造的发票罪"},
    {"former name", "非法获取公民个人信息罪", "非法获取公民个人信息罪"},
    {"a word too many", "生产、销售不符合安全生产标准的食品罪", NULL},
    {"letters of many names", "走私罪", NULL},
    {"letters of several articles", "伪造印章罪", NULL},
    {"a verb of another crime", "持有、贩卖毒品罪", NULL},
    {"object repeated with each verb", "贩卖毒品、运输毒品罪", "走私、贩卖、运输、制造毒品罪"},
    {"letters of two articles, the object tells", "走私、运输毒品罪",
     "走私、贩卖、运输、制造毒品罪"},
    {"part of an alias", "故意销毁会计凭证、会计账簿、财务会计报告罪",
     "隐匿、故意销毁会计凭证、会计帐簿、财务会计报告罪"},
    {"first verb lost", "公民个人信息罪", NULL},
    {"a letter too many", "贩卖、运输量毒品罪", NULL},
    {"not a crime", "民间借贷纠纷", NULL},
    {"nothing", "", NULL},
    {"the last word alone", "罪", NULL},
};

static const struct {
    const char *title, *printed, *want;
} LISTS[] = {
    {"one", "盗窃罪", "盗窃罪"},
    {"two", "抢劫罪、盗窃罪", "抢劫罪 盗窃罪"},
    {"the last word once", "抢劫、盗窃罪", "抢劫罪 盗窃罪"},
    {"a name that has the mark itself", "贩卖、运输毒品罪、容留他人吸毒罪",
     "走私、贩卖、运输、制造毒品罪 容留他人吸毒罪"},
    {"one of them unknown", "盗窃罪、不存在的罪", NULL},
    {"nothing", "", NULL},
};

static void join_names(cm_buf *out, const cm_charges *charges)
{
    for (size_t i = 0; i < charges->count; i++) {
        cm_buf_addf(out, "%s%.*s", i == 0 ? "" : " ", CM_SV_ARG(charges->items[i]->name));
    }
}

static void test_names(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(NAMES); i++) {
        CM_AUTO_ARENA mem;
        CM_AUTO_BUF got;
        cm_charges charges = {0};

        test_row(NAMES[i].title);
        cm_arena_init(&mem);
        cm_buf_init(&got, 10000);
        bool known = cm_law_charge(f->law, &mem, cm_sv_from(NAMES[i].printed), &charges);
        join_names(&got, &charges);
        assert_int_equal(known, NAMES[i].want != NULL);
        assert_string_equal(cm_buf_z(&got), NAMES[i].want != NULL ? NAMES[i].want : "");
    }
}

static void test_links(void **state)
{
    law_fixture *f = *state;
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF later;
    CM_AUTO_BUF earlier;
    cm_charges charges = {0};

    cm_arena_init(&mem);
    cm_buf_init(&later, 1000);
    cm_buf_init(&earlier, 1000);
    assert_true(cm_law_charge(f->law, &mem, CM_SV("偷税罪"), &charges));
    assert_true(cm_law_charge(f->law, &mem, CM_SV("侵犯公民个人信息罪"), &charges));
    assert_int_equal(charges.count, 2);
    join_names(&later, &charges.items[0]->later);
    join_names(&earlier, &charges.items[1]->earlier);
    assert_string_equal(cm_buf_z(&later), "逃税罪");
    assert_string_equal(cm_buf_z(&earlier), "出售、非法提供公民个人信息罪 非法获取公民个人信息罪");
    assert_false(charges.items[0]->current);
    assert_true(charges.items[1]->current);
}

static void test_lists(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(LISTS); i++) {
        CM_AUTO_ARENA mem;
        CM_AUTO_BUF got;
        cm_charges charges = {0};

        test_row(LISTS[i].title);
        cm_arena_init(&mem);
        cm_buf_init(&got, 10000);
        bool known = cm_law_charge_list(f->law, &mem, cm_sv_from(LISTS[i].printed), &charges);
        assert_int_equal(known, LISTS[i].want != NULL);
        if (known) {
            join_names(&got, &charges);
            assert_string_equal(cm_buf_z(&got), LISTS[i].want);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_links),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
