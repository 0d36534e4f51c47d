#include "base/base.h"

#include "base/elements.h"
#include "base/file.h"
#include "harness.h"

enum { MAX = 3 << 20 };

static cm_sv write_file(cm_arena *mem, cm_sv content)
{
    cm_sv path = cm_file_join(mem, cm_sv_from(test_temp_dir()), CM_SV("in.json"));
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_file_write(path, content, &err), CM_OK);
    return path;
}

static cm_status count_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    (void)err;
    uint64_t *count = payload;
    *count += bytes.len;
    return CM_OK;
}

/* Each element with its place, told in one line of text. */
static void describe(cm_sv content, cm_buf *out)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text;
    cm_buf_init(&text, MAX);
    cm_elements *e = NULL;
    assert_int_equal(cm_elements_open(write_file(&mem, content), MAX, &e, &err), CM_OK);
    uint64_t tapped = 0;
    cm_elements_set_tap(e, count_bytes, &tapped);
    cm_line at;
    while (cm_elements_next(e, &text, &at, &err)) {
        cm_sv there = cm_sv_slice(content, (size_t)at.begin, (size_t)at.end);
        assert_true(at.over || cm_sv_equal(there, cm_buf_view(&text)));
        bool is_long = text.len > 100;
        (void)cm_buf_addf(out, "%s%.*s;", at.over ? "over" : "", is_long ? 4 : (int)text.len,
                          is_long ? "long" : cm_buf_z(&text));
    }
    assert_int_equal(err.status, CM_OK);
    assert_int_equal(tapped, content.len);
    cm_elements_close(e);
}

static void test_objects(void **state)
{
    (void)state;

    static const struct {
        const char *title, *content, *expected;
    } rows[] = {
        {"an array", "[{\"a\":1}, {\"b\":[2]}]", "{\"a\":1};{\"b\":[2]};"},
        {"over lines", "[\n  {\n \"a\": {\"b\": 1}\n }\n]\n", "{\n \"a\": {\"b\": 1}\n };"},
        {"one object", "{\n\"a\": 1\n}\n", "{\n\"a\": 1\n};"},
        {"one behind the other", "{\"a\":1}\n{\"b\":\n2}", "{\"a\":1};{\"b\":\n2};"},
        {"a byte order mark", "\xEF\xBB\xBF[{\"a\":1}]", "{\"a\":1};"},
        {"a bracket in a text", "[{\"a\":\"}]\\\"{\"}]", "{\"a\":\"}]\\\"{\"};"},
        {"no objects", "[1, \"x\", null, [{}]]", ";;;;"},
        {"an empty array", "[]", ""},
        {"an empty file", "", ""},
        {"cut off", "[{\"a\":1},{\"b\":", "{\"a\":1};;"},
        {"no JSON from here", "[{\"a\":1} x {\"b\":2}]", "{\"a\":1};;"},
    };

    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF got;
        cm_buf_init(&got, MAX);
        describe(cm_sv_from(rows[i].content), &got);
        assert_string_equal(cm_buf_z(&got), rows[i].expected);
    }
}

/* Objects over the edges of chunks, one of them longer than the limit. */
static void test_long(void **state)
{
    (void)state;
    CM_AUTO_BUF content, got;
    cm_buf_init(&content, (size_t)4 * MAX);
    cm_buf_init(&got, MAX);
    static const size_t lengths[] = {300000, 10, 4 << 20, 20, 700000, 30};
    for (size_t i = 0; i < CM_COUNT(lengths); i++) {
        (void)cm_buf_add(&content, i == 0 ? CM_SV("[{\"a\":\"") : CM_SV(",{\"a\":\""));
        for (size_t k = 0; k < lengths[i]; k++) {
            (void)cm_buf_add_byte(&content, 'x');
        }
        (void)cm_buf_add(&content, CM_SV("\"}"));
    }
    (void)cm_buf_add(&content, CM_SV("]"));
    describe(cm_buf_view(&content), &got);
    assert_string_equal(cm_buf_z(&got), "long;{\"a\":\"xxxxxxxxxx\"};over;{\"a\":"
                                        "\"xxxxxxxxxxxxxxxxxxxx\"};long;{\"a\":"
                                        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"};");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
