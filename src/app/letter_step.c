#include "base/base.h"

#include "app/clock.h"
#include "app/docket.h"
#include "app/letter_desk.h"

#include "base/moment.h"
#include "desk/change.h"

typedef struct {
    cm_letter_desk *d;
    cm_letter_opened *o;
    const cm_letter_step *step;
    const cm_letter_request *request;
    cm_letter row;             /* as it will be */
    cm_letter_content content; /* the same */
    bool changed;              /* content is another one */
    cm_date today;
} job;

cm_status cm_letter_check(const cm_letter_opened *o, cm_letter_marks *ret_marks, cm_err *err)
{
    return cm_letter_lint(&o->use, &o->values, &o->content, CM_LETTER_BEFORE_APPROVAL, ret_marks,
                          err);
}

bool cm_letter_is_fresh(const cm_letter_marks *marks, int64_t *ret_k, cm_sv *ret_what)
{
    static const char *const CODES[] = {"no_clue", "gone", "changed", "new"};
    for (size_t i = 0; i < marks->count; i++) {
        for (size_t k = 0; k < CM_COUNT(CODES); k++) {
            if (cm_sv_equal(marks->items[i].code, cm_sv_from(CODES[k]))) {
                *ret_k = marks->items[i].k;
                *ret_what = marks->items[i].what;
                return false;
            }
        }
    }
    return true;
}

/* ---- what a step asks for ---- */

static cm_status refuse(job *j, cm_status status, const char *id, cm_sv word, cm_err *err)
{
    return cm_letter_refuse(j->d, status, id, word, err);
}

static cm_status ask_day(job *j, cm_err *err)
{
    cm_date day = j->request->day;
    cm_date least = cm_date_exists(j->row.delivered_on) ? j->row.delivered_on : j->row.issued_on;
    bool good = cm_date_exists(day) && cm_date_compare(day, j->today) <= 0 &&
                (!cm_date_exists(least) || cm_date_compare(day, least) >= 0);
    return good ? CM_OK : refuse(j, CM_E_ARG, "day", CM_SV(""), err);
}

cm_status cm_letter_check_other(cm_letter_desk *d, const cm_letter_opened *o,
                                const cm_letter_step *step, cm_err *err)
{
    if (!step->asks[CM_LETTER_ASK_OTHER] || d->caller->owner) {
        return CM_OK;
    }
    if (cm_sv_equal(d->caller->name, o->row.drafter)) {
        return cm_letter_refuse(d, CM_E_DENIED, "other", o->row.drafter, err);
    }
    cm_sv approver = o->use.kind->approver;
    if (cm_svs_have(&d->caller->roles, approver)) {
        return CM_OK;
    }
    const cm_role *role = cm_right_role_find(d->site->home->rights, approver);
    return cm_letter_refuse(d, CM_E_DENIED, "approver", role != NULL ? role->zh : approver, err);
}

static cm_status ask_words(job *j, cm_err *err)
{
    const cm_letter_request *r = j->request;
    const bool *asks = j->step->asks;
    cm_status status = cm_letter_check_other(j->d, j->o, j->step, err);
    if (status != CM_OK) {
        return status;
    }
    if (asks[CM_LETTER_ASK_REASON] && cm_sv_trim(r->reason).len == 0) {
        return refuse(j, CM_E_ARG, "reason", CM_SV(""), err);
    }
    if (asks[CM_LETTER_ASK_RESULT] && cm_letter_reply_of(&j->d->forms, r->result) == NULL) {
        return refuse(j, CM_E_ARG, "result", r->result, err);
    }
    return asks[CM_LETTER_ASK_DAY] ? ask_day(j, err) : CM_OK;
}

/* The decision of the committee becomes part of the document. */
static cm_status ask_committee(job *j, cm_err *err)
{
    cm_sv field = CM_SV("committee.decision");
    if (j->request->committee.len != 0) {
        const cm_letter_entry entry = {field, j->request->committee, j->d->caller->name,
                                       j->d->caller->at};
        cm_letter_enter(j->d->mem, &j->content, &entry);
        j->changed = true;
    }
    for (size_t i = 0; i < j->content.entries.count; i++) {
        if (cm_sv_equal(j->content.entries.items[i].name, field)) {
            return CM_OK;
        }
    }
    return j->o->use.kind->committee ? refuse(j, CM_E_ARG, "committee", CM_SV(""), err) : CM_OK;
}

static cm_sv counted_number(job *j)
{
    const cm_letter_value counted[] = {
        {.name = CM_SV("year"), .text = cm_arena_format(j->d->mem, "%lld", (long long)j->row.year)},
        {.name = CM_SV("n"), .text = cm_arena_format(j->d->mem, "%lld", (long long)j->row.n)}};
    for (size_t i = 0; i < CM_COUNT(counted); i++) {
        cm_letter_value_put(&j->o->values, &counted[i]);
    }
    return cm_letter_render(&j->o->use, &j->o->values, j->o->use.kind->number, NULL);
}

