/* Desks of one file that write in turns: nobody writes while another does, nobody is left out, and
 * a turn ends however the change does. */
#include "base/base.h"

#include "desk/change.h"
#include "desk/request.h"
#include "desk/suppression.h"
#include "harness.h"

#include "base/thread.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { WRITERS = 4, CHANGES = 25 };

static char path[] = "turn-test-XXXXXX";

#define AT CM_SV("2026-11-22T07:40:00Z")

typedef struct {
    cm_desk *desk;
    int number;
    atomic_int *inside; /* writers that are in a change */
    bool failed, met;
} writer;

static cm_desk *open_desk(cm_turns *turns)
{
    CM_AUTO_ERR err = {0};
    cm_desk *desk = NULL;
    assert_int_equal(cm_desk_open(cm_sv_from(path), AT, &desk, &err), CM_OK);
    cm_desk_take_turns(desk, turns);
    return desk;
}

static cm_status suppress(cm_desk *desk, cm_sv model, cm_err *err)
{
    int64_t no = 0;
    const cm_suppression s = {.model = model,
                              .court = CM_SV("court"),
                              .reason = CM_SV("why"),
                              .by = CM_SV("who"),
                              .made_on = {2020, 1, 10},
                              .expires_on = {2020, 2, 10}};
    return cm_suppression_add(desk, &s, &no, err);
}

static void write_all(void *payload)
{
    writer *w = payload;
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_deed deed = {.at = AT, .action = CM_SV("suppression.add")};
    for (int i = 0; i < CHANGES; i++) {
        cm_sv model = cm_arena_format(&mem, "m/%d-%d", w->number, i);
        w->failed = w->failed || cm_change_begin(w->desk, &err) != CM_OK;
        w->met = w->met || atomic_fetch_add(w->inside, 1) != 0;
        cm_status status = suppress(w->desk, model, &err);
        (void)atomic_fetch_sub(w->inside, 1);
        w->failed = w->failed || cm_change_end(w->desk, status, &deed, &err) != CM_OK;
    }
}

static void test_writers(void **state)
{
    CM_AUTO_ERR err = {0};
    cm_turns *turns = cm_turns_new();
    atomic_int inside = 0;
    writer writers[WRITERS];
    cm_thread *threads[WRITERS];
    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (writer){.desk = open_desk(turns), .number = i, .inside = &inside};
    }
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(cm_thread_start(write_all, &writers[i], &threads[i], &err), CM_OK);
    }
    for (int i = 0; i < WRITERS; i++) {
        cm_thread_join(threads[i]);
        assert_false(writers[i].failed);
        assert_false(writers[i].met);
        cm_desk_close(writers[i].desk);
    }
    cm_turns_free(turns);
}

/* The second desk would wait for ten seconds, and fail, if a turn were kept. */
static void test_ends(void **state)
{
    CM_AUTO_ERR err = {0};
    cm_arena mem;
    cm_turns *turns = cm_turns_new();
    cm_desk *one = open_desk(turns), *other = open_desk(turns);
    const cm_deed deed = {.at = AT, .action = CM_SV("suppression.add")};
    (void)state;
    cm_arena_init(&mem);
    assert_int_equal(cm_change_begin(one, &err), CM_OK);
    assert_int_equal(suppress(one, CM_SV("m/undone"), &err), CM_OK);
    cm_change_undo(one);
    assert_int_equal(cm_change_log(other, &deed, &err), CM_OK);
    assert_int_equal(cm_change_begin(one, &err), CM_OK);
    assert_int_equal(cm_change_end(one, CM_E_ARG, &deed, &err), CM_E_ARG);
    assert_int_equal(cm_change_log(other, &deed, &err), CM_OK);
    cm_request_seen seen = {0};
    const cm_request_key key = {
        .person = CM_SV("anna"), .key = CM_SV("k"), .digest = cm_digest_of(CM_SV("w")), .at = AT};
    assert_int_equal(cm_request_open(one, &key, &mem, &seen, &err), CM_OK);
    assert_int_equal(cm_change_log(other, &deed, &err), CM_OK);
    cm_desk_close(other);
    cm_desk_close(one);
    cm_turns_free(turns);
    cm_arena_clear(&mem);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static int make_path(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file) + unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_writers, tear_down),
        cmocka_unit_test_teardown(test_ends, tear_down),
    };

    return cmocka_run_group_tests(tests, make_path, NULL);
}
