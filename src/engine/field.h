/* engine/field.h - the columns of what the questions of engine/query.h give back, by position. */
#ifndef CM_ENGINE_FIELD_H
#define CM_ENGINE_FIELD_H

typedef enum {
    CM_DOCUMENT_DOC,
    CM_DOCUMENT_SOURCE_NO,
    CM_DOCUMENT_PART,
    CM_DOCUMENT_IS_JSON,
    CM_DOCUMENT_BEGIN,
    CM_DOCUMENT_END,
    CM_DOCUMENT_MAP_BEGIN,
    CM_DOCUMENT_MAP_END,
    CM_DOCUMENT_COURT,
    CM_DOCUMENT_CASE_NO,
    CM_DOCUMENT_RECEIVED_ON,
    CM_DOCUMENT_PATH,
    CM_DOCUMENT_LINE,
    CM_DOCUMENT_PLACE,
    CM_DOCUMENT_LABELS
} cm_document_field;

typedef enum {
    CM_RESULT_MODEL,
    CM_RESULT_VERSION,
    CM_RESULT_CONTENT,
    CM_RESULT_CLUE,
    CM_RESULT_DOC_KEY,
    CM_RESULT_DEFENDANT_NO,
    CM_RESULT_COUNT_NO,
    CM_RESULT_OUTCOME,
    CM_RESULT_DIRECTION,
    CM_RESULT_SUB,
    CM_RESULT_MISSING,
    CM_RESULT_FINDING,
    CM_RESULT_AS_OF,   /* the day the run counted as today */
    CM_RESULT_STAGE,   /* id of list "stage"; of a hit */
    CM_RESULT_MEASURE, /* words of list "proposal" joined by ',' */
    CM_RESULT_STORED,  /* the columns above are those of the table */
    CM_RESULT_DOC = CM_RESULT_STORED,
    CM_RESULT_CASE_NO,
    CM_RESULT_COURT,
    CM_RESULT_DECIDED_ON,
    CM_RESULT_FIRST_ACT_ON,
    CM_RESULT_LAST_ACT_ON,
    CM_RESULT_DEFENDANT,
    CM_RESULT_CHARGE,
    CM_RESULT_RECEIVED_ON,
    CM_RESULT_DOCUMENT_TYPE
} cm_result_field;

typedef enum {
    CM_RESULT_FACT_MODEL,
    CM_RESULT_FACT_DOC_KEY,
    CM_RESULT_FACT_DEFENDANT_NO,
    CM_RESULT_FACT_COUNT_NO,
    CM_RESULT_FACT_SEQ,
    CM_RESULT_FACT_NAME,
    CM_RESULT_FACT_TITLE,
    CM_RESULT_FACT_VALUE, /* as people read it; NULL of a place without a value of its own */
    CM_RESULT_FACT_BEGIN, /* bytes of the text; NULL when the value has no place of its own */
    CM_RESULT_FACT_END,
    CM_RESULT_FACT_STORED
} cm_result_fact_field;

typedef enum {
    CM_RESULT_RELATED_MODEL,
    CM_RESULT_RELATED_DOC_KEY,
    CM_RESULT_RELATED_DEFENDANT_NO,
    CM_RESULT_RELATED_COUNT_NO,
    CM_RESULT_RELATED_ROLE,
    CM_RESULT_RELATED_ROW_NO,
    CM_RESULT_RELATED_OTHER_DOC,
    CM_RESULT_RELATED_OTHER_DEFENDANT,
    CM_RESULT_RELATED_FACT,
    CM_RESULT_RELATED_TITLE,
    CM_RESULT_RELATED_VALUE,
    CM_RESULT_RELATED_BEGIN, /* bytes of the other document's text; NULL: no place of its own */
    CM_RESULT_RELATED_END,
    CM_RESULT_RELATED_STORED
} cm_result_related_field;

#endif
