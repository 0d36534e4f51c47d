#include "base/base.h"

#include "document/rows.h"

#include "base/limits.h"
#include "document/read.h"
#include "office/book.h"
#include "office/csv.h"

/* Rows at the top of a table among which the header is looked for: titles may stand above it. */
#define HEADER_ROWS 20

typedef struct {
    cm_svs cells;
    cm_sv sheet;
    size_t sheet_no;
    uint64_t number, offset;
    cm_fault fault;
} raw_row;

struct cm_table_rows {
    const cm_columns *columns;
    /* csv */
    cm_stream *stream;
    cm_csv *csv;
    char delimiter;
    bool is_sure; /* of the delimiter: it gave columns we know */
    uint64_t row_number;
    bool at_end;
    /* xlsx */
    cm_archive *archive;
    cm_book *book;
    /* the header of the table being read */
    cm_arena mem;
    cm_svs headers;
    CM_VEC(cm_column_role) kinds;
    size_t sheet_no;
    size_t searched; /* rows in which it was looked for */
    bool found, found_any;
    cm_fault fault;
};

cm_table_rows *cm_rows_open_csv(cm_source source, cm_charsets *charsets, const cm_columns *columns)
{
    cm_table_rows *rows = cm_alloc_zero(1, sizeof(*rows));
    rows->columns = columns;
    rows->stream = cm_stream_open(source, charsets);
    cm_arena_init(&rows->mem);
    return rows;
}

cm_table_rows *cm_rows_open_xlsx(cm_archive *archive, const cm_columns *columns)
{
    cm_table_rows *rows = cm_alloc_zero(1, sizeof(*rows));
    rows->columns = columns;
    rows->archive = archive;
    cm_arena_init(&rows->mem);
    return rows;
}

void cm_table_rows_close(cm_table_rows *rows)
{
    if (rows != NULL) {
        cm_stream_close(rows->stream);
        cm_csv_free(rows->csv);
        cm_book_close(rows->book);
        cm_arena_clear(&rows->mem);
        cm_free(rows);
    }
}

cm_fault cm_table_rows_fault(const cm_table_rows *rows)
{
    return rows->fault;
}

static size_t count_known(const cm_columns *columns, const cm_svs *cells, bool *ret_text)
{
    size_t known = 0;
    for (size_t i = 0; i < cells->count; i++) {
        cm_column_role column = cm_columns_find(columns, cells->items[i]);
        known += column != CM_COLUMN_OTHER;
        *ret_text = *ret_text || column == CM_COLUMN_TEXT;
    }
    return known;
}

/* The mark between cells: the one with which a line gives most of the columns we know. */
static void find_delimiter(cm_table_rows *rows, cm_arena *mem, cm_sv line)
{
    static const char marks[] = {',', '\t', ';', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < CM_COUNT(marks); i++) {
        CM_AUTO_ERR ignored = {0};
        bool complete = false, has_text = false;
        cm_csv *csv = cm_csv_new(marks[i]);
        if (cm_csv_feed(csv, line, &complete, &ignored) == CM_OK && !complete) {
            (void)!cm_csv_end(csv, &complete, &ignored);
        }
        cm_svs cells = complete ? cm_csv_row(csv, mem) : (cm_svs){0};
        size_t known = count_known(rows->columns, &cells, &has_text);
        if (known > most) {
            most = known;
            best = marks[i];
        }
        cm_csv_free(csv);
    }
    if (rows->csv == NULL || best != rows->delimiter) {
        cm_csv_free(rows->csv);
        rows->csv = cm_csv_new(best);
    }
    rows->delimiter = best;
    rows->is_sure = most != 0;
}

