#include "base/base.h"

#include "base/json.h"
#include "harness.h"

static const struct {
    const char *title, *line;
    cm_status want;
    cm_json_type id_type;
    const char *id, *text;
} pick_rows[] = {
    {"plain", "{\"id\":\"a1\",\"text\":\"判决\"}", CM_OK, CM_JSON_TEXT, "a1", "判决"},
    {"escapes are undone", "{\"text\":\"a\\n\\u5224\\/\",\"id\":\"x\\\"y\"}", CM_OK, CM_JSON_TEXT,
     "x\"y", "a\n判/"},
    {"a number as id", "{\"id\":727,\"text\":\"\"}", CM_OK, CM_JSON_NUMBER, "727", ""},
    {"members inside others do not count",
     "{\"m\":{\"id\":\"no\"},\"l\":[{\"text\":1}],\"text\":\"t\"}", CM_OK, CM_JSON_MISSING, "",
     "t"},
    {"the last of a repeated name counts", "{\"id\":\"a\",\"id\":\"b\"}", CM_OK, CM_JSON_TEXT, "b",
     ""},
    {"null", "{\"id\":null}", CM_OK, CM_JSON_NULL, "", ""},
    {"a container as id", "{\"id\":[\"x\"],\"text\":\"t\"}", CM_OK, CM_JSON_OTHER, "", "t"},
    {"cut off", "{\"id\":\"a1\",\"text\":\"判", CM_E_SYNTAX, CM_JSON_MISSING, "", ""},
    {"two values", "{\"id\":\"a\"} {\"id\":\"b\"}", CM_E_SYNTAX, CM_JSON_MISSING, "", ""},
    {"not an object", "[1]", CM_E_SYNTAX, CM_JSON_MISSING, "", ""},
    {"empty", "", CM_E_SYNTAX, CM_JSON_MISSING, "", ""},
    {"bytes that are not UTF-8", "{\"id\":\"a\xff\"}", CM_E_UTF8, CM_JSON_MISSING, "", ""},
};

static void assert_view(cm_sv got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr != NULL ? got.ptr : "", want, got.len);
}

static void test_pick(void **state)
{
    (void)state;
    cm_json_reader *r = cm_json_reader_new();
    for (size_t i = 0; i < TEST_ROWS(pick_rows); i++) {
        test_row(pick_rows[i].title);
        cm_json_field fields[] = {{.name = CM_SV("id")}, {.name = CM_SV("text")}};
        CM_AUTO_ERR err = {0};
        cm_status got = cm_json_pick(r, cm_sv_from(pick_rows[i].line), fields, 2, &err);
        assert_int_equal(got, pick_rows[i].want);
        if (got == CM_OK) {
            assert_int_equal(fields[0].type, pick_rows[i].id_type);
            assert_view(fields[0].value, pick_rows[i].id);
            assert_view(fields[1].value, pick_rows[i].text);
        }
    }
    cm_json_reader_free(r);
}

static void test_deep_nesting_is_refused(void **state)
{
    (void)state;
    CM_AUTO_BUF line;
    cm_buf_init(&line, 100000);
    assert_true(cm_buf_add(&line, CM_SV("{\"a\":")));
    for (int i = 0; i < 5000; i++) {
        assert_true(cm_buf_add_byte(&line, '['));
    }
    cm_json_reader *r = cm_json_reader_new();
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_json_pick(r, cm_buf_view(&line), NULL, 0, &err), CM_E_SYNTAX);
    cm_json_reader_free(r);
}

static void test_write_lines(void **state)
{
    (void)state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, 1000);
    CM_AUTO_JSON *j = cm_json_new(&out);
    for (int i = 0; i < 2; i++) {
        cm_json_object(j);
        cm_json_put_text(j, CM_SV("名"), CM_SV("a\"\n\\判/"));
        cm_json_put_int(j, CM_SV("n"), -12);
        cm_json_put_text(j, CM_SV("none"), (cm_sv){NULL, 0});
        cm_json_key(j, CM_SV("list"));
        cm_json_array(j);
        cm_json_bool(j, true);
        cm_json_number(j, CM_SV("1000.50"));
        cm_json_array_end(j);
        cm_json_object_end(j);
        cm_json_line(j);
    }
    const char *line =
        "{\"名\":\"a\\\"\\n\\\\判/\",\"n\":-12,\"none\":null,\"list\":[true,1000.50]}\n";
    assert_int_equal(out.len, 2 * strlen(line));
    assert_memory_equal(out.ptr, line, strlen(line));
    assert_memory_equal(out.ptr + strlen(line), line, strlen(line));
}

static void test_write_past_the_maximum_is_seen(void **state)
{
    (void)state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, 10);
    CM_AUTO_JSON *j = cm_json_new(&out);
    cm_json_text(j, CM_SV("longer than ten"));
    assert_true(out.over);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pick),
        cmocka_unit_test(test_deep_nesting_is_refused),
        cmocka_unit_test(test_write_lines),
        cmocka_unit_test(test_write_past_the_maximum_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
