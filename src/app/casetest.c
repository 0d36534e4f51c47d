#include "base/base.h"

#include "app/casetest.h"

#include "app/clue.h"
#include "app/run.h"
#include "base/limits.h"
#include "model/test.h"
#include "model/trace.h"

/* What came out for one case: over all subjects of its judgment, the most telling answer. */
typedef struct {
    const cm_model_case *wanted;
    bool any_document; /* of several judgments whichever answers most tellingly */
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
    cm_case_result *results;
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
        if ((o->any_document || o->doc_key == clue->doc_key) &&
            weight(clue->outcome) > weight(o->answer)) {
            o->answer = clue->outcome;
            o->direction = clue->direction;
            o->sub = cm_arena_sv(&j->home->mem, clue->sub);
            o->finding = cm_arena_sv(&j->home->mem, clue->finding);
        }
    }
    return CM_OK;
}

static cm_cell cell_of(cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        return cm_cell_null();
    }
    return type == CM_TYPE_TEXT      ? cm_cell_text(value.text)
           : type == CM_TYPE_DATE    ? cm_cell_date(value.number)
           : type == CM_TYPE_BOOLEAN ? cm_cell_bool(value.number != 0)
                                     : cm_cell_int(value.number);
}

/* A row of an imported table; one that does not say whether it is sealed does not know. */
static cm_status add_row(cm_arena *mem, cm_appender *a, const cm_case_row *row, cm_err *err)
{
    enum { FIXED = 3 }; /* source_no, file_no, row_no */

    const cm_view *view = row->row.view;
    cm_cell *cells = cm_arena_array(mem, cm_cell, view->columns.count + FIXED + 1);
    cm_svs unread = {0};
    cells[0] = cells[1] = cm_cell_int(0);
    cells[2] = cm_cell_int(row->keys[FIXED]);
    for (size_t i = 0; i < view->columns.count; i++) {
        const cm_column *column = view->columns.items[i];
        cm_value value = row->row.values[i];
        cells[FIXED + i] = cell_of(column->type, value);
        if (value.state == CM_VALUE_UNREAD) {
            *cm_vec_push(mem, &unread) = column->name;
        }
        if (value.state == CM_VALUE_ABSENT && cm_sv_equal(column->name, CM_SV("sealed"))) {
            cells[FIXED + i] = cm_cell_text(cm_sealed_id(CM_SEALED_UNKNOWN));
        }
    }
    cells[FIXED + view->columns.count] = cm_cell_texts(unread.items, unread.count);
    return cm_appender_add(a, cells, FIXED + view->columns.count + 1, err);
}

static cm_status add_tables(job *j, const cm_case_tables *tables, cm_err *err)
{
    cm_arena *mem = &j->home->mem;
    cm_status status = CM_OK;
    for (size_t i = 0; tables != NULL && status == CM_OK && i < tables->tables.count; i++) {
        const cm_case_table *t = &tables->tables.items[i];
        cm_appender *a = NULL;
        status = cm_appender_open(j->site->session, cm_facts_imported_table(mem, t->view), &a, err);
        for (size_t k = 0; status == CM_OK && k < t->rows.count; k++) {
            status = add_row(mem, a, &t->rows.items[k], err);
        }
        CM_AUTO_ERR fault = {0};
        cm_status closed = cm_appender_close(a, &fault);
        if (status == CM_OK && closed != CM_OK) {
            status = cm_err_set(err, closed, "%s", fault.message);
        }
    }
    return status;
}

static cm_status add_case(job *j, const cm_model_case *c, cm_err *err)
{
    cm_arena *mem = &j->home->mem;
    outcome *o = cm_vec_push(mem, &j->outcomes);
    *o = (outcome){.wanted = c, .answer = CM_ANSWER_OUT_OF_SCOPE};
    o->any_document = c->texts.count > 1 && c->doc == 0;
    cm_status status = add_tables(j, c->tables, err);
    for (size_t i = 0; status == CM_OK && i < c->texts.count; i++) {
        cm_document *document = cm_arena_new(mem, cm_document);
        int64_t doc_key = 0;
        cm_sv id = cm_arena_format(mem, "%u.%zu", c->line, i + 1);
        cm_reading_text(j->reading, mem, id, c->texts.items[i], document);
        if (document->cause == CM_CAUSE_NONE) {
            status = cm_site_add(j->site, document, CM_NO_DATE, &doc_key, err);
        }
        if (c->doc == 0 || c->doc == (int64_t)i + 1) {
            o->doc_key = doc_key;
        }
    }
    return status;
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

static bool is_as_wanted(job *j, const outcome *o)
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

static void judge(job *j, const outcome *o)
{
    cm_case_result *result = &j->results[o->wanted - j->model->cases.items];
    result->passed = is_as_wanted(j, o);
    result->came = o->answer;
}

/* Add the text cases [from, end) to a site of their own and take what the model answers. */
static cm_status run_cases(job *j, size_t from, size_t end, cm_err *err)
{
    cm_status status = cm_site_open_memory(j->home, &j->site, err);
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = from; status == CM_OK && i < end; i++) {
        if (j->model->cases.items[i].texts.count != 0) {
            status = add_case(j, &j->model->cases.items[i], err);
        }
    }
    cm_run_counts counts;
    if (status == CM_OK) {
        status = cm_run_model(j->site, j->model, CM_NO_DATE, &counts, err);
    }
    const cm_clue_filter filter = {.any_outcome = true, .without_text = true};
    if (status == CM_OK) {
        status = cm_clues_each(j->site, &filter, take_answer, j, err);
    }
    cm_site_close(j->site);
    return status;
}

