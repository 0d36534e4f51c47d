#include "base/base.h"

#include "document/document.h"
#include "harness.h"

#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
/* the head of an entry of a zip, up to its name */
#define ZIP_HEAD "PK\3\4..........................."

static const struct {
    const char *title, *name;
    cm_sv head;
    cm_form want;
} rows[] = {
    {"text", "1.txt", {"abc", 3}, CM_FORM_TEXT},
    {"capital letters", "1.TXT", {"abc", 3}, CM_FORM_TEXT},
    {"no ending", "judgment", {"abc", 3}, CM_FORM_TEXT},
    {"no ending, no text", "judgment", {"\x01\x02\x03\x7F", 4}, CM_FORM_UNKNOWN},
    {"another ending", "a.md", {"abc", 3}, CM_FORM_UNKNOWN},
    {"empty", "1.txt", {"", 0}, CM_FORM_TEXT},
    {"pdf under the name of a text", "1.txt", {"%PDF-1.4\n", 9}, CM_FORM_PDF},
    {"pdf after a few bytes", "1.pdf", {"\n\n%PDF-1.4\n", 11}, CM_FORM_PDF},
    {"text under the name of a pdf", "1.pdf", {"abc", 3}, CM_FORM_TEXT},
    {"page", "1.html", {"<!DOCTYPE html><html>", 21}, CM_FORM_HTML},
    {"page under the name of a doc", "1.doc", {"\r\n<HTML xmlns:o='x'>", 20}, CM_FORM_HTML},
    {"page after a comment", "1", {"<!-- x --><div class='a'>", 25}, CM_FORM_HTML},
    {"page as xhtml", "1.htm", {"<?xml version='1.0'?>\n<html>", 28}, CM_FORM_HTML},
    {"a text that begins with a bracket", "1.txt", {"<bookname>", 10}, CM_FORM_TEXT},
    {"rich text under the name of a doc", "1.doc", {"{\\rtf1\\ansi", 11}, CM_FORM_RTF},
    {"Word", "1.doc", {OLE "..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 34}, CM_FORM_DOC},
    {"WPS, directory further on", "1.wps", {OLE "....", 12}, CM_FORM_DOC},
    {"Word under another name",
     "1.dat",
     {OLE "..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 34},
     CM_FORM_DOC},
    {"old Excel", "1.xls", {OLE "..W\0o\0r\0k\0b\0o\0o\0k\0", 26}, CM_FORM_UNKNOWN},
    {"old Excel under the name of a doc",
     "1.doc",
     {OLE "..W\0o\0r\0k\0b\0o\0o\0k\0", 26},
     CM_FORM_UNKNOWN},
    {"docx", "1.docx", {ZIP_HEAD "[Content_Types].xml word/document.xml", 67}, CM_FORM_DOCX},
    {"docx under the name of a doc",
     "1.doc",
     {ZIP_HEAD "[Content_Types].xml .......", 57},
     CM_FORM_DOCX},
    {"xlsx", "1.xlsx", {ZIP_HEAD "[Content_Types].xml xl/workbook.xml", 65}, CM_FORM_XLSX},
    {"pptx", "1.pptx", {ZIP_HEAD "[Content_Types].xml ppt/slides", 60}, CM_FORM_UNKNOWN},
    {"zip", "1.zip", {ZIP_HEAD "a/word/document.xml", 49}, CM_FORM_ZIP},
    {"empty zip", "1.zip", {"PK\5\6", 4}, CM_FORM_ZIP},
    {"NDJSON", "1.ndjson", {"{\"id\": 1}", 9}, CM_FORM_LINES},
    {"JSON over several lines", "1.json", {"[\n  {\"id\": 1}]", 14}, CM_FORM_LINES},
    {"JSON under the name of a text", "1.txt", {"\xEF\xBB\xBF{ \"id\": 1}", 13}, CM_FORM_LINES},
    {"a text that begins with a brace", "1.txt", {"{a}", 3}, CM_FORM_TEXT},
    {"csv", "1.csv", {"a,b\n1,2\n", 8}, CM_FORM_CSV},
    {"tsv in capital letters", "1.TSV", {"a\tb\n", 4}, CM_FORM_CSV},
};

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_form got = cm_form_of(cm_sv_from(rows[i].name), rows[i].head);
        assert_string_equal(cm_form_id(got).ptr, cm_form_id(rows[i].want).ptr);
    }
}

/* Every id has its words: nothing is left empty. */
static void test_ids(void **state)
{
    (void)state;
    for (cm_form form = CM_FORM_UNKNOWN; form < CM_FORM_COUNT; form++) {
        assert_true(cm_form_id(form).len != 0);
    }
    for (cm_fault fault = CM_FAULT_NONE; fault < CM_FAULT_COUNT; fault++) {
        assert_true(cm_fault_id(fault).len != 0);
    }
    assert_true(cm_form_is_container(CM_FORM_CSV));
    assert_true(!cm_form_is_container(CM_FORM_LINES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
