#include "base/base.h"

#include "app/trial.h"

#include "app/casetest.h"
#include "base/limits.h"

static void write_problems(cm_json *json, const cm_home *home)
{
    cm_json_key(json, CM_SV("problems"));
    cm_json_array(json);
    for (size_t i = 0; i < home->problems.count; i++) {
        cm_problem_write_json(json, home, &home->problems.items[i]);
    }
    cm_json_array_end(json);
}

static cm_status load(cm_home *own, const cm_trial *trial, cm_err *err)
{
    return trial->text.len <= CM_MAX_TRIAL
               ? cm_home_parse_model(own, trial->name, trial->text, err)
               : cm_err_set(err, CM_E_LIMIT, "a model of %zu bytes", trial->text.len);
}

static const cm_model *last_model(const cm_home *home)
{
    return home->models.count != 0 ? home->models.items[home->models.count - 1] : NULL;
}

/* Mistakes of content are an answer here, no fault. */
static bool is_mistake(const cm_home *own, cm_status status)
{
    return (status == CM_E_SCHEMA || status == CM_E_SYNTAX) && own->problems.count != 0;
}

cm_status cm_trial_check(const cm_home *home, const cm_trial *trial, cm_json *json, cm_err *err)
{
    cm_home own;
    cm_home_borrow(home, &own);
    cm_status status = load(&own, trial, err);
    bool told = status == CM_OK || is_mistake(&own, status);
    if (told) {
        const cm_model *model = last_model(&own);
        cm_json_object(json);
        cm_json_put_bool(json, CM_SV("good"), status == CM_OK);
        cm_json_put_text(json, CM_SV("id"), model != NULL ? model->id : (cm_sv){NULL, 0});
        write_problems(json, &own);
        cm_json_object_end(json);
    }
    cm_home_return(&own);
    return told ? CM_OK : status;
}

/* The first mistake is the fault, with its place. */
cm_status cm_trial_load(cm_home *own, const cm_trial *trial, const cm_model **ret_model,
                        cm_err *err)
{
    cm_status status = load(own, trial, err);
    if (status == CM_OK) {
        *ret_model = last_model(own);
    }
    if (!is_mistake(own, status)) {
        return status;
    }
    const cm_problem *p = &own->problems.items[0];
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_problem_message(&text, &own->words, p);
    (void)cm_err_set_at(err, CM_E_SCHEMA, CM_SV("body"), p->line, p->column, "%s", cm_buf_z(&text));
    return CM_E_SCHEMA;
}

static cm_status write_test(cm_home *own, const cm_model *model, cm_json *json, cm_err *err)
{
    cm_case_test test = {0};
    cm_status status = cm_test_model(own, model, &test, err);
    if (status == CM_OK) {
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("id"), model->id);
        cm_case_test_write_json(json, own, model, &test);
        write_problems(json, own);
        cm_json_object_end(json);
    }
    return status;
}

cm_status cm_trial_test(const cm_home *home, const cm_trial *trial, cm_json *json, cm_err *err)
{
    cm_home own;
    cm_home_borrow(home, &own);
    const cm_model *model = NULL;
    cm_status status = cm_trial_load(&own, trial, &model, err);
    if (status == CM_OK) {
        status = write_test(&own, model, json, err);
    }
    cm_home_return(&own);
    return status;
}

cm_status cm_trial_test_of(const cm_home *home, const cm_model *model, cm_json *json, cm_err *err)
{
    cm_home own;
    cm_home_borrow(home, &own);
    cm_status status = write_test(&own, model, json, err);
    cm_home_return(&own);
    return status;
}

/* ---- what it would change ---- */

static void write_answers(cm_json *json, cm_sv name, const cm_home *home, const uint64_t *answers)
{
    cm_json_key(json, name);
    cm_json_object(json);
    for (int i = 0; i < CM_ANSWER_OUT_OF_SCOPE; i++) {
        cm_json_put_int(json, cm_term_zh(home->answers, i), (int64_t)answers[i]);
    }
    cm_json_object_end(json);
}

static void write_diff(cm_json *json, const cm_home *home, const cm_caller *caller,
                       const cm_diff *d, size_t most)
{
    static const char *const KINDS[CM_DIFF_KIND_COUNT] = {"gained", "lost", "changed"};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_wording_find(&home->messages, CM_SV("notice")));
    cm_json_put_text(json, CM_SV("model"), d->after->id);
    cm_json_put_bool(json, CM_SV("is_new"), d->before == NULL);
    write_answers(json, CM_SV("before"), home, d->answers_before);
    write_answers(json, CM_SV("after"), home, d->answers_after);
    for (int i = 0; i < CM_DIFF_KIND_COUNT; i++) {
        cm_json_put_int(json, cm_sv_from(KINDS[i]), (int64_t)d->kinds[i]);
    }
    cm_json_put_int(json, CM_SV("rows"), (int64_t)d->rows.count);
    cm_json_key(json, CM_SV("items"));
    cm_json_array(json);
    for (size_t i = 0; i < d->rows.count && i < most; i++) {
        cm_diff_row_write_json(json, home, caller, d, &d->rows.items[i]);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

static cm_status compare(cm_site *site, const cm_model *changed, cm_arena *mem, cm_diff *ret_diff,
                         cm_err *err)
{
    const cm_model *published = cm_home_model(site->home, changed->id);
    cm_snapshot *before = NULL, *after = NULL;
    cm_status status =
        published != NULL ? cm_snapshot_take(site, published, mem, &before, err) : CM_OK;
    if (status == CM_OK) {
        status = cm_snapshot_take(site, changed, mem, &after, err);
    }
    if (status == CM_OK) {
        cm_diff_of(before, after, mem, ret_diff);
    }
    return status;
}

cm_status cm_trial_diff(cm_site *site, const cm_caller *caller, const cm_trial *trial, size_t most,
                        cm_json *json, cm_err *err)
{
    cm_home own;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_home_borrow(site->home, &own);
    cm_diff diff;
    const cm_model *model = NULL;
    cm_status status = cm_trial_load(&own, trial, &model, err);
    if (status == CM_OK) {
        status = compare(site, model, &mem, &diff, err);
    }
    if (status == CM_OK) {
        write_diff(json, site->home, caller, &diff, most);
    }
    cm_home_return(&own);
    return status;
}
