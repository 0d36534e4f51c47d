/* The .docx: order of elements, fonts, sizes, indents, tables; the same bytes every time. How it
 * stands on paper is measured by tests/paper/. */
#include "base/base.h"

#include "base/limits.h"
#include "harness.h"
#include "office/archive.h"
#include "office/xml.h"
#include "paper/docx.h"

#include <string.h>

static cm_paper_style *load_style(cm_arena *mem)
{
    CM_AUTO_ERR err = {0};
    cm_paper_style *style = NULL;
    cm_sv folder = cm_arena_format(mem, "%s/../data/templates/paper", test_source_dir());
    cm_status status = cm_paper_style_load(mem, folder, &style, &err);
    if (status != CM_OK) {
        print_error("%s\n", err.message);
    }
    assert_int_equal(status, CM_OK);
    return style;
}

/* A document with a block of every kind. */
static cm_paper full_paper(cm_arena *mem)
{
    static const cm_sv head[] = {{"案号", 6}, {"结果", 6}};
    static const cm_sv row[] = {{"（2026）甲刑初1号", 22}, {"低于下限\n不一致", 22}};
    cm_paper paper = {
        .title = CM_SV("通知书 <1>"),
        .author = CM_SV("甲院"),
        .made_at = CM_SV("2026-11-22T07:40:00Z"),
    };
    for (size_t kind = 0; kind < CM_PAPER_KIND_COUNT; kind++) {
        if (kind == CM_PAPER_TABLE_HEAD) {
            cm_paper_add_row(mem, &paper, CM_PAPER_TABLE_HEAD, head, CM_COUNT(head));
        } else if (kind == CM_PAPER_TABLE_ROW) {
            cm_paper_add_row(mem, &paper, CM_PAPER_TABLE_ROW, row, CM_COUNT(row));
        } else {
            cm_paper_add(mem, &paper, (cm_paper_kind)kind, CM_SV("甲乙\t2026年\n丙"));
        }
    }
    return paper;
}

static void write_docx(cm_arena *mem, const cm_paper *paper, cm_buf *out)
{
    CM_AUTO_ERR err = {0};
    cm_buf_init(out, CM_MAX_PAPER);
    assert_int_equal(cm_paper_write_docx(paper, load_style(mem), out, &err), CM_OK);
}

/* A part of the document as text. */
static cm_sv part_of(cm_arena *mem, const cm_paper *paper, const char *name)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF file;
    write_docx(mem, paper, &file);
    cm_archive *a = NULL;
    assert_int_equal(cm_archive_open_bytes(cm_buf_view(&file), &a, &err), CM_OK);
    uint64_t index = cm_archive_find(a, name);
    cm_sv text = {0};
    if (index != UINT64_MAX) {
        CM_AUTO_BUF part;
        cm_buf_init(&part, CM_MAX_PAPER);
        assert_int_equal(cm_archive_read(a, index, &part, &err), CM_OK);
        text = cm_arena_sv(mem, cm_buf_view(&part));
    }
    cm_archive_close(a);
    return text;
}

static cm_sv body_of(cm_arena *mem, cm_paper_kind kind, const char *text)
{
    cm_paper paper = {.made_at = CM_SV("2026-11-22T07:40:00Z")};
    cm_paper_add(mem, &paper, kind, cm_sv_from(text));
    return part_of(mem, &paper, "word/document.xml");
}

static bool has(cm_sv text, const char *words)
{
    return cm_sv_find(text, cm_sv_from(words), 0) != SIZE_MAX;
}

static size_t count_of(cm_sv text, const char *words)
{
    size_t count = 0;
    cm_sv needle = cm_sv_from(words);
    for (size_t at = cm_sv_find(text, needle, 0); at != SIZE_MAX;
         at = cm_sv_find(text, needle, at + needle.len)) {
        count++;
    }
    return count;
}

/* Children in the order of ECMA-376, part 1, annex A: what we write of them. */
static const struct {
    const char *parent, *children;
} orders[] = {
    {"pPr", " pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
            "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
            "adjustRightInd snapToGrid spacing ind contextualSpacing jc textAlignment outlineLvl "
            "rPr "},
    {"rPr", " rFonts b bCs i iCs strike snapToGrid color spacing w kern position sz szCs "
            "highlight u shd lang "},
    {"tblPr", " tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar "},
    {"tblBorders", " top left bottom right insideH insideV "},
    {"tcPr", " tcW gridSpan vMerge tcBorders shd vAlign "},
    {"sectPr", " headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid "},
    {"style", " name basedOn next qFormat pPr rPr tblPr "},
    {"settings", " zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop "
                 "evenAndOddHeaders characterSpacingControl compat themeFontLang "},
    {"font", " altName panose1 charset family pitch "},
};

