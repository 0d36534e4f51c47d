#include "base/base.h"

#include "base/pack.h"

#include <zstd.h>

#define LEVEL 3

struct cm_packer {
    ZSTD_CCtx *pack;
    ZSTD_DCtx *unpack;
};

cm_packer *cm_packer_new(void)
{
    cm_packer *p = cm_alloc_zero(1, sizeof(*p));
    p->pack = ZSTD_createCCtx();
    p->unpack = ZSTD_createDCtx();
    cm_assert(p->pack != NULL && p->unpack != NULL);
    (void)ZSTD_CCtx_setParameter(p->pack, ZSTD_c_compressionLevel, LEVEL);
    (void)ZSTD_CCtx_setParameter(p->pack, ZSTD_c_checksumFlag, 1);
    return p;
}

void cm_packer_free(cm_packer *p)
{
    if (p != NULL) {
        (void)ZSTD_freeCCtx(p->pack);
        (void)ZSTD_freeDCtx(p->unpack);
        cm_free(p);
    }
}

size_t cm_pack_bound(size_t raw_len)
{
    return ZSTD_compressBound(raw_len);
}

void cm_pack(cm_packer *p, cm_sv raw, cm_buf *out)
{
    cm_buf_reset(out);
    size_t bound = cm_pack_bound(raw.len);
    cm_assert(cm_buf_reserve(out, bound));
    size_t len = ZSTD_compress2(p->pack, out->ptr, bound, raw.ptr, raw.len);
    cm_assert(!ZSTD_isError(len));
    out->len = len;
    out->ptr[len] = '\0';
}

cm_status cm_unpack(cm_packer *p, cm_sv frame, size_t raw_len, cm_buf *out, cm_err *err)
{
    cm_buf_reset(out);
    if (!cm_buf_reserve(out, raw_len)) {
        return cm_err_set(err, CM_E_LIMIT, "a frame of %zu bytes", raw_len);
    }
    size_t len = ZSTD_decompressDCtx(p->unpack, out->ptr, raw_len, frame.ptr, frame.len);
    if (ZSTD_isError(len) || len != raw_len) {
        return cm_err_set(err, CM_E_SCHEMA, "a frame is damaged: %s",
                          ZSTD_isError(len) ? ZSTD_getErrorName(len) : "its length");
    }
    out->len = len;
    out->ptr[len] = '\0';
    return CM_OK;
}
