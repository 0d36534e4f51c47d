#include "base/base.h"

#include "app/proposal.h"

#include "app/casetest.h"
#include "app/clue.h"
#include "base/digest.h"
#include "base/limits.h"

static cm_status refuse_without_reason(cm_sv why, cm_err *err)
{
    return cm_sv_trim(why).len != 0 ? CM_OK : cm_err_set(err, CM_E_ARG, "a reason is asked for");
}

static cm_sv content_of(cm_arena *mem, const cm_model *model)
{
    return model != NULL ? cm_digest_hex(mem, cm_digest_of(model->source)) : CM_SV("");
}

/* ---- writing one ---- */

/* What the row says of the text. */
static cm_status describe(const cm_home *home, cm_arena *mem, cm_proposal *p, cm_err *err)
{
    cm_home own;
    const cm_model *model = NULL;
    const cm_trial trial = {CM_SV(""), p->text};
    cm_home_borrow(home, &own);
    cm_status status = cm_trial_load(&own, &trial, &model, err);
    if (status == CM_OK) {
        p->model = cm_arena_sv(mem, model->id);
        p->model_version = model->version;
        p->content = content_of(mem, model);
        p->base = content_of(mem, cm_home_model(home, model->id));
    }
    cm_home_return(&own);
    return status;
}

/* Another text of one that is there. */
static cm_status check_earlier(cm_workdesk *w, const cm_caller *caller, const cm_proposal *p,
                               cm_arena *mem, cm_err *err)
{
    cm_proposal earlier = {0};
    cm_status status = cm_proposal_get(w->desk, p->no, mem, &earlier, err);
    if (status == CM_OK && !caller->owner && !cm_sv_equal(earlier.author, caller->name)) {
        return cm_right_refuse(CM_SV("model.edit"), CM_SV("own"), err);
    }
    if (status == CM_OK && !cm_sv_equal(earlier.model, p->model)) {
        return cm_err_set(err, CM_E_ARG, "it is of '%.*s', not of '%.*s'", CM_SV_ARG(earlier.model),
                          CM_SV_ARG(p->model));
    }
    return status;
}

static cm_status write_down(cm_workdesk *w, const cm_proposal *p, cm_deed *deed, cm_arena *mem,
                            int64_t *ret_no, cm_err *err)
{
    int64_t no = p->no;
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = no == 0 ? cm_proposal_add(w->desk, p, &no, err) : cm_proposal_revise(w->desk, p, err);
    deed->action = CM_SV("model.propose");
    deed->object = cm_arena_format(mem, "proposal %lld %.*s", (long long)no, CM_SV_ARG(p->model));
    status = cm_change_end(w->desk, status, deed, err);
    if (status == CM_OK) {
        *ret_no = no;
    }
    return status;
}

cm_status cm_proposal_write(cm_workdesk *w, const cm_caller *caller, const cm_proposal_draft *draft,
                            int64_t *ret_no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    cm_proposal p = {.no = draft->no,
                     .version = draft->version,
                     .text = draft->text,
                     .why = cm_sv_trim(draft->why),
                     .author = caller->name.ptr != NULL ? caller->name : CM_SV(""),
                     .made_at = caller->at,
                     .changed_at = caller->at};
    cm_status status =
        cm_right_deed(w->home->rights, caller, CM_SV("model.edit"), NULL, &deed, err);
    if (status == CM_OK) {
        status = refuse_without_reason(p.why, err);
    }
    if (status == CM_OK) {
        status = describe(w->home, &mem, &p, err);
    }
    if (status == CM_OK && p.no != 0) {
        status = check_earlier(w, caller, &p, &mem, err);
    }
    return status == CM_OK ? write_down(w, &p, &deed, &mem, ret_no, err) : status;
}

/* ---- whether it may be published ---- */

static cm_status examine_own(cm_home *own, const cm_model *model, cm_proposal_report *r,
                             cm_err *err)
{
    size_t before = own->problems.count;
    cm_case_test test = {0};
    cm_status status = cm_test_model(own, model, &test, err);
    r->cases = model->cases.count;
    r->passed = test.passed;
    r->obstacles[CM_OBSTACLE_CASES] = !test.good;
    for (size_t i = before; i < own->problems.count; i++) {
        *cm_vec_push(&own->mem, &r->problems) = own->problems.items[i];
    }
    return status;
}

