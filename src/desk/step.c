#include "base/base.h"

#include "desk/step.h"

#include "desk/clue_row.h"
#include "desk/need.h"
#include "desk/suppression.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/moment.h"

enum { COLUMNS = 7 };

cm_status cm_step_refuse(const cm_step_by *by, cm_step_refusal refusal, cm_status status,
                         cm_err *err)
{
    if (by->refusal != NULL) {
        *by->refusal = refusal;
    }
    return cm_err_set(err, status, "%.*s: %.*s", CM_SV_ARG(refusal.id), CM_SV_ARG(refusal.word));
}

cm_status cm_desk_may(const cm_step_by *by, cm_sv act, const cm_desk_clue *clue, cm_sv reason,
                      cm_sv *ret_role, cm_err *err)
{
    const cm_right_part own = {CM_SV("own_handler"), clue->own_handler};
    const cm_right_object object = {
        .office = clue->office,
        .handler = clue->handler,
        .reason = reason,
        .bulk = by->many,
        .parts = &own,
        .part_count = clue->own && clue->own_handler.len != 0 ? 1 : 0,
    };
    cm_sv why = CM_SV("");
    if (cm_right_may(by->rights, by->caller, act, &object, &why)) {
        *ret_role = why;
        return CM_OK;
    }
    if (by->refusal != NULL) {
        *by->refusal = (cm_step_refusal){.id = CM_SV("right"), .word = why};
    }
    return cm_right_refuse(act, why, err);
}

/* ---- whether it may be taken ---- */

static cm_status check_state(const cm_step_by *by, const cm_course_step *step,
                             const cm_desk_clue *clue, int64_t version, cm_err *err)
{
    bool wrong_doer =
        (step->by == CM_BY_PROGRAM) != by->program && step->by != CM_BY_ANY && !by->follows;
    if (version != 0 && version != clue->version) {
        const cm_step_refusal r = {CM_SV("version"), clue->id, clue->changed_by, clue->changed_at};
        return cm_step_refuse(by, r, CM_E_CONFLICT, err);
    }
    if (!cm_course_leaves(step, clue->state)) {
        const cm_step_refusal r = {.id = CM_SV("state"), .word = clue->state};
        return cm_step_refuse(by, r, CM_E_CONFLICT, err);
    }
    if (wrong_doer) {
        const cm_step_refusal r = {.id = CM_SV("program"), .word = step->id};
        return cm_step_refuse(by, r, CM_E_DENIED, err);
    }
    if (by->many && (step->bulk == CM_BULK_NO || (step->bulk == CM_BULK_CALM && clue->urgent))) {
        const cm_step_refusal r = {.id = step->bulk == CM_BULK_NO ? CM_SV("bulk") : CM_SV("calm"),
                                   .word = clue->id};
        return cm_step_refuse(by, r, CM_E_DENIED, err);
    }
    return CM_OK;
}

/* ---- what it leaves ---- */

typedef struct {
    const cm_step_by *by;
    const cm_step_request *request;
    const cm_course_step *step;
    const cm_course_state *from, *to;
    const cm_desk_clue *clue;
    cm_sv detail;
} taking;

/* A day that is needed is the one by which it is due, or one that is only told. */
static cm_date due_after(const taking *t)
{
    const cm_need *day = cm_course_need(t->step, CM_NEED_DAY);
    if (t->to->final) {
        return CM_NO_DATE;
    }
    if (day != NULL && cm_sv_equal(day->of, CM_SV("due"))) {
        return t->request->day;
    }
    return t->clue->urgent ? t->clue->due_on : CM_NO_DATE;
}

static cm_sv handler_after(const taking *t)
{
    if (cm_course_need(t->step, CM_NEED_PERSON) != NULL) {
        return t->request->to_person;
    }
    return cm_course_need(t->step, CM_NEED_OFFICE) != NULL ? CM_SV("") : t->clue->handler;
}

/* A column that stays as it is is not written: its indexes are left alone. */
typedef struct {
    cm_buf sql;
    cm_sv texts[COLUMNS];
    size_t count;
} setting;

static void set(setting *s, const char *column, cm_sv was, cm_sv value)
{
    if (!cm_sv_equal(was, value)) {
        cm_assert(s->count < COLUMNS);
        (void)cm_buf_addf(&s->sql, "%s = ?, ", column);
        s->texts[s->count++] = cm_or_null(value);
    }
}

