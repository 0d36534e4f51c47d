/* base/limits.h - every maximum of the program in one place. Going past one is CM_E_LIMIT, never a
 * silent cut. Units are bytes unless the name says otherwise. */
#ifndef CM_BASE_LIMITS_H
#define CM_BASE_LIMITS_H

#define CM_MAX_DOCUMENT   ((size_t)16 << 20)  /* one judgment's text */
#define CM_MAX_LINE       ((size_t)40 << 20)  /* one NDJSON line: a document with escapes */
#define CM_MAX_DATA_FILE  ((size_t)64 << 20)  /* a file of data/ or a model */
#define CM_MAX_JSON       ((size_t)512 << 20) /* one JSON value written */
#define CM_MAX_PAGE       ((size_t)1 << 30)   /* a report page */
#define CM_MAX_SQL        ((size_t)4 << 20)   /* one generated statement */
#define CM_MAX_MESSAGE    ((size_t)64 << 10)  /* a message to a person */
#define CM_MAX_PATH_BYTES ((size_t)16 << 10)
#define CM_MAX_DEPTH      200  /* nesting of expressions and JSON */
#define CM_MAX_DEFENDANTS 2000 /* defendants in one judgment */

#endif
