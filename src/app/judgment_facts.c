#include "base/base.h"

#include "app/judgment.h"

#include "app/correcting.h"
#include "app/lens.h"
#include "app/subject.h"
#include "base/limits.h"

typedef struct {
    int64_t defendant_no, count_no;
    cm_sv fact;
    cm_span at;
} anchor;

typedef struct {
    cm_site *site;
    cm_arena *mem;
    cm_json *json;
    cm_utf16 units; /* of the text as the caller sees it */
    CM_VEC(anchor) anchors;
    cm_corrections corrections;
} writing;

/* Where a value stands. row_no: of a child table, as the reader numbered it; 0: none. */
typedef struct {
    const cm_subject *subject;
    cm_sv table;
    int64_t row_no;
    const cm_correction *added; /* the row is what a person added, or NULL */
} spot;

/* Columns of CM_QUERY_ANCHORS. */
enum { DEFENDANT_NO, COUNT_NO, FACT, BEGIN, END };

static cm_status load_anchors(writing *w, int64_t doc_key, cm_err *err)
{
    const cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(w->site->session, CM_QUERY_ANCHORS, &key, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(w->mem, &w->anchors) = (anchor){
            .defendant_no = cm_rows_cell(rows, DEFENDANT_NO).number,
            .count_no = cm_rows_cell(rows, COUNT_NO).number,
            .fact = cm_rows_text(rows, FACT, w->mem),
            .at = {(uint32_t)cm_rows_count(rows, BEGIN), (uint32_t)cm_rows_count(rows, END)},
        };
    }
    cm_rows_close(rows);
    return status;
}

static void write_places(const writing *w, const cm_subject *s, cm_sv fact)
{
    cm_json_key(w->json, CM_SV("at"));
    cm_json_array(w->json);
    for (size_t i = 0; i < w->anchors.count; i++) {
        const anchor *a = &w->anchors.items[i];
        if (a->defendant_no == s->keys[1] && a->count_no == s->keys[2] &&
            cm_sv_equal(a->fact, fact)) {
            cm_json_object(w->json);
            cm_json_put_place(w->json, &w->units, a->at);
            cm_json_object_end(w->json);
        }
    }
    cm_json_array_end(w->json);
}

/* ---- values ---- */

/* As a program reads it: a day, a number, fen, true or false, a word. */
static void write_raw(const writing *w, const cm_column *column, cm_value value)
{
    cm_json_key(w->json, CM_SV("raw"));
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    switch (column->type) {
    case CM_TYPE_TEXT:
        cm_json_text(w->json, value.text);
        break;
    case CM_TYPE_DATE:
        (void)cm_date_write(&day, cm_date_from_days((int32_t)value.number));
        cm_json_text(w->json, cm_buf_view(&day));
        break;
    case CM_TYPE_BOOLEAN:
        cm_json_bool(w->json, value.number != 0);
        break;
    case CM_TYPE_INTEGER:
    case CM_TYPE_MONEY:
    case CM_TYPE_COUNT:
        cm_json_int(w->json, value.number);
        break;
    }
}

/* By what it can be corrected, and whether it was. */
static void write_correction(const writing *w, const spot *at, const cm_column *column)
{
    const cm_fill_use use = cm_home_fill_use(w->site->home);
    cm_sv name =
        cm_arena_format(w->mem, "%.*s.%.*s", CM_SV_ARG(at->table), CM_SV_ARG(column->name));
    cm_amend_field field = {0};
    if (!cm_amend_field_find(&use, name, &field)) {
        return;
    }
    const int64_t *keys = at->subject->keys;
    const cm_correction *c = at->added != NULL ? at->added
                                               : cm_correction_at(&w->corrections, at->table,
                                                                  column->name, keys, at->row_no);
    cm_json_put_text(w->json, CM_SV("field"), name);
    if (c != NULL) {
        cm_json_key(w->json, CM_SV("corrected"));
        cm_correction_write_json(w->site, c, w->mem, w->json);
    }
}

