#include "base/base.h"

#include "office/package.h"

#include "base/vec.h"

#include <zip.h>

/* 1980-01-01 00:00, as a zip writes it: no day before it can be named, and no time zone plays in.
 */
#define DOS_DATE 0x21
#define DOS_TIME 0

typedef struct {
    cm_sv name; /* NUL-terminated */
    cm_sv bytes;
} package_part;

struct cm_package {
    cm_arena mem;
    CM_VEC(package_part) parts;
};

cm_package *cm_package_new(void)
{
    cm_package *p = cm_alloc_zero(1, sizeof(*p));
    cm_arena_init(&p->mem);
    return p;
}

void cm_package_free(cm_package *p)
{
    if (p != NULL) {
        cm_arena_clear(&p->mem);
        cm_free(p);
    }
}

void cm_package_cleanup(cm_package **p)
{
    cm_package_free(*p);
}

void cm_package_add(cm_package *p, const char *name, cm_sv bytes)
{
    *cm_vec_push(&p->mem, &p->parts) = (package_part){
        .name = cm_arena_sv(&p->mem, cm_sv_from(name)),
        .bytes = cm_arena_sv(&p->mem, bytes),
    };
}

static bool add_part(zip_t *zip, const package_part *part)
{
    zip_source_t *source = zip_source_buffer(zip, part->bytes.ptr, part->bytes.len, 0);
    if (source == NULL) {
        return false;
    }
    zip_int64_t index = zip_file_add(zip, part->name.ptr, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 0) == 0 &&
           zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) == 0;
}

static cm_status fail(zip_error_t *error, cm_err *err)
{
    return cm_err_set(err, CM_E_IO, "zip: %s", zip_error_strerror(error));
}

/* Write the zip into `target`, which keeps its bytes. */
static cm_status fill(const cm_package *p, zip_source_t *target, cm_err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_keep(target); /* a zip that is closed frees its source */
    zip_t *zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip == NULL) {
        cm_status status = fail(&error, err);
        zip_source_free(target);
        zip_error_fini(&error);
        return status;
    }
    zip_error_fini(&error);
    bool done = true;
    for (size_t i = 0; i < p->parts.count && done; i++) {
        done = add_part(zip, &p->parts.items[i]);
    }
    if (done && zip_close(zip) == 0) {
        return CM_OK;
    }
    cm_status status = fail(zip_get_error(zip), err);
    zip_discard(zip);
    return status;
}

static cm_status copy_out(zip_source_t *target, cm_buf *out, cm_err *err)
{
    zip_stat_t st;
    zip_stat_init(&st);
    if (zip_source_stat(target, &st) != 0 || zip_source_open(target) != 0) {
        return fail(zip_source_error(target), err);
    }
    cm_status status = CM_OK;
    size_t size = (size_t)st.size;
    if (!cm_buf_reserve(out, size)) {
        status = cm_err_set(err, CM_E_LIMIT, "the file would have %zu bytes, at most %zu", size,
                            out->max);
    } else if (zip_source_read(target, out->ptr + out->len, size) != (zip_int64_t)size) {
        status = fail(zip_source_error(target), err);
    } else {
        out->len += size;
        out->ptr[out->len] = '\0';
    }
    (void)zip_source_close(target);
    return status;
}

cm_status cm_package_write(cm_package *p, cm_buf *out, cm_err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    if (target == NULL) {
        cm_status status = fail(&error, err);
        zip_error_fini(&error);
        return status;
    }
    zip_error_fini(&error);
    cm_status status = fill(p, target, err);
    if (status == CM_OK) {
        status = copy_out(target, out, err);
    }
    zip_source_free(target);
    return status;
}
