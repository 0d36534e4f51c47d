#include "base/base.h"

#include "app/site.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"

static cm_status prepare(cm_site *s, cm_err *err)
{
    cm_status status = cm_session_open(s->engine, &s->session, err);
    if (status == CM_OK) {
        status = cm_facts_create(s->session, s->home->catalogue, err);
    }
    cm_plan_functions functions = cm_model_functions(&s->mem, s->home->law);
    for (size_t i = 0; status == CM_OK && i < functions.count; i++) {
        status = cm_session_register(s->session, &functions.items[i], err);
    }
    return status;
}

static cm_status open_engine(cm_site *s, cm_sv path, size_t threads, cm_err *err)
{
    cm_engine_options options = {.path = path, .threads = threads};
    cm_status status = cm_engine_open(&options, &s->engine, err);
    return status == CM_OK ? prepare(s, err) : status;
}

static cm_site *site_new(const cm_home *home)
{
    cm_site *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    s->home = home;
    s->workspace.lock = -1;
    return s;
}

/* Without its tables a workspace would look empty, though it is not. */
static cm_status check_facts(cm_site *s, cm_err *err)
{
    cm_numbers sources = {0};
    cm_status status = cm_vault_sources(&s->mem, &s->workspace, &sources, err);
    if (status == CM_OK && sources.count > 0 && !cm_file_exists(s->workspace.facts)) {
        status = cm_err_set(err, CM_E_NOTFOUND,
                            "%.*s is missing, and the vault holds %zu sources: chaming rebuild "
                            "makes it anew from them",
                            CM_SV_ARG(s->workspace.facts), sources.count);
    }
    return status;
}

