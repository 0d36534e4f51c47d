/* Results page by page: whatever the size of the pages, they are the whole list, each result once.
 */
#include "base/base.h"

#include "app/clue.h"
#include "app/run.h"
#include "base/file.h"
#include "base/limits.h"
#include "harness.h"

enum { JUDGMENTS = 30 }; /* of the sample */

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_site *site;
} fixture;

static void add_judgments(fixture *f)
{
    CM_AUTO_BUF sample;
    cm_buf_init(&sample, CM_MAX_DATA_FILE);
    CM_AUTO_ERR err = {0};
    cm_sv path = cm_arena_format(&f->mem, "%s/../samples/judgments.ndjson", test_source_dir());
    assert_int_equal(cm_file_read(path, &sample, &err), CM_OK);
    cm_sv rest = cm_arena_sv(&f->mem, cm_buf_view(&sample)), line;
    cm_reading *reading = cm_reading_new(f->home);
    for (size_t i = 1; i <= JUDGMENTS && cm_sv_split(&rest, '\n', &line); i++) {
        cm_document read, *kept = cm_arena_new(&f->mem, cm_document);
        int64_t key = 0;
        cm_reading_line(reading, &f->mem, line, i, &read);
        cm_sv id = cm_arena_sv(&f->mem, read.id), text = cm_arena_sv(&f->mem, read.text);
        cm_reading_text(reading, &f->mem, id, text, kept);
        assert_int_equal(cm_site_add(f->site, kept, CM_NO_DATE, &key, &err), CM_OK);
    }
    cm_reading_free(reading);
}

static int setup(void **state)
{
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_home_open(CM_SV(""), CM_SV("zh"), &f->home, &err), CM_OK);
    assert_int_equal(cm_home_load_models(f->home, CM_SV(""), &err), CM_OK);
    assert_int_equal(cm_site_open_memory(f->home, &f->site, &err), CM_OK);
    add_judgments(f);
    cm_models on = {0};
    for (size_t i = 0; i < f->home->models.count; i++) {
        const cm_model *m = f->home->models.items[i];
        if (m->enabled && m->collision == NULL) {
            *cm_vec_push(&f->mem, &on) = m;
        }
    }
    cm_run_counts *counts = cm_arena_array(&f->mem, cm_run_counts, on.count);
    assert_int_equal(cm_run_models(f->site, &on, &(cm_run_how){.as_of = CM_NO_DATE}, counts, &err),
                     CM_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_site_close(f->site);
    cm_home_close(f->home);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* One line of a list: what tells results apart, and that their facts are theirs. */
static cm_status take(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    cm_buf *out = payload;
    (void)cm_buf_addf(out, "%.*s %lld %lld %lld %d %zu %.*s\n", CM_SV_ARG(clue->model),
                      (long long)clue->doc_key, (long long)clue->defendant_no,
                      (long long)clue->count_no, (int)clue->outcome, clue->facts.count,
                      CM_SV_ARG(clue->finding));
    return CM_OK;
}

static size_t add_pages(fixture *f, const cm_clue_filter *filter, cm_clue_page page, cm_buf *out)
{
    size_t pages = 0;
    CM_AUTO_ERR err = {0};
    page.visit = take;
    page.payload = out;
    do {
        cm_sv next;
        assert_int_equal(cm_clues_page(f->site, filter, &page, &f->mem, &next, &err), CM_OK);
        page.after = next;
        pages++;
    } while (page.after.len != 0);
    return pages;
}

static const struct {
    const char *title;
    cm_clue_filter filter;
    uint64_t limit;
} lists[] = {
    {"hits one by one", {.outcome = CM_ANSWER_HIT, .without_text = true}, 1},
    {"hits in sevens", {.outcome = CM_ANSWER_HIT, .without_text = true}, 7},
    {"hits on one page", {.outcome = CM_ANSWER_HIT, .without_text = true}, 500},
    {"clear ones", {.outcome = CM_ANSWER_CLEAR, .without_text = true}, 500},
    {"every answer", {.any_outcome = true, .without_text = true}, 311},
};

static void test_pages(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(lists); i++) {
        test_row(lists[i].title);
        CM_AUTO_BUF whole, paged;
        CM_AUTO_ERR err = {0};
        cm_buf_init(&whole, CM_MAX_DATA_FILE);
        cm_buf_init(&paged, CM_MAX_DATA_FILE);
        assert_int_equal(cm_clues_each(f->site, &lists[i].filter, take, &whole, &err), CM_OK);
        assert_true(whole.len > 0);
        const cm_clue_page page = {.limit = lists[i].limit};
        (void)add_pages(f, &lists[i].filter, page, &paged);
        assert_string_equal(cm_buf_z(&paged), cm_buf_z(&whole));
    }
}

static void test_narrowed(void **state)
{
    fixture *f = *state;
    CM_AUTO_BUF all, some;
    cm_buf_init(&all, CM_MAX_DATA_FILE);
    cm_buf_init(&some, CM_MAX_DATA_FILE);
    const cm_clue_filter hits = {.outcome = CM_ANSWER_HIT, .without_text = true};
    for (int d = 0; d < CM_DIRECTION_COUNT; d++) {
        const cm_clue_page page = {.limit = 5, .by_direction = true, .direction = (cm_direction)d};
        (void)add_pages(f, &hits, page, &some);
    }
    assert_true(add_pages(f, &hits, (cm_clue_page){.limit = 5}, &all) > 1);
    assert_int_equal(some.len, all.len);
    cm_buf_reset(&some);
    for (int64_t doc = 1; doc <= JUDGMENTS; doc++) {
        (void)add_pages(f, &hits, (cm_clue_page){.limit = 2, .doc_key = doc}, &some);
    }
    assert_int_equal(some.len, all.len);
    cm_buf_reset(&some);
    (void)add_pages(f, &hits, (cm_clue_page){.limit = 2, .only_suppressed = true}, &some);
    assert_int_equal(some.len, 0);
}

static const struct {
    const char *title, *after;
} wrong[] = {
    {"no keys", "criminal/term-span-mismatch"},
    {"letters", "a~1~x~1"},
    {"a key too few", "a~1~1"},
    {"a key too many", "a~1~1~1~1"},
    {"an empty key", "a~1~~1"},
};

static void test_no_such_page(void **state)
{
    fixture *f = *state;
    const cm_clue_filter hits = {.outcome = CM_ANSWER_HIT, .without_text = true};
    for (size_t i = 0; i < TEST_ROWS(wrong); i++) {
        test_row(wrong[i].title);
        CM_AUTO_ERR err = {0};
        cm_sv next;
        const cm_clue_page page = {.after = cm_sv_from(wrong[i].after), .limit = 1, .visit = take};
        assert_int_equal(cm_clues_page(f->site, &hits, &page, &f->mem, &next, &err), CM_E_ARG);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_narrowed),
        cmocka_unit_test(test_no_such_page),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
