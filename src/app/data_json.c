#include "base/base.h"

#include "app/data_json.h"

#include "app/clue.h"
#include "base/file.h"

#include "base/limits.h"

static void put_count(cm_json *json, const char *name, uint64_t value)
{
    cm_json_put_int(json, cm_sv_from(name), (int64_t)value);
}

/* ---- sources and tables ---- */

void cm_source_write_json(cm_json *json, const cm_source_info *source)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("source"), source->source_no);
    cm_json_put_text(json, CM_SV("label"), source->label);
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    (void)cm_date_write(&day, source->received_on);
    cm_json_put_text(json, CM_SV("received_on"),
                     cm_date_exists(source->received_on) ? cm_buf_view(&day) : (cm_sv){NULL, 0});
    put_count(json, "files", source->files);
    put_count(json, "documents", source->documents);
    put_count(json, "duplicates", source->duplicates);
    put_count(json, "not_read", source->not_read);
    put_count(json, "bytes", source->bytes);
    cm_json_put_text(json, CM_SV("key"), source->has_key ? source->fingerprint : (cm_sv){NULL, 0});
    cm_json_object_end(json);
}

static void put_columns(cm_json *json, const cm_schema *schema)
{
    cm_json_key(json, CM_SV("columns"));
    cm_json_array(json);
    for (size_t i = 0; i < schema->columns.count; i++) {
        const cm_schema_column *c = &schema->columns.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("name"), c->column->name);
        cm_json_put_text(json, CM_SV("title"), c->column->title);
        cm_json_put_text(json, CM_SV("type"), cm_sv_from(cm_type_name(c->column->type)));
        cm_json_put_bool(json, CM_SV("key"), c->key);
        cm_json_put_bool(json, CM_SV("personal"), c->personal);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_table_write_json(cm_json *json, const cm_table_info *t)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("table"), t->name);
    cm_json_put_text(json, CM_SV("title"), t->title);
    cm_json_put_int(json, CM_SV("source"), t->source_no);
    put_count(json, "rows", t->rows);
    put_count(json, "sealed", t->sealed);
    put_count(json, "not_taken", t->bad);
    put_columns(json, t->schema);
    cm_json_object_end(json);
}

void cm_schema_write_json(cm_json *json, const cm_schema *schema)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("table"), schema->name);
    cm_json_put_text(json, CM_SV("title"), schema->title);
    put_columns(json, schema);
    cm_json_object_end(json);
}

static cm_status take_receipt(cm_sv path, cm_receipt_visit visit, void *payload, cm_err *err)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF text;
    cm_arena_init(&mem);
    cm_buf_init(&text, CM_MAX_JSON);
    const cm_json_value *receipt = NULL;
    int64_t number = 0;
    cm_status status = cm_file_read(path, &text, err);
    if (status == CM_OK) {
        status = cm_json_tree(&mem, cm_buf_view(&text), &receipt, err);
    }
    if (status == CM_OK && cm_json_member_int(receipt, CM_SV("source"), &number)) {
        status = visit(payload, number, receipt, err);
    }
    return status;
}

cm_status cm_receipts_each(const cm_workspace *workspace, cm_receipt_visit visit, void *payload,
                           cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs paths = {0};
    cm_status status = cm_file_is_folder(workspace->certificates)
                           ? cm_file_list(&mem, workspace->certificates, &paths, err)
                           : CM_OK;
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        status = take_receipt(paths.items[i], visit, payload, err);
    }
    return status;
}

/* ---- coverage ---- */

void cm_coverage_row_write_json(cm_json *json, cm_sv key, const cm_coverage_row *r)
{
    cm_json_object(json);
    cm_json_put_text(json, key, r->name);
    put_count(json, "documents", r->documents);
    put_count(json, "partly", r->partly);
    put_count(json, "unread", r->unread);
    cm_json_object_end(json);
}

static void put_rows(cm_json *json, const char *name, const char *key, const cm_coverage_rows *rows)
{
    cm_json_key(json, cm_sv_from(name));
    cm_json_array(json);
    for (size_t i = 0; i < rows->count; i++) {
        cm_coverage_row_write_json(json, cm_sv_from(key), &rows->items[i]);
    }
    cm_json_array_end(json);
}

