#include "base/base.h"

#include "app/backup.h"

#include "app/settings.h"
#include "app/trail.h"
#include "app/workdesk.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "base/limits.h"

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif

#define FORM "chaming backup 1"

/* What the tables are, whatever the order of their rows. */
typedef struct {
    int64_t documents;
    cm_sv document_print, fact_print;
} tables_print;

static cm_status print_tables(cm_site *site, cm_arena *mem, tables_print *ret, cm_err *err)
{
    cm_rows *rows = NULL;
    *ret = (tables_print){0};
    cm_status status = cm_facts_ask(site->session, CM_QUERY_FINGERPRINT, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        bool documents = cm_sv_equal(cm_rows_cell(rows, 0).text, CM_SV("document"));
        int64_t count = cm_rows_cell(rows, 1).number;
        cm_sv sum = cm_rows_text(rows, 2, mem);
        cm_sv print = cm_arena_format(mem, "%lld %.*s", (long long)count, CM_SV_ARG(sum));
        if (documents) {
            ret->documents = count;
        }
        *(documents ? &ret->document_print : &ret->fact_print) = print;
    }
    cm_rows_close(rows);
    return status;
}

/* ---- which files ---- */

/* Tables can be made again; the desk is copied by its own means; the rest is of the moment. */
static bool is_left_out(cm_sv name)
{
    static const char *const begins[] = {"facts.duckdb", "desk.sqlite", "lock",
                                         "deleting",     "uploads/",    "backups/"};
    bool out = cm_sv_find(name, CM_SV(".part"), 0) != SIZE_MAX;
    for (size_t i = 0; i < CM_COUNT(begins); i++) {
        out = out || cm_sv_starts(name, cm_sv_from(begins[i]));
    }
    return out;
}

/* What is named in a journal must be in the copy too: journals first, and the list of the frames of
 * a part before the part. */
static int turn_of(cm_sv name)
{
    bool journal = cm_sv_find(name, CM_SV(".journal"), 0) != SIZE_MAX;
    return (journal ? 0 : 2) + (cm_sv_ends(name, CM_SV(".frames")) ? 0 : 1);
}

static cm_status list_files(cm_arena *mem, cm_sv folder, cm_svs *ret_names, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = cm_file_list(mem, folder, &paths, err);
    size_t skip = cm_file_join(mem, folder, CM_SV("")).len;
    for (int turn = 0; status == CM_OK && turn < 4; turn++) {
        for (size_t i = 0; i < paths.count; i++) {
            cm_sv name = cm_sv_slice(paths.items[i], skip, paths.items[i].len);
            if (turn_of(name) == turn && !is_left_out(name)) {
                *cm_vec_push(mem, ret_names) = name;
            }
        }
    }
    return status;
}

/* ---- making ---- */

typedef struct {
    cm_arena *mem;
    cm_sv from, to; /* folders */
    const cm_backup_watch *watch;
    uint64_t all; /* bytes */
    cm_json *json;
    cm_backup_summary *summary;
} copying;

static void note_file(copying *c, cm_sv name, const cm_file_copied *copied)
{
    cm_json_object(c->json);
    cm_json_put_text(c->json, CM_SV("name"), name);
    cm_json_put_int(c->json, CM_SV("bytes"), (int64_t)copied->bytes);
    cm_json_put_text(c->json, CM_SV("sha256"), cm_digest_hex(c->mem, copied->digest));
    cm_json_object_end(c->json);
    c->summary->files++;
    c->summary->bytes += copied->bytes;
    if (c->watch != NULL && c->watch->progress != NULL) {
        c->watch->progress(c->watch->payload, c->summary->bytes, c->all);
    }
}

static cm_status copy_one(copying *c, cm_sv name, cm_err *err)
{
    cm_sv to = cm_file_join(c->mem, c->to, name);
    cm_file_copied copied;
    if (c->watch != NULL && c->watch->cancel != NULL && atomic_load(c->watch->cancel)) {
        return cm_err_set(err, CM_E_CANCELLED, "stopped");
    }
    cm_status status = cm_file_make_folder(cm_file_folder(to), err);
    if (status == CM_OK) {
        status = cm_file_copy(cm_file_join(c->mem, c->from, name), to, &copied, err);
    }
    if (status == CM_OK) {
        note_file(c, name, &copied);
    }
    return status;
}

