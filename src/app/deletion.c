#include "base/base.h"

#include "app/deletion.h"

#include "app/intake.h"
#include "app/redaction.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/audit.h"
#include "store/key.h"

/* ---- what there is ---- */

cm_status cm_source_look_up(cm_site *s, int64_t source_no, cm_arena *mem, cm_source_info *ret_info,
                            cm_err *err)
{
    cm_cell number = cm_cell_int(source_no);
    cm_rows *rows = NULL;
    cm_source_info info = {.source_no = source_no};
    cm_status status = cm_facts_ask(s->session, CM_QUERY_SOURCE, &number, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, 1);
        info.label = cm_arena_sv(mem, cm_rows_cell(rows, 0).text);
        info.received_on = received.type == CM_CELL_DATE
                               ? cm_date_from_days((int32_t)received.number)
                               : CM_NO_DATE;
        info.bytes = cm_rows_count(rows, 2);
        info.files = cm_rows_count(rows, 5);
        info.documents = cm_rows_count(rows, 6);
        info.duplicates = cm_rows_count(rows, 7);
        info.not_read = cm_rows_count(rows, 8);
    } else if (status == CM_OK) {
        status = cm_err_set(err, CM_E_NOTFOUND, "no source %lld (chaming source list)",
                            (long long)source_no);
    }
    cm_rows_close(rows);
    cm_key key;
    CM_AUTO_ERR missing = {0};
    if (status == CM_OK && cm_key_load(s->workspace.keys, source_no, &key, &missing) == CM_OK) {
        info.has_key = true;
        info.fingerprint = cm_key_fingerprint(mem, &key);
        cm_key_wipe(&key);
    }
    if (status == CM_OK) {
        *ret_info = info;
    }
    return status;
}

cm_status cm_sources_each(cm_site *s, cm_source_visit visit, void *payload, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_numbers numbers = {0};
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_SOURCE_SIZES, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(&mem, &numbers) = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    for (size_t i = 0; status == CM_OK && i < numbers.count; i++) {
        cm_source_info info;
        status = cm_source_look_up(s, numbers.items[i], &mem, &info, err);
        if (status == CM_OK) {
            status = visit(payload, &info, err);
        }
    }
    return status;
}

/* ---- beginning: the certificate is written before the deed ---- */

static void put_backups(cm_json *json, const cm_svs *backups)
{
    cm_json_key(json, CM_SV("backups"));
    cm_json_array(json);
    for (size_t i = 0; i < backups->count; i++) {
        cm_json_text(json, backups->items[i]);
    }
    cm_json_array_end(json);
}

typedef struct {
    cm_arena *mem;
    int64_t source_no;
    cm_svs names;
} holders;

static cm_status take_backup(void *payload, const cm_audit_line *line, cm_err *err)
{
    holders *h = payload;
    const cm_json_value *root = NULL;
    cm_status status = cm_json_tree(h->mem, line->deed.detail, &root, err);
    const cm_json_value *sources = status == CM_OK ? cm_json_member(root, CM_SV("sources")) : NULL;
    size_t count = sources != NULL ? sources->items.count : 0;
    for (size_t i = 0; i < count; i++) {
        if (sources->items.items[i]->number == h->source_no) {
            *cm_vec_push(h->mem, &h->names) = cm_arena_format(
                h->mem, "%.*s %.*s", CM_SV_ARG(line->deed.at), CM_SV_ARG(line->deed.object));
        }
    }
    return status;
}

/* Backups that still hold the source, as the audit tells of them. */
static cm_status find_backups(cm_site *s, holders *h, cm_err *err)
{
    cm_desk *desk = NULL;
    const cm_audit_filter made = {.action = CM_SV("backup.make")};
    cm_status status = cm_site_desk(s, true, cm_moment_now(h->mem), &desk, err);
    return status == CM_OK && desk != NULL ? cm_audit_each(desk, &made, take_backup, h, err)
                                           : status;
}

