#include "base/base.h"

#include "app/related.h"

#include "app/choice.h"
#include "base/limits.h"

/* ---- writing ---- */

typedef struct {
    cm_site *site;
    cm_sv model;
    const cm_plan_related *related;
    cm_writer *writer;
    cm_arena step;  /* of one row */
    int64_t row_no; /* of the rows of one subject */
    int64_t subject[3];
    CM_VEC(cm_span) places;
} job;

static cm_sv own_name(const cm_plan_related *related, cm_sv output)
{
    return cm_sv_slice(output, related->prefix.len, output.len);
}

/* Places of a fact of the other row; all of a child table stand under its name. */
static cm_status find_places(job *j, const int64_t *other, cm_sv fact, cm_err *err)
{
    const cm_cell values[] = {
        cm_cell_int(other[0]), cm_cell_int(other[1]), cm_cell_int(other[2]),
        cm_cell_text(j->related->table->child.len != 0 ? j->related->table->child : fact)};
    cm_rows *rows = NULL;
    j->places.count = 0;
    cm_status status =
        cm_facts_ask(j->site->session, CM_QUERY_FACT_ANCHORS, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(&j->step, &j->places) = (cm_span){(uint32_t)cm_rows_cell(rows, 0).number,
                                                       (uint32_t)cm_rows_cell(rows, 1).number};
    }
    cm_rows_close(rows);
    return status;
}

static bool lists_name(cm_sv joined, cm_sv name)
{
    cm_sv part;
    while (joined.len != 0 && cm_sv_split(&joined, ',', &part)) {
        if (cm_sv_equal(part, name)) {
            return true;
        }
    }
    return false;
}

static void write_value(job *j, cm_rows *rows, size_t i, cm_buf *out)
{
    const cm_plan_output *output = &j->related->outputs.items[i];
    cm_cell cell = cm_rows_cell(rows, CM_RELATED_FIXED + i);
    cm_value value = {CM_VALUE_KNOWN, cell.number, cell.text};
    if (cell.type == CM_CELL_NULL) {
        bool unread = lists_name(cm_rows_cell(rows, CM_RELATED_UNREAD).text, output->name);
        value.state = unread ? CM_VALUE_UNREAD : CM_VALUE_ABSENT;
    }
    cm_column_write(out, &j->site->home->finding_words, output->column, value);
}

static cm_status write_fact(job *j, cm_rows *rows, const int64_t *other, size_t i, cm_err *err)
{
    const cm_plan_output *output = &j->related->outputs.items[i];
    CM_AUTO_BUF value;
    cm_buf_init(&value, CM_MAX_MESSAGE);
    write_value(j, rows, i, &value);
    cm_sv fact = own_name(j->related, output->name);
    cm_status status = find_places(j, other, fact, err);
    cm_cell cells[CM_RESULT_RELATED_STORED] = {
        [CM_RESULT_RELATED_MODEL] = cm_cell_text(j->model),
        [CM_RESULT_RELATED_DOC_KEY] = cm_cell_int(j->subject[0]),
        [CM_RESULT_RELATED_DEFENDANT_NO] = cm_cell_int(j->subject[1]),
        [CM_RESULT_RELATED_COUNT_NO] = cm_cell_int(j->subject[2]),
        [CM_RESULT_RELATED_ROLE] = cm_cell_text(j->related->title),
        [CM_RESULT_RELATED_ROW_NO] = cm_cell_int(j->row_no),
        [CM_RESULT_RELATED_OTHER_DOC] = cm_cell_int(other[0]),
        [CM_RESULT_RELATED_OTHER_DEFENDANT] = cm_cell_int(other[1]),
        [CM_RESULT_RELATED_FACT] = cm_cell_text(fact),
        [CM_RESULT_RELATED_TITLE] = cm_cell_text(output->column->title),
        [CM_RESULT_RELATED_VALUE] = cm_cell_text(cm_buf_view(&value)),
    };
    size_t count = j->places.count == 0 ? 1 : j->places.count;
    for (size_t k = 0; status == CM_OK && k < count; k++) {
        if (j->places.count != 0) {
            cells[CM_RESULT_RELATED_BEGIN] = cm_cell_int(j->places.items[k].begin);
            cells[CM_RESULT_RELATED_END] = cm_cell_int(j->places.items[k].end);
        }
        status =
            cm_writer_add_fixed(j->writer, CM_TABLE_RESULT_RELATED, cells, CM_COUNT(cells), err);
    }
    return status;
}

static cm_status write_row(job *j, cm_rows *rows, cm_err *err)
{
    int64_t subject[3], other[3];
    cm_arena_reset(&j->step);
    j->places.items = NULL;
    j->places.count = j->places.cap = 0;
    for (size_t i = 0; i < 3; i++) {
        subject[i] = cm_rows_cell(rows, CM_RELATED_DOC_KEY + i).number;
        other[i] = cm_rows_cell(rows, CM_RELATED_OTHER_DOC + i).number;
    }
    bool same =
        subject[0] == j->subject[0] && subject[1] == j->subject[1] && subject[2] == j->subject[2];
    j->row_no = same ? j->row_no + 1 : 1;
    for (size_t i = 0; i < 3; i++) {
        j->subject[i] = subject[i];
    }
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < j->related->outputs.count; i++) {
        status = write_fact(j, rows, other, i, err);
    }
    return status;
}

