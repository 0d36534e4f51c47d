#include "base/base.h"

#include "app/table_rows.h"

#include "text/utf8.h"

struct cm_table_rows {
    const cm_home *home;
    const cm_schema *schema;
    cm_csv *csv;
    cm_arena mem, row_mem;   /* of the header; of the row */
    bool has_header, inside; /* inside: a quoted cell goes on */
    size_t width;            /* cells of the header */
    size_t *positions;       /* of each declared column */
    size_t sealed_position;  /* SIZE_MAX: none */
    uint64_t number;
    bool is_broken; /* bytes of the row are not UTF-8 */
    cm_known keys;
    cm_table_row row;
};

cm_table_rows *cm_table_rows_new(const cm_home *home, const cm_schema *schema)
{
    cm_table_rows *r = cm_alloc_zero(1, sizeof(*r));
    cm_arena_init(&r->mem);
    cm_arena_init(&r->row_mem);
    r->home = home;
    r->schema = schema;
    r->csv = cm_csv_new(',');
    r->sealed_position = SIZE_MAX;
    return r;
}

void cm_table_rows_free(cm_table_rows *r)
{
    if (r != NULL) {
        cm_csv_free(r->csv);
        cm_known_clear(&r->keys);
        cm_arena_clear(&r->row_mem);
        cm_arena_clear(&r->mem);
        cm_free(r);
    }
}

const cm_table_row *cm_table_rows_row(const cm_table_rows *r)
{
    return &r->row;
}

/* ---- the header ---- */

static bool is_any(cm_sv word, const cm_svs *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (cm_sv_equal(word, words->items[i])) {
            return true;
        }
    }
    return false;
}

