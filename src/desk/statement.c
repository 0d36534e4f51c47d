#include "base/base.h"

#include "desk/statement.h"

#include "base/limits.h"
#include "desk/turn.h"

#include <string.h>

cm_sv cm_or_null(cm_sv text)
{
    return text.len != 0 ? text : (cm_sv){NULL, 0};
}

cm_sv cm_or_empty(cm_sv text)
{
    return text.ptr != NULL ? text : CM_SV("");
}

/* ---- kept ready ---- */

/* Nearly every request runs the same few dozen, and preparing one costs more than running it. The
 * place of the same SQL that is not at work, else a free one, else that of the one not used for
 * longest; NULL: all are at work. */
static cm_ready_statement *find_place(cm_desk *desk, const char *sql, uint64_t hash)
{
    cm_ready_statement *oldest = NULL;
    for (size_t i = 0; i < CM_READY_STATEMENTS; i++) {
        cm_ready_statement *r = &desk->ready[i];
        if (r->at_work) {
            continue;
        }
        if (r->handle != NULL && r->hash == hash && strcmp(sqlite3_sql(r->handle), sql) == 0) {
            return r;
        }
        oldest = oldest == NULL || r->used < oldest->used ? r : oldest;
    }
    if (oldest != NULL) {
        (void)sqlite3_finalize(oldest->handle);
        *oldest = (cm_ready_statement){.hash = hash};
    }
    return oldest;
}

cm_statement cm_statement_new(cm_desk *desk, const char *sql)
{
    cm_statement s = {.desk = desk, .next = 1};
    s.place = find_place(desk, sql, cm_sv_hash(cm_sv_from(sql)));
    if (s.place != NULL && s.place->handle != NULL) {
        s.handle = s.place->handle;
    } else {
        s.code = sqlite3_prepare_v3(desk->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s.handle, NULL);
    }
    if (s.place != NULL) {
        s.place->handle = s.handle;
        s.place->at_work = s.handle != NULL;
        s.place->used = ++desk->uses;
    }
    return s;
}

static void put_back(cm_statement *s)
{
    if (s->place == NULL) {
        (void)sqlite3_finalize(s->handle); /* its code is that of the last step */
    } else if (s->handle != NULL) {
        (void)sqlite3_reset(s->handle);
        (void)sqlite3_clear_bindings(s->handle); /* nobody's data stay */
        s->place->at_work = false;
    }
    s->handle = NULL;
}

void cm_statements_drop(cm_desk *desk)
{
    for (size_t i = 0; i < CM_READY_STATEMENTS; i++) {
        cm_assert(!desk->ready[i].at_work);
        (void)sqlite3_finalize(desk->ready[i].handle);
        desk->ready[i] = (cm_ready_statement){0};
    }
}

/* ---- values ---- */

static void keep(cm_statement *s, int code)
{
    if (s->code == SQLITE_OK) {
        s->code = code;
    }
}

void cm_statement_text(cm_statement *s, cm_sv value)
{
    if (s->code != SQLITE_OK) {
        return;
    }
    int at = s->next++;
    if (value.ptr == NULL) {
        keep(s, sqlite3_bind_null(s->handle, at));
    } else {
        keep(s, sqlite3_bind_text64(s->handle, at, value.ptr, value.len, SQLITE_TRANSIENT,
                                    SQLITE_UTF8));
    }
}

void cm_statement_int(cm_statement *s, int64_t value)
{
    if (s->code == SQLITE_OK) {
        keep(s, sqlite3_bind_int64(s->handle, s->next++, value));
    }
}

void cm_statement_int_or_null(cm_statement *s, int64_t value)
{
    if (value != 0) {
        cm_statement_int(s, value);
    } else {
        cm_statement_text(s, (cm_sv){NULL, 0});
    }
}

void cm_statement_bytes(cm_statement *s, cm_sv value)
{
    if (s->code == SQLITE_OK) {
        const char *bytes = value.ptr != NULL ? value.ptr : "";
        keep(s, sqlite3_bind_blob64(s->handle, s->next++, bytes, value.len, SQLITE_TRANSIENT));
    }
}

void cm_statement_date(cm_statement *s, cm_date value)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (cm_date_exists(value)) {
        (void)cm_date_write(&text, value);
    }
    cm_statement_text(s, cm_date_exists(value) ? cm_buf_view(&text) : (cm_sv){NULL, 0});
}

bool cm_statement_next(cm_statement *s)
{
    if (s->code != SQLITE_OK) {
        return false;
    }
    int code = sqlite3_step(s->handle);
    if (code == SQLITE_ROW) {
        return true;
    }
    keep(s, code == SQLITE_DONE ? SQLITE_OK : code);
    return false;
}

cm_sv cm_statement_cell(cm_statement *s, int column, cm_arena *mem)
{
    const unsigned char *text = sqlite3_column_text(s->handle, column);
    int bytes = sqlite3_column_bytes(s->handle, column);
    return text == NULL ? CM_SV("") : cm_arena_sv(mem, (cm_sv){(const char *)text, (size_t)bytes});
}

int64_t cm_statement_number(cm_statement *s, int column)
{
    return sqlite3_column_int64(s->handle, column);
}

cm_date cm_statement_day(cm_statement *s, int column)
{
    const unsigned char *text = sqlite3_column_text(s->handle, column);
    cm_date day = CM_NO_DATE;
    return text != NULL && cm_date_parse(cm_sv_from((const char *)text), &day) ? day : CM_NO_DATE;
}

cm_status cm_desk_fault(cm_desk *desk, int code, cm_err *err)
{
    static const struct {
        int code;
        cm_status status;
    } kinds[] = {
        {SQLITE_BUSY, CM_E_CONFLICT}, {SQLITE_LOCKED, CM_E_CONFLICT}, {SQLITE_FULL, CM_E_IO},
        {SQLITE_READONLY, CM_E_IO},   {SQLITE_IOERR, CM_E_IO},        {SQLITE_CANTOPEN, CM_E_IO},
    };

    cm_status status = CM_E_DB;
    for (size_t i = 0; i < CM_COUNT(kinds); i++) {
        status = (code & 0xff) == kinds[i].code ? kinds[i].status : status;
    }
    return cm_err_set(err, status, "desk.sqlite: %s", sqlite3_errmsg(desk->db));
}

cm_status cm_statement_end(cm_statement *s, cm_err *err)
{
    cm_status status = s->code == SQLITE_OK ? CM_OK : cm_desk_fault(s->desk, s->code, err);
    put_back(s);
    return status;
}

cm_status cm_statement_run(cm_statement *s, cm_err *err)
{
    while (cm_statement_next(s)) {
    }
    return cm_statement_end(s, err);
}

static int set_waiting(cm_desk *desk, bool on)
{
    return sqlite3_exec(desk->db, on ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                        NULL, NULL, NULL);
}

cm_status cm_statement_run_soon(cm_statement *s, cm_err *err)
{
    cm_desk *desk = s->desk;
    cm_assert(sqlite3_get_autocommit(desk->db) != 0);
    cm_status status = cm_turn_take(desk, err);
    if (status != CM_OK) {
        put_back(s);
        return status;
    }
    keep(s, set_waiting(desk, false));
    status = cm_statement_run(s, err);
    int code = set_waiting(desk, true);
    cm_turn_leave(desk);
    return status == CM_OK && code != SQLITE_OK ? cm_desk_fault(desk, code, err) : status;
}