/* The next row of a csv file. A row at fault comes without cells. */
static bool next_csv(cm_table_rows *rows, cm_arena *mem, raw_row *ret_row, cm_err *err)
{
    cm_stream_line line;
    raw_row row = {0};
    bool complete = false, begun = false;
    while (!complete && !rows->at_end) {
        CM_AUTO_ERR limit = {0};
        cm_status status = CM_OK;
        if (!cm_stream_next(rows->stream, &line, err)) {
            if (err->status != CM_OK || rows->csv == NULL) {
                return false;
            }
            rows->at_end = true;
            status = cm_csv_end(rows->csv, &complete, &limit);
            line = (cm_stream_line){.fault = CM_FAULT_NONE};
        } else {
            if (!begun && !rows->is_sure && rows->searched < HEADER_ROWS) {
                find_delimiter(rows, mem, line.text);
            }
            row.offset = begun ? row.offset : line.offset;
            begun = true;
            status = cm_csv_feed(rows->csv, line.text, &complete, &limit);
        }
        row.fault = line.fault != CM_FAULT_NONE ? line.fault : row.fault;
        if (status != CM_OK || row.fault == CM_FAULT_TOO_LONG) {
            row.fault = CM_FAULT_TOO_LONG;
            complete = true;
        }
        /* an empty line is no row */
        begun = begun && (complete || cm_sv_trim(line.text).len != 0);
    }
    if (!complete) {
        return false;
    }
    row.number = ++rows->row_number;
    if (row.fault == CM_FAULT_NONE) {
        row.cells = cm_csv_row(rows->csv, mem);
    }
    *ret_row = row;
    return true;
}

static bool next_xlsx(cm_table_rows *rows, cm_arena *mem, raw_row *ret_row, cm_err *err)
{
    CM_AUTO_ERR fault = {0};
    cm_book_row row;
    if (rows->book == NULL) {
        cm_status status = cm_book_open(rows->archive, &rows->book, &fault);
        if (status != CM_OK) {
            rows->fault = cm_archive_is_bomb(rows->archive) ? CM_FAULT_BOMB : cm_fault_of(status);
            return false;
        }
    }
    if (!cm_book_next(rows->book, mem, &row, &fault)) {
        if (fault.status == CM_E_IO) {
            (void)cm_err_set(err, CM_E_IO, "%s", fault.message);
        }
        rows->fault = cm_archive_is_bomb(rows->archive) ? CM_FAULT_BOMB : cm_fault_of(fault.status);
        return false;
    }
    *ret_row = (raw_row){row.cells, row.sheet, row.sheet_no, row.number, 0, CM_FAULT_NONE};
    return true;
}

/* Whether the row is the header; it is then remembered. */
static bool take_header(cm_table_rows *rows, const raw_row *row)
{
    bool has_text = false;
    (void)count_known(rows->columns, &row->cells, &has_text);
    if (!has_text) {
        return false;
    }
    cm_arena_reset(&rows->mem);
    memset(&rows->headers, 0, sizeof(rows->headers));
    memset(&rows->kinds, 0, sizeof(rows->kinds));
    for (size_t i = 0; i < row->cells.count; i++) {
        cm_sv header = row->cells.items[i];
        *cm_vec_push(&rows->mem, &rows->headers) = cm_arena_sv(&rows->mem, cm_sv_trim(header));
        *cm_vec_push(&rows->mem, &rows->kinds) = cm_columns_find(rows->columns, header);
    }
    rows->found = rows->found_any = true;
    return true;
}

/* The value of docId= in a link, any letter case. */
static cm_sv id_of_link(cm_sv link)
{
    static const char key[] = "docid=";
    for (size_t at = 0; at + sizeof(key) <= link.len; at++) {
        size_t same = 0;
        while (same < sizeof(key) - 1 && (link.ptr[at + same] | 0x20) == (key[same] | 0x20)) {
            same++;
        }
        if (same == sizeof(key) - 1) {
            cm_sv value = cm_sv_slice(link, at + same, link.len);
            size_t end = cm_sv_find_byte(value, '&', 0);
            return cm_sv_trim(cm_sv_slice(value, 0, end));
        }
    }
    return (cm_sv){0};
}

