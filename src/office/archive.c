#include "base/base.h"

#include "office/archive.h"

#include "base/limits.h"

#include <zip.h>

#define CHUNK_BYTES ((size_t)64 << 10)

struct cm_archive {
    zip_t *zip;
    bool is_bomb;
};

struct cm_archive_part {
    cm_archive *archive;
    zip_file_t *file;
    uint64_t packed, done;
};

static cm_status cause_of(int code)
{
    switch (code) {
    case ZIP_ER_NOENT:
        return CM_E_NOTFOUND;
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
        return CM_E_IO;
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
    case ZIP_ER_ENCRNOTSUPP:
        return CM_E_DENIED;
    case ZIP_ER_COMPNOTSUPP:
        return CM_E_SCHEMA;
    default:
        return CM_E_SYNTAX;
    }
}

static cm_status fail(cm_err *err, zip_error_t *error)
{
    return cm_err_set(err, cause_of(zip_error_code_zip(error)), "zip: %s",
                      zip_error_strerror(error));
}

static cm_archive *wrap(zip_t *zip)
{
    cm_archive *a = cm_alloc_zero(1, sizeof(*a));
    a->zip = zip;
    return a;
}

cm_status cm_archive_open(cm_sv path, cm_archive **ret_archive, cm_err *err)
{
    CM_AUTO_BUF name;
    cm_buf_init(&name, path.len);
    (void)cm_buf_add(&name, path);
    int code = 0;
    zip_t *zip = zip_open(cm_buf_z(&name), ZIP_RDONLY, &code);
    if (zip == NULL) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        cm_status status = fail(err, &error);
        zip_error_fini(&error);
        return status;
    }
    *ret_archive = wrap(zip);
    return CM_OK;
}

cm_status cm_archive_open_bytes(cm_sv bytes, cm_archive **ret_archive, cm_err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    cm_status status = CM_OK;
    if (zip == NULL) {
        status = fail(err, &error);
        zip_source_free(source); /* an archive that opened owns it */
    } else {
        *ret_archive = wrap(zip);
    }
    zip_error_fini(&error);
    return status;
}

void cm_archive_close(cm_archive *a)
{
    if (a != NULL) {
        zip_discard(a->zip);
        cm_free(a);
    }
}

bool cm_archive_is_bomb(const cm_archive *a)
{
    return a->is_bomb;
}

void cm_archive_cleanup(cm_archive **a)
{
    cm_archive_close(*a);
}

uint64_t cm_archive_count(const cm_archive *a)
{
    zip_int64_t count = zip_get_num_entries(a->zip, 0);
    return count < 0 ? 0 : (uint64_t)count;
}

cm_archive_entry cm_archive_entry_get(const cm_archive *a, uint64_t index)
{
    zip_stat_t st;
    zip_stat_init(&st);
    cm_archive_entry entry = {0};
    if (zip_stat_index(a->zip, index, ZIP_FL_ENC_RAW, &st) != 0) {
        return entry;
    }
    entry.name = cm_sv_from((st.valid & ZIP_STAT_NAME) != 0 ? st.name : NULL);
    entry.size = (st.valid & ZIP_STAT_SIZE) != 0 ? st.size : 0;
    entry.packed = (st.valid & ZIP_STAT_COMP_SIZE) != 0 ? st.comp_size : 0;
    entry.is_folder = cm_sv_ends(entry.name, CM_SV("/"));
    entry.is_locked =
        (st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && st.encryption_method != ZIP_EM_NONE;
    return entry;
}

uint64_t cm_archive_find(const cm_archive *a, const char *name)
{
    zip_int64_t index = zip_name_locate(a->zip, name, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW);
    return index < 0 ? UINT64_MAX : (uint64_t)index;
}

cm_status cm_archive_part_open(cm_archive *a, uint64_t index, cm_archive_part **ret_part,
                               cm_err *err)
{
    zip_file_t *file = zip_fopen_index(a->zip, index, 0);
    a->is_bomb = false;
    if (file == NULL) {
        return fail(err, zip_get_error(a->zip));
    }
    cm_archive_part *part = cm_alloc_zero(1, sizeof(*part));
    part->archive = a;
    part->file = file;
    part->packed = cm_archive_entry_get(a, index).packed;
    *ret_part = part;
    return CM_OK;
}

void cm_archive_part_close(cm_archive_part *part)
{
    if (part != NULL) {
        (void)zip_fclose(part->file);
        cm_free(part);
    }
}

static cm_status read_part(void *payload, char *space, size_t room, size_t *ret_got, cm_err *err)
{
    cm_archive_part *part = payload;
    zip_int64_t got = zip_fread(part->file, space, room);
    if (got < 0) {
        return fail(err, zip_file_get_error(part->file));
    }
    part->done += (uint64_t)got;
    if (part->done > CM_BOMB_LEAST && part->done / CM_MAX_UNPACK_RATIO > part->packed) {
        part->archive->is_bomb = true;
        return cm_err_set(err, CM_E_LIMIT, "unpacks to more than %d times its size",
                          CM_MAX_UNPACK_RATIO);
    }
    *ret_got = (size_t)got;
    return CM_OK;
}

cm_source cm_archive_part_source(cm_archive_part *part)
{
    return (cm_source){read_part, part};
}

static cm_status read_all(cm_archive_part *part, cm_buf *out, cm_err *err)
{
    for (;;) {
        size_t room = out->max - out->len;
        if (room == 0) {
            /* full: only the end may follow */
            char more;
            size_t got = 0;
            cm_status status = read_part(part, &more, 1, &got, err);
            return status != CM_OK || got == 0
                       ? status
                       : cm_err_set(err, CM_E_LIMIT, "more than %zu bytes", out->max);
        }
        room = room < CHUNK_BYTES ? room : CHUNK_BYTES;
        (void)cm_buf_reserve(out, room);
        size_t got = 0;
        cm_status status = read_part(part, out->ptr + out->len, room, &got, err);
        if (status != CM_OK || got == 0) {
            return status;
        }
        out->len += got;
        out->ptr[out->len] = '\0';
    }
}

cm_status cm_archive_read(cm_archive *a, uint64_t index, cm_buf *out, cm_err *err)
{
    cm_archive_part *part = NULL;
    cm_status status = cm_archive_part_open(a, index, &part, err);
    if (status == CM_OK) {
        cm_assert(part != NULL);
        status = read_all(part, out, err);
        cm_archive_part_close(part);
    }
    return status;
}
