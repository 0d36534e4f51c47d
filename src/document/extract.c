#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"
#include "text/utf8.h"

cm_extractor *cm_extractor_new(const cm_extractor_options *options)
{
    cm_extractor *x = cm_alloc_zero(1, sizeof(*x));
    if (options != NULL) {
        x->options = *options;
    }
    x->charsets = cm_charsets_new();
    x->cage = cm_cage_new();
    return x;
}

void cm_extractor_free(cm_extractor *x)
{
    if (x != NULL) {
        cm_charsets_free(x->charsets);
        cm_cage_free(x->cage);
        cm_free(x);
    }
}

void cm_read_decode(cm_extractor *x, cm_arena *mem, cm_charset charset, cm_sv bytes,
                    cm_extraction *got)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    size_t mark = 0;
    cm_buf_init(&out, CM_MAX_DOCUMENT);
    if (charset == CM_CHARSET_NONE) {
        charset = cm_charset_detect(x->charsets, bytes, false, &mark);
    }
    if (charset == CM_CHARSET_NONE) {
        got->fault = CM_FAULT_CHARSET;
        return;
    }
    const cm_charset_map map = {mem, &got->steps, mark};
    cm_status status = cm_charset_decode(x->charsets, charset, cm_sv_slice(bytes, mark, bytes.len),
                                         &map, &out, &err);
    if (status != CM_OK) {
        got->fault = status == CM_E_UTF8 ? CM_FAULT_CHARSET : CM_FAULT_TOO_LONG;
        got->fault_at = mark + err.pos;
        return;
    }
    got->charset = cm_charset_name(charset);
    cm_read_keep(mem, cm_buf_view(&out), got);
}

bool cm_read_clean(cm_sv output, cm_buf *out)
{
    CM_AUTO_ERR err = {0};
    return cm_charset_decode(NULL, CM_CHARSET_UTF8, output, NULL, out, &err) == CM_OK;
}

void cm_read_keep(cm_arena *mem, cm_sv text, cm_extraction *got)
{
    if (got->fault == CM_FAULT_NONE) {
        got->text = cm_arena_sv(mem, text);
    }
}

cm_fault cm_read_with_tool(cm_extractor *x, const char *const *command, cm_sv input, cm_buf *out,
                           cm_buf *errors, int *ret_code)
{
    const cm_child_job job = {.command = command,
                              .input = input,
                              .seconds = x->options.seconds != 0 ? x->options.seconds
                                                                 : CM_MAX_CHILD_SECONDS,
                              .memory = CM_MAX_CHILD_MEMORY};
    switch (cm_child_run(x->cage, &job, out, errors, ret_code)) {
    case CM_CHILD_DONE:
        return CM_FAULT_NONE;
    case CM_CHILD_BROKEN:
        return CM_FAULT_DAMAGED;
    case CM_CHILD_TIMEOUT:
        return CM_FAULT_TIMEOUT;
    case CM_CHILD_TOO_LONG:
        return CM_FAULT_TOO_LONG;
    case CM_CHILD_NOT_RUN:
        return CM_FAULT_NO_TOOL;
    }
    return CM_FAULT_DAMAGED;
}

cm_fault cm_fault_of(cm_status status)
{
    return status == CM_OK         ? CM_FAULT_NONE
           : status == CM_E_DENIED ? CM_FAULT_PASSWORD
           : status == CM_E_LIMIT  ? CM_FAULT_TOO_LONG
           : status == CM_E_SCHEMA ? CM_FAULT_UNKNOWN_FORM
           : status == CM_E_UTF8   ? CM_FAULT_CHARSET
                                   : CM_FAULT_DAMAGED;
}

static bool is_blank(cm_sv text)
{
    size_t len;
    for (size_t i = 0; i < text.len; i += len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        if (code > ' ' && code != 0xA0 && code != 0x3000 && code != 0xFEFF && code != 0x200B) {
            return false;
        }
    }
    return true;
}

static void read_text(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    bool has_mark = cm_sv_starts(bytes, CM_SV("\xEF\xBB\xBF"));
    bool is_clean = !has_mark && cm_sv_find_byte(bytes, '\0', 0) == SIZE_MAX;
    if (is_clean && cm_utf8_invalid_at(bytes) == SIZE_MAX) {
        got->text = bytes;
        got->charset = cm_charset_name(CM_CHARSET_UTF8);
        got->verbatim = true;
        got->fault = bytes.len > CM_MAX_DOCUMENT ? CM_FAULT_TOO_LONG : CM_FAULT_NONE;
        return;
    }
    cm_read_decode(x, mem, CM_CHARSET_NONE, bytes, got);
}

static cm_reader_function *const readers[CM_FORM_COUNT] = {
    [CM_FORM_TEXT] = read_text,  [CM_FORM_HTML] = cm_read_html, [CM_FORM_DOCX] = cm_read_docx,
    [CM_FORM_DOC] = cm_read_doc, [CM_FORM_PDF] = cm_read_pdf,   [CM_FORM_RTF] = cm_read_rtf,
};

void cm_extract_text(cm_extractor *x, cm_arena *mem, cm_form form, cm_sv bytes,
                     cm_extraction *ret_extraction)
{
    cm_extraction got = {.unit = CM_PLACE_BYTE};
    if (readers[form] == NULL) {
        got.fault = CM_FAULT_UNKNOWN_FORM;
    } else if (bytes.len == 0) {
        got.fault = CM_FAULT_EMPTY;
    } else {
        readers[form](x, mem, bytes, &got);
    }
    if (got.fault == CM_FAULT_NONE && is_blank(got.text)) {
        got.fault = CM_FAULT_EMPTY;
    }
    if (got.fault != CM_FAULT_NONE) {
        got = (cm_extraction){.fault = got.fault, .fault_at = got.fault_at, .charset = got.charset};
    }
    *ret_extraction = got;
}
