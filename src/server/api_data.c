#include "base/base.h"

#include "app/data_json.h"
#include "app/job.h"
#include "server/answer.h"
#include "server/job_answer.h"
#include "server/routes.h"

enum { UPLOADS_AT_ONCE = 4 }; /* times the bytes of the largest */

/* ---- files that are sent in ---- */

cm_status cm_api_upload_add(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    const cm_upload_new file = {.name = cm_ask_text(x, "name"),
                                .path = cm_ask_file(x),
                                .all_most = x->house->options.upload_most * UPLOADS_AT_ONCE};
    cm_upload upload = {0};
    cm_status status = cm_upload_add(&ask, &file, &upload, err);
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
        cm_reply_place(x, cm_arena_format(x->mem, "/api/v1/uploads/%lld", (long long)upload.no));
        cm_upload_write_json(x->json, &upload);
    }
    return status;
}

cm_status cm_api_upload_list(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_uploads list = {0};
    cm_answer_page page;
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_upload_list(&ask, &list, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < list.count; i++) {
        if (cm_answer_page_has(&page, list.items[i].no)) {
            cm_upload_write_json(x->json, &list.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_upload_remove(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    return cm_upload_remove(&ask, cm_ask_int(x, "upload", 0), err);
}

/* ---- taking in, making anew, copying, deleting: jobs ---- */

cm_status cm_api_import_add(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job_import_order order = {.label = cm_ask_text(x, "label"),
                                 .received_on = cm_ask_day(x, "received_on")};
    const cm_json_value *uploads = cm_ask_tree(x, "uploads");
    cm_job job = {0};
    for (size_t i = 0; i < cm_json_count(uploads); i++) {
        const cm_json_value *one = uploads->items.items[i];
        if (one->kind != CM_JSON_IS_INT) {
            return cm_ask_wrong(x, "uploads", "numbers were expected", err);
        }
        *cm_vec_push(x->mem, &order.uploads) = one->number;
    }
    return cm_answer_job(x, cm_job_ask_import(&ask, &order, &job, err), &job);
}

cm_status cm_api_table_import(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    const cm_job_table_order order = {.table = cm_ask_text(x, "table"),
                                      .upload = cm_ask_int(x, "upload", 0),
                                      .schema = cm_ask_int(x, "schema", 0),
                                      .label = cm_ask_text(x, "label"),
                                      .received_on = cm_ask_day(x, "received_on")};
    cm_job job = {0};
    return cm_answer_job(x, cm_job_ask_table(&ask, &order, &job, err), &job);
}

cm_status cm_api_rebuild_add(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    return cm_answer_job(x, cm_job_ask_rebuild(&ask, &job, err), &job);
}

cm_status cm_api_backup_add(cm_exchange *x, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    return cm_answer_job(x, cm_job_ask_backup(&ask, cm_ask_text(x, "name"), &job, err), &job);
}

static cm_status delete (cm_exchange *x, const cm_job_deletion_order *order, cm_err *err)
{
    const cm_asking ask = cm_ask_asking(x);
    cm_job job = {0};
    return cm_answer_job(x, cm_job_ask_deletion(&ask, order, &job, err), &job);
}

cm_status cm_api_source_delete(cm_exchange *x, cm_err *err)
{
    const cm_job_deletion_order order = {.source = cm_ask_int(x, "source", 0), .reason = x->reason};
    return delete (x, &order, err);
}

cm_status cm_api_table_delete(cm_exchange *x, cm_err *err)
{
    const cm_job_deletion_order order = {.table = cm_ask_text(x, "table"), .reason = x->reason};
    return delete (x, &order, err);
}

/* ---- what there is ---- */

typedef struct {
    cm_exchange *x;
    cm_answer_page page;
} listing;

static cm_status begin_list(cm_exchange *x, listing *l, cm_err *err)
{
    *l = (listing){.x = x};
    cm_status status = cm_answer_page_begin(x, &l->page, err);
    if (status == CM_OK) {
        cm_reply_list(x);
    }
    return status;
}

static cm_status end_list(listing *l, cm_status status)
{
    cm_answer_page_end(l->x, &l->page);
    return status;
}

static cm_status put_source(void *payload, const cm_source_info *source, cm_err *err)
{
    listing *l = payload;
    (void)err;
    if (cm_answer_page_has(&l->page, source->source_no)) {
        cm_source_write_json(l->x->json, source);
    }
    return CM_OK;
}

cm_status cm_api_source_list(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_site *site = NULL;
    cm_status status = cm_ask_site(x, &site, err);
    if (status == CM_OK) {
        status = begin_list(x, &l, err);
    }
    return status == CM_OK ? end_list(&l, cm_sources_each(site, put_source, &l, err)) : status;
}

static cm_status put_receipt(void *payload, int64_t source_no, const cm_json_value *receipt,
                             cm_err *err)
{
    listing *l = payload;
    (void)err;
    if (cm_answer_page_has(&l->page, source_no)) {
        cm_json_put_tree(l->x->json, receipt);
    }
    return CM_OK;
}

cm_status cm_api_receipt_list(cm_exchange *x, cm_err *err)
{
    listing l;
    cm_status status = begin_list(x, &l, err);
    return status == CM_OK
               ? end_list(&l, cm_receipts_each(&x->workdesk->workspace, put_receipt, &l, err))
               : status;
}

cm_status cm_api_table_list(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_table_infos list = {0};
    cm_status status = cm_ask_site(x, &site, err);
    if (status == CM_OK) {
        status = cm_tables_list(site, x->mem, &list, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < list.count; i++) {
        cm_table_write_json(x->json, &list.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_schema_list(cm_exchange *x, cm_err *err)
{
    (void)err;
    cm_reply_list(x);
    for (size_t i = 0; i < x->home->schemas.count; i++) {
        cm_schema_write_json(x->json, x->home->schemas.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- what was read ---- */

cm_status cm_api_coverage_show(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_coverage c;
    cm_status status = cm_ask_site(x, &site, err);
    if (status == CM_OK) {
        status = cm_coverage_of(site, x->mem, &c, err);
    }
    if (status == CM_OK) {
        cm_coverage_write_json(x->json, &c);
    }
    return status;
}

cm_status cm_api_coverage_by(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_sv by = cm_ask_text(x, "slice");
    cm_coverage_slice slice = CM_COVERAGE_COURT;
    cm_coverage_rows rows = {0};
    if (!cm_coverage_slice_find(by, &slice)) {
        return cm_ask_wrong(x, "slice", "no such slice", err);
    }
    cm_status status = cm_ask_site(x, &site, err);
    if (status == CM_OK) {
        status = cm_coverage_by(site, slice, x->mem, &rows, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < rows.count; i++) {
        cm_coverage_row_write_json(x->json, by, &rows.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* Places of one document stay on one page. */
typedef struct {
    cm_exchange *x;
    cm_coverage_eyes eyes;
    int64_t limit, count, last;
    bool done;
} places;

static bool has(places *p, int64_t doc_key)
{
    p->done = p->count >= p->limit && doc_key != p->last;
    if (!p->done) {
        p->last = doc_key;
        p->count++;
    }
    return !p->done;
}

static cm_status put_gap(void *payload, const cm_coverage_gap *gap, cm_err *err)
{
    places *p = payload;
    (void)err;
    if (has(p, gap->doc_key)) {
        cm_coverage_gap_write_json(p->x->json, &p->eyes, gap);
    }
    return CM_OK;
}

static cm_status put_conflict(void *payload, const cm_coverage_conflict *conflict, cm_err *err)
{
    places *p = payload;
    (void)err;
    if (has(p, conflict->doc_key)) {
        cm_coverage_conflict_write_json(p->x->json, &p->eyes, conflict);
    }
    return CM_OK;
}

static cm_status write_places(cm_exchange *x, cm_coverage_walk *walk, cm_err *err)
{
    places p = {.x = x, .eyes = {x->home->rights, &x->caller, x->mem}, .limit = cm_answer_limit(x)};
    cm_site *site = NULL;
    cm_sv after = cm_ask_text(x, "after");
    if (after.len != 0 && (!cm_sv_to_int(after, &walk->after) || walk->after < 0)) {
        return cm_ask_wrong(x, "after", "no such place in the list", err);
    }
    cm_status status = cm_ask_look(x, "data.quality", &site, err);
    if (status != CM_OK) {
        return status;
    }
    walk->done = &p.done;
    walk->payload = &p;
    cm_reply_list(x);
    status = cm_coverage_each(site, walk, err);
    cm_json_array_end(x->json);
    cm_answer_next(x, p.done ? cm_arena_format(x->mem, "%lld", (long long)p.last) : CM_SV(""));
    cm_json_object_end(x->json);
    return status;
}

cm_status cm_api_coverage_gaps(cm_exchange *x, cm_err *err)
{
    cm_sv group = cm_ask_text(x, "group");
    if (group.len != 0 && !cm_coverage_group_find(x->home, &group)) {
        return cm_ask_wrong(x, "group", "no such group of facts", err);
    }
    cm_coverage_walk walk = {.group = group, .doc = cm_ask_text(x, "document"), .gap = put_gap};
    return write_places(x, &walk, err);
}

cm_status cm_api_coverage_conflicts(cm_exchange *x, cm_err *err)
{
    cm_coverage_walk walk = {.doc = cm_ask_text(x, "document"), .conflict = put_conflict};
    return write_places(x, &walk, err);
}
