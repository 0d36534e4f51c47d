#include "base/base.h"

#include "base/limits.h"
#include "harness.h"
#include "text/charset.h"

#include <iconv.h>

static const char judgment[] = "某某市人民法院\n刑事判决书\n（2018）某01刑初1号\n被告人张某，男，19"
                               "90年1月1日出生，汉族，初中文化。"
                               "因涉嫌犯盗窃罪，于2018年1月2日被刑事拘留。本院认为，被告人张某以非"
                               "法占有为目的，秘密窃取他人财物。\n";
static const char traditional[] =
    "臺灣高等法院刑事判決\n上訴人即被告因竊盜案件，不服臺灣臺北地方法院第一審判決，提起上訴，本院判"
    "決如下：上訴駁回。"
    "被告於民國一百零七年間，意圖為自己不法之所有，竊取他人之物，業據被告於審理時坦承不諱。\n";

static const struct {
    const char *title, *text, *to; /* to: as iconv calls it */
    const char *mark;
    size_t mark_len;
    cm_charset want;
} rows[] = {
    {"UTF-8", judgment, "UTF-8", "", 0, CM_CHARSET_UTF8},
    {"UTF-8 with a mark", judgment, "UTF-8", "\xEF\xBB\xBF", 3, CM_CHARSET_UTF8},
    {"GB18030", judgment, "GB18030", "", 0, CM_CHARSET_GB18030},
    {"GBK", judgment, "GBK", "", 0, CM_CHARSET_GB18030},
    {"GB18030, few characters", "本院认为", "GB18030", "", 0, CM_CHARSET_GB18030},
    {"GB18030, a rare name of four bytes", "被告人𠮷某，男，汉族。", "GB18030", "", 0,
     CM_CHARSET_GB18030},
    {"UTF-16 little", judgment, "UTF-16LE", "", 0, CM_CHARSET_UTF16LE},
    {"UTF-16 little with a mark", judgment, "UTF-16LE", "\xFF\xFE", 2, CM_CHARSET_UTF16LE},
    {"UTF-16 big", judgment, "UTF-16BE", "", 0, CM_CHARSET_UTF16BE},
    {"UTF-16 big with a mark", judgment, "UTF-16BE", "\xFE\xFF", 2, CM_CHARSET_UTF16BE},
    {"UTF-16 of ASCII alone", "abc, def.\r\n", "UTF-16LE", "", 0, CM_CHARSET_UTF16LE},
    {"UTF-16 with a rare name", "被告人𠮷某，男，汉族。", "UTF-16LE", "", 0, CM_CHARSET_UTF16LE},
    {"Big5", traditional, "BIG5", "", 0, CM_CHARSET_BIG5},
    {"ASCII", "2018-01-01", "UTF-8", "", 0, CM_CHARSET_UTF8},
};

static cm_sv encode(cm_arena *mem, const char *text, const char *to)
{
    size_t left = strlen(text), room = 4 * left + 16;
    char *in = cm_arena_bytes(mem, left + 1);
    memcpy(in, text, left);
    char *bytes = cm_arena_bytes(mem, room), *out = bytes;
    iconv_t converter = iconv_open(to, "UTF-8");
    assert_true(iconv(converter, &in, &left, &out, &room) != (size_t)-1);
    assert_int_equal(iconv_close(converter), 0);
    return (cm_sv){bytes, (size_t)(out - bytes)};
}

/* Every character of the text, decoded alone from its place on, is that character. */
static void check_places(cm_arena *mem, cm_charsets *c, cm_charset charset, cm_sv bytes, cm_sv text,
                         const cm_map_steps *steps)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at + 1;
        while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0U) == 0x80U) {
            end++;
        }
        uint64_t begin = cm_map_place(steps, (uint32_t)at);
        uint64_t stop = end == text.len ? bytes.len : cm_map_place(steps, (uint32_t)end);
        CM_AUTO_BUF one;
        CM_AUTO_ERR err = {0};
        cm_buf_init(&one, 100);
        assert_true(begin < stop);
        assert_int_equal(cm_charset_decode(c, charset,
                                           cm_sv_slice(bytes, (size_t)begin, (size_t)stop), NULL,
                                           &one, &err),
                         CM_OK);
        assert_true(cm_sv_equal(cm_buf_view(&one), cm_sv_slice(text, at, end)));
        at = end;
    }
    (void)mem;
}