void cm_coverage_write_json(cm_json *json, const cm_coverage *c)
{
    cm_json_object(json);
    put_count(json, "documents", c->documents);
    put_count(json, "whole", c->whole);
    put_count(json, "conflicts", c->conflicts);
    put_rows(json, "groups", "group", &c->groups);
    put_rows(json, "not_read", "cause", &c->causes);
    cm_json_object_end(json);
}

cm_sv cm_coverage_seen(const cm_coverage_eyes *eyes, const char *field, cm_sv value)
{
    return cm_right_show(eyes->rights, eyes->caller, cm_sv_from(field), false, value, NULL,
                         eyes->mem);
}

static void put_span(cm_json *json, const cm_utf16 *units, cm_span at, cm_sv text)
{
    cm_json_object(json);
    cm_json_put_place(json, units, at);
    cm_json_put_text(json, CM_SV("text"), text);
    cm_json_object_end(json);
}

void cm_coverage_gap_write_json(cm_json *json, const cm_coverage_eyes *eyes,
                                const cm_coverage_gap *gap)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("doc"), gap->doc);
    cm_json_put_text(json, CM_SV("case_no"), gap->case_no);
    cm_json_put_text(json, CM_SV("group"), gap->group);
    cm_json_put_text(json, CM_SV("state"), gap->unread ? CM_SV("unread") : CM_SV("partly"));
    cm_json_key(json, CM_SV("at"));
    if (gap->has_place) {
        put_span(json, gap->units, gap->at, cm_coverage_seen(eyes, "row", gap->text));
    } else {
        cm_json_null(json);
    }
    cm_json_object_end(json);
}

void cm_coverage_conflict_write_json(cm_json *json, const cm_coverage_eyes *eyes,
                                     const cm_coverage_conflict *c)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("doc"), c->doc);
    cm_json_put_text(json, CM_SV("case_no"), c->case_no);
    cm_json_put_text(json, CM_SV("defendant"), cm_coverage_seen(eyes, "defendant", c->defendant));
    cm_json_put_text(json, CM_SV("conflict"), c->fact);
    cm_json_key(json, CM_SV("values"));
    cm_json_array(json);
    cm_json_text(json, cm_coverage_seen(eyes, "row", c->values[0]));
    cm_json_text(json, cm_coverage_seen(eyes, "row", c->values[1]));
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("at"));
    cm_json_array(json);
    put_span(json, c->units, c->at[0], cm_coverage_seen(eyes, "row", c->texts[0]));
    put_span(json, c->units, c->at[1], cm_coverage_seen(eyes, "row", c->texts[1]));
    cm_json_array_end(json);
    cm_json_object_end(json);
}

/* ---- what was done ---- */

void cm_import_summary_write_json(cm_json *json, const cm_import_summary *s)
{
    cm_json_object(json);
    put_count(json, "documents", s->documents);
    put_count(json, "documents_known", s->documents_known);
    put_count(json, "links", s->links);
    put_count(json, "files", s->files);
    put_count(json, "files_known", s->files_known);
    put_count(json, "bytes", s->bytes_done);
    cm_json_key(json, CM_SV("not_read"));
    cm_json_array(json);
    for (size_t i = CM_CAUSE_NONE + 1; i < CM_CAUSE_COUNT; i++) {
        if (s->causes[i] > 0) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("cause"), cm_cause_name((cm_cause)i));
            put_count(json, "count", s->causes[i]);
            cm_json_object_end(json);
        }
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

void cm_backup_summary_write_json(cm_json *json, const cm_backup_summary *s)
{
    cm_json_object(json);
    put_count(json, "files", s->files);
    put_count(json, "bytes", s->bytes);
    cm_json_put_int(json, CM_SV("documents"), s->documents);
    cm_json_put_int(json, CM_SV("audit_lines"), s->lines);
    cm_json_object_end(json);
}
