#include "base/base.h"

#include "app/job_kind.h"

#include "app/backup.h"
#include "app/correcting.h"
#include "app/data_json.h"
#include "app/import.h"
#include "app/run_whole.h"
#include "app/settings.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"

/* ---- parameters ---- */

static cm_sv text_of(const cm_job_at_work *w, const char *name)
{
    return cm_json_member_text(w->parameters, cm_sv_from(name));
}

static int64_t number_of(const cm_job_at_work *w, const char *name)
{
    int64_t value = 0;
    (void)cm_json_member_int(w->parameters, cm_sv_from(name), &value);
    return value;
}

static cm_date day_of(const cm_job_at_work *w, const char *name)
{
    cm_date day = CM_NO_DATE;
    cm_sv text = text_of(w, name);
    return text.len != 0 && cm_date_parse(text, &day) ? day : CM_NO_DATE;
}

cm_numbers cm_job_uploads(cm_arena *mem, const cm_job *job)
{
    static const char *const names[] = {"upload", "schema"};
    const cm_json_value *root = NULL;
    cm_numbers all = {0};
    CM_AUTO_ERR ignored = {0}; /* we wrote it */
    if (cm_json_tree(mem, job->parameters, &root, &ignored) != CM_OK) {
        return all;
    }
    const cm_json_value *list = cm_json_member(root, CM_SV("uploads"));
    for (size_t i = 0; i < cm_json_count(list); i++) {
        *cm_vec_push(mem, &all) = list->items.items[i]->number;
    }
    for (size_t i = 0; i < CM_COUNT(names); i++) {
        int64_t one = 0;
        if (cm_json_member_int(root, cm_sv_from(names[i]), &one)) {
            *cm_vec_push(mem, &all) = one;
        }
    }
    return all;
}

static cm_sv upload_path(cm_job_at_work *w, int64_t no)
{
    return cm_upload_path(&w->mem, &w->worker->desk->workspace, no);
}

static cm_status find_upload(cm_job_at_work *w, int64_t no, cm_upload *ret, cm_err *err)
{
    return cm_upload_get(w->worker->desk->desk, no, &w->mem, ret, err);
}

/* ---- what an import tells ---- */

static void got_on_reading(void *payload, const cm_import_summary *so_far)
{
    cm_job_got_on(payload, "bytes", so_far->bytes_done, so_far->bytes);
}

static void say_not_read(void *payload, const cm_not_read *what)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF words;
    cm_arena_init(&mem);
    cm_buf_init(&words, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&words);
    cm_sv place = what->path;
    if (what->place.len > 0) {
        place = cm_arena_format(&mem, "%.*s/%.*s", CM_SV_ARG(place), CM_SV_ARG(what->place));
    }
    if (what->line > 0) {
        place =
            cm_arena_format(&mem, "%.*s:%llu", CM_SV_ARG(place), (unsigned long long)what->line);
    }
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("place"), place);
    cm_json_put_text(json, CM_SV("cause"), cm_cause_name(what->cause));
    cm_json_object_end(json);
    cm_job_say(payload, "job.line.not_read", words.over ? CM_SV("{}") : cm_buf_view(&words));
}

static cm_intake_watch watch_of(cm_job_at_work *w)
{
    return (cm_intake_watch){got_on_reading, say_not_read, w, w->worker->cancel};
}

/* ---- import ---- */

static cm_status import(cm_job_at_work *w, cm_err *err)
{
    cm_svs paths = {0}, names = {0};
    const cm_numbers uploads = cm_job_uploads(&w->mem, &w->job);
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < uploads.count; i++) {
        cm_upload upload = {0};
        status = find_upload(w, uploads.items[i], &upload, err);
        *cm_vec_push(&w->mem, &paths) = upload_path(w, uploads.items[i]);
        *cm_vec_push(&w->mem, &names) = upload.name;
    }
    cm_import_summary summary = {0};
    const cm_import_options options = {.paths = &paths,
                                       .names = &names,
                                       .label = text_of(w, "label"),
                                       .received_on = day_of(w, "received_on"),
                                       .watch = watch_of(w)};
    if (status == CM_OK) {
        status = cm_job_join(w, err);
    }
    if (status == CM_OK) {
        status = cm_import(w->site, &options, &summary, err);
        got_on_reading(w, &summary);
        cm_json_key(w->result, CM_SV("import"));
        cm_import_summary_write_json(w->result, &summary);
    }
    return status;
}

