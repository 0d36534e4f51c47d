#include "base/base.h"

#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)256 << 10)

struct cm_lines {
    int fd;
    bool close_fd;
    size_t max;
    char *chunk;
    size_t at, len;  /* unread part of the chunk */
    uint64_t offset; /* in the file, of chunk[at] */
    uint64_t number; /* of the last line returned */
    bool at_end;
    cm_lines_tap tap;
    void *payload;
    atomic_bool *cancel;
};

cm_status cm_lines_open(cm_sv path, size_t max, cm_lines **ret_lines, cm_err *err)
{
    bool standard = cm_sv_equal(path, CM_SV("-"));
    int fd = STDIN_FILENO;
    if (!standard) {
        CM_AUTO_BUF name;
        cm_buf_init(&name, path.len);
        (void)cm_buf_add(&name, path);
        fd = open(cm_buf_z(&name), O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            return cm_err_set(err, errno == ENOENT ? CM_E_NOTFOUND : CM_E_IO,
                              "cannot open %.*s: %s", CM_SV_ARG(path), cm_os_reason(errno));
        }
    }
    cm_lines *l = cm_alloc_zero(1, sizeof(*l));
    l->fd = fd;
    l->close_fd = !standard;
    l->max = max;
    l->chunk = cm_alloc(CHUNK_BYTES);
    *ret_lines = l;
    return CM_OK;
}

void cm_lines_close(cm_lines *l)
{
    if (l != NULL) {
        if (l->close_fd) {
            (void)close(l->fd);
        }
        cm_free(l->chunk);
        cm_free(l);
    }
}

void cm_lines_set_tap(cm_lines *l, cm_lines_tap tap, void *payload)
{
    l->tap = tap;
    l->payload = payload;
}

void cm_lines_set_cancel(cm_lines *l, atomic_bool *cancel)
{
    l->cancel = cancel;
}

cm_status cm_lines_seek(cm_lines *l, uint64_t offset, uint64_t number, cm_err *err)
{
    if (lseek(l->fd, (off_t)offset, SEEK_SET) < 0) {
        return cm_err_set(err, CM_E_IO, "cannot seek: %s", cm_os_reason(errno));
    }
    l->at = l->len = 0;
    l->offset = offset;
    l->number = number - 1;
    l->at_end = false;
    return CM_OK;
}

uint64_t cm_lines_offset(const cm_lines *l)
{
    return l->offset;
}

/* Read the next chunk. False at the end, when cancelled, or when *err is set. */
static bool fill(cm_lines *l, cm_err *err)
{
    if (l->at_end) {
        return false;
    }
    ssize_t got = 0;
    do {
        if (l->cancel != NULL && atomic_load(l->cancel)) {
            (void)cm_err_set(err, CM_E_CANCELLED, "stopped");
            return false;
        }
        got = read(l->fd, l->chunk, CHUNK_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        (void)cm_err_set(err, CM_E_IO, "cannot read: %s", cm_os_reason(errno));
        return false;
    }
    l->at_end = got == 0;
    l->at = 0;
    l->len = (size_t)got;
    if (got > 0 && l->tap != NULL) {
        return l->tap(l->payload, (cm_sv){l->chunk, l->len}, err) == CM_OK;
    }
    return got > 0;
}

bool cm_lines_chunk(cm_lines *l, cm_err *err)
{
    l->offset += l->len - l->at;
    l->at = l->len;
    return fill(l, err);
}

static void take(cm_lines *l, size_t count, cm_buf *text, bool *over)
{
    cm_sv part = {l->chunk + l->at, count};
    if (!*over && (count > l->max || text->len > l->max - count || !cm_buf_add(text, part))) {
        *over = true;
        cm_buf_clear(text); /* gives the memory back: a stream of long lines stays small */
    }
    l->at += count;
    l->offset += count;
}

bool cm_lines_next(cm_lines *l, cm_buf *text, cm_line *ret_line, cm_err *err)
{
    cm_buf_reset(text);
    uint64_t begin = l->offset;
    bool over = false, ended = false;
    while (!ended) {
        if (l->at == l->len && !fill(l, err)) {
            if (!l->at_end || l->offset == begin) {
                return false; /* a fault, or nothing left */
            }
            break; /* the last line has no line break */
        }
        cm_sv rest = {l->chunk + l->at, l->len - l->at};
        size_t brk = cm_sv_find_byte(rest, '\n', 0);
        ended = brk != SIZE_MAX;
        take(l, ended ? brk : rest.len, text, &over);
    }
    *ret_line = (cm_line){++l->number, begin, l->offset, over};
    if (ended) {
        l->at++;
        l->offset++;
    }
    if (text->len > 0 && text->ptr[text->len - 1] == '\r') {
        text->ptr[--text->len] = '\0';
        ret_line->end--;
    }
    return true;
}
