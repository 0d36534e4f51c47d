/* bench_reader DATA-FOLDER FILE.ndjson: megabytes of judgment text per second on one thread, in two
 * rows "name TAB rate": the reader, text to record, and its limit, decoding every character once.
 */
#include "base/base.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/vec.h"
#include "judgment/reader.h"
#include "text/utf8.h"

enum { PASSES = 5 };

/* The texts of an NDJSON file, `full_text` or `text` of each line. */
static cm_status load_texts(cm_arena *mem, cm_sv path, cm_svs *ret_texts, cm_err *err)
{
    cm_lines *lines;
    cm_status status = cm_lines_open(path, CM_MAX_LINE, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF text;
    cm_line line;
    cm_json_reader *json = cm_json_reader_new();
    cm_buf_init(&text, CM_MAX_LINE);
    while (status == CM_OK && cm_lines_next(lines, &text, &line, err)) {
        cm_json_field fields[] = {{.name = CM_SV("full_text")}, {.name = CM_SV("text")}};
        status = cm_json_pick(json, cm_buf_view(&text), fields, CM_COUNT(fields), err);
        if (status == CM_OK) {
            bool full = fields[0].type == CM_JSON_TEXT;
            *cm_vec_push(mem, ret_texts) = cm_arena_sv(mem, fields[full ? 0 : 1].value);
        }
    }
    if (status == CM_OK) {
        status = err->status; /* the stream's own fault, if it ended with one */
    }
    cm_json_reader_free(json);
    cm_lines_close(lines);
    return status;
}

static double seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Read every text once; the seconds it took, and the defendants seen, so that nothing is left out.
 */
static cm_status one_pass(const cm_reader *reader, const cm_svs *texts, double *ret_seconds,
                          size_t *ret_defendants, cm_err *err)
{
    CM_AUTO_ARENA document;
    cm_reader_scratch *scratch = cm_reader_scratch_new(reader);
    cm_status status = CM_OK;
    size_t defendants = 0;
    double begin = seconds();

    cm_arena_init(&document);
    for (size_t i = 0; status == CM_OK && i < texts->count; i++) {
        cm_record record;
        status = cm_reader_read(reader, scratch, &document, texts->items[i], &record, err);
        if (status == CM_OK) {
            defendants += record.defendants.count;
        }
        cm_arena_reset(&document);
    }
    *ret_seconds = seconds() - begin;
    *ret_defendants = defendants;
    cm_reader_scratch_free(scratch);
    return status;
}

/* What no reader can beat: looking at every character once. */
static double decoding_pass(const cm_svs *texts, size_t *ret_characters)
{
    double begin = seconds();
    size_t characters = 0;
    for (size_t i = 0; i < texts->count; i++) {
        size_t len;
        for (size_t at = 0; at < texts->items[i].len; at += len) {
            characters += cm_utf8_decode(texts->items[i], at, &len) != CM_BAD_CHAR;
        }
    }
    *ret_characters += characters;
    return seconds() - begin;
}

static cm_status measure(cm_sv data_folder, cm_sv path, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_svs texts = {0};
    cm_reader *reader = NULL;
    size_t bytes = 0, defendants = 0;
    size_t characters = 0;
    double best = 0, limit = 0;

    cm_arena_init(&mem);
    cm_status status = load_texts(&mem, path, &texts, err);
    if (status == CM_OK) {
        status = cm_reader_load(&mem, data_folder, &reader, err);
    }
    for (size_t i = 0; i < texts.count; i++) {
        bytes += texts.items[i].len;
    }
    for (int pass = 0; status == CM_OK && pass < PASSES; pass++) {
        double took = 0;
        status = one_pass(reader, &texts, &took, &defendants, err);
        best = pass == 0 || took < best ? took : best;
        double decoding = decoding_pass(&texts, &characters);
        limit = pass == 0 || decoding < limit ? decoding : limit;
    }
    if (status == CM_OK && best > 0 && limit > 0) {
        (void)printf("reader\t%.1f\ndecoding\t%.1f\n", (double)bytes / 1e6 / best,
                     (double)bytes / 1e6 / limit);
        (void)fprintf(stderr, "%zu texts, %.1f MB, %zu characters, %zu defendants\n", texts.count,
                      (double)bytes / 1e6, characters / PASSES, defendants);
    }
    cm_reader_free(reader);
    return status;
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};

    if (argc != 3) {
        (void)fprintf(stderr, "usage: %s DATA-FOLDER FILE.ndjson\n", argv[0]);
        return 2;
    }
    if (measure(cm_sv_from(argv[1]), cm_sv_from(argv[2]), &err) != CM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    return 0;
}
