#include "base/base.h"

#include "store/totp.h"

#include "base/file.h"
#include "base/kdf.h"
#include "base/limits.h"
#include "base/signature.h"
#include "store/key_file.h"

#include <sodium.h>

enum { STEP = 30, DIGITS = 6, SEALED_BYTES = CM_TOTP_BYTES + 40 };

_Static_assert(SEALED_BYTES == CM_TOTP_BYTES + CM_SEAL_BYTES, "room for a sealed secret");

void cm_totp_make(cm_totp_secret *ret)
{
    cm_assert(sodium_init() >= 0);
    randombytes_buf(ret->bytes, CM_TOTP_BYTES);
}

cm_sv cm_totp_text(cm_arena *mem, const cm_totp_secret *secret)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    enum { LETTER_BITS = 5 };

    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < CM_TOTP_BYTES; i++) { /* 160 bits: 32 letters, nothing left over */
        held = (held << 8) | secret->bytes[i];
        bits += 8;
        while (bits >= LETTER_BITS) {
            bits -= LETTER_BITS;
            (void)cm_buf_add_byte(&out, letters[(held >> bits) & 31]);
        }
        held &= (1U << bits) - 1;
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

/* RFC 4226 5.3. */
static uint32_t number_of(const cm_totp_secret *secret, int64_t step)
{
    char counter[8];
    uint8_t mac[CM_SHA1_BYTES];
    for (size_t i = 0; i < sizeof(counter); i++) {
        counter[i] = (char)((uint64_t)step >> (8 * (sizeof(counter) - 1 - i)) & 0xff);
    }
    cm_hmac_sha1((cm_sv){(const char *)secret->bytes, CM_TOTP_BYTES},
                 (cm_sv){counter, sizeof(counter)}, mac);
    const uint8_t *at = mac + (mac[CM_SHA1_BYTES - 1] & 0xf);
    uint32_t number =
        ((uint32_t)(at[0] & 0x7f) << 24) | ((uint32_t)at[1] << 16) | ((uint32_t)at[2] << 8) | at[3];
    cm_wipe(mac, sizeof(mac));
    return number % 1000000;
}

cm_sv cm_totp_code(cm_arena *mem, const cm_totp_secret *secret, int64_t seconds)
{
    return cm_arena_format(mem, "%06u", number_of(secret, seconds / STEP));
}

int64_t cm_totp_step(const cm_totp_secret *secret, cm_sv code, int64_t seconds, int64_t used)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    int64_t now = seconds / STEP, found = 0;
    if (code.len != DIGITS) {
        return 0;
    }
    for (int64_t step = now - 1; step <= now + 1; step++) { /* always all three */
        bool same = cm_secret_equal(code, cm_totp_code(&mem, secret, step * STEP));
        found = same && step > used ? step : found;
    }
    return found;
}

/* ---- sealed ---- */

static cm_sv key_path(cm_arena *mem, cm_sv keys)
{
    return cm_file_join(mem, keys, CM_SV("identity.key"));
}

static cm_sv about(cm_arena *mem, cm_sv person)
{
    return cm_arena_format(mem, "totp %.*s", CM_SV_ARG(person));
}

cm_status cm_totp_seal(cm_sv keys, cm_sv person, const cm_totp_secret *secret, cm_arena *mem,
                       cm_sv *ret_text, cm_err *err)
{
    cm_key key;
    cm_sv path = key_path(mem, keys);
    cm_status status = cm_file_exists(path) ? cm_key_file_read(path, &key, err)
                                            : cm_key_file_make(keys, path, &key, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF sealed, hex;
    cm_buf_init(&sealed, CM_MAX_MESSAGE);
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    cm_seal(&key, about(mem, person), (cm_sv){(const char *)secret->bytes, CM_TOTP_BYTES}, &sealed);
    cm_key_wipe(&key);
    (void)cm_hex_write(&hex, (const uint8_t *)sealed.ptr, sealed.len);
    *ret_text = cm_arena_sv(mem, cm_buf_view(&hex));
    return CM_OK;
}

static bool open_sealed(const cm_key *key, cm_sv about_what, cm_sv text, cm_totp_secret *ret)
{
    uint8_t bytes[SEALED_BYTES];
    CM_AUTO_BUF plain;
    cm_buf_init(&plain, CM_MAX_MESSAGE);
    bool good = cm_hex_read(text, bytes, SEALED_BYTES) &&
                cm_unseal(key, about_what, (cm_sv){(const char *)bytes, SEALED_BYTES}, &plain) &&
                plain.len == CM_TOTP_BYTES;
    for (size_t i = 0; good && i < CM_TOTP_BYTES; i++) {
        ret->bytes[i] = (uint8_t)plain.ptr[i];
    }
    if (plain.len != 0) {
        cm_wipe(plain.ptr, plain.len);
    }
    return good;
}

cm_status cm_totp_unseal(cm_sv keys, cm_sv person, cm_sv text, cm_totp_secret *ret, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_key key;
    cm_status status = cm_key_file_read(key_path(&mem, keys), &key, err);
    if (status != CM_OK) {
        return status;
    }
    bool good = open_sealed(&key, about(&mem, person), text, ret);
    cm_key_wipe(&key);
    return good ? CM_OK
                : cm_err_set(err, CM_E_SCHEMA,
                             "the secret of the one-time codes of '%.*s' does "
                             "not open with identity.key",
                             CM_SV_ARG(person));
}
