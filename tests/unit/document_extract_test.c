#include "base/base.h"

#include "base/limits.h"
#include "document/document.h"
#include "zip_fixture.h"

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define PAGE(body)                                                                                 \
    "<html><head><title>no</title><style>p{}</style></head><body>" body "</body></html>"

static const struct {
    const char *title;
    cm_form form;
    cm_sv bytes;
    const char *want; /* NULL: a fault */
    cm_fault fault;
} rows[] = {
    {"text", CM_FORM_TEXT, {"一\r\n二", 8}, "一\r\n二", CM_FAULT_NONE},
    {"text with a mark", CM_FORM_TEXT, {"\xEF\xBB\xBF一", 6}, "一", CM_FAULT_NONE},
    {"text with NULs", CM_FORM_TEXT, {"a\0b", 3}, "ab", CM_FAULT_NONE},
    {"nothing", CM_FORM_TEXT, {"", 0}, NULL, CM_FAULT_EMPTY},
    {"blanks", CM_FORM_TEXT, {" \r\n\t　", 7}, NULL, CM_FAULT_EMPTY},
    {"no charset", CM_FORM_TEXT, {"caf\xE9", 4}, NULL, CM_FAULT_CHARSET},
    {"a container", CM_FORM_ZIP, {"PK", 2}, NULL, CM_FAULT_UNKNOWN_FORM},
    {"no pdf", CM_FORM_PDF, {"%PDF-1.4\njunk", 13}, NULL, CM_FAULT_DAMAGED},
    {"no doc", CM_FORM_DOC, {"junk", 4}, NULL, CM_FAULT_DAMAGED},
    {"no docx", CM_FORM_DOCX, {"PK\3\4junk", 8}, NULL, CM_FAULT_DAMAGED},
};

static const struct {
    const char *title, *page, *want;
} pages[] = {
    {"blocks are lines", PAGE("<p>一</p><div>二<br>三</div>四"), "一\n二\n三\n四"},
    {"inline stays in the line", PAGE("<p>一<b>二</b><span> 三</span></p>"), "一二 三"},
    {"blanks of the source", PAGE("<p>\n  一\n\t 二  </p>\n\n<p>三</p>"), "一 二\n三"},
    {"entities", PAGE("<p>&lt;一&gt;&#20108;&#x4E09;&hellip;</p>"), "<一>二三…"},
    {"rows of a table",
     PAGE("<table><tr><td>审判长</td><td>张三</td></tr><tr><td>一</td></tr></table>"),
     "审判长\t张三\n一"},
    {"scripts and navigation", PAGE("<nav>x</nav><script>var a='<p>x</p>';</script><p>一</p>"),
     "一"},
    {"preformatted", PAGE("<pre>一\n  二</pre>三"), "一\n  二\n三"},
    {"never closed", "<p>一<p>二<table><tr><td>三", "一\n二\n三"},
    {"closed too often", "</p></div><p>一</p></body></html>二", "一\n二"},
    {"its word on the charset is wrong", "<meta charset='gb2312'><p>一</p>", "一"},
};

static const struct {
    const char *title, *body, *notes, *want;
} words[] = {
    {"paragraphs", P("一") P("") P("二"), NULL, "一\n二"},
    {"runs join", "<w:p><w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t></w:r></w:p>", NULL, "一二"},
    {"deleted, inserted",
     "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText><w:t>删</"
     "w:t>"
     "</w:r></w:del><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:t>一</w:t></w:r></"
     "w:p>",
     NULL, "增一"},
    {"tabs and breaks, not tab stops",
     "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/>"
     "<w:softHyphen/><w:t>三</w:t></w:r></w:p>",
     NULL, "一\t二\n三"},
    {"a table row by row",
     "<w:tbl><w:tblPr/><w:tr><w:tc>" P("审判长") "</w:tc><w:tc>" P(
         "张三") "</w:tc></w:tr><w:tr><w:tc>" P("一") P("二") "</w:tc></w:tr></w:tbl>" P("三"),
     NULL, "审判长\t张三\n一\n二\n三"},
    {"a text box once, after its paragraph",
     "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
         "框") "</w:txbxContent>"
               "</mc:Choice><mc:Fallback><w:txbxContent>" P(
                   "框") "</w:txbxContent></mc:Fallback>"
                         "</mc:AlternateContent><w:t>后</w:t></w:r></w:p>" P("尾"),
     NULL, "前后\n框\n尾"},
    {"notes at the end", P("一"),
     "<w:footnote w:type='separator'>" P("x") "</w:footnote><w:footnote>" P("注") "</w:footnote>",
     "一\n注"},
    {"field codes and pronunciation",
     "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></"
     "w:rt>"
     "<w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
     NULL, "一"},
};

