#include "base/base.h"

#include "paper/sheet.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"
#include "office/archive.h"
#include "office/book.h"
#include "office/markup.h"

#include <stdlib.h>
#include <xlsxwriter.h>

#define TITLE_ROW     0
#define NOTE_ROW      1
#define NAMES_ROW     2
#define FIRST_ROW     3
#define MOST_DIGITS   15 /* of a number that a double holds exactly */
#define MOST_LETTERS  32767
#define MOST_PROPERTY 255
#define WIDTH_LEAST   8
#define WIDTH_MOST    60
#define FIRST_DAY     (-25508) /* 1 March 1900: spreadsheets count a day before it that never was */
#define SECONDS_A_DAY 86400

struct cm_sheet {
    cm_arena mem;
    cm_sv path, part; /* the file, and where it is written before it has its name */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *bold, *title, *text, *day, *number;
    const cm_sheet_column *columns;
    size_t column_count;
    uint64_t row_count, row;
    cm_buf cell; /* the cell at hand, NUL-terminated */
};

static cm_status fail(const cm_sheet *s, lxw_error code, cm_err *err)
{
    return cm_err_set(err, CM_E_IO, "%.*s: %s", CM_SV_ARG(s->path), lxw_strerror(code));
}

static char *text_of(cm_sheet *s, cm_sv text)
{
    cm_buf_reset(&s->cell);
    cm_markup_clean(text, &s->cell);
    (void)cm_buf_reserve(&s->cell, 1);
    return s->cell.ptr;
}

static size_t letters_of(cm_sv s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        letters += (c & 0xc0) != 0x80;
        letters += c >= 0xf0; /* counted as two, as Excel does */
    }
    return letters;
}

/* The width of a name, a Chinese character as two letters, with room for the filter's button. */
static uint32_t width_of(const cm_sheet_column *column)
{
    if (column->width != 0) {
        return column->width < WIDTH_MOST ? column->width : WIDTH_MOST;
    }
    uint32_t width = 4;
    for (size_t i = 0; i < column->name.len; i++) {
        unsigned char c = (unsigned char)column->name.ptr[i];
        width += (c & 0xc0) == 0x80 ? 0 : c < 0x80 ? 1 : 2;
    }
    return width < WIDTH_LEAST ? WIDTH_LEAST : width < WIDTH_MOST ? width : WIDTH_MOST;
}

static cm_status check_head(const cm_sheet_head *head, cm_err *err)
{
    const uint64_t room = LXW_ROW_MAX - FIRST_ROW;
    if (head->row_count > room) {
        return cm_err_set(err, CM_E_LIMIT,
                          "the list has %llu rows, a sheet holds %llu: narrow the filter",
                          (unsigned long long)head->row_count, (unsigned long long)room);
    }
    if (head->column_count == 0 || head->column_count > LXW_COL_MAX) {
        return cm_err_set(err, CM_E_LIMIT, "the list has %zu columns, a sheet holds %d",
                          head->column_count, LXW_COL_MAX);
    }
    if (!cm_moment_is(head->made_at)) {
        return cm_err_set(err, CM_E_ARG, "\"%.*s\" is no moment like 2026-11-22T07:40:00Z",
                          CM_SV_ARG(head->made_at));
    }
    return CM_OK;
}

