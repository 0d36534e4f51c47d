#include "base/base.h"

#include "app/rebuild.h"

#include "app/table.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/pipeline.h"

enum { ITEMS_PER_WORKER = 4 };

/* A record of a journal. */
typedef struct {
    int64_t source_no, first_doc_key;
    uint64_t begin, end; /* raw bytes of the journal */
} record;

typedef CM_VEC(record) records;

typedef struct {
    int64_t file_no;
    cm_sv path;
} file_name;

typedef struct {
    cm_arena mem;
    cm_buf bytes;
    cm_intake_item in;
} item;

typedef struct {
    cm_site *site;
    const cm_rebuild_options *options;
    cm_import_summary *summary;
    cm_intake intake;
    cm_reading **readings;

    /* The source and the record that are being read. */
    cm_journal_source source;
    cm_vault *parts[CM_PART_COUNT];
    cm_journal *journal;
    const record *record;
    cm_arena mem; /* of the record */
    CM_VEC(file_name) names;
} job;

/* ---- which records there are ---- */

static void close_source(job *j)
{
    cm_journal_free(j->journal);
    j->journal = NULL;
    cm_vault_close_all(j->parts);
}

/* Opens the parts of a source and reads who it is. */
static cm_status open_source(job *j, int64_t number, cm_err *err)
{
    if (j->journal != NULL && j->source.source_no == number) {
        return CM_OK;
    }
    close_source(j);
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_PART_COUNT; i++) {
        status = cm_vault_open(&j->site->workspace, number, (cm_part)i, false, &j->parts[i], err);
    }
    if (status != CM_OK) {
        return status;
    }
    j->journal = cm_journal_new(j->parts[CM_PART_JOURNAL]);
    cm_entry e;
    CM_AUTO_ERR fault = {0};
    if (!cm_journal_next(j->journal, &e, &fault) || e.kind != CM_ENTRY_SOURCE) {
        return cm_err_set(err, fault.status != CM_OK ? fault.status : CM_E_SCHEMA,
                          "source %lld: %s", (long long)number,
                          fault.status != CM_OK ? fault.message : "its journal has no begin");
    }
    j->source = e.as.source;
    j->source.label = cm_arena_sv(&j->site->mem, e.as.source.label);
    return CM_OK;
}

/* The records of a source from byte `from` of its journal on. */
static cm_status list_records(job *j, int64_t number, uint64_t from, records *list, cm_err *err)
{
    cm_status status = open_source(j, number, err);
    if (status != CM_OK) {
        return status;
    }
    cm_journal_seek(j->journal, from);
    cm_entry e;
    CM_AUTO_ERR fault = {0};
    while (cm_journal_next(j->journal, &e, &fault)) {
        if (e.kind == CM_ENTRY_END) {
            uint64_t end = cm_journal_at(j->journal);
            *cm_vec_push(&j->site->mem, list) = (record){number, e.as.end.first_doc_key, from, end};
            from = end;
        }
    }
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* As they were taken in: by the first document each could give. */
static int by_first_document(const void *a, const void *b)
{
    const record *x = a, *y = b;
    if (x->first_doc_key != y->first_doc_key) {
        return x->first_doc_key < y->first_doc_key ? -1 : 1;
    }
    if (x->source_no != y->source_no) {
        return x->source_no < y->source_no ? -1 : 1;
    }
    return x->begin < y->begin ? -1 : 1;
}

/* ---- the stages ---- */

static cm_sv path_of(const job *j, int64_t file_no)
{
    for (size_t i = 0; i < j->names.count; i++) {
        if (j->names.items[i].file_no == file_no) {
            return j->names.items[i].path;
        }
    }
    return CM_SV("");
}

static bool read_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    cm_entry e;
    do {
        if (cm_journal_at(j->journal) >= j->record->end || !cm_journal_next(j->journal, &e, err)) {
            return false;
        }
    } while (e.kind != CM_ENTRY_ITEM);
    cm_arena_reset(&i->mem);
    cm_buf_reset(&i->bytes);
    const cm_journal_item *t = &e.as.item;
    i->in = (cm_intake_item){.item = *t,
                             .source_no = j->source.source_no,
                             .path = path_of(j, t->file_no),
                             .received_on = j->source.received_on};
    i->in.item.id = t->id.ptr != NULL ? cm_arena_sv(&i->mem, t->id) : t->id;
    i->in.item.place = cm_arena_sv(&i->mem, t->place);
    i->in.item.labels = t->labels.ptr != NULL ? cm_arena_sv(&i->mem, t->labels) : t->labels;
    return t->cause != CM_CAUSE_NONE ||
           cm_vault_get(j->parts[t->at.part], t->at.begin, t->at.end, &i->bytes, err) == CM_OK;
}