static bool has_case(const cm_model *model, const cm_model_case *other)
{
    bool found = false;
    for (size_t i = 0; i < model->cases.count; i++) {
        found = found || cm_sv_equal(model->cases.items[i].why, other->why);
    }
    return found;
}

/* A case that the new file has too, and answers otherwise, was rewritten on purpose: the one who
 * publishes sees it. One that is not there any more still counts. */
static cm_status examine_base(cm_home *own, const cm_model *model, cm_proposal_report *r,
                              cm_err *err)
{
    size_t before = own->problems.count;
    CM_AUTO_ERR fault = {0};
    r->base_cases = r->base->cases.count;
    cm_status status = cm_home_parse_beside(own, model->source, r->base, &fault);
    if (status == CM_OK) {
        const cm_model *beside = own->models.items[own->models.count - 1];
        cm_case_result *results = cm_arena_array(&own->mem, cm_case_result, r->base_cases + 1);
        status = cm_test_cases(own, beside, results, err);
        for (size_t i = 0; i < beside->cases.count; i++) {
            const cm_model_case *c = &beside->cases.items[i];
            r->base_passed += results[i].passed;
            if (!results[i].passed && has_case(model, c)) {
                *cm_vec_push(&own->mem, &r->rewritten) = c;
            }
        }
    } else if (status == CM_E_SCHEMA || status == CM_E_SYNTAX) {
        status = CM_OK; /* the cases do not fit: they are not answered */
    } else {
        status = cm_err_set(err, status, "%s", fault.message);
    }
    for (size_t i = before; i < own->problems.count; i++) {
        *cm_vec_push(&own->mem, &r->base_problems) = own->problems.items[i];
    }
    r->obstacles[CM_OBSTACLE_BASE_CASES] = r->base_passed + r->rewritten.count < r->base_cases;
    return status;
}

cm_status cm_proposal_examine(const cm_home *home, const cm_proposal *p, cm_home *own,
                              cm_proposal_report *r, cm_err *err)
{
    const cm_model *model = NULL;
    const cm_trial trial = {CM_SV(""), p->text};
    CM_AUTO_ERR fault = {0};
    *r = (cm_proposal_report){.base = cm_home_model(home, p->model)};
    r->obstacles[CM_OBSTACLE_BASE] = !cm_sv_equal(content_of(&own->mem, r->base), p->base);
    r->obstacles[CM_OBSTACLE_VERSION] = r->base != NULL && p->model_version <= r->base->version;
    cm_status status = cm_trial_load(own, &trial, &model, &fault);
    if (status == CM_E_SCHEMA) {
        r->obstacles[CM_OBSTACLE_MISTAKES] = true;
        r->problems = own->problems;
        return CM_OK;
    }
    if (status != CM_OK) {
        return cm_err_set(err, status, "%s", fault.message);
    }
    status = examine_own(own, model, r, err);
    return status == CM_OK && r->base != NULL ? examine_base(own, model, r, err) : status;
}

bool cm_proposal_is_ready(const cm_proposal_report *report)
{
    bool ready = true;
    for (size_t i = 0; i < CM_OBSTACLE_COUNT; i++) {
        ready = ready && !report->obstacles[i];
    }
    return ready;
}

cm_sv cm_obstacle_id(cm_obstacle obstacle)
{
    static const char *const IDS[CM_OBSTACLE_COUNT] = {
        [CM_OBSTACLE_MISTAKES] = "mistakes",
        [CM_OBSTACLE_CASES] = "cases",
        [CM_OBSTACLE_BASE_CASES] = "base_cases",
        [CM_OBSTACLE_VERSION] = "version",
        [CM_OBSTACLE_BASE] = "base",
    };
    return cm_sv_from(IDS[obstacle]);
}

/* ---- decisions ---- */

typedef struct {
    cm_workdesk *w;
    const cm_caller *caller;
    cm_arena *mem;
    cm_proposal p;
    cm_deed deed;
    cm_proposal_decision decision;
} deciding;

static cm_status begin(deciding *d, cm_sv act, const cm_proposal_verdict *v, cm_err *err)
{
    cm_status status = cm_proposal_get(d->w->desk, v->no, d->mem, &d->p, err);
    const cm_right_part author = {CM_SV("author"), d->p.author};
    const cm_right_object object = {.reason = v->why, .parts = &author, .part_count = 1};
    if (status == CM_OK) {
        status = cm_right_deed(d->w->home->rights, d->caller, act, &object, &d->deed, err);
    }
    if (status == CM_OK) {
        status = refuse_without_reason(v->why, err);
    }
    d->decision = (cm_proposal_decision){.no = v->no,
                                         .version = v->version,
                                         .from = CM_PROPOSAL_OPEN,
                                         .by = d->caller->name,
                                         .at = d->caller->at,
                                         .why = cm_sv_trim(v->why)};
    return status;
}