static cm_status copy_desk(copying *c, cm_desk *desk, cm_err *err)
{
    cm_sv path = cm_file_join(c->mem, c->to, CM_SV("desk.sqlite"));
    CM_AUTO_BUF text;
    cm_buf_init(&text, SIZE_MAX);
    cm_status status = cm_desk_copy(desk, path, err);
    if (status == CM_OK) {
        status = cm_file_read(path, &text, err);
    }
    if (status == CM_OK) {
        const cm_file_copied copied = {text.len, cm_digest_of(cm_buf_view(&text))};
        note_file(c, CM_SV("desk.sqlite"), &copied);
    }
    return status;
}

static cm_status copy_files(copying *c, cm_desk *desk, cm_err *err)
{
    cm_svs names = {0};
    cm_status status = list_files(c->mem, c->from, &names, err);
    for (size_t i = 0; status == CM_OK && i < names.count; i++) {
        c->all += cm_file_size(cm_file_join(c->mem, c->from, names.items[i]));
    }
    for (size_t i = 0; status == CM_OK && i < names.count; i++) {
        status = copy_one(c, names.items[i], err);
    }
    return status == CM_OK && desk != NULL ? copy_desk(c, desk, err) : status;
}

static cm_status copy_keys(cm_arena *mem, cm_sv from, cm_sv to, cm_err *err)
{
    cm_svs paths = {0};
    cm_file_copied copied;
    if (!cm_file_is_folder(from)) {
        return CM_OK; /* nothing was imported yet */
    }
    cm_status status = cm_file_list(mem, from, &paths, err);
    if (status == CM_OK) {
        status = cm_file_make_folder(to, err);
    }
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        cm_sv target = cm_file_join(mem, to, cm_file_name(paths.items[i]));
        status = cm_file_copy(paths.items[i], target, &copied, err);
    }
    return status;
}