/* The number is given, or made of the office's marks, the year and a count. */
static cm_status ask_number(job *j, cm_err *err)
{
    cm_date made = cm_moment_day(j->row.made_at);
    bool taken = false;
    j->row.issued_on = cm_date_exists(j->request->day) ? j->request->day : j->today;
    if (cm_date_compare(j->row.issued_on, j->today) > 0 ||
        cm_date_compare(j->row.issued_on, made) < 0) {
        return refuse(j, CM_E_ARG, "issue_day", CM_SV(""), err);
    }
    j->row.number = cm_sv_trim(j->request->number);
    j->changed = true;
    if (j->row.number.len != 0) {
        cm_status status = cm_letter_number_taken(j->d->desk, j->row.number, &taken, err);
        return status == CM_OK && taken ? refuse(j, CM_E_CONFLICT, "taken", j->row.number, err)
                                        : status;
    }
    j->row.year = j->row.issued_on.year;
    cm_status status = cm_letter_last_number(j->d->desk, &j->row, &j->row.n, err);
    j->row.n++;
    j->row.number = counted_number(j);
    if (status == CM_OK) {
        status = cm_letter_number_taken(j->d->desk, j->row.number, &taken, err);
    }
    if (status == CM_OK && taken) {
        return refuse(j, CM_E_CONFLICT, "taken", j->row.number, err);
    }
    bool gap = cm_sv_find(j->row.number, cm_letter_gap(&j->o->use), 0) != SIZE_MAX;
    return status == CM_OK && gap ? refuse(j, CM_E_ARG, "number", j->row.number, err) : status;
}

/* Words that are known only now take their places. */
static cm_status fill_again(job *j, cm_err *err)
{
    const cm_letter_content old = j->content;
    cm_status status =
        cm_letter_values_now(j->d, j->o->use.kind, &j->row, &old.filter, &j->o->values, err);
    if (status == CM_OK) {
        cm_letter_refill(&j->o->use, &j->o->values, &old, &j->content);
    }
    return status;
}

static cm_letter_time time_of(const cm_letter_step *step)
{
    return step->asks[CM_LETTER_ASK_NUMBER]      ? CM_LETTER_AT_ISSUE
           : step->asks[CM_LETTER_ASK_COMMITTEE] ? CM_LETTER_BEFORE_ISSUE
                                                 : CM_LETTER_BEFORE_APPROVAL;
}

/* What was submitted or approved on evidence that reads otherwise goes no further. */
static cm_status ask_fresh(job *j, cm_err *err)
{
    cm_letter_marks marks;
    int64_t k = 0;
    cm_sv what = CM_SV("");
    cm_status status =
        cm_letter_lint(&j->o->use, &j->o->values, &j->o->content, time_of(j->step), &marks, err);
    if (status != CM_OK || cm_letter_is_fresh(&marks, &k, &what)) {
        return status;
    }
    status = cm_letter_lock(j->d, j->o, k, what, err);
    if (status != CM_OK) {
        return status;
    }
    j->d->refusal.k = k;
    j->d->refusal.marks = marks;
    return refuse(j, CM_E_CONFLICT, "stale", what, err);
}

static cm_status ask_lint(job *j, cm_err *err)
{
    cm_letter_marks marks;
    cm_status status =
        cm_letter_lint(&j->o->use, &j->o->values, &j->content, time_of(j->step), &marks, err);
    if (status == CM_OK && cm_letter_marks_block(&marks)) {
        j->d->refusal.marks = marks;
        return refuse(j, CM_E_CONFLICT, "lint", CM_SV(""), err);
    }
    return status;
}

static cm_status ask_all(job *j, cm_err *err)
{
    const bool *asks = j->step->asks;
    cm_status status = ask_words(j, err);
    if (status == CM_OK && asks[CM_LETTER_ASK_FRESH]) {
        status = ask_fresh(j, err);
    }
    if (status == CM_OK && asks[CM_LETTER_ASK_COMMITTEE]) {
        status = ask_committee(j, err);
    }
    if (status == CM_OK && asks[CM_LETTER_ASK_NUMBER]) {
        status = ask_number(j, err);
    }
    if (status == CM_OK && j->changed) {
        status = fill_again(j, err);
    }
    return status == CM_OK && asks[CM_LETTER_ASK_LINT] ? ask_lint(j, err) : status;
}

/* ---- what it changes ---- */

static void settle(job *j)
{
    const cm_letter_request *r = j->request;
    const bool *asks = j->step->asks;
    j->row.state = j->step->to;
    j->row.reason = r->reason;
    if (asks[CM_LETTER_ASK_RESULT]) {
        j->row.reply = r->result;
        j->row.reply_text = r->text;
        j->row.replied_on = r->day;
        j->row.attachment = r->attachment;
        j->row.attachment_digest = r->attachment_digest;
    } else if (asks[CM_LETTER_ASK_DAY]) {
        j->row.delivered_on = r->day;
        j->row.reply_due_on = r->reply_by;
    } else if (asks[CM_LETTER_ASK_OTHER]) {
        j->row.approver = j->d->caller->name;
        j->row.approved_seq = j->row.seq + (j->changed ? 1 : 0);
    } else if (asks[CM_LETTER_ASK_LINT] && !asks[CM_LETTER_ASK_NUMBER]) {
        j->row.submitter = j->d->caller->name;
        j->row.approver = CM_SV("");
        j->row.approved_seq = 0;
    }
}

