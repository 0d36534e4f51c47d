#include "base/base.h"

#include "app/import.h"
#include "base/file.h"
#include "base/limits.h"
#include "harness.h"

#include <sys/wait.h>
#include <unistd.h>

enum { DOCUMENTS = 400, BATCH = 100000 };

/* A judgment of its own for every number: two lines of NDJSON in three are such, one is broken. */
static void add_line(cm_buf *out, int number)
{
    if (number % 3 == 2) {
        (void)cm_buf_addf(out, "{\"id\":\"%d\",\"text\":\"cut off\n", number);
        return;
    }
    (void)cm_buf_addf(out,
                      "{\"id\":\"%d\",\"text\":\"东川省临江县人民法院\\n刑事判决书\\n"
                      "（2016）川0199刑初%d号\\n被告人张大山，男，1985年3月2日出生。\\n"
                      "本院认为，被告人张大山的行为已构成盗窃罪，判决如下：\\n"
                      "被告人张大山犯盗窃罪，判处拘役三个月，并处罚金人民币一千元。\\n"
                      "审判员　李文\\n二〇一六年五月十日\\n",
                      number, number);
    for (int i = 0; i < 10; i++) { /* long enough for several batches */
        (void)cm_buf_add(out, CM_SV("上述事实，被告人亦无异议，足以认定。"));
    }
    (void)cm_buf_add(out, CM_SV("\"}\n"));
}

static cm_sv write_input(cm_arena *mem, cm_sv folder, const char *name, int from, int to)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_LINE);
    for (int i = from; i < to; i++) {
        add_line(&text, i);
    }
    cm_sv path = cm_file_join(mem, folder, cm_sv_from(name));
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_file_write(path, cm_buf_view(&text), &err), CM_OK);
    return path;
}

typedef struct {
    atomic_bool cancel;
    uint64_t stop_at, die_at; /* documents; 0: never */
} watcher;

static void watch(void *payload, const cm_import_summary *so_far)
{
    watcher *w = payload;
    if (w->die_at != 0 && so_far->documents >= w->die_at) {
        _exit(9); /* as if killed: nothing is put in order */
    }
    if (w->stop_at != 0 && so_far->documents >= w->stop_at) {
        atomic_store(&w->cancel, true);
    }
}

static cm_home *open_home(void)
{
    CM_AUTO_ERR err = {0};
    cm_home *home = NULL;
    assert_int_equal(cm_home_open(CM_SV(""), CM_SV("zh"), &home, &err), CM_OK);
    return home;
}

static cm_site *open_site(const cm_home *home, cm_sv folder)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_site *site = NULL;
    if (!cm_file_exists(folder)) {
        assert_int_equal(cm_workspace_create(&mem, folder, &err), CM_OK);
    }
    assert_int_equal(cm_site_open(home, folder, 1, &site, &err), CM_OK);
    return site;
}

static cm_status import(const cm_home *home, cm_sv folder, cm_svs paths, watcher *w,
                        cm_import_summary *sum)
{
    cm_site *site = open_site(home, folder);
    cm_import_options options = {
        .paths = &paths, .workers = 2, .batch = BATCH, .watch = {watch, NULL, w, &w->cancel}};
    CM_AUTO_ERR err = {0};
    cm_status status = cm_import(site, &options, sum, &err);
    cm_site_close(site);
    return status;
}

/* All there is, document by document: id, where it stands, and its text out of the vault. */
static void describe(const cm_home *home, cm_sv folder, cm_buf *out)
{
    cm_site *site = open_site(home, folder);
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    for (int64_t key = 1; key <= DOCUMENTS; key++) {
        cm_site_document d = {0};
        cm_status status = cm_site_text(site, key, &mem, &d, &err);
        if (status == CM_OK) {
            (void)cm_buf_addf(out, "%lld %.*s %.*s %.*s\n", (long long)key, CM_SV_ARG(d.id),
                              CM_SV_ARG(d.case_no), CM_SV_ARG(d.text));
        } else {
            assert_int_equal(status, CM_E_NOTFOUND);
        }
    }
    static const cm_facts_query counts[] = {CM_QUERY_CORPUS, CM_QUERY_SOURCES,
                                            CM_QUERY_NOT_READ_COUNTS};
    for (size_t i = 0; i < CM_COUNT(counts); i++) {
        cm_rows *rows = NULL;
        assert_int_equal(cm_facts_ask(site->session, counts[i], NULL, 0, &rows, &err), CM_OK);
        while (cm_rows_next(rows)) {
            cm_cell last = cm_rows_cell(rows, cm_rows_columns(rows) - 1);
            (void)cm_buf_addf(out, "count %lld\n", (long long)last.number);
        }
        cm_rows_close(rows);
    }
    cm_site_close(site);
}

