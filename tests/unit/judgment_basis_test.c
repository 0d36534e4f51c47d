#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* The sentence before the operative part, and the articles it relies on:
 * law:article[-sub][(paragraph)][item]. */
static const struct {
    const char *title, *basis, *want;
} rows[] = {
    {"one", "依照《中华人民共和国刑法》第二百六十四条之规定，", "刑法:264"},
    {"paragraphs of a list", "依照《中华人民共和国刑法》第七十三条第一、三款之规定，",
     "刑法:73(1) 刑法:73(3)"},
    {"paragraphs one by one", "依照《中华人民共和国刑法》第六十七条第一款、第三款的规定，",
     "刑法:67(1) 刑法:67(3)"},
    {"article, paragraph set apart",
     "依照《中华人民共和国刑法》第二百三十四条、第一款、第二款、第六十四条之规定，",
     "刑法:234(1) 刑法:234(2) 刑法:64"},
    {"sub-article and item", "依照《中华人民共和国刑法》第一百三十三条之一第一款第（二）项之规定，",
     "刑法:133-1(1)2"},
    {"items of one paragraph",
     "依照《中华人民共和国刑法》第二百九十三条第一款第（一）项、（三）项之规定，",
     "刑法:293(1)1 刑法:293(1)3"},
    {"item without paragraph", "依照《中华人民共和国刑事诉讼法》第二百条第（一）项之规定，",
     "刑事诉讼法:200 1"},
    {"the word for article lost",
     "依照《中华人民共和国刑法》第二百六十四条、第六十七第三款之规定，", "刑法:264 刑法:67(3)"},
    {"the ordinal mark lost", "依照《中华人民共和国刑法》第七十二条二款、五十二条之规定，",
     "刑法:72(2) 刑法:52"},
    {"Arabic digits", "依照《中华人民共和国刑法》第264条、第67条第3款之规定，",
     "刑法:264 刑法:67(3)"},
    {"two laws",
     "依照《中华人民共和国刑法》第六十四条和《中华人民共和国刑事诉讼法》第十五条之规定，",
     "刑法:64 刑事诉讼法:15"},
    {"short title", "依据《刑法》第六十四条，", "刑法:64"},
    {"title misspelt",
     "依据《中华人民共和共刑事诉讼法》第十五条、《中华人民共和国刑法刑法》第六十四条，",
     "刑事诉讼法:15 刑法:64"},
    {"another law of the same republic", "依据《中华人民共和国监狱法》第十五条，",
     "中华人民共和国监狱法:15"},
    {"no title marks", "依照中华人民共和国刑法第六十四条之规定，", "刑法:64"},
    {"a title within a title",
     "依照《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第三百八十三条第二款之规定，",
     "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释:383(2)"},
    {"the same with double marks",
     "依照《最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释》第三百八十三条之规定，",
     "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释:383"},
    {"a title marked inside its own marks",
     "依照《最高人民法院、最高人民检察院〈关于办理某案件的解释〉》第九条之规定，",
     "最高人民法院、最高人民检察院关于办理某案件的解释:9"},
    {"title half outside its marks",
     "依照最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释第三百零八条之规定，",
     "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释:308"},
    {"who issued it stands before",
     "依照《中华人民共和国刑法》第五十三条、最高人民法院、最高人民检察院《关于办理某案件的解释》第"
     "一"
     "条第（四）项之规定，",
     "刑法:53 最高人民法院、最高人民检察院关于办理某案件的解释:1 4"},
    {"names of the offences in brackets",
     "依据《中华人民共和国刑法》第二百四十五条（非法侵入住宅罪），第六十七条第三款（坦白）的规定，",
     "刑法:245 刑法:67(3)"},
    {"the words of the law are quoted",
     "依照《中华人民共和国刑法》第七十二条：“对于被判处拘役、三年以下有期徒刑的犯罪分子，适用第十条"
     "。"
     "”、第六十四条：“犯罪分子违法所得的一切财物，应当追缴。”之规定，",
     "刑法:72 刑法:64"},
    {"for each defendant, each article once",
     "对被告人张三依照《中华人民共和国刑法》第二百六十四条、第六十七条第三款之规定；对被告人李四适"
     "用"
     "《中华人民共和国刑法》第二百六十四条、第二十七条之规定，",
     "刑法:264 刑法:67(3) 刑法:27"},
    {"reasoning cites too, but not as the basis",
     "根据《中华人民共和国刑法》第二十条的规定，正当防卫不成立。依照《中华人民共和国刑法》第二百三"
     "十四"
     "条之规定，",
     "刑法:234"},
    {"cited only throughout the reasoning",
     "张三盗窃，依照《中华人民共和国刑法》第二百六十四条的规定，应处罚金。张三如实供述，依照《中华"
     "人民"
     "共和国刑法》第六十七条第三款的规定，可从轻。本院为保护财产，",
     "刑法:264 刑法:67(3)"},
    {"a full stop before the operative words",
     "依照《中华人民共和国刑法》第二百三十四条第一款之规定。", "刑法:234(1)"},
    {"opening words damaged", "据此，照《中华人民共和国刑法》第一百三十三条的规定，", "刑法:133"},
    {"none", "据此，", ""},
};

