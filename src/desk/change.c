#include "base/base.h"

#include "desk/change.h"
#include "desk/statement.h"

#include "base/digest.h"
#include "base/limits.h"
#include "desk/layout.h"
#include "desk/line.h"
#include "desk/turn.h"

#include <stdlib.h>
#include <string.h>

/* ---- watching ---- */

static const char *table_name(cm_desk *desk, const char *name)
{
    for (size_t i = 0; i < desk->readers.count; i++) {
        if (strcmp(desk->readers.items[i].table, name) == 0) {
            return desk->readers.items[i].table;
        }
    }
    cm_row_reader *reader = cm_vec_push(&desk->mem, &desk->readers);
    reader->table = cm_arena_format(&desk->mem, "%s", name).ptr;
    return reader->table;
}

static void on_change(void *payload, int operation, const char *database, const char *table,
                      sqlite3_int64 row)
{
    cm_desk *desk = payload;
    (void)operation;
    bool ours = strcmp(database, "main") == 0; /* not the copy that VACUUM INTO makes */
    if (ours && strcmp(table, "audit") != 0 && !cm_layout_of_the_moment(table)) {
        *cm_vec_push(&desk->transaction, &desk->touched) =
            (cm_touched){table_name(desk, table), row};
        desk->told = false;
    }
}

static void forget(cm_desk *desk)
{
    desk->touched = (cm_touched_rows){0};
    desk->told = false;
    cm_arena_reset(&desk->transaction);
}

/* Not zero: the commit becomes a rollback. */
static int on_commit(void *payload)
{
    cm_desk *desk = payload;
    return desk->touched.count != 0 && !desk->told;
}

static void on_rollback(void *payload)
{
    forget(payload);
}

void cm_change_watch(cm_desk *desk)
{
    (void)sqlite3_update_hook(desk->db, on_change, desk);
    (void)sqlite3_commit_hook(desk->db, on_commit, desk);
    (void)sqlite3_rollback_hook(desk->db, on_rollback, desk);
}

/* ---- the digest of a row ---- */

cm_sv cm_row_digest(cm_arena *mem, sqlite3_stmt *row, int first_column)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    for (int i = first_column; i < sqlite3_column_count(row); i++) {
        int type = sqlite3_column_type(row, i);
        if (type != SQLITE_NULL) {
            const void *bytes = sqlite3_column_blob(row, i);
            size_t len = (size_t)sqlite3_column_bytes(row, i);
            cm_line_part(&out, cm_sv_from(sqlite3_column_name(row, i)));
            (void)cm_buf_add_int(&out, type);
            cm_line_part(&out, (cm_sv){bytes, len});
        }
    }
    cm_assert(!out.over);
    return cm_digest_hex(mem, cm_digest_of(cm_buf_view(&out)));
}

static int by_table_and_row(const void *left, const void *right)
{
    const cm_touched *a = left;
    const cm_touched *b = right;
    int order = strcmp(a->table, b->table);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static cm_status reader_of(cm_desk *desk, const char *table, sqlite3_stmt **ret, cm_err *err)
{
    for (size_t i = 0; i < desk->readers.count; i++) {
        cm_row_reader *reader = &desk->readers.items[i];
        if (reader->table != table) {
            continue;
        }
        if (reader->statement == NULL) {
            cm_sv sql = cm_arena_format(&desk->mem, "SELECT * FROM \"%s\" WHERE no = ?", table);
            int code = sqlite3_prepare_v2(desk->db, sql.ptr, -1, &reader->statement, NULL);
            if (code != SQLITE_OK) {
                return cm_desk_fault(desk, code, err);
            }
        }
        *ret = reader->statement;
        return CM_OK;
    }
    cm_assert(false); /* every table that was touched has its entry */
    return CM_E_DB;
}

static cm_status add_row(cm_desk *desk, const cm_touched *t, cm_buf *out, cm_err *err)
{
    sqlite3_stmt *row = NULL;
    cm_status status = reader_of(desk, t->table, &row, err);
    if (status != CM_OK) {
        return status;
    }
    int code = sqlite3_bind_int64(row, 1, t->row);
    code = code == SQLITE_OK ? sqlite3_step(row) : code;
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        cm_sv digest = code == SQLITE_ROW ? cm_row_digest(&desk->transaction, row, 0) : CM_SV("-");
        (void)cm_buf_addf(out, "%s %lld %.*s\n", t->table, (long long)t->row, CM_SV_ARG(digest));
    } else {
        status = cm_desk_fault(desk, code, err);
    }
    (void)sqlite3_reset(row);
    return status;
}

