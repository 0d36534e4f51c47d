#include "base/base.h"

#include "app/people_json.h"

#include "app/clue.h"

/* A text that is empty is told as null. */
static void put_or_null(cm_json *json, cm_sv name, cm_sv value)
{
    cm_json_put_text(json, name, value.len != 0 ? value : (cm_sv){NULL, 0});
}

void cm_person_json(cm_json *json, const cm_person *p)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("name"), p->name);
    cm_json_put_text(json, CM_SV("office"), p->office);
    cm_json_put_list(json, CM_SV("roles"), &p->roles);
    cm_json_put_bool(json, CM_SV("active"), p->active);
    cm_json_put_text(json, CM_SV("token_by"), p->token_by);
    cm_json_put_text(json, CM_SV("token_at"), p->token_at);
    cm_json_object_end(json);
}

void cm_office_json(cm_json *json, const cm_office *o)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("name"), o->name);
    cm_json_put_text(json, CM_SV("code"), o->code);
    cm_json_put_text(json, CM_SV("above"), o->above);
    cm_json_put_bool(json, CM_SV("department"), o->department);
    cm_json_object_end(json);
}

void cm_api_token_json(cm_json *json, const cm_api_token *t)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), t->no);
    cm_json_put_text(json, CM_SV("person"), t->person);
    cm_json_put_text(json, CM_SV("label"), t->label);
    cm_json_put_list(json, CM_SV("scopes"), &t->scopes);
    cm_json_put_text(json, CM_SV("expires_on"), t->expires_on);
    cm_json_put_text(json, CM_SV("made_at"), t->made_at);
    cm_json_put_text(json, CM_SV("made_by"), t->made_by);
    put_or_null(json, CM_SV("ended_at"), t->ended_at);
    put_or_null(json, CM_SV("ended_by"), t->ended_by);
    cm_json_object_end(json);
}

void cm_visit_json(cm_json *json, const cm_visit *v)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), v->no);
    cm_json_put_text(json, CM_SV("address"), v->address);
    cm_json_put_text(json, CM_SV("made_at"), v->made_at);
    cm_json_put_text(json, CM_SV("seen_at"), v->seen_at);
    cm_json_object_end(json);
}

void cm_policy_json(cm_json *json, const cm_policy_value *v, bool english)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), v->policy->id);
    cm_json_put_text(json, CM_SV("title"), english ? v->policy->en : v->policy->zh);
    cm_json_put_int(json, CM_SV("value"), v->value);
    cm_json_put_text(json, CM_SV("unit"), v->policy->unit);
    cm_json_put_int(json, CM_SV("default"), v->policy->otherwise);
    cm_json_put_int(json, CM_SV("least"), v->policy->least);
    cm_json_put_int(json, CM_SV("most"), v->policy->most);
    put_or_null(json, CM_SV("set_by"), v->by);
    put_or_null(json, CM_SV("set_at"), v->at);
    cm_json_object_end(json);
}
