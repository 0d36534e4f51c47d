#include "base/base.h"

#include "app/import.h"

#include "app/import_stream.h"
#include "app/rebuild.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/pipeline.h"

enum { ITEMS_PER_WORKER = 4 };

#define BATCH_BYTES ((uint64_t)32 << 20) /* raw bytes between two commits */

typedef struct {
    cm_reading *reading;
    cm_extractor *extractor;
} worker;

typedef struct {
    cm_site *site;
    const cm_import_options *options;
    cm_import_summary *summary;
    cm_import_plan plan;
    cm_columns columns;
    cm_intake intake;
    cm_import_stream stream;
    worker *workers;

    /* The source that is being written to. */
    cm_journal_source source;
    cm_vault *parts[CM_PART_COUNT];
    cm_journal *journal;
} job;

cm_sv cm_import_label(const cm_import_options *options)
{
    const cm_svs *names = options->names != NULL ? options->names : options->paths;
    return options->label.len != 0 ? options->label : names->items[0];
}

/* ---- the stages ---- */

static bool read_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    return cm_import_stream_next(&j->stream, it, err);
}

/* "unit", then a line for each step: where it begins in the text, its two units, where that is. */
static cm_sv write_map(cm_arena *mem, const cm_extraction *got)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_LINE);
    (void)cm_buf_addf(&out, "%.*s\n", CM_SV_ARG(cm_place_unit_id(got->unit)));
    for (size_t i = 0; i < got->steps.count; i++) {
        const cm_map_step *s = &got->steps.items[i];
        (void)cm_buf_addf(&out, "%u %u %u %llu\n", s->text, (unsigned)s->text_unit,
                          (unsigned)s->place_unit, (unsigned long long)s->place);
    }
    return got->steps.count > 0 && !out.over ? cm_arena_sv(mem, cm_buf_view(&out)) : CM_SV("");
}

/* The text of a document, or of a member; a line of JSON inside an archive is opened first. */
static void extract(const worker *w, cm_import_item *i)
{
    cm_journal_item *t = &i->in.item;
    cm_sv bytes = cm_buf_view(&i->bytes);
    if (i->form == CM_FORM_LINES) {
        cm_sv id = {NULL, 0}, text = {NULL, 0};
        t->cause = cm_reading_pick(w->reading, bytes, &id, &text);
        i->text = text.ptr != NULL ? cm_arena_sv(&i->mem, text) : text;
        t->id = id.ptr != NULL ? cm_arena_sv(&i->mem, id) : t->id;
        return;
    }
    cm_extraction got = {0};
    cm_extract_text(w->extractor, &i->mem, i->form, bytes, &got);
    t->cause = cm_import_cause(got.fault);
    if (t->cause != CM_CAUSE_NONE) {
        return;
    }
    bool same = got.text.len == bytes.len && got.verbatim;
    i->in_original = i->in_original && same;
    i->text = got.text;
    i->map = i->in_original ? CM_SV("") : write_map(&i->mem, &got);
}

static void work_item(void *payload, size_t number, void *it)
{
    job *j = payload;
    cm_import_item *i = it;
    cm_intake_item *in = &i->in;
    if (in->item.cause != CM_CAUSE_NONE) {
        return;
    }
    const worker *w = &j->workers[number];
    cm_sv bytes = cm_buf_view(&i->bytes);
    if (!in->item.at.is_json) {
        extract(w, i);
        bytes = i->text;
    }
    if (in->item.cause == CM_CAUSE_NONE) {
        cm_intake_work(&j->intake, w->reading, &i->mem, bytes, in);
    }
}

/* Append to the texts of the source; [*ret_begin, *ret_end) is where it stands. */
static cm_status keep_text(job *j, cm_sv bytes, uint64_t *ret_begin, uint64_t *ret_end, cm_err *err)
{
    cm_vault *texts = j->parts[CM_PART_TEXTS];
    *ret_begin = cm_vault_size(texts);
    *ret_end = *ret_begin + bytes.len;
    return cm_vault_put(texts, bytes, err);
}