static void check_row(size_t i, size_t times)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF source;
    CM_AUTO_BUF text;
    CM_AUTO_ERR err = {0};
    cm_map_steps steps = {0};
    size_t mark = 99;
    cm_arena_init(&mem);
    cm_buf_init(&source, CM_MAX_DOCUMENT);
    cm_buf_init(&text, CM_MAX_DOCUMENT);
    for (size_t n = 0; n < times; n++) {
        (void)cm_buf_add(&source, cm_sv_from(rows[i].text));
    }
    cm_sv body = encode(&mem, cm_buf_z(&source), rows[i].to);
    cm_sv mark_bytes = {rows[i].mark, rows[i].mark_len};
    cm_buf whole;
    cm_buf_init(&whole, CM_MAX_DOCUMENT);
    (void)cm_buf_add(&whole, mark_bytes);
    (void)cm_buf_add(&whole, body);
    cm_sv bytes = cm_arena_sv(&mem, cm_buf_view(&whole));
    cm_buf_clear(&whole);

    cm_charsets *c = cm_charsets_new();
    assert_int_equal(cm_charset_detect(c, bytes, false, &mark), rows[i].want);
    assert_int_equal(mark, rows[i].mark_len);
    const cm_charset_map map = {&mem, &steps, mark};
    assert_int_equal(cm_charset_decode(c, rows[i].want, body, &map, &text, &err), CM_OK);
    assert_true(cm_sv_equal(cm_buf_view(&text), cm_buf_view(&source)));
    check_places(&mem, c, rows[i].want, bytes, cm_buf_view(&text), &steps);
    cm_charsets_free(c);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        check_row(i, 1);
    }
}

/* Characters that lie over the borders of the pieces that are converted at once. */
static void test_long(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        check_row(i, 61);
    }
}

static const struct {
    const char *title;
    cm_sv bytes;
    cm_charset want; /* what is detected */
    int64_t wrong;   /* offset of the byte that fits nothing, -1: none */
} faults[] = {
    {"a byte of UTF-8 lost",
     {"被告人张某，男，汉族。因涉嫌犯盗窃罪，于2018年被刑事拘\xE7\x95。经审理查明，被告人", 111},
     CM_CHARSET_UTF8,
     79},
    {"GB18030 torn at its end",
     {"\xB1\xBE\xD4\xBA\xC8\xCF\xCE\xAA\xB1\xBE\xD4\xBA\xC8\xCF\xCE\xAA\xB1", 17},
     CM_CHARSET_GB18030,
     16},
    {"a byte that GB18030 has not",
     {"\xB1\xBE\xD4\xBA\xFF\xC8\xCF\xCE\xAA\xB1\xBE\xD4\xBA\xC8\xCF\xCE\xAA", 17},
     CM_CHARSET_GB18030,
     4},
    {"Western letters", {"caf\xE9 cr\xE8me d\xE9j\xE0 vu", 18}, CM_CHARSET_NONE, -1},
    {"noise", {"\x01\x02\x80\xFF\xFE\x03\x90\x91\x05\x06\x07\x08", 12}, CM_CHARSET_NONE, -1},
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(faults); i++) {
        test_row(faults[i].title);
        cm_charsets *c = cm_charsets_new();
        CM_AUTO_ERR err = {0};
        CM_AUTO_BUF text;
        size_t mark = 0;
        cm_buf_init(&text, 1000);
        cm_charset got = cm_charset_detect(c, faults[i].bytes, false, &mark);
        assert_int_equal(got, faults[i].want);
        if (faults[i].wrong >= 0) {
            assert_int_equal(cm_charset_decode(c, got, faults[i].bytes, NULL, &text, &err),
                             CM_E_UTF8);
            assert_int_equal(err.pos, faults[i].wrong);
        }
        cm_charsets_free(c);
    }
}

static void test_nul(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF text;
    CM_AUTO_ERR err = {0};
    cm_map_steps steps = {0};
    cm_arena_init(&mem);
    cm_buf_init(&text, 100);
    cm_charsets *c = cm_charsets_new();
    const cm_charset_map map = {&mem, &steps, 0};
    assert_int_equal(
        cm_charset_decode(c, CM_CHARSET_UTF8, (cm_sv){"ab\0\0cd", 6}, &map, &text, &err), CM_OK);
    assert_string_equal(cm_buf_z(&text), "abcd");
    assert_int_equal(cm_map_place(&steps, 1), 1);
    assert_int_equal(cm_map_place(&steps, 2), 4);
    cm_charsets_free(c);
}

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(cm_charset_named(CM_SV("gb2312")), CM_CHARSET_GB18030);
    assert_int_equal(cm_charset_named(CM_SV("utf-8")), CM_CHARSET_UTF8);
    assert_int_equal(cm_charset_named(CM_SV("utf-81")), CM_CHARSET_NONE);
    assert_int_equal(cm_charset_named(CM_SV("")), CM_CHARSET_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows), cmocka_unit_test(test_long),  cmocka_unit_test(test_faults),
        cmocka_unit_test(test_nul),  cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