static cm_status write_manifest(copying *c, cm_site *site, cm_desk *desk, const cm_deed *deed,
                                cm_buf *out, cm_err *err)
{
    tables_print print;
    cm_audit_point last = {0};
    cm_status status = print_tables(site, c->mem, &print, err);
    if (status == CM_OK && desk != NULL) {
        status = cm_audit_last(desk, c->mem, &last, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_json_put_text(c->json, CM_SV("form"), CM_SV(FORM));
    cm_json_put_text(c->json, CM_SV("program"), CM_SV(CM_VERSION));
    cm_json_put_text(c->json, CM_SV("workspace"), site->workspace.id);
    cm_json_put_text(c->json, CM_SV("made_at"), deed->at);
    cm_json_put_int(c->json, CM_SV("documents"), print.documents);
    cm_json_put_text(c->json, CM_SV("document_print"), print.document_print);
    cm_json_put_text(c->json, CM_SV("fact_print"), print.fact_print);
    cm_json_put_int(c->json, CM_SV("audit_line"), last.no);
    cm_json_put_text(c->json, CM_SV("audit_digest"), last.digest);
    c->summary->documents = print.documents;
    c->summary->lines = last.no;
    cm_json_key(c->json, CM_SV("files"));
    cm_json_array(c->json);
    status = copy_files(c, desk, err);
    cm_json_array_end(c->json);
    cm_json_object_end(c->json);
    cm_json_line(c->json);
    return status == CM_OK && out->over ? cm_err_set(err, CM_E_LIMIT, "the manifest is too long")
                                        : status;
}

static cm_status tell(cm_site *site, cm_desk *desk, const cm_deed *deed, cm_sv folder, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF detail;
    cm_buf_init(&detail, CM_MAX_JSON);
    cm_numbers sources = {0};
    cm_status status = cm_vault_sources(&mem, &site->workspace, &sources, err);
    CM_AUTO_JSON *json = cm_json_new(&detail);
    cm_json_object(json);
    cm_json_key(json, CM_SV("sources"));
    cm_json_array(json);
    for (size_t i = 0; i < sources.count; i++) {
        cm_json_int(json, sources.items[i]);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
    cm_deed made = *deed;
    made.object = cm_arena_format(&mem, "backup %.*s", CM_SV_ARG(cm_file_name(folder)));
    made.detail = cm_buf_view(&detail);
    return status == CM_OK ? cm_change_log(desk, &made, err) : status;
}

cm_status cm_backup_make(cm_site *site, const cm_backup_options *options, const cm_deed *deed,
                         cm_backup_summary *ret_summary, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF manifest;
    cm_buf_init(&manifest, CM_MAX_JSON);
    *ret_summary = (cm_backup_summary){0};
    if (cm_file_exists(options->folder) ||
        (options->keys.len > 0 && cm_file_exists(options->keys))) {
        cm_sv there = cm_file_exists(options->folder) ? options->folder : options->keys;
        return cm_err_set(err, CM_E_CONFLICT, "%.*s is there already", CM_SV_ARG(there));
    }
    cm_desk *desk = NULL;
    cm_sv part = cm_arena_format(&mem, "%.*s.part", CM_SV_ARG(options->folder));
    cm_status status = cm_site_desk(site, false, deed->at, &desk, err);
    if (status == CM_OK && cm_file_exists(part)) {
        status = cm_err_set(err, CM_E_CONFLICT,
                            "%.*s is what an earlier backup that was stopped "
                            "left: remove it",
                            CM_SV_ARG(part));
    }
    CM_AUTO_JSON *json = cm_json_new(&manifest);
    cm_json_object(json);
    copying c = {&mem, site->workspace.folder, part, options->watch, 0, json, ret_summary};
    if (status == CM_OK) {
        status = write_manifest(&c, site, desk, deed, &manifest, err);
    }
    if (status == CM_OK) {
        status = cm_file_write(cm_file_join(&mem, part, CM_SV("manifest.json")),
                               cm_buf_view(&manifest), err);
    }
    if (status == CM_OK && options->keys.len > 0) {
        status = copy_keys(&mem, site->workspace.keys, options->keys, err);
    }
    if (status == CM_OK) {
        status = cm_file_move(part, options->folder, err);
    }
    return status == CM_OK ? tell(site, desk, deed, options->folder, err) : status;
}

/* ---- restoring ---- */

typedef struct {
    cm_arena *mem;
    const cm_restore_options *options;
    const cm_json_value *manifest;
    cm_sv part; /* the workspace until it is whole */
    cm_restore_summary *summary;
} restoring;

static cm_sv manifest_text(const restoring *r, const char *name)
{
    return cm_json_member_text(r->manifest, cm_sv_from(name));
}

static cm_status read_manifest(restoring *r, cm_err *err)
{
    cm_sv path = cm_file_join(r->mem, r->options->from, CM_SV("manifest.json"));
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    cm_status status = cm_file_read(path, &text, err);
    if (status == CM_OK) {
        status = cm_json_tree(r->mem, cm_buf_view(&text), &r->manifest, err);
    }
    if (status == CM_OK && !cm_sv_equal(manifest_text(r, "form"), CM_SV(FORM))) {
        status = cm_err_set(err, CM_E_SCHEMA, "%.*s: \"form\" is \"%.*s\", expected \"" FORM "\"",
                            CM_SV_ARG(path), CM_SV_ARG(manifest_text(r, "form")));
    }
    if (status == CM_OK) {
        r->summary->made_at = manifest_text(r, "made_at");
        r->summary->version = manifest_text(r, "program");
        r->summary->same_version = cm_sv_equal(r->summary->version, CM_SV(CM_VERSION));
        (void)cm_json_member_int(r->manifest, CM_SV("documents"), &r->summary->documents);
        (void)cm_json_member_int(r->manifest, CM_SV("audit_line"), &r->summary->lines);
    }
    return status;
}

/* A name that leads out of the folder is none of ours. */
static bool is_inside(cm_sv name)
{
    return name.len > 0 && name.ptr[0] != '/' && cm_sv_find(name, CM_SV(".."), 0) == SIZE_MAX;
}

static cm_status bring_back(restoring *r, const cm_json_value *file, cm_err *err)
{
    cm_sv name = cm_json_member_text(file, CM_SV("name"));
    cm_sv expected = cm_json_member_text(file, CM_SV("sha256"));
    if (!is_inside(name)) {
        return cm_err_set(err, CM_E_SCHEMA, "manifest.json names a file '%.*s'", CM_SV_ARG(name));
    }
    cm_sv to = cm_file_join(r->mem, r->part, name);
    cm_file_copied copied;
    cm_status status = cm_file_make_folder(cm_file_folder(to), err);
    if (status == CM_OK) {
        status = cm_file_copy(cm_file_join(r->mem, r->options->from, name), to, &copied, err);
    }
    if (status == CM_OK && !cm_sv_equal(cm_digest_hex(r->mem, copied.digest), expected)) {
        status = cm_err_set(err, CM_E_SCHEMA,
                            "%.*s/%.*s is not the file that was backed up (another digest than in "
                            "manifest.json)",
                            CM_SV_ARG(r->options->from), CM_SV_ARG(name));
    }
    return status;
}

static cm_status bring_files(restoring *r, cm_err *err)
{
    const cm_json_value *files = cm_json_member(r->manifest, CM_SV("files"));
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < cm_json_count(files); i++) {
        if (r->options->watch.cancel != NULL && atomic_load(r->options->watch.cancel)) {
            return cm_err_set(err, CM_E_CANCELLED, "stopped");
        }
        status = bring_back(r, files->items.items[i], err);
    }
    cm_sv lock = cm_file_join(r->mem, r->part, CM_SV("lock")); /* without it it is no workspace */
    return status == CM_OK ? cm_file_write(lock, CM_SV(""), err) : status;
}

/* Keys that are there must be the same ones. */
static cm_status bring_keys(restoring *r, cm_err *err)
{
    cm_svs paths = {0};
    cm_workspace w;
    cm_settings settings;
    cm_status status = cm_settings_load(r->mem, r->part, &settings, err);
    if (status == CM_OK) {
        status = cm_workspace_open(r->mem, r->part, settings.keys, &w, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_workspace_close(&w);
    status = cm_file_list(r->mem, r->options->keys, &paths, err);
    if (status == CM_OK) {
        status = cm_file_make_folder(w.keys, err);
    }
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        cm_sv to = cm_file_join(r->mem, w.keys, cm_file_name(paths.items[i]));
        cm_file_copied copied;
        if (!cm_file_exists(to)) {
            status = cm_file_copy(paths.items[i], to, &copied, err);
        }
    }
    return status;
}

static cm_status compare(restoring *r, const cm_home *home, cm_err *err)
{
    tables_print print;
    cm_site *site = NULL;
    cm_desk *desk = NULL;
    cm_trail_points points = {0};
    const cm_svs none = {0};
    cm_status status = cm_site_open(home, r->part, 0, &site, err);
    if (status == CM_OK) {
        status = print_tables(site, r->mem, &print, err);
    }
    if (status == CM_OK) {
        r->summary->same_documents =
            cm_sv_equal(print.document_print, manifest_text(r, "document_print"));
        r->summary->same_facts = cm_sv_equal(print.fact_print, manifest_text(r, "fact_print"));
        status = cm_site_desk(site, false, r->options->at, &desk, err);
    }
    if (status == CM_OK) {
        const cm_trail trail = {&site->workspace, desk, r->options->at};
        status = cm_trail_load(&trail, &none, r->mem, &points, err);
    }
    if (status == CM_OK) {
        status = cm_audit_verify(desk, &points.points, r->mem, &r->summary->audit, err);
    }
    if (status == CM_OK) {
        const cm_deed deed = {
            .at = r->options->at,
            .action = CM_SV("backup.restore"),
            .object =
                cm_arena_format(r->mem, "backup %.*s", CM_SV_ARG(cm_file_name(r->options->from))),
        };
        status = cm_change_log(desk, &deed, err);
    }
    cm_site_close(site);
    return status;
}

cm_status cm_backup_restore(const cm_home *home, const cm_restore_options *options, cm_arena *mem,
                            cm_restore_summary *ret_summary, cm_err *err)
{
    *ret_summary = (cm_restore_summary){0};
    restoring r = {.mem = mem, .options = options, .summary = ret_summary};
    r.part = cm_arena_format(mem, "%.*s.part", CM_SV_ARG(options->to));
    cm_sv there = cm_file_exists(options->to) ? options->to : r.part;
    if (cm_file_exists(there)) {
        return cm_err_set(err, CM_E_CONFLICT, "%.*s is there already", CM_SV_ARG(there));
    }
    cm_status status = read_manifest(&r, err);
    if (status == CM_OK) {
        status = bring_files(&r, err);
    }
    if (status == CM_OK && options->keys.len > 0) {
        status = bring_keys(&r, err);
    }
    const cm_rebuild_options rebuild = {.watch = options->watch};
    cm_import_summary imported = {0};
    if (status == CM_OK) {
        status = cm_rebuild(home, r.part, &rebuild, &imported, err);
    }
    if (status == CM_OK) {
        status = compare(&r, home, err);
    }
    return status == CM_OK ? cm_file_move(r.part, options->to, err) : status;
}
