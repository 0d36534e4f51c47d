#include "base/base.h"

#include "judgment/cue.h"
#include "judgment/relative.h"
#include "text_fixture.h"

/* The dates of the text after resolving, incomplete ones with their zeros. */
static const struct {
    const char *title, *text, *want;
} rows[] = {
    {"full dates stay", "2017年1月2日、2018年3月4日", "2017-1-2 2018-3-4"},
    {"same year", "2016年4月7日，同年5月8日", "2016-4-7 2016-5-8"},
    {"same year, the day's year word", "2016年4月7日，当年5月8日", "2016-4-7 2016-5-8"},
    {"same month", "2016年4月7日，同月14日", "2016-4-7 2016-4-14"},
    {"same day", "2016年4月7日，同日", "2016-4-7 2016-4-7"},
    {"the next day", "2016年4月7日，次日", "2016-4-7 2016-4-8"},
    {"the next day over a month's end", "2016年2月29日，次日", "2016-2-29 2016-3-1"},
    {"the next day over a year's end", "2016年12月31日，次日", "2016-12-31 2017-1-1"},
    {"a chain", "2016年4月7日，同月14日，次日，同年6月1日",
     "2016-4-7 2016-4-14 2016-4-15 2016-6-1"},
    {"a month and day without a year", "2016年4月7日，5月8日", "2016-4-7 2016-5-8"},
    {"a list of days of one month", "2016年6月2日、17日、25日", "2016-6-2 2016-6-17 2016-6-25"},
    {"days that do not go on", "2016年6月20日、7日内", "2016-6-20"},
    {"a birth told between does not count", "2017年6月29日，王某（2006年9月10日出生）报案。次日",
     "2017-6-29 2006-9-10 2017-6-30"},
    {"nothing to refer to", "同年5月8日，次日", "0-5-8 0-0-0"},
    {"the day before is incomplete", "2016年4月，次日", "2016-4-0"},
    {"the day before does not exist: no day after it", "2017年2月30日，次日", "2017-2-30"},
    {"but the same day as printed", "2017年2月30日，同日", "2017-2-30 2017-2-30"},
    {"same month of a year and month", "2016年4月，同月14日", "2016-4-0 2016-4-14"},
    {"more days than a month has are a span of time", "2016年4月7日，同月40日", "2016-4-7"},
    {"same year without a date", "2016年4月7日，同年某日", "2016-4-7"},
};

static void test_rows(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    cm_sv folder = cm_arena_format(&f.mem, "%s/lexicon", getenv("CHAMING_DATA"));
    const cm_lexicon_source source = {folder, f.folder, &f.terms, CM_CUE_NAMES, CM_CUE_COUNT};
    assert_int_equal(cm_lexicon_load(&f.mem, &source, &f.lexicon, &err), CM_OK);
    f.scratch = cm_scratch_new(f.lexicon);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_folded folded = text_fixture_fold(&f, cm_sv_from(rows[i].text));
        cm_lexed lexed;
        cm_lex(&f.mem, f.lexicon, f.scratch, &folded, &lexed);
        cm_relative_resolve(&lexed);
        for (size_t k = 0; k < lexed.tokens.count; k++) {
            const cm_token *t = &lexed.tokens.items[k];
            if (t->kind == CM_TOKEN_DATE) {
                (void)cm_buf_addf(&out, "%s%d-%d-%d", out.len > 0 ? " " : "", t->date.year,
                                  t->date.month, t->date.day);
            }
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests_name("judgment_relative", tests, NULL, NULL);
}
