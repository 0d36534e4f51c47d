/* text/utf8.h - the one place that decodes UTF-8 and counts UTF-16 units. */
#ifndef CM_TEXT_UTF8_H
#define CM_TEXT_UTF8_H

#include "base/sv.h"

#define CM_BAD_CHAR UINT32_MAX

/* Code point at `at` (at < s.len); *ret_len gets its length. Invalid bytes give CM_BAD_CHAR and 1.
 */
uint32_t cm_utf8_decode(cm_sv s, size_t at, size_t *ret_len);
size_t cm_utf8_encode(uint32_t code, char out[4]); /* bytes written; code must be a scalar value */
size_t cm_utf8_invalid_at(cm_sv s);                /* offset of the first fault, SIZE_MAX if none */
bool cm_utf8_is_boundary(cm_sv s, size_t at);      /* a character starts or the text ends there */
size_t cm_utf8_count(cm_sv s);                     /* characters */

#endif
