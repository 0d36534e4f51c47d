#include "base/base.h"

#include "engine/engine.h"
#include "harness.h"

static cm_session *open_session(cm_engine **ret_engine)
{
    CM_AUTO_ERR err = {0};
    cm_engine_options options = {.threads = 1};
    cm_session *s = NULL;
    assert_int_equal(cm_engine_open(&options, ret_engine, &err), CM_OK);
    assert_int_equal(cm_session_open(*ret_engine, &s, &err), CM_OK);
    return s;
}

static void run_ok(cm_session *s, cm_sv sql)
{
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_session_execute(s, sql, NULL, 0, &err), CM_OK);
}

static void assert_cell(cm_cell got, cm_cell want)
{
    assert_int_equal(got.type, want.type);
    assert_int_equal(got.number, want.number);
    assert_true(cm_sv_equal(got.text, want.text));
    assert_int_equal(got.text_count, want.text_count);
    for (size_t i = 0; i < want.text_count; i++) {
        assert_true(cm_sv_equal(got.texts[i], want.texts[i]));
    }
}

/* Every type goes in through the appender and through a bound value, and comes out the same. */
static void test_values_come_back(void **state)
{
    (void)state;
    static const cm_sv list[] = {{"fine", 4}, {"罚金", 6}};
    const cm_cell rows[2][5] = {
        {cm_cell_int(-5000000000), cm_cell_bool(true), cm_cell_date(-3),
         cm_cell_text(CM_SV("判'决")), cm_cell_texts(list, 2)},
        {cm_cell_null(), cm_cell_null(), cm_cell_null(), cm_cell_null(), cm_cell_texts(NULL, 0)},
    };
    cm_engine *e = NULL;
    cm_session *s = open_session(&e);
    run_ok(s, CM_SV("CREATE TABLE t (i BIGINT, b BOOLEAN, d DATE, v VARCHAR, l VARCHAR[])"));
    CM_AUTO_ERR err = {0};
    cm_appender *a = NULL;
    assert_int_equal(cm_appender_open(s, CM_SV("t"), &a, &err), CM_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(cm_appender_add(a, rows[i], 5, &err), CM_OK);
    }
    assert_int_equal(cm_appender_close(a, &err), CM_OK);
    cm_sv insert = CM_SV("INSERT INTO t VALUES ($1, $2, $3, $4, $5)");
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(cm_session_execute(s, insert, rows[i], 5, &err), CM_OK);
    }
    cm_rows *r = NULL;
    assert_int_equal(
        cm_session_query(s, CM_SV("SELECT * FROM t ORDER BY rowid"), NULL, 0, &r, &err), CM_OK);
    assert_int_equal(cm_rows_columns(r), 5);
    assert_true(cm_sv_equal(cm_rows_name(r, 3), CM_SV("v")));
    for (size_t i = 0; i < 4; i++) {
        assert_true(cm_rows_next(r));
        for (size_t c = 0; c < 5; c++) {
            assert_cell(cm_rows_cell(r, c), rows[i % 2][c]);
        }
    }
    assert_true(!cm_rows_next(r));
    cm_rows_close(r);
    cm_session_close(s);
    cm_engine_close(e);
}

static void test_rows_over_many_chunks(void **state)
{
    (void)state;
    cm_engine *e = NULL;
    cm_session *s = open_session(&e);
    CM_AUTO_ERR err = {0};
    cm_rows *r = NULL;
    assert_int_equal(
        cm_session_query(s, CM_SV("SELECT range FROM range(10000)"), NULL, 0, &r, &err), CM_OK);
    int64_t n = 0;
    while (cm_rows_next(r)) {
        assert_int_equal(cm_rows_cell(r, 0).number, n);
        n++;
    }
    assert_int_equal(n, 10000);
    cm_rows_close(r);
    cm_session_close(s);
    cm_engine_close(e);
}

static const struct {
    const char *title, *sql;
} refused[] = {
    {"reading a file", "SELECT * FROM read_csv('/etc/passwd')"},
    {"writing a file", "COPY (SELECT 1) TO '/tmp/chaming-out.csv'"},
    {"opening another database", "ATTACH '/tmp/chaming-other.db'"},
    {"loading code", "LOAD '/tmp/x.duckdb_extension'"},
    {"lifting the lock", "SET enable_external_access = true"},
    {"a setting", "SET threads = 4"},
    {"bad SQL", "SELEC 1"},
};

