#include "base/base.h"

#include "base/signature.h"

#include "base/digest.h"

#include <openssl/evp.h>

enum { FINGERPRINT_BYTES = 16 };

bool cm_signature_holds(const cm_public_key *key, cm_sv message, const cm_signature *signature)
{
    EVP_PKEY *public =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->bytes, CM_PUBLIC_KEY_BYTES);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    cm_assert(ctx != NULL);
    bool holds = public != NULL && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, public) == 1 &&
                 EVP_DigestVerify(ctx, signature->bytes, CM_SIGNATURE_BYTES,
                                  (const unsigned char *)message.ptr, message.len) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(public);
    return holds;
}

bool cm_public_key_fingerprint(cm_buf *out, const cm_public_key *key)
{
    cm_digest d = cm_digest_of((cm_sv){(const char *)key->bytes, CM_PUBLIC_KEY_BYTES});
    bool fits = true;
    for (size_t i = 0; i < FINGERPRINT_BYTES; i += 2) {
        fits = (i == 0 || cm_buf_add_byte(out, ' ')) && cm_hex_write(out, &d.bytes[i], 2) && fits;
    }
    return fits;
}

bool cm_hex_write(cm_buf *out, const uint8_t *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    bool fits = cm_buf_reserve(out, 2 * count);
    for (size_t i = 0; i < count; i++) {
        fits = cm_buf_add_byte(out, digits[bytes[i] >> 4]) &&
               cm_buf_add_byte(out, digits[bytes[i] & 0xf]) && fits;
    }
    return fits;
}

static int digit(char c)
{
    bool number = c >= '0' && c <= '9';
    bool letter = c >= 'a' && c <= 'f';
    return number ? c - '0' : letter ? c - 'a' + 10 : -1;
}

bool cm_hex_read(cm_sv hex, uint8_t *ret_bytes, size_t count)
{
    if (hex.len != 2 * count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int high = digit(hex.ptr[2 * i]), low = digit(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        ret_bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
