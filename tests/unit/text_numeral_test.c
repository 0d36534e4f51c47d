#include "base/base.h"

#include "text/numeral.h"
#include "text_fixture.h"

/* `rest` is what the numeral leaves unread. */
static const struct {
    const char *title, *text, *rest;
    int64_t hundredths;
    bool scaled, fraction, more;
} rows[] = {
    {"digits", "1234元", "元", 123400, false, false, false},
    {"decimal", "0.64克", "克", 64, false, false, false},
    {"two decimals", "217.25毫克", "毫克", 21725, false, true, false},
    {"three decimals: the third is beyond hundredths", "1.239克", "克", 123, false, true, false},
    {"chinese digits as written", "二〇一七年", "年", 201700, false, false, false},
    {"twelve", "十二个月", "个月", 1200, true, false, false},
    {"twenty", "二十", "", 2000, true, false, false},
    {"one hundred and five", "一百零五条", "条", 10500, true, false, false},
    {"with a bridge of two", "一千零五十", "", 105000, true, false, false},
    {"ten thousands", "三万五千元", "元", 3500000, true, false, false},
    {"hundred million", "一亿二千万", "", INT64_C(12000000000), true, false, false},
    {"hundreds of hundred millions", "762亿余元", "元", INT64_C(7620000000000), true, false, true},
    {"a scale on a scale", "一万亿", "", INT64_C(100000000000000), true, false, false},
    {"formal numerals", "壹仟贰佰叁拾肆", "", 123400, true, false, false},
    {"digits and a scale", "3万元", "元", 3000000, true, false, false},
    {"decimal and a scale", "1.5万元", "元", 1500000, true, true, false},
    {"digits, scale, digits", "2万5000元", "元", 2500000, true, false, false},
    {"more than", "两千余元", "元", 200000, true, false, true},
    {"more than, inside", "34.5万余元", "元", 34500000, true, true, true},
    {"more than before the scale", "十余万元", "元", 10000000, true, false, true},
    {"a full stop is no decimal point", "12.。", ".。", 1200, false, false, false},
    {"the letter O as the zero of a year", "201O年", "年", 201000, false, false, false},
    {"a letter O that is no zero", "201O型", "O型", 20100, false, false, false},
    {"leading zero", "007号", "号", 700, false, false, false},
    {"zero", "〇", "", 0, false, false, false},
};

static void test_rows(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    const char *const names[] = {"any"};
    assert_int_equal(text_fixture_lexicon(&f, "某词\tany\t\n", names, 1, &err), CM_OK);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_sv text = cm_sv_from(rows[i].text);
        cm_numeral n = {0};
        assert_true(cm_numeral_read(f.lexicon, text, 0, &n));
        assert_string_equal(text.ptr + n.end, rows[i].rest);
        assert_int_equal(n.hundredths, rows[i].hundredths);
        assert_int_equal(n.scaled, rows[i].scaled);
        assert_int_equal(n.more, rows[i].more);
    }
}

static const struct {
    const char *title, *text;
} none[] = {
    {"plain text", "被告人"},
    {"a unit alone", "元"},
    {"a point first", ".5"},
    {"empty", ""},
    {"past the greatest number", "99999999999999999999999999"},
    {"past the greatest number by scales", "一亿亿亿亿亿亿亿亿"},
};

static void test_none(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    const char *const names[] = {"any"};
    assert_int_equal(text_fixture_lexicon(&f, "某词\tany\t\n", names, 1, &err), CM_OK);
    for (size_t i = 0; i < TEST_ROWS(none); i++) {
        test_row(none[i].title);
        cm_numeral n = {0};
        assert_true(!cm_numeral_read(f.lexicon, cm_sv_from(none[i].text), 0, &n));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests_name("text_numeral", tests, NULL, NULL);
}
