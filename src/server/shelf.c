#include "base/base.h"

#include "server/shelf.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/tsv.h"

struct cm_shelf {
    cm_arena mem;
    CM_VEC(cm_shelf_file) files;
};

enum { PATH, FILE_NAME, PACKED, TYPE, KIND, COLUMN_COUNT };

static const char *const COLUMNS[COLUMN_COUNT] = {"path", "file", "packed", "type", "lasting"};
static const char *const KINDS[] = {"no", "yes", "page"};

static cm_status read_file(cm_shelf *s, cm_sv folder, cm_sv name, cm_sv *ret_bytes, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(cm_file_join(&s->mem, folder, name), &bytes, err);
    *ret_bytes = cm_arena_sv(&s->mem, cm_buf_view(&bytes));
    return status;
}

static cm_status put(cm_shelf *s, cm_sv folder, const cm_sv *cells, cm_err *err)
{
    cm_shelf_file f = {.path = cells[PATH], .type = cm_arena_sv(&s->mem, cells[TYPE]).ptr};
    for (size_t i = 0; i < CM_COUNT(KINDS); i++) {
        if (cm_sv_equal(cells[KIND], cm_sv_from(KINDS[i]))) {
            f.kind = (cm_shelf_kind)i;
        }
    }
    cm_status status = read_file(s, folder, cells[FILE_NAME], &f.bytes, err);
    if (status == CM_OK && cells[PACKED].len != 0) {
        status = read_file(s, folder, cells[PACKED], &f.packed, err);
    }
    if (status == CM_OK) {
        cm_sv digest = cm_digest_hex(&s->mem, cm_digest_of(f.bytes));
        f.tag = cm_arena_format(&s->mem, "\"%.*s\"", 32, digest.ptr);
        *cm_vec_push(&s->mem, &s->files) = f;
    }
    return status;
}

cm_status cm_shelf_load(cm_sv folder, cm_shelf **ret_shelf, cm_err *err)
{
    cm_shelf *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    cm_sv list = cm_file_join(&s->mem, folder, CM_SV("files.tsv"));
    cm_tsv t = {0};
    cm_status status = cm_file_exists(list) ? cm_tsv_load(&s->mem, list, &t, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_sv cells[COLUMN_COUNT];
        status = cm_tsv_cells(&t, &t.rows.items[i], COLUMNS, COLUMN_COUNT, cells, err);
        if (status == CM_OK) {
            status = put(s, folder, cells, err);
        }
    }
    if (status != CM_OK) {
        cm_shelf_free(s);
        return status;
    }
    *ret_shelf = s;
    return CM_OK;
}

void cm_shelf_free(cm_shelf *shelf)
{
    if (shelf != NULL) {
        cm_arena_clear(&shelf->mem);
        cm_free(shelf);
    }
}

static bool answers(const cm_shelf_file *f, cm_sv path)
{
    return cm_sv_equal(f->path, path) ||
           (f->kind == CM_SHELF_PAGE && f->path.len > 1 && path.len > f->path.len &&
            path.ptr[f->path.len] == '/' && cm_sv_starts(path, f->path));
}

const cm_shelf_file *cm_shelf_find(const cm_shelf *shelf, cm_sv path)
{
    for (size_t i = 0; i < shelf->files.count; i++) {
        if (answers(&shelf->files.items[i], path)) {
            return &shelf->files.items[i];
        }
    }
    return NULL;
}