static cm_status keep_texts(job *j, cm_import_item *i, cm_err *err)
{
    cm_address *at = &i->in.item.at;
    if (i->in_original || i->text.len == 0) {
        return CM_OK;
    }
    at->part = CM_PART_TEXTS;
    cm_status status = keep_text(j, i->text, &at->begin, &at->end, err);
    if (status == CM_OK && i->map.len > 0) {
        status = keep_text(j, i->map, &at->map_begin, &at->map_end, err);
    }
    return status;
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    cm_import_item *i = it;
    j->summary->bytes_done += i->advance;
    cm_status status = keep_texts(j, i, err);
    if (status == CM_OK) {
        status = cm_journal_put_item(j->journal, &i->in.item, err);
    }
    return status == CM_OK ? cm_intake_write(&j->intake, &i->in, err) : status;
}

/* ---- batches ---- */

static void close_source(job *j)
{
    cm_journal_free(j->journal);
    j->journal = NULL;
    cm_vault_close_all(j->parts);
}

/* What the tables say of a source: nothing of one that is new. */
static cm_status look_up_source(job *j, uint64_t sizes[CM_PART_COUNT], cm_err *err)
{
    cm_cell number = cm_cell_int(j->source.source_no);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_SOURCE, &number, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, 1);
        j->source.label = cm_arena_sv(&j->site->mem, cm_rows_cell(rows, 0).text);
        j->source.received_on = received.type == CM_CELL_DATE
                                    ? cm_date_from_days((int32_t)received.number)
                                    : CM_NO_DATE;
        sizes[CM_PART_ORIGINALS] = (uint64_t)cm_rows_cell(rows, 2).number;
        sizes[CM_PART_TEXTS] = (uint64_t)cm_rows_cell(rows, 3).number;
        sizes[CM_PART_JOURNAL] = (uint64_t)cm_rows_cell(rows, 4).number;
    }
    cm_rows_close(rows);
    return status;
}

/* What a killed import left in the vault after its last commit is cut off: the tables say where the
 * source ends. */
static cm_status open_source(job *j, cm_err *err)
{
    int64_t number = j->plan.files.items[j->stream.file].source_no;
    if (j->journal != NULL && j->source.source_no == number) {
        return CM_OK;
    }
    close_source(j);
    uint64_t sizes[CM_PART_COUNT] = {0};
    j->source = (cm_journal_source){number, cm_import_label(j->options), j->options->received_on};
    cm_status status = look_up_source(j, sizes, err);
    for (size_t i = 0; status == CM_OK && i < CM_PART_COUNT; i++) {
        status = cm_vault_open(&j->site->workspace, number, (cm_part)i, true, &j->parts[i], err);
        if (status == CM_OK && cm_vault_size(j->parts[i]) != sizes[i]) {
            status = cm_vault_cut(j->parts[i], sizes[i], err);
        }
    }
    if (status != CM_OK) {
        return status;
    }
    j->journal = cm_journal_new(j->parts[CM_PART_JOURNAL]);
    j->stream.originals = j->parts[CM_PART_ORIGINALS];
    j->stream.source_no = number;
    return sizes[CM_PART_JOURNAL] == 0 ? cm_journal_put_source(j->journal, &j->source, err) : CM_OK;
}

static cm_status store_file(job *j, cm_import_file *f, cm_err *err)
{
    cm_cell number = cm_cell_int(f->row.file_no);
    cm_status status = cm_journal_put_file(j->journal, &f->row, err);
    if (status == CM_OK && f->stored) {
        status = cm_facts_execute(j->site->session, CM_QUERY_FILE_DELETE, &number, 1, err);
    }
    f->stored = true;
    return status == CM_OK ? cm_intake_put_file(&j->intake, f->source_no, &f->row, err) : status;
}

/* The bytes first, then the journal that names them, then the tables: none points to what is not
 * there, and a record of the journal is wholly there or not at all. */
static cm_status commit_batch(job *j, size_t first_file, int64_t first_doc_key, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = first_file; status == CM_OK && i < j->plan.files.count && i <= j->stream.file;
         i++) {
        cm_import_file *f = &j->plan.files.items[i];
        if (f->source_no == j->source.source_no && (f->row.complete || f->row.kept > 0)) {
            status = store_file(j, f, err);
        }
    }
    const cm_journal_end end = {.first_doc_key = first_doc_key,
                                .originals = cm_vault_size(j->parts[CM_PART_ORIGINALS]),
                                .texts = cm_vault_size(j->parts[CM_PART_TEXTS]),
                                .complete = j->stream.file == j->plan.files.count};
    if (status == CM_OK) {
        status = cm_journal_put_end(j->journal, &end, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_PART_COUNT; i++) { /* the journal is the last */
        status = cm_vault_commit(j->parts[i], err);
    }
    if (status == CM_OK) {
        uint64_t journal = cm_vault_size(j->parts[CM_PART_JOURNAL]);
        status = cm_intake_put_source(&j->intake, &j->source, &end, journal, err);
    }
    return status == CM_OK ? cm_intake_commit(&j->intake, err) : status;
}

