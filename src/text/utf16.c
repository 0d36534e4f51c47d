#include "base/base.h"

#include "text/utf16.h"

enum { STRETCH = 256 };

/* What a byte adds: a character of four bytes is two units. */
static uint64_t units_of(unsigned char byte)
{
    bool begins = (byte & 0xc0) != 0x80;
    return begins ? (byte >= 0xf0 ? 2 : 1) : 0;
}

static uint64_t count(cm_sv text, size_t from, size_t to)
{
    uint64_t units = 0;
    for (size_t i = from; i < to; i++) {
        units += units_of((unsigned char)text.ptr[i]);
    }
    return units;
}

void cm_utf16_of(cm_arena *mem, cm_sv text, cm_utf16 *ret_units)
{
    uint64_t *marks = cm_arena_array(mem, uint64_t, text.len / STRETCH + 1);
    for (size_t i = 1; i <= text.len / STRETCH; i++) {
        marks[i] = marks[i - 1] + count(text, (i - 1) * STRETCH, i * STRETCH);
    }
    *ret_units = (cm_utf16){text, marks};
}

uint64_t cm_utf16_at(const cm_utf16 *units, size_t byte)
{
    size_t at = byte < units->text.len ? byte : units->text.len;
    size_t stretch = at / STRETCH;
    return units->marks[stretch] + count(units->text, stretch * STRETCH, at);
}