static void work_item(void *payload, size_t worker, void *it)
{
    job *j = payload;
    item *i = it;
    if (i->in.item.cause == CM_CAUSE_NONE) {
        cm_intake_work(&j->intake, j->readings[worker], &i->mem, cm_buf_view(&i->bytes), &i->in);
    }
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    j->summary->bytes_done += i->in.item.at.end - i->in.item.at.begin;
    return cm_intake_write(&j->intake, &i->in, err);
}

/* ---- records ---- */

/* The files stand behind the items that name them. */
static cm_status read_names(job *j, cm_err *err)
{
    cm_arena_reset(&j->mem);
    j->names.items = NULL;
    j->names.count = j->names.cap = 0;
    cm_journal_seek(j->journal, j->record->begin);
    cm_entry e;
    CM_AUTO_ERR fault = {0};
    while (cm_journal_at(j->journal) < j->record->end && cm_journal_next(j->journal, &e, &fault)) {
        if (e.kind == CM_ENTRY_FILE) {
            *cm_vec_push(&j->mem, &j->names) =
                (file_name){e.as.file.file_no, cm_arena_sv(&j->mem, e.as.file.path)};
        }
    }
    cm_journal_seek(j->journal, j->record->begin);
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* The rows of files and source as the record left them. */
static cm_status put_rows(job *j, cm_err *err)
{
    cm_journal_seek(j->journal, j->record->begin);
    cm_status status = CM_OK;
    cm_entry e;
    CM_AUTO_ERR fault = {0};
    while (status == CM_OK && cm_journal_at(j->journal) < j->record->end &&
           cm_journal_next(j->journal, &e, &fault)) {
        if (e.kind == CM_ENTRY_FILE) {
            cm_cell number = cm_cell_int(e.as.file.file_no);
            status = cm_facts_execute(j->site->session, CM_QUERY_FILE_DELETE, &number, 1, err);
            if (status == CM_OK) {
                status = cm_intake_put_file(&j->intake, j->source.source_no, &e.as.file, err);
            }
        } else if (e.kind == CM_ENTRY_TABLE) {
            cm_table_info ignored;
            status = cm_table_take(&j->intake, j->parts, j->source.source_no, &e.as.table,
                                   path_of(j, e.as.table.file_no), &ignored, err);
        } else if (e.kind == CM_ENTRY_END) {
            status = cm_intake_put_source(&j->intake, &j->source, &e.as.end, j->record->end, err);
        }
    }
    return status != CM_OK || fault.status == CM_OK
               ? status
               : cm_err_set(err, fault.status, "%s", fault.message);
}

static cm_status run_record(job *j, const cm_pipeline *p, cm_err *err)
{
    cm_status status = open_source(j, j->record->source_no, err);
    if (status == CM_OK) {
        status = read_names(j, err);
    }
    if (status == CM_OK) {
        status = cm_intake_begin(&j->intake, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_pipeline_run(p, err);
    if (status == CM_OK) {
        status = put_rows(j, err);
    }
    if (status == CM_OK) {
        status = cm_intake_commit(&j->intake, err);
    }
    if (status != CM_OK) {
        cm_intake_rollback(&j->intake);
    }
    return status;
}

static cm_status run_records(job *j, const records *list, cm_err *err)
{
    size_t workers = j->options->workers != 0 ? j->options->workers : cm_processors();
    size_t count = workers * ITEMS_PER_WORKER;
    item *items = cm_alloc_zero(count, sizeof(*items));
    void **ring = cm_alloc_zero(count, sizeof(*ring));
    for (size_t i = 0; i < count; i++) {
        cm_buf_init(&items[i].bytes, CM_MAX_LINE);
        cm_arena_init(&items[i].mem);
        ring[i] = &items[i];
    }
    j->readings = cm_readings_new(j->site->home, workers);
    const cm_pipeline p = {workers,   ring,       count, read_item,
                           work_item, write_item, j,     j->options->watch.cancel};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < list->count; i++) {
        j->record = &list->items[i];
        status = run_record(j, &p, err);
    }
    for (size_t i = 0; i < count; i++) {
        cm_buf_clear(&items[i].bytes);
        cm_arena_clear(&items[i].mem);
    }
    cm_readings_free(j->readings, workers);
    cm_free(ring);
    cm_free(items);
    return status;
}

/* Records are replayed into the tables as they are. */
static cm_status replay(job *j, records *list, cm_err *err)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof(*list->items), by_first_document);
    }
    cm_status status =
        list->count > 0 ? cm_intake_open(j->site, &j->options->watch, j->summary, &j->intake, err)
                        : CM_OK;
    if (status == CM_OK && list->count > 0) {
        status = run_records(j, list, err);
    }
    if (status == CM_OK && list->count > 0) {
        status = cm_intake_link(&j->intake, err);
    }
    cm_intake_close(&j->intake);
    return status;
}

