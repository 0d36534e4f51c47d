#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/pack.h"
#include "store/key.h"
#include "store/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FRAME_BYTES ((size_t)1 << 20) /* raw; what a read of one document has to unpack */
#define LEVEL       3

typedef struct {
    uint64_t raw, raw_len; /* raw bytes */
    uint64_t at, len;      /* bytes in the .zst file */
} frame;

static const char *const part_names[CM_PART_COUNT] = {
    [CM_PART_ORIGINALS] = "originals",
    [CM_PART_TEXTS] = "texts",
    [CM_PART_JOURNAL] = "journal",
};

struct cm_vault {
    cm_arena mem;
    const cm_workspace *workspace;
    int64_t source;
    cm_part part;
    cm_key key;
    int data, list; /* file descriptors */
    CM_VEC(frame) frames;
    cm_buf pending; /* raw bytes of the frame that is being filled */
    cm_buf lines;   /* frames packed since the last commit, as they will stand in the list */
    cm_packer *packer;
    cm_buf packed, sealed, raw;
    size_t raw_frame; /* which frame `raw` holds; SIZE_MAX: none */
};

static cm_status io_fault(cm_err *err, const char *verb)
{
    return cm_err_set(err, CM_E_IO, "cannot %s the vault: %s", verb, cm_os_reason(errno));
}

static uint64_t frames_size(const cm_vault *v)
{
    const frame *last = v->frames.count > 0 ? &v->frames.items[v->frames.count - 1] : NULL;
    return last != NULL ? last->raw + last->raw_len : 0;
}

static uint64_t data_size(const cm_vault *v)
{
    const frame *last = v->frames.count > 0 ? &v->frames.items[v->frames.count - 1] : NULL;
    return last != NULL ? last->at + last->len : 0;
}

uint64_t cm_vault_size(const cm_vault *v)
{
    return frames_size(v) + v->pending.len;
}

/* ---- opening ---- */

static bool parse_frame(cm_sv line, frame *ret_frame)
{
    int64_t numbers[4];
    cm_sv part;
    size_t n = 0;
    while (cm_sv_split(&line, ' ', &part)) {
        if (n == CM_COUNT(numbers) || !cm_sv_to_int(part, &numbers[n]) || numbers[n] < 0) {
            return false;
        }
        n++;
    }
    *ret_frame = (frame){(uint64_t)numbers[0], (uint64_t)numbers[1], (uint64_t)numbers[2],
                         (uint64_t)numbers[3]};
    return n == CM_COUNT(numbers);
}

/* A last line without a line break was being written when the process died: not a frame. */
static cm_status read_list(cm_vault *v, cm_sv path, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    cm_status status = cm_file_read(path, &text, err);
    cm_sv rest = cm_buf_view(&text);
    uint32_t line = 0;
    while (status == CM_OK) {
        size_t brk = cm_sv_find_byte(rest, '\n', 0);
        if (brk == SIZE_MAX) {
            break;
        }
        frame f;
        line++;
        if (!parse_frame(cm_sv_slice(rest, 0, brk), &f) || f.raw != frames_size(v) ||
            f.at != data_size(v)) {
            return cm_err_set_at(err, CM_E_SYNTAX, path, line, 0, "not a list of frames");
        }
        *cm_vec_push(&v->mem, &v->frames) = f;
        rest = cm_sv_slice(rest, brk + 1, rest.len);
    }
    return status;
}

static cm_status open_files(cm_vault *v, cm_sv data, cm_sv list, bool write, cm_err *err)
{
    int flags = O_CLOEXEC | (write ? O_RDWR | O_CREAT : O_RDONLY);
    v->data = open(data.ptr, flags, 0600);
    v->list = open(list.ptr, flags, 0600);
    if (v->data < 0 || v->list < 0) {
        return cm_err_set(err, errno == ENOENT ? CM_E_NOTFOUND : CM_E_IO, "cannot open %.*s: %s",
                          CM_SV_ARG(v->data < 0 ? data : list), cm_os_reason(errno));
    }
    return CM_OK;
}

static cm_sv data_path(cm_arena *mem, const cm_workspace *w, int64_t source, cm_part part)
{
    return cm_arena_format(mem, "%.*s/%06lld.%s", CM_SV_ARG(w->vault), (long long)source,
                           part_names[part]);
}

