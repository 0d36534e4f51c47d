#include "base/base.h"

#include "app/import_plan.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/lines.h"

typedef struct {
    cm_site *site;
    const cm_import_options *options;
    cm_import_summary *summary;
    cm_import_plan *plan;
    cm_map digests; /* of files of this import */
    int64_t last_file;
} planning;

typedef enum { TYPE_UNKNOWN, TYPE_JSON, TYPE_TEXT } file_type;

static const struct {
    const char *end;
    file_type type;
} endings[] = {
    {".ndjson", TYPE_JSON}, {".jsonl", TYPE_JSON}, {".json", TYPE_JSON}, {".txt", TYPE_TEXT}};

static file_type type_by_name(cm_sv path)
{
    for (size_t i = 0; i < CM_COUNT(endings); i++) {
        if (cm_sv_ends(path, cm_sv_from(endings[i].end))) {
            return endings[i].type;
        }
    }
    return TYPE_UNKNOWN;
}

static void report(planning *p, cm_sv path, cm_cause cause)
{
    p->summary->causes[cause]++;
    if (p->options->not_read != NULL) {
        p->options->not_read(p->options->payload, path, 0, cause);
    }
}

typedef struct {
    cm_digester *digester;
    uint64_t size;
    char first; /* the first byte that is not blank */
} measuring;

static cm_status measure_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    (void)err;
    measuring *m = payload;
    cm_digester_add(m->digester, bytes);
    m->size += bytes.len;
    cm_sv rest = cm_sv_trim(cm_reading_unmarked(bytes));
    if (m->first == '\0' && rest.len > 0) {
        m->first = rest.ptr[0];
    }
    return CM_OK;
}

/* Reads the whole file once: its digest tells whether it is known. */
static cm_status measure(planning *p, cm_sv path, measuring *m, cm_sv *ret_digest, cm_err *err)
{
    cm_lines *lines = NULL;
    cm_status status = cm_lines_open(path, 0, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    m->digester = cm_digester_new();
    cm_lines_set_tap(lines, measure_bytes, m);
    cm_lines_set_cancel(lines, p->options->cancel);
    CM_AUTO_BUF none;
    cm_buf_init(&none, 0);
    CM_AUTO_ERR fault = {0};
    cm_line at;
    while (cm_lines_next(lines, &none, &at, &fault)) {
    }
    cm_lines_close(lines);
    *ret_digest = cm_digest_hex(&p->site->mem, cm_digester_finish(m->digester));
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* Take over how far an earlier import came with the same content. False: it is wholly known. */
static cm_status recognise(planning *p, cm_import_file *f, bool *ret_known, cm_err *err)
{
    cm_cell digest = cm_cell_text(f->digest);
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(p->site->session, CM_QUERY_FILE_BY_DIGEST, &digest, 1, &rows, err);
    if (status != CM_OK) {
        return status;
    }
    if (cm_rows_next(rows)) {
        f->stored = f->resumed = true;
        f->file_no = cm_rows_cell(rows, 0).number;
        f->source_no = cm_rows_cell(rows, 1).number;
        f->raw_begin = (uint64_t)cm_rows_cell(rows, 2).number;
        f->kept = (uint64_t)cm_rows_cell(rows, 3).number;
        f->done = (uint64_t)cm_rows_cell(rows, 4).number;
        f->lines = (uint64_t)cm_rows_cell(rows, 5).number;
        *ret_known = cm_rows_cell(rows, 6).number != 0;
        cm_cell received = cm_rows_cell(rows, 7);
        f->received_on = received.type == CM_CELL_DATE ? cm_date_from_days((int32_t)received.number)
                                                       : CM_NO_DATE;
    }
    cm_rows_close(rows);
    return CM_OK;
}

static cm_status add_file(planning *p, cm_sv path, file_type type, cm_err *err)
{
    p->summary->files++;
    cm_import_file f = {
        .path = path, .source_no = p->plan->new_source, .received_on = p->options->received_on};
    measuring m = {0};
    cm_status status = measure(p, path, &m, &f.digest, err);
    if (status == CM_E_CANCELLED) {
        return status;
    }
    if (status != CM_OK) {
        report(p, path, CM_CAUSE_UNREADABLE_FILE);
        cm_err_clear(err);
        return CM_OK;
    }
    f.size = m.size;
    f.is_json = type == TYPE_JSON || (type == TYPE_UNKNOWN && m.first == '{');
    bool known = cm_map_put(&p->site->mem, &p->digests, f.digest, p) != NULL;
    if (!known) {
        status = recognise(p, &f, &known, err);
    }
    if (status != CM_OK || known) {
        p->summary->files_known += known ? 1 : 0;
        return status;
    }
    if (!f.stored) {
        f.file_no = ++p->last_file;
    }
    p->summary->bytes += f.size - f.done;
    *cm_vec_push(&p->site->mem, &p->plan->files) = f;
    return CM_OK;
}

static cm_status add_folder(planning *p, cm_sv folder, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = cm_file_list(&p->site->mem, folder, &paths, err);
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        file_type type = type_by_name(paths.items[i]);
        bool is_file = cm_file_is_regular(paths.items[i]);
        if (!is_file || type == TYPE_UNKNOWN) {
            p->summary->files++;
            report(p, paths.items[i], is_file ? CM_CAUSE_UNKNOWN_TYPE : CM_CAUSE_UNREADABLE_FILE);
        } else {
            status = add_file(p, paths.items[i], type, err);
        }
    }
    return status;
}

/* A number that the vault has is never used again: the tables may have been lost, and originals
 * must not be taken for what a killed import left. */
static cm_status last_keys(planning *p, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_numbers sources = {0};
    cm_status status = cm_vault_sources(&p->site->mem, &p->site->workspace, &sources, err);
    int64_t last_source = sources.count > 0 ? sources.items[sources.count - 1] : 0;
    if (status == CM_OK) {
        status = cm_facts_ask(p->site->session, CM_QUERY_LAST_KEYS, NULL, 0, &rows, err);
    }
    if (status == CM_OK) {
        cm_assert(cm_rows_next(rows));
        int64_t known = cm_rows_cell(rows, 0).number;
        p->plan->new_source = (known > last_source ? known : last_source) + 1;
        p->last_file = cm_rows_cell(rows, 1).number;
        p->plan->last_doc_key = cm_rows_cell(rows, 2).number;
        cm_rows_close(rows);
    }
    return status;
}

cm_status cm_import_plan_make(cm_site *site, const cm_import_options *options,
                              cm_import_summary *summary, cm_import_plan *ret_plan, cm_err *err)
{
    *ret_plan = (cm_import_plan){0};
    planning p = {.site = site, .options = options, .summary = summary, .plan = ret_plan};
    cm_status status = last_keys(&p, err);
    for (size_t i = 0; status == CM_OK && i < options->paths->count; i++) {
        cm_sv path = options->paths->items[i];
        if (cm_file_is_folder(path)) {
            status = add_folder(&p, path, err);
        } else if (!cm_file_exists(path)) {
            status = cm_err_set(err, CM_E_NOTFOUND, "%.*s: no such file", CM_SV_ARG(path));
        } else {
            status = add_file(&p, path, type_by_name(path), err);
        }
    }
    return status;
}
