#include "base/base.h"

#include "desk/deadline.h"
#include "desk/statement.h"

#define COLUMNS                                                                                    \
    "d.no, d.clue, d.document, d.event, d.limit_id, d.start_on, d.stated_on, d.due_on, "           \
    "d.unknown_year, d.extension, d.travel, d.extended_why, d.started_by, d.open, d.met_on, "      \
    "d.ended_by, d.ended_why, d.version, c.id, c.model, c.court, c.office, c.handler, c.state, "   \
    "c.urgent "

static void number_or_null(cm_statement *s, int64_t value)
{
    if (value != 0) {
        cm_statement_int(s, value);
    } else {
        cm_statement_text(s, (cm_sv){NULL, 0});
    }
}

cm_status cm_deadline_start(cm_desk *desk, const cm_deadline_row *row, int64_t *ret_no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO deadline (clue, document, event, limit_id, start_on, stated_on, due_on, "
              "unknown_year, extension, travel, extended_why, started_by, open, version) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)");
    cm_statement_int(&s, row->clue);
    number_or_null(&s, row->document);
    number_or_null(&s, row->event);
    cm_statement_text(&s, row->limit);
    cm_statement_date(&s, row->start);
    cm_statement_date(&s, row->stated);
    cm_statement_date(&s, row->due);
    number_or_null(&s, row->unknown_year);
    cm_statement_int(&s, row->extension);
    cm_statement_int(&s, row->travel);
    cm_statement_text(&s, cm_or_null(row->extended_why));
    cm_statement_text(&s, row->started_by.ptr != NULL ? row->started_by : CM_SV(""));
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

static cm_deadline_row read_row(cm_statement *s, cm_arena *mem)
{
    return (cm_deadline_row){
        .no = cm_statement_number(s, 0),
        .clue = cm_statement_number(s, 1),
        .document = cm_statement_number(s, 2),
        .event = cm_statement_number(s, 3),
        .limit = cm_statement_cell(s, 4, mem),
        .start = cm_statement_day(s, 5),
        .stated = cm_statement_day(s, 6),
        .due = cm_statement_day(s, 7),
        .unknown_year = cm_statement_number(s, 8),
        .extension = cm_statement_number(s, 9),
        .travel = cm_statement_number(s, 10),
        .extended_why = cm_statement_cell(s, 11, mem),
        .started_by = cm_statement_cell(s, 12, mem),
        .open = cm_statement_number(s, 13) != 0,
        .met = cm_statement_day(s, 14),
        .ended_by = cm_statement_cell(s, 15, mem),
        .ended_why = cm_statement_cell(s, 16, mem),
        .version = cm_statement_number(s, 17),
        .clue_id = cm_statement_cell(s, 18, mem),
        .model = cm_statement_cell(s, 19, mem),
        .court = cm_statement_cell(s, 20, mem),
        .office = cm_statement_cell(s, 21, mem),
        .handler = cm_statement_cell(s, 22, mem),
        .state = cm_statement_cell(s, 23, mem),
        .urgent = cm_statement_number(s, 24) != 0,
    };
}

static cm_status load_pauses(cm_desk *desk, cm_arena *mem, cm_deadline_row *row, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT reason, why, from_on, to_on FROM "
                                            "deadline_pause WHERE deadline = ? ORDER BY no");
    cm_statement_int(&s, row->no);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &row->pauses) = (cm_deadline_pause){
            .reason = cm_statement_cell(&s, 0, mem),
            .why = cm_statement_cell(&s, 1, mem),
            .from = cm_statement_day(&s, 2),
            .to = cm_statement_day(&s, 3),
        };
    }
    return cm_statement_end(&s, err);
}

cm_status cm_deadline_get(cm_desk *desk, cm_arena *mem, int64_t no, cm_deadline_row *ret_row,
                          cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " COLUMNS "FROM deadline d JOIN clue c ON "
                                            "c.no = d.clue WHERE d.no = ?");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    if (found) {
        *ret_row = read_row(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no clock %lld", (long long)no);
    }
    return status == CM_OK ? load_pauses(desk, mem, ret_row, err) : status;
}

/* Run an UPDATE that must meet one open row of the version looked at. */
static cm_status run_on_open(cm_desk *desk, cm_statement *s, const cm_deadline_row *row,
                             cm_err *err)
{
    cm_statement_int(s, row->no);
    cm_statement_int(s, row->version);
    cm_status status = cm_statement_run(s, err);
    if (status == CM_OK && sqlite3_changes(desk->db) == 0) {
        return cm_err_set(err, CM_E_CONFLICT, "clock %lld was changed or ended meanwhile",
                          (long long)row->no);
    }
    return status;
}

cm_status cm_deadline_reckon(cm_desk *desk, const cm_deadline_row *row, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE deadline SET due_on = ?, unknown_year = ?, extension = ?, travel = ?, "
              "extended_why = ?, version = version + 1 WHERE no = ? AND version = ? AND open = 1");
    cm_statement_date(&s, row->due);
    number_or_null(&s, row->unknown_year);
    cm_statement_int(&s, row->extension);
    cm_statement_int(&s, row->travel);
    cm_statement_text(&s, cm_or_null(row->extended_why));
    return run_on_open(desk, &s, row, err);
}

