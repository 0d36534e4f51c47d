#include "base/base.h"

#include "app/docket_json.h"

#include "app/clue.h"
#include "app/docket_words.h"

static void put(cm_json *json, const char *name, cm_sv value)
{
    cm_json_put_text(json, cm_sv_from(name), value.len != 0 ? value : (cm_sv){NULL, 0});
}

static void put_number(cm_json *json, const char *name, int64_t value)
{
    cm_json_put_int(json, cm_sv_from(name), value);
}

void cm_docket_json_clue(cm_json *json, const cm_docket *d, const cm_desk_clue *c)
{
    put(json, "id", c->id);
    put(json, "state", c->state);
    put(json, "state_title", cm_docket_state_title(d->home, c->state));
    put(json, "rung", d->home->course.rungs.items[c->rung]);
    put_number(json, "version", c->version);
    cm_json_put_bool(json, CM_SV("urgent"), c->urgent);
    cm_json_put_bool(json, CM_SV("own"), c->own);
    cm_json_put_bool(json, CM_SV("gone"), c->gone);
    put(json, "own_handler", c->own_handler);
    put(json, "office", c->office);
    put(json, "handler", c->handler);
    cm_json_put_date(json, CM_SV("due_on"), c->due_on);
    put(json, "reason", c->reason);
    put(json, "outcome", c->outcome);
    put_number(json, "amount", c->amount);
    put_number(json, "persons", c->persons);
    put(json, "number", c->number);
    put(json, "model", c->model);
    put_number(json, "model_version", c->model_version);
    put(json, "sub", c->sub);
    put(json, "direction", c->direction);
    put(json, "severity", c->severity);
    put(json, "confidence", c->confidence);
    put(json, "class", c->error_class);
    put(json, "stage", c->stage);
    put(json, "measure", c->measure);
    put(json, "court", c->court);
    put(json, "case_no", c->case_no);
    put(json, "doc", c->doc);
    cm_json_put_date(json, CM_SV("decided_on"), c->decided_on);
    put(json, "charge", c->charge);
    put(json, "defendant", c->defendant);
    put(json, "finding", c->finding);
    put(json, "made_at", c->made_at);
    put(json, "changed_at", c->changed_at);
    put(json, "changed_by", c->changed_by);
}

/* ---- on record ---- */

cm_status cm_docket_record_of(cm_docket *d, const cm_desk_clue *clue, bool unmasked,
                              cm_docket_record *ret_record, cm_err *err)
{
    cm_docket_record r = {0};
    const cm_sv note = CM_SV("note"), finding = CM_SV("finding");
    cm_status status = cm_desk_events(d->desk, clue->no, d->mem, &r.events, err);
    if (status == CM_OK) {
        status = cm_desk_verifications(d->desk, clue->no, d->mem, &r.verifications, err);
    }
    if (status == CM_OK) {
        status = cm_desk_notes(d->desk, clue->no, d->mem, &r.notes, err);
    }
    for (size_t i = 0; i < r.events.count; i++) {
        cm_clue_event *e = &r.events.items[i];
        e->why = cm_docket_text(d, clue, note, e->why, unmasked);
        e->finding = cm_docket_text(d, clue, finding, e->finding, unmasked);
        e->finding_was = cm_docket_text(d, clue, finding, e->finding_was, unmasked);
    }
    for (size_t i = 0; i < r.verifications.count; i++) {
        cm_verification *v = &r.verifications.items[i];
        v->what = cm_docket_text(d, clue, note, v->what, unmasked);
        v->told = cm_docket_text(d, clue, note, v->told, unmasked);
    }
    for (size_t i = 0; i < r.notes.count; i++) {
        r.notes.items[i].text = cm_docket_text(d, clue, note, r.notes.items[i].text, unmasked);
    }
    if (status == CM_OK) {
        *ret_record = r;
    }
    return status;
}

