#include "base/base.h"

#include "paper/report.h"

/* What may not stand raw inside a script element, as JSON escapes. The first byte alone is looked
 * for; all three can only stand inside strings of a JSON value. */
static const struct {
    cm_sv raw, escaped;
} escapes[] = {
    {{"<", 1}, {"\\u003c", 6}},
    {{"\xe2\x80\xa8", 3}, {"\\u2028", 6}},
    {{"\xe2\x80\xa9", 3}, {"\\u2029", 6}},
};

static bool may_need_escape(char c)
{
    return c == '<' || c == '\xe2';
}

/* Write the escape of what stands at `at`; returns how many bytes of json it stands for, or 0. */
static size_t add_escape(cm_sv json, size_t at, cm_buf *out)
{
    cm_sv rest = cm_sv_slice(json, at, json.len);
    for (size_t i = 0; i < CM_COUNT(escapes); i++) {
        if (cm_sv_starts(rest, escapes[i].raw)) {
            (void)cm_buf_add(out, escapes[i].escaped);
            return escapes[i].raw.len;
        }
    }
    return 0;
}

static void add_json(cm_sv json, cm_buf *out)
{
    size_t done = 0;
    size_t at = 0;
    while (at < json.len) {
        if (!may_need_escape(json.ptr[at])) {
            at++;
            continue;
        }
        (void)cm_buf_add(out, cm_sv_slice(json, done, at));
        done = at + add_escape(json, at, out);
        at = done > at ? done : at + 1;
    }
    (void)cm_buf_add(out, cm_sv_slice(json, done, json.len));
}

cm_status cm_report_page(cm_sv page_template, cm_sv json, cm_buf *out, cm_err *err)
{
    cm_sv slot = CM_REPORT_SLOT;
    size_t begin = cm_sv_find(page_template, slot, 0);
    if (begin == SIZE_MAX) {
        return cm_err_set(err, CM_E_SCHEMA, "report template: \"%.*s\" not found", CM_SV_ARG(slot));
    }
    size_t end = begin + slot.len;
    if (cm_sv_find(page_template, slot, end) != SIZE_MAX) {
        return cm_err_set(err, CM_E_SCHEMA, "report template: \"%.*s\" stands there twice",
                          CM_SV_ARG(slot));
    }
    (void)cm_buf_add(out, cm_sv_slice(page_template, 0, begin));
    add_json(json, out);
    (void)cm_buf_add(out, cm_sv_slice(page_template, end, page_template.len));
    if (out->over) {
        return cm_err_set(err, CM_E_LIMIT, "report page: longer than %zu bytes", out->max);
    }
    return CM_OK;
}