/* What stays prepared gives what is there now, not what its plan saw: no rows, or small numbers. */
static void test_asked_again(void **state)
{
    (void)state;
    const cm_sv questions[] = {
        CM_SV("SELECT max(i) FROM t"),
        CM_SV("SELECT i FROM t ORDER BY i DESC LIMIT 1"),
        CM_SV("SELECT max(i) FROM (SELECT i, count(*) FROM t GROUP BY i)"),
        CM_SV("SELECT i FROM (SELECT i, sum(length(v)) AS n FROM t GROUP BY i) ORDER BY i DESC"),
        CM_SV("SELECT max(a.i) FROM t a JOIN (SELECT DISTINCT i FROM t) b ON a.i = b.i"),
        CM_SV("SELECT a.i FROM t a JOIN t b USING (i) ORDER BY a.v, a.i DESC LIMIT 1"),
    };
    cm_engine *e = NULL;
    cm_session *s = open_session(&e);
    CM_AUTO_ERR err = {0};
    run_ok(s, CM_SV("CREATE TABLE t (i BIGINT, v VARCHAR)"));
    for (int64_t i = 0; i < 3; i++) {
        int64_t most = i == 0 ? 0 : i == 1 ? 3 : 5000000;
        const cm_cell values[] = {cm_cell_int(most)};
        if (i != 0) {
            assert_int_equal(
                cm_session_execute(s, CM_SV("INSERT INTO t VALUES ($1, 'x')"), values, 1, &err),
                CM_OK);
        }
        for (size_t q = 0; q < CM_COUNT(questions); q++) {
            cm_rows *r = NULL;
            assert_int_equal(cm_session_ask(s, questions[q], NULL, 0, &r, &err), CM_OK);
            if (cm_rows_next(r) && i == 2) {
                assert_int_equal(cm_rows_cell(r, 0).number, most);
            } else {
                assert_int_not_equal(i, 2);
            }
            cm_rows_close(r);
        }
    }
    cm_session_close(s);
    cm_engine_close(e);
}

static void test_locked_down(void **state)
{
    (void)state;
    cm_engine *e = NULL;
    cm_session *s = open_session(&e);
    for (size_t i = 0; i < TEST_ROWS(refused); i++) {
        test_row(refused[i].title);
        CM_AUTO_ERR err = {0};
        assert_int_equal(cm_session_execute(s, cm_sv_from(refused[i].sql), NULL, 0, &err), CM_E_DB);
        assert_true(err.message != NULL && err.message[0] != '\0');
    }
    cm_session_close(s);
    cm_engine_close(e);
}

static bool minus(const void *payload, const int64_t *args, int64_t *ret_value)
{
    *ret_value = args[0] - args[1] + *(const int64_t *)payload;
    return args[1] != 0;
}

static void test_function(void **state)
{
    (void)state;
    static const int64_t offset = 100;

    static const struct {
        const char *title, *sql;
        bool known;
        int64_t want;
    } rows[] = {
        {"values", "SELECT minus(10, 4)", true, 106},
        {"a NULL argument", "SELECT minus(NULL, 4)", false, 0},
        {"no meaning", "SELECT minus(10, 0)", false, 0},
        {"by column",
         "SELECT sum(minus(2 * i, i))::BIGINT FROM "
         "(SELECT CASE WHEN range % 2 = 0 THEN NULL ELSE range END i FROM range(5000))",
         true, 6500000},
    };

    cm_engine *e = NULL;
    cm_session *s = open_session(&e);
    CM_AUTO_ERR err = {0};
    cm_plan_function f = {CM_SV("minus"), 2, minus, &offset};
    assert_int_equal(cm_session_register(s, &f, &err), CM_OK);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        cm_rows *r = NULL;
        assert_int_equal(cm_session_query(s, cm_sv_from(rows[i].sql), NULL, 0, &r, &err), CM_OK);
        assert_true(cm_rows_next(r));
        cm_cell got = cm_rows_cell(r, 0);
        assert_int_equal(got.type, rows[i].known ? CM_CELL_INT : CM_CELL_NULL);
        assert_int_equal(got.number, rows[i].want);
        cm_rows_close(r);
    }
    cm_session_close(s);
    cm_engine_close(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_come_back), cmocka_unit_test(test_rows_over_many_chunks),
        cmocka_unit_test(test_asked_again),      cmocka_unit_test(test_locked_down),
        cmocka_unit_test(test_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
