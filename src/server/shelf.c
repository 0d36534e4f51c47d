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

static cm_status put(cm_shelf *s, cm_sv folder, const cm_sv *cells, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(cm_file_join(&s->mem, folder, cells[1]), &bytes, err);
    if (status == CM_OK) {
        cm_sv digest = cm_digest_hex(&s->mem, cm_digest_of(cm_buf_view(&bytes)));
        *cm_vec_push(&s->mem, &s->files) = (cm_shelf_file){
            .path = cells[0],
            .type = cm_arena_sv(&s->mem, cells[2]).ptr,
            .bytes = cm_arena_sv(&s->mem, cm_buf_view(&bytes)),
            .tag = cm_arena_format(&s->mem, "\"%.*s\"", 32, digest.ptr),
            .lasting = cm_sv_equal(cells[3], CM_SV("yes")),
        };
    }
    return status;
}

cm_status cm_shelf_load(cm_sv folder, cm_shelf **ret_shelf, cm_err *err)
{
    static const char *const COLUMNS[] = {"path", "file", "type", "lasting"};
    cm_shelf *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    cm_tsv t;
    cm_status status =
        cm_tsv_load(&s->mem, cm_file_join(&s->mem, folder, CM_SV("files.tsv")), &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_sv cells[CM_COUNT(COLUMNS)];
        status = cm_tsv_cells(&t, &t.rows.items[i], COLUMNS, CM_COUNT(COLUMNS), cells, err);
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

const cm_shelf_file *cm_shelf_find(const cm_shelf *shelf, cm_sv path)
{
    for (size_t i = 0; i < shelf->files.count; i++) {
        if (cm_sv_equal(shelf->files.items[i].path, path)) {
            return &shelf->files.items[i];
        }
    }
    return NULL;
}
