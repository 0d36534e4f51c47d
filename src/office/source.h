/* office/source.h - bytes that come in order from somewhere: a file, a part of a zip. */
#ifndef CM_OFFICE_SOURCE_H
#define CM_OFFICE_SOURCE_H

#include "base/status.h"

typedef struct {
    /* Put up to `room` bytes at `space`; *ret_got 0: the end. Fails: IO, SYNTAX (damaged). */
    cm_status (*read)(void *payload, char *space, size_t room, size_t *ret_got, cm_err *err);
    void *payload;
} cm_source;

#endif
