#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/key.h"
#include "store/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define FORMAT "2" /* 1 had no keys and no journal */

static cm_sv lock_path(cm_arena *mem, cm_sv folder)
{
    return cm_file_join(mem, folder, CM_SV("lock"));
}

/* One line: the number of the format, and the id. */
static cm_sv id_path(cm_arena *mem, cm_sv folder)
{
    return cm_file_join(mem, folder, CM_SV("id"));
}

static cm_workspace layout(cm_arena *mem, cm_sv folder)
{
    return (cm_workspace){
        .folder = cm_arena_sv(mem, folder),
        .facts = cm_file_join(mem, folder, CM_SV("facts.duckdb")),
        .vault = cm_file_join(mem, folder, CM_SV("vault")),
        .models = cm_file_join(mem, folder, CM_SV("models")),
        .certificates = cm_file_join(mem, folder, CM_SV("certificates")),
        .deleting = cm_file_join(mem, folder, CM_SV("deleting")),
        .lock = -1,
    };
}

cm_status cm_workspace_create(cm_arena *mem, cm_sv folder, cm_err *err)
{
    cm_workspace w = layout(mem, folder);
    if (cm_file_exists(lock_path(mem, folder)) || cm_file_exists(w.facts)) {
        return cm_err_set(err, CM_E_CONFLICT, "%.*s is a workspace already", CM_SV_ARG(folder));
    }
    const cm_sv folders[] = {w.folder, w.vault, w.models};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(folders); i++) {
        status = cm_file_make_folder(folders[i], err);
    }
    if (status == CM_OK) {
        cm_sv line = cm_arena_format(mem, FORMAT " %.*s\n", CM_SV_ARG(cm_random_name(mem)));
        status = cm_file_write(id_path(mem, folder), line, err);
    }
    return status == CM_OK ? cm_file_write(lock_path(mem, folder), CM_SV(""), err) : status;
}

static cm_status name_holder(cm_sv path, cm_sv folder, cm_err *err)
{
    CM_AUTO_BUF holder;
    cm_buf_init(&holder, CM_MAX_MESSAGE);
    CM_AUTO_ERR ignored = {0}; /* without a number the message still says what is wrong */
    if (cm_file_read(path, &holder, &ignored) != CM_OK) {
        cm_buf_reset(&holder);
    }
    cm_sv pid = cm_sv_trim(cm_buf_view(&holder));
    return cm_err_set(err, CM_E_CONFLICT, "%.*s is in use by process %.*s", CM_SV_ARG(folder),
                      CM_SV_ARG(pid));
}

static cm_status take_lock(cm_workspace *w, cm_sv path, cm_err *err)
{
    w->lock = open(path.ptr, O_RDWR | O_CLOEXEC);
    if (w->lock < 0) {
        bool missing = errno == ENOENT;
        return cm_err_set(err, missing ? CM_E_NOTFOUND : CM_E_IO, "%.*s: %s", CM_SV_ARG(w->folder),
                          missing ? "not a workspace (chaming init makes one)"
                                  : cm_os_reason(errno));
    }
    if (flock(w->lock, LOCK_EX | LOCK_NB) != 0) {
        return name_holder(path, w->folder, err);
    }
    CM_AUTO_BUF pid;
    cm_buf_init(&pid, CM_MAX_MESSAGE);
    (void)cm_buf_addf(&pid, "%ld\n", (long)getpid());
    if (ftruncate(w->lock, 0) != 0 || pwrite(w->lock, pid.ptr, pid.len, 0) != (ssize_t)pid.len) {
        return cm_err_set(err, CM_E_IO, "cannot write %.*s: %s", CM_SV_ARG(path),
                          cm_os_reason(errno));
    }
    return CM_OK;
}

static cm_status read_id(cm_arena *mem, cm_workspace *w, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_sv path = id_path(mem, w->folder);
    if (!cm_file_exists(path)) {
        return cm_err_set(err, CM_E_SCHEMA,
                          "%.*s was made by an earlier version, which did not encrypt: make a new "
                          "workspace (chaming init), import the files again, remove this one",
                          CM_SV_ARG(w->folder));
    }
    cm_status status = cm_file_read(path, &text, err);
    cm_sv rest = cm_sv_trim(cm_buf_view(&text)), format, id;
    if (status == CM_OK && (!cm_sv_split(&rest, ' ', &format) ||
                            !cm_sv_equal(format, CM_SV(FORMAT)) || !cm_sv_split(&rest, ' ', &id))) {
        return cm_err_set(err, CM_E_SCHEMA, "%.*s: \"%.*s\" where \"" FORMAT " ID\" was expected",
                          CM_SV_ARG(path), CM_SV_ARG(cm_sv_trim(cm_buf_view(&text))));
    }
    if (status == CM_OK) {
        w->id = cm_arena_sv(mem, id);
    }
    return status;
}

static cm_sv environment(const char *name)
{
    return cm_sv_from(getenv(name)); /* NOLINT(concurrency-mt-unsafe): nothing here sets any */
}

static cm_status find_keys(cm_arena *mem, cm_workspace *w, cm_sv folder, cm_err *err)
{
    cm_sv named = environment("CHAMING_KEYS"), data = environment("XDG_DATA_HOME"),
          home = environment("HOME");
    if (named.len != 0) {
        folder = named;
    } else if (folder.len == 0 && data.len != 0) {
        folder = cm_file_join(mem, data, CM_SV("chaming/keys"));
    } else if (folder.len == 0 && home.len != 0) {
        folder = cm_file_join(mem, home, CM_SV(".local/share/chaming/keys"));
    } else if (folder.len == 0) {
        return cm_err_set(err, CM_E_ARG, "no place for keys: set CHAMING_KEYS");
    }
    cm_sv inside = cm_file_join(mem, w->folder, CM_SV(""));
    if (cm_sv_equal(folder, w->folder) || cm_sv_starts(folder, inside)) {
        return cm_err_set(err, CM_E_ARG, "keys in %.*s: they must lie outside of the workspace",
                          CM_SV_ARG(folder));
    }
    w->keys = cm_file_join(mem, folder, w->id);
    return CM_OK;
}

cm_status cm_workspace_open(cm_arena *mem, cm_sv folder, cm_sv keys, cm_workspace *ret_workspace,
                            cm_err *err)
{
    cm_workspace w = layout(mem, folder);
    cm_status status = take_lock(&w, lock_path(mem, folder), err);
    if (status == CM_OK) {
        status = read_id(mem, &w, err);
    }
    if (status == CM_OK) {
        status = find_keys(mem, &w, keys, err);
    }
    if (status != CM_OK) {
        cm_workspace_close(&w);
        return status;
    }
    *ret_workspace = w;
    return CM_OK;
}

cm_status cm_workspace_last_deleted(const cm_workspace *w, int64_t *ret_source, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs paths = {0};
    int64_t last = 0;
    cm_status status = cm_file_is_folder(w->certificates)
                           ? cm_file_list(&mem, w->certificates, &paths, err)
                           : CM_OK;
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        cm_sv name = cm_file_name(paths.items[i]);
        int64_t number = 0;
        if (cm_sv_to_int(cm_sv_slice(name, 0, cm_sv_find_byte(name, '.', 0)), &number)) {
            last = number > last ? number : last;
        }
    }
    if (status == CM_OK) {
        *ret_source = last;
    }
    return status;
}

void cm_workspace_close(cm_workspace *w)
{
    if (w->lock >= 0) {
        (void)close(w->lock); /* gives the lock back */
        w->lock = -1;
    }
}
