#include "base/base.h"

#include "desk/statement.h"

/* The layouts in order: each brings the one before it up to date. PRAGMA user_version counts them.
 * Days are ISO texts. A row is never changed but for the columns that say how it ended. */
static const char *const LAYOUTS[] = {
    "CREATE TABLE suppression (no INTEGER PRIMARY KEY, model TEXT NOT NULL, clue TEXT, "
    "finding TEXT, court TEXT, charge TEXT, sub TEXT, reason TEXT NOT NULL, by TEXT NOT NULL, "
    "made_on TEXT NOT NULL, expires_on TEXT NOT NULL, ended_on TEXT, ended_by TEXT, "
    "ended_why TEXT, CHECK (coalesce(clue, court, charge, sub) IS NOT NULL)) STRICT",
};

/* No word of another process is waited for: one process has the workspace. */
static const char *const SETTINGS[] = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                       "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF"};

static cm_status run(cm_desk *desk, const char *sql, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, sql);
    return cm_statement_run(&s, err);
}

static cm_status layout_of(cm_desk *desk, size_t *ret_layout, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "PRAGMA user_version");
    *ret_layout = cm_statement_next(&s) ? (size_t)cm_statement_number(&s, 0) : 0;
    return cm_statement_end(&s, err);
}

static cm_status bring_up_to_date(cm_desk *desk, size_t from, cm_err *err)
{
    cm_status status = run(desk, "BEGIN IMMEDIATE", err);
    for (size_t i = from; status == CM_OK && i < CM_COUNT(LAYOUTS); i++) {
        status = run(desk, LAYOUTS[i], err);
    }
    if (status == CM_OK) {
        CM_AUTO_BUF sql;
        cm_buf_init(&sql, 64);
        (void)cm_buf_addf(&sql, "PRAGMA user_version = %zu", CM_COUNT(LAYOUTS));
        status = run(desk, cm_buf_z(&sql), err);
    }
    if (status == CM_OK) {
        return run(desk, "COMMIT", err);
    }
    CM_AUTO_ERR ignored = {0}; /* the fault that led here is the one to tell */
    cm_status undone = run(desk, "ROLLBACK", &ignored);
    (void)undone;
    return status;
}

static cm_status prepare(cm_desk *desk, cm_err *err)
{
    cm_status status = CM_OK;
    size_t layout = 0;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(SETTINGS); i++) {
        status = run(desk, SETTINGS[i], err);
    }
    if (status == CM_OK) {
        status = layout_of(desk, &layout, err);
    }
    if (status == CM_OK && layout > CM_COUNT(LAYOUTS)) {
        return cm_err_set(err, CM_E_SCHEMA,
                          "desk.sqlite has layout %zu, this program knows %zu: use a later program",
                          layout, CM_COUNT(LAYOUTS));
    }
    return status == CM_OK && layout < CM_COUNT(LAYOUTS) ? bring_up_to_date(desk, layout, err)
                                                         : status;
}

cm_status cm_desk_open(cm_sv path, cm_desk **ret_desk, cm_err *err)
{
    CM_AUTO_BUF name;
    cm_buf_init(&name, path.len + 1);
    (void)cm_buf_add(&name, path);
    cm_desk *desk = cm_alloc_zero(1, sizeof(*desk));
    int code =
        sqlite3_open_v2(cm_buf_z(&name), &desk->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    cm_status status = CM_OK;
    if (code != SQLITE_OK) {
        status = cm_err_set(err, CM_E_IO, "%.*s: %s", CM_SV_ARG(path), sqlite3_errstr(code));
    } else {
        status = prepare(desk, err);
    }
    if (status != CM_OK) {
        cm_desk_close(desk);
        return status;
    }
    *ret_desk = desk;
    return CM_OK;
}

void cm_desk_close(cm_desk *desk)
{
    if (desk != NULL) {
        (void)sqlite3_close(desk->db); /* every statement has ended */
        cm_free(desk);
    }
}