static cm_sv list_path(cm_arena *mem, const cm_workspace *w, int64_t source, cm_part part)
{
    cm_sv data = data_path(mem, w, source, part);
    return cm_arena_format(mem, "%.*s.frames", CM_SV_ARG(data));
}

/* A source that has a byte in the vault had a key: another one would hide that it is lost. */
static cm_status find_key(cm_vault *v, bool write, cm_err *err)
{
    const cm_workspace *w = v->workspace;
    bool is_new = write && !cm_file_exists(cm_key_path(&v->mem, w->keys, v->source));
    for (size_t i = 0; is_new && i < CM_PART_COUNT; i++) {
        uint64_t size = 0;
        cm_status status = cm_vault_measure(w, v->source, (cm_part)i, &size, err);
        if (status != CM_OK) {
            return status;
        }
        is_new = size == 0;
    }
    return is_new ? cm_key_make(w->keys, v->source, &v->key, err)
                  : cm_key_load(w->keys, v->source, &v->key, err);
}

static cm_vault *vault_new(const cm_workspace *w, int64_t source, cm_part part)
{
    cm_vault *v = cm_alloc_zero(1, sizeof(*v));
    cm_arena_init(&v->mem);
    cm_buf_init(&v->pending, FRAME_BYTES);
    cm_buf_init(&v->lines, CM_MAX_JSON);
    cm_buf_init(&v->packed, cm_pack_bound(FRAME_BYTES));
    cm_buf_init(&v->sealed, cm_pack_bound(FRAME_BYTES) + CM_SEAL_BYTES);
    cm_buf_init(&v->raw, FRAME_BYTES);
    v->workspace = w;
    v->source = source;
    v->part = part;
    v->data = v->list = -1;
    v->raw_frame = SIZE_MAX;
    return v;
}

cm_status cm_vault_open(const cm_workspace *w, int64_t source, cm_part part, bool write,
                        cm_vault **ret_vault, cm_err *err)
{
    cm_vault *v = vault_new(w, source, part);
    v->packer = cm_packer_new();
    cm_status status = find_key(v, write, err);
    if (status == CM_OK) {
        status = open_files(v, data_path(&v->mem, w, source, part),
                            list_path(&v->mem, w, source, part), write, err);
    }
    if (status == CM_OK) {
        status = read_list(v, list_path(&v->mem, w, source, part), err);
    }
    if (status != CM_OK) {
        cm_vault_close(v);
        return status;
    }
    *ret_vault = v;
    return CM_OK;
}

cm_status cm_vault_sources(cm_arena *mem, const cm_workspace *w, cm_numbers *ret_list, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = cm_file_list(mem, w->vault, &paths, err);
    for (size_t i = 0; status == CM_OK && i < paths.count;
         i++) { /* sorted: a source's stand together */
        cm_sv name = cm_file_name(paths.items[i]);
        int64_t number = 0;
        bool good = cm_sv_to_int(cm_sv_slice(name, 0, cm_sv_find_byte(name, '.', 0)), &number);
        if (good && (ret_list->count == 0 || ret_list->items[ret_list->count - 1] != number)) {
            *cm_vec_push(mem, ret_list) = number;
        }
    }
    return status;
}

cm_status cm_vault_measure(const cm_workspace *w, int64_t source, cm_part part, uint64_t *ret_size,
                           cm_err *err)
{
    cm_vault *v = vault_new(w, source, part);
    cm_sv path = list_path(&v->mem, w, source, part);
    cm_status status = cm_file_exists(path) ? read_list(v, path, err) : CM_OK;
    if (status == CM_OK) {
        *ret_size = frames_size(v);
    }
    cm_vault_close(v);
    return status;
}

cm_status cm_vault_destroy(const cm_workspace *w, int64_t source, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_key_destroy(w->keys, source, err);
    for (size_t i = 0; status == CM_OK && i < CM_PART_COUNT; i++) {
        status = cm_file_remove(data_path(&mem, w, source, (cm_part)i), err);
        if (status == CM_OK) {
            status = cm_file_remove(list_path(&mem, w, source, (cm_part)i), err);
        }
    }
    return status;
}

void cm_vault_close(cm_vault *v)
{
    if (v == NULL) {
        return;
    }
    if (v->data >= 0) {
        (void)close(v->data);
    }
    if (v->list >= 0) {
        (void)close(v->list);
    }
    cm_key_wipe(&v->key);
    cm_buf_clear(&v->pending);
    cm_buf_clear(&v->lines);
    cm_buf_clear(&v->packed);
    cm_buf_clear(&v->sealed);
    cm_buf_clear(&v->raw);
    cm_packer_free(v->packer);
    cm_arena_clear(&v->mem);
    cm_free(v);
}

