/* base/base.h - first include of every .c file: fixed-width types, banned functions, assert.
 * Allocation never returns NULL: out of memory aborts with a message (docs/memory.md). */
#ifndef CM_BASE_BASE_H
#define CM_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

#define CM_MUST_USE          __attribute__((warn_unused_result))
#define CM_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define CM_COUNT(array)      (sizeof(array) / sizeof((array)[0]))

/* A broken invariant of ours, never bad input. Stays on in release builds. */
#define cm_assert(cond) ((cond) ? (void)0 : cm_assert_failed(#cond, __FILE__, __LINE__))
_Noreturn void cm_assert_failed(const char *cond, const char *file, int line);

/* Heap memory for src/base and for third-party borders; size 0 is allowed. Free accepts NULL. */
void *cm_alloc(size_t size);
void *cm_alloc_zero(size_t count, size_t size);
void *cm_realloc(void *old, size_t size);
void cm_free(void *ptr);

#endif
