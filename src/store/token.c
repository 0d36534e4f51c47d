#include "base/base.h"

#include "store/token.h"

#include "base/file.h"
#include "base/signature.h"
#include "store/key_file.h"

#include <sodium.h>

enum { TOKEN_BYTES = 32, TOKEN_DIGITS = 2 * TOKEN_BYTES, TOKEN_FILE = 256 };

static void fill(cm_buf *text)
{
    cm_assert(sodium_init() >= 0);
    uint8_t bytes[TOKEN_BYTES];
    randombytes_buf(bytes, sizeof(bytes));
    (void)cm_hex_write(text, bytes, sizeof(bytes));
    sodium_memzero(bytes, sizeof(bytes));
}

cm_sv cm_token_new(cm_arena *mem, cm_digest *ret_digest)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, TOKEN_FILE);
    fill(&text);
    *ret_digest = cm_digest_of(cm_buf_view(&text));
    cm_sv token = cm_arena_sv(mem, cm_buf_view(&text));
    sodium_memzero(text.ptr, text.len);
    return token;
}

cm_status cm_token_make(cm_sv path, cm_digest *ret_digest, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, TOKEN_FILE);
    fill(&text);
    cm_digest digest = cm_digest_of(cm_buf_view(&text));
    (void)cm_buf_add_byte(&text, '\n');
    cm_status status = cm_secret_write(path, (const uint8_t *)text.ptr, text.len, err);
    sodium_memzero(text.ptr, text.len);
    if (status == CM_OK) {
        *ret_digest = digest;
    }
    return status;
}

cm_status cm_token_read(cm_sv path, cm_digest *ret_digest, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, TOKEN_FILE);
    cm_status status = cm_file_read(path, &text, err);
    if (status != CM_OK) {
        return status;
    }
    cm_sv digits = cm_sv_trim(cm_buf_view(&text));
    uint8_t bytes[TOKEN_BYTES];
    bool good = digits.len == TOKEN_DIGITS && cm_hex_read(digits, bytes, sizeof(bytes));
    if (good) {
        *ret_digest = cm_digest_of(digits);
    }
    sodium_memzero(bytes, sizeof(bytes));
    sodium_memzero(text.ptr, text.len);
    return good ? CM_OK : cm_err_set(err, CM_E_SCHEMA, "%.*s: not a token", CM_SV_ARG(path));
}
