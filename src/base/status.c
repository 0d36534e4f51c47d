#include "base/status.h"

#include <stdarg.h>

typedef struct {
    const char *name;
    int exit_code;
} status_row;

/* 1 is left for "ran, and something was not read or a check failed"; 2 for a wrong call. */
static const status_row STATUS[CM_STATUS_COUNT] = {
    [CM_OK] = {"ok", 0},
    [CM_E_ARG] = {"arg", 2},
    [CM_E_UTF8] = {"utf8", 3},
    [CM_E_SYNTAX] = {"syntax", 3},
    [CM_E_SCHEMA] = {"schema", 3},
    [CM_E_NOTFOUND] = {"notfound", 4},
    [CM_E_CONFLICT] = {"conflict", 5},
    [CM_E_LIMIT] = {"limit", 3},
    [CM_E_IO] = {"io", 6},
    [CM_E_DB] = {"db", 7},
    [CM_E_DENIED] = {"denied", 8},
    [CM_E_CANCELLED] = {"cancelled", 130},
};

const char *cm_os_reason(int code)
{
    return strerror(code); /* NOLINT(concurrency-mt-unsafe): glibc keeps it per thread since 2.32 */
}

const char *cm_status_name(cm_status status)
{
    return STATUS[status].name;
}

int cm_status_exit_code(cm_status status)
{
    return STATUS[status].exit_code;
}

void cm_err_clear(cm_err *err)
{
    cm_free(err->message);
    cm_free(err->file);
    *err = (cm_err){0};
}

static char *CM_PRINTF(1, 0) format_text(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, format, args);
    size_t size = need < 0 ? 1 : (size_t)need + 1;
    char *text = cm_alloc(size);
    text[0] = '\0';
    (void)vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

static void CM_PRINTF(3, 0) fill(cm_err *err, cm_status status, const char *format, va_list args)
{
    char *text = format_text(format, args); /* before the old text goes: it may be an argument */
    cm_err_clear(err);
    err->status = status;
    err->message = text;
}

cm_status cm_err_set(cm_err *err, cm_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, format, args);
        va_end(args);
    }
    return status;
}

cm_status cm_err_set_at(cm_err *err, cm_status status, cm_sv file, uint32_t line, uint32_t column,
                        const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, format, args);
        va_end(args);
        err->line = line;
        err->column = column;
        err->file = cm_alloc(file.len + 1);
        memcpy(err->file, file.ptr, file.len);
        err->file[file.len] = '\0';
    }
    return status;
}

void cm_err_prefix(cm_err *err, const char *format, ...)
{
    if (err == NULL || err->message == NULL) {
        return;
    }
    va_list args;
    va_start(args, format);
    char *context = format_text(format, args);
    va_end(args);
    size_t a = strlen(context);
    size_t b = strlen(err->message);
    char *text = cm_alloc(a + b + 3);
    memcpy(text, context, a);
    memcpy(text + a, ": ", 2);
    memcpy(text + a + 2, err->message, b + 1);
    cm_free(context);
    cm_free(err->message);
    err->message = text;
}
