#include "base/base.h"

#include "app/trial.h"
#include "base/limits.h"
#include "server/route.h"
#include "server/routes.h"

static cm_status find_model(cm_exchange *x, const cm_model **ret_model, cm_err *err)
{
    cm_sv area = cm_ask_text(x, "area"), name = cm_ask_text(x, "name");
    cm_sv id = cm_arena_format(x->mem, "%.*s/%.*s", CM_SV_ARG(area), CM_SV_ARG(name));
    *ret_model = cm_home_model(x->home, id);
    return *ret_model != NULL ? CM_OK
                              : cm_err_set(err, CM_E_NOTFOUND, "no model '%.*s'", CM_SV_ARG(id));
}

/* What the desk measured is for who may count. */
static cm_status load_measured(cm_exchange *x, cm_model_measured *ret_measured, cm_err *err)
{
    *ret_measured = (cm_model_measured){0};
    return cm_model_measured_for(x->home, &x->caller)
               ? cm_model_measured_load(x->workdesk->desk, x->home, &x->caller, x->mem,
                                        ret_measured, err)
               : CM_OK;
}

cm_status cm_api_model_list(cm_exchange *x, cm_err *err)
{
    cm_model_measured measured;
    cm_status status = load_measured(x, &measured, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < x->home->models.count; i++) {
        cm_json_object(x->json);
        cm_model_write_json(x->json, x->home, x->home->models.items[i], &measured);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_model_open(cm_exchange *x, cm_err *err)
{
    const cm_model *model = NULL;
    cm_model_measured measured;
    cm_status status = find_model(x, &model, err);
    if (status == CM_OK) {
        status = load_measured(x, &measured, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_json_object(x->json);
    cm_model_write_json(x->json, x->home, model, &measured);
    cm_model_write_page_json(x->json, x->home, model);
    cm_json_put_text(x->json, CM_SV("source"), model->source);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_model_page(cm_exchange *x, cm_err *err)
{
    const cm_model *model = NULL;
    cm_measured measured;
    cm_status status = find_model(x, &model, err);
    if (status == CM_OK) {
        status = cm_measured_load(x->home, x->mem, &measured, err);
    }
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    cm_page_write(x->home, model, &measured, &page);
    cm_reply_file(x, "text/markdown; charset=utf-8", CM_SV(""), cm_buf_view(&page));
    return CM_OK;
}

cm_status cm_api_model_test(cm_exchange *x, cm_err *err)
{
    const cm_model *model = NULL;
    cm_status status = find_model(x, &model, err);
    return status == CM_OK ? cm_trial_test_of(x->home, model, x->json, err) : status;
}

/* ---- steps ---- */

static cm_status take_step(void *payload, const cm_run_step *step, cm_err *err)
{
    (void)err;
    cm_exchange *x = payload;
    cm_run_step_write_json(x->json, step);
    return CM_OK;
}

cm_status cm_api_model_explain(cm_exchange *x, cm_err *err)
{
    const cm_model *model = NULL;
    cm_site *site = NULL;
    cm_status status = find_model(x, &model, err);
    if (status == CM_OK) {
        status = cm_ask_site(x, &site, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("id"), model->id);
    cm_json_key(x->json, CM_SV("steps"));
    cm_json_array(x->json);
    status = cm_run_explain(site, model, take_step, x, err);
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return status;
}

/* ---- a model that somebody is writing ---- */

static cm_trial trial_of(const cm_exchange *x)
{
    return (cm_trial){CM_SV(""), cm_ask_body(x)};
}

cm_status cm_api_trial_check(cm_exchange *x, cm_err *err)
{
    const cm_trial trial = trial_of(x);
    return cm_trial_check(x->home, &trial, x->json, err);
}

cm_status cm_api_trial_test(cm_exchange *x, cm_err *err)
{
    const cm_trial trial = trial_of(x);
    return cm_trial_test(x->home, &trial, x->json, err);
}

cm_status cm_api_trial_diff(cm_exchange *x, cm_err *err)
{
    const cm_trial trial = trial_of(x);
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "model.edit", &site, err);
    return status == CM_OK ? cm_trial_diff(site, &x->caller, &trial,
                                           (size_t)cm_ask_int(x, "limit", 50), x->json, err)
                           : status;
}
