#include "base/base.h"

#include "desk/replay.h"

#include "base/json.h"
#include "base/moment.h"
#include "desk/statement.h"

typedef struct {
    cm_verdict verdict;
    cm_date on;
    cm_sv content;
    int64_t version;
} judged;

/* What the events so far say. */
typedef struct {
    judged held, put; /* put: away, and not taken up again */
    cm_date outcome_on;
} told;

typedef struct {
    const cm_verdicts *verdicts;
    const cm_replay_of *of;
    cm_sv bound; /* the first moment that does not count; empty: all count */
    cm_arena mem, clue;
    cm_statement clues, events;
    bool more; /* the statement of events stands on one */
    cm_json_reader *json;
} replay;

static bool is_after(const replay *r, cm_sv at)
{
    return r->bound.len != 0 && cm_sv_compare(at, r->bound) >= 0;
}

static cm_verdict verdict_of(const replay *r, cm_sv step_id, cm_sv to, cm_sv reason)
{
    const cm_course *course = r->verdicts->course;
    const cm_course_step *step = cm_course_step_of(course, step_id);
    const cm_course_state *state = cm_course_state_of(course, to);
    const cm_need *need = step != NULL ? cm_course_need(step, CM_NEED_REASON) : NULL;
    const cm_course_code *code = need != NULL ? cm_course_code_of(course, need->of, reason) : NULL;
    for (size_t i = 1; i < CM_VERDICT_COUNT; i++) {
        const cm_verdict_rule *rule = &r->verdicts->rules[i];
        bool by_rung =
            rule->from_rung >= 0 && state != NULL && (int64_t)state->rung >= rule->from_rung;
        bool by_reason = code != NULL && cm_sv_equal(need->of, rule->list) &&
                         code->false_positive == rule->false_positive;
        if (by_rung || by_reason) {
            return (cm_verdict)i;
        }
    }
    return CM_VERDICT_OPEN;
}

enum {
    WAS_STATE,
    WAS_RUNG,
    WAS_OFFICE,
    WAS_OUTCOME,
    WAS_AMOUNT,
    WAS_PERSONS,
    WAS_VERSION,
    WAS_CONTENT
};

/* What the row was before the event, of the members above. */
static cm_status read_was(replay *r, cm_sv was, cm_json_field *fields, cm_err *err)
{
    static const char *const NAMES[] = {"state",  "rung",    "office",        "outcome",
                                        "amount", "persons", "model_version", "content"};
    for (size_t i = 0; i < CM_COUNT(NAMES); i++) {
        fields[i] = (cm_json_field){.name = cm_sv_from(NAMES[i])};
    }
    cm_status status = cm_json_pick(r->json, was, fields, CM_COUNT(NAMES), err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(NAMES); i++) {
        bool given = fields[i].type == CM_JSON_TEXT || fields[i].type == CM_JSON_NUMBER;
        fields[i].value = given ? cm_arena_sv(&r->clue, fields[i].value) : CM_SV("");
    }
    return status;
}

static int64_t number_of(const cm_json_field *field)
{
    int64_t ret = 0;
    return cm_sv_to_int(field->value, &ret) ? ret : 0;
}

/* The row as it was before its first event that does not count. */
static cm_status go_back(replay *r, cm_sv was, cm_standing *s, cm_err *err)
{
    cm_json_field f[WAS_CONTENT + 1];
    cm_status status = read_was(r, was, f, err);
    if (status == CM_OK) {
        s->state = f[WAS_STATE].value;
        s->rung = number_of(&f[WAS_RUNG]);
        s->office = f[WAS_OFFICE].value;
        s->outcome = f[WAS_OUTCOME].value;
        s->amount = number_of(&f[WAS_AMOUNT]);
        s->persons = number_of(&f[WAS_PERSONS]);
        s->model_version = number_of(&f[WAS_VERSION]);
        s->content = f[WAS_CONTENT].value;
    }
    return status;
}

enum { EV_CLUE, EV_AT, EV_STEP, EV_FROM, EV_TO, EV_REASON, EV_WAS };

static cm_status count_event(replay *r, cm_sv at, told *now, cm_err *err)
{
    cm_sv step = cm_statement_cell(&r->events, EV_STEP, &r->clue);
    cm_sv from = cm_statement_cell(&r->events, EV_FROM, &r->clue);
    cm_sv to = cm_statement_cell(&r->events, EV_TO, &r->clue);
    cm_sv reason = cm_statement_cell(&r->events, EV_REASON, &r->clue);
    const cm_course *course = r->verdicts->course;
    const cm_course_step *known = cm_course_step_of(course, step);
    const cm_course_state *left = cm_course_state_of(course, from);
    const cm_course_state *entered = cm_course_state_of(course, to);
    if (left != NULL && entered != NULL && left->final && !entered->final) {
        now->put = (judged){0};
        now->outcome_on = CM_NO_DATE;
    }
    if (known != NULL && cm_course_need(known, CM_NEED_OUTCOME) != NULL) {
        now->outcome_on = cm_moment_day(at);
    }
    cm_verdict verdict = known != NULL ? verdict_of(r, step, to, reason) : CM_VERDICT_OPEN;
    judged *where = verdict == CM_VERDICT_HELD ? &now->held : &now->put;
    if (verdict == CM_VERDICT_OPEN ||
        (verdict == CM_VERDICT_HELD && now->held.verdict == CM_VERDICT_HELD)) {
        return CM_OK; /* it holds since it was first found to */
    }
    cm_json_field was[WAS_CONTENT + 1];
    cm_status status = read_was(r, cm_statement_cell(&r->events, EV_WAS, &r->clue), was, err);
    *where =
        (judged){verdict, cm_moment_day(at), was[WAS_CONTENT].value, number_of(&was[WAS_VERSION])};
    return status;
}

