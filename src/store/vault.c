#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/pack.h"
#include "base/vec.h"
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

struct cm_vault {
    cm_arena mem;
    int data, list; /* file descriptors */
    CM_VEC(frame) frames;
    cm_buf pending; /* raw bytes of the frame that is being filled */
    cm_buf lines;   /* frames packed since the last commit, as they will stand in the list */
    cm_packer *packer;
    cm_buf packed, raw;
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

cm_status cm_vault_open(cm_sv folder, int64_t source, bool write, cm_vault **ret_vault, cm_err *err)
{
    cm_vault *v = cm_alloc_zero(1, sizeof(*v));
    cm_arena_init(&v->mem);
    cm_buf_init(&v->pending, FRAME_BYTES);
    cm_buf_init(&v->lines, CM_MAX_JSON);
    cm_buf_init(&v->packed, cm_pack_bound(FRAME_BYTES));
    cm_buf_init(&v->raw, FRAME_BYTES);
    v->data = v->list = -1;
    v->raw_frame = SIZE_MAX;
    v->packer = cm_packer_new();
    cm_sv stem = cm_arena_format(&v->mem, "%.*s/%06lld", CM_SV_ARG(folder), (long long)source);
    cm_sv data = cm_arena_format(&v->mem, "%.*s.zst", CM_SV_ARG(stem));
    cm_sv list = cm_arena_format(&v->mem, "%.*s.frames", CM_SV_ARG(stem));
    cm_status status = open_files(v, data, list, write, err);
    if (status == CM_OK) {
        status = read_list(v, list, err);
    }
    if (status != CM_OK) {
        cm_vault_close(v);
        return status;
    }
    *ret_vault = v;
    return CM_OK;
}

cm_status cm_vault_last(cm_sv folder, int64_t *ret_source, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs paths = {0};
    cm_status status = cm_file_list(&mem, folder, &paths, err);
    if (status != CM_OK) {
        return status;
    }
    int64_t last = 0;
    for (size_t i = 0; i < paths.count; i++) {
        cm_sv name = cm_file_name(paths.items[i]);
        int64_t number = 0;
        if (cm_sv_to_int(cm_sv_slice(name, 0, cm_sv_find_byte(name, '.', 0)), &number) &&
            number > last) {
            last = number;
        }
    }
    *ret_source = last;
    return CM_OK;
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
    cm_buf_clear(&v->pending);
    cm_buf_clear(&v->lines);
    cm_buf_clear(&v->packed);
    cm_buf_clear(&v->raw);
    cm_packer_free(v->packer);
    cm_arena_clear(&v->mem);
    cm_free(v);
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

static cm_status close_frame(cm_vault *v, cm_err *err)
{
    if (v->pending.len == 0) {
        return CM_OK;
    }
    cm_pack(v->packer, cm_buf_view(&v->pending), &v->packed);
    frame f = {frames_size(v), v->pending.len, data_size(v), v->packed.len};
    cm_status status = write_at(v->data, f.at, cm_buf_view(&v->packed), err);
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

static cm_status unpack_frame(cm_vault *v, size_t index, cm_err *err)
{
    if (v->raw_frame == index) {
        return CM_OK;
    }
    const frame *f = &v->frames.items[index];
    v->raw_frame = SIZE_MAX;
    cm_buf_reset(&v->packed);
    if (f->len > v->packed.max || f->raw_len > v->raw.max) {
        return cm_err_set(err, CM_E_SCHEMA, "frame %zu of the vault is damaged", index);
    }
    cm_assert(cm_buf_reserve(&v->packed, f->len));
    cm_status status = read_all(v->data, f->at, v->packed.ptr, f->len, err);
    v->packed.len = f->len;
    if (status == CM_OK) {
        status = cm_unpack(v->packer, cm_buf_view(&v->packed), f->raw_len, &v->raw, err);
    }
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