static int64_t two_digits(cm_sv s, size_t at)
{
    return (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0');
}

static int64_t seconds_of(cm_sv moment)
{
    cm_date day = CM_NO_DATE;
    (void)cm_date_parse(cm_sv_slice(moment, 0, 10), &day);
    return (int64_t)cm_date_to_days(day) * SECONDS_A_DAY + two_digits(moment, 11) * 3600 +
           two_digits(moment, 14) * 60 + two_digits(moment, 17);
}

/* A property of the file holds 255 characters; a longer one is left out, it stands in the list. */
static cm_sv property_of(cm_sv s)
{
    return letters_of(s) <= MOST_PROPERTY ? s : (cm_sv){0};
}

static void set_properties(cm_sheet *s, const cm_sheet_head *head)
{
    CM_AUTO_BUF title;
    cm_buf_init(&title, CM_MAX_MESSAGE);
    cm_markup_clean(property_of(head->title), &title);
    lxw_doc_properties properties = {0};
    properties.title = title.ptr;
    properties.author = text_of(s, property_of(head->author));
    properties.created = (time_t)seconds_of(head->made_at);
    (void)workbook_set_properties(s->book, &properties);
}

static void make_formats(cm_sheet *s)
{
    s->title = workbook_add_format(s->book);
    format_set_bold(s->title);
    format_set_font_size(s->title, 14);
    s->bold = workbook_add_format(s->book);
    format_set_bold(s->bold);
    format_set_text_wrap(s->bold);
    format_set_border(s->bold, LXW_BORDER_THIN);
    s->text = workbook_add_format(s->book);
    format_set_num_format(s->text, "@"); /* stays text when a person edits it */
    format_set_align(s->text, LXW_ALIGN_VERTICAL_TOP);
    s->day = workbook_add_format(s->book);
    format_set_num_format(s->day, "yyyy-mm-dd");
    format_set_align(s->day, LXW_ALIGN_VERTICAL_TOP);
    s->number = workbook_add_format(s->book);
    format_set_align(s->number, LXW_ALIGN_VERTICAL_TOP);
}

static cm_status write_head(cm_sheet *s, const cm_sheet_head *head, cm_err *err)
{
    set_properties(s, head);
    make_formats(s);
    lxw_col_t last = (lxw_col_t)(s->column_count - 1);
    lxw_error code =
        worksheet_write_string(s->sheet, TITLE_ROW, 0, text_of(s, head->title), s->title);
    if (code == LXW_NO_ERROR) {
        code = worksheet_write_string(s->sheet, NOTE_ROW, 0, text_of(s, head->note), NULL);
    }
    for (size_t i = 0; i < s->column_count && code == LXW_NO_ERROR; i++) {
        lxw_col_t at = (lxw_col_t)i;
        (void)worksheet_set_column(s->sheet, at, at, width_of(&s->columns[i]), NULL);
        code = worksheet_write_string(s->sheet, NAMES_ROW, at, text_of(s, s->columns[i].name),
                                      s->bold);
    }
    lxw_row_t end = (lxw_row_t)(NAMES_ROW + s->row_count);
    worksheet_freeze_panes(s->sheet, FIRST_ROW, 0);
    (void)worksheet_autofilter(s->sheet, NAMES_ROW, 0, end, last);
    (void)worksheet_repeat_rows(s->sheet, NAMES_ROW, NAMES_ROW);
    worksheet_set_landscape(s->sheet);
    worksheet_set_paper(s->sheet, 9); /* A4 */
    worksheet_fit_to_pages(s->sheet, 1, 0);
    return code == LXW_NO_ERROR ? CM_OK : fail(s, code, err);
}

static const cm_sheet_column *copy_columns(cm_sheet *s, const cm_sheet_head *head)
{
    cm_sheet_column *columns = cm_arena_array(&s->mem, cm_sheet_column, head->column_count);
    for (size_t i = 0; i < head->column_count; i++) {
        columns[i] = head->columns[i];
        columns[i].name = cm_arena_sv(&s->mem, head->columns[i].name);
    }
    return columns;
}

static cm_sheet *new_sheet(cm_sv path, const cm_sheet_head *head)
{
    cm_sheet *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    cm_buf_init(&s->cell, CM_MAX_JSON);
    s->path = cm_arena_sv(&s->mem, path);
    s->part = cm_arena_format(&s->mem, "%.*s.part", CM_SV_ARG(path));
    s->columns = copy_columns(s, head);
    s->column_count = head->column_count;
    s->row_count = head->row_count;
    return s;
}

/* The rows wait in a temporary file beside the list, which has no name. */
static cm_status open_book(cm_sheet *s, cm_err *err)
{
    CM_AUTO_BUF folder;
    cm_buf_init(&folder, CM_MAX_PATH_BYTES);
    (void)cm_buf_add(&folder, cm_file_folder(s->path));
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = folder.ptr, .use_zip64 = LXW_TRUE};
    s->book = workbook_new_opt(s->part.ptr, &options);
    s->sheet = s->book == NULL ? NULL : workbook_add_worksheet(s->book, NULL);
    return s->sheet == NULL ? fail(s, LXW_ERROR_CREATING_TMPFILE, err) : CM_OK;
}

cm_status cm_sheet_open(cm_sv path, const cm_sheet_head *head, cm_sheet **ret_sheet, cm_err *err)
{
    cm_status status = check_head(head, err);
    if (status != CM_OK) {
        return status;
    }
    cm_sheet *s = new_sheet(path, head);
    status =
        cm_file_write(s->part, (cm_sv){0}, err); /* says why it cannot, as the library does not */
    if (status == CM_OK) {
        status = open_book(s, err);
    }
    if (status == CM_OK) {
        status = write_head(s, head, err);
    }
    if (status == CM_OK) {
        *ret_sheet = s;
    } else {
        cm_sheet_drop(s);
    }
    return status;
}

/* Digits with an optional minus and point, as they can be a number without losing any. */
static bool is_number(cm_sv s)
{
    size_t at = s.len != 0 && s.ptr[0] == '-' ? 1 : 0;
    size_t digits = 0;
    size_t points = 0;
    bool leads_zero = s.len > at + 1 && s.ptr[at] == '0' && s.ptr[at + 1] != '.';
    for (; at < s.len; at++) {
        bool is_digit = s.ptr[at] >= '0' && s.ptr[at] <= '9';
        if (!is_digit && (s.ptr[at] != '.' || digits == 0)) {
            return false;
        }
        digits += is_digit;
        points += !is_digit;
    }
    return digits != 0 && digits <= MOST_DIGITS && points <= 1 && !leads_zero &&
           !cm_sv_ends(s, CM_SV("."));
}

