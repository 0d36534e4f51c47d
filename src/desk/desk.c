#include "base/base.h"

#include "base/file.h"
#include "desk/layout.h"
#include "desk/line.h"
#include "desk/statement.h"

/* One process has the workspace, but its threads have a connection each: who would write waits for
 * the one who does, up to 10 s. */
static const char *const SETTINGS[] = {"PRAGMA journal_mode = WAL",  "PRAGMA synchronous = FULL",
                                       "PRAGMA foreign_keys = ON",   "PRAGMA trusted_schema = OFF",
                                       "PRAGMA cache_size = -16384", /* KiB, of each connection */
                                       "PRAGMA secure_delete = ON"};

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

static cm_status make(cm_desk *desk, size_t from, cm_err *err)
{
    size_t count = 0;
    const cm_layout *layouts = cm_layouts(&count);
    cm_status status = CM_OK;
    for (size_t i = from; status == CM_OK && i < count; i++) {
        for (size_t j = 0; status == CM_OK && j < layouts[i].count; j++) {
            status = run(desk, layouts[i].statements[j], err);
        }
    }
    if (status == CM_OK) {
        cm_sv sql = cm_arena_format(&desk->mem, "PRAGMA user_version = %zu", count);
        status = run(desk, sql.ptr, err);
    }
    return status;
}

/* Rows of the time before the audit have their first line here. */
static cm_status touch_all(cm_desk *desk, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE suppression SET no = no");
    return cm_statement_run(&s, err);
}

static cm_status bring_up_to_date(cm_desk *desk, size_t from, cm_sv at, cm_err *err)
{
    const cm_deed deed = {
        .at = at,
        .action = CM_SV("desk.layout"),
        .object = cm_arena_format(&desk->mem, "layout %zu", from),
    };
    cm_status status = cm_change_begin(desk, err);
    if (status == CM_OK) {
        status = make(desk, from, err);
    }
    if (status == CM_OK && from == 1) {
        status = touch_all(desk, err);
    }
    return cm_change_end(desk, status, &deed, err);
}

/* ---- copies ---- */

static cm_desk *desk_new(void)
{
    cm_desk *desk = cm_alloc_zero(1, sizeof(*desk));
    cm_arena_init(&desk->mem);
    cm_arena_init(&desk->transaction);
    return desk;
}

static cm_status open_as(cm_desk *desk, cm_sv path, int flags, cm_err *err)
{
    cm_sv name = cm_arena_sv(&desk->mem, path);
    int code = sqlite3_open_v2(name.ptr, &desk->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    return code == SQLITE_OK
               ? CM_OK
               : cm_err_set(err, CM_E_IO, "%.*s: %s", CM_SV_ARG(path), sqlite3_errstr(code));
}

static cm_status open_file(cm_desk *desk, cm_sv path, cm_err *err)
{
    return open_as(desk, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
}

static cm_status empty_moments(cm_desk *copy, cm_err *err)
{
    cm_svs tables = cm_layout_moments(&copy->mem);
    size_t layout = 0;
    cm_status status = run(copy, "PRAGMA secure_delete = ON", err);
    if (status == CM_OK) {
        status = layout_of(copy, &layout, err);
    }
    for (size_t i = 0; status == CM_OK && layout >= CM_LAYOUT_MOMENTS && i < tables.count; i++) {
        cm_sv sql = cm_arena_format(&copy->mem, "DELETE FROM %.*s", CM_SV_ARG(tables.items[i]));
        status = run(copy, sql.ptr, err);
    }
    return status;
}

cm_status cm_desk_copy(cm_desk *desk, cm_sv path, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "VACUUM INTO ?");
    cm_statement_text(&s, path);
    cm_status status = cm_statement_run(&s, err);
    if (status != CM_OK) {
        return status;
    }
    cm_desk *copy = desk_new();
    status = open_file(copy, path, err);
    if (status == CM_OK) {
        status = empty_moments(copy, err);
    }
    cm_desk_close(copy);
    return status;
}

/* A copy beside the file, before its layout is changed: desk.sqlite.layout-1, or with a further
 * number when that is there already. */
static cm_status keep_copy(cm_desk *desk, cm_sv path, size_t layout, cm_err *err)
{
    cm_sv name = {NULL, 0};
    for (int turn = 0; name.ptr == NULL || cm_file_exists(name); turn++) {
        name = turn == 0 ? cm_arena_format(&desk->mem, "%.*s.layout-%zu", CM_SV_ARG(path), layout)
                         : cm_arena_format(&desk->mem, "%.*s.layout-%zu.%d", CM_SV_ARG(path),
                                           layout, turn);
    }
    return cm_desk_copy(desk, name, err);
}

static cm_status prepare(cm_desk *desk, cm_sv path, cm_sv at, cm_err *err)
{
    cm_status status = CM_OK;
    size_t layout = 0, known = 0;
    (void)cm_layouts(&known);
    (void)sqlite3_busy_timeout(desk->db, CM_DESK_WAIT_MS);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(SETTINGS); i++) {
        status = run(desk, SETTINGS[i], err);
    }
    if (status == CM_OK) {
        status = layout_of(desk, &layout, err);
    }
    if (status == CM_OK && layout > known) {
        return cm_err_set(err, CM_E_SCHEMA,
                          "desk.sqlite has layout %zu, this program knows %zu: use a later program",
                          layout, known);
    }
    cm_change_watch(desk);
    if (status == CM_OK && layout != 0 && layout < known) {
        status = keep_copy(desk, path, layout, err);
    }
    return status == CM_OK && layout < known ? bring_up_to_date(desk, layout, at, err) : status;
}

/* SQLite does not say why it cannot write. */
static cm_status check_place(cm_sv path, cm_err *err)
{
    cm_status status = cm_file_check_writable(cm_file_folder(path), err);
    return status == CM_OK && cm_file_exists(path) ? cm_file_check_writable(path, err) : status;
}

cm_status cm_desk_open(cm_sv path, cm_sv at, cm_desk **ret_desk, cm_err *err)
{
    cm_desk *desk = desk_new();
    cm_status status = check_place(path, err);
    if (status == CM_OK) {
        status = open_file(desk, path, err);
    }
    if (status == CM_OK) {
        status = prepare(desk, path, at, err);
    }
    if (status != CM_OK) {
        cm_desk_close(desk);
        return status;
    }
    *ret_desk = desk;
    return CM_OK;
}

cm_status cm_desk_open_reading(cm_sv path, size_t layout, cm_desk **ret_desk, cm_err *err)
{
    size_t found = 0;
    *ret_desk = NULL;
    if (!cm_file_exists(path)) {
        return CM_OK;
    }
    cm_desk *desk = desk_new();
    cm_status status = open_as(desk, path, SQLITE_OPEN_READONLY, err);
    if (status == CM_OK) {
        (void)sqlite3_busy_timeout(desk->db, CM_DESK_WAIT_MS);
        status = layout_of(desk, &found, err);
    }
    if (status == CM_OK && found >= layout) {
        *ret_desk = desk;
    } else {
        cm_desk_close(desk);
    }
    return status;
}

void cm_desk_break(cm_desk *desk)
{
    sqlite3_interrupt(desk->db);
}

void cm_desk_close(cm_desk *desk)
{
    if (desk != NULL) {
        for (size_t i = 0; i < desk->readers.count; i++) {
            (void)sqlite3_finalize(desk->readers.items[i].statement);
        }
        cm_statements_drop(desk);
        (void)sqlite3_close(desk->db); /* every other statement has ended */
        cm_arena_clear(&desk->transaction);
        cm_arena_clear(&desk->mem);
        cm_free(desk);
    }
}
