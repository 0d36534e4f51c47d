#include "base/base.h"

#include "base/pipeline.h"
#include "harness.h"

#include <sched.h>

enum { ITEMS = 6, LENGTH = 5000 };

typedef struct {
    int input, output;
} item;

typedef struct {
    int next, written, fail_read_at, fail_write_at, cancel_at;
    bool in_order;
    atomic_bool cancel;
} job;

static bool read_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    if (j->next == j->fail_read_at) {
        (void)cm_err_set(err, CM_E_IO, "read fault");
        return false;
    }
    if (j->next == j->cancel_at) {
        atomic_store(&j->cancel, true);
    }
    if (j->next == LENGTH) {
        return false;
    }
    ((item *)it)->input = j->next++;
    return true;
}

static void work_item(void *payload, size_t worker, void *it)
{
    (void)payload;
    (void)worker;
    item *i = it;
    for (int k = 0; k < i->input % 5; k++) { /* uneven work, so that items overtake each other */
        (void)sched_yield();
    }
    i->output = i->input * 3;
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    const item *i = it;
    if (j->written == j->fail_write_at) {
        return cm_err_set(err, CM_E_DB, "write fault");
    }
    j->in_order = j->in_order && i->input == j->written && i->output == 3 * i->input;
    j->written++;
    return CM_OK;
}

static const struct {
    const char *title;
    size_t workers, items;
    int fail_read_at, fail_write_at, cancel_at;
    cm_status want;
    int want_written;
} rows[] = {
    {"one worker", 1, ITEMS, -1, -1, -1, CM_OK, LENGTH},
    {"four workers", 4, ITEMS, -1, -1, -1, CM_OK, LENGTH},
    {"a ring of one", 2, 1, -1, -1, -1, CM_OK, LENGTH},
    {"empty input", 2, ITEMS, 0, -1, -1, CM_E_IO, 0},
    {"what was read before a fault is written", 3, ITEMS, 100, -1, -1, CM_E_IO, 100},
    {"nothing is written after a failed write", 3, ITEMS, -1, 50, -1, CM_E_DB, 50},
    {"cancel finishes what was read", 3, ITEMS, -1, -1, 200, CM_E_CANCELLED, 201},
};

static void test_runs(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        item items[ITEMS] = {{0}};
        void *ring[ITEMS];
        for (size_t k = 0; k < ITEMS; k++) {
            ring[k] = &items[k];
        }
        job j = {.fail_read_at = rows[i].fail_read_at,
                 .fail_write_at = rows[i].fail_write_at,
                 .cancel_at = rows[i].cancel_at,
                 .in_order = true};
        cm_pipeline p = {.workers = rows[i].workers,
                         .items = ring,
                         .item_count = rows[i].items,
                         .read = read_item,
                         .work = work_item,
                         .write = write_item,
                         .payload = &j,
                         .cancel = &j.cancel};
        CM_AUTO_ERR err = {0};
        assert_int_equal(cm_pipeline_run(&p, &err), rows[i].want);
        assert_int_equal(j.written, rows[i].want_written);
        assert_true(j.in_order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