/* Delivery meets what was to be done until then and starts the clock of the reply, which a reply
 * stops. */
static cm_status turn_clock(job *j, cm_err *err)
{
    const cm_letter_kind *kind = j->o->use.kind;
    bool says = cm_date_exists(j->row.reply_due_on);
    cm_sv limit = kind->limit.len != 0 ? kind->limit : says ? kind->stated_limit : CM_SV("");
    if (!j->step->asks[CM_LETTER_ASK_DAY]) {
        return CM_OK;
    }
    const cm_clock_use use = {j->d->desk, j->d->site->home->law, j->d->mem, j->d->caller->name};
    cm_clock_event met = {.clue = j->row.clue, .on = j->request->day, .limits = kind->meets};
    cm_clock_event event = {.clue = j->row.clue,
                            .document = j->row.no,
                            .on = j->request->day,
                            .stated = j->request->reply_by};
    if (limit.len != 0) {
        *cm_vec_push(j->d->mem, &event.limits) = limit;
    }
    if (j->step->asks[CM_LETTER_ASK_RESULT]) {
        return cm_clock_meet(&use, &event, err);
    }
    cm_status status = cm_clock_meet(&use, &met, err);
    return status == CM_OK ? cm_clock_start(&use, &event, err) : status;
}

/* The clue goes on with a document that carries it. */
static cm_status follow(job *j, cm_err *err)
{
    if (!j->o->use.kind->carries) {
        return CM_OK;
    }
    cm_docket docket = {
        .desk = j->d->desk, .home = j->d->site->home, .caller = j->d->caller, .mem = j->d->mem};
    const cm_docket_event event = {.document_step = j->step->id,
                                   .result = j->request->result,
                                   .day = j->request->day,
                                   .why = j->request->text};
    return cm_docket_follow(&docket, j->row.clue_id, &event, err);
}

static cm_status write_row(job *j, cm_sv act, cm_err *err)
{
    cm_status status = cm_change_begin(j->d->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_letter_keep(j->d, &j->o->use, &j->row, j->changed ? &j->content : NULL, j->step->id,
                            err);
    if (status == CM_OK) {
        status = turn_clock(j, err);
    }
    if (status == CM_OK) {
        status = follow(j, err);
    }
    const cm_deed deed = cm_letter_deed(j->d, &j->row, act, j->o->role);
    return cm_change_end(j->d->desk, status, &deed, err);
}

cm_status cm_letter_lock(cm_letter_desk *d, cm_letter_opened *o, int64_t k, cm_sv what, cm_err *err)
{
    const cm_letter_step *step = cm_letter_step_of(&d->forms, CM_SV("lock"), o->row.state);
    if (step == NULL) {
        return CM_OK; /* it is open, or out of the house */
    }
    const cm_letter_request request = {
        .reason = cm_arena_format(d->mem, "sentence %lld: %.*s", (long long)k, CM_SV_ARG(what))};
    job j = {.d = d, .o = o, .step = step, .request = &request, .row = o->row};
    settle(&j);
    cm_status status = write_row(&j, step->act, err);
    o->row.state = status == CM_OK ? step->to : o->row.state;
    return status;
}

static cm_status find_step(cm_letter_desk *d, const cm_letter *row, cm_sv id,
                           const cm_letter_step **ret_step, cm_err *err)
{
    *ret_step = cm_letter_step_of(&d->forms, id, row->state);
    if (*ret_step != NULL) {
        return CM_OK;
    }
    const cm_letter_state *state = cm_letter_state_of(&d->forms, row->state);
    return cm_letter_refuse(d, CM_E_CONFLICT, "step", state != NULL ? state->zh : row->state, err);
}

cm_status cm_letter_take_step(cm_letter_desk *d, int64_t no, const cm_letter_request *request,
                              cm_err *err)
{
    cm_letter row;
    cm_letter_opened o;
    job j = {.d = d, .o = &o, .request = request, .today = cm_moment_day(d->caller->at)};
    cm_status status = cm_letter_find(d->desk, d->mem, no, &row, err);
    if (status == CM_OK) {
        status = find_step(d, &row, request->step, &j.step, err);
    }
    if (status == CM_OK) {
        status = cm_letter_open(d, no, 0, j.step->act, &o, err);
    }
    if (status != CM_OK) {
        return status;
    }
    j.row = o.row;
    j.content = o.content;
    status = cm_letter_check_version(d, &o.row, request->version, err);
    if (status == CM_OK) {
        status = ask_all(&j, err);
    }
    if (status != CM_OK) {
        return status;
    }
    settle(&j);
    return write_row(&j, j.step->act, err);
}
