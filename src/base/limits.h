/* base/limits.h - every maximum of the program in one place. Going past one is CM_E_LIMIT, never a
 * silent cut. Units are bytes unless the name says otherwise. */
#ifndef CM_BASE_LIMITS_H
#define CM_BASE_LIMITS_H

#define CM_MAX_DOCUMENT       ((size_t)128 << 20) /* one judgment's text */
#define CM_MAX_LINE           ((size_t)160 << 20) /* one NDJSON line: a document with escapes */
#define CM_MAX_DATA_FILE      ((size_t)64 << 20)  /* a file of data/ or a model */
#define CM_MAX_TRIAL          ((size_t)64 << 10) /* a model that is tried: its keys cost their square */
#define CM_MAX_JSON           ((size_t)512 << 20) /* one JSON value written */
#define CM_MAX_PAGE           ((size_t)1 << 30)   /* a report page */
#define CM_MAX_PAPER          ((size_t)256 << 20) /* a .docx, and each of its parts */
#define CM_MAX_SQL            ((size_t)4 << 20)   /* one generated statement */
#define CM_MAX_MESSAGE        ((size_t)64 << 10)  /* a message to a person */
#define CM_MAX_ATTACHMENT     ((size_t)16 << 20)  /* a file kept with a verification */
#define CM_MAX_MEMBER         ((size_t)512 << 20) /* one file of a zip, unpacked */
#define CM_MAX_SHARED_STRINGS ((size_t)2 << 30)   /* of an .xlsx file */
#define CM_MAX_PATH_BYTES     ((size_t)16 << 10)
#define CM_MAX_DEPTH          200                /* nesting of expressions and JSON */
#define CM_MAX_CHILD_MEMORY   ((size_t)1 << 30)  /* address space of a reading program */
#define CM_BOMB_LEAST         ((size_t)64 << 20) /* unpacked: below it any ratio is taken */
#define CM_MAX_PASSWORD       ((size_t)256)
#define CM_MAX_CHILD_SECONDS  60    /* a reading program */
#define CM_MAX_UNPACK_RATIO   300   /* unpacked to packed */
#define CM_MAX_HTML_DEPTH     2000  /* elements inside each other in a page */
#define CM_MAX_RTF_DEPTH      1000  /* groups inside each other */
#define CM_MAX_COLUMNS        16384 /* cells of a row */
#define CM_MAX_ZIP_DEPTH      3     /* a zip in a zip in a zip */
#define CM_MAX_SHEETS         10000
#define CM_MAX_STYLES         65536 /* cell styles of an .xlsx file */
#define CM_MAX_DEFENDANTS     20000 /* defendants in one judgment */
#define CM_MAX_SEARCH_WORDS   1000  /* words of a search expression */

#endif
