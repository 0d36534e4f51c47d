/* base/digest.h - SHA-256 (OpenSSL), of a string at once or of a stream. Pure values. */
#ifndef CM_BASE_DIGEST_H
#define CM_BASE_DIGEST_H

#include "base/arena.h"
#include "base/buf.h"

#define CM_DIGEST_BYTES 32

typedef struct {
    uint8_t bytes[CM_DIGEST_BYTES];
} cm_digest;

cm_digest cm_digest_of(cm_sv s);
bool cm_digest_equal(cm_digest a, cm_digest b);
bool cm_digest_write(cm_buf *out, cm_digest d); /* 64 lower-case hex digits */
cm_sv cm_digest_hex(cm_arena *mem, cm_digest d);

typedef struct cm_digester cm_digester;

cm_digester *cm_digester_new(void);
void cm_digester_add(cm_digester *g, cm_sv bytes);
cm_digest cm_digester_finish(cm_digester *g); /* frees g */

#endif