static lxw_error write_text(cm_sheet *s, lxw_row_t row, lxw_col_t at, cm_sv cell)
{
    if (cell.len == 0) {
        return LXW_NO_ERROR;
    }
    return worksheet_write_string(s->sheet, row, at, text_of(s, cell), s->text);
}

static lxw_error write_cell(cm_sheet *s, lxw_row_t row, lxw_col_t at, cm_sv cell)
{
    cm_date day = CM_NO_DATE;
    switch (s->columns[at].type) {
    case CM_SHEET_NUMBER:
        if (is_number(cell)) {
            double value = strtod(text_of(s, cell), NULL);
            return worksheet_write_number(s->sheet, row, at, value, s->number);
        }
        break;
    case CM_SHEET_DATE:
        if (cell.len == 10 && cm_date_parse(cell, &day) && cm_date_exists(day) &&
            cm_date_to_days(day) >= FIRST_DAY) {
            lxw_datetime value = {.year = day.year, .month = day.month, .day = day.day};
            return worksheet_write_datetime(s->sheet, row, at, &value, s->day);
        }
        break;
    case CM_SHEET_TEXT:
        break;
    }
    return write_text(s, row, at, cell);
}

cm_status cm_sheet_row(cm_sheet *s, const cm_sv *cells, cm_err *err)
{
    if (s->row == s->row_count) {
        return cm_err_set(err, CM_E_LIMIT, "more rows than the %llu announced",
                          (unsigned long long)s->row_count);
    }
    lxw_row_t row = (lxw_row_t)(FIRST_ROW + s->row);
    for (size_t i = 0; i < s->column_count; i++) {
        if (letters_of(cells[i]) > MOST_LETTERS) {
            return cm_err_set(err, CM_E_LIMIT,
                              "row %llu, column %.*s: %zu characters, a cell holds %d",
                              (unsigned long long)s->row + 1, CM_SV_ARG(s->columns[i].name),
                              letters_of(cells[i]), MOST_LETTERS);
        }
        lxw_error code = write_cell(s, row, (lxw_col_t)i, cells[i]);
        if (code != LXW_NO_ERROR) {
            return fail(s, code, err);
        }
    }
    s->row++;
    return CM_OK;
}

static cm_status count_rows(cm_archive *archive, uint64_t *ret_rows, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_book *book = NULL;
    cm_status status = cm_book_open(archive, &book, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_ERR fault = {0};
    cm_book_row row;
    uint64_t last = 0;
    while (cm_book_next(book, &mem, &row, &fault)) {
        last = row.number;
        cm_arena_reset(&mem);
    }
    cm_book_close(book);
    *ret_rows = last;
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* libxlsxwriter does not look whether its rows reached the disk: the file is read again. */
static cm_status check_written(const cm_sheet *s, cm_err *err)
{
    CM_AUTO_ERR fault = {0};
    cm_archive *archive = NULL;
    uint64_t rows = 0;
    cm_status status = cm_archive_open(s->part, &archive, &fault);
    if (status == CM_OK) {
        status = count_rows(archive, &rows, &fault);
        cm_archive_close(archive);
    }
    if (status != CM_OK || rows != FIRST_ROW + s->row_count) {
        return cm_err_set(err, CM_E_IO, "%.*s: not all rows were written: is the disk full?",
                          CM_SV_ARG(s->path));
    }
    return CM_OK;
}

static cm_status finish(cm_sheet *s, cm_err *err)
{
    if (s->row != s->row_count) {
        return cm_err_set(err, CM_E_CONFLICT,
                          "the list has %llu rows of the %llu announced: it is not complete",
                          (unsigned long long)s->row, (unsigned long long)s->row_count);
    }
    lxw_error code = workbook_close(s->book);
    s->book = NULL;
    cm_status status = code == LXW_NO_ERROR ? check_written(s, err) : fail(s, code, err);
    return status == CM_OK ? cm_file_move(s->part, s->path, err) : status;
}

cm_status cm_sheet_close(cm_sheet *s, cm_err *err)
{
    cm_status status = finish(s, err);
    cm_sheet_drop(s);
    return status;
}

void cm_sheet_drop(cm_sheet *s)
{
    if (s == NULL) {
        return;
    }
    if (s->book != NULL) {
        lxw_workbook_free(s->book);
    }
    if (cm_file_exists(s->part)) {
        CM_AUTO_ERR err = {0};
        (void)(cm_file_remove(s->part, &err) == CM_OK); /* what failed before is what counts */
    }
    cm_buf_clear(&s->cell);
    cm_arena_clear(&s->mem);
    cm_free(s);
}
