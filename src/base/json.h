/* base/json.h - JSON out and in without a tree: a writer that streams into a buffer, and a reader
 * that takes chosen members out of one object (a line of NDJSON). Both are yajl; nothing is escaped
 * by hand. Memory: heap, freed by the caller. Threads: one writer or reader per thread.
 *
 *   cm_json *j = cm_json_new(&out);
 *   cm_json_object(j);
 *   cm_json_key(j, CM_SV("id"));
 *   cm_json_text(j, id);
 *   cm_json_object_end(j);
 *   cm_json_line(j);                   // out: one object and a newline; ready for the next value
 */
#ifndef CM_BASE_JSON_H
#define CM_BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

/* ---- writer. Text must be UTF-8. A value past out->max is remembered in out->over. ---- */
typedef struct cm_json cm_json;

cm_json *cm_json_new(cm_buf *out); /* out is borrowed; appended to */
void cm_json_free(cm_json *j);
#define CM_AUTO_JSON __attribute__((cleanup(cm_json_cleanup))) cm_json
void cm_json_cleanup(cm_json **j);

void cm_json_object(cm_json *j);
void cm_json_object_end(cm_json *j);
void cm_json_array(cm_json *j);
void cm_json_array_end(cm_json *j);
void cm_json_key(cm_json *j, cm_sv name);
void cm_json_text(cm_json *j, cm_sv value);
void cm_json_int(cm_json *j, int64_t value);
void cm_json_number(cm_json *j, cm_sv digits); /* written as it is: a decimal number */
void cm_json_bool(cm_json *j, bool value);
void cm_json_null(cm_json *j);
void cm_json_line(cm_json *j); /* end the value with a newline and be ready for another */

/* Key and value in one call; a view whose ptr is NULL is written as null. */
void cm_json_put_text(cm_json *j, cm_sv name, cm_sv value);
void cm_json_put_int(cm_json *j, cm_sv name, int64_t value);
void cm_json_put_bool(cm_json *j, cm_sv name, bool value);

/* ---- reader ---- */
typedef enum {
    CM_JSON_MISSING,
    CM_JSON_NULL,
    CM_JSON_TEXT,
    CM_JSON_NUMBER,
    CM_JSON_OTHER
} cm_json_type;

/* A member of the top object. Of a repeated name the last one counts. */
typedef struct {
    cm_sv name;        /* set by the caller */
    cm_json_type type; /* OTHER: true, false, an object or an array */
    cm_sv value;       /* TEXT: unescaped; NUMBER: its digits. In `line` or in the reader */
} cm_json_field;

typedef struct cm_json_reader cm_json_reader;

cm_json_reader *cm_json_reader_new(void);
void cm_json_reader_free(cm_json_reader *r);

/* Parse one whole JSON object and pick `count` members. Values are valid until the next call and as
 * long as `line`. Fails: SYNTAX (err->pos; also when the line is cut off or not an object), UTF8.
 */
CM_MUST_USE cm_status cm_json_pick(cm_json_reader *r, cm_sv line, cm_json_field *fields,
                                   size_t count, cm_err *err);

#endif
