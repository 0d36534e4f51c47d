#include "base/base.h"

#include "app/import_plan.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/lines.h"

#define IN_THIS_IMPORT INT64_MAX

typedef struct {
    cm_site *site;
    const cm_import_options *options;
    cm_import_summary *summary;
    cm_import_plan *plan;
    cm_known files; /* digest to the number of the file; negative: an import was stopped in it */
    cm_buf head;    /* the beginning of the file that is looked at */
    cm_json_reader *json;
    int64_t last_file;
} planning;

/* ---- one file ---- */

static cm_status read_head(planning *p, cm_sv path, cm_err *err)
{
    cm_buf_reset(&p->head);
    cm_status status = cm_file_read(path, &p->head, err);
    if (status == CM_E_LIMIT) { /* longer than its head */
        cm_err_clear(err);
        status = CM_OK;
    }
    return status;
}

/* JSON of another layout than one object a line. What begins as an object but does not end with the
 * line is a broken line when the next line begins one too. */
static bool in_elements(planning *p)
{
    cm_sv rest = cm_sv_trim(cm_reading_unmarked(cm_buf_view(&p->head))), line;
    if (rest.len == 0 || rest.ptr[0] == '[') {
        return rest.len > 0;
    }
    cm_err none = {0};
    bool more = cm_sv_split(&rest, '\n', &line);
    bool whole = more && cm_json_pick(p->json, line, NULL, 0, &none) == CM_OK;
    cm_err_clear(&none);
    rest = cm_sv_trim(rest);
    return !whole && rest.len > 0 && rest.ptr[0] != '{';
}

typedef struct {
    cm_digester *digester;
    uint64_t size;
} measuring;

static cm_status measure_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    (void)err;
    measuring *m = payload;
    cm_digester_add(m->digester, bytes);
    m->size += bytes.len;
    return CM_OK;
}

