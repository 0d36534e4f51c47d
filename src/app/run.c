#include "base/base.h"

#include "app/run.h"

#include "app/choice.h"
#include "app/match.h"
#include "app/related.h"
#include "app/result.h"
#include "app/subject.h"
#include "base/digest.h"
#include "base/limits.h"

enum { BATCH = 8000 }; /* documents that are in memory at a time */

/* ---- a model by its SQL: collisions, and answers that are not stored ---- */

typedef struct {
    cm_site *site;
    const cm_model *model;
    const cm_plan *plan;
    cm_arena mem, step; /* of the run, of one row */
} asking;

static bool lists_name(cm_sv joined, cm_sv name)
{
    cm_sv part;
    while (cm_sv_split(&joined, ',', &part)) {
        if (cm_sv_equal(part, name)) {
            return true;
        }
    }
    return false;
}

static cm_value value_of(cm_cell cell, bool unread)
{
    if (cell.type == CM_CELL_NULL) {
        return (cm_value){.state = unread ? CM_VALUE_UNREAD : CM_VALUE_ABSENT};
    }
    return (cm_value){CM_VALUE_KNOWN, cell.number, cell.text};
}

static cm_value *output_values(asking *j, cm_rows *rows)
{
    size_t count = j->plan->outputs.count;
    cm_value *values = cm_arena_array(&j->step, cm_value, count);
    cm_sv unread = cm_rows_cell(rows, CM_PLAN_UNREAD).text;
    for (size_t i = 0; i < count; i++) {
        bool listed = lists_name(unread, j->plan->outputs.items[i].name);
        values[i] = value_of(cm_rows_cell(rows, CM_PLAN_FIXED + i), listed);
    }
    return values;
}

/* Texts of the row live until the next one. */
static cm_result_row row_of(const cm_result_of *of, cm_rows *rows)
{
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    cm_result_row row = {
        .of = of,
        .doc_key = cm_rows_cell(rows, CM_PLAN_DOC_KEY).number,
        .defendant_no = cm_rows_cell(rows, CM_PLAN_DEFENDANT_NO).number,
        .count_no = cm_rows_cell(rows, CM_PLAN_COUNT_NO).number,
        .answer = (cm_answer)cm_rows_cell(rows, CM_PLAN_ANSWER).number,
        .direction = (cm_direction)cm_rows_cell(rows, CM_PLAN_DIRECTION).number,
        .sub = cm_rows_cell(rows, CM_PLAN_SUB).text,
        .missing = cm_rows_cell(rows, CM_PLAN_MISSING).text,
    };
    cm_assert(row.answer < CM_ANSWER_OUT_OF_SCOPE && row.direction < CM_DIRECTION_COUNT);
    for (size_t i = 0; i < CM_RUN_COUNT; i++) {
        row.about[i] = cm_rows_cell(rows, subject + i);
    }
    return row;
}

