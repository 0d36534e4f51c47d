#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/key_file.h"
#include "store/signing.h"

#include <sodium.h>

_Static_assert(CM_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "the public key fits");
_Static_assert(CM_SIGNATURE_BYTES == crypto_sign_BYTES, "the signature fits");
_Static_assert(CM_KEY_BYTES == crypto_sign_SEEDBYTES, "the file holds the seed");
_Static_assert(sizeof(((cm_signing_key *)NULL)->secret) == crypto_sign_SECRETKEYBYTES,
               "the secret key fits");

void cm_signing_key_wipe(cm_signing_key *key)
{
    sodium_memzero(key, sizeof(*key));
}

cm_status cm_signing_key_open(cm_sv folder, cm_signing_key *ret_key, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_key seed;
    cm_assert(sodium_init() >= 0);
    cm_sv path = cm_file_join(&mem, folder, CM_SV("signing.key"));
    cm_status status = cm_file_exists(path) ? cm_key_file_read(path, &seed, err)
                                            : cm_key_file_make(folder, path, &seed, err);
    if (status == CM_OK) {
        cm_assert(crypto_sign_seed_keypair(ret_key->public.bytes, ret_key->secret, seed.bytes) ==
                  0);
    }
    cm_key_wipe(&seed);
    return status;
}

cm_signature cm_sign(const cm_signing_key *key, cm_sv message)
{
    cm_signature ret;
    cm_assert(crypto_sign_detached(ret.bytes, NULL, (const uint8_t *)message.ptr, message.len,
                                   key->secret) == 0);
    return ret;
}
