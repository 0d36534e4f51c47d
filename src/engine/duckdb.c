#include "base/base.h"

#include "base/buf.h"
#include "base/limits.h"
#include "engine/engine.h"

#include <duckdb.h>

struct cm_engine {
    duckdb_database db;
};

/* A statement that stays prepared. */
typedef struct {
    duckdb_prepared_statement statement; /* NULL: a free place */
    const char *sql;                     /* as it was given: it outlives the session */
    uint64_t used;                       /* when, by the session's count */
} ready_statement;

enum { READY_STATEMENTS = 48 };

struct cm_session {
    duckdb_connection con;
    ready_statement ready[READY_STATEMENTS];
    uint64_t uses;
    bool failed;
};

struct cm_rows {
    duckdb_result result;
    duckdb_data_chunk chunk;
    idx_t row, size; /* row is 1-based inside the chunk; 0 = before the first */
    idx_t columns;
    cm_arena mem; /* the lists of the current row */
};

struct cm_appender {
    duckdb_appender app;
};

/* ---- opening ---- */

static const struct {
    const char *name, *value;
} settings[] = {
    {"enable_external_access", "false"},
    {"autoinstall_known_extensions", "false"},
    {"autoload_known_extensions", "false"},
};

static void configure(duckdb_config config, const cm_engine_options *o)
{
    for (size_t i = o->attaches ? 1 : 0; i < CM_COUNT(settings); i++) { /* the first forbids it */
        cm_assert(duckdb_set_config(config, settings[i].name, settings[i].value) == DuckDBSuccess);
    }
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (o->threads != 0) {
        (void)cm_buf_addf(&text, "%zu", o->threads);
        cm_assert(duckdb_set_config(config, "threads", cm_buf_z(&text)) == DuckDBSuccess);
    }
    if (o->memory_mb != 0) {
        cm_buf_reset(&text);
        (void)cm_buf_addf(&text, "%zuMB", o->memory_mb);
        cm_assert(duckdb_set_config(config, "memory_limit", cm_buf_z(&text)) == DuckDBSuccess);
    }
}

cm_status cm_engine_open(const cm_engine_options *options, cm_engine **ret_engine, cm_err *err)
{
    CM_AUTO_BUF path;
    cm_buf_init(&path, CM_MAX_PATH_BYTES);
    (void)cm_buf_add(&path, options->path.len != 0 ? options->path : CM_SV(":memory:"));
    duckdb_config config;
    cm_assert(duckdb_create_config(&config) == DuckDBSuccess);
    configure(config, options);
    cm_engine *e = cm_alloc_zero(1, sizeof(*e));
    char *reason = NULL;
    duckdb_state state = duckdb_open_ext(cm_buf_z(&path), &e->db, config, &reason);
    duckdb_destroy_config(&config);
    if (state != DuckDBSuccess) {
        (void)cm_err_set(err, CM_E_DB, "cannot open %.*s: %s", CM_SV_ARG(options->path),
                         reason != NULL ? reason : "");
        duckdb_free(reason);
        cm_free(e);
        return CM_E_DB;
    }
    cm_session *s = NULL;
    cm_status status = cm_session_open(e, &s, err);
    if (status == CM_OK) {
        /* A statement stays prepared while rows are added: a plan that rests on the least and the
         * largest value of a column, as they were, gives wrong values. */
        status = cm_session_execute(
            s,
            CM_SV("SET disabled_optimizers = 'compressed_materialization,statistics_propagation'"),
            NULL, 0, err);
    }
    if (status == CM_OK) {
        status = cm_session_execute(s, CM_SV("SET lock_configuration = true"), NULL, 0, err);
    }
    cm_session_close(s);
    if (status != CM_OK) {
        cm_engine_close(e);
        return status;
    }
    *ret_engine = e;
    return CM_OK;
}

void cm_engine_close(cm_engine *e)
{
    if (e != NULL) {
        duckdb_close(&e->db);
        cm_free(e);
    }
}

cm_status cm_session_open(cm_engine *e, cm_session **ret_session, cm_err *err)
{
    cm_session *s = cm_alloc_zero(1, sizeof(*s));
    if (duckdb_connect(e->db, &s->con) != DuckDBSuccess) {
        cm_free(s);
        (void)cm_err_set(err, CM_E_DB, "cannot connect");
        return CM_E_DB;
    }
    *ret_session = s;
    return CM_OK;
}

void cm_session_close(cm_session *s)
{
    if (s != NULL) {
        for (size_t i = 0; i < READY_STATEMENTS; i++) {
            duckdb_destroy_prepare(&s->ready[i].statement);
        }
        duckdb_disconnect(&s->con);
        cm_free(s);
    }
}

bool cm_session_failed(const cm_session *s)
{
    return s->failed;
}

void cm_session_break(cm_session *s)
{
    duckdb_interrupt(s->con);
}

