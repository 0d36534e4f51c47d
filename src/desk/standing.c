#include "base/base.h"

#include "desk/standing.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/moment.h"
#include "base/tsv.h"
#include "desk/seal.h"
#include "desk/statement.h"
#include "desk/suppression.h"

/* ---- the rules ---- */

static cm_status read_rule(const cm_verdicts *v, const cm_tsv *t, const cm_tsv_row *row,
                           cm_verdict_rule *rule, cm_err *err)
{
    static const char *const COLUMNS[] = {"from_rung", "list", "false_positive", "zh", "en"};
    cm_sv cells[CM_COUNT(COLUMNS)];
    cm_status status = cm_tsv_cells(t, row, COLUMNS, CM_COUNT(COLUMNS), cells, err);
    if (status != CM_OK) {
        return status;
    }
    rule->from_rung = -1;
    for (size_t i = 0; i < v->course->rungs.count; i++) {
        if (cm_sv_equal(v->course->rungs.items[i], cells[0])) {
            rule->from_rung = (int64_t)i;
        }
    }
    rule->list = cells[1];
    rule->false_positive = cm_sv_equal(cells[2], CM_SV("1"));
    rule->zh = cells[3];
    rule->en = cells[4];
    return cells[0].len != 0 && rule->from_rung < 0
               ? cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "no rung '%.*s'",
                               CM_SV_ARG(cells[0]))
               : CM_OK;
}

cm_status cm_verdicts_load(cm_arena *mem, cm_sv folder, const cm_course *course,
                           cm_verdicts *ret_verdicts, cm_err *err)
{
    static const char *const IDS[CM_VERDICT_COUNT] = {"open", "held", "false_positive", "rejected"};
    cm_verdicts v = {.course = course};
    cm_tsv t = {0};
    size_t id = 0;
    cm_status status = cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("verdicts.tsv")), &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("verdict"), &id, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_VERDICT_COUNT; i++) {
        const cm_tsv_row *row = NULL;
        for (size_t k = 0; k < t.rows.count; k++) {
            row =
                cm_sv_equal(t.rows.items[k].cells[id], cm_sv_from(IDS[i])) ? &t.rows.items[k] : row;
        }
        v.rules[i].id = cm_sv_from(IDS[i]);
        status = row != NULL ? read_rule(&v, &t, row, &v.rules[i], err)
                             : cm_err_set(err, CM_E_SCHEMA, "%.*s: no verdict '%s'",
                                          CM_SV_ARG(t.file), IDS[i]);
    }
    if (status == CM_OK) {
        *ret_verdicts = v;
    }
    return status;
}

/* ---- one clue after the other, its events with it ---- */

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
    cm_desk *desk;
    const cm_verdicts *verdicts;
    const cm_standing_filter *filter;
    cm_sv bound; /* the first moment that does not count; empty: all count */
    cm_arena mem, clue;
    cm_statement clues, events;
    bool more; /* the statement of events stands on one */
    cm_json_reader *json;
    CM_VEC(cm_suppression) wide; /* that hold and are not for one clue */
    cm_map narrow;               /* clue -> cm_suppressions */
    cm_map sealed;               /* document -> cm_seal */
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

static cm_standing clue_row(replay *r)
{
    cm_standing s = {.no = cm_statement_number(&r->clues, 0)};
    cm_sv *const texts[] = {&s.id,        &s.model,   &s.court, &s.charge,  &s.office, &s.handler,
                            &s.direction, &s.content, &s.state, &s.outcome, &s.year};
    int at = 1;
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_statement_cell(&r->clues, at++, &r->clue);
    }
    int64_t *const numbers[] = {&s.model_version, &s.rung, &s.amount, &s.persons};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        *numbers[i] = cm_statement_number(&r->clues, at++);
    }
    s.gone = cm_statement_number(&r->clues, at++) != 0;
    s.since = cm_moment_day(cm_statement_cell(&r->clues, at, &r->clue));
    return s;
}

#define SUB     18
#define FINDING 19
#define DOC     20

static const char CLUES[] =
    "SELECT no, id, model, court, charge, office, handler, direction, content, state, outcome, "
    "year, model_version, rung, amount, persons, gone, made_at, sub, finding, doc FROM clue "
    "ORDER BY no";

