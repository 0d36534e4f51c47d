#include "base/base.h"

#include "base/buf.h"
#include "harness.h"
#include "text/utf16.h"

static const struct {
    const char *title, *text;
    size_t byte;
    uint64_t units;
} rows[] = {
    {"begin", "判决", 0, 0},
    {"behind a character of three bytes", "判决", 3, 1},
    {"behind two", "判决", 6, 2},
    {"past the end", "判决", 99, 2},
    {"ASCII", "ab", 1, 1},
    {"two bytes", "a·b", 3, 2},
    {"four bytes are two units", "\xf0\xa0\x80\x80判", 4, 2},
    {"behind both", "\xf0\xa0\x80\x80判", 7, 3},
    {"empty", "", 0, 0},
};

static void test_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_utf16 units;
        cm_utf16_of(&mem, cm_sv_from(rows[i].text), &units);
        assert_int_equal(cm_utf16_at(&units, rows[i].byte), rows[i].units);
    }
}

/* Every place of a text of many stretches, against counting from the beginning. */
static void test_long_text(void **state)
{
    (void)state;
    static const char *const parts[] = {"判", "a", "·", "\xf0\xa0\x80\x80", "\n"};
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF text;
    cm_arena_init(&mem);
    cm_buf_init(&text, 100000);
    size_t places[600];
    uint64_t wanted[600], at = 0;
    for (size_t i = 0; i < 600; i++) {
        const char *part = parts[(i * 7 + i / 11) % 5];
        places[i] = text.len;
        wanted[i] = at;
        assert_true(cm_buf_add(&text, cm_sv_from(part)));
        at += part[0] == '\xf0' ? 2 : 1;
    }
    cm_utf16 units;
    cm_utf16_of(&mem, cm_buf_view(&text), &units);
    for (size_t i = 0; i < 600; i++) {
        assert_int_equal(cm_utf16_at(&units, places[i]), wanted[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
