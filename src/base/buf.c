#include "base/buf.h"

#include <stdarg.h>

void cm_buf_init(cm_buf *b, size_t max)
{
    *b = (cm_buf){.max = max};
}

void cm_buf_clear(cm_buf *b)
{
    cm_free(b->ptr);
    *b = (cm_buf){.max = b->max};
}

void cm_buf_reset(cm_buf *b)
{
    b->len = 0;
    b->over = false;
    if (b->ptr != NULL) {
        b->ptr[0] = '\0';
    }
}

bool cm_buf_reserve(cm_buf *b, size_t more)
{
    if (more > b->max || b->len > b->max - more) {
        b->over = true;
        return false;
    }
    size_t need = b->len + more + 1;
    if (need > b->cap) {
        size_t cap = b->cap != 0 ? b->cap : 64;
        while (cap < need) {
            cap += cap / 2 + 1;
        }
        b->ptr = cm_realloc(b->ptr, cap);
        b->cap = cap;
    }
    return true;
}

bool cm_buf_add(cm_buf *b, cm_sv s)
{
    if (!cm_buf_reserve(b, s.len)) {
        return false;
    }
    if (s.len != 0) {
        memcpy(b->ptr + b->len, s.ptr, s.len);
    }
    b->len += s.len;
    b->ptr[b->len] = '\0';
    return true;
}

bool cm_buf_add_byte(cm_buf *b, char c)
{
    return cm_buf_add(b, (cm_sv){&c, 1});
}

bool cm_buf_add_int(cm_buf *b, int64_t value)
{
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0 && !cm_buf_add_byte(b, '-')) {
        return false;
    }
    return cm_buf_add(b, (cm_sv){digits + at, sizeof(digits) - at});
}

bool cm_buf_addf(cm_buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (need < 0 || !cm_buf_reserve(b, (size_t)need)) {
        return false;
    }
    va_start(args, format);
    (void)vsnprintf(b->ptr + b->len, (size_t)need + 1, format, args);
    va_end(args);
    b->len += (size_t)need;
    return true;
}

cm_sv cm_buf_view(const cm_buf *b)
{
    return (cm_sv){b->ptr != NULL ? b->ptr : "", b->len};
}

const char *cm_buf_z(const cm_buf *b)
{
    return b->ptr != NULL ? b->ptr : "";
}
