#include "base/base.h"

#include "document/columns.h"

#include "base/buf.h"
#include "base/tsv.h"
#include "text/utf8.h"

static const char *const ids[CM_COLUMN_COUNT] = {
    [CM_COLUMN_OTHER] = "other",
    [CM_COLUMN_TEXT] = "text",
    [CM_COLUMN_ID] = "id",
    [CM_COLUMN_URL] = "url",
    [CM_COLUMN_CASE_NO] = "case_no",
    [CM_COLUMN_TITLE] = "title",
    [CM_COLUMN_COURT] = "court",
    [CM_COLUMN_REGION] = "region",
    [CM_COLUMN_CASE_TYPE] = "case_type",
    [CM_COLUMN_CASE_TYPE_CODE] = "case_type_code",
    [CM_COLUMN_SOURCE] = "source",
    [CM_COLUMN_PROCEDURE] = "procedure",
    [CM_COLUMN_DOCUMENT_TYPE] = "document_type",
    [CM_COLUMN_DECIDED_ON] = "decided_on",
    [CM_COLUMN_PUBLISHED_ON] = "published_on",
    [CM_COLUMN_PARTIES] = "parties",
    [CM_COLUMN_CAUSE] = "cause",
    [CM_COLUMN_LAW] = "law",
};

cm_sv cm_column_id(cm_column_role column)
{
    return cm_sv_from(ids[column]);
}

/* Blanks (also wide ones, the byte order mark, no-break ones) out, wide ASCII narrow, small
 * letters. */
static void fold_header(cm_sv header, cm_buf *out)
{
    size_t len;
    cm_buf_reset(out);
    for (size_t i = 0; i < header.len; i += len) {
        uint32_t code = cm_utf8_decode(header, i, &len);
        if (code >= 0xFF01 && code <= 0xFF5E) {
            code -= 0xFEE0;
        }
        bool is_blank = code <= ' ' || code == 0xA0 || code == 0x3000 || code == 0xFEFF ||
                        code == 0x200B || code == CM_BAD_CHAR;
        if (!is_blank) {
            char bytes[4];
            code = code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
            (void)cm_buf_add(out, (cm_sv){bytes, cm_utf8_encode(code, bytes)});
        }
    }
}

static cm_status column_of(const cm_tsv *t, const cm_tsv_row *row, cm_sv id, size_t *ret_column,
                           cm_err *err)
{
    for (size_t i = CM_COLUMN_TEXT; i < CM_COLUMN_COUNT; i++) {
        if (cm_sv_equal(cm_sv_from(ids[i]), id)) {
            *ret_column = i;
            return CM_OK;
        }
    }
    return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "no column '%.*s'",
                         CM_SV_ARG(id));
}

cm_status cm_columns_load(cm_arena *mem, cm_sv path, cm_columns *ret_columns, cm_err *err)
{
    cm_tsv t;
    size_t header = 0, id = 0;
    cm_columns columns = {0};
    CM_AUTO_BUF folded;
    cm_buf_init(&folded, SIZE_MAX / 2);
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("header"), &header, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("column"), &id, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        size_t column = CM_COLUMN_OTHER;
        status = column_of(&t, row, row->cells[id], &column, err);
        fold_header(row->cells[header], &folded);
        cm_sv key = cm_arena_sv(mem, cm_buf_view(&folded));
        cm_column_role *value = cm_arena_new(mem, cm_column_role);
        *value = (cm_column_role)column;
        if (status == CM_OK && cm_map_put(mem, &columns.headers, key, value)) {
            status = cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0, "'%.*s' stands twice",
                                   CM_SV_ARG(row->cells[header]));
        }
    }
    if (status == CM_OK) {
        *ret_columns = columns;
    }
    return status;
}

cm_column_role cm_columns_find(const cm_columns *columns, cm_sv header)
{
    CM_AUTO_BUF folded;
    cm_buf_init(&folded, SIZE_MAX / 2);
    fold_header(header, &folded);
    const cm_column_role *role = cm_map_find(&columns->headers, cm_buf_view(&folded));
    return role == NULL ? CM_COLUMN_OTHER : *role;
}
