#include "base/base.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/lines.h"
#include "harness.h"

static const struct {
    const char *title, *content, *lines[4];
} rows[] = {
    {"empty file", "", {NULL}},
    {"one line", "abc\n", {"abc"}},
    {"no break at the end", "abc\nde", {"abc", "de"}},
    {"windows breaks", "abc\r\nde\r\n", {"abc", "de"}},
    {"empty lines count", "\n\nx\n", {"", "", "x"}},
    {"too long", "abc\n0123456789ABCDEF\nz\n", {"abc", "!", "z"}},
};

static cm_sv write_file(cm_arena *mem, cm_sv content)
{
    cm_sv path = cm_file_join(mem, cm_sv_from(test_temp_dir()), CM_SV("lines.txt"));
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_file_write(path, content, &err), CM_OK);
    return path;
}

static cm_status collect(void *payload, cm_sv bytes, cm_err *err)
{
    (void)err;
    return cm_buf_add(payload, bytes) ? CM_OK : CM_E_LIMIT;
}

static void check_row(size_t i)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv content = cm_sv_from(rows[i].content);
    CM_AUTO_ERR err = {0};
    cm_lines *l = NULL;
    assert_int_equal(cm_lines_open(write_file(&mem, content), 12, &l, &err), CM_OK);
    CM_AUTO_BUF raw;
    cm_buf_init(&raw, 1000);
    cm_lines_set_tap(l, collect, &raw);
    CM_AUTO_BUF text;
    cm_buf_init(&text, 12);
    cm_line line;
    size_t n = 0;
    while (cm_lines_next(l, &text, &line, &err)) {
        assert_true(n < 4 && rows[i].lines[n] != NULL);
        bool over = strcmp(rows[i].lines[n], "!") == 0;
        assert_int_equal(line.number, n + 1);
        assert_int_equal(line.over, over);
        if (!over) {
            assert_string_equal(cm_buf_z(&text), rows[i].lines[n]);
            cm_sv at = cm_sv_slice(content, (size_t)line.begin, (size_t)line.end);
            assert_true(cm_sv_equal(at, cm_buf_view(&text)));
        }
        n++;
    }
    assert_int_equal(err.status, CM_OK);
    assert_true(n == 4 || rows[i].lines[n] == NULL);
    assert_true(cm_sv_equal(cm_buf_view(&raw), content));
    cm_lines_close(l);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        check_row(i);
    }
}

static void test_seek(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_lines *l = NULL;
    assert_int_equal(cm_lines_open(write_file(&mem, CM_SV("ab\ncd\nef\n")), 100, &l, &err), CM_OK);
    assert_int_equal(cm_lines_seek(l, 3, 2, &err), CM_OK);
    CM_AUTO_BUF text;
    cm_buf_init(&text, 100);
    cm_line line;
    assert_true(cm_lines_next(l, &text, &line, &err));
    assert_string_equal(cm_buf_z(&text), "cd");
    assert_int_equal(line.number, 2);
    assert_int_equal(line.begin, 3);
    cm_lines_close(l);
}

static void test_missing_file(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    cm_lines *l = NULL;
    assert_int_equal(cm_lines_open(CM_SV("/nowhere/x"), 10, &l, &err), CM_E_NOTFOUND);
    assert_true(l == NULL);
}

/* Digests as published: FIPS 180-2, appendix B. */
static void test_digest(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    assert_string_equal(cm_digest_hex(&mem, cm_digest_of(CM_SV("abc"))).ptr,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cm_digester *g = cm_digester_new();
    cm_digester_add(g, CM_SV("a"));
    cm_digester_add(g, CM_SV("bc"));
    assert_true(cm_digest_equal(cm_digester_finish(g), cm_digest_of(CM_SV("abc"))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_seek),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
