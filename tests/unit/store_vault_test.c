#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "store/key.h"
#include "store/vault.h"

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

/* A workspace as far as a vault needs one: files in `folder`, keys in a folder beside it. */
static cm_workspace workspace_of(cm_arena *mem, cm_sv folder)
{
    return (cm_workspace){.folder = folder,
                          .id = CM_SV("0123"),
                          .vault = folder,
                          .keys = cm_arena_format(mem, "%.*s.keys", CM_SV_ARG(folder)),
                          .lock = -1};
}

typedef struct {
    cm_arena mem;
    cm_workspace workspace;
} fixture;

static void set_up(fixture *f, const char *name)
{
    cm_arena_init(&f->mem);
    cm_sv folder = cm_file_join(&f->mem, cm_sv_from(test_temp_dir()), cm_sv_from(name));
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_file_make_folder(folder, &err), CM_OK);
    f->workspace = workspace_of(&f->mem, folder);
}

static void tear_down(fixture *f)
{
    cm_arena_clear(&f->mem);
}

#define AUTO_FIXTURE __attribute__((cleanup(tear_down))) fixture

static cm_vault *open_vault(const fixture *f, int64_t source, bool write)
{
    CM_AUTO_ERR err = {0};
    cm_vault *v = NULL;
    assert_int_equal(cm_vault_open(&f->workspace, source, CM_PART_ORIGINALS, write, &v, &err),
                     CM_OK);
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

    AUTO_FIXTURE f;
    set_up(&f, "ranges_come_back");
    cm_vault *v = open_vault(&f, 1, true);
    put(v, 2500000);
    commit(v);
    put(v, 100000);
    commit(v);
    cm_vault_close(v);
    v = open_vault(&f, 1, false);
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
    AUTO_FIXTURE f;
    set_up(&f, "killed_before_a_commit");
    cm_vault *v = open_vault(&f, 2, true);
    put(v, 1000);
    commit(v);
    put(v, 3000000); /* whole frames reach the file, the list does not name them */
    cm_vault_close(v);
    v = open_vault(&f, 2, true);
    assert_int_equal(cm_vault_size(v), 1000);
    put(v, 500);
    commit(v);
    assert_range(v, 0, 1500);
    cm_vault_close(v);
}

static void test_cut(void **state)
{
    (void)state;
    AUTO_FIXTURE f;
    set_up(&f, "cut");
    cm_vault *v = open_vault(&f, 3, true);
    put(v, 1000);
    commit(v);
    put(v, 1000);
    commit(v);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_cut(v, 1000, &err), CM_OK);
    put(v, 10);
    commit(v);
    cm_vault_close(v);
    v = open_vault(&f, 3, true);
    assert_range(v, 0, 1010);
    assert_int_equal(cm_vault_cut(v, 999, &err), CM_E_SCHEMA);
    cm_vault_close(v);
}

static void flip(const fixture *f, const char *name, size_t at)
{
    CM_AUTO_BUF data;
    cm_buf_init(&data, 100000);
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_sv path = cm_file_join(&mem, f->workspace.vault, cm_sv_from(name));
    assert_int_equal(cm_file_read(path, &data, &err), CM_OK);
    assert_true(at < data.len);
    data.ptr[at] = (char)(data.ptr[at] ^ 1);
    assert_int_equal(cm_file_write(path, cm_buf_view(&data), &err), CM_OK);
}

static void assert_refused(const fixture *f, int64_t source, const char *message)
{
    cm_vault *v = open_vault(f, source, false);
    CM_AUTO_BUF out;
    cm_buf_init(&out, 100000);
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_vault_get(v, 0, 100, &out, &err), CM_E_SCHEMA);
    assert_true(strstr(err.message, message) != NULL);
    cm_vault_close(v);
}

static void test_damage_is_seen(void **state)
{
    (void)state;

    static const struct {
        const char *title;
        size_t at;
    } rows[] = {{"the nonce", 0}, {"the bytes", 200}, {"the first byte after the nonce", 24}};

    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        AUTO_FIXTURE f;
        set_up(&f, rows[i].title);
        cm_vault *v = open_vault(&f, 4, true);
        put(v, 5000);
        commit(v);
        cm_vault_close(v);
        flip(&f, "000004.originals", rows[i].at);
        assert_refused(&f, 4, "frame 1 of");
        flip(&f, "000004.originals", rows[i].at);
        v = open_vault(&f, 4, false);
        assert_range(v, 0, 100);
        cm_vault_close(v);
    }
}