static const char *order_of(cm_sv parent)
{
    for (size_t i = 0; i < TEST_ROWS(orders); i++) {
        if (cm_sv_equal(parent, cm_sv_from(orders[i].parent))) {
            return orders[i].children;
        }
    }
    return NULL;
}

/* Where a child stands in the order of its parent. */
static size_t rank_of(const char *children, cm_sv child)
{
    CM_AUTO_BUF word;
    cm_buf_init(&word, 100);
    (void)cm_buf_addf(&word, " %.*s ", CM_SV_ARG(child));
    return cm_sv_find(cm_sv_from(children), cm_buf_view(&word), 0);
}

static void check_order(cm_sv xml)
{
    CM_AUTO_ERR err = {0};
    cm_arena mem;
    cm_arena_init(&mem);
    cm_svs open = {0};
    size_t last[64] = {0};
    cm_xml *x = cm_xml_open_bytes(xml);
    cm_xml_node node = {0};
    while (cm_xml_next(x, &node, &err)) {
        if (node.kind == CM_XML_START) {
            const char *order = node.depth == 0 ? NULL : order_of(open.items[node.depth - 1]);
            if (order != NULL) {
                size_t rank = rank_of(order, node.name);
                if (rank == SIZE_MAX || rank < last[node.depth]) {
                    print_error("%.*s in %.*s\n", CM_SV_ARG(node.name),
                                CM_SV_ARG(open.items[node.depth - 1]));
                }
                assert_true(rank != SIZE_MAX && rank >= last[node.depth]);
                last[node.depth] = rank;
            }
            open.count = node.depth;
            *cm_vec_push(&mem, &open) = cm_arena_sv(&mem, node.name);
            last[node.depth + 1] = 0;
        }
    }
    assert_int_equal(err.status, CM_OK);
    cm_xml_close(x);
    cm_arena_clear(&mem);
}

static void test_order_of_elements(void **state)
{
    (void)state;
    static const char *const names[] = {"word/document.xml", "word/styles.xml",
                                        "word/settings.xml", "word/fontTable.xml",
                                        "word/footer1.xml",  "word/header1.xml"};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_paper paper = full_paper(&mem);
    paper.banner = CM_SV("草稿");
    for (size_t i = 0; i < TEST_ROWS(names); i++) {
        test_row(names[i]);
        cm_sv part = part_of(&mem, &paper, names[i]);
        assert_true(part.len != 0);
        check_order(part);
    }
}

static void test_fonts_for_all_scripts(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_paper paper = full_paper(&mem);
    static const char *const names[] = {"word/document.xml", "word/styles.xml", "word/footer2.xml"};
    for (size_t i = 0; i < TEST_ROWS(names); i++) {
        test_row(names[i]);
        CM_AUTO_ERR err = {0};
        cm_xml *x = cm_xml_open_bytes(part_of(&mem, &paper, names[i]));
        cm_xml_node node = {0};
        size_t seen = 0;
        while (cm_xml_next(x, &node, &err)) {
            if (node.kind == CM_XML_START && cm_sv_equal(node.name, CM_SV("rFonts"))) {
                cm_sv east = cm_arena_sv(&mem, cm_xml_attribute(x, CM_SV("eastAsia")));
                assert_true(east.len != 0);
                assert_true(cm_sv_equal(east, cm_xml_attribute(x, CM_SV("ascii"))));
                assert_true(cm_sv_equal(east, cm_xml_attribute(x, CM_SV("hAnsi"))));
                seen++;
            }
        }
        cm_xml_close(x);
        assert_true(seen != 0);
    }
}

