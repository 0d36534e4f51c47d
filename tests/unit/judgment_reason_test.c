#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* The words of the court's reasoning that choose the range of punishment. */

#define HEAD                                                                                                                                 \
    "某市人民法院\n刑事判决书\n（2019）沪0120刑初684号\n公诉机关某市人民检察院。\n被告人张三，男"        \
    "。"                                                                                                                                    \
    "\n被告人李四，男。\n某市人民检察院指控被告人张三犯盗窃罪、诈骗罪，被告人李四犯盗窃罪，于2019" \
    "年"                                                                                                                                    \
    "9月9日向本院提起公诉。现已审理终结。\n经审理查明，2019年5月1日，张三、李四盗窃数额巨大的财物"  \
    "。"                                                                                                                                    \
    "\n本院认为，"
#define JUDGED                                                                                                                                  \
    "依照刑法，判决如下：\n一、被告人张三犯盗窃罪，判处有期徒刑一年；犯诈骗罪，判处有期徒刑一年。" \
    "\n二、被告人李四犯盗窃罪，判处有期徒刑一年。\n审判员　王五\n二〇一九年十月一日"

static const struct {
    const char *title, *text, *want; /* word/whose/charge, ? quoted, ~ loose */
} rows[] = {
    {"of the charge named next",
     "被告人张三盗窃，数额较大，构成盗窃罪；诈骗，数额巨大，构成诈骗罪。",
     "数额较大/张三/盗窃罪 数额巨大/张三/诈骗罪"},
    {"of one who has one charge", "被告人李四盗窃，数额较大，构成盗窃罪。", "数额较大/李四/-"},
    {"of several, of nobody", "被告人张三、李四入户盗窃，有其他严重情节。",
     "入户/张三/-~ 入户/李四/- 情节严重/张三/-~ 情节严重/李四/-"},
    {"of nobody in particular", "有其他严重情节。", "情节严重/-/-~"},
    {"in quotation marks", "所谓“数额巨大”不能成立。", "?数额巨大/-/-~"},
    {"an opinion", "辩护人提出情节较轻的意见。", "?情节较轻/-/-~"},
    {"what is charged", "公诉机关指控被告人李四数额巨大，于法不符。", "?数额巨大/李四/-"},
    {"denied", "被告人李四的行为不属于情节严重，可以从轻处罚。", "从轻/李四/-"},
    {"what may be weighed is not what is", "对被告人李四从轻或者减轻处罚。", "从轻或者减轻/李四/-"},
    {"below the range", "对被告人李四减轻处罚。", "减轻/李四/-"},
    {"words of another meaning", "被告人李四犯罪情节较轻，适用缓刑。", ""},
    {"findings are no reasoning", "", ""},
};

static void write_reason(cm_buf *out, const cm_choices *c, const cm_record *r, size_t i)
{
    const cm_reason *one = &r->reasons.items[i];
    bool named = one->defendant != CM_NO_DEFENDANT;
    cm_sv who = named ? r->defendants.items[one->defendant].name.value : CM_SV("-");
    cm_sv charge = one->charge.state == CM_KNOWN ? one->charge.value : CM_SV("-");
    (void)cm_buf_addf(out, "%s%s%.*s/%.*s/%.*s%s", i == 0 ? "" : " ", one->quoted ? "?" : "",
                      CM_SV_ARG(cm_term_zh(c->reason, one->kind.value)), CM_SV_ARG(who),
                      CM_SV_ARG(charge), one->loose ? "~" : "");
}

static void test_reasons(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF text;
        CM_AUTO_BUF out;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        cm_buf_init(&out, CM_MAX_MESSAGE);
        (void)cm_buf_addf(&text, "%s%s%s", HEAD, rows[i].text, JUDGED);
        cm_record r = reading_fixture_read(f, cm_buf_view(&text));
        for (size_t k = 0; k < r.reasons.count; k++) {
            write_reason(&out, cm_reader_choices(f->reader), &r, k);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reasons)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
