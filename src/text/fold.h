/* text/fold.h - one spelling for reading: blanks and line breaks taken out, width, brackets and the
 * forms of zero unified, thousands separators, page numbers and injected phrases dropped. The
 * original is never changed; a monotone map leads every folded offset back to it. Breaks that mean
 * something (layout.h) are remembered, for who needs the layout.
 * Memory: the arena given. A cm_folder is immutable after load and shared by threads. */
#ifndef CM_TEXT_FOLD_H
#define CM_TEXT_FOLD_H

#include "base/status.h"
#include "base/vec.h"

typedef struct cm_folder cm_folder;

typedef struct {
    uint32_t folded, original;
} cm_fold_step; /* from `folded` on, original offset = original + (offset - folded) */

typedef struct {
    cm_sv original;
    cm_sv text; /* folded */
    CM_VEC(cm_fold_step) steps;
    CM_VEC(uint32_t) breaks; /* folded offsets before which a line break stood */
    CM_VEC(uint32_t) blanks; /* folded offsets before which any blank or break stood */
    cm_spans decoys;         /* bytes of the original left out as injected phrases, in order */
} cm_folded;

/* Load fold.tsv and decoys.tsv of the folder data/lexicon. Fails: as cm_tsv_load; SCHEMA. */
CM_MUST_USE cm_status cm_folder_load(cm_arena *mem, cm_sv lexicon, cm_folder **ret_folder,
                                     cm_err *err);
/* Fold a text. Fails: UTF8 (err->pos), LIMIT (CM_MAX_DOCUMENT). Linear. */
CM_MUST_USE cm_status cm_fold(cm_arena *mem, const cm_folder *folder, cm_sv text,
                              cm_folded *ret_folded, cm_err *err);
/* The original bytes that folded [begin, end) was read from. */
cm_span cm_folded_span(const cm_folded *f, uint32_t begin, uint32_t end);
/* Whether a line break (or, for `blanks`, any blank) stood right before the folded offset. */
bool cm_folded_break_at(const cm_folded *f, uint32_t at);
bool cm_folded_blank_at(const cm_folded *f, uint32_t at);
/* First break (blank) strictly after `at`, or the text's length. */
uint32_t cm_folded_next_break(const cm_folded *f, uint32_t at);
uint32_t cm_folded_next_blank(const cm_folded *f, uint32_t at);

#endif
