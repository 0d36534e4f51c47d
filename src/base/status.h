/* base/status.h - the closed list of causes of failure, and cm_err, the caller's account of one.
 * The function that finds the fault fills cm_err; layers between pass it on unchanged. */
#ifndef CM_BASE_STATUS_H
#define CM_BASE_STATUS_H

#include "base/sv.h"

typedef enum {
    CM_OK = 0,
    CM_E_ARG,       /* the call or command line is wrong */
    CM_E_UTF8,      /* bytes that are not valid UTF-8 */
    CM_E_SYNTAX,    /* input does not parse */
    CM_E_SCHEMA,    /* parses, but content is wrong: unknown key, wrong type, failed check */
    CM_E_NOTFOUND,  /* something named does not exist */
    CM_E_CONFLICT,  /* exists already, or is held by another process */
    CM_E_LIMIT,     /* larger than base/limits.h allows */
    CM_E_IO,        /* the operating system said no */
    CM_E_DB,        /* the database said no */
    CM_E_DENIED,    /* not permitted */
    CM_E_CANCELLED, /* stopped by the user */
    CM_STATUS_COUNT
} cm_status;

typedef struct {
    cm_status status;
    uint32_t line, column; /* 1-based; 0 = not known */
    uint64_t pos;          /* byte offset in the input, where line is 0 */
    char *message;         /* owned; one line: what was found, what was expected */
    char *file;            /* owned; NULL when not from a file */
} cm_err;

void cm_err_clear(cm_err *err);
#define CM_AUTO_ERR __attribute__((cleanup(cm_err_clear))) cm_err

/* Fill *err (NULL allowed) and return status. Replaces what was there. */
cm_status cm_err_set(cm_err *err, cm_status status, const char *format, ...) CM_PRINTF(3, 4);
cm_status cm_err_set_at(cm_err *err, cm_status status, cm_sv file, uint32_t line, uint32_t column,
                        const char *format, ...) CM_PRINTF(6, 7);
/* Put "context: " before the message; for boundaries only (a loader, an importer, a route). */
void cm_err_prefix(cm_err *err, const char *format, ...) CM_PRINTF(2, 3);

/* The system's words for an errno value; good until the same thread asks again. */
const char *cm_os_reason(int code);

const char *cm_status_name(cm_status status);
int cm_status_exit_code(cm_status status); /* docs/cli.md lists them */

#endif