static cm_status run_by_sql(cm_results *results, const cm_result_of *of, cm_err *err)
{
    asking j = {.site = results->site, .model = of->model};
    cm_rows *rows = NULL;
    cm_arena_init(&j.mem);
    cm_arena_init(&j.step);
    cm_status status = cm_model_plan(&j.mem, of->model, &j.plan, err);
    if (status == CM_OK) {
        status = cm_facts_run(j.site->session, j.plan, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        if (!cm_choice_has(results->documents, cm_rows_cell(rows, CM_PLAN_DOC_KEY).number)) {
            continue;
        }
        cm_arena_reset(&j.step);
        cm_result_of with = *of;
        with.outputs = j.plan->outputs.items;
        with.output_count = j.plan->outputs.count;
        cm_result_row row = row_of(&with, rows);
        if (row.answer == CM_ANSWER_HIT) {
            row.values = output_values(&j, rows);
        }
        status = cm_result_write(results, &row, err);
    }
    cm_rows_close(rows);
    if (status == CM_OK && of->counts->answers[CM_ANSWER_HIT] > 0 && of->model->collision != NULL) {
        const cm_related_of_run run = {of->model->id, j.plan, results->documents};
        status = cm_related_write(j.site, &run, results->writer, err);
    }
    cm_arena_clear(&j.step);
    cm_arena_clear(&j.mem);
    return status;
}

static cm_status preview(asking *j, cm_rows *rows, cm_run_result_visit visit, void *payload,
                         cm_err *err)
{
    cm_arena_reset(&j->step);
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    cm_run_result r = {
        .doc_key = cm_rows_cell(rows, CM_PLAN_DOC_KEY).number,
        .defendant_no = cm_rows_cell(rows, CM_PLAN_DEFENDANT_NO).number,
        .count_no = cm_rows_cell(rows, CM_PLAN_COUNT_NO).number,
        .answer = (cm_answer)cm_rows_cell(rows, CM_PLAN_ANSWER).number,
        .case_no = cm_rows_text(rows, subject + CM_RUN_CASE_NO, &j->step),
        .defendant = cm_rows_text(rows, subject + CM_RUN_DEFENDANT, &j->step),
        .charge = cm_rows_text(rows, subject + CM_RUN_CHARGE, &j->step),
    };
    if (r.answer == CM_ANSWER_HIT) {
        cm_sv sub = cm_rows_text(rows, CM_PLAN_SUB, &j->step);
        cm_model_finding(&finding, j->model, &j->site->home->finding_words, sub,
                         output_values(j, rows));
        r.finding = cm_buf_view(&finding);
    }
    return visit(payload, &r, err);
}

cm_status cm_run_preview(cm_site *site, const cm_model *model, cm_run_result_visit visit,
                         void *payload, cm_err *err)
{
    asking j = {.site = site, .model = model};
    cm_rows *rows = NULL;
    cm_arena_init(&j.mem);
    cm_arena_init(&j.step);
    cm_status status = cm_model_plan(&j.mem, model, &j.plan, err);
    if (status == CM_OK) {
        status = cm_matches_prepare(site, model, NULL, err);
    }
    if (status == CM_OK) {
        status = cm_facts_run(site->session, j.plan, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        status = preview(&j, rows, visit, payload, err);
    }
    cm_rows_close(rows);
    cm_arena_clear(&j.step);
    cm_arena_clear(&j.mem);
    return status;
}

/* ---- rules: one scan of the tables for all of them, evaluated row by row ---- */

typedef struct {
    cm_results *results;
    const cm_home *home;
    CM_VEC(cm_result_of) rules;
    cm_subject_batch batch;
    cm_arena mem; /* of one evaluation */
    const cm_run_watch *watch;
} scanning;

static cm_cell cell_of(const cm_subject *s, cm_sv column)
{
    size_t at = cm_view_column(s->row.view, column);
    if (at == SIZE_MAX || s->row.values[at].state != CM_VALUE_KNOWN) {
        return cm_cell_null();
    }
    const cm_value *v = &s->row.values[at];
    switch (s->row.view->columns.items[at]->type) {
    case CM_TYPE_TEXT:
        return cm_cell_text(v->text);
    case CM_TYPE_DATE:
        return cm_cell_date(v->number);
    case CM_TYPE_BOOLEAN:
        return cm_cell_bool(v->number != 0);
    case CM_TYPE_INTEGER:
    case CM_TYPE_MONEY:
    case CM_TYPE_COUNT:
        break;
    }
    return cm_cell_int(v->number);
}

/* What the subject is called: columns of its row, none where its view has no such column. */
static void tell_subject(const cm_subject *s, cm_cell *about)
{
    static const struct {
        cm_run_field field;
        const char *column;
    } COLUMNS[] = {
        {CM_RUN_COURT, "court"},
        {CM_RUN_CASE_NO, "case_no"},
        {CM_RUN_DOCUMENT_TYPE, "document_type"},
        {CM_RUN_DECIDED_ON, "decided_on"},
        {CM_RUN_DEFENDANT, "name"},
        {CM_RUN_CHARGE, "charge"},
        {CM_RUN_INSTANCE, "instance"},
        {CM_RUN_SAID_FINAL, "said_final"},
        {CM_RUN_RECEIVED_ON, "received_on"},
    };

    for (size_t i = 0; i < CM_COUNT(COLUMNS); i++) {
        about[COLUMNS[i].field] = cell_of(s, cm_sv_from(COLUMNS[i].column));
    }
    about[CM_RUN_DIGEST] = cm_cell_text(s->digest);
}

static cm_sv joined(cm_arena *mem, const cm_svs *list)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < list->count; i++) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), i > 0 ? "," : "",
                               CM_SV_ARG(list->items[i]));
    }
    return text;
}

