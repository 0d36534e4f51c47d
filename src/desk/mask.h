/* desk/mask.h - what stands for personal data that is not shown: a name keeps its surname, an
 * identity number its first six characters. A masked text has as many bytes as the text, so that
 * places in it stay where they are; only a hidden value does not. Words: data/desk/mask.tsv.
 * Memory: the arena given. Threads: immutable after load. */
#ifndef CM_DESK_MASK_H
#define CM_DESK_MASK_H

#include "base/status.h"
#include "base/vec.h"

typedef struct {
    cm_sv blank;  /* one character of three bytes */
    cm_sv hidden; /* for all of a value */
    cm_svs surnames;
    cm_svs pseudonyms; /* of the first person of a clue, the second … */
    cm_sv deleted;     /* for what came from a source that was deleted */
} cm_mask_words;

/* Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_mask_load(cm_arena *mem, cm_sv folder, cm_mask_words *ret, cm_err *err);

cm_sv cm_mask_name(const cm_mask_words *words, cm_arena *mem, cm_sv name);
cm_sv cm_mask_number(cm_arena *mem, cm_sv number);
/* Every name of the list, whatever blanks stand between its characters, and every number of eleven
 * digits or more. Names of one character are left alone. */
cm_sv cm_mask_text(const cm_mask_words *words, cm_arena *mem, cm_sv text, const cm_svs *names);
/* Every name of the list by what stands for it, written as above; nothing is kept of long numbers.
 */
cm_sv cm_mask_replace(cm_arena *mem, cm_sv text, const cm_svs *names, const cm_svs *stands);

#endif
