#include "base/base.h"

#include "office/book.h"

#include "base/date.h"
#include "base/limits.h"
#include "office/xml.h"

typedef struct {
    cm_sv name, id; /* id: of the relation that names its part */
    uint64_t part;  /* in the archive; UINT64_MAX: not there */
} sheet;

struct cm_book {
    cm_archive *archive;
    cm_arena mem; /* of the book */
    CM_VEC(sheet) sheets;
    bool from_1904;
    CM_VEC(bool) date_styles; /* of the cell styles: whether a number is a date */
    cm_buf strings;           /* shared, one after the other */
    CM_VEC(size_t) string_ends;
    size_t at; /* sheet being read, from 1; 0: none yet */
    cm_archive_part *part;
    cm_xml *xml;
    uint64_t done, row_number;
    cm_buf cell;
};

typedef cm_status node_function(cm_book *book, cm_xml *xml, const cm_xml_node *node, cm_err *err);

/* Walk a part with a function for its nodes. A part that is not there is empty. */
static cm_status walk(cm_book *book, uint64_t index, node_function *visit, cm_err *err)
{
    cm_archive_part *part = NULL;
    cm_xml_node node;
    CM_AUTO_ERR fault = {0};
    if (index == UINT64_MAX) {
        return CM_OK;
    }
    cm_status status = cm_archive_part_open(book->archive, index, &part, err);
    if (status != CM_OK) {
        return status;
    }
    cm_xml *xml = cm_xml_open(cm_archive_part_source(part));
    while (status == CM_OK && cm_xml_next(xml, &node, &fault)) {
        status = visit(book, xml, &node, err);
    }
    if (status == CM_OK && fault.status != CM_OK) {
        status = cm_err_set(err, fault.status, "%s", fault.message);
    }
    cm_xml_close(xml);
    cm_archive_part_close(part);
    return status;
}

static bool is_start(const cm_xml_node *node, cm_sv name)
{
    return node->kind == CM_XML_START && cm_sv_equal(node->name, name);
}

static bool is_end(const cm_xml_node *node, cm_sv name)
{
    return node->kind == CM_XML_END && cm_sv_equal(node->name, name);
}

static cm_status visit_workbook(cm_book *book, cm_xml *xml, const cm_xml_node *node, cm_err *err)
{
    if (is_start(node, CM_SV("workbookPr"))) {
        cm_sv base = cm_xml_attribute(xml, CM_SV("date1904"));
        book->from_1904 = cm_sv_equal(base, CM_SV("1")) || cm_sv_equal(base, CM_SV("true"));
    }
    if (is_start(node, CM_SV("sheet"))) {
        if (book->sheets.count == CM_MAX_SHEETS) {
            return cm_err_set(err, CM_E_LIMIT, "more than %d sheets", CM_MAX_SHEETS);
        }
        sheet *s = cm_vec_push(&book->mem, &book->sheets);
        s->name = cm_arena_sv(&book->mem, cm_xml_attribute(xml, CM_SV("name")));
        s->id = cm_arena_sv(&book->mem, cm_xml_attribute(xml, CM_SV("id")));
        s->part = UINT64_MAX;
    }
    return CM_OK;
}

/* The part that a relation of xl/workbook.xml names. */
static uint64_t part_of(const cm_book *book, cm_arena *mem, cm_sv target)
{
    cm_sv path = cm_sv_starts(target, CM_SV("/"))
                     ? cm_arena_sv(mem, cm_sv_slice(target, 1, target.len))
                     : cm_arena_format(mem, "xl/%.*s", CM_SV_ARG(target));
    return cm_archive_find(book->archive, path.ptr);
}

static cm_status visit_relations(cm_book *book, cm_xml *xml, const cm_xml_node *node, cm_err *err)
{
    (void)err;
    if (!is_start(node, CM_SV("Relationship"))) {
        return CM_OK;
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv id = cm_arena_sv(&mem, cm_xml_attribute(xml, CM_SV("Id")));
    cm_sv target = cm_arena_sv(&mem, cm_xml_attribute(xml, CM_SV("Target")));
    for (size_t i = 0; i < book->sheets.count; i++) {
        if (cm_sv_equal(book->sheets.items[i].id, id)) {
            book->sheets.items[i].part = part_of(book, &mem, target);
        }
    }
    return CM_OK;
}

/* Whether a format code shows a day: y or d outside quotes, brackets and escapes. */
static bool shows_date(cm_sv code)
{
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if (c == '"' || c == '[') {
            size_t end = cm_sv_find_byte(code, c == '"' ? '"' : ']', i + 1);
            i = end == SIZE_MAX ? code.len : end;
        } else if (c == '\\' || c == '_') {
            i++;
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
            return true;
        }
    }
    return false;
}

