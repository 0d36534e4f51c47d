/* text/noise.h - what publishers and printers put into a text that is none of its words: phrases
 * injected into copies of a judgment (decoys), and page numbers. The patterns are data, folded as
 * texts are; '#' stands for a number of up to three digits. Immutable after load.
 * Used by fold.c only, which looks for a pattern whenever a character folded is the last of one. */
#ifndef CM_TEXT_NOISE_H
#define CM_TEXT_NOISE_H

#include "base/status.h"
#include "base/vec.h"

typedef struct {
    cm_sv words;  /* folded */
    cm_sv next;   /* must follow, when not empty */
    cm_sv unless; /* must not follow, when not empty */
    bool decoy;   /* else page furniture */
    bool apart;   /* only at a break, a blank or the end of a sentence */
    uint32_t chain;
} cm_noise_pattern;

#define CM_NOISE_BUCKETS 64

typedef struct {
    CM_VEC(cm_noise_pattern) patterns;
    uint32_t buckets[CM_NOISE_BUCKETS]; /* by last character: 1 + index, 0 for none */
} cm_noise;

/* Adds a pattern; longer ones come first. */
void cm_noise_add(cm_arena *mem, cm_noise *noise, const cm_noise_pattern *pattern);
bool cm_noise_letter(char c); /* ASCII letter or digit */
/* The last character of a pattern. */
uint32_t cm_noise_last(cm_sv words);
/* The next pattern that ends `folded`, whose last character is `last`, from *pattern on (NULL to
 * begin). Returns where it begins, SIZE_MAX when there is none. */
size_t cm_noise_find(const cm_noise *noise, cm_sv folded, uint32_t last,
                     const cm_noise_pattern **pattern);

#endif
