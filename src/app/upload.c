#include "base/base.h"

#include "app/upload.h"

#include "base/file.h"
#include "base/moment.h"

enum { DAY_SECONDS = 24 * 60 * 60, NAME_MOST = 255 };

cm_sv cm_upload_folder(cm_arena *mem, const cm_workspace *workspace)
{
    return cm_file_join(mem, workspace->folder, CM_SV("uploads"));
}

cm_sv cm_upload_path(cm_arena *mem, const cm_workspace *workspace, int64_t no)
{
    return cm_file_join(mem, cm_upload_folder(mem, workspace),
                        cm_arena_format(mem, "%lld", (long long)no));
}

/* ---- sending in ---- */

/* Names of the other system have their folders too. */
static cm_sv bare_name(cm_sv name)
{
    cm_sv bare = cm_file_name(name);
    for (size_t i = bare.len; i > 0; i--) {
        if (bare.ptr[i - 1] == '\\') {
            return cm_sv_slice(bare, i, bare.len);
        }
    }
    return bare;
}

static cm_status check_room(const cm_asking *ask, const cm_upload_new *file, cm_err *err)
{
    cm_uploads all = {0};
    uint64_t sum = cm_file_size(file->path);
    cm_status status = cm_uploads_list(ask->desk->desk, ask->mem, &all, err);
    for (size_t i = 0; i < all.count; i++) {
        sum += (uint64_t)all.items[i].bytes;
    }
    return status == CM_OK && sum > file->all_most
               ? cm_err_set(err, CM_E_LIMIT, "%llu bytes wait to be imported, at most %llu may",
                            (unsigned long long)sum, (unsigned long long)file->all_most)
               : status;
}

static cm_status keep(const cm_asking *ask, const cm_upload_new *file, cm_deed *deed,
                      cm_upload *upload, cm_err *err)
{
    cm_status status = cm_upload_put(ask->desk->desk, upload, &upload->no, err);
    if (status == CM_OK) {
        deed->object = cm_arena_format(ask->mem, "upload %lld", (long long)upload->no);
        status = cm_file_move(file->path,
                              cm_upload_path(ask->mem, &ask->desk->workspace, upload->no), err);
    }
    return status;
}

