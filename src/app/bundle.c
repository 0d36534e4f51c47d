#include "base/base.h"

#include "app/bundle.h"

#include "app/correcting.h"
#include "base/digest.h"
#include "base/limits.h"
#include "model/bundle.h"

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif

typedef struct {
    cm_arena mem;
    cm_site *site;
    const cm_clue *clue;
    const cm_model *model;
    cm_fact_rows rows;
    cm_corrections corrections; /* that hold of the document */
    cm_bundle_facts facts;
    cm_bundle bundle;
} job;

/* ---- the facts of one subject out of the rows of its document ---- */

static bool is_row_of(const job *j, const cm_fact_row *row)
{
    return (row->defendant_no == 0 || row->defendant_no == j->clue->defendant_no) &&
           (row->count_no == 0 || row->count_no == j->clue->count_no);
}

static cm_value value_of(const cm_fact_row *row, size_t i, cm_sv name)
{
    if (row->cells[i].type == CM_CELL_NULL) {
        return (cm_value){.state = cm_row_is_unread(row, name) ? CM_VALUE_UNREAD : CM_VALUE_ABSENT};
    }
    return (cm_value){CM_VALUE_KNOWN, row->cells[i].number, row->cells[i].text};
}

/* A row of the subject's view or of a wider one; which child tables of it were not read. */
static void take_row(job *j, cm_row *to, const cm_fact_row *row)
{
    const cm_column *column = NULL;
    for (size_t i = 0; (column = cm_row_column(row, i)) != NULL; i++) {
        size_t at = cm_view_column(to->view, column->name);
        if (at != SIZE_MAX && j->facts.use.columns[at]) {
            to->values[at] = value_of(row, i, column->name);
        }
    }
    for (size_t i = 0; i < row->view->children.count; i++) {
        size_t at = cm_view_child(to->view, row->view->children.items[i]->child);
        bool own = row->view->children.items[i]->key_count == row->view->key_count;
        if (own && at != SIZE_MAX && j->facts.use.children[at]) {
            to->children[at].unread = cm_row_is_unread(row, to->view->children.items[at]->child);
        }
    }
}

static void take_child_row(job *j, cm_row *to, const cm_fact_row *row)
{
    size_t at = cm_view_child(to->view, row->view->child);
    if (at == SIZE_MAX || !j->facts.use.children[at]) {
        return;
    }
    const cm_view *child = row->view;
    cm_value *values = cm_arena_array(&j->mem, cm_value, child->columns.count);
    for (size_t i = 0; i < child->columns.count; i++) {
        values[i] = value_of(row, i, child->columns.items[i]->name);
    }
    *cm_vec_push(&j->mem, &to->children[at].rows) = values;
}

static void take_places(job *j, const cm_view *view)
{
    for (size_t i = 0; i < j->rows.anchors.count; i++) {
        const cm_fact_anchor *a = &j->rows.anchors.items[i];
        bool mine =
            (a->defendant_no == 0 || j->clue->defendant_no == 0 ||
             a->defendant_no == j->clue->defendant_no) &&
            (a->count_no == 0 || j->clue->count_no == 0 || a->count_no == j->clue->count_no);
        size_t column = cm_view_column(view, a->fact), child = cm_view_child(view, a->fact);
        if (mine && column != SIZE_MAX && j->facts.use.columns[column]) {
            *cm_vec_push(&j->mem, &j->facts.column_places[column]) = a->at;
        } else if (mine && child != SIZE_MAX && j->facts.use.children[child]) {
            *cm_vec_push(&j->mem, &j->facts.child_places[child]) = a->at;
        }
    }
}

/* The original read again: what the tables hold can be no more than that. */
static cm_status read_document(job *j, cm_document *ret_document, cm_err *err)
{
    const cm_site_document *d = j->clue->document;
    cm_reading *reading = cm_reading_new(j->site->home);
    cm_reading_text(reading, &j->mem, d->id, j->clue->document_text, ret_document);
    cm_status status = CM_OK;
    if (ret_document->cause != CM_CAUSE_NONE) {
        status = cm_err_set(err, CM_E_CONFLICT, "the document can't be read any more");
    } else {
        const cm_fill_use use = cm_home_fill_use(j->site->home);
        const cm_fill_document filling = {d->id, d->received_on, &ret_document->record,
                                          &j->corrections};
        cm_fill(&use, &j->mem, &filling, &j->rows);
    }
    cm_reading_free(reading);
    return status;
}