cm_status cm_related_write(cm_site *site, const cm_related_of_run *run, cm_writer *writer,
                           cm_err *err)
{
    cm_status status = CM_OK;
    const cm_plan *plan = run->plan;
    job j = {.site = site, .model = run->model, .writer = writer};
    cm_arena_init(&j.step);
    for (size_t i = 0; status == CM_OK && i < plan->related.count; i++) {
        cm_rows *rows = NULL;
        j.related = &plan->related.items[i];
        j.subject[0] = j.subject[1] = j.subject[2] = -1;
        status = cm_facts_related(site->session, j.related, &rows, err);
        while (status == CM_OK && cm_rows_next(rows)) {
            int64_t doc_key = cm_rows_cell(rows, CM_RELATED_DOC_KEY).number;
            status = cm_choice_has(run->documents, doc_key) ? write_row(&j, rows, err) : CM_OK;
        }
        cm_rows_close(rows);
    }
    cm_arena_clear(&j.step);
    return status;
}

/* ---- reading ---- */

enum { ROLE, ROW_NO, OTHER, DOC, CASE_NO, COURT, DECIDED_ON, NAME, FACT, TITLE, VALUE, BEGIN, END };

static cm_related_row new_row(cm_rows *r, cm_arena *mem)
{
    cm_cell day = cm_rows_cell(r, DECIDED_ON);
    return (cm_related_row){
        .role = cm_rows_text(r, ROLE, mem),
        .doc = cm_rows_text(r, DOC, mem),
        .case_no = cm_rows_text(r, CASE_NO, mem),
        .court = cm_rows_text(r, COURT, mem),
        .defendant = cm_rows_text(r, NAME, mem),
        .decided_on =
            day.type == CM_CELL_DATE ? cm_date_from_days((int32_t)day.number) : CM_NO_DATE,
        .doc_key = cm_rows_cell(r, OTHER).number,
    };
}

static void read_rows(cm_rows *r, cm_arena *mem, cm_related_rows *rows)
{
    int64_t row_no = -1;
    while (cm_rows_next(r)) {
        cm_cell begin = cm_rows_cell(r, BEGIN);
        cm_related_row *last = rows->count == 0 ? NULL : &rows->items[rows->count - 1];
        if (last == NULL || row_no != cm_rows_cell(r, ROW_NO).number ||
            !cm_sv_equal(last->role, cm_rows_cell(r, ROLE).text)) {
            row_no = cm_rows_cell(r, ROW_NO).number;
            *cm_vec_push(mem, rows) = new_row(r, mem);
            last = &rows->items[rows->count - 1];
        }
        cm_related_fact fact = {.fact = cm_rows_text(r, FACT, mem),
                                .title = cm_rows_text(r, TITLE, mem),
                                .value = cm_rows_text(r, VALUE, mem),
                                .has_place = begin.type == CM_CELL_INT};
        if (fact.has_place) {
            fact.at = (cm_span){(uint32_t)begin.number, (uint32_t)cm_rows_cell(r, END).number};
        }
        *cm_vec_push(mem, &last->facts) = fact;
    }
}

/* The words of the facts in the other documents. */
static cm_status read_words(cm_site *site, cm_related_row *row, cm_arena *mem, cm_err *err)
{
    CM_AUTO_ARENA own;
    cm_arena_init(&own);
    cm_site_document document;
    cm_status status = cm_site_text(site, row->doc_key, &own, &document, err);
    for (size_t i = 0; status == CM_OK && i < row->facts.count; i++) {
        cm_related_fact *f = &row->facts.items[i];
        if (f->has_place) {
            f->text = cm_arena_sv(mem, cm_sv_slice(document.text, f->at.begin, f->at.end));
        }
    }
    return status;
}

cm_status cm_related_of(cm_site *site, const cm_related_query *query, cm_arena *mem,
                        cm_related_rows *ret_rows, cm_err *err)
{
    const cm_cell values[] = {cm_cell_text(query->model), cm_cell_int(query->doc_key),
                              cm_cell_int(query->defendant_no), cm_cell_int(query->count_no)};
    cm_related_rows found = {0};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(site->session, CM_QUERY_RESULT_RELATED, values, CM_COUNT(values), &rows, err);
    if (status == CM_OK) {
        read_rows(rows, mem, &found);
    }
    cm_rows_close(rows);
    for (size_t i = 0; status == CM_OK && !query->without_text && i < found.count; i++) {
        status = read_words(site, &found.items[i], mem, err);
    }
    if (status == CM_OK) {
        *ret_rows = found;
    }
    return status;
}
