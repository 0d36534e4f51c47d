#include "base/base.h"

#include "app/run.h"

#include "app/decision.h"
#include "app/match.h"
#include "base/digest.h"
#include "base/limits.h"
#include "law/measure.h"

enum { ID_DIGITS = 12 }; /* 48 bits: a repeated one gets another by its turn */

typedef struct {
    cm_site *site;
    const cm_model *model;
    const cm_plan *plan;
    cm_date as_of;
    cm_suppressions suppressions;
    cm_writer *writer;
    cm_run_counts *counts;
    cm_arena mem;  /* of the run */
    cm_arena step; /* of one row */
    cm_sv content; /* digest of the model file */
    cm_map ids;    /* clue ids given out, but not those of clear subjects */
} job;

/* ---- the identity of a clue ---- */

static void add_part(cm_buf *key, cm_cell cell)
{
    if (cell.type == CM_CELL_TEXT) {
        (void)cm_buf_add(key, cell.text);
    } else if (cell.type != CM_CELL_NULL) {
        (void)cm_buf_add_int(key, cell.number);
    }
    (void)cm_buf_add_byte(key, '\x1f');
}

static cm_sv id_of(cm_arena *mem, const cm_buf *key)
{
    cm_sv hex = cm_digest_hex(mem, cm_digest_of(cm_buf_view(key)));
    return cm_sv_slice(hex, 0, ID_DIGITS);
}

/* What an id was given to. */
typedef struct {
    int64_t doc_key;
    cm_answer answer;
    cm_sv finding;
} given;

/* Two versions of one document that give the same clue: the first one has it. */
static bool is_same_clue(const given *earlier, const given *now)
{
    return earlier->doc_key != now->doc_key && earlier->answer == now->answer &&
           cm_sv_equal(earlier->finding, now->finding);
}

/* Model and subject by what they are called, not by where they are stored: court, case number,
 * kind, date, defendant, count, charge; without a case number the digest of the text. Two documents
 * that say the same of themselves are told apart by their turn, unless they give the same clue:
 * then the id is empty. */
static cm_sv clue_id(job *j, cm_rows *rows, const given *now)
{
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    CM_AUTO_BUF key;
    cm_buf_init(&key, CM_MAX_MESSAGE);
    add_part(&key, cm_cell_text(j->model->id));
    bool named = cm_rows_cell(rows, subject + CM_RUN_CASE_NO).type != CM_CELL_NULL;
    static const size_t by_name[] = {CM_RUN_COURT, CM_RUN_CASE_NO, CM_RUN_DOCUMENT_TYPE,
                                     CM_RUN_DECIDED_ON};
    for (size_t i = 0; named && i < CM_COUNT(by_name); i++) {
        add_part(&key, cm_rows_cell(rows, subject + by_name[i]));
    }
    if (!named) {
        add_part(&key, cm_rows_cell(rows, subject + CM_RUN_DIGEST));
    }
    add_part(&key, cm_rows_cell(rows, subject + CM_RUN_DEFENDANT));
    add_part(&key, cm_rows_cell(rows, CM_PLAN_COUNT_NO));
    add_part(&key, cm_rows_cell(rows, subject + CM_RUN_CHARGE));
    cm_sv id = id_of(&j->step, &key);
    while (now->answer != CM_ANSWER_CLEAR) {
        const given *earlier = cm_map_find(&j->ids, id);
        if (earlier == NULL) {
            given *kept = cm_arena_new(&j->mem, given);
            *kept = (given){now->doc_key, now->answer, cm_arena_sv(&j->mem, now->finding)};
            (void)cm_map_put(&j->mem, &j->ids, cm_arena_sv(&j->mem, id), kept);
            break;
        }
        if (named && is_same_clue(earlier, now)) {
            return CM_SV("");
        }
        (void)cm_buf_add_byte(&key, '+');
        id = id_of(&j->step, &key);
    }
    return id;
}

/* ---- the values a hit rests on ---- */

static bool lists_name(cm_sv joined, cm_sv name)
{
    cm_sv part;
    while (cm_sv_split(&joined, ',', &part)) {
        if (cm_sv_equal(part, name)) {
            return true;
        }
    }
    return false;
}

static cm_value value_of(cm_cell cell, bool unread)
{
    if (cell.type == CM_CELL_NULL) {
        return (cm_value){.state = unread ? CM_VALUE_UNREAD : CM_VALUE_ABSENT};
    }
    return (cm_value){CM_VALUE_KNOWN, cell.number, cell.text};
}