static cm_sv day_text(cm_arena *mem, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (cm_date_exists(day)) {
        (void)cm_date_write(&text, day);
    }
    return cm_arena_sv(mem, cm_buf_view(&text));
}

static void set_all(setting *s, const taking *t, cm_arena *mem)
{
    const cm_desk_clue *c = t->clue;
    const cm_step_request *r = t->request;
    bool again = t->from->final && !t->to->final;
    cm_sv outcome = r->outcome.len != 0 ? r->outcome : again ? CM_SV("") : c->outcome;
    set(s, "state", c->state, t->to->id);
    set(s, "office", c->office, r->to_office.len != 0 ? r->to_office : c->office);
    set(s, "handler", c->handler, handler_after(t));
    set(s, "outcome", c->outcome, outcome);
    set(s, "reason", c->reason, r->reason);
    set(s, "number", c->number, r->number.len != 0 ? r->number : c->number);
    set(s, "due_on", day_text(mem, c->due_on), day_text(mem, due_after(t)));
}

static cm_status write_clue(cm_desk *desk, const taking *t, int64_t into, cm_err *err)
{
    const cm_desk_clue *c = t->clue;
    bool told = t->request->outcome.len != 0, again = t->from->final && !t->to->final;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    setting to = {0};
    cm_buf_init(&to.sql, CM_MAX_SQL);
    (void)cm_buf_add(&to.sql, CM_SV("UPDATE clue SET "));
    set_all(&to, t, &mem);
    if (into != c->merged_into) {
        (void)cm_buf_add(&to.sql, CM_SV("merged_into = nullif(?, 0), "));
    }
    (void)cm_buf_add(&to.sql, CM_SV("rung = max(rung, ?), amount = ?, persons = ?, batch = "
                                    "coalesce(nullif(?, 0), batch), version = version + 1, "
                                    "changed_at = ?, changed_by = ? WHERE no = ?"));
    cm_statement s = cm_statement_new(desk, cm_buf_z(&to.sql));
    cm_buf_clear(&to.sql);
    for (size_t i = 0; i < to.count; i++) {
        cm_statement_text(&s, to.texts[i]);
    }
    if (into != c->merged_into) {
        cm_statement_int(&s, into);
    }
    cm_statement_int(&s, (int64_t)t->to->rung);
    cm_statement_int(&s, told ? t->request->amount : again ? 0 : c->amount);
    cm_statement_int(&s, told ? t->request->persons : again ? 0 : c->persons);
    cm_statement_int(&s, t->by->batch);
    cm_statement_text(&s, t->by->caller->at);
    cm_statement_text(&s, cm_or_empty(t->by->caller->name));
    cm_statement_int(&s, c->no);
    return cm_statement_run(&s, err);
}

