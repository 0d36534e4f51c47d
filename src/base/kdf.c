#include "base/base.h"

#include "base/kdf.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

void cm_pbkdf2_sm3(cm_sv password, cm_sv salt, uint32_t rounds, uint8_t ret[CM_KDF_BYTES])
{
    cm_assert(PKCS5_PBKDF2_HMAC(password.ptr, (int)password.len, (const unsigned char *)salt.ptr,
                                (int)salt.len, (int)rounds, EVP_sm3(), CM_KDF_BYTES, ret) == 1);
}

void cm_hmac_sha1(cm_sv key, cm_sv message, uint8_t ret[CM_SHA1_BYTES])
{
    size_t len = 0;
    cm_assert(EVP_Q_mac(NULL, "HMAC", NULL, "SHA1", NULL, key.ptr, key.len,
                        (const unsigned char *)message.ptr, message.len, ret, CM_SHA1_BYTES,
                        &len) != NULL);
    cm_assert(len == CM_SHA1_BYTES);
}

bool cm_secret_equal(cm_sv a, cm_sv b)
{
    return a.len == b.len && (a.len == 0 || CRYPTO_memcmp(a.ptr, b.ptr, a.len) == 0);
}

void cm_wipe(void *bytes, size_t count)
{
    OPENSSL_cleanse(bytes, count);
}

cm_sv cm_nonce(cm_arena *mem)
{
    uint64_t words[2] = {0};
    if (RAND_bytes((unsigned char *)words, sizeof(words)) != 1) {
        return CM_SV("");
    }
    return cm_arena_format(mem, "%016llx%016llx", (unsigned long long)words[0],
                           (unsigned long long)words[1]);
}
