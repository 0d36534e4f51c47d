/* server/route.h - the operations of the server and their fields: rows that are made from
 * api/openapi.yaml when the program is built. */
#ifndef CM_SERVER_ROUTE_H
#define CM_SERVER_ROUTE_H

#include "server/exchange.h"

typedef enum { CM_IN_PATH, CM_IN_QUERY, CM_IN_BODY } cm_field_place;

typedef enum {
    CM_FIELD_TEXT,
    CM_FIELD_INT,
    CM_FIELD_BOOL,
    CM_FIELD_TEXTS, /* in a query the name may stand more than once */
    CM_FIELD_TREE   /* an object, or an array of other things; in a body only */
} cm_field_type;

struct cm_field {
    const char *name;
    cm_field_place in;
    cm_field_type type;
    const char *format;         /* of a text: "date", "date-time"; NULL: any */
    const char *const *choices; /* of a text, or of each of texts; ends with NULL; NULL: any */
    int64_t least, most;        /* of an INT its value, of a TEXT its characters, else how many */
    bool required;
};

/* What a request costs, and so how many of a kind are worked on at once. */
typedef enum {
    CM_LOAD_QUICK,  /* the desk alone */
    CM_LOAD_CHANGE, /* of the desk, which waits for the disk: of no route, but of every quick change
                     */
    CM_LOAD_SLOW,   /* tables of facts, files, searches */
    CM_LOAD_LOGIN,  /* derives a key from a password */
    CM_LOAD_STREAM  /* answers with events for as long as the client stays */
} cm_load;

enum { CM_LOAD_COUNT = CM_LOAD_STREAM + 1 };

typedef enum {
    CM_BODY_NONE,
    CM_BODY_JSON, /* an object */
    CM_BODY_RAW,  /* bytes, in memory */
    CM_BODY_FILE  /* bytes, written to a file as they come */
} cm_body;

struct cm_route {
    const char *operation, *method;
    const char *path; /* "/api/v1/clues/{clue}/steps" */
    const char *act;  /* of data/desk/rights.tsv; NULL: none is asked here */
    bool anyone;      /* no log-in */
    cm_load load;
    cm_body body;
    bool body_required, takes_version;
    const cm_field *fields;
    size_t field_count;
    CM_MUST_USE cm_status (*handle)(cm_exchange *x, cm_err *err);
};

const cm_route *cm_routes(size_t *ret_count);

#endif
