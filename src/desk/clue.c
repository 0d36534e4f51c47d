#include "base/base.h"

#include "desk/clue.h"

#include "desk/clue_row.h"

#include "base/moment.h"
#include "desk/redact.h"

cm_desk_clue cm_clue_row(cm_statement *s, cm_arena *mem)
{
    cm_desk_clue c = {.no = cm_statement_number(s, 0)};
    cm_sv *const texts[] = {&c.id,       &c.model,       &c.content,     &c.sub,   &c.direction,
                            &c.severity, &c.confidence,  &c.error_class, &c.stage, &c.measure,
                            &c.court,    &c.charge,      &c.case_no,     &c.doc,   &c.defendant,
                            &c.finding,  &c.facts_digest};
    int at = 1;
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_statement_cell(s, at++, mem);
    }
    c.decided_on = cm_statement_day(s, at++);
    c.received_on = cm_statement_day(s, at++);
    c.model_version = cm_statement_number(s, at++);
    c.urgent = cm_statement_number(s, at++) != 0;
    c.own = cm_statement_number(s, at++) != 0;
    c.gone = cm_statement_number(s, at++) != 0;
    cm_sv *const states[] = {&c.state,  &c.office, &c.handler,    &c.outcome,
                             &c.reason, &c.number, &c.own_handler};
    for (size_t i = 0; i < CM_COUNT(states); i++) {
        *states[i] = cm_statement_cell(s, at++, mem);
    }
    c.due_on = cm_statement_day(s, at++);
    int64_t *const numbers[] = {&c.rung,        &c.amount, &c.persons,
                                &c.merged_into, &c.batch,  &c.version};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        *numbers[i] = cm_statement_number(s, at++);
    }
    c.made_at = cm_statement_cell(s, at++, mem);
    c.changed_at = cm_statement_cell(s, at++, mem);
    c.changed_by = cm_statement_cell(s, at, mem);
    return c;
}

static cm_status find(cm_statement *s, cm_arena *mem, cm_desk_clue *ret_clue, bool *ret_found,
                      cm_err *err)
{
    cm_desk_clue clue = {0};
    *ret_found = cm_statement_next(s);
    if (*ret_found) {
        clue = cm_clue_row(s, mem);
    }
    cm_status status = cm_statement_end(s, err);
    if (status == CM_OK && *ret_found) {
        *ret_clue = clue;
    }
    return status;
}

static cm_status look(cm_desk *desk, cm_arena *mem, cm_sv id, cm_desk_clue *ret_clue,
                      bool *ret_found, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " CM_CLUE_COLUMNS " FROM clue WHERE id = ?");
    cm_statement_text(&s, id);
    return find(&s, mem, ret_clue, ret_found, err);
}

cm_status cm_desk_clue_find(cm_desk *desk, cm_arena *mem, cm_sv id, cm_desk_clue *ret_clue,
                            cm_err *err)
{
    bool found = false;
    cm_status status = look(desk, mem, id, ret_clue, &found, err);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no clue '%.*s' in the desk", CM_SV_ARG(id))
               : status;
}

cm_status cm_desk_clue_get(cm_desk *desk, cm_arena *mem, int64_t no, cm_desk_clue *ret_clue,
                           cm_err *err)
{
    bool found = false;
    cm_statement s = cm_statement_new(desk, "SELECT " CM_CLUE_COLUMNS " FROM clue WHERE no = ?");
    cm_statement_int(&s, no);
    cm_status status = find(&s, mem, ret_clue, &found, err);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no clue number %lld in the desk", (long long)no)
               : status;
}

cm_status cm_desk_clue_sealed(cm_desk *desk, cm_sv id, bool *ret_sealed, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT 1 FROM clue JOIN seal USING (doc) WHERE id = ? "
                                            "AND seal.ended_at IS NULL");
    cm_statement_text(&s, id);
    *ret_sealed = cm_statement_next(&s);
    return cm_statement_end(&s, err);
}

/* ---- merging ---- */

