#include "base/base.h"

#include "search/expression.h"
#include "text_fixture.h"

typedef struct {
    cm_arena mem;
    cm_terms terms;
    cm_search_words words;
} fixture;

static void fixture_init(fixture *f)
{
    CM_AUTO_ERR err = {0};
    *f = (fixture){0};
    cm_arena_init(&f->mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    cm_sv terms = cm_file_join(&f->mem, data, CM_SV("terms/terms.tsv"));
    assert_int_equal(cm_terms_load(&f->mem, terms, &f->terms, &err), CM_OK);
    assert_int_equal(cm_search_words_load(&f->mem, data, &f->terms, &f->words, &err), CM_OK);
}

static void fixture_clear(fixture *f)
{
    cm_arena_clear(&f->mem);
}

#define FIXTURE __attribute__((cleanup(fixture_clear))) fixture

/* The facts end and the operative part begins at the first '/', which is taken out. */
#define TEXT "被告人张三系累 犯，有自\n首。/判处有期徒刑１年，宣告缓刑二年，罚金20,000元。"

static const struct {
    const char *title, *query, *in;
    bool matches;
    const char *places; /* as the original writes them, each with | */
} rows[] = {
    {"a word", "缓刑", "", true, "缓刑|"},
    {"a word that is not there", "死刑", "", false, ""},
    {"blanks and breaks in the text", "累犯 自首", "", true, "累 犯|自\n首|"},
    {"width, digits and separators", "有期徒刑1年 罚金20000元", "", true,
     "有期徒刑１年|罚金20,000元|"},
    {"blanks in quotation marks", "“缓 刑”", "", true, "缓刑|"},
    {"and", "累犯 与 缓刑", "", true, "累 犯|缓刑|"},
    {"and fails", "累犯 AND 死刑", "", false, ""},
    {"or", "死刑 或 缓刑", "", true, "缓刑|"},
    {"not", "缓刑 非 死刑", "", true, "缓刑|"},
    {"not fails", "缓刑 NOT 累犯", "", false, ""},
    {"only what is not there", "非 死刑", "", true, ""},
    {"not not", "非 非 缓刑", "", true, "缓刑|"},
    {"and before or", "死刑 与 累犯 或 缓刑", "", true, "累 犯|缓刑|"},
    {"parentheses", "死刑 与 （累犯 或 缓刑）", "", false, ""},
    {"not of parentheses", "自首 非 (死刑 或 缓刑)", "", false, ""},
    {"a word under a not is no place", "自首 非 (死刑 与 缓刑)", "", true, "自\n首|"},
    {"operators inside words", "与累犯", "", false, ""},
    {"a quoted operator is a word", "\"与\"", "", false, ""},
    {"section", "主文:缓刑", "", true, "缓刑|"},
    {"section, full-width and by id", "operative：缓刑", "", true, "缓刑|"},
    {"not in that section", "主文:累犯", "", false, ""},
    {"section of parentheses", "主文:(缓刑 与 罚金)", "", true, "缓刑|罚金|"},
    {"section inside not", "累犯 非 主文:累犯", "", true, "累 犯|"},
    {"default section", "累犯", "主文", false, ""},
    {"default section, other for a word", "缓刑 与 事实:累犯", "主文", true, "累 犯|缓刑|"},
    {"overlapping words", "有期徒刑 徒刑", "", true, "有期徒刑|"},
};

static cm_sv without_slash(cm_arena *mem, const char *text, size_t *ret_at)
{
    cm_sv all = cm_sv_from(text);
    *ret_at = cm_sv_find_byte(all, '/', 0);
    return cm_arena_format(mem, "%.*s%s", (int)*ret_at, text, text + *ret_at + 1);
}

static void test_rows(void **state)
{
    (void)state;
    FIXTURE f;
    fixture_init(&f);
    size_t cut = 0;
    cm_sv text = without_slash(&f.mem, TEXT, &cut);
    const cm_search_section_span sections[] = {
        {cm_search_section(&f.words, CM_SV("facts")), {0, (uint32_t)cut}},
        {cm_search_section(&f.words, CM_SV("operative")), {(uint32_t)cut, (uint32_t)text.len}}};
    CM_AUTO_ERR err = {0};
    cm_folded folded;
    assert_int_equal(cm_fold(&f.mem, f.words.folder, text, &folded, &err), CM_OK);
    const cm_search_text_view view = {&folded, sections, CM_COUNT(sections)};
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        const cm_search_expression *e = NULL;
        int in = rows[i].in[0] != '\0' ? cm_search_section(&f.words, cm_sv_from(rows[i].in)) : -1;
        assert_int_equal(cm_search_parse(&f.mem, &f.words, cm_sv_from(rows[i].query), in, &e, &err),
                         CM_OK);
        cm_spans places = {0};
        assert_int_equal(cm_search_text(e, &f.mem, &view, &places), rows[i].matches);
        CM_AUTO_BUF got;
        cm_buf_init(&got, CM_MAX_MESSAGE);
        for (size_t k = 0; rows[i].matches && k < places.count; k++) {
            cm_span at = places.items[k];
            (void)cm_buf_add(&got, cm_sv_slice(text, at.begin, at.end));
            (void)cm_buf_add_byte(&got, '|');
        }
        assert_string_equal(cm_buf_z(&got), rows[i].places);
    }
}

