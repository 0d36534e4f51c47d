/* text/utf8.h - the one place that decodes UTF-8. */
#ifndef CM_TEXT_UTF8_H
#define CM_TEXT_UTF8_H

#include "base/sv.h"

#define CM_BAD_CHAR UINT32_MAX

/* As cm_utf8_decode, for any length of character. */
uint32_t cm_utf8_decode_any(cm_sv s, size_t at, size_t *ret_len);

/* Code point at `at` (at < s.len); *ret_len gets its length. Invalid bytes give CM_BAD_CHAR and 1.
 * Inline for ASCII and three bytes, which is what judgments are made of: reading is bound by it. */
static inline uint32_t cm_utf8_decode(cm_sv s, size_t at, size_t *ret_len)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    if (p[0] < 0x80) {
        *ret_len = 1;
        return p[0];
    }
    if (p[0] > 0xE0 && p[0] < 0xED && s.len - at >= 3 && (p[1] & 0xC0U) == 0x80U &&
        (p[2] & 0xC0U) == 0x80U) {
        *ret_len = 3;
        return (uint32_t)(p[0] & 0x0FU) << 12 | (uint32_t)(p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
    }
    return cm_utf8_decode_any(s, at, ret_len);
}

size_t cm_utf8_encode(uint32_t code, char out[4]); /* bytes written; code must be a scalar value */
size_t cm_utf8_invalid_at(cm_sv s);                /* offset of the first fault, SIZE_MAX if none */
bool cm_utf8_is_boundary(cm_sv s, size_t at);      /* a character starts or the text ends there */
size_t cm_utf8_count(cm_sv s);                     /* characters */

#endif
