/* base/sv.h - cm_sv, the borrowed string: pointer and length, passed by value. Does not own, is not
 * NUL-terminated, may hold any bytes. Valid as long as what it was taken from. */
#ifndef CM_BASE_SV_H
#define CM_BASE_SV_H

#include "base/base.h"

typedef struct {
    const char *ptr;
    size_t len;
} cm_sv;

/* A half-open byte range; where nothing else is said, of the ORIGINAL text of a document. */
typedef struct {
    uint32_t begin, end;
} cm_span;

#define CM_SV(literal) ((cm_sv){"" literal, sizeof(literal) - 1})
#define CM_SV_ARG(sv)  (int)(sv).len, (sv).ptr /* for %.*s */

cm_sv cm_sv_from(const char *zero_terminated);        /* NULL gives the empty view */
cm_sv cm_sv_slice(cm_sv s, size_t begin, size_t end); /* clamped to s */
bool cm_sv_equal(cm_sv a, cm_sv b);
int cm_sv_compare(cm_sv a, cm_sv b); /* bytewise */
bool cm_sv_starts(cm_sv s, cm_sv prefix);
bool cm_sv_ends(cm_sv s, cm_sv suffix);
/* Offset of the first needle at or after `from`, else SIZE_MAX. */
size_t cm_sv_find(cm_sv s, cm_sv needle, size_t from);
size_t cm_sv_find_byte(cm_sv s, char byte, size_t from);
cm_sv cm_sv_trim(cm_sv s); /* ASCII blanks at both ends */
/* Take the part before `sep` off the front of *rest. False when *rest is used up (ptr NULL). */
bool cm_sv_split(cm_sv *rest, char sep, cm_sv *ret_part);
bool cm_sv_to_int(cm_sv s, int64_t *ret_value); /* whole view, decimal, optional minus */
uint64_t cm_sv_hash(cm_sv s);

#endif
