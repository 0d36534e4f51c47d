#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

#define HEAD  "某市人民法院\n刑事判决书\n被告人张三，男。本案现已审理终结。\n"
#define BASIS "依照《中华人民共和国刑法》第二百六十四条之规定，"
#define END   "一、被告人张三犯盗窃罪，判处拘役五个月。\n"
#define NOTE  "如不服本判决，可在十日内提出上诉。\n"
#define SIGN  "审判员　王五\n二〇一七年五月四日\n书记员　赵六\n"

/* The parts found, each as its name and first character. */
static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"the usual order",
     HEAD "检察院指控，张三盗窃。\n经审理查明，张三盗窃。\n本院认为，张三有罪。" BASIS
          "判决如下：\n" END NOTE SIGN,
     "首部:某 指控:检 事实与证据:经 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审"},
    {"without line breaks",
     "某市人民法院刑事判决书被告人张三，男。本案现已审理终结。检察院指控，张三盗窃。经审理查明，"
     "张三盗窃。本院认为，张三有罪。" BASIS
     "判决如下：一、被告人张三犯盗窃罪，判处拘役五个月。如不服本判决，可在十日内提出上诉。"
     "审判员 王五 二〇一七年五月四日 书记员 赵六",
     "首部:某 指控:检 事实与证据:经 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审"},
    {"no finding of its own: the charge stands for the facts",
     HEAD "检察院指控，张三盗窃。\n本院认为，张三有罪。" BASIS "判决如下：\n" END NOTE SIGN,
     "首部:某 事实与证据:检 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审"},
    {"the head does not say that it ends",
     "某市人民法院\n刑事判决书\n被告人张三，男。\n检察院以起诉书指控，张三犯盗窃罪。本院公开开庭审"
     "理了"
     "本案。\n检察院指控：张三盗窃。\n本院认为，张三有罪。" BASIS "判决如下：\n" END NOTE SIGN,
     "首部:某 事实与证据:检 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审"},
    {"what the court below found opens the facts of an appeal",
     HEAD "原判认定，张三盗窃。张三上诉称，量刑过重。\n经审理查明的事实与原判相同。\n"
          "本院认为，原判正确。" BASIS
          "裁定如下：\n驳回上诉，维持原判。\n本裁定为终审裁定。\n" SIGN,
     "首部:某 事实与证据:原 本院认为:本 裁判依据:依 判决主文:驳 上诉告知:本 落款:审"},
    {"the form of a printed judgment",
     HEAD
     "经审理查明，张三盗窃。\n判决理由\n张三有罪。\n法律依据\n《中华人民共和国刑法》第二百六十四条"
     "。\n判决结果\n" END NOTE SIGN,
     "首部:某 事实与证据:经 本院认为:判 裁判依据:法 判决主文:一 上诉告知:如 落款:审"},
    {"a printed form whose headings open their lines",
     HEAD "经审理查明，张三盗窃。\n本院意见被告人张三有罪。\n判决主文" END NOTE SIGN,
     "首部:某 事实与证据:经 本院认为:本 判决主文:一 上诉告知:如 落款:审"},
    {"a printed form with headings in brackets",
     "某市人民法院\n【被告】张三\n【基本案情】张三盗窃。\n【法院意见】张三有罪。\n【引用法条】《中"
     "华人民"
     "共和国刑法》第二百六十四条\n【结果】被告人犯盗窃罪；判处拘役五个月。",
     "首部:某 事实与证据:【 本院认为:【 裁判依据:【 判决主文:被"},
    {"an appendix",
     HEAD "经审理查明，张三盗窃。\n本院认为，张三有罪。" BASIS "判决如下：\n" END NOTE SIGN
          "附相关法律条文：\n第二百六十四条盗窃公私财物。\n",
     "首部:某 事实与证据:经 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审 附录:附"},
    {"a final ruling",
     HEAD "经审理查明，张三盗窃。\n本院认为，原判正确。" BASIS
          "裁定如下：\n驳回上诉，维持原判。\n本裁定为终审裁定。\n" SIGN,
     "首部:某 事实与证据:经 本院认为:本 裁判依据:依 判决主文:驳 上诉告知:本 落款:审"},
    {"the decision below is quoted first",
     HEAD "原审判决如下：被告人张三犯盗窃罪。\n经审理查明，张三盗窃。\n本院认为，量刑过重。" BASIS
          "判决如下：\n" END "本判决为终审判决。\n" SIGN,
     "首部:某 指控:原 事实与证据:经 本院认为:本 裁判依据:依 判决主文:一 上诉告知:本 落款:审"},
    {"two opinions of the court: the first opens the reasoning",
     HEAD "经审理查明，张三盗窃。\n本院认为，辩护意见不能成立。\n本院认为，张三有罪。" BASIS
          "判决如下：\n" END NOTE SIGN,
     "首部:某 事实与证据:经 本院认为:本 裁判依据:依 判决主文:一 上诉告知:如 落款:审"},
    {"no judgment at all", "The quick brown fox.", ""},
    {"empty", "", ""},
};

static void write_sections(cm_buf *out, const cm_choices *choices, const cm_record *r, cm_sv text)
{
    for (size_t i = 0; i < r->sections.count; i++) {
        const cm_section *s = &r->sections.items[i];
        assert_true(s->at.begin < s->at.end && s->at.end <= text.len);
        cm_sv name = cm_term_zh(choices->section, (int)s->kind);
        cm_sv first = cm_sv_slice(text, s->at.begin, s->at.begin + strlen("某"));
        (void)cm_buf_addf(out, "%s%.*s:%.*s", out->len > 0 ? " " : "", CM_SV_ARG(name),
                          CM_SV_ARG(first));
    }
}

static void test_rows(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_sv text = cm_sv_from(rows[i].text);
        cm_record r = reading_fixture_read(f, text);
        if (rows[i].want[0] != '\0') {
            write_sections(&out, cm_reader_choices(f->reader), &r, text);
        } else {
            assert_int_equal(r.groups[CM_GROUP_DISPOSITION].state, CM_UNREAD);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests_name("judgment_section", tests, reading_fixture_load,
                                       reading_fixture_free);
}
