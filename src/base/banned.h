/* base/banned.h - functions that are never called in this code base: each is a compile error that
 * names itself. Bounded, explicit replacements are in base/buf.h, base/sv.h and base/date.h.
 * alloca is left to -Walloca, because libfyaml's header includes alloca.h, strncpy to
 * tools/check_text.py, because libxlsxwriter's headers name it. */
#ifndef CM_BASE_BANNED_H
#define CM_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
/* With _FORTIFY_SOURCE clang sees these two as macros of glibc. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncat sprintf vsprintf strtok strtok_r gets atoi atol
#pragma GCC poison sscanf gmtime localtime system popen

#endif