void cm_vault_close_all(cm_vault *parts[CM_PART_COUNT])
{
    for (size_t i = 0; i < CM_PART_COUNT; i++) {
        cm_vault_close(parts[i]);
        parts[i] = NULL;
    }
}

/* ---- writing ---- */

static cm_status write_at(int fd, uint64_t at, cm_sv bytes, cm_err *err)
{
    while (bytes.len > 0) {
        ssize_t n = pwrite(fd, bytes.ptr, bytes.len, (off_t)at);
        if (n < 0 && errno != EINTR) {
            return io_fault(err, "write");
        }
        size_t done = n > 0 ? (size_t)n : 0;
        bytes = cm_sv_slice(bytes, done, bytes.len);
        at += done;
    }
    return CM_OK;
}

/* What a frame is bound to: moved to another place or source it does not open. */
static cm_sv frame_about(const cm_vault *v, cm_buf *space, size_t index, uint64_t raw)
{
    cm_buf_init(space, CM_MAX_MESSAGE);
    (void)cm_buf_addf(space, "%.*s %lld %s %zu %llu", CM_SV_ARG(v->workspace->id),
                      (long long)v->source, part_names[v->part], index, (unsigned long long)raw);
    return cm_buf_view(space);
}

static cm_status close_frame(cm_vault *v, cm_err *err)
{
    if (v->pending.len == 0) {
        return CM_OK;
    }
    CM_AUTO_BUF space;
    cm_sv about = frame_about(v, &space, v->frames.count, frames_size(v));
    cm_pack(v->packer, cm_buf_view(&v->pending), &v->packed);
    cm_seal(&v->key, about, cm_buf_view(&v->packed), &v->sealed);
    frame f = {frames_size(v), v->pending.len, data_size(v), v->sealed.len};
    cm_status status = write_at(v->data, f.at, cm_buf_view(&v->sealed), err);
    if (status == CM_OK) {
        *cm_vec_push(&v->mem, &v->frames) = f;
        (void)cm_buf_addf(&v->lines, "%llu %llu %llu %llu\n", (unsigned long long)f.raw,
                          (unsigned long long)f.raw_len, (unsigned long long)f.at,
                          (unsigned long long)f.len);
        cm_buf_reset(&v->pending);
    }
    return status;
}

cm_status cm_vault_put(cm_vault *v, cm_sv bytes, cm_err *err)
{
    cm_status status = CM_OK;
    while (status == CM_OK && bytes.len > 0) {
        size_t room = FRAME_BYTES - v->pending.len;
        size_t part = bytes.len < room ? bytes.len : room;
        (void)cm_buf_add(&v->pending, cm_sv_slice(bytes, 0, part));
        bytes = cm_sv_slice(bytes, part, bytes.len);
        if (v->pending.len == FRAME_BYTES) {
            status = close_frame(v, err);
        }
    }
    return status;
}

/* The frames first, then the list that names them: a list never names what is not there. */
cm_status cm_vault_commit(cm_vault *v, cm_err *err)
{
    cm_status status = close_frame(v, err);
    if (status != CM_OK || v->lines.len == 0) {
        return status;
    }
    if (fdatasync(v->data) != 0) {
        return io_fault(err, "sync");
    }
    off_t end = lseek(v->list, 0, SEEK_END);
    status = end < 0 ? io_fault(err, "seek in")
                     : write_at(v->list, (uint64_t)end, cm_buf_view(&v->lines), err);
    if (status == CM_OK && fdatasync(v->list) != 0) {
        status = io_fault(err, "sync");
    }
    if (status == CM_OK) {
        cm_buf_reset(&v->lines);
    }
    return status;
}

/* The list is written anew, so that a half line at its end goes too. */
static cm_status rewrite_list(cm_vault *v, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    for (size_t i = 0; i < v->frames.count; i++) {
        const frame *f = &v->frames.items[i];
        (void)cm_buf_addf(&text, "%llu %llu %llu %llu\n", (unsigned long long)f->raw,
                          (unsigned long long)f->raw_len, (unsigned long long)f->at,
                          (unsigned long long)f->len);
    }
    if (ftruncate(v->list, 0) != 0) {
        return io_fault(err, "cut");
    }
    cm_status status = write_at(v->list, 0, cm_buf_view(&text), err);
    return status == CM_OK && fdatasync(v->list) != 0 ? io_fault(err, "sync") : status;
}

