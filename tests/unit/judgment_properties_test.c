#include "base/base.h"

#include <time.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/lines.h"
#include "judgment/record_json.h"
#include "reading_fixture.h"
#include "text/utf8.h"

/* What must hold of every text, whatever stands in it: each place that is named lies inside the
 * text and on character boundaries, reading twice gives the same bytes, and the work grows with the
 * text and no faster. */

static void write_record(reading_fixture *f, cm_sv text, cm_buf *out)
{
    cm_record record = reading_fixture_read(f, text);
    CM_AUTO_JSON *j = cm_json_new(out);
    cm_record_write_json(j, &f->document, cm_reader_choices(f->reader), CM_SV("x"), &record);
    assert_true(!out->over && out->len > 0);
}

/* The next number outside strings at or after *at. False at the end. */
static bool next_number(cm_sv json, size_t *at, bool *in_string, uint64_t *ret_value)
{
    for (; *at < json.len; (*at)++) {
        char c = json.ptr[*at];
        if (*in_string && c == '\\') {
            (*at)++;
        } else if (c == '"') {
            *in_string = !*in_string;
        } else if (!*in_string && c >= '0' && c <= '9') {
            *ret_value = 0;
            for (; *at < json.len && json.ptr[*at] >= '0' && json.ptr[*at] <= '9'; (*at)++) {
                *ret_value = *ret_value * 10 + (uint64_t)(json.ptr[*at] - '0');
            }
            return true;
        }
    }
    return false;
}

/* From "spans" on every number of a record is an offset, in pairs. Returns how many pairs. */
static size_t check_spans(cm_sv json, cm_sv text)
{
    size_t at = cm_sv_find(json, CM_SV("\"spans\":"), 0);
    assert_true(at != SIZE_MAX);
    bool in_string = false;
    size_t pairs = 0;
    uint64_t begin;
    uint64_t end;
    while (next_number(json, &at, &in_string, &begin)) {
        assert_true(next_number(json, &at, &in_string, &end));
        if (begin > end || end > text.len || !cm_utf8_is_boundary(text, begin) ||
            !cm_utf8_is_boundary(text, end)) {
            print_error("span [%llu, %llu]\n", (unsigned long long)begin, (unsigned long long)end);
            assert_true(false);
        }
        pairs++;
    }
    return pairs;
}

static void check_text(reading_fixture *f, cm_sv text, size_t *pairs)
{
    CM_AUTO_BUF first;
    CM_AUTO_BUF second;
    cm_buf_init(&first, CM_MAX_JSON);
    cm_buf_init(&second, CM_MAX_JSON);
    write_record(f, text, &first);
    write_record(f, text, &second);
    assert_true(cm_sv_equal(cm_buf_view(&first), cm_buf_view(&second)));
    *pairs += check_spans(cm_buf_view(&first), text);
}

static void test_samples(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF line_text;
    cm_buf_init(&line_text, CM_MAX_LINE);
    cm_lines *lines = NULL;
    cm_sv path = cm_arena_format(&f->process, "%s/../samples/judgments.ndjson", test_source_dir());
    assert_int_equal(cm_lines_open(path, CM_MAX_LINE, &lines, &err), CM_OK);
    cm_json_reader *reader = cm_json_reader_new();
    cm_line line;
    size_t read = 0;
    size_t pairs = 0;
    while (cm_lines_next(lines, &line_text, &line, &err)) {
        cm_json_field field = {.name = CM_SV("full_text")};
        assert_int_equal(cm_json_pick(reader, cm_buf_view(&line_text), &field, 1, &err), CM_OK);
        check_text(f, field.value, &pairs);
        read++;
    }
    assert_int_equal(err.status, CM_OK);
    assert_int_equal(read, 261);
    assert_true(pairs > read * 30);
    cm_json_reader_free(reader);
    cm_lines_close(lines);
}

/* Cut anywhere, a judgment still reads, and its places still lie in it. */
static void test_cut(void **state)
{
    reading_fixture *f = *state;
    const char *text =
        "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n被告人张 三，男，1980年1月1日出生，"
        "因涉嫌盗窃罪于2017年1月2日被刑事拘留，同月１５日被逮捕。本案现已审理终结。\n经审理查明，"
        "2017年1月2日，张三窃得20，000元。\n本院认为，张三系自首，依照《中华人民共和国刑法》第二百"
        "六十四条之规定，判决如下：\n被告人张三犯盗窃罪，判处有期徒刑一年，缓刑二年，并处罚金人民"
        "币二千元。\n审判员　王五\n二○一七年五月四日\n书记员　赵六\n";
    cm_sv whole = cm_sv_from(text);
    size_t pairs = 0;
    for (size_t end = 0; end <= whole.len; end++) {
        if (cm_utf8_is_boundary(whole, end)) {
            check_text(f, cm_sv_slice(whole, 0, end), &pairs);
            check_text(f, cm_sv_slice(whole, end, whole.len), &pairs);
        }
    }
    assert_true(pairs > 0);
}

