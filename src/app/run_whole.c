#include "base/base.h"

#include "app/run_whole.h"

#include "app/correcting.h"
#include "app/due.h"
#include "app/statistics.h"
#include "app/table.h"

static bool is_wanted(const cm_svs *ids, const cm_model *model)
{
    bool wanted = ids->count == 0 && model->enabled;
    for (size_t i = 0; i < ids->count; i++) {
        wanted = wanted || cm_sv_equal(ids->items[i], model->id);
    }
    return wanted;
}

static cm_status check_names(const cm_home *home, const cm_svs *ids, cm_err *err)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (cm_home_model(home, ids->items[i]) == NULL) {
            return cm_err_set(err, CM_E_NOTFOUND, "no model '%.*s'", CM_SV_ARG(ids->items[i]));
        }
    }
    return CM_OK;
}

static cm_status choose(cm_site *site, const cm_run_order *order, cm_arena *mem,
                        cm_run_outcome *out, cm_err *err)
{
    cm_status status = check_names(site->home, &order->ids, err);
    for (size_t i = 0; status == CM_OK && i < site->home->models.count; i++) {
        const cm_model *model = site->home->models.items[i];
        cm_sv table = CM_SV("");
        if (!is_wanted(&order->ids, model)) {
            continue;
        }
        status = cm_table_lacking(site, model, mem, &table, err);
        if (status == CM_OK && table.len > 0) {
            *cm_vec_push(mem, &out->lacking) = (cm_run_lack){model, table};
        } else if (status == CM_OK) {
            *cm_vec_push(mem, &out->models) = model;
        }
    }
    return status;
}

static cm_status lapse(cm_site *site, const cm_caller *caller, cm_arena *mem, uint64_t *ret_count,
                       cm_err *err)
{
    cm_desk *desk = NULL;
    cm_status status = cm_site_desk(site, false, caller->at, &desk, err);
    return status == CM_OK && desk != NULL
               ? cm_due_lapse(site->home, desk, caller, mem, ret_count, err)
               : status;
}

static cm_status count_documents(cm_site *site, const cm_choice *choice, cm_numbers *keys,
                                 cm_arena *mem, cm_run_outcome *out, cm_err *err)
{
    if (out->whole) {
        return cm_run_documents(site, &out->documents, err);
    }
    cm_status status = cm_choice_load(site, choice, mem, keys, err);
    out->documents = keys->count;
    return status;
}

cm_status cm_run_whole(cm_site *site, const cm_run_order *order, cm_arena *mem, cm_run_outcome *out,
                       cm_err *err)
{
    *out = (cm_run_outcome){.whole = cm_choice_is_all(&order->choice)};
    cm_numbers *keys = out->whole ? NULL : cm_arena_new(mem, cm_numbers);
    cm_run_how how = {order->as_of, &order->watch, keys};
    cm_status status = choose(site, order, mem, out, err);
    if (status == CM_OK) {
        status = cm_correct_settle(site, order->caller, mem, err);
    }
    if (status == CM_OK) {
        status = count_documents(site, &order->choice, keys, mem, out, err);
    }
    if (status == CM_OK) {
        out->counts = cm_arena_array(mem, cm_run_counts, out->models.count + 1);
        status = cm_run_models(site, &out->models, &how, out->counts, err);
    }
    if (status == CM_OK) {
        out->ran = true;
        status = out->whole ? cm_statistics_keep_run(site, out->counts, out->models.count,
                                                     order->caller, err)
                            : CM_OK;
    }
    if (status == CM_OK) {
        const cm_arrival_of of = {&out->models, keys};
        status = cm_arrivals_merge(site, &of, order->caller, &out->arrivals, err);
    }
    if (status == CM_OK) {
        out->arrived = true;
        status = lapse(site, order->caller, mem, &out->lapsed, err);
    }
    return status;
}

/* ---- as JSON ---- */

uint64_t cm_run_examined(const cm_run_counts *c)
{
    return c->answers[CM_ANSWER_CLEAR] + c->answers[CM_ANSWER_HIT] +
           c->answers[CM_ANSWER_UNDECIDABLE];
}

static void put_count(cm_json *json, const char *name, uint64_t value)
{
    cm_json_put_int(json, cm_sv_from(name), (int64_t)value);
}

static void put_model(cm_json *json, const cm_run_counts *c)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("model"), c->model->id);
    cm_json_put_text(json, CM_SV("title"), c->model->title);
    put_count(json, "examined", cm_run_examined(c));
    put_count(json, "hit", c->answers[CM_ANSWER_HIT]);
    put_count(json, "undecidable", c->answers[CM_ANSWER_UNDECIDABLE]);
    put_count(json, "clear", c->answers[CM_ANSWER_CLEAR]);
    put_count(json, "favours", c->directions[CM_DIRECTION_FAVOURS]);
    put_count(json, "against", c->directions[CM_DIRECTION_AGAINST]);
    put_count(json, "neutral", c->directions[CM_DIRECTION_NEUTRAL]);
    put_count(json, "suppressed", c->suppressed);
    cm_json_object_end(json);
}

static void put_arrivals(cm_json *json, const cm_run_outcome *out)
{
    cm_json_key(json, CM_SV("clues"));
    cm_json_object(json);
    put_count(json, "new", out->arrivals.effects[CM_MERGE_NEW]);
    put_count(json, "urgent", out->arrivals.urgent);
    put_count(json, "updated", out->arrivals.effects[CM_MERGE_UPDATED]);
    put_count(json, "reopened", out->arrivals.effects[CM_MERGE_REOPENED]);
    put_count(json, "gone", out->arrivals.gone);
    put_count(json, "lapsed", out->lapsed);
    cm_json_object_end(json);
}

void cm_run_outcome_write_json(cm_json *json, const cm_run_outcome *out)
{
    cm_json_object(json);
    put_count(json, "documents", out->documents);
    cm_json_put_bool(json, CM_SV("whole"), out->whole);
    cm_json_key(json, CM_SV("models"));
    cm_json_array(json);
    for (size_t i = 0; i < out->models.count; i++) {
        put_model(json, &out->counts[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("lacking"));
    cm_json_array(json);
    for (size_t i = 0; i < out->lacking.count; i++) {
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("model"), out->lacking.items[i].model->id);
        cm_json_put_text(json, CM_SV("table"), out->lacking.items[i].table);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    put_arrivals(json, out);
    cm_json_object_end(json);
}