static cm_status replace(deciding *d, cm_err *err)
{
    const cm_home_release *r = cm_home_release_of(d->w->home, d->p.model);
    if (r == NULL) {
        return CM_OK;
    }
    cm_proposal_decision earlier = d->decision;
    earlier.no = r->proposal;
    earlier.version = 0;
    earlier.from = CM_PROPOSAL_PUBLISHED;
    earlier.to = CM_PROPOSAL_REPLACED;
    return cm_proposal_decide(d->w->desk, &earlier, err);
}

static cm_status end(deciding *d, cm_proposal_state to, cm_err *err)
{
    d->decision.to = to;
    d->deed.object = cm_arena_format(d->mem, "proposal %lld %.*s", (long long)d->decision.no,
                                     CM_SV_ARG(d->p.model));
    cm_status status = cm_change_begin(d->w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = to == CM_PROPOSAL_PUBLISHED ? replace(d, err) : CM_OK;
    if (status == CM_OK) {
        status = cm_proposal_decide(d->w->desk, &d->decision, err);
    }
    return cm_change_end(d->w->desk, status, &d->deed, err);
}

static cm_status check_ready(deciding *d, cm_err *err)
{
    cm_home own;
    cm_proposal_report report;
    cm_home_borrow(d->w->home, &own);
    cm_status status = cm_proposal_examine(d->w->home, &d->p, &own, &report, err);
    for (size_t i = 0; status == CM_OK && i < CM_OBSTACLE_COUNT; i++) {
        if (report.obstacles[i]) {
            cm_sv id = cm_obstacle_id((cm_obstacle)i);
            status = cm_err_set(err, CM_E_SCHEMA, "it cannot be published: %.*s", CM_SV_ARG(id));
        }
    }
    cm_home_return(&own);
    return status;
}

cm_status cm_proposal_publish(cm_workdesk *w, const cm_caller *caller, const cm_proposal_verdict *v,
                              cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    deciding d = {.w = w, .caller = caller, .mem = &mem};
    cm_status status = begin(&d, CM_SV("model.publish"), v, err);
    if (status == CM_OK && d.p.state == CM_PROPOSAL_OPEN) {
        status = check_ready(&d, err);
    }
    return status == CM_OK ? end(&d, CM_PROPOSAL_PUBLISHED, err) : status;
}

cm_status cm_proposal_refuse(cm_workdesk *w, const cm_caller *caller, const cm_proposal_verdict *v,
                             cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    deciding d = {.w = w, .caller = caller, .mem = &mem};
    cm_status status = begin(&d, CM_SV("model.publish"), v, err);
    d.deed.action = CM_SV("model.refuse");
    return status == CM_OK ? end(&d, CM_PROPOSAL_REFUSED, err) : status;
}

cm_status cm_proposal_drop(cm_workdesk *w, const cm_caller *caller, const cm_proposal_verdict *v,
                           cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    deciding d = {.w = w, .caller = caller, .mem = &mem};
    cm_status status = begin(&d, CM_SV("model.edit"), v, err);
    if (status == CM_OK && !caller->owner && !cm_sv_equal(d.p.author, caller->name)) {
        status = cm_right_refuse(CM_SV("model.edit"), CM_SV("own"), err);
    }
    d.deed.action = CM_SV("model.drop");
    return status == CM_OK ? end(&d, CM_PROPOSAL_DROPPED, err) : status;
}

cm_status cm_proposal_withdraw(cm_workdesk *w, const cm_caller *caller, cm_sv model, cm_sv why,
                               cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    deciding d = {.w = w, .caller = caller, .mem = &mem};
    const cm_proposal_filter filter = {.model = model, .state = CM_PROPOSAL_PUBLISHED};
    cm_proposals list = {0};
    cm_status status = cm_proposals_list(w->desk, &filter, &mem, &list, err);
    if (status == CM_OK && list.count == 0) {
        status =
            cm_err_set(err, CM_E_NOTFOUND, "no proposal of '%.*s' is published", CM_SV_ARG(model));
    }
    if (status == CM_OK) {
        const cm_proposal_verdict v = {.no = list.items[0].no, .why = why};
        status = begin(&d, CM_SV("model.withdraw"), &v, err);
        d.decision.from = CM_PROPOSAL_PUBLISHED;
    }
    return status == CM_OK ? end(&d, CM_PROPOSAL_WITHDRAWN, err) : status;
}

/* ---- as JSON ---- */

static cm_sv none_when_empty(cm_sv text)
{
    return text.len != 0 ? text : (cm_sv){NULL, 0};
}

void cm_proposal_write_json(cm_json *json, const cm_home *home, const cm_proposal *p)
{
    const cm_model *now = cm_home_model(home, p->model);
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("proposal"), p->no);
    cm_json_put_text(json, CM_SV("model"), p->model);
    cm_json_put_text(json, CM_SV("title"), now != NULL ? now->title : (cm_sv){NULL, 0});
    cm_json_put_int(json, CM_SV("model_version"), p->model_version);
    cm_json_put_text(json, CM_SV("content"), p->content);
    cm_json_put_text(json, CM_SV("base"), none_when_empty(p->base));
    cm_json_put_text(json, CM_SV("why"), p->why);
    cm_json_put_text(json, CM_SV("author"), p->author);
    cm_json_put_text(json, CM_SV("made_at"), p->made_at);
    cm_json_put_text(json, CM_SV("changed_at"), p->changed_at);
    cm_json_put_text(json, CM_SV("state"), cm_proposal_state_id(p->state));
    cm_json_put_text(json, CM_SV("decided_by"), none_when_empty(p->decided_by));
    cm_json_put_text(json, CM_SV("decided_at"), none_when_empty(p->decided_at));
    cm_json_put_text(json, CM_SV("decided_why"), none_when_empty(p->decided_why));
    cm_json_put_int(json, CM_SV("version"), p->version);
    if (p->text.len != 0) {
        cm_json_put_text(json, CM_SV("text"), p->text);
        cm_json_put_text(json, CM_SV("base_text"), now != NULL ? now->source : (cm_sv){NULL, 0});
    }
    cm_json_object_end(json);
}

