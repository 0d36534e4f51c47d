/* engine/facts.h - the tables of facts.duckdb: sources and documents, the fact tables and wide
 * views made from the catalogue of columns, anchors, and the results of models (docs/facts.md).
 * This folder is the only place that knows their SQL; what other folders ask is a row of the list
 * of queries. Threads: as the session that is passed in. */
#ifndef CM_ENGINE_FACTS_H
#define CM_ENGINE_FACTS_H

#include "engine/engine.h"
#include "model/catalogue.h"

/* Tables that the catalogue does not describe. Their columns stand in the order of docs/facts.md.
 */
typedef enum {
    CM_TABLE_SOURCE,
    CM_TABLE_FILE,
    CM_TABLE_DOCUMENT,
    CM_TABLE_NOT_READ,
    CM_TABLE_ANCHOR,
    CM_TABLE_GAP,
    CM_TABLE_CONFLICT,
    CM_TABLE_RESULT,
    CM_TABLE_RESULT_FACT,
    CM_TABLE_COUNT
} cm_facts_table;

cm_sv cm_facts_table_name(cm_facts_table table);

/* The table that holds a view's own columns, or a child's rows: keys (key_count of the view; row_no
 * of a child), the columns from cm_facts_first_own on, unread, and unread_groups of a judgment. */
cm_sv cm_facts_own_table(cm_arena *mem, const cm_view *view);
size_t cm_facts_first_own(const cm_view *view);

/* Make what is not there yet. Fails: DB. */
CM_MUST_USE cm_status cm_facts_create(cm_session *s, const cm_catalogue *catalogue, cm_err *err);

/* The questions and changes that the program has, with the values each takes. */
typedef enum {
    CM_QUERY_BEGIN,
    CM_QUERY_COMMIT,
    CM_QUERY_ROLLBACK,
    CM_QUERY_LAST_KEYS,          /* -> source_no, file_no, doc_key */
    CM_QUERY_FILE_BY_DIGEST,     /* digest -> file_no, source_no, raw_begin, kept, done, lines,
                                    complete, received_on */
    CM_QUERY_FILE_DELETE,        /* file_no */
    CM_QUERY_DOCUMENT_DIGESTS,   /* -> doc, digest */
    CM_QUERY_RESULT_DELETE,      /* model */
    CM_QUERY_RESULT_FACT_DELETE, /* model */
    CM_QUERY_RESULT_COUNTS,      /* -> model, outcome, direction, number */
    CM_QUERY_RESULTS,         /* model or NULL, outcome or NULL, clue or NULL -> cm_result_field */
    CM_QUERY_RESULT_FACTS,    /* the same three -> cm_result_fact_field */
    CM_QUERY_DOCUMENT,        /* doc_key -> doc, source_no, raw_begin, raw_end, is_json, court,
                                 case_no, received_on */
    CM_QUERY_CORPUS,          /* -> documents */
    CM_QUERY_SOURCES,         /* -> source_no, label, received_on, documents */
    CM_QUERY_NOT_READ,        /* -> path, line, cause */
    CM_QUERY_NOT_READ_COUNTS, /* -> cause, number */
    CM_QUERY_COVERAGE,        /* -> documents, without a gap, conflicts */
    CM_QUERY_GROUP_GAPS,      /* -> group, documents partly read, unread */
    CM_QUERY_COVERAGE_COURT,  /* -> name, documents, with gaps, without any group read */
    CM_QUERY_COVERAGE_MONTH,  /* the same by month of decision, source, kind of case */
    CM_QUERY_COVERAGE_SOURCE,
    CM_QUERY_COVERAGE_KIND,
    CM_QUERY_GAPS,      /* group or NULL, doc or NULL -> doc_key, doc, case_no, group, state,
                           begin_at, end_at */
    CM_QUERY_CONFLICTS, /* doc or NULL -> doc_key, doc, case_no, defendant_no, name, fact,
                           first, second, begin_at, end_at of each */
    CM_QUERY_ANCHORS,   /* doc_key -> defendant_no, count_no, fact, begin_at, end_at */
    CM_QUERY_LAW_ROWS,  /* doc_key, defendant_no, count_no -> law_row */
    CM_QUERY_COUNT
} cm_facts_query;

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
    CM_RESULT_STORED, /* the columns above are those of the table */
    CM_RESULT_DOC = CM_RESULT_STORED,
    CM_RESULT_CASE_NO,
    CM_RESULT_COURT,
    CM_RESULT_DECIDED_ON,
    CM_RESULT_FIRST_ACT_ON,
    CM_RESULT_LAST_ACT_ON,
    CM_RESULT_DEFENDANT,
    CM_RESULT_CHARGE
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

CM_MUST_USE cm_status cm_facts_execute(cm_session *s, cm_facts_query query, const cm_cell *values,
                                       size_t count, cm_err *err);
CM_MUST_USE cm_status cm_facts_ask(cm_session *s, cm_facts_query query, const cm_cell *values,
                                   size_t count, cm_rows **ret_rows, cm_err *err);

/* End the transaction as if it had not been; a fault on the way changes nothing. */
void cm_facts_rollback(cm_session *s);

/* Run a plan. Each row has the columns of the plan, then CM_RUN_COUNT that tell the subject. */
typedef enum {
    CM_RUN_COURT,
    CM_RUN_CASE_NO,
    CM_RUN_DOCUMENT_TYPE,
    CM_RUN_DECIDED_ON,
    CM_RUN_DIGEST,
    CM_RUN_DEFENDANT,
    CM_RUN_CHARGE,
    CM_RUN_COUNT
} cm_run_field;

CM_MUST_USE cm_status cm_facts_run(cm_session *s, const cm_plan *plan, cm_rows **ret_rows,
                                   cm_err *err);

/* Run one step of a plan into a temporary table, after the steps before it; gives its rows. */
CM_MUST_USE cm_status cm_facts_step(cm_session *s, const cm_plan_step *step, cm_rows **ret_rows,
                                    cm_err *err);

#endif
