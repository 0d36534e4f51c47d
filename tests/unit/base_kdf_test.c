/* Vectors: PBKDF2 with HMAC-SM3 as computed by a plain loop in another language over an SM3 that
 * gives the digest of GB/T 32905-2016 A.1; HMAC-SHA-1 of RFC 2202. */
#include "base/base.h"

#include "base/arena.h"
#include "base/kdf.h"
#include "base/signature.h"
#include "harness.h"

static void check_hex(const uint8_t *bytes, size_t count, const char *expected)
{
    CM_AUTO_BUF hex;
    cm_buf_init(&hex, 1024);
    assert_true(cm_hex_write(&hex, bytes, count));
    assert_true(cm_sv_equal(cm_buf_view(&hex), cm_sv_from(expected)));
}

static void test_pbkdf2(void **state)
{
    static const struct {
        uint32_t rounds;
        const char *key;
    } cases[] = {
        {1, "4612f922a1fdcefaf4312fc6f8f3322b489cbf24f2ea361b44c2bd8fa2c6dcb0"},
        {2, "fee723a2bc966e11dffb66133f4e8df577383c78ade30e3298edbd3e54ed85b7"},
        {4096, "b6e8f2074c87432b78f62e5ced980fdff89e86af2f693dab1638e2b3683045dd"},
    };

    (void)state;
    for (size_t i = 0; i < CM_COUNT(cases); i++) {
        uint8_t key[CM_KDF_BYTES];
        cm_pbkdf2_sm3(CM_SV("password"), CM_SV("salt"), cases[i].rounds, key);
        check_hex(key, sizeof(key), cases[i].key);
    }
}

static void test_hmac_sha1(void **state)
{
    (void)state;
    uint8_t mac[CM_SHA1_BYTES];
    cm_hmac_sha1(CM_SV("Jefe"), CM_SV("what do ya want for nothing?"), mac);
    check_hex(mac, sizeof(mac), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

static void test_compare(void **state)
{
    (void)state;
    assert_true(cm_secret_equal(CM_SV("abc"), CM_SV("abc")));
    assert_true(cm_secret_equal(CM_SV(""), CM_SV("")));
    assert_false(cm_secret_equal(CM_SV("abc"), CM_SV("abd")));
    assert_false(cm_secret_equal(CM_SV("abc"), CM_SV("ab")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pbkdf2),
        cmocka_unit_test(test_hmac_sha1),
        cmocka_unit_test(test_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
