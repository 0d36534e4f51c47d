/* Masking: names keep their surname, numbers their beginning, texts their length. */
#include "base/base.h"

#include "desk/mask.h"
#include "harness.h"

typedef struct {
    const char *title, *text, *names, *want; /* names joined by ',' */
} row;

static const row TEXTS[] = {
    {"a name", "被告人李三丰犯盗窃罪", "李三丰", "被告人李某某犯盗窃罪"},
    {"twice", "李四、王五、李四", "李四", "李某、王五、李某"},
    {"two names", "李四伙同王五", "李四,王五", "李某伙同王某"},
    {"a surname of two characters", "欧阳修文到案", "欧阳修文", "欧阳某某到案"},
    {"blanks between the characters", "被告人李　四、王 五", "李四,王五", "被告人李　某、王 某"},
    {"over a line break", "被告人李\n四", "李四", "被告人李\n某"},
    {"a name of one character stays", "李犯罪", "李", "李犯罪"},
    {"a name in Latin letters", "被告人JOHN到案", "JOHN", "被告人J***到案"},
    {"another name", "张三", "李四", "张三"},
    {"the longer of two with one beginning", "王小明与王小", "王小,王小明", "王某某与王某"},
    {"an identity number", "公民身份号码110101199003070012。", "",
     "公民身份号码110101************。"},
    {"with X", "11010119900307001X号", "", "110101************号"},
    {"a telephone", "电话13800138000", "", "电话138001*****"},
    {"case numbers and sums stay", "（2019）川01刑初123号罚金1234567890元", "",
     "（2019）川01刑初123号罚金1234567890元"},
    {"nothing", "", "李四", ""},
};

static cm_mask_words words_of(cm_arena *mem)
{
    cm_mask_words words = {0};
    CM_AUTO_ERR err = {0};
    cm_sv folder = cm_arena_format(mem, "%s/desk", getenv("CHAMING_DATA"));
    assert_int_equal(cm_mask_load(mem, folder, &words, &err), CM_OK);
    return words;
}

static void test_texts(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_mask_words words = words_of(&mem);
    for (size_t i = 0; i < CM_COUNT(TEXTS); i++) {
        cm_svs names = {0};
        cm_sv rest = cm_sv_from(TEXTS[i].names), name;
        while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
            *cm_vec_push(&mem, &names) = name;
        }
        test_row(TEXTS[i].title);
        cm_sv got = cm_mask_text(&words, &mem, cm_sv_from(TEXTS[i].text), &names);
        assert_int_equal(got.len, cm_sv_from(TEXTS[i].text).len);
        assert_string_equal(cm_arena_sv(&mem, got).ptr, TEXTS[i].want);
    }
}

static const row NAMES[] = {
    {"two characters", "李四", NULL, "李某"},
    {"three", "李三丰", NULL, "李某某"},
    {"a double surname", "诸葛亮", NULL, "诸葛某"},
    {"only a double surname", "诸葛", NULL, "诸某"},
    {"one character", "李", NULL, "李"},
    {"of another people", "阿卜杜·买买提", NULL, "阿某某**某某某"},
    {"a rare character of four bytes", "李\xf0\xa0\x80\x80", NULL, "李某*"},
    {"none", "", NULL, ""},
};

static void test_names(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_mask_words words = words_of(&mem);
    for (size_t i = 0; i < CM_COUNT(NAMES); i++) {
        test_row(NAMES[i].title);
        cm_sv got = cm_mask_name(&words, &mem, cm_sv_from(NAMES[i].text));
        assert_string_equal(cm_arena_sv(&mem, got).ptr, NAMES[i].want);
    }
    assert_string_equal(cm_mask_number(&mem, CM_SV("110101199003070012")).ptr,
                        "110101************");
    assert_string_equal(cm_mask_number(&mem, CM_SV("1101")).ptr, "1101");
}

/* names: what is looked for, in its order by one, two, three */
static const row REPLACED[] = {
    {"wherever it is", "张大山打张大山", "张大山", "一打一"},
    {"with blanks between", "张 大\xe3\x80\x80山到案", "张大山", "一到案"},
    {"the longest of two", "张大山与张大", "张大,张大山", "二与一"},
    {"one character is no name", "张三", "张", "张三"},
    {"a part of a name", "张大", "张大山", "张大"},
    {"nothing of a long number", "电话13912345678，身份证11010119900307001X", "",
     "电话***********，身份证******************"},
    {"a short number stays", "判处12个月", "", "判处12个月"},
    {"nothing", "", "张大山", ""},
};

static void test_replaced(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    static const char *const STANDS[] = {"一", "二", "三"};
    for (size_t i = 0; i < CM_COUNT(REPLACED); i++) {
        cm_svs names = {0}, stands = {0};
        cm_sv rest = cm_sv_from(REPLACED[i].names), name;
        while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
            *cm_vec_push(&mem, &stands) = cm_sv_from(STANDS[names.count]);
            *cm_vec_push(&mem, &names) = name;
        }
        test_row(REPLACED[i].title);
        cm_sv got = cm_mask_replace(&mem, cm_sv_from(REPLACED[i].text), &names, &stands);
        assert_string_equal(cm_arena_sv(&mem, got).ptr, REPLACED[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