cm_status cm_site_open(const cm_home *home, cm_sv folder, size_t threads, cm_site **ret_site,
                       cm_err *err)
{
    cm_site *s = site_new(home);
    cm_status status = cm_workspace_open(&s->mem, folder, CM_SV(""), &s->workspace, err);
    if (status == CM_OK) {
        status = check_facts(s, err);
    }
    if (status == CM_OK) {
        status = open_engine(s, s->workspace.facts, threads, err);
    }
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

cm_status cm_site_open_memory(const cm_home *home, cm_site **ret_site, cm_err *err)
{
    cm_site *s = site_new(home);
    cm_status status = open_engine(s, CM_SV(""), 1, err);
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

void cm_site_close(cm_site *s)
{
    if (s != NULL) {
        cm_reading_free(s->reading);
        cm_vault_close(s->vault);
        cm_session_close(s->session);
        cm_engine_close(s->engine);
        cm_workspace_close(&s->workspace);
        cm_arena_clear(&s->mem);
        cm_free(s);
    }
}

static cm_status add_fixed_rows(cm_site *s, cm_writer *w, const cm_document *d, int64_t key,
                                cm_date received_on, cm_err *err)
{
    const cm_cell received =
        cm_date_exists(received_on) ? cm_cell_date(cm_date_to_days(received_on)) : cm_cell_null();
    const cm_cell number = cm_cell_int(key), zero = cm_cell_int(0);
    const cm_cell digest = cm_cell_text(cm_digest_hex(&s->mem, cm_digest_of(d->text)));
    const cm_cell source[] = {number, cm_cell_text(d->id), received};
    const cm_cell file[] = {
        number, number, cm_cell_text(d->id), digest, cm_cell_bool(false), zero, zero,
        zero,   zero,   cm_cell_bool(true)};
    const cm_cell document[] = {number, number, number, zero, cm_cell_text(d->id),
                                digest, zero,   zero};
    cm_status status = cm_writer_add_fixed(w, CM_TABLE_SOURCE, source, CM_COUNT(source), err);
    if (status == CM_OK) {
        status = cm_writer_add_fixed(w, CM_TABLE_FILE, file, CM_COUNT(file), err);
    }
    if (status == CM_OK) {
        status = cm_writer_add_fixed(w, CM_TABLE_DOCUMENT, document, CM_COUNT(document), err);
    }
    return status;
}

cm_status cm_site_add(cm_site *s, const cm_document *document, cm_date received_on,
                      int64_t *ret_doc_key, cm_err *err)
{
    *cm_vec_push(&s->mem, &s->kept) = document;
    int64_t key = (int64_t)s->kept.count;
    cm_fill_use use = cm_home_fill_use(s->home);
    cm_fill_document fill = {document->id, received_on, &document->record};
    cm_fact_rows rows;
    cm_fill(&use, &s->mem, &fill, &rows);
    cm_writer *w = cm_writer_open(s->session, s->home->catalogue);
    cm_status status = add_fixed_rows(s, w, document, key, received_on, err);
    if (status == CM_OK) {
        status = cm_writer_add(w, key, &rows, err);
    }
    if (status != CM_OK) {
        cm_writer_drop(w);
        return status;
    }
    *ret_doc_key = key;
    return cm_writer_close(w, err);
}

static cm_status open_vault(cm_site *s, int64_t source, cm_err *err)
{
    if (s->vault != NULL && s->vault_source == source) {
        return CM_OK;
    }
    cm_vault_close(s->vault);
    s->vault = NULL;
    s->vault_source = source;
    return cm_vault_open(&s->workspace, source, CM_PART_ORIGINALS, false, &s->vault, err);
}

/* The document's text out of its raw bytes: the bytes themselves, or a member of a JSON object. */
static cm_status pick_text(cm_site *s, cm_arena *mem, cm_sv raw, bool is_json, cm_sv *ret_text,
                           cm_err *err)
{
    if (!is_json) {
        *ret_text = cm_arena_sv(mem, raw);
        return CM_OK;
    }
    if (s->reading == NULL) {
        s->reading = cm_reading_new(s->home);
    }
    cm_sv id, text;
    if (cm_reading_pick(s->reading, raw, &id, &text) != CM_CAUSE_NONE) {
        return cm_err_set(err, CM_E_SCHEMA, "the vault does not hold what the facts say");
    }
    *ret_text = cm_arena_sv(mem, text);
    return CM_OK;
}

typedef struct {
    int64_t source;
    uint64_t begin, end;
    bool is_json;
} address;

static cm_status find_document(cm_site *s, int64_t doc_key, cm_arena *mem,
                               cm_site_document *ret_document, address *ret_at, cm_err *err)
{
    cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_DOCUMENT, &key, 1, &rows, err);
    if (status != CM_OK) {
        return status;
    }
    if (cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, 7);
        *ret_document = (cm_site_document){
            .id = cm_arena_sv(mem, cm_rows_cell(rows, 0).text),
            .court = cm_arena_sv(mem, cm_rows_cell(rows, 5).text),
            .case_no = cm_arena_sv(mem, cm_rows_cell(rows, 6).text),
            .received_on = received.type == CM_CELL_DATE
                               ? cm_date_from_days((int32_t)received.number)
                               : CM_NO_DATE,
        };
        *ret_at =
            (address){cm_rows_cell(rows, 1).number, (uint64_t)cm_rows_cell(rows, 2).number,
                      (uint64_t)cm_rows_cell(rows, 3).number, cm_rows_cell(rows, 4).number != 0};
    } else {
        status = cm_err_set(err, CM_E_NOTFOUND, "no document %lld", (long long)doc_key);
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_site_text(cm_site *s, int64_t doc_key, cm_arena *mem, cm_site_document *ret_document,
                       cm_err *err)
{
    cm_site_document d = {0};
    address at = {0};
    cm_status status = find_document(s, doc_key, mem, &d, &at, err);
    if (status == CM_OK && s->workspace.lock < 0) {
        d.text = s->kept.items[doc_key - 1]->text;
        *ret_document = d;
        return CM_OK;
    }
    if (status == CM_OK) {
        status = open_vault(s, at.source, err);
    }
    CM_AUTO_BUF raw;
    cm_buf_init(&raw, CM_MAX_LINE);
    if (status == CM_OK) {
        status = cm_vault_get(s->vault, at.begin, at.end, &raw, err);
    }
    if (status == CM_OK) {
        status = pick_text(s, mem, cm_buf_view(&raw), at.is_json, &d.text, err);
    }
    if (status == CM_OK) {
        *ret_document = d;
    }
    return status;
}