/* ---- statements ---- */

static duckdb_value list_value(const cm_cell *c)
{
    duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    duckdb_value *items = cm_alloc_zero(c->text_count, sizeof(*items));
    for (size_t i = 0; i < c->text_count; i++) {
        items[i] = duckdb_create_varchar_length(c->texts[i].ptr, c->texts[i].len);
    }
    duckdb_value list = duckdb_create_list_value(text, items, c->text_count);
    for (size_t i = 0; i < c->text_count; i++) {
        duckdb_destroy_value(&items[i]);
    }
    cm_free(items);
    duckdb_destroy_logical_type(&text);
    return list;
}

static duckdb_state bind(duckdb_prepared_statement st, idx_t index, const cm_cell *c)
{
    duckdb_state state = DuckDBError;
    switch (c->type) {
    case CM_CELL_NULL:
        return duckdb_bind_null(st, index);
    case CM_CELL_BOOL:
        return duckdb_bind_boolean(st, index, c->number != 0);
    case CM_CELL_INT:
        return duckdb_bind_int64(st, index, c->number);
    case CM_CELL_DATE:
        return duckdb_bind_date(st, index, (duckdb_date){(int32_t)c->number});
    case CM_CELL_TEXT:
        return duckdb_bind_varchar_length(st, index, c->text.len > 0 ? c->text.ptr : "",
                                          c->text.len);
    case CM_CELL_TEXTS: {
        duckdb_value list = list_value(c);
        state = duckdb_bind_value(st, index, list);
        duckdb_destroy_value(&list);
        return state;
    }
    }
    return state;
}

static cm_status prepare(cm_session *s, cm_sv sql, duckdb_prepared_statement *st, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_SQL);
    if (!cm_buf_add(&text, sql)) {
        return cm_err_set(err, CM_E_LIMIT, "a statement of %zu bytes", sql.len);
    }
    if (duckdb_prepare(s->con, cm_buf_z(&text), st) != DuckDBSuccess) {
        const char *reason = duckdb_prepare_error(*st);
        return cm_err_set(err, CM_E_DB, "%s", reason != NULL ? reason : "cannot prepare");
    }
    return CM_OK;
}

static cm_status run(duckdb_prepared_statement st, const cm_cell *values, size_t count,
                     duckdb_result *ret_result, cm_err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (bind(st, i + 1, &values[i]) != DuckDBSuccess) {
            return cm_err_set(err, CM_E_DB, "cannot bind value %zu", i + 1);
        }
    }
    if (duckdb_execute_prepared(st, ret_result) != DuckDBSuccess) {
        const char *reason = duckdb_result_error(ret_result);
        cm_status status = cm_err_set(err, CM_E_DB, "%s", reason != NULL ? reason : "cannot run");
        duckdb_destroy_result(ret_result);
        return status;
    }
    return CM_OK;
}

static cm_status run_once(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                          duckdb_result *ret_result, cm_err *err)
{
    duckdb_prepared_statement st = NULL;
    cm_status status = prepare(s, sql, &st, err);
    if (status == CM_OK) {
        status = run(st, values, count, ret_result, err);
    }
    duckdb_destroy_prepare(&st);
    s->failed = s->failed || status != CM_OK;
    return status;
}

/* By its address: whoever asks again has the same text. The one that waited longest makes room. */
static ready_statement *place_of(cm_session *s, const char *sql)
{
    ready_statement *oldest = &s->ready[0];
    for (size_t i = 0; i < READY_STATEMENTS; i++) {
        if (s->ready[i].sql == sql) {
            return &s->ready[i];
        }
        oldest = s->ready[i].used < oldest->used ? &s->ready[i] : oldest;
    }
    return oldest;
}

static cm_status run_ready(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                           duckdb_result *ret_result, cm_err *err)
{
    ready_statement *place = place_of(s, sql.ptr);
    cm_status status = CM_OK;
    place->used = ++s->uses;
    if (place->sql != sql.ptr) {
        duckdb_destroy_prepare(&place->statement);
        place->sql = NULL;
        status = prepare(s, sql, &place->statement, err);
        place->sql = status == CM_OK ? sql.ptr : NULL;
    }
    if (status == CM_OK) {
        status = run(place->statement, values, count, ret_result, err);
    }
    if (status != CM_OK) {
        duckdb_destroy_prepare(&place->statement);
        place->sql = NULL;
        s->failed = true;
    }
    return status;
}

cm_status cm_session_execute(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                             cm_err *err)
{
    duckdb_result result;
    cm_status status = run_once(s, sql, values, count, &result, err);
    if (status == CM_OK) {
        duckdb_destroy_result(&result);
    }
    return status;
}

static cm_rows *rows_new(void)
{
    cm_rows *r = cm_alloc_zero(1, sizeof(*r));
    cm_arena_init(&r->mem);
    return r;
}