static cm_value *output_values(job *j, cm_rows *rows)
{
    size_t count = j->plan->outputs.count;
    cm_value *values = cm_arena_array(&j->step, cm_value, count);
    cm_sv unread = cm_rows_cell(rows, CM_PLAN_UNREAD).text;
    for (size_t i = 0; i < count; i++) {
        bool listed = lists_name(unread, j->plan->outputs.items[i].name);
        values[i] = value_of(cm_rows_cell(rows, CM_PLAN_FIXED + i), listed);
    }
    return values;
}

typedef struct {
    int64_t defendant_no, count_no;
    cm_sv fact;
    int64_t begin, end;
    bool written;
} anchor;

typedef CM_VEC(anchor) anchors;

static cm_status load_anchors(job *j, int64_t doc_key, anchors *ret_anchors, cm_err *err)
{
    cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_ANCHORS, &key, 1, &rows, err);
    if (status != CM_OK) {
        return status;
    }
    while (cm_rows_next(rows)) {
        *cm_vec_push(&j->step, ret_anchors) =
            (anchor){cm_rows_cell(rows, 0).number,
                     cm_rows_cell(rows, 1).number,
                     cm_arena_sv(&j->step, cm_rows_cell(rows, 2).text),
                     cm_rows_cell(rows, 3).number,
                     cm_rows_cell(rows, 4).number,
                     false};
    }
    cm_rows_close(rows);
    return CM_OK;
}

typedef struct {
    int64_t doc_key, defendant_no, count_no;
    const cm_value *values; /* by output */
    anchors anchors;
    cm_sv sub;
    int64_t seq;
} hit;

static const cm_plan_output *find_output(const cm_plan *plan, cm_sv name, size_t *ret_index)
{
    for (size_t i = 0; i < plan->outputs.count; i++) {
        if (cm_sv_equal(plan->outputs.items[i].name, name)) {
            *ret_index = i;
            return &plan->outputs.items[i];
        }
    }
    return NULL;
}

static cm_sv title_of(const cm_model *model, const cm_plan_output *output, cm_sv fact)
{
    if (output != NULL && output->column != NULL) {
        return output->column->title;
    }
    size_t child = cm_view_child(model->subject, fact);
    return child != SIZE_MAX ? model->subject->children.items[child]->title : fact;
}

static void write_value(cm_buf *out, const cm_wording *words, const cm_plan_output *output,
                        cm_value value)
{
    if (output->column != NULL) {
        cm_column_write(out, words, output->column, value);
    } else {
        cm_value_write(out, words, output->type, value);
    }
}

static bool is_place_of(const hit *h, const anchor *a, cm_sv fact)
{
    return cm_sv_equal(a->fact, fact) &&
           (a->defendant_no == 0 || a->defendant_no == h->defendant_no || h->defendant_no == 0) &&
           (a->count_no == 0 || a->count_no == h->count_no || h->count_no == 0);
}

/* The same words stand once, under the first fact that rests on them; a place inside another of the
 * same fact says nothing more. */
static bool is_shown_elsewhere(const hit *h, const anchor *a)
{
    for (size_t i = 0; i < h->anchors.count; i++) {
        const anchor *b = &h->anchors.items[i];
        bool same = b->begin == a->begin && b->end == a->end;
        bool around = b->begin <= a->begin && b->end >= a->end && !same;
        if ((same && b->written) || (around && is_place_of(h, b, a->fact))) {
            return true;
        }
    }
    return false;
}

