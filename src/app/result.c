#include "base/base.h"

#include "app/result.h"

#include "app/clue.h"
#include "app/decision.h"
#include "base/digest.h"
#include "base/limits.h"
#include "law/measure.h"

enum { ID_DIGITS = 12 }; /* 48 bits: a repeated one gets another by its turn */

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
static cm_sv clue_id(cm_results *j, const cm_result_row *row, const given *now)
{
    CM_AUTO_BUF key;
    cm_buf_init(&key, CM_MAX_MESSAGE);
    add_part(&key, cm_cell_text(row->of->model->id));
    bool named = row->about[CM_RUN_CASE_NO].type != CM_CELL_NULL;
    static const size_t by_name[] = {CM_RUN_COURT, CM_RUN_CASE_NO, CM_RUN_DOCUMENT_TYPE,
                                     CM_RUN_DECIDED_ON};
    for (size_t i = 0; named && i < CM_COUNT(by_name); i++) {
        add_part(&key, row->about[by_name[i]]);
    }
    if (!named) {
        add_part(&key, row->about[CM_RUN_DIGEST]);
    }
    add_part(&key, row->about[CM_RUN_DEFENDANT]);
    add_part(&key, cm_cell_int(row->count_no));
    add_part(&key, row->about[CM_RUN_CHARGE]);
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

/* ---- the facts a hit rests on ---- */

typedef struct {
    int64_t defendant_no, count_no;
    cm_sv fact;
    int64_t begin, end;
    bool written;
} anchor;

typedef CM_VEC(anchor) anchors;

static cm_status load_anchors(cm_results *j, int64_t doc_key, anchors *ret_anchors, cm_err *err)
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
    const cm_result_row *row;
    anchors anchors;
    int64_t seq;
} hit;