/* Reads the whole file once: its digest tells whether it is known. */
static cm_status measure(planning *p, cm_sv path, uint64_t *ret_size, cm_digest *ret_digest,
                         cm_err *err)
{
    cm_lines *lines = NULL;
    cm_status status = cm_lines_open(path, 0, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    measuring m = {.digester = cm_digester_new()};
    cm_lines_set_tap(lines, measure_bytes, &m);
    cm_lines_set_cancel(lines, p->options->watch.cancel);
    CM_AUTO_ERR fault = {0};
    while (cm_lines_chunk(lines, &fault)) {
    }
    cm_lines_close(lines);
    *ret_size = m.size;
    *ret_digest = cm_digester_finish(m.digester);
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* Take over how far an earlier import came with the same content. */
static cm_status take_over(planning *p, cm_import_file *f, int64_t file_no, cm_err *err)
{
    cm_cell number = cm_cell_int(file_no);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(p->site->session, CM_QUERY_FILE, &number, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        f->stored = f->resumed = true;
        f->source_no = cm_rows_cell(rows, 0).number;
        f->row.file_no = file_no;
        f->row.raw_begin = (uint64_t)cm_rows_cell(rows, 4).number;
        f->row.kept = (uint64_t)cm_rows_cell(rows, 5).number;
        f->row.done = (uint64_t)cm_rows_cell(rows, 6).number;
        f->row.lines = (uint64_t)cm_rows_cell(rows, 7).number;
        cm_cell received = cm_rows_cell(rows, 9);
        f->received_on = received.type == CM_CELL_DATE ? cm_date_from_days((int32_t)received.number)
                                                       : CM_NO_DATE;
    }
    cm_rows_close(rows);
    return status;
}

static cm_status add(planning *p, cm_import_file *f, cm_digest digest, cm_err *err)
{
    cm_known_key key = cm_known_key_of(digest);
    int64_t known = cm_known_find(&p->files, key);
    cm_known_put(&p->files, key, known > 0 ? known : IN_THIS_IMPORT);
    if (known > 0) {
        p->summary->files_known += f->cause == CM_CAUSE_NONE ? 1 : 0;
        return CM_OK;
    }
    f->row.digest = cm_digest_hex(&p->site->mem, digest);
    f->row.form = cm_form_id(f->form);
    if (known < 0) {
        cm_status status = take_over(p, f, -known, err);
        if (status != CM_OK) {
            return status;
        }
    } else {
        f->row.file_no = ++p->last_file;
    }
    p->summary->bytes += f->size - f->row.done;
    *cm_vec_push(&p->site->mem, &p->plan->files) = *f;
    return CM_OK;
}

/* A file that is not read has a row like any other, known by what it is called. */
static cm_status add_unread(planning *p, cm_import_file *f, cm_cause cause, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    f->cause = cause;
    f->form = CM_FORM_UNKNOWN;
    cm_digest digest = cm_digest_of(cm_arena_format(
        &mem, "%.*s\n%.*s", CM_SV_ARG(cm_cause_name(cause)), CM_SV_ARG(f->row.path)));
    if (cm_known_find(&p->files, cm_known_key_of(digest)) > 0) {
        p->summary->causes[cause]++;
        if (p->options->watch.not_read != NULL) {
            const cm_not_read what = {.path = f->row.path, .cause = cause};
            p->options->watch.not_read(p->options->watch.payload, &what);
        }
    }
    return add(p, f, digest, err);
}

static cm_status add_file(planning *p, cm_sv path, cm_sv name, cm_err *err)
{
    p->summary->files++;
    cm_import_file f = {.path = path,
                        .row = {.path = name},
                        .source_no = p->plan->new_source,
                        .received_on = p->options->received_on};
    CM_AUTO_ERR fault = {0};
    cm_digest digest = {{0}};
    cm_status status = cm_file_is_regular(path) ? read_head(p, path, &fault) : CM_E_IO;
    if (status == CM_OK) {
        f.form = cm_form_of(cm_file_name(name), cm_buf_view(&p->head));
        f.in_elements = f.form == CM_FORM_LINES && in_elements(p);
        if (f.form == CM_FORM_UNKNOWN) {
            return add_unread(p, &f, CM_CAUSE_UNKNOWN_TYPE, err);
        }
        status = measure(p, path, &f.size, &digest, &fault);
    }
    if (status == CM_E_CANCELLED) {
        return cm_err_set(err, status, "%s", fault.message);
    }
    return status == CM_OK ? add(p, &f, digest, err)
                           : add_unread(p, &f, CM_CAUSE_UNREADABLE_FILE, err);
}

static cm_status add_folder(planning *p, cm_sv folder, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = cm_file_list(&p->site->mem, folder, &paths, err);
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        status = add_file(p, paths.items[i], paths.items[i], err);
    }
    return status;
}

/* ---- the whole ---- */

static cm_status load_files(planning *p, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(p->site->session, CM_QUERY_FILE_DIGESTS, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_known_key key;
        int64_t number = cm_rows_cell(rows, 1).number;
        cm_sv digest = cm_rows_cell(rows, 0).text;
        if (cm_known_key_read(cm_sv_slice(digest, 0, digest.len / 2), &key)) {
            cm_known_put(&p->files, key, cm_rows_cell(rows, 2).number != 0 ? number : -number);
        }
        p->last_file = number > p->last_file ? number : p->last_file;
    }
    cm_rows_close(rows);
    return status;
}

/* The source of an import like this one that was stopped; 0: there is none. */
static cm_status open_source(planning *p, int64_t *ret_source, cm_err *err)
{
    cm_date d = p->options->received_on;
    const cm_cell values[] = {cm_cell_text(cm_import_label(p->options)),
                              cm_date_exists(d) ? cm_cell_date(cm_date_to_days(d))
                                                : cm_cell_null()};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(p->site->session, CM_QUERY_SOURCE_OPEN, values, CM_COUNT(values), &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        *ret_source = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_import_next_source(cm_site *s, int64_t *ret_number, cm_err *err)
{
    cm_rows *rows = NULL;
    int64_t last = 0;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_SOURCE_SIZES, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        last = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    cm_numbers sources = {0};
    if (status == CM_OK) {
        status = cm_vault_sources(&s->mem, &s->workspace, &sources, err);
    }
    for (size_t i = 0; status == CM_OK && i < sources.count; i++) {
        uint64_t journal = 0;
        status = cm_vault_measure(&s->workspace, sources.items[i], CM_PART_JOURNAL, &journal, err);
        if (journal > 0 && sources.items[i] > last) {
            last = sources.items[i];
        }
    }
    int64_t deleted = 0;
    if (status == CM_OK) {
        status = cm_workspace_last_deleted(&s->workspace, &deleted, err);
    }
    *ret_number = (deleted > last ? deleted : last) + 1;
    return status;
}

static cm_status number_source(planning *p, cm_err *err)
{
    int64_t open = 0, next = 0;
    cm_status status = cm_import_next_source(p->site, &next, err);
    if (status == CM_OK) {
        status = open_source(p, &open, err);
    }
    p->plan->new_source = open != 0 ? open : next;
    return status;
}

cm_status cm_import_plan_make(cm_site *site, const cm_import_options *options,
                              cm_import_summary *summary, cm_import_plan *ret_plan, cm_err *err)
{
    *ret_plan = (cm_import_plan){0};
    planning p = {.site = site,
                  .options = options,
                  .summary = summary,
                  .plan = ret_plan,
                  .json = cm_json_reader_new()};
    cm_buf_init(&p.head, CM_FORM_HEAD);
    cm_status status = load_files(&p, err);
    if (status == CM_OK) {
        status = number_source(&p, err);
    }
    for (size_t i = 0; status == CM_OK && i < options->paths->count; i++) {
        cm_sv path = options->paths->items[i];
        if (cm_file_is_folder(path)) {
            status = add_folder(&p, path, err);
        } else if (!cm_file_exists(path)) {
            status = cm_err_set(err, CM_E_NOTFOUND, "%.*s: no such file", CM_SV_ARG(path));
        } else {
            status =
                add_file(&p, path, options->names != NULL ? options->names->items[i] : path, err);
        }
    }
    cm_known_clear(&p.files);
    cm_buf_clear(&p.head);
    cm_json_reader_free(p.json);
    return status;
}