/* Members of an object. What is masked has no raw value. */
static void write_value(const writing *w, const spot *at, const cm_column *column, cm_value value)
{
    bool known = value.state == CM_VALUE_KNOWN;
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DOCUMENT);
    cm_json_put_text(w->json, CM_SV("fact"), column->name);
    cm_json_put_text(w->json, CM_SV("title"), column->title);
    cm_json_put_text(w->json, CM_SV("state"), known ? CM_SV("read") : CM_SV("unread"));
    write_correction(w, at, column);
    cm_json_key(w->json, CM_SV("value"));
    if (!known) {
        cm_json_null(w->json);
        return;
    }
    cm_column_write(&text, &w->site->home->words, column, value);
    cm_sv shown = w->site->lens != NULL
                      ? cm_lens_fact(w->site->lens, column->name, cm_buf_view(&text), w->mem)
                      : cm_buf_view(&text);
    cm_json_text(w->json, shown);
    if (cm_sv_equal(shown, cm_buf_view(&text))) {
        write_raw(w, column, value);
    }
}

/* A fact that the text does not state is left out. */
static void write_columns(const writing *w, const cm_subject *s)
{
    const cm_view *view = s->row.view;
    const spot at = {.subject = s, .table = view->name};
    cm_json_key(w->json, CM_SV("facts"));
    cm_json_array(w->json);
    for (size_t i = cm_facts_first_own(view); i < view->columns.count; i++) {
        if (s->row.values[i].state != CM_VALUE_ABSENT) {
            cm_json_object(w->json);
            write_value(w, &at, view->columns.items[i], s->row.values[i]);
            write_places(w, s, view->columns.items[i]->name);
            cm_json_object_end(w->json);
        }
    }
    cm_json_array_end(w->json);
}

/* The corrections of one act to the rows of a table of this subject. */
static cm_corrections row_corrections(const writing *w, const spot *at, cm_sv act)
{
    cm_corrections ret = {0};
    const int64_t *keys = at->subject->keys;
    for (size_t i = 0; i < w->corrections.count; i++) {
        const cm_correction *c = &w->corrections.items[i];
        if (cm_sv_equal(c->act, act) && c->defendant_no == keys[1] && c->count_no == keys[2] &&
            cm_sv_starts(c->field, at->table) &&
            (c->field.len == at->table.len || c->field.ptr[at->table.len] == '.')) {
            *cm_vec_push(w->mem, &ret) = *c;
        }
    }
    return ret;
}

/* The rows of the reader without what was removed, then what was added. */
static spot row_spot(const writing *w, const spot *table, size_t index, size_t count)
{
    const cm_corrections added = row_corrections(w, table, CM_SV("add"));
    const cm_corrections removed = row_corrections(w, table, CM_SV("remove"));
    spot at = *table;
    size_t kept = count > added.count ? count - added.count : 0;
    if (index >= kept) {
        at.added = &added.items[index - kept];
        return at;
    }
    int64_t left = (int64_t)index + 1;
    while (left > 0) {
        at.row_no++;
        bool gone = false;
        for (size_t i = 0; i < removed.count; i++) {
            gone = gone || removed.items[i].row_no == at.row_no;
        }
        left -= gone ? 0 : 1;
    }
    return at;
}

static void write_child_rows(const writing *w, const spot *table, const cm_view *child,
                             const cm_child_rows *rows)
{
    cm_json_key(w->json, CM_SV("rows"));
    cm_json_array(w->json);
    for (size_t i = 0; i < rows->rows.count; i++) {
        const spot at = row_spot(w, table, i, rows->rows.count);
        cm_json_array(w->json);
        for (size_t k = 0; k < child->columns.count; k++) {
            if (rows->rows.items[i][k].state != CM_VALUE_ABSENT) {
                cm_json_object(w->json);
                write_value(w, &at, child->columns.items[k], rows->rows.items[i][k]);
                cm_json_object_end(w->json);
            }
        }
        cm_json_array_end(w->json);
    }
    cm_json_array_end(w->json);
}

