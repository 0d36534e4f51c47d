/* The page is the template with the data in its slot, escaped so that nothing ends the element. */
#include "base/base.h"

#include "harness.h"
#include "paper/report.h"

#define PAGE_MAX 1000

typedef struct {
    const char *title, *page, *json;
    cm_status status;
    const char *want; /* the page, or on failure a part of the message */
} page_case;

static const page_case cases[] = {
    {"plain data", "<a>@@report-data@@</a>", "{\"n\":1}", CM_OK, "<a>{\"n\":1}</a>"},
    {"slot at the start", "@@report-data@@!", "1", CM_OK, "1!"},
    {"slot at the end", "!@@report-data@@", "1", CM_OK, "!1"},
    {"an end tag in a name", "@@report-data@@", "[\"</script><img onerror=x>\"]", CM_OK,
     "[\"\\u003c/script>\\u003cimg onerror=x>\"]"},
    {"a comment in a name", "@@report-data@@", "\"<!--<script>\"", CM_OK,
     "\"\\u003c!--\\u003cscript>\""},
    {"line and paragraph separator", "@@report-data@@", "\"a\xe2\x80\xa8z\xe2\x80\xa9\"", CM_OK,
     "\"a\\u2028z\\u2029\""},
    {"neighbours of the separators stay", "@@report-data@@", "\"“二”…\xe2\x80\xa7\xe2\x80\xaa\"",
     CM_OK, "\"“二”…\xe2\x80\xa7\xe2\x80\xaa\""},
    {"four-byte characters stay", "@@report-data@@", "\"𠮷<\"", CM_OK, "\"𠮷\\u003c\""},
    {"the slot's words in the data stay", "@@report-data@@", "\"@@report-data@@\"", CM_OK,
     "\"@@report-data@@\""},
    {"data cut inside a character end with it", "@@report-data@@", "\xe2\x80", CM_OK, "\xe2\x80"},
    {"no data", "[@@report-data@@]", "", CM_OK, "[]"},
    {"no slot", "<a></a>", "1", CM_E_SCHEMA, "not found"},
    {"empty template", "", "1", CM_E_SCHEMA, "not found"},
    {"two slots", "@@report-data@@@@report-data@@", "1", CM_E_SCHEMA, "twice"},
};

static void test_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < CM_COUNT(cases); i++) {
        const page_case *c = &cases[i];
        CM_AUTO_ERR err = {0};
        CM_AUTO_BUF out;
        cm_buf_init(&out, PAGE_MAX);
        cm_status status = cm_report_page(cm_sv_from(c->page), cm_sv_from(c->json), &out, &err);
        if (status != c->status) {
            print_error("case: %s\n", c->title);
        }
        assert_int_equal(status, c->status);
        if (status == CM_OK) {
            assert_string_equal(cm_buf_z(&out), c->want);
        } else {
            assert_non_null(strstr(err.message, c->want));
        }
    }
}

static void test_page_is_appended(void **state)
{
    (void)state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, PAGE_MAX);
    assert_true(cm_buf_add(&out, CM_SV("before ")));
    assert_int_equal(cm_report_page(CM_SV("@@report-data@@"), CM_SV("2"), &out, &err), CM_OK);
    assert_string_equal(cm_buf_z(&out), "before 2");
}

static void test_limit(void **state)
{
    (void)state;
    /* "<" grows to six bytes: with the brackets a page of eight. */
    for (size_t max = 0; max <= 9; max++) {
        CM_AUTO_ERR err = {0};
        CM_AUTO_BUF out;
        cm_buf_init(&out, max);
        cm_status status = cm_report_page(CM_SV("[@@report-data@@]"), CM_SV("<"), &out, &err);
        assert_int_equal(status, max < 8 ? CM_E_LIMIT : CM_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_page_is_appended),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
