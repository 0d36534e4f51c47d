#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "store/vault.h"
#include "store/workspace.h"

/* Bytes that differ everywhere, so that a wrong place shows. */
static void add_bytes(cm_buf *b, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++) {
        assert_true(cm_buf_add_byte(b, (char)((i * 2654435761u) >> 13)));
    }
}

static void put(cm_vault *v, uint64_t count)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_LINE);
    CM_AUTO_ERR err = {0};
    add_bytes(&bytes, cm_vault_size(v), cm_vault_size(v) + count);
    assert_int_equal(cm_vault_put(v, cm_buf_view(&bytes), &err), CM_OK);
}

static void assert_range(cm_vault *v, uint64_t begin, uint64_t end)
{
    CM_AUTO_BUF got, want;
    cm_buf_init(&got, CM_MAX_LINE);
    cm_buf_init(&want, CM_MAX_LINE);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_get(v, begin, end, &got, &err), CM_OK);
    add_bytes(&want, begin, end);
    assert_true(cm_sv_equal(cm_buf_view(&got), cm_buf_view(&want)));
}

static cm_vault *open_vault(cm_sv folder, int64_t source, bool write)
{
    CM_AUTO_ERR err = {0};
    cm_vault *v = NULL;
    assert_int_equal(cm_vault_open(folder, source, write, &v, &err), CM_OK);
    return v;
}

static void commit(cm_vault *v)
{
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_commit(v, &err), CM_OK);
}

static void test_ranges_come_back(void **state)
{
    (void)state;

    static const struct {
        const char *title;
        uint64_t begin, end;
    } rows[] = {
        {"nothing", 5, 5},
        {"the first byte", 0, 1},
        {"inside a frame", 1000, 2000},
        {"over the edge of a frame", (1 << 20) - 3, (1 << 20) + 3},
        {"over a commit", 2500000 - 2, 2500000 + 2},
        {"all", 0, 2600000},
    };

    cm_sv folder = cm_sv_from(test_temp_dir());
    cm_vault *v = open_vault(folder, 1, true);
    put(v, 2500000);
    commit(v);
    put(v, 100000);
    commit(v);
    cm_vault_close(v);
    v = open_vault(folder, 1, false);
    assert_int_equal(cm_vault_size(v), 2600000);
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        assert_range(v, rows[i].begin, rows[i].end);
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, 100);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_get(v, 0, 2600001, &out, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_vault_get(v, 0, 1000, &out, &err), CM_E_LIMIT);
    cm_vault_close(v);
}

static void test_killed_before_a_commit(void **state)
{
    (void)state;
    cm_sv folder = cm_sv_from(test_temp_dir());
    cm_vault *v = open_vault(folder, 2, true);
    put(v, 1000);
    commit(v);
    put(v, 3000000); /* whole frames reach the file, the list does not name them */
    cm_vault_close(v);
    v = open_vault(folder, 2, true);
    assert_int_equal(cm_vault_size(v), 1000);
    put(v, 500);
    commit(v);
    assert_range(v, 0, 1500);
    cm_vault_close(v);
}

static void test_cut(void **state)
{
    (void)state;
    cm_sv folder = cm_sv_from(test_temp_dir());
    cm_vault *v = open_vault(folder, 3, true);
    put(v, 1000);
    commit(v);
    put(v, 1000);
    commit(v);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_cut(v, 1000, &err), CM_OK);
    put(v, 10);
    commit(v);
    cm_vault_close(v);
    v = open_vault(folder, 3, true);
    assert_range(v, 0, 1010);
    assert_int_equal(cm_vault_cut(v, 999, &err), CM_E_SCHEMA);
    cm_vault_close(v);
}

static void test_damage_is_seen(void **state)
{
    (void)state;
    cm_sv folder = cm_sv_from(test_temp_dir());
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_vault *v = open_vault(folder, 4, true);
    put(v, 5000);
    commit(v);
    cm_vault_close(v);
    CM_AUTO_BUF data;
    cm_buf_init(&data, 100000);
    CM_AUTO_ERR err = {0};
    cm_sv path = cm_file_join(&mem, folder, CM_SV("000004.zst"));
    assert_int_equal(cm_file_read(path, &data, &err), CM_OK);
    data.ptr[data.len / 2] = (char)(data.ptr[data.len / 2] ^ 1);
    assert_int_equal(cm_file_write(path, cm_buf_view(&data), &err), CM_OK);
    v = open_vault(folder, 4, false);
    CM_AUTO_BUF out;
    cm_buf_init(&out, 100000);
    assert_int_equal(cm_vault_get(v, 0, 100, &out, &err), CM_E_SCHEMA);
    cm_vault_close(v);
}

static void test_workspace_is_locked(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv folder = cm_file_join(&mem, cm_sv_from(test_temp_dir()), CM_SV("office"));
    CM_AUTO_ERR err = {0};
    cm_workspace w, second;
    assert_int_equal(cm_workspace_open(&mem, folder, &w, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_workspace_create(&mem, folder, &err), CM_OK);
    assert_int_equal(cm_workspace_create(&mem, folder, &err), CM_E_CONFLICT);
    assert_int_equal(cm_workspace_open(&mem, folder, &w, &err), CM_OK);
    assert_int_equal(cm_workspace_open(&mem, folder, &second, &err), CM_E_CONFLICT);
    assert_true(strstr(err.message, "in use by process") != NULL);
    cm_workspace_close(&w);
    assert_int_equal(cm_workspace_open(&mem, folder, &w, &err), CM_OK);
    cm_workspace_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges_come_back),
        cmocka_unit_test(test_killed_before_a_commit),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_damage_is_seen),
        cmocka_unit_test(test_workspace_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