static void write_certificate(cm_buf *out, cm_arena *mem, const cm_site *s,
                              const cm_source_info *info, cm_sv reason, const cm_svs *backups)
{
    CM_AUTO_JSON *json = cm_json_new(out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("certificate"), CM_SV("source deleted"));
    cm_json_put_text(json, CM_SV("workspace"), s->workspace.id);
    cm_json_put_int(json, CM_SV("source"), info->source_no);
    cm_json_put_text(json, CM_SV("label_sha256"), cm_digest_hex(mem, cm_digest_of(info->label)));
    cm_json_put_int(json, CM_SV("files"), (int64_t)info->files);
    cm_json_put_int(json, CM_SV("documents"), (int64_t)info->documents);
    cm_json_put_int(json, CM_SV("duplicates"), (int64_t)info->duplicates);
    cm_json_put_int(json, CM_SV("not_read"), (int64_t)info->not_read);
    cm_json_put_int(json, CM_SV("bytes"), (int64_t)info->bytes);
    cm_json_put_text(json, CM_SV("key"), info->has_key ? info->fingerprint : (cm_sv){NULL, 0});
    cm_json_put_text(json, CM_SV("deleted_at"), cm_moment_now(mem));
    cm_json_put_text(json, CM_SV("reason"), reason);
    put_backups(json, backups);
    cm_json_object_end(json);
    cm_json_line(json);
}

cm_status cm_deletion_begin(cm_site *s, int64_t source_no, cm_sv reason, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_source_info info;
    holders backups = {.mem = &mem, .source_no = source_no};
    cm_status status = cm_source_look_up(s, source_no, &mem, &info, err);
    if (status == CM_OK) {
        status = find_backups(s, &backups, err);
    }
    if (status == CM_OK) {
        status = cm_redaction_prepare(s, source_no, err);
    }
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    write_certificate(&text, &mem, s, &info, reason, &backups.names);
    if (text.over) {
        return cm_err_set(err, CM_E_LIMIT, "a reason of %zu bytes", reason.len);
    }
    cm_sv part = cm_arena_format(&mem, "%.*s.part", CM_SV_ARG(s->workspace.deleting));
    status = cm_file_write(part, cm_buf_view(&text), err);
    return status == CM_OK ? cm_file_move(part, s->workspace.deleting, err) : status;
}

/* ---- finishing ---- */

/* The source that is being deleted; 0: none. */
static cm_status read_intent(const cm_site *s, int64_t *ret_source, cm_err *err)
{
    *ret_source = 0;
    if (!cm_file_exists(s->workspace.deleting)) {
        return CM_OK;
    }
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_status status = cm_file_read(s->workspace.deleting, &text, err);
    if (status != CM_OK) {
        return status;
    }
    cm_json_reader *reader = cm_json_reader_new();
    cm_json_field field = {.name = CM_SV("source")};
    CM_AUTO_ERR why = {0};
    bool good = cm_json_pick(reader, cm_buf_view(&text), &field, 1, &why) == CM_OK &&
                field.type == CM_JSON_NUMBER && cm_sv_to_int(field.value, ret_source) &&
                *ret_source > 0;
    cm_json_reader_free(reader);
    return good ? CM_OK
                : cm_err_set(err, CM_E_SCHEMA, "%.*s does not name a source",
                             CM_SV_ARG(s->workspace.deleting));
}

/* The key first: from then on nothing of the source can be read. */
cm_status cm_deletion_erase(cm_site *s, cm_err *err)
{
    int64_t source = 0;
    cm_status status = read_intent(s, &source, err);
    if (status != CM_OK || source == 0) {
        return status;
    }
    const cm_workspace *w = &s->workspace;
    status = cm_vault_destroy(w, source, err);
    if (status != CM_OK || !cm_file_exists(w->facts)) {
        return status;
    }
    cm_sv fresh = cm_arena_format(&s->mem, "%.*s.new", CM_SV_ARG(w->facts));
    cm_sv logs[] = {cm_arena_format(&s->mem, "%.*s.wal", CM_SV_ARG(fresh)),
                    cm_arena_format(&s->mem, "%.*s.wal", CM_SV_ARG(w->facts))};
    status = cm_file_remove(fresh, err);
    if (status == CM_OK) {
        status = cm_file_remove(logs[0], err);
    }
    if (status == CM_OK) {
        status = cm_facts_copy_without(w->facts, fresh, s->home->catalogue, source, err);
    }
    if (status ==
        CM_OK) { /* read into the copy; left behind it would be played into the new file */
        status = cm_file_remove(logs[1], err);
    }
    return status == CM_OK ? cm_file_move(fresh, w->facts, err) : status;
}

