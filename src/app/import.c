#include "base/base.h"

#include "app/import_plan.h"
#include "app/writer.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/pipeline.h"

enum { ITEMS_PER_WORKER = 4, PROGRESS_EVERY = 64 };

#define BATCH_BYTES ((uint64_t)32 << 20) /* raw bytes between two commits */

typedef struct {
    cm_buf line;
    cm_line at;
    const cm_import_file *file;
    uint64_t advance; /* bytes of the file that this item takes */
    bool empty;       /* stands for a file without a line */
    cm_arena mem;
    cm_document document;
    cm_fact_rows rows;
    cm_sv digest; /* of the text, in hex */
} item;

typedef struct {
    cm_site *site;
    const cm_import_options *options;
    cm_import_summary *summary;
    cm_import_plan plan;
    cm_fill_use use;
    cm_map known; /* id and digest of every document that is there */

    /* reading */
    size_t file;     /* index of the file that is being read */
    cm_lines *lines; /* of it, NULL between files */
    cm_vault *vault;
    int64_t vault_source;
    uint64_t batch_bytes;
    uint64_t skip;   /* bytes at the place of going on that the vault has already */
    cm_buf *collect; /* where the bytes of a text file go, or NULL */

    /* working and writing */
    cm_reading **readings;
    cm_writer *writer;
    bool source_stored;
} job;

/* ---- reading: one stream over all files ---- */

static cm_status keep_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    job *j = payload;
    cm_import_file *f = &j->plan.files.items[j->file];
    size_t skip = j->skip < bytes.len ? (size_t)j->skip : bytes.len;
    j->skip -= skip;
    cm_sv rest = cm_sv_slice(bytes, skip, bytes.len);
    f->kept += rest.len;
    if (j->collect != NULL) {
        (void)cm_buf_add(j->collect, bytes);
    }
    return cm_vault_put(j->vault, rest, err);
}

static cm_status open_file(job *j, cm_import_file *f, cm_err *err)
{
    cm_status status =
        cm_lines_open(f->path, f->is_json ? CM_MAX_LINE : CM_MAX_DOCUMENT, &j->lines, err);
    if (status != CM_OK) {
        return status;
    }
    if (f->resumed) {
        status = cm_lines_seek(j->lines, f->done, f->lines + 1, err);
        j->skip = f->kept - f->done;
    } else if (f->kept == 0) {
        f->raw_begin = cm_vault_size(j->vault);
        j->skip = 0;
    }
    f->resumed = false;
    cm_lines_set_tap(j->lines, keep_bytes, j);
    cm_lines_set_cancel(j->lines, j->options->cancel);
    return status;
}

static void close_file(job *j, cm_import_file *f)
{
    f->complete = true;
    cm_lines_close(j->lines);
    j->lines = NULL;
    j->file++;
}

static bool next_line(job *j, item *i, cm_err *err)
{
    do {
        if (!cm_lines_next(j->lines, &i->line, &i->at, err)) {
            return false;
        }
    } while (!i->at.over && cm_sv_trim(cm_buf_view(&i->line)).len == 0);
    return true;
}

/* A text file is one document, byte for byte. */
static bool whole_text(job *j, item *i, cm_import_file *f, cm_err *err)
{
    if (f->lines != 0) {
        return false;
    }
    CM_AUTO_BUF line;
    cm_buf_init(&line, 0);
    cm_line at;
    cm_buf_reset(&i->line);
    j->collect = &i->line;
    while (cm_lines_next(j->lines, &line, &at, err)) {
    }
    j->collect = NULL;
    i->at = (cm_line){0, 0, f->size, i->line.over || i->line.len > CM_MAX_DOCUMENT};
    return err->status == CM_OK;
}

static bool read_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    uint64_t batch = j->options->batch != 0 ? j->options->batch : BATCH_BYTES;
    while (j->file < j->plan.files.count) {
        cm_import_file *f = &j->plan.files.items[j->file];
        if (f->source_no != j->vault_source || j->batch_bytes >= batch) {
            return false; /* the end of a batch */
        }
        if (j->lines == NULL && open_file(j, f, err) != CM_OK) {
            return false;
        }
        uint64_t before = f->done;
        bool got = f->is_json ? next_line(j, i, err) : whole_text(j, i, f, err);
        if (err->status != CM_OK) {
            return false;
        }
        f->done = cm_lines_offset(j->lines);
        i->advance = f->done - before;
        j->batch_bytes += i->advance;
        i->file = f;
        i->empty = !got && f->lines == 0;
        if (got) {
            f->lines = f->is_json ? i->at.number : 1;
            return true;
        }
        close_file(j, f);
        if (i->empty) {
            i->at = (cm_line){0};
            return true;
        }
    }
    return false;
}

/* ---- working ---- */