static cm_status give_rows(cm_rows *r, cm_status status, cm_rows **ret_rows)
{
    if (status != CM_OK) {
        cm_free(r);
        return status;
    }
    r->columns = duckdb_column_count(&r->result);
    *ret_rows = r;
    return CM_OK;
}

cm_status cm_session_query(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                           cm_rows **ret_rows, cm_err *err)
{
    cm_rows *r = rows_new();
    return give_rows(r, run_once(s, sql, values, count, &r->result, err), ret_rows);
}

cm_status cm_session_ask(cm_session *s, cm_sv sql, const cm_cell *values, size_t count,
                         cm_rows **ret_rows, cm_err *err)
{
    cm_rows *r = rows_new();
    return give_rows(r, run_ready(s, sql, values, count, &r->result, err), ret_rows);
}

size_t cm_rows_columns(const cm_rows *r)
{
    return (size_t)r->columns;
}

cm_sv cm_rows_name(cm_rows *r, size_t column)
{
    return cm_sv_from(duckdb_column_name(&r->result, column));
}

bool cm_rows_next(cm_rows *r)
{
    cm_arena_reset(&r->mem);
    while (r->row == r->size) {
        if (r->chunk != NULL) {
            duckdb_destroy_data_chunk(&r->chunk);
        }
        r->chunk = duckdb_fetch_chunk(r->result);
        if (r->chunk == NULL) {
            r->row = r->size = 0;
            return false;
        }
        r->row = 0;
        r->size = duckdb_data_chunk_get_size(r->chunk);
    }
    r->row++;
    return true;
}

static cm_sv text_at(duckdb_vector v, idx_t row)
{
    duckdb_string_t *data = duckdb_vector_get_data(v);
    return (cm_sv){duckdb_string_t_data(&data[row]), duckdb_string_t_length(data[row])};
}

static cm_cell list_at(cm_rows *r, duckdb_vector v, idx_t row)
{
    const duckdb_list_entry *entries = duckdb_vector_get_data(v);
    duckdb_vector child = duckdb_list_vector_get_child(v);
    size_t count = (size_t)entries[row].length;
    cm_sv *texts = cm_arena_array(&r->mem, cm_sv, count);
    for (size_t i = 0; i < count; i++) {
        texts[i] = text_at(child, entries[row].offset + i);
    }
    return cm_cell_texts(texts, count);
}

cm_cell cm_rows_cell(cm_rows *r, size_t column)
{
    cm_assert(r->row > 0 && column < r->columns);
    idx_t row = r->row - 1;
    duckdb_vector v = duckdb_data_chunk_get_vector(r->chunk, column);
    uint64_t *validity = duckdb_vector_get_validity(v);
    if (validity != NULL && !duckdb_validity_row_is_valid(validity, row)) {
        return cm_cell_null();
    }
    const void *data = duckdb_vector_get_data(v);
    duckdb_type type = duckdb_column_type(&r->result, column);
    if (type == DUCKDB_TYPE_BOOLEAN) {
        return cm_cell_bool(((const bool *)data)[row]);
    }
    if (type == DUCKDB_TYPE_INTEGER) {
        return cm_cell_int(((const int32_t *)data)[row]);
    }
    if (type == DUCKDB_TYPE_BIGINT) {
        return cm_cell_int(((const int64_t *)data)[row]);
    }
    if (type == DUCKDB_TYPE_DATE) {
        return cm_cell_date(((const duckdb_date *)data)[row].days);
    }
    if (type == DUCKDB_TYPE_VARCHAR) {
        return cm_cell_text(text_at(v, row));
    }
    /* Statements are ours: they give these types and lists of text, nothing else. */
    cm_assert(type == DUCKDB_TYPE_LIST);
    return list_at(r, v, row);
}

cm_sv cm_rows_text(cm_rows *r, size_t column, cm_arena *mem)
{
    cm_cell c = cm_rows_cell(r, column);
    return c.type == CM_CELL_TEXT ? cm_arena_sv(mem, c.text) : (cm_sv){NULL, 0};
}

uint64_t cm_rows_count(cm_rows *r, size_t column)
{
    return (uint64_t)cm_rows_cell(r, column).number;
}

void cm_rows_close(cm_rows *r)
{
    if (r != NULL) {
        if (r->chunk != NULL) {
            duckdb_destroy_data_chunk(&r->chunk);
        }
        duckdb_destroy_result(&r->result);
        cm_arena_clear(&r->mem);
        cm_free(r);
    }
}

/* ---- bulk rows ---- */

static cm_status appender_fault(cm_appender *a, cm_err *err)
{
    const char *reason = duckdb_appender_error(a->app);
    return cm_err_set(err, CM_E_DB, "%s", reason != NULL ? reason : "cannot append");
}

