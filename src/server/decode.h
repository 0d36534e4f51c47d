/* server/decode.h - a request line and a body, as they came, to a route with the values of its
 * fields: percent signs, UTF-8, types, closed lists and bounds are checked here, once, by the rows
 * of the route. Pure: no connection, no database. Memory: the arena given. */
#ifndef CM_SERVER_DECODE_H
#define CM_SERVER_DECODE_H

#include "server/route.h"

typedef struct {
    const cm_route *route; /* NULL: none */
    cm_field_value *values;
    cm_sv path;                 /* decoded, for files of the workbench */
    cm_sv allowed;              /* methods of the path, where the method was another: "GET, POST" */
    cm_sv wrong_in, wrong_name; /* the field that is wrong, where one is */
} cm_decoded;

/* `target`: path and query as they stand in the request line. Fields of the body are not there yet.
 * Fails: SYNTAX (escapes), UTF8, SCHEMA (a field), NOTFOUND (no such path; or `allowed` is set). */
CM_MUST_USE cm_status cm_decode_target(cm_sv method, cm_sv target, cm_arena *mem, cm_decoded *ret,
                                       cm_err *err);
/* Members of a body of JSON. Fails: SYNTAX, UTF8, LIMIT (depth), SCHEMA. */
CM_MUST_USE cm_status cm_decode_body(cm_decoded *d, cm_sv body, cm_arena *mem, cm_err *err);

/* The value of a cookie in a header "a=b; c=d", or empty. */
cm_sv cm_decode_cookie(cm_sv header, cm_sv name);
/* "7" in an If-Match or ETag header; W/ is left out. False: no such number. */
bool cm_decode_version(cm_sv header, int64_t *ret_version);

#endif
