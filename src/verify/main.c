#include "base/base.h"

#include "verify/report.h"

#include "base/file.h"
#include "base/limits.h"

#include <unistd.h>

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif
#ifndef CM_DATA_DIR
#define CM_DATA_DIR "/usr/share/chaming/data"
#endif

enum { HOLDS = 0, FAILS = 1, USAGE = 2, LEVELS_UP = 6 };

typedef struct {
    cm_arena mem;
    cm_sv data, language;
    cm_svs files;
    cm_public_key key;
    bool has_key, other_data, as_json;
} arguments;

static cm_sv parent(cm_sv path)
{
    return cm_file_folder(path);
}

/* --data, $CHAMING_DATA, a folder above the program (a build tree), or where it is installed. */
static cm_sv find_data(arguments *a)
{
    cm_sv named = cm_sv_from(getenv("CHAMING_DATA")); /* NOLINT(concurrency-mt-unsafe) */
    if (a->data.len != 0 || named.len != 0) {
        return a->data.len != 0 ? a->data : named;
    }
    CM_AUTO_BUF path;
    cm_buf_init(&path, CM_MAX_PATH_BYTES);
    cm_assert(cm_buf_reserve(&path, CM_MAX_PATH_BYTES));
    ssize_t len = readlink("/proc/self/exe", path.ptr, CM_MAX_PATH_BYTES);
    cm_sv at = cm_arena_sv(&a->mem, (cm_sv){path.ptr, len > 0 ? (size_t)len : 0});
    for (int i = 0; at.len > 1 && i < LEVELS_UP; i++) {
        at = parent(at);
        cm_sv folder = cm_file_join(&a->mem, at, CM_SV("data"));
        if (cm_file_exists(cm_file_join(&a->mem, folder, CM_SV("catalogue.tsv")))) {
            return folder;
        }
    }
    return CM_SV(CM_DATA_DIR);
}

/* False: the arguments are wrong. */
static bool read_arguments(int argc, char **argv, arguments *a)
{
    for (int i = 1; i < argc; i++) {
        cm_sv arg = cm_sv_from(argv[i]);
        bool has_value = i + 1 < argc;
        if (cm_sv_equal(arg, CM_SV("--json"))) {
            a->as_json = true;
        } else if (cm_sv_equal(arg, CM_SV("--other-data"))) {
            a->other_data = true;
        } else if (cm_sv_equal(arg, CM_SV("--data")) && has_value) {
            a->data = cm_sv_from(argv[++i]);
        } else if (cm_sv_equal(arg, CM_SV("--lang")) && has_value) {
            a->language = cm_sv_from(argv[++i]);
        } else if (cm_sv_equal(arg, CM_SV("--key")) && has_value) {
            a->has_key = cm_hex_read(cm_sv_from(argv[++i]), a->key.bytes, CM_PUBLIC_KEY_BYTES);
            if (!a->has_key) {
                return false;
            }
        } else if (cm_sv_starts(arg, CM_SV("-"))) {
            return false;
        } else {
            *cm_vec_push(&a->mem, &a->files) = arg;
        }
    }
    return a->files.count != 0;
}

static int fail(const cm_err *err)
{
    (void)fprintf(stderr, "chaming-verify: %s%s%s\n", err->file != NULL ? err->file : "",
                  err->file != NULL ? ": " : "", err->message);
    return cm_status_exit_code(err->status);
}

/* Every file, also after one that fails or can't be read. */
static int check_files(const arguments *a, cm_verifier *v, const cm_wording *words)
{
    const cm_verify_options options = {a->has_key ? &a->key : NULL, a->other_data};
    int code = HOLDS;
    for (size_t i = 0; i < a->files.count; i++) {
        CM_AUTO_ERR err = {0};
        CM_AUTO_BUF bytes, out;
        cm_arena mem;
        cm_arena_init(&mem);
        cm_buf_init(&bytes, CM_MAX_JSON);
        cm_buf_init(&out, CM_MAX_PAGE);
        if (cm_file_read(a->files.items[i], &bytes, &err) != CM_OK) {
            code = fail(&err);
        } else {
            cm_verify_report report;
            cm_verify_check(v, &mem, cm_buf_view(&bytes), &options, &report);
            cm_verify_write(&out, a->as_json, words, a->files.items[i], &report);
            (void)fwrite(out.ptr, 1, out.len, stdout);
            code = report.failures.count != 0 && code == HOLDS ? FAILS : code;
        }
        cm_arena_clear(&mem);
    }
    return code;
}

static int run(arguments *a)
{
    CM_AUTO_ERR err = {0};
    cm_verifier *v = NULL;
    cm_wording words = {0};
    cm_sv data = find_data(a);
    cm_sv path = cm_arena_format(&a->mem, "%.*s/messages/%.*s/verify.tsv", CM_SV_ARG(data),
                                 CM_SV_ARG(a->language));
    cm_status status = cm_wording_load(&a->mem, path, &words, &err);
    if (status == CM_OK) {
        status = cm_verifier_open(data, &v, &err);
    }
    int code = status == CM_OK ? check_files(a, v, &words) : fail(&err);
    cm_verifier_close(v);
    return code;
}

int main(int argc, char **argv)
{
    arguments a = {.language = CM_SV("zh")};
    cm_arena_init(&a.mem);
    int code = USAGE;
    if (argc == 2 && cm_sv_equal(cm_sv_from(argv[1]), CM_SV("--version"))) {
        (void)printf("chaming-verify %s\n", CM_VERSION);
        code = HOLDS;
    } else if (read_arguments(argc, argv, &a)) {
        code = run(&a);
    } else {
        (void)fprintf(stderr, "chaming-verify [--key HEX] [--data FOLDER] [--other-data] [--json] "
                              "[--lang zh|en] FILE...\n");
    }
    if (fflush(stdout) != 0 && code == HOLDS) {
        code = cm_status_exit_code(CM_E_IO);
    }
    cm_arena_clear(&a.mem);
    return code;
}