static const struct {
    const char *title, *query;
    size_t at;
} bad[] = {
    {"nothing", "", 0},
    {"blanks", " 　", 4},
    {"open", "(缓刑", 7},
    {"closed twice", "缓刑)", 6},
    {"an operator first", "或 缓刑", 0},
    {"an operator last", "缓刑 与", 10},
    {"two operators", "缓刑 与 或 累犯", 11},
    {"an unknown section", "开头:缓刑", 0},
    {"a section of nothing", "主文:", 7},
    {"empty quotation marks", "“”", 0},
    {"empty parentheses", "()", 1},
};

static void test_bad(void **state)
{
    (void)state;
    FIXTURE f;
    fixture_init(&f);
    for (size_t i = 0; i < TEST_ROWS(bad); i++) {
        test_row(bad[i].title);
        CM_AUTO_ERR err = {0};
        const cm_search_expression *e = NULL;
        assert_int_equal(cm_search_parse(&f.mem, &f.words, cm_sv_from(bad[i].query), -1, &e, &err),
                         CM_E_SYNTAX);
        assert_int_equal(err.pos, bad[i].at);
    }
}

/* Too deep and too long are refused, whatever stands inside. */
static void test_limits(void **state)
{
    (void)state;
    FIXTURE f;
    fixture_init(&f);
    static const char *const parts[] = {"(", "缓 "};
    for (size_t i = 0; i < TEST_ROWS(parts); i++) {
        CM_AUTO_BUF query;
        cm_buf_init(&query, CM_MAX_MESSAGE);
        for (size_t k = 0; k < CM_MAX_SEARCH_WORDS + 1; k++) {
            (void)cm_buf_add(&query, cm_sv_from(parts[i]));
        }
        CM_AUTO_ERR err = {0};
        const cm_search_expression *e = NULL;
        assert_int_equal(cm_search_parse(&f.mem, &f.words, cm_buf_view(&query), -1, &e, &err),
                         CM_E_LIMIT);
    }
}

static const struct {
    const char *title, *table;
} bad_tables[] = {
    {"unknown kind", "word\tkind\tid\tabout\n与\tjoin\tand\t\n"},
    {"unknown operator", "word\tkind\tid\tabout\n与\toperator\txor\t\n"},
    {"a mark of two characters", "word\tkind\tid\tabout\n((\tmark\topen\t\n"},
    {"unknown section", "word\tkind\tid\tabout\n主文\tsection\tmiddle\t\n"},
    {"a word twice", "word\tkind\tid\tabout\n与\toperator\tand\t\n与\toperator\tor\t\n"},
};

static void test_bad_tables(void **state)
{
    (void)state;
    FIXTURE f;
    fixture_init(&f);
    CM_AUTO_ERR err = {0};
    cm_sv data = cm_sv_from(test_temp_dir());
    cm_sv folder = cm_file_join(&f.mem, data, CM_SV("lexicon"));
    assert_int_equal(cm_file_make_folder(folder, &err), CM_OK);
    static const char *const tables[] = {"fold.tsv", "decoys.tsv"};
    for (size_t i = 0; i < CM_COUNT(tables); i++) {
        CM_AUTO_BUF bytes;
        cm_buf_init(&bytes, CM_MAX_DATA_FILE);
        cm_sv real = cm_arena_format(&f.mem, "%s/lexicon/%s", getenv("CHAMING_DATA"), tables[i]);
        assert_int_equal(cm_file_read(real, &bytes, &err), CM_OK);
        assert_int_equal(cm_file_write(cm_file_join(&f.mem, folder, cm_sv_from(tables[i])),
                                       cm_buf_view(&bytes), &err),
                         CM_OK);
    }
    for (size_t i = 0; i < TEST_ROWS(bad_tables); i++) {
        test_row(bad_tables[i].title);
        CM_AUTO_ERR fault = {0};
        cm_search_words words;
        cm_sv path = cm_file_join(&f.mem, folder, CM_SV("search.tsv"));
        assert_int_equal(cm_file_write(path, cm_sv_from(bad_tables[i].table), &err), CM_OK);
        assert_int_equal(cm_search_words_load(&f.mem, data, &f.terms, &words, &fault), CM_E_SCHEMA);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_bad_tables),
    };
    return cmocka_run_group_tests_name("search_expression", tests, NULL, NULL);
}
