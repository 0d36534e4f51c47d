/* model/schema.h - the declared columns of a table that is imported (data/tables/NAME.yaml, or the
 * file of an office): what each column is called in the file, its type, whether it tells rows
 * apart, whether it is personal, and how the file says that a row is sealed. Holds no rows.
 * Memory: the arena given. Threads: immutable afterwards. */
#ifndef CM_MODEL_SCHEMA_H
#define CM_MODEL_SCHEMA_H

#include "model/catalogue.h"
#include "model/problem.h"
#include "model/value.h"

typedef struct {
    const cm_column *column;
    cm_svs headers;       /* what it may be called in a file; the first is the title */
    bool key;             /* together the keys tell rows apart */
    bool personal;        /* personal data */
    bool required;        /* a row without it is not taken */
    bool empty_is_absent; /* an empty cell says that there is none; else it is unread */
} cm_schema_column;

/* Whether a record is sealed (犯罪记录封存). The ids stand in the tables. */
typedef enum { CM_SEALED_OPEN, CM_SEALED_SEALED, CM_SEALED_UNKNOWN, CM_SEALED_COUNT } cm_sealed;

cm_sv cm_sealed_id(cm_sealed state); /* open, sealed, unknown */

typedef struct {
    cm_sv name, title, about;
    cm_sv source; /* the whole file */
    cm_view view; /* t_NAME: its columns, then `sealed`; no keys, no children */
    CM_VEC(cm_schema_column) columns;
    cm_svs sealed_headers;           /* empty: `sealed_rule` is so for every row */
    cm_svs open_words, sealed_words; /* any other word: unknown */
    cm_sealed sealed_rule;
} cm_schema;

typedef CM_VEC(const cm_schema *) cm_schemas;

/* Fails: SCHEMA or SYNTAX with every mistake added to *problems. */
CM_MUST_USE cm_status cm_schema_parse(cm_arena *mem, const cm_terms *terms, const cm_source *text,
                                      const cm_schema **ret_schema, cm_problems *problems,
                                      cm_err *err);
/* A file. Fails: NOTFOUND, IO, LIMIT; as cm_schema_parse. */
CM_MUST_USE cm_status cm_schema_load(cm_arena *mem, const cm_terms *terms, cm_sv path,
                                     const cm_schema **ret_schema, cm_problems *problems,
                                     cm_err *err);
/* Every .yaml of a folder, by name; a missing folder has none. Fails: as cm_schema_load. */
CM_MUST_USE cm_status cm_schemas_load(cm_arena *mem, const cm_terms *terms, cm_sv folder,
                                      cm_schemas *schemas, cm_problems *problems, cm_err *err);
const cm_schema *cm_schema_find(const cm_schemas *schemas, cm_sv name); /* or NULL */

#endif