/* The rest of what was given, as JSON in the order of the names. */
static cm_sv detail_of(cm_arena *mem, const cm_step_request *r)
{
    CM_AUTO_BUF out, day;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_buf_init(&day, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    (void)cm_date_write(&day, r->day);

    const struct {
        const char *name;
        cm_sv value;
    } parts[] = {
        {"to_office", r->to_office},
        {"to_person", r->to_person},
        {"organ", r->organ},
        {"number", r->number},
        {"into", r->into},
        {"outcome", r->outcome},
        {"day", r->day.year != 0 ? cm_buf_view(&day) : CM_SV("")},
    };

    cm_json_object(json);
    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        if (parts[i].value.len != 0) {
            cm_json_put_text(json, cm_sv_from(parts[i].name), parts[i].value);
        }
    }
    if (r->amount != 0) {
        cm_json_put_int(json, CM_SV("amount"), r->amount);
    }
    if (r->persons != 0) {
        cm_json_put_int(json, CM_SV("persons"), r->persons);
    }
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static cm_status write_event(cm_desk *desk, const taking *t, cm_sv role, int64_t *ret_no,
                             cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO clue_event (clue, version, at, by, role, office, step, from_state, "
              "to_state, reason, why, detail, was, batch) SELECT no, version + 1, ?, ?, ?, ?, ?, "
              "state, ?, ?, ?, ?, " CM_CLUE_WAS ", ? FROM clue WHERE no = ?");
    const cm_caller *caller = t->by->caller;
    cm_statement_text(&s, caller->at);
    cm_statement_text(&s, cm_or_empty(caller->name));
    cm_statement_text(&s, cm_or_null(role));
    cm_statement_text(&s, cm_or_null(caller->office));
    cm_statement_text(&s, t->step->id);
    cm_statement_text(&s, t->to->id);
    cm_statement_text(&s, cm_or_null(t->request->reason));
    cm_statement_text(&s, cm_or_null(t->request->why));
    cm_statement_text(&s, t->detail);
    cm_statement_int_or_null(&s, t->by->batch);
    cm_statement_int(&s, t->clue->no);
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

/* ---- known false positives ---- */

/* The same finding stays away in later runs. */
static cm_status suppress(cm_desk *desk, const taking *t, const cm_course_code *reason,
                          cm_arena *mem, cm_err *err)
{
    int64_t no = 0;
    const cm_suppression s = {
        .model = t->clue->model,
        .clue = t->clue->id,
        .finding = cm_digest_hex(mem, cm_digest_of(t->clue->finding)),
        .reason = reason->id,
        .by = t->by->caller->name,
        .made_on = cm_moment_day(t->by->caller->at),
        .expires_on = reason->suppress,
    };
    return cm_suppression_add(desk, &s, &no, err);
}

/* It is open again: what was suppressed for it comes back. */
static cm_status show_again(cm_desk *desk, cm_sv clue, cm_sv why, const cm_caller *caller,
                            cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE suppression SET ended_on = ?, ended_by = ?, ended_why = ? "
                               "WHERE clue = ? AND ended_on IS NULL");
    cm_statement_date(&s, cm_moment_day(caller->at));
    cm_statement_text(&s, cm_or_empty(caller->name));
    cm_statement_text(&s, why);
    cm_statement_text(&s, clue);
    return cm_statement_run(&s, err);
}

/* ---- a step ---- */

static cm_status apply(cm_desk *desk, const taking *t, cm_arena *mem, cm_step_done *done,
                       cm_err *err)
{
    int64_t into = 0;
    cm_status status = cm_needs_check(desk, t->by, t->step, t->clue, t->request, &into, err);
    if (status == CM_OK) {
        status = write_event(desk, t, done->role, &done->event, err);
    }
    if (status == CM_OK) {
        status = write_clue(desk, t, into, err);
    }
    if (status == CM_OK && t->from->final && !t->to->final) {
        status = show_again(desk, t->clue->id, t->step->id, t->by->caller, err);
    }
    if (status == CM_OK && done->reason != NULL && cm_date_exists(done->reason->suppress)) {
        status = suppress(desk, t, done->reason, mem, err);
    }
    return status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_desk_step(cm_desk *desk, const cm_step_by *by, cm_sv clue,
                       const cm_step_request *request, cm_arena *mem, cm_step_done *ret_done,
                       cm_err *err)
{
    cm_step_done done = {.step = cm_course_step_of(by->course, request->step), .batch = by->batch};
    if (done.step == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no step '%.*s'", CM_SV_ARG(request->step));
    }
    cm_status status = cm_desk_clue_find(desk, mem, clue, &done.before, err);
    if (status == CM_OK && !by->program && !by->follows) {
        cm_sv why = request->why.len != 0 ? request->why : request->reason;
        status = cm_desk_may(by, done.step->act, &done.before, why, &done.role, err);
    }
    if (status == CM_OK) { /* who may not learns nothing of it */
        status = check_state(by, done.step, &done.before, request->version, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_need *coded = cm_course_need(done.step, CM_NEED_REASON);
    done.reason = coded != NULL ? cm_course_code_of(by->course, coded->of, request->reason) : NULL;
    done.version = done.before.version + 1;
    const taking t = {.by = by,
                      .request = request,
                      .step = done.step,
                      .from = cm_course_state_of(by->course, done.before.state),
                      .to = cm_course_state_of(by->course, done.step->to),
                      .clue = &done.before,
                      .detail = detail_of(mem, request)};
    status = apply(desk, &t, mem, &done, err);
    if (status == CM_OK) {
        *ret_done = done;
    }
    return status;
}
