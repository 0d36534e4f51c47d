#include "base/base.h"

#include "app/casetest.h"

#include "app/clue.h"
#include "app/run.h"

/* What came out for one case: over all subjects of its judgment, the most telling answer. */
typedef struct {
    const cm_model_case *wanted;
    cm_document *document;
    int64_t doc_key;
    cm_answer answer;
    cm_direction direction;
    cm_sv sub, finding;
} outcome;

typedef struct {
    cm_home *home;
    const cm_model *model;
    cm_site *site;
    cm_reading *reading;
    CM_VEC(outcome) outcomes;
} job;

/* A hit tells more than an undecidable subject, that more than a clear one. */
static int weight(cm_answer answer)
{
    static const int weights[CM_ANSWER_COUNT] = {[CM_ANSWER_OUT_OF_SCOPE] = 0,
                                                 [CM_ANSWER_CLEAR] = 1,
                                                 [CM_ANSWER_UNDECIDABLE] = 2,
                                                 [CM_ANSWER_HIT] = 3};
    return weights[answer];
}

static cm_status take_answer(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    for (size_t i = 0; i < j->outcomes.count; i++) {
        outcome *o = &j->outcomes.items[i];
        if (o->doc_key == clue->doc_key && weight(clue->outcome) > weight(o->answer)) {
            o->answer = clue->outcome;
            o->direction = clue->direction;
            o->sub = cm_arena_sv(&j->home->mem, clue->sub);
            o->finding = cm_arena_sv(&j->home->mem, clue->finding);
        }
    }
    return CM_OK;
}

static cm_status add_case(job *j, const cm_model_case *c, cm_err *err)
{
    outcome *o = cm_vec_push(&j->home->mem, &j->outcomes);
    *o = (outcome){.wanted = c, .answer = CM_ANSWER_OUT_OF_SCOPE};
    o->document = cm_arena_new(&j->home->mem, cm_document);
    cm_sv id = cm_arena_format(&j->home->mem, "%u", c->line);
    cm_reading_text(j->reading, &j->home->mem, id, c->text, o->document);
    return o->document->cause == CM_CAUSE_NONE
               ? cm_site_add(j->site, o->document, CM_NO_DATE, &o->doc_key, err)
               : CM_OK;
}

static void report(job *j, const outcome *o, const char *id, cm_sv found, cm_sv expected)
{
    cm_sv rest = j->model->source;
    for (uint32_t line = 1; line < o->wanted->line && rest.len > 0; line++) {
        size_t brk = cm_sv_find_byte(rest, '\n', 0);
        rest = cm_sv_slice(rest, brk == SIZE_MAX ? rest.len : brk + 1, rest.len);
    }
    const cm_source source = {j->model->file, j->model->source};
    cm_problem_add(&j->home->mem, &j->home->problems, &source, j->model->source.len - rest.len,
                   (cm_problem){.id = id, .found = found, .expected = expected});
}

static bool judge(job *j, const outcome *o)
{
    const cm_model_case *c = o->wanted;
    if (o->answer != c->expected) {
        report(j, o, "case_answer", cm_term_zh(j->home->answers, (int)o->answer),
               cm_term_zh(j->home->answers, (int)c->expected));
        return false;
    }
    if (o->answer != CM_ANSWER_HIT) {
        return true;
    }
    bool direction = !c->has_direction || o->direction == c->direction;
    bool sub = c->sub.len == 0 || cm_sv_equal(c->sub, o->sub);
    bool finding = c->finding.len == 0 || cm_sv_equal(c->finding, o->finding);
    if (!direction) {
        report(j, o, "case_direction", cm_term_zh(j->home->directions, (int)o->direction),
               cm_term_zh(j->home->directions, (int)c->direction));
    }
    if (!sub) {
        report(j, o, "case_sub", o->sub, c->sub);
    }
    if (!finding) {
        report(j, o, "case_finding", o->finding, c->finding);
    }
    return direction && sub && finding;
}

static cm_status run_cases(job *j, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < j->model->cases.count; i++) {
        if (j->model->cases.items[i].text.len != 0) {
            status = add_case(j, &j->model->cases.items[i], err);
        }
    }
    cm_run_counts counts;
    if (status == CM_OK) {
        status = cm_run_model(j->site, j->model, CM_NO_DATE, &counts, err);
    }
    const cm_clue_filter filter = {.any_outcome = true, .without_text = true};
    return status == CM_OK ? cm_clues_each(j->site, &filter, take_answer, j, err) : status;
}

cm_status cm_test_texts(cm_home *home, const cm_model *model, size_t *ret_passed, cm_err *err)
{
    job j = {.home = home, .model = model};
    cm_status status = cm_site_open_memory(home, &j.site, err);
    if (status != CM_OK) {
        return status;
    }
    j.reading = cm_reading_new(home);
    status = run_cases(&j, err);
    *ret_passed = 0;
    for (size_t i = 0; status == CM_OK && i < j.outcomes.count; i++) {
        *ret_passed += judge(&j, &j.outcomes.items[i]) ? 1 : 0;
    }
    cm_reading_free(j.reading);
    cm_site_close(j.site);
    return status;
}
