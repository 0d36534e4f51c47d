#define _GNU_SOURCE /* memmem */
#include "base/sv.h"

cm_sv cm_sv_from(const char *zero_terminated)
{
    if (zero_terminated == NULL) {
        return (cm_sv){"", 0};
    }
    return (cm_sv){zero_terminated, strlen(zero_terminated)};
}

cm_sv cm_sv_slice(cm_sv s, size_t begin, size_t end)
{
    if (end > s.len) {
        end = s.len;
    }
    if (begin > end) {
        begin = end;
    }
    return (cm_sv){begin == 0 ? s.ptr : s.ptr + begin, end - begin};
}

bool cm_sv_equal(cm_sv a, cm_sv b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int cm_sv_compare(cm_sv a, cm_sv b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n != 0 ? memcmp(a.ptr, b.ptr, n) : 0;
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool cm_sv_starts(cm_sv s, cm_sv prefix)
{
    return s.len >= prefix.len && cm_sv_equal((cm_sv){s.ptr, prefix.len}, prefix);
}

bool cm_sv_ends(cm_sv s, cm_sv suffix)
{
    return s.len >= suffix.len &&
           cm_sv_equal((cm_sv){s.ptr + (s.len - suffix.len), suffix.len}, suffix);
}

size_t cm_sv_find(cm_sv s, cm_sv needle, size_t from)
{
    if (from > s.len || needle.len > s.len - from) {
        return SIZE_MAX;
    }
    if (needle.len == 0) {
        return from;
    }
    const char *at = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return at != NULL ? (size_t)(at - s.ptr) : SIZE_MAX;
}

size_t cm_sv_find_byte(cm_sv s, char byte, size_t from)
{
    if (from >= s.len) {
        return SIZE_MAX;
    }
    const char *at = memchr(s.ptr + from, byte, s.len - from);
    return at != NULL ? (size_t)(at - s.ptr) : SIZE_MAX;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

cm_sv cm_sv_trim(cm_sv s)
{
    while (s.len > 0 && is_blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

bool cm_sv_split(cm_sv *rest, char sep, cm_sv *ret_part)
{
    if (rest->ptr == NULL) {
        return false;
    }
    size_t at = cm_sv_find_byte(*rest, sep, 0);
    if (at == SIZE_MAX) {
        *ret_part = *rest;
        *rest = (cm_sv){NULL, 0};
        return true;
    }
    *ret_part = (cm_sv){rest->ptr, at};
    *rest = (cm_sv){rest->ptr + at + 1, rest->len - at - 1};
    return true;
}

bool cm_sv_to_int(cm_sv s, int64_t *ret_value)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.len || s.len - i > 18) {
        return false;
    }
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (s.ptr[i] - '0');
    }
    *ret_value = negative ? -value : value;
    return true;
}

uint64_t cm_sv_hash(cm_sv s)
{
    uint64_t h = 1469598103934665603U; /* FNV-1a */
    for (size_t i = 0; i < s.len; i++) {
        h = (h ^ (unsigned char)s.ptr[i]) * 1099511628211U;
    }
    return h;
}