/* The columns that a run says, in the order of the statements below. */
static void bind_result(cm_statement *s, const cm_desk_clue *c)
{
    const cm_sv texts[] = {c->content,     c->sub,   c->direction, c->severity, c->confidence,
                           c->error_class, c->stage, c->measure,   c->court,    c->charge,
                           c->case_no,     c->doc,   c->defendant, c->finding,  c->facts_digest};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(s, cm_or_null(texts[i]));
    }
    cm_statement_date(s, c->decided_on);
    cm_statement_date(s, c->received_on);
    cm_statement_int(s, c->model_version);
    cm_statement_int(s, c->urgent);
    cm_statement_int(s, c->own);
}

#define RESULT_COLUMNS                                                                             \
    "content, sub, direction, severity, confidence, error_class, stage, measure, court, charge, "  \
    "case_no, doc, defendant, finding, facts_digest, decided_on, received_on, model_version, "     \
    "urgent, own"

static cm_status add(cm_desk *desk, const cm_merge_by *by, const cm_desk_clue *c, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO clue (" RESULT_COLUMNS ", id, model, state, rung, due_on, gone, amount, "
              "persons, version, made_at, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 1, ?, ?, ?)");
    const cm_course_state *first = &by->course->states.items[0];
    cm_date today = CM_NO_DATE;
    if (c->urgent) { /* due the same day */
        today = cm_moment_day(by->at);
    }
    bind_result(&s, c);
    cm_statement_text(&s, c->id);
    cm_statement_text(&s, c->model);
    cm_statement_text(&s, first->id);
    cm_statement_int(&s, (int64_t)first->rung);
    cm_statement_date(&s, today);
    cm_statement_text(&s, by->at);
    cm_statement_text(&s, by->at);
    cm_statement_text(&s, by->by.ptr != NULL ? by->by : CM_SV(""));
    return cm_statement_run(&s, err);
}

/* The difference stands in the event: what it said, and what it says now. */
// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status tell(cm_desk *desk, const cm_merge_by *by, const cm_desk_clue *known,
                      const cm_desk_clue *now, cm_sv step, cm_sv to, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO clue_event (clue, version, at, by, step, from_state, to_state, was, "
              "finding_was, digest_was, finding, digest) SELECT no, version + 1, ?, ?, ?, state, "
              "?, " CM_CLUE_WAS ", finding, facts_digest, ?, ? FROM clue WHERE no = ?");
    cm_statement_text(&s, by->at);
    cm_statement_text(&s, by->by.ptr != NULL ? by->by : CM_SV(""));
    cm_statement_text(&s, step);
    cm_statement_text(&s, to);
    cm_statement_text(&s, cm_or_null(now->finding));
    cm_statement_text(&s, now->facts_digest);
    cm_statement_int(&s, known->no);
    return cm_statement_run(&s, err);
}

static cm_status update(cm_desk *desk, const cm_merge_by *by, int64_t no, const cm_desk_clue *c,
                        cm_sv state, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE clue SET (" RESULT_COLUMNS ", state, gone, version, changed_at, changed_by) "
              "= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, version + 1, "
              "?, ?) WHERE no = ?");
    bind_result(&s, c);
    cm_statement_text(&s, state);
    cm_statement_text(&s, by->at);
    cm_statement_text(&s, by->by.ptr != NULL ? by->by : CM_SV(""));
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

static bool says_the_same(const cm_desk_clue *a, const cm_desk_clue *b)
{
    return cm_sv_equal(a->facts_digest, b->facts_digest) && cm_sv_equal(a->content, b->content) &&
           cm_sv_equal(a->stage, b->stage) && cm_sv_equal(a->measure, b->measure) &&
           cm_sv_equal(a->doc, b->doc) && a->urgent == b->urgent && a->own == b->own && !a->gone;
}

/* What a run says of a clue whose personal data were taken out: they come back where it is, or is
 * taken up again. Where it rests they do not. */
// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status look_redacted(cm_desk *desk, const cm_merge_by *by, const cm_desk_clue *known,
                               bool reopens, cm_desk_clue *now, bool *ret_rests, bool *ret_back,
                               cm_err *err)
{
    bool redacted = false;
    const cm_course_state *state = cm_course_state_of(by->course, known->state);
    cm_status status = cm_redact_is(desk, known->no, &redacted, err);
    *ret_rests = redacted && !reopens && state != NULL && state->final;
    *ret_back = redacted && !*ret_rests;
    if (*ret_rests) {
        now->defendant = known->defendant;
        now->finding = known->finding;
    }
    return status == CM_OK && *ret_back ? cm_redact_end(desk, known->no, by->at, err) : status;
}

cm_status cm_desk_clue_merge(cm_desk *desk, const cm_merge_by *by, const cm_desk_clue *clue,
                             cm_merge_effect *ret_effect, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue known = {0};
    bool found = false;
    cm_status status = look(desk, &mem, clue->id, &known, &found, err);
    if (status != CM_OK || !found) {
        *ret_effect = CM_MERGE_NEW;
        return status == CM_OK ? add(desk, by, clue, err) : status;
    }
    bool same_facts = cm_sv_equal(known.facts_digest, clue->facts_digest);
    const cm_course_step *step = cm_course_step_of(by->course, by->reopen);
    bool reopens = !same_facts && step != NULL && cm_course_leaves(step, known.state);
    bool rests = false, back = false;
    cm_desk_clue now = *clue;
    status = look_redacted(desk, by, &known, reopens, &now, &rests, &back, err);
    if (status != CM_OK || (says_the_same(&known, clue) && !back)) {
        *ret_effect = CM_MERGE_SAME;
        return status;
    }
    cm_sv state = reopens ? step->to : known.state;
    if (!same_facts) {
        status = tell(desk, by, &known, &now, reopens ? step->id : CM_SV(""), state, err);
    }
    *ret_effect = reopens ? CM_MERGE_REOPENED : rests ? CM_MERGE_SAME : CM_MERGE_UPDATED;
    return status == CM_OK ? update(desk, by, known.no, &now, state, err) : status;
}

cm_status cm_desk_clue_mark_gone(cm_desk *desk, const cm_merge_by *by, int64_t no, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE clue SET gone = 1, version = version + 1, changed_at = ?, "
                               "changed_by = ? WHERE no = ?");
    cm_statement_text(&s, by->at);
    cm_statement_text(&s, by->by.ptr != NULL ? by->by : CM_SV(""));
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_desk_clue_ids(cm_desk *desk, cm_sv model, cm_sv doc, cm_desk_id_visit visit,
                           void *payload, cm_err *err)
{
    cm_status status = CM_OK;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    /* The +: of one document there are few, of a model many. */
    cm_statement s = cm_statement_new(
        desk, doc.len != 0
                  ? "SELECT no, id FROM clue WHERE +model = ? AND gone = 0 AND doc = ? ORDER BY no"
                  : "SELECT no, id FROM clue WHERE model = ? AND gone = 0 ORDER BY no");
    cm_statement_text(&s, model);
    if (doc.len != 0) {
        cm_statement_text(&s, doc);
    }
    while (status == CM_OK && cm_statement_next(&s)) {
        cm_arena_reset(&mem);
        status = visit(payload, cm_statement_number(&s, 0), cm_statement_cell(&s, 1, &mem), err);
    }
    CM_AUTO_ERR ignored = {0};
    cm_status ended = cm_statement_end(&s, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : ended;
}

/* ---- deletion ---- */

cm_status cm_desk_clue_docs(cm_desk *desk, cm_desk_doc_visit visit, void *payload, cm_err *err)
{
    cm_status status = CM_OK;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_statement s = cm_statement_new(desk, "SELECT DISTINCT doc FROM clue WHERE finding IS NOT "
                                            "NULL OR defendant IS NOT NULL ORDER BY doc");
    while (status == CM_OK && cm_statement_next(&s)) {
        cm_arena_reset(&mem);
        status = visit(payload, cm_statement_cell(&s, 0, &mem), err);
    }
    CM_AUTO_ERR ignored = {0};
    cm_status ended = cm_statement_end(&s, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : ended;
}