static const cm_plan_output *find_output(const cm_result_of *of, cm_sv name, size_t *ret_index)
{
    for (size_t i = 0; i < of->output_count; i++) {
        if (cm_sv_equal(of->outputs[i].name, name)) {
            *ret_index = i;
            return &of->outputs[i];
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
           (a->defendant_no == 0 || a->defendant_no == h->row->defendant_no ||
            h->row->defendant_no == 0) &&
           (a->count_no == 0 || a->count_no == h->row->count_no || h->row->count_no == 0);
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

static cm_status write_fact(cm_results *j, hit *h, cm_sv fact, cm_err *err)
{
    size_t index = 0;
    const cm_plan_output *output = find_output(h->row->of, fact, &index);
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (output != NULL) {
        write_value(&text, &j->site->home->finding_words, output, h->row->values[index]);
    }
    cm_cell cells[CM_RESULT_FACT_STORED] = {
        [CM_RESULT_FACT_MODEL] = cm_cell_text(h->row->of->model->id),
        [CM_RESULT_FACT_DOC_KEY] = cm_cell_int(h->row->doc_key),
        [CM_RESULT_FACT_DEFENDANT_NO] = cm_cell_int(h->row->defendant_no),
        [CM_RESULT_FACT_COUNT_NO] = cm_cell_int(h->row->count_no),
        [CM_RESULT_FACT_SEQ] = cm_cell_int(h->seq++),
        [CM_RESULT_FACT_NAME] = cm_cell_text(fact),
        [CM_RESULT_FACT_TITLE] = cm_cell_text(title_of(h->row->of->model, output, fact)),
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
static cm_status write_facts(cm_results *j, hit *h, cm_err *err)
{
    cm_status status = load_anchors(j, h->row->doc_key, &h->anchors, err);
    const cm_evidence *evidence = cm_model_evidence(h->row->of->model, h->row->sub);
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
static bool is_final(cm_results *j, const cm_result_row *row)
{
    const cm_term_list *instances = cm_reader_choices(j->site->home->reader)->instance;
    cm_cell said = row->about[CM_RUN_SAID_FINAL];
    int instance = cm_term_find(instances, row->about[CM_RUN_INSTANCE].text);
    return (said.type != CM_CELL_NULL && said.number != 0) || instance == CM_INSTANCE_SECOND ||
           instance == CM_INSTANCE_DEATH_REVIEW || instance == CM_INSTANCE_PENALTY_CHANGE;
}

static cm_measure_answer proposals(cm_results *j, const cm_result_row *row)
{
    const cm_home *home = j->site->home;
    const cm_term_list *types = cm_reader_choices(home->reader)->document_type;
    cm_sv type = row->about[CM_RUN_DOCUMENT_TYPE].text;
    const cm_measure_query query = {
        .error_class = cm_model_by_sub(&row->of->model->measure, row->sub),
        .direction = cm_term_zh(home->directions, (int)row->direction),
        .final = is_final(j, row),
        .ruling = cm_term_find(types, type) == CM_DOC_RULING,
        .decided_on = date_of(row->about[CM_RUN_DECIDED_ON]),
        .received_on = date_of(row->about[CM_RUN_RECEIVED_ON]),
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
static cm_status count_suppressed(cm_results *j, const cm_result_row *row, cm_sv id, cm_sv finding,
                                  cm_err *err)
{
    const cm_suppression *found = NULL;
    const cm_clue clue = {
        .model = row->of->model->id,
        .id = id,
        .outcome = CM_ANSWER_HIT,
        .finding = finding,
        .sub = row->sub,
        .court = row->about[CM_RUN_COURT].text,
        .charge = row->about[CM_RUN_CHARGE].text,
    };
    cm_status status = cm_decision_on(&j->decisions, &clue, j->as_of, &j->step, &found, err);
    row->of->counts->suppressed += found != NULL;
    return status;
}

/* Most subjects are clear: of them there is no more to say than that. */
static cm_status write_clear(cm_results *j, const cm_result_row *row, cm_err *err)
{
    const cm_cell cells[CM_RESULT_STORED] = {
        [CM_RESULT_MODEL] = cm_cell_text(row->of->model->id),
        [CM_RESULT_VERSION] = cm_cell_int(row->of->model->version),
        [CM_RESULT_DOC_KEY] = cm_cell_int(row->doc_key),
        [CM_RESULT_DEFENDANT_NO] = cm_cell_int(row->defendant_no),
        [CM_RESULT_COUNT_NO] = cm_cell_int(row->count_no),
        [CM_RESULT_OUTCOME] = cm_cell_int(CM_ANSWER_CLEAR),
    };
    row->of->counts->answers[CM_ANSWER_CLEAR]++;
    return cm_writer_add_fixed(j->writer, CM_TABLE_RESULT, cells, CM_COUNT(cells), err);
}

static cm_status write_hit(cm_results *j, const cm_result_row *row, cm_sv id, cm_sv finding,
                           cm_cell *cells, cm_err *err)
{
    cm_measure_answer proposed = proposals(j, row);
    cells[CM_RESULT_DIRECTION] = cm_cell_int((int64_t)row->direction);
    cells[CM_RESULT_SUB] = row->sub.len != 0 ? cm_cell_text(row->sub) : cm_cell_null();
    cells[CM_RESULT_FINDING] = cm_cell_text(finding);
    cells[CM_RESULT_STAGE] = cm_cell_text(cm_term_id(j->site->home->stages, (int)proposed.stage));
    cells[CM_RESULT_MEASURE] = cm_cell_text(joined(&j->step, &proposed.proposals));
    row->of->counts->directions[row->direction]++;
    cm_status status = count_suppressed(j, row, id, finding, err);
    if (status == CM_OK) {
        status = cm_writer_add_fixed(j->writer, CM_TABLE_RESULT, cells, CM_RESULT_STORED, err);
    }
    hit h = {.row = row};
    return status == CM_OK ? write_facts(j, &h, err) : status;
}

cm_status cm_result_write(cm_results *j, const cm_result_row *row, cm_err *err)
{
    if (row->answer == CM_ANSWER_CLEAR) {
        return write_clear(j, row, err);
    }
    cm_arena_reset(&j->step);
    const cm_result_of *of = row->of;
    bool is_hit = row->answer == CM_ANSWER_HIT;
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    if (is_hit) {
        cm_model_finding(&finding, of->model, &j->site->home->finding_words, row->sub, row->values);
    }
    const given now = {row->doc_key, row->answer, cm_buf_view(&finding)};
    cm_sv id = clue_id(j, row, &now);
    if (id.len == 0) {
        return CM_OK; /* counted and shown with the other version */
    }
    of->counts->answers[row->answer]++;
    cm_cell cells[CM_RESULT_STORED] = {
        [CM_RESULT_MODEL] = cm_cell_text(of->model->id),
        [CM_RESULT_VERSION] = cm_cell_int(of->model->version),
        [CM_RESULT_CONTENT] = cm_cell_text(of->content),
        [CM_RESULT_CLUE] = cm_cell_text(id),
        [CM_RESULT_DOC_KEY] = cm_cell_int(row->doc_key),
        [CM_RESULT_DEFENDANT_NO] = cm_cell_int(row->defendant_no),
        [CM_RESULT_COUNT_NO] = cm_cell_int(row->count_no),
        [CM_RESULT_OUTCOME] = cm_cell_int((int64_t)row->answer),
        [CM_RESULT_MISSING] = is_hit ? cm_cell_null() : cm_cell_text(row->missing),
        [CM_RESULT_AS_OF] =
            cm_date_exists(j->as_of) ? cm_cell_date(cm_date_to_days(j->as_of)) : cm_cell_null(),
    };
    return is_hit ? write_hit(j, row, id, cm_buf_view(&finding), cells, err)
                  : cm_writer_add_fixed(j->writer, CM_TABLE_RESULT, cells, CM_COUNT(cells), err);
}

cm_status cm_results_open(cm_site *site, cm_date as_of, cm_results *j, cm_err *err)
{
    *j = (cm_results){.site = site, .as_of = as_of};
    cm_arena_init(&j->mem);
    cm_arena_init(&j->step);
    cm_status status = cm_decisions_open(site, &j->mem, &j->decisions, err);
    if (status == CM_OK) {
        j->writer = cm_writer_open(site->session, site->home->catalogue);
    }
    return status;
}

cm_status cm_results_keep(cm_results *j, cm_sv models, cm_err *err)
{
    enum { CLUE, DOC_KEY, OUTCOME, FINDING };

    const cm_cell names = cm_cell_text(models);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_RESULT_IDS, &names, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        given *kept = cm_arena_new(&j->mem, given);
        *kept = (given){cm_rows_cell(rows, DOC_KEY).number,
                        (cm_answer)cm_rows_cell(rows, OUTCOME).number,
                        cm_rows_text(rows, FINDING, &j->mem)};
        (void)cm_map_put(&j->mem, &j->ids, cm_rows_text(rows, CLUE, &j->mem), kept);
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_results_close(cm_results *j, cm_status status, cm_err *err)
{
    if (status == CM_OK) {
        status = cm_writer_close(j->writer, err);
    } else {
        cm_writer_drop(j->writer);
    }
    cm_arena_clear(&j->step);
    cm_arena_clear(&j->mem);
    return status;
}
