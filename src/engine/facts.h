/* engine/facts.h - the tables of facts.duckdb: sources and documents, the fact tables and wide
 * views made from the catalogue of columns, anchors, and the results of models (docs/facts.md).
 * This folder is the only place that knows their SQL; what other folders ask is a row of the list
 * of queries. Threads: as the session that is passed in. */
#ifndef CM_ENGINE_FACTS_H
#define CM_ENGINE_FACTS_H

#include "engine/engine.h"
#include "engine/query.h"
#include "model/catalogue.h"

/* Tables that the catalogue does not describe. Their columns stand in the order of docs/facts.md.
 */
typedef enum {
    CM_TABLE_SOURCE,
    CM_TABLE_FILE,
    CM_TABLE_DOCUMENT,
    CM_TABLE_DUPLICATE,
    CM_TABLE_LINK,
    CM_TABLE_NOT_READ,
    CM_TABLE_ANCHOR,
    CM_TABLE_GAP,
    CM_TABLE_CONFLICT,
    CM_TABLE_IMPORTED,
    CM_TABLE_MATCH, /* of this session: where the search expressions of a model match */
    CM_TABLE_RESULT,
    CM_TABLE_RESULT_FACT,
    CM_TABLE_RESULT_RELATED,
    CM_TABLE_COUNT
} cm_facts_table;

cm_sv cm_facts_table_name(cm_facts_table table);

/* The table that holds a view's own columns, or a child's rows: keys (key_count of the view; row_no
 * of a child), the columns from cm_facts_first_own on, unread, and unread_groups of a judgment. */
cm_sv cm_facts_own_table(cm_arena *mem, const cm_view *view);
size_t cm_facts_first_own(const cm_view *view);

/* Make what is not there yet. Fails: DB. */
CM_MUST_USE cm_status cm_facts_create(cm_session *s, const cm_catalogue *catalogue, cm_err *err);
/* What each session has for itself; another session than the one that created the tables needs it
 * before it runs models or looks through a lens. Fails: DB. */
CM_MUST_USE cm_status cm_facts_create_temporary(cm_session *s, cm_err *err);

/* The table and the view of an imported table (model/schema.h): table_NAME has source_no, file_no,
 * row_no, its columns with `sealed`, and unread; t_NAME is what it holds without the rows that are
 * `sealed_id`. Make what is not there yet. Fails: DB. */
cm_sv cm_facts_imported_table(cm_arena *mem, const cm_view *view);
CM_MUST_USE cm_status cm_facts_create_imported(cm_session *s, const cm_view *view, cm_sv sealed_id,
                                               cm_err *err);

/* Make the view `name` of a view of the catalogue and a column for each of `names`: whether
 * text_match has the document under that name, unread where it says so. Fails: DB. */
CM_MUST_USE cm_status cm_facts_create_matched(cm_session *s, cm_sv view, const cm_svs *names,
                                              cm_sv name, cm_err *err);

CM_MUST_USE cm_status cm_facts_execute(cm_session *s, cm_facts_query query, const cm_cell *values,
                                       size_t count, cm_err *err);
CM_MUST_USE cm_status cm_facts_ask(cm_session *s, cm_facts_query query, const cm_cell *values,
                                   size_t count, cm_rows **ret_rows, cm_err *err);

/* The facts of a document go, with their anchors, gaps and conflicts: they are made anew. Inside a
 * transaction. Fails: DB. */
CM_MUST_USE cm_status cm_facts_forget(cm_session *s, const cm_catalogue *catalogue, int64_t doc_key,
                                      cm_err *err);

/* Make a database file `to` of the tables in `from` without a source and all that came from it: a
 * row that is deleted in place leaves its bytes in the file. Neither is open. Fails: DB. */
CM_MUST_USE cm_status cm_facts_copy_without(cm_sv from, cm_sv to, const cm_catalogue *catalogue,
                                            int64_t source_no, cm_err *err);

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
    CM_RUN_INSTANCE,
    CM_RUN_SAID_FINAL,
    CM_RUN_RECEIVED_ON,
    CM_RUN_COUNT
} cm_run_field;

CM_MUST_USE cm_status cm_facts_run(cm_session *s, const cm_plan *plan, cm_rows **ret_rows,
                                   cm_err *err);

/* The first and last key of a document; first > last: there is none. */
typedef struct {
    int64_t first, last;
} cm_numbers_range;

CM_MUST_USE cm_status cm_facts_keys(cm_session *s, cm_numbers_range *ret_range, cm_err *err);

/* The rows of a view's own table, or of a child table, for the documents first..last, by their
 * keys: keys (key_count of them), own columns, unread; of a judgment also unread_groups and the
 * digest of its document's text. */
CM_MUST_USE cm_status cm_facts_stretch(cm_session *s, const cm_view *view, int64_t first,
                                       int64_t last, cm_rows **ret_rows, cm_err *err);

/* The rows that a plan shows with its hits: cm_related_field, then one column per output. */
CM_MUST_USE cm_status cm_facts_related(cm_session *s, const cm_plan_related *related,
                                       cm_rows **ret_rows, cm_err *err);

/* Run one step of a plan into a temporary table, after the steps before it; gives its rows. */
CM_MUST_USE cm_status cm_facts_step(cm_session *s, const cm_plan_step *step, cm_rows **ret_rows,
                                    cm_err *err);

#endif
