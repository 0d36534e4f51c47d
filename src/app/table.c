#include "base/base.h"

#include "app/table.h"

#include "app/import_plan.h"
#include "app/rebuild.h"
#include "app/table_rows.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#define CHUNK_BYTES ((uint64_t)1 << 20)

/* ---- which tables there are ---- */

static cm_status schema_of(cm_site *s, cm_arena *mem, cm_sv name, cm_sv text,
                           const cm_schema **ret_schema, cm_err *err)
{
    cm_problems problems = {0};
    cm_source *source = cm_arena_new(mem, cm_source);
    *source = (cm_source){name, text};
    return cm_schema_parse(mem, &s->home->terms, source, ret_schema, &problems, err);
}

cm_status cm_tables_list(cm_site *s, cm_arena *mem, cm_table_infos *ret_list, cm_err *err)
{
    *ret_list = (cm_table_infos){0};
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_TABLES, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_cell day = cm_rows_cell(rows, 8);
        cm_table_info info = {
            .name = cm_rows_text(rows, 0, mem),
            .source_no = cm_rows_cell(rows, 1).number,
            .file_no = cm_rows_cell(rows, 2).number,
            .rows = cm_rows_count(rows, 4),
            .sealed = cm_rows_count(rows, 5),
            .bad = cm_rows_count(rows, 6),
            .path = cm_rows_text(rows, 7, mem),
            .received_on =
                day.type == CM_CELL_DATE ? cm_date_from_days((int32_t)day.number) : CM_NO_DATE,
        };
        status = schema_of(s, mem, info.name, cm_rows_text(rows, 3, mem), &info.schema, err);
        if (status == CM_OK) {
            info.title = info.schema->title;
            *cm_vec_push(mem, ret_list) = info;
        }
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_table_find(cm_site *s, cm_arena *mem, cm_sv name, cm_table_info *ret_info, cm_err *err)
{
    cm_table_infos list;
    cm_status status = cm_tables_list(s, mem, &list, err);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        if (cm_sv_equal(list.items[i].name, name)) {
            *ret_info = list.items[i];
            return CM_OK;
        }
    }
    return status == CM_OK ? cm_err_set(err, CM_E_NOTFOUND, "no table %.*s (chaming table list)",
                                        CM_SV_ARG(name))
                           : status;
}

cm_status cm_tables_prepare(cm_site *s, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_table_infos list;
    cm_status status = CM_OK;
    const cm_schemas *known = &s->home->schemas; /* empty ones: models may name them */
    for (size_t i = 0; status == CM_OK && i < known->count; i++) {
        status = cm_facts_create_imported(s->session, &known->items[i]->view,
                                          cm_sealed_id(CM_SEALED_SEALED), err);
    }
    if (status == CM_OK) {
        status = cm_tables_list(s, &mem, &list, err);
    }
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        status = cm_facts_create_imported(s->session, &list.items[i].schema->view,
                                          cm_sealed_id(CM_SEALED_SEALED), err);
    }
    return status;
}

/* ---- rows from the vault into the tables ---- */

typedef struct {
    cm_intake *in;
    const cm_journal_table *table;
    int64_t source_no;
    cm_sv path;
    cm_table_rows *rows;
    cm_appender *appender;
    cm_table_info *info;
    CM_VEC(cm_cell) cells;
    cm_arena mem;
} taking;

static cm_status put_bad(taking *t, const cm_table_row *row, cm_err *err)
{
    t->info->bad++;
    const cm_intake_item item = {.item = {.file_no = t->table->file_no,
                                          .line = row->number,
                                          .place = row->column,
                                          .cause = row->cause},
                                 .source_no = t->source_no,
                                 .path = t->path};
    return cm_intake_write(t->in, &item, err);
}

static cm_status put_row(taking *t, cm_err *err)
{
    const cm_table_row *row = cm_table_rows_row(t->rows);
    if (row->cause != CM_CAUSE_NONE) {
        return put_bad(t, row, err);
    }
    t->info->rows++;
    t->info->sealed += row->sealed == CM_SEALED_SEALED ? 1 : 0;
    t->cells.count = 0;
    *cm_vec_push(&t->mem, &t->cells) = cm_cell_int(t->source_no);
    *cm_vec_push(&t->mem, &t->cells) = cm_cell_int(t->table->file_no);
    *cm_vec_push(&t->mem, &t->cells) = cm_cell_int((int64_t)row->number);
    for (size_t i = 0; i < t->info->schema->columns.count; i++) {
        *cm_vec_push(&t->mem, &t->cells) = row->cells[i];
    }
    *cm_vec_push(&t->mem, &t->cells) = cm_cell_text(cm_sealed_id(row->sealed));
    *cm_vec_push(&t->mem, &t->cells) = cm_cell_texts(row->unread, row->unread_count);
    return cm_appender_add(t->appender, t->cells.items, t->cells.count, err);
}