/* Each row once, as the transaction leaves it. */
static cm_status write_rows(cm_desk *desk, cm_buf *out, cm_err *err)
{
    cm_status status = CM_OK;
    if (desk->touched.count > 1) {
        qsort(desk->touched.items, desk->touched.count, sizeof(*desk->touched.items),
              by_table_and_row);
    }
    for (size_t i = 0; status == CM_OK && i < desk->touched.count; i++) {
        const cm_touched *t = &desk->touched.items[i];
        if (i == 0 || by_table_and_row(t, t - 1) != 0) {
            status = add_row(desk, t, out, err);
        }
    }
    if (status == CM_OK && out->over) {
        status = cm_err_set(err, CM_E_LIMIT, "one change touches %zu rows: too many for one line",
                            desk->touched.count);
    }
    return status;
}

/* ---- begin and end ---- */

static cm_status run(cm_desk *desk, const char *sql, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, sql);
    return cm_statement_run(&s, err);
}

cm_status cm_change_begin(cm_desk *desk, cm_err *err)
{
    forget(desk);
    cm_status status = cm_turn_take(desk, err);
    if (status == CM_OK) {
        status = run(desk, "BEGIN IMMEDIATE", err);
        if (status != CM_OK) {
            cm_turn_leave(desk);
        }
    }
    return status;
}

void cm_change_undo(cm_desk *desk)
{
    if (sqlite3_get_autocommit(desk->db) == 0) {
        CM_AUTO_ERR ignored = {0}; /* the fault that led here is the one to tell */
        cm_status undone = run(desk, "ROLLBACK", &ignored);
        (void)undone;
    }
    cm_turn_leave(desk);
    forget(desk);
}

static cm_status tell(cm_desk *desk, const cm_deed *deed, int64_t *ret_no, cm_err *err)
{
    CM_AUTO_BUF rows;
    cm_buf_init(&rows, CM_MAX_JSON);
    cm_status status = write_rows(desk, &rows, err);
    if (status == CM_OK) {
        status = cm_line_append(desk, deed, cm_buf_view(&rows), ret_no, err);
    }
    desk->told = status == CM_OK;
    return status;
}

/* The request that is at work has this change, whatever becomes of its answer; see request.h. */
static cm_status mark_request(cm_desk *desk, int64_t line, cm_err *err)
{
    if (desk->request == 0) {
        return CM_OK;
    }
    cm_statement s = cm_statement_new(desk, "UPDATE request SET line = ? WHERE no = ?");
    cm_statement_int(&s, line);
    cm_statement_int(&s, desk->request);
    return cm_statement_run(&s, err);
}

cm_status cm_change_commit(cm_desk *desk, const cm_deed *deed, int64_t *ret_no, cm_err *err)
{
    int64_t no = 0;
    cm_status status = tell(desk, deed, &no, err);
    if (status == CM_OK) {
        status = mark_request(desk, no, err);
    }
    if (status == CM_OK) {
        status = run(desk, "COMMIT", err);
    }
    if (status != CM_OK) {
        cm_change_undo(desk);
        return status;
    }
    cm_turn_leave(desk);
    forget(desk);
    desk->request = 0;
    if (ret_no != NULL) {
        *ret_no = no;
    }
    return CM_OK;
}

cm_status cm_change_end(cm_desk *desk, cm_status status, const cm_deed *deed, cm_err *err)
{
    if (status == CM_OK) {
        return cm_change_commit(desk, deed, NULL, err);
    }
    cm_change_undo(desk);
    return status;
}

/* What the request changes is still to come. */
cm_status cm_change_log(cm_desk *desk, const cm_deed *deed, cm_err *err)
{
    const int64_t request = desk->request;
    desk->request = 0;
    cm_status status = cm_change_begin(desk, err);
    if (status == CM_OK) {
        status = cm_change_commit(desk, deed, NULL, err);
    }
    desk->request = request;
    return status;
}