cm_status cm_appender_open(cm_session *s, cm_sv table, cm_appender **ret_appender, cm_err *err)
{
    CM_AUTO_BUF name;
    cm_buf_init(&name, CM_MAX_PATH_BYTES);
    (void)cm_buf_add(&name, table);
    cm_appender *a = cm_alloc_zero(1, sizeof(*a));
    if (duckdb_appender_create(s->con, NULL, cm_buf_z(&name), &a->app) != DuckDBSuccess) {
        cm_status status = appender_fault(a, err);
        (void)duckdb_appender_destroy(&a->app);
        cm_free(a);
        return status;
    }
    *ret_appender = a;
    return CM_OK;
}

static duckdb_state append(duckdb_appender app, const cm_cell *c)
{
    duckdb_state state = DuckDBError;
    switch (c->type) {
    case CM_CELL_NULL:
        return duckdb_append_null(app);
    case CM_CELL_BOOL:
        return duckdb_append_bool(app, c->number != 0);
    case CM_CELL_INT:
        return duckdb_append_int64(app, c->number);
    case CM_CELL_DATE:
        return duckdb_append_date(app, (duckdb_date){(int32_t)c->number});
    case CM_CELL_TEXT:
        return duckdb_append_varchar_length(app, c->text.len > 0 ? c->text.ptr : "", c->text.len);
    case CM_CELL_TEXTS: {
        duckdb_value list = list_value(c);
        state = duckdb_append_value(app, list);
        duckdb_destroy_value(&list);
        return state;
    }
    }
    return state;
}

cm_status cm_appender_add(cm_appender *a, const cm_cell *cells, size_t count, cm_err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (append(a->app, &cells[i]) != DuckDBSuccess) {
            return appender_fault(a, err);
        }
    }
    return duckdb_appender_end_row(a->app) == DuckDBSuccess ? CM_OK : appender_fault(a, err);
}

cm_status cm_appender_close(cm_appender *a, cm_err *err)
{
    if (a == NULL) {
        return CM_OK;
    }
    cm_status status = CM_OK;
    if (duckdb_appender_close(a->app) != DuckDBSuccess) {
        status = appender_fault(a, err);
    }
    (void)duckdb_appender_destroy(&a->app);
    cm_free(a);
    return status;
}

/* ---- functions ---- */

enum { MAX_ARGS = 16 };

/* False when an argument of the row is NULL. */
static bool read_args(const cm_plan_function *f, duckdb_data_chunk input, idx_t row,
                      int64_t *ret_args)
{
    for (size_t i = 0; i < f->arg_count; i++) {
        duckdb_vector v = duckdb_data_chunk_get_vector(input, i);
        uint64_t *validity = duckdb_vector_get_validity(v);
        if (validity != NULL && !duckdb_validity_row_is_valid(validity, row)) {
            return false;
        }
        ret_args[i] = ((const int64_t *)duckdb_vector_get_data(v))[row];
    }
    return true;
}

static void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output)
{
    const cm_plan_function *f = duckdb_scalar_function_get_extra_info(info);
    int64_t *out = duckdb_vector_get_data(output);
    duckdb_vector_ensure_validity_writable(output);
    uint64_t *validity = duckdb_vector_get_validity(output);
    idx_t rows = duckdb_data_chunk_get_size(input);
    for (idx_t row = 0; row < rows; row++) {
        int64_t args[MAX_ARGS] = {0};
        out[row] = 0;
        bool known = read_args(f, input, row, args) && f->eval(f->payload, args, &out[row]);
        duckdb_validity_set_row_validity(validity, row, known);
    }
}

cm_status cm_session_register(cm_session *s, const cm_plan_function *f, cm_err *err)
{
    cm_assert(f->arg_count <= MAX_ARGS);
    cm_plan_function *kept = cm_alloc(sizeof(*kept)); /* the engine frees it with the function */
    *kept = *f;
    CM_AUTO_BUF name;
    cm_buf_init(&name, CM_MAX_MESSAGE);
    (void)cm_buf_add(&name, f->name);
    duckdb_logical_type integer = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    duckdb_scalar_function fn = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(fn, cm_buf_z(&name));
    for (size_t i = 0; i < f->arg_count; i++) {
        duckdb_scalar_function_add_parameter(fn, integer);
    }
    duckdb_scalar_function_set_return_type(fn, integer);
    duckdb_destroy_logical_type(&integer);
    duckdb_scalar_function_set_extra_info(fn, kept, cm_free);
    duckdb_scalar_function_set_function(fn, call);
    duckdb_state state = duckdb_register_scalar_function(s->con, fn);
    duckdb_destroy_scalar_function(&fn);
    return state == DuckDBSuccess
               ? CM_OK
               : cm_err_set(err, CM_E_DB, "cannot register %.*s", CM_SV_ARG(f->name));
}
