#include "base/base.h"

#include "app/statistics_json.h"

bool cm_statistics_rung(const cm_statistics *s, cm_sv id, int64_t *ret_rung)
{
    const cm_svs *rungs = &s->course->rungs;
    *ret_rung = -1;
    for (size_t i = 0; i < rungs->count; i++) {
        if (cm_sv_equal(rungs->items[i], id)) {
            *ret_rung = (int64_t)i;
        }
    }
    return id.ptr == NULL || *ret_rung >= 0;
}

bool cm_statistics_verdict(const cm_statistics *s, cm_sv id, int *ret_verdict)
{
    *ret_verdict = -1;
    for (int i = 0; i < CM_VERDICT_COUNT; i++) {
        if (cm_sv_equal(s->verdicts.rules[i].id, id)) {
            *ret_verdict = i;
        }
    }
    return id.ptr == NULL || *ret_verdict >= 0;
}

bool cm_statistics_dim(cm_sv name, cm_dim *ret_dim)
{
    if (cm_sv_equal(name, CM_SV("period"))) {
        *ret_dim = CM_DIM_QUARTER;
        return true;
    }
    return cm_dim_from(name, ret_dim);
}

/* ---- JSON ---- */

typedef struct {
    const char *name;
    cm_sv value;
} part;

static void put_parts(cm_json *json, const part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cm_json_put_text(json, cm_sv_from(parts[i].name), parts[i].value);
    }
}

void cm_standing_write_json(cm_json *json, const cm_statistics *s, const cm_standing *c)
{
    const cm_verdict_rule *rule = &s->verdicts.rules[c->verdict];
    const part parts[] = {
        {"id", c->id},         {"model", c->model},    {"court", c->court},
        {"charge", c->charge}, {"office", c->office},  {"direction", c->direction},
        {"year", c->year},     {"state", c->state},    {"rung", s->course->rungs.items[c->rung]},
        {"verdict", rule->id}, {"outcome", c->outcome}};
    cm_json_object(json);
    put_parts(json, parts, CM_COUNT(parts));
    cm_json_put_int(json, CM_SV("model_version"), c->model_version);
    cm_json_put_bool(json, CM_SV("left_out"), c->left_out);
    cm_json_put_bool(json, CM_SV("gone"), c->gone);
    cm_json_object_end(json);
}

void cm_alert_write_json(cm_json *json, const cm_alert *n, const cm_alert_counts *counts)
{
    const part parts[] = {{"kind", n->kind},      {"model", n->model}, {"content", n->content},
                          {"period", n->period},  {"at", n->at},       {"seen_by", n->seen_by},
                          {"seen_at", n->seen_at}};
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), n->no);
    put_parts(json, parts, CM_COUNT(parts));
    cm_json_put_int(json, CM_SV("model_version"), n->model_version);
    if (counts != NULL) {
        cm_json_put_int(json, CM_SV("held_before"), counts->held_before);
        cm_json_put_int(json, CM_SV("false_positive_before"), counts->wrong_before);
        cm_json_put_int(json, CM_SV("held"), counts->held);
        cm_json_put_int(json, CM_SV("false_positive"), counts->wrong);
    }
    cm_json_object_end(json);
}
