#include "judgment/cue.h"
#include "base/base.h"

const char *const CM_CUE_NAMES[CM_CUE_COUNT] = {
#define CM_CUE(part, name) name,
#include "judgment/cue.def"
#undef CM_CUE
};