static void take_facts(job *j)
{
    const cm_view *view = j->model->subject;
    cm_row *row = cm_arena_new(&j->mem, cm_row);
    j->facts = cm_bundle_no_facts(&j->mem, view, row);
    j->facts.use = cm_bundle_uses(&j->mem, j->model);
    j->facts.defendant_no = j->clue->defendant_no;
    j->facts.count_no = j->clue->count_no;
    row->unread_groups = j->rows.unread_groups;
    for (size_t i = 0; i < j->rows.rows.count; i++) {
        const cm_fact_row *r = j->rows.rows.items[i];
        if (is_row_of(j, r) && r->view->child.len == 0) {
            take_row(j, row, r);
        } else if (is_row_of(j, r)) {
            take_child_row(j, row, r);
        }
    }
    take_places(j, view);
}

static void take_corrections(job *j)
{
    for (size_t i = 0; i < j->corrections.count; i++) {
        const cm_correction *c = &j->corrections.items[i];
        *cm_vec_push(&j->mem, &j->facts.corrections) =
            (cm_bundle_correction){c->field, c->defendant_no, c->count_no, c->row_no, c->act,
                                   c->was,   c->value,        c->why,      c->by,     c->at};
    }
}

/* ---- the parts ---- */

typedef void (*write_part)(cm_json *json, job *j);

static cm_sv part_of(job *j, write_part write)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    write(json, j);
    return cm_arena_sv(&j->mem, cm_buf_view(&out));
}

static cm_bundle_case case_of(job *j)
{
    const cm_home *home = j->site->home;
    return (cm_bundle_case){&j->mem, j->model, &j->facts, &home->terms, &home->finding_words};
}

static void write_clue(cm_json *json, job *j)
{
    const cm_clue *c = j->clue;
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"),
                     cm_wording_find(&j->site->home->finding_words, CM_SV("notice")));
    cm_json_put_text(json, CM_SV("id"), c->id);
    cm_json_put_text(json, CM_SV("model"), c->model);
    cm_json_put_int(json, CM_SV("version"), c->version);
    cm_json_put_text(json, CM_SV("title"), j->model->title);
    cm_json_put_text(json, CM_SV("doc"), c->doc);
    cm_json_put_text(json, CM_SV("court"), c->court);
    cm_json_put_text(json, CM_SV("case_no"), c->case_no);
    cm_json_put_date(json, CM_SV("decided_on"), c->decided_on);
    cm_json_put_text(json, CM_SV("defendant"), c->defendant);
    cm_json_put_text(json, CM_SV("charge"), c->charge);
    cm_json_put_text(json, CM_SV("program"), CM_SV("chaming " CM_VERSION));
    cm_json_object_end(json);
}

static void write_answer(cm_json *json, job *j)
{
    const cm_bundle_case c = case_of(j);
    cm_bundle_write_answer(json, &c);
}

static void write_document(cm_json *json, job *j)
{
    cm_sv text = j->clue->document_text;
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), j->clue->doc);
    cm_json_put_int(json, CM_SV("bytes"), (int64_t)text.len);
    cm_json_put_text(json, CM_SV("sha256"), cm_digest_hex(&j->mem, cm_digest_of(text)));
    cm_json_put_text(json, CM_SV("text"), text);
    cm_json_object_end(json);
}

static void write_facts(cm_json *json, job *j)
{
    cm_bundle_write_facts(json, &j->facts, &j->site->home->finding_words);
}

static void write_conditions(cm_json *json, job *j)
{
    const cm_bundle_case c = case_of(j);
    cm_bundle_write_conditions(json, &c);
}

static void write_model(cm_json *json, job *j)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), j->model->id);
    cm_json_put_int(json, CM_SV("version"), j->model->version);
    cm_json_put_text(json, CM_SV("sha256"), cm_digest_hex(&j->mem, cm_digest_of(j->model->source)));
    cm_json_put_text(json, CM_SV("source"), j->model->source);
    cm_json_object_end(json);
}

static void write_law(cm_json *json, job *j)
{
    const cm_bundle_case c = case_of(j);
    cm_bundle_write_law(json, &c);
}

static cm_status write_data(job *j, cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_status status = cm_bundle_write_data(json, &j->mem, j->site->home->data, err);
    j->bundle.parts[CM_BUNDLE_DATA] = cm_arena_sv(&j->mem, cm_buf_view(&out));
    return status;
}