static cm_status list_all(job *j, records *list, cm_err *err)
{
    const cm_workspace *w = &j->site->workspace;
    cm_numbers sources = {0};
    cm_status status = cm_vault_sources(&j->site->mem, w, &sources, err);
    for (size_t i = 0; status == CM_OK && i < sources.count; i++) {
        uint64_t sizes[CM_PART_COUNT] = {0};
        for (size_t k = 0; status == CM_OK && k < CM_PART_COUNT; k++) {
            status = cm_vault_measure(w, sources.items[i], (cm_part)k, &sizes[k], err);
        }
        if (status == CM_OK && sizes[CM_PART_JOURNAL] > 0) {
            j->summary->bytes += sizes[CM_PART_ORIGINALS] + sizes[CM_PART_TEXTS];
            status = list_records(j, sources.items[i], 0, list, err);
        }
    }
    return status;
}

/* Into the site of the job, which is closed after a fault. */
static cm_status fill(job *j, cm_site **ret_site, cm_err *err)
{
    cm_arena_init(&j->mem);
    records list = {0};
    cm_status status = list_all(j, &list, err);
    if (status == CM_OK) {
        status = replay(j, &list, err);
    }
    close_source(j);
    cm_arena_clear(&j->mem);
    if (status != CM_OK) {
        cm_site_close(j->site);
        return status;
    }
    *ret_site = j->site;
    return CM_OK;
}

cm_status cm_rebuild_fresh(const cm_home *home, cm_sv folder, const cm_rebuild_options *options,
                           cm_site **ret_site, cm_import_summary *ret_summary, cm_err *err)
{
    *ret_summary = (cm_import_summary){0};
    job j = {.options = options, .summary = ret_summary};
    cm_status status = cm_site_open_fresh(home, folder, options->workers, &j.site, err);
    return status == CM_OK ? fill(&j, ret_site, err) : status;
}

cm_status cm_rebuild_beside(const cm_site *base, const cm_rebuild_options *options,
                            cm_site **ret_site, cm_import_summary *ret_summary, cm_err *err)
{
    *ret_summary = (cm_import_summary){0};
    job j = {.options = options, .summary = ret_summary};
    cm_status status = cm_site_open_beside(base, options->workers, &j.site, err);
    return status == CM_OK ? fill(&j, ret_site, err) : status;
}

cm_status cm_rebuild(const cm_home *home, cm_sv folder, const cm_rebuild_options *options,
                     cm_import_summary *ret_summary, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_rebuild_fresh(home, folder, options, &site, ret_summary, err);
    return status == CM_OK ? cm_site_close_fresh(site, err) : status;
}

cm_status cm_rebuild_catch_up(cm_site *site, cm_err *err)
{
    cm_import_summary ignored = {0};
    cm_rebuild_options options = {0};
    job j = {.site = site, .options = &options, .summary = &ignored};
    cm_arena_init(&j.mem);
    cm_site_lags lags = {0};
    records list = {0};
    cm_status status = cm_site_lag(site, &lags, err);
    for (size_t i = 0; status == CM_OK && i < lags.count; i++) {
        status = list_records(&j, lags.items[i].source_no, lags.items[i].known, &list, err);
    }
    if (status == CM_OK) {
        status = replay(&j, &list, err);
    }
    close_source(&j);
    cm_arena_clear(&j.mem);
    return status;
}
