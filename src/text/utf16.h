/* text/utf16.h - places of a UTF-8 text counted in UTF-16 units, as browsers and Java count. One
 * pass over the text, then each place costs a stretch of it. Memory: the arena given; the text is
 * borrowed. Threads: immutable afterwards.
 *
 *   cm_utf16 units;
 *   cm_utf16_of(mem, text, &units);
 *   begin16 = cm_utf16_at(&units, at.begin); */
#ifndef CM_TEXT_UTF16_H
#define CM_TEXT_UTF16_H

#include "base/arena.h"

typedef struct {
    cm_sv text;
    uint64_t *marks; /* units before every stretch of the text */
} cm_utf16;

void cm_utf16_of(cm_arena *mem, cm_sv text, cm_utf16 *ret_units);
/* Units of the characters that begin before the byte; past the end: of all. */
uint64_t cm_utf16_at(const cm_utf16 *units, size_t byte);

#endif