static cm_status write_fact(job *j, hit *h, cm_sv fact, cm_err *err)
{
    size_t index = 0;
    const cm_plan_output *output = find_output(j->plan, fact, &index);
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (output != NULL) {
        write_value(&text, &j->site->home->finding_words, output, h->values[index]);
    }
    cm_cell cells[CM_RESULT_FACT_STORED] = {
        [CM_RESULT_FACT_MODEL] = cm_cell_text(j->model->id),
        [CM_RESULT_FACT_DOC_KEY] = cm_cell_int(h->doc_key),
        [CM_RESULT_FACT_DEFENDANT_NO] = cm_cell_int(h->defendant_no),
        [CM_RESULT_FACT_COUNT_NO] = cm_cell_int(h->count_no),
        [CM_RESULT_FACT_SEQ] = cm_cell_int(h->seq++),
        [CM_RESULT_FACT_NAME] = cm_cell_text(fact),
        [CM_RESULT_FACT_TITLE] = cm_cell_text(title_of(j->model, output, fact)),
        [CM_RESULT_FACT_VALUE] = output != NULL ? cm_cell_text(cm_buf_view(&text)) : cm_cell_null(),
    };
    cm_status status = CM_OK;
    bool placed = false;
    for (size_t i = 0; status == CM_OK && i < h->anchors.count; i++) {
        anchor *a = &h->anchors.items[i];
        if (is_place_of(h, a, fact) && !is_shown_elsewhere(h, a)) {
            a->written = true;
            placed = true;
            cells[CM_RESULT_FACT_BEGIN] = cm_cell_int(a->begin);
            cells[CM_RESULT_FACT_END] = cm_cell_int(a->end);
            status =
                cm_writer_add_fixed(j->writer, CM_TABLE_RESULT_FACT, cells, CM_COUNT(cells), err);
        }
    }
    return placed || status != CM_OK
               ? status
               : cm_writer_add_fixed(j->writer, CM_TABLE_RESULT_FACT, cells, CM_COUNT(cells), err);
}

static bool in_list(const cm_svs *list, cm_sv name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (cm_sv_equal(list->items[i], name)) {
            return true;
        }
    }
    return false;
}

/* The evidence as the model names it, then the columns that its derived values come from. */
static cm_status write_facts(job *j, hit *h, cm_err *err)
{
    cm_status status = load_anchors(j, h->doc_key, &h->anchors, err);
    const cm_evidence *evidence = cm_model_evidence(j->model, h->sub);
    const cm_svs *named = &evidence->names, *behind = &evidence->columns;
    for (size_t i = 0; status == CM_OK && i < named->count; i++) {
        status = write_fact(j, h, named->items[i], err);
    }
    for (size_t i = 0; status == CM_OK && i < behind->count; i++) {
        if (!in_list(named, behind->items[i])) {
            status = write_fact(j, h, behind->items[i], err);
        }
    }
    return status;
}

/* ---- what a hit proposes ---- */

static cm_date date_of(cm_cell cell)
{
    return cell.type == CM_CELL_DATE ? cm_date_from_days((int32_t)cell.number) : CM_NO_DATE;
}

/* No appeal lies against decisions of these instances, nor where the text says that it is final. */
static bool is_final(job *j, cm_rows *rows, size_t subject)
{
    const cm_term_list *instances = cm_reader_choices(j->site->home->reader)->instance;
    cm_cell said = cm_rows_cell(rows, subject + CM_RUN_SAID_FINAL);
    int instance = cm_term_find(instances, cm_rows_cell(rows, subject + CM_RUN_INSTANCE).text);
    return (said.type != CM_CELL_NULL && said.number != 0) || instance == CM_INSTANCE_SECOND ||
           instance == CM_INSTANCE_DEATH_REVIEW || instance == CM_INSTANCE_PENALTY_CHANGE;
}

static cm_measure_answer proposals(job *j, cm_rows *rows, cm_sv sub, int64_t direction)
{
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    const cm_home *home = j->site->home;
    const cm_term_list *types = cm_reader_choices(home->reader)->document_type;
    cm_sv type = cm_rows_cell(rows, subject + CM_RUN_DOCUMENT_TYPE).text;
    const cm_measure_query query = {
        .error_class = cm_model_by_sub(&j->model->measure, sub),
        .direction = cm_term_zh(home->directions, (int)direction),
        .final = is_final(j, rows, subject),
        .ruling = cm_term_find(types, type) == CM_DOC_RULING,
        .decided_on = date_of(cm_rows_cell(rows, subject + CM_RUN_DECIDED_ON)),
        .received_on = date_of(cm_rows_cell(rows, subject + CM_RUN_RECEIVED_ON)),
        .today = j->as_of,
    };
    cm_measure_answer answer;
    (void)cm_law_measure(home->law, &query, &answer); /* none: no proposals */
    return answer;
}

static cm_sv joined(cm_arena *mem, const cm_svs *list)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < list->count; i++) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), i > 0 ? "," : "",
                               CM_SV_ARG(list->items[i]));
    }
    return text;
}

/* ---- one result ---- */

