#include "base/base.h"

#include "base/limits.h"
#include "document/members.h"
#include "zip_fixture.h"

#include <iconv.h>

/* What a member is expected to be; the list ends with a NULL name. */
typedef struct {
    const char *path, *name, *bytes; /* bytes: NULL at a fault */
    cm_form form;
    cm_fault fault;
    const char *labels; /* column=value; of those that columns.tsv knows, header=value; of others */
} want;

typedef struct {
    cm_arena mem;
    cm_columns columns;
} fixture;

static void setup(fixture *f)
{
    CM_AUTO_ERR err = {0};
    *f = (fixture){0};
    cm_arena_init(&f->mem);
    cm_sv path = cm_arena_format(&f->mem, "%s/lexicon/columns.tsv", getenv("CHAMING_DATA"));
    assert_int_equal(cm_columns_load(&f->mem, path, &f->columns, &err), CM_OK);
}

static void teardown(fixture *f)
{
    cm_arena_clear(&f->mem);
}

static cm_sv labels_of(cm_arena *mem, const cm_member *member)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, 10000);
    for (size_t i = 0; i < member->labels.count; i++) {
        const cm_label *label = &member->labels.items[i];
        cm_sv name = label->column == CM_COLUMN_OTHER ? label->header : cm_column_id(label->column);
        (void)cm_buf_addf(&out, "%.*s=%.*s;", CM_SV_ARG(name), CM_SV_ARG(label->value));
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static void check_member(cm_arena *mem, const cm_member *member, const want *w, uint64_t number)
{
    assert_int_equal(member->number, number);
    assert_string_equal(cm_arena_sv(mem, member->path).ptr, w->path);
    assert_string_equal(cm_arena_sv(mem, member->name).ptr, w->name);
    assert_string_equal(cm_fault_id(member->fault).ptr, cm_fault_id(w->fault).ptr);
    assert_string_equal(cm_form_id(member->form).ptr, cm_form_id(w->form).ptr);
    if (w->bytes != NULL) {
        assert_string_equal(cm_arena_sv(mem, member->bytes).ptr, w->bytes);
    }
    if (w->labels != NULL) {
        assert_string_equal(labels_of(mem, member).ptr, w->labels);
    }
}

/* Every member, and the rest after skips. */
static void check_all(fixture *f, cm_form form, cm_sv path, const want *wanted, cm_fault fault)
{
    uint64_t count = 0;
    while (wanted[count].name != NULL) {
        count++;
    }
    for (uint64_t from = 0; from <= count; from += 1 + count / 4) {
        CM_AUTO_ERR err = {0};
        cm_members *m = NULL;
        cm_member member;
        assert_int_equal(cm_members_open(form, path, &f->columns, &m, &err), CM_OK);
        assert_true(cm_members_skip(m, from, &err));
        for (uint64_t i = from; i < count; i++) {
            assert_true(cm_members_next(m, &member, &err));
            check_member(&f->mem, &member, &wanted[i], i + 1);
        }
        assert_true(!cm_members_next(m, &member, &err));
        assert_int_equal(err.status, CM_OK);
        assert_string_equal(cm_fault_id(cm_members_fault(m)).ptr, cm_fault_id(fault).ptr);
        assert_true(!cm_members_skip(m, count + 1, &err));
        cm_members_close(m);
    }
}

static cm_sv write_file(fixture *f, const char *name, cm_sv content)
{
    CM_AUTO_ERR err = {0};
    cm_sv path = cm_file_join(&f->mem, cm_sv_from(test_temp_dir()), cm_sv_from(name));
    assert_int_equal(cm_file_write(path, content, &err), CM_OK);
    return path;
}

static const struct {
    const char *title, *charset, *content;
    want members[5];
    cm_fault fault;
} tables[] = {
    {"the usual export",
     "UTF-8",
     "\xEF\xBB\xBF原始链接,案号,法院,裁判日期,法律依据,全文\r\n"
     "https://x.cn/"
     "a?docId=ab12&k=1,（2018）甲1号,甲法院,2018-01-02,,\"第一,\"\"行\"\"\r\n第二行\"\r\n"
     "\r\n"
     ",（2018）甲2号,,,刑法,二\r\n"
     ",,,,,三\r\n",
     {{"", "ab12", "第一,\"行\"\r\n第二行", CM_FORM_TEXT, CM_FAULT_NONE,
       "url=https://x.cn/"
       "a?docId=ab12&k=1;case_no=（2018）甲1号;court=甲法院;decided_on=2018-01-02;"},
      {"", "（2018）甲2号", "二", CM_FORM_TEXT, CM_FAULT_NONE, "case_no=（2018）甲2号;law=刑法;"},
      {"", "4", "三", CM_FORM_TEXT, CM_FAULT_NONE, ""},
      {0}},
     CM_FAULT_NONE},
    {"GB18030, semicolons, a title above the header",
     "GB18030",
     "裁判文书导出表;;\n文书 ID;备注;文书内容\n7;说明;本院认为，被告人\n8;;\n",
     {{"", "7", "本院认为，被告人", CM_FORM_TEXT, CM_FAULT_NONE, "id=7;备注=说明;"},
      {"", "8", NULL, CM_FORM_TEXT, CM_FAULT_EMPTY, "id=8;"},
      {0}},
     CM_FAULT_NONE},
    {"UTF-16 with tabs",
     "UTF-16LE",
     "ＩＤ\tFull_Text\n1\t一\n2\t<p>二</p>\n",
     {{"", "1", "一", CM_FORM_TEXT, CM_FAULT_NONE, "id=1;"},
      {"", "2", "<p>二</p>", CM_FORM_HTML, CM_FAULT_NONE, "id=2;"},
      {0}},
     CM_FAULT_NONE},
    {"two columns may hold the text",
     "UTF-8",
     "标题,正文,全文\nA,短,长一些\nB,只有这个,\n",
     {{"", "2", "长一些", CM_FORM_TEXT, CM_FAULT_NONE, "title=A;"},
      {"", "3", "只有这个", CM_FORM_TEXT, CM_FAULT_NONE, "title=B;"},
      {0}},
     CM_FAULT_NONE},
    {"more cells than headers, fewer cells, a quote never closed",
     "UTF-8",
     "id,全文\n1,一,x\n2\n3,\"三\n四",
     {{"", "1", "一", CM_FORM_TEXT, CM_FAULT_NONE, "id=1;"},
      {"", "2", NULL, CM_FORM_TEXT, CM_FAULT_EMPTY, "id=2;"},
      {"", "3", "三\n四", CM_FORM_TEXT, CM_FAULT_NONE, "id=3;"},
      {0}},
     CM_FAULT_NONE},
    {"no column for the text", "UTF-8", "a,b\n1,2\n", {{0}}, CM_FAULT_NO_TEXT_COLUMN},
    {"empty", "UTF-8", "", {{0}}, CM_FAULT_NO_TEXT_COLUMN},
};

static cm_sv encode(cm_arena *mem, const char *text, const char *to)
{
    size_t left = strlen(text), room = 2 * left + 16;
    char *in = cm_arena_bytes(mem, left + 1);
    memcpy(in, text, left);
    char *bytes = cm_arena_bytes(mem, room), *out = bytes;
    iconv_t converter = iconv_open(to, "UTF-8");
    assert_true(iconv(converter, &in, &left, &out, &room) != (size_t)-1);
    assert_int_equal(iconv_close(converter), 0);
    return (cm_sv){bytes, (size_t)(out - bytes)};
}

static void test_tables(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    for (size_t i = 0; i < TEST_ROWS(tables); i++) {
        test_row(tables[i].title);
        cm_sv path =
            write_file(&f, "table.csv", encode(&f.mem, tables[i].content, tables[i].charset));
        check_all(&f, CM_FORM_CSV, path, tables[i].members, tables[i].fault);
    }
    teardown(&f);
}

/* Rows keep their places: the offset is that of the row's first byte in the file. */
static void test_offsets(void **state)
{
    (void)state;
    fixture f;
    CM_AUTO_ERR err = {0};
    cm_members *m = NULL;
    cm_member member;
    setup(&f);
    cm_sv content =
        encode(&f.mem, "id,全文\n一,本院认为\n\n二,\"被告\n人\"\n三,公诉机关\n", "GB18030");
    cm_sv path = write_file(&f, "offsets.csv", content);
    assert_int_equal(cm_members_open(CM_FORM_CSV, path, &f.columns, &m, &err), CM_OK);
    while (cm_members_next(m, &member, &err)) {
        cm_sv id = encode(&f.mem, cm_arena_sv(&f.mem, member.name).ptr, "GB18030");
        assert_true(cm_sv_starts(cm_sv_slice(content, (size_t)member.offset, content.len), id));
    }
    assert_int_equal(member.number, 3);
    assert_int_equal(member.done, content.len);
    cm_members_close(m);
    teardown(&f);
}

/* A row with a byte that fits nothing, and one without an end, do not take the others along. */
static void test_bad_rows(void **state)
{
    (void)state;
    static const want wanted[] = {
        {"", "1", "一", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {"", "3", NULL, CM_FORM_TEXT, CM_FAULT_CHARSET, NULL},
        {"", "3", "三", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {0},
    };
    fixture f;
    setup(&f);
    cm_sv path = write_file(
        &f, "bad.csv",
        CM_SV(
            "id,全文\n1,一\n2,\"被告人张某，男，汉族，初中文化，住某省某市。\xE4\xBA,\"\n3,三\n"));
    check_all(&f, CM_FORM_CSV, path, wanted, CM_FAULT_NONE);
    teardown(&f);
}

#define RAW(text)                                                                                  \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
#define SHEET(rows)       RAW("<worksheet><sheetData>" rows "</sheetData></worksheet>")
#define INLINE(ref, text) "<c r='" ref "' t='inlineStr'><is><t>" text "</t></is></c>"

static const zip_fixture_part book[] = {
    {"[Content_Types].xml", RAW("<Types/>"), NULL},
    {"xl/workbook.xml",
     RAW("<workbook xmlns:r='r'><sheets><sheet name='说明' r:id='r1'/><sheet name='数据' "
         "r:id='r2'/>"
         "<sheet name='图' r:id='r9'/><sheet name='续' r:id='r3'/></sheets></workbook>"),
     NULL},
    {"xl/_rels/workbook.xml.rels",
     RAW("<Relationships><Relationship Id='r1' Target='worksheets/a.xml'/><Relationship Id='r2' "
         "Target='/xl/worksheets/b.xml'/><Relationship Id='r3' "
         "Target='worksheets/c.xml'/></Relationships>"),
     NULL},
    {"xl/styles.xml",
     RAW("<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy&quot;d&quot;'/><numFmt "
         "numFmtId='165' formatCode='0.00&quot;d&quot;[Red]'/></numFmts><cellStyleXfs><xf "
         "numFmtId='14'/>"
         "</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf "
         "numFmtId='165'/></cellXfs></styleSheet>"),
     NULL},
    {"xl/sharedStrings.xml",
     RAW("<sst><si><t>案号</t></si><si><t>全文</t></si><si><r><t>第一</t></r><r><t "
         "xml:space='preserve'> 行_x000D_\n二_x00e9_</t></r><rPh><t>yi</t></rPh></si></sst>"),
     NULL},
    {"xl/worksheets/a.xml", SHEET("<row r='1'>" INLINE("A1", "说明文字") "</row>"), NULL},
    {"xl/worksheets/b.xml",
     SHEET("<row r='2'><c r='A2' t='s'><v>0</v></c>" INLINE("B2", "裁判日期") INLINE(
         "C2", "备注") "<c r='AA2' t='s'><v>1</v></c></row>"
                       "<row r='3'>" INLINE(
                           "A3",
                           "甲1号") "<c r='B3' s='1'><v>43102</v></c><c r='C3' "
                                    "s='3'><v>43102</v></c><c r='AA3' t='s'><v>2</v></c></row>"
                                    "<row r='5'><c r='A5'/><c r='B5' "
                                    "s='2'><f>NOW()</f><v>43103.5</v></c><c r='AA5' "
                                    "t='str'><v>三</v></c></row>"),
     NULL},
    {"xl/worksheets/c.xml",
     SHEET("<row><c t='s'><v>1</v></c></row><row>"
           "<c t='inlineStr'><is><t>四</t></is></c></row>"),
     NULL},
};

static const want book_rows[] = {
    {"", "甲1号", "第一 行\r\n二_x00e9_", CM_FORM_TEXT, CM_FAULT_NONE,
     "case_no=甲1号;decided_on=2018-01-02;备注=43102;"},
    {"", "5", "三", CM_FORM_TEXT, CM_FAULT_NONE, "decided_on=2018-01-03;"},
    {"", "2", "四", CM_FORM_TEXT, CM_FAULT_NONE, ""},
    {0},
};

static void test_book(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    cm_sv path = zip_fixture_file(&f.mem, "book.xlsx", book, TEST_ROWS(book));
    check_all(&f, CM_FORM_XLSX, path, book_rows, CM_FAULT_NONE);
    check_all(&f, CM_FORM_XLSX, zip_fixture_file(&f.mem, "text.xlsx", book, 6), book_rows + 3,
              CM_FAULT_NO_TEXT_COLUMN);
    teardown(&f);
}

static void test_zip(void **state)
{
    (void)state;
    fixture f;
    setup(&f);
    cm_sv zeros = {cm_arena_alloc(&f.mem, CM_BOMB_LEAST + 100), CM_BOMB_LEAST + 100};
    cm_sv inner[4];
    for (size_t i = 0; i < TEST_ROWS(inner); i++) {
        const zip_fixture_part parts[] = {{"深.txt", CM_SV("深"), NULL},
                                          {"in.zip", i == 0 ? CM_SV("x") : inner[i - 1], NULL}};
        inner[i] = zip_fixture_bytes(&f.mem, parts, i == 0 ? 1 : 2);
    }
    const zip_fixture_part parts[] = {
        {"a/", {0}, NULL},
        {"a/一.txt", CM_SV("一"), NULL},
        {"\xD2\xBB\xC9\xF3.txt", CM_SV("二"), NULL}, /* a name in GB18030 */
        {"a/.DS_Store", CM_SV("x"), NULL},
        {"__MACOSX/a.txt", CM_SV("x"), NULL},
        {"../../etc/passwd.txt", CM_SV("三"), NULL},
        {"locked.txt", CM_SV("四"), "secret"},
        {"deep.zip", inner[2], NULL},
        {"torn.zip", CM_SV("PK\3\4"), NULL},
        {"rows.csv", CM_SV("id,全文\n1,一\n"), NULL},
        {"none.csv", CM_SV("a,b\n"), NULL},
        {"l.ndjson", CM_SV("{\"id\":1}\n\n{\"id\":2}"), NULL},
        {"bomb.txt", zeros, NULL},
        {"last.md", CM_SV("x"), NULL},
    };
    static const want wanted[] = {
        {"a/一.txt", "a/一.txt", "一", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {"一审.txt", "一审.txt", "二", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {"../../etc/passwd.txt", "../../etc/passwd.txt", "三", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {"locked.txt", "locked.txt", NULL, CM_FORM_TEXT, CM_FAULT_PASSWORD, NULL},
        {"deep.zip/深.txt", "deep.zip/深.txt", "深", CM_FORM_TEXT, CM_FAULT_NONE, NULL},
        {"deep.zip/in.zip/深.txt", "deep.zip/in.zip/深.txt", "深", CM_FORM_TEXT, CM_FAULT_NONE,
         NULL},
        {"deep.zip/in.zip/in.zip", "deep.zip/in.zip/in.zip", NULL, CM_FORM_ZIP, CM_FAULT_NESTED,
         NULL},
        {"torn.zip", "torn.zip", NULL, CM_FORM_ZIP, CM_FAULT_DAMAGED, NULL},
        {"rows.csv", "1", "一", CM_FORM_TEXT, CM_FAULT_NONE, "id=1;"},
        {"none.csv", "none.csv", NULL, CM_FORM_CSV, CM_FAULT_NO_TEXT_COLUMN, NULL},
        {"l.ndjson", "1", "{\"id\":1}", CM_FORM_LINES, CM_FAULT_NONE, NULL},
        {"l.ndjson", "2", "{\"id\":2}", CM_FORM_LINES, CM_FAULT_NONE, NULL},
        {"bomb.txt", "bomb.txt", NULL, CM_FORM_TEXT, CM_FAULT_BOMB, NULL},
        {"last.md", "last.md", "x", CM_FORM_UNKNOWN, CM_FAULT_NONE, NULL},
        {0},
    };
    cm_sv path = zip_fixture_file(&f.mem, "all.zip", parts, TEST_ROWS(parts));
    check_all(&f, CM_FORM_ZIP, path, wanted, CM_FAULT_NONE);
    teardown(&f);
}

static void test_no_zip(void **state)
{
    (void)state;
    static const want none[] = {{0}};
    fixture f;
    CM_AUTO_ERR err = {0};
    cm_members *m = NULL;
    setup(&f);
    check_all(&f, CM_FORM_ZIP, write_file(&f, "no.zip", CM_SV("PK\3\4junk")), none,
              CM_FAULT_DAMAGED);
    check_all(&f, CM_FORM_XLSX, write_file(&f, "no.xlsx", CM_SV("junk")), none, CM_FAULT_DAMAGED);
    assert_int_equal(cm_members_open(CM_FORM_ZIP, CM_SV("/nonexistent.zip"), &f.columns, &m, &err),
                     CM_E_NOTFOUND);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),   cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_bad_rows), cmocka_unit_test(test_book),
        cmocka_unit_test(test_zip),      cmocka_unit_test(test_no_zip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
