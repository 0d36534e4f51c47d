/* The harness leaves a test's own setup, state and group state alone. */
#include "base/base.h"

#include "harness.h"

#include <sys/stat.h>
#include <unistd.h>

static int give_group_state(void **state)
{
    static char group[] = "group";

    *state = group;
    return 0;
}

static int give_own_state(void **state)
{
    static char own[] = "own";

    *state = own;
    return 0;
}

static void test_group_state(void **state)
{
    assert_string_equal(*state, "group");
}

static void test_own_state(void **state)
{
    assert_string_equal(*state, "own");
}

static void test_temp_dir_is_a_directory(void **state)
{
    struct stat info;

    (void)state;
    assert_int_equal(stat(test_temp_dir(), &info), 0);
    assert_true(S_ISDIR(info.st_mode));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_group_state),
        cmocka_unit_test_setup(test_own_state, give_own_state),
        cmocka_unit_test(test_temp_dir_is_a_directory),
    };

    return cmocka_run_group_tests(tests, give_group_state, NULL);
}