/* A batch is undone as long as nothing came after it: the one before is what holds again. */
static cm_status replay_events(replay *r, cm_standing *s, told *ret_now, cm_err *err)
{
    told now = {0}, before = {0};
    cm_status status = CM_OK;
    bool back = false;
    while (status == CM_OK && r->more && cm_statement_number(&r->events, EV_CLUE) <= s->no) {
        bool own = cm_statement_number(&r->events, EV_CLUE) == s->no && !back;
        cm_sv at = own ? cm_statement_cell(&r->events, EV_AT, &r->clue) : CM_SV("");
        cm_sv step = own ? cm_statement_cell(&r->events, EV_STEP, &r->clue) : CM_SV("");
        if (own && is_after(r, at)) {
            back = true;
            status = go_back(r, cm_statement_cell(&r->events, EV_WAS, &r->clue), s, err);
        } else if (own && cm_sv_equal(step, CM_SV("undo"))) {
            now = before;
        } else if (own) {
            before = now;
            status = count_event(r, at, &now, err);
        }
        r->more = cm_statement_next(&r->events);
    }
    *ret_now = now;
    return status;
}

#define COLUMNS                                                                                    \
    "SELECT no, id, model, court, charge, office, handler, direction, content, state, outcome, "   \
    "year, model_version, rung, amount, persons, gone, made_at, sub, finding, doc, severity, "     \
    "due_on, urgent FROM clue "

static cm_replayed clue_row(replay *r)
{
    cm_replayed ret = {.standing = {.no = cm_statement_number(&r->clues, 0)}};
    cm_standing *s = &ret.standing;
    cm_sv *const texts[] = {&s->id,     &s->model,   &s->court,     &s->charge,
                            &s->office, &s->handler, &s->direction, &s->content,
                            &s->state,  &s->outcome, &s->year};
    int at = 1;
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_statement_cell(&r->clues, at++, &r->clue);
    }
    int64_t *const numbers[] = {&s->model_version, &s->rung, &s->amount, &s->persons};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        *numbers[i] = cm_statement_number(&r->clues, at++);
    }
    s->gone = cm_statement_number(&r->clues, at++) != 0;
    s->since = cm_moment_day(cm_statement_cell(&r->clues, at++, &r->clue));
    cm_sv *const more[] = {&ret.sub, &ret.finding, &ret.doc, &ret.severity};
    for (size_t i = 0; i < CM_COUNT(more); i++) {
        *more[i] = cm_statement_cell(&r->clues, at++, &r->clue);
    }
    ret.due_on = cm_statement_day(&r->clues, at++);
    ret.urgent = cm_statement_number(&r->clues, at) != 0;
    ret.office = s->office;
    return ret;
}

static cm_status give(replay *r, cm_replay_visit visit, void *payload, cm_err *err)
{
    cm_arena_reset(&r->clue);
    cm_replayed one = clue_row(r);
    cm_standing *s = &one.standing;
    told now = {0};
    if (cm_date_exists(r->of->as_of) && cm_date_compare(s->since, r->of->as_of) > 0) {
        return CM_OK; /* its events, if any, are passed over with the next clue */
    }
    cm_status status = replay_events(r, s, &now, err);
    if (status != CM_OK) {
        return status;
    }
    const judged *last = now.put.verdict != CM_VERDICT_OPEN ? &now.put : &now.held;
    s->outcome_on = now.outcome_on;
    s->verdict = last->verdict;
    s->verdict_on = last->on;
    if (last->verdict != CM_VERDICT_OPEN) {
        s->content = last->content;
        s->model_version = last->version;
    }
    return visit(payload, &one, err);
}

static cm_status walk(replay *r, cm_desk *desk, cm_replay_visit visit, void *payload, cm_err *err)
{
    static const char EVENTS[] =
        "SELECT clue, at, step, from_state, to_state, reason, was FROM clue_event "
        "ORDER BY clue, no";
    static const char OF_ONE[] =
        "SELECT clue, at, step, from_state, to_state, reason, was FROM clue_event WHERE clue = ? "
        "ORDER BY no";
    CM_AUTO_ERR ignored = {0};
    cm_status status = CM_OK;
    bool one = r->of->no != 0;
    r->clues = cm_statement_new(desk, one ? COLUMNS "WHERE no = ?" : COLUMNS "ORDER BY no");
    r->events = cm_statement_new(desk, one ? OF_ONE : EVENTS);
    if (one) {
        cm_statement_int(&r->clues, r->of->no);
        cm_statement_int(&r->events, r->of->no);
    }
    r->more = cm_statement_next(&r->events);
    while (status == CM_OK && cm_statement_next(&r->clues)) {
        status = give(r, visit, payload, err);
    }
    cm_status ended = cm_statement_end(&r->clues, status == CM_OK ? err : &ignored);
    status = status != CM_OK ? status : ended;
    ended = cm_statement_end(&r->events, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : ended;
}

cm_status cm_replay_each(cm_desk *desk, const cm_replay_of *of, cm_replay_visit visit,
                         void *payload, cm_err *err)
{
    replay r = {.verdicts = of->verdicts, .of = of, .json = cm_json_reader_new()};
    cm_arena_init(&r.mem);
    cm_arena_init(&r.clue);
    if (cm_date_exists(of->as_of)) {
        cm_date next = cm_date_from_days(cm_date_to_days(of->as_of) + 1);
        r.bound = cm_moment_first(&r.mem, next);
    }
    cm_status status = walk(&r, desk, visit, payload, err);
    cm_json_reader_free(r.json);
    cm_arena_clear(&r.clue);
    cm_arena_clear(&r.mem);
    return status;
}
