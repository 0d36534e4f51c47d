/* text/layout.h - what the line breaks of a text are worth, found before it is folded. In most
 * texts a break ends a paragraph or a line of the title. Where lines were broken by width or at
 * random, a break inside a sentence says nothing; where pages are marked (form feeds), the lines at
 * their edges that repeat are no text. */
#ifndef CM_TEXT_LAYOUT_H
#define CM_TEXT_LAYOUT_H

#include "base/vec.h"

typedef struct {
    bool broken; /* breaks stand inside sentences: only those that end one count */
    size_t full; /* broken by width: letters of a line that is full; shorter ones end themselves */
    bool dots;   /* no full stop but ASCII dots that end sentences */
    cm_spans edges; /* lines at the edges of pages to leave out: bytes of the text, in order */
} cm_layout;

void cm_layout_read(cm_arena *mem, cm_sv text, cm_layout *ret_layout);
size_t cm_layout_letters(cm_sv line); /* without blanks */
/* Whether a sentence may end with this character, folded or not. */
bool cm_layout_ends_sentence(uint32_t code);

#endif
