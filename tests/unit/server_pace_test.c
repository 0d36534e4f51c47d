/* Buckets of tokens, with a clock of the test's own. */
#include "base/base.h"

#include "harness.h"
#include "server/pace.h"

static void test_pace(void **state)
{
    (void)state;
    int64_t wait = 0;
    cm_pace *p = cm_pace_new(10, 3, 7);
    for (int i = 0; i < 3; i++) {
        assert_true(cm_pace_take(p, CM_SV("a"), 1000, &wait));
    }
    assert_false(cm_pace_take(p, CM_SV("a"), 1000, &wait));
    assert_in_range(wait, 100, 101);
    assert_true(cm_pace_take(p, CM_SV("b"), 1000, &wait)); /* somebody else */
    assert_false(cm_pace_take(p, CM_SV("a"), 1099, &wait));
    assert_true(cm_pace_take(p, CM_SV("a"), 1200, &wait));
    for (int i = 0; i < 3; i++) { /* never more than the burst */
        assert_true(cm_pace_take(p, CM_SV("a"), 1000000, &wait));
    }
    assert_false(cm_pace_take(p, CM_SV("a"), 1000000, &wait));
    cm_pace_free(p);
}

static void test_no_limit(void **state)
{
    (void)state;
    int64_t wait = 0;
    cm_pace *p = cm_pace_new(0, 0, 7);
    for (int i = 0; i < 1000; i++) {
        assert_true(cm_pace_take(p, CM_SV("a"), 1, &wait));
    }
    cm_pace_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pace),
                                       cmocka_unit_test(test_no_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