static cm_status put_line(taking *t, cm_sv line, cm_err *err)
{
    bool complete = false;
    cm_status status = cm_table_rows_feed(t->rows, line, &complete, err);
    return status == CM_OK && complete ? put_row(t, err) : status;
}

/* Whole lines of the bytes read so far; what is left begins the next. */
static cm_status put_lines(taking *t, cm_buf *bytes, cm_err *err)
{
    cm_sv all = cm_buf_view(bytes);
    size_t begin = 0;
    cm_status status = CM_OK;
    for (size_t brk = cm_sv_find_byte(all, '\n', 0); status == CM_OK && brk != SIZE_MAX;
         brk = cm_sv_find_byte(all, '\n', begin)) {
        status = put_line(t, cm_sv_slice(all, begin, brk + 1), err);
        begin = brk + 1;
    }
    CM_AUTO_BUF rest;
    cm_buf_init(&rest, CM_MAX_LINE);
    (void)cm_buf_add(&rest, cm_sv_slice(all, begin, all.len));
    cm_buf_reset(bytes);
    (void)cm_buf_add(bytes, cm_buf_view(&rest));
    return status;
}

static cm_status put_rows(taking *t, cm_vault *originals, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_LINE);
    cm_status status = CM_OK;
    for (uint64_t at = t->table->begin; status == CM_OK && at < t->table->end;) {
        uint64_t to = t->table->end - at > CHUNK_BYTES ? at + CHUNK_BYTES : t->table->end;
        if (t->in->watch->cancel != NULL && atomic_load(t->in->watch->cancel)) {
            return cm_err_set(err, CM_E_CANCELLED, "stopped");
        }
        status = cm_vault_get(originals, at, to, &bytes, err);
        if (status == CM_OK) {
            status = put_lines(t, &bytes, err);
        }
        at = to;
    }
    if (status == CM_OK && bytes.len > 0) {
        status = put_line(t, cm_buf_view(&bytes), err);
    }
    bool complete = false;
    if (status == CM_OK) {
        status = cm_table_rows_end(t->rows, &complete, err);
    }
    return status == CM_OK && complete ? put_row(t, err) : status;
}

static cm_status load_rows(taking *t, cm_vault *originals, cm_err *err)
{
    const cm_view *view = &t->info->schema->view;
    cm_session *session = t->in->site->session;
    cm_status status = cm_facts_create_imported(session, view, cm_sealed_id(CM_SEALED_SEALED), err);
    if (status == CM_OK) {
        status =
            cm_appender_open(session, cm_facts_imported_table(&t->mem, view), &t->appender, err);
    }
    if (status != CM_OK) {
        return status;
    }
    t->rows = cm_table_rows_new(t->in->site->home, t->info->schema);
    status = put_rows(t, originals, err);
    cm_table_rows_free(t->rows);
    CM_AUTO_ERR fault = {0};
    cm_status closed = cm_appender_close(t->appender, &fault);
    return status == CM_OK && closed != CM_OK ? cm_err_set(err, closed, "%s", fault.message)
                                              : status;
}

/* The bytes of the schema as they were kept with the table. */
static cm_status load_schema(taking *t, cm_vault *texts, cm_arena *mem, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_DATA_FILE);
    cm_status status =
        cm_vault_get(texts, t->table->schema_begin, t->table->schema_end, &bytes, err);
    return status == CM_OK ? schema_of(t->in->site, mem, t->table->name,
                                       cm_arena_sv(mem, cm_buf_view(&bytes)), &t->info->schema, err)
                           : status;
}