static const struct {
    const char *title, *body, *want;
    cm_fault fault;
} rich[] = {
    {"bytes of GB18030", "\\'b1\\'be\\'d4\\'ba\\par abc", "本院\nabc", CM_FAULT_NONE},
    {"a second byte written as a letter", "\\'81@", "丂", CM_FAULT_NONE},
    {"\\u with one fallback", "\\u26412?\\u-29788\\'c8x", "本认x", CM_FAULT_NONE},
    {"\\u with two, with none", "{\\uc2\\u26412\\'b1\\'be}\\uc0\\u-29788 x", "本认x",
     CM_FAULT_NONE},
    {"a pair of surrogates", "\\uc0\\u-10174\\u-8265 x", "𠮷x", CM_FAULT_NONE},
    {"groups that are no text",
     "{\\fonttbl{\\f0 \\'cb\\'ce;}}{\\header\\plain x}{\\*\\any y}{\\pict 0a0b}a", "a",
     CM_FAULT_NONE},
    {"deleted and hidden text", "a{\\deleted b}{\\v c\\v0 d}{\\v e\\plain f}", "adf",
     CM_FAULT_NONE},
    {"numbers of lists, tables", "{\\listtext 1.\\tab}a\\cell b\\cell\\row c", "1.\ta\tb\t\nc",
     CM_FAULT_NONE},
    {"escapes and lines of the file", "\\{a\r\nb\\}\\\\\\_\\-c", "{ab}\\-c", CM_FAULT_NONE},
    {"bytes in between", "a\\bin3 }}}b", "ab", CM_FAULT_NONE},
    {"a byte that fits nothing", "\\'b1 \\'b1\\'20", NULL, CM_FAULT_CHARSET},
    {"nothing in it", "{\\info x}", NULL, CM_FAULT_EMPTY},
};

typedef struct {
    cm_arena mem;
    cm_extractor *x;
    cm_extraction got;
} fixture;

static void setup(fixture *f)
{
    cm_arena_init(&f->mem);
    f->x = cm_extractor_new(NULL);
}

static void teardown(fixture *f)
{
    cm_extractor_free(f->x);
    cm_arena_clear(&f->mem);
}

static void check(fixture *f, cm_form form, cm_sv bytes, const char *want, cm_fault fault)
{
    cm_extract_text(f->x, &f->mem, form, bytes, &f->got);
    assert_string_equal(cm_fault_id(f->got.fault).ptr, cm_fault_id(fault).ptr);
    cm_sv text = cm_arena_sv(&f->mem, f->got.text);
    assert_string_equal(text.ptr, want == NULL ? "" : want);
}

static void test_rows(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        check(&f, rows[i].form, rows[i].bytes, rows[i].want, rows[i].fault);
    }
    teardown(&f);
}

static void test_pages(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(pages); i++) {
        test_row(pages[i].title);
        check(&f, CM_FORM_HTML, cm_sv_from(pages[i].page), pages[i].want, CM_FAULT_NONE);
    }
    teardown(&f);
}

static void test_words(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(words); i++) {
        test_row(words[i].title);
        cm_sv bytes = zip_fixture_docx(&f.mem, words[i].body, words[i].notes);
        assert_int_equal(cm_form_of(CM_SV("1.doc"), bytes), CM_FORM_DOCX);
        check(&f, CM_FORM_DOCX, bytes, words[i].want, CM_FAULT_NONE);
    }
    teardown(&f);
}

static void test_rich(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(rich); i++) {
        test_row(rich[i].title);
        cm_sv bytes = cm_arena_format(&f.mem, "{\\rtf1\\ansi\\ansicpg936 %s}", rich[i].body);
        assert_int_equal(cm_form_of(CM_SV("1.doc"), bytes), CM_FORM_RTF);
        check(&f, CM_FORM_RTF, bytes, rich[i].want, rich[i].fault);
    }
    teardown(&f);
}

/* A word of the text stands in the page where the map says, in every charset. */
static void test_page_map(void **state)
{
    (void)state;
    static const char page[] =
        "<meta charset=gbk>\r\n<p>&nbsp;\xB1\xBE\xD4\xBA<b>abc</b>\xC8\xCF\xCE\xAA\xA3\xAC"
        "\xB1\xBB\xB8\xE6\xC8\xCB</p>\n<p>\xB6\xFE</p>";

    static const struct {
        const char *word, *place;
    } places[] = {
        {"本院", "\xB1\xBE\xD4\xBA"},
        {"院", "\xD4\xBA"},
        {"abc", "abc"},
        {"bc", "bc"},
        {"认为，", "\xC8\xCF"},
        {"被告人", "\xB1\xBB"},
        {"人", "\xC8\xCB"},
        {"二", "\xB6\xFE"},
    };

    fixture f;
    setup(&f);
    cm_sv bytes = {page, sizeof(page) - 1};
    cm_extract_text(f.x, &f.mem, CM_FORM_HTML, bytes, &f.got);
    assert_int_equal(f.got.fault, CM_FAULT_NONE);
    assert_true(cm_sv_equal(f.got.charset, CM_SV("GB18030")));
    for (size_t i = 0; i < TEST_ROWS(places); i++) {
        test_row(places[i].word);
        size_t at = cm_sv_find(f.got.text, cm_sv_from(places[i].word), 0);
        assert_true(at != SIZE_MAX);
        assert_int_equal(cm_extraction_place(&f.got, (uint32_t)at),
                         cm_sv_find(bytes, cm_sv_from(places[i].place), 0));
    }
    teardown(&f);
}