/* Counted all the same: what is left out is said. */
static bool is_suppressed(job *j, cm_rows *rows, cm_sv id, const hit *h, cm_sv finding)
{
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    const cm_clue clue = {
        .model = j->model->id,
        .id = id,
        .outcome = CM_ANSWER_HIT,
        .finding = finding,
        .sub = h->sub,
        .court = cm_rows_cell(rows, subject + CM_RUN_COURT).text,
        .charge = cm_rows_cell(rows, subject + CM_RUN_CHARGE).text,
    };
    return cm_decision_on(&j->suppressions, &clue, j->as_of) != NULL;
}

static cm_status write_result(job *j, cm_rows *rows, cm_err *err)
{
    cm_arena_reset(&j->step);
    cm_answer answer = (cm_answer)cm_rows_cell(rows, CM_PLAN_ANSWER).number;
    cm_cell direction = cm_rows_cell(rows, CM_PLAN_DIRECTION);
    cm_assert(answer < CM_ANSWER_OUT_OF_SCOPE);
    hit h = {.doc_key = cm_rows_cell(rows, CM_PLAN_DOC_KEY).number,
             .defendant_no = cm_rows_cell(rows, CM_PLAN_DEFENDANT_NO).number,
             .count_no = cm_rows_cell(rows, CM_PLAN_COUNT_NO).number};
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    if (answer == CM_ANSWER_HIT) {
        cm_assert(direction.type == CM_CELL_INT && direction.number < CM_DIRECTION_COUNT);
        h.values = output_values(j, rows);
        h.sub = cm_arena_sv(&j->step, cm_rows_cell(rows, CM_PLAN_SUB).text);
        cm_model_finding(&finding, j->model, &j->site->home->finding_words, h.sub, h.values);
    }
    cm_cell stage = cm_cell_null(), measure = cm_cell_null();
    if (answer == CM_ANSWER_HIT) {
        cm_measure_answer proposed = proposals(j, rows, h.sub, direction.number);
        stage = cm_cell_text(cm_term_id(j->site->home->stages, (int)proposed.stage));
        measure = cm_cell_text(joined(&j->step, &proposed.proposals));
    }
    const given now = {h.doc_key, answer, cm_buf_view(&finding)};
    cm_sv id = clue_id(j, rows, &now);
    if (id.len == 0) {
        return CM_OK; /* counted and shown with the other version */
    }
    j->counts->answers[answer]++;
    if (answer == CM_ANSWER_HIT) {
        j->counts->directions[direction.number]++;
        j->counts->suppressed += is_suppressed(j, rows, id, &h, cm_buf_view(&finding));
    }
    const cm_cell cells[CM_RESULT_STORED] = {
        [CM_RESULT_MODEL] = cm_cell_text(j->model->id),
        [CM_RESULT_VERSION] = cm_cell_int(j->model->version),
        [CM_RESULT_CONTENT] = cm_cell_text(j->content),
        [CM_RESULT_CLUE] = cm_cell_text(id),
        [CM_RESULT_DOC_KEY] = cm_cell_int(h.doc_key),
        [CM_RESULT_DEFENDANT_NO] = cm_cell_int(h.defendant_no),
        [CM_RESULT_COUNT_NO] = cm_cell_int(h.count_no),
        [CM_RESULT_OUTCOME] = cm_cell_int(answer),
        [CM_RESULT_DIRECTION] = answer == CM_ANSWER_HIT ? direction : cm_cell_null(),
        [CM_RESULT_SUB] = cm_rows_cell(rows, CM_PLAN_SUB),
        [CM_RESULT_MISSING] = cm_rows_cell(rows, CM_PLAN_MISSING),
        [CM_RESULT_FINDING] =
            answer == CM_ANSWER_HIT ? cm_cell_text(cm_buf_view(&finding)) : cm_cell_null(),
        [CM_RESULT_AS_OF] =
            cm_date_exists(j->as_of) ? cm_cell_date(cm_date_to_days(j->as_of)) : cm_cell_null(),
        [CM_RESULT_STAGE] = stage,
        [CM_RESULT_MEASURE] = measure,
    };
    cm_status status = cm_writer_add_fixed(j->writer, CM_TABLE_RESULT, cells, CM_COUNT(cells), err);
    return status == CM_OK && answer == CM_ANSWER_HIT ? write_facts(j, &h, err) : status;
}

