/* document/columns.h - which column of a table of judgments holds what: the headers of
 * data/lexicon/columns.tsv. Memory: the arena given to load. Immutable afterwards. */
#ifndef CM_DOCUMENT_COLUMNS_H
#define CM_DOCUMENT_COLUMNS_H

#include "base/map.h"
#include "base/status.h"

typedef enum {
    CM_COLUMN_OTHER,
    CM_COLUMN_TEXT,
    CM_COLUMN_ID,
    CM_COLUMN_URL,
    CM_COLUMN_CASE_NO,
    CM_COLUMN_TITLE,
    CM_COLUMN_COURT,
    CM_COLUMN_REGION,
    CM_COLUMN_CASE_TYPE,
    CM_COLUMN_CASE_TYPE_CODE,
    CM_COLUMN_SOURCE,
    CM_COLUMN_PROCEDURE,
    CM_COLUMN_DOCUMENT_TYPE,
    CM_COLUMN_DECIDED_ON,
    CM_COLUMN_PUBLISHED_ON,
    CM_COLUMN_PARTIES,
    CM_COLUMN_CAUSE,
    CM_COLUMN_LAW,
    CM_COLUMN_COUNT
} cm_column_role;

typedef struct {
    cm_map headers; /* header as cm_columns_find compares it -> its cm_column_role */
} cm_columns;

/* Load data/lexicon/columns.tsv. Fails: as cm_tsv_load; SCHEMA (unknown column, repeated header).
 */
CM_MUST_USE cm_status cm_columns_load(cm_arena *mem, cm_sv path, cm_columns *ret_columns,
                                      cm_err *err);
/* What a header names. Blanks, width and letter case do not matter. */
cm_column_role cm_columns_find(const cm_columns *columns, cm_sv header);
cm_sv cm_column_id(cm_column_role column);

#endif