static void assert_same(const cm_home *home, cm_sv one, cm_sv other)
{
    CM_AUTO_BUF a, b;
    cm_buf_init(&a, CM_MAX_LINE);
    cm_buf_init(&b, CM_MAX_LINE);
    describe(home, one, &a);
    describe(home, other, &b);
    assert_true(a.len > 1000);
    assert_true(cm_sv_equal(cm_buf_view(&a), cm_buf_view(&b)));
}

static cm_svs one_path(cm_arena *mem, cm_sv path)
{
    cm_svs paths = {0};
    *cm_vec_push(mem, &paths) = path;
    return paths;
}

static void test_stopped_and_killed(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv temp = cm_sv_from(test_temp_dir());
    cm_svs in = one_path(&mem, write_input(&mem, temp, "in.ndjson", 0, DOCUMENTS));
    cm_sv whole = cm_file_join(&mem, temp, CM_SV("whole"));
    cm_sv stopped = cm_file_join(&mem, temp, CM_SV("stopped"));
    cm_sv killed = cm_file_join(&mem, temp, CM_SV("killed"));
    cm_import_summary sum;

    pid_t child = fork(); /* before this process has threads */
    if (child == 0) {
        watcher dying = {.die_at = 150};
        cm_home *home = open_home();
        (void)import(home, killed, in, &dying, &sum);
        _exit(0);
    }
    int left = 0;
    assert_int_equal(waitpid(child, &left, 0), child);
    assert_true(WIFEXITED(left) && WEXITSTATUS(left) == 9);

    cm_home *home = open_home();
    watcher quiet = {0}, stopping = {.stop_at = 100};
    assert_int_equal(import(home, whole, in, &quiet, &sum), CM_OK);
    assert_int_equal(sum.documents, 267);
    assert_int_equal(sum.causes[CM_CAUSE_INVALID_JSON], 133);

    assert_int_equal(import(home, stopped, in, &stopping, &sum), CM_E_CANCELLED);
    assert_true(sum.documents >= 100 && sum.documents < 267);
    uint64_t before = sum.documents;
    assert_int_equal(import(home, stopped, in, &quiet, &sum), CM_OK);
    assert_int_equal(before + sum.documents, 267);
    assert_same(home, whole, stopped);

    assert_int_equal(import(home, killed, in, &quiet, &sum), CM_OK);
    assert_same(home, whole, killed);

    assert_int_equal(import(home, whole, in, &quiet, &sum), CM_OK);
    assert_int_equal(sum.files_known, 1);
    assert_int_equal(sum.documents + sum.documents_known, 0);
    assert_same(home, whole, stopped);
    cm_home_close(home);
}

/* The same judgments in another file are recognised one by one. */
static void test_overlapping_files(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv temp = cm_sv_from(test_temp_dir());
    cm_sv folder = cm_file_join(&mem, temp, CM_SV("overlap"));
    cm_home *home = open_home();
    watcher quiet = {0};
    cm_import_summary sum;
    cm_svs first = one_path(&mem, write_input(&mem, temp, "first.ndjson", 0, 30));
    cm_svs second = one_path(&mem, write_input(&mem, temp, "second.ndjson", 15, 45));
    assert_int_equal(import(home, folder, first, &quiet, &sum), CM_OK);
    assert_int_equal(sum.documents, 20);
    assert_int_equal(import(home, folder, second, &quiet, &sum), CM_OK);
    assert_int_equal(sum.documents_known, 10);
    assert_int_equal(sum.documents, 10);
    cm_home_close(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stopped_and_killed),
        cmocka_unit_test(test_overlapping_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