static cm_status answer(scanning *j, const cm_result_of *of, const cm_subject *s, cm_err *err)
{
    cm_arena_reset(&j->mem);
    cm_finding f = cm_model_answer(&j->mem, of->model, &s->row);
    if (f.answer == CM_ANSWER_OUT_OF_SCOPE) {
        return CM_OK;
    }
    cm_result_row row = {
        .of = of,
        .doc_key = s->keys[0],
        .defendant_no = s->keys[1],
        .count_no = s->keys[2],
        .answer = f.answer,
        .direction = f.answer == CM_ANSWER_HIT ? f.direction : CM_DIRECTION_NEUTRAL,
        .sub = f.sub,
        .missing = joined(&j->mem, &f.missing),
        .values = f.values,
    };
    if (f.answer != CM_ANSWER_CLEAR) {
        tell_subject(s, row.about);
    }
    return cm_result_write(j->results, &row, err);
}

static cm_status scan_batch(scanning *j, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t m = 0; status == CM_OK && m < j->rules.count; m++) {
        const cm_result_of *of = &j->rules.items[m];
        const cm_subjects *subjects =
            cm_subjects_of(&j->batch, j->home->catalogue, of->model->subject);
        for (size_t i = 0; status == CM_OK && i < subjects->count; i++) {
            status = cm_choice_has(j->results->documents, subjects->items[i]->keys[0])
                         ? answer(j, of, subjects->items[i], err)
                         : CM_OK;
        }
    }
    return status;
}

static cm_status scan_stretch(scanning *j, int64_t first, int64_t last, cm_err *err)
{
    if (j->watch != NULL && j->watch->cancel != NULL && atomic_load(j->watch->cancel)) {
        return cm_err_set(err, CM_E_CANCELLED, "stopped");
    }
    cm_status status = cm_subjects_load(j->results->site, first, last, &j->batch, err);
    return status == CM_OK ? scan_batch(j, err) : status;
}

static void got_on(const scanning *j, uint64_t done, uint64_t all)
{
    if (j->watch != NULL && j->watch->progress != NULL) {
        j->watch->progress(j->watch->payload, done < all ? done : all, all);
    }
}

static cm_status scan_all(scanning *j, cm_err *err)
{
    cm_numbers_range range;
    cm_status status = cm_facts_keys(j->results->site->session, &range, err);
    for (int64_t first = range.first; status == CM_OK && first <= range.last; first += BATCH) {
        status = scan_stretch(j, first, first + BATCH - 1, err);
        if (status == CM_OK) {
            got_on(j, (uint64_t)(first + BATCH - range.first),
                   (uint64_t)(range.last - range.first + 1));
        }
    }
    return status;
}

/* Those that lie near each other are loaded together, with what is between them. */
static cm_status scan_chosen(scanning *j, cm_err *err)
{
    const cm_numbers *keys = j->results->documents;
    cm_status status = CM_OK;
    for (size_t i = 0, end = 0; status == CM_OK && i < keys->count; i = end) {
        while (end < keys->count && keys->items[end] - keys->items[i] < BATCH) {
            end++;
        }
        status = scan_stretch(j, keys->items[i], keys->items[end - 1], err);
        if (status == CM_OK) {
            got_on(j, end, keys->count);
        }
    }
    return status;
}

/* Searches stand in a view of the model's own, collisions in several tables. */
static bool is_row_by_row(const cm_model *model)
{
    return model->matched == NULL && model->collision == NULL;
}

static cm_status run_rules(cm_results *results, const cm_result_of *all, size_t count,
                           const cm_run_watch *watch, cm_err *err)
{
    scanning j = {.results = results, .home = results->site->home, .watch = watch};
    cm_arena_init(&j.mem);
    cm_arena_init(&j.batch.mem);
    for (size_t i = 0; i < count; i++) {
        if (is_row_by_row(all[i].model)) {
            *cm_vec_push(&results->mem, &j.rules) = all[i];
        }
    }
    cm_status status = CM_OK;
    if (j.rules.count != 0) {
        status = results->documents != NULL ? scan_chosen(&j, err) : scan_all(&j, err);
    }
    cm_subject_batch_clear(&j.batch);
    cm_arena_clear(&j.mem);
    return status;
}

/* ---- all models ---- */