static void write_children(const writing *w, const cm_subject *s)
{
    const cm_view *view = s->row.view;
    size_t first = view->wider != NULL ? view->wider->children.count : 0;
    cm_json_key(w->json, CM_SV("tables"));
    cm_json_array(w->json);
    for (size_t i = first; i < view->children.count; i++) {
        const cm_view *child = view->children.items[i];
        const cm_child_rows *rows = &s->row.children[i];
        if (rows->rows.count != 0 || rows->unread) {
            cm_json_object(w->json);
            cm_json_put_text(w->json, CM_SV("table"), child->child);
            cm_json_put_text(w->json, CM_SV("title"), child->title);
            cm_json_put_text(w->json, CM_SV("state"),
                             rows->unread ? CM_SV("unread") : CM_SV("read"));
            write_places(w, s, child->child);
            const spot table = {.subject = s, .table = child->name};
            write_child_rows(w, &table, child, rows);
            cm_json_object_end(w->json);
        }
    }
    cm_json_array_end(w->json);
}

/* ---- views ---- */

static void write_view(const writing *w, const cm_view *view, const cm_subjects *subjects)
{
    cm_json_object(w->json);
    cm_json_put_text(w->json, CM_SV("view"), view->name);
    cm_json_put_text(w->json, CM_SV("title"), view->title);
    cm_json_key(w->json, CM_SV("rows"));
    cm_json_array(w->json);
    for (size_t i = 0; i < subjects->count; i++) {
        const cm_subject *s = subjects->items[i];
        cm_json_object(w->json);
        cm_json_put_int(w->json, CM_SV("defendant_no"), s->keys[1]);
        cm_json_put_int(w->json, CM_SV("count_no"), s->keys[2]);
        write_columns(w, s);
        write_children(w, s);
        cm_json_object_end(w->json);
    }
    cm_json_array_end(w->json);
    cm_json_object_end(w->json);
}

static cm_status write_views(const writing *w, cm_sv doc, int64_t doc_key, cm_err *err)
{
    const cm_catalogue *catalogue = w->site->home->catalogue;
    cm_subject_batch batch = {0};
    cm_arena_init(&batch.mem);
    cm_status status = cm_subjects_load(w->site, doc_key, doc_key, &batch, err);
    if (status == CM_OK) {
        cm_json_object(w->json);
        cm_json_put_text(w->json, CM_SV("doc"), doc);
        cm_corrections_put(w->site, &w->corrections, w->mem, w->json);
        cm_json_key(w->json, CM_SV("views"));
        cm_json_array(w->json);
        for (size_t i = 0; i < catalogue->views.count; i++) {
            write_view(w, catalogue->views.items[i],
                       cm_subjects_of(&batch, catalogue, catalogue->views.items[i]));
        }
        cm_json_array_end(w->json);
        cm_json_object_end(w->json);
    }
    cm_subject_batch_clear(&batch);
    return status;
}

cm_status cm_judgment_write_facts(cm_site *site, cm_sv doc, cm_arena *mem, cm_json *json,
                                  cm_err *err)
{
    writing w = {.site = site, .mem = mem, .json = json};
    cm_site_document d;
    int64_t key = 0;
    cm_status status = cm_judgment_find(site, doc, &key, err);
    if (status == CM_OK) {
        status = cm_site_text(site, key, mem, &d, err);
    }
    if (status == CM_OK && site->lens != NULL) {
        status = cm_lens_text(site->lens, key, d.text, mem, &d.text, err);
    }
    if (status == CM_OK) {
        cm_utf16_of(mem, d.text, &w.units);
        status = load_anchors(&w, key, err);
    }
    if (status == CM_OK) {
        status = cm_corrections_of(site, key, false, mem, &w.corrections, err);
    }
    return status == CM_OK ? write_views(&w, doc, key, err) : status;
}
