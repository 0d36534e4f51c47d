/* What is written as a zip or as XML is read back as it was. */
#include "base/base.h"

#include "base/limits.h"
#include "harness.h"
#include "office/archive.h"
#include "office/markup.h"
#include "office/package.h"
#include "office/xml.h"

static void write_two(cm_buf *out)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_PACKAGE *p = cm_package_new();
    cm_package_add(p, "first.xml", CM_SV("<a/>"));
    cm_package_add(p, "folder/second", CM_SV("two\0bytes"));
    assert_int_equal(cm_package_write(p, out, &err), CM_OK);
}

static void test_parts_come_back_in_order(void **state)
{
    (void)state;

    static const struct {
        const char *title, *name;
        cm_sv bytes;
    } rows[] = {
        {"first", "first.xml", {"<a/>", 4}},
        {"a zero byte stays", "folder/second", {"two\0bytes", 9}},
    };

    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_PAPER);
    write_two(&bytes);
    cm_archive *a = NULL;
    assert_int_equal(cm_archive_open_bytes(cm_buf_view(&bytes), &a, &err), CM_OK);
    assert_int_equal(cm_archive_count(a), TEST_ROWS(rows));
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF part;
        cm_buf_init(&part, 100);
        assert_string_equal(cm_archive_entry_get(a, i).name.ptr, rows[i].name);
        assert_int_equal(cm_archive_read(a, i, &part, &err), CM_OK);
        assert_int_equal(part.len, rows[i].bytes.len);
        assert_memory_equal(part.ptr, rows[i].bytes.ptr, part.len);
    }
    cm_archive_close(a);
}

static void test_same_parts_same_bytes(void **state)
{
    (void)state;
    CM_AUTO_BUF one;
    CM_AUTO_BUF two;
    cm_buf_init(&one, CM_MAX_PAPER);
    cm_buf_init(&two, CM_MAX_PAPER);
    write_two(&one);
    write_two(&two);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
}

static void test_too_long_leaves_out_as_it_was(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, 20);
    (void)cm_buf_add(&out, CM_SV("before"));
    CM_AUTO_PACKAGE *p = cm_package_new();
    cm_package_add(p, "part", CM_SV("bytes"));
    assert_int_equal(cm_package_write(p, &out, &err), CM_E_LIMIT);
    assert_string_equal(cm_buf_z(&out), "before");
}

/* Text and attribute as written, and what a reader finds. */
static const struct {
    const char *title;
    cm_sv text;
    const char *want;
} texts[] = {
    {"plain", {"abc", 3}, "abc"},
    {"markup is text", {"<b>&amp;\"'", 10}, "<b>&amp;\"'"},
    {"Chinese", {"判处拘役", 12}, "判处拘役"},
    {"four bytes", {"𠮷", 4}, "𠮷"},
    {"a control character", {"a\x01z", 3}, "a�z"},
    {"a zero byte", {"a\0z", 3}, "a�z"},
    {"no UTF-8", {"a\xffz", 3}, "a�z"},
    {"cut at the end", {"a\xe5\x88", 3}, "a��"},
    {"U+FFFE", {"\xef\xbf\xbe", 3}, "�"},
    {"a surrogate", {"\xed\xa0\x80", 3}, "�"},
};

static void test_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(texts); i++) {
        test_row(texts[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_PAPER);
        cm_markup *m = cm_markup_new();
        cm_markup_begin(m, "a");
        cm_markup_set(m, "b", texts[i].text);
        cm_markup_text(m, texts[i].text);
        cm_markup_end(m);
        cm_markup_finish(m, &out);
        CM_AUTO_ERR err = {0};
        cm_xml *x = cm_xml_open_bytes(cm_buf_view(&out));
        cm_xml_node node = {0};
        assert_true(cm_xml_next(x, &node, &err));
        cm_sv attribute = cm_xml_attribute(x, CM_SV("b"));
        assert_true(cm_sv_equal(attribute, cm_sv_from(texts[i].want)));
        assert_true(cm_xml_next(x, &node, &err));
        assert_true(cm_sv_equal(node.text, cm_sv_from(texts[i].want)));
        cm_xml_close(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_come_back_in_order),
        cmocka_unit_test(test_same_parts_same_bytes),
        cmocka_unit_test(test_too_long_leaves_out_as_it_was),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
