/* bench_reader DATA-FOLDER FILE.ndjson [MEGABYTES]: megabytes of judgment text per second on one
 * thread, in rows "name TAB number": the reader, text to record, over the file again and again
 * until MEGABYTES were read, with its largest memory in MB; and two limits over the same bytes:
 * finding the lexicon's phrases and nothing else, and decoding every character once. */
#include "base/base.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/vec.h"
#include "judgment/cue.h"
#include "judgment/reader.h"
#include "text/lexicon.h"
#include "text/utf8.h"

#include <sys/resource.h>

enum { LEAST_PASSES = 5 };

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
    *ret_characters = characters;
    return seconds() - begin;
}

/* One pass of the matcher over the original bytes. */
static double phrases_pass(const cm_lexicon *lexicon, const cm_svs *texts, size_t *ret_found)
{
    CM_AUTO_ARENA document;
    cm_arena_init(&document);
    cm_scratch *scratch = cm_scratch_new(lexicon);
    double begin = seconds();
    size_t found = 0;
    for (size_t i = 0; i < texts->count; i++) {
        found += cm_lexicon_match(&document, lexicon, scratch, texts->items[i]).count;
        cm_arena_reset(&document);
    }
    *ret_found = found;
    double took = seconds() - begin;
    cm_scratch_free(scratch);
    return took;
}

static cm_status load_lexicon(cm_arena *mem, cm_sv data, cm_lexicon **ret_lexicon, cm_err *err)
{
    cm_sv folder = cm_file_join(mem, data, CM_SV("lexicon"));
    cm_folder *fold = NULL;
    cm_terms *terms = cm_arena_new(mem, cm_terms);
    cm_status status = cm_folder_load(mem, folder, &fold, err);
    if (status == CM_OK) {
        status = cm_terms_load(mem, cm_file_join(mem, data, CM_SV("terms/terms.tsv")), terms, err);
    }
    const cm_lexicon_source source = {folder, fold, terms, CM_CUE_NAMES, CM_CUE_COUNT};
    return status == CM_OK ? cm_lexicon_load(mem, &source, ret_lexicon, err) : status;
}

typedef struct {
    cm_svs texts;
    size_t bytes, passes;
} input;

static void say(const char *name, double value)
{
    (void)printf("%s\t%.1f\n", name, value);
}

static cm_status measure_reader(cm_arena *mem, cm_sv data, const input *in, cm_err *err)
{
    cm_reader *reader = NULL;
    size_t defendants = 0;
    double all = 0, best = 0;
    cm_status status = cm_reader_load(mem, data, &reader, err);
    for (size_t pass = 0; status == CM_OK && pass < in->passes; pass++) {
        double took = 0;
        status = one_pass(reader, &in->texts, &took, &defendants, err);
        all += took;
        best = pass == 0 || took < best ? took : best;
    }
    cm_reader_free(reader);
    if (status == CM_OK) {
        double megabytes = (double)in->bytes / 1e6;
        struct rusage usage;
        (void)getrusage(RUSAGE_SELF, &usage);
        say("reader", megabytes * (double)in->passes / all);
        say("reader_best", megabytes / best);
        say("reader_read", megabytes * (double)in->passes);
        say("reader_memory", (double)usage.ru_maxrss / 1024);
        (void)fprintf(stderr, "%zu texts, %.1f MB, %zu defendants, %zu passes\n", in->texts.count,
                      megabytes, defendants, in->passes);
    }
    return status;
}

static cm_status measure_limits(cm_arena *mem, cm_sv data, const input *in, cm_err *err)
{
    cm_lexicon *lexicon = NULL;
    cm_status status = load_lexicon(mem, data, &lexicon, err);
    double decoding = 0, phrases = 0;
    for (size_t pass = 0; status == CM_OK && pass < LEAST_PASSES; pass++) {
        size_t characters, found;
        double took = decoding_pass(&in->texts, &characters);
        decoding = pass == 0 || took < decoding ? took : decoding;
        took = phrases_pass(lexicon, &in->texts, &found);
        phrases = pass == 0 || took < phrases ? took : phrases;
        if (pass == 0) {
            (void)fprintf(stderr, "%zu characters, %zu phrases found\n", characters, found);
        }
    }
    cm_lexicon_free(lexicon);
    if (status == CM_OK) {
        say("phrases", (double)in->bytes / 1e6 / phrases);
        say("decoding", (double)in->bytes / 1e6 / decoding);
    }
    return status;
}

static cm_status measure(cm_sv data, cm_sv path, double megabytes, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    input in = {0};
    cm_status status = load_texts(&mem, path, &in.texts, err);
    for (size_t i = 0; i < in.texts.count; i++) {
        in.bytes += in.texts.items[i].len;
    }
    if (status == CM_OK && in.bytes == 0) {
        status = cm_err_set(err, CM_E_ARG, "%.*s holds no text", CM_SV_ARG(path));
    }
    if (status != CM_OK) {
        return status;
    }
    double wanted = megabytes * 1e6 / (double)in.bytes;
    in.passes = wanted > LEAST_PASSES ? (size_t)wanted + 1 : LEAST_PASSES;
    status = measure_reader(&mem, data, &in, err);
    return status == CM_OK ? measure_limits(&mem, data, &in, err) : status;
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    char *end = NULL;
    double megabytes = argc == 4 ? strtod(argv[3], &end) : 0;

    if (argc < 3 || argc > 4 || (argc == 4 && (*end != '\0' || megabytes <= 0))) {
        (void)fprintf(stderr, "usage: %s DATA-FOLDER FILE.ndjson [MEGABYTES]\n", argv[0]);
        return 2;
    }
    if (measure(cm_sv_from(argv[1]), cm_sv_from(argv[2]), megabytes, &err) != CM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    return 0;
}