static cm_status find_schema(cm_job_at_work *w, const cm_schema **ret, cm_err *err)
{
    const cm_home *home = w->worker->desk->home;
    int64_t no = number_of(w, "schema");
    cm_sv name = text_of(w, "table");
    cm_problems problems = {0};
    *ret = cm_schema_find(&home->schemas, name);
    cm_status status =
        no != 0 ? cm_schema_load(&w->mem, &home->terms, upload_path(w, no), ret, &problems, err)
                : CM_OK;
    if (status == CM_OK && (*ret == NULL || !cm_sv_equal((*ret)->name, name))) {
        status = cm_err_set(err, CM_E_SCHEMA, "the columns are those of another table than '%.*s'",
                            CM_SV_ARG(name));
    }
    return status;
}

static cm_status import_table(cm_job_at_work *w, cm_err *err)
{
    cm_upload upload = {0};
    cm_table_info info = {0};
    cm_table_options options = {.label = text_of(w, "label"),
                                .received_on = day_of(w, "received_on"),
                                .watch = watch_of(w)};
    cm_status status = find_upload(w, number_of(w, "upload"), &upload, err);
    if (status == CM_OK) {
        status = find_schema(w, &options.schema, err);
    }
    if (status == CM_OK) {
        status = cm_job_join(w, err);
    }
    if (status == CM_OK) {
        options.path = upload_path(w, upload.no);
        options.name = upload.name;
        status = cm_table_import(w->site, &options, &info, err);
    }
    if (status == CM_OK) {
        cm_json_key(w->result, CM_SV("table"));
        cm_table_write_json(w->result, &info);
    }
    return status;
}

/* ---- run ---- */

static void got_on_running(void *payload, uint64_t documents, uint64_t all)
{
    cm_job_got_on(payload, "documents", documents, all);
}

static cm_status run_on(cm_job_at_work *w, cm_site *site, cm_err *err)
{
    cm_run_order order = {.as_of = day_of(w, "as_of"),
                          .caller = &w->caller,
                          .choice = cm_choice_read_json(&w->mem, w->parameters),
                          .watch = {got_on_running, w, w->worker->cancel}};
    const cm_json_value *models = cm_json_member(w->parameters, CM_SV("models"));
    for (size_t i = 0; i < cm_json_count(models); i++) {
        *cm_vec_push(&w->mem, &order.ids) = models->items.items[i]->text;
    }
    order.as_of = cm_date_exists(order.as_of) ? order.as_of : cm_date_today();
    cm_run_outcome out;
    cm_status status = cm_run_whole(site, &order, &w->mem, &out, err);
    if (out.ran) {
        cm_json_key(w->result, CM_SV("run"));
        cm_run_outcome_write_json(w->result, &out);
    }
    return status;
}

static cm_status run(cm_job_at_work *w, cm_err *err)
{
    cm_status status = cm_job_join(w, err);
    return status == CM_OK ? run_on(w, w->site, err) : status;
}

/* ---- rebuild ---- */