static bool covered(const cm_suppression *items, size_t count, const cm_suppressible *clue,
                    cm_date day)
{
    for (size_t i = 0; i < count; i++) {
        cm_suppression one = items[i];
        const cm_suppressions list = {&one, 1, 1};
        if (cm_suppression_of(&list, clue, day) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_left_out(replay *r, const cm_standing *s, cm_date day)
{
    const cm_suppressions *narrow = cm_map_find(&r->narrow, s->id);
    if (s->verdict == CM_VERDICT_FALSE || s->verdict == CM_VERDICT_REJECTED ||
        (narrow == NULL && r->wide.count == 0)) {
        return false;
    }
    cm_sv finding = cm_statement_cell(&r->clues, FINDING, &r->clue);
    const cm_suppressible clue = {
        .model = s->model,
        .clue = s->id,
        .finding = cm_digest_hex(&r->clue, cm_digest_of(finding)),
        .court = s->court,
        .charge = s->charge,
        .sub = cm_statement_cell(&r->clues, SUB, &r->clue),
    };
    return covered(r->wide.items, r->wide.count, &clue, day) ||
           (narrow != NULL && covered(narrow->items, narrow->count, &clue, day));
}

static bool matches(cm_sv wanted, cm_sv value)
{
    return wanted.ptr == NULL || cm_sv_equal(wanted, value);
}

static bool is_wanted(const replay *r, const cm_standing *s, cm_sv office, cm_sv handler)
{
    const cm_standing_filter *f = r->filter;
    return (f->scope == NULL || cm_scope_has(f->scope, office, handler)) &&
           matches(f->model, s->model) && matches(f->court, s->court) &&
           matches(f->charge, s->charge) && matches(f->office, s->office) &&
           matches(f->direction, s->direction) && matches(f->year, s->year) &&
           (!cm_date_exists(f->from) || cm_date_compare(s->since, f->from) >= 0) &&
           (!cm_date_exists(f->to) || cm_date_compare(s->since, f->to) <= 0);
}

static cm_date day_of(const cm_standing_filter *f)
{
    return cm_date_exists(f->as_of) ? f->as_of : f->today;
}

static cm_status give(replay *r, cm_standing_visit visit, void *payload, cm_err *err)
{
    cm_arena_reset(&r->clue);
    cm_standing s = clue_row(r);
    cm_sv office = s.office, handler = s.handler;
    told now = {0};
    if (cm_date_exists(r->filter->as_of) && cm_date_compare(s.since, r->filter->as_of) > 0) {
        return CM_OK; /* its events, if any, are passed over with the next clue */
    }
    cm_status status = replay_events(r, &s, &now, err);
    cm_sv doc = cm_statement_cell(&r->clues, DOC, &r->clue);
    if (status != CM_OK || !is_wanted(r, &s, office, handler) ||
        cm_map_find(&r->sealed, doc) != NULL) {
        return status;
    }
    const judged *last = now.put.verdict != CM_VERDICT_OPEN ? &now.put : &now.held;
    s.outcome_on = now.outcome_on;
    s.verdict = last->verdict;
    s.verdict_on = last->on;
    if (last->verdict != CM_VERDICT_OPEN) {
        s.content = last->content;
        s.model_version = last->version;
    }
    s.left_out = is_left_out(r, &s, day_of(r->filter));
    return visit(payload, &s, err);
}

static cm_status load_suppressions(replay *r, cm_err *err)
{
    cm_suppressions all = {0};
    cm_status status = cm_suppressions_load(r->desk, &r->mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        const cm_suppression *s = &all.items[i];
        if (!cm_suppression_holds(s, day_of(r->filter))) {
            continue;
        }
        if (s->clue.len == 0) {
            *cm_vec_push(&r->mem, &r->wide) = *s;
            continue;
        }
        cm_suppressions *of_clue = cm_map_find(&r->narrow, s->clue);
        if (of_clue == NULL) {
            of_clue = cm_arena_new(&r->mem, cm_suppressions);
            (void)cm_map_put(&r->mem, &r->narrow, s->clue, of_clue);
        }
        *cm_vec_push(&r->mem, of_clue) = *s;
    }
    return status;
}

/* What is sealed now is in no count, of whichever day. */
static cm_status load_seals(replay *r, cm_err *err)
{
    cm_seals seals = {0};
    cm_status status = cm_seals_load(r->desk, false, &r->mem, &seals, err);
    r->sealed = cm_seals_by_doc(&seals, &r->mem);
    return status;
}

static cm_status walk(replay *r, cm_standing_visit visit, void *payload, cm_err *err)
{
    CM_AUTO_ERR ignored = {0};
    cm_status status = CM_OK;
    r->clues = cm_statement_new(r->desk, CLUES);
    r->events =
        cm_statement_new(r->desk, "SELECT clue, at, step, from_state, to_state, reason, was "
                                  "FROM clue_event ORDER BY clue, no");
    r->more = cm_statement_next(&r->events);
    while (status == CM_OK && cm_statement_next(&r->clues)) {
        status = give(r, visit, payload, err);
    }
    cm_status ended = cm_statement_end(&r->clues, status == CM_OK ? err : &ignored);
    status = status != CM_OK ? status : ended;
    ended = cm_statement_end(&r->events, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : ended;
}

cm_status cm_standings_each(cm_desk *desk, const cm_verdicts *verdicts,
                            const cm_standing_filter *filter, cm_standing_visit visit,
                            void *payload, cm_err *err)
{
    replay r = {.desk = desk, .verdicts = verdicts, .filter = filter, .json = cm_json_reader_new()};
    cm_arena_init(&r.mem);
    cm_arena_init(&r.clue);
    if (cm_date_exists(filter->as_of)) {
        cm_date next = cm_date_from_days(cm_date_to_days(filter->as_of) + 1);
        r.bound = cm_moment_first(&r.mem, next);
    }
    cm_status status = load_suppressions(&r, err);
    if (status == CM_OK) {
        status = load_seals(&r, err);
    }
    if (status == CM_OK) {
        status = walk(&r, visit, payload, err);
    }
    cm_json_reader_free(r.json);
    cm_arena_clear(&r.clue);
    cm_arena_clear(&r.mem);
    return status;
}