/* Numbers of formats that the standard fixes for days, those of Chinese Excel included. */
static bool is_builtin_date(int64_t format)
{
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) ||
           format == 36 || (format >= 50 && format <= 54) || (format >= 57 && format <= 58);
}

/* styles.xml names its formats first; then every xf of cellXfs is one style. date_styles holds the
 * formats' numbers in the meantime. */
typedef struct {
    cm_book *book;
    CM_VEC(int64_t) formats;
    bool in_cells;
} style_reading;

static void take_style(style_reading *s, cm_xml *xml, const cm_xml_node *node)
{
    cm_book *book = s->book;
    int64_t id = -1;
    if (is_start(node, CM_SV("numFmt")) &&
        cm_sv_to_int(cm_xml_attribute(xml, CM_SV("numFmtId")), &id) &&
        shows_date(cm_xml_attribute(xml, CM_SV("formatCode")))) {
        *cm_vec_push(&book->mem, &s->formats) = id;
    }
    if (is_start(node, CM_SV("cellXfs")) || is_end(node, CM_SV("cellXfs"))) {
        s->in_cells = node->kind == CM_XML_START;
    }
    if (s->in_cells && is_start(node, CM_SV("xf")) && book->date_styles.count < CM_MAX_STYLES) {
        bool is_date =
            cm_sv_to_int(cm_xml_attribute(xml, CM_SV("numFmtId")), &id) && is_builtin_date(id);
        for (size_t i = 0; i < s->formats.count && !is_date; i++) {
            is_date = s->formats.items[i] == id;
        }
        *cm_vec_push(&book->mem, &book->date_styles) = is_date;
    }
}

