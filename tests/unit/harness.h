/* tests/unit/harness.h - what every unit test includes after base/base.h: cmocka and three helpers.
 * Every test program is linked with harness.c, which counts the checks (assert_*) a test executes:
 * a test that ends without one fails, and so does a program without tests.
 *
 *   static const struct { const char *title, *text; int64_t want; } rows[] = {...};
 *   static void test_numerals(void **state)
 *   {
 *       for (size_t i = 0; i < TEST_ROWS(rows); i++) {
 *           test_row(rows[i].title);
 *           assert_int_equal(value_of(rows[i].text), rows[i].want);
 *       }
 *   }
 */
#ifndef CM_TESTS_HARNESS_H
#define CM_TESTS_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEST_ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Names the row that is being checked: printed when a check of this test fails. `title` must live
 * until the next call (a string literal of the table). */
void test_row(const char *title);

/* The folder tests/ of the source tree, from the environment that Meson sets. Never NULL. */
const char *test_source_dir(void);

/* A fresh directory that is removed with its contents when the program ends. Owned by the harness.
 */
const char *test_temp_dir(void);

#endif
