#include "base/base.h"

#include "app/data_json.h"

#include "base/limits.h"

static void put_count(cm_json *json, const char *name, uint64_t value)
{
    cm_json_put_int(json, cm_sv_from(name), (int64_t)value);
}

/* ---- sources and tables ---- */

void cm_source_write_json(cm_json *json, const cm_source_info *i)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("source"), i->source_no);
    cm_json_put_text(json, CM_SV("label"), i->label);
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    (void)cm_date_write(&day, i->received_on);
    cm_json_put_text(json, CM_SV("received_on"),
                     cm_date_exists(i->received_on) ? cm_buf_view(&day) : (cm_sv){NULL, 0});
    put_count(json, "files", i->files);
    put_count(json, "documents", i->documents);
    put_count(json, "duplicates", i->duplicates);
    put_count(json, "not_read", i->not_read);
    put_count(json, "bytes", i->bytes);
    cm_json_put_text(json, CM_SV("key"), i->has_key ? i->fingerprint : (cm_sv){NULL, 0});
    cm_json_object_end(json);
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
    cm_json_key(json, CM_SV("columns"));
    cm_json_array(json);
    for (size_t i = 0; i < t->schema->columns.count; i++) {
        const cm_schema_column *c = &t->schema->columns.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("name"), c->column->name);
        cm_json_put_text(json, CM_SV("title"), c->column->title);
        cm_json_put_text(json, CM_SV("type"), cm_sv_from(cm_type_name(c->column->type)));
        cm_json_put_bool(json, CM_SV("key"), c->key);
        cm_json_put_bool(json, CM_SV("personal"), c->personal);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
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

static void put_span(cm_json *json, cm_span at, cm_sv text)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("begin"), at.begin);
    cm_json_put_int(json, CM_SV("end"), at.end);
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
        put_span(json, gap->at, cm_coverage_seen(eyes, "row", gap->text));
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
    put_span(json, c->at[0], cm_coverage_seen(eyes, "row", c->texts[0]));
    put_span(json, c->at[1], cm_coverage_seen(eyes, "row", c->texts[1]));
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
