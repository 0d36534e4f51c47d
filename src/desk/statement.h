/* desk/statement.h - one prepared statement of SQLite with its values; for this folder only. The
 * first fault is kept and told by the end. */
#ifndef CM_DESK_STATEMENT_H
#define CM_DESK_STATEMENT_H

#include "base/date.h"
#include "base/vec.h"
#include "desk/desk.h"

#include <sqlite3.h>

/* A row that the transaction at hand has touched. */
typedef struct {
    const char *table; /* kept in the desk's memory: one pointer for each name */
    int64_t row;
} cm_touched;

typedef CM_VEC(cm_touched) cm_touched_rows;

/* SELECT of one row of a table, for its digest. */
typedef struct {
    const char *table;
    sqlite3_stmt *statement;
} cm_row_reader;

/* A statement that was prepared once and waits to be used again. */
typedef struct {
    sqlite3_stmt *handle; /* NULL: a free place */
    uint64_t hash;        /* of its SQL */
    uint64_t used;        /* when, by the desk's count */
    bool at_work;
} cm_ready_statement;

enum { CM_READY_STATEMENTS = 96, CM_DESK_WAIT_MS = 10000 };

struct cm_desk {
    sqlite3 *db;
    cm_ready_statement ready[CM_READY_STATEMENTS];
    uint64_t uses;
    cm_arena mem;         /* names of tables, statements by table */
    cm_arena transaction; /* of the one at hand */
    CM_VEC(cm_row_reader) readers;
    cm_touched_rows touched;
    bool told;       /* the line of the transaction is written */
    cm_turns *turns; /* of those that write the same file; NULL: it takes none */
    bool has_turn;
    struct cm_census *census; /* of those that count; NULL: every count reads all clues */
    int64_t request;          /* row of the one that the next change belongs to; 0: none */
};

/* Watch what is changed, and let nothing through untold; see change.h. */
void cm_change_watch(cm_desk *desk);
/* What a code of SQLite means. Fails: CONFLICT (held), IO (full, read-only, unreadable), DB. */
CM_MUST_USE cm_status cm_desk_fault(cm_desk *desk, int code, cm_err *err);
/* One row as the audit knows it: the digest of its columns that are not NULL, by name. The
 * statement stands on the row. */
cm_sv cm_row_digest(cm_arena *mem, sqlite3_stmt *row, int first_column);

typedef struct {
    cm_desk *desk;
    sqlite3_stmt *handle;
    cm_ready_statement *place; /* where it goes back to; NULL: none was free */
    int next;                  /* number of the next value to bind, from 1 */
    int code;                  /* of SQLite */
} cm_statement;

void cm_statements_drop(cm_desk *desk); /* all that are kept ready */

cm_sv cm_or_null(cm_sv text);  /* an empty text is NULL in the table */
cm_sv cm_or_empty(cm_sv text); /* no text is an empty one */

/* Ask for the end of it in any case. */
cm_statement cm_statement_new(cm_desk *desk, const char *sql);
void cm_statement_text(cm_statement *s, cm_sv value); /* NULL pointer: NULL */
void cm_statement_int(cm_statement *s, int64_t value);
void cm_statement_int_or_null(cm_statement *s, int64_t value); /* 0: NULL */
void cm_statement_bytes(cm_statement *s, cm_sv value);         /* a BLOB */
void cm_statement_date(cm_statement *s, cm_date value);        /* no such day: NULL */
/* The next row. False: no more, or a fault. */
bool cm_statement_next(cm_statement *s);
cm_sv cm_statement_cell(cm_statement *s, int column, cm_arena *mem); /* into mem; NULL: empty */
int64_t cm_statement_number(cm_statement *s, int column);
cm_date cm_statement_day(cm_statement *s, int column); /* NULL: none */
/* Run what gives no rows, and end. Fails: DB, CONFLICT (held by another process). */
CM_MUST_USE cm_status cm_statement_run(cm_statement *s, cm_err *err);
/* The same, of a table of the moment and outside of a change: the disk is not waited for. A killed
 * process loses nothing by it, a power cut may lose the last such changes. */
CM_MUST_USE cm_status cm_statement_run_soon(cm_statement *s, cm_err *err);
CM_MUST_USE cm_status cm_statement_end(cm_statement *s, cm_err *err);

#endif