static void work_item(void *payload, size_t worker, void *it)
{
    job *j = payload;
    item *i = it;
    cm_arena_reset(&i->mem);
    i->document = (cm_document){.cause = CM_CAUSE_TOO_LONG};
    if (i->empty) {
        i->document.cause = CM_CAUSE_EMPTY;
    }
    if (i->at.over || i->empty) {
        return;
    }
    cm_reading *reading = j->readings[worker];
    cm_sv text = cm_buf_view(&i->line);
    if (i->file->is_json) {
        cm_reading_line(reading, &i->mem, text, i->at.number, &i->document);
    } else {
        cm_reading_text(reading, &i->mem, cm_reading_file_id(i->file->path), text, &i->document);
    }
    if (i->document.cause == CM_CAUSE_NONE) {
        i->digest = cm_digest_hex(&i->mem, cm_digest_of(i->document.text));
        /* The id may stand in the reading's own memory, which the next line takes. */
        i->document.id = cm_arena_sv(&i->mem, i->document.id);
        cm_fill_document fill = {i->document.id, i->file->received_on, &i->document.record};
        cm_fill(&j->use, &i->mem, &fill, &i->rows);
    }
}

/* ---- writing ---- */

static cm_sv known_key(cm_arena *mem, cm_sv id, cm_sv digest)
{
    return cm_arena_format(mem, "%.*s %.*s", CM_SV_ARG(digest), CM_SV_ARG(id));
}

static cm_status write_cause(job *j, const item *i, cm_err *err)
{
    j->summary->causes[i->document.cause]++;
    if (j->options->not_read != NULL) {
        j->options->not_read(j->options->payload, i->file->path, i->at.number, i->document.cause);
    }
    const cm_cell cells[] = {cm_cell_int(i->file->file_no), cm_cell_int((int64_t)i->at.number),
                             cm_cell_text(cm_cause_name(i->document.cause))};
    return cm_writer_add_fixed(j->writer, CM_TABLE_NOT_READ, cells, CM_COUNT(cells), err);
}

static cm_status write_document(job *j, const item *i, cm_err *err)
{
    int64_t key = ++j->plan.last_doc_key;
    const cm_cell cells[] = {
        cm_cell_int(key),
        cm_cell_int(i->file->source_no),
        cm_cell_int(i->file->file_no),
        cm_cell_int((int64_t)i->at.number),
        cm_cell_text(i->document.id),
        cm_cell_text(i->digest),
        cm_cell_int((int64_t)(i->file->raw_begin + i->at.begin)),
        cm_cell_int((int64_t)(i->file->raw_begin + i->at.end)),
    };
    cm_status status =
        cm_writer_add_fixed(j->writer, CM_TABLE_DOCUMENT, cells, CM_COUNT(cells), err);
    j->summary->documents++;
    return status == CM_OK ? cm_writer_add(j->writer, key, &i->rows, err) : status;
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    cm_status status = CM_OK;
    j->summary->bytes_done += i->advance;
    if (i->document.cause != CM_CAUSE_NONE) {
        status = write_cause(j, i, err);
    } else {
        cm_sv key = known_key(&j->site->mem, i->document.id, i->digest);
        if (cm_map_put(&j->site->mem, &j->known, key, j) != NULL) {
            j->summary->documents_known++;
        } else {
            status = write_document(j, i, err);
        }
    }
    uint64_t seen = j->summary->documents + j->summary->documents_known;
    if (j->options->progress != NULL && seen % PROGRESS_EVERY == 0) {
        j->options->progress(j->options->payload, j->summary);
    }
    return status;
}

/* ---- batches ---- */

static cm_status load_known(job *j, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(j->site->session, CM_QUERY_DOCUMENT_DIGESTS, NULL, 0, &rows, err);
    if (status != CM_OK) {
        return status;
    }
    while (cm_rows_next(rows)) {
        cm_sv key =
            known_key(&j->site->mem, cm_rows_cell(rows, 0).text, cm_rows_cell(rows, 1).text);
        (void)cm_map_put(&j->site->mem, &j->known, key, j);
    }
    cm_rows_close(rows);
    return CM_OK;
}

/* What a killed import left in the vault after its last commit is cut off: `end` is where the
 * tables say the source ends. */
static cm_status open_source(job *j, cm_err *err)
{
    const cm_import_file *f = &j->plan.files.items[j->file];
    if (j->vault != NULL && j->vault_source == f->source_no) {
        return CM_OK;
    }
    cm_vault_close(j->vault);
    j->vault = NULL;
    j->vault_source = f->source_no;
    cm_status status =
        cm_vault_open(&j->site->workspace, f->source_no, CM_PART_ORIGINALS, true, &j->vault, err);
    uint64_t end = f->resumed ? f->raw_begin + f->kept : 0;
    if (status == CM_OK && cm_vault_size(j->vault) != end) {
        status = cm_vault_cut(j->vault, end, err);
    }
    return status;
}

static cm_status store_source(job *j, cm_err *err)
{
    if (j->vault_source != j->plan.new_source || j->source_stored) {
        return CM_OK;
    }
    j->source_stored = true;
    cm_date d = j->options->received_on;
    cm_sv label = j->options->label.len != 0 ? j->options->label : j->options->paths->items[0];
    const cm_cell cells[] = {cm_cell_int(j->vault_source), cm_cell_text(label),
                             cm_date_exists(d) ? cm_cell_date(cm_date_to_days(d)) : cm_cell_null()};
    return cm_writer_add_fixed(j->writer, CM_TABLE_SOURCE, cells, CM_COUNT(cells), err);
}

