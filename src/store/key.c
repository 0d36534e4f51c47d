#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE_BYTES ((size_t)crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)

_Static_assert(CM_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the key fits");
_Static_assert(CM_SEAL_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                    crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "the seal fits");

/* Before anything else of the library; any number of times, from any thread. */
static void ready(void)
{
    cm_assert(sodium_init() >= 0);
}

void cm_key_wipe(cm_key *key)
{
    sodium_memzero(key, sizeof(*key));
}

cm_sv cm_key_path(cm_arena *mem, cm_sv folder, int64_t source)
{
    return cm_arena_format(mem, "%.*s/%06lld.key", CM_SV_ARG(folder), (long long)source);
}

cm_status cm_key_file_read(cm_sv path, cm_key *ret_key, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    int fd = open(cm_arena_sv(&mem, path).ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return cm_err_set(err, errno == ENOENT ? CM_E_NOTFOUND : CM_E_IO, "%.*s: %s",
                          CM_SV_ARG(path), cm_os_reason(errno));
    }
    uint8_t bytes[CM_KEY_BYTES + 1];
    ssize_t got = read(fd, bytes, sizeof(bytes));
    (void)close(fd);
    bool good = got == CM_KEY_BYTES;
    for (size_t i = 0; good && i < CM_KEY_BYTES; i++) {
        ret_key->bytes[i] = bytes[i];
    }
    sodium_memzero(bytes, sizeof(bytes));
    return good ? CM_OK
                : cm_err_set(err, CM_E_SCHEMA, "%.*s: %lld bytes, a key has %d", CM_SV_ARG(path),
                             (long long)got, CM_KEY_BYTES);
}

cm_status cm_key_load(cm_sv folder, int64_t source, cm_key *ret_key, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_key_file_read(cm_key_path(&mem, folder, source), ret_key, err);
    if (status == CM_E_NOTFOUND || status == CM_E_IO) {
        cm_err_prefix(err, "the key of source %lld", (long long)source);
    }
    return status;
}

/* The folder holds keys and nothing else: nobody but the owner looks in. */
static cm_status make_folder(cm_sv folder, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_file_make_folder(folder, err);
    if (status == CM_OK && chmod(cm_arena_sv(&mem, folder).ptr, 0700) != 0) {
        status = cm_err_set(err, CM_E_IO, "cannot close %.*s to others: %s", CM_SV_ARG(folder),
                            cm_os_reason(errno));
    }
    return status;
}

static bool write_bytes(int fd, const uint8_t *bytes, size_t count)
{
    return pwrite(fd, bytes, count, 0) == (ssize_t)count && fsync(fd) == 0;
}

cm_status cm_key_make(cm_sv folder, int64_t source, cm_key *ret_key, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    return cm_key_file_make(folder, cm_key_path(&mem, folder, source), ret_key, err);
}

cm_status cm_secret_write(cm_sv path, const uint8_t *bytes, size_t count, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    if (cm_file_exists(path)) {
        return cm_err_set(err, CM_E_CONFLICT, "%.*s is there already", CM_SV_ARG(path));
    }
    cm_sv part = cm_arena_format(&mem, "%.*s.part", CM_SV_ARG(path));
    int fd = open(part.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write_bytes(fd, bytes, count);
    int code = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return good ? cm_file_move(part, path, err)
                : cm_err_set(err, CM_E_IO, "cannot write %.*s: %s", CM_SV_ARG(part),
                             cm_os_reason(code));
}

cm_status cm_key_file_make(cm_sv folder, cm_sv path, cm_key *ret_key, cm_err *err)
{
    ready();
    cm_status status = make_folder(folder, err);
    if (status != CM_OK) {
        return status;
    }
    randombytes_buf(ret_key->bytes, sizeof(ret_key->bytes));
    status = cm_secret_write(path, ret_key->bytes, sizeof(ret_key->bytes), err);
    if (status != CM_OK) {
        cm_key_wipe(ret_key);
    }
    return status;
}

cm_status cm_key_destroy(cm_sv folder, int64_t source, cm_err *err)
{
    ready();
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv path = cm_key_path(&mem, folder, source);
    int fd = open(path.ptr, O_WRONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        return CM_OK;
    }
    cm_key noise;
    randombytes_buf(noise.bytes, sizeof(noise.bytes));
    bool good = fd >= 0 && write_bytes(fd, noise.bytes, sizeof(noise.bytes));
    int code = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return good ? cm_file_remove(path, err)
                : cm_err_set(err, CM_E_IO, "cannot overwrite %.*s: %s", CM_SV_ARG(path),
                             cm_os_reason(code));
}

cm_sv cm_key_fingerprint(cm_arena *mem, const cm_key *key)
{
    ready();
    uint8_t digest[crypto_generichash_BYTES_MIN];
    (void)crypto_generichash(digest, sizeof(digest), key->bytes, sizeof(key->bytes), NULL, 0);
    char *hex = cm_arena_bytes(mem, 2 * sizeof(digest) + 1);
    (void)sodium_bin2hex(hex, 2 * sizeof(digest) + 1, digest, sizeof(digest));
    return cm_sv_from(hex);
}

cm_sv cm_random_name(cm_arena *mem)
{
    ready();
    uint8_t bytes[16];
    randombytes_buf(bytes, sizeof(bytes));
    char *hex = cm_arena_bytes(mem, 2 * sizeof(bytes) + 1);
    (void)sodium_bin2hex(hex, 2 * sizeof(bytes) + 1, bytes, sizeof(bytes));
    return cm_sv_from(hex);
}

void cm_seal(const cm_key *key, cm_sv about, cm_sv plain, cm_buf *out)
{
    ready();
    cm_buf_reset(out);
    cm_assert(cm_buf_reserve(out, plain.len + CM_SEAL_BYTES));
    uint8_t *to = (uint8_t *)out->ptr;
    randombytes_buf(to, NONCE_BYTES);
    unsigned long long len = 0;
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        to + NONCE_BYTES, &len, (const uint8_t *)plain.ptr, plain.len, (const uint8_t *)about.ptr,
        about.len, NULL, to, key->bytes);
    out->len = NONCE_BYTES + (size_t)len;
    out->ptr[out->len] = '\0';
}

bool cm_unseal(const cm_key *key, cm_sv about, cm_sv sealed, cm_buf *out)
{
    ready();
    cm_buf_reset(out);
    if (sealed.len < CM_SEAL_BYTES || !cm_buf_reserve(out, sealed.len - CM_SEAL_BYTES)) {
        return false;
    }
    const uint8_t *from = (const uint8_t *)sealed.ptr;
    unsigned long long len = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            (uint8_t *)out->ptr, &len, NULL, from + NONCE_BYTES, sealed.len - NONCE_BYTES,
            (const uint8_t *)about.ptr, about.len, from, key->bytes) != 0) {
        return false;
    }
    out->len = (size_t)len;
    out->ptr[out->len] = '\0';
    return true;
}