cm_status cm_vault_cut(cm_vault *v, uint64_t size, cm_err *err)
{
    cm_buf_reset(&v->pending);
    cm_buf_reset(&v->lines);
    v->raw_frame = SIZE_MAX;
    size_t keep = v->frames.count;
    while (keep > 0 && v->frames.items[keep - 1].raw >= size) {
        keep--;
    }
    v->frames.count = keep;
    if (frames_size(v) != size) {
        return cm_err_set(err, CM_E_SCHEMA, "the vault has no commit at byte %llu",
                          (unsigned long long)size);
    }
    cm_status status = rewrite_list(v, err);
    if (status == CM_OK && ftruncate(v->data, (off_t)data_size(v)) != 0) {
        status = io_fault(err, "cut");
    }
    return status;
}

/* ---- reading ---- */

static cm_status read_all(int fd, uint64_t at, char *to, size_t len, cm_err *err)
{
    size_t done = 0;
    while (done < len) {
        ssize_t n = pread(fd, to + done, len - done, (off_t)(at + done));
        if (n < 0 && errno != EINTR) {
            return io_fault(err, "read");
        }
        if (n == 0) {
            return cm_err_set(err, CM_E_SCHEMA, "the vault ends early");
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return CM_OK;
}

static cm_status damaged(cm_vault *v, size_t index, cm_err *err)
{
    cm_sv data = data_path(&v->mem, v->workspace, v->source, v->part);
    cm_sv key = cm_key_path(&v->mem, v->workspace->keys, v->source);
    return cm_err_set(err, CM_E_SCHEMA,
                      "frame %zu of %.*s does not open: it is damaged, or %.*s is another key",
                      index + 1, CM_SV_ARG(data), CM_SV_ARG(key));
}

static cm_status unpack_frame(cm_vault *v, size_t index, cm_err *err)
{
    if (v->raw_frame == index) {
        return CM_OK;
    }
    const frame *f = &v->frames.items[index];
    v->raw_frame = SIZE_MAX;
    cm_buf_reset(&v->sealed);
    if (f->len > v->sealed.max || f->raw_len > v->raw.max) {
        return damaged(v, index, err);
    }
    cm_assert(cm_buf_reserve(&v->sealed, f->len));
    cm_status status = read_all(v->data, f->at, v->sealed.ptr, f->len, err);
    if (status != CM_OK) {
        return status == CM_E_SCHEMA ? damaged(v, index, err) : status;
    }
    v->sealed.len = f->len;
    CM_AUTO_BUF space;
    if (!cm_unseal(&v->key, frame_about(v, &space, index, f->raw), cm_buf_view(&v->sealed),
                   &v->packed)) {
        return damaged(v, index, err);
    }
    status = cm_unpack(v->packer, cm_buf_view(&v->packed), f->raw_len, &v->raw, err);
    if (status == CM_OK) {
        v->raw_frame = index;
    }
    return status;
}

/* The frame that holds raw byte `at`; the caller knows there is one. */
static size_t find_frame(const cm_vault *v, uint64_t at)
{
    size_t low = 0, high = v->frames.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (v->frames.items[middle].raw <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

cm_status cm_vault_get(cm_vault *v, uint64_t begin, uint64_t end, cm_buf *out, cm_err *err)
{
    if (begin > end || end > frames_size(v)) {
        return cm_err_set(err, CM_E_NOTFOUND, "the vault holds %llu bytes, not up to %llu",
                          (unsigned long long)frames_size(v), (unsigned long long)end);
    }
    while (begin < end) {
        size_t index = find_frame(v, begin);
        cm_status status = unpack_frame(v, index, err);
        if (status != CM_OK) {
            return status;
        }
        const frame *f = &v->frames.items[index];
        size_t from = (size_t)(begin - f->raw);
        size_t to = end - f->raw < f->raw_len ? (size_t)(end - f->raw) : (size_t)f->raw_len;
        if (!cm_buf_add(out, cm_sv_slice(cm_buf_view(&v->raw), from, to))) {
            return cm_err_set(err, CM_E_LIMIT, "more than %zu bytes", out->max);
        }
        begin = f->raw + to;
    }
    return CM_OK;
}
