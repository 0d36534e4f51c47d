/* The linker sends every call of cmocka's checks and of its runner through the __wrap_ functions
 * below (see link_args in meson.build); __real_ is cmocka's own function. */
#include "base/base.h"

#include "harness.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka's callbacks carry no payload of ours, so the counters are the one global state of a test
 * program. NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables) */
static struct {
    size_t checks;
    const char *row;
    char *temp_dir;
    CMFixtureFunction group_setup, group_teardown;
    void *group_state; /* what group_setup left for the tests */
} harness;

/* NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables) */

static void count_check(void)
{
    harness.checks++;
}

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
/* One wrapper: forwards a check to cmocka after counting it. */
#define WRAP_CHECK(name, params, args)                                                             \
    void __real_##name params;                                                                     \
    void __wrap_##name params;                                                                     \
    void __wrap_##name params                                                                      \
    {                                                                                              \
        count_check();                                                                             \
        __real_##name args;                                                                        \
    }

typedef const LargestIntegralType integral;

WRAP_CHECK(_assert_true, (integral value, const char *text, const char *file, int line),
           (value, text, file, line))
WRAP_CHECK(_assert_int_equal, (integral a, integral b, const char *file, int line),
           (a, b, file, line))
WRAP_CHECK(_assert_int_not_equal, (integral a, integral b, const char *file, int line),
           (a, b, file, line))
WRAP_CHECK(_assert_string_equal, (const char *a, const char *b, const char *file, int line),
           (a, b, file, line))
WRAP_CHECK(_assert_string_not_equal, (const char *a, const char *b, const char *file, int line),
           (a, b, file, line))
WRAP_CHECK(_assert_memory_equal,
           (const void *a, const void *b, size_t size, const char *file, int line),
           (a, b, size, file, line))
WRAP_CHECK(_assert_memory_not_equal,
           (const void *a, const void *b, size_t size, const char *file, int line),
           (a, b, size, file, line))
WRAP_CHECK(_assert_in_range, (integral v, integral lo, integral hi, const char *file, int line),
           (v, lo, hi, file, line))

int __real__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown);
int __wrap__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown);

/* What a test of the program looked like before the harness took its place in the table. */
struct counted_test {
    const struct CMUnitTest *test;
    void *state; /* what its own setup left for it */
};

static int counted_setup(void **state)
{
    struct counted_test *counted = *state;

    harness.checks = 0;
    harness.row = NULL;
    counted->state = harness.group_state; /* before initial_state, as in cmocka */
    if (counted->state == NULL) {
        counted->state = counted->test->initial_state;
    }
    return counted->test->setup_func ? counted->test->setup_func(&counted->state) : 0;
}

static void counted_run(void **state)
{
    struct counted_test *counted = *state;

    counted->test->test_func(&counted->state);
    if (harness.checks == 0) {
        fail_msg("%s ended without a single check", counted->test->name);
    }
    harness.row = NULL;
}

static int counted_teardown(void **state)
{
    struct counted_test *counted = *state;

    if (harness.row != NULL) {
        print_error("[   ROW    ] %s\n", harness.row);
        harness.row = NULL;
    }
    return counted->test->teardown_func ? counted->test->teardown_func(&counted->state) : 0;
}

/* A group's state stays here and out of cmocka, which would hand it to the tests in place of
 * their struct counted_test. */
static int kept_group_setup(void **state)
{
    (void)state;
    return harness.group_setup(&harness.group_state);
}

static int kept_group_teardown(void **state)
{
    (void)state;
    return harness.group_teardown(&harness.group_state);
}

int __wrap__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown)
{
    if (count == 0) {
        print_error("%s: no tests\n", name);
        return 1;
    }
    struct counted_test *counted = calloc(count, sizeof *counted);
    struct CMUnitTest *table = calloc(count, sizeof *table);
    if (counted == NULL || table == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        counted[i].test = &tests[i];
        table[i] = (struct CMUnitTest){tests[i].name, counted_run, counted_setup, counted_teardown,
                                       &counted[i]};
    }
    harness.group_setup = setup;
    harness.group_teardown = teardown;
    int failed =
        __real__cmocka_run_group_tests(name, table, count, setup == NULL ? NULL : kept_group_setup,
                                       teardown == NULL ? NULL : kept_group_teardown);
    free(table);
    free(counted);
    return failed;
}

/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

void test_row(const char *title)
{
    harness.row = title;
}

const char *test_source_dir(void)
{
    const char *dir = getenv("CHAMING_TESTS"); /* NOLINT(concurrency-mt-unsafe) */

    if (dir == NULL) {
        print_error("CHAMING_TESTS is not set: run the tests with `meson test`\n");
        abort();
    }
    return dir;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

static void remove_temp_dir(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): runs at exit, no threads are left */
    (void)nftw(harness.temp_dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(harness.temp_dir);
    harness.temp_dir = NULL;
}

const char *test_temp_dir(void)
{
    if (harness.temp_dir == NULL) {
        harness.temp_dir = strdup("/tmp/chaming-test-XXXXXX");
        if (harness.temp_dir == NULL || mkdtemp(harness.temp_dir) == NULL ||
            atexit(remove_temp_dir) != 0) {
            abort();
        }
    }
    return harness.temp_dir;
}