/* One thing again and again. */
static const char *const fillers[] = {
    "（",
    "“",
    "《",
    "》",
    "〔",
    "第",
    "1",
    "0",
    ",111",
    "、",
    "，",
    "。",
    "\n",
    " ",
    "×",
    "万",
    "半",
    "被告人",
    "被告人张三，",
    "张三、",
    "判决如下：",
    "本院认为，",
    "经审理查明，",
    "同日",
    "同年1月2日，",
    "2017年",
    "2017年1月2日",
    "（2017）",
    "（2017）沪1",
    "自首",
    "系自首，",
    "辩护人提出张三系从犯的意见，",
    "予以采纳，",
    "依照《中华人民共和国刑法》第一条、",
    "第一条、",
    "审判员 王五\n",
    "一、被告人张三犯盗窃罪，判处有期徒刑一年；",
    "并处罚金一千元，",
    "因犯盗窃罪被判处有期徒刑一年，",
    "2010年1月1日因犯盗窃罪被判处有期徒刑一年，",
    "2017年1月1日被刑事拘留，",
    "某市人民法院",
    "如不服本判决",
    "附相关法律条文",
    "提起公诉",
    "责令退赔一千元、",
    "均",
    "男",
    "撤销",
    "原判",
    "提出上诉",
    "刑期自2017年1月1日起至",
    "the quick brown fox ",
};

#define HEAD      "某市人民法院\n被告人张三，男，1980年1月1日出生。\n被告人李四，男。\n"
#define FACTS     "本案现已审理终结。\n经审理查明，2017年1月2日，张三窃得手机一部，"
#define REASONING "张三有罪。\n本院认为，张三系自首，"
#define OPERATIVE "依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n"
#define END       "被告人张三犯盗窃罪，判处有期徒刑六个月。\n审判员 王五\n二〇一七年五月四日\n"

static const char *const parts[] = {HEAD, FACTS, REASONING, OPERATIVE, END};

/* A judgment with `bytes` of the filler after its part `where`; without a judgment for -1. */
static cm_sv build(cm_buf *out, const char *filler, int where, size_t bytes)
{
    cm_buf_reset(out);
    for (int i = where < 0 ? -1 : 0; i < (where < 0 ? 0 : (int)TEST_ROWS(parts)); i++) {
        (void)cm_buf_add(out, cm_sv_from(i >= 0 ? parts[i] : ""));
        for (size_t limit = out->len + bytes; i == where && out->len < limit;) {
            (void)cm_buf_add(out, cm_sv_from(filler));
        }
    }
    assert_true(!out->over);
    return cm_buf_view(out);
}

/* Processor time of one reading, in seconds. */
static double reading_time(reading_fixture *f, cm_sv text)
{
    clock_t from = clock();
    (void)reading_fixture_read(f, text);
    return (double)(clock() - from) / CLOCKS_PER_SEC;
}

/* Four times the text, four times the work: sixteen would be quadratic. Looked at only where there
 * is enough time to measure. */
static void check_growth(reading_fixture *f, cm_buf *out, const char *filler, int where)
{
    double large = reading_time(f, build(out, filler, where, (size_t)400 << 10));
    if (large < 0.25) {
        assert_true(true);
        return;
    }
    double small = reading_time(f, build(out, filler, where, (size_t)100 << 10));
    if (large > small * 9) {
        print_error("'%s' after part %d: %.3f s, of four times the text %.3f s\n", filler, where,
                    small, large);
    }
    assert_true(large <= small * 9);
}

static void test_repetition(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DOCUMENT);
    for (size_t i = 0; i < TEST_ROWS(fillers); i++) {
        for (int where = -1; where < (int)TEST_ROWS(parts); where++) {
            size_t pairs = 0;
            test_row(fillers[i]);
            check_text(f, build(&out, fillers[i], where, 2000), &pairs);
            check_growth(f, &out, fillers[i], where);
        }
    }
}

/* Ten thousand parties are read, in linear work. */
static void test_parties(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DOCUMENT);
    CM_AUTO_ERR err = {0};
    cm_record record;
    for (int i = 0; i < 10000; i++) {
        (void)cm_buf_addf(&out, "被告人张某%d，男，1980年1月1日出生。\n", i);
    }
    (void)cm_buf_addf(&out, FACTS REASONING);
    for (int i = 0; i < 10000; i++) {
        (void)cm_buf_addf(&out, "张某%d、", i);
    }
    (void)cm_buf_addf(&out, "系自首，" OPERATIVE END);
    cm_arena_reset(&f->document);
    clock_t from = clock();
    cm_status status =
        cm_reader_read(f->reader, f->scratch, &f->document, cm_buf_view(&out), &record, &err);
    assert_int_equal(status, CM_OK);
    assert_int_equal(record.defendants.count, 10001); /* and the one of the operative part */
    assert_int_equal(record.defendants.items[5000].circumstances.count, 1);
    assert_true((double)(clock() - from) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_repetition),
        cmocka_unit_test(test_parties),
    };
    return cmocka_run_group_tests_name("judgment_properties", tests, reading_fixture_load,
                                       reading_fixture_free);
}