static cm_status run_batch(job *j, const cm_pipeline *p, cm_err *err)
{
    size_t first_file = j->stream.file;
    cm_status status = open_source(j, err);
    if (status == CM_OK) {
        status = cm_intake_begin(&j->intake, err);
    }
    if (status != CM_OK) {
        return status;
    }
    int64_t first_doc_key = j->intake.last_doc_key + 1;
    j->stream.batch_bytes = 0;
    cm_status read = cm_pipeline_run(p, err);
    bool keep = read == CM_OK || read == CM_E_CANCELLED;
    CM_AUTO_ERR fault = {0};
    status = keep ? commit_batch(j, first_file, first_doc_key, &fault) : read;
    if (status != CM_OK) {
        if (keep) {
            (void)cm_err_set(err, status, "%s", fault.message);
        }
        cm_intake_rollback(&j->intake);
        return status;
    }
    return read;
}

static cm_status run_batches(job *j, size_t workers, cm_err *err)
{
    size_t count = workers * ITEMS_PER_WORKER;
    cm_import_item *items = cm_alloc_zero(count, sizeof(*items));
    void **ring = cm_alloc_zero(count, sizeof(*ring));
    for (size_t i = 0; i < count; i++) {
        cm_buf_init(&items[i].bytes, CM_MAX_LINE);
        cm_arena_init(&items[i].mem);
        ring[i] = &items[i];
    }
    const cm_pipeline p = {workers,   ring,       count, read_item,
                           work_item, write_item, j,     j->options->watch.cancel};
    cm_status status = CM_OK;
    while (status == CM_OK && j->stream.file < j->plan.files.count) {
        status = run_batch(j, &p, err);
    }
    for (size_t i = 0; i < count; i++) {
        cm_buf_clear(&items[i].bytes);
        cm_arena_clear(&items[i].mem);
    }
    cm_free(ring);
    cm_free(items);
    return status;
}

static cm_status run(job *j, cm_err *err)
{
    size_t count = j->options->workers != 0 ? j->options->workers : cm_processors();
    j->workers = cm_alloc_zero(count, sizeof(*j->workers));
    for (size_t i = 0; i < count; i++) {
        j->workers[i] = (worker){cm_reading_new(j->site->home), cm_extractor_new(NULL)};
    }
    j->stream.watch = &j->options->watch;
    j->stream.plan = &j->plan;
    j->stream.columns = &j->columns;
    j->stream.batch = j->options->batch != 0 ? j->options->batch : BATCH_BYTES;
    cm_status status = run_batches(j, count, err);
    for (size_t i = 0; i < count; i++) {
        cm_reading_free(j->workers[i].reading);
        cm_extractor_free(j->workers[i].extractor);
    }
    cm_free(j->workers);
    cm_import_stream_close(&j->stream);
    close_source(j);
    return status;
}

cm_status cm_import(cm_site *site, const cm_import_options *options, cm_import_summary *ret_summary,
                    cm_err *err)
{
    *ret_summary = (cm_import_summary){0};
    job j = {.site = site, .options = options, .summary = ret_summary};
    cm_sv columns = cm_file_join(&site->mem, site->home->data, CM_SV("lexicon/columns.tsv"));
    cm_status status = cm_columns_load(&site->mem, columns, &j.columns, err);
    if (status == CM_OK) {
        status = cm_rebuild_catch_up(site, err);
    }
    if (status == CM_OK) {
        status = cm_import_plan_make(site, options, ret_summary, &j.plan, err);
    }
    if (status == CM_OK) {
        status = cm_intake_open(site, &options->watch, ret_summary, &j.intake, err);
    }
    if (status == CM_OK) {
        status = run(&j, err);
        CM_AUTO_ERR fault = {0};
        bool kept = status == CM_OK || status == CM_E_CANCELLED;
        if (kept && cm_intake_link(&j.intake, &fault) != CM_OK) {
            status = cm_err_set(err, fault.status, "%s", fault.message);
        }
    }
    cm_intake_close(&j.intake);
    return status;
}
