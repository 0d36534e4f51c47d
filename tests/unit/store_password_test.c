/* What is kept of a password holds for it alone, says how it was made, and one-time codes are those
 * of RFC 6238. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "store/password.h"
#include "store/totp.h"

#include <unistd.h>

static const cm_password_scheme SCHEMES[] = {CM_PASSWORD_ARGON2ID, CM_PASSWORD_PBKDF2_SM3};

static void test_password(void **state)
{
    static const char *const begins[] = {"$argon2id$v=19$m=65536,t=2,p=1$", "$pbkdf2-sm3$210000$"};
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < CM_COUNT(SCHEMES); i++) {
        CM_AUTO_ERR err = {0};
        cm_sv text, again;
        assert_int_equal(cm_password_hash(&mem, SCHEMES[i], CM_SV("correct horse"), &text, &err),
                         CM_OK);
        assert_int_equal(cm_password_hash(&mem, SCHEMES[i], CM_SV("correct horse"), &again, &err),
                         CM_OK);
        assert_true(cm_sv_starts(text, cm_sv_from(begins[i])));
        assert_false(cm_sv_equal(text, again)); /* a salt of its own */
        assert_true(cm_password_holds(text, CM_SV("correct horse")));
        assert_false(cm_password_holds(text, CM_SV("correct hors")));
        assert_false(cm_password_holds(text, CM_SV("")));
        assert_false(cm_password_stale(text, SCHEMES[i]));
        assert_true(cm_password_stale(text, SCHEMES[1 - i]));
    }
}

static void test_damaged(void **state)
{
    static const char *const texts[] = {"",
                                        "$",
                                        "$argon2id$",
                                        "$argon2id$v=19$m=65536,t=2,p=1$x",
                                        "$pbkdf2-sm3$",
                                        "$pbkdf2-sm3$-1$00$00",
                                        "$pbkdf2-sm3$1$0011$2233",
                                        "$pbkdf2-sm3$99999999999999$00$00",
                                        "plain"};
    (void)state;
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        assert_false(cm_password_holds(cm_sv_from(texts[i]), cm_sv_from(texts[i])));
        assert_true(cm_password_stale(cm_sv_from(texts[i]), CM_PASSWORD_ARGON2ID));
    }
}

static void test_too_long(void **state)
{
    (void)state;
    static char letters[CM_MAX_PASSWORD + 1];
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_sv text;
    for (size_t i = 0; i < sizeof(letters); i++) {
        letters[i] = 'a';
    }
    cm_sv whole = {letters, sizeof(letters)};
    assert_int_equal(cm_password_hash(&mem, CM_PASSWORD_PBKDF2_SM3, whole, &text, &err),
                     CM_E_LIMIT);
    whole.len--;
    assert_int_equal(cm_password_hash(&mem, CM_PASSWORD_PBKDF2_SM3, whole, &text, &err), CM_OK);
    assert_true(cm_password_holds(text, whole));
    cm_password_nobody(CM_PASSWORD_ARGON2ID, whole);
    cm_password_nobody(CM_PASSWORD_PBKDF2_SM3, whole);
}

static cm_totp_secret rfc_secret(void)
{
    cm_totp_secret secret;
    for (size_t i = 0; i < CM_TOTP_BYTES; i++) {
        secret.bytes[i] = (uint8_t) "12345678901234567890"[i];
    }
    return secret;
}

/* RFC 6238 appendix B, SHA-1: the last six of its eight digits. */
static void test_codes(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } cases[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
    };

    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_totp_secret secret = rfc_secret();
    assert_true(
        cm_sv_equal(cm_totp_text(&mem, &secret), CM_SV("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));
    for (size_t i = 0; i < CM_COUNT(cases); i++) {
        int64_t at = cases[i].seconds, step = at / 30;
        cm_sv code = cm_sv_from(cases[i].code);
        assert_true(cm_sv_equal(cm_totp_code(&mem, &secret, at), code));
        assert_int_equal(cm_totp_step(&secret, code, at, 0), step);
        assert_int_equal(cm_totp_step(&secret, code, at + 30, 0), step); /* one step late */
        assert_int_equal(cm_totp_step(&secret, code, at - 30, 0), step); /* or early */
        assert_int_equal(cm_totp_step(&secret, code, at + 60, 0), 0);
        assert_int_equal(cm_totp_step(&secret, code, at - 90, 0), 0);
        assert_int_equal(cm_totp_step(&secret, code, at, step), 0); /* used */
        assert_int_equal(cm_totp_step(&secret, code, at, step - 1), step);
    }
    assert_int_equal(cm_totp_step(&secret, CM_SV(""), 59, 0), 0);
    assert_int_equal(cm_totp_step(&secret, CM_SV("28708"), 59, 0), 0);
}

static void test_sealed(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    char keys[] = "totp-test-XXXXXX";
    assert_non_null(mkdtemp(keys));
    cm_sv folder = cm_sv_from(keys), text;
    cm_totp_secret back, secret;
    cm_totp_make(&secret);
    assert_int_equal(cm_totp_unseal(folder, CM_SV("a"), CM_SV("00"), &back, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_totp_seal(folder, CM_SV("a"), &secret, &mem, &text, &err), CM_OK);
    assert_int_equal(cm_totp_unseal(folder, CM_SV("a"), text, &back, &err), CM_OK);
    assert_memory_equal(back.bytes, secret.bytes, CM_TOTP_BYTES);
    assert_int_equal(cm_totp_unseal(folder, CM_SV("b"), text, &back, &err), CM_E_SCHEMA);
    assert_int_equal(cm_totp_unseal(folder, CM_SV("a"), CM_SV("zz"), &back, &err), CM_E_SCHEMA);
    cm_sv path = cm_file_join(&mem, folder, CM_SV("identity.key"));
    assert_int_equal(unlink(path.ptr), 0);
    assert_int_equal(rmdir(keys), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_too_long), cmocka_unit_test(test_codes),
        cmocka_unit_test(test_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
