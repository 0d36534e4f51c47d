#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD "某市人民法院\n刑事判决书\n（2019）沪0120刑初684号\n公诉机关某市人民检察院。\n"
#define ONE  "被告人张三，男。\n"
#define TWO  "被告人张三，男。\n被告人李四，女。\n"
#define CHARGE                                                                                                                               \
    "某市人民检察院指控被告人犯盗窃罪，于2019年9月9日向本院提起公诉。现已审理终结。\n公诉机关指控" \
    "：盗窃。"
#define FOUND "\n经审理查明，2019年5月1日，张三盗窃。\n本院认为，有罪。"
#define ENDS  "依照刑法，判决如下：\n被告人张三犯盗窃罪，判处拘役一个月。"

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"a range with its fine",
     HEAD ONE CHARGE
     "建议判处被告人张三有期徒刑六个月至八个月，并处罚金人民币2000元至3000元。" FOUND ENDS,
     "张三 有期徒刑6-8 罚金2000-3000"},
    {"and above, and below, before the penalty",
     HEAD ONE CHARGE "建议对被告人张三判处四年以上五年以下有期徒刑，并处罚金。" FOUND ENDS,
     "张三 有期徒刑48-60"},
    {"a comma between the bounds",
     HEAD ONE CHARGE "建议对其判处六个月以上，八个月以下有期徒刑。" FOUND ENDS, "张三 有期徒刑6-8"},
    {"only below", HEAD ONE CHARGE "建议对张三判处一年六个月以下有期徒刑。" FOUND ENDS,
     "张三 有期徒刑?-18"},
    {"a bare number before the range", HEAD ONE CHARGE "建议对其判处三至五年有期徒刑。" FOUND ENDS,
     "张三 有期徒刑36-60"},
    {"probation with its period",
     HEAD ONE CHARGE "建议判处张三拘役一个月，缓刑三个月，并处罚金三千元。" FOUND ENDS,
     "张三 拘役1-1 缓刑3 罚金3000-3000"},
    {"probation without a period",
     HEAD ONE CHARGE "建议判处张三拘役一个月，可适用缓刑。" FOUND ENDS, "张三 拘役1-1 缓刑?"},
    {"one for each",
     HEAD TWO CHARGE
     "建议对被告人张三判处有期徒刑一年，对被告人李四判处有期徒刑八个月。" FOUND ENDS,
     "张三 有期徒刑12-12|李四 有期徒刑8-8"},
    {"adjusted: the later one counts",
     HEAD ONE CHARGE
     "建议判处张三有期徒刑一年。公诉机关当庭将量刑建议调整为有期徒刑十个月。" FOUND ENDS,
     "张三 有期徒刑10-10"},
    {"adopted",
     HEAD ONE CHARGE "建议判处张三有期徒刑一年。" FOUND "公诉机关的量刑建议适当，予以采纳。" ENDS,
     "张三 有期徒刑12-12 采纳"},
    {"not adopted",
     HEAD ONE CHARGE "建议判处张三有期徒刑一年。" FOUND "公诉机关的量刑建议不当，不予采纳。" ENDS,
     "张三 有期徒刑12-12 未采纳"},
    {"counsel recommends nothing",
     HEAD ONE CHARGE "辩护人认为张三系从犯。建议判处张三拘役一个月，适用缓刑。" FOUND ENDS, ""},
    {"the penalty of the court is none", HEAD ONE CHARGE FOUND ENDS, ""},
};

static void add_range(cm_buf *out, const char *name, const cm_number_fact *low,
                      const cm_number_fact *high, int64_t scale)
{
    if (low->state != CM_KNOWN && high->state != CM_KNOWN) {
        return;
    }
    (void)cm_buf_addf(out, "%s", name);
    (void)cm_buf_addf(out, low->state == CM_KNOWN ? "%lld-" : "?-",
                      (long long)(low->value / scale));
    (void)cm_buf_addf(out, high->state == CM_KNOWN ? "%lld" : "?",
                      (long long)(high->value / scale));
}

static void write_one(cm_buf *out, const cm_choices *c, const cm_record *r,
                      const cm_recommendation *one)
{
    cm_sv name = one->defendant < r->defendants.count
                     ? r->defendants.items[one->defendant].name.value
                     : CM_SV("-");
    cm_sv kind = one->kind.state == CM_KNOWN ? cm_term_zh(c->penalty, one->kind.value) : CM_SV("-");
    (void)cm_buf_addf(out, "%.*s %.*s", CM_SV_ARG(name), CM_SV_ARG(kind));
    add_range(out, "", &one->min_months, &one->max_months, 1);
    if (one->probation == CM_KNOWN) {
        (void)cm_buf_addf(out, one->probation_min.state == CM_KNOWN ? " 缓刑%lld" : " 缓刑?",
                          (long long)one->probation_min.value);
    }
    add_range(out, " 罚金", &one->fine_min, &one->fine_max, 100);
    if (one->adopted.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " %.*s", CM_SV_ARG(cm_term_zh(c->adoption, one->adopted.value)));
    }
}

static void test_recommendations(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, cm_sv_from(rows[i].text));
        for (size_t k = 0; k < r.recommendations.count; k++) {
            (void)cm_buf_addf(&out, k == 0 ? "" : "|");
            write_one(&out, cm_reader_choices(f->reader), &r, &r.recommendations.items[k]);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_recommendations)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