/* The judgments of one case of a collision must not meet those of another. */
static cm_status run_collisions(job *j, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < j->model->cases.count; i++) {
        j->outcomes.count = 0;
        if (j->model->cases.items[i].texts.count != 0) {
            status = run_cases(j, i, i + 1, err);
            if (status == CM_OK) {
                judge(j, &j->outcomes.items[0]);
            }
        }
    }
    return status;
}

static cm_status test_texts(cm_home *home, const cm_model *model, cm_case_result *results,
                            cm_err *err)
{
    job j = {.home = home, .model = model, .results = results};
    cm_status status = CM_OK;
    j.reading = cm_reading_new(home);
    if (model->collision != NULL) {
        status = run_collisions(&j, err);
    } else {
        status = run_cases(&j, 0, model->cases.count, err);
        for (size_t i = 0; status == CM_OK && i < j.outcomes.count; i++) {
            judge(&j, &j.outcomes.items[i]);
        }
    }
    cm_reading_free(j.reading);
    return status;
}

cm_status cm_test_cases(cm_home *home, const cm_model *model, cm_case_result *results, cm_err *err)
{
    cm_model_run_cases(&home->mem, model, &home->words, &home->problems, results);
    return test_texts(home, model, results, err);
}

cm_status cm_test_model(cm_home *home, const cm_model *model, cm_case_test *ret_test, cm_err *err)
{
    size_t before = home->problems.count;
    cm_case_test test = {.results =
                             cm_arena_array(&home->mem, cm_case_result, model->cases.count + 1)};
    cm_model_run_cases(&home->mem, model, &home->words, &home->problems, test.results);
    cm_model_check_cases(&home->mem, model, &home->words, &home->problems);
    cm_status status = test_texts(home, model, test.results, err);
    for (size_t i = 0; i < model->cases.count; i++) {
        test.passed += test.results[i].passed;
    }
    test.good = status == CM_OK && home->problems.count == before;
    *ret_test = test;
    return status;
}

/* ---- as JSON ---- */

/* Each step that the answer about the row rests on, in its order. */
static void write_steps(cm_json *json, const cm_home *home, const cm_model *model,
                        const cm_row *row)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_trace trace = {0};
    if (row != NULL && cm_model_is_rule(model)) {
        trace = cm_model_trace(&mem, model, row);
    }
    cm_json_key(json, CM_SV("steps"));
    cm_json_array(json);
    for (size_t i = 0; i < trace.count; i++) {
        const cm_trace_step *step = &trace.items[i];
        CM_AUTO_BUF value;
        cm_buf_init(&value, CM_MAX_MESSAGE);
        cm_value_write(&value, &home->words, step->type, step->value);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("name"), step->name);
        cm_json_put_text(json, CM_SV("text"), step->text);
        cm_json_put_text(json, CM_SV("value"), cm_buf_view(&value));
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static cm_sv answer_word(const cm_home *home, cm_answer answer)
{
    return answer == CM_ANSWER_OUT_OF_SCOPE ? (cm_sv){NULL, 0}
                                            : cm_term_zh(home->answers, (int)answer);
}

void cm_case_test_write_json(cm_json *json, const cm_home *home, const cm_model *model,
                             const cm_case_test *test)
{
    cm_json_put_bool(json, CM_SV("good"), test->good);
    cm_json_put_int(json, CM_SV("cases"), (int64_t)model->cases.count);
    cm_json_put_int(json, CM_SV("passed"), (int64_t)test->passed);
    cm_json_key(json, CM_SV("table"));
    cm_json_array(json);
    for (size_t i = 0; i < model->cases.count; i++) {
        const cm_model_case *c = &model->cases.items[i];
        const cm_case_result *r = &test->results[i];
        cm_json_object(json);
        cm_json_put_int(json, CM_SV("line"), c->line);
        cm_json_put_text(json, CM_SV("why"), c->why);
        cm_json_put_text(json, CM_SV("expected"), answer_word(home, c->expected));
        cm_json_put_text(json, CM_SV("came"), answer_word(home, r->came));
        cm_json_put_bool(json, CM_SV("passed"), r->passed);
        cm_json_put_list(json, CM_SV("missing"), &r->missing);
        write_steps(json, home, model, c->row);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}