/* What a style says, in the order in which it stands there. */
static const struct {
    const char *title, *id, *words;
} style_rows[] = {
    {"body is 3号", "body", "<w:sz w:val=\"32\"/>"},
    {"body is 仿宋", "body", "w:eastAsia=\"仿宋_GB2312\""},
    {"22 lines in 225 mm", "body", "w:line=\"579\" w:lineRule=\"exact\""},
    {"28 characters in 156 mm", "body", "<w:spacing w:val=\"-5\"/>"},
    {"title is 2号", "title", "<w:sz w:val=\"44\"/>"},
    {"title is 小标宋", "title", "w:eastAsia=\"方正小标宋简体\""},
    {"title is centred", "title", "<w:jc w:val=\"center\"/>"},
    {"heading 1 is 黑体", "heading-1", "w:eastAsia=\"黑体\""},
    {"heading 1 is Word's own", "heading-1", "<w:name w:val=\"heading 1\"/>"},
    {"heading 2 is 楷体", "heading-2", "w:eastAsia=\"楷体_GB2312\""},
    {"a paragraph begins two characters in", "text",
     "w:firstLineChars=\"200\" w:firstLine=\"630\""},
    {"the rule is red", "number", "w:color=\"FF0000\""},
    {"date four characters from the right", "date", "w:right=\"1260\""},
    {"copies are 4号", "copy", "<w:sz w:val=\"28\"/>"},
    {"page numbers are 4号", "page-number-odd", "<w:sz w:val=\"28\"/>"},
    {"page numbers are 宋体", "page-number-even", "w:eastAsia=\"宋体\""},
    {"odd pages right", "page-number-odd", "<w:jc w:val=\"right\"/>"},
    {"one character in", "page-number-odd", "w:right=\"280\""},
    {"even pages left", "page-number-even", "w:left=\"280\""},
};

static void test_styles(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_paper paper = {.made_at = CM_SV("2026-11-22T07:40:00Z")};
    cm_sv styles = part_of(&mem, &paper, "word/styles.xml");
    for (size_t i = 0; i < TEST_ROWS(style_rows); i++) {
        test_row(style_rows[i].title);
        cm_sv id = cm_arena_format(&mem, "w:styleId=\"%s\"", style_rows[i].id);
        size_t begin = cm_sv_find(styles, id, 0);
        assert_true(begin != SIZE_MAX);
        size_t end = cm_sv_find(styles, CM_SV("</w:style>"), begin);
        assert_true(has(cm_sv_slice(styles, begin, end), style_rows[i].words));
    }
}

/* A block by itself, and what the main part then says. */
static const struct {
    const char *title;
    cm_paper_kind kind;
    const char *text, *words;
    bool want;
} body_rows[] = {
    {"lines are paragraphs", CM_PAPER_TEXT, "甲\n乙", "</w:p><w:p>", true},
    {"lines of a title are one paragraph", CM_PAPER_TITLE, "甲\n乙", "<w:br/>", true},
    {"a tab", CM_PAPER_PRINTED, "甲\t乙", "<w:tab/>", true},
    {"markup is text", CM_PAPER_TEXT, "<w:b/>", "&lt;w:b/&gt;", true},
    {"ten characters have their size", CM_PAPER_ORGAN, "甲市乙区人民检察院院", "<w:sz ", false},
    {"sixteen are made smaller", CM_PAPER_ORGAN, "甲省乙市丙丁戊己自治县人民检察院",
     "<w:sz w:val=\"55\"/>", true},
    {"the imprint stands at the foot", CM_PAPER_COPY, "抄送：甲", "w:tblpYSpec=\"bottom\"", true},
    {"left margin", CM_PAPER_TEXT, "", "w:left=\"1587\"", true},
    {"upper margin", CM_PAPER_TEXT, "", "w:top=\"2097\"", true},
    {"no banner", CM_PAPER_TEXT, "", "headerReference", false},
};

static void test_body(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(body_rows); i++) {
        test_row(body_rows[i].title);
        cm_sv body = body_of(&mem, body_rows[i].kind, body_rows[i].text);
        assert_int_equal(has(body, body_rows[i].words), body_rows[i].want);
    }
}

/* Indents from the right, in twips: a character of the body is 315. */
static const struct {
    const char *title, *signer, *date;
    const char *signer_right, *date_right;
} signer_rows[] = {
    {"as long as the date", "甲市检察院七字", "2026年11月22日", "1260", "1260"},
    {"longer: centred over it", "甲市乙区人民检察院", "2026年11月22日", "945", "1260"},
    {"shorter", "甲院", "2026年11月22日", "2047", "1260"},
    {"so long that the date gives way", "甲省乙市丙丁戊己自治县人民检察院第一", "2026年1月2日", "0",
     "1890"},
};