static void write_event(cm_json *json, const cm_clue_event *e)
{
    cm_json_object(json);
    put_number(json, "version", e->version);
    put(json, "at", e->at);
    put(json, "by", e->by);
    put(json, "role", e->role);
    put(json, "office", e->office);
    put(json, "step", e->step);
    put(json, "from", e->from);
    put(json, "to", e->to);
    put(json, "reason", e->reason);
    put(json, "why", e->why);
    put(json, "detail", e->detail);
    put(json, "finding_was", e->finding_was);
    put(json, "finding", e->finding);
    put_number(json, "batch", e->batch);
    cm_json_put_bool(json, CM_SV("undone"), e->undone);
    cm_json_object_end(json);
}

static void write_verification(cm_json *json, const cm_verification *v)
{
    cm_json_object(json);
    put_number(json, "no", v->no);
    put(json, "at", v->at);
    put(json, "by", v->by);
    put(json, "kind", v->kind);
    put(json, "what", v->what);
    put(json, "result", v->result);
    put(json, "told", v->told);
    cm_json_key(json, CM_SV("attachments"));
    cm_json_array(json);
    for (size_t i = 0; i < v->attachments.count; i++) {
        const cm_attachment *a = &v->attachments.items[i];
        cm_json_object(json);
        put_number(json, "no", a->no);
        put(json, "name", a->name);
        put(json, "digest", a->digest);
        put_number(json, "bytes", a->size);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

void cm_docket_json_record(cm_json *json, const cm_docket_record *r)
{
    cm_json_key(json, CM_SV("events"));
    cm_json_array(json);
    for (size_t i = 0; i < r->events.count; i++) {
        write_event(json, &r->events.items[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("verifications"));
    cm_json_array(json);
    for (size_t i = 0; i < r->verifications.count; i++) {
        write_verification(json, &r->verifications.items[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("notes"));
    cm_json_array(json);
    for (size_t i = 0; i < r->notes.count; i++) {
        cm_json_object(json);
        put(json, "at", r->notes.items[i].at);
        put(json, "by", r->notes.items[i].by);
        put(json, "text", r->notes.items[i].text);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* ---- what can follow ---- */

/* The member of a request that a need is met by; NULL: what is on record meets it. */
static const char *member_of(cm_need_kind kind)
{
    static const char *const MEMBERS[CM_NEED_COUNT] = {
        [CM_NEED_WHY] = "why",       [CM_NEED_REASON] = "reason",    [CM_NEED_OFFICE] = "to_office",
        [CM_NEED_ORGAN] = "organ",   [CM_NEED_PERSON] = "to_person", [CM_NEED_DAY] = "day",
        [CM_NEED_NUMBER] = "number", [CM_NEED_INTO] = "into",        [CM_NEED_OUTCOME] = "outcome",
    };
    return MEMBERS[kind];
}

cm_sv cm_docket_member(cm_sv need)
{
    for (size_t i = 0; i < CM_NEED_COUNT; i++) {
        if (cm_sv_equal(cm_course_need_name((cm_need_kind)i), need)) {
            return cm_sv_from(member_of((cm_need_kind)i));
        }
    }
    return CM_SV("");
}

static cm_sv codes_of(const cm_need *need)
{
    return need->kind == CM_NEED_REASON    ? need->of
           : need->kind == CM_NEED_ORGAN   ? CM_SV("organ")
           : need->kind == CM_NEED_OUTCOME ? CM_SV("outcome")
                                           : CM_SV("");
}

static void write_codes(cm_json *json, const cm_docket *d, const cm_need *need)
{
    const cm_course *course = &d->home->course;
    cm_sv list = codes_of(need);
    if (list.len == 0) {
        return;
    }
    cm_json_key(json, CM_SV("codes"));
    cm_json_array(json);
    for (size_t i = 0; i < course->codes.count; i++) {
        const cm_course_code *code = &course->codes.items[i];
        if (!cm_sv_equal(code->list, list)) {
            continue;
        }
        cm_json_object(json);
        put(json, "id", code->id);
        put(json, "title", cm_docket_code_title(d->home, list, code->id));
        if (need->kind == CM_NEED_OUTCOME) {
            cm_json_put_bool(json, CM_SV("amount"), code->amount);
            cm_json_put_bool(json, CM_SV("persons"), code->persons);
        }
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_asks(cm_json *json, const cm_docket *d, const cm_course_step *step)
{
    cm_json_key(json, CM_SV("asks"));
    cm_json_array(json);
    for (size_t i = 0; i < step->needs.count; i++) {
        const cm_need *need = &step->needs.items[i];
        cm_json_object(json);
        put(json, "kind", cm_course_need_name(need->kind));
        put(json, "of", need->of);
        put(json, "member", cm_sv_from(member_of(need->kind)));
        write_codes(json, d, need);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* `object` NULL: any clue at all. */
static void write_step(cm_json *json, const cm_docket *d, const cm_right_object *object,
                       const cm_course_step *step)
{
    static const char *const BULK[] = {
        [CM_BULK_NO] = "no", [CM_BULK_YES] = "yes", [CM_BULK_CALM] = "calm"};
    cm_sv why = CM_SV("");
    bool may = cm_right_may(d->home->rights, d->caller, step->act, object, &why);
    cm_json_object(json);
    put(json, "step", step->id);
    put(json, "title", cm_docket_step_title(d->home, step->id));
    put(json, "to", step->to);
    put(json, "to_title", cm_docket_state_title(d->home, step->to));
    cm_json_put_bool(json, CM_SV("may"), may);
    put(json, "why_not", may ? CM_SV("") : why);
    put(json, "bulk", cm_sv_from(BULK[step->bulk]));
    write_asks(json, d, step);
    if (object == NULL) {
        cm_json_put_list(json, CM_SV("from"), &step->from);
    }
    cm_json_object_end(json);
}

void cm_docket_json_bulk_steps(cm_json *json, const cm_docket *d)
{
    const cm_course *course = &d->home->course;
    for (size_t i = 0; i < course->steps.count; i++) {
        const cm_course_step *step = &course->steps.items[i];
        if (step->by != CM_BY_PROGRAM && step->bulk != CM_BULK_NO) {
            write_step(json, d, NULL, step);
        }
    }
}

void cm_docket_json_steps(cm_json *json, const cm_docket *d, const cm_desk_clue *clue)
{
    const cm_course *course = &d->home->course;
    const cm_right_part own = {CM_SV("own_handler"), clue->own_handler};
    const cm_right_object object = {
        .office = clue->office,
        .handler = clue->handler,
        .reason = CM_SV("-"), /* one that is asked for will be given */
        .parts = &own,
        .part_count = clue->own && clue->own_handler.len != 0 ? 1 : 0,
    };
    cm_json_key(json, CM_SV("steps"));
    cm_json_array(json);
    for (size_t i = 0; i < course->steps.count; i++) {
        const cm_course_step *step = &course->steps.items[i];
        if (step->by != CM_BY_PROGRAM && cm_course_leaves(step, clue->state)) {
            write_step(json, d, &object, step);
        }
    }
    cm_json_array_end(json);
}

void cm_docket_json_bulk(cm_json *json, const cm_docket *d, const cm_docket_bulk *bulk)
{
    put_number(json, "done", bulk->done);
    put_number(json, "elsewhere", bulk->elsewhere);
    cm_json_key(json, CM_SV("batches"));
    cm_json_array(json);
    for (size_t i = 0; i < bulk->batches.count; i++) {
        cm_json_int(json, bulk->batches.items[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("refused"));
    cm_json_array(json);
    for (size_t i = 0; i < bulk->refused.count; i++) {
        const cm_docket_refused_one *one = &bulk->refused.items[i];
        cm_json_object(json);
        put(json, "clue", one->clue);
        put(json, "why", one->why.id);
        put(json, "words", cm_docket_refusal_text(d, one));
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_docket_json_count(cm_json *json, cm_sv value, cm_sv title, int64_t count)
{
    cm_json_object(json);
    put(json, "value", value);
    put(json, "title", title);
    put_number(json, "count", count);
    cm_json_object_end(json);
}

void cm_docket_json_facets(cm_json *json, const cm_home *home, const cm_facets *facets)
{
    put_number(json, "total", facets->total);
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        cm_json_key(json, cm_facet_name((cm_facet)i));
        cm_json_array(json);
        for (size_t k = 0; k < facets->facets[i].count; k++) {
            cm_sv value = facets->facets[i].items[k].value;
            cm_docket_json_count(json, value, cm_docket_facet_title(home, (cm_facet)i, value),
                                 facets->facets[i].items[k].count);
        }
        cm_json_array_end(json);
    }
}
