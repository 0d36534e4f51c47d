#include "base/base.h"

#include "base/limits.h"
#include "base/tsv.h"
#include "reading_fixture.h"

/* How a document is written: turns of phrase, names of charges, near names, items, sums. */

#define START                                                                                                                                 \
    "某市人民法院\n刑事判决书\n（2019）沪0120刑初684号\n公诉机关某市人民检察院。\n"                              \
    "被告人张大山，男，1985年3月2日出生。\n被告人李小明，男，1986年3月2日出生。\n"                              \
    "某市人民检察院指控被告人张大山、李小明犯盗窃罪，于2019年9月9日向本院提起公诉。现已审理终结。" \
    "\n"
#define SHORT                                                                                                                       \
    "某市人民法院\n刑事判决书\n（2019）沪0120刑初684号\n公诉机关某市人民检察院。\n"                    \
    "被告人王刚，男，1985年3月2日出生。\n某市人民检察院指控被告人王刚犯盗窃罪，于2019年9月9日" \
    "向本院提起公诉。现已审理终结。\n"
#define FOUND  "经审理查明，2019年5月1日，"
#define HEAD   START FOUND
#define HOLDS  "盗窃。\n本院认为，"
#define JUDGED "依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n"
#define SIGNED "\n审判员　王五\n二〇一九年十月一日\n书记员　赵六"

static void write_near(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->written.near_names.count; i++) {
        const cm_near_name *n = &r->written.near_names.items[i];
        (void)cm_buf_addf(out, "%s%.*s=%.*s/%.*s/%lld", i > 0 ? " " : "",
                          CM_SV_ARG(n->written.value), CM_SV_ARG(n->name.value),
                          CM_SV_ARG(cm_term_zh(c->section, (int)n->part)), (long long)n->times);
    }
}

static void write_items(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    (void)c;
    for (size_t i = 0; i < r->written.items.count; i++) {
        (void)cm_buf_addf(out, "%s%lld", i > 0 ? " " : "",
                          (long long)r->written.items.items[i].value);
    }
}

static void write_pairs(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    (void)c;
    for (size_t i = 0; i < r->written.money_pairs.count; i++) {
        const cm_money_pair *m = &r->written.money_pairs.items[i];
        (void)cm_buf_addf(out, "%s%lld/%lld", i > 0 ? " " : "", (long long)(m->sum.value / 100),
                          (long long)(m->again.value / 100));
    }
}

static void write_charges(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->written.charge_words.count; i++) {
        const cm_named_charge *w = &r->written.charge_words.items[i];
        (void)cm_buf_addf(out, "%s%.*s/%.*s%s", i > 0 ? " " : "", CM_SV_ARG(w->words.value),
                          CM_SV_ARG(cm_term_zh(c->section, (int)w->part)),
                          w->opinion ? "/意见" : "");
    }
}

static void write_wordings(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->written.wordings.count; i++) {
        const cm_phrasing *w = &r->written.wordings.items[i];
        cm_sv whose = w->defendant < r->defendants.count
                          ? r->defendants.items[w->defendant].name.value
                          : CM_SV("-");
        (void)cm_buf_addf(out, "%s%.*s/%.*s/%.*s%s", i > 0 ? " " : "",
                          CM_SV_ARG(cm_term_zh(c->wording, w->kind.value)),
                          CM_SV_ARG(cm_term_zh(c->section, (int)w->part)), CM_SV_ARG(whose),
                          w->opinion ? "/意见" : "");
    }
}

static void write_below(cm_buf *out, const cm_choices *c, const cm_record *r)
{
    for (size_t i = 0; i < r->defendants.count; i++) {
        const cm_penalty *b = &r->defendants.items[i].below;
        cm_sv kind = b->kind.state == CM_KNOWN ? cm_term_zh(c->penalty, b->kind.value) : CM_SV("-");
        (void)cm_buf_addf(out, "%s%.*s/%lld/%lld", i > 0 ? " " : "", CM_SV_ARG(kind),
                          (long long)b->months.value, (long long)(b->fine.value / 100));
    }
}

#define APPEAL                                                                                                                            \
    "某市中级人民法院\n刑事判决书\n（2019）沪01刑终84号\n原公诉机关某区人民检察院。\n"                    \
    "上诉人（原审被告人）张大山，男，1985年3月2日出生。\n某区人民法院审理某区人民检察院指控原审" \
    "被告人张大山犯盗窃罪一案，于2019年5月10日作出（2019）沪0120刑初12号刑事判决。张大山不服，提"    \
    "出"                                                                                                                                 \
    "上诉。现已审理终结。\n原判认定，2019年5月1日，张大山盗窃。"
#define CHANGED                                                                                    \
    "\n本院认为，量刑不当。依照《中华人民共和国刑事诉讼法》第二百三十六条之规定，判决如下：\n"

typedef void (*writer)(cm_buf *, const cm_choices *, const cm_record *);