static cm_sv id_of_row(cm_arena *mem, const cm_member *member)
{
    cm_sv id = {0}, link = {0}, case_no = {0};
    for (size_t i = 0; i < member->labels.count; i++) {
        const cm_label *label = &member->labels.items[i];
        cm_sv value = cm_sv_trim(label->value);
        if (label->column == CM_COLUMN_ID && id.len == 0) {
            id = value;
        } else if (label->column == CM_COLUMN_URL && link.len == 0) {
            link = id_of_link(value);
        } else if (label->column == CM_COLUMN_CASE_NO && case_no.len == 0) {
            case_no = value;
        }
    }
    return id.len != 0        ? id
           : link.len != 0    ? link
           : case_no.len != 0 ? case_no
                              : cm_arena_format(mem, "%llu", (unsigned long long)member->row);
}

/* The longest of the cells that may hold the text is it; the others that are not empty are labels.
 */
static void fill_member(const cm_table_rows *rows, cm_arena *mem, const raw_row *row,
                        cm_member *member)
{
    for (size_t i = 0; i < row->cells.count; i++) {
        cm_column_role kind = i < rows->kinds.count ? rows->kinds.items[i] : CM_COLUMN_OTHER;
        cm_sv value = row->cells.items[i];
        if (kind == CM_COLUMN_TEXT) {
            member->bytes = value.len > member->bytes.len ? value : member->bytes;
        } else if (cm_sv_trim(value).len != 0 && i < rows->headers.count) {
            *cm_vec_push(mem, &member->labels) = (cm_label){rows->headers.items[i], value, kind};
        }
    }
    member->name = id_of_row(mem, member);
    bool is_page =
        cm_form_of((cm_sv){0}, cm_sv_slice(member->bytes, 0, CM_FORM_HEAD)) == CM_FORM_HTML;
    member->form = is_page ? CM_FORM_HTML : CM_FORM_TEXT;
    member->fault = row->fault != CM_FAULT_NONE ? row->fault
                    : member->bytes.len == 0    ? CM_FAULT_EMPTY
                                                : CM_FAULT_NONE;
}

static bool has_content(const raw_row *row)
{
    for (size_t i = 0; i < row->cells.count; i++) {
        if (cm_sv_trim(row->cells.items[i]).len != 0) {
            return true;
        }
    }
    return row->fault != CM_FAULT_NONE;
}

/* Whether a row belongs to what is above the text: the header, a title, another sheet. */
static bool is_above(cm_table_rows *rows, const raw_row *row)
{
    if (row->sheet_no != rows->sheet_no) {
        rows->sheet_no = row->sheet_no;
        rows->found = false;
        rows->searched = 0;
    }
    if (!rows->found) {
        if (rows->searched++ < HEADER_ROWS) {
            (void)take_header(rows, row);
        }
        return true;
    }
    return false;
}

bool cm_table_rows_next(cm_table_rows *rows, cm_arena *mem, cm_member *ret_member, cm_err *err)
{
    raw_row row;
    for (;;) {
        bool more =
            rows->stream != NULL ? next_csv(rows, mem, &row, err) : next_xlsx(rows, mem, &row, err);
        if (!more) {
            break;
        }
        if (!has_content(&row) || is_above(rows, &row)) {
            if (rows->stream != NULL && !rows->found && rows->searched >= HEADER_ROWS) {
                break; /* a csv file has no other sheet */
            }
            continue;
        }
        cm_member member = {.sheet = row.sheet, .row = row.number, .offset = row.offset};
        fill_member(rows, mem, &row, &member);
        member.done =
            rows->stream != NULL ? cm_stream_done(rows->stream) : cm_book_done(rows->book);
        *ret_member = member;
        return true;
    }
    if (rows->fault == CM_FAULT_NONE && !rows->found_any && err->status == CM_OK) {
        bool no_charset = rows->stream != NULL && cm_stream_done(rows->stream) != 0 &&
                          cm_stream_charset(rows->stream) == CM_CHARSET_NONE;
        rows->fault = no_charset ? CM_FAULT_CHARSET : CM_FAULT_NO_TEXT_COLUMN;
    }
    return false;
}