static size_t find_header(const cm_svs *cells, const cm_svs *names)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (is_any(cm_sv_trim(cells->items[i]), names)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static cm_status missing(const cm_table_rows *r, cm_sv title, cm_err *err)
{
    return cm_err_set(err, CM_E_SCHEMA, "the header of table '%.*s' has no column '%.*s'",
                      CM_SV_ARG(r->schema->name), CM_SV_ARG(title));
}

static cm_status read_header(cm_table_rows *r, const cm_svs *cells, cm_err *err)
{
    const cm_schema *s = r->schema;
    r->has_header = true;
    r->width = cells->count;
    r->positions = cm_arena_array(&r->mem, size_t, s->columns.count);
    for (size_t i = 0; i < s->columns.count; i++) {
        r->positions[i] = find_header(cells, &s->columns.items[i].headers);
        if (r->positions[i] == SIZE_MAX) {
            return missing(r, s->columns.items[i].column->title, err);
        }
    }
    if (s->sealed_headers.count > 0) {
        r->sealed_position = find_header(cells, &s->sealed_headers);
        if (r->sealed_position == SIZE_MAX) {
            return missing(r, s->sealed_headers.items[0], err);
        }
    }
    return CM_OK;
}

/* ---- cells ---- */

/* 2016-05-03, 2016/5/3, 2016.5.3 or 20160503, as YYYY-MM-DD; else the text itself. */
static cm_sv plain_day(cm_arena *mem, cm_sv text)
{
    int64_t numbers[3] = {0};
    size_t count = 0, begin = 0;
    if (text.len == 8 && cm_sv_to_int(text, &numbers[0])) {
        return cm_arena_format(mem, "%.4s-%.2s-%.2s", text.ptr, text.ptr + 4, text.ptr + 6);
    }
    for (size_t i = 0; i <= text.len; i++) {
        bool mark = i == text.len || text.ptr[i] == '/' || text.ptr[i] == '-' || text.ptr[i] == '.';
        if (!mark) {
            continue;
        }
        if (count == CM_COUNT(numbers) ||
            !cm_sv_to_int(cm_sv_slice(text, begin, i), &numbers[count]) || numbers[count] < 1) {
            return text;
        }
        count++;
        begin = i + 1;
    }
    return count == CM_COUNT(numbers)
               ? cm_arena_format(mem, "%04lld-%02lld-%02lld", (long long)numbers[0],
                                 (long long)numbers[1], (long long)numbers[2])
               : text;
}

static bool read_truth(const cm_home *home, cm_sv text, bool *ret_value)
{
    static const char *const yes[] = {"true", "1", "Y", "y"}, *const no[] = {"false", "0", "N",
                                                                             "n"};
    *ret_value = cm_sv_equal(text, cm_wording_find(&home->finding_words, CM_SV("model.yes")));
    bool known =
        *ret_value || cm_sv_equal(text, cm_wording_find(&home->finding_words, CM_SV("model.no")));
    for (size_t i = 0; !known && i < CM_COUNT(yes); i++) {
        *ret_value = cm_sv_equal(text, cm_sv_from(yes[i]));
        known = *ret_value || cm_sv_equal(text, cm_sv_from(no[i]));
    }
    return known;
}

static bool read_cell(const cm_table_rows *r, cm_arena *mem, const cm_column *column, cm_sv text,
                      cm_cell *ret_cell)
{
    cm_value value = {0};
    bool truth = false;
    switch (column->type) {
    case CM_TYPE_BOOLEAN:
        *ret_cell = cm_cell_bool(false);
        if (!read_truth(r->home, text, &truth)) {
            return false;
        }
        *ret_cell = cm_cell_bool(truth);
        return true;
    case CM_TYPE_TEXT:
        *ret_cell = cm_cell_text(text);
        return column->allowed.count == 0 || is_any(text, &column->allowed);
    case CM_TYPE_DATE:
        text = plain_day(mem, text);
        break;
    case CM_TYPE_INTEGER:
    case CM_TYPE_MONEY:
    case CM_TYPE_COUNT:
        break;
    }
    if (!cm_value_parse(column->type, text, &value)) {
        return false;
    }
    *ret_cell =
        column->type == CM_TYPE_DATE ? cm_cell_date(value.number) : cm_cell_int(value.number);
    return true;
}

static void put_fault(cm_table_row *row, cm_cause cause, cm_sv column)
{
    row->cause = cause;
    row->column = column;
}

static void read_cells(cm_table_rows *r, const cm_svs *cells, cm_sv *unread)
{
    const cm_schema *s = r->schema;
    cm_cell *out = cm_arena_array(&r->row_mem, cm_cell, s->columns.count);
    r->row.cells = out;
    for (size_t i = 0; i < s->columns.count && r->row.cause == CM_CAUSE_NONE; i++) {
        const cm_schema_column *c = &s->columns.items[i];
        cm_sv text = cm_sv_trim(cells->items[r->positions[i]]);
        out[i] = cm_cell_null();
        if (text.len == 0) {
            if (c->key || c->required) {
                put_fault(&r->row, CM_CAUSE_EMPTY_CELL, c->column->title);
            } else if (!c->empty_is_absent) {
                unread[r->row.unread_count++] = c->column->name;
            }
        } else if (!read_cell(r, &r->row_mem, c->column, text, &out[i])) {
            put_fault(&r->row, CM_CAUSE_BAD_VALUE, c->column->title);
        }
    }
}

/* The same keys again are the same record again. */
static void check_keys(cm_table_rows *r, const cm_svs *cells)
{
    const cm_schema *s = r->schema;
    cm_digester *digester = cm_digester_new();
    bool any = false;
    for (size_t i = 0; i < s->columns.count; i++) {
        if (s->columns.items[i].key) {
            any = true;
            cm_digester_add(digester, cm_sv_trim(cells->items[r->positions[i]]));
            cm_digester_add(digester, CM_SV("\n"));
        }
    }
    cm_known_key key = cm_known_key_of(cm_digester_finish(digester));
    if (any && cm_known_find(&r->keys, key) != 0) {
        put_fault(&r->row, CM_CAUSE_REPEATED_ROW, CM_SV(""));
    } else if (any) {
        cm_known_put(&r->keys, key, (int64_t)r->number);
    }
}

static cm_sealed sealed_of(const cm_table_rows *r, const cm_svs *cells)
{
    const cm_schema *s = r->schema;
    if (r->sealed_position == SIZE_MAX) {
        return s->sealed_rule;
    }
    cm_sv text = cm_sv_trim(cells->items[r->sealed_position]);
    if (is_any(text, &s->sealed_words)) {
        return CM_SEALED_SEALED;
    }
    return is_any(text, &s->open_words) ? CM_SEALED_OPEN : CM_SEALED_UNKNOWN;
}

static cm_status take_row(cm_table_rows *r, bool *ret_row, cm_err *err)
{
    cm_arena_reset(&r->row_mem);
    cm_svs cells = cm_csv_row(r->csv, &r->row_mem);
    *ret_row = r->has_header;
    if (!r->has_header) {
        return r->is_broken ? cm_err_set(err, CM_E_SCHEMA, "the header is not UTF-8")
                            : read_header(r, &cells, err);
    }
    cm_sv *unread = cm_arena_array(&r->row_mem, cm_sv, r->schema->columns.count);
    r->row = (cm_table_row){.number = r->number, .column = CM_SV(""), .unread = unread};
    if (r->is_broken) {
        put_fault(&r->row, CM_CAUSE_INVALID_UTF8, CM_SV(""));
    } else if (cells.count != r->width) {
        put_fault(&r->row, CM_CAUSE_BAD_ROW, CM_SV(""));
    } else {
        read_cells(r, &cells, unread);
    }
    if (r->row.cause == CM_CAUSE_NONE) {
        check_keys(r, &cells);
        r->row.sealed = sealed_of(r, &cells);
    }
    return CM_OK;
}

static bool is_blank(cm_sv line)
{
    return cm_sv_trim(line).len == 0;
}

cm_status cm_table_rows_feed(cm_table_rows *r, cm_sv line, bool *ret_row, cm_err *err)
{
    bool first = r->number == 0;
    *ret_row = false;
    if (!r->inside) {
        r->number++;
        r->is_broken = false;
        if (is_blank(line)) {
            return CM_OK;
        }
    }
    line = first ? cm_reading_unmarked(line) : line;
    r->is_broken = r->is_broken || cm_utf8_invalid_at(line) != SIZE_MAX;
    bool complete = false;
    CM_AUTO_ERR fault = {0};
    cm_status status = cm_csv_feed(r->csv, line, &complete, &fault);
    r->inside = status == CM_OK && !complete;
    if (status != CM_OK) {
        *ret_row = r->has_header;
        r->row =
            (cm_table_row){.number = r->number, .cause = CM_CAUSE_TOO_LONG, .column = CM_SV("")};
        return CM_OK;
    }
    return complete ? take_row(r, ret_row, err) : CM_OK;
}

cm_status cm_table_rows_end(cm_table_rows *r, bool *ret_row, cm_err *err)
{
    bool complete = false;
    *ret_row = false;
    cm_status status = cm_csv_end(r->csv, &complete, err);
    if (status == CM_OK && complete) {
        status = take_row(r, ret_row, err);
    }
    if (status == CM_OK && !r->has_header) {
        status = cm_err_set(err, CM_E_SCHEMA, "the file is empty");
    }
    return status;
}