static void sign(job *j, const cm_signing_key *key)
{
    cm_sv digests = cm_bundle_digests(&j->mem, &j->bundle);
    const cm_signature signature = cm_sign(key, cm_bundle_message(&j->mem, digests));
    CM_AUTO_BUF hex, out;
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    cm_buf_init(&out, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("algorithm"), CM_SV("Ed25519"));
    (void)cm_hex_write(&hex, key->public.bytes, CM_PUBLIC_KEY_BYTES);
    cm_json_put_text(json, CM_SV("key"), cm_buf_view(&hex));
    cm_buf_reset(&hex);
    (void)cm_hex_write(&hex, signature.bytes, CM_SIGNATURE_BYTES);
    cm_json_put_text(json, CM_SV("signature"), cm_buf_view(&hex));
    cm_json_object_end(json);
    j->bundle.parts[CM_BUNDLE_DIGESTS] = digests;
    j->bundle.parts[CM_BUNDLE_SIGNATURE] = cm_arena_sv(&j->mem, cm_buf_view(&out));
}

/* The clue says what comes out today, else it is an old one. */
static cm_status compare(job *j, cm_err *err)
{
    const cm_finding f = cm_model_evaluate(&j->mem, j->model, j->facts.row);
    cm_sv content = cm_digest_hex(&j->mem, cm_digest_of(j->model->source));
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    if (f.answer == CM_ANSWER_HIT) {
        cm_model_finding(&finding, j->model, &j->site->home->finding_words, f.sub, f.values);
    }
    bool same = f.answer == CM_ANSWER_HIT && f.direction == j->clue->direction &&
                cm_sv_equal(content, j->clue->content) &&
                cm_sv_equal(cm_buf_view(&finding), j->clue->finding);
    return same ? CM_OK
                : cm_err_set(err, CM_E_CONFLICT,
                             "clue %.*s does not come out any more as it stands: run %.*s again",
                             CM_SV_ARG(j->clue->id), CM_SV_ARG(j->model->id));
}

static cm_status write_parts(job *j, const cm_signing_key *key, cm_buf *out, cm_err *err)
{
    static const write_part writers[CM_BUNDLE_PARTS] = {[CM_BUNDLE_CLUE] = write_clue,
                                                        [CM_BUNDLE_ANSWER] = write_answer,
                                                        [CM_BUNDLE_DOCUMENT] = write_document,
                                                        [CM_BUNDLE_FACTS] = write_facts,
                                                        [CM_BUNDLE_CONDITIONS] = write_conditions,
                                                        [CM_BUNDLE_MODEL] = write_model,
                                                        [CM_BUNDLE_LAW] = write_law};

    j->bundle.parts[CM_BUNDLE_FORM] = cm_bundle_form(&j->mem);
    for (size_t i = 0; i < CM_BUNDLE_PARTS; i++) {
        if (writers[i] != NULL) {
            j->bundle.parts[i] = part_of(j, writers[i]);
        }
    }
    cm_status status = write_data(j, err);
    if (status == CM_OK) {
        sign(j, key);
        cm_bundle_join(&j->bundle, out);
        status = out->over ? cm_err_set(err, CM_E_LIMIT, "the bundle is too long") : CM_OK;
    }
    return status;
}

bool cm_bundle_possible(const cm_site *site, const cm_clue *clue)
{
    const cm_model *model = cm_home_model(site->home, clue->model);
    return model != NULL && cm_model_is_rule(model);
}

cm_status cm_bundle_write(cm_site *site, const cm_clue *clue, const cm_signing_key *key,
                          cm_buf *out, cm_err *err)
{
    if (clue->outcome != CM_ANSWER_HIT || clue->document == NULL) {
        return cm_err_set(err, CM_E_ARG, "%.*s is no hit", CM_SV_ARG(clue->id));
    }
    job j = {.site = site, .clue = clue, .model = cm_home_model(site->home, clue->model)};
    if (j.model == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no model %.*s", CM_SV_ARG(clue->model));
    }
    if (!cm_model_is_rule(j.model)) {
        return cm_err_set(err, CM_E_ARG, "%.*s rests on more than one document",
                          CM_SV_ARG(clue->id));
    }
    cm_arena_init(&j.mem);
    cm_document document = {.cause = CM_CAUSE_NONE};
    cm_status status = cm_corrections_of(site, clue->doc_key, false, &j.mem, &j.corrections, err);
    if (status == CM_OK) {
        status = read_document(&j, &document, err);
    }
    if (status == CM_OK) {
        take_facts(&j);
        take_corrections(&j);
        status = compare(&j, err);
    }
    if (status == CM_OK) {
        status = write_parts(&j, key, out, err);
    }
    cm_arena_clear(&j.mem);
    return status;
}