cm_status cm_deadline_stop(cm_desk *desk, const cm_deadline_row *row,
                           const cm_deadline_pause *pause, cm_sv by, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO deadline_pause (deadline, reason, why, from_on, to_on, by) "
              "VALUES (?, ?, ?, ?, ?, ?)");
    cm_statement_int(&s, row->no);
    cm_statement_text(&s, pause->reason);
    cm_statement_text(&s, pause->why.ptr != NULL ? pause->why : CM_SV(""));
    cm_statement_date(&s, pause->from);
    cm_statement_date(&s, pause->to);
    cm_statement_text(&s, by.ptr != NULL ? by : CM_SV(""));
    return cm_statement_run(&s, err);
}

cm_status cm_deadline_resume(cm_desk *desk, const cm_deadline_row *row, cm_date last, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE deadline_pause SET to_on = ? WHERE deadline = ? "
                               "AND to_on IS NULL");
    cm_statement_date(&s, last);
    cm_statement_int(&s, row->no);
    cm_status status = cm_statement_run(&s, err);
    if (status == CM_OK && sqlite3_changes(desk->db) == 0) {
        return cm_err_set(err, CM_E_NOTFOUND, "clock %lld is not stopped", (long long)row->no);
    }
    return status;
}

cm_status cm_deadline_end(cm_desk *desk, const cm_deadline_row *row,
                          const cm_deadline_ending *ending, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE deadline SET open = 0, met_on = ?, ended_by = ?, ended_why = ?, "
              "end_event = ?, version = version + 1 WHERE no = ? AND version = ? AND open = 1");
    cm_statement_date(&s, ending->met);
    cm_statement_text(&s, ending->by.ptr != NULL ? ending->by : CM_SV(""));
    cm_statement_text(&s, cm_or_null(ending->why));
    number_or_null(&s, ending->event);
    return run_on_open(desk, &s, row, err);
}

cm_status cm_deadline_undo(cm_desk *desk, int64_t event, cm_sv by, cm_sv why, cm_err *err)
{
    cm_statement ended =
        cm_statement_new(desk, "UPDATE deadline SET open = 1, met_on = NULL, ended_by = NULL, "
                               "ended_why = NULL, end_event = NULL, version = version + 1 "
                               "WHERE end_event = ? AND open = 0");
    cm_statement_int(&ended, event);
    cm_status status = cm_statement_run(&ended, err);
    if (status == CM_OK) {
        cm_statement started =
            cm_statement_new(desk, "UPDATE deadline SET open = 0, ended_by = ?, ended_why = ?, "
                                   "version = version + 1 WHERE event = ? AND open = 1");
        cm_statement_text(&started, by.ptr != NULL ? by : CM_SV(""));
        cm_statement_text(&started, why);
        cm_statement_int(&started, event);
        status = cm_statement_run(&started, err);
    }
    return status;
}

cm_status cm_deadline_show_in_clue(cm_desk *desk, int64_t clue, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE clue SET due_on = d.first FROM (SELECT min(due_on) AS first FROM deadline "
              "WHERE clue = ?1 AND open = 1) AS d WHERE no = ?1 AND due_on IS NOT d.first AND "
              "(d.first IS NOT NULL OR due_on IN (SELECT due_on FROM deadline WHERE clue = ?1))");
    cm_statement_int(&s, clue);
    return cm_statement_run(&s, err);
}

/* ---- lists ---- */

static void bind_filter(cm_statement *s, const cm_deadline_filter *f)
{
    number_or_null(s, f->clue);
    cm_statement_text(s, cm_or_null(f->clue_id));
    cm_statement_text(s, cm_or_null(f->limit));
    cm_statement_date(s, f->until);
    cm_statement_text(s, cm_or_null(f->office));
    cm_statement_text(s, cm_or_null(f->handler));
    cm_statement_int(s, f->ended ? 1 : 0);
    cm_statement_int(s, f->scope == NULL ? 1 : 0);
}

#define LIST                                                                                       \
    "SELECT " COLUMNS "FROM deadline d JOIN clue c ON c.no = d.clue "                              \
    "WHERE (?1 IS NULL OR d.clue = ?1) AND (?2 IS NULL OR c.id = ?2) AND "                         \
    "(?3 IS NULL OR d.limit_id = ?3) AND (?4 IS NULL OR d.due_on <= ?4) AND "                      \
    "(?5 IS NULL OR c.office = ?5) AND (?6 IS NULL OR c.handler = ?6) AND (?7 OR d.open = 1) "     \
    "AND (?8 OR NOT EXISTS (SELECT 1 FROM seal s WHERE s.doc = c.doc AND s.ended_at IS NULL)) "
#define LIST_ORDER "ORDER BY d.open DESC, c.urgent DESC, coalesce(d.due_on, '~'), d.no"

/* What is due by a day goes by the index of last days. */
static const char *list_text(const cm_deadline_filter *f)
{
    bool by_day = cm_date_exists(f->until) && !f->ended;
    return by_day ? LIST "AND d.open = 1 AND d.due_on <= ?4 " LIST_ORDER : LIST LIST_ORDER;
}

cm_status cm_deadline_list(cm_desk *desk, cm_arena *mem, const cm_deadline_filter *filter,
                           cm_deadline_rows *ret_rows, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, list_text(filter));
    cm_deadline_rows rows = {0};
    bind_filter(&s, filter);
    while (cm_statement_next(&s)) {
        cm_deadline_row row = read_row(&s, mem);
        if (filter->scope == NULL || cm_scope_has(filter->scope, row.office, row.handler)) {
            *cm_vec_push(mem, &rows) = row;
        }
    }
    cm_status status = cm_statement_end(&s, err);
    for (size_t i = 0; status == CM_OK && i < rows.count; i++) {
        status = load_pauses(desk, mem, &rows.items[i], err);
    }
    *ret_rows = rows;
    return status;
}
