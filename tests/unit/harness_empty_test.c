/* A test without a check: the harness must make this program fail (meson.build: should_fail). */
#include "base/base.h"

#include "harness.h"

static void test_nothing(void **state)
{
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
