#include "base/base.h"

#include "app/intake.h"

#include "app/amend.h"

enum { PROGRESS_EVERY = 64 };

/* ---- what is there already ---- */

static cm_status load_contents(cm_intake *in, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(in->site->session, CM_QUERY_CONTENTS, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_cell content = cm_rows_cell(rows, 1);
        cm_known_key key;
        in->last_doc_key = cm_rows_cell(rows, 0).number;
        if (content.type == CM_CELL_TEXT && cm_known_key_read(content.text, &key)) {
            cm_known_put(&in->contents, key, in->last_doc_key);
        }
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_intake_open(cm_site *site, const cm_intake_watch *watch, cm_import_summary *summary,
                         cm_intake *ret_intake, cm_err *err)
{
    *ret_intake = (cm_intake){
        .site = site, .watch = watch, .summary = summary, .use = cm_home_fill_use(site->home)};
    cm_status status = load_contents(ret_intake, err);
    return status == CM_OK ? cm_corrected_open(site, &ret_intake->corrected, err) : status;
}

void cm_intake_close(cm_intake *in)
{
    cm_known_clear(&in->contents);
    cm_corrected_close(&in->corrected);
}

/* ---- reading ---- */

void cm_intake_work(const cm_intake *in, cm_reading *reading, cm_arena *mem, cm_sv bytes,
                    cm_intake_item *item)
{
    cm_document *d = &item->document;
    if (item->item.at.is_json) {
        cm_reading_line(reading, mem, bytes, item->item.line, d);
    } else {
        cm_reading_text(reading, mem, item->item.id, bytes, d);
    }
    if (d->cause != CM_CAUSE_NONE) {
        return;
    }
    item->digest = cm_digest_hex(mem, cm_digest_of(d->text));
    /* The id may stand in the reading's own memory, which the next line takes. */
    d->id = cm_arena_sv(mem, d->id);
    const cm_identity_data *identity = &in->site->home->identity;
    item->identity = cm_identity_of(identity, mem, d->text, &d->record);
    const cm_corrections *corrections = cm_corrected_of(&in->corrected, mem, &item->identity);
    if (corrections != NULL) { /* court and number may be among them */
        const cm_record *amended = cm_amend(&in->use, mem, &d->record, corrections, NULL);
        item->identity = cm_identity_of(identity, mem, d->text, amended);
    }
    cm_fill_document fill = {d->id, item->received_on, &d->record, corrections};
    cm_fill(&in->use, mem, &fill, &item->rows);
}

/* ---- writing ---- */

static cm_status write_cause(cm_intake *in, const cm_intake_item *i, cm_cause cause, cm_err *err)
{
    in->summary->causes[cause]++;
    if (in->watch->not_read != NULL) {
        const cm_not_read what = {i->path, i->item.place, i->item.line, cause};
        in->watch->not_read(in->watch->payload, &what);
    }
    const cm_cell cells[] = {cm_cell_int(i->item.file_no), cm_cell_int((int64_t)i->item.line),
                             cm_cell_text(i->item.place), cm_cell_text(cm_cause_name(cause))};
    return cm_writer_add_fixed(in->writer, CM_TABLE_NOT_READ, cells, CM_COUNT(cells), err);
}

static cm_cell key_text(cm_arena *mem, cm_known_key key)
{
    return cm_known_key_is_set(key) ? cm_cell_text(cm_known_key_write(mem, key)) : cm_cell_null();
}

/* The columns that a document and a duplicate have in common; the key first. */
enum { ADDRESS_CELLS = 13, DOCUMENT_CELLS = ADDRESS_CELLS + 5 };

static void put_address(cm_cell *cells, int64_t doc_key, const cm_intake_item *i)
{
    const cm_journal_item *t = &i->item;
    const cm_cell all[ADDRESS_CELLS] = {
        cm_cell_int(doc_key),
        cm_cell_int(i->source_no),
        cm_cell_int(t->file_no),
        cm_cell_int((int64_t)t->line),
        cm_cell_text(t->place),
        cm_cell_text(i->document.id),
        cm_cell_int(t->at.part),
        cm_cell_bool(t->at.is_json),
        cm_cell_int((int64_t)t->at.begin),
        cm_cell_int((int64_t)t->at.end),
        cm_cell_int((int64_t)t->at.map_begin),
        cm_cell_int((int64_t)t->at.map_end),
        t->labels.len > 0 ? cm_cell_text(t->labels) : cm_cell_null(),
    };
    for (size_t k = 0; k < ADDRESS_CELLS; k++) {
        cells[k] = all[k];
    }
}

static cm_status write_duplicate(cm_intake *in, const cm_intake_item *i, int64_t kept, cm_err *err)
{
    cm_cell cells[ADDRESS_CELLS];
    put_address(cells, kept, i);
    in->summary->documents_known++;
    return cm_writer_add_fixed(in->writer, CM_TABLE_DUPLICATE, cells, CM_COUNT(cells), err);
}

static cm_status write_document(cm_intake *in, const cm_intake_item *i, cm_err *err)
{
    int64_t key = ++in->last_doc_key;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_cell cells[DOCUMENT_CELLS];
    put_address(cells, key, i);
    const cm_cell own[DOCUMENT_CELLS - ADDRESS_CELLS] = {
        cm_cell_text(i->digest), key_text(&mem, i->identity.content),
        key_text(&mem, i->identity.subject), key_text(&mem, i->identity.chain),
        cm_cell_bool(i->identity.corrects)};
    for (size_t k = 0; k < CM_COUNT(own); k++) {
        cells[ADDRESS_CELLS + k] = own[k];
    }
    in->summary->documents++;
    cm_status status =
        cm_writer_add_fixed(in->writer, CM_TABLE_DOCUMENT, cells, CM_COUNT(cells), err);
    cm_known_put(&in->contents, i->identity.content, key);
    return status == CM_OK ? cm_writer_add(in->writer, key, &i->rows, err) : status;
}

cm_status cm_intake_write(cm_intake *in, const cm_intake_item *item, cm_err *err)
{
    cm_cause cause = item->item.cause != CM_CAUSE_NONE ? item->item.cause : item->document.cause;
    cm_status status = CM_OK;
    if (cause != CM_CAUSE_NONE) {
        status = write_cause(in, item, cause, err);
    } else {
        int64_t kept = cm_known_find(&in->contents, item->identity.content);
        status = kept != 0 ? write_duplicate(in, item, kept, err) : write_document(in, item, err);
    }
    uint64_t seen = in->summary->documents + in->summary->documents_known;
    if (in->watch->progress != NULL && seen % PROGRESS_EVERY == 0) {
        in->watch->progress(in->watch->payload, in->summary);
    }
    return status;
}

/* ---- links ---- */

static cm_status count_links(const cm_intake *in, uint64_t *ret_count, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(in->site->session, CM_QUERY_LINK_COUNT, NULL, 0, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        *ret_count = (uint64_t)cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_intake_link(cm_intake *in, cm_err *err)
{
    static const cm_facts_query steps[] = {CM_QUERY_BEGIN, CM_QUERY_LINKS_DELETE,
                                           CM_QUERY_LINK_VERSIONS, CM_QUERY_LINK_CORRECTIONS,
                                           CM_QUERY_COMMIT};
    uint64_t before = 0, after = 0;
    cm_status status = count_links(in, &before, err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(steps); i++) {
        status = cm_facts_execute(in->site->session, steps[i], NULL, 0, err);
        if (status != CM_OK && i > 0) {
            cm_facts_rollback(in->site->session);
        }
    }
    if (status == CM_OK) {
        status = count_links(in, &after, err);
        in->summary->links = after > before ? after - before : 0;
    }
    return status;
}

/* ---- transactions ---- */

cm_status cm_intake_begin(cm_intake *in, cm_err *err)
{
    cm_status status = cm_facts_execute(in->site->session, CM_QUERY_BEGIN, NULL, 0, err);
    if (status == CM_OK) {
        in->writer = cm_writer_open(in->site->session, in->site->home->catalogue);
    }
    return status;
}

cm_status cm_intake_commit(cm_intake *in, cm_err *err)
{
    cm_status status = cm_writer_close(in->writer, err);
    in->writer = NULL;
    return status == CM_OK ? cm_facts_execute(in->site->session, CM_QUERY_COMMIT, NULL, 0, err)
                           : status;
}

void cm_intake_rollback(cm_intake *in)
{
    cm_writer_drop(in->writer);
    in->writer = NULL;
    cm_facts_rollback(in->site->session);
}

cm_status cm_intake_put_source(cm_intake *in, const cm_journal_source *source,
                               const cm_journal_end *end, uint64_t journal, cm_err *err)
{
    cm_cell number = cm_cell_int(source->source_no);
    cm_status status = cm_facts_execute(in->site->session, CM_QUERY_SOURCE_DELETE, &number, 1, err);
    const cm_cell cells[] = {number,
                             cm_cell_text(source->label),
                             cm_date_exists(source->received_on)
                                 ? cm_cell_date(cm_date_to_days(source->received_on))
                                 : cm_cell_null(),
                             cm_cell_int((int64_t)end->originals),
                             cm_cell_int((int64_t)end->texts),
                             cm_cell_int((int64_t)journal),
                             cm_cell_bool(end->complete)};
    return status == CM_OK
               ? cm_writer_add_fixed(in->writer, CM_TABLE_SOURCE, cells, CM_COUNT(cells), err)
               : status;
}

cm_status cm_intake_put_file(cm_intake *in, int64_t source_no, const cm_journal_file *f,
                             cm_err *err)
{
    const cm_cell cells[] = {
        cm_cell_int(f->file_no),        cm_cell_int(source_no),
        cm_cell_text(f->path),          cm_cell_text(f->digest),
        cm_cell_text(f->form),          cm_cell_int((int64_t)f->raw_begin),
        cm_cell_int((int64_t)f->kept),  cm_cell_int((int64_t)f->done),
        cm_cell_int((int64_t)f->lines), cm_cell_bool(f->complete),
    };
    return cm_writer_add_fixed(in->writer, CM_TABLE_FILE, cells, CM_COUNT(cells), err);
}
