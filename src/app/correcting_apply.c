#include "base/base.h"

#include "app/correcting_parts.h"

#include "app/arrival.h"
#include "app/intake.h"
#include "app/judgment.h"
#include "app/run.h"
#include "app/table.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/change.h"
#include "desk/tally.h"

/* ---- the document as the reader reads it ---- */

cm_status cm_reread_take(cm_site *site, int64_t doc_key, cm_arena *mem, cm_reread_doc *ret,
                         cm_err *err)
{
    ret->doc_key = doc_key;
    cm_status status = cm_site_text(site, doc_key, mem, &ret->stored, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reading *reading = cm_reading_new(site->home);
    cm_reading_text(reading, mem, ret->stored.id, ret->stored.text, &ret->document);
    cm_reading_free(reading);
    if (ret->document.cause != CM_CAUSE_NONE) {
        return cm_err_set(err, CM_E_CONFLICT, "the document can't be read any more");
    }
    ret->identity =
        cm_identity_of(&site->home->identity, mem, ret->stored.text, &ret->document.record);
    ret->content = cm_known_key_write(mem, ret->identity.content);
    return CM_OK;
}

cm_status cm_reread_load_holding(cm_desk *desk, cm_arena *mem, cm_reread_doc *r, cm_err *err)
{
    const cm_correction_filter filter = {.content = r->content};
    return cm_corrections_load(desk, &filter, mem, &r->holding, err);
}

/* ---- the tables brought to say the same ---- */

typedef struct {
    cm_site *site;
    const cm_caller *caller;
    cm_arena *mem;
    cm_desk *desk;
    cm_reread_doc r;
    cm_fact_rows rows;
    cm_identity now; /* with the corrections */
    cm_numbers same; /* the documents of its case, it among them, rising */
    cm_models models;
    cm_correct_effect *effect;
} applying;

static cm_cell key_cell(cm_arena *mem, cm_known_key key)
{
    return cm_known_key_is_set(key) ? cm_cell_text(cm_known_key_write(mem, key)) : cm_cell_null();
}

static void fill(applying *a)
{
    const cm_fill_use use = cm_home_fill_use(a->site->home);
    const cm_record *amended = cm_amend(&use, a->mem, &a->r.document.record, &a->r.holding, NULL);
    const cm_fill_document filling = {a->r.stored.id, a->r.stored.received_on,
                                      &a->r.document.record, &a->r.holding};
    a->now = cm_identity_of(&a->site->home->identity, a->mem, a->r.stored.text, amended);
    cm_fill(&use, a->mem, &filling, &a->rows);
}

/* Clues of documents of one case share their ids: those of the case it was, and of that it is. */
static cm_status find_same(applying *a, cm_err *err)
{
    const cm_cell values[] = {cm_cell_int(a->r.doc_key), key_cell(a->mem, a->now.subject)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(a->site->session, CM_QUERY_SUBJECT, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(a->mem, &a->same) = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}

static cm_status write_facts(applying *a, cm_err *err)
{
    cm_session *s = a->site->session;
    cm_writer *w = cm_writer_open(s, a->site->home->catalogue);
    cm_status status = cm_writer_add(w, a->r.doc_key, &a->rows, err);
    if (status != CM_OK) {
        cm_writer_drop(w);
        return status;
    }
    status = cm_writer_close(w, err);
    const cm_cell identity[] = {cm_cell_int(a->r.doc_key), key_cell(a->mem, a->now.subject),
                                key_cell(a->mem, a->now.chain), cm_cell_bool(a->now.corrects)};
    return status == CM_OK
               ? cm_facts_execute(s, CM_QUERY_IDENTITY_SET, identity, CM_COUNT(identity), err)
               : status;
}

static cm_status replace_facts(applying *a, cm_err *err)
{
    cm_session *s = a->site->session;
    cm_status status = cm_facts_execute(s, CM_QUERY_BEGIN, NULL, 0, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_facts_forget(s, a->site->home->catalogue, a->r.doc_key, err);
    if (status == CM_OK) {
        status = write_facts(a, err);
    }
    if (status == CM_OK) {
        status = cm_facts_execute(s, CM_QUERY_COMMIT, NULL, 0, err);
    }
    if (status != CM_OK) {
        cm_facts_rollback(s);
    }
    return status;
}

/* Only where the case it is of has changed. */
static cm_status link_again(applying *a, cm_known_key chain, cm_known_key subject, cm_err *err)
{
    bool same = chain.high == a->now.chain.high && chain.low == a->now.chain.low &&
                subject.high == a->now.subject.high && subject.low == a->now.subject.low;
    cm_import_summary ignored = {0};
    cm_intake in = {.site = a->site, .summary = &ignored};
    return same ? CM_OK : cm_intake_link(&in, err);
}

static cm_status load_keys(applying *a, cm_known_key *chain, cm_known_key *subject, cm_err *err)
{
    const cm_cell key = cm_cell_int(a->r.doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(a->site->session, CM_QUERY_IDENTITY, &key, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        (void)cm_known_key_read(cm_rows_cell(rows, 2).text, subject);
        (void)cm_known_key_read(cm_rows_cell(rows, 3).text, chain);
    }
    cm_rows_close(rows);
    return status;
}

/* Those that ran before. Collisions look at all documents and take their time: they are for a run
 * of their own. */
static cm_status choose_models(applying *a, cm_err *err)
{
    cm_tallies ran = {0};
    cm_status status = cm_tallies_load(a->desk, CM_NO_DATE, a->mem, &ran, err);
    for (size_t i = 0; i < ran.count; i++) {
        const cm_model *model = cm_home_model(a->site->home, ran.items[i].model);
        cm_sv lacking = CM_SV("");
        if (model != NULL) {
            status = cm_table_lacking(a->site, model, a->mem, &lacking, err);
        }
        if (model == NULL || lacking.len != 0) {
            continue;
        }
        if (model->collision != NULL) {
            *cm_vec_push(a->mem, &a->effect->later) = model->id;
        } else {
            *cm_vec_push(a->mem, &a->models) = model;
        }
    }
    a->effect->models = a->models.count;
    return status;
}

static cm_status load_hits(applying *a, cm_correct_hits *ret, cm_err *err)
{
    CM_AUTO_BUF keys;
    cm_buf_init(&keys, CM_MAX_SQL);
    for (size_t i = 0; i < a->same.count; i++) {
        (void)cm_buf_addf(&keys, "%s%lld", i > 0 ? "," : "", (long long)a->same.items[i]);
    }
    const cm_cell values[] = {cm_cell_text(cm_buf_view(&keys)), cm_cell_int(CM_ANSWER_HIT)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(a->site->session, CM_QUERY_HITS_OF, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(a->mem, ret) =
            (cm_correct_hit){cm_rows_text(rows, 0, a->mem), cm_rows_text(rows, 1, a->mem),
                             cm_rows_cell(rows, 3).number, cm_rows_cell(rows, 4).number};
    }
    cm_rows_close(rows);
    return status;
}

/* Hits of `of` whose clue is not among `others`. */
static void tell_missing(applying *a, const cm_correct_hits *of, const cm_correct_hits *others,
                         cm_correct_hits *ret)
{
    for (size_t i = 0; i < of->count; i++) {
        bool there = false;
        for (size_t k = 0; k < others->count; k++) {
            there = there || cm_sv_equal(of->items[i].clue, others->items[k].clue);
        }
        if (!there) {
            *cm_vec_push(a->mem, ret) = of->items[i];
        }
    }
}

static cm_status run_models(applying *a, cm_err *err)
{
    cm_correct_hits before = {0}, after = {0};
    cm_arrival_counts ignored;
    const cm_run_how how = {.as_of = cm_moment_day(a->caller->at), .documents = &a->same};
    const cm_arrival_of of = {&a->models, &a->same};
    cm_status status = choose_models(a, err);
    if (status == CM_OK) {
        status = load_hits(a, &before, err);
    }
    if (status == CM_OK) {
        cm_run_counts *counts = cm_arena_array(a->mem, cm_run_counts, a->models.count + 1);
        status = cm_run_models(a->site, &a->models, &how, counts, err);
    }
    if (status == CM_OK) {
        status = cm_arrivals_merge(a->site, &of, a->caller, &ignored, err);
    }
    if (status == CM_OK) {
        status = load_hits(a, &after, err);
    }
    tell_missing(a, &after, &before, &a->effect->gained);
    tell_missing(a, &before, &after, &a->effect->lost);
    return status;
}

static cm_status tell_applied(applying *a, cm_err *err)
{
    const cm_deed deed = {
        .by = a->caller->name,
        .office = a->caller->office,
        .at = a->caller->at,
        .action = CM_SV("fact.applied"),
        .object = cm_arena_format(a->mem, "document %.*s", CM_SV_ARG(a->r.stored.id)),
    };
    cm_status status = cm_change_begin(a->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_correction_apply(a->desk, a->r.content, a->caller->at, err);
    return cm_change_end(a->desk, status, &deed, err);
}

cm_status cm_correct_apply(cm_site *site, const cm_caller *caller, cm_sv doc, cm_arena *mem,
                           cm_correct_effect *ret_effect, cm_err *err)
{
    cm_assert(site->lens == NULL);
    *ret_effect = (cm_correct_effect){.doc = doc};
    applying a = {.site = site, .caller = caller, .mem = mem, .effect = ret_effect};
    cm_known_key chain = {0}, subject = {0};
    int64_t key = 0;
    cm_status status = cm_judgment_find(site, doc, &key, err);
    if (status == CM_OK) {
        status = cm_site_desk(site, false, caller->at, &a.desk, err);
    }
    if (status == CM_OK) {
        status = cm_reread_take(site, key, mem, &a.r, err);
    }
    if (status == CM_OK) {
        status = cm_reread_load_holding(a.desk, mem, &a.r, err);
    }
    if (status != CM_OK) {
        return status;
    }
    fill(&a);
    status = load_keys(&a, &chain, &subject, err);
    if (status == CM_OK) {
        status = find_same(&a, err);
    }
    if (status == CM_OK) {
        status = replace_facts(&a, err);
    }
    if (status == CM_OK) {
        status = link_again(&a, chain, subject, err);
    }
    if (status == CM_OK) {
        status = run_models(&a, err);
    }
    return status == CM_OK ? tell_applied(&a, err) : status;
}

cm_status cm_correct_settle(cm_site *site, const cm_caller *caller, cm_arena *mem, cm_err *err)
{
    cm_desk *desk = NULL;
    cm_corrections pending = {0};
    const cm_correction_filter filter = {.pending = true};
    cm_map done = {0};
    cm_status status = cm_site_desk(site, true, caller->at, &desk, err);
    if (status == CM_OK && desk != NULL) {
        status = cm_corrections_load(desk, &filter, mem, &pending, err);
    }
    for (size_t i = 0; status == CM_OK && i < pending.count; i++) {
        const cm_cell content = cm_cell_text(pending.items[i].content);
        cm_correct_effect ignored;
        cm_rows *rows = NULL;
        cm_sv doc = CM_SV("");
        if (cm_map_put(mem, &done, pending.items[i].content, &done) != NULL) {
            continue;
        }
        status = cm_facts_ask(site->session, CM_QUERY_CONTENT, &content, 1, &rows, err);
        if (status == CM_OK && cm_rows_next(rows)) {
            doc = cm_rows_text(rows, 1, mem);
        }
        cm_rows_close(rows);
        if (status == CM_OK && doc.len != 0) {
            status = cm_correct_apply(site, caller, doc, mem, &ignored, err);
        }
    }
    return status;
}

static void write_hits(cm_json *json, const cm_home *home, const char *name,
                       const cm_correct_hits *hits)
{
    cm_json_key(json, cm_sv_from(name));
    cm_json_array(json);
    for (size_t i = 0; i < hits->count; i++) {
        const cm_correct_hit *h = &hits->items[i];
        const cm_model *model = cm_home_model(home, h->model);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("clue"), h->clue);
        cm_json_put_text(json, CM_SV("model"), h->model);
        cm_json_put_text(json, CM_SV("title"), model != NULL ? model->title : h->model);
        cm_json_put_int(json, CM_SV("defendant_no"), h->defendant_no);
        cm_json_put_int(json, CM_SV("count_no"), h->count_no);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_correct_effect_write_json(cm_json *json, const cm_home *home, const cm_correct_effect *e)
{
    cm_json_put_text(json, CM_SV("doc"), e->doc);
    cm_json_put_int(json, CM_SV("models"), (int64_t)e->models);
    write_hits(json, home, "gained", &e->gained);
    write_hits(json, home, "lost", &e->lost);
    cm_json_put_list(json, CM_SV("later"), &e->later);
}