static void test_signer_and_date(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(signer_rows); i++) {
        test_row(signer_rows[i].title);
        cm_paper paper = {.made_at = CM_SV("2026-11-22T07:40:00Z")};
        cm_paper_add(&mem, &paper, CM_PAPER_TEXT, CM_SV("甲"));
        cm_paper_add(&mem, &paper, CM_PAPER_SIGNER, cm_sv_from(signer_rows[i].signer));
        cm_paper_add(&mem, &paper, CM_PAPER_DATE, cm_sv_from(signer_rows[i].date));
        cm_sv body = part_of(&mem, &paper, "word/document.xml");
        cm_sv signer = cm_arena_format(&mem, "\"signer\"/><w:ind w:right=\"%s\"/>",
                                       signer_rows[i].signer_right);
        cm_sv date =
            cm_arena_format(&mem, "\"date\"/><w:ind w:right=\"%s\"/>", signer_rows[i].date_right);
        assert_true(has(body, signer.ptr));
        assert_true(has(body, date.ptr));
        assert_true(has(body, "\"text\"/><w:keepNext/>"));
    }
}

static void test_attachments(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    assert_true(has(body_of(&mem, CM_PAPER_ATTACHMENT, "甲书"), ">附件：甲书<"));
    cm_paper paper = {.made_at = CM_SV("2026-11-22T07:40:00Z")};
    cm_paper_add(&mem, &paper, CM_PAPER_ATTACHMENT, CM_SV("甲书"));
    cm_paper_add(&mem, &paper, CM_PAPER_ATTACHMENT, CM_SV("乙书"));
    cm_sv body = part_of(&mem, &paper, "word/document.xml");
    assert_true(has(body, ">附件：1. 甲书<"));
    assert_true(has(body, ">2. 乙书<"));
    assert_true(has(body, "\"attachment-more\""));
}

static void test_tables(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    static const cm_sv cells[] = {{"1", 1}, {"长长长长长长长长长长", 30}, {"短", 3}};
    cm_paper paper = {.made_at = CM_SV("2026-11-22T07:40:00Z")};
    for (size_t i = 0; i < 2; i++) { /* two tables that touch */
        cm_paper_add_row(&mem, &paper, CM_PAPER_TABLE_HEAD, cells, 2);
        cm_paper_add_row(&mem, &paper, CM_PAPER_TABLE_ROW, cells, 3);
    }
    cm_sv body = part_of(&mem, &paper, "word/document.xml");
    assert_int_equal(count_of(body, "<w:tbl>"), 2);
    assert_int_equal(count_of(body, "</w:tbl><w:p>"), 2); /* none without a paragraph after it */
    assert_int_equal(count_of(body, "<w:tblHeader/>"), 2);
    assert_int_equal(count_of(body, "<w:tc>"), 12); /* rows are made as long as the longest */
    assert_int_equal(count_of(body, "<w:gridCol "), 6);
    assert_true(has(body, "<w:gridCol w:w=\"2151\"/><w:gridCol w:w=\"4541\"/>"));
}

static void test_banner(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_paper paper = full_paper(&mem);
    assert_int_equal(part_of(&mem, &paper, "word/header1.xml").len, 0);
    paper.banner = CM_SV("草稿");
    assert_true(has(part_of(&mem, &paper, "word/header1.xml"), "草稿"));
    assert_true(has(part_of(&mem, &paper, "word/header2.xml"), "草稿"));
    assert_int_equal(count_of(part_of(&mem, &paper, "word/document.xml"), "headerReference"), 2);
    assert_true(has(part_of(&mem, &paper, "[Content_Types].xml"), "/word/header2.xml"));
}

static void test_properties_and_same_bytes(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_paper paper = full_paper(&mem);
    cm_sv core = part_of(&mem, &paper, "docProps/core.xml");
    assert_true(has(core, "<dc:title>通知书 &lt;1&gt;</dc:title>"));
    assert_true(has(core, "2026-11-22T07:40:00Z</dcterms:created>"));
    CM_AUTO_BUF one;
    CM_AUTO_BUF two;
    write_docx(&mem, &paper, &one);
    write_docx(&mem, &paper, &two);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_elements),
        cmocka_unit_test(test_fonts_for_all_scripts),
        cmocka_unit_test(test_styles),
        cmocka_unit_test(test_body),
        cmocka_unit_test(test_signer_and_date),
        cmocka_unit_test(test_attachments),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_banner),
        cmocka_unit_test(test_properties_and_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
