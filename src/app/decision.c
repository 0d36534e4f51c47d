#include "base/base.h"

#include "app/decision.h"

#include "base/digest.h"
#include "base/file.h"

static cm_sv desk_path(cm_site *s, cm_arena *mem)
{
    return cm_file_join(mem, s->workspace.folder, CM_SV("desk.sqlite"));
}

cm_status cm_decisions_load(cm_site *s, cm_arena *mem, cm_suppressions *ret, cm_err *err)
{
    *ret = (cm_suppressions){0};
    if (s->workspace.lock < 0 || !cm_file_exists(desk_path(s, mem))) {
        return CM_OK;
    }
    cm_desk *desk = NULL;
    cm_status status = cm_desk_open(desk_path(s, mem), &desk, err);
    if (status == CM_OK) {
        status = cm_suppressions_load(desk, mem, ret, err);
    }
    cm_desk_close(desk);
    return status;
}

cm_sv cm_decision_finding(cm_arena *mem, cm_sv finding)
{
    return cm_digest_hex(mem, cm_digest_of(finding));
}

const cm_suppression *cm_decision_on(const cm_suppressions *all, const cm_clue *clue, cm_date on)
{
    if (all->count == 0 || clue->outcome != CM_ANSWER_HIT) {
        return NULL;
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_suppressible asked = {
        .model = clue->model,
        .clue = clue->id,
        .finding = cm_decision_finding(&mem, clue->finding),
        .court = clue->court,
        .charge = clue->charge,
        .sub = clue->sub,
    };
    return cm_suppression_of(all, &asked, on);
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

cm_status cm_decision_suppress(cm_site *s, cm_suppression *suppression, int64_t *ret_no,
                               cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = CM_OK;
    if (suppression->clue.len != 0) {
        search found = {suppression, &mem, false};
        const cm_clue_filter filter = {.id = suppression->clue,
                                       .outcome = CM_ANSWER_HIT,
                                       .without_text = true,
                                       .with_suppressed = true};
        status = cm_clues_each(s, &filter, take, &found, err);
        if (status == CM_OK && !found.found) {
            return cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s'", CM_SV_ARG(suppression->clue));
        }
    } else if (cm_home_model(s->home, suppression->model) == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no model '%.*s'", CM_SV_ARG(suppression->model));
    }
    cm_desk *desk = NULL;
    if (status == CM_OK) {
        status = cm_desk_open(desk_path(s, &mem), &desk, err);
    }
    if (status == CM_OK) {
        status = cm_suppression_add(desk, suppression, ret_no, err);
    }
    cm_desk_close(desk);
    return status;
}

cm_status cm_decision_lift(cm_site *s, int64_t no, cm_sv by, cm_sv why, cm_date today, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_status status = cm_desk_open(desk_path(s, &mem), &desk, err);
    if (status == CM_OK) {
        status = cm_suppression_end(desk, no, by, why, today, err);
    }
    cm_desk_close(desk);
    return status;
}
