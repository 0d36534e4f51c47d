/* app/writer.h - appends the rows of judgments to the tables of the engine, inside a transaction
 * that the caller begins and commits. Memory: heap, freed by close. Threads: one. */
#ifndef CM_APP_WRITER_H
#define CM_APP_WRITER_H

#include "app/row.h"
#include "engine/facts.h"

typedef struct cm_writer cm_writer;

cm_writer *cm_writer_open(cm_session *s, const cm_catalogue *catalogue);
/* The facts and anchors of one document. Fails: DB. */
CM_MUST_USE cm_status cm_writer_add(cm_writer *w, int64_t doc_key, const cm_fact_rows *rows,
                                    cm_err *err);
/* A row of a table that the catalogue does not describe. Fails: DB. */
CM_MUST_USE cm_status cm_writer_add_fixed(cm_writer *w, cm_facts_table table, const cm_cell *cells,
                                          size_t count, cm_err *err);
/* Everything added is in the tables afterwards; w may be NULL. Fails: DB (and frees all the same).
 */
CM_MUST_USE cm_status cm_writer_close(cm_writer *w, cm_err *err);
/* After a fault: what was added does not matter any more. w may be NULL. */
void cm_writer_drop(cm_writer *w);

#endif