/* That the table is there, and how much of it. */
static cm_status note_table(cm_writer *writer, const cm_table_info *info, cm_err *err)
{
    const cm_cell cells[] = {cm_cell_text(info->name),         cm_cell_int(info->source_no),
                             cm_cell_int(info->file_no),       cm_cell_text(info->schema->source),
                             cm_cell_int((int64_t)info->rows), cm_cell_int((int64_t)info->sealed),
                             cm_cell_int((int64_t)info->bad)};
    return cm_writer_add_fixed(writer, CM_TABLE_IMPORTED, cells, CM_COUNT(cells), err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_table_take(cm_intake *in, cm_vault *parts[CM_PART_COUNT], int64_t source_no,
                        const cm_journal_table *table, cm_sv path, cm_table_info *ret_info,
                        cm_err *err)
{
    cm_table_info info = {.name = cm_arena_sv(&in->site->mem, table->name),
                          .source_no = source_no,
                          .file_no = table->file_no,
                          .path = path,
                          .received_on = CM_NO_DATE};
    taking t = {.in = in, .table = table, .source_no = source_no, .path = path, .info = &info};
    cm_arena_init(&t.mem);
    cm_status status = load_schema(&t, parts[CM_PART_TEXTS], &in->site->mem, err);
    if (status == CM_OK) {
        info.title = info.schema->title;
        status = load_rows(&t, parts[CM_PART_ORIGINALS], err);
    }
    if (status == CM_OK) {
        status = note_table(in->writer, &info, err);
    }
    cm_arena_clear(&t.mem);
    if (status == CM_OK) {
        *ret_info = info;
    }
    return status;
}

cm_status cm_table_lacking(cm_site *s, const cm_model *model, cm_arena *mem, cm_sv *ret_name,
                           cm_err *err)
{
    cm_svs names = cm_model_imports(mem, model);
    cm_table_infos list = {0};
    *ret_name = CM_SV("");
    cm_status status = names.count > 0 ? cm_tables_list(s, mem, &list, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && ret_name->len == 0 && i < names.count; i++) {
        bool there = false;
        for (size_t k = 0; k < list.count; k++) {
            there = there || cm_sv_equal(list.items[k].schema->view.name, names.items[i]);
        }
        *ret_name = there ? CM_SV("") : names.items[i];
    }
    return status;
}

/* ---- import ---- */

typedef struct {
    cm_site *site;
    const cm_table_options *options;
    cm_intake intake;
    cm_import_summary summary;
    cm_journal_source source;
    cm_journal_file file;
    cm_journal_table table;
    int64_t first_doc_key;
    cm_vault *parts[CM_PART_COUNT];
    cm_digester *digester;
} job;

/* The header is looked at before anything is kept. */
static cm_status check_header(const job *j, cm_err *err)
{
    cm_lines *lines = NULL;
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_LINE);
    cm_status status = cm_lines_open(j->options->path, CM_MAX_LINE, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    cm_table_rows *rows = cm_table_rows_new(j->site->home, j->options->schema);
    cm_line at;
    bool complete = false;
    CM_AUTO_ERR fault = {0};
    while (status == CM_OK && !complete && cm_lines_next(lines, &line, &at, &fault)) {
        (void)cm_buf_add_byte(&line, '\n');
        status = cm_table_rows_feed(rows, cm_buf_view(&line), &complete, err);
    }
    if (status == CM_OK && fault.status != CM_OK) {
        status = cm_err_set(err, fault.status, "%s", fault.message);
    } else if (status == CM_OK && !complete) {
        status = cm_table_rows_end(rows, &complete, err);
    }
    cm_table_rows_free(rows);
    cm_lines_close(lines);
    return status;
}

static cm_status check_name(const job *j, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_table_info info = {0};
    CM_AUTO_ERR fault = {0};
    cm_sv name = j->options->schema->name;
    cm_status status = cm_table_find(j->site, &mem, name, &info, &fault);
    if (status == CM_E_NOTFOUND) {
        return CM_OK;
    }
    return status == CM_OK
               ? cm_err_set(err, CM_E_CONFLICT, "table %.*s is there already (source %lld)",
                            CM_SV_ARG(name), (long long)info.source_no)
               : cm_err_set(err, status, "%s", fault.message);
}

static cm_status number_all(job *j, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_LAST_KEYS, NULL, 0, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        j->file.file_no = cm_rows_cell(rows, 1).number + 1;
        j->first_doc_key = cm_rows_cell(rows, 2).number + 1;
    }
    cm_rows_close(rows);
    return status == CM_OK ? cm_import_next_source(j->site, &j->source.source_no, err) : status;
}

static cm_status keep_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    job *j = payload;
    cm_digester_add(j->digester, bytes);
    return cm_vault_put(j->parts[CM_PART_ORIGINALS], bytes, err);
}

