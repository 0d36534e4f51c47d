#include "base/file.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static cm_status io_error(cm_err *err, cm_sv path, const char *verb)
{
    int code = errno;
    cm_status status = code == ENOENT ? CM_E_NOTFOUND : CM_E_IO;
    return cm_err_set(err, status, "cannot %s %.*s: %s", verb, CM_SV_ARG(path), cm_os_reason(code));
}

static const char *path_z(cm_buf *space, cm_sv path)
{
    cm_buf_init(space, CM_MAX_PATH_BYTES);
    (void)cm_buf_add(space, path);
    return cm_buf_z(space);
}

static void close_fd(int *fd) /* NOLINT(readability-non-const-parameter): a cleanup function */
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

enum { COPY_CHUNK = 1 << 20 };

#define AUTO_FD __attribute__((cleanup(close_fd))) int

cm_status cm_file_read(cm_sv path, cm_buf *out, cm_err *err)
{
    CM_AUTO_BUF z;
    AUTO_FD fd = open(path_z(&z, path), O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        return io_error(err, path, "open");
    }
    if (S_ISDIR(st.st_mode)) {
        return cm_err_set(err, CM_E_IO, "cannot read %.*s: it is a folder", CM_SV_ARG(path));
    }
    for (;;) {
        size_t chunk = (size_t)st.st_size > (1U << 16) ? (size_t)st.st_size + 1 : 1U << 16;
        size_t room = out->max - out->len;
        if (room == 0) {
            return cm_err_set(err, CM_E_LIMIT, "%.*s is larger than %zu bytes", CM_SV_ARG(path),
                              out->max);
        }
        chunk = chunk < room ? chunk : room;
        (void)cm_buf_reserve(out, chunk);
        ssize_t got = read(fd, out->ptr + out->len, chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return io_error(err, path, "read");
        }
        out->len += (size_t)got;
        out->ptr[out->len] = '\0';
        if (got == 0) {
            return CM_OK;
        }
    }
}

