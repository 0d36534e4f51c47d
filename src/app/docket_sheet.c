#include "base/base.h"

#include "app/docket_sheet.h"

#include "base/limits.h"
#include "desk/change.h"
#include "paper/sheet.h"

enum { PAGE = 1000, COLUMNS = 17 };

static const struct {
    const char *name; /* of the message with its title */
    cm_sheet_type type;
    uint32_t width;
} TITLES[COLUMNS] = {
    {"column.clue", CM_SHEET_TEXT, 14},       {"desk.column.state", CM_SHEET_TEXT, 12},
    {"desk.urgent.1", CM_SHEET_TEXT, 14},     {"desk.column.grade", CM_SHEET_TEXT, 6},
    {"column.direction", CM_SHEET_TEXT, 6},   {"desk.column.due", CM_SHEET_DATE, 12},
    {"desk.facet.office", CM_SHEET_TEXT, 16}, {"desk.facet.handler", CM_SHEET_TEXT, 10},
    {"column.model", CM_SHEET_TEXT, 36},      {"column.court", CM_SHEET_TEXT, 28},
    {"column.case_no", CM_SHEET_TEXT, 26},    {"column.decided_on", CM_SHEET_DATE, 12},
    {"column.defendant", CM_SHEET_TEXT, 10},  {"column.charge", CM_SHEET_TEXT, 14},
    {"column.finding", CM_SHEET_TEXT, 60},    {"desk.number", CM_SHEET_TEXT, 24},
    {"desk.outcome", CM_SHEET_TEXT, 16},
};

static cm_sv words_of(const cm_docket *d, const char *id)
{
    return cm_wording_find(&d->home->messages, cm_sv_from(id));
}

static cm_sv day_of(cm_arena *mem, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (cm_date_exists(day)) {
        (void)cm_date_write(&text, day);
    }
    return cm_arena_sv(mem, cm_buf_view(&text));
}

static cm_status write_row(const cm_docket *d, cm_desk_clue *c, cm_sheet *sheet, cm_arena *mem,
                           cm_err *err)
{
    const cm_course *course = &d->home->course;
    const cm_course_state *state = cm_course_state_of(course, c->state);
    const cm_course_code *outcome = cm_course_code_of(course, CM_SV("outcome"), c->outcome);
    const cm_term *direction = cm_term_of(d->home->directions, c->direction);
    cm_docket_mask(d, c, false);
    const cm_sv cells[COLUMNS] = {
        c->id,
        state != NULL ? state->zh : c->state,
        c->urgent ? words_of(d, "desk.urgent.1") : CM_SV(""),
        c->severity,
        direction != NULL ? direction->zh : c->direction,
        day_of(mem, c->due_on),
        c->office,
        c->handler,
        c->model,
        c->court,
        c->case_no,
        day_of(mem, c->decided_on),
        c->defendant,
        c->charge,
        c->finding,
        c->number,
        outcome != NULL ? outcome->zh : c->outcome,
    };
    return cm_sheet_row(sheet, cells, err);
}

/* Page by page, so that memory does not grow with the list. */
static cm_status write_rows(cm_docket *d, const cm_list_filter *filter, cm_sheet *sheet,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv after = CM_SV("");
    cm_status status = CM_OK;
    do {
        CM_AUTO_ARENA step;
        cm_arena_init(&step);
        cm_list_page page = {0};
        status = cm_list_page_of(d->desk, filter, after, PAGE, &step, &page, err);
        cm_docket one = *d;
        one.mem = &step; /* what is masked lasts for the page */
        for (size_t i = 0; status == CM_OK && i < page.clues.count; i++) {
            status = write_row(&one, &page.clues.items[i], sheet, &step, err);
        }
        after = cm_arena_sv(&mem, page.next);
    } while (status == CM_OK && after.len != 0);
    return status;
}

/* What was asked for, when, and how many rows: it stands in the file. */
static cm_sv note_of(const cm_docket *d, cm_sv filter_text, int64_t rows)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    const cm_word words[] = {
        {"filter", filter_text.len != 0 ? filter_text : words_of(d, "desk.sheet.all")},
        {"at", d->caller->at},
        {"rows", cm_arena_format(d->mem, "%lld", (long long)rows)},
        {NULL, {NULL, 0}}};
    cm_home_say(d->home, &out, CM_SV("desk.sheet.note"), words);
    return cm_arena_sv(d->mem, cm_buf_view(&out));
}

static cm_status write_sheet(cm_docket *d, const cm_list_filter *filter, cm_sv filter_text,
                             cm_sv path, int64_t rows, cm_err *err)
{
    cm_sheet_column columns[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] =
            (cm_sheet_column){words_of(d, TITLES[i].name), TITLES[i].type, TITLES[i].width};
    }
    const cm_sheet_head head = {.title = words_of(d, "desk.sheet.title"),
                                .note = note_of(d, filter_text, rows),
                                .made_at = d->caller->at,
                                .columns = columns,
                                .column_count = COLUMNS,
                                .row_count = (uint64_t)rows};
    cm_sheet *sheet = NULL;
    cm_status status = cm_sheet_open(path, &head, &sheet, err);
    if (status == CM_OK) {
        status = write_rows(d, filter, sheet, err);
    }
    if (status != CM_OK) {
        cm_sheet_drop(sheet);
        return status;
    }
    return cm_sheet_close(sheet, err);
}

cm_status cm_docket_sheet(cm_docket *d, const cm_list_filter *filter, cm_sv filter_text, cm_sv path,
                          uint64_t *ret_rows, cm_err *err)
{
    cm_deed deed = {0};
    cm_facets counts = {0};
    cm_status status =
        cm_right_deed(d->home->rights, d->caller, CM_SV("export.list"), NULL, &deed, err);
    if (status == CM_OK) {
        status = cm_list_facets(d->desk, filter, d->mem, &counts, err);
    }
    if (status == CM_OK) {
        deed.object = cm_arena_format(d->mem, "%lld clues", (long long)counts.total);
        status = cm_change_log(d->desk, &deed, err);
    }
    if (status == CM_OK) {
        status = write_sheet(d, filter, filter_text, path, counts.total, err);
    }
    if (status == CM_OK) {
        *ret_rows = (uint64_t)counts.total;
    }
    return status;
}
