/* bench_pathological DATA-FOLDER [MEGABYTES]: texts made of one thing again and again, read at a
 * size and at four times the size, in rows "pattern TAB rate TAB rate at four times TAB ratio": the
 * ratio of the times, 4 where the cost is linear.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "judgment/reader.h"

#define HEAD                                                                                       \
    "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n被告人张三，男，1980年1月1日出生。\n"
#define BODY                                                                                                                          \
    "本案现已审理终结。\n经审理查明，2017年1月2日，张三窃得手机一部。\n本院认为，张三系自首，" \
    "依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n"
#define TAIL "被告人张三犯盗窃罪，判处有期徒刑六个月。\n审判员 王五\n二〇一七年五月四日\n"

static const char *const patterns[] = {
    "（",
    "）",
    "“",
    "《",
    "1",
    "1,111",
    "〇",
    "被告人",
    "被告人张三，",
    "原告王五、",
    "自首，",
    "判决如下：",
    "审判员",
    "审判员 王五\n",
    "附：",
    "二〇一七年",
    "2017年1月2日",
    "第一条、",
    "本院认为，",
    "-1-",
    "北大法宝",
    "法宝",
    "甲.",
    "\n",
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未\n",
};

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A judgment with `bytes` of the pattern in its head (0), in its operative part (1) or around which
 * there is nothing (2). */
static void build(cm_buf *out, const char *pattern, int where, size_t bytes)
{
    cm_buf_reset(out);
    (void)cm_buf_add(out, cm_sv_from(where == 2 ? "" : HEAD));
    if (where == 1) {
        (void)cm_buf_add(out, cm_sv_from(BODY));
    }
    for (size_t limit = out->len + bytes; out->len < limit;) {
        (void)cm_buf_add(out, cm_sv_from(pattern));
    }
    if (where == 0) {
        (void)cm_buf_add(out, cm_sv_from(BODY));
    }
    (void)cm_buf_add(out, cm_sv_from(where == 2 ? "" : TAIL));
}

static cm_status time_reading(const cm_reader *reader, cm_sv text, double *ret_seconds, cm_err *err)
{
    CM_AUTO_ARENA document;
    cm_arena_init(&document);
    cm_reader_scratch *scratch = cm_reader_scratch_new(reader);
    cm_record record;
    double begin = seconds();
    cm_status status = cm_reader_read(reader, scratch, &document, text, &record, err);
    *ret_seconds = seconds() - begin;
    cm_reader_scratch_free(scratch);
    return status;
}

static cm_status measure(const cm_reader *reader, const char *pattern, int where, size_t bytes,
                         cm_err *err)
{
    static const char *const PLACES[] = {"head", "operative", "alone"};
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DOCUMENT);
    double took[2];
    double rate[2];
    for (size_t k = 0; k < CM_COUNT(took); k++) {
        build(&text, pattern, where, k == 0 ? bytes : bytes * 4);
        cm_status status = time_reading(reader, cm_buf_view(&text), &took[k], err);
        if (status != CM_OK) {
            return status;
        }
        rate[k] = (double)text.len / 1e6 / took[k];
    }
    (void)printf("%.*s %s\t%.1f\t%.1f\t%.1f%s\n", (int)strcspn(pattern, "\n"), pattern,
                 PLACES[where], rate[0], rate[1], took[1] / took[0],
                 took[1] / took[0] > 8 ? "\tNOT LINEAR" : "");
    return CM_OK;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_pathological DATA-FOLDER [MEGABYTES]\n");
        return 2;
    }
    CM_AUTO_ARENA process;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&process);
    cm_reader *reader = NULL;
    size_t bytes = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) << 20 : (size_t)256 << 10;
    cm_status status = cm_reader_load(&process, cm_sv_from(argv[1]), &reader, &err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(patterns); i++) {
        for (int where = 0; status == CM_OK && where < 3; where++) {
            status = measure(reader, patterns[i], where, bytes, &err);
        }
    }
    if (status != CM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
    }
    cm_reader_free(reader);
    return status == CM_OK ? 0 : 1;
}
