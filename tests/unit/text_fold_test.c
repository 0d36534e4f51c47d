#include "base/base.h"

#include "text/utf8.h"
#include "text_fixture.h"

static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"nothing to do", "被告人张三", "被告人张三"},
    {"empty", "", ""},
    {"blanks and breaks", " 被 告\t人\r\n张　三\n", "被告人张三"},
    {"invisible characters", "\xEF\xBB\xBF被告\xE2\x80\x8B人\xC2\xA0张三", "被告人张三"},
    {"full-width letters and digits", "ＡＢ１２．５％", "AB12.5%"},
    {"brackets of every kind", "〔2017〕[2017]（2017）【2017】﹝2017﹞",
     "(2017)(2017)(2017)(2017)(2017)"},
    {"title marks", "〈关于办理《刑法》〉", "《关于办理《刑法》》"},
    {"forms of zero", "二○一七、二〇一七、二Ο一七、二О一七",
     "二〇一七、二〇一七、二〇一七、二〇一七"},
    {"punctuation", "，；：？！。、", ",;:?!。、"},
    {"thousands", "20,000元", "20000元"},
    {"thousands, full-width", "２０，０００元", "20000元"},
    {"millions", "1,234,567.89元", "1234567.89元"},
    {"hundreds of millions", "123,456,789元", "123456789元"},
    {"first group of one, others not of three", "1,234,56元", "1234,56元"},
    {"a list is no number", "第1,2,3条", "第1,2,3条"},
    {"four digits after the comma", "1,2345", "1,2345"},
    {"four digits before the comma", "2017,100", "2017,100"},
    {"comma after a year", "2017年,100元", "2017年,100元"},
    {"thousands broken over lines", "20,\n000元", "20000元"},
    {"beyond the basic plane stays", "𠮷某", "𠮷某"},
    {"signs of a private font", "\xEF\xA2\xAB被告\xEE\x80\x80人", "被告人"},
    {"byte order mark and soft hyphen inside", "被\xEF\xBB\xBF告\xC2\xAD人", "被告人"},
    {"injected phrase in a title", "《刑事诉讼法北大法宝，版权所有》第二百条",
     "《刑事诉讼法》第二百条"},
    {"shorter phrase of the same beginning", "裁定如下：北大法宝\n准许", "裁定如下:准许"},
    {"longer phrase of the same end", "第十六条来自北大法宝第一款", "第十六条第一款"},
    {"injected phrase over a break", "审判员 王五离婚不离婚是\n人家 自己的事\n书记员",
     "审判员王五书记员"},
    {"short phrase only before its sign", "《减刑规定法宝》与法宝一件", "《减刑规定》与法宝一件"},
    {"page of pages", "审判员王五第 3 页 共 12 页", "审判员王五"},
    {"page number after a sentence", "依照前款的规定处罚。－9－", "依照前款的规定处罚。"},
    {"page number between lines", "并处罚\n- 12 -\n金", "并处罚金"},
    {"a number of a house", "甲-12-乙号，3-2-1室", "甲-12-乙号,3-2-1室"},
    {"field code", "此件无误PAGE＼＊ArabicDash", "此件无误"},
    {"dots that end sentences",
     "被告人张三.男.汉族.无业（农民）.0.6%.另1.5元.2.某村.共5.某乡.为7mg/kg.",
     "被告人张三。男。汉族。无业(农民)。0.6%。另1.5元。2.某村。共5。某乡。为7mg/kg。"},
    {"dots in names", "被告人买买提.艾力，男。", "被告人买买提.艾力,男。"},
};

static void test_rows(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_folded folded = text_fixture_fold(&f, cm_sv_from(rows[i].text));
        assert_string_equal(cm_arena_sv(&f.mem, folded.text).ptr, rows[i].want);
        cm_folded again = text_fixture_fold(&f, folded.text);
        assert_true(cm_sv_equal(again.text, folded.text)); /* folding twice changes nothing */
    }
}

/* What the folded words were read from, exactly: no blank before, none after. */
static const struct {
    const char *title, *text, *folded, *original;
} spans[] = {
    {"as it stands", "被告人张三，", "张三", "张三"},
    {"blank inside", "被告人 张 三 ，", "张三", "张 三"},
    {"break inside", "人\n民\n法\n院", "民法", "民\n法"},
    {"width changed", "（２０１７）沪０１", "2017", "２０１７"},
    {"separator dropped", "罚金20,000元。", "20000元", "20,000元"},
    {"at the end", "附：\n相关", "相关", "相关"},
    {"whole text", " 甲 乙 ", "甲乙", "甲 乙"},
};

