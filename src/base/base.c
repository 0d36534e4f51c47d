#include "base/base.h"

_Noreturn void cm_assert_failed(const char *cond, const char *file, int line)
{
    (void)fprintf(stderr, "chaming: internal error: %s (%s:%d)\n", cond, file, line);
    abort();
}

static void *checked(void *ptr, size_t size)
{
    if (ptr == NULL) {
        (void)fprintf(stderr, "chaming: out of memory (%zu bytes)\n", size);
        abort();
    }
    return ptr;
}

void *cm_alloc(size_t size)
{
    return checked(malloc(size != 0 ? size : 1), size);
}

void *cm_alloc_zero(size_t count, size_t size)
{
    return checked(calloc(count != 0 ? count : 1, size != 0 ? size : 1), count * size);
}

void *cm_realloc(void *old, size_t size)
{
    return checked(realloc(old, size != 0 ? size : 1), size);
}

void cm_free(void *ptr)
{
    free(ptr);
}
