/* Uses the public header alone, as another program would. */
#include "chaming.h"

#include <string.h>

#include "harness.h"

static const char judgment[] =
    "东川省临江县人民法院\n刑事判决书\n（2016）川0199刑初12号\n"
    "公诉机关临江县人民检察院。\n"
    "被告人张大山，男，1985年3月2日出生，汉族，住临江县。因涉嫌犯盗窃罪于"
    "2016年2月25日被刑事拘留，同年3月10日被逮捕。\n"
    "经审理查明，2016年2月20日，被告人张大山在临江县窃得手机一部。\n"
    "本院认为，被告人张大山的行为已构成盗窃罪。依照《中华人民共和国刑法》"
    "第二百六十四条之规定，判决如下：\n"
    "被告人张大山犯盗窃罪，判处有期徒刑七个月，并处罚金人民币二千元"
    "（刑期从判决执行之日起计算，即自2016年2月25日起至2016年10月24日止）。\n"
    "审判员　李文\n二〇一六年五月十日\n书记员　王静\n";

static int open_library(void **state)
{
    chaming_error error = {NULL};
    return chaming_open(NULL, (chaming **)state, &error) == CHAMING_OK ? 0 : -1;
}

static int close_library(void **state)
{
    chaming_close(*state);
    return 0;
}

static void test_read(void **state)
{
    chaming_error error = {NULL};
    char *json = NULL;
    size_t len = 0;
    chaming_judgment j = {.id = "a\"b", .text = judgment, .text_len = strlen(judgment)};
    assert_int_equal(chaming_read(*state, &j, &json, &len, &error), CHAMING_OK);
    assert_int_equal(strlen(json), len);
    assert_true(strncmp(json, "{\"id\":\"a\\\"b\"", 12) == 0);
    assert_true(strstr(json, "（2016）川0199刑初12号") != NULL);
    assert_true(strstr(json, "\"months\":7") != NULL);
    chaming_free(json);
}

static void test_check(void **state)
{
    chaming_error error = {NULL};
    char *json = NULL;
    chaming_judgment j = {"x", judgment, strlen(judgment), "2016-05-20"};
    assert_int_equal(chaming_check(*state, &j, &json, NULL, &error), CHAMING_OK);
    assert_true(strstr(json, "线索，待核实") != NULL);
    assert_true(strstr(json, "criminal/term-span-mismatch") != NULL);
    assert_true(strstr(json, "\"last\":\"2016-05-30\"") != NULL);
    chaming_free(json);
}

static const struct {
    const char *title, *id, *text, *received_on;
    chaming_status want;
    const char *message;
} rows[] = {
    {"no id", NULL, "x", NULL, CHAMING_BAD_CALL, "an argument is NULL or no date"},
    {"no text", "x", NULL, NULL, CHAMING_BAD_CALL, "an argument is NULL or no date"},
    {"not a day", "x", judgment, "2016-02-30", CHAMING_BAD_CALL, "an argument is NULL or no date"},
    {"empty", "x", "", NULL, CHAMING_NOT_READ, "empty"},
    {"English", "x", "The defendant is guilty.", NULL, CHAMING_NOT_READ, "not_a_judgment"},
    {"not UTF-8", "x", "\xff\xfe\xfd", NULL, CHAMING_NOT_READ, "invalid_utf8"},
};

static void test_refused(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        chaming_error error = {NULL};
        char *json = NULL;
        size_t len = rows[i].text != NULL ? strlen(rows[i].text) : 0;
        chaming_judgment j = {rows[i].id, rows[i].text, len, rows[i].received_on};
        assert_int_equal(chaming_check(*state, &j, &json, NULL, &error), rows[i].want);
        assert_true(json == NULL);
        assert_string_equal(error.message, rows[i].message);
        chaming_error_clear(&error);
    }
}

static void test_no_data(void **state)
{
    (void)state;
    chaming_error error = {NULL};
    chaming *c = NULL;
    assert_int_equal(chaming_open("/nowhere", &c, &error), CHAMING_BAD_DATA);
    assert_true(c == NULL && error.message != NULL);
    chaming_error_clear(&error);
    assert_string_equal(chaming_version(), "0.1.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_data),
    };
    return cmocka_run_group_tests(tests, open_library, close_library);
}
