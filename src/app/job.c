#include "base/base.h"

#include "app/job.h"

#include "app/job_kind.h"
#include "base/limits.h"

/* ---- asking ---- */

typedef struct {
    const cm_asking *ask;
    cm_sv kind;
    cm_buf parameters;
    cm_json *json;
    cm_numbers uploads; /* that it takes */
} order;

static void order_begin(order *o, const cm_asking *ask, const char *kind)
{
    *o = (order){.ask = ask, .kind = cm_sv_from(kind)};
    cm_buf_init(&o->parameters, CM_MAX_MESSAGE * 16);
    o->json = cm_json_new(&o->parameters);
    cm_json_object(o->json);
}

static void put_day(cm_json *json, const char *name, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, day);
    if (cm_date_exists(day)) {
        cm_json_put_text(json, cm_sv_from(name), cm_buf_view(&text));
    }
}

/* What a job has taken nobody else may take. */
static cm_status take_uploads(const order *o, int64_t job, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < o->uploads.count; i++) {
        cm_upload upload = {0};
        status = cm_upload_find(o->ask, o->uploads.items[i], &upload, err);
        if (status == CM_OK && upload.job != 0) {
            status = cm_err_set(err, CM_E_CONFLICT, "upload %lld is for job %lld",
                                (long long)upload.no, (long long)upload.job);
        }
        if (status == CM_OK) {
            status = cm_upload_take(o->ask->desk->desk, upload.no, job, err);
        }
    }
    return status;
}

cm_sv cm_job_detail(cm_arena *mem, const cm_job *job)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&text);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("kind"), job->kind);
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&text));
}

static cm_status put(const order *o, cm_deed *deed, cm_job *job, cm_err *err)
{
    cm_desk *desk = o->ask->desk->desk;
    cm_status status = cm_job_put(desk, job, &job->no, err);
    deed->action = CM_SV("job.ask");
    deed->object = cm_arena_format(o->ask->mem, "job %lld", (long long)job->no);
    deed->detail = cm_job_detail(o->ask->mem, job);
    return status == CM_OK ? take_uploads(o, job->no, err) : status;
}