static const struct {
    const char *title;
    writer write;
    const char *text, *want;
} rows[] = {
    {"one character is another", write_near,
     HEAD "张大山" HOLDS JUDGED "被告人张大川犯盗窃罪，判处拘役一个月。" SIGNED,
     "张大川=张大山/判决主文/1"},
    {"of a short name, with an offence behind it", write_near,
     SHORT FOUND "王刚" HOLDS JUDGED "被告人王强犯盗窃罪，判处有期徒刑六个月。" SIGNED,
     "王强=王刚/判决主文/1"},
    {"a short name elsewhere may end anywhere", write_near,
     SHORT FOUND "被告人王强迫他人" HOLDS JUDGED "被告人王刚犯盗窃罪，判处有期徒刑六个月。" SIGNED,
     ""},
    {"his own name", write_near,
     HEAD "张大山" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月。" SIGNED, ""},
    {"another surname is another man", write_near,
     HEAD "被告人王大山" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月。" SIGNED, ""},
    {"dealt with in another case", write_near,
     HEAD "被告人张大江（另案处理）" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月。" SIGNED,
     ""},
    {"a masked name", write_near,
     HEAD "被告人张大某" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月。" SIGNED, ""},
    {"items in words", write_items,
     HEAD "张大山" HOLDS JUDGED
          "一、被告人张大山犯盗窃罪，判处拘役一个月。\n二、被告人李小明犯盗窃罪，判处拘役一个月。"
          "\n四、追缴违法所得。" SIGNED,
     "1 2 4"},
    {"figures are items of items", write_items,
     HEAD "张大山" HOLDS JUDGED "一、没收下列物品：\n1、手机；\n2、刀。" SIGNED, "1"},
    {"a sum in words and in figures", write_pairs,
     HEAD "张大山" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月，并处罚金人民币伍仟元"
          "（￥6000元）。" SIGNED,
     "5000/6000"},
    {"a remark in the bracket is no sum", write_pairs,
     HEAD "张大山" HOLDS JUDGED "被告人张大山犯盗窃罪，判处拘役一个月，并处罚金5000元（已缴纳"
          "2000元）。" SIGNED,
     ""},
    {"names of charges and the opinion of counsel", write_charges,
     HEAD "张大山" HOLDS "其行为构成盗窃罪。辩护人提出应构成侵占罪的意见。" JUDGED SIGNED,
     "盗窃罪/首部 其行为构成盗窃罪/本院认为 辩护人提出应构成侵占罪/本院认为/意见"},
    {"whom a turn of phrase is about", write_wordings,
     HEAD "张大山" HOLDS "被告人李小明有悔罪表现，对其可以适用缓刑。" JUDGED SIGNED,
     "可适用缓刑/本院认为/李小明"},
    {"an exception takes it away", write_wordings,
     HEAD "张大山" HOLDS "被告人李小明不宜适用缓刑。" JUDGED SIGNED, "不适用缓刑/本院认为/李小明"},
    {"what the decision below imposed", write_below,
     APPEAL "原审法院判决被告人张大山犯盗窃罪，判处有期徒刑二年，并处罚金人民币二千元。" CHANGED
            "一、撤销（2019）沪0120刑初12号刑事判决；\n二、张大山犯盗窃罪，判处有期徒刑一年。"
            "\n本判决为终审判决。" SIGNED,
     "有期徒刑/24/2000"},
    {"quoted where it is revoked", write_below,
     APPEAL CHANGED
     "一、撤销（2019）沪0120刑初12号刑事判决，即被告人张大山犯盗窃罪，判处拘役五个月；"
     "\n二、张大山犯盗窃罪，判处拘役二个月。\n本判决为终审判决。" SIGNED,
     "拘役/5/0"},
    {"an earlier punishment is not it", write_below,
     APPEAL "张大山曾因犯盗窃罪于2010年被判处有期徒刑一年。" CHANGED
            "一、维持原判定罪；\n二、张大山犯盗窃罪，判处拘役二个月。\n本判决为终审判决。" SIGNED,
     "-/0/0"},
    {"only in its parts", write_wordings, HEAD "可以适用缓刑，张大山" HOLDS JUDGED SIGNED, ""},
};

static void test_written(void **state)
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

static bool has_wording(const cm_record *r, cm_sv id, const cm_choices *c)
{
    for (size_t i = 0; i < r->written.wordings.count; i++) {
        if (cm_sv_equal(c->wording->terms.items[r->written.wordings.items[i].kind.value].id, id)) {
            return true;
        }
    }
    return false;
}

/* Every row of the table shows what it is for, in a part where it is looked for. */
static void test_examples(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_tsv t;
    cm_sv path = cm_arena_format(&mem, "%s/lexicon/wordings.tsv", getenv("CHAMING_DATA"));
    assert_int_equal(cm_tsv_load(&mem, path, &t, &err), CM_OK);
    for (size_t i = 0; i < t.rows.count; i++) {
        const cm_sv *cells = t.rows.items[i].cells;
        test_row(cm_arena_format(&mem, "line %u", t.rows.items[i].line).ptr);
        bool operative = cm_sv_find(cells[1], CM_SV("operative"), 0) != SIZE_MAX;
        bool head = !operative && cm_sv_find(cells[1], CM_SV("charge"), 0) != SIZE_MAX;
        for (size_t k = 4; k < 6; k++) {
            cm_sv text = cm_arena_format(
                &mem, START "%.*s。" FOUND "张大山" HOLDS "%.*s。" JUDGED "%.*s。" SIGNED,
                CM_SV_ARG(head ? cells[k] : CM_SV("某市人民检察院指控")),
                CM_SV_ARG(!head && !operative ? cells[k] : CM_SV("有罪")),
                CM_SV_ARG(operative ? cells[k] : CM_SV("被告人张大山无罪")));
            cm_record r = reading_fixture_read(f, text);
            assert_int_equal(has_wording(&r, cells[0], cm_reader_choices(f->reader)), k == 4);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_written),
                                       cmocka_unit_test(test_examples)};
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