/* The file byte for byte, and the schema it is read by. */
static cm_status keep_file(job *j, cm_err *err)
{
    cm_lines *lines = NULL;
    cm_status status = cm_lines_open(j->options->path, 0, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_ERR fault = {0};
    j->digester = cm_digester_new();
    cm_lines_set_tap(lines, keep_bytes, j);
    cm_lines_set_cancel(lines, j->options->watch.cancel);
    while (cm_lines_chunk(lines, &fault)) {
    }
    cm_lines_close(lines);
    cm_digest digest = cm_digester_finish(j->digester);
    if (fault.status != CM_OK) {
        return cm_err_set(err, fault.status, "%s", fault.message);
    }
    uint64_t size = cm_vault_size(j->parts[CM_PART_ORIGINALS]);
    status = cm_vault_put(j->parts[CM_PART_TEXTS], j->options->schema->source, err);
    j->file.path = j->options->name.len != 0 ? j->options->name : j->options->path;
    j->file.digest = cm_digest_hex(&j->site->mem, digest);
    j->file.form = CM_SV("table");
    j->file.kept = j->file.done = size;
    j->file.complete = true;
    j->table = (cm_journal_table){.name = j->options->schema->name,
                                  .file_no = j->file.file_no,
                                  .end = size,
                                  .schema_end = cm_vault_size(j->parts[CM_PART_TEXTS])};
    for (size_t i = 0; status == CM_OK && i < CM_PART_JOURNAL; i++) {
        status = cm_vault_commit(j->parts[i], err);
    }
    return status;
}

/* What an import that was killed left under the same number is cut off. */
static cm_status open_parts(job *j, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_PART_COUNT; i++) {
        status = cm_vault_open(&j->site->workspace, j->source.source_no, (cm_part)i, true,
                               &j->parts[i], err);
        if (status == CM_OK && cm_vault_size(j->parts[i]) != 0) {
            status = cm_vault_cut(j->parts[i], 0, err);
        }
    }
    return status;
}

static cm_status put_journal(job *j, const cm_journal_end *end, cm_err *err)
{
    cm_journal *journal = cm_journal_new(j->parts[CM_PART_JOURNAL]);
    cm_status status = cm_journal_put_source(journal, &j->source, err);
    if (status == CM_OK) {
        status = cm_journal_put_table(journal, &j->table, err);
    }
    if (status == CM_OK) {
        status = cm_journal_put_file(journal, &j->file, err);
    }
    if (status == CM_OK) {
        status = cm_journal_put_end(journal, end, err);
    }
    cm_journal_free(journal);
    return status == CM_OK ? cm_vault_commit(j->parts[CM_PART_JOURNAL], err) : status;
}

/* The rows, then the journal that names them, then the tables. */
static cm_status take(job *j, cm_table_info *ret_info, cm_err *err)
{
    cm_intake *in = &j->intake;
    int64_t source_no = j->source.source_no;
    const cm_journal_end end = {.first_doc_key = j->first_doc_key,
                                .originals = cm_vault_size(j->parts[CM_PART_ORIGINALS]),
                                .texts = cm_vault_size(j->parts[CM_PART_TEXTS]),
                                .complete = true};
    cm_status status =
        cm_table_take(in, j->parts, source_no, &j->table, j->file.path, ret_info, err);
    if (status == CM_OK) {
        status = put_journal(j, &end, err);
    }
    if (status == CM_OK) {
        status = cm_intake_put_file(in, source_no, &j->file, err);
    }
    if (status == CM_OK) {
        uint64_t journal = cm_vault_size(j->parts[CM_PART_JOURNAL]);
        status = cm_intake_put_source(in, &j->source, &end, journal, err);
    }
    return status == CM_OK ? cm_intake_commit(in, err) : status;
}

static cm_status import(job *j, cm_table_info *ret_info, cm_err *err)
{
    cm_status status = open_parts(j, err);
    if (status == CM_OK) {
        status = keep_file(j, err);
    }
    if (status == CM_OK) {
        status = cm_intake_begin(&j->intake, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = take(j, ret_info, err);
    if (status != CM_OK) {
        cm_intake_rollback(&j->intake);
    }
    return status;
}

cm_status cm_table_import(cm_site *site, const cm_table_options *options, cm_table_info *ret_info,
                          cm_err *err)
{
    job j = {.site = site, .options = options};
    bool labelled = options->label.len != 0;
    j.source = (cm_journal_source){.label = labelled ? options->label : options->schema->title,
                                   .received_on = options->received_on};
    j.intake = (cm_intake){.site = site, .watch = &options->watch, .summary = &j.summary};
    cm_status status = cm_rebuild_catch_up(site, err);
    if (status == CM_OK) {
        status = check_name(&j, err);
    }
    if (status == CM_OK) {
        status = check_header(&j, err);
    }
    if (status == CM_OK) {
        status = number_all(&j, err);
    }
    if (status == CM_OK) {
        status = import(&j, ret_info, err);
    }
    if (status == CM_OK) {
        ret_info->received_on = options->received_on;
    }
    cm_vault_close_all(j.parts);
    return status;
}