static void test_spans(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    for (size_t i = 0; i < TEST_ROWS(spans); i++) {
        test_row(spans[i].title);
        cm_sv text = cm_sv_from(spans[i].text);
        cm_folded folded = text_fixture_fold(&f, text);
        cm_sv needle = cm_sv_from(spans[i].folded);
        size_t at = cm_sv_find(folded.text, needle, 0);
        assert_true(at != SIZE_MAX);
        cm_span span = cm_folded_span(&folded, (uint32_t)at, (uint32_t)(at + needle.len));
        cm_sv got = cm_sv_slice(text, span.begin, span.end);
        assert_string_equal(cm_arena_sv(&f.mem, got).ptr, spans[i].original);
    }
}

static void test_breaks(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    cm_folded folded = text_fixture_fold(&f, CM_SV("审判员 王五\n书记员\r\n赵六"));
    const uint32_t name = (uint32_t)strlen("审判员");
    const uint32_t clerk = (uint32_t)strlen("审判员王五");
    const uint32_t last = (uint32_t)strlen("审判员王五书记员");
    assert_true(cm_folded_blank_at(&folded, name));
    assert_true(!cm_folded_break_at(&folded, name));
    assert_true(cm_folded_break_at(&folded, clerk));
    assert_true(cm_folded_blank_at(&folded, clerk));
    assert_true(!cm_folded_blank_at(&folded, 0));
    assert_int_equal(cm_folded_next_break(&folded, 0), clerk);
    assert_int_equal(cm_folded_next_break(&folded, clerk), last);
    assert_int_equal(cm_folded_next_break(&folded, last), folded.text.len);
    assert_int_equal(cm_folded_next_blank(&folded, 0), name);
}

static const struct {
    const char *title, *text;
    const char *breaks; /* the folded words before which a break stands, each followed by | */
} layouts[] = {
    {"paragraphs", "某市人民法院\n刑事判决书\n被告人张三，男。\n本案已审结。\n",
     "刑事判决书|被告人张三,男。|本案已审结。|"},
    {"broken by width",
     "某市人民法院\n"
     "　　被告人张三，男，一九八零年一月一日出\n"
     "生于某省某市，汉族，初中文化，农民，住某\n"
     "省某市某区某街道某村某组某号。\n"
     "　　某市人民检察院指控被告人张三于某年某\n"
     "月某日在某市某区某街道某小区盗窃一部手\n"
     "机\n"
     "　　本案适用简易程序，公开开庭审理了本案\n"
     "，现已审理终结并已当庭宣判，判决如下：\n"
     "审判员\n",
     "被告人张三|某市人民检|本案适用|审判员|"},
    {"broken at random",
     "被告人张三，男，一九八零年一月一日出\n生于某省某市，汉族，初中文化，农民，住某省某市某区某街"
     "道某村\n"
     "。某市人民检察院指控被告人张三于某日盗窃手机\n一部。\n本案适用简易程序，公开开庭审理\n了本案"
     "。\n",
     "本案适用|"},
};

static void test_layouts(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    for (size_t i = 0; i < TEST_ROWS(layouts); i++) {
        test_row(layouts[i].title);
        cm_folded folded = text_fixture_fold(&f, cm_sv_from(layouts[i].text));
        cm_sv rest = cm_sv_from(layouts[i].breaks);
        cm_sv words;
        uint32_t at = 0;
        while (cm_sv_split(&rest, '|', &words) && words.len > 0) {
            at = cm_folded_next_break(&folded, at);
            assert_string_equal(
                cm_arena_sv(&f.mem, cm_sv_slice(folded.text, at, at + words.len)).ptr,
                cm_arena_sv(&f.mem, words).ptr);
        }
        assert_int_equal(cm_folded_next_break(&folded, at), folded.text.len);
    }
}

/* Heads and numbers of pages, where form feeds mark the pages. */
static void test_pages(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    cm_sv text = CM_SV("某市人民法院文书\n刑事判决书\n被告人张三因犯盗\n1\n\f某市人民法院文书\n窃罪"
                       "被判处有期徒\n2\n"
                       "\f某市人民法院文书\n刑一年。\n审判员王五\n3\n");
    cm_folded folded = text_fixture_fold(&f, text);
    assert_string_equal(
        cm_arena_sv(&f.mem, folded.text).ptr,
        "某市人民法院文书刑事判决书被告人张三因犯盗窃罪被判处有期徒刑一年。审判员王五");
    size_t charge = cm_sv_find(folded.text, CM_SV("盗窃罪"), 0);
    assert_true(!cm_folded_blank_at(&folded, (uint32_t)charge + 3));
    cm_span span = cm_folded_span(&folded, (uint32_t)charge + 3, (uint32_t)charge + 9);
    assert_true(cm_sv_equal(cm_sv_slice(text, span.begin, span.end), CM_SV("窃罪")));
}