/* The tables that are there serve until the new ones have the results of the models too. */
static cm_status rebuild(cm_job_at_work *w, cm_err *err)
{
    const cm_job_host *host = w->worker->host;
    cm_import_summary summary = {0};
    const cm_rebuild_options options = {.watch = watch_of(w)};
    cm_site *fresh = NULL;
    cm_status status = cm_job_join(w, err);
    if (status == CM_OK) {
        status = cm_rebuild_beside(w->site, &options, &fresh, &summary, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_json_key(w->result, CM_SV("import"));
    cm_import_summary_write_json(w->result, &summary);
    status = run_on(w, fresh, err);
    cm_job_leave(w);
    if (status != CM_OK) {
        cm_site_close(fresh);
        return status;
    }
    cm_site *base = host->alone(host->payload);
    status = cm_site_replace(base, fresh, err);
    host->alone_end(host->payload);
    return status;
}

/* ---- corrected facts ---- */

static cm_status correct(cm_job_at_work *w, cm_err *err)
{
    cm_correct_effect effect = {.models = 0};
    cm_status status = cm_job_join(w, err);
    if (status == CM_OK) {
        status = cm_correct_apply(w->site, &w->caller, text_of(w, "doc"), &w->mem, &effect, err);
    }
    if (status == CM_OK) {
        cm_json_key(w->result, CM_SV("effect"));
        cm_json_object(w->result);
        cm_correct_effect_write_json(w->result, w->worker->desk->home, &effect);
        cm_json_object_end(w->result);
    }
    return status;
}

/* ---- backup ---- */

static void got_on_copying(void *payload, uint64_t done, uint64_t all)
{
    cm_job_got_on(payload, "bytes", done, all);
}

/* A folder that an earlier attempt has left is another one. */
static cm_sv backup_name(cm_job_at_work *w)
{
    cm_sv name = text_of(w, "name");
    if (name.len == 0) {
        name = cm_arena_format(&w->mem, "%.*s-%lld", 10, w->job.made_at.ptr, (long long)w->job.no);
    }
    return w->job.attempts > 1
               ? cm_arena_format(&w->mem, "%.*s-%lld", CM_SV_ARG(name), (long long)w->job.attempts)
               : name;
}

static cm_status backup(cm_job_at_work *w, cm_err *err)
{
    const cm_workspace *place = &w->worker->desk->workspace;
    cm_settings settings;
    cm_deed deed = {0};
    cm_backup_summary summary = {0};
    const cm_backup_watch watch = {got_on_copying, w, w->worker->cancel};
    cm_sv name = backup_name(w);
    cm_status status = cm_settings_load(&w->mem, place->folder, &settings, err);
    if (status == CM_OK) {
        status = cm_right_deed(w->worker->desk->home->rights, &w->caller, CM_SV("backup.make"),
                               NULL, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_job_join(w, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_sv folder = settings.backups.len != 0
                       ? settings.backups
                       : cm_file_join(&w->mem, place->folder, CM_SV("backups"));
    const cm_backup_options options = {
        .folder = cm_file_join(&w->mem, folder, name), .keys = CM_SV(""), .watch = &watch};
    status = cm_backup_make(w->site, &options, &deed, &summary, err);
    if (status == CM_OK) {
        cm_json_put_text(w->result, CM_SV("name"), name);
        cm_json_key(w->result, CM_SV("backup"));
        cm_backup_summary_write_json(w->result, &summary);
    }
    return status;
}

/* ---- deletion ---- */

static cm_status find_source(cm_job_at_work *w, int64_t *ret_source, cm_err *err)
{
    cm_table_info table = {0};
    cm_sv name = text_of(w, "table");
    *ret_source = number_of(w, "source");
    cm_status status = cm_job_join(w, err);
    if (status == CM_OK && name.len != 0) {
        status = cm_table_find(w->site, &w->mem, name, &table, err);
        *ret_source = table.source_no;
    }
    return status;
}

/* What was written down is done by opening the tables, be it those of the next start. */
static cm_status source_delete(cm_job_at_work *w, cm_err *err)
{
    const cm_job_host *host = w->worker->host;
    int64_t source = 0;
    cm_source_info info = {0};
    cm_status status = find_source(w, &source, err);
    if (status == CM_OK) {
        status = cm_source_look_up(w->site, source, &w->mem, &info, err);
    }
    if (status == CM_OK) {
        status = cm_deletion_begin(w->site, source, text_of(w, "reason"), err);
    }
    cm_job_leave(w);
    if (status == CM_E_NOTFOUND && w->job.attempts > 1) {
        return CM_OK;
    }
    if (status != CM_OK) {
        return status;
    }
    cm_site *base = host->alone(host->payload);
    status = cm_site_reopen(base, err);
    host->alone_end(host->payload);
    cm_json_key(w->result, CM_SV("source"));
    cm_source_write_json(w->result, &info);
    return status;
}

/* ---- all of them ---- */

static const cm_job_kind KINDS[] = {
    {"import", "data.import", import},
    {"import_table", "data.import", import_table},
    {"run", "model.run", run},
    {"rebuild", "data.import", rebuild},
    {"backup", "backup.make", backup},
    {"source_delete", "data.delete", source_delete},
    {"correct", "fact.correct", correct},
};

const cm_job_kind *cm_job_kind_find(cm_sv id)
{
    for (size_t i = 0; i < CM_COUNT(KINDS); i++) {
        if (cm_sv_equal(id, cm_sv_from(KINDS[i].id))) {
            return &KINDS[i];
        }
    }
    return NULL;
}

bool cm_job_brings_clues(const cm_job *job)
{
    const cm_job_kind *kind = cm_job_kind_find(job->kind);
    return kind != NULL && (kind->run == run || kind->run == rebuild || kind->run == correct);
}

bool cm_job_is_run(const cm_job *job)
{
    const cm_job_kind *kind = cm_job_kind_find(job->kind);
    return kind != NULL && kind->run == run;
}