static void put_problems(cm_json *json, const cm_home *home, const char *name,
                         const cm_problems *problems)
{
    cm_json_key(json, cm_sv_from(name));
    cm_json_array(json);
    for (size_t i = 0; i < problems->count; i++) {
        cm_problem_write_json(json, home, &problems->items[i]);
    }
    cm_json_array_end(json);
}

static void put_base(cm_json *json, const cm_home *home, const cm_proposal_report *r)
{
    cm_json_key(json, CM_SV("base"));
    if (r->base == NULL) {
        cm_json_null(json);
        return;
    }
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("version"), r->base->version);
    cm_json_put_int(json, CM_SV("cases"), (int64_t)r->base_cases);
    cm_json_put_int(json, CM_SV("passed"), (int64_t)r->base_passed);
    cm_json_key(json, CM_SV("rewritten"));
    cm_json_array(json);
    for (size_t i = 0; i < r->rewritten.count; i++) {
        cm_json_text(json, r->rewritten.items[i]->why);
    }
    cm_json_array_end(json);
    put_problems(json, home, "problems", &r->base_problems);
    cm_json_object_end(json);
}

void cm_proposal_report_write_json(cm_json *json, const cm_home *home, const cm_proposal_report *r)
{
    CM_AUTO_BUF words;
    cm_buf_init(&words, CM_MAX_MESSAGE);
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_json_object(json);
    cm_json_put_bool(json, CM_SV("ready"), cm_proposal_is_ready(r));
    cm_json_key(json, CM_SV("obstacles"));
    cm_json_array(json);
    for (int i = 0; i < CM_OBSTACLE_COUNT; i++) {
        if (r->obstacles[i]) {
            cm_sv id = cm_obstacle_id((cm_obstacle)i);
            cm_sv message = cm_arena_format(&mem, "obstacle.%.*s", CM_SV_ARG(id));
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("id"), id);
            cm_json_put_text(json, CM_SV("text"), cm_wording_find(&home->messages, message));
            cm_json_object_end(json);
        }
    }
    cm_json_array_end(json);
    cm_json_put_int(json, CM_SV("cases"), (int64_t)r->cases);
    cm_json_put_int(json, CM_SV("passed"), (int64_t)r->passed);
    put_problems(json, home, "problems", &r->problems);
    put_base(json, home, r);
    cm_json_object_end(json);
}
