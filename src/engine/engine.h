/* engine/engine.h - the analytic engine: statements with bound values in, rows streamed out, and
 * bulk appending. The only implementation is duckdb.c. Once open, the engine reaches no file but
 * its own and no network, and no statement can change that. Threads: one session per thread; the
 * engine itself may be shared. */
#ifndef CM_ENGINE_ENGINE_H
#define CM_ENGINE_ENGINE_H

#include "base/arena.h"
#include "base/status.h"
#include "engine/cell.h"
#include "model/plan.h"

typedef struct cm_engine cm_engine;
typedef struct cm_session cm_session;
typedef struct cm_rows cm_rows;
typedef struct cm_appender cm_appender;

typedef struct {
    cm_sv path;       /* empty: in memory */
    size_t threads;   /* 0: as many as there are processors */
    size_t memory_mb; /* 0: the engine's own default */
    bool attaches; /* may open other database files: for copying tables, with no statement of ours
                      that a user wrote */
} cm_engine_options;

/* Fails: DB (also when another process holds the file). */
CM_MUST_USE cm_status cm_engine_open(const cm_engine_options *options, cm_engine **ret_engine,
                                     cm_err *err);
void cm_engine_close(cm_engine *e);

CM_MUST_USE cm_status cm_session_open(cm_engine *e, cm_session **ret_session, cm_err *err);
void cm_session_close(cm_session *s);
bool cm_session_failed(const cm_session *s); /* a statement of it ended with a fault */
/* Break off the statement that another thread runs: it fails with DB. */
void cm_session_break(cm_session *s);
/* Let statements call a function; visible to all sessions of the engine. Its payload must outlive
 * the engine. Fails: DB. */
CM_MUST_USE cm_status cm_session_register(cm_session *s, const cm_plan_function *f, cm_err *err);

/* Run one statement with values bound to $1, $2, ... Fails: DB, with the engine's message. */
CM_MUST_USE cm_status cm_session_execute(cm_session *s, cm_sv sql, const cm_cell *values,
                                         size_t count, cm_err *err);

/* Run a query; close the rows before the next statement of this session. */
CM_MUST_USE cm_status cm_session_query(cm_session *s, cm_sv sql, const cm_cell *values,
                                       size_t count, cm_rows **ret_rows, cm_err *err);
/* The same of a statement that is asked again and again: it stays prepared. */
CM_MUST_USE cm_status cm_session_ask(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                                     cm_rows **ret_rows, cm_err *err);
size_t cm_rows_columns(const cm_rows *r);
cm_sv cm_rows_name(cm_rows *r, size_t column);
/* Step to the next row; false after the last one. */
bool cm_rows_next(cm_rows *r);
/* A value of the current row; valid until the next step. */
cm_cell cm_rows_cell(cm_rows *r, size_t column);
/* The same as a text that lives in mem (ptr NULL: none), and as a number. */
cm_sv cm_rows_text(cm_rows *r, size_t column, cm_arena *mem);
uint64_t cm_rows_count(cm_rows *r, size_t column);
void cm_rows_close(cm_rows *r);

/* Bulk rows for one table, columns in the order of the table; they are there after close. */
CM_MUST_USE cm_status cm_appender_open(cm_session *s, cm_sv table, cm_appender **ret_appender,
                                       cm_err *err);
CM_MUST_USE cm_status cm_appender_add(cm_appender *a, const cm_cell *cells, size_t count,
                                      cm_err *err);
CM_MUST_USE cm_status cm_appender_close(cm_appender *a, cm_err *err); /* a may be NULL */

#endif