static cm_status order_end(order *o, cm_status status, cm_sv reason, cm_job *ret_job, cm_err *err)
{
    const cm_asking *ask = o->ask;
    const cm_job_kind *kind = cm_job_kind_find(o->kind);
    cm_deed deed = {0};
    cm_json_object_end(o->json);
    cm_json_free(o->json);
    if (status == CM_OK && o->parameters.over) {
        status = cm_err_set(err, CM_E_LIMIT, "too much is asked for");
    }
    if (status == CM_OK) {
        status = cm_right_deed(ask->desk->home->rights, ask->caller, cm_sv_from(kind->act), NULL,
                               &deed, err);
    }
    cm_job job = {.kind = o->kind,
                  .by = ask->caller->name,
                  .role = deed.role,
                  .office = ask->caller->office,
                  .parameters = cm_arena_sv(ask->mem, cm_buf_view(&o->parameters)),
                  .made_at = ask->caller->at};
    cm_buf_clear(&o->parameters);
    if (status == CM_OK) {
        status = cm_change_begin(ask->desk->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = put(o, &deed, &job, err);
    deed.reason = reason;
    status = cm_change_end(ask->desk->desk, status, &deed, err);
    return status == CM_OK ? cm_job_get(ask->desk->desk, job.no, ask->mem, ret_job, err) : status;
}

cm_status cm_job_ask_import(const cm_asking *ask, const cm_job_import_order *wanted,
                            cm_job *ret_job, cm_err *err)
{
    order o;
    order_begin(&o, ask, "import");
    o.uploads = wanted->uploads;
    cm_json_key(o.json, CM_SV("uploads"));
    cm_json_array(o.json);
    for (size_t i = 0; i < wanted->uploads.count; i++) {
        cm_json_int(o.json, wanted->uploads.items[i]);
    }
    cm_json_array_end(o.json);
    cm_json_put_text(o.json, CM_SV("label"), cm_sv_trim(wanted->label));
    put_day(o.json, "received_on", wanted->received_on);
    size_t count = wanted->uploads.count;
    cm_status status = count != 0 && count <= CM_JOB_UPLOADS_MOST
                           ? CM_OK
                           : cm_err_set(err, CM_E_ARG, "%zu uploads, 1 to %d were expected", count,
                                        CM_JOB_UPLOADS_MOST);
    return order_end(&o, status, CM_SV(""), ret_job, err);
}

cm_status cm_job_ask_table(const cm_asking *ask, const cm_job_table_order *wanted, cm_job *ret_job,
                           cm_err *err)
{
    order o;
    order_begin(&o, ask, "import_table");
    *cm_vec_push(ask->mem, &o.uploads) = wanted->upload;
    cm_json_put_text(o.json, CM_SV("table"), wanted->table);
    cm_json_put_int(o.json, CM_SV("upload"), wanted->upload);
    if (wanted->schema != 0) {
        *cm_vec_push(ask->mem, &o.uploads) = wanted->schema;
        cm_json_put_int(o.json, CM_SV("schema"), wanted->schema);
    }
    cm_json_put_text(o.json, CM_SV("label"), cm_sv_trim(wanted->label));
    put_day(o.json, "received_on", wanted->received_on);
    bool known =
        wanted->schema != 0 || cm_schema_find(&ask->desk->home->schemas, wanted->table) != NULL;
    cm_status status = known ? CM_OK
                             : cm_err_set(err, CM_E_NOTFOUND, "no standard table '%.*s'",
                                          CM_SV_ARG(wanted->table));
    return order_end(&o, status, CM_SV(""), ret_job, err);
}

cm_status cm_job_ask_run(const cm_asking *ask, const cm_job_run_order *wanted, cm_job *ret_job,
                         cm_err *err)
{
    order o;
    cm_status status = CM_OK;
    order_begin(&o, ask, "run");
    cm_json_key(o.json, CM_SV("models"));
    cm_json_array(o.json);
    for (size_t i = 0; i < wanted->models.count; i++) {
        cm_sv id = wanted->models.items[i];
        cm_json_text(o.json, id);
        if (status == CM_OK && cm_home_model(ask->desk->home, id) == NULL) {
            status = cm_err_set(err, CM_E_NOTFOUND, "no model '%.*s'", CM_SV_ARG(id));
        }
    }
    cm_json_array_end(o.json);
    put_day(o.json, "as_of", wanted->as_of);
    cm_choice_write_json(o.json, &wanted->choice);
    return order_end(&o, status, CM_SV(""), ret_job, err);
}

cm_status cm_job_ask_rebuild(const cm_asking *ask, cm_job *ret_job, cm_err *err)
{
    order o;
    order_begin(&o, ask, "rebuild");
    return order_end(&o, CM_OK, CM_SV(""), ret_job, err);
}

cm_status cm_job_ask_correct(const cm_asking *ask, cm_sv doc, cm_job *ret_job, cm_err *err)
{
    order o;
    order_begin(&o, ask, "correct");
    cm_json_put_text(o.json, CM_SV("doc"), doc);
    return order_end(&o, CM_OK, CM_SV(""), ret_job, err);
}

static bool is_folder_name(cm_sv name)
{
    bool good = name.len <= 64;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_');
    }
    return good;
}

cm_status cm_job_ask_backup(const cm_asking *ask, cm_sv name, cm_job *ret_job, cm_err *err)
{
    order o;
    order_begin(&o, ask, "backup");
    cm_json_put_text(o.json, CM_SV("name"), name.ptr != NULL ? name : CM_SV(""));
    cm_status status = is_folder_name(name) ? CM_OK
                                            : cm_err_set(err, CM_E_ARG,
                                                         "a backup is called by letters, digits, - "
                                                         "and _, at most 64");
    return order_end(&o, status, CM_SV(""), ret_job, err);
}

cm_status cm_job_ask_deletion(const cm_asking *ask, const cm_job_deletion_order *wanted,
                              cm_job *ret_job, cm_err *err)
{
    order o;
    cm_sv reason = cm_sv_trim(wanted->reason);
    order_begin(&o, ask, "source_delete");
    if (wanted->table.len != 0) {
        cm_json_put_text(o.json, CM_SV("table"), wanted->table);
    } else {
        cm_json_put_int(o.json, CM_SV("source"), wanted->source);
    }
    cm_json_put_text(o.json, CM_SV("reason"), reason);
    cm_status status =
        reason.len != 0 ? CM_OK : cm_err_set(err, CM_E_ARG, "a source is deleted for a reason");
    return order_end(&o, status, reason, ret_job, err);
}

/* ---- looking ---- */

bool cm_job_is_for(const cm_rights *rights, const cm_caller *caller, const cm_job *job)
{
    const cm_right_object object = {.office = job->office, .handler = job->by};
    cm_sv why;
    return cm_right_may(rights, caller, CM_SV("job.open"), &object, &why);
}

cm_status cm_job_list(const cm_asking *ask, cm_job_filter *filter, cm_jobs *ret_jobs, cm_err *err)
{
    cm_scope scope =
        cm_right_scope(ask->desk->home->rights, ask->caller, CM_SV("job.open"), ask->mem);
    filter->scope = &scope;
    cm_status status = cm_jobs_list(ask->desk->desk, filter, ask->mem, ret_jobs, err);
    filter->scope = NULL;
    return status;
}

cm_status cm_job_find(const cm_asking *ask, int64_t no, cm_job *ret_job, cm_err *err)
{
    cm_job job = {0};
    cm_status status = cm_job_get(ask->desk->desk, no, ask->mem, &job, err);
    if (status == CM_OK && !cm_job_is_for(ask->desk->home->rights, ask->caller, &job)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no job %lld", (long long)no);
    }
    *ret_job = job;
    return status;
}

/* Files that nobody imported are for others again. */
static cm_status stop(const cm_asking *ask, const cm_job *job, cm_err *err)
{
    cm_desk *desk = ask->desk->desk;
    cm_status status = cm_job_stop(desk, job->no, ask->caller->at, err);
    cm_numbers uploads = cm_job_uploads(ask->mem, job);
    for (size_t i = 0; status == CM_OK && job->state == CM_JOB_QUEUED && i < uploads.count; i++) {
        status = cm_upload_take(desk, uploads.items[i], 0, err);
    }
    return status;
}

cm_status cm_job_cancel(const cm_asking *ask, int64_t no, cm_job *ret_job, cm_err *err)
{
    cm_job job = {0};
    cm_deed deed = {0};
    cm_status status = cm_job_find(ask, no, &job, err);
    const cm_right_object object = {.office = job.office, .handler = job.by};
    if (status == CM_OK) {
        status = cm_right_deed(ask->desk->home->rights, ask->caller, CM_SV("job.cancel"), &object,
                               &deed, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(ask->desk->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(ask->mem, "job %lld", (long long)no);
    status = cm_change_end(ask->desk->desk, stop(ask, &job, err), &deed, err);
    return status == CM_OK ? cm_job_get(ask->desk->desk, no, ask->mem, ret_job, err) : status;
}