/* The earlier results of these models go; what stays keeps its clues. */
static cm_status remove_results(cm_results *results, const cm_result_of *all, size_t count,
                                cm_err *err)
{
    CM_AUTO_BUF names;
    cm_buf_init(&names, CM_MAX_SQL);
    for (size_t i = 0; i < count; i++) {
        (void)cm_buf_addf(&names, "%s%.*s", i > 0 ? "," : "", CM_SV_ARG(all[i].model->id));
    }
    static const cm_facts_query QUERIES[] = {CM_QUERY_RESULT_DELETE, CM_QUERY_RESULT_FACT_DELETE,
                                             CM_QUERY_RESULT_RELATED_DELETE};
    const cm_cell values[] = {cm_cell_text(cm_buf_view(&names)),
                              cm_choice_cell(&results->mem, results->documents)};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(QUERIES); i++) {
        status =
            cm_facts_execute(results->site->session, QUERIES[i], values, CM_COUNT(values), err);
    }
    return status == CM_OK && results->documents != NULL
               ? cm_results_keep(results, cm_buf_view(&names), err)
               : status;
}

static cm_status run_all(cm_results *results, const cm_result_of *all, size_t count,
                         const cm_run_watch *watch, cm_err *err)
{
    cm_status status = remove_results(results, all, count, err);
    if (status == CM_OK) {
        status = run_rules(results, all, count, watch, err);
    }
    for (size_t i = 0; status == CM_OK && i < count; i++) {
        if (!is_row_by_row(all[i].model)) {
            status = run_by_sql(results, &all[i], err);
        }
        if (status != CM_OK) {
            cm_err_prefix(err, "%.*s", CM_SV_ARG(all[i].model->id));
        }
    }
    return status;
}

/* These models in one transaction. */
static cm_status run_group(cm_site *site, const cm_models *models, const cm_run_how *how,
                           cm_run_counts *const *counts, cm_err *err)
{
    cm_session *s = site->session;
    cm_results results;
    cm_status status = cm_facts_execute(s, CM_QUERY_BEGIN, NULL, 0, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_results_open(site, how->as_of, &results, err);
    results.documents = how->documents;
    cm_result_of *all = cm_arena_array(&results.mem, cm_result_of, models->count + 1);
    for (size_t i = 0; i < models->count; i++) {
        const cm_model *m = models->items[i];
        all[i] = (cm_result_of){.model = m, .counts = counts[i]};
        all[i].content = cm_digest_hex(&results.mem, cm_digest_of(m->source));
        all[i].output_count = cm_model_outputs(m, &all[i].outputs);
    }
    if (status == CM_OK) {
        status = run_all(&results, all, models->count, how->watch, err);
    }
    status = cm_results_close(&results, status, err);
    if (status == CM_OK) {
        status = cm_facts_execute(s, CM_QUERY_COMMIT, NULL, 0, err);
    }
    if (status != CM_OK) {
        cm_facts_rollback(s);
    }
    return status;
}

/* A model that searches the texts has its view made first, and runs by itself. */
cm_status cm_run_models(cm_site *site, const cm_models *models, const cm_run_how *how,
                        cm_run_counts *ret_counts, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_models together = {0};
    cm_run_counts **counts = cm_arena_array(&mem, cm_run_counts *, models->count + 1);
    for (size_t i = 0; i < models->count; i++) {
        ret_counts[i] = (cm_run_counts){.model = models->items[i]};
        if (models->items[i]->matched == NULL) {
            counts[together.count] = &ret_counts[i];
            *cm_vec_push(&mem, &together) = models->items[i];
        }
    }
    cm_run_how quiet = *how;
    quiet.watch = NULL;
    cm_status status = together.count != 0 ? run_group(site, &together, how, counts, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < models->count; i++) {
        cm_run_counts *one = &ret_counts[i];
        const cm_models alone = {&models->items[i], 1, 1};
        if (models->items[i]->matched == NULL) {
            continue;
        }
        status = cm_matches_prepare(site, models->items[i], how->documents, err);
        if (status == CM_OK) {
            status = run_group(site, &alone, &quiet, &one, err);
        }
    }
    return status;
}

cm_status cm_run_model(cm_site *site, const cm_model *model, cm_date as_of,
                       cm_run_counts *ret_counts, cm_err *err)
{
    const cm_model *items[] = {model};
    const cm_models one = {items, 1, 1};
    const cm_run_how how = {.as_of = as_of};
    return cm_run_models(site, &one, &how, ret_counts, err);
}

cm_status cm_run_documents(cm_site *site, uint64_t *ret_count, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_CORPUS, NULL, 0, &rows, err);
    if (status == CM_OK) {
        cm_assert(cm_rows_next(rows));
        *ret_count = (uint64_t)cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}
