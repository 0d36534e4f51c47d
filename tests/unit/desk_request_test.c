/* A request with a key is done once: what was killed in between is known by the line of its change.
 */
#include "base/base.h"

#include "desk/change.h"
#include "desk/request.h"
#include "desk/suppression.h"
#include "harness.h"

#include <unistd.h>

static char path[] = "request-test-XXXXXX";

#define AT CM_SV("2026-11-22T07:40:00Z")

typedef struct {
    cm_arena mem;
    cm_desk *desk;
} fixture;

static void open_desk(fixture *f)
{
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_desk_open(cm_sv_from(path), AT, &f->desk, &err), CM_OK);
}

static int set_up(void **state)
{
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    (void)unlink(path);
    open_desk(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return unlink(path);
}

static cm_request_seen ask(fixture *f, cm_desk *desk, const char *key, const char *what)
{
    CM_AUTO_ERR err = {0};
    cm_request_seen seen = {0};
    const cm_request_key k = {.person = CM_SV("anna"),
                              .key = cm_sv_from(key),
                              .digest = cm_digest_of(cm_sv_from(what)),
                              .at = AT};
    assert_int_equal(cm_request_open(desk, &k, &f->mem, &seen, &err), CM_OK);
    return seen;
}

static int64_t change(cm_desk *desk)
{
    CM_AUTO_ERR err = {0};
    const cm_deed deed = {.at = AT, .action = CM_SV("suppress.add")};
    const cm_suppression s = {.model = CM_SV("a/b"),
                              .court = CM_SV("court"),
                              .reason = CM_SV("why"),
                              .by = CM_SV("who"),
                              .made_on = {2020, 1, 10},
                              .expires_on = {2020, 2, 10}};
    int64_t no = 0, line = 0;
    assert_int_equal(cm_change_begin(desk, &err), CM_OK);
    assert_int_equal(cm_suppression_add(desk, &s, &no, &err), CM_OK);
    assert_int_equal(cm_change_commit(desk, &deed, &line, &err), CM_OK);
    return line;
}

static void test_answered(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_request_answer answer = {201, CM_SV("Location: /x"), CM_SV("{}")};
    cm_request_seen first = ask(f, f->desk, "k", "a");
    assert_int_equal(first.state, CM_REQUEST_NEW);
    assert_int_equal(ask(f, f->desk, "k", "a").state, CM_REQUEST_BUSY);
    int64_t line = change(f->desk);
    assert_int_equal(cm_request_close(f->desk, first.no, &answer, &err), CM_OK);

    cm_request_seen again = ask(f, f->desk, "k", "a");
    assert_int_equal(again.state, CM_REQUEST_ANSWERED);
    assert_int_equal(again.line, line);
    assert_int_equal(again.answer.status, 201);
    assert_true(cm_sv_equal(again.answer.headers, answer.headers));
    assert_true(cm_sv_equal(again.answer.body, answer.body));
    assert_int_equal(ask(f, f->desk, "k", "b").state, CM_REQUEST_OTHER);
}

/* The process dies: what has a line is done, what has none is free again. */
static void test_killed(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_deed read = {.at = AT, .action = CM_SV("clue.open")};
    assert_int_equal(ask(f, f->desk, "changed", "a").state, CM_REQUEST_NEW);
    assert_int_equal(cm_change_log(f->desk, &read, &err), CM_OK); /* is no change */
    int64_t line = change(f->desk);
    (void)change(f->desk);
    assert_int_equal(ask(f, f->desk, "unchanged", "a").state, CM_REQUEST_NEW);
    assert_int_equal(cm_change_log(f->desk, &read, &err), CM_OK);
    cm_desk_close(f->desk);
    open_desk(f);
    assert_int_equal(cm_requests_restart(f->desk, &err), CM_OK);

    cm_request_seen seen = ask(f, f->desk, "changed", "a");
    assert_int_equal(seen.state, CM_REQUEST_DONE);
    assert_int_equal(seen.line, line);
    assert_int_equal(ask(f, f->desk, "unchanged", "a").state, CM_REQUEST_NEW);
}

static void test_failed(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_request_seen seen = ask(f, f->desk, "k", "a");
    assert_int_equal(cm_request_close(f->desk, seen.no, NULL, &err), CM_OK);
    seen = ask(f, f->desk, "k", "a");
    assert_int_equal(seen.state, CM_REQUEST_NEW);
    (void)change(f->desk);
    assert_int_equal(cm_request_close(f->desk, seen.no, NULL, &err), CM_OK);
    assert_int_equal(ask(f, f->desk, "k", "a").state, CM_REQUEST_DONE);
}

static void test_forgotten(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_request_answer answer = {200, CM_SV(""), CM_SV("{}")};
    cm_request_seen seen = ask(f, f->desk, "k", "a");
    cm_sv later = cm_sv_from("2026-11-22T07:40:01Z");
    assert_int_equal(cm_requests_forget(f->desk, later, &err), CM_OK);
    assert_int_equal(ask(f, f->desk, "k", "a").state, CM_REQUEST_BUSY); /* at work is kept */
    assert_int_equal(cm_request_close(f->desk, seen.no, &answer, &err), CM_OK);
    assert_int_equal(cm_requests_forget(f->desk, AT, &err), CM_OK);
    assert_int_equal(ask(f, f->desk, "k", "a").state, CM_REQUEST_ANSWERED);
    assert_int_equal(cm_requests_forget(f->desk, later, &err), CM_OK);
    assert_int_equal(ask(f, f->desk, "k", "a").state, CM_REQUEST_NEW);
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
        cmocka_unit_test_setup_teardown(test_answered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_failed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forgotten, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, make_path, NULL);
}