/* The bytes in the vault say nothing to who has no key, or another. */
static void test_keys(void **state)
{
    (void)state;
    AUTO_FIXTURE f;
    set_up(&f, "keys");
    CM_AUTO_ERR err = {0};
    cm_vault *v = open_vault(&f, 5, true);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(cm_vault_put(v, CM_SV("a name that must not be seen; "), &err), CM_OK);
    }
    commit(v);
    cm_vault_close(v);
    CM_AUTO_BUF data;
    cm_buf_init(&data, 100000);
    cm_sv path = cm_file_join(&f.mem, f.workspace.vault, CM_SV("000005.originals"));
    assert_int_equal(cm_file_read(path, &data, &err), CM_OK);
    assert_true(cm_sv_find(cm_buf_view(&data), CM_SV("name"), 0) == SIZE_MAX);

    cm_key one, other;
    assert_int_equal(cm_key_load(f.workspace.keys, 5, &one, &err), CM_OK);
    assert_int_equal(cm_key_make(f.workspace.keys, 5, &other, &err), CM_E_CONFLICT);
    assert_int_equal(cm_key_destroy(f.workspace.keys, 5, &err), CM_OK);
    assert_int_equal(cm_vault_open(&f.workspace, 5, CM_PART_ORIGINALS, false, &v, &err),
                     CM_E_NOTFOUND);
    assert_true(strstr(err.message, "000005.key") != NULL);
    /* Written to again, it still asks for the key that it had, and makes no new one. */
    assert_int_equal(cm_vault_open(&f.workspace, 5, CM_PART_TEXTS, true, &v, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_key_make(f.workspace.keys, 5, &other, &err), CM_OK);
    assert_false(cm_sv_equal(cm_key_fingerprint(&f.mem, &one), cm_key_fingerprint(&f.mem, &other)));
    assert_refused(&f, 5, "000005.key is another key");
}

/* A frame of another source, sealed with the same key, does not open where it was put. */
static void test_a_frame_stays_in_its_place(void **state)
{
    (void)state;
    AUTO_FIXTURE f;
    set_up(&f, "a_frame_stays_in_its_place");
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF bytes;
    for (int64_t source = 6; source <= 7; source++) {
        cm_vault *v = open_vault(&f, source, true);
        put(v, 5000);
        commit(v);
        cm_vault_close(v);
    }
    static const char *const moved[][2] = {{"000006.originals", "000007.originals"},
                                           {"000006.originals.frames", "000007.originals.frames"}};
    for (size_t i = 0; i < CM_COUNT(moved); i++) {
        cm_buf_init(&bytes, 100000);
        cm_sv from = cm_file_join(&f.mem, f.workspace.vault, cm_sv_from(moved[i][0]));
        cm_sv to = cm_file_join(&f.mem, f.workspace.vault, cm_sv_from(moved[i][1]));
        assert_int_equal(cm_file_read(from, &bytes, &err), CM_OK);
        assert_int_equal(cm_file_write(to, cm_buf_view(&bytes), &err), CM_OK);
        cm_buf_clear(&bytes);
    }
    cm_sv from = cm_key_path(&f.mem, f.workspace.keys, 6);
    assert_int_equal(cm_file_move(from, cm_key_path(&f.mem, f.workspace.keys, 7), &err), CM_OK);
    assert_refused(&f, 7, "frame 1 of");
}

static void test_destroyed(void **state)
{
    (void)state;
    AUTO_FIXTURE f;
    set_up(&f, "destroyed");
    CM_AUTO_ERR err = {0};
    for (int64_t source = 8; source <= 9; source++) {
        cm_vault *v = open_vault(&f, source, true);
        put(v, 5000);
        commit(v);
        cm_vault_close(v);
    }
    assert_int_equal(cm_vault_destroy(&f.workspace, 8, &err), CM_OK);
    assert_int_equal(cm_vault_destroy(&f.workspace, 8, &err), CM_OK); /* once more: nothing left */
    cm_numbers left = {0};
    assert_int_equal(cm_vault_sources(&f.mem, &f.workspace, &left, &err), CM_OK);
    assert_int_equal(left.count, 1);
    assert_int_equal(left.items[0], 9);
    assert_false(cm_file_exists(cm_key_path(&f.mem, f.workspace.keys, 8)));
    uint64_t size = 0;
    assert_int_equal(cm_vault_measure(&f.workspace, 9, CM_PART_ORIGINALS, &size, &err), CM_OK);
    assert_int_equal(size, 5000);
}

static void test_workspace_is_locked(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv folder = cm_file_join(&mem, cm_sv_from(test_temp_dir()), CM_SV("office"));
    CM_AUTO_ERR err = {0};
    cm_workspace w, second;
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &w, &err), CM_E_NOTFOUND);
    assert_int_equal(cm_workspace_create(&mem, folder, &err), CM_OK);
    assert_int_equal(cm_workspace_create(&mem, folder, &err), CM_E_CONFLICT);
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &w, &err), CM_OK);
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &second, &err), CM_E_CONFLICT);
    assert_true(strstr(err.message, "in use by process") != NULL);
    cm_workspace_close(&w);
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &w, &err), CM_OK);
    cm_workspace_close(&w);
    cm_sv id = cm_file_join(&mem, folder, CM_SV("id"));
    assert_int_equal(cm_file_remove(id, &err), CM_OK);
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &w, &err), CM_E_SCHEMA);
    assert_true(strstr(err.message, "earlier version") != NULL);
    assert_int_equal(cm_file_write(id, CM_SV("9 x\n"), &err), CM_OK);
    assert_int_equal(cm_workspace_open(&mem, folder, CM_SV(""), &w, &err), CM_E_SCHEMA);
    assert_true(strstr(err.message, "9 x") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges_come_back),
        cmocka_unit_test(test_killed_before_a_commit),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_damage_is_seen),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_a_frame_stays_in_its_place),
        cmocka_unit_test(test_destroyed),
        cmocka_unit_test(test_workspace_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