static void test_paragraph_map(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    cm_sv bytes = zip_fixture_docx(&f.mem, P("一") P("") P("二") P("三三"), NULL);
    cm_extract_text(f.x, &f.mem, CM_FORM_DOCX, bytes, &f.got);
    assert_int_equal(f.got.unit, CM_PLACE_PARAGRAPH);
    assert_int_equal(cm_extraction_place(&f.got, 0), 1);
    assert_int_equal(cm_extraction_place(&f.got, 4), 3);
    assert_int_equal(cm_extraction_place(&f.got, 11), 4);
    teardown(&f);
}

static cm_sv load(fixture *f, const char *name)
{
    CM_AUTO_BUF bytes;
    CM_AUTO_ERR err = {0};
    cm_buf_init(&bytes, CM_MAX_DOCUMENT);
    cm_sv path = cm_arena_format(&f->mem, "%s/files/%s", test_source_dir(), name);
    assert_int_equal(cm_file_read(path, &bytes, &err), CM_OK);
    return cm_arena_sv(&f->mem, cm_buf_view(&bytes));
}

/* The same judgment through the reading programs (tests/files/make.py). */
static const struct {
    const char *file;
    cm_form form;
    cm_fault fault;
    cm_place_unit unit;
    uint64_t place; /* of the last line */
} foreign[] = {
    {"judgment.doc", CM_FORM_DOC, CM_FAULT_NONE, CM_PLACE_PARAGRAPH, 8},
    {"locked.doc", CM_FORM_DOC, CM_FAULT_PASSWORD, CM_PLACE_BYTE, 0},
    {"judgment.pdf", CM_FORM_PDF, CM_FAULT_NONE, CM_PLACE_PAGE, 2},
    {"scan.pdf", CM_FORM_PDF, CM_FAULT_SCAN, CM_PLACE_BYTE, 0},
    {"locked.pdf", CM_FORM_PDF, CM_FAULT_PASSWORD, CM_PLACE_BYTE, 0},
};

static void test_foreign(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(foreign); i++) {
        test_row(foreign[i].file);
        cm_sv bytes = load(&f, foreign[i].file);
        assert_int_equal(cm_form_of(cm_sv_from(foreign[i].file), bytes), foreign[i].form);
        cm_extract_text(f.x, &f.mem, foreign[i].form, bytes, &f.got);
        assert_string_equal(cm_fault_id(f.got.fault).ptr, cm_fault_id(foreign[i].fault).ptr);
        assert_int_equal(f.got.unit, foreign[i].unit);
        if (foreign[i].fault == CM_FAULT_NONE) {
            /* lines that go on are joined, in the middle of a word and over pages */
            assert_true(cm_sv_find(f.got.text, CM_SV("于2018年1月2日被刑事拘留"), 0) != SIZE_MAX);
            assert_true(cm_sv_find(f.got.text, CM_SV("检察院。\n被告人张某"), 0) != SIZE_MAX);
            size_t last = cm_sv_find(f.got.text, CM_SV("二〇一八年三月一日"), 0);
            assert_true(last != SIZE_MAX);
            assert_int_equal(cm_extraction_place(&f.got, (uint32_t)last), foreign[i].place);
            assert_int_equal(cm_extraction_place(&f.got, 0), 1);
        }
    }
    teardown(&f);
}

static void test_no_tool(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_extraction got;
    cm_arena_init(&mem);
    const cm_extractor_options options = {.pdftotext = "/nonexistent/pdftotext"};
    cm_extractor *x = cm_extractor_new(&options);
    cm_extract_text(x, &mem, CM_FORM_PDF, CM_SV("%PDF-1.4"), &got);
    assert_int_equal(got.fault, CM_FAULT_NO_TOOL);
    cm_extractor_free(x);
}

/* Whatever is cut off or turned over, the answer is a text or a fault. */
static void test_torn(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    cm_sv whole = zip_fixture_docx(&f.mem, P("一") P("二"), NULL);
    for (size_t len = 0; len < whole.len; len += 7) {
        cm_extract_text(f.x, &f.mem, CM_FORM_DOCX, cm_sv_slice(whole, 0, len), &f.got);
        assert_true(f.got.fault != CM_FAULT_NONE);
        assert_true(f.got.text.len == 0);
    }
    teardown(&f);
}

static void test_deep_page(void **state)
{
    (void)state;
    fixture f;
    CM_AUTO_BUF page;
    setup(&f);
    cm_buf_init(&page, CM_MAX_DOCUMENT);
    for (size_t i = 0; i < 100000; i++) {
        (void)cm_buf_add(&page, CM_SV("<i>"));
    }
    check(&f, CM_FORM_HTML, cm_buf_view(&page), NULL, CM_FAULT_DAMAGED);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_pages),
        cmocka_unit_test(test_words),    cmocka_unit_test(test_rich),
        cmocka_unit_test(test_page_map), cmocka_unit_test(test_paragraph_map),
        cmocka_unit_test(test_foreign),  cmocka_unit_test(test_no_tool),
        cmocka_unit_test(test_torn),     cmocka_unit_test(test_deep_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