typedef struct {
    int64_t source_no;
    cm_sv path;
    cm_date received_on;
    cm_journal_item item;
} orphan;

typedef CM_VEC(orphan) orphans;

static cm_status list_orphans(cm_site *s, cm_arena *mem, orphans *ret_list, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_ORPHANS, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, 12);
        bool is_json = cm_rows_cell(rows, 5).number != 0;
        *cm_vec_push(mem, ret_list) =
            (orphan){.source_no = cm_rows_cell(rows, 0).number,
                     .path = cm_arena_sv(mem, cm_rows_cell(rows, 13).text),
                     .received_on = received.type == CM_CELL_DATE
                                        ? cm_date_from_days((int32_t)received.number)
                                        : CM_NO_DATE,
                     .item = {.file_no = cm_rows_cell(rows, 1).number,
                              .line = cm_rows_count(rows, 2),
                              .id = is_json ? (cm_sv){NULL, 0}
                                            : cm_arena_sv(mem, cm_rows_cell(rows, 3).text),
                              .place = cm_arena_sv(mem, cm_rows_cell(rows, 10).text),
                              .labels = cm_arena_sv(mem, cm_rows_cell(rows, 11).text),
                              .at = {.part = (cm_part)cm_rows_cell(rows, 4).number,
                                     .is_json = is_json,
                                     .begin = cm_rows_count(rows, 6),
                                     .end = cm_rows_count(rows, 7),
                                     .map_begin = cm_rows_count(rows, 8),
                                     .map_end = cm_rows_count(rows, 9)}}};
    }
    cm_rows_close(rows);
    return status;
}

static cm_status take_in(cm_intake *in, cm_site *s, const orphan *o, cm_reading *reading,
                         cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_LINE);
    cm_intake_item item = {
        .item = o->item, .source_no = o->source_no, .path = o->path, .received_on = o->received_on};
    CM_AUTO_ERR fault = {0};
    if (cm_site_bytes(s, o->source_no, &o->item.at, &bytes, &fault) == CM_OK) {
        cm_intake_work(in, reading, &mem, cm_buf_view(&bytes), &item);
    } else {
        item.item.cause = CM_CAUSE_NO_KEY; /* told, and no reason to keep the source that must go */
    }
    return cm_intake_write(in, &item, err);
}

/* What was in another source too, and not taken in because of that, is taken in now; then the links
 * are made anew, for they may have led to what is gone. */
static cm_status take_in_orphans(cm_site *s, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    orphans list = {0};
    cm_status status = list_orphans(s, &mem, &list, err);
    if (status != CM_OK) {
        return status;
    }
    cm_intake in;
    cm_import_summary ignored = {0};
    const cm_intake_watch silent = {0};
    status = cm_intake_open(s, &silent, &ignored, &in, err);
    if (status == CM_OK) {
        status = cm_intake_begin(&in, err);
    }
    if (status != CM_OK) {
        cm_intake_close(&in);
        return status;
    }
    cm_reading *reading = cm_reading_new(s->home);
    status = cm_facts_execute(s->session, CM_QUERY_ORPHANS_DELETE, NULL, 0, err);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        status = take_in(&in, s, &list.items[i], reading, err);
    }
    cm_reading_free(reading);
    if (status == CM_OK) {
        status = cm_intake_commit(&in, err);
    }
    if (status != CM_OK) {
        cm_intake_rollback(&in);
    } else {
        status = cm_intake_link(&in, err);
    }
    cm_intake_close(&in);
    return status;
}

cm_status cm_deletion_settle(cm_site *s, cm_err *err)
{
    int64_t source = 0;
    cm_status status = read_intent(s, &source, err);
    if (status != CM_OK || source == 0) {
        return status;
    }
    if (s->session != NULL) { /* tables that were just rebuilt have no orphans */
        status = take_in_orphans(s, err);
    }
    if (status == CM_OK) {
        status = cm_redaction_settle(s, source, err);
    }
    if (status == CM_OK) {
        status = cm_file_make_folder(s->workspace.certificates, err);
    }
    cm_sv name = cm_arena_format(&s->mem, "%06lld.json", (long long)source);
    return status == CM_OK
               ? cm_file_move(s->workspace.deleting,
                              cm_file_join(&s->mem, s->workspace.certificates, name), err)
               : status;
}