static void write_articles(cm_buf *out, const cm_record *r)
{
    for (size_t i = 0; i < r->articles.count; i++) {
        const cm_article *a = &r->articles.items[i];
        (void)cm_buf_addf(out, "%s%.*s:%d", i > 0 ? " " : "", CM_SV_ARG(a->law.value), a->article);
        if (a->sub != 0) {
            (void)cm_buf_addf(out, "-%d", a->sub);
        }
        if (a->paragraph != 0) {
            (void)cm_buf_addf(out, "(%d)", a->paragraph);
        }
        if (a->item != 0) {
            (void)cm_buf_addf(out, "%s%d", a->paragraph == 0 ? " " : "", a->item);
        }
    }
}

static cm_sv judgment(cm_arena *mem, const char *basis)
{
    return cm_arena_format(
        mem,
        "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n"
        "被告人张三，男。\n某市人民检察院指控被告人张三犯盗窃罪，向本院提起公诉"
        "。现已审理终结。\n经审理查明，张三盗窃。\n本院认为，被告人张三有罪。%s判"
        "决如下：\n被告人张三犯盗窃罪，判处拘役五个月。\n如不服本判决，可上诉。\n",
        basis);
}

static void test_articles(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, judgment(&mem, rows[i].basis));
        write_articles(&out, &r);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
        assert_int_equal(r.groups[CM_GROUP_BASIS].state,
                         rows[i].want[0] != '\0' ? CM_KNOWN : CM_UNREAD);
    }
}

static void test_basis_in_the_operative_part(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_record r = reading_fixture_read(
        f,
        CM_SV(
            "本院认为，被告人张三有罪。据此，判决如下：\n一、依照《中华人民共和国刑法》第二百六十四"
            "条，对被告人张三犯盗窃罪，判处拘役五个月。\n如不服本判决，可上诉。\n"));
    write_articles(&out, &r);
    assert_string_equal(cm_buf_z(&out), "刑法:264");
}

static void test_span_holds_the_words(void **state)
{
    reading_fixture *f = *state;
    cm_sv text =
        CM_SV("本院认为，有罪。依照《中华人民共和国刑法》第二百 六十四条、第六十七条第三款之规定"
              "，判决如下：张三犯盗窃罪，判处拘役五个月。");
    cm_record r = reading_fixture_read(f, text);
    assert_int_equal(r.articles.count, 2);
    cm_span at = r.articles.items[0].at;
    assert_true(cm_sv_equal(cm_sv_slice(text, at.begin, at.end), CM_SV("第二百 六十四条")));
    at = r.articles.items[1].at;
    assert_true(cm_sv_equal(cm_sv_slice(text, at.begin, at.end), CM_SV("第六十七条第三款")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles),
        cmocka_unit_test(test_basis_in_the_operative_part),
        cmocka_unit_test(test_span_holds_the_words),
    };
    return cmocka_run_group_tests(tests, reading_fixture_load, reading_fixture_free);
}
