/* bench/facts.c - an archive of any size: the rows of every table of a workspace's facts.duckdb,
 * repeated with keys, ids, courts, numbers and days of their own. The texts are those of the
 * documents that are there, so that every copy can be opened.
 *
 *   bench_facts FILE COPIES     FILE is facts.duckdb of a workspace that nobody has open
 */
#include "base/base.h"

#include "base/buf.h"
#include "base/limits.h"
#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    cm_arena mem;
    cm_session *s;
    int64_t keys, copies; /* doc_key is 1..keys */
} bench;

static void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        (void)fprintf(stderr, "bench_facts: %s\n", err->message);
        exit(1); /* NOLINT(concurrency-mt-unsafe) */
    }
}

/* What differs from copy to copy, by the name of the column; $2: keys there are, c.n: the copy. */
static const struct {
    const char *column, *as;
} OWN[] = {
    {"doc_key", "doc_key + c.n * $2"},
    {"other", "other + c.n * $2"},
    {"other_doc", "other_doc + c.n * $2"},
    {"doc", "doc || '/' || c.n"},
    {"digest", "md5(digest || c.n) || md5(c.n || digest)"},
    {"content", "md5(content || c.n) || md5(c.n || content)"},
    {"subject", "subject || '/' || c.n"},
    {"chain", "chain || '/' || c.n"},
    {"case_no", "case_no || '-' || c.n"},
    {"court", "court || (c.n % 30)"},
    {"decided_on", "decided_on - (c.n % 1500)::INTEGER"},
    {"clue", "printf('%04x', c.n) || substr(clue, 5)"},
};

static void add_column(cm_buf *sql, cm_sv table, cm_sv column)
{
    bool model = cm_sv_equal(table, CM_SV("result")) && cm_sv_equal(column, CM_SV("content"));
    for (size_t i = 0; i < CM_COUNT(OWN); i++) {
        if (!model && cm_sv_equal(column, cm_sv_from(OWN[i].column))) {
            (void)cm_buf_addf(sql, "%s", OWN[i].as);
            return;
        }
    }
    (void)cm_buf_addf(sql, "\"%.*s\"", CM_SV_ARG(column));
}

static cm_svs ask(bench *b, cm_sv sql, const cm_cell *values, size_t count)
{
    CM_AUTO_ERR err = {0};
    cm_rows *rows = NULL;
    cm_svs ret = {0};
    must(cm_session_query(b->s, sql, values, count, &rows, &err), &err);
    while (cm_rows_next(rows)) {
        *cm_vec_push(&b->mem, &ret) = cm_rows_text(rows, 0, &b->mem);
    }
    cm_rows_close(rows);
    return ret;
}

enum { BATCH = 3 }; /* copies that are written together, as an import and a run do */

static void add_copies(bench *b, cm_buf *sql, cm_sv table)
{
    CM_AUTO_ERR err = {0};
    const cm_cell name = cm_cell_text(table);
    cm_svs columns = ask(b,
                         CM_SV("SELECT column_name FROM duckdb_columns() WHERE table_name = $1 "
                               "ORDER BY column_index"),
                         &name, 1);
    (void)cm_buf_addf(sql, "INSERT INTO \"%.*s\" SELECT ", CM_SV_ARG(table));
    for (size_t i = 0; i < columns.count; i++) {
        (void)cm_buf_add(sql, i > 0 ? CM_SV(", ") : CM_SV(""));
        add_column(sql, table, columns.items[i]);
    }
    bool result = cm_sv_starts(table, CM_SV("result"));
    (void)cm_buf_addf(sql,
                      " FROM range($1, $3) c(n) CROSS JOIN \"%.*s\" t WHERE t.doc_key <= $2 "
                      "ORDER BY %s",
                      CM_SV_ARG(table),
                      result ? "t.model, c.n, t.doc_key" : "c.n, t.doc_key, t.rowid");
    for (int64_t first = 1; first < b->copies; first += BATCH) {
        int64_t end = first + BATCH < b->copies ? first + BATCH : b->copies;
        const cm_cell values[] = {cm_cell_int(first), cm_cell_int(b->keys), cm_cell_int(end)};
        must(cm_session_execute(b->s, cm_buf_view(sql), values, CM_COUNT(values), &err), &err);
    }
}

static void repeat(bench *b, cm_sv table)
{
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    add_copies(b, &sql, table);
    cm_buf_reset(&sql);
    (void)cm_buf_addf(&sql, "SELECT count(*)::VARCHAR FROM \"%.*s\"", CM_SV_ARG(table));
    cm_svs count = ask(b, cm_buf_view(&sql), NULL, 0);
    cm_sv rows = count.count == 0 ? CM_SV("?") : count.items[0];
    (void)printf("%-40.*s %12.*s\n", CM_SV_ARG(table), CM_SV_ARG(rows));
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    int64_t copies = 0;
    if (argc != 3 || !cm_sv_to_int(cm_sv_from(argv[2]), &copies)) {
        (void)fprintf(stderr, "bench_facts FILE COPIES\n");
        return 2;
    }
    bench b = {.copies = copies};
    cm_engine *engine = NULL;
    const cm_engine_options options = {.path = cm_sv_from(argv[1]), .memory_mb = 4000};
    cm_arena_init(&b.mem);
    must(cm_engine_open(&options, &engine, &err), &err);
    must(cm_session_open(engine, &b.s, &err), &err);
    cm_svs keys = ask(&b, CM_SV("SELECT max(doc_key)::VARCHAR FROM document"), NULL, 0);
    cm_assert(keys.count == 1 && cm_sv_to_int(keys.items[0], &b.keys));
    cm_svs tables = ask(&b,
                        CM_SV("SELECT t.table_name FROM duckdb_tables() t JOIN duckdb_columns() c "
                              "USING (table_name) WHERE c.column_name = 'doc_key' AND NOT "
                              "t.temporary ORDER BY 1"),
                        NULL, 0);
    for (size_t i = 0; i < tables.count; i++) {
        repeat(&b, tables.items[i]);
    }
    must(cm_session_execute(b.s, CM_SV("CHECKPOINT"), NULL, 0, &err), &err);
    cm_session_close(b.s);
    cm_engine_close(engine);
    cm_arena_clear(&b.mem);
    return 0;
}
