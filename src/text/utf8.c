#include "text/utf8.h"

static bool is_tail(unsigned char c)
{
    return (c & 0xC0U) == 0x80U;
}

uint32_t cm_utf8_decode_any(cm_sv s, size_t at, size_t *ret_len)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    *ret_len = 1;
    if (p[0] < 0x80) {
        return p[0];
    }
    uint32_t code = CM_BAD_CHAR;
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < len || !is_tail(p[1])) {
        return CM_BAD_CHAR;
    }
    if (len == 2) {
        code = (uint32_t)(p[0] & 0x1FU) << 6 | (p[1] & 0x3FU);
    } else if (len == 3 && is_tail(p[2])) {
        code = (uint32_t)(p[0] & 0x0FU) << 12 | (uint32_t)(p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        code = code < 0x800 || (code >= 0xD800 && code <= 0xDFFF) ? CM_BAD_CHAR : code;
    } else if (len == 4 && is_tail(p[2]) && is_tail(p[3])) {
        code = (uint32_t)(p[0] & 0x07U) << 18 | (uint32_t)(p[1] & 0x3FU) << 12 |
               (uint32_t)(p[2] & 0x3FU) << 6 | (p[3] & 0x3FU);
        code = code < 0x10000 || code > 0x10FFFF ? CM_BAD_CHAR : code;
    }
    if (code != CM_BAD_CHAR) {
        *ret_len = len;
    }
    return code;
}

size_t cm_utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0U | code >> 6);
        out[1] = (char)(0x80U | (code & 0x3FU));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0U | code >> 12);
        out[1] = (char)(0x80U | (code >> 6 & 0x3FU));
        out[2] = (char)(0x80U | (code & 0x3FU));
        return 3;
    }
    out[0] = (char)(0xF0U | code >> 18);
    out[1] = (char)(0x80U | (code >> 12 & 0x3FU));
    out[2] = (char)(0x80U | (code >> 6 & 0x3FU));
    out[3] = (char)(0x80U | (code & 0x3FU));
    return 4;
}

size_t cm_utf8_invalid_at(cm_sv s)
{
    size_t len;
    for (size_t i = 0; i < s.len; i += len) {
        if (cm_utf8_decode(s, i, &len) == CM_BAD_CHAR) {
            return i;
        }
    }
    return SIZE_MAX;
}

bool cm_utf8_is_boundary(cm_sv s, size_t at)
{
    return at == s.len || (at < s.len && !is_tail((unsigned char)s.ptr[at]));
}

size_t cm_utf8_count(cm_sv s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += !is_tail((unsigned char)s.ptr[i]);
    }
    return count;
}
