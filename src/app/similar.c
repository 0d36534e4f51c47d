#include "base/base.h"

#include "app/similar.h"

#include "app/lens.h"

enum { NEAR_DAYS = 365, LEAST_GROUNDS = 3 };

/* Columns of CM_QUERY_SIMILAR. */
enum {
    DOC_KEY,
    DEFENDANT_NO,
    COUNT_NO,
    CLUE,
    OUTCOME,
    DIRECTION,
    SUB,
    FINDING,
    DOC,
    CASE_NO,
    COURT,
    DECIDED_ON,
    DEFENDANT,
    CHARGE,
    SAME_COURT,
    NEAR,
    CHARGES,
    CIRCUMSTANCES,
    JUDGES,
    GROUNDS
};

static cm_date date_cell(cm_rows *rows, size_t column)
{
    cm_cell c = cm_rows_cell(rows, column);
    return c.type == CM_CELL_DATE ? cm_date_from_days((int32_t)c.number) : CM_NO_DATE;
}

static bool truth_cell(cm_rows *rows, size_t column)
{
    return cm_rows_cell(rows, column).number != 0;
}

static cm_similar read_one(cm_rows *r, cm_arena *mem)
{
    return (cm_similar){
        .doc_key = cm_rows_cell(r, DOC_KEY).number,
        .defendant_no = cm_rows_cell(r, DEFENDANT_NO).number,
        .count_no = cm_rows_cell(r, COUNT_NO).number,
        .outcome = (cm_answer)cm_rows_cell(r, OUTCOME).number,
        .direction = (cm_direction)cm_rows_cell(r, DIRECTION).number,
        .id = cm_rows_text(r, CLUE, mem),
        .doc = cm_rows_text(r, DOC, mem),
        .case_no = cm_rows_text(r, CASE_NO, mem),
        .court = cm_rows_text(r, COURT, mem),
        .defendant = cm_rows_text(r, DEFENDANT, mem),
        .charge = cm_rows_text(r, CHARGE, mem),
        .sub = cm_rows_text(r, SUB, mem),
        .finding = cm_rows_text(r, FINDING, mem),
        .decided_on = date_cell(r, DECIDED_ON),
        .charges = cm_rows_text(r, CHARGES, mem),
        .circumstances = cm_rows_text(r, CIRCUMSTANCES, mem),
        .judges = cm_rows_text(r, JUDGES, mem),
        .same_court = truth_cell(r, SAME_COURT),
        .near = truth_cell(r, NEAR),
        .grounds = cm_rows_count(r, GROUNDS),
    };
}

static cm_status check_clue(cm_site *site, cm_sv clue, cm_err *err)
{
    const cm_cell values[] = {cm_cell_text(clue), cm_cell_int(CM_ANSWER_HIT)};
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_RESULT_PLACE, values, 2, &rows, err);
    if (status == CM_OK && !cm_rows_next(rows)) {
        status = cm_err_set(err, CM_E_NOTFOUND, "no clue %.*s", CM_SV_ARG(clue));
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_similar_each(cm_site *site, const cm_similar_options *options, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = check_clue(site, options->clue, err);
    if (status != CM_OK) {
        return status;
    }
    int64_t days = options->days != 0 ? (int64_t)options->days : NEAR_DAYS;
    int64_t least = options->least != 0 ? (int64_t)options->least : LEAST_GROUNDS;
    const cm_cell values[] = {cm_cell_text(options->clue), cm_cell_int(CM_ANSWER_HIT),
                              cm_cell_int(days), cm_cell_int(least)};
    cm_rows *rows = NULL;
    status = cm_facts_ask(site->session, CM_QUERY_SIMILAR, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_arena_reset(&mem);
        cm_similar one = read_one(rows, &mem);
        bool there = true;
        if (site->lens != NULL) {
            status = cm_lens_similar(site->lens, &one, &mem, &there, err);
        }
        if (status == CM_OK && there) {
            status = options->visit(options->payload, &one, err);
        }
    }
    cm_rows_close(rows);
    return status;
}

/* ---- counts ---- */

static cm_status read_counts(cm_site *site, const cm_cell *values, size_t count, cm_arena *mem,
                             cm_class *found, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(site->session, CM_QUERY_CLASS_COUNTS, values, count, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &found->counts) = (cm_class_count){.court = cm_rows_text(rows, 0, mem),
                                                             .year = cm_rows_cell(rows, 1).number,
                                                             .examined = cm_rows_count(rows, 2),
                                                             .hit = cm_rows_count(rows, 3),
                                                             .undecidable = cm_rows_count(rows, 4)};
    }
    cm_rows_close(rows);
    return status;
}

static cm_status read_kinds(cm_site *site, const cm_cell *values, size_t count, cm_arena *mem,
                            cm_class *found, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_CLASS_KINDS, values, count, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &found->kinds) =
            (cm_class_kind){.court = cm_rows_text(rows, 0, mem),
                            .sub = cm_rows_text(rows, 1, mem),
                            .direction = (cm_direction)cm_rows_cell(rows, 2).number,
                            .hits = cm_rows_count(rows, 3),
                            .documents = cm_rows_count(rows, 4)};
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_class_of(cm_site *site, const cm_class_filter *filter, cm_arena *mem,
                      cm_class *ret_class, cm_err *err)
{
    const cm_cell values[] = {
        cm_cell_text(filter->model),
        filter->court.len != 0 ? cm_cell_text(filter->court) : cm_cell_null(),
        cm_cell_day(filter->from),
        cm_cell_day(filter->to),
        cm_cell_int(CM_ANSWER_HIT),
        cm_cell_int(CM_ANSWER_UNDECIDABLE),
    };
    *ret_class = (cm_class){0};
    cm_status status = cm_lens_whole(site->lens, err);
    if (status != CM_OK) {
        return status;
    }
    status = read_counts(site, values, CM_COUNT(values), mem, ret_class, err);
    return status == CM_OK ? read_kinds(site, values, CM_COUNT(values) - 1, mem, ret_class, err)
                           : status;
}
