/* judgment/cue.h - the cues of cue.def as an enum, and their names for the lexicon. */
#ifndef CM_JUDGMENT_CUE_H
#define CM_JUDGMENT_CUE_H

typedef enum {

#define CM_CUE(part, name) CM_CUE_##part,
#include "judgment/cue.def"
#undef CM_CUE
    CM_CUE_COUNT
} cm_cue;

extern const char *const CM_CUE_NAMES[CM_CUE_COUNT];

#endif