static cm_status run_rows(job *j, cm_err *err)
{
    cm_cell model = cm_cell_text(j->model->id);
    cm_session *s = j->site->session;
    cm_status status = cm_facts_execute(s, CM_QUERY_RESULT_DELETE, &model, 1, err);
    if (status == CM_OK) {
        status = cm_facts_execute(s, CM_QUERY_RESULT_FACT_DELETE, &model, 1, err);
    }
    cm_rows *rows = NULL;
    if (status == CM_OK) {
        status = cm_facts_run(s, j->plan, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        status = write_result(j, rows, err);
    }
    cm_rows_close(rows);
    return status;
}

static cm_status run_in_transaction(job *j, cm_err *err)
{
    cm_session *s = j->site->session;
    cm_status status = cm_facts_execute(s, CM_QUERY_BEGIN, NULL, 0, err);
    if (status != CM_OK) {
        return status;
    }
    j->writer = cm_writer_open(s, j->site->home->catalogue);
    status = run_rows(j, err);
    if (status == CM_OK) {
        status = cm_writer_close(j->writer, err);
    } else {
        cm_writer_drop(j->writer);
    }
    if (status == CM_OK) {
        status = cm_facts_execute(s, CM_QUERY_COMMIT, NULL, 0, err);
    }
    if (status != CM_OK) {
        cm_facts_rollback(s);
    }
    return status;
}

cm_status cm_run_model(cm_site *site, const cm_model *model, cm_date as_of,
                       cm_run_counts *ret_counts, cm_err *err)
{
    *ret_counts = (cm_run_counts){.model = model};
    job j = {.site = site, .model = model, .as_of = as_of, .counts = ret_counts};
    cm_arena_init(&j.mem);
    cm_arena_init(&j.step);
    j.content = cm_digest_hex(&j.mem, cm_digest_of(model->source));
    cm_status status = cm_decisions_load(site, &j.mem, &j.suppressions, err);
    if (status == CM_OK) {
        status = cm_model_plan(&j.mem, model, &j.plan, err);
    }
    if (status == CM_OK) {
        status = cm_matches_prepare(site, model, err);
    }
    if (status == CM_OK) {
        status = run_in_transaction(&j, err);
    }
    if (status != CM_OK) {
        cm_err_prefix(err, "%.*s", CM_SV_ARG(model->id));
    }
    cm_arena_clear(&j.step);
    cm_arena_clear(&j.mem);
    return status;
}

static cm_status preview(job *j, cm_rows *rows, cm_run_result_visit visit, void *payload,
                         cm_err *err)
{
    cm_arena_reset(&j->step);
    size_t subject = cm_rows_columns(rows) - CM_RUN_COUNT;
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    cm_run_result r = {
        .doc_key = cm_rows_cell(rows, CM_PLAN_DOC_KEY).number,
        .defendant_no = cm_rows_cell(rows, CM_PLAN_DEFENDANT_NO).number,
        .count_no = cm_rows_cell(rows, CM_PLAN_COUNT_NO).number,
        .answer = (cm_answer)cm_rows_cell(rows, CM_PLAN_ANSWER).number,
        .case_no = cm_rows_text(rows, subject + CM_RUN_CASE_NO, &j->step),
        .defendant = cm_rows_text(rows, subject + CM_RUN_DEFENDANT, &j->step),
        .charge = cm_rows_text(rows, subject + CM_RUN_CHARGE, &j->step),
    };
    if (r.answer == CM_ANSWER_HIT) {
        cm_sv sub = cm_rows_text(rows, CM_PLAN_SUB, &j->step);
        cm_model_finding(&finding, j->model, &j->site->home->finding_words, sub,
                         output_values(j, rows));
        r.finding = cm_buf_view(&finding);
    }
    return visit(payload, &r, err);
}

cm_status cm_run_preview(cm_site *site, const cm_model *model, cm_run_result_visit visit,
                         void *payload, cm_err *err)
{
    job j = {.site = site, .model = model};
    cm_rows *rows = NULL;
    cm_arena_init(&j.mem);
    cm_arena_init(&j.step);
    cm_status status = cm_model_plan(&j.mem, model, &j.plan, err);
    if (status == CM_OK) {
        status = cm_matches_prepare(site, model, err);
    }
    if (status == CM_OK) {
        status = cm_facts_run(site->session, j.plan, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        status = preview(&j, rows, visit, payload, err);
    }
    cm_rows_close(rows);
    cm_arena_clear(&j.step);
    cm_arena_clear(&j.mem);
    return status;
}

cm_status cm_run_documents(cm_site *site, uint64_t *ret_count, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_CORPUS, NULL, 0, &rows, err);
    if (status == CM_OK) {
        cm_assert(cm_rows_next(rows));
        *ret_count = (uint64_t)cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}