cm_status cm_upload_add(const cm_asking *ask, const cm_upload_new *file, cm_upload *ret_upload,
                        cm_err *err)
{
    cm_deed deed = {0};
    cm_file_copied measured = {0};
    cm_sv name = bare_name(file->name);
    cm_status status =
        cm_right_deed(ask->desk->home->rights, ask->caller, CM_SV("data.import"), NULL, &deed, err);
    if (status == CM_OK && (cm_sv_trim(name).len == 0 || name.len > NAME_MOST)) {
        status = cm_err_set(err, CM_E_ARG, "a file needs a name of at most %d bytes", NAME_MOST);
    }
    if (status == CM_OK) {
        status = check_room(ask, file, err);
    }
    if (status == CM_OK) {
        status = cm_file_measure(file->path, &measured, err);
    }
    if (status == CM_OK) {
        status = cm_file_make_folder(cm_upload_folder(ask->mem, &ask->desk->workspace), err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(ask->desk->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.action = CM_SV("upload.add");
    *ret_upload = (cm_upload){.name = cm_arena_sv(ask->mem, name),
                              .by = ask->caller->name,
                              .office = ask->caller->office,
                              .at = ask->caller->at,
                              .bytes = (int64_t)measured.bytes,
                              .digest = cm_digest_hex(ask->mem, measured.digest)};
    status = keep(ask, file, &deed, ret_upload, err);
    return cm_change_end(ask->desk->desk, status, &deed, err);
}

/* ---- looking ---- */

static bool sees(const cm_asking *ask, const cm_upload *upload)
{
    cm_scope scope =
        cm_right_scope(ask->desk->home->rights, ask->caller, CM_SV("job.open"), ask->mem);
    return cm_scope_has(&scope, upload->office, upload->by);
}

cm_status cm_upload_list(const cm_asking *ask, cm_uploads *ret_list, cm_err *err)
{
    cm_uploads all = {0}, list = {0};
    cm_status status = cm_uploads_list(ask->desk->desk, ask->mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        if (sees(ask, &all.items[i])) {
            *cm_vec_push(ask->mem, &list) = all.items[i];
        }
    }
    *ret_list = list;
    return status;
}

cm_status cm_upload_find(const cm_asking *ask, int64_t no, cm_upload *ret_upload, cm_err *err)
{
    cm_upload upload = {0};
    cm_status status = cm_upload_get(ask->desk->desk, no, ask->mem, &upload, err);
    if (status == CM_OK && !sees(ask, &upload)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no upload %lld", (long long)no);
    }
    *ret_upload = upload;
    return status;
}

/* ---- taking away ---- */

cm_status cm_upload_remove(const cm_asking *ask, int64_t no, cm_err *err)
{
    cm_upload upload = {0};
    cm_deed deed = {0};
    cm_status status = cm_upload_find(ask, no, &upload, err);
    if (status == CM_OK && upload.job != 0) {
        status = cm_err_set(err, CM_E_CONFLICT, "upload %lld is for job %lld", (long long)no,
                            (long long)upload.job);
    }
    if (status == CM_OK) {
        status = cm_right_deed(ask->desk->home->rights, ask->caller, CM_SV("data.import"), NULL,
                               &deed, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(ask->desk->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.action = CM_SV("upload.remove");
    deed.object = cm_arena_format(ask->mem, "upload %lld", (long long)no);
    status = cm_upload_end(ask->desk->desk, no, ask->caller->at, err);
    status = cm_change_end(ask->desk->desk, status, &deed, err);
    return status == CM_OK
               ? cm_file_remove(cm_upload_path(ask->mem, &ask->desk->workspace, no), err)
               : status;
}

cm_status cm_uploads_sweep(cm_workdesk *desk, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv old = cm_moment_after(&mem, at, -DAY_SECONDS);
    cm_uploads all = {0};
    cm_status status = cm_uploads_list(desk->desk, &mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        if (all.items[i].job == 0 && cm_sv_compare(all.items[i].at, old) < 0) {
            status = cm_upload_end(desk->desk, all.items[i].no, at, err);
            if (status == CM_OK) {
                status =
                    cm_file_remove(cm_upload_path(&mem, &desk->workspace, all.items[i].no), err);
            }
        }
    }
    return status;
}

cm_status cm_uploads_sweep_files(cm_workdesk *desk, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv folder = cm_upload_folder(&mem, &desk->workspace);
    cm_svs paths = {0};
    cm_uploads open = {0};
    cm_status status = cm_uploads_list(desk->desk, &mem, &open, err);
    if (status == CM_OK && cm_file_is_folder(folder)) {
        status = cm_file_list(&mem, folder, &paths, err);
    }
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        bool known = false;
        for (size_t k = 0; k < open.count; k++) {
            cm_sv path = cm_upload_path(&mem, &desk->workspace, open.items[k].no);
            known = known || cm_sv_equal(path, paths.items[i]);
        }
        status = known ? CM_OK : cm_file_remove(paths.items[i], err);
    }
    return status;
}

void cm_upload_write_json(cm_json *json, const cm_upload *u)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("upload"), u->no);
    cm_json_put_text(json, CM_SV("name"), u->name);
    cm_json_put_int(json, CM_SV("bytes"), u->bytes);
    cm_json_put_text(json, CM_SV("sha256"), u->digest);
    cm_json_put_text(json, CM_SV("by"), u->by);
    cm_json_put_text(json, CM_SV("at"), u->at);
    if (u->job != 0) {
        cm_json_put_int(json, CM_SV("job"), u->job);
    } else {
        cm_json_put_text(json, CM_SV("job"), (cm_sv){NULL, 0});
    }
    cm_json_object_end(json);
}