static bool write_all(int fd, cm_sv content)
{
    while (content.len > 0) {
        ssize_t put = write(fd, content.ptr, content.len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        content = cm_sv_slice(content, (size_t)put, content.len);
    }
    return true;
}

/* A device or a pipe takes the bytes itself: it must not be replaced by a file. */
static cm_status write_device(cm_sv path, cm_sv content, cm_err *err)
{
    CM_AUTO_BUF z;
    AUTO_FD fd = open(path_z(&z, path), O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write_all(fd, content) ? CM_OK : io_error(err, path, "write");
}

cm_status cm_file_write(cm_sv path, cm_sv content, cm_err *err)
{
    if (cm_file_exists(path) && !cm_file_is_regular(path) && !cm_file_is_folder(path)) {
        return write_device(path, content, err);
    }
    CM_AUTO_BUF part;
    CM_AUTO_BUF z;
    const char *target = path_z(&z, path);
    cm_buf_init(&part, CM_MAX_PATH_BYTES);
    (void)cm_buf_addf(&part, "%s.part.%ld", target, (long)getpid());
    {
        AUTO_FD fd = open(cm_buf_z(&part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (fd < 0) {
            return io_error(err, path, "write");
        }
        if (!write_all(fd, content) || fsync(fd) != 0) {
            cm_status status = io_error(err, path, "write");
            (void)unlink(cm_buf_z(&part));
            return status;
        }
    }
    if (rename(cm_buf_z(&part), target) != 0) {
        cm_status status = io_error(err, path, "write");
        (void)unlink(cm_buf_z(&part));
        return status;
    }
    return CM_OK;
}

/* Read and write, so that any file system will do. */
/* To nowhere when `out` is -1. */
static cm_status copy_bytes(int in, int out, cm_file_copied *copied, cm_err *err)
{
    CM_AUTO_BUF chunk;
    cm_buf_init(&chunk, COPY_CHUNK + 1);
    (void)cm_buf_reserve(&chunk, COPY_CHUNK);
    cm_digester *digester = cm_digester_new();
    cm_status status = CM_OK;
    ssize_t got = 1;
    while (status == CM_OK && got != 0) {
        got = read(in, chunk.ptr, COPY_CHUNK);
        cm_sv bytes = {chunk.ptr, got > 0 ? (size_t)got : 0};
        if (got < 0 && errno != EINTR) {
            status = io_error(err, CM_SV("the file"), "read");
        } else if (out >= 0 && !write_all(out, bytes)) {
            status = io_error(err, CM_SV("the copy"), "write");
        }
        cm_digester_add(digester, bytes);
        copied->bytes += bytes.len;
    }
    copied->digest = cm_digester_finish(digester);
    return status;
}

cm_status cm_file_measure(cm_sv path, cm_file_copied *ret_measured, cm_err *err)
{
    CM_AUTO_BUF space;
    *ret_measured = (cm_file_copied){0};
    AUTO_FD in = open(path_z(&space, path), O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return io_error(err, path, "open");
    }
    cm_status status = copy_bytes(in, -1, ret_measured, err);
    if (status != CM_OK) {
        cm_err_prefix(err, "%.*s", CM_SV_ARG(path));
    }
    return status;
}

cm_status cm_file_copy(cm_sv from, cm_sv to, cm_file_copied *ret_copied, cm_err *err)
{
    CM_AUTO_BUF a;
    CM_AUTO_BUF b;
    *ret_copied = (cm_file_copied){0};
    AUTO_FD in = open(path_z(&a, from), O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return io_error(err, from, "open");
    }
    AUTO_FD out = open(path_z(&b, to), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) {
        return io_error(err, to, "write");
    }
    cm_status status = copy_bytes(in, out, ret_copied, err);
    if (status != CM_OK) {
        cm_err_prefix(err, "%.*s to %.*s", CM_SV_ARG(from), CM_SV_ARG(to));
        return status;
    }
    return fsync(out) == 0 ? CM_OK : io_error(err, to, "write");
}

uint64_t cm_file_size(cm_sv path)
{
    CM_AUTO_BUF z;
    struct stat st;
    return stat(path_z(&z, path), &st) == 0 ? (uint64_t)st.st_size : 0;
}

cm_status cm_file_check_writable(cm_sv path, cm_err *err)
{
    CM_AUTO_BUF z;
    return access(path_z(&z, path), W_OK) == 0 ? CM_OK : io_error(err, path, "write to");
}

cm_status cm_file_append(cm_sv path, cm_sv content, cm_err *err)
{
    CM_AUTO_BUF z;
    AUTO_FD fd = open(path_z(&z, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return fd >= 0 && write_all(fd, content) && fsync(fd) == 0 ? CM_OK
                                                               : io_error(err, path, "write");
}

/* A name that was made or taken away lasts only when its folder is on disk too. */
static cm_status sync_folder(cm_sv path, cm_err *err)
{
    CM_AUTO_BUF z;
    AUTO_FD fd = open(path_z(&z, cm_file_folder(path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? CM_OK : io_error(err, path, "sync the folder of");
}

cm_status cm_file_move(cm_sv from, cm_sv to, cm_err *err)
{
    CM_AUTO_BUF a;
    CM_AUTO_BUF b;
    if (rename(path_z(&a, from), path_z(&b, to)) != 0) {
        return io_error(err, from, "move");
    }
    return sync_folder(to, err);
}

cm_status cm_file_remove(cm_sv path, cm_err *err)
{
    CM_AUTO_BUF z;
    if (unlink(path_z(&z, path)) != 0) {
        return errno == ENOENT ? CM_OK : io_error(err, path, "remove");
    }
    return sync_folder(path, err);
}

static bool stat_path(cm_sv path, struct stat *st)
{
    CM_AUTO_BUF z;
    return stat(path_z(&z, path), st) == 0;
}

bool cm_file_exists(cm_sv path)
{
    struct stat st;
    return stat_path(path, &st);
}

bool cm_file_is_folder(cm_sv path)
{
    struct stat st;
    return stat_path(path, &st) && S_ISDIR(st.st_mode);
}

bool cm_file_is_regular(cm_sv path)
{
    struct stat st;
    return stat_path(path, &st) && S_ISREG(st.st_mode);
}

cm_status cm_file_make_folder(cm_sv path, cm_err *err)
{
    for (size_t i = 1; i <= path.len; i++) {
        if (i != path.len && path.ptr[i] != '/') {
            continue;
        }
        cm_sv part = cm_sv_slice(path, 0, i);
        CM_AUTO_BUF z;
        if (mkdir(path_z(&z, part), 0755) != 0 && errno != EEXIST) {
            return io_error(err, part, "make folder");
        }
    }
    return cm_file_is_folder(path)
               ? CM_OK
               : cm_err_set(err, CM_E_CONFLICT, "%.*s is not a folder", CM_SV_ARG(path));
}

static int by_bytes(const void *a, const void *b)
{
    return cm_sv_compare(*(const cm_sv *)a, *(const cm_sv *)b);
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth is the depth of the folder tree */
static cm_status list_into(cm_arena *mem, cm_sv folder, cm_svs *paths, cm_err *err)
{
    CM_AUTO_BUF z;
    DIR *dir = opendir(path_z(&z, folder));
    if (dir == NULL) {
        return io_error(err, folder, "list");
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): readdir on a stream of our own is safe */
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        if (e->d_name[0] == '.') {
            continue;
        }
        cm_sv path = cm_file_join(mem, folder, cm_sv_from(e->d_name));
        struct stat st;
        bool is_folder = lstat(path.ptr, &st) == 0 && S_ISDIR(st.st_mode);
        if (!is_folder || list_into(mem, path, paths, NULL) != CM_OK) {
            *cm_vec_push(mem, paths) = path;
        }
    }
    (void)closedir(dir);
    return CM_OK;
}

cm_status cm_file_list(cm_arena *mem, cm_sv folder, cm_svs *ret_paths, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = list_into(mem, folder, &paths, err);
    if (status == CM_OK) {
        if (paths.count > 1) {
            qsort(paths.items, paths.count, sizeof(*paths.items), by_bytes);
        }
        *ret_paths = paths;
    }
    return status;
}

cm_sv cm_file_join(cm_arena *mem, cm_sv folder, cm_sv name)
{
    const char *slash = cm_sv_ends(folder, CM_SV("/")) || folder.len == 0 ? "" : "/";
    return cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(folder), slash, CM_SV_ARG(name));
}

cm_sv cm_file_name(cm_sv path)
{
    size_t begin = path.len;
    while (begin > 0 && path.ptr[begin - 1] != '/') {
        begin--;
    }
    return cm_sv_slice(path, begin, path.len);
}

cm_sv cm_file_folder(cm_sv path)
{
    size_t end = path.len - cm_file_name(path).len;
    if (end == 0) {
        return CM_SV(".");
    }
    return cm_sv_slice(path, 0, end > 1 ? end - 1 : end);
}
