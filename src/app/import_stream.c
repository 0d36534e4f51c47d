#include "base/base.h"

#include "app/import_stream.h"

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"

static const cm_cause causes[CM_FAULT_COUNT] = {
    [CM_FAULT_NONE] = CM_CAUSE_NONE,
    [CM_FAULT_EMPTY] = CM_CAUSE_EMPTY,
    [CM_FAULT_SCAN] = CM_CAUSE_SCAN,
    [CM_FAULT_PASSWORD] = CM_CAUSE_PASSWORD,
    [CM_FAULT_DAMAGED] = CM_CAUSE_DAMAGED,
    [CM_FAULT_CHARSET] = CM_CAUSE_CHARSET,
    [CM_FAULT_TOO_LONG] = CM_CAUSE_TOO_LONG,
    [CM_FAULT_BOMB] = CM_CAUSE_BOMB,
    [CM_FAULT_NESTED] = CM_CAUSE_NESTED,
    [CM_FAULT_TIMEOUT] = CM_CAUSE_TIMEOUT,
    [CM_FAULT_NO_TOOL] = CM_CAUSE_NO_TOOL,
    [CM_FAULT_NO_TEXT_COLUMN] = CM_CAUSE_NO_TEXT_COLUMN,
    [CM_FAULT_UNKNOWN_FORM] = CM_CAUSE_UNKNOWN_TYPE,
};

cm_cause cm_import_cause(cm_fault fault)
{
    return causes[fault];
}

/* ---- opening and closing files ---- */

static cm_import_file *file_of(cm_import_stream *s)
{
    return &s->plan->files.items[s->file];
}

static cm_status keep_bytes(void *payload, cm_sv bytes, cm_err *err)
{
    cm_import_stream *s = payload;
    cm_import_file *f = file_of(s);
    size_t skip = s->skip < bytes.len ? (size_t)s->skip : bytes.len;
    s->skip -= skip;
    cm_sv rest = cm_sv_slice(bytes, skip, bytes.len);
    f->row.kept += rest.len;
    if (s->collect != NULL) {
        (void)cm_buf_add(s->collect, bytes);
    }
    return cm_vault_put(s->originals, rest, err);
}

static cm_status open_lines(cm_import_stream *s, cm_import_file *f, cm_err *err)
{
    cm_status status = cm_lines_open(f->path, CM_MAX_LINE, &s->lines, err);
    if (status == CM_OK) {
        cm_lines_set_tap(s->lines, keep_bytes, s);
        cm_lines_set_cancel(s->lines, s->watch->cancel);
    }
    if (status == CM_OK && f->resumed && f->form == CM_FORM_LINES) {
        s->skip = f->row.kept - f->row.done;
        status = cm_lines_seek(s->lines, f->row.done, f->row.lines + 1, err);
    }
    return status;
}

/* The archive goes to the vault as a whole before its members are taken out. */
static cm_status open_members(cm_import_stream *s, cm_import_file *f, cm_err *err)
{
    cm_status status = open_lines(s, f, err);
    CM_AUTO_ERR fault = {0};
    while (status == CM_OK && cm_lines_chunk(s->lines, &fault)) {
    }
    cm_lines_close(s->lines);
    s->lines = NULL;
    if (status == CM_OK && fault.status != CM_OK) {
        status = cm_err_set(err, fault.status, "%s", fault.message);
    }
    if (status == CM_OK) {
        status = cm_members_open(f->form, f->path, s->columns, &s->members, err);
    }
    if (status == CM_OK && f->row.lines > 0 && !cm_members_skip(s->members, f->row.lines, &fault) &&
        fault.status != CM_OK) {
        status = cm_err_set(err, fault.status, "%s", fault.message);
    }
    return status;
}