static cm_status store_file(job *j, cm_import_file *f, cm_err *err)
{
    cm_cell number = cm_cell_int(f->file_no);
    cm_status status = CM_OK;
    if (f->stored) {
        status = cm_facts_execute(j->site->session, CM_QUERY_FILE_DELETE, &number, 1, err);
    }
    f->stored = true;
    const cm_cell cells[] = {
        number,
        cm_cell_int(f->source_no),
        cm_cell_text(f->path),
        cm_cell_text(f->digest),
        cm_cell_bool(f->is_json),
        cm_cell_int((int64_t)f->raw_begin),
        cm_cell_int((int64_t)f->kept),
        cm_cell_int((int64_t)f->done),
        cm_cell_int((int64_t)f->lines),
        cm_cell_bool(f->complete),
    };
    return status == CM_OK
               ? cm_writer_add_fixed(j->writer, CM_TABLE_FILE, cells, CM_COUNT(cells), err)
               : status;
}

/* The vault first: the tables never point to what is not there. */
static cm_status commit_batch(job *j, size_t first_file, cm_err *err)
{
    cm_status status = cm_vault_commit(j->vault, err);
    if (status == CM_OK) {
        status = store_source(j, err);
    }
    for (size_t i = first_file; status == CM_OK && i < j->plan.files.count && i <= j->file; i++) {
        cm_import_file *f = &j->plan.files.items[i];
        if (f->source_no == j->vault_source && (f->complete || f->kept > 0)) {
            status = store_file(j, f, err);
        }
    }
    CM_AUTO_ERR fault = {0};
    cm_status closed = cm_writer_close(j->writer, &fault);
    j->writer = NULL;
    if (status == CM_OK && closed != CM_OK) {
        status = cm_err_set(err, closed, "%s", fault.message);
    }
    return status == CM_OK ? cm_facts_execute(j->site->session, CM_QUERY_COMMIT, NULL, 0, err)
                           : status;
}

static cm_status run_batch(job *j, const cm_pipeline *p, cm_err *err)
{
    size_t first_file = j->file;
    cm_status status = open_source(j, err);
    if (status == CM_OK) {
        status = cm_facts_execute(j->site->session, CM_QUERY_BEGIN, NULL, 0, err);
    }
    if (status != CM_OK) {
        return status;
    }
    j->writer = cm_writer_open(j->site->session, j->site->home->catalogue);
    j->batch_bytes = 0;
    cm_status read = cm_pipeline_run(p, err);
    bool keep = read == CM_OK || read == CM_E_CANCELLED;
    CM_AUTO_ERR fault = {0};
    status = keep ? commit_batch(j, first_file, &fault) : read;
    if (status != CM_OK) {
        if (keep) {
            (void)cm_err_set(err, status, "%s", fault.message);
        }
        cm_writer_drop(j->writer);
        j->writer = NULL;
        cm_facts_rollback(j->site->session);
        return status;
    }
    return read;
}

static cm_status run_all(job *j, size_t workers, cm_err *err)
{
    size_t count = workers * ITEMS_PER_WORKER;
    item *items = cm_alloc_zero(count, sizeof(*items));
    void **ring = cm_alloc_zero(count, sizeof(*ring));
    for (size_t i = 0; i < count; i++) {
        cm_buf_init(&items[i].line, CM_MAX_LINE);
        cm_arena_init(&items[i].mem);
        ring[i] = &items[i];
    }
    j->readings = cm_alloc_zero(workers, sizeof(cm_reading *));
    for (size_t i = 0; i < workers; i++) {
        j->readings[i] = cm_reading_new(j->site->home);
    }
    const cm_pipeline p = {workers,   ring,       count, read_item,
                           work_item, write_item, j,     j->options->cancel};
    cm_status status = CM_OK;
    while (status == CM_OK && j->file < j->plan.files.count) {
        status = run_batch(j, &p, err);
    }
    for (size_t i = 0; i < workers; i++) {
        cm_reading_free(j->readings[i]);
    }
    for (size_t i = 0; i < count; i++) {
        cm_buf_clear(&items[i].line);
        cm_arena_clear(&items[i].mem);
    }
    cm_free(j->readings);
    cm_free(ring);
    cm_free(items);
    return status;
}

cm_status cm_import(cm_site *site, const cm_import_options *options, cm_import_summary *ret_summary,
                    cm_err *err)
{
    *ret_summary = (cm_import_summary){0};
    job j = {.site = site,
             .options = options,
             .summary = ret_summary,
             .use = cm_home_fill_use(site->home)};
    cm_status status = cm_import_plan_make(site, options, ret_summary, &j.plan, err);
    if (status == CM_OK) {
        status = load_known(&j, err);
    }
    if (status == CM_OK) {
        size_t workers = options->workers != 0 ? options->workers : cm_processors();
        status = run_all(&j, workers, err);
    }
    cm_lines_close(j.lines);
    cm_vault_close(j.vault);
    return status;
}
