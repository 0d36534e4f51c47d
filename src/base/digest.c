#include "base/base.h"

#include "base/digest.h"
#include "base/signature.h"

#include <openssl/evp.h>

struct cm_digester {
    EVP_MD_CTX *ctx;
};

cm_digester *cm_digester_new(void)
{
    cm_digester *g = cm_alloc_zero(1, sizeof(*g));
    g->ctx = EVP_MD_CTX_new();
    cm_assert(g->ctx != NULL);
    cm_assert(EVP_DigestInit_ex(g->ctx, EVP_sha256(), NULL) == 1);
    return g;
}

void cm_digester_add(cm_digester *g, cm_sv bytes)
{
    cm_assert(EVP_DigestUpdate(g->ctx, bytes.ptr, bytes.len) == 1);
}

cm_digest cm_digester_finish(cm_digester *g)
{
    cm_digest ret;
    unsigned len = 0;
    cm_assert(EVP_DigestFinal_ex(g->ctx, ret.bytes, &len) == 1 && len == CM_DIGEST_BYTES);
    EVP_MD_CTX_free(g->ctx);
    cm_free(g);
    return ret;
}

cm_digest cm_digest_of(cm_sv s)
{
    cm_digester *g = cm_digester_new();
    cm_digester_add(g, s);
    return cm_digester_finish(g);
}

bool cm_digest_equal(cm_digest a, cm_digest b)
{
    return memcmp(a.bytes, b.bytes, CM_DIGEST_BYTES) == 0;
}

bool cm_digest_write(cm_buf *out, cm_digest d)
{
    return cm_hex_write(out, d.bytes, CM_DIGEST_BYTES);
}

cm_sv cm_digest_hex(cm_arena *mem, cm_digest d)
{
    CM_AUTO_BUF hex;
    cm_buf_init(&hex, (size_t)2 * CM_DIGEST_BYTES);
    cm_assert(cm_digest_write(&hex, d));
    return cm_arena_sv(mem, cm_buf_view(&hex));
}