static cm_status open_elements(cm_import_stream *s, cm_import_file *f, cm_err *err)
{
    cm_status status = cm_elements_open(f->path, CM_MAX_LINE, &s->elements, err);
    if (status != CM_OK) {
        return status;
    }
    cm_elements_set_tap(s->elements, keep_bytes, s);
    cm_elements_set_cancel(s->elements, s->watch->cancel);
    CM_AUTO_BUF passed;
    cm_buf_init(&passed, CM_MAX_LINE);
    CM_AUTO_ERR fault = {0};
    cm_line at;
    for (uint64_t i = 0; i < f->row.lines && cm_elements_next(s->elements, &passed, &at, &fault);
         i++) {
    }
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

static cm_status open_file(cm_import_stream *s, cm_import_file *f, cm_err *err)
{
    if (!f->resumed) {
        f->row.raw_begin = cm_vault_size(s->originals);
    }
    s->skip = f->row.kept;
    cm_status status = CM_OK;
    if (f->cause == CM_CAUSE_NONE && cm_form_is_container(f->form)) {
        status = open_members(s, f, err);
    } else if (f->cause == CM_CAUSE_NONE && f->in_elements) {
        status = open_elements(s, f, err);
    } else if (f->cause == CM_CAUSE_NONE) {
        status = open_lines(s, f, err);
    }
    s->open = status == CM_OK;
    f->resumed = false;
    return status;
}

static void close_parts(cm_import_stream *s)
{
    cm_lines_close(s->lines);
    cm_elements_close(s->elements);
    cm_members_close(s->members);
    s->lines = NULL;
    s->elements = NULL;
    s->members = NULL;
    s->open = false;
}

void cm_import_stream_close(cm_import_stream *s)
{
    close_parts(s);
}

/* ---- one item ---- */

static void place_line(cm_import_item *i, const cm_import_file *f, const cm_line *at)
{
    cm_journal_item *t = &i->in.item;
    t->line = at->number;
    t->at.is_json = true;
    t->at.begin = f->row.raw_begin + at->begin;
    t->at.end = f->row.raw_begin + at->end;
    i->in_original = true;
    if (at->over) {
        t->cause = CM_CAUSE_TOO_LONG;
    }
}

static bool next_line(cm_import_stream *s, cm_import_item *i, cm_import_file *f, cm_err *err)
{
    cm_line at;
    do {
        if (!cm_lines_next(s->lines, &i->bytes, &at, err)) {
            return false;
        }
    } while (!at.over && cm_sv_trim(cm_buf_view(&i->bytes)).len == 0);
    place_line(i, f, &at);
    f->row.lines = at.number;
    f->row.done = cm_lines_offset(s->lines);
    return true;
}

static bool next_element(cm_import_stream *s, cm_import_item *i, cm_import_file *f, cm_err *err)
{
    cm_line at;
    if (!cm_elements_next(s->elements, &i->bytes, &at, err)) {
        return false;
    }
    place_line(i, f, &at);
    f->row.lines = at.number;
    f->row.done = at.end;
    if (i->bytes.len == 0 && i->in.item.cause == CM_CAUSE_NONE) {
        i->in.item.cause = CM_CAUSE_INVALID_JSON;
    }
    return true;
}

/* The id of a document is the name of its file without what tells its form. */
static cm_sv stem_of(cm_sv path)
{
    cm_sv name = cm_file_name(path);
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.') {
        dot--;
    }
    /* Of a name that is an ending alone no form is told. */
    CM_AUTO_BUF probe;
    cm_buf_init(&probe, CM_MAX_PATH_BYTES);
    (void)cm_buf_add(&probe, CM_SV("a"));
    (void)cm_buf_add(&probe, cm_sv_slice(name, dot > 0 ? dot - 1 : 0, name.len));
    bool is_ending = dot > 1 && cm_form_of(cm_buf_view(&probe), CM_SV("")) != CM_FORM_UNKNOWN;
    return is_ending ? cm_sv_slice(name, 0, dot - 1) : name;
}