static void test_decoys(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    cm_sv text = CM_SV("（2021）辽07刑更635号爬数据 可耻\n罪犯张法小宝三。");
    cm_folded folded = text_fixture_fold(&f, text);
    static const char *const want[] = {"爬数据 可耻", "法小宝"};
    assert_int_equal(folded.decoys.count, TEST_ROWS(want));
    for (size_t i = 0; i < TEST_ROWS(want); i++) {
        cm_span at = folded.decoys.items[i];
        assert_string_equal(cm_arena_sv(&f.mem, cm_sv_slice(text, at.begin, at.end)).ptr, want[i]);
    }
    size_t name = cm_sv_find(folded.text, CM_SV("张三"), 0);
    cm_span span = cm_folded_span(&folded, (uint32_t)name, (uint32_t)name + 6);
    assert_true(cm_sv_equal(cm_sv_slice(text, span.begin, span.end), CM_SV("张法小宝三")));
}

static void test_refusals(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    cm_folded folded;
    const char bad[] = "被告\xE4\xBA";
    assert_int_equal(cm_fold(&f.mem, f.folder, cm_sv_from(bad), &folded, &err), CM_E_UTF8);
    assert_int_equal(err.pos, strlen("被告"));
    cm_sv too_long = {bad, CM_MAX_DOCUMENT + 1}; /* refused by its length alone */
    assert_int_equal(cm_fold(&f.mem, f.folder, too_long, &folded, &err), CM_E_LIMIT);
}

/* A letter of two bytes becomes a zero of three: the folded text is the longer one. */
static void test_growth(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DOCUMENT);
    for (size_t i = 0; i < 10000; i++) {
        assert_true(cm_buf_add(&text, CM_SV("О")));
    }
    cm_folded folded = text_fixture_fold(&f, cm_buf_view(&text));
    assert_int_equal(folded.text.len, 10000 * strlen("〇"));
    cm_span last = cm_folded_span(&folded, 29997, 30000);
    assert_true(last.begin == 19998 && last.end == 20000);
}

/* Invalid bytes at every offset of a text are found at that offset. */
static void test_invalid_everywhere(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    const char *text = "被告人A，罚金1,000元𠮷";
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        CM_AUTO_ERR err = {0};
        cm_folded folded;
        char *copy = cm_arena_alloc(&f.mem, len);
        memcpy(copy, text, len);
        copy[i] = '\xFF';
        cm_sv view = {copy, len};
        assert_int_equal(cm_fold(&f.mem, f.folder, view, &folded, &err), CM_E_UTF8);
        assert_true(err.pos <= i && err.pos == cm_utf8_invalid_at(view));
    }
}

static const struct {
    const char *title, *table;
} bad_tables[] = {
    {"two characters", "from\tto\tabout\n甲乙\t丙\t\n"},
    {"to two characters", "from\tto\tabout\n甲\t乙丙\t\n"},
    {"to much longer than from", "from\tto\tabout\na\t乙\t\n"},
    {"nothing to fold", "from\tto\tabout\n\t乙\t\n"},
};

static void test_bad_tables(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(bad_tables); i++) {
        test_row(bad_tables[i].title);
        CM_AUTO_ERR err = {0};
        cm_folder *folder = NULL;
        cm_sv path = cm_file_join(&mem, cm_sv_from(test_temp_dir()), CM_SV("fold.tsv"));
        assert_int_equal(cm_file_write(path, cm_sv_from(bad_tables[i].table), &err), CM_OK);
        assert_int_equal(cm_folder_load(&mem, cm_sv_from(test_temp_dir()), &folder, &err),
                         CM_E_SCHEMA);
        assert_int_equal(err.line, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_spans),
        cmocka_unit_test(test_breaks),     cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_pages),      cmocka_unit_test(test_decoys),
        cmocka_unit_test(test_refusals),   cmocka_unit_test(test_invalid_everywhere),
        cmocka_unit_test(test_bad_tables), cmocka_unit_test(test_growth),
    };
    return cmocka_run_group_tests_name("text_fold", tests, NULL, NULL);
}