static cm_status load_styles(cm_book *book, cm_err *err)
{
    uint64_t index = cm_archive_find(book->archive, "xl/styles.xml");
    cm_archive_part *part = NULL;
    cm_xml_node node;
    if (index == UINT64_MAX) {
        return CM_OK;
    }
    cm_status status = cm_archive_part_open(book->archive, index, &part, err);
    if (status != CM_OK) {
        return status;
    }
    style_reading s = {.book = book};
    cm_xml *xml = cm_xml_open(cm_archive_part_source(part));
    CM_AUTO_ERR ignored = {0}; /* without styles dates stay numbers */
    while (cm_xml_next(xml, &node, &ignored)) {
        take_style(&s, xml, &node);
    }
    cm_xml_close(xml);
    cm_archive_part_close(part);
    return CM_OK;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* A control character written as _x000D_ : its code, or -1. */
static int escaped_at(cm_sv s, size_t at)
{
    if (s.len - at < 7 || s.ptr[at] != '_' || s.ptr[at + 1] != 'x' || s.ptr[at + 6] != '_') {
        return -1;
    }
    int code = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_digit(s.ptr[i]);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code < 0x20 || code == '_' ? code : -1;
}

static bool add_text(cm_buf *out, cm_sv s)
{
    size_t begin = 0;
    for (size_t at = cm_sv_find_byte(s, '_', 0); at != SIZE_MAX;
         at = cm_sv_find_byte(s, '_', at + 1)) {
        int code = at < begin ? -1 : escaped_at(s, at);
        if (code >= 0) {
            (void)cm_buf_add(out, cm_sv_slice(s, begin, at));
            if (code != 0) {
                (void)cm_buf_add_byte(out, (char)code);
            }
            begin = at + 7;
        }
    }
    return cm_buf_add(out, cm_sv_slice(s, begin, s.len));
}

static cm_status visit_strings(cm_book *book, cm_xml *xml, const cm_xml_node *node, cm_err *err)
{
    if (is_start(node, CM_SV("rPh"))) {
        cm_xml_skip(xml); /* how it is pronounced */
    } else if (is_end(node, CM_SV("si"))) {
        *cm_vec_push(&book->mem, &book->string_ends) = book->strings.len;
    } else if (node->kind == CM_XML_TEXT && node->depth > 2) {
        if (!add_text(&book->strings, node->text)) {
            return cm_err_set(err, CM_E_LIMIT, "shared strings of more than %zu bytes",
                              book->strings.max);
        }
    }
    return CM_OK;
}

cm_status cm_book_open(cm_archive *archive, cm_book **ret_book, cm_err *err)
{
    cm_book *book = cm_alloc_zero(1, sizeof(*book));
    book->archive = archive;
    cm_arena_init(&book->mem);
    cm_buf_init(&book->strings, CM_MAX_SHARED_STRINGS);
    cm_buf_init(&book->cell, CM_MAX_LINE);
    uint64_t workbook = cm_archive_find(archive, "xl/workbook.xml");
    cm_status status = workbook == UINT64_MAX ? cm_err_set(err, CM_E_SYNTAX, "no xl/workbook.xml")
                                              : walk(book, workbook, visit_workbook, err);
    if (status == CM_OK) {
        status = walk(book, cm_archive_find(archive, "xl/_rels/workbook.xml.rels"), visit_relations,
                      err);
    }
    if (status == CM_OK) {
        status = load_styles(book, err);
    }
    if (status == CM_OK) {
        status = walk(book, cm_archive_find(archive, "xl/sharedStrings.xml"), visit_strings, err);
    }
    if (status == CM_OK) {
        *ret_book = book;
    } else {
        cm_book_close(book);
    }
    return status;
}

static void close_sheet(cm_book *book)
{
    cm_xml_close(book->xml);
    cm_archive_part_close(book->part);
    book->xml = NULL;
    book->part = NULL;
}

void cm_book_close(cm_book *book)
{
    if (book != NULL) {
        close_sheet(book);
        cm_buf_clear(&book->strings);
        cm_buf_clear(&book->cell);
        cm_arena_clear(&book->mem);
        cm_free(book);
    }
}

/* Days since 1899-12-30 (a leap day that never was makes it so), or since 1904-01-01. */
static cm_sv date_text(const cm_book *book, cm_arena *mem, cm_sv number)
{
    size_t point = cm_sv_find_byte(number, '.', 0);
    int64_t serial = 0;
    if (!cm_sv_to_int(cm_sv_slice(number, 0, point), &serial) || serial < 61 || serial > 2958465) {
        return number;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    int64_t epoch = book->from_1904 ? 24107 : 25569; /* days until 1970-01-01 */
    (void)cm_date_write(&out, cm_date_from_days((int32_t)(serial - epoch)));
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static cm_sv shared_string(const cm_book *book, cm_sv index)
{
    int64_t at = -1;
    if (!cm_sv_to_int(index, &at) || at < 0 || (size_t)at >= book->string_ends.count) {
        return (cm_sv){0};
    }
    size_t begin = at == 0 ? 0 : book->string_ends.items[at - 1];
    return cm_sv_slice(cm_buf_view(&book->strings), begin, book->string_ends.items[at]);
}

typedef struct {
    size_t column; /* from 0 */
    cm_sv type;
    bool is_date;
} cell_head;

/* B5 -> 1. Without a reference the cell follows the last one. */
static size_t column_of(cm_sv reference, size_t next)
{
    size_t column = 0, i = 0;
    for (; i < reference.len && reference.ptr[i] >= 'A' && reference.ptr[i] <= 'Z' && i < 4; i++) {
        column = column * 26 + (size_t)(reference.ptr[i] - 'A') + 1;
    }
    return i == 0 ? next : column - 1;
}

static cell_head head_of(const cm_book *book, cm_arena *mem, cm_xml *xml, size_t next)
{
    cell_head head = {.column = column_of(cm_xml_attribute(xml, CM_SV("r")), next)};
    int64_t style = -1;
    head.type = cm_arena_sv(mem, cm_xml_attribute(xml, CM_SV("t")));
    head.is_date = cm_sv_to_int(cm_xml_attribute(xml, CM_SV("s")), &style) && style >= 0 &&
                   (size_t)style < book->date_styles.count && book->date_styles.items[style];
    return head;
}

static cm_sv value_of(const cm_book *book, cm_arena *mem, const cell_head *head)
{
    cm_sv text = cm_buf_view(&book->cell);
    if (cm_sv_equal(head->type, CM_SV("s"))) {
        return shared_string(book, cm_sv_trim(text));
    }
    text = cm_arena_sv(mem, text);
    bool is_number = head->type.len == 0 || cm_sv_equal(head->type, CM_SV("n"));
    return is_number && head->is_date ? date_text(book, mem, text) : text;
}

static cm_status put_cell(cm_arena *mem, cm_book_row *row, size_t column, cm_sv value, cm_err *err)
{
    if (column >= CM_MAX_COLUMNS) {
        return cm_err_set(err, CM_E_LIMIT, "more than %d columns", CM_MAX_COLUMNS);
    }
    while (row->cells.count <= column) {
        *cm_vec_push(mem, &row->cells) = (cm_sv){0};
    }
    row->cells.items[column] = value;
    return CM_OK;
}

/* The cells up to the end of the row that has started. */
static cm_status read_row(cm_book *book, cm_arena *mem, cm_book_row *row, cm_err *err)
{
    cm_xml_node node;
    CM_AUTO_ERR fault = {0};
    cell_head head = {0};
    size_t next = 0;
    bool in_value = false;
    while (cm_xml_next(book->xml, &node, &fault)) {
        if (is_end(&node, CM_SV("row"))) {
            return CM_OK;
        }
        if (is_start(&node, CM_SV("c"))) {
            head = head_of(book, mem, book->xml, next);
            next = head.column + 1;
            cm_buf_reset(&book->cell);
        } else if (is_end(&node, CM_SV("c"))) {
            cm_status status = put_cell(mem, row, head.column, value_of(book, mem, &head), err);
            if (status != CM_OK) {
                return status;
            }
        } else if (is_start(&node, CM_SV("rPh")) || is_start(&node, CM_SV("f"))) {
            cm_xml_skip(book->xml);
        } else if (node.kind != CM_XML_TEXT) {
            bool is_value =
                cm_sv_equal(node.name, CM_SV("v")) || cm_sv_equal(node.name, CM_SV("t"));
            in_value = is_value && node.kind == CM_XML_START;
        } else if (in_value && !add_text(&book->cell, node.text)) {
            return cm_err_set(err, CM_E_LIMIT, "a cell of more than %zu bytes", book->cell.max);
        }
    }
    return cm_err_set(err, CM_E_SYNTAX, "%s", fault.message == NULL ? "torn" : fault.message);
}

static bool open_next_sheet(cm_book *book, cm_err *err)
{
    while (book->at < book->sheets.count) {
        uint64_t part = book->sheets.items[book->at++].part;
        if (part == UINT64_MAX) {
            continue; /* a chart sheet, or a relation to nothing */
        }
        if (cm_archive_part_open(book->archive, part, &book->part, err) != CM_OK) {
            return false;
        }
        book->done += cm_archive_entry_get(book->archive, part).packed;
        book->xml = cm_xml_open(cm_archive_part_source(book->part));
        book->row_number = 0;
        return true;
    }
    return false;
}

bool cm_book_next(cm_book *book, cm_arena *mem, cm_book_row *ret_row, cm_err *err)
{
    cm_xml_node node;
    CM_AUTO_ERR fault = {0};
    for (;;) {
        if (book->xml == NULL && !open_next_sheet(book, err)) {
            return false;
        }
        while (cm_xml_next(book->xml, &node, &fault)) {
            if (!is_start(&node, CM_SV("row"))) {
                continue;
            }
            int64_t number = 0;
            bool is_counted = cm_sv_to_int(cm_xml_attribute(book->xml, CM_SV("r")), &number);
            book->row_number = is_counted && number > 0 ? (uint64_t)number : book->row_number + 1;
            cm_book_row row = {
                book->sheets.items[book->at - 1].name, book->at, book->row_number, {0}};
            if (read_row(book, mem, &row, err) != CM_OK) {
                return false;
            }
            *ret_row = row;
            return true;
        }
        if (fault.status != CM_OK) {
            (void)cm_err_set(err, fault.status, "%s", fault.message);
            return false;
        }
        close_sheet(book);
    }
}

uint64_t cm_book_done(const cm_book *book)
{
    return book->done;
}