static bool whole_document(cm_import_stream *s, cm_import_item *i, cm_import_file *f, cm_err *err)
{
    if (f->row.lines != 0) {
        return false;
    }
    s->collect = &i->bytes;
    while (cm_lines_chunk(s->lines, err)) {
    }
    s->collect = NULL;
    if (err->status != CM_OK) {
        return false;
    }
    cm_journal_item *t = &i->in.item;
    t->id = cm_arena_sv(&i->mem, stem_of(f->row.path));
    t->at.begin = f->row.raw_begin;
    t->at.end = f->row.raw_begin + f->row.kept;
    i->in_original = true;
    if (i->bytes.over) {
        t->cause = CM_CAUSE_TOO_LONG;
    } else if (i->bytes.len == 0) {
        t->cause = CM_CAUSE_EMPTY;
    }
    f->row.lines = 1;
    f->row.done = f->row.kept;
    return true;
}

static cm_sv labels_json(cm_arena *mem, const cm_labels *labels)
{
    if (labels->count == 0) {
        return (cm_sv){NULL, 0};
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_LINE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    for (size_t i = 0; i < labels->count; i++) {
        cm_json_put_text(json, labels->items[i].header, labels->items[i].value);
    }
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static bool next_member(cm_import_stream *s, cm_import_item *i, cm_import_file *f, cm_err *err)
{
    cm_journal_item *t = &i->in.item;
    cm_member m = {0};
    if (!cm_members_next(s->members, &m, err)) {
        cm_fault fault = cm_members_fault(s->members);
        if (err->status != CM_OK || fault == CM_FAULT_NONE || f->row.complete) {
            return false;
        }
        f->row.complete = true; /* what follows cannot be read */
        f->row.lines++;
        t->cause = cm_import_cause(fault);
        return true;
    }
    (void)cm_buf_add(&i->bytes, m.bytes);
    i->form = m.form;
    t->line = m.row != 0 ? m.row : m.number;
    t->id = cm_arena_sv(&i->mem, m.row != 0 ? m.name : stem_of(m.name));
    t->place = cm_arena_sv(&i->mem, m.row != 0 ? m.sheet : m.name);
    t->labels = labels_json(&i->mem, &m.labels);
    t->cause = i->bytes.over ? CM_CAUSE_TOO_LONG : cm_import_cause(m.fault);
    f->row.lines = m.number;
    f->row.done = m.done < f->size ? m.done : f->size;
    return true;
}

static bool next_of(cm_import_stream *s, cm_import_item *i, cm_import_file *f, cm_err *err)
{
    if (s->members != NULL) {
        return next_member(s, i, f, err);
    }
    if (s->elements != NULL) {
        return next_element(s, i, f, err);
    }
    if (f->cause != CM_CAUSE_NONE) {
        i->in.item.cause = f->cause;
        return f->row.lines++ == 0;
    }
    return f->form == CM_FORM_LINES ? next_line(s, i, f, err) : whole_document(s, i, f, err);
}

static void reset(cm_import_item *i, const cm_import_file *f)
{
    cm_arena_reset(&i->mem);
    cm_buf_reset(&i->bytes);
    i->form = f->form;
    i->in_original = false;
    i->text = i->map = (cm_sv){NULL, 0};
    i->in = (cm_intake_item){.source_no = f->source_no,
                             .path = f->row.path,
                             .received_on = f->received_on,
                             .item = {.file_no = f->row.file_no}};
}

bool cm_import_stream_next(cm_import_stream *s, cm_import_item *item, cm_err *err)
{
    while (s->file < s->plan->files.count) {
        cm_import_file *f = file_of(s);
        if (f->source_no != s->source_no || s->batch_bytes >= s->batch) {
            return false; /* the end of a batch */
        }
        if (!s->open && open_file(s, f, err) != CM_OK) {
            return false;
        }
        reset(item, f);
        uint64_t before = f->row.done;
        bool got = next_of(s, item, f, err);
        if (err->status != CM_OK) {
            return false;
        }
        if (got) {
            item->advance = f->row.done - before;
            s->batch_bytes += item->advance > item->bytes.len ? item->advance : item->bytes.len;
            return true;
        }
        bool empty = f->row.lines == 0;
        f->row.complete = true;
        f->row.done = f->size;
        close_parts(s);
        s->file++;
        if (empty) { /* stands for a file without anything in it */
            item->in.item.cause = CM_CAUSE_EMPTY;
            item->advance = f->size - before;
            return true;
        }
    }
    return false;
}
