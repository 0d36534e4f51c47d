#include "base/base.h"

#include "app/decision.h"

#include "base/digest.h"
#include "base/moment.h"
#include "desk/clue.h"
#include "desk/sight.h"

cm_status cm_decisions_load(cm_site *s, cm_arena *mem, cm_suppressions *ret, cm_err *err)
{
    *ret = (cm_suppressions){0};
    cm_desk *desk = NULL;
    cm_status status = cm_site_desk(s, true, cm_moment_now(mem), &desk, err);
    return status == CM_OK && desk != NULL ? cm_suppressions_load(desk, mem, ret, err) : status;
}

static cm_status is_shown(cm_desk *desk, const cm_rights *rights, const cm_caller *caller,
                          const cm_suppression *s, bool *ret_shown, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    bool sealed = false;
    cm_sight sight = {0};
    cm_status status = cm_desk_clue_sealed(desk, s->clue, &sealed, err);
    if (status == CM_OK) {
        status = cm_sight_of(desk, caller, s->clue, &mem, &sight, err);
    }
    const cm_right_object object = {.office = sight.office, .handler = sight.handler};
    cm_sv why;
    *ret_shown = status == CM_OK && !sealed &&
                 cm_right_may(rights, caller, CM_SV("clue.list"), &object, &why);
    return status;
}

cm_status cm_decisions_show(cm_desk *desk, const cm_rights *rights, const cm_caller *caller,
                            cm_arena *mem, cm_suppressions *list, cm_err *err)
{
    size_t kept = 0;
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < list->count; i++) {
        cm_suppression s = list->items[i];
        bool shown = true, plain = caller->owner || s.clue.len == 0;
        if (s.clue.len != 0) {
            status = is_shown(desk, rights, caller, &s, &shown, err);
        }
        if (status == CM_OK && shown && !plain) {
            status = cm_sight_plain(desk, rights, s.clue, s.reason, mem, &s.reason, err);
        }
        if (status == CM_OK && shown && !plain && s.ended_why.len != 0) {
            status = cm_sight_plain(desk, rights, s.clue, s.ended_why, mem, &s.ended_why, err);
        }
        if (shown) {
            list->items[kept++] = s;
        }
    }
    list->count = kept;
    return status;
}

cm_sv cm_decision_finding(cm_arena *mem, cm_sv finding)
{
    return cm_digest_hex(mem, cm_digest_of(finding));
}

cm_status cm_decisions_open(cm_site *s, cm_arena *mem, cm_decisions *ret, cm_err *err)
{
    *ret = (cm_decisions){0};
    cm_status status = cm_site_desk(s, true, cm_moment_now(mem), &ret->desk, err);
    return status == CM_OK && ret->desk != NULL
               ? cm_suppressions_wide(ret->desk, mem, &ret->wide, err)
               : status;
}

cm_status cm_decision_on(const cm_decisions *decisions, const cm_clue *clue, cm_date on,
                         cm_arena *mem, const cm_suppression **ret, cm_err *err)
{
    *ret = NULL;
    if (decisions->desk == NULL || clue->outcome != CM_ANSWER_HIT) {
        return CM_OK;
    }
    cm_suppressions own = {0};
    cm_status status = cm_suppressions_of_clue(decisions->desk, clue->id, mem, &own, err);
    if (status != CM_OK || own.count + decisions->wide.count == 0) {
        return status;
    }
    const cm_suppressible asked = {
        .model = clue->model,
        .clue = clue->id,
        .finding = cm_decision_finding(mem, clue->finding),
        .court = clue->court,
        .charge = clue->charge,
        .sub = clue->sub,
    };
    const cm_suppression *narrow = cm_suppression_of(&own, &asked, on);
    const cm_suppression *wide = cm_suppression_of(&decisions->wide, &asked, on);
    bool first = wide == NULL || (narrow != NULL && narrow->no < wide->no);
    *ret = first ? narrow : wide;
    return CM_OK;
}

typedef struct {
    cm_suppression *suppression;
    cm_arena *mem;
    bool found;
} search;

static cm_status take(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    search *s = payload;
    s->suppression->model = cm_arena_sv(s->mem, clue->model);
    s->suppression->finding = cm_decision_finding(s->mem, clue->finding);
    s->found = true;
    return CM_OK;
}

/* What the suppression is of, from the results. */
static cm_status look_up(cm_site *s, cm_suppression *suppression, cm_arena *mem, cm_err *err)
{
    if (suppression->clue.len == 0) {
        return cm_home_model(s->home, suppression->model) != NULL
                   ? CM_OK
                   : cm_err_set(err, CM_E_NOTFOUND, "no model '%.*s'",
                                CM_SV_ARG(suppression->model));
    }
    search found = {suppression, mem, false};
    const cm_clue_filter filter = {.id = suppression->clue,
                                   .outcome = CM_ANSWER_HIT,
                                   .without_text = true,
                                   .with_suppressed = true};
    cm_status status = cm_clues_each(s, &filter, take, &found, err);
    return status == CM_OK && !found.found
               ? cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s'", CM_SV_ARG(suppression->clue))
               : status;
}

cm_status cm_decision_suppress(cm_site *s, cm_suppression *suppression, const cm_deed *who,
                               int64_t *ret_no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_status status = look_up(s, suppression, &mem, err);
    if (status == CM_OK) {
        status = cm_site_desk(s, false, who->at, &desk, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_deed deed = *who;
    status = cm_suppression_add(desk, suppression, ret_no, err);
    deed.action = CM_SV("suppress.add");
    deed.object = cm_arena_format(&mem, "suppression %lld", (long long)*ret_no);
    return cm_change_end(desk, status, &deed, err);
}

cm_status cm_decision_lift(cm_site *s, int64_t no, cm_sv why, const cm_deed *who, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_deed deed = *who;
    deed.action = CM_SV("suppress.end");
    deed.object = cm_arena_format(&mem, "suppression %lld", (long long)no);
    cm_status status = cm_site_desk(s, false, who->at, &desk, err);
    if (status == CM_OK) {
        status = cm_change_begin(desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_suppression_ending ending = {no, who->by, why, cm_moment_day(who->at)};
    status = cm_suppression_end(desk, &ending, err);
    return cm_change_end(desk, status, &deed, err);
}

void cm_suppression_write_json(cm_json *json, const cm_suppression *s)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), s->no);
    cm_json_put_text(json, CM_SV("model"), s->model);
    cm_json_put_text(json, CM_SV("clue"), s->clue);
    cm_json_put_text(json, CM_SV("court"), s->court);
    cm_json_put_text(json, CM_SV("charge"), s->charge);
    cm_json_put_text(json, CM_SV("sub"), s->sub);
    cm_json_put_text(json, CM_SV("reason"), s->reason);
    cm_json_put_text(json, CM_SV("by"), s->by);
    cm_json_put_date(json, CM_SV("made_on"), s->made_on);
    cm_json_put_date(json, CM_SV("until"), s->expires_on);
    cm_json_put_date(json, CM_SV("ended_on"), s->ended_on);
    cm_json_put_text(json, CM_SV("ended_by"), s->ended_by);
    cm_json_put_text(json, CM_SV("ended_why"), s->ended_why);
    cm_json_object_end(json);
}
