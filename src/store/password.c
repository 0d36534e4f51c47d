#include "base/base.h"

#include "store/password.h"

#include "base/kdf.h"
#include "base/limits.h"
#include "base/signature.h"

#include <sodium.h>

enum { SALT_BYTES = 16, ROUNDS = 210000 };

/* "$pbkdf2-sm3$ROUNDS$SALT$KEY", both in hex. */
static const char PBKDF2[] = "$pbkdf2-sm3$";

/* Of a password that nobody knows, with the cost of the ones made now. */
static const char NO_ARGON2ID[] = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

typedef struct {
    uint32_t rounds;
    uint8_t salt[SALT_BYTES], key[CM_KDF_BYTES];
} derived;

static cm_sv salt_of(const derived *d)
{
    return (cm_sv){(const char *)d->salt, SALT_BYTES};
}

static bool read_derived(cm_sv text, derived *ret)
{
    cm_sv rest = cm_sv_slice(text, sizeof(PBKDF2) - 1, text.len), rounds, salt, key;
    int64_t count = 0;
    bool good = cm_sv_split(&rest, '$', &rounds) && cm_sv_split(&rest, '$', &salt) &&
                cm_sv_split(&rest, '$', &key) && cm_sv_to_int(rounds, &count) && count > 0 &&
                count <= INT32_MAX && cm_hex_read(salt, ret->salt, SALT_BYTES) &&
                cm_hex_read(key, ret->key, CM_KDF_BYTES);
    ret->rounds = good ? (uint32_t)count : 0;
    return good;
}

static bool is_derived(cm_sv text)
{
    return cm_sv_starts(text, cm_sv_from(PBKDF2));
}

static cm_sv derive(cm_arena *mem, cm_sv password)
{
    derived d = {.rounds = ROUNDS};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    randombytes_buf(d.salt, SALT_BYTES);
    cm_pbkdf2_sm3(password, salt_of(&d), d.rounds, d.key);
    (void)cm_buf_addf(&out, "%s%u$", PBKDF2, d.rounds);
    (void)cm_hex_write(&out, d.salt, SALT_BYTES);
    (void)cm_buf_add_byte(&out, '$');
    (void)cm_hex_write(&out, d.key, CM_KDF_BYTES);
    cm_wipe(&d, sizeof(d));
    return cm_arena_sv(mem, cm_buf_view(&out));
}

cm_status cm_password_hash(cm_arena *mem, cm_password_scheme scheme, cm_sv password,
                           cm_sv *ret_text, cm_err *err)
{
    cm_assert(sodium_init() >= 0);
    if (password.len > CM_MAX_PASSWORD) {
        return cm_err_set(err, CM_E_LIMIT, "a password of %zu bytes, at most %zu are taken",
                          password.len, CM_MAX_PASSWORD);
    }
    if (scheme == CM_PASSWORD_PBKDF2_SM3) {
        *ret_text = derive(mem, password);
        return CM_OK;
    }
    char *text = cm_arena_array(mem, char, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(text, password.ptr, password.len, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
        return cm_err_set(err, CM_E_LIMIT, "no memory for the digest of a password");
    }
    *ret_text = cm_sv_from(text);
    return CM_OK;
}

static bool derived_holds(cm_sv text, cm_sv password)
{
    derived d;
    uint8_t key[CM_KDF_BYTES];
    bool holds = read_derived(text, &d);
    if (holds) {
        cm_pbkdf2_sm3(password, salt_of(&d), d.rounds, key);
        holds = sodium_memcmp(key, d.key, sizeof(key)) == 0;
    }
    cm_wipe(key, sizeof(key));
    cm_wipe(&d, sizeof(d));
    return holds;
}

bool cm_password_holds(cm_sv text, cm_sv password)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_assert(sodium_init() >= 0);
    if (password.len > CM_MAX_PASSWORD) {
        return false;
    }
    return is_derived(text) ? derived_holds(text, password)
                            : crypto_pwhash_str_verify(cm_arena_sv(&mem, text).ptr, password.ptr,
                                                       password.len) == 0;
}

void cm_password_nobody(cm_password_scheme scheme, cm_sv password)
{
    static const derived NO_DERIVED = {.rounds = ROUNDS};
    uint8_t key[CM_KDF_BYTES];
    if (scheme == CM_PASSWORD_PBKDF2_SM3 && password.len <= CM_MAX_PASSWORD) {
        cm_pbkdf2_sm3(password, salt_of(&NO_DERIVED), NO_DERIVED.rounds, key);
    } else {
        (void)cm_password_holds(cm_sv_from(NO_ARGON2ID), password);
    }
}

bool cm_password_stale(cm_sv text, cm_password_scheme scheme)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    derived d;
    if (is_derived(text) || scheme == CM_PASSWORD_PBKDF2_SM3) {
        return !is_derived(text) || scheme != CM_PASSWORD_PBKDF2_SM3 || !read_derived(text, &d) ||
               d.rounds != ROUNDS;
    }
    return crypto_pwhash_str_needs_rehash(cm_arena_sv(&mem, text).ptr,
                                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}
